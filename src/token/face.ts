/**
 * How a machine shows mints at addresses of its own, without the ledger knowing the machine: it registers a face when
 * it opens for a block, as it gives identity hooks.
 */
import type { Crypto } from '../crypto/types.ts'
import type { Journal } from '../state/journal.ts'

/** Where and when a mint comes into a machine. */
export interface TokenFacePlace {
  readonly journal: Journal
  readonly crypto: Crypto
  /** 32 bytes. */
  readonly mint: Uint8Array
  /** The mint's address in the machine: 20 bytes (EVM, Tron) or the mint's own 32. */
  readonly address: Uint8Array
  /** u64. */
  readonly blockNumber: bigint
  /** Index of the running transaction in the block. */
  readonly transactionIndex: number
  /** Number of mints that this transaction created before: tells storage ids apart (S2). */
  readonly creation: number
}

/** A machine's face. One a namespace; the ledger asks in the order of registration. */
export interface TokenFace {
  /** One of Namespace, or another number for a machine without addresses of its own in the alias index. */
  readonly namespace: number
  /** Whether the address has something its holder authored: code, nonce, storage, data. Coin alone is no use. */
  inUse(place: TokenFacePlace): boolean
  /** Puts the stub, contract record or mint account in place. Called once a mint, after `inUse` said no. */
  install(place: TokenFacePlace): void
  /**
   * Whether the mint stands there already; asked when the machine is registered on a chain that has mints, as it may have
   * been registered before. Default: whether the ledger's own map of addresses (EVM, Tron) has it.
   */
  shows?(place: TokenFacePlace): boolean
}
