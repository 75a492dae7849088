/**
 * What all handles that stem from one genesis share: the store of newest values, the tree's nodes, known blobs.
 * A change is applied in place to the head version; the version it came from keeps the old values.
 */
import type { Crypto } from '../crypto/types.ts'
import { compareBytes, wordToKey } from '../primitives/bytes.ts'
import { SPACE_TYPE } from './cell-keys.ts'
import type { ChainConfig } from './chain-config.ts'
import { CellType } from './keys.ts'
import { CellStore, type ValueSpot } from './memory/cell-store.ts'
import { OriginIndex } from './memory/origin-index.ts'
import { UndoList, UndoLog } from './memory/undo.ts'
import { TreeArena } from './tree/arena.ts'
import { StateTree } from './tree/tree.ts'
import { newVersion, type Version } from './version.ts'

/** Hashes of the blobs that a machine's record commits to. */
export type BlobHashes = (machine: number, record: Uint8Array) => Iterable<Uint8Array>

/** How a family is set up; nothing here reaches the root. */
export interface FamilyOptions {
  /** Keep values and nodes in SharedArrayBuffer where the host has it. Default false. */
  readonly shared?: boolean
  /** Lets exports hold only the blobs that records name. Without it all known blobs are exported. */
  readonly blobHashes?: BlobHashes | undefined
}

/** Bytes held by the whole family of handles. */
export interface StateMemory {
  /** Values and keys. */
  readonly records: number
  /** Where keys lie. */
  readonly index: number
  /** Addresses by which accounts were reached. */
  readonly origins: number
  /** Values that do not fit in a record. */
  readonly large: number
  /** Nodes of all versions. */
  readonly tree: number
  /** Contents named by hash, such as code. */
  readonly blobs: number
}

/** Dead records are freed when there are more than this and more than half as many as live ones. */
const PURGE_FLOOR = 1024

export class Family {
  readonly store: CellStore
  readonly arena: TreeArena
  readonly origins: OriginIndex
  readonly log: UndoLog
  readonly blobs = new Map<string, { readonly hash: Uint8Array; readonly bytes: Uint8Array }>()
  readonly blobHashes: BlobHashes | undefined
  /** Caches of pure functions of the engines, by engine name. */
  readonly caches = new Map<string, unknown>()
  /** Scratch of readers: where the value just read lies. */
  readonly spot: ValueSpot = {
    bytes: new Uint8Array(0),
    view: new DataView(new ArrayBuffer(0)),
    at: 0,
  }
  head: Version
  liveVersions = 1
  readonly #trees = new Map<Crypto, StateTree>()

  constructor(chain: ChainConfig, options: FamilyOptions) {
    const shared = options.shared ?? false
    this.store = new CellStore(shared)
    this.arena = new TreeArena({ shared })
    this.origins = new OriginIndex(this.store)
    this.log = new UndoLog(this.store)
    this.blobHashes = options.blobHashes
    this.head = newVersion(this.arena.register(0, new Uint8Array(32)), chain, undefined)
  }

  /** The tree's operations by one backend, over the shared nodes. */
  tree(crypto: Crypto): StateTree {
    let tree = this.#trees.get(crypto)
    if (tree === undefined) {
      tree = new StateTree(crypto.hasher, this.store, this.arena)
      this.#trees.set(crypto, tree)
    }
    return tree
  }

  addBlob(hash: Uint8Array, bytes: Uint8Array): void {
    const key = wordToKey(hash)
    if (!this.blobs.has(key)) this.blobs.set(key, { hash: hash.slice(), bytes: bytes.slice() })
  }

  /** Known bytes of a hash. */
  blob(hash: Uint8Array): Uint8Array | undefined {
    return this.blobs.get(wordToKey(hash))?.bytes
  }

  /** Blobs for an export, sorted by hash: those that the records name, or all known ones. */
  *exportedBlobs(
    records: Iterable<readonly [type: number, rawKey: Uint8Array, value: Uint8Array]>,
  ): Generator<readonly [hash: Uint8Array, bytes: Uint8Array], void, undefined> {
    const named = new Map<string, { readonly hash: Uint8Array; readonly bytes: Uint8Array }>()
    if (this.blobHashes === undefined) {
      for (const [key, blob] of this.blobs) named.set(key, blob)
    } else {
      for (const [, rawKey, value] of records) {
        for (const hash of this.blobHashes(rawKey[0]!, value)) {
          const key = wordToKey(hash)
          const blob = this.blobs.get(key)
          if (blob !== undefined) named.set(key, blob)
        }
      }
    }
    const sorted = [...named.values()].sort((a, b) => compareBytes(a.hash, b.hash))
    for (const { hash, bytes } of sorted) yield [hash, bytes]
  }

