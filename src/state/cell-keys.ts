/**
 * Raw keys of cells, as the store files them and as an export sorts them; the tree's keys are hashes of the same parts.
 *
 * account: id (32). record: machine (1) || id (32). storage: storage id (16) || slot (32). alias: namespace (1) ||
 * address. Every other type: for each part its length, u16 big-endian, and its bytes.
 */
import { assert } from '../errors.ts'
import { writeU256 } from '../primitives/u256.ts'
import { CellType } from './keys.ts'
import type { CellStore } from './memory/cell-store.ts'

/** Type of the store's own records of storage ids (value: number of non-zero slots). Not a leaf. */
export const SPACE_TYPE = 0

export function aimAtAccount(store: CellStore, id: Uint8Array): void {
  assert(id.length === 32, 'an account id has 32 bytes')
  const key = store.key
  for (let i = 0; i < 32; i++) key[i] = id[i]!
  store.setKey(CellType.account, 32)
}

export function aimAtRecord(store: CellStore, machine: number, id: Uint8Array): void {
  assert(
    id.length === 32 && machine >= 0 && machine <= 255,
    'a record has a machine and an id of 32 bytes',
  )
  const { key } = store
  key[0] = machine
  for (let i = 0; i < 32; i++) key[i + 1] = id[i]!
  store.setKey(CellType.record, 33)
}

export function aimAtSlot(store: CellStore, storageId: Uint8Array, slot: bigint): void {
  assert(storageId.length === 16, 'a storage id has 16 bytes')
  store.key.set(storageId)
  writeU256(store.keyView, 16, slot)
  store.setKey(CellType.storage, 48)
}

export function aimAtSpace(store: CellStore, storageId: Uint8Array): void {
  store.key.set(storageId)
  store.setKey(SPACE_TYPE, 16)
}

export function aimAtAlias(store: CellStore, namespace: number, address: Uint8Array): void {
  const key = store.reserveKey(1 + address.length)
  key[0] = namespace
  key.set(address, 1)
  store.setKey(CellType.alias, 1 + address.length)
}

/** Whether cells of this type are read and written by type and parts, without a meaning of their own here. */
export function isGenericType(type: number): boolean {
  return (
    type > 0 &&
    type <= 255 &&
    type !== CellType.account &&
    type !== CellType.record &&
    type !== CellType.storage &&
    type !== CellType.alias
  )
}

export function aimAtCell(store: CellStore, type: number, parts: readonly Uint8Array[]): void {
  assert(isGenericType(type), 'accounts, records, storage and aliases are not read as cells')
  let length = 0
  for (const part of parts) length += 2 + part.length
  const key = store.reserveKey(length)
  let at = 0
  for (const part of parts) {
    key[at] = part.length >>> 8
    key[at + 1] = part.length
    // PERF: parts are short; a loop costs less than the call of `set`.
    for (let i = 0; i < part.length; i++) key[at + 2 + i] = part[i]!
    at += 2 + part.length
  }
  store.setKey(type, length)
}

export function aimAtRaw(store: CellStore, type: number, raw: Uint8Array): void {
  store.reserveKey(raw.length).set(raw)
  store.setKey(type, raw.length)
}

/** Parts of a raw key, as {@link treeKey} takes them; undefined if the bytes are not the key of such a cell. */
export function keyParts(type: number, raw: Uint8Array): Uint8Array[] | undefined {
  switch (type) {
    case CellType.account:
      return raw.length === 32 ? [raw] : undefined
    case CellType.record:
      return raw.length === 33 ? [raw.slice(0, 1), raw.slice(1)] : undefined
    case CellType.storage:
      return raw.length === 48 ? [raw.slice(0, 16), raw.slice(16)] : undefined
    case CellType.alias:
      return raw.length >= 1 ? [raw.slice(0, 1), raw.slice(1)] : undefined
    default:
      return splitParts(raw)
  }
}

function splitParts(raw: Uint8Array): Uint8Array[] | undefined {
  const parts: Uint8Array[] = []
  for (let at = 0; at < raw.length; ) {
    if (at + 2 > raw.length) return undefined
    const end = at + 2 + raw[at]! * 256 + raw[at + 1]!
    if (end > raw.length) return undefined
    parts.push(raw.slice(at + 2, end))
    at = end
  }
  return parts
}
