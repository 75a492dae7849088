/**
 * Hashing of one update in batches. While the walk runs, a hash that is known has a source: a slot of the arena
 * (>= 0: twice the node's number, plus one for the right child), PENDING (a node of this update), or a leaf of this
 * update (<= -2). Node 0 is reserved: its left slot holds the hash of the old root, its right slot that of the new.
 */

import type { Hasher } from '../../crypto/types.ts'
import { LEAF_TAG } from '../keys.ts'
import { NODE_WORDS, type TreeArena } from './arena.ts'
import type { TreeBatch } from './batch.ts'

/** Source of a node made by the running update, whose hash is not known yet. */
export const PENDING = -1

/** Messages per call of the hasher: input and output stay in the first-level caches. */
const CHUNK = 256
const HASH_WORDS = 8
/** Work space for this many leaves stays allocated between updates. */
const KEPT_LEAVES = 2 ** 16

/** Nodes of one depth, and the slot of the parent each one's hash goes to. */
interface Level {
  nodes: Int32Array
  slots: Int32Array
  count: number
}

/** Makes and hashes the nodes of one update. */
export class LevelHasher {
  /** Source of the old root's hash. */
  readonly rootSource = 0
  readonly #hasher: Hasher
  readonly #arena: TreeArena
  readonly #levels: Level[] = []
  readonly #input = new Uint8Array(CHUNK * 64)
  readonly #inputWords = new Int32Array(this.#input.buffer)
  readonly #output = new Uint8Array(CHUNK * 32)
  readonly #outputWords = new Int32Array(this.#output.buffer)
  readonly #tagWords = new Int32Array(HASH_WORDS)
  #leaves = new Int32Array(0)

  constructor(hasher: Hasher, arena: TreeArena) {
    this.#hasher = hasher
    this.#arena = arena
    new Uint8Array(this.#tagWords.buffer).set(LEAF_TAG)
  }

  /** Hashes the leaves of the batch; returns how many there are. */
  begin(batch: TreeBatch, rootHash: Uint8Array): number {
    for (const level of this.#levels) level.count = 0
    const root = this.#arena.segments[0]!
    new Uint8Array(root.buffer, root.byteOffset + 8, 32).set(rootHash)
    if (this.#leaves.length < batch.count * HASH_WORDS) {
      this.#leaves = new Int32Array(batch.count * HASH_WORDS)
    }
    let hashed = 0
    const indexes = new Int32Array(Math.min(CHUNK, batch.count))
    let filled = 0
    for (let index = 0; index < batch.count; index++) {
      if (batch.leafIds[index] !== 0) indexes[filled++] = index
      if (filled === indexes.length || index === batch.count - 1) {
        this.#hashLeaves(batch, indexes, filled)
        hashed += filled
        filled = 0
      }
    }
    return hashed
  }

  /** Source of the hash of change `index` of the batch. */
  leafSource(index: number): number {
    return -2 - index
  }

  /** Makes a node at `depth`; the hashes of its children come from their sources, or later from `finish`. */
  join(
    depth: number,
    left: number,
    leftSource: number,
    right: number,
    rightSource: number,
  ): number {
    const node = this.#arena.allocate()
    const { segments, segmentBits, segmentMask } = this.#arena
    const words = segments[node >>> segmentBits]!
    const at = (node & segmentMask) * NODE_WORDS
    words[at] = left
    words[at + 1] = right
    this.#fill(words, at + 2, left, leftSource, depth, node * 2)
    this.#fill(words, at + 10, right, rightSource, depth, node * 2 + 1)
    return node
  }

  /** Hashes everything made since `begin`, writes the root's hash, returns the number of nodes hashed. */
  finish(ref: number, source: number, rootHash: Uint8Array): number {
    const root = this.#arena.segments[0]!
    this.#fill(root, 10, ref, source, -1, 1)
    let hashed = 0
    for (let depth = this.#levels.length - 1; depth >= 0; depth--) {
      const level = this.#levels[depth]!
      for (let from = 0; from < level.count; from += CHUNK) {
        this.#hashNodes(level, from, Math.min(CHUNK, level.count - from))
      }
      hashed += level.count
    }
    rootHash.set(new Uint8Array(root.buffer, root.byteOffset + 40, 32))
    this.#trim()
    return hashed
  }

  /** After a huge batch (a genesis, an import) the work space goes back. */
  #trim(): void {
    if (this.#leaves.length > KEPT_LEAVES * HASH_WORDS) this.#leaves = new Int32Array(0)
    for (const level of this.#levels) {
      if (level.nodes.length <= KEPT_LEAVES) continue
      level.nodes = new Int32Array(16)
      level.slots = new Int32Array(16)
    }
  }

  #fill(
    words: Int32Array,
    at: number,
    ref: number,
    source: number,
    depth: number,
    slot: number,
  ): void {
    if (ref === 0) {
      for (let i = 0; i < HASH_WORDS; i++) words[at + i] = 0
    } else if (source === PENDING) {
      this.#enlist(depth + 1, ref, slot)
    } else if (source < 0) {
      const from = (-2 - source) * HASH_WORDS
      for (let i = 0; i < HASH_WORDS; i++) words[at + i] = this.#leaves[from + i]!
    } else {
      const { segments, segmentBits, segmentMask } = this.#arena
      const node = source >>> 1
      const old = segments[node >>> segmentBits]!
      const from = (node & segmentMask) * NODE_WORDS + 2 + (source & 1) * HASH_WORDS
      for (let i = 0; i < HASH_WORDS; i++) words[at + i] = old[from + i]!
    }
  }

  #enlist(depth: number, node: number, slot: number): void {
    while (this.#levels.length <= depth) {
      this.#levels.push({ nodes: new Int32Array(16), slots: new Int32Array(16), count: 0 })
    }
    const level = this.#levels[depth]!
    if (level.count === level.nodes.length) {
      level.nodes = enlarged(level.nodes)
      level.slots = enlarged(level.slots)
    }
    level.nodes[level.count] = node
    level.slots[level.count++] = slot
  }

