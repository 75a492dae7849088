/**
 * Storage of the tree's nodes: fixed-size segments of 32-bit words, shared between threads where the host wants that.
 * A node is 18 words: two child references and the two child hashes, so that the preimage of its own hash is one run
 * of 64 bytes and a sibling is never fetched.
 *
 * Nodes are never changed once a root that reaches them exists. A node is always made after its children, so that a
 * child's number is below its parent's: marking is one downward pass and compaction one upward pass.
 */

import { assert, NVmError } from '../../errors.ts'

/** Words of a node: left ref, right ref, left hash (8), right hash (8). */
export const NODE_WORDS = 18
const HASH_WORDS = 8
/** Node numbers stay below this, so that twice a number plus one fits 32 signed bits. */
const MAX_NODES = 2 ** 30
const FIRST_SEGMENT_NODES = 64

/** A version of the tree, alive until its owner releases it. `ref`: > 0 node, < 0 minus a leaf id, 0 empty. */
export interface TreeRoot {
  /** Changes when the arena is compacted: never keep a copy of it. */
  readonly ref: number
  /** 32 bytes; zero for the empty tree. Do not write into it. */
  readonly hash: Uint8Array
}

interface MutableRoot extends TreeRoot {
  ref: number
}

export interface TreeArenaOptions {
  /** Use SharedArrayBuffer where the host has it, so that workers can read nodes between commits. Default false. */
  readonly shared?: boolean
  /** log2 of the nodes of a segment, 6 to 20. Default 16: segments of 4.5 MiB. */
  readonly segmentBits?: number
  /** Below this many nodes nothing is reclaimed. Default 4,096. */
  readonly reclaimFloor?: number
}

/** Where nodes live, and which roots keep them alive. */
export class TreeArena {
  /** Number of nodes in use, the reserved node 0 included. */
  used = 1
  /** Words of every segment; node n lies in `segments[n >>> segmentBits]` from word `(n & segmentMask) * 18`. */
  readonly segments: Int32Array[] = []
  readonly segmentBits: number
  readonly segmentMask: number
  readonly #shared: boolean
  readonly #reclaimFloor: number
  readonly #owners = new Map<TreeRoot, number>()
  #capacity = 0
  #reclaimAt: number

  constructor(options: TreeArenaOptions = {}) {
    this.segmentBits = options.segmentBits ?? 16
    assert(this.segmentBits >= 6 && this.segmentBits <= 20, 'segmentBits lies in 6..20')
    this.segmentMask = 2 ** this.segmentBits - 1
    this.#shared = options.shared === true && typeof SharedArrayBuffer !== 'undefined'
    this.#reclaimFloor = options.reclaimFloor ?? 4096
    this.#reclaimAt = this.#reclaimFloor
    this.#grow()
  }

  /** Bytes held by the segments. */
  get bytes(): number {
    return this.#capacity * NODE_WORDS * 4
  }

  /** Number of roots not released yet. */
  get liveRoots(): number {
    return this.#owners.size
  }

  /** Registers a new version, held once. `hash` is copied. */
  register(ref: number, hash: Uint8Array): TreeRoot {
    const root: MutableRoot = { ref, hash: new Uint8Array(hash.subarray(0, 32)) }
    this.#owners.set(root, 1)
    return root
  }

  /** Holds a root once more: it then takes one more `release`. Throws StateReleased. */
  retain(root: TreeRoot): void {
    this.#owners.set(root, this.#holds(root) + 1)
  }

