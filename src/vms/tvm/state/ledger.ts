/**
 * Tron's view of accounts, by address of 20 bytes, over the journal of one block: existence, coin in sun, the account
 * record. An account exists if it has a record, or coin that came from elsewhere (another machine, genesis): such an
 * account acts like one that was activated. Addresses resolve as everywhere (S13): an alias, else the legacy id.
 */
import type { Crypto } from '../../../crypto/types.ts'
import { legacyId } from '../../../identity/legacy.ts'
import { addressToKey, equalBytes, utf8 } from '../../../primitives/bytes.ts'
import type { Account, RecordCell } from '../../../state/cells.ts'
import type { Journal } from '../../../state/journal.ts'
import { ACCOUNT_LOCKED, Namespace } from '../../../state/reader.ts'
import type { ContractRecord } from '../vm/account-host.ts'
import type { TronAccount } from './account.ts'
import { NEW_ACCOUNT } from './account.ts'
import { CONTRACT_CODEC } from './contract.ts'
import type { TronParameters } from './parameters.ts'
import { ACCOUNT_CODEC } from './record.ts'

/** Places of the look-up by bytes, a power of two. */
const RECENT = 1024

/** Base units of one sun. */
export const SUN = 1_000_000_000_000n
/** Sun of one TRX. */
export const TRX = 1_000_000n
/** Milliseconds of a slot. */
export const SLOT_MS = 3_000n

/** 41 77944d19c052b73ee2286823aa83f8138cb7032f: takes fees while id 49 is off, and what nobody inherits. */
export const BLACK_HOLE: Uint8Array = Uint8Array.of(
  ...[0x77, 0x94, 0x4d, 0x19, 0xc0, 0x52, 0xb7, 0x3e, 0xe2, 0x28],
  ...[0x68, 0x23, 0xaa, 0x83, 0xf8, 0x13, 0x8c, 0xb7, 0x03, 0x2f],
)

/** An address within one block. Keep it, compare it by identity; only the ledger writes its fields. */
export interface TronHandle {
  /** 20 bytes. */
  readonly address: Uint8Array
  /** Holds the coin. */
  account: Account
  record: RecordCell<TronAccount>
  readonly contract: RecordCell<ContractRecord>
  /** The account's one address that shows its balance in this machine (S13). */
  canonical: boolean
  aliased: boolean
  aliasVersion: number
}

/** PERF: most handles are wallets, whose contract record nobody asks for: it is looked up when somebody does. */
class Handle implements TronHandle {
  readonly address: Uint8Array
  readonly journal: Journal
  account: Account
  record: RecordCell<TronAccount>
  canonical = true
  aliased = false
  aliasVersion = -1
  private contractCell: RecordCell<ContractRecord> | undefined = undefined
  /** The record beside which it was looked up. */
  private contractOf: RecordCell<TronAccount> | undefined = undefined

  constructor(ledger: Ledger, address: Uint8Array) {
    this.address = address
    this.journal = ledger.journal
    this.account = UNBOUND as unknown as Account
    this.record = UNBOUND as unknown as RecordCell<TronAccount>
  }

  get contract(): RecordCell<ContractRecord> {
    if (this.contractOf !== this.record) {
      this.contractOf = this.record
      this.contractCell = this.journal.record(CONTRACT_CODEC, this.record.id)
    }
    return this.contractCell as RecordCell<ContractRecord>
  }
}

/** Stands in a handle until it is bound. */
const UNBOUND: object = {}

export interface LedgerOptions {
  readonly journal: Journal
  readonly crypto: Crypto
  readonly parameters: TronParameters
  /** Time of the head block, the parent of the one that runs, in milliseconds: Tron's clock for everything here. */
  readonly headTime: bigint
}

export class Ledger {
  readonly journal: Journal
  readonly crypto: Crypto
  readonly parameters: TronParameters
  readonly headTime: bigint
  /** Slots of three seconds between genesis and the head. */
  readonly headSlot: bigint
  /** Maintenance cycle of the head, 1 is the first. */
  readonly cycle: bigint
  /** Coin behind stakes, and behind rewards not yet withdrawn: no address or key leads there. */
  readonly stakeVault: Account
  readonly rewardVault: Account
  /** Fees are taken on trial, to be given back: nothing is counted as burnt. */
  isTrial = false
  private readonly handles = new Map<string, Handle>()
  /** The last handle asked for at each place. */
  private readonly recent: (Handle | undefined)[] = new Array(RECENT).fill(undefined)

  constructor(options: LedgerOptions) {
    const { journal, crypto, parameters, headTime } = options
    this.journal = journal
    this.crypto = crypto
    this.parameters = parameters
    this.headTime = headTime
    const age =
      headTime > parameters.GENESIS_TIMESTAMP ? headTime - parameters.GENESIS_TIMESTAMP : 0n
    this.headSlot = age / SLOT_MS
    this.cycle = age / parameters.MAINTENANCE_TIME_INTERVAL + 1n
    this.stakeVault = journal.account(crypto.sha256(utf8('n-vm:tron:stakes')))
    this.rewardVault = journal.account(crypto.sha256(utf8('n-vm:tron:rewards')))
  }

  // ---- resolution

