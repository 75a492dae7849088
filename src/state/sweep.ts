/**
 * Dead leaves (S3): slots of retired storage ids and pages past a shrunk length go by a queue that is itself committed.
 * Every applied diff takes at most `limits.sweepPerBlock` positions off its front, in ascending order.
 *
 * Cells of type `sweep`: no parts: head u64 || tail u64, absent when the queue is empty (numbers then start at 0 again).
 * One part, the number u64 of an entry: 1 || storage id (16), or 2 || data id (16) || from page u32 || to page u32.
 */
import { assert } from '../errors.ts'
import { compareBytes, equalBytes } from '../primitives/bytes.ts'
import type { CellAccess } from './cell-access.ts'
import { aimAtSpace } from './cell-keys.ts'
import type { Family } from './family.ts'
import { CellType } from './keys.ts'
import { pageParts, readLength, writeLength } from './page-cells.ts'
import type { SweepOrder } from './version.ts'
import type { Writer } from './writer.ts'

const ENTRY_STORAGE = 1
const ENTRY_PAGES = 2

/** Entries of the queue: `head` is the next to be swept, `tail` the next to be written. */
export interface SweepQueue {
  readonly head: bigint
  readonly tail: bigint
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

function u64(value: bigint): Uint8Array {
  const out = new Uint8Array(8)
  view(out).setBigUint64(0, value)
  return out
}

/** Reads the queue's ends. */
export function readQueue(cells: Pick<CellAccess, 'cell'>): SweepQueue {
  const bytes = cells.cell(CellType.sweep, [])
  if (bytes === undefined) return { head: 0n, tail: 0n }
  return { head: view(bytes).getBigUint64(0), tail: view(bytes).getBigUint64(8) }
}

function writeQueue(cells: CellAccess, { head, tail }: SweepQueue): void {
  if (head === tail) {
    cells.putCell(CellType.sweep, [], undefined)
    return
  }
  const bytes = new Uint8Array(16)
  view(bytes).setBigUint64(0, head)
  view(bytes).setBigUint64(8, tail)
  cells.putCell(CellType.sweep, [], bytes)
}

function enqueue(cells: CellAccess, entry: Uint8Array): void {
  const { head, tail } = readQueue(cells)
  cells.putCell(CellType.sweep, [u64(tail)], entry)
  writeQueue(cells, { head, tail: tail + 1n })
}

/** Queues the slots of a storage id that nothing reads any more. */
export function enqueueStorage(cells: CellAccess, storageId: Uint8Array): void {
  const entry = new Uint8Array(17)
  entry[0] = ENTRY_STORAGE
  entry.set(storageId, 1)
  enqueue(cells, entry)
}

/** Queues pages `from` to `to` (exclusive) of a data id. */
export function enqueuePages(
  cells: CellAccess,
  dataId: Uint8Array,
  from: number,
  to: number,
): void {
  const entry = new Uint8Array(25)
  entry[0] = ENTRY_PAGES
  entry.set(dataId, 1)
  view(entry).setUint32(17, from)
  view(entry).setUint32(21, to)
  enqueue(cells, entry)
}

/** Sweeps one block's share. Returns the order of a storage that is not done yet, for the next block. */
export function sweep(
  writer: Writer,
  limit: number,
  order: SweepOrder | undefined,
): SweepOrder | undefined {
  let { head, tail } = readQueue(writer)
  if (head === tail) return undefined
  let left = limit
  let next = order
  while (head < tail && left > 0) {
    const number = [u64(head)]
    const entry = writer.cell(CellType.sweep, number)
    assert(entry !== undefined, 'the sweep queue has every entry between its ends')
    const id = entry.subarray(1, 17)
    let done: boolean
    if (entry[0] === ENTRY_STORAGE) {
      next = orderOf(writer.family, id, next)
      const upTo = Math.min(next.position + left, next.ids.length)
      for (let i = next.position; i < upTo; i++) writer.deleteSlot(id, next.ids[i]!)
      left -= upTo - next.position
      done = upTo === next.ids.length
      next = done ? undefined : { ...next, position: upTo }
    } else {
      const from = view(entry).getUint32(17)
      const to = view(entry).getUint32(21)
      const upTo = Math.min(to, from + left)
      sweepPages(writer, id, from, upTo)
      left -= upTo - from
      done = upTo === to
      if (done) finishPages(writer, id)
      else {
        const rest = entry.slice()
        view(rest).setUint32(17, upTo)
        writer.putCell(CellType.sweep, number, rest)
      }
    }
    if (!done) break
    writer.putCell(CellType.sweep, number, undefined)
    head += 1n
  }
  writeQueue(writer, { head, tail })
  return next
}

/** Live pages of data that has grown again stay. */
function sweepPages(writer: Writer, dataId: Uint8Array, from: number, to: number): void {
  const live = readLength(writer, dataId).pages
  for (let page = Math.max(from, live); page < to; page++) {
    writer.putCell(CellType.page, pageParts(dataId, page), undefined)
  }
}

function finishPages(writer: Writer, dataId: Uint8Array): void {
  const { length, dirtyPages, pending } = readLength(writer, dataId)
  writeLength(writer, dataId, {
    length,
    dirtyPages: pending === 1 ? 0 : dirtyPages,
    pending: pending - 1,
  })
}

/** The present slots of a storage in ascending order; sorted once, then handed from version to version. */
function orderOf(family: Family, storageId: Uint8Array, known: SweepOrder | undefined): SweepOrder {
  if (known !== undefined && equalBytes(known.storageId, storageId)) return known
  const { store } = family
  aimAtSpace(store, storageId)
  const keyed: { id: number; key: Uint8Array }[] = []
  const space = store.find()
  for (let id = space === 0 ? 0 : store.link(space); id !== 0; id = store.link(id)) {
    if (store.valueLength(id) >= 0) keyed.push({ id, key: store.keyBytes(id) })
  }
  keyed.sort((a, b) => compareBytes(a.key, b.key))
  return { storageId: storageId.slice(), ids: Int32Array.from(keyed, ({ id }) => id), position: 0 }
}
