/**
 * secp256k1 ECDSA behind one gate. Backends disagree about bad input (one throws, one returns false, one accepts
 * high s or hybrid keys), so the gate makes every input canonical and a backend only ever sees what all of them
 * treat alike.
 */
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { compareBytes, hexToBytes, isZeroBytes } from '../primitives/bytes.ts'
import type { Crypto } from './types.ts'

/** The part of {@link Crypto} that a secp256k1 backend serves. */
export type Secp256k1 = Pick<Crypto, 'secp256k1Recover' | 'secp256k1Verify' | 'secp256k1Decompress'>

/**
 * A raw backend: lengths are exact, 0 < r, s < n, recovery is 0 or 1, s is low for `verify`, and keys start with
 * 02 or 03 (33 bytes) or 04 (65 bytes). It may throw or give nothing where there is no answer.
 */
export interface RawSecp256k1 {
  recover(hash: Uint8Array, signature: Uint8Array, recovery: 0 | 1): Uint8Array | null | undefined
  verify(hash: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean
  decompress(publicKey: Uint8Array): Uint8Array | null | undefined
}

const ORDER = hexToBytes('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141')
const HALF_ORDER = hexToBytes('7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0')

function isScalar(bytes: Uint8Array): boolean {
  return compareBytes(bytes, ORDER) < 0 && !isZeroBytes(bytes)
}

/** 64 bytes, 0 < r < n and 0 < s < n. */
function isSignature(signature: Uint8Array): boolean {
  return (
    signature.length === 64 &&
    isScalar(signature.subarray(0, 32)) &&
    isScalar(signature.subarray(32, 64))
  )
}

/** The gate around `raw`. A backend's exception means "no answer", which is what its callers get. */
export function gateSecp256k1(raw: RawSecp256k1): Secp256k1 {
  return {
    secp256k1Recover(hash, signature, recovery) {
      if (hash.length !== 32 || !isSignature(signature)) return undefined
      if (recovery !== 0 && recovery !== 1) return undefined
      try {
        return raw.recover(hash, signature, recovery) ?? undefined
      } catch {
        return undefined
      }
    },
    secp256k1Verify(hash, signature, publicKey) {
      if (hash.length !== 32 || publicKey.length !== 33 || !isSignature(signature)) return false
      if (compareBytes(signature.subarray(32, 64), HALF_ORDER) > 0) return false
      if (publicKey[0] !== 2 && publicKey[0] !== 3) return false
      try {
        return raw.verify(hash, signature, publicKey)
      } catch {
        return false
      }
    },
    secp256k1Decompress(publicKey) {
      const prefix = publicKey[0]
      const isCompressed = publicKey.length === 33 && (prefix === 2 || prefix === 3)
      const isUncompressed = publicKey.length === 65 && prefix === 4
      if (!isCompressed && !isUncompressed) return undefined
      try {
        return raw.decompress(publicKey) ?? undefined
      } catch {
        return undefined
      }
    },
  }
}

const PREHASHED = { prehash: false, lowS: false } as const

/** The portable backend: about 800 recoveries or verifications a second. */
export const nobleSecp256k1: Secp256k1 = gateSecp256k1({
  recover(hash, signature, recovery) {
    return secp256k1.Signature.fromBytes(signature)
      .addRecoveryBit(recovery)
      .recoverPublicKey(hash)
      .toBytes(false)
  },
  verify(hash, signature, publicKey) {
    return secp256k1.verify(signature, hash, publicKey, PREHASHED)
  },
  decompress(publicKey) {
    const point = secp256k1.Point.fromBytes(publicKey)
    point.assertValidity()
    return point.toBytes(false)
  },
})
