/**
 * The EVM's view of the shared state: accounts by 160-bit address, over the journal of one block. Balances are the
 * account's, in the machine's unit; nonce, code and storage are the machine's sub-record. Everything here is undone by
 * the journal when a frame is reverted; facts of one transaction carry its sequence number and so end by themselves.
 *
 * Another machine's world on this core is a subclass: it may keep more in its record and has rules of its own for what
 * exists, what a creation files and what a destruction removes (the methods marked "Hook").
 *
 * Nonces follow Ethereum's rules: deleting an account deletes its nonce (since Cancun that takes creation and
 * deletion in one transaction, so no signed value is ever reused).
 */
import type { Crypto } from '../../crypto/types.ts'
import { NVmError } from '../../errors.ts'
import { bytesToHex, EMPTY_BYTES, equalBytes } from '../../primitives/bytes.ts'
import { bytesToU256 } from '../../primitives/u256.ts'
import { U256Map } from '../../primitives/u256-map.ts'
import type { Slot, StorageSpace } from '../../state/cells.ts'
import type { Journal } from '../../state/journal.ts'
import type { RecordCodec } from '../../state/reader.ts'
import { ACCOUNT_LOCKED } from '../../state/reader.ts'
import { addressToBytes } from './address.ts'
import type { EvmCaches } from './caches.ts'
import type { Code } from './code.ts'
import { NO_CODE } from './code.ts'
import { cool, EvmAccount, spare, uncreate, untouch } from './evm-account.ts'
import type { EvmRules } from './forks/rules.ts'
import type { EvmRecord } from './record.ts'

export interface WorldOptions {
  readonly journal: Journal
  readonly crypto: Crypto
  readonly caches: EvmCaches
  readonly rules: EvmRules
  /** Namespace of the machine's addresses in the alias index. */
  readonly namespace: number
  readonly codec: RecordCodec<EvmRecord>
  /** Account id of an address without an alias, 32 bytes. */
  legacyId(address: Uint8Array): Uint8Array
  /** Base units per unit of this machine: 1 for wei, 10^12 for sun. Default 1. */
  readonly unit?: bigint
  readonly blockNumber: bigint
  /** Code of the chain's own contracts by address; it stands in no record and counts where an account has no other. */
  readonly builtins?: ReadonlyMap<bigint, Code> | undefined
}

/** Places of the look-up by bytes, a power of two. */
const RECENT = 2048

/** RIPEMD-160: its touch outlives a failed call, as it did in block 2,675,119 of mainnet. */
const STICKY_TOUCH = 3n

/** Storage id (S2): block number u64, transaction index u32, creation index u32, whose high byte is the machine. */
export function storageId(
  block: bigint,
  transaction: number,
  machine: number,
  creation: number,
): Uint8Array {
  const out = new Uint8Array(16)
  const view = new DataView(out.buffer)
  view.setBigUint64(0, block)
  view.setUint32(8, transaction)
  view.setUint32(12, machine * 0x1000000 + creation)
  return out
}

export class World {
  readonly journal: Journal
  readonly crypto: Crypto
  readonly caches: EvmCaches
  readonly rules: EvmRules
  /** Refund counter of the running transaction; read it before `finishTransaction`. */
  refund = 0

  protected readonly options: WorldOptions
  protected readonly unit: bigint
  private readonly accounts = new U256Map<EvmAccount>()
  /** The last account asked for by bytes at each place. */
  private readonly recent: (EvmAccount | undefined)[] = new Array(RECENT).fill(undefined)
  private transactionIndex = 0
  private creations = 0
  private touched: EvmAccount[] = []
  private destructed: EvmAccount[] = []

  constructor(options: WorldOptions) {
    this.options = options
    this.journal = options.journal
    this.crypto = options.crypto
    this.caches = options.caches
    this.rules = options.rules
    this.unit = options.unit ?? 1n
  }

  // ---- transaction

