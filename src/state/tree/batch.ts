/**
 * A batch of changes to the tree, and its order by key.
 */

import { assert } from '../../errors.ts'

/** Changes in flat arrays, in any order, every key at most once. Arrays may be longer than `count` needs. */
export interface TreeBatch {
  readonly count: number
  /** `count` * 32 bytes: the tree key of each change. */
  readonly keys: Uint8Array
  /** Leaf that stands for the key from now on; 0 deletes the key, also where it was absent. */
  readonly leafIds: Int32Array
  /** `count` * 32 bytes; not read where the leaf id is 0. */
  readonly valueHashes: Uint8Array
}

/** Throws AssertionFailed unless the arrays hold `count` changes. */
export function assertBatch(batch: TreeBatch): void {
  const { count } = batch
  assert(
    Number.isInteger(count) &&
      count >= 0 &&
      batch.leafIds.length >= count &&
      batch.keys.length >= count * 32 &&
      batch.valueHashes.length >= count * 32,
    'a tree batch holds as many keys, leaf ids and value hashes as it counts',
  )
}

/** Bit `depth` of the key at byte `offset`, most significant bit of the first byte first. */
export function bitOf(keys: Uint8Array, offset: number, depth: number): number {
  return (keys[offset + (depth >>> 3)]! >>> (7 - (depth & 7))) & 1
}

/** Order of two 32-byte keys at byte offsets `a` and `b` of one array. */
export function compareKeys(keys: Uint8Array, a: number, b: number): number {
  for (let i = 0; i < 32; i++) {
    const difference = keys[a + i]! - keys[b + i]!
    if (difference !== 0) return difference
  }
  return 0
}

/**
 * Indexes of the batch in ascending order of key. Throws AssertionFailed if a key comes twice. A radix sort by the
 * first four bytes, then a comparison sort of the few that share them: O(count) for random keys.
 */
export function sortByKey(keys: Uint8Array, count: number): Int32Array {
  let from = new Int32Array(count)
  let to = new Int32Array(count)
  for (let i = 0; i < count; i++) from[i] = i
  const starts = new Int32Array(256)
  for (let byte = 3; byte >= 0; byte--) {
    starts.fill(0)
    for (let i = 0; i < count; i++) starts[keys[i * 32 + byte]!]!++
    let sum = 0
    for (let digit = 0; digit < 256; digit++) {
      const size = starts[digit]!
      starts[digit] = sum
      sum += size
    }
    for (let i = 0; i < count; i++) {
      const index = from[i]!
      to[starts[keys[index * 32 + byte]!]!++] = index
    }
    const swap = from
    from = to
    to = swap
  }
  sortRuns(keys, from)
  return from
}

function samePrefix(keys: Uint8Array, a: number, b: number): boolean {
  return (
    keys[a + 3] === keys[b + 3] &&
    keys[a + 2] === keys[b + 2] &&
    keys[a + 1] === keys[b + 1] &&
    keys[a] === keys[b]
  )
}

function sortRuns(keys: Uint8Array, order: Int32Array): void {
  const count = order.length
  for (let start = 0; start < count; ) {
    let end = start + 1
    while (end < count && samePrefix(keys, order[start]! * 32, order[end]! * 32)) end++
    if (end - start > 1) {
      const run = order.subarray(start, end)
      run.sort((a, b) => compareKeys(keys, a * 32, b * 32))
      for (let i = 1; i < run.length; i++) {
        const distinct = compareKeys(keys, run[i - 1]! * 32, run[i]! * 32) !== 0
        assert(distinct, 'a tree batch has every key at most once')
      }
    }
    start = end
  }
}
