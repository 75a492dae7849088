/**
 * Order of records by (type, raw key): a radix sort from the first byte on, straight on the store's memory, as a
 * million keys take seconds to sort as objects.
 */
import type { CellStore } from './cell-store.ts'

/** Below this many keys insertion is faster than another pass. */
const FEW = 16

/** Ids in ascending order of type, then of raw key bytes, a shorter prefix first. O(bytes that tell keys apart). */
export function sortedByKey(store: CellStore, ids: readonly number[]): Int32Array {
  const sorted = Int32Array.from(ids)
  sort(store, sorted, new Int32Array(sorted.length), 0, sorted.length, -1)
  return sorted
}

/** Byte `depth` of a key plus one, 0 past its end; depth -1 is the type. */
function digit(store: CellStore, id: number, depth: number): number {
  return depth < 0 ? store.typeOf(id) : store.keyByte(id, depth) + 1
}

function sort(
  store: CellStore,
  ids: Int32Array,
  scratch: Int32Array,
  low: number,
  high: number,
  from: number,
): void {
  let depth = from
  const starts = new Int32Array(258)
  for (; ; depth++) {
    if (high - low <= FEW) return insertionSort(store, ids, low, high, depth)
    starts.fill(0)
    for (let i = low; i < high; i++) starts[digit(store, ids[i]!, depth) + 1]!++
    const first = digit(store, ids[low]!, depth)
    if (starts[first + 1] !== high - low) break
  }
  for (let i = 1; i < 258; i++) starts[i]! += starts[i - 1]!
  const next = starts.slice()
  for (let i = low; i < high; i++) {
    const id = ids[i]!
    scratch[low + next[digit(store, id, depth)]!++] = id
  }
  ids.set(scratch.subarray(low, high), low)
  for (let d = 0; d < 257; d++) {
    const begin = low + starts[d]!
    const end = low + starts[d + 1]!
    if (end - begin > 1) sort(store, ids, scratch, begin, end, depth + 1)
  }
}

function insertionSort(
  store: CellStore,
  ids: Int32Array,
  low: number,
  high: number,
  depth: number,
): void {
  for (let i = low + 1; i < high; i++) {
    const id = ids[i]!
    let at = i
    for (; at > low && isBefore(store, id, ids[at - 1]!, depth); at--) ids[at] = ids[at - 1]!
    ids[at] = id
  }
}

function isBefore(store: CellStore, a: number, b: number, from: number): boolean {
  for (let depth = from; ; depth++) {
    const x = digit(store, a, depth)
    const y = digit(store, b, depth)
    if (x !== y) return x < y
    if (x === 0) return false
  }
}
