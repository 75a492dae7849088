/**
 * Contract messages of Tron transactions as field tables: numbers and types of java-tron's protobuf files. The one place
 * that says which contract types there are; what a message may say is its actuator's business.
 */
import { InvalidTransactionError } from '../../../errors.ts'
import type {
  AccountCreateContract,
  AccountPermissionUpdateContract,
  AssetIssueContract,
  ContractMessages,
  CreateSmartContract,
  DelegateResourceContract,
  FreezeBalanceV2Contract,
  PermissionMessage,
  TransferAssetContract,
  TransferContract,
  TriggerSmartContract,
  TronContractMessage,
  UnDelegateResourceContract,
  UnfreezeBalanceV2Contract,
  UpdateEnergyLimitContract,
  UpdateSettingContract,
  VoteWitnessContract,
} from '../actuators/messages.ts'
import { ContractType, type ContractTypeName } from '../actuators/messages.ts'
import { malformed } from './malformed.ts'
import { readPlainTransfer, readPlainTrigger } from './plain.ts'
import {
  address,
  bool,
  bytes,
  decodeMessage,
  int32,
  int64,
  type MessageTable,
  message,
  rawMessage,
  repeatedMessage,
  string,
} from './protobuf.ts'
import type { AnyMessage } from './types.ts'

type Items<T> = T extends readonly (infer Item)[] ? Item : never

const OWNED = { ownerAddress: address(1) }

const ACCOUNT_CREATE: MessageTable<AccountCreateContract> = {
  ...OWNED,
  accountAddress: address(2),
  accountType: int32(3),
}

const TRANSFER: MessageTable<TransferContract> = {
  ...OWNED,
  toAddress: address(2),
  amount: int64(3),
}

const TRANSFER_ASSET: MessageTable<TransferAssetContract> = {
  assetName: bytes(1),
  ownerAddress: address(2),
  toAddress: address(3),
  amount: int64(4),
}

const VOTE: MessageTable<Items<VoteWitnessContract['votes']>> = {
  voteAddress: address(1),
  voteCount: int64(2),
}

const VOTE_WITNESS: MessageTable<VoteWitnessContract> = {
  ...OWNED,
  votes: repeatedMessage(2, VOTE),
}

const FROZEN_SUPPLY: MessageTable<Items<AssetIssueContract['frozenSupply']>> = {
  frozenAmount: int64(1),
  frozenDays: int64(2),
}

const ASSET_ISSUE: MessageTable<AssetIssueContract> = {
  ...OWNED,
  name: bytes(2),
  abbr: bytes(3),
  totalSupply: int64(4),
  frozenSupply: repeatedMessage(5, FROZEN_SUPPLY),
  trxNum: int32(6),
  precision: int32(7),
  num: int32(8),
  startTime: int64(9),
  endTime: int64(10),
  description: bytes(20),
  url: bytes(21),
  freeAssetNetLimit: int64(22),
  publicFreeAssetNetLimit: int64(23),
  publicFreeAssetNetUsage: int64(24),
}

const SMART_CONTRACT: MessageTable<CreateSmartContract['newContract']> = {
  originAddress: address(1),
  abi: rawMessage(3),
  bytecode: bytes(4),
  callValue: int64(5),
  consumeUserResourcePercent: int64(6),
  name: string(7),
  originEnergyLimit: int64(8),
  version: int32(11),
}

/** A deployment without a contract to deploy is malformed, so `newContract` is there. */
const CREATE_SMART_CONTRACT: MessageTable<
  Omit<CreateSmartContract, 'newContract'> & {
    readonly newContract: CreateSmartContract['newContract'] | undefined
  }
> = {
  ...OWNED,
  newContract: message(2, SMART_CONTRACT),
  callTokenValue: int64(3),
  tokenId: int64(4),
}

const TRIGGER_SMART_CONTRACT: MessageTable<TriggerSmartContract> = {
  ...OWNED,
  contractAddress: address(2),
  callValue: int64(3),
  data: bytes(4),
  callTokenValue: int64(5),
  tokenId: int64(6),
}

const UPDATE_SETTING: MessageTable<UpdateSettingContract> = {
  ...OWNED,
  contractAddress: address(2),
  consumeUserResourcePercent: int64(3),
}

const UPDATE_ENERGY_LIMIT: MessageTable<UpdateEnergyLimitContract> = {
  ...OWNED,
  contractAddress: address(2),
  originEnergyLimit: int64(3),
}

const KEY: MessageTable<Items<PermissionMessage['keys']>> = {
  address: address(1),
  weight: int64(2),
}

