/**
 * Tron's own cells (type machine, first part the machine's number): chain-wide counters, tokens, witnesses,
 * delegations. A value is a list of variable-length numbers and fixed byte strings; all zeros is absence.
 */
import { NVmError } from '../../../errors.ts'
import { utf8 } from '../../../primitives/bytes.ts'
import { u256ToBytes } from '../../../primitives/u256.ts'
import type { Journal } from '../../../state/journal.ts'
import { CellType } from '../../../state/keys.ts'
import { TVM_MACHINE } from './record.ts'
import { VarintReader, VarintWriter } from './varint.ts'

/** Second key part of every cell. Part of the state: never reused for something else. */
const NAMES = {
  weights: utf8('weights'),
  publicNet: utf8('public-net'),
  lastToken: utf8('last-token'),
  token: utf8('token'),
  tokenNet: utf8('token-net'),
  tokenBalance: utf8('token-balance'),
  tokenCount: utf8('token-count'),
  tokenAt: utf8('token-at'),
  witness: utf8('witness'),
  delegation: utf8('delegation'),
} as const

export type TronCell = keyof typeof NAMES

const MACHINE = Uint8Array.of(TVM_MACHINE)

/** Key parts of a cell. */
export function cellParts(name: TronCell, keys: readonly Uint8Array[]): readonly Uint8Array[] {
  return [MACHINE, NAMES[name], ...keys]
}

/** A number as a key part, 8 bytes. */
export function numberKey(value: bigint): Uint8Array {
  return u256ToBytes(value).slice(24)
}

export function readCell(
  journal: Journal,
  name: TronCell,
  keys: readonly Uint8Array[],
): Uint8Array | undefined {
  return journal.cell(CellType.machine, cellParts(name, keys)).value
}

export function writeCell(
  journal: Journal,
  name: TronCell,
  keys: readonly Uint8Array[],
  value: Uint8Array | undefined,
): void {
  journal.setCell(journal.cell(CellType.machine, cellParts(name, keys)), value)
}

export function malformedCell(message: string): never {
  throw new NVmError('MalformedExport', `Tron cell expected ${message}`)
}

/** `count` numbers; zeros if the cell is absent. */
export function readNumbers(
  journal: Journal,
  name: TronCell,
  keys: readonly Uint8Array[],
  count: number,
): bigint[] {
  const bytes = readCell(journal, name, keys)
  if (bytes === undefined) return new Array<bigint>(count).fill(0n)
  const reader = new VarintReader(bytes, malformedCell)
  const out: bigint[] = []
  for (let i = 0; i < count; i++) out.push(reader.bigint())
  return out
}

/** Writes numbers; all zeros removes the cell. */
export function writeNumbers(
  journal: Journal,
  name: TronCell,
  keys: readonly Uint8Array[],
  values: readonly bigint[],
): void {
  if (values.every((value) => value === 0n)) {
    writeCell(journal, name, keys, undefined)
    return
  }
  const writer = new VarintWriter()
  for (const value of values) writer.number(value)
  writeCell(journal, name, keys, writer.finish())
}

// ---- chain-wide counters

/** Sum of staked TRX by resource: bandwidth, energy, Tron power. */
export function totalWeight(journal: Journal, resource: 0 | 1 | 2): bigint {
  return readNumbers(journal, 'weights', [], 3)[resource] as bigint
}

/** Adds whole TRX, which may be negative. */
export function addWeight(journal: Journal, resource: 0 | 1 | 2, difference: bigint): void {
  if (difference === 0n) return
  const weights = readNumbers(journal, 'weights', [], 3)
  const sum = (weights[resource] as bigint) + difference
  weights[resource] = sum > 0n ? sum : 0n
  writeNumbers(journal, 'weights', [], weights)
}
