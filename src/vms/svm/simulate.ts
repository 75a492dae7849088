/**
 * Simulation and views: what a Solana transaction would do in the next block, signed or not, and what accounts hold.
 * Everything runs on a journal of its own over the state and is thrown away with it. No block reaches this file: the
 * engine does not import it.
 */

import type { BlockInput } from '../../block-context.ts'
import type { Crypto } from '../../crypto/types.ts'
import { ArgumentCheck } from '../../primitives/argument.ts'
import { type SimulatedState, servicesAfter } from '../../services-after.ts'
import type { Inspector } from '../../trace/inspector.ts'
import { checkFeePayer, checkSignatures, priceOf, resolveMessage } from './admission.ts'
import { SvmContext } from './context.ts'
import {
  type Execution,
  executeMessage,
  type InnerInstruction,
  type SolanaError,
  solanaErrorText,
} from './processor.ts'
import type { ReturnData } from './runtime/index.ts'
import { LAMPORT, NO_ACCOUNT, type SvmAccount } from './state/accounts.ts'
import type { SolanaFee } from './transaction/compute-budget.ts'
import { readTransaction } from './transaction/decode.ts'
import { refuse } from './transaction/refuse.ts'
import { sanitize } from './transaction/sanitize.ts'

/** How {@link svmSimulate} runs. */
export interface SvmSimulationOptions {
  /** Check signatures. Default false: unsigned transactions run, with 64 zero bytes for each signature. */
  readonly verifySignatures?: boolean
  /** Ask that the message names a recent blockhash. Default false. */
  readonly checkBlockhash?: boolean
  /** The block it runs in. Default: the one after the state's, as executeBlock would fill it in. */
  readonly block?: BlockInput
  /** Default: the state's own. */
  readonly crypto?: Crypto
  readonly inspector?: Inspector
}

/** An account at its address. */
export interface SolanaAccountView extends SvmAccount {
  /** 32 bytes. */
  readonly address: Uint8Array
}

/** What a transaction would do. */
export interface SvmSimulationResult {
  /** Undefined if it would succeed. */
  readonly error: SolanaError | undefined
  /** The error as Solana's runtime words it. */
  readonly errorText: string | undefined
  readonly logs: readonly string[]
  /** At most 1,400,000. */
  readonly computeUnitsConsumed: number
  readonly returnData: ReturnData | undefined
  readonly innerInstructions: readonly (readonly InnerInstruction[])[]
  /** Lamports. */
  readonly fee: SolanaFee
  /** Bytes of accounts, as counted against the limit. */
  readonly loadedAccountsDataSize: number
  /** Every account of the message as it would be after, or as it is if the transaction fails; the fee is taken. */
  readonly accounts: readonly SolanaAccountView[]
}

/**
 * Runs a transaction's bytes against the state and says what it would do. Changes nothing. Throws
 * InvalidTransactionError for what no block would take: form, budget, lookups, fee payer and, as far as asked for,
 * signatures and blockhash; InvalidArgument for what is no Uint8Array. Nonces are not asked for. Cost: what its compute budget allows.
 */
export function svmSimulate(
  state: SimulatedState,
  bytes: Uint8Array,
  options: SvmSimulationOptions = {},
): SvmSimulationResult {
  new ArgumentCheck('InvalidArgument', 'svmSimulate').bytes('bytes', bytes)
  const context = new SvmContext(servicesAfter(state, options.block ?? {}, options), {})
  context.begin()
  const transaction = readTransaction(bytes, context.keys, context.arena)
  sanitize(transaction)
  const { budget, fee } = priceOf(transaction.message)
  if (options.verifySignatures === true) checkSignatures(context, transaction)
  const message = resolveMessage(context, transaction.message)
  if (options.checkBlockhash === true && !context.queue.isRecent(message.message.blockhash))
    refuse('BlockhashNotFound', 'a recent blockhash')
  const payer = message.known[0]!
  const total = fee.base + fee.priority
  checkFeePayer(context, payer, total)
  const { accounts, services } = context
  accounts.beginTransaction(0)
  services.journal.debit(accounts.addressOf(payer).account, total * LAMPORT)
  const execution = executeMessage(context, message, budget)
  return resultOf(context, execution, fee, message.keys)
}

function resultOf(
  context: SvmContext,
  execution: Execution,
  fee: SolanaFee,
  keys: readonly Uint8Array[],
): SvmSimulationResult {
  const { error } = execution
  return {
    error,
    errorText: error === undefined ? undefined : solanaErrorText(error),
    logs: execution.logs,
    computeUnitsConsumed: execution.computeUnits,
    returnData: execution.returnData,
    innerInstructions: execution.innerInstructions,
    fee,
    loadedAccountsDataSize: execution.loadedBytes,
    accounts: keys.map((address) => viewOf(address, context.load(address))),
  }
}

function viewOf(address: Uint8Array, account: SvmAccount | undefined): SolanaAccountView {
  const { lamports, data, owner, executable } = account ?? NO_ACCOUNT
  return { address, lamports, data: new Uint8Array(data), owner: new Uint8Array(owner), executable }
}

/** What a transaction of the next block may name, and when that block is. */
export interface SolanaBlockFacts {
  /** u64. */
  readonly slot: bigint
  /** 32 bytes. */
  readonly blockhash: Uint8Array
}

/** Slot and newest blockhash of the block after the state, as executeBlock would fill it in. Throws as that would. */
export function solanaNextBlock(
  state: SimulatedState,
  block: BlockInput = {},
  options: { readonly crypto?: Crypto } = {},
): SolanaBlockFacts {
  const context = new SvmContext(servicesAfter(state, block, options), {})
  context.begin()
  return { slot: context.slot, blockhash: context.blockhash }
}

/**
 * The account at an address as the next block's transactions see it, or undefined if there is none. Throws InvalidArgument
 * for an address that is not 32 bytes.
 */
export function solanaAccount(
  state: SimulatedState,
  address: Uint8Array,
  options: { readonly crypto?: Crypto } = {},
): SolanaAccountView | undefined {
  new ArgumentCheck('InvalidArgument', 'solanaAccount').bytes('address', address, 32)
  const context = new SvmContext(servicesAfter(state, {}, options), {})
  context.begin()
  const account = context.load(address)
  return account === undefined ? undefined : viewOf(address, account)
}
