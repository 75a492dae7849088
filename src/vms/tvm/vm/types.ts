/** What goes into one execution of Tron's virtual machine and what comes out. Amounts are sun, energy is whole. */
import type { Log } from '../../../receipt.ts'

/** Transaction.Result.contractRet of java-tron. */
export const ContractRet = {
  DEFAULT: 0,
  SUCCESS: 1,
  REVERT: 2,
  BAD_JUMP_DESTINATION: 3,
  OUT_OF_MEMORY: 4,
  PRECOMPILED_CONTRACT: 5,
  STACK_TOO_SMALL: 6,
  STACK_TOO_LARGE: 7,
  ILLEGAL_OPERATION: 8,
  STACK_OVERFLOW: 9,
  OUT_OF_ENERGY: 10,
  OUT_OF_TIME: 11,
  JVM_STACK_OVER_FLOW: 12,
  UNKNOWN: 13,
  TRANSFER_FAILED: 14,
  INVALID_CODE: 15,
} as const
/** A number of contractRet. */
export type ContractRet = (typeof ContractRet)[keyof typeof ContractRet]

/** A call, creation, self-destruction or stake operation inside a run (TransactionInfo.internal_transactions). */
export interface InternalTransaction {
  /** sha3(parent hash || receiver || data || nonce), 32 bytes. */
  readonly hash: Uint8Array
  /** 20 bytes. */
  readonly caller: Uint8Array
  /** 20 bytes. */
  readonly transferTo: Uint8Array
  /** Sun. */
  readonly callValue: bigint
  /** TRC-10: id and amount; undefined for none. */
  readonly tokens: readonly { readonly tokenId: bigint; readonly amount: bigint }[]
  /** `call`, `create`, `suicide`, `freezeBalanceV2ForEnergy` ... */
  readonly note: string
  /** Nonce of the transaction-wide counter after this operation. */
  readonly nonce: number
  /** Part of a frame that failed. */
  readonly rejected: boolean
}

/** How a contract made by CreateSmartContract is filed. */
export interface Deployment {
  /** 0..100: the caller's share of the energy. */
  readonly consumeUserResourcePercent: bigint
  /** Energy the deployer pays for at most, per call. */
  readonly originEnergyLimit: bigint
  readonly name?: string
  /** protobuf SmartContract.ABI, as submitted; kept, never read by the VM. */
  readonly abi?: Uint8Array
}

/** TriggerSmartContract or, with `deployment`, CreateSmartContract, after all its checks. */
export interface ContractMessage {
  /** 20 bytes, without 0x41. */
  readonly owner: Uint8Array
  /** 20 bytes: the called contract, or the address of the new one ({@link contractAddress}). */
  readonly contract: Uint8Array
  /** Sun; the caller has checked that the owner has it. A negative one moves nothing. */
  readonly callValue: bigint
  /** TRC-10 id, 0 for none. */
  readonly tokenId: bigint
  readonly tokenValue: bigint
  /** Calldata, or the init code of a deployment. */
  readonly data: Uint8Array
  /** Limit of the whole run, of all payers together. */
  readonly energyLimit: bigint
  /** 32 bytes: addresses of inner creations follow from it. */
  readonly rootTxid: Uint8Array
  /** A constant call: nothing may be written. Default false. */
  readonly isStatic?: boolean
  /** Depth of the first frame: 0, or the number of machine borders crossed before. Default 0. */
  readonly depth?: number
  readonly deployment?: Deployment
}

/** Effects of a failure are rolled back; what it used is still to be paid. Logs are in the journal too. */
export interface TvmResult {
  readonly contractRet: ContractRet
  /** Return data, revert data; empty after any other failure. */
  readonly output: Uint8Array
  /** Energy to be paid, penalty included. */
  readonly energyUsed: bigint
  /** Part of `energyUsed` that is dynamic-energy penalty. */
  readonly energyPenalty: bigint
  /** Of the whole run, in order; none after a failure. */
  readonly logs: readonly Log[]
  readonly internalTransactions: readonly InternalTransaction[]
  /** 20 bytes, of a successful deployment. */
  readonly created: Uint8Array | undefined
  /** java-tron's resMessage: empty for a success. */
  readonly message: string
}
