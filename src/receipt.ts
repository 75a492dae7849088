/** What a transaction leaves behind besides state: outcome of an execution, receipt. */

import type { ErrorContext, NVmErrorName } from './errors.ts'
import { NVmErrorCode } from './errors.ts'
import type { StateChange } from './state/changes.ts'
import type { Log } from './state/log.ts'

export type { StateChange } from './state/changes.ts'
export type { Log } from './state/log.ts'

/** Why an execution failed; `code` is one of NVmErrorCode's 2xxx. */
export interface Failure {
  /** Number of the error. */
  readonly code: number
  readonly name: string
  readonly message: string
  /** Facts for programs, e.g. `fault`, `scriptError`, `solanaError`; of an error that was caught, what it had. */
  readonly context?: ErrorContext
}

/** A failure as data: no Error object, no stack. */
export function failureOf(name: NVmErrorName, message: string, context?: ErrorContext): Failure {
  const failure = { code: NVmErrorCode[name], name, message }
  return context === undefined ? failure : { ...failure, context }
}

/**
 * Result of running code. `reverted` gives unused gas back, `halted` takes it all (the machine sets gasUsed so).
 * Effects of a failure are already rolled back to where the execution began.
 */
export interface Outcome {
  readonly status: 'success' | 'reverted' | 'halted'
  /** Shared gas (EVM gas), before refunds and floors. */
  readonly gasUsed: bigint
  /** Return data, or revert data. */
  readonly output: Uint8Array
  readonly failure?: Failure
  /** Address of a created contract. */
  readonly created?: Uint8Array
}

/** Where a fee went, in base units; the parts sum to `paid`. */
export interface FeeSplit {
  /** What the sender lost. */
  readonly paid: bigint
  /** What was destroyed, counted in the supply. */
  readonly burnt: bigint
  /** What the block's beneficiary got. */
  readonly beneficiary: bigint
}

/** `reverted` gives unused gas back, `halted` takes all of it, `rejected` costs nothing and changes nothing. */
export type ReceiptStatus = 'success' | 'reverted' | 'halted' | 'rejected'

/** What became of one transaction (docs/receipts.md). Gas is shared gas, amounts are base units (10^-18 coin). */
export interface Receipt {
  readonly status: ReceiptStatus
  /** Position in the list given to executeBlock. */
  readonly index: number
  /** `envelope` or the raw kind. */
  readonly kind: string
  /** Machine that ran it, or undefined if it was rejected before that was known. */
  readonly machine: string | undefined
  /** 32 bytes; of the bytes as submitted; empty if they could not be parsed. */
  readonly hash: Uint8Array
  /** Account that signed; undefined if rejected before that was known. */
  readonly sender: Uint8Array | undefined
  /** After refunds and floors; 0 if rejected. */
  readonly gasUsed: bigint
  /** Gas of this and all earlier accepted transactions of the block. */
  readonly cumulativeGasUsed: bigint
  /** Base units per gas. */
  readonly effectiveGasPrice: bigint
  readonly fee: FeeSplit
  readonly logs: readonly Log[]
  /** Return data, or revert data. */
  readonly output: Uint8Array
  /** Address of the contract that the transaction itself created. */
  readonly created: Uint8Array | undefined
  /** Present unless status is `success`. */
  readonly error: Failure | undefined
  /** Facts only this kind of transaction has (Ethereum: type, blobGasUsed ...). */
  readonly details: unknown
  /** Present when asked for by `options.recordChanges`. */
  readonly changes: readonly StateChange[] | undefined
}
