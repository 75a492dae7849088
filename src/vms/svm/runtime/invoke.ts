/** Cross-program invocation from inside the engine: how one builtin calls another program. */
import { InstructionFailure } from './instruction-error.ts'
import type { InvokeContext } from './invoke-context.ts'
import { checkPrivileges } from './privileges.ts'
import { processInstruction } from './process-instruction.ts'
import type { AddressedInstruction } from './types.ts'

/**
 * Runs another program with the caller's privileges and those of `signers` (derived addresses that the caller vouches
 * for). Fails as the other program does.
 */
export function invokeProgram(
  caller: InvokeContext,
  addressed: AddressedInstruction,
  signers: readonly Uint8Array[] = [],
): void {
  const instruction = checkPrivileges(caller, addressed, signers)
  const error = processInstruction(caller.transaction, instruction)
  if (error !== undefined) throw new InstructionFailure(error)
}
