/** What the tree's tests share: an independent model of the root, a store of leaf keys, hashers. */

import { sha256 } from '@noble/hashes/sha2.js'
import type { Hasher } from '../../src/crypto/types.ts'
import { bytesToHex, concatBytes } from '../../src/primitives/bytes.ts'
import type { TreeBatch } from '../../src/state/tree/batch.ts'
import type { LeafKeys } from '../../src/state/tree/update.ts'

export const noble: Hasher = {
  name: 'noble',
  hash64(input, count, output) {
    for (let i = 0; i < count; i++) output.set(sha256(input.subarray(i * 64, i * 64 + 64)), i * 32)
  },
}

export interface Leaf {
  readonly key: Uint8Array
  readonly valueHash: Uint8Array
}
/** One version: leaves by the hex of their key. */
export type Version = ReadonlyMap<string, Leaf>

const TAG = sha256(new TextEncoder().encode('n-vm:leaf:v1'))

/** The definition of the root, written down once more: a set of leaves in, 32 bytes out. */
export function modelRoot(leaves: readonly Leaf[], depth = 0): Uint8Array {
  const [first] = leaves
  if (first === undefined) return new Uint8Array(32)
  if (leaves.length === 1) {
    return sha256(concatBytes(sha256(concatBytes(first.key, first.valueHash)), TAG))
  }
  const isRight = (leaf: Leaf) => ((leaf.key[depth >> 3]! >> (7 - (depth % 8))) & 1) === 1
  const left = leaves.filter((leaf) => !isRight(leaf))
  const right = leaves.filter(isRight)
  return sha256(concatBytes(modelRoot(left, depth + 1), modelRoot(right, depth + 1)))
}

export interface Change {
  readonly key: Uint8Array
  /** undefined deletes. */
  readonly valueHash: Uint8Array | undefined
}

/** Gives every key a leaf id of its own, for ever. */
export class LeafStore implements LeafKeys {
  readonly keys: Uint8Array[] = []
  readonly #ids = new Map<string, number>()

  idOf(key: Uint8Array): number {
    const hex = bytesToHex(key)
    const known = this.#ids.get(hex)
    if (known !== undefined) return known
    this.keys.push(key)
    this.#ids.set(hex, this.keys.length)
    return this.keys.length
  }

  treeKeyOf(leafId: number, out: Uint8Array, offset: number): void {
    out.set(this.keys[leafId - 1]!, offset)
  }

  batch(changes: readonly Change[]): TreeBatch {
    return {
      count: changes.length,
      keys: concatBytes(...changes.map((change) => change.key)),
      leafIds: Int32Array.from(changes, (change) => (change.valueHash ? this.idOf(change.key) : 0)),
      valueHashes: concatBytes(...changes.map((change) => change.valueHash ?? new Uint8Array(32))),
    }
  }
}

export function apply(version: Version, changes: readonly Change[]): Version {
  const next = new Map(version)
  for (const { key, valueHash } of changes) {
    if (valueHash) next.set(bytesToHex(key), { key, valueHash })
    else next.delete(bytesToHex(key))
  }
  return next
}

/** Reader of a version's value hashes, as `prove` wants it. */
export function valuesOf(version: Version): (leafId: number, key: Uint8Array) => Uint8Array {
  return (_, key) => version.get(bytesToHex(key))!.valueHash
}

/** Deterministic bytes: SHA-256 of a label and a number. */
export function bytesOf(label: string, i: number): Uint8Array {
  return sha256(new TextEncoder().encode(`${label}:${i}`))
}

/** A copy of the key with one bit turned, so that the two share exactly `depth` bits. */
export function flip(key: Uint8Array, depth: number): Uint8Array {
  const copy = key.slice()
  copy[depth >> 3]! ^= 0x80 >> (depth & 7)
  return copy
}
