/**
 * Solana's view of the shared state: accounts by 32-byte address over the journal of one block. Lamports are the
 * account's balance in units of 10^9, floored; what a transaction moves is written back as whole units, dust stays
 * (design: "One balance, several units"). Owner, executable flag and data are the machine's sub-record.
 *
 * A non-canonical address of an account shows nothing and keeps nothing; what is sent to it is the account's (S13).
 */
import type { Crypto } from '../../../crypto/types.ts'
import { readAuthority } from '../../../identity/authority.ts'
import { legacyId } from '../../../identity/legacy.ts'
import { EMPTY_BYTES, equalBytes } from '../../../primitives/bytes.ts'
import { MAX_U64 } from '../../../primitives/u256.ts'
import type { Account, RecordCell } from '../../../state/cells.ts'
import type { Journal } from '../../../state/journal.ts'
import { dataLength, readPages, resizePages, writePages } from '../../../state/pages.ts'
import { ACCOUNT_LOCKED, Namespace } from '../../../state/reader.ts'
import { ProgramId } from '../ids.ts'
import { KeyTable, type KnownKey } from '../known-keys.ts'
import type { DataCache } from './data-cache.ts'
import { INLINE_BYTES_MAX, SVM_RECORD, type SvmRecord } from './record.ts'

/** Base units per lamport. */
export const LAMPORT = 1_000_000_000n

const PAGE = 4096
const OWNERS_KEPT = 8

/** An account as Solana's runtime sees it. */
export interface SvmAccount {
  /** Below 2^64. */
  readonly lamports: bigint
  /** Not to be written to. */
  readonly data: Uint8Array
  /** 32 bytes. */
  readonly owner: Uint8Array
  readonly executable: boolean
  /** SHA-256 of the data if it is a program's over 1,024 bytes: names what was made of it. */
  readonly contentHash?: Uint8Array | undefined
}

/** What an address without an account reads as. */
export const NO_ACCOUNT: SvmAccount = {
  lamports: 0n,
  data: EMPTY_BYTES,
  owner: ProgramId.system,
  executable: false,
}

/** Where an address leads; one object per address and block. */
export interface SvmAddress {
  readonly bytes: Uint8Array
  account: Account
  record: RecordCell<SvmRecord>
  /** The one address of its account that shows its lamports (S13). */
  canonical: boolean
  /** Reached by the alias index. */
  aliased: boolean
  aliasVersion: number
  /** What {@link SvmAccounts.load} gave last, and of what. */
  loaded: SvmAccount | undefined
  loadedRecord: SvmRecord | undefined
  loadedBalance: bigint
}

export interface SvmAccountsOptions {
  readonly journal: Journal
  readonly crypto: Crypto
  readonly cache: DataCache
  readonly blockNumber: bigint
}

export class SvmAccounts {
  readonly journal: Journal
  readonly crypto: Crypto
  private readonly options: SvmAccountsOptions
  /** The block's addresses. */
  readonly keys = new KeyTable()
  /** Owners that accounts of the block have, one array each: comparing two of them mostly ends at their identity. */
  private readonly owners: Uint8Array[] = [ProgramId.system, ProgramId.upgradeableLoader]
  private transactionIndex = -1
  private creations = 0

  constructor(options: SvmAccountsOptions) {
    this.options = options
    this.journal = options.journal
    this.crypto = options.crypto
  }

  /** Starts a transaction: its index is part of the data ids that it creates (S2). */
  beginTransaction(index: number): void {
    if (index !== this.transactionIndex) this.creations = 0
    this.transactionIndex = index
  }

  /** {@link addressOf} any 32 bytes. */
  resolve(bytes: Uint8Array): SvmAddress {
    return this.addressOf(this.keys.of(bytes))
  }

  /** The account an address stands for. Cost: one hash for an address new to the block. */
  addressOf(key: KnownKey): SvmAddress {
    const known = key.address
    // Bytes of its own: those of the key are in receipts.
    if (known === undefined) return (key.address = this.bind(new Uint8Array(key.bytes)))
    if (known.aliasVersion !== this.journal.aliasVersion)
      Object.assign(known, this.bind(known.bytes))
    if (this.journal.access !== undefined) this.noteRead(known)
    return known
  }

