/**
 * The one journal (design: "One journal"). Engines change state only through it.
 *
 * A block opens one journal over a {@link StateReader}. It loads each value once into a live object (cells.ts),
 * changes the object in place and notes in the undo log what the field held before: three plain slots an entry,
 * (kind, target, previous). A checkpoint is the log's length; `revert(mark)` walks back to it, O(changes undone).
 * `endTransaction` forgets the log: what stands then is final for the block. `takeDiff` gives the block's changes.
 *
 * Transaction-scoped facts (original values, warmth, logs) carry the transaction's sequence number, so that ending
 * a transaction clears nothing.
 */
import { assert, NVmError } from '../errors.ts'
import { addressToKey, bytesToKey, taggedWordToKey, wordToKey } from '../primitives/bytes.ts'
import { MAX_U256 } from '../primitives/u256.ts'
import { AccessRecorder } from './access.ts'
import type { Account, Cell, LiveCell, RecordCell, Slot, StorageSpace } from './cells.ts'
import { newSpace } from './cells.ts'
import { buildDiff } from './diff.ts'
import type { Log } from './log.ts'
import type {
  AccountValue,
  Alias,
  CellCodec,
  Origin,
  RecordCodec,
  StateDiff,
  StateReader,
} from './reader.ts'
import { type Counter, Supply } from './supply.ts'
import { Undo, UndoLog } from './undo.ts'

export interface AliasCell {
  readonly namespace: number
  readonly address: Uint8Array
  value: Alias | undefined
  readonly base: Alias | undefined
  dirty: boolean
  readBy: number
}

/** Key of an alias: 20-byte addresses by half as many characters, told apart from all others by the first. */
function aliasKey(namespace: number, address: Uint8Array): string {
  return address.length === 20
    ? addressToKey(0x100 + namespace, address)
    : String.fromCharCode(namespace) + bytesToKey(address)
}

/** Key of a cell: type, then each part behind its length. Two short parts and a word have a form of their own. */
function cellKey(type: number, parts: readonly Uint8Array[]): string {
  const [first, second, word] = parts
  if (parts.length === 3 && first!.length === 1 && second!.length === 1 && word!.length === 32)
    return taggedWordToKey(0x100 + type, (first![0]! << 8) | second![0]!, word!)
  let key = String.fromCharCode(type)
  for (const part of parts)
    key +=
      String.fromCharCode(part.length) + (part.length === 32 ? wordToKey(part) : bytesToKey(part))
  return key
}

const NO_ACCOUNT: AccountValue = { balance: 0n, nonce: 0n, epoch: 0n, flags: 0, origin: undefined }

/**
 * All changes of one block, in order, over a state that stays as it is. A checkpoint is a length, a rollback walks back
 * to it: proportional to the changes since. Handles (accounts, records, cells, slots) stay valid for the life of the
 * journal.
 */
export class Journal {
  readonly base: StateReader
  readonly supply: Supply
  /** Number of the running transaction within this journal; 1 is the first. */
  sequence = 1
  /** Logs of the running transaction, in order. */
  logs: Log[] = []
  /** Rises with every change of an alias; resolution caches compare it. */
  aliasVersion = 0
  /** Present when reads and writes are recorded. */
  access: AccessRecorder | undefined

  private readonly undo = new UndoLog()
  private readonly accounts = new Map<string, Account>()
  /** By machine. */
  private readonly records: (Map<string, RecordCell<unknown>> | undefined)[] = []
  private readonly spaces = new Map<string, StorageSpace>()
  private readonly cells = new Map<string, Cell>()
  private readonly liveCells = new Map<string, LiveCell<unknown>>()
  private readonly aliases = new Map<string, AliasCell>()
  private readonly blobs = new Map<string, { hash: Uint8Array; bytes: Uint8Array }>()
  readonly changedAccounts: Account[] = []
  readonly changedRecords: RecordCell<unknown>[] = []
  readonly changedSpaces: StorageSpace[] = []
  readonly changedCells: Cell[] = []
  readonly changedLiveCells: LiveCell<unknown>[] = []
  readonly changedAliases: AliasCell[] = []

  constructor(base: StateReader, options: { readonly recordAccess?: boolean } = {}) {
    this.base = base
    this.supply = new Supply(this)
    if (options.recordAccess === true) this.access = new AccessRecorder()
  }

  // ---- checkpoints

  /** A mark to revert to. Marks nest; a commit is simply not reverting. */
  checkpoint(): number {
    return this.undo.length
  }

