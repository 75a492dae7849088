import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NVmError } from '../../src/errors.ts'
import { bytesToHex, concatBytes, equalBytes } from '../../src/primitives/bytes.ts'
import { CellType, LEAF_TAG, leafHash, treeKey, valueHash } from '../../src/state/keys.ts'
import { decodeProof, encodeProof } from '../../src/state/proof-codec.ts'
import type { TreeRoot } from '../../src/state/tree/arena.ts'
import { StateTree } from '../../src/state/tree/tree.ts'
import { type TreeProof, verifyExclusion, verifyInclusion } from '../../src/state/verifier.ts'
import { apply, bytesOf, flip, LeafStore, noble, type Version, valuesOf } from './tree-model.ts'

const crypto = { sha256 }
const type = CellType.account
const partsOf = (i: number) => [bytesOf('id', i), Uint8Array.of(i & 0xff)]
const dataOf = (i: number) => bytesOf('value', i).subarray(0, i % 33)
const keyOf = (i: number) => treeKey(crypto, type, ...partsOf(i))
const leafOf = (i: number) => ({ key: keyOf(i), valueHash: valueHash(crypto, type, dataOf(i)) })

interface Fixture {
  tree: StateTree
  root: TreeRoot
  version: Version
}

/** A tree of the typed cells 0 to count - 1. */
function treeOf(count: number): Fixture {
  const store = new LeafStore()
  const tree = new StateTree(noble, store)
  const leaves = Array.from({ length: count }, (_, i) => leafOf(i))
  const root = tree.update(tree.empty(), store.batch(leaves))
  return { tree, root, version: apply(new Map(), leaves) }
}

const prove = ({ tree, root, version }: Fixture, key: Uint8Array) =>
  tree.prove(root, key, valuesOf(version))
const includes = (root: Uint8Array, i: number, proof: TreeProof) =>
  verifyInclusion(root, type, partsOf(i), dataOf(i), proof, sha256)
const excludes = (root: Uint8Array, i: number, proof: TreeProof) =>
  verifyExclusion(root, type, partsOf(i), proof, sha256)

/** Reads a proof as a client would; undefined if the bytes are refused, which may only be by InvalidProof. */
function decoded(bytes: Uint8Array): TreeProof | undefined {
  try {
    return decodeProof(bytes)
  } catch (error) {
    expect(error).toBeInstanceOf(NVmError)
    expect((error as NVmError).codeName).toBe('InvalidProof')
    return undefined
  }
}

/** Every way to drop, add or swap siblings, and to lose or gain a leaf. */
function* reshaped(proof: TreeProof): Generator<TreeProof> {
  const { siblings, leaf } = proof
  for (let i = 0; i <= siblings.length; i++) {
    if (i < siblings.length) yield { siblings: siblings.toSpliced(i, 1), leaf }
    for (const extra of [new Uint8Array(32), bytesOf('extra', i), LEAF_TAG]) {
      yield { siblings: siblings.toSpliced(i, 0, extra), leaf }
    }
    for (let j = 0; j < i && i < siblings.length; j++) {
      if (!equalBytes(siblings[i]!, siblings[j]!)) {
        yield { siblings: siblings.with(i, siblings[j]!).with(j, siblings[i]!), leaf }
      }
    }
  }
  if (leaf) {
    yield { siblings }
    yield { siblings, leaf: { treeKey: leaf.valueHash, valueHash: leaf.treeKey } }
  } else {
    yield { siblings, leaf: { treeKey: bytesOf('leaf', 0), valueHash: bytesOf('leaf', 1) } }
  }
}

