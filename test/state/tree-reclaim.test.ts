import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NVmError } from '../../src/errors.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import { TreeArena, type TreeRoot } from '../../src/state/tree/arena.ts'
import { StateTree } from '../../src/state/tree/tree.ts'
import {
  apply,
  bytesOf,
  LeafStore,
  modelRoot,
  noble,
  type Version,
  valuesOf,
} from './tree-model.ts'

function codeOf(action: () => unknown): string | undefined {
  try {
    action()
  } catch (error) {
    if (error instanceof NVmError) return error.codeName
    throw error
  }
  return undefined
}

describe('holds on roots', () => {
  it('end with the last release', () => {
    const store = new LeafStore()
    const tree = new StateTree(noble, store)
    const batch = store.batch([{ key: bytesOf('key', 1), valueHash: bytesOf('value', 1) }])
    const root = tree.update(tree.empty(), batch)
    tree.retain(root)
    tree.release(root)
    expect(tree.find(root, bytesOf('key', 1))).toBe(1)
    tree.release(root)
    const values = () => bytesOf('value', 1)
    expect(codeOf(() => tree.release(root))).toBe('StateReleased')
    expect(codeOf(() => tree.retain(root))).toBe('StateReleased')
    expect(codeOf(() => tree.update(root, batch))).toBe('StateReleased')
    expect(codeOf(() => tree.find(root, bytesOf('key', 1)))).toBe('StateReleased')
    expect(codeOf(() => tree.prove(root, bytesOf('key', 1), values))).toBe('StateReleased')
    expect(codeOf(() => [...tree.leafIds(root)])).toBe('StateReleased')
    const foreign = new StateTree(noble, store).empty()
    expect(codeOf(() => tree.update(foreign, batch))).toBe('StateReleased')
  })

  it('keep versions whole through compactions, and memory within twice what is alive', () => {
    const step = fc.record({
      parent: fc.nat(),
      release: fc.option(fc.nat(), { nil: undefined, freq: 5 }),
      keys: fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 }),
      deletes: fc.boolean(),
    })
    const steps = fc.array(step, { minLength: 20, maxLength: 40 })
    fc.assert(
      fc.property(steps, (sequence) => {
        const store = new LeafStore()
        const arena = new TreeArena({ segmentBits: 6, reclaimFloor: 50 })
        const tree = new StateTree(noble, store, arena)
        const live: { root: TreeRoot; version: Version }[] = [
          { root: tree.empty(), version: new Map() },
        ]
        sequence.forEach(({ parent, release, keys, deletes }, round) => {
          const from = live[parent % live.length]!
          const changes = keys.map((i) => ({
            key: bytesOf('key', i),
            valueHash: deletes && i % 2 === 0 ? undefined : bytesOf('value', round * 1000 + i),
          }))
          const root = tree.update(from.root, store.batch(changes))
          live.push({ root, version: apply(from.version, changes) })
          while (release !== undefined && live.length > 3) {
            tree.release(live.splice(release % live.length, 1)[0]!.root)
          }
        })
        for (const { root, version } of live) {
          expect(bytesToHex(root.hash)).toBe(bytesToHex(modelRoot([...version.values()])))
          const keys = Array.from(tree.leafIds(root), (id) => bytesToHex(store.keys[id - 1]!))
          expect(keys).toEqual([...version.keys()].sort())
          for (const { key } of version.values()) tree.prove(root, key, valuesOf(version))
          const again = tree.update(root, store.batch([...version.values()]))
          expect(bytesToHex(again.hash)).toBe(bytesToHex(root.hash))
          tree.release(again)
        }
        expect(arena.liveRoots).toBe(live.length)
        arena.compact()
        const compacted = arena.used
        arena.compact()
        expect(arena.used).toBe(compacted)
        for (const { root } of live) tree.release(root)
        expect(arena.used).toBe(1)
      }),
      { seed: 2, numRuns: 40 },
    )
  })

  it('give memory back when old versions go', () => {
    const store = new LeafStore()
    const arena = new TreeArena({ segmentBits: 8, reclaimFloor: 256 })
    const tree = new StateTree(noble, store, arena)
    let root = tree.empty()
    let fresh = 0
    let peak = 0
    for (let round = 0; round < 60; round++) {
      const changes = Array.from({ length: 100 }, (_, i) => ({
        key: bytesOf('key', (round * 37 + i * 11) % 1000),
        valueHash: bytesOf('value', round * 100 + i),
      }))
      const next = tree.update(root, store.batch(changes))
      fresh += tree.lastUpdate.innerHashes
      tree.release(root)
      root = next
      peak = Math.max(peak, arena.used)
    }
    arena.compact()
    const live = arena.used
    expect(fresh).toBeGreaterThan(10 * live)
    expect(peak).toBeLessThan(3 * live)
    // Whole segments go back, but for one in reserve.
    expect(arena.segments.length).toBeLessThanOrEqual((live >>> 8) + 2)
    expect(arena.bytes).toBe(arena.segments.length * 256 * 72)
  })

  it('keeps a small state small, and uses shared memory only when asked', () => {
    expect(new TreeArena().bytes).toBeLessThan(8192)
    expect(new TreeArena().segments[0]!.buffer).toBeInstanceOf(ArrayBuffer)
    const shared = new TreeArena({ shared: true, segmentBits: 6 })
    expect(shared.segments[0]!.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(() => new TreeArena({ segmentBits: 5 })).toThrow(/6\.\.20/)
  })
})
