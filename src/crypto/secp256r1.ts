/** ECDSA over P-256 (secp256r1), for EIP-7951. */
import { p256 } from '@noble/curves/nist.js'

const OPTIONS = { prehash: false, lowS: false } as const
const key = new Uint8Array(65)

/**
 * Whether r || s (64 bytes, any s) signs the 32-byte `hash` under x || y (64 bytes). False, never an error, for
 * r or s outside [1, n-1], coordinates at or over p, a point off the curve and the point at infinity.
 */
export function nobleSecp256r1Verify(
  hash: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  if (hash.length !== 32 || signature.length !== 64 || publicKey.length !== 64) return false
  key[0] = 4
  key.set(publicKey, 1)
  try {
    return p256.verify(signature, hash, key, OPTIONS)
  } catch {
    return false
  }
}

/** 33 bytes compressed in, x || y (64 bytes) out, or undefined if not a point. */
export function secp256r1Decompress(publicKey: Uint8Array): Uint8Array | undefined {
  if (publicKey.length !== 33) return undefined
  try {
    return p256.Point.fromBytes(publicKey).toBytes(false).subarray(1)
  } catch {
    return undefined
  }
}