  /** Undoes every change since the mark, newest first. */
  revert(mark: number): void {
    const undo = this.undo
    assert(mark <= undo.length, 'a checkpoint lies within the running transaction')
    for (let i = undo.length - 3; i >= mark; i -= 3)
      this.restore(undo.at(i) as number, undo.at(i + 1), undo.at(i + 2))
    undo.cut(mark)
  }

  private restore(kind: number, target: unknown, previous: unknown): void {
    switch (kind) {
      case Undo.balance:
        ;(target as Account).balance = previous as bigint
        return
      case Undo.nonce:
        ;(target as Account).nonce = previous as bigint
        return
      case Undo.epoch:
        ;(target as Account).epoch = previous as bigint
        return
      case Undo.flags:
        ;(target as Account).flags = previous as number
        return
      case Undo.origin:
        ;(target as Account).origin = previous as Origin | undefined
        return
      case Undo.record:
        ;(target as RecordCell<unknown>).value = previous
        return
      case Undo.slot:
        ;(target as Slot).value = previous as bigint
        return
      case Undo.warmSlot:
        ;(target as Slot).warmIn = 0
        return
      case Undo.cell:
        ;(target as Cell).value = previous as Uint8Array | undefined
        return
      case Undo.liveCell:
        ;(target as LiveCell<unknown>).value = previous
        return
      case Undo.alias:
        ;(target as AliasCell).value = previous as Alias | undefined
        this.aliasVersion++
        return
      case Undo.log:
        this.logs.pop()
        return
      case Undo.supply:
        ;(target as Counter).value = previous as bigint
        return
      default:
        ;(previous as (target: unknown) => void)(target)
    }
  }

  /**
   * Runs `action` on `target` if the current frame is reverted. For transaction-scoped facts of an engine; an action
   * that is one function for all targets costs no closure.
   */
  onRevert<T>(action: (target: T) => void, target?: T): void {
    this.undo.push(Undo.action, target, action)
  }

  /** True if nothing has been changed since the transaction began. */
  get untouched(): boolean {
    return this.undo.length === 0
  }

  /** The undo entries of the running transaction, oldest first: (kind, target, previous) triples. For access and change reports. */
  get entries(): Pick<UndoLog, 'length' | 'at'> {
    return this.undo
  }

  /** Ends the transaction: its changes are final within the block. The caller has taken the logs. */
  endTransaction(): void {
    this.access?.finish(this)
    this.undo.cut(0)
    if (this.logs.length > 0) this.logs = []
    this.sequence++
  }

  // ---- accounts

  /** The live account of an id (32 bytes); an absent one reads as zero. */
  account(id: Uint8Array): Account {
    const key = wordToKey(id)
    let account = this.accounts.get(key)
    if (account === undefined) {
      const base = this.base.account(id)
      const { balance, nonce, epoch, flags, origin } = base ?? NO_ACCOUNT
      account = { id, balance, nonce, epoch, flags, origin, base, dirty: false, readBy: 0 }
      this.accounts.set(key, account)
    }
    if (this.access !== undefined) this.access.readAccount(account, this.sequence)
    return account
  }

  private touch(account: Account): void {
    if (account.dirty) return
    account.dirty = true
    this.changedAccounts.push(account)
  }

  /** Adds coin that exists already: the other half of a {@link debit}. */
  credit(account: Account, amount: bigint): void {
    if (amount === 0n) return
    const balance = account.balance + amount
    if (balance > MAX_U256)
      throw new NVmError('SupplyCapExceeded', 'balance expected below 2^256', { amount })
    this.undo.push(Undo.balance, account, account.balance)
    account.balance = balance
    this.touch(account)
  }

  /** Takes coin; the caller has checked that the balance suffices. */
  debit(account: Account, amount: bigint): void {
    if (amount === 0n) return
    assert(account.balance >= amount, 'a debit is covered by the balance')
    this.undo.push(Undo.balance, account, account.balance)
    account.balance -= amount
    this.touch(account)
  }

  /** Below 2^64. */
  setNonce(account: Account, nonce: bigint): void {
    this.undo.push(Undo.nonce, account, account.nonce)
    account.nonce = nonce
    this.touch(account)
  }

  /** Below 2^64. */
  setEpoch(account: Account, epoch: bigint): void {
    this.undo.push(Undo.epoch, account, account.epoch)
    account.epoch = epoch
    this.touch(account)
  }

