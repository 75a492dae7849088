/** Instruction tables: what each byte means in a fork. A fork's table is the one before plus a difference. */
import type { ForkName } from './forks/names.ts'
import type { Frame } from './frame.ts'
import type { Interpreter } from './interpreter.ts'

/**
 * Runs one instruction whose base gas is paid and whose operands are known to be there.
 * 0 goes on with the next instruction; anything else leaves the loop (see `control.ts`).
 */
export type Execute = (frame: Frame, machine: Interpreter) => number

export interface Opcode {
  readonly name: string
  readonly baseGas: number
  readonly pops: number
  readonly pushes: number
  readonly execute: Execute
}

/** A table in the form the loop reads: one array a property, indexed by the byte. */
export interface OpcodeTable {
  readonly entries: readonly (Opcode | undefined)[]
  readonly baseGas: Float64Array
  /** Fewest items on the stack; 65535 for bytes without a meaning. */
  readonly minStack: Uint16Array
  /** Most items on the stack before the instruction. */
  readonly maxStack: Uint16Array
  readonly execute: readonly Execute[]
}

const TABLES = new Map<ForkName, OpcodeTable>()

/** Instructions of a fork. */
export function opcodeTableOf(fork: ForkName): OpcodeTable {
  return TABLES.get(fork) as OpcodeTable
}
