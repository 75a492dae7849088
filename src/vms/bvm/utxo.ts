/**
 * The unspent outputs, one cell each in the shared state, so that each has a proof. What lies in outputs is in no
 * balance and the other way round: {@link Utxos} is the only way between, and it counts what it holds.
 */
import { assert, NVmError } from '../../errors.ts'
import { ByteReader } from '../../primitives/byte-reader.ts'
import { bigIntToBytes, concatBytes } from '../../primitives/bytes.ts'
import type { Cell } from '../../state/cells.ts'
import type { Journal } from '../../state/journal.ts'
import { CellType } from '../../state/keys.ts'
import type { StateReader } from '../../state/reader.ts'
import { type Outpoint, outpointBytes } from './outpoint.ts'
import { BVM_CELLS, SATOSHI } from './parameters.ts'

/** An unspent output. */
export interface Utxo {
  /** Satoshi. */
  readonly amount: bigint
  /** The output script (scriptPubKey). */
  readonly script: Uint8Array
  /** Number of the block that made it. */
  readonly height: bigint
  /** Median time past of that block, in seconds: where a relative lock time begins (BIP 68). */
  readonly medianTime: bigint
  /** Made from a balance (0x30, 0x33) or by genesis, not by a Bitcoin transaction. */
  readonly bridged: boolean
}

/** Second part of the keys of this machine's cells. */
export const BvmCell = { utxo: 1, clock: 2 } as const

const BRIDGED = 1
const MACHINE_PART = Uint8Array.of(BVM_CELLS)
const UTXO_PART = Uint8Array.of(BvmCell.utxo)
/** Supply counter of base units that lie in outputs. */
export const OUTPUTS_HELD = 'bitcoin-outputs'

/** Key parts of an output's cell, of type `CellType.machine`: for proofs. */
export function utxoKey(outpoint: Outpoint): readonly Uint8Array[] {
  return [MACHINE_PART, UTXO_PART, outpointBytes(outpoint)]
}

/** flags u8 || amount u64 || height u64 || median time u64 || script, integers big-endian. */
export function encodeUtxo(utxo: Utxo): Uint8Array {
  return concatBytes(
    Uint8Array.of(utxo.bridged ? BRIDGED : 0),
    bigIntToBytes(utxo.amount, 8),
    bigIntToBytes(utxo.height, 8),
    bigIntToBytes(utxo.medianTime, 8),
    utxo.script,
  )
}

function corrupt(message: string): never {
  throw new NVmError('MalformedExport', `cell of an output ${message}`)
}

/** Parses a cell. Throws MalformedExport for bytes that encode would not have made. */
export function decodeUtxo(bytes: Uint8Array): Utxo {
  const reader = new ByteReader(bytes, corrupt)
  const flags = reader.u8('flags')
  if (flags > BRIDGED) corrupt(`flags expected 0 or 1, got ${flags}`)
  return {
    bridged: flags === BRIDGED,
    amount: reader.u64('amount'),
    height: reader.u64('height'),
    medianTime: reader.u64('median time'),
    script: reader.take(reader.left, 'script'),
  }
}

/** The output of an outpoint in a state, or undefined if it never was or is spent. */
export function findUtxo(state: StateReader, outpoint: Outpoint): Utxo | undefined {
  const bytes = state.cell(CellType.machine, utxoKey(outpoint))
  return bytes === undefined ? undefined : decodeUtxo(bytes)
}

/** An output with the cell it lies in, so that it is looked up once. */
export interface LiveUtxo extends Utxo {
  readonly cell: Cell
}

/** The outputs as a journal sees them: those made and spent earlier in the same block too. */
export class Utxos {
  private readonly journal: Journal

  constructor(journal: Journal) {
    this.journal = journal
  }

  private cell(outpoint: Outpoint) {
    return this.journal.cell(CellType.machine, utxoKey(outpoint))
  }

  get(outpoint: Outpoint): LiveUtxo | undefined {
    const cell = this.cell(outpoint)
    if (cell.value === undefined) return undefined
    const { amount, script, height, medianTime, bridged } = decodeUtxo(cell.value)
    return { amount, script, height, medianTime, bridged, cell }
  }

  /** Locks coin that was just taken from a balance or another output. */
  add(outpoint: Outpoint, utxo: Utxo): void {
    const cell = this.cell(outpoint)
    assert(cell.value === undefined, 'an outpoint is used once')
    this.journal.setCell(cell, encodeUtxo(utxo))
    this.journal.supply.hold(utxo.amount * SATOSHI, OUTPUTS_HELD)
  }

  /** Frees an output's coin, which the caller puts somewhere else. */
  spend({ cell, amount }: LiveUtxo): void {
    assert(cell.value !== undefined, 'only an unspent output is spent')
    this.journal.setCell(cell, undefined)
    this.journal.supply.release(amount * SATOSHI, OUTPUTS_HELD)
  }
}