const PERMISSION: MessageTable<PermissionMessage> = {
  type: int32(1),
  permissionName: string(3),
  threshold: int64(4),
  parentId: int32(5),
  operations: bytes(6),
  keys: repeatedMessage(7, KEY),
}

const PERMISSION_UPDATE: MessageTable<AccountPermissionUpdateContract> = {
  ...OWNED,
  owner: message(2, PERMISSION),
  witness: message(3, PERMISSION),
  actives: repeatedMessage(4, PERMISSION),
}

const FREEZE_V2: MessageTable<FreezeBalanceV2Contract> = {
  ...OWNED,
  frozenBalance: int64(2),
  resource: int32(3),
}

const UNFREEZE_V2: MessageTable<UnfreezeBalanceV2Contract> = {
  ...OWNED,
  unfreezeBalance: int64(2),
  resource: int32(3),
}

const DELEGATE: MessageTable<DelegateResourceContract> = {
  ...OWNED,
  resource: int32(2),
  balance: int64(3),
  receiverAddress: address(4),
  lock: bool(5),
  lockPeriod: int64(6),
}

const UNDELEGATE: MessageTable<UnDelegateResourceContract> = {
  ...OWNED,
  resource: int32(2),
  balance: int64(3),
  receiverAddress: address(4),
}

/** Field table of each contract type. */
export const CONTRACT_TABLES = {
  AccountCreateContract: ACCOUNT_CREATE,
  TransferContract: TRANSFER,
  TransferAssetContract: TRANSFER_ASSET,
  VoteWitnessContract: VOTE_WITNESS,
  AssetIssueContract: ASSET_ISSUE,
  WithdrawBalanceContract: OWNED,
  CreateSmartContract: CREATE_SMART_CONTRACT as MessageTable<CreateSmartContract>,
  TriggerSmartContract: TRIGGER_SMART_CONTRACT,
  UpdateSettingContract: UPDATE_SETTING,
  UpdateEnergyLimitContract: UPDATE_ENERGY_LIMIT,
  AccountPermissionUpdateContract: PERMISSION_UPDATE,
  FreezeBalanceV2Contract: FREEZE_V2,
  UnfreezeBalanceV2Contract: UNFREEZE_V2,
  WithdrawExpireUnfreezeContract: OWNED,
  DelegateResourceContract: DELEGATE,
  UnDelegateResourceContract: UNDELEGATE,
  CancelAllUnfreezeV2Contract: OWNED,
} as const satisfies { readonly [N in ContractTypeName]: MessageTable<ContractMessages[N]> }

const NAME_BY_TYPE: ReadonlyMap<number, ContractTypeName> = new Map(
  (Object.keys(ContractType) as ContractTypeName[]).map((name) => [ContractType[name], name]),
)

/** End of a type URL by contract type: what follows the last slash names the message. */
const URL_ENDS = Object.fromEntries(
  (Object.keys(ContractType) as ContractTypeName[]).map((name) => [name, `/protocol.${name}`]),
) as Readonly<Record<ContractTypeName, string>>

/**
 * The message of a contract. Throws UnsupportedTransactionType for a type without an actuator here (market, exchange,
 * shielded, proposals, stake 1.0), MalformedTransaction if the parameter is not that type's message.
 */
export function decodeContract(type: number, { typeUrl, value }: AnyMessage): TronContractMessage {
  const name = NAME_BY_TYPE.get(type)
  if (name === undefined) {
    throw new InvalidTransactionError(
      'UnsupportedTransactionType',
      `tron contract expected one of ${[...NAME_BY_TYPE.keys()].join(', ')}, got ${type}`,
      { type },
    )
  }
  if (!typeUrl.endsWith(URL_ENDS[name])) {
    malformed(`a parameter of type protocol.${name}`, `"${typeUrl.slice(0, 80)}"`)
  }
  if (name === 'TriggerSmartContract') {
    const message = readPlainTrigger(value)
    if (message !== undefined) return { type: name, message }
  } else if (name === 'TransferContract') {
    const message = readPlainTransfer(value)
    if (message !== undefined) return { type: name, message }
  }
  const table = CONTRACT_TABLES[name] as unknown as MessageTable<ContractMessages[typeof name]>
  const decoded = decodeMessage<object>(table as MessageTable<object>, value, (reason) =>
    malformed(`a message protocol.${name}`, reason),
  )
  if ('newContract' in decoded && decoded.newContract === undefined)
    malformed('a contract to deploy', 'none')
  return { type: name, message: decoded } as TronContractMessage
}
