/**
 * CreateSmartContract and TriggerSmartContract before they run: java-tron's checks (VMActuator), in its order. What fails
 * here keeps the transaction out of the block; what fails in the machine afterwards is a result.
 */
import { InvalidTransactionError } from '../../errors.ts'
import { bytesToHex, utf8 } from '../../primitives/bytes.ts'
import type { CreateSmartContract, TriggerSmartContract } from './actuators/messages.ts'
import { type EnergyLimit, type EnergyRequest, energyLimit } from './state/energy.ts'
import type { Ledger } from './state/ledger.ts'
import type { TronParameters } from './state/parameters.ts'
import type { AccountHost } from './vm/account-host.ts'
import { type ContractMessage, contractAddress, MIN_TOKEN_ID } from './vm/index.ts'

/** VMConstant.CONTRACT_NAME_LENGTH. */
const NAME_BYTES_MAX = 32

/** What the checks need of the block. */
export interface CallScope {
  readonly ledger: Ledger
  readonly accounts: AccountHost
}

/** What the checks need of the transaction. */
export interface CallRequest {
  readonly txid: Uint8Array
  /** Sun. */
  readonly feeLimit: bigint
}

/** A checked call: what the machine runs, and who pays for it. */
export interface PreparedRun {
  readonly message: ContractMessage
  readonly payers: EnergyRequest
  readonly limit: EnergyLimit
}

function refuse(what: string): never {
  throw new InvalidTransactionError('ContractRefused', what)
}

function requireVm(parameters: TronParameters): void {
  if (parameters.ALLOW_CREATION_OF_CONTRACTS === 0n)
    refuse('contracts expected to be on (ALLOW_CREATION_OF_CONTRACTS), they are off')
}

function checkFeeLimit(parameters: TronParameters, feeLimit: bigint): void {
  const most = parameters.MAX_FEE_LIMIT
  if (feeLimit < 0n || feeLimit > most) refuse(`fee limit expected 0..${most} sun, got ${feeLimit}`)
}

/** What a call carries, once tokens in calls are on (id 18). */
function tokenOf(
  parameters: TronParameters,
  message: { readonly callTokenValue: bigint; readonly tokenId: bigint },
): { readonly tokenId: bigint; readonly tokenValue: bigint } {
  if (parameters.ALLOW_TVM_TRANSFER_TRC10 === 0n) return { tokenId: 0n, tokenValue: 0n }
  const { callTokenValue: tokenValue, tokenId } = message
  if (tokenValue < 0n) refuse(`call_token_value expected at least 0, got ${tokenValue}`)
  if (parameters.ALLOW_MULTI_SIGN !== 0n) {
    if (tokenId !== 0n && tokenId <= MIN_TOKEN_ID)
      refuse(`token id expected 0 or above ${MIN_TOKEN_ID}, got ${tokenId}`)
    if (tokenValue > 0n && tokenId === 0n)
      refuse(`call_token_value of ${tokenValue} expected with a token id, got 0`)
  }
  return { tokenId, tokenValue }
}

/** What moves with the call must be there (java-tron: validateForSmartContract). */
function checkValues(
  { ledger, accounts }: CallScope,
  owner: Uint8Array,
  values: { readonly callValue: bigint; readonly tokenId: bigint; readonly tokenValue: bigint },
): void {
  const { callValue, tokenId, tokenValue } = values
  const balance = ledger.spendable(ledger.resolve(owner))
  if (callValue > balance) refuse(`balance expected at least ${callValue} sun, got ${balance}`)
  if (tokenValue === 0n) return
  if (!accounts.tokenExists(tokenId)) refuse(`token ${tokenId} expected to exist, it does not`)
  const tokens = accounts.tokenBalance(owner, tokenId)
  if (tokenValue > tokens)
    refuse(`balance of token ${tokenId} expected ${tokenValue}, got ${tokens}`)
}

function checkCallValue(callValue: bigint): void {
  if (callValue < 0n) refuse(`call_value expected at least 0, got ${callValue}`)
}

