/**
 * Which transactions were executed: a marker for each id, which lives as long as the expiration that admits the transaction
 * (S8). Markers lie in pages by the minute in which they expire (marker-pages.ts), so that a block writes few leaves and
 * removes what has expired without looking for it, and never more than a bound.
 */
import { InvalidTransactionError } from '../../errors.ts'
import { bytesToHex, wordToKey } from '../../primitives/bytes.ts'
import type { Journal } from '../../state/journal.ts'
import { IngressCell, ingressCell, readU64, u64 } from './ingress-cells.ts'
import { addMarkers, isMarked, MarkerNode, removeMarkers } from './marker-pages.ts'

/** Milliseconds of one bucket. */
const BUCKET = 60_000n
/** Cells of markers that a block removes besides twice as many as it marks transactions. */
const REMOVED_PER_BLOCK = 256
/** Empty buckets that a block passes at most. */
const BUCKETS_PER_BLOCK = 4_096

/** The markers as one block sees them. What the block executes is noted here and filed once, at its end. */
export class SeenTransactions {
  private readonly journal: Journal
  /** Ids that this block has executed, by bucket, and all of them for the look-up. */
  private readonly executed = new Map<bigint, Uint8Array[]>()
  private readonly keys = new Set<string>()
  private readonly roots = new Map<bigint, MarkerNode>()
  /** The bucket asked for last: transactions of one block mostly expire in the same minute. */
  private bucket = -1n
  private root: MarkerNode | undefined = undefined

  constructor(journal: Journal) {
    this.journal = journal
  }

  /**
   * Throws DuplicateTransaction if the transaction of this id (32 bytes) was executed before. `expiration` is its own,
   * milliseconds: the id hashes it in. Cost: a path of pages, read once a block.
   */
  check(txid: Uint8Array, expiration: bigint): void {
    if (!this.keys.has(wordToKey(txid))) {
      const bucket = expiration / BUCKET
      if (this.root === undefined || this.bucket !== bucket) {
        this.bucket = bucket
        this.root = this.rootOf(bucket)
      }
      if (!isMarked(this.journal, this.root, txid)) return
    }
    throw new InvalidTransactionError(
      'DuplicateTransaction',
      `transaction ${bytesToHex(txid)} expected to be new, it was executed before`,
    )
  }

  private rootOf(bucket: bigint): MarkerNode {
    let root = this.roots.get(bucket)
    if (root === undefined) this.roots.set(bucket, (root = new MarkerNode(u64(bucket), undefined)))
    return root
  }

  /** The transaction is executed, whatever comes of it: {@link check} refuses it from now on. The bytes are kept. */
  mark(txid: Uint8Array, expiration: bigint): void {
    this.keys.add(wordToKey(txid))
    const bucket = expiration / BUCKET
    const list = this.executed.get(bucket)
    if (list === undefined) this.executed.set(bucket, [txid])
    else list.push(txid)
  }

  /** At the end of the block: files what it marked and removes what has run out. */
  finish(headTime: bigint): void {
    this.file()
    removeExpired(this.journal, headTime, this.keys.size)
  }

  private file(): void {
    const { journal, executed } = this
    if (executed.size === 0) return
    const range = readRange(journal)
    let { first, last } = range ?? { first: -1n, last: -1n }
    for (const [bucket, txids] of executed) {
      addMarkers(journal, this.rootOf(bucket), txids)
      if (first < 0n || bucket < first) first = bucket
      if (bucket > last) last = bucket
    }
    writeRange(journal, first, last)
  }
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
 * Removes buckets whose last millisecond lies before the head block's time: no such transaction is admitted again. At
 * most {@link REMOVED_PER_BLOCK} cells plus two for each of the `added` transactions; the rest waits for later blocks,
 * refused as expired anyway.
 */
function removeExpired(journal: Journal, headTime: bigint, added: number): void {
  const range = readRange(journal)
  if (range === undefined) return
  let left = REMOVED_PER_BLOCK + 2 * added
  let first = range.first
  const expired = headTime / BUCKET
  for (let passed = 0; first < expired && first <= range.last; first++, passed++) {
    if (passed === BUCKETS_PER_BLOCK) break
    left = removeMarkers(journal, new MarkerNode(u64(first), undefined), left)
    if (left < 0) break
  }
  if (first !== range.first) writeRange(journal, first, range.last)
}
