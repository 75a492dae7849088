/** The parent block's facts, committed in state so that a block that does not follow it is refused (S8). */
import { NVmError } from '../errors.ts'
import { concatBytes } from '../primitives/bytes.ts'
import type { Journal } from './journal.ts'
import { CellType } from './keys.ts'
import type { StateReader } from './reader.ts'

/** Block number u64, timestamp u64, big-endian; then the genesis root, 32 bytes, absent in the genesis state itself. */
export interface ParentRecord {
  readonly number: bigint
  readonly timestamp: bigint
  /** Undefined in the genesis state, whose own root it is. */
  readonly genesisRoot: Uint8Array | undefined
}

const KEY: readonly Uint8Array[] = []

function u64(value: bigint): Uint8Array {
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, value)
  return out
}

export function readParent(reader: StateReader): ParentRecord | undefined {
  const bytes = reader.cell(CellType.context, KEY)
  if (bytes === undefined) return undefined
  if (bytes.length !== 16 && bytes.length !== 48) {
    throw new NVmError(
      'MalformedExport',
      `block context expected 16 or 48 bytes, got ${bytes.length}`,
    )
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return {
    number: view.getBigUint64(0),
    timestamp: view.getBigUint64(8),
    genesisRoot: bytes.length === 48 ? bytes.slice(16) : undefined,
  }
}

export function writeParent(journal: Journal, parent: ParentRecord): void {
  const bytes = concatBytes(
    u64(parent.number),
    u64(parent.timestamp),
    parent.genesisRoot ?? new Uint8Array(0),
  )
  journal.setCell(journal.cell(CellType.context, KEY), bytes)
}