describe('proofs', () => {
  it.each([0, 1, 2, 3, 17, 300])('of %i leaves verify, and only for their own cell', (count) => {
    const fixture = treeOf(count)
    const root = fixture.root.hash
    for (let i = 0; i < 2 * count + 20; i++) {
      const proof = prove(fixture, keyOf(i))
      expect(decodeProof(encodeProof(proof))).toEqual(proof)
      expect([includes(root, i, proof), excludes(root, i, proof)]).toEqual([i < count, i >= count])
      expect(includes(root, i + 1, proof)).toBe(false)
      expect(verifyInclusion(root, CellType.record, partsOf(i), dataOf(i), proof, sha256)).toBe(
        false,
      )
      const longer = concatBytes(dataOf(i), Uint8Array.of(0))
      expect(verifyInclusion(root, type, partsOf(i), longer, proof, sha256)).toBe(false)
      if (count > 0) expect(excludes(new Uint8Array(32), i, proof)).toBe(false)
    }
  })

  it('never verify with a byte changed, a sibling moved or a leaf exchanged', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.nat({ max: 90 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 7 })),
        (count, i, bits) => {
          const fixture = treeOf(count)
          const root = fixture.root.hash
          const proof = prove(fixture, keyOf(i))
          const bytes = encodeProof(proof)
          const accepted = (mutated: TreeProof | undefined) =>
            mutated !== undefined && (includes(root, i, mutated) || excludes(root, i, mutated))
          expect(accepted(decoded(bytes))).toBe(true)
          for (let at = 0; at < bytes.length; at++) {
            expect(accepted(decoded(flip(bytes, at * 8 + bits.next().value)))).toBe(false)
          }
          for (const mutated of reshaped(proof)) expect(accepted(mutated)).toBe(false)
          for (let length = 0; length < bytes.length; length++) {
            expect(decoded(bytes.subarray(0, length))).toBeUndefined()
          }
          expect(decoded(concatBytes(bytes, Uint8Array.of(0)))).toBeUndefined()
        },
      ),
      { seed: 3, numRuns: 40 },
    )
  })

  it('of old versions stay what they were', () => {
    const store = new LeafStore()
    const tree = new StateTree(noble, store)
    let fixture: Fixture = { tree, root: tree.empty(), version: new Map() }
    const past: [Fixture, Uint8Array[]][] = []
    for (let round = 0; round < 12; round++) {
      const changes = Array.from({ length: 15 }, (_, i) => {
        const leaf = leafOf((round * 7 + i * 3) % 50)
        return (round + i) % 4 === 0 ? { key: leaf.key, valueHash: undefined } : leaf
      })
      const root = tree.update(fixture.root, store.batch(changes))
      fixture = { tree, root, version: apply(fixture.version, changes) }
      past.push([
        fixture,
        Array.from({ length: 50 }, (_, i) => encodeProof(prove(fixture, keyOf(i)))),
      ])
    }
    tree.arena.compact()
    for (const [then, proofs] of past) {
      proofs.forEach((bytes, i) => {
        expect(bytesToHex(encodeProof(prove(then, keyOf(i))))).toBe(bytesToHex(bytes))
        const isIn = then.version.has(bytesToHex(keyOf(i)))
        expect(includes(then.root.hash, i, decodeProof(bytes))).toBe(isIn)
        expect(excludes(then.root.hash, i, decodeProof(bytes))).toBe(!isIn)
      })
    }
  })

  it('reach the last bit of the key', () => {
    // Tree keys that share 255 bits cannot be found, so the verifier's SHA-256 is told what those of 1 and 2 are.
    const deep = [flip(keyOf(0), 255), flip(keyOf(0), 254)]
    const preimage = (i: number) =>
      bytesToHex(Uint8Array.of(type, 0, 32, ...partsOf(i)[0]!, 0, 1, i))
    const known = new Map(deep.map((key, i) => [preimage(i + 1), key]))
    const ground = (data: Uint8Array) => known.get(bytesToHex(data)) ?? sha256(data)
    const store = new LeafStore()
    const tree = new StateTree(noble, store)
    const leaves = [leafOf(0), { ...leafOf(1), key: deep[0]! }, leafOf(5), leafOf(6)]
    const root = tree.update(tree.empty(), store.batch(leaves))
    const fixture = { tree, root, version: apply(new Map(), leaves) }
    const proof = prove(fixture, deep[0]!)
    expect(proof.siblings.length).toBe(256)
    expect(encodeProof(proof).length).toBeLessThan(3 + 32 + 64 + 32 * 8)
    const check = (i: number, p: TreeProof) => [
      verifyInclusion(root.hash, type, partsOf(i), dataOf(i), p, ground),
      verifyExclusion(root.hash, type, partsOf(i), p, ground),
    ]
    expect(check(1, decodeProof(encodeProof(proof)))).toEqual([true, false])
    const absent = prove(fixture, deep[1]!)
    expect(absent.leaf).toBeUndefined()
    expect(check(2, decodeProof(encodeProof(absent)))).toEqual([false, true])
    // One level more than a key has bits.
    expect(check(1, { ...proof, siblings: [...proof.siblings, bytesOf('x', 0)] })).toEqual([
      false,
      false,
    ])
    expect(() => encodeProof({ ...proof, siblings: [...proof.siblings, bytesOf('x', 0)] })).toThrow(
      /256/,
    )
  })
})

