/**
 * What a fork and a chain demand of a transaction, without any state: type, chain, signature form, fee bounds, sizes
 * and intrinsic gas. Balance, account nonce, code of the sender and the block's limits are the state's business.
 */

import { isLowS } from '../../../crypto/secp256k1.ts'
import { InvalidTransactionError } from '../../../errors.ts'
import { MAX_U64, MAX_U256 } from '../../../primitives/u256.ts'
import { type ForkName, isAtLeast } from '../../evm-core/forks/names.ts'
import { type TransactionGas, transactionGas } from './intrinsic.ts'
import type { EthereumTransaction, TransactionFields, TransactionType } from './types.ts'

/** What the chain says; see {@link checkTransaction}. */
export interface TransactionRules {
  readonly fork: ForkName
  readonly chainId: bigint
  /** Whether a legacy transaction without EIP-155 is taken: it can be replayed from any other chain. */
  readonly allowUnprotected: boolean
  /** Largest init code of a creation in bytes from Shanghai on (EIP-3860), default 49,152. */
  readonly initCodeSizeMax?: number
  /** Largest gas limit from Osaka on (EIP-7825), default 2^24. */
  readonly gasLimitMax?: bigint
  /** Most blobs in one transaction, default by fork: Cancun 6, Prague 9, from Osaka on 6 (EIP-7594). */
  readonly blobsMax?: number
}

const INIT_CODE_SIZE_MAX = 49_152
const GAS_LIMIT_MAX = 1n << 24n
/** First byte of a versioned hash: a KZG commitment (EIP-4844). */
const VERSIONED_HASH_KZG = 0x01

/** Fork that brought each transaction type, by type. */
const TYPE_SINCE: readonly ForkName[] = ['frontier', 'berlin', 'london', 'cancun', 'prague']

/** Whether the fork knows the type. */
export function isTypeEnabled(type: TransactionType, fork: ForkName): boolean {
  return isAtLeast(fork, TYPE_SINCE[type]!)
}

function invalid(
  code: ConstructorParameters<typeof InvalidTransactionError>[0],
  expectation: string,
  context: ConstructorParameters<typeof InvalidTransactionError>[2] = {},
): InvalidTransactionError {
  return new InvalidTransactionError(code, `transaction expected ${expectation}`, context)
}

function checkChain(tx: TransactionFields, rules: TransactionRules): void {
  if (tx.chainId === undefined) {
    if (rules.allowUnprotected) return
    throw invalid(
      'UnprotectedTransaction',
      `a chain id (EIP-155): this chain, ${rules.chainId}, takes no unprotected transaction`,
    )
  }
  if (tx.chainId !== rules.chainId) {
    throw invalid('WrongChain', `chain id ${rules.chainId}, got ${tx.chainId}`, {
      expected: rules.chainId,
      actual: tx.chainId,
    })
  }
}

function checkFees(tx: TransactionFields): void {
  const { maxFeePerGas, maxPriorityFeePerGas } = tx
  if (
    maxFeePerGas !== undefined &&
    maxPriorityFeePerGas !== undefined &&
    maxPriorityFeePerGas > maxFeePerGas
  ) {
    throw invalid(
      'PriorityFeeAboveMaxFee',
      `a priority fee of at most the max fee ${maxFeePerGas}, got ${maxPriorityFeePerGas}`,
      {
        maxFeePerGas,
        maxPriorityFeePerGas,
      },
    )
  }
  // No balance can hold it; said here so that the sum needs no check of its own further down.
  if (tx.gasLimit * (maxFeePerGas ?? tx.gasPrice ?? 0n) > MAX_U256) {
    throw invalid('AmountOutOfRange', 'gas limit times gas price below 2^256', {
      gasLimit: tx.gasLimit,
    })
  }
}

function blobsMax(fork: ForkName): number {
  if (isAtLeast(fork, 'osaka')) return 6
  return isAtLeast(fork, 'prague') ? 9 : 6
}

