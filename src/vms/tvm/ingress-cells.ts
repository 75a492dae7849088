/** Cells of the machine's ingress, beside the sub-records: block ids and markers of executed transactions. */
import { bigIntToBytes, bytesToBigInt, utf8 } from '../../primitives/bytes.ts'
import type { Cell } from '../../state/cells.ts'
import type { Journal } from '../../state/journal.ts'
import { CellType } from '../../state/keys.ts'
import { Namespace } from '../../state/reader.ts'

const MACHINE = Uint8Array.of(Namespace.tvm)

/** First part behind the machine's number. Part of the state: never reused. */
export const IngressCell = {
  /** Low 16 bits of a block number, u16 -> its id, 32 bytes. */
  blockId: utf8('block-id'),
  /** Minute of expiration, u64, path in the tree of its pages -> a page of markers, or one zero byte (marker-pages.ts). */
  markerPage: utf8('marker-page'),
  /** First minute that may hold something and last one that does, u64 each. */
  range: utf8('marker-range'),
} as const

/** A cell of the machine. Integers in `parts` are {@link u64} or two bytes, big-endian. */
export function ingressCell(
  journal: Journal,
  name: Uint8Array,
  ...parts: readonly Uint8Array[]
): Cell {
  return journal.cell(CellType.machine, [MACHINE, name, ...parts])
}

export function u64(value: bigint): Uint8Array {
  return bigIntToBytes(value, 8)
}

/** Unsigned big-endian integer at `offset`. */
export function readU64(bytes: Uint8Array, offset: number): bigint {
  return bytesToBigInt(bytes.subarray(offset, offset + 8))
}
