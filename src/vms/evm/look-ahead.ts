/**
 * Senders recovered before their transactions' turn. PERF: some hundred recoveries in a row find the curve's tables in the
 * core's cache, and the transactions after them find the state and our code there; one by one each evicts the other.
 * No result depends on it: a signature is a function of the bytes, and what it refuses is refused when its turn comes.
 */
import { InvalidTransactionError } from '../../errors.ts'
import type { ByteArena } from '../../primitives/arena.ts'
import type { RawTransaction } from '../../transaction.ts'
import type { EvmContext } from './context.ts'
import { decodeOwnTransaction } from './transaction/decode.ts'
import { checkTransaction } from './transaction/rules.ts'
import { recoverSender } from './transaction/signature.ts'
import type { EthereumTransaction } from './transaction/types.ts'

/** A decoded transaction, and its sender of 20 bytes or why there is none. */
export interface Attested {
  /** As the host gave them. */
  readonly bytes: Uint8Array
  readonly transaction: EthereumTransaction
  readonly sender: Uint8Array | InvalidTransactionError
}

/** What was looked at ahead, in the order in which it will be asked for. */
export class LookAhead {
  private readonly context: EvmContext
  private readonly arena: ByteArena
  private queue: Attested[] = []
  private next = 0

  constructor(context: EvmContext, arena: ByteArena) {
    this.context = context
    this.arena = arena
  }

  /** Forgets what was not taken. Cost: one recovery a transaction; what is malformed is left to its turn. */
  fill(transactions: readonly RawTransaction[]): void {
    this.queue = []
    this.next = 0
    const { options, services } = this.context
    if (options.recoverSender !== undefined) return
    const { crypto, chain } = services
    for (const { bytes } of transactions) {
      // Refused unread when its turn comes.
      if (bytes.length > chain.limits.transactionBytes) continue
      const transaction = attempt(() => this.read(bytes))
      if (transaction instanceof InvalidTransactionError) continue
      const sender = attempt(() => recoverSender(crypto, transaction))
      this.queue.push({ bytes, transaction, sender })
    }
  }

  /** What is known of exactly these bytes, once. They are compared by identity: nobody changes them during a block. */
  take(bytes: Uint8Array): Attested | undefined {
    const known = this.queue[this.next]
    if (known?.bytes !== bytes) return undefined
    this.next++
    return known
  }

  private read(bytes: Uint8Array): EthereumTransaction {
    const transaction = decodeOwnTransaction(this.context.services.crypto, this.arena.copy(bytes))
    checkTransaction(transaction, this.context.blockRules)
    return transaction
  }
}

function attempt<T>(work: () => T): T | InvalidTransactionError {
  try {
    return work()
  } catch (error) {
    if (error instanceof InvalidTransactionError) return error
    throw error
  }
}
