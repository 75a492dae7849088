/** Addresses of new contracts (spec sheet 4). An address is 20 bytes here; Tron's 0x41 goes before it where it is hashed. */
import type { Crypto } from '../../../crypto/types.ts'
import { bytesToBigInt, concatBytes } from '../../../primitives/bytes.ts'
import { u256ToBytes } from '../../../primitives/u256.ts'

const PREFIX = Uint8Array.of(0x41)
/** What a 20-byte address has to be added to be the word of its 21 bytes. */
export const PREFIX_WORD: bigint = 0x41n << 160n

const last20 = (digest: Uint8Array): Uint8Array => digest.slice(12)

/** Address of CreateSmartContract, 20 bytes: keccak(txid || 0x41 || owner)[12..32]. */
export function contractAddress(crypto: Crypto, txid: Uint8Array, owner: Uint8Array): Uint8Array {
  return last20(crypto.keccak256(concatBytes(txid, PREFIX, owner)))
}

/** Address of CREATE: keccak(root txid || nonce as int64 big-endian)[12..32]. */
export function createdAddress(crypto: Crypto, rootTxid: Uint8Array, nonce: number): bigint {
  const counter = new Uint8Array(8)
  new DataView(counter.buffer).setBigInt64(0, BigInt(nonce))
  return bytesToBigInt(last20(crypto.keccak256(concatBytes(rootTxid, counter))))
}

/** Address of CREATE2: keccak(0x41 || deployer || salt || keccak(init code))[12..32]. There is no 0xff. */
export function created2Address(
  crypto: Crypto,
  deployer: Uint8Array,
  salt: bigint,
  initCode: Uint8Array,
): bigint {
  const code = crypto.keccak256(initCode)
  return bytesToBigInt(
    last20(crypto.keccak256(concatBytes(PREFIX, deployer, u256ToBytes(salt), code))),
  )
}