  memory(): StateMemory {
    let blobs = 0
    for (const { bytes } of this.blobs.values()) blobs += bytes.length
    return { ...this.store.memory(), origins: this.origins.bytes, tree: this.arena.bytes, blobs }
  }

  // ---- reading at a version

  /** Finds a record's value in a version, in `spot`; its length, or -1 if absent. */
  read(version: Version, id: number): number {
    if (version.undo !== undefined) {
      let steps = 0
      for (let at = version; at.undo !== undefined; at = at.next!) {
        steps++
        const place = at.undo.find(id)
        if (place < 0) continue
        const value = at.undo.valueAt(place)
        this.#owe(version, steps)
        if (value === undefined) return -1
        this.spot.bytes = value
        this.spot.view = new DataView(value.buffer, value.byteOffset, value.length)
        this.spot.at = 0
        return value.length
      }
      this.#owe(version, steps)
    }
    const length = this.store.valueLength(id)
    if (length >= 0) this.store.locate(id, this.spot)
    return length
  }

  /** A copy of a record's value in a version. */
  value(version: Version, id: number): Uint8Array | undefined {
    const length = this.read(version, id)
    return length < 0 ? undefined : this.spot.bytes.slice(this.spot.at, this.spot.at + length)
  }

  /** Makes a version that is read often the head, once its reads have cost as much as that: amortised O(1). */
  #owe(version: Version, steps: number): void {
    version.debt += steps
    if (version.debt < 1024) return
    let cost = 0
    for (let at = version; at.undo !== undefined; at = at.next!) cost += at.undo.count
    if (version.debt > 4 * cost) this.reroot(version)
  }

  /** Makes a version the head: old values go back into the store, newer ones into lists. O(changes between). */
  reroot(version: Version): void {
    const path: Version[] = []
    for (let at = version; at.undo !== undefined; at = at.next!) path.push(at)
    for (let i = path.length - 1; i >= 0; i--) {
      const target = path[i]!
      const undo = target.undo!
      this.log.clear()
      for (let place = 0; place < undo.count; place++) {
        this.log.note(undo.idAt(place))
        undo.restore(this.store, place)
      }
      this.log.untouch()
      this.#moveHead(target)
    }
  }

  /** The store now holds `target`'s values; the log holds what the old head had instead. */
  #moveHead(target: Version): void {
    const old = this.head
    old.undo = new UndoList(this.log)
    old.next = target
    old.debt = 0
    target.undo = undefined
    target.next = undefined
    target.debt = 0
    this.head = target
    this.log.clear()
  }

  /** Ends a change that made a new version of the head. */
  commit(version: Version): void {
    this.log.untouch()
    this.#moveHead(version)
    this.liveVersions++
  }

  // ---- life of versions

  /** Gives up one hold; the last one frees the version's tree nodes. */
  release(version: Version): void {
    version.holds--
    if (version.holds > 0) return
    this.arena.release(version.root)
    this.liveVersions--
    this.#purge()
  }

  /** Records of deleted cells can go once the head is the only version anybody holds: no root has their leaves. */
  #purge(): void {
    const { store } = this
    if (store.dead < PURGE_FLOOR || store.dead * 2 < store.present) return
    if (this.liveVersions !== 1 || this.head.holds === 0) return
    this.head.sweepOrder = undefined
    this.#unlinkDead()
    store.purge(() => true)
    this.origins.clear()
    for (const id of store.ids()) {
      if (store.typeOf(id) !== CellType.account || store.valueLength(id) < 0) continue
      store.locate(id, this.spot)
      this.origins.add(id, this.spot.bytes, this.spot.at)
    }
  }

  /** Takes dead slots out of the lists of their storage. */
  #unlinkDead(): void {
    const { store } = this
    for (const space of store.ids()) {
      if (store.typeOf(space) !== SPACE_TYPE) continue
      let last = space
      for (let id = store.link(space); id !== 0; id = store.link(id)) {
        if (store.valueLength(id) < 0) continue
        store.setLink(last, id)
        last = id
      }
      store.setLink(last, 0)
    }
  }
}
