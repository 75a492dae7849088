/**
 * Large values (program data, contracts' files): 4 KiB page leaves under a data id of 16 bytes, so that a change costs
 * the pages it touches. A shrunk value's pages die at once for readers and are swept later (S3); growth reads zeros.
 */
import { assert } from '../errors.ts'
import type { CellAccess } from './cell-access.ts'
import type { Journal } from './journal.ts'
import { CellType } from './keys.ts'
import { PAGE_BYTES, pageParts, readLength, writeLength } from './page-cells.ts'
import { enqueuePages } from './sweep.ts'

const MAX_LENGTH = PAGE_BYTES * 0xffffffff

function cellsOf(journal: Journal): CellAccess {
  return {
    cell: (type, parts) => journal.cell(type, parts).value,
    putCell: (type, parts, value) => journal.setCell(journal.cell(type, parts), value),
  }
}

/** A page as it is stored: without trailing zeros, absent if nothing is left. */
function trimmed(page: Uint8Array): Uint8Array | undefined {
  let end = page.length
  while (end > 0 && page[end - 1] === 0) end--
  return end === 0 ? undefined : page.slice(0, end)
}

/** Length in bytes, 0 if there is no such value. */
export function dataLength(journal: Journal, dataId: Uint8Array): number {
  return readLength(cellsOf(journal), dataId).length
}

/** `length` bytes from `offset`; zeros where nothing was written and past the end. O(pages). */
export function readPages(
  journal: Journal,
  dataId: Uint8Array,
  offset: number,
  length: number,
): Uint8Array {
  const cells = cellsOf(journal)
  const out = new Uint8Array(length)
  const end = Math.min(offset + length, readLength(cells, dataId).length)
  for (let at = offset; at < end; ) {
    const page = Math.floor(at / PAGE_BYTES)
    const from = at - page * PAGE_BYTES
    const next = Math.min(end, (page + 1) * PAGE_BYTES)
    const bytes = cells.cell(CellType.page, pageParts(dataId, page))
    if (bytes !== undefined) out.set(bytes.subarray(from, from + next - at), at - offset)
    at = next
  }
  return out
}

/** Writes within the value's length; the caller resizes first. O(pages). */
export function writePages(
  journal: Journal,
  dataId: Uint8Array,
  offset: number,
  bytes: Uint8Array,
): void {
  const cells = cellsOf(journal)
  const end = offset + bytes.length
  assert(end <= readLength(cells, dataId).length, 'pages are written within their length')
  for (let at = offset; at < end; ) {
    const page = Math.floor(at / PAGE_BYTES)
    const start = page * PAGE_BYTES
    const next = Math.min(end, start + PAGE_BYTES)
    const whole = new Uint8Array(PAGE_BYTES)
    const parts = pageParts(dataId, page)
    const old = cells.cell(CellType.page, parts)
    if (old !== undefined) whole.set(old)
    whole.set(bytes.subarray(at - offset, next - offset), at - start)
    cells.putCell(CellType.page, parts, trimmed(whole))
    at = next
  }
}

/**
 * Sets the length in bytes. Growth reads zeros; it deletes what an earlier, not yet swept shrink left there, so its
 * cost is proportional to the pages grown. Shrinking is O(1) and queues the dead pages.
 */
export function resizePages(journal: Journal, dataId: Uint8Array, length: number): void {
  assert(dataId.length === 16, 'a data id has 16 bytes')
  assert(Number.isSafeInteger(length) && length >= 0 && length <= MAX_LENGTH, 'a length in bytes')
  const cells = cellsOf(journal)
  const old = readLength(cells, dataId)
  const pages = Math.ceil(length / PAGE_BYTES)
  let { dirtyPages, pending } = old
  for (let page = old.pages; page < Math.min(pages, dirtyPages); page++) {
    cells.putCell(CellType.page, pageParts(dataId, page), undefined)
  }
  if (length < old.length && length % PAGE_BYTES !== 0) clearTail(cells, dataId, length)
  if (pages < old.pages) {
    enqueuePages(cells, dataId, pages, old.pages)
    dirtyPages = Math.max(dirtyPages, old.pages)
    pending++
  }
  writeLength(cells, dataId, { length, dirtyPages, pending })
}

/** Zeroes the last live page past the new end. */
function clearTail(cells: CellAccess, dataId: Uint8Array, length: number): void {
  const parts = pageParts(dataId, Math.floor(length / PAGE_BYTES))
  const page = cells.cell(CellType.page, parts)
  if (page === undefined) return
  cells.putCell(CellType.page, parts, trimmed(page.subarray(0, length % PAGE_BYTES)))
}
