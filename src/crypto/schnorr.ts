/** BIP340 signatures and the key tweak of BIP341 behind one gate, for the reasons given in secp256k1.ts. */
import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js'
import { bytesToBigInt, concatBytes, equalBytes } from '../primitives/bytes.ts'
import type { Crypto } from './types.ts'

/** The part of {@link Crypto} that a Schnorr backend serves. */
export type Schnorr = Pick<Crypto, 'schnorrVerify' | 'taprootTweakCheck'>

/** A raw backend: lengths are exact, parity is 0 or 1. It may throw where the answer is no. */
export interface RawSchnorr {
  verify(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean
  tweakCheck(
    internalKey: Uint8Array,
    tweak: Uint8Array,
    outputKey: Uint8Array,
    parity: 0 | 1,
  ): boolean
}

/** The gate around `raw`. A backend's exception means no. */
export function gateSchnorr(raw: RawSchnorr): Schnorr {
  return {
    schnorrVerify(message, signature, publicKey) {
      if (message.length !== 32 || signature.length !== 64 || publicKey.length !== 32) return false
      try {
        return raw.verify(message, signature, publicKey)
      } catch {
        return false
      }
    },
    taprootTweakCheck(internalKey, tweak, outputKey, parity) {
      if (internalKey.length !== 32 || tweak.length !== 32 || outputKey.length !== 32) return false
      if (parity !== 0 && parity !== 1) return false
      try {
        return raw.tweakCheck(internalKey, tweak, outputKey, parity)
      } catch {
        return false
      }
    },
  }
}

const { Point } = secp256k1
const EVEN = Uint8Array.of(2)

/** The portable backend. */
export const nobleSchnorr: Schnorr = gateSchnorr({
  verify: (message, signature, publicKey) => schnorr.verify(signature, message, publicKey),
  tweakCheck(internalKey, tweak, outputKey, parity) {
    const scalar = bytesToBigInt(tweak)
    if (scalar >= Point.Fn.ORDER) return false
    // Public numbers: the variable-time product is right here, and takes a zero.
    const point = Point.fromBytes(concatBytes(EVEN, internalKey)).add(
      Point.BASE.multiplyUnsafe(scalar),
    )
    const bytes = point.toBytes(true)
    return bytes[0] === 2 + parity && equalBytes(bytes.subarray(1), outputKey)
  },
})