  #hashLeaves(batch: TreeBatch, indexes: Int32Array, count: number): void {
    const input = this.#input
    for (let i = 0; i < count; i++) {
      const from = indexes[i]! * 32
      const at = i * 64
      for (let j = 0; j < 32; j++) {
        input[at + j] = batch.keys[from + j]!
        input[at + 32 + j] = batch.valueHashes[from + j]!
      }
    }
    this.#hasher.hash64(input, count, this.#output)
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < HASH_WORDS; j++) {
        this.#inputWords[i * 16 + j] = this.#outputWords[i * 8 + j]!
        this.#inputWords[i * 16 + 8 + j] = this.#tagWords[j]!
      }
    }
    this.#hasher.hash64(input, count, this.#output)
    for (let i = 0; i < count; i++) {
      const to = indexes[i]! * HASH_WORDS
      for (let j = 0; j < HASH_WORDS; j++) this.#leaves[to + j] = this.#outputWords[i * 8 + j]!
    }
  }

  #hashNodes(level: Level, from: number, count: number): void {
    const { segments, segmentBits, segmentMask } = this.#arena
    const input = this.#inputWords
    const output = this.#outputWords
    for (let i = 0; i < count; i++) {
      const node = level.nodes[from + i]!
      const words = segments[node >>> segmentBits]!
      const at = (node & segmentMask) * NODE_WORDS + 2
      for (let j = 0; j < 16; j++) input[i * 16 + j] = words[at + j]!
    }
    this.#hasher.hash64(this.#input, count, this.#output)
    for (let i = 0; i < count; i++) {
      const slot = level.slots[from + i]!
      const node = slot >>> 1
      const words = segments[node >>> segmentBits]!
      const at = (node & segmentMask) * NODE_WORDS + 2 + (slot & 1) * HASH_WORDS
      for (let j = 0; j < HASH_WORDS; j++) words[at + j] = output[i * 8 + j]!
    }
  }
}

function enlarged(list: Int32Array): Int32Array {
  const larger = new Int32Array(list.length * 2)
  larger.set(list)
  return larger
}
