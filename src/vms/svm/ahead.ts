/**
 * Signatures verified before their transactions' turn. PERF: some hundred verifications in a row find the curve's tables
 * in the core's cache, and the transactions after them find the state and our code there; one by one each evicts the other.
 * No result depends on it: a signature is a function of the bytes, and what it refuses is refused when its turn comes.
 */
import { InvalidTransactionError } from '../../errors.ts'
import type { RawTransaction } from '../../transaction.ts'
import { firstBadSignature } from './admission.ts'
import type { SvmContext } from './context.ts'
import { type KnownTransaction, readTransaction } from './transaction/decode.ts'
import { sanitize } from './transaction/sanitize.ts'

/** A transaction that was read ahead. */
export interface Attested {
  /** As the host gave them. */
  readonly bytes: Uint8Array
  /** Sanitized. */
  readonly transaction: KnownTransaction
  /** Index of the first key that has not signed, -1 if all have. */
  readonly badSignature: number
}

/** What was looked at ahead, in the order in which it will be asked for. */
export class LookAhead {
  private readonly context: SvmContext
  private queue: Attested[] = []
  private next = 0

  constructor(context: SvmContext) {
    this.context = context
  }

  /** Forgets what was not taken. Cost: the signatures of each transaction; what is malformed is left to its turn. */
  fill(transactions: readonly RawTransaction[]): void {
    this.queue = []
    this.next = 0
    const { options, services, signers } = this.context
    if (options.verifySignatures === false) return
    for (const { bytes } of transactions) {
      // Refused unread when its turn comes.
      if (bytes.length > services.chain.limits.transactionBytes) continue
      const transaction = this.read(bytes)
      if (transaction === undefined) continue
      const badSignature = firstBadSignature(signers, transaction)
      this.queue.push({ bytes, transaction, badSignature })
    }
  }

  /** What is known of exactly these bytes, once. They are compared by identity: nobody changes them during a block. */
  take(bytes: Uint8Array): Attested | undefined {
    const known = this.queue[this.next]
    if (known?.bytes !== bytes) return undefined
    this.next++
    return known
  }

  private read(bytes: Uint8Array): KnownTransaction | undefined {
    const { keys, arena } = this.context
    try {
      const transaction = readTransaction(bytes, keys, arena)
      sanitize(transaction)
      return transaction
    } catch (error) {
      if (error instanceof InvalidTransactionError) return undefined
      throw error
    }
  }
}
