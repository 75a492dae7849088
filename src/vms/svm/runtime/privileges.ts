/**
 * What a program may hand on when it invokes another: each account must be its own, and no account may gain a
 * signature or become writable, except that the caller vouches for addresses derived from its own id.
 */
import { equalBytes } from '../../../primitives/bytes.ts'
import { addressText } from '../ids.ts'
import { fail } from './instruction-error.ts'
import type { InvokeContext } from './invoke-context.ts'
import type { AddressedInstruction, Instruction, InstructionAccount } from './types.ts'

function unknown(caller: InvokeContext, key: Uint8Array): never {
  caller.log(`Instruction references an unknown account ${addressText(key)}`)
  fail('MissingAccount')
}

/** Resolves addresses; flags of an account named twice are united, in each of its places. */
function resolve(caller: InvokeContext, addressed: AddressedInstruction): InstructionAccount[] {
  const { transaction } = caller
  const united = new Map<number, { index: number; signer: boolean; writable: boolean }>()
  return addressed.accounts.map(({ key, signer, writable }) => {
    const index = transaction.indexOf(key)
    if (index === undefined) unknown(caller, key)
    const known = united.get(index)
    if (known !== undefined) {
      known.signer ||= signer
      known.writable ||= writable
      return known
    }
    if (caller.positionOf(index) < 0) unknown(caller, key)
    const meta = { index, signer, writable }
    united.set(index, meta)
    return meta
  })
}

/** Fails MissingAccount, PrivilegeEscalation (with Solana's log line). */
export function checkPrivileges(
  caller: InvokeContext,
  addressed: AddressedInstruction,
  signers: readonly Uint8Array[],
): Instruction {
  const { transaction } = caller
  const accounts = resolve(caller, addressed)
  const checked = new Set<number>()
  for (const { index, signer, writable } of accounts) {
    if (checked.has(index)) continue
    checked.add(index)
    const own = caller.instruction.accounts[caller.positionOf(index)]!
    const { key } = transaction.accounts[index]!
    if (writable && !own.writable) {
      caller.log(`${addressText(key)}'s writable privilege escalated`)
      fail('PrivilegeEscalation')
    }
    if (signer && !own.signer && !signers.some((derived) => equalBytes(derived, key))) {
      caller.log(`${addressText(key)}'s signer privilege escalated`)
      fail('PrivilegeEscalation')
    }
  }
  const program = transaction.indexOf(addressed.programId)
  if (program === undefined || caller.positionOf(program) < 0) {
    caller.log(`Unknown program ${addressText(addressed.programId)}`)
    fail('MissingAccount')
  }
  return { program, accounts, data: addressed.data }
}
