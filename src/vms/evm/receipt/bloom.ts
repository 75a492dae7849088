/** The 2048-bit filter over the addresses and topics of logs (Yellow Paper, section 4.3.1). */

import type { Crypto } from '../../../crypto/types.ts'
import { assert } from '../../../errors.ts'
import { wordToKey } from '../../../primitives/bytes.ts'
import type { Log } from '../../../state/log.ts'

export const BLOOM_BYTES = 256

/** Entries each memo holds before it is emptied: about 2 MB. */
const MEMO_ENTRIES_MAX = 16_384

/** An address in a word: the memo's keys are made of words, and addresses have a memo of their own. */
const PADDED = new Uint8Array(32)

/**
 * Builds filters. Remembers the bit positions of the items it met last, because a block's logs repeat their
 * addresses and topics and each would cost a keccak256. Results never depend on the memo.
 */
export class BloomBuilder {
  readonly #crypto: Pick<Crypto, 'keccak256'>
  /** Item to its three positions of 11 bits each, packed into one number below 2^33. */
  readonly #addresses = new Map<string, number>()
  readonly #topics = new Map<string, number>()

  constructor(crypto: Pick<Crypto, 'keccak256'>) {
    this.#crypto = crypto
  }

  /** Sets the bits of one item, an address of 20 or a topic of 32 bytes, in `bloom` (256 bytes). */
  addItem(bloom: Uint8Array, item: Uint8Array): void {
    const packed = this.#positions(item)
    setBit(bloom, packed % 2048)
    setBit(bloom, Math.floor(packed / 2048) % 2048)
    setBit(bloom, Math.floor(packed / 4_194_304))
  }

  /** Sets the bits of every log's address and topics. */
  addLogs(bloom: Uint8Array, logs: readonly Log[]): void {
    for (const log of logs) {
      this.addItem(bloom, log.address)
      for (const topic of log.topics) this.addItem(bloom, topic)
    }
  }

  /** A new filter, 256 bytes. */
  logsBloom(logs: readonly Log[]): Uint8Array {
    const bloom = new Uint8Array(BLOOM_BYTES)
    this.addLogs(bloom, logs)
    return bloom
  }

  #positions(item: Uint8Array): number {
    assert(item.length === 20 || item.length === 32, 'a bloom item is an address or a topic')
    const memo = item.length === 20 ? this.#addresses : this.#topics
    if (item.length === 20) PADDED.set(item)
    const key = wordToKey(item.length === 20 ? PADDED : item)
    const known = memo.get(key)
    if (known !== undefined) return known
    const hash = this.#crypto.keccak256(item)
    let packed = 0
    // The low 11 bits of the first three pairs of bytes.
    for (let i = 4; i >= 0; i -= 2)
      packed = packed * 2048 + (((hash[i]! << 8) | hash[i + 1]!) & 2047)
    if (memo.size >= MEMO_ENTRIES_MAX) memo.clear()
    memo.set(key, packed)
    return packed
  }
}

/** Bit 0 is the lowest bit of the last byte. */
function setBit(bloom: Uint8Array, position: number): void {
  bloom[255 - (position >> 3)]! |= 1 << (position & 7)
}

/** Adds the bits of `addition` to `bloom`: the block's filter is the union of its receipts'. */
export function uniteBloom(bloom: Uint8Array, addition: Uint8Array): void {
  for (let i = 0; i < BLOOM_BYTES; i++) bloom[i]! |= addition[i]!
}
