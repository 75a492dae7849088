/**
 * Index from a 32-bit hash of a key to a record: open addressing in one typed array, linear probing, at most half full.
 *
 * The hash has no secret, so anybody can make keys that collide. A probe is therefore bounded: what finds no place
 * goes to a Map keyed by strings, which V8 hashes with a per-process seed. Nothing here reaches consensus.
 */

/** Whoever holds the keys. The key that is looked up is the owner's current one. */
export interface IndexOwner {
  /** Whether a record has the key that is looked up. */
  matches(id: number): boolean
  /** The key that is looked up, as a string. */
  lookupKey(): string
  /** A record's key as a string; undefined if it has none any more (it is then dropped from the index). */
  keyOf(id: number): string | undefined
}

const MAX_PROBES = 32
const FIRST_ENTRIES = 64

/** Pairs (hash, record id); id 0 is an empty place. */
export class HashIndex {
  #entries = new Int32Array(FIRST_ENTRIES * 2)
  #mask = FIRST_ENTRIES - 1
  #count = 0
  #rest: Map<string, number> | undefined

  /** Bytes held, without the Map of colliding keys. */
  get bytes(): number {
    return this.#entries.byteLength
  }

  /** Keys that found no place within the bounded probe. */
  get collisions(): number {
    return this.#rest?.size ?? 0
  }

  /** Record of the owner's current key, or 0. */
  find(hash: number, owner: IndexOwner): number {
    const entries = this.#entries
    const mask = this.#mask
    let place = hash & mask
    for (let i = 0; i < MAX_PROBES; i++) {
      const id = entries[place * 2 + 1]!
      if (id === 0) break
      if (entries[place * 2] === hash && owner.matches(id)) return id
      place = (place + 1) & mask
    }
    return this.#rest === undefined ? 0 : (this.#rest.get(owner.lookupKey()) ?? 0)
  }

  /** Files a record under a key that is not there. */
  add(hash: number, id: number, owner: IndexOwner): void {
    if (this.#count * 2 > this.#mask) this.#grow(owner)
    this.#place(hash, id, owner)
  }

  clear(): void {
    this.#entries = new Int32Array(FIRST_ENTRIES * 2)
    this.#mask = FIRST_ENTRIES - 1
    this.#count = 0
    this.#rest = undefined
  }

  #place(hash: number, id: number, owner: IndexOwner): void {
    const entries = this.#entries
    let place = hash & this.#mask
    for (let i = 0; i < MAX_PROBES; i++) {
      if (entries[place * 2 + 1] === 0) {
        entries[place * 2] = hash
        entries[place * 2 + 1] = id
        this.#count++
        return
      }
      place = (place + 1) & this.#mask
    }
    const key = owner.keyOf(id)
    if (key === undefined) return
    this.#rest ??= new Map()
    this.#rest.set(key, id)
  }

  #grow(owner: IndexOwner): void {
    const old = this.#entries
    this.#entries = new Int32Array(old.length * 2)
    this.#mask = this.#entries.length / 2 - 1
    this.#count = 0
    for (let i = 0; i < old.length; i += 2) {
      if (old[i + 1] !== 0) this.#place(old[i]!, old[i + 1]!, owner)
    }
  }
}

/** Hash of the first `count` words; 32 bits, well mixed, not secret. */
export function hashWords(words: Int32Array, count: number, seed: number): number {
  let hash = seed
  for (let i = 0; i < count; i++) {
    let word = Math.imul(words[i]!, 0xcc9e2d51)
    word = (word << 15) | (word >>> 17)
    hash ^= Math.imul(word, 0x1b873593)
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
