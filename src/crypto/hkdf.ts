/** HKDF with SHA-256 (RFC 5869). */
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'

/** `length` bytes, at most 8,160, of a secret. No salt is a salt of 32 zero bytes. Throws RangeError for a length above that. */
export function hkdfSha256(
  secret: Uint8Array,
  salt: Uint8Array | undefined,
  info: Uint8Array,
  length: number,
): Uint8Array {
  if (length < 0 || length > 255 * 32)
    throw new RangeError(`length expected 0..8160 bytes, got ${length}`)
  return hkdf(sha256, secret, salt, info, length)
}