function checkBlobs(tx: TransactionFields, rules: TransactionRules): void {
  const hashes = tx.blobVersionedHashes
  if (hashes.length === 0) throw invalid('BlobTransactionInvalid', 'at least one blob, got none')
  const max = rules.blobsMax ?? blobsMax(rules.fork)
  if (hashes.length > max) {
    throw invalid('BlobLimitExceeded', `at most ${max} blobs, got ${hashes.length}`, {
      max,
      actual: hashes.length,
    })
  }
  for (const hash of hashes) {
    if (hash[0] !== VERSIONED_HASH_KZG) {
      throw invalid('BlobTransactionInvalid', `blob hashes of version 1, got version ${hash[0]}`)
    }
  }
}

function checkSizes(tx: TransactionFields, rules: TransactionRules): void {
  // EIP-2681: the account's nonce after this transaction must fit 64 bits too.
  if (tx.nonce >= MAX_U64)
    throw invalid('NonceExhausted', 'a nonce below 2^64 - 1', { nonce: tx.nonce })
  const initCodeMax = rules.initCodeSizeMax ?? INIT_CODE_SIZE_MAX
  if (tx.to === undefined && isAtLeast(rules.fork, 'shanghai') && tx.data.length > initCodeMax) {
    throw invalid(
      'InitCodeTooLarge',
      `at most ${initCodeMax} bytes of init code, got ${tx.data.length}`,
    )
  }
  const gasLimitMax = rules.gasLimitMax ?? GAS_LIMIT_MAX
  if (isAtLeast(rules.fork, 'osaka') && tx.gasLimit > gasLimitMax) {
    throw invalid('GasLimitTooHigh', `a gas limit of at most ${gasLimitMax}, got ${tx.gasLimit}`)
  }
}

/**
 * The rules that need no signature; also for simulated calls. Returns the gas that the limit was found to cover.
 * Throws InvalidTransactionError.
 */
export function checkTransactionFields(
  tx: TransactionFields,
  rules: TransactionRules,
): TransactionGas {
  if (!isTypeEnabled(tx.type, rules.fork)) {
    throw invalid(
      'UnsupportedTransactionType',
      `a type that ${rules.fork} knows, got type ${tx.type}, known since ${TYPE_SINCE[tx.type]}`,
    )
  }
  checkChain(tx, rules)
  checkSizes(tx, rules)
  checkFees(tx)
  if ((tx.type === 3 || tx.type === 4) && tx.to === undefined) {
    throw invalid(
      'ContractCreationForbidden',
      `a recipient: type ${tx.type} cannot create a contract`,
    )
  }
  if (tx.type === 3) checkBlobs(tx, rules)
  if (tx.type === 4 && tx.authorizationList.length === 0) {
    throw invalid('AuthorizationListEmpty', 'at least one authorization (EIP-7702), got none')
  }
  const gas = transactionGas(tx, rules.fork)
  const needed = Math.max(gas.intrinsic, gas.floor)
  if (tx.gasLimit < needed) {
    throw invalid('IntrinsicGasTooLow', `a gas limit of at least ${needed}, got ${tx.gasLimit}`, {
      expected: needed,
      actual: tx.gasLimit,
    })
  }
  return gas
}

/** The form of the signature: low s from Homestead on (EIP-2), EIP-155 from Spurious Dragon on. */
export function checkSignatureForm(tx: EthereumTransaction, fork: ForkName): void {
  if (isAtLeast(fork, 'homestead') && !isLowS(tx.signature)) {
    throw invalid(
      'InvalidSignature',
      'a signature with s in the lower half of the group order (EIP-2)',
      { s: tx.s },
    )
  }
  if (tx.type === 0 && tx.chainId !== undefined && !isAtLeast(fork, 'spuriousDragon')) {
    throw invalid('InvalidSignature', `v of 27 or 28: ${fork} does not know EIP-155`, {
      chainId: tx.chainId,
    })
  }
}

/** Every rule that needs no state, in a fixed order. Throws InvalidTransactionError. */
export function checkTransaction(tx: EthereumTransaction, rules: TransactionRules): TransactionGas {
  checkSignatureForm(tx, rules.fork)
  return checkTransactionFields(tx, rules)
}
