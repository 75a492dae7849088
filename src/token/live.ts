/**
 * The live objects of the ledger: one a mint, holder and token account and block, over cells that the journal keeps
 * decoded. A look-up after the first is a field or Map read; a change is one entry of the undo log.
 */

import { assert } from '../errors.ts'
import { redirected } from '../identity/authority.ts'
import { equalBytes, wordToKey } from '../primitives/bytes.ts'
import type { Cell, LiveCell } from '../state/cells.ts'
import type { Journal } from '../state/journal.ts'
import { CellType } from '../state/keys.ts'
import { Namespace } from '../state/reader.ts'
import type {
  BreakerRecord,
  FlowRecord,
  HolderRecord,
  MintMetadata,
  MintRecord,
  TokenAccountRecord,
} from './records.ts'
import {
  ACCOUNT_CODEC,
  BREAKER_CODEC,
  FLOW_CODEC,
  HOLDER_CODEC,
  METADATA_CODEC,
  U256_CODEC,
} from './records.ts'
import { TokenKind } from './slots.ts'

/** A place where units of one mint lie. Units move between pockets; nothing else changes a balance. */
export interface Pocket {
  readonly mint: Mint
  /** AccountId that the units belong to. */
  readonly owner: Uint8Array
  /** Units, below 2^64. */
  readonly balance: bigint
  readonly isFrozen: boolean
  /** For the ledger's operations only: the caller keeps the sum. */
  setBalance(balance: bigint): void
}

/** A mint that exists. */
export class Mint {
  /** 32 bytes. */
  readonly id: Uint8Array
  readonly journal: Journal
  /** Of the supply, as {@link LiveCell.warmIn}. */
  warmIn = 0
  private readonly cell: LiveCell<MintRecord>
  private readonly holders = new Map<string, Holder>()
  private metadataCell: LiveCell<MintMetadata> | undefined
  private breakerCell: LiveCell<BreakerRecord> | undefined

  constructor(journal: Journal, id: Uint8Array, cell: LiveCell<MintRecord>) {
    this.journal = journal
    this.id = id
    this.cell = cell
  }

  /** Undefined if the creation was rolled back. */
  get current(): MintRecord | undefined {
    if (this.journal.access !== undefined) this.journal.noteRead(this.cell)
    return this.cell.value
  }

  get record(): MintRecord {
    return this.cell.value as MintRecord
  }

  /** Replaces supply, authorities and flags. */
  setRecord(record: MintRecord): void {
    this.journal.setLiveCell(this.cell, record)
  }

  get metadata(): MintMetadata {
    return this.metadataLive.value ?? NO_METADATA
  }

  /** Replaces the texts. */
  setMetadata(metadata: MintMetadata): void {
    this.journal.setLiveCell(this.metadataLive, metadata)
  }

  private get metadataLive(): LiveCell<MintMetadata> {
    this.metadataCell ??= this.journal.liveCell(METADATA_CODEC, [TokenKind.metadata, this.id])
    if (this.journal.access !== undefined) this.journal.noteRead(this.metadataCell)
    return this.metadataCell
  }

  get breaker(): BreakerRecord | undefined {
    return this.breakerLive.value
  }

  /** Replaces the circuit breaker. */
  setBreaker(breaker: BreakerRecord): void {
    this.journal.setLiveCell(this.breakerLive, breaker)
  }

  private get breakerLive(): LiveCell<BreakerRecord> {
    this.breakerCell ??= this.journal.liveCell(BREAKER_CODEC, [TokenKind.breaker, this.id])
    if (this.journal.access !== undefined) this.journal.noteRead(this.breakerCell)
    return this.breakerCell
  }

  /** Exactly this id's pocket, redirects not followed. */
  holder(id: Uint8Array): Holder {
    const key = wordToKey(id)
    let holder = this.holders.get(key)
    if (holder === undefined) this.holders.set(key, (holder = new Holder(this, id)))
    if (this.journal.access !== undefined) holder.noteRead()
    return holder
  }

  /** The pocket that a credit to this id goes to: a bound wallet's legacy id passes on to its identity (S11). */
  receiver(id: Uint8Array): Holder {
    const holder = this.holder(id)
    if (!holder.mayRedirect) return holder
    const owner = redirected(this.journal, id)
    return owner === id ? holder : this.holder(owner)
  }

  /** Net outflow of an account, 32 bytes. */
  flow(id: Uint8Array): LiveCell<FlowRecord> {
    return this.journal.liveCell(FLOW_CODEC, [TokenKind.flow, this.id, id])
  }

  /** What a spender may move of an owner; ids of 32 bytes. */
  allowance(owner: Uint8Array, spender: Uint8Array): LiveCell<bigint> {
    return this.journal.liveCell(U256_CODEC, [TokenKind.allowance, this.id, owner, spender])
  }
}

