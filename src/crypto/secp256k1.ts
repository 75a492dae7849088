/**
 * secp256k1 ECDSA behind one gate. Backends disagree about bad input (one throws, one returns false, one accepts
 * high s or hybrid keys), so the gate makes every input canonical and a backend only ever sees what all of them
 * treat alike.
 */
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { hexToBytes } from '../primitives/bytes.ts'
import type { Crypto } from './types.ts'

/** The part of {@link Crypto} that a secp256k1 backend serves. */
export type Secp256k1 = Pick<
  Crypto,
  'secp256k1Recover' | 'secp256k1Verify' | 'secp256k1Decompress' | 'bitcoinVerify'
>

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

/** Sign of (the 32 bytes at `at`) - `bound`: without a view, since most first bytes decide. */
function compareAt(bytes: Uint8Array, at: number, bound: Uint8Array): number {
  for (let i = 0; i < 32; i++) {
    const difference = bytes[at + i]! - bound[i]!
    if (difference !== 0) return difference
  }
  return 0
}

/** Whether the 32 bytes at `at` are a number from 1 to the order less one. */
export function isScalarAt(bytes: Uint8Array, at: number): boolean {
  if (compareAt(bytes, at, ORDER) >= 0) return false
  for (let i = 0; i < 32; i++) if (bytes[at + i] !== 0) return true
  return false
}

/** 64 bytes, 0 < r < n and 0 < s < n. */
function isSignature(signature: Uint8Array): boolean {
  return signature.length === 64 && isScalarAt(signature, 0) && isScalarAt(signature, 32)
}

/** Whether s of a signature of 64 bytes is at most half the order. */
export function isLowS(signature: Uint8Array): boolean {
  return compareAt(signature, 32, HALF_ORDER) <= 0
}

/** The same signature with s at most half the order: itself, or a copy with the order less s. */
function lowerS(signature: Uint8Array): Uint8Array {
  if (isLowS(signature)) return signature
  const out = Uint8Array.from(signature)
  let borrow = 0
  for (let i = 31; i >= 0; i--) {
    const difference = ORDER[i]! - signature[32 + i]! - borrow
    borrow = difference < 0 ? 1 : 0
    out[32 + i] = difference & 0xff
  }
  return out
}

/** A key every backend reads alike: a hybrid one loses its redundant prefix; undefined if it contradicts itself. */
function plainKey(publicKey: Uint8Array): Uint8Array | undefined {
  const prefix = publicKey[0]
  if (publicKey.length === 33) return prefix === 2 || prefix === 3 ? publicKey : undefined
  if (publicKey.length !== 65) return undefined
  if (prefix === 4) return publicKey
  if (prefix !== 6 && prefix !== 7) return undefined
  if ((publicKey[64]! & 1) !== (prefix & 1)) return undefined
  const out = Uint8Array.from(publicKey)
  out[0] = 4
  return out
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
      if (!isLowS(signature)) return false
      if (publicKey[0] !== 2 && publicKey[0] !== 3) return false
      try {
        return raw.verify(hash, signature, publicKey)
      } catch {
        return false
      }
    },
    bitcoinVerify(hash, signature, publicKey) {
      if (hash.length !== 32 || !isSignature(signature)) return false
      const key = plainKey(publicKey)
      if (key === undefined) return false
      try {
        return raw.verify(hash, lowerS(signature), key)
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
