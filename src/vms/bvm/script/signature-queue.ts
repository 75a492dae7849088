/**
 * Signature checks put off, so that many are done in a row.
 *
 * PERF: one verification reads tables of the curve that fill a core's nearest cache, and everything between two of them
 * reads it in again. A script that runs on the assumption that its signatures hold, and whose signatures then do hold, has
 * run as it would have; where one does not, the script is run again and looks at each. So no verdict depends on the queue.
 */
import type { Crypto } from '../../../crypto/types.ts'
import { assert } from '../../../errors.ts'

/** Checks it can hold. */
const QUEUE_SIZE = 256

const SIGNATURE_BYTES = 64

export class SignatureQueue {
  /** Checks in it. */
  length = 0
  private readonly hashes: Uint8Array[] = []
  private readonly keys: Uint8Array[] = []
  private readonly isSchnorr: boolean[] = []
  private readonly signatures: readonly Uint8Array[]

  constructor() {
    const numbers = new Uint8Array(QUEUE_SIZE * SIGNATURE_BYTES)
    this.signatures = Array.from({ length: QUEUE_SIZE }, (_, i) =>
      numbers.subarray(i * SIGNATURE_BYTES, (i + 1) * SIGNATURE_BYTES),
    )
  }

  /** Whether that many more checks fit. */
  hasRoom(checks: number): boolean {
    return this.length + checks <= QUEUE_SIZE
  }

  /** Puts a check of 64 bytes of signature off; false if there is no room. Hash and key are kept, the signature is copied. */
  add(hash: Uint8Array, signature: Uint8Array, key: Uint8Array, isSchnorr: boolean): boolean {
    const at = this.length
    const own = this.signatures[at]
    if (own === undefined) return false
    own.set(signature)
    this.hashes[at] = hash
    this.keys[at] = key
    this.isSchnorr[at] = isSchnorr
    this.length = at + 1
    return true
  }

  /** Whether the checks from `start` to before `end` hold. Cost: a verification each, up to the first that does not. */
  holds(crypto: Crypto, start: number, end: number): boolean {
    for (let i = start; i < end; i++) {
      const [hash, signature, key] = [this.hashes[i]!, this.signatures[i]!, this.keys[i]!]
      const isValid = this.isSchnorr[i]
        ? crypto.schnorrVerify(hash, signature, key)
        : crypto.bitcoinVerify(hash, signature, key)
      if (!isValid) return false
    }
    return true
  }

  /** Forgets all checks but the first `length`. */
  truncate(length: number): void {
    assert(length <= this.length, 'a queue is cut, not filled')
    this.length = length
  }

  /** Forgets all checks and lets go of what they were about. */
  clear(): void {
    this.length = 0
    this.hashes.length = 0
    this.keys.length = 0
    this.isSchnorr.length = 0
  }
}
