/** Addresses as bigints and bytes, and the two derivations of a contract's address. */
import type { Crypto } from '../../crypto/types.ts'
import {
  bigIntToBytes,
  bigIntToMinimalBytes,
  bytesToBigInt,
  concatBytes,
} from '../../primitives/bytes.ts'
import { u256ToBytes } from '../../primitives/u256.ts'

export const ADDRESS_MASK: bigint = (1n << 160n) - 1n

/** 20 bytes, big-endian. */
export function addressToBytes(address: bigint): Uint8Array {
  return bigIntToBytes(address, 20)
}

/** 20 bytes to an address. */
export function bytesToAddress(bytes: Uint8Array): bigint {
  return bytesToBigInt(bytes)
}

/** CREATE: last 20 bytes of keccak(rlp([sender, nonce])). */
export function createAddress(crypto: Crypto, sender: Uint8Array, nonce: bigint): bigint {
  const digits = bigIntToMinimalBytes(nonce)
  const short = digits.length === 1 && digits[0]! < 0x80
  const item = short ? digits : concatBytes(Uint8Array.of(0x80 + digits.length), digits)
  const list = concatBytes(Uint8Array.of(0xc0 + 21 + item.length, 0x94), sender, item)
  return bytesToBigInt(crypto.keccak256(list).subarray(12))
}

/** CREATE2 (EIP-1014): last 20 bytes of keccak(0xff, sender, salt, keccak(initCode)). */
export function create2Address(
  crypto: Crypto,
  sender: Uint8Array,
  salt: bigint,
  initCode: Uint8Array,
): bigint {
  const input = concatBytes(
    Uint8Array.of(0xff),
    sender,
    u256ToBytes(salt),
    crypto.keccak256(initCode),
  )
  return bytesToBigInt(crypto.keccak256(input).subarray(12))
}