describe('the verifier', () => {
  it('answers false to whatever is malformed, and never throws', () => {
    const fixture = treeOf(9)
    const root = fixture.root.hash
    const proof = prove(fixture, keyOf(3))
    const bad = fc.anything({
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: true,
    })
    fc.assert(
      fc.property(bad, fc.nat({ max: 6 }), (x, place) => {
        const any = x as never
        const leaf = proof.leaf!
        const odd = [
          any,
          { siblings: any, leaf },
          { siblings: [any], leaf },
          { siblings: [...proof.siblings.slice(1), any], leaf },
          { siblings: proof.siblings, leaf: any ?? 0 },
          { siblings: proof.siblings, leaf: { treeKey: any, valueHash: leaf.valueHash } },
          { siblings: proof.siblings, leaf: { treeKey: leaf.treeKey, valueHash: any } },
        ][place] as TreeProof
        expect(includes(root, 3, odd)).toBe(false)
        expect(excludes(root, 3, odd)).toBe(false)
        expect(verifyInclusion(any, type, partsOf(3), dataOf(3), proof, sha256)).toBe(false)
        expect(verifyInclusion(root, type, any, dataOf(3), proof, sha256)).toBe(false)
        expect(verifyInclusion(root, type, [any], dataOf(3), proof, sha256)).toBe(false)
        if (x !== type)
          expect(verifyInclusion(root, any, partsOf(3), dataOf(3), proof, sha256)).toBe(false)
        expect(verifyInclusion(root, type, partsOf(3), any, proof, sha256)).toBe(false)
        expect(verifyInclusion(root, type, partsOf(3), dataOf(3), proof, any)).toBe(false)
      }),
      { seed: 4, numRuns: 1000 },
    )
    const deeper = [...proof.siblings]
    deeper.length = 200
    expect(includes(root, 3, { ...proof, siblings: deeper })).toBe(false)
    expect(
      includes(root, 3, { ...proof, siblings: proof.siblings.map((s) => s.subarray(1)) }),
    ).toBe(false)
  })

  it('decodes any bytes to InvalidProof or to a proof with exactly those bytes', () => {
    const header = fc.tuple(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 1 }),
      fc.nat({ max: 255 }),
    )
    const tail = fc.uint8Array({ maxLength: 400 })
    fc.assert(
      fc.property(
        fc.oneof(
          tail,
          fc.tuple(header, tail).map(([h, t]) => Uint8Array.of(...h, ...t)),
        ),
        (bytes) => {
          const proof = decoded(bytes)
          if (proof) expect(bytesToHex(encodeProof(proof))).toBe(bytesToHex(bytes))
        },
      ),
      { seed: 5, numRuns: 3000 },
    )
    const zero = '00'.repeat(32)
    const one = '01'.repeat(32)
    const parse = (hex: string) => decoded(Uint8Array.from(Buffer.from(hex, 'hex')))
    expect(parse('000000')).toEqual({ siblings: [] })
    expect(parse(`00000180${one}`)?.siblings.length).toBe(1)
    expect(parse(`00000180${zero}`)).toBeUndefined()
    expect(parse(`000001c0${one}`)).toBeUndefined()
    expect(parse(`00000140`)).toBeUndefined()
    expect(parse(`000101${'00'.repeat(33)}`)).toBeUndefined()
    expect(parse(`02000000`)).toBeUndefined()
  })
})

