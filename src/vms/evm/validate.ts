/**
 * Whether a raw Ethereum transaction may be in this block: what the block's prices say and what the sender's account
 * says. What needs neither is in `transaction/rules.ts` and comes first; the order is that of the Ethereum
 * specification (form, block, sender). Each failure has a code of its own.
 */
import type { BlockContext } from '../../block-context.ts'
import { InvalidTransactionError } from '../../errors.ts'
import type { ChainConfig } from '../../state/chain-config.ts'
import { type ForkName, isAtLeast } from '../evm-core/forks/names.ts'
import { blobGas, blobParameters, GAS_PER_BLOB, maxGasPrice } from './fees.ts'
import type { TransactionRules } from './transaction/rules.ts'
import type { EthereumTransaction, TransactionFields } from './transaction/types.ts'

/** What all transactions of a block share, computed once. */
export interface BlockRules extends TransactionRules {
  readonly isLondon: boolean
  /** Base units per gas; 0 before London, whatever the host says. */
  readonly baseFee: bigint
  /** Base units per blob gas. */
  readonly blobBaseFee: bigint
  /** Blob gas of a whole block. */
  readonly blobGasMax: bigint
}

export function blockRules(chain: ChainConfig, block: BlockContext, fork: ForkName): BlockRules {
  const isLondon = isAtLeast(fork, 'london')
  return {
    fork,
    chainId: chain.chainId,
    allowUnprotected: chain.allow.unprotectedTransactions,
    isLondon,
    baseFee: isLondon ? block.baseFeePerGas : 0n,
    blobBaseFee: block.blobBaseFee,
    blobGasMax: BigInt(blobParameters(fork)?.max ?? 0) * GAS_PER_BLOB,
  }
}

/** What the rules ask about a sender. */
export interface SenderFacts {
  /** Ethereum's nonce of the address. */
  readonly nonce: bigint
  /** What its account can pay. */
  readonly balance: bigint
  /** Code that is not a delegation (EIP-3607 with the exemption of EIP-7702). */
  readonly hasCode: boolean
}

function invalid(
  code: ConstructorParameters<typeof InvalidTransactionError>[0],
  expectation: string,
  context: ConstructorParameters<typeof InvalidTransactionError>[2] = {},
): InvalidTransactionError {
  return new InvalidTransactionError(code, `transaction expected ${expectation}`, context)
}

/** Prices and room of the block (EIP-1559, EIP-4844). `blobGasUsed` is that of the block so far. */
export function checkBlock(tx: TransactionFields, rules: BlockRules, blobGasUsed: bigint): void {
  const maxFee = maxGasPrice(tx)
  if (maxFee < rules.baseFee) {
    throw invalid(
      'FeeBelowBaseFee',
      `a max fee of at least the base fee ${rules.baseFee}, got ${maxFee}`,
      {
        baseFee: rules.baseFee,
        actual: maxFee,
      },
    )
  }
  if (tx.type !== 3) return
  const maxFeePerBlobGas = tx.maxFeePerBlobGas ?? 0n
  if (maxFeePerBlobGas < rules.blobBaseFee) {
    throw invalid(
      'BlobFeeTooLow',
      `a max fee per blob gas of at least ${rules.blobBaseFee}, got ${maxFeePerBlobGas}`,
      { blobBaseFee: rules.blobBaseFee, actual: maxFeePerBlobGas },
    )
  }
  const room = rules.blobGasMax - blobGasUsed
  if (blobGas(tx) > room) {
    throw invalid(
      'BlobLimitExceeded',
      `blobs for at most the ${room} blob gas left in the block, got ${blobGas(tx)}`,
      {
        expected: room,
        actual: blobGas(tx),
      },
    )
  }
}

/** Most that a transaction can take from its sender: gas, value and blobs at the prices it allows. */
export function maxCost(tx: TransactionFields): bigint {
  const gasAndValue = tx.gasLimit * maxGasPrice(tx) + tx.value
  return tx.type === 3 ? gasAndValue + blobGas(tx) * (tx.maxFeePerBlobGas ?? 0n) : gasAndValue
}

/** Nonce, code and balance, in this order. */
export function checkSender(tx: TransactionFields, sender: SenderFacts): void {
  if (tx.nonce !== sender.nonce) {
    const code = tx.nonce < sender.nonce ? 'NonceTooLow' : 'NonceTooHigh'
    throw invalid(code, `nonce ${sender.nonce}, got ${tx.nonce}`, {
      expected: sender.nonce,
      actual: tx.nonce,
    })
  }
  if (sender.hasCode) {
    throw invalid('SenderHasCode', 'a sender without code (EIP-3607): a contract signs nothing')
  }
  const cost = maxCost(tx)
  if (sender.balance < cost) {
    throw invalid(
      'InsufficientFunds',
      `a balance of at least ${cost} for gas, value and blobs, got ${sender.balance}`,
      {
        expected: cost,
        actual: sender.balance,
      },
    )
  }
}

/** Recovers or looks up who signed; 20 bytes. */
export type RecoverSender = (tx: EthereumTransaction) => Uint8Array