  /** Bits of an account, u8. */
  setFlags(account: Account, flags: number): void {
    this.undo.push(Undo.flags, account, account.flags)
    account.flags = flags
    this.touch(account)
  }

  /** Address by which a legacy account is reached. */
  setOrigin(account: Account, origin: Origin): void {
    this.undo.push(Undo.origin, account, account.origin)
    account.origin = origin
    this.touch(account)
  }

  // ---- sub-records

  /** The live sub-record of a machine. `id` is an account's, or a non-canonical address's legacy id (S13). */
  record<T>(codec: RecordCodec<T>, id: Uint8Array): RecordCell<T> {
    const key = wordToKey(id)
    let records = this.records[codec.machine]
    if (records === undefined) this.records[codec.machine] = records = new Map()
    let cell = records.get(key) as RecordCell<T> | undefined
    if (cell === undefined) {
      const base = this.base.record(codec.machine, id)
      const value = base === undefined ? undefined : codec.decode(base)
      cell = { codec, id, value, base, dirty: false, readBy: 0 }
      records.set(key, cell as RecordCell<unknown>)
    }
    if (this.access !== undefined)
      this.access.readRecord(cell as RecordCell<unknown>, this.sequence)
    return cell
  }

  /** undefined deletes it. */
  setRecord<T>(cell: RecordCell<T>, value: T | undefined): void {
    this.undo.push(Undo.record, cell, cell.value)
    cell.value = value
    if (cell.dirty) return
    cell.dirty = true
    this.changedRecords.push(cell as RecordCell<unknown>)
  }

  // ---- storage

  /** Storage that existed before this block or was born in it. */
  space(storageId: Uint8Array): StorageSpace {
    const key = bytesToKey(storageId)
    let space = this.spaces.get(key)
    if (space === undefined) this.spaces.set(key, (space = newSpace(storageId, false)))
    return space
  }

  /** Opens the storage of a new incarnation; the id must never have been used (S2). */
  createSpace(storageId: Uint8Array): StorageSpace {
    const key = bytesToKey(storageId)
    assert(!this.spaces.has(key), 'a storage id is used once')
    const space = newSpace(storageId, true)
    this.spaces.set(key, space)
    this.onRevert(() => this.spaces.delete(key))
    return space
  }

  /** Marks storage dead: reads are over, the sweep removes its leaves (S3). */
  retireSpace(space: StorageSpace): void {
    space.retired = true
    this.noteSpace(space)
    this.onRevert(() => {
      space.retired = false
    })
  }

  private noteSpace(space: StorageSpace): void {
    if (space.listed) return
    space.listed = true
    this.changedSpaces.push(space)
  }

  /** The slot of a key below 2^256. */
  slot(space: StorageSpace, key: bigint): Slot {
    let slot = space.slots.get(key)
    if (slot === undefined) {
      const base = space.fresh ? 0n : this.base.slot(space.id, key)
      slot = {
        space,
        key,
        value: base,
        base,
        original: base,
        originalOf: 0,
        warmIn: 0,
        dirty: false,
        readBy: 0,
      }
      space.slots.set(key, slot)
    }
    if (this.access !== undefined) this.access.readSlot(slot, this.sequence)
    return slot
  }

  /** Value at the start of the running transaction (EIP-2200 "original"). */
  originalOf(slot: Slot): bigint {
    return slot.originalOf === this.sequence ? slot.original : slot.value
  }

  /** Below 2^256; zero deletes it. */
  setSlot(slot: Slot, value: bigint): void {
    if (slot.originalOf !== this.sequence) {
      slot.originalOf = this.sequence
      slot.original = slot.value
    }
    this.undo.push(Undo.slot, slot, slot.value)
    slot.value = value
    if (slot.dirty) return
    slot.dirty = true
    const space = slot.space
    this.noteSpace(space)
    space.changed.push(slot)
  }

  /** Makes a slot warm for this transaction; false if it was already (EIP-2929). */
  warmSlot(slot: Slot): boolean {
    if (slot.warmIn === this.sequence) return false
    slot.warmIn = this.sequence
    this.undo.push(Undo.warmSlot, slot, undefined)
    return true
  }

  // ---- aliases, cells, blobs, logs

  /** What an address resolves to; undefined without an entry. */
  alias(namespace: number, address: Uint8Array): Alias | undefined {
    return this.aliasCell(namespace, address).value
  }

