/**
 * Writes one set of changes into the head of a family: cells in place, old values to the log, and at the end the
 * batch of leaves for the tree. Whoever uses it rolls the log back if anything throws.
 */
import type { Crypto } from '../crypto/types.ts'
import { assert } from '../errors.ts'
import { writeU256 } from '../primitives/u256.ts'
import * as aim from './cell-keys.ts'
import { encodeAlias, MAX_ACCOUNT_BYTES, writeAccount } from './codec.ts'
import type { Family } from './family.ts'
import { CellType, SMALL_VALUE, treeKey, valueHash, writeValueHead } from './keys.ts'
import type { StateDiff } from './reader.ts'
import type { TreeBatch } from './tree/batch.ts'

const SCRATCH = new Uint8Array(MAX_ACCOUNT_BYTES)
const SCRATCH_VIEW = new DataView(SCRATCH.buffer)
const NOTHING = new Uint8Array(0)

export class Writer {
  readonly family: Family
  /** Whether the chain configuration was written. */
  configWritten = false
  readonly #crypto: Crypto

  constructor(family: Family, crypto: Crypto) {
    this.family = family
    this.#crypto = crypto
    family.log.clear()
  }

  /** Everything of a diff but its retired storage. */
  writeDiff(diff: StateDiff): void {
    const { store } = this.family
    for (const { id, value } of diff.accounts) {
      aim.aimAtAccount(store, id)
      const record = this.#put(SCRATCH, value === undefined ? -1 : writeAccount(value, SCRATCH))
      if (value?.origin !== undefined) this.family.origins.add(record, SCRATCH, 0)
    }
    for (const { machine, id, value } of diff.records) {
      aim.aimAtRecord(store, machine, id)
      this.#putBytes(value)
    }
    for (const { storageId, slots } of diff.storage) {
      const space = this.#space(storageId)
      for (const { key, value } of slots) this.#putSlot(space, storageId, key, value)
    }
    for (const { namespace, address, value } of diff.aliases) {
      aim.aimAtAlias(store, namespace, address)
      this.#putBytes(value === undefined ? undefined : encodeAlias(value))
    }
    for (const { type, parts, value } of diff.cells) this.putCell(type, parts, value)
    for (const { hash, bytes } of diff.blobs) this.family.addBlob(hash, bytes)
  }

  /** A leaf as it stands in an export. The value is known to be canonical. */
  writeRaw(type: number, rawKey: Uint8Array, value: Uint8Array): void {
    const { store, origins } = this.family
    if (type === CellType.storage) {
      const space = this.#space(rawKey.subarray(0, 16))
      aim.aimAtRaw(store, type, rawKey)
      this.#putSlotBytes(space, value, 32)
      return
    }
    if (type === CellType.config) this.configWritten = true
    aim.aimAtRaw(store, type, rawKey)
    const record = this.#put(value, value.length)
    if (type === CellType.account) origins.add(record, value, 0)
  }

  putCell(type: number, parts: readonly Uint8Array[], value: Uint8Array | undefined): void {
    if (type === CellType.config) this.configWritten = true
    aim.aimAtCell(this.family.store, type, parts)
    this.#putBytes(value)
  }

  /** A generic cell as it stands now, changes of this writer included. */
  cell(type: number, parts: readonly Uint8Array[]): Uint8Array | undefined {
    aim.aimAtCell(this.family.store, type, parts)
    const id = this.family.store.find()
    return id === 0 ? undefined : this.family.value(this.family.head, id)
  }

  /** Deletes a slot by its record. */
  deleteSlot(storageId: Uint8Array, id: number): void {
    const space = this.#space(storageId)
    this.#set(id, NOTHING, -1)
    this.#count(space, -1)
  }

