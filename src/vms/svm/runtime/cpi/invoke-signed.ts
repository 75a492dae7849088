/** Syscalls that run another program: sol_invoke_signed_c and sol_invoke_signed_rust. */
import { wordToKey } from '../../../../primitives/bytes.ts'
import { addressText, ProgramId } from '../../ids.ts'
import type { Syscall, U64 } from '../../sbpf/index.ts'
import { InstructionFailure } from '../instruction-error.ts'
import { checkPrivileges } from '../privileges.ts'
import { processInstruction } from '../process-instruction.ts'
import { abort, charge, InstructionFault, type ProgramRun, type Vm } from '../run.ts'
import type { AddressedInstruction } from '../types.ts'
import { INFO_C, INFO_RUST, type InfoLayout } from './account-info.ts'
import { passBack, passIn, shareAccounts } from './accounts.ts'
import { readInstructionC, readInstructionRust, readSigners } from './instruction.ts'

const INVOKE_UNITS = 946
const INVOKE_UNITS_BEFORE = 1000

/** Loader instructions (first byte) that programs may invoke: Upgrade, SetAuthority, Close, SetAuthorityChecked. */
const LOADER_INSTRUCTIONS: ReadonlySet<number | undefined> = new Set([3, 4, 5, 7])

const NEVER_INVOKED: ReadonlySet<string> = new Set(
  [ProgramId.nativeLoader, ProgramId.loader1, ProgramId.loader2].map(wordToKey),
)
const UPGRADEABLE_LOADER = wordToKey(ProgramId.upgradeableLoader)

function requireInvocable(vm: Vm, { programId, data }: AddressedInstruction): void {
  const id = wordToKey(programId)
  const refused =
    NEVER_INVOKED.has(id) ||
    vm.host.frame.transaction.host.precompiles.has(id) ||
    (id === UPGRADEABLE_LOADER && !LOADER_INSTRUCTIONS.has(data[0]))
  if (refused) abort(`Program ${addressText(programId)} not supported by inner instructions`)
}

/** Failures of the account rules are the syscall's. */
function guarded<T>(work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    if (thrown instanceof InstructionFailure) throw new InstructionFault(thrown.error)
    throw thrown
  }
}

interface Abi {
  readonly readInstruction: (vm: Vm, address: U64) => AddressedInstruction
  readonly infos: InfoLayout
}

/** (instruction, infos, their number, signers, their number) */
function invokeSigned({ readInstruction, infos }: Abi): Syscall<ProgramRun> {
  return (vm, instruction, infosAddress, infosCount, signersAddress, signersCount) => {
    const { frame } = vm.host
    const { increaseCpiAccountInfoLimit } = frame.transaction.features
    charge(vm, increaseCpiAccountInfoLimit ? INVOKE_UNITS : INVOKE_UNITS_BEFORE)
    const addressed = readInstruction(vm, instruction)
    const signers = readSigners(vm, signersAddress, signersCount)
    requireInvocable(vm, addressed)
    const callee = guarded(() => checkPrivileges(frame, addressed, signers))
    const at = { address: infosAddress, count: infosCount }
    const shared = shareAccounts(vm, callee, at, infos)
    guarded(() => passIn(vm, shared))
    const error = processInstruction(frame.transaction, callee)
    if (error !== undefined) throw new InstructionFault(error)
    passBack(vm, shared)
    return 0
  }
}

export const solInvokeSignedC: Syscall<ProgramRun> = invokeSigned({
  readInstruction: readInstructionC,
  infos: INFO_C,
})
export const solInvokeSignedRust: Syscall<ProgramRun> = invokeSigned({
  readInstruction: readInstructionRust,
  infos: INFO_RUST,
})
