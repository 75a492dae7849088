/**
 * Simulation: would a transaction be accepted, what would it cost, and how do its scripts run, without signing, paying
 * or applying it. Everything runs on a journal of its own over the state and is thrown away with it. No block reaches
 * this file: the engine does not import it.
 */

import type { BlockInput } from '../../block-context.ts'
import type { Crypto } from '../../crypto/types.ts'
import { InvalidTransactionError } from '../../errors.ts'
import { ArgumentCheck } from '../../primitives/argument.ts'
import { type Failure, failureOf, type Outcome } from '../../receipt.ts'
import { type SimulatedState, servicesAfter } from '../../services-after.ts'
import { BvmContext } from './context.ts'
import { type BitcoinDetails, bitcoinDetails } from './details.ts'
import { evaluate, type ScriptEvaluation } from './evaluate.ts'
import { checkForm, judge, leastFee } from './judge.ts'
import { ownerOf } from './locks.ts'
import { applyTransaction } from './placing.ts'
import type { ScriptDebugger } from './script/index.ts'
import { openSpend } from './spend.ts'
import { decodeTransaction } from './transaction/index.ts'

/** How {@link bitcoinTest} judges. */
export interface BitcoinSimulationOptions {
  /** Default: the state's own. */
  readonly crypto?: Crypto
  /** The block it would go into. Default: the one after the state's. */
  readonly block?: BlockInput
  /** Raw transactions applied first, each of which must be accepted: what the wallet sent just before. */
  readonly after?: readonly Uint8Array[]
  /** Leave scripts and signatures out, for a transaction that is not signed yet. Default false. */
  readonly unsigned?: boolean
  /** Judge as the payload of this account's envelope (0x32). */
  readonly envelopeOf?: Uint8Array
  /** Sees every opcode of every input before it is executed. */
  readonly debugger?: ScriptDebugger
}

/** What would become of a raw transaction. */
export type BitcoinVerdict =
  | {
      readonly accepted: true
      readonly details: BitcoinDetails
      /** Shared gas it would use. */
      readonly gas: bigint
      /** Least fee it would have to pay, satoshi. */
      readonly leastFee: bigint
    }
  | { readonly accepted: false; readonly reason: Failure; readonly scriptError: string | undefined }

function contextOf(state: SimulatedState, options: BitcoinSimulationOptions): BvmContext {
  return new BvmContext(servicesAfter(state, options.block ?? {}, { crypto: options.crypto }))
}

/**
 * Judges a raw transaction as the next block would, like Bitcoin Core's testmempoolaccept. Changes nothing and throws
 * only for a state that is partial, and InvalidArgument for bytes that are none. Cost: that of the transaction.
 */
export function bitcoinTest(
  state: SimulatedState,
  transaction: Uint8Array,
  options: BitcoinSimulationOptions = {},
): BitcoinVerdict {
  const check = new ArgumentCheck('InvalidArgument', 'bitcoinTest')
  check.bytes('transaction', transaction)
  check.eachBytes('options.after', options.after)
  check.bytesIfGiven('options.envelopeOf', options.envelopeOf, 32)
  const context = contextOf(state, options)
  try {
    for (const bytes of options.after ?? []) run(context, bytes, {})
    return run(context, transaction, options)
  } catch (error) {
    if (!(error instanceof InvalidTransactionError)) throw error
    const { scriptError } = error.context
    return {
      accepted: false,
      reason: failureOf(error.codeName, error.message, error.context),
      scriptError: typeof scriptError === 'string' ? scriptError : undefined,
    }
  }
}

function run(
  context: BvmContext,
  bytes: Uint8Array,
  options: BitcoinSimulationOptions,
): BitcoinVerdict {
  const tx = decodeTransaction(bytes, context.services.crypto)
  checkForm(context, tx)
  const spend = openSpend(context, tx)
  const judged = judge(context, spend, {
    envelopeOf: options.envelopeOf,
    isUnsigned: options.unsigned ?? false,
    ...(options.debugger === undefined ? {} : { debugger: options.debugger }),
  })
  const { journal, crypto } = context.services
  const owners = spend.spent.map(({ script }) => ownerOf(journal, crypto, script))
  const placed = applyTransaction(context, tx, spend.spent)
  return {
    accepted: true,
    details: bitcoinDetails(spend, judged, placed, owners),
    gas: context.gasOf(spend.chargedWeight),
    leastFee: leastFee(context, spend.chargedWeight),
  }
}

/**
 * Runs a script as payload 0x31 would. Changes nothing. Throws TypeError without a crypto, InvalidArgument for a script or
 * stack items that are no Uint8Array.
 */
export function bitcoinEvaluate(
  state: SimulatedState,
  script: ScriptEvaluation,
  options: Pick<BitcoinSimulationOptions, 'crypto' | 'block' | 'debugger'> = {},
): Outcome {
  const check = new ArgumentCheck('InvalidArgument', 'bitcoinEvaluate')
  check.bytes('script', script.script)
  check.eachBytes('stack', script.stack)
  return evaluate(contextOf(state, options), script, options.debugger)
}
