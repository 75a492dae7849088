/**
 * Loading the accounts of a transaction (SIMD-0186, SIMD-0083): sizes are counted against the limit it asked for, and
 * every program must exist and belong to a loader. What fails here costs the fee and nothing else (SIMD-0082).
 */
import { equalBytes } from '../../../primitives/bytes.ts'
import { ProgramId, SysvarId } from '../ids.ts'
import { type KeyTable, type KnownKey, Trait } from '../known-keys.ts'
import { NO_ACCOUNT, type SvmAccount } from '../state/accounts.ts'
import { instructionsSysvar } from './instructions-sysvar.ts'
import type { LoadedMessage } from './loaded-message.ts'
import type { TransactionErrorName } from './transaction-error.ts'

/** Bytes that every existing account counts besides its data. */
const ACCOUNT_BYTES = 64
/** A full lookup table and its account. */
const LOOKUP_TABLE_BYTES = 8_248

const LOADERS: readonly Uint8Array[] = [
  ProgramId.nativeLoader,
  ProgramId.upgradeableLoader,
  ProgramId.loader2,
  ProgramId.loader1,
  ProgramId.loader4,
]

export interface LoadedAccounts {
  /** By index of the message's keys; absent accounts are {@link NO_ACCOUNT}. */
  readonly accounts: readonly SvmAccount[]
  /** Counted size. */
  readonly bytes: number
}

export type LoadResult =
  | LoadedAccounts
  | { readonly error: TransactionErrorName; readonly bytes: number }

/** What reads accounts: the block's context. */
export interface AccountSource {
  readonly keys: KeyTable
  loadKnown(key: KnownKey): SvmAccount | undefined
}

function isLoader(owner: Uint8Array): boolean {
  for (let i = 0; i < LOADERS.length; i++) if (equalBytes(LOADERS[i]!, owner)) return true
  return false
}

class Loader {
  private readonly source: AccountSource
  private readonly message: LoadedMessage
  private readonly limit: number
  /** Program data that was counted without being named; made at first use. */
  private counted: Set<KnownKey> | undefined
  bytes = 0

  constructor(source: AccountSource, message: LoadedMessage, limit: number) {
    this.source = source
    this.message = message
    this.limit = limit
  }

  /** False over the limit. */
  count(bytes: number): boolean {
    this.bytes += bytes
    return this.bytes <= this.limit
  }

  /** Data of the programs of the upgradeable loader counts once, named or not. */
  countProgramData({ owner, data }: SvmAccount): boolean {
    if (!equalBytes(owner, ProgramId.upgradeableLoader)) return true
    if (data.length < 36 || data[0] !== 2 || data[1] !== 0 || data[2] !== 0 || data[3] !== 0)
      return true
    const key = this.source.keys.inside(data, 4)
    if (this.message.known.includes(key) || this.counted?.has(key) === true) return true
    const programData = this.source.loadKnown(key)
    if (programData === undefined) return true
    this.counted ??= new Set()
    this.counted.add(key)
    return this.count(ACCOUNT_BYTES + programData.data.length)
  }

  /** Undefined over the limit. */
  loadAll(): SvmAccount[] | undefined {
    const { known } = this.message
    const accounts = new Array<SvmAccount>(known.length)
    for (let index = 0; index < known.length; index++) {
      const key = known[index]!
      if (key.is(Trait.instructions)) {
        const data = instructionsSysvar(this.message)
        accounts[index] = { ...NO_ACCOUNT, data, owner: SysvarId.owner }
        continue
      }
      const account = this.source.loadKnown(key)
      // The fee payer exists even if the fee took its last lamport.
      if (account !== undefined || index === 0) {
        const { length } = account?.data ?? NO_ACCOUNT.data
        if (!this.count(ACCOUNT_BYTES + length)) return undefined
      }
      if (account !== undefined && !this.countProgramData(account)) return undefined
      accounts[index] = account ?? NO_ACCOUNT
    }
    return accounts
  }

  programError(accounts: readonly SvmAccount[]): TransactionErrorName | undefined {
    for (const { program } of this.message.message.instructions) {
      const account = accounts[program]!
      // Also the Instructions sysvar, which is nowhere but in the transaction.
      if (account.lamports === 0n) return 'ProgramAccountNotFound'
      if (!isLoader(account.owner)) return 'InvalidProgramForExecution'
    }
    return undefined
  }
}

/** Loads every account of a message, in the order of its keys. */
export function loadAccounts(
  source: AccountSource,
  message: LoadedMessage,
  bytesLimit: number,
): LoadResult {
  const loader = new Loader(source, message, bytesLimit)
  const tables = message.message.lookups.length * LOOKUP_TABLE_BYTES
  const accounts = loader.count(tables) ? loader.loadAll() : undefined
  if (accounts === undefined)
    return { error: 'MaxLoadedAccountsDataSizeExceeded', bytes: loader.bytes }
  const error = loader.programError(accounts)
  return error === undefined ? { accounts, bytes: loader.bytes } : { error, bytes: loader.bytes }
}
