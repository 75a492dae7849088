/**
 * What a program may hand on when it invokes another: each account must be its own, and no account may gain a
 * signature or become writable, except that the caller vouches for addresses derived from its own id.
 */
import { equalBytes } from '../../../primitives/bytes.ts'
import { addressText } from '../ids.ts'
import { fail } from './instruction-error.ts'
import type { InvokeContext } from './invoke-context.ts'
import type { AddressedInstruction, Instruction, InstructionAccount } from './types.ts'

interface United {
  readonly index: number
  signer: boolean
  writable: boolean
}

/** Resolves addresses; flags of an account named twice are united, in each of its places. */
function resolve(caller: InvokeContext, addressed: AddressedInstruction): United[] {
  const { transaction } = caller
  const united = new Map<number, United>()
  return addressed.accounts.map(({ key, signer, writable }) => {
    const index = transaction.indexOf(key)
    if (index === undefined) {
      caller.log(`Instruction references an unknown account ${addressText(key)}`)
      fail('MissingAccount')
    }
    const known = united.get(index)
    if (known !== undefined) {
      known.signer ||= signer
      known.writable ||= writable
      return known
    }
    const meta = { index, signer, writable }
    united.set(index, meta)
    return meta
  })
}

function requirePrivileges(
  caller: InvokeContext,
  account: InstructionAccount,
  signers: readonly Uint8Array[],
): void {
  const position = caller.positionOf(account.index)
  if (position < 0) fail('MissingAccount')
  const own = caller.instruction.accounts[position]!
  const { key } = caller.transaction.accounts[account.index]!
  if (account.writable && !own.writable) {
    caller.log(`${addressText(key)}'s writable privilege escalated`)
    fail('PrivilegeEscalation')
  }
  if (account.signer && !own.signer && !signers.some((derived) => equalBytes(derived, key))) {
    caller.log(`${addressText(key)}'s signer privilege escalated`)
    fail('PrivilegeEscalation')
  }
}

/** Fails MissingAccount, PrivilegeEscalation (with Solana's log line). */
export function checkPrivileges(
  caller: InvokeContext,
  addressed: AddressedInstruction,
  signers: readonly Uint8Array[],
): Instruction {
  const accounts = resolve(caller, addressed)
  for (const account of new Set(accounts)) requirePrivileges(caller, account, signers)
  const program = caller.transaction.indexOf(addressed.programId)
  if (program === undefined || caller.positionOf(program) < 0) {
    caller.log(`Unknown program ${addressText(addressed.programId)}`)
    fail('MissingAccount')
  }
  return { program, accounts, data: addressed.data }
}
