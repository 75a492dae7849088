/**
 * Cells of large values, as pages.ts writes them and the sweep removes them. Length cell, parts (data id): length u64
 * || dirty pages u32 || pending entries u32. Page cell, parts (data id, page number u32): up to 4,096 bytes without
 * trailing zeros; a page of zeros is absent.
 */
import type { CellAccess } from './cell-access.ts'
import { CellType } from './keys.ts'

export const PAGE_BYTES = 4096

/** Length of a large value and what the sweep still owes it. */
export interface PagesLength {
  readonly length: number
  /** Pages below this number may still hold dead bytes. */
  readonly dirtyPages: number
  /** Entries of the sweep queue for this data. */
  readonly pending: number
}

export function pageParts(dataId: Uint8Array, page: number): Uint8Array[] {
  const number = new Uint8Array(4)
  new DataView(number.buffer).setUint32(0, page)
  return [dataId, number]
}

export function readLength(
  cells: Pick<CellAccess, 'cell'>,
  dataId: Uint8Array,
): PagesLength & { readonly pages: number } {
  const bytes = cells.cell(CellType.page, [dataId])
  if (bytes === undefined) return { length: 0, dirtyPages: 0, pending: 0, pages: 0 }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const length = Number(view.getBigUint64(0))
  const pages = Math.ceil(length / PAGE_BYTES)
  return { length, dirtyPages: view.getUint32(8), pending: view.getUint32(12), pages }
}

/** Writes the length cell; one without length and debts is absent. */
export function writeLength(cells: CellAccess, dataId: Uint8Array, value: PagesLength): void {
  const { length, dirtyPages, pending } = value
  if (length === 0 && pending === 0) {
    cells.putCell(CellType.page, [dataId], undefined)
    return
  }
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, BigInt(length))
  view.setUint32(8, dirtyPages)
  view.setUint32(12, pending)
  cells.putCell(CellType.page, [dataId], bytes)
}