  private bind(bytes: Uint8Array): SvmAddress {
    const { journal, crypto } = this
    const alias = journal.alias(Namespace.svm, bytes)
    const canonical = alias?.canonical ?? true
    const id =
      alias?.id ??
      journal.base.originId(Namespace.svm, bytes) ??
      legacyId(crypto, Namespace.svm, bytes)
    const recordId = canonical ? id : legacyId(crypto, Namespace.svm, bytes)
    return {
      bytes,
      account: journal.account(id),
      record: journal.record(SVM_RECORD, recordId),
      canonical,
      aliased: alias !== undefined,
      aliasVersion: journal.aliasVersion,
      loaded: undefined,
      loadedRecord: undefined,
      loadedBalance: 0n,
    }
  }

  private noteRead(address: SvmAddress): void {
    const { journal } = this
    journal.alias(Namespace.svm, address.bytes)
    journal.access?.readAccount(address.account, journal.sequence)
    journal.access?.readRecord(address.record, journal.sequence)
  }

  lamportsOf(address: SvmAddress): bigint {
    if (!address.canonical) return 0n
    const lamports = address.account.balance / LAMPORT
    return lamports > MAX_U64 ? MAX_U64 : lamports
  }

  /** {@link loadKnown} of any 32 bytes. */
  load(bytes: Uint8Array): SvmAccount | undefined {
    return this.loadKnown(this.keys.of(bytes))
  }

  /** The account at an address, or undefined if it has no lamports. */
  loadKnown(key: KnownKey): SvmAccount | undefined {
    const address = this.addressOf(key)
    const record = address.record.value
    const { balance } = address.account
    if (
      address.loaded !== undefined &&
      address.loadedRecord === record &&
      address.loadedBalance === balance
    )
      return address.loaded
    const account = this.make(address, record)
    // Pages can change under a record; inline data and hashed data cannot.
    if (record?.data.kind === 'paged' && record.data.hash === undefined) return account
    address.loaded = account
    address.loadedRecord = record
    address.loadedBalance = balance
    return account
  }

  private make(address: SvmAddress, record: SvmRecord | undefined): SvmAccount | undefined {
    const lamports = this.lamportsOf(address)
    if (lamports === 0n) return undefined
    if (record === undefined) {
      const { data, owner, executable } = NO_ACCOUNT
      return { lamports, data, owner, executable, contentHash: undefined }
    }
    const { executable } = record
    const owner = this.ownerOf(record.owner)
    const contentHash = record.data.kind === 'paged' ? record.data.hash : undefined
    return { lamports, data: this.dataOf(record), owner, executable, contentHash }
  }

  private ownerOf(owner: Uint8Array): Uint8Array {
    const { owners } = this
    for (let i = 0; i < owners.length; i++) if (equalBytes(owners[i]!, owner)) return owners[i]!
    if (owners.length === OWNERS_KEPT) return owner
    // A program's account has these very bytes for its key.
    const known = this.keys.of(owner).bytes
    owners.push(known)
    return known
  }

  private dataOf({ data }: SvmRecord): Uint8Array {
    if (data.kind === 'inline') return data.bytes
    const cached = data.hash === undefined ? undefined : this.options.cache.get(data.hash)
    if (cached !== undefined) return cached
    const { journal } = this
    const bytes = readPages(journal, data.id, 0, dataLength(journal, data.id))
    if (data.hash !== undefined) this.options.cache.set(data.hash, bytes)
    return bytes
  }

  /**
   * Writes what became of an account that was `before` when it was loaded. Without lamports it is deleted. Coin that a
   * transaction moves is debited in one place and credited in another: the caller has checked that the sum is zero.
   * Keeps `after.data`: nobody may write to it any more.
   */
  store(key: KnownKey, before: SvmAccount, after: SvmAccount): void {
    const address = this.addressOf(key)
    const delta = after.lamports - before.lamports
    if (delta !== 0n) this.noteOrigin(address)
    if (delta > 0n) this.journal.credit(address.account, delta * LAMPORT)
    if (delta < 0n) this.journal.debit(address.account, -delta * LAMPORT)
    if (!address.canonical) return
    const target = after.lamports === 0n ? NO_ACCOUNT : after
    const source = before.lamports === 0n ? NO_ACCOUNT : before
    if (this.isSame(source, target)) return
    this.writeRecord(address, target)
    this.writeLock(address, target)
    this.writeEpoch(address, source, target)
  }

