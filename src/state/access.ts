/**
 * Reads and writes of each transaction, for schedulers and witnesses. Off unless asked for: the journal then pays
 * one comparison a read. A location is named by the bytes of its key, not by anything that depends on load order.
 */
import { bytesToHex } from '../primitives/bytes.ts'
import type { Account, Cell, LiveCell, RecordCell, Slot } from './cells.ts'
import type { AliasCell, Journal } from './journal.ts'
import type { Counter } from './supply.ts'
import { Undo } from './undo.ts'

/** What one transaction read and wrote, as names of locations in hex (docs/blocks.md, "Options"). */
export interface AccessSets {
  /** Locations in order of first access, e.g. `account:<id>`, `record:1:<id>`, `storage:<storage id>:<slot>`. */
  readonly reads: readonly string[]
  readonly writes: readonly string[]
}

const accountName = (account: Account) => `account:${bytesToHex(account.id)}`
const recordName = (cell: RecordCell<unknown>) =>
  `record:${cell.codec.machine}:${bytesToHex(cell.id)}`
const slotName = (slot: Slot) => `storage:${bytesToHex(slot.space.id)}:${slot.key.toString(16)}`
const cellName = (cell: Cell) => `cell:${cell.type}:${cell.parts.map(bytesToHex).join('.')}`
const liveCellName = (cell: LiveCell<unknown>) =>
  `cell:${cell.codec.type}:${cell.parts.map(bytesToHex).join('.')}`
const aliasName = (cell: AliasCell) => `alias:${cell.namespace}:${bytesToHex(cell.address)}`

export class AccessRecorder {
  /** Sets of the last transaction that ended. */
  last: AccessSets = { reads: [], writes: [] }
  private reads: string[] = []

  readAccount(account: Account, sequence: number): void {
    if (account.readBy === sequence) return
    account.readBy = sequence
    this.reads.push(accountName(account))
  }

  readRecord(cell: RecordCell<unknown>, sequence: number): void {
    if (cell.readBy === sequence) return
    cell.readBy = sequence
    this.reads.push(recordName(cell))
  }

  readSlot(slot: Slot, sequence: number): void {
    if (slot.readBy === sequence) return
    slot.readBy = sequence
    this.reads.push(slotName(slot))
  }

  readCell(cell: Cell, sequence: number): void {
    if (cell.readBy === sequence) return
    cell.readBy = sequence
    this.reads.push(cellName(cell))
  }

  readLiveCell(cell: LiveCell<unknown>, sequence: number): void {
    if (cell.readBy === sequence) return
    cell.readBy = sequence
    this.reads.push(liveCellName(cell))
  }

  readAlias(cell: AliasCell, sequence: number): void {
    if (cell.readBy === sequence) return
    cell.readBy = sequence
    this.reads.push(aliasName(cell))
  }

  /** Closes the running transaction's sets; the journal calls it when a transaction ends. */
  finish(journal: Journal): void {
    const writes = new Set<string>()
    const entries = journal.entries
    for (let i = 0; i < entries.length; i += 3) {
      const name = writeName(entries.at(i) as number, entries.at(i + 1))
      if (name !== undefined) writes.add(name)
    }
    this.last = { reads: this.reads, writes: [...writes] }
    this.reads = []
  }
}

function writeName(kind: number, target: unknown): string | undefined {
  switch (kind) {
    case Undo.balance:
    case Undo.nonce:
    case Undo.epoch:
    case Undo.flags:
    case Undo.origin:
      return accountName(target as Account)
    case Undo.record:
      return recordName(target as RecordCell<unknown>)
    case Undo.slot:
      return slotName(target as Slot)
    case Undo.cell:
      return cellName(target as Cell)
    case Undo.liveCell:
      return liveCellName(target as LiveCell<unknown>)
    case Undo.alias:
      return aliasName(target as AliasCell)
    case Undo.supply:
      return `supply:${(target as Counter).name}`
    default:
      return undefined
  }
}
