/**
 * What records held before a change: record ids and old values in flat arrays. A reverse difference between two
 * versions of a state, and what takes a failed change back.
 */
import type { CellStore, ValueSpot } from './cell-store.ts'

/** Old values, in the order in which records were first touched. Immutable. */
export class UndoList {
  readonly count: number
  readonly #ids: Int32Array
  /** Offset of each value in `#bytes`. */
  readonly #offsets: Int32Array
  /** -1: the record had no value. */
  readonly #lengths: Int32Array
  readonly #bytes: Uint8Array
  #places: Map<number, number> | undefined

  constructor(log: UndoLog) {
    this.count = log.count
    this.#ids = log.ids.slice(0, log.count)
    this.#offsets = log.offsets.slice(0, log.count)
    this.#lengths = log.lengths.slice(0, log.count)
    this.#bytes = log.bytes.slice(0, log.used)
  }

  get bytes(): number {
    return this.#bytes.length + this.count * (this.#places === undefined ? 12 : 52)
  }

  idAt(place: number): number {
    return this.#ids[place]!
  }

  /** Place of a record, -1 if it was not changed. The first call indexes the list. */
  find(id: number): number {
    if (this.#places === undefined) {
      this.#places = new Map()
      for (let i = 0; i < this.count; i++) this.#places.set(this.#ids[i]!, i)
    }
    return this.#places.get(id) ?? -1
  }

  /** The old value, undefined if it was absent. Do not write into it. */
  valueAt(place: number): Uint8Array | undefined {
    const length = this.#lengths[place]!
    if (length < 0) return undefined
    const from = this.#offsets[place]!
    return this.#bytes.subarray(from, from + length)
  }

  /** Puts an old value back into the store. */
  restore(store: CellStore, place: number): void {
    store.setValue(this.#ids[place]!, this.#bytes, this.#offsets[place]!, this.#lengths[place]!)
  }
}

/** Collects old values while a change runs; reused from change to change. */
export class UndoLog {
  count = 0
  used = 0
  ids = new Int32Array(64)
  offsets = new Int32Array(64)
  lengths = new Int32Array(64)
  bytes = new Uint8Array(4096)
  readonly #store: CellStore
  readonly #spot: ValueSpot

  constructor(store: CellStore) {
    this.#store = store
    this.#spot = { bytes: this.bytes, view: new DataView(this.bytes.buffer), at: 0 }
  }

  clear(): void {
    this.count = 0
    this.used = 0
  }

  /** Notes what the record holds, unless it was noted before in this change. */
  note(id: number): void {
    const store = this.#store
    if (!store.touch(id)) return
    if (this.count === this.ids.length) this.#growLists()
    const place = this.count++
    const length = store.valueLength(id)
    this.ids[place] = id
    this.lengths[place] = length
    this.offsets[place] = this.used
    if (length <= 0) return
    if (this.used + length > this.bytes.length) this.#growBytes(length)
    const spot = this.#spot
    store.locate(id, spot)
    for (let i = 0; i < length; i++) this.bytes[this.used + i] = spot.bytes[spot.at + i]!
    this.used += length
  }

  /** Whether a record's value differs from what was noted at `place`. */
  isChanged(place: number): boolean {
    const store = this.#store
    const id = this.ids[place]!
    const length = store.valueLength(id)
    if (length !== this.lengths[place]) return true
    if (length < 0) return false
    const spot = this.#spot
    store.locate(id, spot)
    const from = this.offsets[place]!
    for (let i = 0; i < length; i++) {
      if (this.bytes[from + i] !== spot.bytes[spot.at + i]) return true
    }
    return false
  }

  /** Ends the change: takes the marks off. */
  untouch(): void {
    for (let i = 0; i < this.count; i++) this.#store.untouch(this.ids[i]!)
  }

  /** Takes the whole change back. */
  rollBack(): void {
    for (let i = 0; i < this.count; i++) {
      this.#store.setValue(this.ids[i]!, this.bytes, this.offsets[i]!, this.lengths[i]!)
    }
    this.untouch()
    this.clear()
  }

  #growLists(): void {
    this.ids = enlarged(this.ids)
    this.offsets = enlarged(this.offsets)
    this.lengths = enlarged(this.lengths)
  }

  #growBytes(more: number): void {
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.used + more))
    larger.set(this.bytes)
    this.bytes = larger
  }
}

function enlarged(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(list.length * 2)
  larger.set(list)
  return larger
}
