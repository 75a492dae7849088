/** A compiled program at work: what its syscalls share, and how they fail. */
import { approximate, type U64, type VmContext, VmFault } from '../sbpf/index.ts'
import {
  type InstructionError,
  instructionError,
  instructionErrorText,
} from './instruction-error.ts'
import type { InvokeContext } from './invoke-context.ts'
import type { SerializedAccount } from './serialize.ts'

/** Host of the VM's syscalls: one for each run of a program. */
export interface ProgramRun {
  readonly frame: InvokeContext
  readonly accounts: readonly SerializedAccount[]
  /** Bytes that `sol_alloc_free_` has given out. */
  heapUsed: number
}

/** State of the VM as the syscalls of this runtime get it. */
export type Vm = VmContext<ProgramRun>

/** A syscall that fails its program with an instruction error. */
export class InstructionFault extends VmFault {
  readonly error: InstructionError

  constructor(error: InstructionError) {
    super('syscall', instructionErrorText(error))
    this.error = error
  }
}

/** Fails the program with ProgramFailedToComplete; the text is the log's. */
export function abort(text: string): never {
  throw new VmFault('syscall', text)
}

/** Fails the program with an instruction error. */
export function abortWith(name: Parameters<typeof instructionError>[0]): never {
  throw new InstructionFault(instructionError(name))
}

/** Charges compute units before the work; fails ComputationalBudgetExceeded with none left. */
export function charge({ meter }: Vm, units: U64): void {
  const amount = approximate(units)
  if (meter.remaining < amount) {
    meter.remaining = 0
    abortWith('ComputationalBudgetExceeded')
  }
  meter.remaining -= amount
}