  /** Starts a transaction: its index is part of the storage ids it creates and may not be used again in the block. */
  beginTransaction(index: number): void {
    if (index !== this.transactionIndex) this.creations = 0
    this.transactionIndex = index
    this.refund = 0
    this.forgetMarks()
  }

  /** Deletes what self-destructed and, since EIP-158, what was touched and is empty. Then end the journal's transaction. */
  finishTransaction(): void {
    const sequence = this.journal.sequence
    for (const account of this.destructed) {
      if (account.destructedIn === sequence) this.removeDestructed(account)
    }
    for (const account of this.touched) {
      if (
        account.touchedIn === sequence &&
        account.record.value !== undefined &&
        this.isEmpty(account)
      ) {
        this.deleteRecord(account)
      }
    }
    this.forgetMarks()
  }

  private forgetMarks(): void {
    if (this.touched.length > 0) this.touched = []
    if (this.destructed.length > 0) this.destructed = []
  }

  /** Hook: what is left of a destroyed account at the end of the transaction goes. */
  protected removeDestructed(account: EvmAccount): void {
    this.burn(account, this.balanceOf(account))
    this.deleteRecord(account)
  }

  /** Removes the record and, with it, the storage. */
  protected deleteRecord(account: EvmAccount): void {
    const record = account.record.value
    if (record === undefined) return
    if (record.storageId !== undefined)
      this.journal.retireSpace(this.journal.space(record.storageId))
    this.journal.setRecord(account.record, undefined)
  }

  // ---- resolution

  /** The account an address stands for. One object per address and block: keep it, compare it by identity. */
  resolve(address: bigint): EvmAccount {
    return this.lookUp(address, undefined)
  }

  /** The same by its 20 bytes, which the account keeps: nobody may change them. */
  resolveBytes(bytes: Uint8Array): EvmAccount {
    // PERF: transactions name the same few accounts again and again; a word and its hash cost more than 20 comparisons.
    const place = (bytes[18]! | (bytes[19]! << 8)) & (RECENT - 1)
    const known = this.recent[place]
    if (
      known !== undefined &&
      known.aliasVersion === this.journal.aliasVersion &&
      this.journal.access === undefined &&
      equalBytes(known.bytes, bytes)
    )
      return known
    const account = this.lookUp(bytesToU256(bytes), bytes)
    this.recent[place] = account
    return account
  }

  /** `account` if it is known and still what `address` stands for, else what {@link resolve} finds. */
  current(account: EvmAccount | undefined, address: bigint): EvmAccount {
    const { aliasVersion, access } = this.journal
    return account !== undefined && account.aliasVersion === aliasVersion && access === undefined
      ? account
      : this.resolve(address)
  }

  private lookUp(address: bigint, bytes: Uint8Array | undefined): EvmAccount {
    let account = this.accounts.get(address)
    if (account === undefined) {
      account = new EvmAccount(address, bytes ?? addressToBytes(address))
      if (account.isLow) account.builtin = this.options.builtins?.get(address)
      this.accounts.set(address, account)
      this.bind(account)
    } else if (account.aliasVersion !== this.journal.aliasVersion) {
      this.bind(account)
    }
    if (this.journal.access !== undefined) this.noteRead(account)
    return account
  }

  /** Hook: looks the address up again; call it on objects kept across a change of aliases. */
  bind(account: EvmAccount): void {
    const { journal, options } = this
    const { namespace, codec } = options
    const bytes = account.bytes
    const alias = journal.alias(namespace, bytes)
    const legacyId = () => journal.base.originId(namespace, bytes) ?? options.legacyId(bytes)
    const id = alias?.id ?? legacyId()
    account.aliasVersion = journal.aliasVersion
    account.canonical = alias?.canonical ?? true
    account.aliased = alias !== undefined
    account.revoked = alias?.revoked ?? false
    account.account = journal.account(id)
    account.record = journal.record(codec, account.canonical ? id : options.legacyId(bytes))
  }

  protected noteRead(account: EvmAccount): void {
    const { journal, options } = this
    journal.alias(options.namespace, account.bytes)
    journal.access?.readAccount(account.account, journal.sequence)
    journal.access?.readRecord(account.record, journal.sequence)
  }

