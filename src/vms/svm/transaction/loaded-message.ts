/** A message with its lookups resolved: all keys in order, and what the transaction may do with each of them. */
import { wordToKey } from '../../../primitives/bytes.ts'
import { isReservedKey, ProgramId } from '../ids.ts'
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
  /** By index: `wordToKey(key)`, made once for everything that looks an account up. */
  readonly ids: readonly string[]
  /** By index: the transaction may change the account. */
  readonly writable: readonly boolean[]
  /** By index: the account's key has signed. */
  readonly signer: readonly boolean[]
  /** By index: some instruction runs it as a program. */
  readonly invoked: readonly boolean[]
  /** By index: some instruction passes it to its program. */
  readonly passed: readonly boolean[]
}

const UPGRADEABLE_LOADER = wordToKey(ProgramId.upgradeableLoader)

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
  const looked = loaded.writable.length
  const keys =
    looked + loaded.readonly.length === 0
      ? message.staticKeys
      : [...message.staticKeys, ...loaded.writable, ...loaded.readonly]
  const ids: string[] = []
  const signer: boolean[] = []
  const invoked: boolean[] = []
  const passed: boolean[] = []
  const writable: boolean[] = []
  for (let index = 0; index < keys.length; index++) {
    ids.push(wordToKey(keys[index]!))
    signer.push(index < message.header.requiredSignatures)
    invoked.push(false)
    passed.push(false)
  }
  for (const { program, accounts } of message.instructions) {
    invoked[program] = true
    for (let i = 0; i < accounts.length; i++) passed[accounts[i]!] = true
  }
  const upgrades = ids.includes(UPGRADEABLE_LOADER)
  for (let index = 0; index < keys.length; index++) {
    writable.push(
      mayWrite(message, index, looked) &&
        !isReservedKey(ids[index]!) &&
        (invoked[index] !== true || upgrades),
    )
  }
  return { message, keys, ids, writable, signer, invoked, passed }
}

/** Below this, comparing each with each is faster than a set. */
const FEW_KEYS = 12

function areDistinct(ids: readonly string[]): boolean {
  if (ids.length > FEW_KEYS) return new Set(ids).size === ids.length
  for (let i = 1; i < ids.length; i++)
    for (let j = 0; j < i; j++) if (ids[i] === ids[j]) return false
  return true
}

/** Throws TooManyAccountKeys or DuplicateAccountKeys. */
export function checkLocks({ keys, ids }: Pick<LoadedMessage, 'keys' | 'ids'>): void {
  if (keys.length > ACCOUNT_LOCKS_MAX)
    refuse('TooManyAccountLocks', `at most ${ACCOUNT_LOCKS_MAX} accounts, got ${keys.length}`)
  if (!areDistinct(ids)) refuse('AccountLoadedTwice', 'every account once')
}
