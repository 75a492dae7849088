/** Signatures verified before their transactions' turn. */
import { LookAhead } from '../../look-ahead.ts'
import { firstBadSignature } from './admission.ts'
import type { SvmContext } from './context.ts'
import { type KnownTransaction, readTransaction } from './transaction/decode.ts'
import { sanitize } from './transaction/sanitize.ts'

/** A transaction that was read ahead. */
export interface Attested {
  readonly bytes: Uint8Array
  /** Sanitized. */
  readonly transaction: KnownTransaction
  /** Index of the first key that has not signed, -1 if all have. */
  readonly badSignature: number
}

/** For a block. Costs the signatures of each transaction; nothing where they are not verified. */
export function signatureLookAhead({
  options,
  services,
  signers,
  keys,
  arena,
}: SvmContext): LookAhead<Attested> {
  const attest = (bytes: Uint8Array): Attested => {
    const transaction = readTransaction(bytes, keys, arena)
    sanitize(transaction)
    return { bytes, transaction, badSignature: firstBadSignature(signers, transaction) }
  }
  const { transactionBytes } = services.chain.limits
  return new LookAhead(attest, options.verifySignatures === false ? undefined : transactionBytes)
}
