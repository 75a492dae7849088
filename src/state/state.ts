/**
 * The immutable handle of a state. Reading, proving and forking never change it; `apply` makes a new handle that
 * shares everything unchanged with this one. `release` gives back what the collector cannot see: tree nodes.
 */
import type { Crypto } from '../crypto/types.ts'
import { assert, NVmError } from '../errors.ts'
import { compareBytes } from '../primitives/bytes.ts'
import { readU256 } from '../primitives/u256.ts'
import * as aim from './cell-keys.ts'
import type { ChainConfig } from './chain-config.ts'
import { decodeChainConfig, encodeChainConfig } from './chain-config-codec.ts'
import { decodeAlias, readAccount } from './codec.ts'
import { Family, type FamilyOptions, type StateMemory } from './family.ts'
import { Journal } from './journal.ts'
import { CellType, treeKey, valueHash } from './keys.ts'
import { type LocationProof, locationKey, type StateLocation } from './location.ts'
import { sortedByKey } from './memory/key-order.ts'
import type { AccountValue, Alias, StateDiff, StateReader } from './reader.ts'
import { enqueueStorage, sweep } from './sweep.ts'
import { newVersion, type Version } from './version.ts'
import { Writer } from './writer.ts'

/** What a state is built from. */
export interface StateOptions extends FamilyOptions {
  readonly chain: ChainConfig
  readonly crypto: Crypto
}

/** Work of the `apply` that made a handle. A leaf costs two 64-byte hashes, an inner node one. */
export interface UpdateStatistics {
  /** Set or deleted. */
  readonly changedLeaves: number
  /** SHA-256 over a leaf's value. */
  readonly valueHashes: number
  /** Leaves hashed. */
  readonly leafHashes: number
  /** Inner nodes hashed. */
  readonly innerHashes: number
}

const NO_UPDATE: UpdateStatistics = {
  changedLeaves: 0,
  valueHashes: 0,
  leafHashes: 0,
  innerHashes: 0,
}

export class State implements StateReader {
  readonly crypto: Crypto
  /** Work of the `apply` that made this handle. */
  readonly lastUpdate: UpdateStatistics
  readonly #family: Family
  readonly #version: Version
  #released = false

  private constructor(
    family: Family,
    version: Version,
    crypto: Crypto,
    lastUpdate: UpdateStatistics,
  ) {
    this.#family = family
    this.#version = version
    this.crypto = crypto
    this.lastUpdate = lastUpdate
  }

  /** A first state: `fill` writes through a journal over an empty one. The chain configuration is committed. */
  static build(options: StateOptions, fill: (journal: Journal) => void = () => {}): State {
    const empty = State.empty(options)
    const journal = new Journal(empty)
    const config = journal.cell(CellType.config, [])
    journal.setCell(config, encodeChainConfig(options.chain))
    fill(journal)
    journal.endTransaction()
    try {
      return empty.apply(journal.takeDiff())
    } finally {
      empty.release()
    }
  }

  /** A state without leaves, its root zero; `chain` is what a journal over it sees. */
  static empty(options: StateOptions): State {
    const family = new Family(options.chain, options)
    return new State(family, family.head, options.crypto, NO_UPDATE)
  }

  // ---- the handle

  /** 32 bytes. Throws StateReleased. */
  get root(): Uint8Array {
    return this.#live().root.hash.slice()
  }

  get chain(): ChainConfig {
    return this.#live().chain
  }

  /** Caches of pure functions, shared by all handles of a family: engines file theirs under their name. */
  get caches(): Map<string, unknown> {
    return this.#family.caches
  }

  get released(): boolean {
    return this.#released
  }

