/**
 * Merkle-Patricia roots (Yellow Paper, appendix D), computed from all entries at once: sorted keys fall into ranges
 * that share a nibble path, each range is one node, and only the nodes on one path are alive at a time. No database,
 * no intermediate tree. Recursion is bounded by the 64 nibbles of a key.
 */

import type { Crypto } from '../../crypto/types.ts'
import { compareBytes, EMPTY_BYTES } from '../../primitives/bytes.ts'
import {
  encodeRlp,
  rlpStringLength,
  rlpUint,
  writeRlpPrefix,
  writeRlpString,
} from '../../primitives/rlp.ts'
import { u256ToBytes } from '../../primitives/u256.ts'
import type { Keccak256 } from './transaction/types.ts'

/** Key and RLP value (or any bytes) of one entry; a key has at most 32 bytes, a value is not empty. */
export type TrieEntry = readonly [key: Uint8Array, value: Uint8Array]

/** What `stateTrieRoot` reads of an account. */
export interface TrieAccount {
  /** 20 bytes. */
  readonly address: Uint8Array
  readonly nonce: bigint
  /** Wei. */
  readonly balance: bigint
  /** 32 bytes. */
  readonly codeHash: Uint8Array
  /** Slots; zero values are left out of the trie. */
  readonly storage: Iterable<readonly [slot: bigint, value: bigint]>
}

/** RLP of the empty string, which stands for an empty trie. */
const EMPTY_STRING = Uint8Array.of(0x80)

const nibbleAt = (key: Uint8Array, index: number): number =>
  (index & 1) === 0 ? key[index >> 1]! >> 4 : key[index >> 1]! & 15

/** Length of the hex-prefix encoding of a path as an RLP item; see {@link RangeHasher}. */
function pathItemLength(nibbles: number): number {
  const length = 1 + (nibbles >> 1)
  return length === 1 ? 1 : length + 1
}

/**
 * Writes the hex-prefix encoding of the nibbles from `start` to `end` (appendix C) as an RLP item; returns the offset
 * behind it. One byte is below 0x80 and its own encoding; at most 33 bytes never need a long prefix.
 */
function writePath(
  out: Uint8Array,
  offset: number,
  key: Uint8Array,
  [start, end]: readonly [start: number, end: number],
  isLeaf: boolean,
): number {
  const odd = (end - start) & 1
  const length = 1 + ((end - start) >> 1)
  let at = offset
  if (length > 1) out[at++] = 0x80 + length
  out[at++] = (isLeaf ? 0x20 : 0) + (odd === 1 ? 0x10 + nibbleAt(key, start) : 0)
  for (let i = start + odd; i < end; i += 2) {
    out[at++] = (nibbleAt(key, i) << 4) | nibbleAt(key, i + 1)
  }
  return at
}

/**
 * Builds the nodes over `entries`, sorted and without duplicates. A node is written to one scratch buffer after its
 * children are finished, and is hashed or copied before the next is written: only references are allocated.
 */
class RangeHasher {
  readonly #keccak256: Keccak256
  readonly #entries: readonly TrieEntry[]
  #scratch = new Uint8Array(1024)

  constructor(keccak256: Keccak256, entries: readonly TrieEntry[]) {
    this.#keccak256 = keccak256
    this.#entries = entries
  }

  /** Hash of the topmost node, which is hashed however short it is. */
  root(): Uint8Array {
    return this.#keccak256(this.#node(0, this.#entries.length, 0))
  }

