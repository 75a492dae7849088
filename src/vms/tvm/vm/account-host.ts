/**
 * What Tron's virtual machine asks of accounts besides coin, code and storage: whether they exist, TRC-10 balances,
 * permissions; and the shape of a contract's sub-record, which the machine reads and writes itself through its codec.
 * Addresses are 20 bytes without 0x41.
 */
import type { RecordCodec } from '../../../state/reader.ts'
import type { EvmRecord } from '../../evm-core/record.ts'

/**
 * Sub-record of a contract. The EVM's part (`codeHash`, `storageId`, `address`; `nonce` stays 0) is what evm-core's
 * world works on; the rest is java-tron's SmartContract and ContractState. Present means: a contract record exists.
 */
export interface ContractRecord extends EvmRecord {
  /** 20 bytes: the deployer, who may pay for energy and change settings. */
  readonly origin: Uint8Array
  /** 0..100. */
  readonly consumeUserResourcePercent: number
  readonly originEnergyLimit: bigint
  /** 0, or 1 for contracts deployed since ALLOW_TVM_COMPATIBLE_EVM. */
  readonly version: number
  /** UTF-8, at most 32 bytes. */
  readonly name: string
  /** Dynamic energy (id 72): un-penalised energy of the cycle, factor above 10,000, maintenance cycle of both. */
  readonly energyUsage: bigint
  readonly energyFactor: bigint
  readonly updateCycle: bigint
}

/** One key of a permission. */
export interface PermissionKey {
  /** 20 bytes. */
  readonly address: Uint8Array
  readonly weight: bigint
}

/** A permission as `validatemultisign` needs it. */
export interface PermissionView {
  readonly threshold: bigint
  readonly keys: readonly PermissionKey[]
}

export interface AccountHost {
  /** Codec of {@link ContractRecord} under its own machine number. */
  readonly contractCodec: RecordCodec<ContractRecord>
  /** An account record exists in Tron's sense. */
  exists(address: Uint8Array): boolean
  /** Creates the record of a missing account, or turns a plain one into a contract's (clearing its acquired delegations). */
  create(address: Uint8Array, isContract: boolean): void
  /** SELFDESTRUCT, at the end of the transaction: removes the account record with what is left in it. Coin is burnt elsewhere. */
  remove(address: Uint8Array): void
  tokenExists(tokenId: bigint): boolean
  /** 0 for a missing account. */
  tokenBalance(address: Uint8Array, tokenId: bigint): bigint
  /** Both accounts exist and the sender has the amount; false if the receiver's balance would pass int64. */
  moveToken(from: Uint8Array, to: Uint8Array, tokenId: bigint, amount: bigint): boolean
  /** Every token with a balance, in ascending order of id. */
  tokensOf(address: Uint8Array): readonly { readonly tokenId: bigint; readonly amount: bigint }[]
  /** By id: 0 owner (the default one if none was set), 1 witness, 2 and up actives; undefined if there is none or no account. */
  permission(address: Uint8Array, id: bigint): PermissionView | undefined
}
