/**
 * Ed25519 with the rules of ed25519-dalek `verify_strict`, which Solana uses: S below the group order, neither A nor
 * R of small order, the equation without the cofactor. Encodings of A and R must be canonical: dalek reduces a
 * non-canonical A, but the only ones whose key anyone can know are of small order.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { bytesToBigInt, bytesToHex, concatBytes } from '../primitives/bytes.ts'

const { Point } = ed25519
const FIELD = Point.Fp.ORDER
const ORDER = Point.Fn.ORDER

/** y coordinates of the eight points of small order, as masked little-endian hex (RFC 7748 section 7 lists them). */
const SMALL_ORDER_Y: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

function littleEndian(bytes: Uint8Array): bigint {
  // Not `slice`: a Buffer's shares its memory, and would be reversed in place.
  return bytesToBigInt(Uint8Array.from(bytes).reverse())
}

/** Whether 32 bytes are a y below p, and not one of a point of small order. The curve equation is not checked. */
function isStrictEncoding(bytes: Uint8Array): boolean {
  const masked = Uint8Array.from(bytes)
  masked[31] = masked[31]! & 0x7f
  return !SMALL_ORDER_Y.has(bytesToHex(masked)) && littleEndian(masked) < FIELD
}

/**
 * The checks that do not need a curve: lengths, S below the order, canonical A and R that are not of small order.
 * What passes is treated alike by every backend whose equation is without the cofactor.
 */
export function isStrictEd25519(signature: Uint8Array, publicKey: Uint8Array): boolean {
  return (
    signature.length === 64 &&
    publicKey.length === 32 &&
    littleEndian(signature.subarray(32)) < ORDER &&
    isStrictEncoding(publicKey) &&
    isStrictEncoding(signature.subarray(0, 32))
  )
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
