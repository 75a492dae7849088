/**
 * The live objects of a block's working set. The journal is the only writer of their fields; engines read them.
 * One object per account, sub-record, slot and cell, loaded once per block: look-ups after that are field reads.
 */
import { U256Map } from '../primitives/u256-map.ts'
import type { AccountValue, CellCodec, Origin, RecordCodec } from './reader.ts'

export interface Account {
  readonly id: Uint8Array
  balance: bigint
  nonce: bigint
  epoch: bigint
  flags: number
  origin: Origin | undefined
  /** Value at the start of the block. */
  readonly base: AccountValue | undefined
  /** Already in the journal's list of changed accounts. */
  dirty: boolean
  /** Sequence number of the last transaction that read it, when reads are recorded. */
  readBy: number
}

/** A machine's sub-record. `value` objects are immutable: a change replaces the object. */
export interface RecordCell<T> {
  readonly codec: RecordCodec<T>
  readonly id: Uint8Array
  value: T | undefined
  readonly base: Uint8Array | undefined
  dirty: boolean
  readBy: number
}

export interface Slot {
  readonly space: StorageSpace
  readonly key: bigint
  value: bigint
  /** Value at the start of the block. */
  readonly base: bigint
  /** Value at the start of transaction `originalOf`; meaningless for any other transaction. */
  original: bigint
  originalOf: number
  /** Sequence number of the transaction in which it is warm (EIP-2929), else an older number. */
  warmIn: number
  dirty: boolean
  readBy: number
}

/** The slots of one storage id. */
export interface StorageSpace {
  /** 16 bytes: block number u64, transaction index u32, creation index u32, big-endian (S2). */
  readonly id: Uint8Array
  /** Born in this block: the base holds nothing of it. */
  readonly fresh: boolean
  readonly slots: U256Map<Slot>
  readonly changed: Slot[]
  retired: boolean
  /** Already in the journal's list of changed spaces. */
  listed: boolean
}

/** A small value of another room. */
export interface Cell {
  readonly type: number
  readonly parts: readonly Uint8Array[]
  value: Uint8Array | undefined
  readonly base: Uint8Array | undefined
  dirty: boolean
  readBy: number
}

/** A cell kept decoded while a block runs. `value` objects are immutable: a change replaces the object. */
export interface LiveCell<T> {
  readonly codec: CellCodec<T>
  readonly parts: readonly Uint8Array[]
  value: T | undefined
  readonly base: Uint8Array | undefined
  dirty: boolean
  readBy: number
  /** Sequence number of the transaction that a face has charged the first touch to, else an older one. */
  warmIn: number
}

export function newSpace(id: Uint8Array, fresh: boolean): StorageSpace {
  return { id, fresh, slots: new U256Map(), changed: [], retired: false, listed: false }
}
