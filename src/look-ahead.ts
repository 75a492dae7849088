/**
 * Raw transactions read and their signatures verified before their turn. PERF: some hundred verifications in a row find
 * the curve's tables in the core's cache, and the transactions after them find the state and our code there; one by one each
 * evicts the other. No result depends on it: a signature is a function of the bytes, and what it refuses is refused when
 * its turn comes.
 */
import { InvalidTransactionError } from './errors.ts'
import type { RawTransaction } from './transaction.ts'

/** What was looked at ahead, in the order in which it will be asked for. `bytes` are as the host gave them. */
export class LookAhead<T extends { readonly bytes: Uint8Array }> {
  private readonly attest: (bytes: Uint8Array) => T
  private readonly most: number | undefined
  private queue: T[] = []
  private next = 0

  /**
   * `attest` throws InvalidTransactionError for what it leaves to its turn, and so are transactions of more than `most`
   * bytes; all are if it is undefined.
   */
  constructor(attest: (bytes: Uint8Array) => T, most: number | undefined) {
    this.attest = attest
    this.most = most
  }

  /** Forgets what was not taken. Cost: that of attesting each transaction. */
  fill(transactions: readonly RawTransaction[]): void {
    this.queue = []
    this.next = 0
    const { most } = this
    if (most === undefined) return
    for (const { bytes } of transactions) {
      if (bytes.length > most) continue
      const known = attempt(() => this.attest(bytes))
      if (!(known instanceof InvalidTransactionError)) this.queue.push(known)
    }
  }

  /** What is known of exactly these bytes, once. They are compared by identity: nobody changes them during a block. */
  take(bytes: Uint8Array): T | undefined {
    const known = this.queue[this.next]
    if (known?.bytes !== bytes) return undefined
    this.next++
    return known
  }
}

/** What `work` gives, or the InvalidTransactionError it throws; other exceptions go through. */
export function attempt<T>(work: () => T): T | InvalidTransactionError {
  try {
    return work()
  } catch (error) {
    if (error instanceof InvalidTransactionError) return error
    throw error
  }
}
