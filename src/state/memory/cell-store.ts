/**
 * The newest values of one family of states: every cell a record of 128 or 256 bytes, found by (type, key).
 *
 * Record: word 0 type, marks, key length; word 1 value length or -1 (absent); word 2 link to the next record of the
 * same storage; word 3 hash of the key; bytes 16-47 tree key; then the key, padded to a word; then the value. A key
 * or value that does not fit lies in a Map. A record's id, also the leaf's id in the tree, is twice its number plus
 * its size class; it stays when the cell is deleted, as older roots may still hold the leaf, until `purge`.
 */
import { assert } from '../../errors.ts'
import { bytesToKey } from '../../primitives/bytes.ts'
import type { LeafKeys } from '../tree/update.ts'
import { HashIndex, hashWords, type IndexOwner } from './hash-index.ts'
import { type Segment, Slab } from './segments.ts'

const TREE_KEY = 16
const KEY = 48
const KEY_WORD = KEY / 4
const SIZES = [128, 256] as const

const TYPE_MASK = 0xff
const TOUCHED = 1 << 8
const BIG_VALUE = 1 << 9
const BIG_KEY = 1 << 10
const FREE = 1 << 11

/** Longest key of a cell: all its parts with their lengths. */
export const MAX_KEY_BYTES = 0xffff

const roundUp = (length: number): number => (length + 3) & ~3

/** Where a value lies: `bytes` from `at`. Valid until the next write. */
export interface ValueSpot {
  bytes: Uint8Array
  view: DataView
  at: number
}

export class CellStore implements IndexOwner, LeafKeys {
  /** The key that `find` and `create` are for: write it here, then call `setKey`. */
  key = new Uint8Array(256)
  keyView = new DataView(this.key.buffer)
  #keyWords = new Int32Array(this.key.buffer)
  #keyLength = 0
  #type = 0
  #hash = 0
  readonly #slabs: readonly [Slab, Slab]
  readonly #index = new HashIndex()
  readonly #bigValues = new Map<number, Uint8Array>()
  readonly #bigKeys = new Map<number, Uint8Array>()
  readonly #free: [number, number] = [0, 0]
  /** Records that hold a value. */
  present = 0
  /** Records whose cell is deleted. */
  dead = 0

  constructor(shared: boolean) {
    this.#slabs = [new Slab(SIZES[0], shared), new Slab(SIZES[1], shared)]
  }

