/** Loader instructions that bring program code: buffer, write, deploy, upgrade, extend. */
import { equalBytes } from '../../../../primitives/bytes.ts'
import { addressText, ProgramId, SysvarId } from '../../ids.ts'
import { invokeProgram } from '../../runtime/invoke.ts'
import type { InvokeContext } from '../../runtime/invoke-context.ts'
import { findProgramAddress } from '../../runtime/program-address.ts'
import { rentMinimum } from '../../runtime/sysvars.ts'
import { ACCOUNT_DATA_MAX } from '../../runtime/transaction-context.ts'
import {
  isSame,
  putState,
  refuse,
  requireDistinct,
  requireSysvar,
  stateOf,
  verifyProgram,
} from './accounts.ts'
import { BUFFER_HEADER, PROGRAM_SIZE, PROGRAMDATA_HEADER } from './state.ts'

/** SIMD-0431. */
const EXTEND_MIN = 10_240

/** Accounts: buffer, authority. */
export function initializeBuffer(invoke: InvokeContext): void {
  invoke.requireAccounts(2)
  const buffer = invoke.account(0)
  if (stateOf(buffer).kind !== 'uninitialized')
    refuse(invoke, 'Buffer account already initialized', 'AccountAlreadyInitialized')
  putState(buffer, { kind: 'buffer', authority: invoke.key(1) })
}

/** Accounts: buffer, authority (signer). */
export function write(invoke: InvokeContext, offset: number, bytes: Uint8Array): void {
  invoke.requireAccounts(2)
  const buffer = invoke.account(0)
  const state = stateOf(buffer)
  if (state.kind !== 'buffer') refuse(invoke, 'Invalid Buffer account', 'InvalidAccountData')
  if (state.authority === undefined) refuse(invoke, 'Buffer is immutable', 'Immutable')
  if (!equalBytes(state.authority, invoke.key(1)))
    refuse(invoke, 'Incorrect buffer authority provided', 'IncorrectAuthority')
  if (!invoke.isSigner(1))
    refuse(invoke, 'Buffer authority did not sign', 'MissingRequiredSignature')
  const data = buffer.writableData()
  const start = BUFFER_HEADER + offset
  const end = start + bytes.length
  if (data.length < end)
    refuse(invoke, `Write overflow: ${data.length} < ${end}`, 'AccountDataTooSmall')
  data.set(bytes, start)
}

/** Checks a buffer with new code and its authority; its ELF. */
function checkBuffer(invoke: InvokeContext, position: number, authority: number): Uint8Array {
  const buffer = invoke.account(position)
  if (!buffer.isWritable) refuse(invoke, 'Buffer account not writeable', 'InvalidArgument')
  if (!buffer.isOwnedByProgram)
    refuse(invoke, 'Buffer account not owned by loader', 'IncorrectProgramId')
  const state = stateOf(buffer)
  if (state.kind !== 'buffer') refuse(invoke, 'Invalid Buffer account', 'InvalidArgument')
  if (!isSame(state.authority, invoke.key(authority)))
    refuse(invoke, "Buffer and upgrade authority don't match", 'IncorrectAuthority')
  if (!invoke.isSigner(authority))
    refuse(invoke, 'Upgrade authority did not sign', 'MissingRequiredSignature')
  const elf = buffer.data.subarray(BUFFER_HEADER)
  if (elf.length === 0) refuse(invoke, 'Buffer account too small', 'InvalidAccountData')
  return elf
}

function checkNewProgram(invoke: InvokeContext): Uint8Array {
  const program = invoke.account(2)
  if (stateOf(program).kind !== 'uninitialized')
    refuse(invoke, 'Program account already initialized', 'AccountAlreadyInitialized')
  if (program.data.length < PROGRAM_SIZE)
    refuse(invoke, 'Program account too small', 'AccountDataTooSmall')
  if (!program.isRentExemptAt(program.data.length))
    refuse(invoke, 'Program account not rent-exempt', 'ExecutableAccountNotRentExempt')
  return program.key
}

/** System CreateAccount of the program data; the buffer comes along so that the sum of lamports stays in balance. */
function createProgramData(invoke: InvokeContext, address: Uint8Array, length: number): void {
  const minimum = rentMinimum(invoke.transaction.sysvars.rent, length)
  const data = new Uint8Array(52)
  const view = new DataView(data.buffer)
  view.setBigUint64(4, minimum > 1n ? minimum : 1n, true)
  view.setBigUint64(12, BigInt(length), true)
  data.set(invoke.programId, 20)
  const accounts = [
    { key: invoke.key(0), signer: true, writable: true },
    { key: address, signer: true, writable: true },
    { key: invoke.key(3), signer: false, writable: true },
  ]
  invokeProgram(invoke, { programId: ProgramId.system, accounts, data }, [address])
}

