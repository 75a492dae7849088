/** Reading and writing of generic cells: what the sweep and the pages need of a journal or of a writer. */

export interface CellAccess {
  cell(type: number, parts: readonly Uint8Array[]): Uint8Array | undefined
  /** `undefined` deletes. The value is not copied: do not write into it afterwards. */
  putCell(type: number, parts: readonly Uint8Array[], value: Uint8Array | undefined): void
}
