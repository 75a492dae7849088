import * as asSha256 from '@chainsafe/as-sha256'
import * as hashtree from '@chainsafe/hashtree'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hasher } from '../../src/crypto/types.ts'
import { NVmError } from '../../src/errors.ts'
import { bytesToHex, compareBytes, equalBytes } from '../../src/primitives/bytes.ts'
import { TreeArena } from '../../src/state/tree/arena.ts'
import { compareKeys, sortByKey } from '../../src/state/tree/batch.ts'
import { StateTree } from '../../src/state/tree/tree.ts'
import {
  apply,
  bytesOf,
  type Change,
  flip,
  LeafStore,
  modelRoot,
  noble,
  type Version,
  valuesOf,
} from './tree-model.ts'

/** Keys that collide often: random ones, and ones that share a chosen number of bits with a random one. */
const key = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((i) => bytesOf('key', i)),
  fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom(0, 1, 7, 8, 31, 32, 33, 100, 254, 255))
    .map(([i, depth]) => flip(bytesOf('key', i), depth)),
)
const change = fc.record({
  key,
  valueHash: fc.option(
    fc.integer({ min: 0, max: 9 }).map((i) => bytesOf('value', i)),
    { nil: undefined, freq: 3 },
  ),
})
const batches = fc.array(
  fc.uniqueArray(change, { maxLength: 25, selector: (c) => bytesToHex(c.key) }),
  { maxLength: 8 },
)

function hexKeys(store: LeafStore, ids: Iterable<number>): string[] {
  return Array.from(ids, (id) => bytesToHex(store.keys[id - 1]!))
}

function randomChanges(count: number, label: string, keyLabel = 'key'): Change[] {
  return Array.from({ length: count }, (_, i) => ({
    key: bytesOf(keyLabel, i),
    valueHash: bytesOf(label, i),
  }))
}

describe('the tree', () => {
  it('has the root of the model after any batches, and every version stays as it was', () => {
    fc.assert(
      fc.property(batches, (sequence) => {
        const store = new LeafStore()
        const tree = new StateTree(noble, store)
        let version: Version = new Map()
        const kept = [{ root: tree.empty(), version }]
        for (const changes of sequence) {
          version = apply(version, changes)
          kept.push({ root: tree.update(kept.at(-1)!.root, store.batch(changes)), version })
        }
        for (const { root, version } of kept) {
          expect(bytesToHex(root.hash)).toBe(bytesToHex(modelRoot([...version.values()])))
          expect(hexKeys(store, tree.leafIds(root))).toEqual([...version.keys()].sort())
          for (const stored of store.keys) {
            const found = tree.find(root, stored)
            expect(found).toBe(version.has(bytesToHex(stored)) ? store.idOf(stored) : 0)
          }
        }
      }),
      { seed: 1, numRuns: 150 },
    )
  })

  it('does not depend on grouping or order', () => {
    const changes = randomChanges(500, 'value')
    const store = new LeafStore()
    const tree = new StateTree(noble, store)
    const whole = tree.update(tree.empty(), store.batch(changes))
    let root = tree.empty()
    for (let from = 490; from >= 0; from -= 10) {
      const part = changes.slice(from, from + 10).reverse()
      root = tree.update(
        root,
        store.batch([...part, { key: bytesOf('gone', from), valueHash: undefined }]),
      )
    }
    expect(bytesToHex(root.hash)).toBe(bytesToHex(whole.hash))
    const deletions = changes.map(({ key }) => ({ key, valueHash: undefined }))
    const empty = tree.update(root, store.batch(deletions))
    expect(empty.ref).toBe(0)
    expect(bytesToHex(empty.hash)).toBe('00'.repeat(32))
  })

  it('shares every node with its parent when nothing changes', () => {
    const store = new LeafStore()
    const tree = new StateTree(noble, store)
    const root = tree.update(tree.empty(), store.batch(randomChanges(100, 'value')))
    const used = tree.arena.used
    const absent = Array.from({ length: 50 }, (_, i) => ({
      key: bytesOf('absent', i),
      valueHash: undefined,
    }))
    const same = tree.update(root, store.batch(absent))
    expect(same.ref).toBe(root.ref)
    expect(equalBytes(same.hash, root.hash)).toBe(true)
    expect(tree.arena.used).toBe(used)
    expect(tree.lastUpdate).toEqual({ innerHashes: 0, leafHashes: 0 })
    expect(tree.update(root, store.batch([])).ref).toBe(root.ref)
  })

  it('refuses a batch that is not one', () => {
    const store = new LeafStore()
    const tree = new StateTree(noble, store)
    const root = tree.update(tree.empty(), store.batch(randomChanges(20, 'value')))
    const twice = store.batch([...randomChanges(3, 'other'), ...randomChanges(1, 'again')])
    expect(() => tree.update(root, twice)).toThrow(/at most once/)
    expect(() => tree.update(root, { ...twice, count: 5 })).toThrow(NVmError)
    expect(() => tree.update(root, { ...twice, count: -1 })).toThrow(NVmError)
    const negative = { ...store.batch(randomChanges(1, 'other')), leafIds: Int32Array.of(-1) }
    expect(() => tree.update(root, negative)).toThrow(/not negative/)
    const after = tree.update(root, store.batch(randomChanges(20, 'value')))
    expect(bytesToHex(after.hash)).toBe(bytesToHex(root.hash))
  })

  it('refuses to prove with a value hash that is not its own', () => {
    const store = new LeafStore()
    const tree = new StateTree(noble, store)
    const changes = randomChanges(5, 'value')
    const root = tree.update(tree.empty(), store.batch(changes))
    const other = valuesOf(apply(new Map(), randomChanges(5, 'other')))
    expect(() => tree.prove(root, changes[0]!.key, other)).toThrow(/that the tree holds/)
  })

  it('sorts keys like a comparison sort', () => {
    const keys = Array.from({ length: 600 }, (_, i) =>
      i % 3 === 0 ? flip(bytesOf('key', 0), 20 + (i % 236)) : bytesOf('key', i),
    )
    const distinct = [...new Map(keys.map((k) => [bytesToHex(k), k])).values()]
    const flat = Uint8Array.from(distinct.flatMap((k) => [...k]))
    const order = sortByKey(flat, distinct.length)
    const expected = [...distinct].sort(compareBytes).map(bytesToHex)
    expect(Array.from(order, (i) => bytesToHex(distinct[i]!))).toEqual(expected)
    expect(compareKeys(flat, 0, 0)).toBe(0)
  })
})

