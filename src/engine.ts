/**
 * THE contract. A new machine is written by reading this file: it implements {@link Engine}, is named in the chain
 * configuration, and is passed to the executor; nothing else changes.
 *
 * An engine is deterministic and keeps no state between blocks except caches of pure functions. It changes state
 * only through `block.journal`. Whatever a transaction can cause is a value or an InvalidTransactionError, never
 * another exception: other exceptions discard the block.
 */
import type { BlockContext } from './block-context.ts'
import type { VerificationKey } from './crypto/groth16-key.ts'
import type { Crypto } from './crypto/types.ts'
import type { FeeSplit, Outcome } from './receipt.ts'
import type { ChainConfig } from './state/chain-config.ts'
import type { Journal } from './state/journal.ts'
import type { Inspector } from './trace/inspector.ts'
import type { RawKind, RawTransaction } from './transaction.ts'

/** Contiguous range of first payload bytes, both ends included (paper, Definition 1). */
export interface OpcodeRange {
  /** 0x01 to 0xff. */
  readonly first: number
  /** Not below `first`. */
  readonly last: number
}

/** A virtual machine (paper, Definition 2). */
export interface Engine {
  /** Stands in chain configuration, receipts, gas rates and block limits. */
  readonly name: string
  readonly opcodes: OpcodeRange
  /** Signed foreign formats it accepts; each kind has one engine. */
  readonly rawKinds: readonly RawKind[]
  /** Checks what can be known at construction, e.g. overlapping precompiles; throws NVmError. */
  validate?(chain: ChainConfig): void
  /** Most base units its integers can hold (S4); a chain that registers it must have a cap no higher. Default: no cap. */
  supplyCap?(chain: ChainConfig): bigint
  /** Opens the machine for one block. */
  open(block: BlockServices): Machine
}

/** An engine at work in one block. */
export interface Machine {
  /** Before the first transaction (Ethereum: system calls). */
  begin?(): void
  /** After the last transaction (Ethereum: withdrawals, requests). Its value goes to the block result under the engine's name. */
  end?(): unknown
  /** Parses the whole payload, or throws InvalidTransactionError. Changes nothing. Also used for crossings. */
  prepare(request: CallRequest): PreparedCall
  /**
   * Told of the next raw transactions of its kinds, before the first of them is opened: it may do ahead what depends on
   * their bytes alone (signatures). Throws nothing, changes nothing, and no result depends on it.
   */
  lookAhead?(transactions: readonly RawTransaction[]): void
  /** Parses a foreign transaction of one of `rawKinds`, or throws InvalidTransactionError. Changes nothing. */
  openRaw?(kind: RawKind, bytes: Uint8Array): Life
}

/** What an authorised sender asks of a machine: the payload of an envelope, or a crossing from another machine. */
export interface CallRequest {
  /** First byte is the opcode. */
  readonly payload: Uint8Array
  /** Authorised account, 32 bytes. */
  readonly sender: Uint8Array
  /** Address of the sender in the target machine; empty means the canonical one (S13). */
  readonly actingAddress: Uint8Array
  /** Shared gas it may use. */
  readonly gasLimit: bigint
  /** Base units per shared gas. */
  readonly gasPrice: bigint
  /** 0 for a transaction, the number of machine borders crossed for a crossing. */
  readonly crossings: number
  readonly isStatic: boolean
  /** An envelope's credential, verified before `validate` is called; nothing in a crossing, where nobody signs. */
  readonly authorisation?: { readonly algorithm: number; readonly credential: Uint8Array }
}

/** A payload that was parsed, and what has to be known before it runs. */
export interface PreparedCall {
  /** Shared gas charged before anything runs; a gasLimit below it is invalid. */
  readonly intrinsicGas: bigint
  /** Native coin that leaves the sender besides fees, checked with the fee before anything changes. */
  readonly value: bigint
  /** Checks against state what must hold before a fee may be taken; throws InvalidTransactionError. */
  validate?(): void
  /** Runs on the block's journal within the request's gas; on failure its own changes are rolled back. */
  execute(): Outcome
  /** Facts for the `details` of an envelope's receipt, once it has run. */
  details?(): unknown
}

/** The four phases of one transaction, in order. `validate` may throw InvalidTransactionError and changes nothing. */
export interface Life {
  readonly kind: string
  /** Name of the machine that runs it. */
  readonly machine: string
  /** 32 bytes, of the bytes as submitted. */
  readonly hash: Uint8Array
  /** Most shared gas it can use: counted against the block's limits before it runs. */
  readonly gasLimit: bigint
  /** Checks all that keeps it out of a block; throws InvalidTransactionError and changes nothing. */
  validate(): void
  /** Account that signed; known once `validate` has passed. */
  readonly sender: Uint8Array
  /** Takes nonce and fee, which stay whatever happens. */
  preExecute(): void
  /** Runs. A failure is an outcome, its effects rolled back. */
  execute(): Outcome
  /** Gives back what was not used and pays the beneficiary. */
  postExecute(outcome: Outcome): Settlement
}

/** What is left to say once fees are settled. */
export interface Settlement {
  /** Shared gas, after refunds and floors. */
  readonly gasUsed: bigint
  /** Base units per gas. */
  readonly effectiveGasPrice: bigint
  readonly fee: FeeSplit
  readonly details: unknown
}

/** Everything a machine may see. */
export interface BlockServices {
  readonly journal: Journal
  readonly chain: ChainConfig
  readonly block: BlockContext
  readonly crypto: Crypto
  /** Caches of pure functions that live as long as the executor; each engine keeps its own under its name. */
  readonly caches: Map<string, unknown>
  readonly inspector: Inspector | undefined
  /** Index of the running transaction in the block. */
  transactionIndex: number
  /**
   * The account in whose name a session's envelope runs, crossings included; undefined at all other times. No machine may
   * change its keys, sessions, bindings, permissions or allowances meanwhile (S16). Set by identity.
   */
  sessionAccount?: Uint8Array | undefined
  /** The host's verification keys of ZK-ACE; what a chain accepts it commits to. */
  readonly zkKeys?: Readonly<Record<'nonce' | 'nullifier', VerificationKey>> | undefined
  /** Calls another machine on the same journal (design: "Cross-VM calls are real"); failures are outcomes. */
  cross(request: CallRequest): Outcome
}
