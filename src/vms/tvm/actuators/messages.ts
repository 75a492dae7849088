/**
 * Contract messages of Tron transactions, decoded: names as in java-tron's protobuf files, in camel case. Addresses are
 * 20 bytes: the decoder has checked length and 0x41 (a wrong one is MalformedTransaction). Amounts are int64 sun as
 * sent, so they may be negative. Text is bytes where the chain compares bytes.
 */

/** Protocol.Transaction.Contract.ContractType of what has an actuator here. */
export const ContractType = {
  AccountCreateContract: 0,
  TransferContract: 1,
  TransferAssetContract: 2,
  VoteWitnessContract: 4,
  AssetIssueContract: 6,
  WithdrawBalanceContract: 13,
  CreateSmartContract: 30,
  TriggerSmartContract: 31,
  UpdateSettingContract: 33,
  UpdateEnergyLimitContract: 45,
  AccountPermissionUpdateContract: 46,
  FreezeBalanceV2Contract: 54,
  UnfreezeBalanceV2Contract: 55,
  WithdrawExpireUnfreezeContract: 56,
  DelegateResourceContract: 57,
  UnDelegateResourceContract: 58,
  CancelAllUnfreezeV2Contract: 59,
} as const
export type ContractTypeName = keyof typeof ContractType

interface Owned {
  /** 20 bytes: the account that acts, compared with the signers. */
  readonly ownerAddress: Uint8Array
}

export interface AccountCreateContract extends Owned {
  readonly accountAddress: Uint8Array
  /** AccountType; 2 (contract) is refused. */
  readonly accountType: number
}

export interface TransferContract extends Owned {
  readonly toAddress: Uint8Array
  readonly amount: bigint
}

export interface TransferAssetContract extends Owned {
  /** Token id as ASCII digits, as sent. */
  readonly assetName: Uint8Array
  readonly toAddress: Uint8Array
  readonly amount: bigint
}

export interface VoteWitnessContract extends Owned {
  readonly votes: readonly { readonly voteAddress: Uint8Array; readonly voteCount: bigint }[]
}

export interface AssetIssueContract extends Owned {
  readonly name: Uint8Array
  readonly abbr: Uint8Array
  readonly totalSupply: bigint
  readonly frozenSupply: readonly {
    readonly frozenAmount: bigint
    readonly frozenDays: bigint
  }[]
  readonly trxNum: number
  readonly precision: number
  readonly num: number
  /** Milliseconds. */
  readonly startTime: bigint
  readonly endTime: bigint
  readonly description: Uint8Array
  readonly url: Uint8Array
  readonly freeAssetNetLimit: bigint
  readonly publicFreeAssetNetLimit: bigint
  readonly publicFreeAssetNetUsage: bigint
}

export type WithdrawBalanceContract = Owned

export interface CreateSmartContract extends Owned {
  readonly newContract: {
    readonly originAddress: Uint8Array
    /** protobuf SmartContract.ABI as sent, or undefined. */
    readonly abi: Uint8Array | undefined
    readonly bytecode: Uint8Array
    readonly callValue: bigint
    readonly consumeUserResourcePercent: bigint
    readonly name: string
    readonly originEnergyLimit: bigint
    readonly version: number
  }
  readonly callTokenValue: bigint
  readonly tokenId: bigint
}

export interface TriggerSmartContract extends Owned {
  readonly contractAddress: Uint8Array
  readonly callValue: bigint
  readonly data: Uint8Array
  readonly callTokenValue: bigint
  readonly tokenId: bigint
}

export interface UpdateSettingContract extends Owned {
  readonly contractAddress: Uint8Array
  readonly consumeUserResourcePercent: bigint
}

export interface UpdateEnergyLimitContract extends Owned {
  readonly contractAddress: Uint8Array
  readonly originEnergyLimit: bigint
}

/** As sent: ids are given by the chain. */
export interface PermissionMessage {
  /** 0 owner, 1 witness, 2 active. */
  readonly type: number
  readonly permissionName: string
  readonly threshold: bigint
  readonly parentId: number
  readonly operations: Uint8Array
  readonly keys: readonly { readonly address: Uint8Array; readonly weight: bigint }[]
}

export interface AccountPermissionUpdateContract extends Owned {
  readonly owner: PermissionMessage | undefined
  readonly witness: PermissionMessage | undefined
  readonly actives: readonly PermissionMessage[]
}

export interface FreezeBalanceV2Contract extends Owned {
  readonly frozenBalance: bigint
  /** ResourceCode as sent: 0 bandwidth, 1 energy, 2 Tron power. */
  readonly resource: number
}

export interface UnfreezeBalanceV2Contract extends Owned {
  readonly unfreezeBalance: bigint
  readonly resource: number
}

export type WithdrawExpireUnfreezeContract = Owned

export interface DelegateResourceContract extends Owned {
  readonly resource: number
  readonly balance: bigint
  readonly receiverAddress: Uint8Array
  readonly lock: boolean
  /** Blocks of three seconds; 0 is the default of 86,400. */
  readonly lockPeriod: bigint
}

export interface UnDelegateResourceContract extends Owned {
  readonly resource: number
  readonly balance: bigint
  readonly receiverAddress: Uint8Array
}

export type CancelAllUnfreezeV2Contract = Owned

/** The message of each contract type. */
export interface ContractMessages {
  readonly AccountCreateContract: AccountCreateContract
  readonly TransferContract: TransferContract
  readonly TransferAssetContract: TransferAssetContract
  readonly VoteWitnessContract: VoteWitnessContract
  readonly AssetIssueContract: AssetIssueContract
  readonly WithdrawBalanceContract: WithdrawBalanceContract
  readonly CreateSmartContract: CreateSmartContract
  readonly TriggerSmartContract: TriggerSmartContract
  readonly UpdateSettingContract: UpdateSettingContract
  readonly UpdateEnergyLimitContract: UpdateEnergyLimitContract
  readonly AccountPermissionUpdateContract: AccountPermissionUpdateContract
  readonly FreezeBalanceV2Contract: FreezeBalanceV2Contract
  readonly UnfreezeBalanceV2Contract: UnfreezeBalanceV2Contract
  readonly WithdrawExpireUnfreezeContract: WithdrawExpireUnfreezeContract
  readonly DelegateResourceContract: DelegateResourceContract
  readonly UnDelegateResourceContract: UnDelegateResourceContract
  readonly CancelAllUnfreezeV2Contract: CancelAllUnfreezeV2Contract
}

/** A decoded contract: its type's name and message. */
export type TronContractMessage = {
  [Name in ContractTypeName]: { readonly type: Name; readonly message: ContractMessages[Name] }
}[ContractTypeName]
