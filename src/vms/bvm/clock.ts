/**
 * Median time past (BIP 113): the median of the last 11 block times, which lock times are measured against. The machine
 * keeps those times in one cell and derives it, unless the host, who may know Bitcoin's real one, gives it.
 */
import type { BlockServices } from '../../engine.ts'
import { assert, NVmError } from '../../errors.ts'
import { bigIntToBytes, concatBytes } from '../../primitives/bytes.ts'
import type { Journal } from '../../state/journal.ts'
import { CellType } from '../../state/keys.ts'
import { readParent } from '../../state/parent.ts'
import { BVM_CELLS } from './parameters.ts'
import { BvmCell } from './utxo.ts'

/** Blocks whose times the median is of. */
const SPAN = 11

interface ClockRecord {
  /** Median time past that the last block was executed with. */
  readonly medianTime: bigint
  /** Block times in seconds, oldest first, at most 11. */
  readonly times: readonly bigint[]
}

const KEY = [Uint8Array.of(BVM_CELLS), Uint8Array.of(BvmCell.clock)]

function read(journal: Journal): ClockRecord | undefined {
  const bytes = journal.cell(CellType.machine, KEY).value
  if (bytes === undefined) return undefined
  assert(bytes.length >= 16 && bytes.length % 8 === 0, 'the clock cell holds 64-bit times')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const times: bigint[] = []
  for (let at = 8; at < bytes.length; at += 8) times.push(view.getBigUint64(at))
  return { medianTime: view.getBigUint64(0), times }
}

function median(times: readonly bigint[]): bigint {
  const sorted = [...times].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return sorted[sorted.length >> 1] ?? 0n
}

/**
 * Median time past of the running block: the host's, else the median of the up to 11 blocks before it. Throws
 * InvalidBlockContext if the host's falls behind the last block's (S8).
 */
export function medianTimePast({ journal, block }: BlockServices): bigint {
  const record = read(journal)
  const derived = median(record?.times ?? [readParent(journal.base)?.timestamp ?? 0n])
  const last = record?.medianTime ?? 0n
  const given = block.bitcoin?.medianTime
  if (given !== undefined && given < last) {
    throw new NVmError(
      'InvalidBlockContext',
      `block bitcoin.medianTime expected at least ${last}, got ${given}`,
      { given, last },
    )
  }
  const time = given ?? derived
  return time > last ? time : last
}

/** Notes the running block's time, for the blocks after it. */
export function tick(services: BlockServices, medianTime: bigint): void {
  const { journal, block } = services
  const times = [...(read(journal)?.times ?? []), block.timestamp].slice(-SPAN)
  const bytes = concatBytes(...[medianTime, ...times].map((time) => bigIntToBytes(time, 8)))
  journal.setCell(journal.cell(CellType.machine, KEY), bytes)
}