/** Accounts: payer, program data, program, buffer, rent, clock, system program, authority (signer). */
export function deploy(invoke: InvokeContext, maxDataLength: bigint): void {
  invoke.requireAccounts(4)
  requireSysvar(invoke, 4, SysvarId.rent)
  requireSysvar(invoke, 5, SysvarId.clock)
  invoke.requireAccounts(8)
  const program = checkNewProgram(invoke)
  const elf = checkBuffer(invoke, 3, 7)
  if (maxDataLength < elf.length) {
    refuse(invoke, 'Max data length is too small to hold Buffer data', 'AccountDataTooSmall')
  }
  if (maxDataLength + BigInt(PROGRAMDATA_HEADER) > BigInt(ACCOUNT_DATA_MAX))
    refuse(invoke, 'Max data length is too large', 'InvalidArgument')
  const { crypto } = invoke.transaction.host
  const derived = findProgramAddress(crypto, [program], invoke.programId)
  if (derived === undefined || !equalBytes(derived.address, invoke.key(1)))
    refuse(invoke, 'ProgramData address is not derived', 'InvalidArgument')
  requireDistinct(invoke, 3, 0)
  const buffer = invoke.account(3)
  invoke.account(0).addLamports(buffer.lamports)
  buffer.setLamports(0n)
  createProgramData(invoke, derived.address, PROGRAMDATA_HEADER + Number(maxDataLength))
  verifyProgram(invoke, elf)
  const { slot } = invoke.transaction.sysvars.clock
  const programData = invoke.account(1)
  putState(programData, { kind: 'programData', slot, authority: invoke.key(7) })
  programData.writableData().set(elf, PROGRAMDATA_HEADER)
  buffer.setDataLength(BUFFER_HEADER)
  const account = invoke.account(2)
  putState(account, { kind: 'program', programData: derived.address })
  account.setExecutable(true)
  changed(invoke, 2)
  invoke.log(`Deployed program ${addressText(program)}`)
}

/** The program at that position does not run any more in this slot. */
export function changed(invoke: InvokeContext, position: number): void {
  const { transaction } = invoke
  const { accounts } = transaction
  transaction.noteChangedProgram(accounts[invoke.instruction.accounts[position]!.index]!.id)
}

function checkUpgradedProgram(invoke: InvokeContext): Uint8Array {
  const program = invoke.account(1)
  if (!program.isWritable) refuse(invoke, 'Program account not writeable', 'InvalidArgument')
  if (!program.isOwnedByProgram)
    refuse(invoke, 'Program account not owned by loader', 'IncorrectProgramId')
  const state = stateOf(program)
  if (state.kind !== 'program') refuse(invoke, 'Invalid Program account', 'InvalidAccountData')
  if (!equalBytes(state.programData, invoke.key(0)))
    refuse(invoke, 'Program and ProgramData account mismatch', 'InvalidArgument')
  return program.key
}

/** Lamports the program data must keep. */
function checkProgramData(invoke: InvokeContext, elfLength: number, funds: bigint): bigint {
  const programData = invoke.account(0)
  const { length } = programData.data
  const { rent, clock } = invoke.transaction.sysvars
  const minimum = rentMinimum(rent, length)
  const required = minimum > 1n ? minimum : 1n
  if (length < PROGRAMDATA_HEADER + elfLength)
    refuse(invoke, 'ProgramData account not large enough', 'AccountDataTooSmall')
  if (programData.lamports + funds < required)
    refuse(invoke, 'Buffer account balance too low to fund upgrade', 'InsufficientFunds')
  const state = stateOf(programData)
  if (state.kind !== 'programData')
    refuse(invoke, 'Invalid ProgramData account', 'InvalidAccountData')
  if (clock.slot === state.slot)
    refuse(invoke, 'Program was deployed in this block already', 'InvalidArgument')
  if (state.authority === undefined) refuse(invoke, 'Program not upgradeable', 'Immutable')
  if (!equalBytes(state.authority, invoke.key(6)))
    refuse(invoke, 'Incorrect upgrade authority provided', 'IncorrectAuthority')
  if (!invoke.isSigner(6))
    refuse(invoke, 'Upgrade authority did not sign', 'MissingRequiredSignature')
  return required
}

