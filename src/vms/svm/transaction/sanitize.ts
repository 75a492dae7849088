/**
 * Checks of a transaction's form that need no state (Solana's `sanitize`). Throws InvalidTransactionError
 * (MalformedTransaction, with Solana's SanitizeFailure); changes nothing.
 */
import type { SolanaTransaction } from './decode.ts'
import type { SolanaMessage } from './message.ts'
import { refuse } from './refuse.ts'

/** Keys of one message, looked-up ones included. */
export const MESSAGE_KEYS_MAX = 256
/** static_instruction_limit (SIMD-0160). */
export const INSTRUCTIONS_MAX = 64

function fail(why: string): never {
  refuse('SanitizeFailure', why)
}

function checkHeader({ header, staticKeys }: SolanaMessage): void {
  const { requiredSignatures, readonlySigned, readonlyUnsigned } = header
  if (requiredSignatures + readonlyUnsigned > staticKeys.length)
    fail('a header that fits the number of keys')
  if (readonlySigned >= requiredSignatures) fail('a fee payer that signs and can be written')
}

function checkLookups(message: SolanaMessage): number {
  let loaded = 0
  for (const { writable, readonly } of message.lookups) {
    if (writable.length + readonly.length === 0) fail('lookups that load an address each')
    loaded += writable.length + readonly.length
  }
  return message.staticKeys.length + loaded
}

function checkInstructions(message: SolanaMessage, keys: number): void {
  if (message.instructions.length > INSTRUCTIONS_MAX)
    fail(`at most ${INSTRUCTIONS_MAX} instructions, got ${message.instructions.length}`)
  for (const { program, accounts } of message.instructions) {
    if (program === 0) fail('programs other than the fee payer')
    if (program >= message.staticKeys.length) fail('programs among the static keys')
    for (const index of accounts) if (index >= keys) fail(`account indexes below ${keys}`)
  }
}

export function sanitize({ signatures, message }: SolanaTransaction): void {
  const required = message.header.requiredSignatures
  if (signatures.length !== required)
    fail(`${required} signatures as the header says, got ${signatures.length}`)
  checkHeader(message)
  const keys = checkLookups(message)
  if (keys > MESSAGE_KEYS_MAX) fail(`at most ${MESSAGE_KEYS_MAX} keys, got ${keys}`)
  checkInstructions(message, keys)
}
