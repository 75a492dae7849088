/** The addresses that other chains write for public keys: bytes and text. */
import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js'
import { ripemd160 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { base58, bech32, bech32m, createBase58check } from '@scure/base'
import { bytesToBigInt, bytesToHex, concatBytes, utf8 } from '../primitives/bytes.ts'

const base58check = createBase58check(sha256)
const TRON_PREFIX = 0x41

/** Last 20 bytes of Keccak-256 of the uncompressed key: an address of Ethereum, or of Tron without its prefix. */
export function keyToEvmAddress(publicKey: Uint8Array): Uint8Array {
  const uncompressed = secp256k1.Point.fromBytes(publicKey).toBytes(false)
  return keccak_256(uncompressed.subarray(1)).slice(12)
}

/** 0x and 40 digits, upper case where the hash says so (EIP-55). */
export function checksumAddress(address: Uint8Array): string {
  const digits = bytesToHex(address)
  const hash = bytesToHex(keccak_256(utf8(digits)))
  let out = '0x'
  for (let i = 0; i < digits.length; i++) {
    const upper = Number.parseInt(hash[i]!, 16) >= 8
    out += upper ? digits[i]!.toUpperCase() : digits[i]!
  }
  return out
}

/** `T...`: base58check of 0x41 and the 20 bytes. */
export function tronAddressText(address: Uint8Array): string {
  return base58check.encode(concatBytes(Uint8Array.of(TRON_PREFIX), address))
}

/** Solana writes a key in base58, without a checksum. */
export function solanaAddressOf(publicKey: Uint8Array): string {
  return base58.encode(publicKey)
}

/** x of the key-path output key without scripts: P + H_TapTweak(x(P)) G, P taken with even y (BIP341, BIP86). */
export function taprootKey(publicKey: Uint8Array): Uint8Array {
  const x = publicKey.subarray(1)
  const internal = schnorr.utils.lift_x(bytesToBigInt(x))
  const tweak = bytesToBigInt(schnorr.utils.taggedHash('TapTweak', x))
  return internal.add(secp256k1.Point.BASE.multiply(tweak)).toBytes(true).slice(1)
}

/** Output script (OP_1, 32-byte x) and bech32m address of a compressed key's key path. */
export function taprootOutput(
  publicKey: Uint8Array,
  hrp: string,
): { script: Uint8Array; text: string } {
  const key = taprootKey(publicKey)
  const text = bech32m.encode(hrp, [1, ...bech32m.toWords(key)])
  return { script: concatBytes(Uint8Array.of(0x51, 0x20), key), text }
}

/** Output script (OP_0, HASH160) and bech32 address of a compressed key (BIP141, BIP173). */
export function segwitOutput(
  publicKey: Uint8Array,
  hrp: string,
): { script: Uint8Array; text: string } {
  const hash = ripemd160(sha256(publicKey))
  const text = bech32.encode(hrp, [0, ...bech32.toWords(hash)])
  return { script: concatBytes(Uint8Array.of(0x00, 0x14), hash), text }
}
