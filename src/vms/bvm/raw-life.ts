/**
 * The life of a raw Bitcoin transaction. Everything that can be wrong with it is found before anything changes, so it
 * is rejected or it succeeds: Bitcoin has no transactions that fail and pay.
 */
import type { Life, Settlement } from '../../engine.ts'
import { assert } from '../../errors.ts'
import { EMPTY_BYTES } from '../../primitives/bytes.ts'
import type { Outcome } from '../../receipt.ts'
import type { BvmContext } from './context.ts'
import { bitcoinDetails } from './details.ts'
import { checkForm, type Judged, judge } from './judge.ts'
import { ownerOf } from './locks.ts'
import type { Verified } from './look-ahead.ts'
import { BVM, SATOSHI } from './parameters.ts'
import { applyTransaction, type Placed } from './placing.ts'
import { chargedWeight, findSpend, openSpend, type Spend } from './spend.ts'
import type { BitcoinTransaction } from './transaction/types.ts'

const DONE: Outcome = { status: 'success', gasUsed: 0n, output: EMPTY_BYTES }

export class BitcoinLife implements Life {
  readonly kind = 'bitcoin'
  readonly machine = BVM
  private readonly context: BvmContext
  private readonly tx: BitcoinTransaction
  private readonly verified: Verified | undefined
  /** Undefined until validated if an output was missing. */
  private found: Spend | undefined
  private judged: Judged | undefined
  private placed: Placed | undefined
  private ownersFound: readonly Uint8Array[] | undefined

  constructor(context: BvmContext, tx: BitcoinTransaction, verified?: Verified) {
    this.verified = verified
    this.context = context
    this.tx = tx
    checkForm(context, tx)
    this.found = findSpend(context, tx)
  }

  /** The witness transaction id: of the bytes as submitted. */
  get hash(): Uint8Array {
    return this.tx.wtxid
  }

  get gasLimit(): bigint {
    const weight = this.found?.chargedWeight ?? chargedWeight(this.context, this.tx, 0)
    return this.context.gasOf(weight)
  }

  validate(): void {
    this.found ??= openSpend(this.context, this.tx)
    this.judged = judge(this.context, this.found, {
      envelopeOf: undefined,
      verified: this.verified,
    })
  }

  private get opened(): Spend {
    assert(this.found !== undefined, 'a raw transaction is validated before it runs')
    return this.found
  }

  /** The account that answers for the first input's script. */
  get sender(): Uint8Array {
    return this.owners[0]!
  }

  /** Resolved once: nothing in a raw transaction changes who owns a script. */
  private get owners(): readonly Uint8Array[] {
    const { journal, crypto } = this.context.services
    const { spent } = this.opened
    return (this.ownersFound ??= spent.map(({ script }) => ownerOf(journal, crypto, script)))
  }

  preExecute(): void {
    const { tx, spent } = this.opened
    this.placed = applyTransaction(this.context, tx, spent)
  }

  execute(): Outcome {
    return DONE
  }

  postExecute(): Settlement {
    const { judged, placed } = this
    assert(judged !== undefined && placed !== undefined, 'a transaction is validated, then runs')
    const gasUsed = this.gasLimit
    const paid = judged.fee * SATOSHI
    return {
      gasUsed,
      effectiveGasPrice: gasUsed === 0n ? 0n : paid / gasUsed,
      fee: { paid, burnt: 0n, beneficiary: paid },
      details: bitcoinDetails(this.opened, judged, placed, this.owners),
    }
  }
}