  /** Notes the address by which a legacy account is reached, so that views can name it. */
  protected noteOrigin(account: EvmAccount): void {
    if (account.aliased || account.account.origin !== undefined) return
    this.journal.setOrigin(account.account, {
      namespace: this.options.namespace,
      address: account.bytes,
    })
  }

  // ---- balances, in the machine's unit

  /** What BALANCE shows: zero for a non-canonical address (S13). */
  balanceOf(account: EvmAccount): bigint {
    if (!account.canonical) return 0n
    const balance = account.account.balance
    return this.unit === 1n ? balance : balance / this.unit
  }

  /** What the account may pay, seen or not; nothing while another machine has locked it. */
  spendable(account: EvmAccount): bigint {
    if ((account.account.flags & ACCOUNT_LOCKED) !== 0) return 0n
    const balance = account.account.balance
    return this.unit === 1n ? balance : balance / this.unit
  }

  /** What code at the account may pay: what it shows, unless another machine has locked it. */
  payableBy(account: EvmAccount): bigint {
    return account.canonical ? this.spendable(account) : 0n
  }

  /** Adds coin that was taken elsewhere. */
  credit(account: EvmAccount, amount: bigint): void {
    if (amount === 0n) return
    this.noteOrigin(account)
    this.journal.credit(account.account, amount * this.unit)
  }

  /** Takes coin; the caller has checked {@link spendable}. Before EIP-158 the emptied account goes on existing. */
  debit(account: EvmAccount, amount: bigint): void {
    if (amount === 0n) return
    if (!this.rules.clearsEmptyAccounts && account.record.value === undefined)
      this.write(account, {})
    this.journal.debit(account.account, amount * this.unit)
  }

  transfer(from: EvmAccount, to: EvmAccount, amount: bigint): void {
    this.debit(from, amount)
    this.credit(to, amount)
  }

  /** Destroys coin that a destroyed account held, in the machine's unit; counted by cause. */
  protected burn(account: EvmAccount, amount: bigint): void {
    this.journal.supply.burn(account.account, amount * this.unit, 'selfdestruct')
  }

  // ---- the record

  /** Hook: changes the record, creating it where there is none. */
  protected write(account: EvmAccount, change: Partial<EvmRecord>): void {
    const old = account.record.value
    this.noteOrigin(account)
    // Field by field: a spread costs more than the rest of a transfer's bookkeeping.
    this.journal.setRecord(account.record, {
      nonce: change.nonce ?? old?.nonce ?? 0n,
      codeHash: 'codeHash' in change ? change.codeHash : old?.codeHash,
      storageId: 'storageId' in change ? change.storageId : old?.storageId,
      address: account.bytes,
    })
  }

  nonceOf(account: EvmAccount): bigint {
    return account.record.value?.nonce ?? 0n
  }

  setNonce(account: EvmAccount, nonce: bigint): void {
    this.write(account, { nonce })
  }

  /** The account's own code; a set-code designator is itself. */
  codeOf(account: EvmAccount): Code {
    const hash = account.record.value?.codeHash
    if (hash === undefined) return account.builtin ?? NO_CODE
    if (account.codeHash === hash) return account.code
    const code = this.caches.codes.get(hash) ?? this.loadCode(hash)
    account.codeHash = hash
    account.code = code
    return code
  }

  private loadCode(hash: Uint8Array): Code {
    const bytes = this.journal.blob(hash)
    if (bytes === undefined) throw missingCode(hash)
    return this.caches.codes.add(hash, bytes)
  }

  /**
   * Code that runs when the account is called: a designator's target's (EIP-7702, one step). A revoked wallet's
   * designator runs nothing: its key chose that code (S11).
   */
  executableCodeOf(account: EvmAccount): Code {
    const code = this.codeOf(account)
    if (code.delegate === undefined || !this.rules.delegatesCode) return code
    if (account.revoked) return NO_CODE
    return this.codeOf(this.resolve(code.delegate))
  }

