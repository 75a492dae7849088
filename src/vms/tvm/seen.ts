/**
 * Which transactions were executed: a marker for each id, which lives as long as the expiration that admits the transaction
 * (S8). Markers are chained by the minute in which they expire, so that a block removes what has expired without looking
 * for it, and never more than a bound.
 */
import { InvalidTransactionError } from '../../errors.ts'
import { bytesToHex } from '../../primitives/bytes.ts'
import type { Cell } from '../../state/cells.ts'
import type { Journal } from '../../state/journal.ts'
import { IngressCell, ingressCell, readU64, u64 } from './ingress-cells.ts'

/** Milliseconds of one bucket. */
const BUCKET = 60_000n
/** Ends a chain of markers. */
const LAST = Uint8Array.of(0)
/** Markers that a block removes besides twice as many as it adds. */
const REMOVED_PER_BLOCK = 256
/** Empty buckets that a block passes at most. */
const BUCKETS_PER_BLOCK = 4_096

/** A transaction that a block executed. */
export interface ExecutedTransaction {
  /** 32 bytes. */
  readonly txid: Uint8Array
  /** Where it is marked. */
  readonly marker: Cell
  /** Milliseconds. */
  readonly expiration: bigint
}

/** Where the transaction will be marked. Throws DuplicateTransaction if it was executed before. */
export function checkUnseen(journal: Journal, txid: Uint8Array): Cell {
  const marker = ingressCell(journal, IngressCell.marker, txid)
  if (marker.value === undefined) return marker
  throw new InvalidTransactionError(
    'DuplicateTransaction',
    `transaction ${bytesToHex(txid)} expected to be new, it was executed before`,
  )
}

/** Marks a transaction from now on; {@link chainMarkers} files it at the end of the block. */
export function markSeen(journal: Journal, marker: Cell): void {
  journal.setCell(marker, LAST)
}

/** Files the markers of a block by expiration. One chain a minute: two cells change for each transaction. */
export function chainMarkers(journal: Journal, executed: readonly ExecutedTransaction[]): void {
  if (executed.length === 0) return
  const range = readRange(journal)
  let { first, last } = range ?? { first: -1n, last: -1n }
  let bucket = -1n
  let head: Cell | undefined
  for (const { txid, marker, expiration } of executed) {
    // Transactions of one block mostly expire in the same minute.
    if (head === undefined || expiration / BUCKET !== bucket) {
      bucket = expiration / BUCKET
      head = ingressCell(journal, IngressCell.bucket, u64(bucket))
    }
    if (head.value !== undefined) journal.setCell(marker, head.value)
    journal.setCell(head, txid)
    if (first < 0n || bucket < first) first = bucket
    if (bucket > last) last = bucket
  }
  writeRange(journal, first, last)
}

function readRange(
  journal: Journal,
): { readonly first: bigint; readonly last: bigint } | undefined {
  const bytes = ingressCell(journal, IngressCell.range).value
  return bytes === undefined ? undefined : { first: readU64(bytes, 0), last: readU64(bytes, 8) }
}

function writeRange(journal: Journal, first: bigint, last: bigint): void {
  const out = new Uint8Array(16)
  out.set(u64(first))
  out.set(u64(last), 8)
  journal.setCell(ingressCell(journal, IngressCell.range), first > last ? undefined : out)
}

/**
 * Removes markers whose last millisecond lies before the head block's time: no such transaction is admitted again. At
 * most {@link REMOVED_PER_BLOCK} plus twice `added` of them; the rest waits for later blocks, refused as expired anyway.
 */
export function removeExpired(journal: Journal, headTime: bigint, added: number): void {
  const range = readRange(journal)
  if (range === undefined) return
  let left = REMOVED_PER_BLOCK + 2 * added
  let first = range.first
  const expired = headTime / BUCKET
  for (let passed = 0; first < expired && first <= range.last; first++, passed++) {
    if (passed === BUCKETS_PER_BLOCK) break
    left = emptyBucket(journal, first, left)
    if (left < 0) break
  }
  if (first !== range.first) writeRange(journal, first, range.last)
}

/** Removes up to `left` markers of a bucket, newest first; what is left of the bound, or -1 if markers remain. */
function emptyBucket(journal: Journal, bucket: bigint, left: number): number {
  const head = ingressCell(journal, IngressCell.bucket, u64(bucket))
  if (head.value === undefined) return left
  let next: Uint8Array | undefined = head.value
  let removed = 0
  while (next !== undefined && removed < left) {
    const marker = ingressCell(journal, IngressCell.marker, next)
    next = marker.value?.length === 32 ? marker.value : undefined
    journal.setCell(marker, undefined)
    removed++
  }
  journal.setCell(head, next)
  return next === undefined ? left - removed : -1
}