  private aliasCell(namespace: number, address: Uint8Array): AliasCell {
    const key = aliasKey(namespace, address)
    let cell = this.aliases.get(key)
    if (cell === undefined) {
      const base = this.base.alias(namespace, address)
      cell = { namespace, address, value: base, base, dirty: false, readBy: 0 }
      this.aliases.set(key, cell)
    }
    if (this.access !== undefined) this.access.readAlias(cell, this.sequence)
    return cell
  }

  /** undefined deletes the entry. */
  setAlias(namespace: number, address: Uint8Array, value: Alias | undefined): void {
    const cell = this.aliasCell(namespace, address)
    this.undo.push(Undo.alias, cell, cell.value)
    cell.value = value
    this.aliasVersion++
    if (cell.dirty) return
    cell.dirty = true
    this.changedAliases.push(cell)
  }

  /** A small value of another room, keyed by CellType and key parts. */
  cell(type: number, parts: readonly Uint8Array[]): Cell {
    const key = cellKey(type, parts)
    let cell = this.cells.get(key)
    if (cell === undefined) {
      const base = this.base.cell(type, parts)
      cell = { type, parts, value: base, base, dirty: false, readBy: 0 }
      this.cells.set(key, cell)
    }
    if (this.access !== undefined) this.access.readCell(cell, this.sequence)
    return cell
  }

  /**
   * A {@link cell} that the caller files itself: one object a block, and nobody asks for it by {@link cell}. For cells
   * that each transaction has of its own, where a block's worth of keys costs more than what is read. Not for blocks that
   * report access.
   */
  ownCell(type: number, parts: readonly Uint8Array[]): Cell {
    const base = this.base.cell(type, parts)
    return { type, parts, value: base, base, dirty: false, readBy: 0 }
  }

  /** undefined deletes it. The bytes are kept, not copied. */
  setCell(cell: Cell, value: Uint8Array | undefined): void {
    this.undo.push(Undo.cell, cell, cell.value)
    cell.value = value
    if (cell.dirty) return
    cell.dirty = true
    this.changedCells.push(cell)
  }

  /**
   * A cell kept decoded: parsed once a block, encoded once at its end. The cells of one type are read either this way
   * or by {@link cell}, never both. A caller that keeps the object reports its reads by {@link noteRead}.
   */
  liveCell<T>(codec: CellCodec<T>, parts: readonly Uint8Array[]): LiveCell<T> {
    const key = cellKey(codec.type, parts)
    let cell = this.liveCells.get(key) as LiveCell<T> | undefined
    if (cell === undefined) {
      const base = this.base.cell(codec.type, parts)
      const value = base === undefined ? undefined : codec.decode(base)
      cell = { codec, parts, value, base, dirty: false, readBy: 0, warmIn: 0 }
      this.liveCells.set(key, cell as LiveCell<unknown>)
    }
    if (this.access !== undefined) this.noteRead(cell)
    return cell
  }

  /** For access reports: a kept live cell was read again. */
  noteRead<T>(cell: LiveCell<T>): void {
    this.access?.readLiveCell(cell as LiveCell<unknown>, this.sequence)
  }

  /** undefined deletes it. The value must not be changed afterwards. */
  setLiveCell<T>(cell: LiveCell<T>, value: T | undefined): void {
    this.undo.push(Undo.liveCell, cell, cell.value)
    cell.value = value
    if (cell.dirty) return
    cell.dirty = true
    this.changedLiveCells.push(cell as LiveCell<unknown>)
  }

  /** Bytes that a record commits to by their hash. */
  blob(hash: Uint8Array): Uint8Array | undefined {
    return this.blobs.get(wordToKey(hash))?.bytes ?? this.base.blob(hash)
  }

  /** Not undone by a revert: content under its own hash can be early, never wrong. */
  addBlob(hash: Uint8Array, bytes: Uint8Array): void {
    const key = wordToKey(hash)
    if (!this.blobs.has(key)) this.blobs.set(key, { hash, bytes })
  }

  /** Adds a log of the running transaction; a revert takes it back. */
  log(log: Log): void {
    this.undo.push(Undo.log, undefined, undefined)
    this.logs.push(log)
  }

  /** Notes a change of a supply counter; only {@link Supply} calls it. */
  noteSupply(counter: Counter): void {
    this.undo.push(Undo.supply, counter, counter.value)
  }

  /** What the block changed. The journal is spent afterwards. Cost: proportional to the values touched. */
  takeDiff(): StateDiff {
    assert(this.undo.length === 0, 'a diff is taken between transactions')
    this.supply.writeCells()
    this.endTransaction()
    return buildDiff(this, [...this.blobs.values()])
  }
}
