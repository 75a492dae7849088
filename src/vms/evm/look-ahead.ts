/** Senders recovered before their transactions' turn. */
import type { InvalidTransactionError } from '../../errors.ts'
import { attempt, LookAhead } from '../../look-ahead.ts'
import type { ByteArena } from '../../primitives/arena.ts'
import type { EvmContext } from './context.ts'
import { decodeOwnTransaction } from './transaction/decode.ts'
import { checkTransaction } from './transaction/rules.ts'
import { recoverSender } from './transaction/signature.ts'
import type { EthereumTransaction } from './transaction/types.ts'

/** A decoded transaction, and its sender of 20 bytes or why there is none. */
export interface Attested {
  readonly bytes: Uint8Array
  readonly transaction: EthereumTransaction
  readonly sender: Uint8Array | InvalidTransactionError
}

/** For a block. Costs one recovery a transaction; none where the host knows the senders. */
export function senderLookAhead(
  { blockRules, options, services }: EvmContext,
  arena: ByteArena,
): LookAhead<Attested> {
  const { crypto, chain } = services
  const attest = (bytes: Uint8Array): Attested => {
    const transaction = decodeOwnTransaction(crypto, arena.copy(bytes))
    checkTransaction(transaction, blockRules)
    return { bytes, transaction, sender: attempt(() => recoverSender(crypto, transaction)) }
  }
  const isKnown = options.recoverSender !== undefined
  return new LookAhead(attest, isKnown ? undefined : chain.limits.transactionBytes)
}
