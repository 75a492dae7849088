/**
 * Recent blockhashes and the transactions seen under them, kept in state (S7, S8). Every block registers one hash; a
 * transaction is admitted while its hash is among the newest {@link MAX_AGE} + 1, and a marker of its message lives
 * exactly as long. A hash that was here once is known for ever, so that none can come back.
 *
 * Cells under (2, tag): head; ring of the newest 512 (slot, hash) by height; by hash its height and the newest marker
 * seen under it; by message hash a marker that names the marker before it. Integers are big-endian.
 */
import { NVmError } from '../../../errors.ts'
import { bytesToHex, concatBytes, equalBytes, wordToKey } from '../../../primitives/bytes.ts'
import type { Cell } from '../../../state/cells.ts'
import type { Journal } from '../../../state/journal.ts'
import { CellType } from '../../../state/keys.ts'
import { Namespace } from '../../../state/reader.ts'

/** MAX_PROCESSING_AGE: the newest hash has age 0, one of age 150 still admits. */
export const MAX_AGE = 150n
/** Entries of the SlotHashes sysvar. */
export const RING = 512n
/** Entries of the RecentBlockhashes sysvar. */
export const RECENT = 150

const SPACE = Uint8Array.of(Namespace.svm)
const TAG = {
  head: Uint8Array.of(0),
  ring: Uint8Array.of(1),
  hash: Uint8Array.of(2),
  marker: Uint8Array.of(3),
} as const

/** Ends a chain of markers. */
const NO_MARKER = Uint8Array.of(0)

export interface QueueHead {
  readonly slot: bigint
  /** Number of hashes registered before this one. */
  readonly height: bigint
  /** Timestamp of the first block of the slot's epoch. */
  readonly epochStart: bigint
  readonly hash: Uint8Array
}

export interface SlotHash {
  readonly slot: bigint
  readonly hash: Uint8Array
}

interface HashEntry {
  readonly cell: Cell
  /** The cell's value that the rest was read from. */
  bytes: Uint8Array
  readonly height: bigint
  /** Message hash of the newest transaction under it. */
  newest: Uint8Array | undefined
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

function u64(value: bigint): Uint8Array {
  const out = new Uint8Array(8)
  viewOf(out).setBigUint64(0, value)
  return out
}

function parseHead(bytes: Uint8Array): QueueHead {
  const view = viewOf(bytes)
  return {
    slot: view.getBigUint64(0),
    height: view.getBigUint64(8),
    epochStart: view.getBigUint64(16),
    hash: bytes.slice(24),
  }
}

export class BlockhashQueue {
  private readonly journal: Journal
  private readonly headCell: Cell
  private slots: ReadonlySet<bigint> | undefined
  /** {@link head} of these bytes. */
  private headBytes: Uint8Array | undefined
  private parsedHead: QueueHead | undefined
  /** Entries of hashes by hash: transactions of a block name the same few. */
  private readonly entries = new Map<string, HashEntry>()
  /** What was asked for last, by identity: most transactions name the hash of the one before. */
  private last: { readonly hash: Uint8Array; readonly entry: HashEntry } | undefined
  /** Of this block's messages, by {@link findMarker}. */
  private readonly markers = new Map<number, Cell>()
  private lastMarker: { readonly messageHash: Uint8Array; readonly cell: Cell } | undefined

  constructor(journal: Journal) {
    this.journal = journal
    this.headCell = journal.cell(CellType.machine, [SPACE, TAG.head])
  }

  /** The newest block's entry; undefined before the first block. */
  get head(): QueueHead | undefined {
    const bytes = this.headCell.value
    if (bytes === undefined) return undefined
    if (bytes !== this.headBytes) {
      this.headBytes = bytes
      this.parsedHead = parseHead(bytes)
    }
    return this.parsedHead
  }

  private cell(tag: Uint8Array, key: Uint8Array): Cell {
    return this.journal.cell(CellType.machine, [SPACE, tag, key])
  }

  private ringCell(height: bigint): Cell {
    const index = Number(height % RING)
    return this.cell(TAG.ring, Uint8Array.of(index >>> 8, index))
  }

  private hashCell(hash: Uint8Array): Cell {
    return this.cell(TAG.hash, hash)
  }

  private markerCell(messageHash: Uint8Array): Cell {
    if (this.journal.access !== undefined) return this.cell(TAG.marker, messageHash)
    const last = this.lastMarker
    if (last?.messageHash === messageHash) return last.cell
    const cell = this.findMarker(messageHash)
    this.lastMarker = { messageHash, cell }
    return cell
  }

  /**
   * PERF: by 30 bits of the hash, which are a small integer. Of two messages that share them the first has the place, the
   * other one is the journal's to find. The markers that {@link evict} removes are of hashes that admit nobody any more.
   */
  private findMarker(messageHash: Uint8Array): Cell {
    const h = messageHash
    const place = ((h[0]! & 0x3f) << 24) | (h[1]! << 16) | (h[2]! << 8) | h[3]!
    const found = this.markers.get(place)
    if (found === undefined) {
      const cell = this.journal.ownCell(CellType.machine, [SPACE, TAG.marker, messageHash])
      this.markers.set(place, cell)
      return cell
    }
    return equalBytes(found.parts[2]!, messageHash) ? found : this.cell(TAG.marker, messageHash)
  }

