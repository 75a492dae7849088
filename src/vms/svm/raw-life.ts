/**
 * The life of a raw Solana transaction: admit, take the fee, run, settle. The fee stays whatever happens then, a nonce is
 * used up, and the message is remembered as long as its blockhash admits it (S7).
 */
import type { Life, Settlement } from '../../engine.ts'
import { failureOf, type Outcome } from '../../receipt.ts'
import { type Admission, admit, priceOf } from './admission.ts'
import type { Attested } from './ahead.ts'
import type { SvmContext } from './context.ts'
import type { KnownKey } from './known-keys.ts'
import { SVM } from './parameters.ts'
import { type Execution, executeMessage, solanaErrorText } from './processor.ts'
import { detailsOf, type SolanaDetails } from './receipt.ts'
import type { ComputeBudget, SolanaFee } from './transaction/compute-budget.ts'
import { type KnownTransaction, readTransaction } from './transaction/decode.ts'
import { sanitize } from './transaction/sanitize.ts'

const NOTHING = new Uint8Array(0)

/** Number of a failure, by what failed. */
function failureName({ feesOnly, error }: Execution) {
  if (feesOnly) return 'AccountsNotLoadable' as const
  return error?.name === 'InsufficientFundsForRent'
    ? ('RentNotCovered' as const)
    : ('InstructionFailed' as const)
}

/** Outcome of an execution that has used that much shared gas. */
export function outcomeOf(execution: Execution, gasUsed: bigint): Outcome {
  const { error, returnData } = execution
  const output = returnData?.data ?? NOTHING
  if (error === undefined) return { status: 'success', gasUsed, output }
  const failure = failureOf(failureName(execution), solanaErrorText(error))
  return { status: 'reverted', gasUsed, output, failure }
}

export class SolanaLife implements Life {
  readonly kind = 'solana'
  readonly machine = SVM
  readonly hash: Uint8Array
  readonly gasLimit: bigint
  private readonly context: SvmContext
  private readonly transaction: KnownTransaction
  private readonly messageHash: Uint8Array
  private readonly budget: ComputeBudget
  private readonly fee: SolanaFee
  private readonly badSignature: number | undefined
  private admission: Admission | undefined
  private execution: Execution | undefined
  private balancesBefore: readonly bigint[] | undefined

  /** `attested` is a transaction read ahead. Throws InvalidTransactionError: MalformedTransaction, InvalidComputeBudget. */
  constructor(context: SvmContext, bytes: Uint8Array, attested?: Attested) {
    const transaction = attested?.transaction ?? readTransaction(bytes, context.keys, context.arena)
    if (attested === undefined) sanitize(transaction)
    this.badSignature = attested?.badSignature
    const { crypto } = context.services
    const { budget, fee } = priceOf(transaction.message)
    this.context = context
    this.transaction = transaction
    this.hash = crypto.sha256(bytes)
    this.messageHash = crypto.sha256(transaction.messageBytes)
    this.budget = budget
    this.fee = fee
    this.gasLimit = context.gasOf(budget.unitLimit)
  }

  private get payer(): KnownKey {
    return this.transaction.message.known[0]!
  }

  private get admitted(): Admission {
    if (this.admission === undefined)
      throw new TypeError('transaction expected to be validated before it runs')
    return this.admission
  }

  private get ran(): Execution {
    if (this.execution === undefined)
      throw new TypeError('transaction expected to have run before it settles')
    return this.execution
  }

  get sender(): Uint8Array {
    return this.context.accounts.addressOf(this.payer).account.id
  }

  validate(): void {
    const { context, transaction, messageHash, fee, badSignature } = this
    const total = fee.base + fee.priority
    this.admission = admit(context, transaction, messageHash, total, badSignature)
  }

  /** Takes the fee. */
  preExecute(): void {
    const { context, fee } = this
    const { accounts, services } = context
    accounts.beginTransaction(services.transactionIndex)
    if (context.options.recordBalances === true) this.balancesBefore = this.balances()
    const payer = accounts.addressOf(this.payer)
    accounts.noteOrigin(payer)
    services.journal.debit(payer.account, context.splitOf(fee).paid)
  }

  execute(): Outcome {
    const { context, budget } = this
    const { message, nonce } = this.admitted
    const execution = executeMessage(context, message, budget)
    this.execution = execution
    // What failed has not advanced its nonce; unused, it could be replayed.
    if (execution.error !== undefined && nonce !== undefined) {
      const before = context.loadKnown(nonce.key)
      if (before !== undefined)
        context.accounts.store(nonce.key, before, { ...before, data: nonce.advanced })
    }
    return outcomeOf(execution, context.gasOf(execution.computeUnits))
  }

  /** Half of the base fee is burnt, the rest is the beneficiary's (SIMD-0096 for the priority fee). */
  postExecute(outcome: Outcome): Settlement {
    const { context, fee } = this
    const { journal } = context.services
    const { nonce } = this.admitted
    if (nonce === undefined)
      context.queue.note(this.transaction.message.blockhash, this.messageHash)
    const split = context.splitOf(fee)
    journal.supply.countBurnt(split.burnt, 'solana-fee')
    if (split.beneficiary > 0n) journal.credit(context.beneficiary, split.beneficiary)
    const { gasUsed } = outcome
    return {
      gasUsed,
      effectiveGasPrice: context.gasPriceOf(split, gasUsed),
      fee: split,
      details: this.details(),
    }
  }

  private details(): SolanaDetails {
    const { context, transaction, fee } = this
    const before = this.balancesBefore
    return detailsOf(transaction, fee, this.ran, {
      slot: context.slot,
      loaded: this.admitted.message,
      balances: before === undefined ? undefined : { before, after: this.balances() },
    })
  }

  private balances(): bigint[] {
    return this.admitted.message.known.map((key) => this.context.loadKnown(key)?.lamports ?? 0n)
  }
}