describe('S1', () => {
  /** Hashes up a path as a verifier without the rule would. */
  function climb(hash: Uint8Array, key: Uint8Array, siblings: readonly Uint8Array[]): Uint8Array {
    return siblings.reduceRight((node, sibling, depth) => {
      const isRight = ((key[depth >> 3]! >> (7 - (depth & 7))) & 1) === 1
      return sha256(isRight ? concatBytes(sibling, node) : concatBytes(node, sibling))
    }, hash)
  }
  const firstBits = (key: Uint8Array, bits: number) =>
    Array.from({ length: bits }, (_, i) => (key[i >> 3]! >> (7 - (i & 7))) & 1).join('')

  it('S1: a leaf cannot be read as an inner node', () => {
    // The attacker forges cell F, which is nowhere in the state, and gets a leaf whose raw key is the hash of F's leaf:
    // below that leaf, F hangs with the leaf's value hash and the tag as siblings.
    const honest = Array.from({ length: 8 }, (_, i) => leafOf(i))
    const depth = 6
    let forgedId = 1000
    while (!firstBits(keyOf(forgedId), depth + 2).endsWith('00')) forgedId++
    const forgedKey = keyOf(forgedId)
    const forged = (n: number) => Uint8Array.of(n >> 8, n)
    const forgedLeaf = (n: number) => leafHash(noble, forgedKey, valueHash(crypto, type, forged(n)))
    let n = 0
    while (firstBits(forgedLeaf(n), depth) !== firstBits(forgedKey, depth)) n++
    const attacker = { key: forgedLeaf(n), valueHash: bytesOf('any', 0) }
    // Neighbours that put the attacker's leaf at exactly this depth.
    const near = { key: flip(attacker.key, depth - 1), valueHash: bytesOf('any', 1) }
    const store = new LeafStore()
    const tree = new StateTree(noble, store)
    const leaves = [...honest, attacker, near]
    const root = tree.update(tree.empty(), store.batch(leaves))
    const own = prove({ tree, root, version: apply(new Map(), leaves) }, attacker.key)
    expect(own.siblings.length).toBe(depth)

    const siblings = [...own.siblings, LEAF_TAG, attacker.valueHash]
    const leaf = { treeKey: forgedKey, valueHash: valueHash(crypto, type, forged(n)) }
    expect(bytesToHex(climb(forgedLeaf(n), forgedKey, siblings))).toBe(bytesToHex(root.hash))
    const proof = { siblings, leaf }
    const parts = partsOf(forgedId)
    expect(verifyInclusion(root.hash, type, parts, forged(n), proof, sha256)).toBe(false)
    expect(verifyExclusion(root.hash, type, partsOf(3), proof, sha256)).toBe(false)
    // And no typed key is bytes of the attacker's choice: the key of a cell is a hash, whatever its parts.
    expect(bytesToHex(treeKey(crypto, type, forgedLeaf(n)))).not.toBe(bytesToHex(forgedLeaf(n)))
  })

  it('S1: an inner node cannot be read as a leaf', () => {
    const fixture = treeOf(40)
    const root = fixture.root.hash
    const { siblings } = prove(fixture, keyOf(0))
    for (let depth = 0; depth < siblings.length; depth++) {
      // The two children of the node at this depth on the path, offered as a key and a value hash.
      const below = climb(leafHash(noble, keyOf(0), leafOf(0).valueHash), keyOf(0), [])
      const child = siblings
        .slice(depth + 1)
        .reduceRight(
          (node, sibling, i) => climb(node, flipTo(keyOf(0), depth + 1 + i), [sibling]),
          below,
        )
      const pair = firstBits(keyOf(0), depth + 1).endsWith('0')
        ? [child, siblings[depth]!]
        : [siblings[depth]!, child]
      const inner = sha256(concatBytes(pair[0]!, pair[1]!))
      const above = siblings.slice(0, depth)
      expect(bytesToHex(climb(inner, keyOf(0), above))).toBe(bytesToHex(root))
      const leaf = { treeKey: pair[0]!, valueHash: pair[1]! }
      for (let i = 0; i < 80; i++) {
        expect(includes(root, i, { siblings: above, leaf })).toBe(false)
        expect(excludes(root, i, { siblings: above, leaf })).toBe(false)
      }
      // Not even if the attacker could choose which key and value hash a cell has.
      const told = (data: Uint8Array) =>
        data[0] === type && data.length === 1
          ? leaf.treeKey
          : data.length === 5
            ? leaf.valueHash
            : sha256(data)
      const nothing = new Uint8Array(0)
      expect(verifyInclusion(root, type, [], nothing, { siblings: above, leaf }, told)).toBe(false)
    }
  })

  it('S1: a path must be the bits of the key', () => {
    const fixture = treeOf(40)
    const root = fixture.root.hash
    // Another cell's whole and valid path, offered for a key elsewhere: neither proves its presence nor its absence.
    for (let i = 0; i < 40; i++) {
      const proof = prove(fixture, keyOf(i))
      for (let j = 0; j < 80; j++) {
        const shares =
          firstBits(keyOf(i), proof.siblings.length) === firstBits(keyOf(j), proof.siblings.length)
        expect(includes(root, j, proof)).toBe(i === j)
        expect(excludes(root, j, proof)).toBe(i !== j && shares)
        if (i !== j && shares) expect(j).toBeGreaterThanOrEqual(40)
      }
    }
  })

  it('S1: a path is at most 256 deep', () => {
    const siblings = Array.from({ length: 257 }, (_, i) => bytesOf('sibling', i))
    const leaf = { treeKey: keyOf(1), valueHash: leafOf(1).valueHash }
    const end = leafHash(noble, leaf.treeKey, leaf.valueHash)
    for (const depth of [256, 257]) {
      const path = siblings.slice(0, depth)
      expect(includes(climb(end, leaf.treeKey, path), 1, { siblings: path, leaf })).toBe(
        depth === 256,
      )
    }
  })

  it('S1: a root that is not a tree of the rules proves nothing by its odd places', () => {
    const end = leafHash(noble, keyOf(1), leafOf(1).valueHash)
    const leaf = { treeKey: keyOf(1), valueHash: leafOf(1).valueHash }
    // A leaf off its own path does not show that the place of cell 2 is taken.
    let other = 2
    while (firstBits(keyOf(other), 1) === firstBits(keyOf(1), 1)) other++
    const siblings = [bytesOf('sibling', 0)]
    const astray = climb(end, keyOf(other), siblings)
    expect(excludes(astray, other, { siblings, leaf })).toBe(false)
    // A lone leaf that did not move up, and an empty place beside nothing.
    const lone = [...siblings, new Uint8Array(32)]
    expect(includes(climb(end, keyOf(1), siblings), 1, { siblings, leaf })).toBe(true)
    expect(includes(climb(end, keyOf(1), lone), 1, { siblings: lone, leaf })).toBe(false)
    const empty = climb(new Uint8Array(32), keyOf(1), lone)
    expect(excludes(empty, 1, { siblings: lone })).toBe(false)
  })

  /** A key whose first bit is bit `depth` of the given one. */
  function flipTo(key: Uint8Array, depth: number): Uint8Array {
    const bit = (key[depth >> 3]! >> (7 - (depth & 7))) & 1
    return new Uint8Array(32).fill(bit === 1 ? 0xff : 0)
  }
})
