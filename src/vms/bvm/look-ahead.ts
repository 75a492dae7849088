/**
 * Transactions whose scripts are run before their turn, many at a time (`script/together.ts`). What a script says depends
 * on the transaction, the outputs it spends and the chain's rules alone, so an answer holds as long as those are the
 * same: the judge compares them. Everything else about a transaction is judged in its turn.
 */
import { InvalidTransactionError } from '../../errors.ts'
import { equalBytes, wordToKey } from '../../primitives/bytes.ts'
import type { RawTransaction } from '../../transaction.ts'
import type { BvmContext } from './context.ts'
import { type OpenSpend, verifyTogether } from './script/index.ts'
import {
  type BitcoinTransaction,
  checkTransaction,
  decodeTransaction,
  type Prevout,
} from './transaction/index.ts'

/** Heavier transactions wait for their turn: before it nothing has asked what they pay. Weight units. */
const WEIGHT_MAX = 40_000

/** What was found out about a transaction ahead of its turn. */
export interface Verified {
  /** The outputs its scripts ran on. */
  readonly prevouts: readonly Prevout[]
  /** Bytes hashed for signatures. */
  readonly hashedBytes: number
}

/** A transaction that was read, and what its scripts said if they could run. */
interface Ahead {
  readonly tx: BitcoinTransaction
  verified: Verified | undefined
}

/** Whether scripts that ran on the one list of outputs would do the same on the other. */
export function samePrevouts(a: readonly Prevout[], b: readonly Prevout[]): boolean {
  return a.every((prevout, i) => {
    const other = b[i]
    return other?.value === prevout.value && equalBytes(other.script, prevout.script)
  })
}

/** Outputs of transactions that have not run yet, by txid. */
type Promised = Map<string, readonly Prevout[]>

/** Transactions verified at once. PERF: enough that signatures come in a row, few enough that all fits in a core's caches. */
export const VERIFY_AT_ONCE = 32

export class BvmLookAhead {
  private readonly context: BvmContext
  private waiting: readonly RawTransaction[] = []
  /** Place of the next transaction that can be asked for. */
  private next = 0
  /** What is known of the transactions from `start` on; undefined for one that is left to its turn. */
  private window: readonly (Ahead | undefined)[] = []
  private start = 0

  constructor(context: BvmContext) {
    this.context = context
  }

  /** Names the transactions that come next, and forgets those before. */
  fill(transactions: readonly RawTransaction[]): void {
    // Reads before a transaction's turn would be recorded as another's.
    this.waiting = this.context.services.journal.access === undefined ? transactions : []
    this.next = 0
    this.window = []
    this.start = 0
  }

  /**
   * What is known of exactly these bytes, once. They are compared by identity: nobody changes them during a block. Cost:
   * for the first of a window, the scripts and signatures of all of it.
   */
  take(bytes: Uint8Array): Ahead | undefined {
    const { waiting } = this
    while (this.next < waiting.length && waiting[this.next]!.bytes !== bytes) this.next++
    if (this.next === waiting.length) return undefined
    const at = this.next++
    if (at >= this.start + this.window.length) {
      this.start = at
      this.window = this.verify(waiting.slice(at, at + VERIFY_AT_ONCE))
    }
    return this.window[at - this.start]
  }

  private verify(transactions: readonly RawTransaction[]): (Ahead | undefined)[] {
    const { services, parameters, flags } = this.context
    const promised: Promised = new Map()
    const spends: OpenSpend[] = []
    const owners: Ahead[] = []
    const window: (Ahead | undefined)[] = []
    for (const { bytes } of transactions) {
      const tx = this.read(bytes)
      const ahead = tx === undefined ? undefined : { tx, verified: undefined }
      window.push(ahead)
      if (ahead === undefined) continue
      const prevouts = this.prevoutsOf(ahead.tx, promised)
      if (prevouts === undefined) continue
      promised.set(wordToKey(ahead.tx.txid), ahead.tx.outputs)
      spends.push({ tx: ahead.tx, prevouts })
      owners.push(ahead)
    }
    const rules = { flags, hashedBytes: Number(parameters.hashedBytes) }
    for (const [i, hashedBytes] of verifyTogether(services.crypto, spends, rules).entries()) {
      if (hashedBytes !== undefined)
        owners[i]!.verified = { prevouts: spends[i]!.prevouts, hashedBytes }
    }
    return window
  }

  private read(bytes: Uint8Array): BitcoinTransaction | undefined {
    const { services, parameters } = this.context
    // Refused unread when its turn comes.
    if (bytes.length > Math.min(services.chain.limits.transactionBytes, WEIGHT_MAX))
      return undefined
    try {
      const tx = decodeTransaction(bytes, services.crypto)
      const isSmall = tx.weight <= WEIGHT_MAX
      return isSmall && checkTransaction(tx, parameters.maxMoney) === undefined ? tx : undefined
    } catch (error) {
      if (error instanceof InvalidTransactionError) return undefined
      throw error
    }
  }

  private prevoutsOf(tx: BitcoinTransaction, promised: Promised): Prevout[] | undefined {
    const prevouts: Prevout[] = []
    for (const input of tx.inputs) {
      const utxo = this.context.utxos.get(input)
      const prevout =
        utxo === undefined
          ? promised.get(wordToKey(input.txid))?.[input.index]
          : { value: utxo.amount, script: utxo.script }
      if (prevout === undefined) return undefined
      prevouts.push(prevout)
    }
    return prevouts
  }
}