  /**
   * RLP of the node over entries `low` to `high` (exclusive), whose keys agree in the first `depth` nibbles: a view
   * of the scratch buffer.
   */
  #node(low: number, high: number, depth: number): Uint8Array {
    const [key, value] = this.#entries[low]!
    if (high - low === 1) return this.#leaf(key, value, depth)
    // Sorted, so what the first and the last key share, all share.
    const last = this.#entries[high - 1]![0]
    const keyEnd = key.length * 2
    let shared = depth
    while (shared < keyEnd && nibbleAt(key, shared) === nibbleAt(last, shared)) shared++
    if (shared === depth) return this.#branch(low, high, depth)
    const child = this.#reference(this.#branch(low, high, shared))
    const length = pathItemLength(shared - depth) + child.length
    const out = this.#room(length)
    const start = writeRlpPrefix(out, 0, length, 0xc0)
    const end = writePath(out, start, key, [depth, shared], false)
    out.set(child, end)
    return out.subarray(0, end + child.length)
  }

  #leaf(key: Uint8Array, value: Uint8Array, depth: number): Uint8Array {
    const keyEnd = key.length * 2
    const length = pathItemLength(keyEnd - depth) + rlpStringLength(value)
    const out = this.#room(length)
    const start = writeRlpPrefix(out, 0, length, 0xc0)
    return out.subarray(
      0,
      writeRlpString(out, writePath(out, start, key, [depth, keyEnd], true), value),
    )
  }

  #branch(low: number, high: number, depth: number): Uint8Array {
    const children: (Uint8Array | undefined)[] = new Array(16).fill(undefined)
    let start = low
    let length = 16
    const [key, value] = this.#entries[low]!
    const ownValue = key.length * 2 === depth ? value : EMPTY_BYTES
    if (ownValue === value) start++
    length += rlpStringLength(ownValue)
    while (start < high) {
      const nibble = nibbleAt(this.#entries[start]![0], depth)
      let end = start + 1
      while (end < high && nibbleAt(this.#entries[end]![0], depth) === nibble) end++
      const child = this.#reference(this.#node(start, end, depth + 1))
      children[nibble] = child
      length += child.length - 1
      start = end
    }
    const out = this.#room(length)
    let at = writeRlpPrefix(out, 0, length, 0xc0)
    for (const child of children) {
      if (child === undefined) {
        out[at++] = 0x80
      } else {
        out.set(child, at)
        at += child.length
      }
    }
    return out.subarray(0, writeRlpString(out, at, ownValue))
  }

  /** A node below 32 bytes stands in its parent itself, others by their hash. */
  #reference(node: Uint8Array): Uint8Array {
    if (node.length < 32) return node.slice()
    const out = new Uint8Array(33)
    out[0] = 0xa0
    out.set(this.#keccak256(node), 1)
    return out
  }

  /** The scratch buffer, with room for a list of `length` bytes and its prefix. */
  #room(length: number): Uint8Array {
    if (this.#scratch.length < length + 9) this.#scratch = new Uint8Array(2 * length + 9)
    return this.#scratch
  }
}

/**
 * Root of the trie over the entries, in any order. Throws RangeError on a key given twice, a key over 32 bytes or an
 * empty value. PERF: one keccak256 per node of 32 bytes or more; a sort if the entries are not sorted by key.
 */
export function merklePatriciaRoot(keccak256: Keccak256, entries: Iterable<TrieEntry>): Uint8Array {
  const sorted = [...entries]
  let ordered = true
  for (let i = 0; i < sorted.length; i++) {
    const [key, value] = sorted[i]!
    if (key.length > 32)
      throw new RangeError(`trie key expected at most 32 bytes, got ${key.length}`)
    if (value.length === 0) throw new RangeError('trie value expected at least 1 byte, got none')
    if (i > 0 && compareBytes(sorted[i - 1]![0], key) >= 0) ordered = false
  }
  if (!ordered) {
    sorted.sort((a, b) => compareBytes(a[0], b[0]))
    for (let i = 1; i < sorted.length; i++) {
      if (compareBytes(sorted[i - 1]![0], sorted[i]![0]) === 0) {
        throw new RangeError('trie keys expected to be different, got one twice')
      }
    }
  }
  if (sorted.length === 0) return keccak256(EMPTY_STRING)
  return new RangeHasher(keccak256, sorted).root()
}

/** rlp([nonce, balance, storageRoot, codeHash]): an account in the state trie (Yellow Paper, section 4.1). */
export function accountTrieValue(
  nonce: bigint,
  balance: bigint,
  storageRoot: Uint8Array,
  codeHash: Uint8Array,
): Uint8Array {
  return encodeRlp([rlpUint(nonce), rlpUint(balance), storageRoot, codeHash])
}

/** Root of one account's storage trie; zero values are absent. Slots and values below 2^256. */
export function storageTrieRoot(
  keccak256: Keccak256,
  storage: Iterable<readonly [slot: bigint, value: bigint]>,
): Uint8Array {
  const entries: TrieEntry[] = []
  for (const [slot, value] of storage) {
    if (value !== 0n) entries.push([keccak256(u256ToBytes(slot)), encodeRlp(rlpUint(value))])
  }
  return merklePatriciaRoot(keccak256, entries)
}

/** Ethereum's state root over all accounts given. PERF: from scratch, linear in accounts and slots. */
export function stateTrieRoot(
  crypto: Pick<Crypto, 'keccak256'>,
  accounts: Iterable<TrieAccount>,
): Uint8Array {
  const keccak256: Keccak256 = (data) => crypto.keccak256(data)
  const entries: TrieEntry[] = []
  for (const { address, nonce, balance, codeHash, storage } of accounts) {
    const root = storageTrieRoot(keccak256, storage)
    entries.push([keccak256(address), accountTrieValue(nonce, balance, root, codeHash)])
  }
  return merklePatriciaRoot(keccak256, entries)
}
