/**
 * Tron addresses: 20 bytes of Keccak-256 of the public key behind the byte 0x41, as text in base58 with a checksum of
 * two SHA-256. State and machine use the 20 bytes; signed messages, receipts and texts the 21.
 */
import type { Crypto } from '../../crypto/types.ts'
import { decodeBase58, encodeBase58 } from '../../primitives/base58.ts'
import { concatBytes, equalBytes } from '../../primitives/bytes.ts'

/** First byte of every address, of all networks since 2018. */
export const ADDRESS_PREFIX = 0x41

const CHECKSUM_BYTES = 4
/** Characters of every address: 25 bytes that begin with 0x41. */
const TEXT_LENGTH = 34

function checksum(crypto: Pick<Crypto, 'sha256'>, address: Uint8Array): Uint8Array {
  return crypto.sha256(crypto.sha256(address)).subarray(0, CHECKSUM_BYTES)
}

/** Text of an address of 20 bytes, or of 21 that begin with 0x41. Throws RangeError on anything else. */
export function encodeTronAddress(crypto: Pick<Crypto, 'sha256'>, address: Uint8Array): string {
  const full = address.length === 20 ? longAddress(address) : address
  if (!isLongAddress(full)) {
    throw new RangeError(`tron address expected 20 bytes, or 21 from 0x41, got ${address.length}`)
  }
  return encodeBase58(concatBytes(full, checksum(crypto, full)))
}

/** The 20 bytes of a text. Throws TypeError on a foreign character, a wrong length, prefix or checksum. */
export function decodeTronAddress(crypto: Pick<Crypto, 'sha256'>, text: string): Uint8Array {
  if (text.length !== TEXT_LENGTH) {
    throw new TypeError(`tron address expected ${TEXT_LENGTH} characters, got ${text.length}`)
  }
  const bytes = decodeBase58(text, TEXT_LENGTH)
  const address = bytes.subarray(0, -CHECKSUM_BYTES)
  if (!isLongAddress(address)) throw new TypeError('tron address expected 21 bytes from 0x41')
  if (!equalBytes(bytes.subarray(-CHECKSUM_BYTES), checksum(crypto, address))) {
    throw new TypeError('tron address expected a checksum that fits')
  }
  return address.slice(1)
}

/** Whether these are 21 bytes that begin with 0x41, as java-tron wants every address of a message. */
export function isLongAddress(bytes: Uint8Array): boolean {
  return bytes.length === 21 && bytes[0] === ADDRESS_PREFIX
}

/** 0x41 || 20 bytes. */
export function longAddress(address: Uint8Array): Uint8Array {
  const out = new Uint8Array(21)
  out[0] = ADDRESS_PREFIX
  out.set(address, 1)
  return out
}

/** 20 bytes of an uncompressed public key, 65 bytes. */
export function addressOfPublicKey(
  crypto: Pick<Crypto, 'keccak256'>,
  publicKey: Uint8Array,
): Uint8Array {
  return crypto.keccak256(publicKey.subarray(1)).slice(12)
}
