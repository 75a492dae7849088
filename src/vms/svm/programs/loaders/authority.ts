/** Loader instructions that change who may change a program, and that close its accounts. */
import { equalBytes } from '../../../../primitives/bytes.ts'
import { addressText } from '../../ids.ts'
import type { InvokeContext } from '../../runtime/invoke-context.ts'
import { isSame, putState, refuse, stateOf } from './accounts.ts'
import { changed } from './deploy.ts'
import { UNINITIALIZED_SIZE } from './state.ts'

/** How a kind of account words its refusals. */
const WORDS = {
  buffer: {
    immutable: 'Buffer is immutable',
    incorrect: 'Incorrect buffer authority provided',
    unsigned: 'Buffer authority did not sign',
  },
  programData: {
    immutable: 'Program not upgradeable',
    incorrect: 'Incorrect upgrade authority provided',
    unsigned: 'Upgrade authority did not sign',
  },
} as const

/**
 * Accounts: buffer or program data, its authority (signer), the new authority (a signer too if `isChecked`). A
 * program's authority may be left out: it can never be changed again.
 */
export function setAuthority(invoke: InvokeContext, isChecked: boolean): void {
  invoke.requireAccounts(isChecked ? 3 : 2)
  const account = invoke.account(0)
  const next = invoke.accountCount > 2 ? invoke.key(2) : undefined
  const state = stateOf(account)
  if (state.kind !== 'buffer' && state.kind !== 'programData')
    refuse(invoke, 'Account does not support authorities', 'InvalidArgument')
  const words = WORDS[state.kind]
  if (state.kind === 'buffer' && next === undefined)
    refuse(invoke, 'Buffer authority is not optional', 'IncorrectAuthority')
  if (state.authority === undefined) refuse(invoke, words.immutable, 'Immutable')
  if (!equalBytes(state.authority, invoke.key(1)))
    refuse(invoke, words.incorrect, 'IncorrectAuthority')
  if (!invoke.isSigner(1)) refuse(invoke, words.unsigned, 'MissingRequiredSignature')
  if (isChecked && !invoke.isSigner(2))
    refuse(invoke, 'New authority did not sign', 'MissingRequiredSignature')
  putState(account, { ...state, authority: next })
  const shown = next && addressText(next)
  if (isChecked) invoke.log(`New authority ${shown}`)
  else invoke.log(`New authority ${shown === undefined ? 'None' : `Some(${shown})`}`)
}

/** Moves the lamports of account 0 to account 1 for the authority at 2. */
function closeFor(invoke: InvokeContext, authority: Uint8Array | undefined): void {
  if (authority === undefined) refuse(invoke, 'Account is immutable', 'Immutable')
  if (!isSame(authority, invoke.key(2)))
    refuse(invoke, 'Incorrect authority provided', 'IncorrectAuthority')
  if (!invoke.isSigner(2)) refuse(invoke, 'Authority did not sign', 'MissingRequiredSignature')
  const account = invoke.account(0)
  invoke.account(1).addLamports(account.lamports)
  account.setLamports(0n)
  putState(account, { kind: 'uninitialized' })
}

function closeProgram(
  invoke: InvokeContext,
  state: { readonly slot: bigint; readonly authority: Uint8Array | undefined },
): void {
  invoke.requireAccounts(4)
  const program = invoke.account(3)
  if (!program.isWritable) refuse(invoke, 'Program account is not writable', 'InvalidArgument')
  if (!program.isOwnedByProgram)
    refuse(invoke, 'Program account not owned by loader', 'IncorrectProgramId')
  if (invoke.transaction.sysvars.clock.slot === state.slot)
    refuse(invoke, 'Program was deployed in this block already', 'InvalidArgument')
  const programState = stateOf(program)
  if (programState.kind !== 'program') refuse(invoke, 'Invalid Program account', 'InvalidArgument')
  if (!equalBytes(programState.programData, invoke.key(0))) {
    refuse(invoke, 'ProgramData account does not match ProgramData account', 'InvalidArgument')
  }
  closeFor(invoke, state.authority)
  changed(invoke, 3)
  invoke.log(`Closed Program ${addressText(program.key)}`)
}

/** Accounts: account, recipient, authority (signer; not for an uninitialized account), program (of program data). */
export function close(invoke: InvokeContext): void {
  invoke.requireAccounts(2)
  const [first, second] = invoke.instruction.accounts
  if (first!.index === second!.index) {
    refuse(invoke, 'Recipient is the same as the account being closed', 'InvalidArgument')
  }
  const account = invoke.account(0)
  const key = addressText(account.key)
  const state = stateOf(account)
  account.setDataLength(UNINITIALIZED_SIZE)
  if (state.kind === 'uninitialized') {
    invoke.account(1).addLamports(account.lamports)
    account.setLamports(0n)
    invoke.log(`Closed Uninitialized ${key}`)
  } else if (state.kind === 'buffer') {
    invoke.requireAccounts(3)
    closeFor(invoke, state.authority)
    invoke.log(`Closed Buffer ${key}`)
  } else if (state.kind === 'programData') {
    closeProgram(invoke, state)
  } else {
    refuse(invoke, 'Account does not support closing', 'InvalidArgument')
  }
}
