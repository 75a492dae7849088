/** A message with its lookups resolved: all keys in order, and what the transaction may do with each of them. */
import { type KeyTable, type KnownKey, Trait } from '../known-keys.ts'
import type { KnownMessage, SolanaMessage } from './message.ts'
import { refuse } from './refuse.ts'

/** MAX_TX_ACCOUNT_LOCKS. */
export const ACCOUNT_LOCKS_MAX = 64

/** Addresses that a message loads from lookup tables, in the order of its lookups. */
export interface LoadedAddresses {
  readonly writable: readonly Uint8Array[]
  readonly readonly: readonly Uint8Array[]
}

/** Bits of {@link LoadedMessage.flags}. */
export const KeyFlag = {
  /** The transaction may change the account. */
  writable: 1,
  /** The account's key has signed. */
  signer: 2,
  /** Some instruction runs it as a program. */
  invoked: 4,
  /** Some instruction passes it to its program. */
  passed: 8,
} as const

export interface LoadedMessage {
  readonly message: KnownMessage
  /** Static keys, then looked-up writable ones, then looked-up read-only ones. */
  readonly keys: readonly Uint8Array[]
  /** By index. */
  readonly known: readonly KnownKey[]
  /** By index: bits of {@link KeyFlag}. */
  readonly flags: readonly number[]
}

/** Whether any of some bits is set for a key. */
export function hasFlag(
  { flags }: Pick<LoadedMessage, 'flags'>,
  index: number,
  bits: number,
): boolean {
  return (flags[index]! & bits) !== 0
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
 * loader is among the keys. Looked-up keys become those of `table`.
 */
export function loadMessage(
  message: KnownMessage,
  loaded: LoadedAddresses,
  table: KeyTable,
): LoadedMessage {
  const looked = loaded.writable.length
  let { known, staticKeys: keys } = message as Pick<KnownMessage, 'known' | 'staticKeys'>
  if (looked + loaded.readonly.length > 0) {
    known = [...known, ...[...loaded.writable, ...loaded.readonly].map((key) => table.of(key))]
    keys = known.map(({ bytes }) => bytes)
  }
  const flags = new Array<number>(keys.length)
  let traits = 0
  for (let index = 0; index < keys.length; index++) {
    flags[index] = index < message.header.requiredSignatures ? KeyFlag.signer : 0
    traits |= known[index]!.traits
  }
  for (const { program, accounts } of message.instructions) {
    flags[program]! |= KeyFlag.invoked
    for (let i = 0; i < accounts.length; i++) flags[accounts[i]!]! |= KeyFlag.passed
  }
  // Invoked programs are read-only unless the upgradeable loader is there.
  const locked = (traits & Trait.upgradeableLoader) !== 0 ? 0 : KeyFlag.invoked
  for (let index = 0; index < keys.length; index++) {
    if (!mayWrite(message, index, looked)) continue
    if (known[index]!.is(Trait.reserved) || (flags[index]! & locked) !== 0) continue
    flags[index]! |= KeyFlag.writable
  }
  return { message, keys, known, flags }
}

/** Below this, comparing each with each is faster than a set. */
const FEW_KEYS = 12

function areDistinct(known: readonly KnownKey[]): boolean {
  if (known.length > FEW_KEYS) return new Set(known).size === known.length
  for (let i = 1; i < known.length; i++)
    for (let j = 0; j < i; j++) if (known[i] === known[j]) return false
  return true
}

/** Throws TooManyAccountKeys or DuplicateAccountKeys. */
export function checkLocks({ known }: Pick<LoadedMessage, 'known'>): void {
  if (known.length > ACCOUNT_LOCKS_MAX)
    refuse('TooManyAccountLocks', `at most ${ACCOUNT_LOCKS_MAX} accounts, got ${known.length}`)
  if (!areDistinct(known)) refuse('AccountLoadedTwice', 'every account once')
}
