/**
 * The life of one transaction: validate, preExecute, execute, postExecute. What is invalid becomes a `rejected`
 * receipt and has changed nothing; what failed keeps its nonce and fee; anything else that is thrown is the host's
 * or our own mistake and discards the block.
 */
import type { Life, Settlement } from './engine.ts'
import { assert, InvalidTransactionError } from './errors.ts'
import { EMPTY_BYTES } from './primitives/bytes.ts'
import type { FeeSplit, Outcome, Receipt } from './receipt.ts'
import { failureOf } from './receipt.ts'
import type { OpenRouter } from './router.ts'
import { changesOf } from './state/changes.ts'
import type { Log } from './state/log.ts'
import type { Transaction } from './transaction.ts'

/** What the block has used so far. */
export interface BlockMeter {
  gasUsed: bigint
  readonly byMachine: Map<string, bigint>
}

export interface TransitionOptions {
  readonly onInvalid: 'reject' | 'throw'
  readonly recordChanges: boolean
}

/** PERF: most transactions of some machines log nothing, and every receipt is kept. */
const NO_LOGS: readonly Log[] = Object.freeze([])

const NO_FEE: FeeSplit = { paid: 0n, burnt: 0n, beneficiary: 0n }

/** Opens a transaction's life; throws InvalidTransactionError on bytes that do not parse. */
export type OpenLife = (router: OpenRouter, transaction: Transaction) => Life

/** Runs one transaction on the block's journal. Cost: what its gas pays for, plus its size. */
export function runTransaction(
  router: OpenRouter,
  openLife: OpenLife,
  transaction: Transaction,
  index: number,
  meter: BlockMeter,
  options: TransitionOptions,
): Receipt {
  const { journal, inspector } = router.services
  router.services.transactionIndex = index
  let life: Life | undefined
  try {
    checkSize(router, transaction, index)
    life = openLife(router, transaction)
    checkBlockLimits(router, life, meter)
    life.validate()
  } catch (error) {
    if (!(error instanceof InvalidTransactionError) || options.onInvalid === 'throw') throw error
    assert(journal.untouched, 'validation changes nothing')
    journal.endTransaction()
    return rejected(transaction, index, life, meter, error)
  }
  inspector?.transactionStart?.(index, life.hash)
  life.preExecute()
  const outcome = life.execute()
  const settlement = life.postExecute(outcome)
  inspector?.transactionEnd?.(index)
  return settle(router, life, outcome, settlement, index, meter, options)
}

function checkSize(router: OpenRouter, transaction: Transaction, index: number): void {
  const { limits } = router.services.chain
  if (index >= limits.blockTransactions) {
    throw new InvalidTransactionError(
      'BlockTransactionLimitExceeded',
      `block expected at most ${limits.blockTransactions} transactions`,
      { index },
    )
  }
  if (transaction.bytes.length > limits.transactionBytes) {
    throw new InvalidTransactionError(
      'TransactionTooLarge',
      `transaction expected at most ${limits.transactionBytes} bytes, got ${transaction.bytes.length}`,
      { bytes: transaction.bytes.length },
    )
  }
}

function checkBlockLimits(router: OpenRouter, life: Life, meter: BlockMeter): void {
  const { block } = router.services
  const left = block.gasLimit - meter.gasUsed
  if (life.gasLimit > left) {
    throw new InvalidTransactionError(
      'BlockGasLimitExceeded',
      `gas limit expected at most ${left}, what the block has left`,
      {
        gasLimit: life.gasLimit,
        left,
      },
    )
  }
  const machineLimit = block.gasLimits[life.machine]
  if (machineLimit === undefined) return
  const machineLeft = machineLimit - (meter.byMachine.get(life.machine) ?? 0n)
  if (life.gasLimit > machineLeft) {
    throw new InvalidTransactionError(
      'BlockGasLimitExceeded',
      `gas limit expected at most ${machineLeft}, what the block has left for ${life.machine}`,
      { gasLimit: life.gasLimit, left: machineLeft },
    )
  }
}

function settle(
  router: OpenRouter,
  life: Life,
  outcome: Outcome,
  settlement: Settlement,
  index: number,
  meter: BlockMeter,
  options: TransitionOptions,
): Receipt {
  const { journal } = router.services
  const { gasUsed, effectiveGasPrice, fee, details } = settlement
  assert(gasUsed <= life.gasLimit, 'gas used lies within the gas limit')
  meter.gasUsed += gasUsed
  meter.byMachine.set(life.machine, (meter.byMachine.get(life.machine) ?? 0n) + gasUsed)
  const changes = options.recordChanges ? changesOf(journal) : undefined
  const logs = journal.logs.length === 0 ? NO_LOGS : journal.logs
  journal.endTransaction()
  return {
    status: outcome.status,
    index,
    kind: life.kind,
    machine: life.machine,
    hash: life.hash,
    sender: life.sender,
    gasUsed,
    cumulativeGasUsed: meter.gasUsed,
    effectiveGasPrice,
    fee,
    logs,
    output: outcome.output,
    created: outcome.created,
    error: outcome.failure,
    details,
    changes,
  }
}

function rejected(
  transaction: Transaction,
  index: number,
  life: Life | undefined,
  meter: BlockMeter,
  error: InvalidTransactionError,
): Receipt {
  return {
    status: 'rejected',
    index,
    kind: transaction.kind,
    machine: life?.machine,
    hash: life?.hash ?? EMPTY_BYTES,
    sender: undefined,
    gasUsed: 0n,
    cumulativeGasUsed: meter.gasUsed,
    effectiveGasPrice: 0n,
    fee: NO_FEE,
    logs: [],
    output: EMPTY_BYTES,
    created: undefined,
    error: failureOf(error.codeName, error.message, error.context),
    details: undefined,
    changes: undefined,
  }
}
