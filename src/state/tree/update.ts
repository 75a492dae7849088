/**
 * One update: walks the sorted batch down the old version and makes new nodes on the way back, children first. What
 * the batch does not touch is shared with the old version.
 */

import type { Hasher } from '../../crypto/types.ts'
import { assert } from '../../errors.ts'
import { NODE_WORDS, type TreeArena, type TreeRoot } from './arena.ts'
import { assertBatch, bitOf, sortByKey, type TreeBatch } from './batch.ts'
import { LevelHasher, PENDING } from './levels.ts'

/** The store behind the leaves. A leaf id's key may never change while a root that holds the leaf is alive. */
export interface LeafKeys {
  /** Writes the 32-byte tree key of a leaf at `offset` of `out`. */
  treeKeyOf(leafId: number, out: Uint8Array, offset: number): void
}

/** Work of one update. A leaf costs two 64-byte hashes, an inner node one. */
export interface TreeUpdateCounters {
  /** Inner nodes made, each hashed once. */
  readonly innerHashes: number
  /** Leaf nodes made, each hashed twice; deletions make none. */
  readonly leafHashes: number
}

/** What an update gives back: reference and hash of the new version, and its work. */
export interface TreeUpdate extends TreeUpdateCounters {
  readonly ref: number
  readonly hash: Uint8Array
}

const KEY_BITS = 256
const NO_BATCH: TreeBatch = {
  count: 0,
  keys: new Uint8Array(0),
  leafIds: new Int32Array(0),
  valueHashes: new Uint8Array(0),
}

/** Runs updates, one at a time. */
export class TreeUpdater {
  readonly #arena: TreeArena
  readonly #keys: LeafKeys
  readonly #levels: LevelHasher
  // State of the running update: the batch, its order by key, and the old leaf the walk last met.
  #batch: TreeBatch = NO_BATCH
  #order: Int32Array = NO_BATCH.leafIds
  readonly #metKey = new Uint8Array(32)
  #metLeaf = 0
  /** Where the hash of the subtree that `#walk` just returned is found: see levels.ts. */
  #source = 0

  constructor(hasher: Hasher, keys: LeafKeys, arena: TreeArena) {
    this.#arena = arena
    this.#keys = keys
    this.#levels = new LevelHasher(hasher, arena)
  }

  /** Makes the nodes of the new version. Throws AssertionFailed on a malformed batch; the old version stays whole. */
  run(root: TreeRoot, batch: TreeBatch): TreeUpdate {
    assertBatch(batch)
    const levels = this.#levels
    this.#batch = batch
    this.#order = sortByKey(batch.keys, batch.count)
    this.#metLeaf = 0
    const leafHashes = levels.begin(batch, root.hash)
    const ref = this.#walk(root.ref, levels.rootSource, 0, 0, batch.count)
    const hash = new Uint8Array(32)
    const innerHashes = levels.finish(ref, this.#source, hash)
    this.#batch = NO_BATCH
    this.#order = NO_BATCH.leafIds
    return { ref, hash, innerHashes, leafHashes }
  }

  /**
   * Subtree at `ref`, its hash found at `source`, with the changes `low` to `high` of the sorted batch, all of which
   * share the first `depth` bits. Recursion is as deep as the longest shared prefix, at most 256.
   */
  #walk(ref: number, source: number, depth: number, low: number, high: number): number {
    if (low === high) {
      this.#source = source
      return ref
    }
    let old = ref
    if (old < 0 && this.#replaces(old, low, high)) old = 0
    if (old === 0 && high - low === 1) {
      const index = this.#order[low]!
      const leafId = this.#batch.leafIds[index]!
      assert(leafId >= 0, 'a leaf id is not negative')
      this.#source = leafId === 0 ? source : this.#levels.leafSource(index)
      return 0 - leafId
    }
    return this.#split(old, source, depth, low, high)
  }

  #split(old: number, source: number, depth: number, low: number, high: number): number {
    assert(depth < KEY_BITS, 'distinct keys part before the last bit')
    const middle = this.#partition(depth, low, high)
    let left = 0
    let right = 0
    let leftSource = source
    let rightSource = source
    if (old > 0) {
      const { segments, segmentBits, segmentMask } = this.#arena
      const words = segments[old >>> segmentBits]!
      const at = (old & segmentMask) * NODE_WORDS
      left = words[at]!
      right = words[at + 1]!
      leftSource = old * 2
      rightSource = old * 2 + 1
    } else if (old < 0) {
      if (bitOf(this.#metKey, 0, depth) === 0) left = old
      else right = old
    }
    const newLeft = this.#walk(left, leftSource, depth + 1, low, middle)
    const newLeftSource = this.#source
    const newRight = this.#walk(right, rightSource, depth + 1, middle, high)
    const newRightSource = this.#source
    // A lone leaf moves up; its hash does not depend on its depth.
    if (newLeft === 0 && newRight <= 0) return newRight
    if (newRight === 0 && newLeft < 0) {
      this.#source = newLeftSource
      return newLeft
    }
    if (
      old > 0 &&
      newLeft === left &&
      newRight === right &&
      newLeftSource === leftSource &&
      newRightSource === rightSource
    ) {
      this.#source = source
      return old
    }
    this.#source = PENDING
    return this.#levels.join(depth, newLeft, newLeftSource, newRight, newRightSource)
  }

  /** First change in the range whose key has a one at this depth. */
  #partition(depth: number, low: number, high: number): number {
    let from = low
    let to = high
    while (from < to) {
      const middle = (from + to) >>> 1
      if (bitOf(this.#batch.keys, this.#order[middle]! * 32, depth) === 0) from = middle + 1
      else to = middle
    }
    return from
  }

  /** Whether a change in the range is for the key of the old leaf `ref`, which is asked once per leaf. */
  #replaces(ref: number, low: number, high: number): boolean {
    if (ref === this.#metLeaf) return false
    if (high - low === 1 && this.#batch.leafIds[this.#order[low]!] === -ref) return true
    this.#metLeaf = ref
    this.#keys.treeKeyOf(-ref, this.#metKey, 0)
    for (let i = low; i < high; i++) if (this.#isMet(this.#order[i]! * 32)) return true
    return false
  }

  #isMet(offset: number): boolean {
    const keys = this.#batch.keys
    for (let i = 0; i < 32; i++) if (keys[offset + i] !== this.#metKey[i]) return false
    return true
  }
}
