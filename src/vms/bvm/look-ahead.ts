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

interface Ahead {
  /** As the host gave them. */
  readonly bytes: Uint8Array
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

export class BvmLookAhead {
  private readonly context: BvmContext
  private queue: Ahead[] = []
  private next = 0

  constructor(context: BvmContext) {
    this.context = context
  }

  /** Forgets what was not taken. Cost: the scripts and signatures of the transactions; what is invalid is left to its turn. */
  fill(transactions: readonly RawTransaction[]): void {
    this.queue = []
    this.next = 0
    const { services, parameters, flags } = this.context
    // Reads before a transaction's turn would be recorded as another's.
    if (services.journal.access !== undefined) return
    const promised: Promised = new Map()
    const spends: OpenSpend[] = []
    const owners: Ahead[] = []
    for (const { bytes } of transactions) {
      const tx = this.read(bytes)
      if (tx === undefined) continue
      const ahead: Ahead = { bytes, tx, verified: undefined }
      this.queue.push(ahead)
      const prevouts = this.prevoutsOf(tx, promised)
      if (prevouts === undefined) continue
      promised.set(wordToKey(tx.txid), tx.outputs)
      spends.push({ tx, prevouts })
      owners.push(ahead)
    }
    const rules = { flags, hashedBytes: Number(parameters.hashedBytes) }
    for (const [i, hashedBytes] of verifyTogether(services.crypto, spends, rules).entries()) {
      if (hashedBytes !== undefined)
        owners[i]!.verified = { prevouts: spends[i]!.prevouts, hashedBytes }
    }
  }

  /** What is known of exactly these bytes, once. They are compared by identity: nobody changes them during a block. */
  take(bytes: Uint8Array): Ahead | undefined {
    const known = this.queue[this.next]
    if (known?.bytes !== bytes) return undefined
    this.next++
    return known
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
