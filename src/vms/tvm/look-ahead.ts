/** Signers recovered before their transactions' turn. */
import type { BlockServices } from '../../engine.ts'
import { attempt, LookAhead } from '../../look-ahead.ts'
import type { ByteArena } from '../../primitives/arena.ts'
import { livesAfter } from './transaction/admission.ts'
import { decodeOwnTransaction, type TronTransaction } from './transaction/decode.ts'
import { type KnownSigner, recoverSigner } from './transaction/signature.ts'

/** Longer transactions wait for their turn: what is read ahead is held until then. Bytes. */
const LENGTH_MAX = 32 * 1_024

/** A decoded transaction, and who signed it. */
export interface Attested {
  readonly bytes: Uint8Array
  readonly transaction: TronTransaction
  /** Undefined where its turn has to find out. */
  readonly signer: KnownSigner | undefined
}

/** For a block. Costs one recovery a transaction at most. */
export function signerLookAhead(services: BlockServices, arena: ByteArena): LookAhead<Attested> {
  const { crypto, chain } = services
  const attest = (bytes: Uint8Array): Attested => {
    const transaction = decodeOwnTransaction(crypto, arena.copy(bytes))
    return { bytes, transaction, signer: signerOf(services, transaction) }
  }
  return new LookAhead(attest, Math.min(chain.limits.transactionBytes, LENGTH_MAX))
}

/** Of a transaction with one signature. More need a permission, which says how many may be worth recovering. */
function signerOf(
  { crypto, block }: BlockServices,
  { txid, signatures, raw }: TronTransaction,
): KnownSigner | undefined {
  const [signature] = signatures
  if (signature === undefined || signatures.length !== 1) return undefined
  if (!livesAfter(block.tron.headTimestamp * 1_000n, raw.expiration)) return undefined
  return attempt(() => recoverSigner(crypto, txid, signature))
}
