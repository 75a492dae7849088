/** A message with its lookups resolved: all keys in order, and what the transaction may do with each of them. */
import { equalBytes, wordToKey } from '../../../primitives/bytes.ts'
import { isReserved, ProgramId } from '../ids.ts'
import type { SolanaMessage } from './message.ts'
import { refuse } from './refuse.ts'

/** MAX_TX_ACCOUNT_LOCKS. */
export const ACCOUNT_LOCKS_MAX = 64

/** Addresses that a message loads from lookup tables, in the order of its lookups. */
export interface LoadedAddresses {
  readonly writable: readonly Uint8Array[]
  readonly readonly: readonly Uint8Array[]
}

export interface LoadedMessage {
  readonly message: SolanaMessage
  /** Static keys, then looked-up writable ones, then looked-up read-only ones. */
  readonly keys: readonly Uint8Array[]
  /** By index: the transaction may change the account. */
  readonly writable: readonly boolean[]
  /** By index: the account's key has signed. */
  readonly signer: readonly boolean[]
  /** By index: some instruction runs it as a program. */
  readonly invoked: readonly boolean[]
  /** By index: some instruction passes it to its program. */
  readonly passed: readonly boolean[]
}

/** By header alone. */
function mayWrite(message: SolanaMessage, index: number, looked: number): boolean {
  const { requiredSignatures, readonlySigned, readonlyUnsigned } = message.header
  const statics = message.staticKeys.length
  if (index >= statics) return index < statics + looked
  if (index < requiredSignatures) return index < requiredSignatures - readonlySigned
  return index < statics - readonlyUnsigned
}

/**
 * Resolves what each key may do: reserved keys and invoked programs are read-only, the latter unless the upgradeable
 * loader is among the keys.
 */
export function loadMessage(message: SolanaMessage, loaded: LoadedAddresses): LoadedMessage {
  const keys = [...message.staticKeys, ...loaded.writable, ...loaded.readonly]
  const invoked: boolean[] = keys.map(() => false)
  const passed: boolean[] = keys.map(() => false)
  for (const { program, accounts } of message.instructions) {
    invoked[program] = true
    for (const index of accounts) passed[index] = true
  }
  const upgrades = keys.some((key) => equalBytes(key, ProgramId.upgradeableLoader))
  const writable = keys.map(
    (key, index) =>
      mayWrite(message, index, loaded.writable.length) &&
      !isReserved(key) &&
      (invoked[index] !== true || upgrades),
  )
  const signer = keys.map((_, index) => index < message.header.requiredSignatures)
  return { message, keys, writable, signer, invoked, passed }
}

/** Throws TooManyAccountKeys or DuplicateAccountKeys. */
export function checkLocks({ keys }: Pick<LoadedMessage, 'keys'>): void {
  if (keys.length > ACCOUNT_LOCKS_MAX)
    refuse('TooManyAccountLocks', `at most ${ACCOUNT_LOCKS_MAX} accounts, got ${keys.length}`)
  if (new Set(keys.map(wordToKey)).size !== keys.length)
    refuse('AccountLoadedTwice', 'every account once')
}