  #putBytes(value: Uint8Array | undefined): void {
    if (value === undefined) this.#put(NOTHING, -1)
    else this.#put(value, value.length)
  }

  /** Writes the value of the cell aimed at; its record, or 0 if a cell that never was is deleted. */
  #put(value: Uint8Array, length: number): number {
    const { store } = this.family
    let id = store.find()
    if (id === 0) {
      if (length < 0) return 0
      id = this.#create(length)
    }
    this.#set(id, value, length)
    return id
  }

  #create(length: number): number {
    const { store } = this.family
    const id = store.create(length)
    const type = store.typeOf(id)
    if (type === aim.SPACE_TYPE) return id
    const parts = aim.keyParts(type, store.keyBytes(id))
    assert(parts !== undefined, 'a cell has a well-formed key')
    store.setTreeKey(id, treeKey(this.#crypto, type, ...parts))
    return id
  }

  #set(id: number, value: Uint8Array, length: number): void {
    this.family.log.note(id)
    this.family.store.setValue(id, value, 0, length)
  }

  #space(storageId: Uint8Array): number {
    const { store } = this.family
    aim.aimAtSpace(store, storageId)
    const id = store.find()
    return id === 0 ? store.create(4) : id
  }

  #putSlot(space: number, storageId: Uint8Array, key: bigint, value: bigint): void {
    aim.aimAtSlot(this.family.store, storageId, key)
    if (value !== 0n) writeU256(SCRATCH_VIEW, 0, value)
    this.#putSlotBytes(space, SCRATCH, value === 0n ? -1 : 32)
  }

  #putSlotBytes(space: number, value: Uint8Array, length: number): void {
    const { store } = this.family
    let id = store.find()
    if (id === 0) {
      if (length < 0) return
      id = this.#create(length)
      store.setLink(id, store.link(space))
      store.setLink(space, id)
    }
    const was = store.valueLength(id)
    this.#set(id, value, length)
    if (was < 0 !== length < 0) this.#count(space, length < 0 ? -1 : 1)
  }

  #count(space: number, by: number): void {
    const count = spaceCount(this.family, space) + by
    SCRATCH_COUNT_VIEW.setUint32(0, count)
    this.#set(space, SCRATCH_COUNT, count === 0 ? -1 : 4)
  }

  /** Leaves that differ from what they were before; a deleted one has leaf id 0. */
  batch(): TreeBatch & { readonly valueHashCount: number } {
    const { store, log, spot } = this.family
    let count = 0
    let hashed = 0
    const keys = new Uint8Array(log.count * 32)
    const leafIds = new Int32Array(log.count)
    const valueHashes = new Uint8Array(log.count * 32)
    const small = new SmallValues(log.count)
    for (let place = 0; place < log.count; place++) {
      const id = log.ids[place]!
      const type = store.typeOf(id)
      if (type === aim.SPACE_TYPE || !log.isChanged(place)) continue
      store.treeKeyOf(id, keys, count * 32)
      const length = store.valueLength(id)
      if (length >= 0) {
        store.locate(id, spot)
        if (length <= SMALL_VALUE) small.add(count, type, spot.bytes, spot.at, length)
        else {
          const value = spot.bytes.subarray(spot.at, spot.at + length)
          valueHashes.set(valueHash(this.#crypto, type, value), count * 32)
        }
        leafIds[count] = id
        hashed++
      }
      count++
    }
    small.hash(this.#crypto, valueHashes)
    return { count, keys, leafIds, valueHashes, valueHashCount: hashed }
  }
}

/** Small values of a batch of leaves, hashed together. */
class SmallValues {
  readonly #preimages: Uint8Array
  readonly #places: Int32Array
  #count = 0

  constructor(most: number) {
    this.#preimages = new Uint8Array(most * 64)
    this.#places = new Int32Array(most)
  }

  add(place: number, type: number, bytes: Uint8Array, at: number, length: number): void {
    const to = writeValueHead(this.#preimages, this.#count * 64, type, length)
    for (let i = 0; i < length; i++) this.#preimages[to + i] = bytes[at + i]!
    this.#places[this.#count++] = place
  }

  /** Puts each value's hash at its place. */
  hash(crypto: Crypto, valueHashes: Uint8Array): void {
    const digests = new Uint8Array(this.#count * 32)
    crypto.hasher.hash64(this.#preimages, this.#count, digests)
    for (let i = 0; i < this.#count; i++) {
      const to = this.#places[i]! * 32
      for (let byte = 0; byte < 32; byte++) valueHashes[to + byte] = digests[i * 32 + byte]!
    }
  }
}

const SCRATCH_COUNT = new Uint8Array(4)
const SCRATCH_COUNT_VIEW = new DataView(SCRATCH_COUNT.buffer)

/** Non-zero slots of a storage's record in the head version. */
function spaceCount(family: Family, space: number): number {
  if (family.store.valueLength(space) < 0) return 0
  family.store.locate(space, family.spot)
  return family.spot.view.getUint32(family.spot.at)
}
