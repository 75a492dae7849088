/**
 * Who pays for a contract's energy (java-tron: VMActuator, ReceiptCapsule): the limit of a run before it starts, the
 * bill after it. Shares of stakes are fixed before the run, so that a contract which takes a delegation back while it
 * runs cannot leave its caller with a bill nobody can pay.
 */
import { equalBytes } from '../../../primitives/bytes.ts'
import type { ContractRecord } from '../vm/account-host.ts'
import type { Ledger, TronHandle } from './ledger.ts'
import { stakeLeft, useStake } from './resources.ts'

/** Before a run. */
export interface EnergyLimit {
  /** Energy the run may use, of all payers together. */
  readonly limit: bigint
  /** Of it, what the deployer's stake pays at most. */
  readonly creatorLimit: bigint
  /** Staked energy free before the run: of the caller, of the deployer. */
  readonly callerLeft: bigint
  readonly creatorLeft: bigint
}

/** After a run, as the receipt shows it. */
export interface EnergyBill {
  /** Paid from the caller's stake. */
  readonly energyUsage: bigint
  /** Burnt by the caller, sun. */
  readonly energyFee: bigint
  /** Paid from the deployer's stake. */
  readonly originEnergyUsage: bigint
  readonly energyUsageTotal: bigint
}

export interface EnergyRequest {
  /** 20 bytes. */
  readonly caller: Uint8Array
  /** Called contract; undefined for a deployment, which its caller pays alone. */
  readonly contract: ContractRecord | undefined
  /** Sun: what may be burnt, and what stake may be used in place of it. */
  readonly feeLimit: bigint
  /** Sun that move with the call and so cannot pay for it. */
  readonly callValue: bigint
}

function least(a: bigint, b: bigint): bigint {
  return b < a ? b : a
}

/** The deployer, if it pays a share. */
function creatorOf(ledger: Ledger, request: EnergyRequest): TronHandle | undefined {
  const { contract, caller } = request
  if (contract === undefined || contract.consumeUserResourcePercent >= 100) return undefined
  if (equalBytes(contract.origin, caller)) return undefined
  const creator = ledger.resolve(contract.origin)
  return ledger.exists(creator) ? creator : undefined
}

/** What a run may use. Changes nothing. */
export function energyLimit(ledger: Ledger, request: EnergyRequest): EnergyLimit {
  const caller = ledger.resolve(request.caller)
  const price = ledger.parameters.ENERGY_FEE
  const callerLeft = stakeLeft(ledger, caller, 1)
  const free = ledger.spendable(caller) - request.callValue
  const bought = free > 0n ? free / price : 0n
  const callerLimit = least(callerLeft + bought, request.feeLimit / price)
  const creator = creatorOf(ledger, request)
  if (creator === undefined || request.contract === undefined)
    return { limit: callerLimit, creatorLimit: 0n, callerLeft, creatorLeft: 0n }
  const { consumeUserResourcePercent, originEnergyLimit } = request.contract
  const percent = BigInt(consumeUserResourcePercent)
  const creatorLeft = stakeLeft(ledger, creator, 1)
  const most = least(creatorLeft, originEnergyLimit)
  const creatorLimit =
    percent === 0n ? most : least((callerLimit * (100n - percent)) / percent, most)
  return { limit: callerLimit + creatorLimit, creatorLimit, callerLeft, creatorLeft }
}

/**
 * Takes the price of `energy`: the deployer's share from its stake, the rest from the caller's stake, then from its
 * coin, burnt. Never fails: the limit made sure that there is enough.
 */
export function payEnergy(
  ledger: Ledger,
  request: EnergyRequest,
  limit: EnergyLimit,
  energy: bigint,
): EnergyBill {
  const caller = ledger.resolve(request.caller)
  const creator = creatorOf(ledger, request)
  let originEnergyUsage = 0n
  if (creator !== undefined && request.contract !== undefined) {
    const percent = 100n - BigInt(request.contract.consumeUserResourcePercent)
    const share = (energy * percent) / 100n
    originEnergyUsage = least(least(share, limit.creatorLeft), request.contract.originEnergyLimit)
    if (originEnergyUsage > 0n) useStake(ledger, creator, 1, originEnergyUsage)
  }
  const rest = energy - originEnergyUsage
  const energyUsage = least(rest, limit.callerLeft)
  if (energyUsage > 0n) useStake(ledger, caller, 1, energyUsage)
  const owed = (rest - energyUsage) * ledger.parameters.ENERGY_FEE
  const energyFee = least(owed, ledger.spendable(caller))
  ledger.takeFee(caller, energyFee, 'tron:energy')
  return { energyUsage, energyFee, originEnergyUsage, energyUsageTotal: energy }
}