/** Accounts: program data, program, buffer, spill, rent, clock, authority (signer). */
export function upgrade(invoke: InvokeContext): void {
  invoke.requireAccounts(3)
  requireSysvar(invoke, 4, SysvarId.rent)
  requireSysvar(invoke, 5, SysvarId.clock)
  invoke.requireAccounts(7)
  const program = checkUpgradedProgram(invoke)
  const elf = checkBuffer(invoke, 2, 6)
  const buffer = invoke.account(2)
  const funds = buffer.lamports
  const required = checkProgramData(invoke, elf.length, funds)
  verifyProgram(invoke, elf)
  const { slot } = invoke.transaction.sysvars.clock
  const programData = invoke.account(0)
  putState(programData, { kind: 'programData', slot, authority: invoke.key(6) })
  const data = programData.writableData()
  data.set(elf, PROGRAMDATA_HEADER)
  data.fill(0, PROGRAMDATA_HEADER + elf.length)
  requireDistinct(invoke, 0, 2, 3)
  const rest = programData.lamports + funds - required
  invoke.account(3).addLamports(rest > 0n ? rest : 0n)
  buffer.setLamports(0n)
  programData.setLamports(required)
  buffer.setDataLength(BUFFER_HEADER)
  changed(invoke, 1)
  invoke.log(`Upgraded program ${addressText(program)}`)
}

function checkExtended(invoke: InvokeContext): void {
  requireDistinct(invoke, 0, 1)
  const program = invoke.account(1)
  if (!program.isWritable) refuse(invoke, 'Program account is not writable', 'InvalidArgument')
  if (!program.isOwnedByProgram)
    refuse(invoke, 'Program account not owned by loader', 'InvalidAccountOwner')
  const state = stateOf(program)
  if (state.kind !== 'program') refuse(invoke, 'Invalid Program account', 'InvalidAccountData')
  if (!equalBytes(state.programData, invoke.key(0))) {
    refuse(invoke, 'Program account does not match ProgramData account', 'InvalidArgument')
  }
}

function checkExtension(invoke: InvokeContext, additional: number): number {
  const { length } = invoke.account(0).data
  const extended = length + additional
  if (extended > ACCOUNT_DATA_MAX) {
    refuse(
      invoke,
      `Extended ProgramData length of ${extended} bytes exceeds max account data length of ${ACCOUNT_DATA_MAX} bytes`,
      'InvalidRealloc',
    )
  }
  if (additional < EXTEND_MIN && extended !== ACCOUNT_DATA_MAX) {
    refuse(
      invoke,
      `ExtendProgram requires a minimum of ${EXTEND_MIN} additional bytes or to extend to maximum size, but only ${additional} were requested`,
      'InvalidArgument',
    )
  }
  return extended
}

/** Pays from account 3 what the longer program data lacks. */
function payForExtension(invoke: InvokeContext, length: number): void {
  const minimum = rentMinimum(invoke.transaction.sysvars.rent, length)
  const missing = (minimum > 1n ? minimum : 1n) - invoke.account(0).lamports
  if (missing <= 0n) return
  const data = new Uint8Array(12)
  data[0] = 2
  new DataView(data.buffer).setBigUint64(4, missing, true)
  const accounts = [
    { key: invoke.key(3), signer: true, writable: true },
    { key: invoke.key(0), signer: false, writable: true },
  ]
  invokeProgram(invoke, { programId: ProgramId.system, accounts, data })
}

/** Accounts: program data, program, system program, payer (signer, where rent is missing). */
export function extend(invoke: InvokeContext, additional: number): void {
  if (additional === 0)
    refuse(invoke, 'Additional bytes must be greater than 0', 'InvalidInstructionData')
  const programData = invoke.account(0)
  if (!programData.isOwnedByProgram)
    refuse(invoke, 'ProgramData owner is invalid', 'InvalidAccountOwner')
  if (!programData.isWritable) refuse(invoke, 'ProgramData is not writable', 'InvalidArgument')
  checkExtended(invoke)
  const length = checkExtension(invoke, additional)
  const { slot } = invoke.transaction.sysvars.clock
  const state = stateOf(programData)
  if (state.kind !== 'programData')
    refuse(invoke, 'ProgramData state is invalid', 'InvalidAccountData')
  if (slot === state.slot)
    refuse(invoke, 'Program was extended in this block already', 'InvalidArgument')
  const { authority } = state
  if (authority === undefined) {
    refuse(invoke, 'Cannot extend ProgramData accounts that are not upgradeable', 'Immutable')
  }
  payForExtension(invoke, length)
  programData.setDataLength(length)
  verifyProgram(invoke, programData.data.subarray(PROGRAMDATA_HEADER))
  putState(programData, { kind: 'programData', slot, authority })
  changed(invoke, 1)
  invoke.log(`Extended ProgramData account by ${additional} bytes`)
}
