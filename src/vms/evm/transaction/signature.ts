/**
 * Who signed: sender of a transaction, authority of an EIP-7702 tuple. Ranges are checked before a backend sees the
 * scalars, because backends disagree on the edges.
 */

import type { Crypto } from '../../../crypto/types.ts'
import { InvalidTransactionError } from '../../../errors.ts'
import { ByteArena } from '../../../primitives/arena.ts'
import { concatBytes } from '../../../primitives/bytes.ts'
import { encodeRlp, rlpUint } from '../../../primitives/rlp.ts'
import { u256ToBytes } from '../../../primitives/u256.ts'
import type { Authorization, EthereumTransaction } from './types.ts'

/** Order of the secp256k1 group (SEC 2, section 2.4.1). */
export const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const HALF_ORDER = SECP256K1_ORDER >> 1n

/** First byte of what an EIP-7702 authority signs. */
const AUTHORIZATION_MAGIC = 0x05

/** Whether r or s lies between 1 and the group's order minus 1. */
export function isScalarInRange(value: bigint): boolean {
  return value > 0n && value < SECP256K1_ORDER
}

/** EIP-2: whether s is in the lower half, which makes a signature's encoding unique. */
export function isLowS(s: bigint): boolean {
  return s <= HALF_ORDER
}

/** PERF: as for signatures in decode.ts. */
const ADDRESSES = new ByteArena()
/** x and y of the key that was recovered last. */
const POINT = new Uint8Array(64)

type RecoverCrypto = Pick<Crypto, 'keccak256' | 'secp256k1Recover'>

/** Address of the signer, 20 bytes, or undefined if no key fits. PERF: one curve recovery, one keccak256. */
function recoverAddress(
  crypto: RecoverCrypto,
  hash: Uint8Array,
  yParity: number,
  signature: Uint8Array,
): Uint8Array | undefined {
  const publicKey = crypto.secp256k1Recover(hash, signature, yParity)
  if (publicKey === undefined) return undefined
  for (let i = 0; i < 64; i++) POINT[i] = publicKey[i + 1]!
  const digest = crypto.keccak256(POINT)
  const address = ADDRESSES.take(20)
  for (let i = 0; i < 20; i++) address[i] = digest[12 + i]!
  return address
}

/** Sender, 20 bytes. Throws InvalidTransactionError InvalidSignature if the signature fits no key. Any s is taken. */
export function recoverSender(crypto: RecoverCrypto, tx: EthereumTransaction): Uint8Array {
  const sender = recoverAddress(crypto, tx.signingHash(), tx.yParity, tx.signature)
  if (sender === undefined) {
    throw new InvalidTransactionError(
      'InvalidSignature',
      'signature expected to recover to a public key, got none',
      {
        r: tx.r,
        s: tx.s,
        yParity: tx.yParity,
      },
    )
  }
  return sender
}

/** What an authority signs: keccak256(0x05 || rlp([chainId, address, nonce])), 32 bytes. */
export function authorizationSigningHash(
  crypto: Pick<Crypto, 'keccak256'>,
  authorization: Pick<Authorization, 'chainId' | 'address' | 'nonce'>,
): Uint8Array {
  const { chainId, address, nonce } = authorization
  const list = encodeRlp([rlpUint(chainId), address, rlpUint(nonce)])
  const message = new Uint8Array(1 + list.length)
  message[0] = AUTHORIZATION_MAGIC
  message.set(list, 1)
  return crypto.keccak256(message)
}

/** Authority, 20 bytes, or undefined if the tuple is to be skipped for its signature (EIP-7702, "Behavior", step 3). */
export function recoverAuthority(
  crypto: RecoverCrypto,
  authorization: Authorization,
): Uint8Array | undefined {
  const { yParity, r, s } = authorization
  if (yParity > 1n || !isScalarInRange(r) || !isScalarInRange(s) || !isLowS(s)) return undefined
  const hash = authorizationSigningHash(crypto, authorization)
  return recoverAddress(crypto, hash, Number(yParity), concatBytes(u256ToBytes(r), u256ToBytes(s)))
}
