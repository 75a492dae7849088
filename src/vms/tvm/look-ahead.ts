/**
 * Signers recovered before their transactions' turn. PERF: some hundred recoveries in a row find the curve's tables in the
 * core's cache, and the transactions after them find the state and our code there; one by one each evicts the other.
 * No result depends on it: a signature is a function of the bytes, and what it refuses is refused when its turn comes.
 */
import type { BlockServices } from '../../engine.ts'
import { InvalidTransactionError } from '../../errors.ts'
import type { ByteArena } from '../../primitives/arena.ts'
import type { RawTransaction } from '../../transaction.ts'
import { livesAfter } from './transaction/admission.ts'
import { decodeOwnTransaction, type TronTransaction } from './transaction/decode.ts'
import { type KnownSigner, recoverSigner } from './transaction/signature.ts'

/** Longer transactions wait for their turn: what is read ahead is held until then. Bytes. */
const LENGTH_MAX = 32 * 1_024

/** A decoded transaction, and who signed it. */
export interface Attested {
  /** As the host gave them. */
  readonly bytes: Uint8Array
  readonly transaction: TronTransaction
  /** Undefined where its turn has to find out. */
  readonly signer: KnownSigner | undefined
}

/** What was looked at ahead, in the order in which it will be asked for. */
export class LookAhead {
  private readonly services: BlockServices
  private readonly arena: ByteArena
  private queue: Attested[] = []
  private next = 0

  constructor(services: BlockServices, arena: ByteArena) {
    this.services = services
    this.arena = arena
  }

  /** Forgets what was not taken. Cost: one recovery a transaction at most; what is malformed is left to its turn. */
  fill(transactions: readonly RawTransaction[]): void {
    this.queue = []
    this.next = 0
    const most = Math.min(this.services.chain.limits.transactionBytes, LENGTH_MAX)
    for (const { bytes } of transactions) {
      if (bytes.length > most) continue
      const transaction = attempt(() => this.read(bytes))
      if (transaction instanceof InvalidTransactionError) continue
      this.queue.push({ bytes, transaction, signer: this.signerOf(transaction) })
    }
  }

  /** What is known of exactly these bytes, once. They are compared by identity: nobody changes them during a block. */
  take(bytes: Uint8Array): Attested | undefined {
    const known = this.queue[this.next]
    if (known?.bytes !== bytes) return undefined
    this.next++
    return known
  }

  private read(bytes: Uint8Array): TronTransaction {
    return decodeOwnTransaction(this.services.crypto, this.arena.copy(bytes))
  }

  /** Of a transaction with one signature. More need a permission, which says how many may be worth recovering. */
  private signerOf({ txid, signatures, raw }: TronTransaction): KnownSigner | undefined {
    const { crypto, block } = this.services
    const [signature] = signatures
    if (signature === undefined || signatures.length !== 1) return undefined
    if (!livesAfter(block.tron.headTimestamp * 1_000n, raw.expiration)) return undefined
    return attempt(() => recoverSigner(crypto, txid, signature))
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
