/**
 * From a foreign address to the account whose origin it is: saves a view the hash. Derived from accounts, never
 * committed, and always checked against the account, so that a stale entry says nothing.
 */
import { bytesToKey } from '../../primitives/bytes.ts'
import { originOffset } from '../codec.ts'
import type { CellStore, ValueSpot } from './cell-store.ts'
import { HashIndex, hashWords, type IndexOwner } from './hash-index.ts'

/** Longest address filed: 20 (EVM, Tron), 32 (Solana), 34 (Bitcoin scripts). */
const MAX_ADDRESS = 34

export class OriginIndex implements IndexOwner {
  readonly #store: CellStore
  readonly #index = new HashIndex()
  readonly #key = new Uint8Array(36)
  readonly #words = new Int32Array(this.#key.buffer)
  #length = 0
  readonly #spot: ValueSpot = { bytes: this.#key, view: new DataView(this.#key.buffer), at: 0 }

  constructor(store: CellStore) {
    this.#store = store
  }

  get bytes(): number {
    return this.#index.bytes
  }

  /** Record of the account that has this origin in the head version, else 0. */
  find(namespace: number, address: Uint8Array): number {
    if (address.length > MAX_ADDRESS) return 0
    return this.#index.find(this.#aim(namespace, address, 0, address.length), this)
  }

  /** Files an account whose encoded value has an origin. */
  add(id: number, bytes: Uint8Array, at: number): void {
    const from = originOffset(bytes, at)
    const namespace = bytes[from]!
    const length = bytes[from + 1]!
    if (namespace === 0 || length > MAX_ADDRESS) return
    const hash = this.#aim(namespace, bytes, from + 2, length)
    if (this.#index.find(hash, this) === 0) this.#index.add(hash, id, this)
  }

  clear(): void {
    this.#index.clear()
  }

  #aim(namespace: number, bytes: Uint8Array, from: number, length: number): number {
    const key = this.#key
    key[0] = namespace
    for (let i = 0; i < length; i++) key[1 + i] = bytes[from + i]!
    for (let i = 1 + length; (i & 3) !== 0; i++) key[i] = 0
    this.#length = 1 + length
    return hashWords(this.#words, (length + 4) >>> 2, length)
  }

  matches(id: number): boolean {
    if (this.#store.valueLength(id) < 0) return false
    this.#store.locate(id, this.#spot)
    const { bytes } = this.#spot
    const from = originOffset(bytes, this.#spot.at)
    const key = this.#key
    if (bytes[from] !== key[0] || bytes[from + 1] !== this.#length - 1) return false
    for (let i = 1; i < this.#length; i++) if (bytes[from + 1 + i] !== key[i]) return false
    return true
  }

  lookupKey(): string {
    return bytesToKey(this.#key.subarray(0, this.#length))
  }

  keyOf(id: number): string | undefined {
    if (this.#store.valueLength(id) < 0) return undefined
    this.#store.locate(id, this.#spot)
    const { bytes } = this.#spot
    const from = originOffset(bytes, this.#spot.at)
    if (bytes[from] === 0) return undefined
    return (
      String.fromCharCode(bytes[from]!) +
      bytesToKey(bytes.subarray(from + 2, from + 2 + bytes[from + 1]!))
    )
  }
}
