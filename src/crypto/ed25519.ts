/**
 * Ed25519 with the rules of ed25519-dalek `verify_strict`, which Solana uses: S below the group order, neither A nor
 * R of small order, the equation without the cofactor. Encodings of A and R must be canonical: dalek reduces a
 * non-canonical A, but the only ones whose key anyone can know are of small order.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { bytesToBigInt, concatBytes, hexToBytes } from '../primitives/bytes.ts'

const { Point } = ed25519
const ORDER = Point.Fn.ORDER

/** y coordinates of the eight points of small order, little-endian without the sign (RFC 7748 section 7 lists them). */
const SMALL_ORDER_Y: readonly Uint8Array[] = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map(hexToBytes)

const FIELD_BYTES = hexToBytes('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f')
const ORDER_BYTES = hexToBytes('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')

function littleEndian(bytes: Uint8Array): bigint {
  // Not `slice`: a Buffer's shares its memory, and would be reversed in place.
  return bytesToBigInt(Uint8Array.from(bytes).reverse())
}

// PERF: the checks below run before each signature of a block; they make no objects, which the collector would have to
// find among everything that the block keeps.

/** Whether the 32 bytes at a place are below `limit`, little-endian; the last one counts without the bits `ignored`. */
function isBelow(bytes: Uint8Array, at: number, limit: Uint8Array, ignored: number): boolean {
  for (let i = 31; i >= 0; i--) {
    const byte = i === 31 ? bytes[at + i]! & ~ignored : bytes[at + i]!
    if (byte !== limit[i]) return byte < limit[i]!
  }
  return false
}

/** Whether the 32 bytes at a place, without the sign, are those of a number. */
function isY(bytes: Uint8Array, at: number, y: Uint8Array): boolean {
  for (let i = 0; i < 31; i++) if (bytes[at + i] !== y[i]) return false
  return (bytes[at + 31]! & 0x7f) === y[31]
}

/** Whether 32 bytes at a place are a y below p, and not one of a point of small order. The curve equation is not checked. */
function isStrictEncoding(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < SMALL_ORDER_Y.length; i++) if (isY(bytes, at, SMALL_ORDER_Y[i]!)) return false
  return isBelow(bytes, at, FIELD_BYTES, 0x80)
}

/** The part of {@link isStrictEd25519} about the key. */
export function isStrictEd25519Key(publicKey: Uint8Array): boolean {
  return publicKey.length === 32 && isStrictEncoding(publicKey, 0)
}

/** The part of {@link isStrictEd25519} about the signature. */
export function isStrictEd25519Signature(signature: Uint8Array): boolean {
  return (
    signature.length === 64 &&
    isBelow(signature, 32, ORDER_BYTES, 0) &&
    isStrictEncoding(signature, 0)
  )
}

/**
 * The checks that do not need a curve: lengths, S below the order, canonical A and R that are not of small order.
 * What passes is treated alike by every backend whose equation is without the cofactor.
 */
export function isStrictEd25519(signature: Uint8Array, publicKey: Uint8Array): boolean {
  return isStrictEd25519Signature(signature) && isStrictEd25519Key(publicKey)
}

/** About 800 verifications a second. */
export function nobleEd25519Verify(
  message: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  if (!isStrictEd25519(signature, publicKey)) return false
  const encodedR = signature.subarray(0, 32)
  let A: typeof Point.BASE
  let R: typeof Point.BASE
  try {
    A = Point.fromBytes(publicKey, false)
    R = Point.fromBytes(encodedR, false)
  } catch {
    return false
  }
  if (A.isSmallOrder() || R.isSmallOrder()) return false
  const S = littleEndian(signature.subarray(32))
  const k = littleEndian(sha512(concatBytes(encodedR, publicKey, message))) % ORDER
  return Point.BASE.multiplyUnsafe(S).equals(R.add(A.multiplyUnsafe(k)))
}
