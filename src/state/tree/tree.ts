/**
 * The authenticated tree of the state: a persistent, compact, sparse Merkle tree over 256-bit keys.
 *
 * hash(no leaf) = 32 zero bytes; hash(one leaf) = that leaf's hash, at any depth; else H64(hash(left) || hash(right)),
 * split by the key's next bit, most significant first. A leaf's hash is H64(H64(key || valueHash) || LEAF_TAG).
 * So the root depends only on the set of (key, valueHash), never on the order or grouping of updates.
 */

import type { Hasher } from '../../crypto/types.ts'
import { assert } from '../../errors.ts'
import { equalBytes } from '../../primitives/bytes.ts'
import { leafHash } from '../keys.ts'
import type { TreeProof } from '../verifier.ts'
import { NODE_WORDS, readSlot, TreeArena, type TreeRoot } from './arena.ts'
import { bitOf, type TreeBatch } from './batch.ts'
import { type LeafKeys, type TreeUpdateCounters, TreeUpdater } from './update.ts'

/** The tree's operations over one arena and one store of leaf keys. Not re-entrant. */
export class StateTree {
  readonly arena: TreeArena
  readonly #hasher: Hasher
  readonly #keys: LeafKeys
  readonly #updater: TreeUpdater
  #lastUpdate: TreeUpdateCounters = { innerHashes: 0, leafHashes: 0 }

  constructor(hasher: Hasher, keys: LeafKeys, arena: TreeArena = new TreeArena()) {
    this.arena = arena
    this.#hasher = hasher
    this.#keys = keys
    this.#updater = new TreeUpdater(hasher, keys, arena)
  }

  /** Work done by the last `update`. */
  get lastUpdate(): TreeUpdateCounters {
    return this.#lastUpdate
  }

  /** A new hold on the tree without leaves. */
  empty(): TreeRoot {
    return this.arena.register(0, new Uint8Array(32))
  }

  /** See {@link TreeArena.retain}. */
  retain(root: TreeRoot): void {
    this.arena.retain(root)
  }

  /** See {@link TreeArena.release}. */
  release(root: TreeRoot): void {
    this.arena.release(root)
  }

  /**
   * A new version with the changes of the batch; `root` stays as it is. The result is held once: release it.
   * Throws StateReleased, and AssertionFailed on a malformed batch. O(changes * log(leaves / changes)) hashes for
   * random keys; a key that shares b bits with another one costs b hashes.
   */
  update(root: TreeRoot, batch: TreeBatch): TreeRoot {
    this.arena.assertAlive(root)
    const { ref, hash, innerHashes, leafHashes } = this.#updater.run(root, batch)
    this.#lastUpdate = { innerHashes, leafHashes }
    return this.arena.register(ref, hash)
  }

  /** Leaf id that stands for a key, 0 if there is none. Throws StateReleased. O(depth). */
  find(root: TreeRoot, treeKey: Uint8Array): number {
    const { leafId } = this.#path(root, treeKey)
    return leafId !== 0 && equalBytes(this.#keyOf(leafId), treeKey) ? leafId : 0
  }

  /**
   * Proof that the key is in this version, or is not: the sibling hashes met on its path, top first, and the leaf at
   * the end of it if one stands there, be it the key's own or another's. `valueHashOf` gives the value hash of a leaf
   * as it was in this version. Throws StateReleased, and AssertionFailed if that value hash is not the tree's.
   */
  prove(
    root: TreeRoot,
    treeKey: Uint8Array,
    valueHashOf: (leafId: number, treeKey: Uint8Array) => Uint8Array,
  ): TreeProof {
    const { siblings, leafId, hash } = this.#path(root, treeKey)
    if (leafId === 0) return { siblings }
    const leafKey = this.#keyOf(leafId)
    const leaf = { treeKey: leafKey, valueHash: valueHashOf(leafId, leafKey) }
    const expected = leafHash(this.#hasher, leaf.treeKey, leaf.valueHash)
    assert(equalBytes(expected, hash), 'the store gives the key and value hash that the tree holds')
    return { siblings, leaf }
  }

  /** Leaf ids in ascending order of their keys. The root may not be released, nor the arena compacted, meanwhile. */
  *leafIds(root: TreeRoot): Generator<number, void, undefined> {
    this.arena.assertAlive(root)
    const pending = [root.ref]
    for (let ref = pending.pop(); ref !== undefined; ref = pending.pop()) {
      if (ref < 0) yield -ref
      if (ref > 0) pending.push(this.#child(ref, 1), this.#child(ref, 0))
    }
  }

  /** Walks along the key's bits: siblings met, and id (0: none) and hash of the leaf at the end. */
  #path(
    root: TreeRoot,
    treeKey: Uint8Array,
  ): { siblings: Uint8Array[]; leafId: number; hash: Uint8Array } {
    this.arena.assertAlive(root)
    assert(treeKey.length === 32, 'a tree key has 32 bytes')
    const siblings: Uint8Array[] = []
    let ref = root.ref
    let hash = root.hash
    while (ref > 0) {
      const bit = bitOf(treeKey, 0, siblings.length)
      siblings.push(readSlot(this.arena, ref * 2 + 1 - bit))
      hash = readSlot(this.arena, ref * 2 + bit)
      ref = this.#child(ref, bit)
    }
    return { siblings, leafId: 0 - ref, hash }
  }

  #child(ref: number, side: number): number {
    const { segments, segmentBits, segmentMask } = this.arena
    return segments[ref >>> segmentBits]![(ref & segmentMask) * NODE_WORDS + side]!
  }

  #keyOf(leafId: number): Uint8Array {
    const key = new Uint8Array(32)
    this.#keys.treeKeyOf(leafId, key, 0)
    return key
  }
}
