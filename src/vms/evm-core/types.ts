/** What goes into one execution and what comes out. Addresses and words are bigints; gas is exact at any size. */
import type { NVmErrorName } from '../../errors.ts'
import type { Inspector } from '../../trace/inspector.ts'
import type { EvmAccount } from './evm-account.ts'
import type { EvmRules } from './forks/rules.ts'
import type { OpcodeTable } from './opcodes.ts'
import type { Precompile } from './precompiles/types.ts'
import type { World } from './world.ts'

export type { Precompile } from './precompiles/types.ts'

export interface EvmBlockEnv {
  readonly number: bigint
  /** Seconds. */
  readonly timestamp: bigint
  readonly coinbase: bigint
  readonly gasLimit: bigint
  readonly baseFee: bigint
  /** Beacon randomness, since Paris. */
  readonly prevRandao: bigint
  /** Before Paris. */
  readonly difficulty: bigint
  /** Per blob gas, since Cancun. */
  readonly blobBaseFee: bigint
  /** Hash of one of the last 256 blocks (the caller has checked the range), 32 bytes; undefined reads as zero. */
  blockHash(number: bigint): Uint8Array | undefined
}

export interface EvmTxEnv {
  readonly origin: bigint
  /** Effective price. */
  readonly gasPrice: bigint
  readonly blobHashes: readonly bigint[]
  /** Sender of a crossing: its coin beyond what the crossing carries may not be moved by any face (S20). */
  readonly guarded?: bigint | undefined
}

/** Where a host precompile was called from. */
export interface HostCall {
  readonly world: World
  readonly env: EvmEnv
  readonly input: Uint8Array
  readonly caller: bigint
  /** Account in scope: the precompile's own, or the one that delegates to it. */
  readonly self: EvmAccount
  /** Address of `self`. */
  readonly target: bigint
  /** Already moved to the target. */
  readonly value: bigint
  readonly isStatic: boolean
  readonly depth: number
  /** Left for the call. */
  readonly gas: bigint
}

/** A failing host call is rolled back; `halted` also takes the rest of its gas. */
export interface HostResult {
  readonly status: 'success' | 'reverted' | 'halted'
  readonly gasUsed: bigint
  readonly output: Uint8Array
}

/** Extension of a chain at a fixed address. Served only to CALL and STATICCALL (S20); others fail. May re-enter `call`. */
export interface HostPrecompile {
  readonly name: string
  /**
   * The reverse: served to DELEGATECALL alone, as the code of the accounts it knows, which are clones (ERC-1167) of its
   * address; it refuses every other `self`. Its cost may not depend on who delegates, and it never re-enters.
   */
  readonly isDelegated?: boolean
  run(call: HostCall): HostResult
}

export interface EvmEnv {
  readonly rules: EvmRules
  /** Instructions of the fork, `opcodeTableOf(fork)` or a machine's own. */
  readonly table: OpcodeTable
  readonly chainId: bigint
  readonly block: EvmBlockEnv
  readonly tx: EvmTxEnv
  readonly precompiles: ReadonlyMap<bigint, Precompile>
  readonly hostPrecompiles?: ReadonlyMap<bigint, HostPrecompile> | undefined
  readonly inspector?: Inspector | undefined
  /** Stands in inspector records; default `evm`. */
  readonly machine?: string
}

/** A call from outside the machine. */
export interface CallMessage {
  readonly caller: bigint
  readonly target: bigint
  /** The accounts of both as the world has just resolved them, for whoever has them at hand. */
  readonly callerAccount?: EvmAccount
  readonly targetAccount?: EvmAccount
  /** Moved from the caller's account; the whole balance of the account may be used, also by a non-canonical address. */
  readonly value: bigint
  readonly input: Uint8Array
  readonly gas: bigint
  readonly isStatic?: boolean
  /** Default 0. */
  readonly depth?: number
}

/** A creation from outside the machine. The caller's nonce has been raised and `address` derived already. */
export interface CreateMessage {
  readonly caller: bigint
  readonly callerAccount?: EvmAccount
  readonly address: bigint
  readonly value: bigint
  readonly initCode: Uint8Array
  readonly gas: bigint
  readonly depth?: number
}

/** Effects of a failure are rolled back. Refunds are in `world.refund`, logs in the journal. */
export interface MessageResult {
  readonly status: 'success' | 'reverted' | 'halted'
  readonly gasLeft: bigint
  readonly output: Uint8Array
  /** Present unless it was a success. */
  readonly failure: NVmErrorName | undefined
  /** Address of the created contract. */
  readonly created: bigint | undefined
}
