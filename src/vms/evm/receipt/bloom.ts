/** The 2048-bit filter over the addresses and topics of logs (Yellow Paper, section 4.3.1). */

import type { Crypto } from '../../../crypto/types.ts'
import { bytesToKey } from '../../../primitives/bytes.ts'
import type { EthereumLog } from './types.ts'

export const BLOOM_BYTES = 256

/** Entries the memo holds before it is emptied: about 2 MB. */
const MEMO_ENTRIES_MAX = 16_384

/**
 * Builds filters. Remembers the bit positions of the items it met last, because a block's logs repeat their
 * addresses and topics and each would cost a keccak256. Results never depend on the memo.
 */
export class BloomBuilder {
  readonly #crypto: Pick<Crypto, 'keccak256'>
  /** Item to its three positions of 11 bits each, packed into one number below 2^33. */
  readonly #memo: Map<string, number>

  constructor(crypto: Pick<Crypto, 'keccak256'>) {
    this.#crypto = crypto
    this.#memo = new Map()
  }

  /** Sets the bits of one item in `bloom` (256 bytes). */
  addItem(bloom: Uint8Array, item: Uint8Array): void {
    const packed = this.#positions(item)
    setBit(bloom, packed % 2048)
    setBit(bloom, Math.floor(packed / 2048) % 2048)
    setBit(bloom, Math.floor(packed / 4_194_304))
  }

  /** Sets the bits of every log's address and topics. */
  addLogs(bloom: Uint8Array, logs: readonly EthereumLog[]): void {
    for (const log of logs) {
      this.addItem(bloom, log.address)
      for (const topic of log.topics) this.addItem(bloom, topic)
    }
  }

  /** A new filter, 256 bytes. */
  logsBloom(logs: readonly EthereumLog[]): Uint8Array {
    const bloom = new Uint8Array(BLOOM_BYTES)
    this.addLogs(bloom, logs)
    return bloom
  }

  #positions(item: Uint8Array): number {
    const key = bytesToKey(item)
    const known = this.#memo.get(key)
    if (known !== undefined) return known
    const hash = this.#crypto.keccak256(item)
    let packed = 0
    // The low 11 bits of the first three pairs of bytes.
    for (let i = 4; i >= 0; i -= 2)
      packed = packed * 2048 + (((hash[i]! << 8) | hash[i + 1]!) & 2047)
    if (this.#memo.size >= MEMO_ENTRIES_MAX) this.#memo.clear()
    this.#memo.set(key, packed)
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