  /** Writes everything but the lamports of an account that had no record: for a genesis. */
  place(bytes: Uint8Array, account: SvmAccount): void {
    const address = this.resolve(bytes)
    this.noteOrigin(address)
    // Copies: a host's bytes may be Buffers, and stay its own.
    const [data, owner] = [new Uint8Array(account.data), new Uint8Array(account.owner)]
    this.writeRecord(address, { ...account, data, owner })
    this.writeLock(address, account)
  }

  /** Data is compared by identity: whoever changes bytes makes new ones. */
  private isSame(before: SvmAccount, after: SvmAccount): boolean {
    return (
      before.data === after.data &&
      before.executable === after.executable &&
      equalBytes(before.owner, after.owner)
    )
  }

  /** Notes the address by which a legacy account is reached, so that views can name it. */
  noteOrigin(address: SvmAddress): void {
    if (address.aliased || address.account.origin !== undefined) return
    this.journal.setOrigin(address.account, { namespace: Namespace.svm, address: address.bytes })
  }

  private writeRecord(address: SvmAddress, target: SvmAccount): void {
    const { journal } = this
    const old = address.record.value
    const plain =
      !target.executable && target.data.length === 0 && equalBytes(target.owner, ProgramId.system)
    const paged = target.data.length > INLINE_BYTES_MAX
    const oldId = old?.data.kind === 'paged' ? old.data.id : undefined
    if (oldId !== undefined && !paged) resizePages(journal, oldId, 0)
    if (plain) {
      if (old !== undefined) journal.setRecord(address.record, undefined)
      return
    }
    const { owner, executable } = target
    const data = paged
      ? this.writeData(oldId ?? this.newDataId(), target)
      : ({ kind: 'inline', bytes: target.data } as const)
    this.noteOrigin(address)
    journal.setRecord(address.record, { owner, executable, data })
  }

  private newDataId(): Uint8Array {
    const id = new Uint8Array(16)
    const view = new DataView(id.buffer)
    view.setBigUint64(0, this.options.blockNumber)
    view.setUint32(8, this.transactionIndex)
    view.setUint32(12, Namespace.svm * 0x1000000 + this.creations++)
    return id
  }

  /** Writes the pages that differ from what is stored. */
  private writeData(id: Uint8Array, target: SvmAccount): SvmRecord['data'] {
    const { journal } = this
    const { data } = target
    const old = readPages(journal, id, 0, Math.min(dataLength(journal, id), data.length))
    if (dataLength(journal, id) !== data.length) resizePages(journal, id, data.length)
    for (let at = 0; at < data.length; at += PAGE) {
      const page = data.subarray(at, at + PAGE)
      if (!samePage(old, at, page)) writePages(journal, id, at, page)
    }
    const hash = isProgram(target) ? this.crypto.sha256(data) : undefined
    return { kind: 'paged', id, hash }
  }

  /** Locks the account for other machines while it is a program's or has data. */
  private writeLock({ account }: SvmAddress, after: SvmAccount): void {
    const locked = !equalBytes(after.owner, ProgramId.system) || after.data.length > 0
    const flags = locked ? account.flags | ACCOUNT_LOCKED : account.flags & ~ACCOUNT_LOCKED
    if (flags !== account.flags) this.journal.setFlags(account, flags)
  }

  /**
   * A new owner voids the account's keys and sessions (S14). One that comes into being or ends and never had keys has
   * nothing to void, and leaves no trace in state when it is closed.
   */
  private writeEpoch({ account }: SvmAddress, before: SvmAccount, after: SvmAccount): void {
    if (equalBytes(before.owner, after.owner)) return
    const { journal } = this
    const lives = before.lamports > 0n && after.lamports > 0n
    if (lives || readAuthority(journal, account.id) !== undefined)
      journal.setEpoch(account, account.epoch + 1n)
  }
}

function samePage(old: Uint8Array, at: number, page: Uint8Array): boolean {
  if (old.length < at + page.length) {
    for (let i = 0; i < page.length; i++) if ((old[at + i] ?? 0) !== page[i]) return false
    return true
  }
  for (let i = 0; i < page.length; i++) if (old[at + i] !== page[i]) return false
  return true
}

/** Tag of the upgradeable loader's ProgramData state. */
const PROGRAM_DATA = 3

/** Whether the data is what a loader runs. */
function isProgram({ owner, executable, data }: SvmAccount): boolean {
  if (equalBytes(owner, ProgramId.upgradeableLoader)) return data[0] === PROGRAM_DATA
  return executable
}