  /** Sets or, with no bytes, removes code. Code brings a storage id with it. */
  setCode(account: EvmAccount, bytes: Uint8Array): void {
    if (bytes.length === 0) {
      if (account.record.value?.codeHash !== undefined) this.write(account, { codeHash: undefined })
      return
    }
    const codeHash = this.crypto.keccak256(bytes)
    this.journal.addBlob(codeHash, bytes)
    this.caches.codes.add(codeHash, bytes)
    this.write(account, { codeHash })
    if (account.record.value?.storageId === undefined) this.openStorage(account)
  }

  /** Sets or, with undefined, removes an EIP-7702 designator. */
  setDelegation(account: EvmAccount, delegate: bigint | undefined): void {
    if (delegate === undefined) {
      this.setCode(account, EMPTY_BYTES)
      return
    }
    const designator = new Uint8Array(23)
    designator.set([0xef, 0x01, 0x00])
    designator.set(addressToBytes(delegate), 3)
    this.setCode(account, designator)
  }

  // ---- existence (EIP-161)

  /** Hook: in Ethereum's state, even if empty. */
  exists(account: EvmAccount): boolean {
    if (account.record.value !== undefined || account.builtin !== undefined) return true
    return this.balanceOf(account) !== 0n
  }

  /** No nonce, no code, no balance. */
  isEmpty(account: EvmAccount): boolean {
    if (account.builtin !== undefined) return false
    const record = account.record.value
    if (record !== undefined && (record.nonce !== 0n || record.codeHash !== undefined)) return false
    return this.balanceOf(account) === 0n
  }

  /** Zero-value credit: creates the account before EIP-158, afterwards marks it for deletion if empty. */
  touch(account: EvmAccount): void {
    if (!this.rules.clearsEmptyAccounts) {
      if (!this.exists(account)) this.write(account, {})
      return
    }
    const sequence = this.journal.sequence
    if (account.record.value === undefined || account.touchedIn === sequence) return
    account.touchedIn = sequence
    this.touched.push(account)
    if (account.address !== STICKY_TOUCH) this.journal.onRevert(untouch, account)
  }

  /** Whether a creation at this address must fail (EIP-684, EIP-7610). */
  isOccupied(account: EvmAccount): boolean {
    const record = account.record.value
    if (record === undefined) return false
    return record.nonce !== 0n || record.codeHash !== undefined || this.hasStorage(account)
  }

  /** Starts a contract: fresh storage (S2), nonce 1 since EIP-161, balance as it is. */
  createContract(account: EvmAccount): void {
    const { journal } = this
    const old = account.record.value?.storageId
    const nonce = this.rules.clearsEmptyAccounts ? 1n : 0n
    this.write(account, { nonce, codeHash: undefined })
    this.openStorage(account)
    if (old !== undefined) this.replaceSpace(account, journal.space(old))
    account.createdIn = journal.sequence
    journal.onRevert(uncreate, account)
  }

  // ---- storage

  /** Gives the account new, empty storage and makes the slots warm that an access list named. */
  protected openStorage(account: EvmAccount): void {
    const { codec, blockNumber } = this.options
    const id = storageId(blockNumber, this.transactionIndex, codec.machine, this.creations++)
    const space = this.journal.createSpace(id)
    this.write(account, { storageId: id })
    if (account.warmKeysIn !== this.journal.sequence) return
    for (const [key, warm] of account.warmKeys.entries()) {
      if (warm) this.journal.warmSlot(this.journal.slot(space, key))
    }
  }

  /** Retires storage that a creation found in place (all zeros, EIP-7610); what was warm in it stays warm. */
  private replaceSpace(account: EvmAccount, old: StorageSpace): void {
    const sequence = this.journal.sequence
    for (const slot of old.slots.values()) {
      if (slot.warmIn === sequence) this.journal.warmSlot(this.slot(account, slot.key))
    }
    this.journal.retireSpace(old)
  }