  /** Bytes of records and of the index; the Maps of what does not fit are estimated. */
  memory(): { readonly records: number; readonly index: number; readonly large: number } {
    let large = 0
    for (const bytes of this.#bigValues.values()) large += bytes.length + 128
    for (const bytes of this.#bigKeys.values()) large += bytes.length + 128
    return { records: this.#slabs[0].bytes + this.#slabs[1].bytes, index: this.#index.bytes, large }
  }

  #segment(id: number): Segment {
    const slab = this.#slabs[id & 1]!
    return slab.segments[id >>> (slab.bits + 1)]!
  }

  /** First word of a record within its segment. */
  #word(id: number): number {
    const slab = this.#slabs[id & 1]!
    return ((id >>> 1) & slab.mask) * slab.recordWords
  }

  // ---- keys

  /** Makes room for a key of `length` bytes in `key`. */
  reserveKey(length: number): Uint8Array {
    assert(length <= MAX_KEY_BYTES, 'the key of a cell has at most 65,535 bytes')
    if (length > this.key.length) {
      this.key = new Uint8Array(roundUp(length * 2))
      this.keyView = new DataView(this.key.buffer)
      this.#keyWords = new Int32Array(this.key.buffer)
    }
    return this.key
  }

  /** Takes the first `length` bytes of `key` as the key of a cell of this type. */
  setKey(type: number, length: number): void {
    const key = this.key
    for (let i = length; (i & 3) !== 0; i++) key[i] = 0
    this.#type = type
    this.#keyLength = length
    this.#hash = hashWords(this.#keyWords, (length + 3) >>> 2, type * 0x01000193 + length)
  }

  matches(id: number): boolean {
    const words = this.#segment(id).words
    const at = this.#word(id)
    const head = words[at]!
    if ((head & TYPE_MASK) !== this.#type || head >>> 16 !== this.#keyLength) return false
    const key = this.#keyWords
    const count = (this.#keyLength + 3) >>> 2
    if ((head & BIG_KEY) !== 0) return this.keyOf(id) === this.lookupKey()
    for (let i = 0; i < count; i++) if (words[at + KEY_WORD + i] !== key[i]) return false
    return true
  }

  lookupKey(): string {
    return String.fromCharCode(this.#type) + bytesToKey(this.key.subarray(0, this.#keyLength))
  }

  keyOf(id: number): string {
    return String.fromCharCode(this.typeOf(id)) + bytesToKey(this.keyBytes(id))
  }

  /** A copy of a record's key. */
  keyBytes(id: number): Uint8Array {
    const { words, bytes } = this.#segment(id)
    const at = this.#word(id)
    const head = words[at]!
    if ((head & BIG_KEY) !== 0) return this.#bigKeys.get(id)!
    return bytes.slice(at * 4 + KEY, at * 4 + KEY + (head >>> 16))
  }

  /** Byte `at` of a record's key, -1 past its end. */
  keyByte(id: number, at: number): number {
    const { words, bytes } = this.#segment(id)
    const word = this.#word(id)
    const head = words[word]!
    if (at >= head >>> 16) return -1
    if ((head & BIG_KEY) !== 0) return this.#bigKeys.get(id)![at]!
    return bytes[word * 4 + KEY + at]!
  }

  typeOf(id: number): number {
    return this.#segment(id).words[this.#word(id)]! & TYPE_MASK
  }

  treeKeyOf(id: number, out: Uint8Array, offset: number): void {
    const bytes = this.#segment(id).bytes
    const at = this.#word(id) * 4 + TREE_KEY
    for (let i = 0; i < 32; i++) out[offset + i] = bytes[at + i]!
  }

  setTreeKey(id: number, treeKey: Uint8Array): void {
    this.#segment(id).bytes.set(treeKey, this.#word(id) * 4 + TREE_KEY)
  }

  // ---- records

  /** Record of the key, 0 if the family never had it. */
  find(): number {
    return this.#index.find(this.#hash, this)
  }

  /** A new record, without a value, for the key; `valueLength` chooses its size. */
  create(valueLength: number): number {
    const length = this.#keyLength
    const bigKey = KEY + roundUp(length) > SIZES[1]
    const needed = KEY + (bigKey ? 0 : roundUp(length)) + valueLength
    const isSmall = needed <= SIZES[0] || (needed > SIZES[1] && KEY + roundUp(length) <= SIZES[0])
    const id = this.#allocate(isSmall ? 0 : 1)
    const { words } = this.#segment(id)
    const at = this.#word(id)
    words[at] = this.#type | (length << 16) | (bigKey ? BIG_KEY : 0)
    words[at + 1] = -1
    words[at + 2] = 0
    words[at + 3] = this.#hash
    if (bigKey) this.#bigKeys.set(id, this.key.slice(0, length))
    else for (let i = 0; i < (length + 3) >>> 2; i++) words[at + KEY_WORD + i] = this.#keyWords[i]!
    this.#index.add(this.#hash, id, this)
    this.dead++
    return id
  }

  #allocate(size: 0 | 1): number {
    const free = this.#free[size]
    if (free === 0) {
      const number = this.#slabs[size].allocate()
      assert(number < 2 ** 30, 'a store has fewer than 2^30 records of a size')
      return number * 2 + size
    }
    this.#free[size] = this.#segment(free).words[this.#word(free) + 2]!
    return free
  }

  link(id: number): number {
    return this.#segment(id).words[this.#word(id) + 2]!
  }

  setLink(id: number, next: number): void {
    this.#segment(id).words[this.#word(id) + 2] = next
  }

  /** Marks a record as part of the running change; false if it was already. */
  touch(id: number): boolean {
    const { words } = this.#segment(id)
    const at = this.#word(id)
    if ((words[at]! & TOUCHED) !== 0) return false
    words[at]! |= TOUCHED
    return true
  }

  untouch(id: number): void {
    this.#segment(id).words[this.#word(id)]! &= ~TOUCHED
  }

  // ---- values

  /** Length of the value, -1 if absent. */
  valueLength(id: number): number {
    return this.#segment(id).words[this.#word(id) + 1]!
  }

  /** Finds the value of a record that has one. */
  locate(id: number, spot: ValueSpot): void {
    const segment = this.#segment(id)
    const at = this.#word(id)
    const head = segment.words[at]!
    if ((head & BIG_VALUE) !== 0) {
      spot.bytes = this.#bigValues.get(id)!
      spot.view = new DataView(spot.bytes.buffer, spot.bytes.byteOffset, spot.bytes.length)
      spot.at = 0
      return
    }
    spot.bytes = segment.bytes
    spot.view = segment.view
    spot.at = at * 4 + KEY + ((head & BIG_KEY) !== 0 ? 0 : roundUp(head >>> 16))
  }

  /** Replaces the value by `length` bytes of `source` from `offset`; -1 deletes it. */
  setValue(id: number, source: Uint8Array, offset: number, length: number): void {
    const { words, bytes } = this.#segment(id)
    const at = this.#word(id)
    const head = words[at]!
    const before = words[at + 1]!
    if (before < 0 && length >= 0) {
      this.present++
      this.dead--
    } else if (before >= 0 && length < 0) {
      this.present--
      this.dead++
    }
    words[at + 1] = length
    if ((head & BIG_VALUE) !== 0) {
      this.#bigValues.delete(id)
      words[at] = head & ~BIG_VALUE
    }
    if (length < 0) return
    const start = KEY + ((head & BIG_KEY) !== 0 ? 0 : roundUp(head >>> 16))
    if (start + length <= SIZES[id & 1]!) {
      const to = at * 4 + start
      for (let i = 0; i < length; i++) bytes[to + i] = source[offset + i]!
      return
    }
    this.#bigValues.set(id, source.slice(offset, offset + length))
    words[at]! |= BIG_VALUE
  }

  // ---- all records

  /** Ids of all records in use, dead ones too, in the order of memory. */
  *ids(): Generator<number, void, undefined> {
    for (let size = 0; size < 2; size++) {
      const used = this.#slabs[size]!.used
      for (let number = 1; number < used; number++) {
        const id = number * 2 + size
        if ((this.#segment(id).words[this.#word(id)]! & FREE) === 0) yield id
      }
    }
  }

  /**
   * Frees the records that are dead and that `mayFree` allows, and builds the index anew. Only when no live root but
   * the newest exists. O(records).
   */
  purge(mayFree: (id: number) => boolean): void {
    const doomed: number[] = []
    for (const id of this.ids()) if (this.valueLength(id) < 0 && mayFree(id)) doomed.push(id)
    for (const id of doomed) this.#freeRecord(id)
    this.#index.clear()
    for (const id of this.ids()) {
      this.#index.add(this.#segment(id).words[this.#word(id) + 3]!, id, this)
    }
  }

  #freeRecord(id: number): void {
    const { words } = this.#segment(id)
    const at = this.#word(id)
    this.#bigKeys.delete(id)
    const size = (id & 1) as 0 | 1
    words[at] = FREE
    words[at + 2] = this.#free[size]
    this.#free[size] = id
    this.dead--
  }
}
