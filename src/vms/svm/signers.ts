/** Who has signed: the wallets of a block sign again and again, and their keys are read once where that saves something. */
import type { Crypto } from '../../crypto/types.ts'
import type { KnownKey } from './known-keys.ts'

/** Keys kept at a time, about a kilobyte each outside of the heap. */
const KEPT_MAX = 1024

type Verify = (message: Uint8Array, signature: Uint8Array) => boolean

export class Signers {
  private readonly crypto: Crypto
  private readonly kept = new Map<KnownKey, Verify>()

  constructor(crypto: Crypto) {
    this.crypto = crypto
  }

  /** Whether the key's owner has signed the message, by the strict rules. Cost: one verification. */
  hasSigned(key: KnownKey, message: Uint8Array, signature: Uint8Array): boolean {
    const { ed25519Verify } = this.crypto
    if (ed25519Verify.withKey === undefined) return ed25519Verify(message, signature, key.bytes)
    let verify = this.kept.get(key)
    if (verify === undefined) {
      if (this.kept.size === KEPT_MAX) this.kept.clear()
      this.kept.set(key, (verify = ed25519Verify.withKey(key.bytes)))
    }
    return verify(message, signature)
  }
}