  /** Another handle on the same state, to be released by itself. O(1). */
  fork(): State {
    const version = this.#live()
    version.holds++
    return new State(this.#family, version, this.crypto, this.lastUpdate)
  }

  /** The same state under another backend; both handles are to be released. O(1). */
  withCrypto(crypto: Crypto): State {
    const version = this.#live()
    version.holds++
    return new State(this.#family, version, crypto, this.lastUpdate)
  }

  /** Ends the handle: every later use throws StateReleased. A second release does nothing. */
  release(): void {
    if (this.#released) return
    this.#released = true
    this.#family.release(this.#version)
  }

  #live(): Version {
    if (this.#released)
      throw new NVmError('StateReleased', 'a state handle expected to be alive was released')
    return this.#version
  }

  /**
   * The state after a block's changes and one block's share of the sweep (S3); this handle stays as it is, also if it
   * throws. O(changes), plus the way back to this state if a newer one was used last.
   */
  apply(diff: StateDiff): State {
    const version = this.#live()
    const family = this.#family
    family.reroot(version)
    const writer = new Writer(family, this.crypto)
    try {
      writer.writeDiff(diff)
      for (const id of diff.retired) if (this.slotCount(id) > 0) enqueueStorage(writer, id)
      const order = sweep(writer, version.chain.limits.sweepPerBlock, version.sweepOrder)
      return this.#commit(writer, order)
    } catch (error) {
      family.log.rollBack()
      throw error
    }
  }

  /**
   * Leaves as an export lists them, without sweeping. For import only; values are known to be canonical.
   * @internal
   */
  applyRaw(
    leaves: Iterable<readonly [type: number, rawKey: Uint8Array, value: Uint8Array]>,
  ): State {
    this.#family.reroot(this.#live())
    const writer = new Writer(this.#family, this.crypto)
    try {
      for (const [type, rawKey, value] of leaves) writer.writeRaw(type, rawKey, value)
      return this.#commit(writer, undefined)
    } catch (error) {
      this.#family.log.rollBack()
      throw error
    }
  }

  #commit(writer: Writer, order: Version['sweepOrder']): State {
    const family = this.#family
    const config = writer.configWritten ? writer.cell(CellType.config, []) : undefined
    const chain = config === undefined ? this.#version.chain : decodeChainConfig(config)
    const batch = writer.batch()
    const tree = family.tree(this.crypto)
    const root = tree.update(this.#version.root, batch)
    const version = newVersion(root, chain, order)
    family.commit(version)
    return new State(family, version, this.crypto, {
      changedLeaves: batch.count,
      valueHashes: batch.valueHashCount,
      ...tree.lastUpdate,
    })
  }

  // ---- reading

  /** Finds the value of the cell that the store is aimed at: its length, -1 if absent. */
  #read(version: Version): number {
    const id = this.#family.store.find()
    return id === 0 ? -1 : this.#family.read(version, id)
  }

  #copy(length: number): Uint8Array | undefined {
    const { bytes, at } = this.#family.spot
    return length < 0 ? undefined : bytes.slice(at, at + length)
  }

  account(id: Uint8Array): AccountValue | undefined {
    const version = this.#live()
    aim.aimAtAccount(this.#family.store, id)
    const length = this.#read(version)
    return length < 0 ? undefined : readAccount(this.#family.spot.bytes, this.#family.spot.at)
  }

  record(machine: number, id: Uint8Array): Uint8Array | undefined {
    const version = this.#live()
    aim.aimAtRecord(this.#family.store, machine, id)
    return this.#copy(this.#read(version))
  }

  slot(storageId: Uint8Array, key: bigint): bigint {
    const version = this.#live()
    aim.aimAtSlot(this.#family.store, storageId, key)
    const length = this.#read(version)
    return length < 0 ? 0n : readU256(this.#family.spot.view, this.#family.spot.at)
  }

  slotCount(storageId: Uint8Array): number {
    const version = this.#live()
    aim.aimAtSpace(this.#family.store, storageId)
    const length = this.#read(version)
    return length < 0 ? 0 : this.#family.spot.view.getUint32(this.#family.spot.at)
  }

  slots(storageId: Uint8Array): readonly (readonly [key: bigint, value: bigint])[] {
    const version = this.#live()
    const { store, spot } = this.#family
    aim.aimAtSpace(store, storageId)
    const space = store.find()
    const out: (readonly [bigint, bigint])[] = []
    for (let id = space === 0 ? 0 : store.link(space); id !== 0; id = store.link(id)) {
      if (this.#family.read(version, id) < 0) continue
      const key = store.keyBytes(id)
      out.push([readU256(new DataView(key.buffer), 16), readU256(spot.view, spot.at)])
    }
    return out.sort(([a], [b]) => (a < b ? -1 : 1))
  }

  alias(namespace: number, address: Uint8Array): Alias | undefined {
    const version = this.#live()
    aim.aimAtAlias(this.#family.store, namespace, address)
    const bytes = this.#copy(this.#read(version))
    return bytes === undefined ? undefined : decodeAlias(bytes)
  }

  originId(namespace: number, address: Uint8Array): Uint8Array | undefined {
    const version = this.#live()
    const record = this.#family.origins.find(namespace, address)
    if (record === 0) return undefined
    const id = this.#family.store.keyBytes(record)
    if (version.undo === undefined) return id
    const origin = this.account(id)?.origin
    const isSame = origin?.namespace === namespace && compareBytes(origin.address, address) === 0
    return isSame ? id : undefined
  }

  cell(type: number, parts: readonly Uint8Array[]): Uint8Array | undefined {
    const version = this.#live()
    aim.aimAtCell(this.#family.store, type, parts)
    return this.#copy(this.#read(version))
  }

  blob(hash: Uint8Array): Uint8Array | undefined {
    this.#live()
    return this.#family.blob(hash)
  }

  // ---- iteration, in ascending order of key

  /** Accounts by id. O(all cells) before the first. */
  *accounts(): Generator<readonly [id: Uint8Array, value: AccountValue], void, undefined> {
    for (const [, key, bytes] of this.leaves(CellType.account)) yield [key, readAccount(bytes, 0)]
  }

  /** Sub-records of a machine by id. O(all cells) before the first. */
  *records(
    machine: number,
  ): Generator<readonly [id: Uint8Array, value: Uint8Array], void, undefined> {
    for (const [, key, bytes] of this.leaves(CellType.record)) {
      if (key[0] === machine) yield [key.slice(1), bytes]
    }
  }

  /** Leaves by (type, raw key), of one type or of all: what an export lists. O(all cells) before the first. */
  *leaves(
    type?: number,
  ): Generator<readonly [type: number, rawKey: Uint8Array, value: Uint8Array], void, undefined> {
    const { store } = this.#family
    const version = this.#live()
    const ids: number[] = []
    for (const id of store.ids()) {
      const own = store.typeOf(id)
      if (own === aim.SPACE_TYPE || (type !== undefined && own !== type)) continue
      if (this.#family.read(version, id) >= 0) ids.push(id)
    }
    for (const id of sortedByKey(store, ids)) {
      const value = this.#family.value(this.#live(), id)
      assert(value !== undefined, 'a handle keeps its leaves')
      yield [store.typeOf(id), store.keyBytes(id), value]
    }
  }

  /** Blobs to export, sorted by hash: those that records name, or all known if machines did not say how to find them. */
  *knownBlobs(): Generator<readonly [hash: Uint8Array, bytes: Uint8Array], void, undefined> {
    this.#live()
    yield* this.#family.exportedBlobs(this.leaves(CellType.record))
  }

  /**
   * Makes contents known to the family; the caller has checked them against their hashes.
   * @internal
   */
  addBlobs(blobs: Iterable<readonly [hash: Uint8Array, bytes: Uint8Array]>): void {
    this.#live()
    for (const [hash, bytes] of blobs) this.#family.addBlob(hash, bytes)
  }

  // ---- proofs, memory

  /** Value and proof of one location, absent ones too. Verified by verifier.ts against `root`. O(depth). */
  prove(location: StateLocation): LocationProof {
    const version = this.#live()
    const { type, parts } = locationKey(location)
    const { crypto } = this
    const tree = this.#family.tree(crypto)
    const key = treeKey(crypto, type, ...parts)
    const proof = tree.prove(version.root, key, (id) => this.#valueHash(version, id))
    const id = tree.find(version.root, key)
    return { type, parts, value: id === 0 ? undefined : this.#family.value(version, id), proof }
  }

  #valueHash(version: Version, id: number): Uint8Array {
    const value = this.#family.value(version, id)
    assert(value !== undefined, 'a leaf of the tree has a value')
    return valueHash(this.crypto, this.#family.store.typeOf(id), value)
  }

  /** Memory of the family. O(large values and blobs). */
  memory(): StateMemory {
    return this.#family.memory()
  }
}