  private entry(hash: Uint8Array): HashEntry | undefined {
    const { last, journal } = this
    // Where reads are recorded, every one has to ask the journal.
    if (journal.access !== undefined) return this.read(this.hashCell(hash))
    if (last?.hash === hash && last.entry.cell.value === last.entry.bytes) return last.entry
    const key = wordToKey(hash)
    let entry = this.entries.get(key)
    if (entry === undefined || entry.cell.value !== entry.bytes) {
      entry = this.read(entry?.cell ?? this.hashCell(hash))
      if (entry === undefined) return undefined
      if (this.entries.size > Number(RING)) this.entries.clear()
      this.entries.set(key, entry)
    }
    this.last = { hash, entry }
    return entry
  }

  private read(cell: Cell): HashEntry | undefined {
    const bytes = cell.value
    if (bytes === undefined) return undefined
    const height = viewOf(bytes).getBigUint64(0)
    return { cell, bytes, height, newest: bytes.length > 8 ? bytes.slice(8) : undefined }
  }

  /**
   * Opens a block: registers its hash and forgets what has become too old, markers included. Throws
   * BlockNotAfterParent for a slot that does not rise, RetiredBlockHash for a hash that was here before (S8).
   */
  begin(slot: bigint, hash: Uint8Array, epochStart: bigint): void {
    const { journal, head } = this
    if (head !== undefined && slot <= head.slot) {
      throw new NVmError(
        'BlockNotAfterParent',
        `solana slot expected above ${head.slot}, got ${slot}`,
        { slot },
      )
    }
    if (this.entry(hash) !== undefined) {
      throw new NVmError(
        'RetiredBlockHash',
        'solana blockhash expected to be new, this chain has had it before',
        { hash: bytesToHex(hash) },
      )
    }
    const height = head === undefined ? 0n : head.height + 1n
    this.evict(height - MAX_AGE - 1n)
    journal.setCell(this.hashCell(hash), u64(height))
    journal.setCell(this.ringCell(height), concatBytes(u64(slot), hash))
    journal.setCell(this.headCell, concatBytes(u64(slot), u64(height), u64(epochStart), hash))
  }

  /** Removes the markers under the hash of that height. Cost: proportional to its transactions, each removed once. */
  private evict(height: bigint): void {
    if (height < 0n) return
    const bytes = this.ringCell(height).value
    if (bytes === undefined) return
    const hash = bytes.slice(8)
    let next = this.entry(hash)?.newest
    while (next !== undefined) {
      const cell = this.cell(TAG.marker, next)
      const previous = cell.value
      this.journal.setCell(cell, undefined)
      next = previous?.length === 32 ? previous : undefined
    }
    this.journal.setCell(this.hashCell(hash), u64(height))
  }

  /** Whether a transaction may name this hash now. */
  isRecent(hash: Uint8Array): boolean {
    const { head } = this
    const entry = this.entry(hash)
    return head !== undefined && entry !== undefined && head.height - entry.height <= MAX_AGE
  }

  /** Whether a message was accepted under a hash that is still recent (S7). */
  hasSeen(messageHash: Uint8Array): boolean {
    return this.markerCell(messageHash).value !== undefined
  }

  /** Notes an accepted message under its recent hash. */
  note(hash: Uint8Array, messageHash: Uint8Array): void {
    const entry = this.entry(hash)
    if (entry === undefined) return
    const { journal } = this
    const after = new Uint8Array(40)
    for (let i = 0; i < 8; i++) after[i] = entry.bytes[i]!
    for (let i = 0; i < 32; i++) after[8 + i] = messageHash[i]!
    journal.setCell(this.markerCell(messageHash), entry.newest ?? NO_MARKER)
    journal.setCell(entry.cell, after)
    entry.bytes = after
    entry.newest = messageHash
  }

  /** Newest first, at most `limit` of the last 512. */
  newest(limit: number): SlotHash[] {
    const { head } = this
    const out: SlotHash[] = []
    if (head === undefined) return out
    for (let height = head.height; height >= 0n && out.length < limit; height--) {
      const bytes = this.ringCell(height).value
      if (bytes === undefined) break
      out.push({ slot: viewOf(bytes).getBigUint64(0), hash: bytes.slice(8) })
    }
    return out
  }

  /** Whether a slot before the current one is among the last 512 blocks'. Reads the ring once a block. */
  hasSlot(slot: bigint): boolean {
    this.slots ??= new Set(
      this.newest(Number(RING))
        .slice(1)
        .map((entry) => entry.slot),
    )
    return this.slots.has(slot)
  }
}