/** Checks a deployment against state. Throws ContractRefused. Changes nothing. */
export function prepareDeployment(
  scope: CallScope,
  request: CallRequest,
  create: CreateSmartContract,
): PreparedRun {
  const { ledger } = scope
  const { parameters, crypto } = ledger
  const { newContract, ownerAddress: owner } = create
  requireVm(parameters)
  if (bytesToHex(newContract.originAddress) !== bytesToHex(owner))
    refuse('origin address of a new contract expected to be its owner')
  if (utf8(newContract.name).length > NAME_BYTES_MAX)
    refuse(`name of a contract expected at most ${NAME_BYTES_MAX} bytes`)
  const percent = newContract.consumeUserResourcePercent
  if (percent < 0n || percent > 100n)
    refuse(`consume_user_resource_percent expected 0..100, got ${percent}`)
  const contract = contractAddress(crypto, request.txid, owner)
  if (ledger.exists(ledger.resolve(contract)))
    refuse(`address of the new contract expected to be free, ${bytesToHex(contract)} is an account`)
  const { callValue, originEnergyLimit } = newContract
  checkFeeLimit(parameters, request.feeLimit)
  checkCallValue(callValue)
  const token = tokenOf(parameters, create)
  if (originEnergyLimit <= 0n)
    refuse(`origin_energy_limit expected above 0, got ${originEnergyLimit}`)
  checkValues(scope, owner, { callValue, ...token })
  const payers = { caller: owner, contract: undefined, feeLimit: request.feeLimit, callValue }
  const limit = energyLimit(ledger, payers)
  const deployment = {
    consumeUserResourcePercent: percent,
    originEnergyLimit,
    name: newContract.name,
    ...(newContract.abi === undefined ? {} : { abi: newContract.abi }),
  }
  return {
    payers,
    limit,
    message: {
      owner,
      contract,
      callValue,
      ...token,
      data: newContract.bytecode,
      energyLimit: limit.limit,
      rootTxid: request.txid,
      deployment,
    },
  }
}

/** Checks a call against state. Throws ContractRefused. Changes nothing. */
export function prepareTrigger(
  scope: CallScope,
  request: CallRequest,
  trigger: TriggerSmartContract,
): PreparedRun {
  const { ledger } = scope
  const { parameters } = ledger
  const { ownerAddress: owner, contractAddress: contract, callValue } = trigger
  requireVm(parameters)
  const record = ledger.resolve(contract).contract.value
  if (record === undefined) return refuse(`contract expected at ${bytesToHex(contract)}, got none`)
  checkCallValue(callValue)
  const token = tokenOf(parameters, trigger)
  const hasCode = record.codeHash !== undefined
  if (hasCode) checkFeeLimit(parameters, request.feeLimit)
  const { tokenId, tokenValue } = token
  checkValues(scope, owner, { callValue, tokenId, tokenValue })
  const feeLimit = hasCode ? request.feeLimit : 0n
  const payers = { caller: owner, contract: record, feeLimit, callValue }
  const limit = hasCode ? energyLimit(ledger, payers) : NO_ENERGY
  return {
    payers,
    limit,
    message: {
      owner,
      contract,
      callValue,
      tokenId: token.tokenId,
      tokenValue: token.tokenValue,
      data: trigger.data,
      energyLimit: limit.limit,
      rootTxid: request.txid,
    },
  }
}

/** A contract without code only receives. */
const NO_ENERGY: EnergyLimit = { limit: 0n, creatorLimit: 0n, callerLeft: 0n, creatorLeft: 0n }

/**
 * Most energy that a transaction can use, for the block's limit: read before it is checked, so it may not throw. Fees
 * that are taken before the run can only lower it.
 */
export function energyBound(
  ledger: Ledger,
  feeLimit: bigint,
  contract: CreateSmartContract | TriggerSmartContract,
): bigint {
  const caller = contract.ownerAddress
  const target =
    'contractAddress' in contract
      ? ledger.resolve(contract.contractAddress).contract.value
      : undefined
  const most = ledger.parameters.MAX_FEE_LIMIT
  const paid = feeLimit < 0n ? 0n : feeLimit > most ? most : feeLimit
  return energyLimit(ledger, { caller, contract: target, feeLimit: paid, callValue: 0n }).limit
}
