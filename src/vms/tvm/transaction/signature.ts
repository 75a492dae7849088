/**
 * Signatures of a Tron transaction: secp256k1 over its id, r || s || v in 65 bytes. More bytes are ignored and a high s is
 * accepted, as java-tron does; v is 0 or 1, 27 or 28, or 31 or 32 (the header byte of a compressed key).
 */
import type { Crypto } from '../../../crypto/types.ts'
import { InvalidTransactionError } from '../../../errors.ts'
import { addressOfPublicKey } from '../address.ts'

const SIGNATURE_BYTES = 65

/** Recovery id of a v, or undefined. java-tron takes 27..34; ids 2 and 3 have no point that anyone can find. */
function recoveryOf(v: number): number | undefined {
  const header = v < 27 ? v + 27 : v
  if (header > 34) return undefined
  const recovery = header >= 31 ? header - 31 : header - 27
  return recovery <= 1 ? recovery : undefined
}

/** A signer's address, 20 bytes, or why {@link recoverSigner} finds none. */
export type KnownSigner = Uint8Array | InvalidTransactionError

/** The signer's address, 20 bytes. Throws InvalidSignature. */
export function recoverSigner(
  crypto: Pick<Crypto, 'secp256k1Recover' | 'keccak256'>,
  txid: Uint8Array,
  signature: Uint8Array,
): Uint8Array {
  if (signature.length < SIGNATURE_BYTES) {
    throw new InvalidTransactionError(
      'InvalidSignature',
      `tron signature expected at least ${SIGNATURE_BYTES} bytes, got ${signature.length}`,
    )
  }
  const v = signature[64] ?? 0
  const recovery = recoveryOf(v)
  const publicKey =
    recovery === undefined
      ? undefined
      : crypto.secp256k1Recover(txid, signature.subarray(0, 64), recovery)
  if (publicKey === undefined) {
    throw new InvalidTransactionError(
      'InvalidSignature',
      `tron signature expected to name a public key (r || s || v), it does not with v = ${v}`,
    )
  }
  return addressOfPublicKey(crypto, publicKey)
}