const NO_METADATA: MintMetadata = { name: '', symbol: '', uri: '' }

/** Balance and freeze flag of (mint, AccountId). */
export class Holder implements Pocket {
  readonly mint: Mint
  readonly owner: Uint8Array
  /** As {@link LiveCell.warmIn}. */
  warmIn = 0
  private readonly cell: LiveCell<HolderRecord>
  private readonly authority: Cell

  constructor(mint: Mint, id: Uint8Array) {
    const { journal } = mint
    this.mint = mint
    this.owner = id
    this.cell = journal.liveCell(HOLDER_CODEC, [TokenKind.balance, mint.id, id])
    this.authority = journal.cell(CellType.authority, [id])
  }

  get balance(): bigint {
    return this.cell.value?.balance ?? 0n
  }

  get isFrozen(): boolean {
    return this.cell.value?.isFrozen ?? false
  }

  /** Whether the id has keys, bindings or a redirect. */
  get mayRedirect(): boolean {
    return this.authority.value !== undefined
  }

  setBalance(balance: bigint): void {
    this.set(balance, this.isFrozen)
  }

  setFrozen(isFrozen: boolean): void {
    if (isFrozen !== this.isFrozen) this.set(this.balance, isFrozen)
  }

  /** Nothing and not frozen: the units and the flag have moved on. */
  empty(): void {
    this.set(0n, false)
  }

  private set(balance: bigint, isFrozen: boolean): void {
    const value = balance === 0n && !isFrozen ? undefined : { balance, isFrozen }
    this.mint.journal.setLiveCell(this.cell, value)
  }

  noteRead(): void {
    const { journal } = this.mint
    journal.noteRead(this.cell)
    journal.access?.readCell(this.authority, journal.sequence)
  }
}

/** A Solana token account that exists. */
export class TokenAccount {
  /** Solana address, 32 bytes. */
  readonly address: Uint8Array
  private readonly journal: Journal
  private readonly cell: LiveCell<TokenAccountRecord>
  /** What the alias index said of the owner's address, at a version of the index. */
  private aliased: Uint8Array | undefined
  private aliasedOwner: Uint8Array | undefined
  private aliasVersion = -1

  constructor(journal: Journal, address: Uint8Array) {
    this.journal = journal
    this.address = address
    this.cell = journal.liveCell(ACCOUNT_CODEC, [TokenKind.account, address])
  }

  /** Undefined if there is none. */
  get current(): TokenAccountRecord | undefined {
    if (this.journal.access !== undefined) this.journal.noteRead(this.cell)
    return this.cell.value
  }

  get record(): TokenAccountRecord {
    return this.cell.value as TokenAccountRecord
  }

  /**
   * AccountId behind the owner's address, redirects not followed. The address may have been linked or bound since the account
   * was opened; else whoever opens one for an address that is not linked yet would divert what is paid to it (H7).
   */
  get holder(): Uint8Array {
    // PERF: holderOf, but for what the alias index said last.
    const { journal } = this
    const { owner, holder } = this.record
    const isCurrent = this.aliasedOwner === owner && this.aliasVersion === journal.aliasVersion
    if (!isCurrent || journal.access !== undefined) {
      this.aliased = journal.alias(Namespace.svm, owner)?.id
      this.aliasedOwner = owner
      this.aliasVersion = journal.aliasVersion
    }
    return this.aliased ?? holder
  }

  /** For the ledger and the SPL face: `amount` changes by the ledger's operations only, except of the native mint. */
  setRecord(record: TokenAccountRecord | undefined): void {
    const before = this.cell.value
    assert(
      record?.isAlias !== true || before === undefined || before.isAlias,
      'a detached token account never re-attaches (S19)',
    )
    this.journal.setLiveCell(this.cell, record)
  }
}

/** AccountId behind the owner of a token account, as {@link TokenAccount.holder}. */
export function holderOf(journal: Journal, { owner, holder }: TokenAccountRecord): Uint8Array {
  return journal.alias(Namespace.svm, owner)?.id ?? holder
}

/** Units of an auxiliary token account. */
export class AuxiliaryPocket implements Pocket {
  readonly mint: Mint
  readonly account: TokenAccount

  constructor(mint: Mint, account: TokenAccount) {
    this.mint = mint
    this.account = account
  }

  get owner(): Uint8Array {
    return redirected(this.mint.journal, this.account.holder)
  }

  get balance(): bigint {
    return this.account.record.amount
  }

  get isFrozen(): boolean {
    return this.account.record.isFrozen
  }

  setBalance(amount: bigint): void {
    this.account.setRecord({ ...this.account.record, amount })
  }
}

/** Whether an id answers for an authority, directly or by redirect (S11). */
export function answersFor(journal: Journal, id: Uint8Array, authority: Uint8Array): boolean {
  return equalBytes(id, authority) || equalBytes(id, redirected(journal, authority))
}