  /** Gives up one hold. The last one ends the root, and its nodes may be reclaimed. Throws StateReleased. */
  release(root: TreeRoot): void {
    const holds = this.#holds(root)
    if (holds > 1) {
      this.#owners.set(root, holds - 1)
      return
    }
    this.#owners.delete(root)
    if (this.#owners.size === 0) this.#truncate(1)
    else if (this.used > this.#reclaimAt) this.#reclaim(2)
  }

  /** Throws StateReleased unless the root is alive in this arena. */
  assertAlive(root: TreeRoot): void {
    this.#holds(root)
  }

  /** Number of a new node; its 18 words hold garbage until written. */
  allocate(): number {
    if (this.used === this.#capacity) this.#grow()
    return this.used++
  }

  /** Marks what live roots reach and slides it together. O(nodes in use); reads of node numbers become stale. */
  compact(): void {
    this.#reclaim(1)
  }

  #holds(root: TreeRoot): number {
    const holds = this.#owners.get(root)
    if (holds !== undefined) return holds
    throw new NVmError(
      'StateReleased',
      'a tree root expected to be held in this arena was released',
    )
  }

  /** The first segment of a private arena starts small and doubles, so that a small state stays small. */
  #grow(): void {
    const full = this.segmentMask + 1
    assert(this.#capacity + full <= MAX_NODES, 'a tree arena has fewer than 2^30 nodes')
    if (this.#shared || this.#capacity >= full) {
      const bytes = full * NODE_WORDS * 4
      this.segments.push(
        new Int32Array(this.#shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)),
      )
      this.#capacity += full
      return
    }
    const nodes = this.#capacity === 0 ? Math.min(FIRST_SEGMENT_NODES, full) : this.#capacity * 2
    const words = new Int32Array(nodes * NODE_WORDS)
    if (this.segments[0] !== undefined) words.set(this.segments[0])
    this.segments[0] = words
    this.#capacity = nodes
  }

  /** Compacts if more than `factor` times the live nodes are in use. Amortised against the growth since the last. */
  #reclaim(factor: number): void {
    const marks = new Uint8Array(this.used)
    const live = this.#mark(marks)
    if (this.used > factor * live) this.#slide(marks)
    this.#reclaimAt = Math.max(this.#reclaimFloor, 2 * live)
  }

  #mark(marks: Uint8Array): number {
    for (const root of this.#owners.keys()) if (root.ref > 0) marks[root.ref] = 1
    let live = 1
    for (let node = this.used - 1; node > 0; node--) {
      if (marks[node] === 0) continue
      live++
      const words = this.segments[node >>> this.segmentBits]!
      const at = (node & this.segmentMask) * NODE_WORDS
      const left = words[at]!
      const right = words[at + 1]!
      if (left > 0) marks[left] = 1
      if (right > 0) marks[right] = 1
    }
    return live
  }

  #slide(marks: Uint8Array): void {
    const moved = new Int32Array(this.used)
    let next = 1
    for (let node = 1; node < this.used; node++) {
      if (marks[node] === 0) continue
      moved[node] = next
      const from = this.segments[node >>> this.segmentBits]!
      const to = this.segments[next >>> this.segmentBits]!
      const source = (node & this.segmentMask) * NODE_WORDS
      const target = (next & this.segmentMask) * NODE_WORDS
      const left = from[source]!
      const right = from[source + 1]!
      if (node !== next) {
        for (let i = 2; i < NODE_WORDS; i++) to[target + i] = from[source + i]!
      }
      to[target] = left > 0 ? moved[left]! : left
      to[target + 1] = right > 0 ? moved[right]! : right
      next++
    }
    for (const root of this.#owners.keys()) {
      if (root.ref > 0) (root as MutableRoot).ref = moved[root.ref]!
    }
    this.#truncate(next)
  }

  /** Gives whole segments back, but for one in reserve. */
  #truncate(used: number): void {
    this.used = used
    const keep = (used >>> this.segmentBits) + 2
    while (this.segments.length > keep) {
      this.segments.pop()
      this.#capacity -= this.segmentMask + 1
    }
  }
}

/** Reads the 32-byte hash of a child: `slot` is twice the node's number, plus one for the right child. */
export function readSlot(arena: TreeArena, slot: number): Uint8Array {
  const node = Math.floor(slot / 2)
  const words = arena.segments[node >>> arena.segmentBits]!
  const at = (node & arena.segmentMask) * NODE_WORDS + 2 + (slot % 2) * HASH_WORDS
  return new Uint8Array(words.buffer, words.byteOffset + at * 4, 32).slice()
}