describe('hashing', () => {
  const into = (name: string, hash: (input: Uint8Array, output: Uint8Array) => void): Hasher => ({
    name,
    hash64: (input, count, output) =>
      hash(input.subarray(0, count * 64), output.subarray(0, count * 32)),
  })
  const wasm = into('as-sha256', asSha256.hashInto)
  const native = into('hashtree', hashtree.hashInto)

  it('gives one root with every hasher, in private and shared memory', () => {
    const roots = [noble, wasm, native].flatMap((hasher) =>
      [false, true].map((shared) => {
        const store = new LeafStore()
        const tree = new StateTree(hasher, store, new TreeArena({ shared, segmentBits: 8 }))
        const first = tree.update(tree.empty(), store.batch(randomChanges(2000, 'value')))
        const second = tree.update(first, store.batch(randomChanges(700, 'other')))
        return `${bytesToHex(first.hash)} ${bytesToHex(second.hash)}`
      }),
    )
    expect(new Set(roots).size).toBe(1)
  })

  it('makes at most log2(n / changed) + 3 nodes per changed random key', () => {
    const size = 100_000
    const store = new LeafStore()
    let messages = 0
    const counting: Hasher = {
      name: 'counting',
      hash64(input, count, output) {
        messages += count
        wasm.hash64(input, count, output)
      },
    }
    const tree = new StateTree(counting, store)
    const all = randomChanges(size, 'value')
    const root = tree.update(tree.empty(), store.batch(all))
    for (const changed of [100, 1000, 10_000]) {
      const step = size / changed
      const some = all
        .filter((_, i) => i % step === 0)
        .map(({ key }, i) => ({ key, valueHash: bytesOf('other', i) }))
      messages = 0
      tree.release(tree.update(root, store.batch(some)))
      const { innerHashes, leafHashes } = tree.lastUpdate
      expect(leafHashes).toBe(changed)
      expect(messages).toBe(innerHashes + 2 * leafHashes)
      expect((innerHashes + leafHashes) / changed).toBeLessThanOrEqual(
        Math.log2(size / changed) + 3,
      )
    }
  })

  it('charges a ground path by its depth', () => {
    const store = new LeafStore()
    const tree = new StateTree(noble, store)
    const first = bytesOf('key', 0)
    const root = tree.update(tree.empty(), store.batch(randomChanges(1, 'value')))
    tree.update(root, store.batch([{ key: flip(first, 199), valueHash: bytesOf('value', 1) }]))
    expect(tree.lastUpdate).toEqual({ innerHashes: 200, leafHashes: 1 })
  })
})
