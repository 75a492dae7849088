/**
 * Prices that follow from the parent block: base fee (EIP-1559), excess blob gas and blob base fee (EIP-4844, 7691,
 * 7892, 7918), and what a transaction pays per gas. All in wei per gas, exact integers.
 */

import { NVmError } from '../../errors.ts'
import { type ForkName, isAtLeast } from '../evm-core/forks/names.ts'
import type { TransactionFields } from './transaction/types.ts'

/** Base fee of the first London block. */
export const INITIAL_BASE_FEE = 1_000_000_000n
/** Share of the gas limit that is the target: one half. */
const ELASTICITY = 2n
/** A full block raises the base fee by one eighth. */
const BASE_FEE_CHANGE_DENOMINATOR = 8n

/** Gas of one blob: 2^17. */
export const GAS_PER_BLOB = 131_072n
/** Execution gas that a blob's verification is worth (EIP-7918): 2^13. */
const BLOB_BASE_COST = 8_192n
const MIN_BLOB_BASE_FEE = 1n

/** Blobs per block that a fork aims at and allows, and how fast their price reacts. */
export interface BlobParameters {
  /** Blobs. */
  readonly target: number
  /** Blobs. */
  readonly max: number
  /** BLOB_BASE_FEE_UPDATE_FRACTION of EIP-4844. */
  readonly updateFraction: bigint
}

const BLOB_PARAMETERS: readonly (readonly [since: ForkName, parameters: BlobParameters])[] = [
  ['bpo2', { target: 14, max: 21, updateFraction: 11_684_671n }],
  ['bpo1', { target: 10, max: 15, updateFraction: 8_346_193n }],
  ['prague', { target: 6, max: 9, updateFraction: 5_007_716n }],
  ['cancun', { target: 3, max: 6, updateFraction: 3_338_477n }],
]

/** Undefined before Cancun. */
export function blobParameters(fork: ForkName): BlobParameters | undefined {
  return BLOB_PARAMETERS.find(([since]) => isAtLeast(fork, since))?.[1]
}

/** What the fee rules read of the parent header. */
export interface FeeParent {
  /** Base units per gas. */
  readonly baseFee: bigint
  /** Gas. */
  readonly gasUsed: bigint
  /** Gas. */
  readonly gasLimit: bigint
}

/**
 * Base fee of the block behind `parent`, base units per gas; the parent is itself at London or later (EIP-1559). Throws
 * InvalidBlockContext for a parent whose gas target is 0.
 */
export function nextBaseFee(parent: FeeParent): bigint {
  const target = parent.gasLimit / ELASTICITY
  if (parent.gasUsed === target) return parent.baseFee
  if (target === 0n) {
    throw new NVmError(
      'InvalidBlockContext',
      `parent gas limit expected at least ${ELASTICITY}, got ${parent.gasLimit}`,
    )
  }
  const distance = parent.gasUsed > target ? parent.gasUsed - target : target - parent.gasUsed
  const change = (parent.baseFee * distance) / target / BASE_FEE_CHANGE_DENOMINATOR
  if (parent.gasUsed < target) return parent.baseFee - change
  return parent.baseFee + (change > 0n ? change : 1n)
}

/** ln(2^256) is 177.4: up to here a price of factor 1 fits 256 bits. */
const EXPONENT_MAX = 177n

/**
 * factor * e^(numerator / denominator) by its Taylor series, rounded as EIP-4844 says. Throws InvalidBlockContext if
 * the exponent is over 177, where the result has more than 256 bits: the loop's length grows with the exponent.
 */
export function fakeExponential(factor: bigint, numerator: bigint, denominator: bigint): bigint {
  if (numerator > EXPONENT_MAX * denominator) {
    throw new NVmError(
      'InvalidBlockContext',
      `excess blob gas expected at most ${EXPONENT_MAX * denominator}, got ${numerator}`,
    )
  }
  let output = 0n
  let accumulator = factor * denominator
  for (let i = 1n; accumulator > 0n; i++) {
    output += accumulator
    accumulator = (accumulator * numerator) / (denominator * i)
  }
  return output / denominator
}

/** Price of one blob gas, in base units, in a block with that excess (EIP-4844). 0 before Cancun. */
export function blobBaseFee(
  excessBlobGas: bigint,
  fork: ForkName,
  parameters: BlobParameters | undefined = blobParameters(fork),
): bigint {
  if (parameters === undefined) return 0n
  return fakeExponential(MIN_BLOB_BASE_FEE, excessBlobGas, parameters.updateFraction)
}

/** What the excess of the next block follows from; a parent before Cancun has zeros. */
export interface BlobParent {
  /** Blob gas. */
  readonly excessBlobGas: bigint
  /** Blob gas. */
  readonly blobGasUsed: bigint
  /** Base units per gas. */
  readonly baseFee: bigint
}

/**
 * Excess blob gas of the block of fork `fork` behind `parent`. From Osaka on the excess falls no further where a
 * blob's execution cost is above its price (EIP-7918). 0 before Cancun.
 */
export function nextExcessBlobGas(
  parent: BlobParent,
  fork: ForkName,
  parameters: BlobParameters | undefined = blobParameters(fork),
): bigint {
  if (parameters === undefined) return 0n
  const { excessBlobGas, blobGasUsed } = parent
  const target = BigInt(parameters.target) * GAS_PER_BLOB
  if (excessBlobGas + blobGasUsed < target) return 0n
  if (isAtLeast(fork, 'osaka')) {
    const blobPrice = GAS_PER_BLOB * blobBaseFee(excessBlobGas, fork, parameters)
    if (BLOB_BASE_COST * parent.baseFee > blobPrice) {
      const room = BigInt(parameters.max - parameters.target)
      return excessBlobGas + (blobGasUsed * room) / BigInt(parameters.max)
    }
  }
  return excessBlobGas + blobGasUsed - target
}

/** Most that the sender pays per gas. */
export function maxGasPrice(tx: Pick<TransactionFields, 'gasPrice' | 'maxFeePerGas'>): bigint {
  return tx.maxFeePerGas ?? tx.gasPrice ?? 0n
}

/**
 * What the sender pays per gas at this base fee (EIP-1559): the price of a legacy transaction, else base fee plus
 * the smaller of priority fee and what the max fee leaves. Expects a max fee of at least the base fee.
 */
export function effectiveGasPrice(
  tx: Pick<TransactionFields, 'gasPrice' | 'maxFeePerGas' | 'maxPriorityFeePerGas'>,
  baseFee: bigint,
): bigint {
  if (tx.maxFeePerGas === undefined) return tx.gasPrice ?? 0n
  const priority = tx.maxPriorityFeePerGas ?? 0n
  const room = tx.maxFeePerGas - baseFee
  return baseFee + (priority < room ? priority : room)
}

/** Blob gas of a transaction: 2^17 per blob. */
export function blobGas(tx: Pick<TransactionFields, 'blobVersionedHashes'>): bigint {
  return GAS_PER_BLOB * BigInt(tx.blobVersionedHashes.length)
}