  /** Storage of an account; opened now if it has none. */
  spaceOf(account: EvmAccount): StorageSpace {
    if (account.record.value?.storageId === undefined) this.openStorage(account)
    const id = account.record.value?.storageId as Uint8Array
    if (account.spaceId === id) return account.space as StorageSpace
    account.spaceId = id
    const space = this.journal.space(id)
    account.space = space
    return space
  }

  slot(account: EvmAccount, key: bigint): Slot {
    return this.journal.slot(this.spaceOf(account), key)
  }

  private hasStorage(account: EvmAccount): boolean {
    const id = account.record.value?.storageId
    if (id === undefined) return false
    const space = this.journal.space(id)
    let count = space.fresh ? 0 : this.journal.base.slotCount(id)
    for (const { base, value } of space.changed) count += Number(value !== 0n) - Number(base !== 0n)
    return count > 0
  }

  transientOf(account: EvmAccount, key: bigint): bigint {
    if (account.transientIn !== this.journal.sequence) return 0n
    return account.transient.get(key) ?? 0n
  }

  /** EIP-1153: gone at the end of the transaction. */
  setTransient(account: EvmAccount, key: bigint, value: bigint): void {
    if (account.transientIn !== this.journal.sequence) {
      account.transientIn = this.journal.sequence
      account.transient = new U256Map()
    }
    const map = account.transient
    const previous = map.get(key) ?? 0n
    map.set(key, value)
    this.journal.onRevert(() => map.set(key, previous))
  }

  // ---- warmth and refunds

  /** Makes an address warm; false if it was (EIP-2929). */
  warm(account: EvmAccount): boolean {
    const sequence = this.journal.sequence
    if (account.warmIn === sequence) return false
    account.warmIn = sequence
    this.journal.onRevert(cool, account)
    return true
  }

  /** One entry of an access list (EIP-2930). */
  warmAccess(address: bigint, keys: readonly bigint[]): void {
    const account = this.resolve(address)
    this.warm(account)
    for (const key of keys) this.warmSlot(account, key)
  }

  /** Makes a slot warm; false if it was. An account without storage gets a place to remember it, outside the state. */
  warmSlot(account: EvmAccount, key: bigint): boolean {
    if (account.record.value?.storageId !== undefined)
      return this.journal.warmSlot(this.slot(account, key))
    const sequence = this.journal.sequence
    if (account.warmKeysIn !== sequence) {
      account.warmKeysIn = sequence
      account.warmKeys = new U256Map()
    }
    const keys = account.warmKeys
    if (keys.get(key) === true) return false
    keys.set(key, true)
    this.journal.onRevert(() => keys.set(key, false))
    return true
  }

  addRefund(amount: number): void {
    if (amount === 0) return
    const previous = this.refund
    this.refund = previous + amount
    this.journal.onRevert(() => {
      this.refund = previous
    })
  }

  // ---- SELFDESTRUCT

  /** Moves the balance and marks the account for deletion where the fork says so. Returns false if it was marked before. */
  selfdestruct(account: EvmAccount, beneficiary: EvmAccount): boolean {
    const { journal } = this
    const sequence = journal.sequence
    const deletes = !this.rules.destroysOnlyNew || account.createdIn === sequence
    const balance = this.payableBy(account)
    if (beneficiary !== account) {
      this.transfer(account, beneficiary, balance)
      this.touch(beneficiary)
    } else if (deletes) {
      this.burn(account, balance)
    }
    return deletes && this.markDestructed(account)
  }

  /** Files an account for removal at the end of the transaction; false if it was filed before. */
  protected markDestructed(account: EvmAccount): boolean {
    const { journal } = this
    if (account.destructedIn === journal.sequence) return false
    account.destructedIn = journal.sequence
    this.destructed.push(account)
    journal.onRevert(spare, account)
    return true
  }
}

function missingCode(hash: Uint8Array): Error {
  return new NVmError('MissingState', `code expected for hash ${bytesToHex(hash)}`)
}
