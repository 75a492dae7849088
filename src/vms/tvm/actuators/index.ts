/**
 * Contract types by name: what each refuses and what it does. Types 30 and 31 are the virtual machine's and have no entry;
 * what has none either is refused when a transaction is decoded (UnsupportedTransactionType).
 */
import type { Ledger } from '../state/ledger.ts'
import type { ContractMessages, ContractTypeName, TronContractMessage } from './messages.ts'
import type { Actuator, ActuatorResult } from './rules.ts'
import { refuse } from './rules.ts'
import { accountPermissionUpdate, updateEnergyLimit, updateSetting } from './settings.ts'
import {
  cancelAllUnfreezeV2,
  delegateResource,
  freezeV2,
  undelegateResource,
  unfreezeV2,
  voteWitness,
  withdrawBalance,
  withdrawExpireUnfreeze,
} from './stakes.ts'
import { accountCreate, assetIssue, transfer, transferAsset } from './transfers.ts'

export { createAccountHost } from '../state/account-host.ts'
export { createStakeHost } from '../state/stake-host.ts'
export type { Actuator, ActuatorResult } from './rules.ts'

/** Contract types that run in the virtual machine. */
type MachineType = 'CreateSmartContract' | 'TriggerSmartContract'

/** One entry a contract type. */
export const ACTUATORS: {
  readonly [Name in Exclude<ContractTypeName, MachineType>]: Actuator<ContractMessages[Name]>
} = {
  AccountCreateContract: accountCreate,
  TransferContract: transfer,
  TransferAssetContract: transferAsset,
  VoteWitnessContract: voteWitness,
  AssetIssueContract: assetIssue,
  WithdrawBalanceContract: withdrawBalance,
  UpdateSettingContract: updateSetting,
  UpdateEnergyLimitContract: updateEnergyLimit,
  AccountPermissionUpdateContract: accountPermissionUpdate,
  FreezeBalanceV2Contract: freezeV2,
  UnfreezeBalanceV2Contract: unfreezeV2,
  WithdrawExpireUnfreezeContract: withdrawExpireUnfreeze,
  DelegateResourceContract: delegateResource,
  UnDelegateResourceContract: undelegateResource,
  CancelAllUnfreezeV2Contract: cancelAllUnfreezeV2,
}

function actuatorOf(contract: TronContractMessage): Actuator<unknown> {
  if (contract.type === 'CreateSmartContract' || contract.type === 'TriggerSmartContract')
    return refuse(`contract type ${contract.type} runs in the virtual machine`)
  return ACTUATORS[contract.type] as Actuator<unknown>
}

/** Throws ContractRefused; changes nothing. Cost: constant, besides the message's own lists. */
export function validateActuator(ledger: Ledger, contract: TronContractMessage): void {
  actuatorOf(contract).validate(ledger, contract.message)
}

/** Runs a contract that {@link validateActuator} has passed on the same state. */
export function executeActuator(ledger: Ledger, contract: TronContractMessage): ActuatorResult {
  return actuatorOf(contract).execute(ledger, contract.message)
}
