/**
 * What the state root commits to: typed cells. A tree key is a hash of a typed, length-prefixed key, never raw user
 * bytes, and a value hash commits to type and length (rule S1); so no two cells can share a position, and nobody can
 * choose bytes that stand in the tree.
 */

import type { Crypto, Hasher } from '../crypto/types.ts'
import { assert } from '../errors.ts'
import { hexToBytes } from '../primitives/bytes.ts'

/** Type byte of every kind of cell. Part of the protocol: never renumbered or reused. */
export const CellType = {
  config: 0x01,
  context: 0x02,
  supply: 0x03,
  account: 0x10,
  record: 0x11,
  storage: 0x12,
  alias: 0x13,
  authority: 0x14,
  page: 0x15,
  sweep: 0x16,
  machine: 0x17,
  token: 0x18,
  session: 0x19,
  nullifier: 0x1a,
} as const

/** One of the type bytes. */
export type CellType = (typeof CellType)[keyof typeof CellType]

/** Second half of every leaf preimage: SHA-256("n-vm:leaf:v1"). No inner node can have it as a child (S1). */
export const LEAF_TAG: Uint8Array = hexToBytes(
  '553fe139484f02a6120eabeadf34a7da8fa95dc800a0ee507af462663afadbce',
)

type Sha256 = Pick<Crypto, 'sha256'>

function assertType(type: number): void {
  assert(Number.isInteger(type) && type >= 0 && type <= 0xff, 'a cell type is one byte')
}

/**
 * Position of a cell: SHA-256(type u8 || for each part: length u16 big-endian || bytes), 32 bytes. Throws
 * AssertionFailed on a part over 65,535 bytes. One SHA-256, one block up to 55 bytes of preimage.
 */
export function treeKey(crypto: Sha256, type: number, ...parts: readonly Uint8Array[]): Uint8Array {
  assertType(type)
  let length = 1
  for (const part of parts) length += 2 + part.length
  const preimage = new Uint8Array(length)
  preimage[0] = type
  let offset = 1
  for (const part of parts) {
    assert(part.length <= 0xffff, 'a part of a tree key has at most 65,535 bytes')
    preimage[offset] = part.length >>> 8
    preimage[offset + 1] = part.length
    preimage.set(part, offset + 2)
    offset += 2 + part.length
  }
  return crypto.sha256(preimage)
}

/** Bytes before a value in the preimage of its hash: type u8, length u32 big-endian. */
const VALUE_HEAD = 5

/** Longest value, in bytes, whose hash is one 64-byte message, so that many are hashed in one batch. */
export const SMALL_VALUE = 64 - VALUE_HEAD

/** Writes type and length of a value; the value's place, {@link VALUE_HEAD} bytes on. */
export function writeValueHead(out: Uint8Array, at: number, type: number, length: number): number {
  out[at] = type
  out[at + 1] = length >>> 24
  out[at + 2] = length >>> 16
  out[at + 3] = length >>> 8
  out[at + 4] = length
  return at + VALUE_HEAD
}

/**
 * What a leaf says of its value: SHA-256(type u8 || length u32 big-endian || value), the preimage filled up with zeros to
 * 64 bytes if it is shorter, 32 bytes. The length before it tells filling from value; the fixed size lets a block
 * hash its small values in one batch ({@link Hasher.hash64}).
 */
export function valueHash(crypto: Sha256, type: number, value: Uint8Array): Uint8Array {
  assertType(type)
  const preimage = new Uint8Array(Math.max(64, VALUE_HEAD + value.length))
  preimage.set(value, writeValueHead(preimage, 0, type, value.length))
  return crypto.sha256(preimage)
}

/** Hash of a leaf, 32 bytes: H64(H64(treeKey || valueHash) || LEAF_TAG). For one leaf; updates hash in batches. */
export function leafHash(hasher: Hasher, key: Uint8Array, value: Uint8Array): Uint8Array {
  assert(key.length === 32 && value.length === 32, 'a tree key and a value hash have 32 bytes')
  const input = new Uint8Array(64)
  const output = new Uint8Array(32)
  input.set(key)
  input.set(value, 32)
  hasher.hash64(input, 1, output)
  input.set(output)
  input.set(LEAF_TAG, 32)
  hasher.hash64(input, 1, output)
  return output
}