  /** The account behind an address; the bytes are kept. Cost: a look-up, the first time one or two hashes. */
  resolve(address: Uint8Array): TronHandle {
    // PERF: a transaction asks for its owner again and again; comparing bytes costs less than a key.
    const place = ((address[18] as number) | ((address[19] as number) << 8)) & (RECENT - 1)
    const known = this.recent[place]
    const { aliasVersion, access } = this.journal
    if (
      known !== undefined &&
      known.aliasVersion === aliasVersion &&
      access === undefined &&
      (known.address === address || equalBytes(known.address, address))
    )
      return known
    const handle = this.lookUp(address)
    this.recent[place] = handle
    return handle
  }

  private lookUp(address: Uint8Array): Handle {
    const key = addressToKey(Namespace.tvm, address)
    let handle = this.handles.get(key)
    if (handle === undefined) {
      handle = new Handle(this, address)
      this.handles.set(key, handle)
    }
    if (handle.aliasVersion !== this.journal.aliasVersion) this.bind(handle)
    if (this.journal.access !== undefined) this.noteRead(handle)
    return handle
  }

  private bind(handle: Handle): void {
    const { journal, crypto } = this
    const alias = journal.alias(Namespace.tvm, handle.address)
    const id =
      alias?.id ??
      journal.base.originId(Namespace.tvm, handle.address) ??
      legacyId(crypto, Namespace.tvm, handle.address)
    handle.canonical = alias?.canonical ?? true
    handle.aliased = alias !== undefined
    handle.aliasVersion = journal.aliasVersion
    handle.account = journal.account(id)
    const recordId = handle.canonical ? id : legacyId(crypto, Namespace.tvm, handle.address)
    handle.record = journal.record(ACCOUNT_CODEC, recordId)
  }

  private noteRead(handle: TronHandle): void {
    const { journal } = this
    journal.alias(Namespace.tvm, handle.address)
    journal.account(handle.account.id)
    journal.record(ACCOUNT_CODEC, handle.record.id)
    journal.record(CONTRACT_CODEC, handle.contract.id)
  }

  private noteOrigin(handle: TronHandle): void {
    if (handle.aliased || handle.account.origin !== undefined) return
    this.journal.setOrigin(handle.account, { namespace: Namespace.tvm, address: handle.address })
  }

  // ---- the record

  exists(handle: TronHandle): boolean {
    return handle.record.value !== undefined || this.balance(handle) > 0n
  }

  isContract(handle: TronHandle): boolean {
    return handle.contract.value !== undefined
  }

  /** The record, or all defaults. */
  data(handle: TronHandle): TronAccount {
    return handle.record.value ?? NEW_ACCOUNT
  }

  /** Changes fields; gives an account without a record one. */
  update(handle: TronHandle, changes: Partial<TronAccount>): void {
    const old = handle.record.value
    this.noteOrigin(handle)
    const base = old ?? { ...NEW_ACCOUNT, createTime: this.headTime }
    this.journal.setRecord(handle.record, { ...base, ...changes })
  }

  /** Removes the record; coin, tokens and delegations are the caller's to settle first. */
  remove(handle: TronHandle): void {
    if (handle.record.value !== undefined) this.journal.setRecord(handle.record, undefined)
  }

  // ---- coin, in sun

  /** What is shown: zero for a non-canonical address (S13). */
  balance(handle: TronHandle): bigint {
    return handle.canonical ? handle.account.balance / SUN : 0n
  }

  /** What the owner may pay, shown or not; nothing while another machine has locked the account. */
  spendable(handle: TronHandle): bigint {
    if ((handle.account.flags & ACCOUNT_LOCKED) !== 0) return 0n
    return handle.account.balance / SUN
  }

  /** Adds coin that was taken elsewhere. */
  credit(handle: TronHandle, sun: bigint): void {
    if (sun === 0n) return
    this.noteOrigin(handle)
    this.journal.credit(handle.account, sun * SUN)
  }

  /** Takes coin; the caller has checked {@link spendable}. The account goes on existing. */
  debit(handle: TronHandle, sun: bigint): void {
    if (sun === 0n) return
    if (handle.record.value === undefined) this.update(handle, {})
    this.journal.debit(handle.account, sun * SUN)
  }

  transfer(from: TronHandle, to: TronHandle, sun: bigint): void {
    this.debit(from, sun)
    this.credit(to, sun)
  }

  /** Moves coin of an account into a vault. */
  deposit(handle: TronHandle, vault: Account, sun: bigint): void {
    this.debit(handle, sun)
    if (sun !== 0n) this.journal.credit(vault, sun * SUN)
  }

  /** Moves coin out of a vault, which holds it by construction. */
  withdraw(vault: Account, handle: TronHandle, sun: bigint): void {
    if (sun === 0n) return
    this.journal.debit(vault, sun * SUN)
    this.credit(handle, sun)
  }

  /** Burns a fee, counted by cause, or gives it to the black hole while id 49 is off. */
  takeFee(handle: TronHandle, sun: bigint, cause: string): void {
    if (sun === 0n) return
    if (this.parameters.ALLOW_BLACKHOLE_OPTIMIZATION === 0n) {
      this.transfer(handle, this.resolve(BLACK_HOLE), sun)
      return
    }
    this.debit(handle, sun)
    if (!this.isTrial) this.journal.supply.countBurnt(sun * SUN, cause)
  }
}
