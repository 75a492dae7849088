/**
 * Stake 2.0: freeze, un-freeze with a delay, withdraw, cancel, delegate, take back. Contract types 54 to 59 and the
 * opcodes 0xda to 0xdf call these; each change has a check that says why not, and changes nothing. Staked coin lies in
 * the ledger's stake vault. Stake 1.0 is left out: it cannot be entered any more since id 70.
 */
import { equalBytes } from '../../../primitives/bytes.ts'
import type { ResourceUsage, StakedResource, TronAccount, UsedResource } from './account.ts'
import { addWeight, totalWeight } from './cells.ts'
import { delegationOf, setDelegation, unlocked, withDelegated } from './delegations.ts'
import type { Ledger, TronHandle } from './ledger.ts'
import { TRX } from './ledger.ts'
import { hasStakeV2, isOn } from './parameters.ts'
import {
  limitOf,
  takenBack,
  toLong,
  totalLimit,
  used,
  withUsage,
  workingStake,
} from './resources.ts'
import type { Refusal } from './witnesses.ts'
import { initialPower, setVotes, shrinkVotes } from './witnesses.ts'

/** Un-freezes of one account that wait at a time. */
export const UNFREEZING_MAX = 32
const DAY_MS = 86_400_000n
const BLOCK_MS = 3_000n
/** Blocks a lock lasts if the transaction does not say. */
export const DEFAULT_LOCK_BLOCKS = 86_400n

/** A resource that can be staked for on this chain. */
function isStakedResource(ledger: Ledger, resource: bigint | number): boolean {
  const code = Number(resource)
  if (code === 2) return isOn(ledger.parameters, 'ALLOW_NEW_RESOURCE_MODEL')
  return code === 0 || code === 1
}

/** Whole TRX staked for a resource, delegated or not. */
function weightOf(account: TronAccount, resource: StakedResource): bigint {
  const delegated = resource === 2 ? 0n : account.delegated[resource]
  return (account.staked[resource] + delegated) / TRX
}

/** Changes an account and, with it, the sums of all stakes. */
function restake(ledger: Ledger, handle: TronHandle, changes: Partial<TronAccount>): void {
  const before = ledger.data(handle)
  ledger.update(handle, changes)
  const after = ledger.data(handle)
  for (const resource of [0, 1, 2] as const)
    addWeight(ledger.journal, resource, weightOf(after, resource) - weightOf(before, resource))
}

type Stakes = TronAccount['staked']

function withStake(staked: Stakes, resource: StakedResource, change: bigint): Stakes {
  const next: [bigint, bigint, bigint] = [...staked]
  next[resource] += change
  return next
}

function withAmount(
  amounts: readonly [bigint, bigint],
  resource: UsedResource,
  change: bigint,
): readonly [bigint, bigint] {
  return resource === 0 ? [amounts[0] + change, amounts[1]] : [amounts[0], amounts[1] + change]
}

function enabled(ledger: Ledger, owner: TronHandle): Refusal {
  if (!hasStakeV2(ledger.parameters)) return 'stake 2.0 (id 70) expected to be on'
  return ledger.exists(owner) ? undefined : 'owner account expected to exist'
}

// ---- freeze

export function checkFreeze(
  ledger: Ledger,
  owner: TronHandle,
  amount: bigint,
  resource: bigint | number,
): Refusal {
  const refusal = enabled(ledger, owner)
  if (refusal !== undefined) return refusal
  if (amount < TRX) return `stake expected of at least 1 TRX, got ${amount} sun`
  const balance = ledger.spendable(owner)
  if (amount > balance) return `stake expected within the balance of ${balance} sun, got ${amount}`
  return isStakedResource(ledger, resource) ? undefined : `no resource has the code ${resource}`
}

export function freeze(
  ledger: Ledger,
  owner: TronHandle,
  amount: bigint,
  resource: StakedResource,
): void {
  ledger.deposit(owner, ledger.stakeVault, amount)
  const account = ledger.data(owner)
  const power = initialPower(ledger, account)
  restake(ledger, owner, { ...power, staked: withStake(account.staked, resource, amount) })
}

// ---- un-freeze

export function checkUnfreeze(
  ledger: Ledger,
  owner: TronHandle,
  amount: bigint,
  resource: bigint | number,
): Refusal {
  const refusal = enabled(ledger, owner)
  if (refusal !== undefined) return refusal
  if (!isStakedResource(ledger, resource)) return `no resource has the code ${resource}`
  const account = ledger.data(owner)
  const staked = account.staked[Number(resource) as StakedResource]
  if (amount <= 0n || amount > staked)
    return `amount expected within the stake of ${staked} sun, got ${amount}`
  if (pendingOf(ledger, account) >= UNFREEZING_MAX)
    return `fewer than ${UNFREEZING_MAX} pending un-freezes expected`
  return undefined
}

/** Un-freezes whose time has not come. */
export function pendingOf(ledger: Ledger, account: TronAccount): number {
  return account.unfreezing.filter(({ expireTime }) => expireTime > ledger.headTime).length
}

/** Sun that may be withdrawn at a time, milliseconds. */
export function expiredAt(account: TronAccount, time: bigint): bigint {
  return account.unfreezing.reduce(
    (sum, { amount, expireTime }) => (expireTime <= time ? sum + amount : sum),
    0n,
  )
}

/** Pays out what has expired; the amount. */
export function withdrawExpired(ledger: Ledger, owner: TronHandle): bigint {
  const account = ledger.data(owner)
  const amount = expiredAt(account, ledger.headTime)
  if (amount === 0n) return 0n
  const unfreezing = account.unfreezing.filter(({ expireTime }) => expireTime > ledger.headTime)
  ledger.update(owner, { unfreezing })
  ledger.withdraw(ledger.stakeVault, owner, amount)
  return amount
}

/** Starts to take a stake back; the amount of earlier ones that were paid out with it. */
export function unfreeze(
  ledger: Ledger,
  owner: TronHandle,
  amount: bigint,
  resource: StakedResource,
): bigint {
  const paid = withdrawExpired(ledger, owner)
  ledger.update(owner, initialPower(ledger, ledger.data(owner)))
  const account = ledger.data(owner)
  const expireTime = ledger.headTime + ledger.parameters.UNFREEZE_DELAY_DAYS * DAY_MS
  restake(ledger, owner, {
    staked: withStake(account.staked, resource, -amount),
    unfreezing: [...account.unfreezing, { resource, amount, expireTime }],
  })
  loseVotes(ledger, owner, resource)
  if (isOn(ledger.parameters, 'ALLOW_NEW_RESOURCE_MODEL'))
    ledger.update(owner, { oldTronPower: -1n })
  return paid
}

function loseVotes(ledger: Ledger, owner: TronHandle, resource: StakedResource): void {
  const { votes, oldTronPower } = ledger.data(owner)
  if (votes.length === 0) return
  if (isOn(ledger.parameters, 'ALLOW_NEW_RESOURCE_MODEL')) {
    if (oldTronPower !== -1n) {
      setVotes(ledger, owner, [])
      return
    }
    if (resource !== 2) return
  }
  shrinkVotes(ledger, owner)
}

export function checkWithdrawExpired(ledger: Ledger, owner: TronHandle): Refusal {
  const refusal = enabled(ledger, owner)
  if (refusal !== undefined) return refusal
  const expired = expiredAt(ledger.data(owner), ledger.headTime)
  return expired > 0n ? undefined : 'an un-freeze expected to have expired, none has'
}

export function checkCancelAll(ledger: Ledger, owner: TronHandle): Refusal {
  if (!isOn(ledger.parameters, 'ALLOW_CANCEL_ALL_UNFREEZE_V2'))
    return 'cancelling un-freezes (id 77) expected to be on'
  return enabled(ledger, owner)
}

/** Stakes pending un-freezes again and pays out expired ones; what was paid out. */
export function cancelAll(ledger: Ledger, owner: TronHandle): bigint {
  const paid = withdrawExpired(ledger, owner)
  const account = ledger.data(owner)
  let staked = account.staked
  for (const { resource, amount } of account.unfreezing)
    staked = withStake(staked, resource, amount)
  restake(ledger, owner, { staked, unfreezing: [] })
  return paid
}

// ---- delegate

export interface DelegateRequest {
  readonly owner: TronHandle
  readonly receiver: TronHandle
  readonly amount: bigint
  readonly resource: bigint | number
  /** Blocks; undefined for no lock. */
  readonly lockBlocks?: bigint | undefined
}

/** Own stake that is not in use, sun: what may be delegated. */
export function delegatable(ledger: Ledger, account: TronAccount, resource: UsedResource): bigint {
  const usage = used(account.usage[resource], 0n, ledger.headSlot, ledger.parameters)
  const inUse = usageAsStake(ledger, usage.used, resource) - account.acquired[resource]
  const own = account.staked[resource] - (inUse > 0n ? inUse : 0n)
  return own > 0n ? own : 0n
}

/** Sun of stake that a usage stands for, in double. */
export function usageAsStake(ledger: Ledger, usage: bigint, resource: UsedResource): bigint {
  const weight = Number(totalWeight(ledger.journal, resource))
  return toLong(Number(usage * TRX) * (weight / Number(totalLimit(ledger.parameters, resource))))
}

function parties(ledger: Ledger, request: DelegateRequest): Refusal {
  const refusal = enabled(ledger, request.owner)
  if (refusal !== undefined) return refusal
  const code = Number(request.resource)
  if (code !== 0 && code !== 1) return `bandwidth or energy expected, got code ${request.resource}`
  return equalBytes(request.owner.address, request.receiver.address)
    ? 'receiver expected to be another account than the owner'
    : undefined
}

export function checkDelegate(ledger: Ledger, request: DelegateRequest): Refusal {
  const { owner, receiver, amount } = request
  const refusal = parties(ledger, request)
  if (refusal !== undefined) return refusal
  if (!isOn(ledger.parameters, 'ALLOW_DELEGATE_RESOURCE'))
    return 'delegation (id 16) expected to be on'
  if (amount < TRX) return `delegation expected of at least 1 TRX, got ${amount} sun`
  const resource = Number(request.resource) as UsedResource
  const most = delegatable(ledger, ledger.data(owner), resource)
  if (amount > most)
    return `delegation expected within the free stake of ${most} sun, got ${amount}`
  if (!ledger.exists(receiver)) return 'receiver account expected to exist'
  if (ledger.isContract(receiver)) return 'receiver expected to be no contract'
  return checkLock(ledger, request, resource)
}

/** A chain with the default parameter has no longer locks than the default, as before id 78. */
function checkLock(ledger: Ledger, request: DelegateRequest, resource: UsedResource): Refusal {
  const { lockBlocks, owner, receiver } = request
  if (lockBlocks === undefined) return undefined
  const most = ledger.parameters.MAX_DELEGATE_LOCK_PERIOD
  if (lockBlocks < 0n || lockBlocks > most)
    return `lock expected of 0..${most} blocks, got ${lockBlocks}`
  const { expireTime } = delegationOf(ledger, owner.address, receiver.address)[resource]
  const remaining = expireTime - ledger.headTime
  if (lockBlocks * BLOCK_MS < remaining)
    return `lock expected to last at least the ${remaining} ms that are left of the last one`
  return undefined
}

export function delegate(ledger: Ledger, request: DelegateRequest): void {
  const { owner, receiver, amount, lockBlocks } = request
  const resource = Number(request.resource) as UsedResource
  const old = delegationOf(ledger, owner.address, receiver.address)
  const delegation = unlocked(old, ledger.headTime)
  const part = delegation[resource]
  const next =
    lockBlocks === undefined
      ? { ...part, free: part.free + amount }
      : {
          ...part,
          locked: part.locked + amount,
          expireTime: ledger.headTime + lockBlocks * BLOCK_MS,
        }
  setDelegation(ledger, owner.address, receiver.address, withDelegated(delegation, resource, next))
  const account = ledger.data(owner)
  restake(ledger, owner, {
    staked: withStake(account.staked, resource, -amount),
    delegated: withAmount(account.delegated, resource, amount),
  })
  const { acquired } = ledger.data(receiver)
  ledger.update(receiver, { acquired: withAmount(acquired, resource, amount) })
}

// ---- take back

export function checkUndelegate(ledger: Ledger, request: DelegateRequest): Refusal {
  const { owner, receiver, amount } = request
  const refusal = parties(ledger, request)
  if (refusal !== undefined) return refusal
  if (amount <= 0n) return `amount expected above 0, got ${amount}`
  const delegation = delegationOf(ledger, owner.address, receiver.address)
  const { free } = unlocked(delegation, ledger.headTime)[Number(request.resource) as UsedResource]
  return amount > free ? `amount expected within ${free} unlocked sun, got ${amount}` : undefined
}

/** Takes a delegation back with its share of the receiver's use. */
export function undelegate(ledger: Ledger, request: DelegateRequest): void {
  const { owner, receiver, amount } = request
  const resource = Number(request.resource) as UsedResource
  const delegation = unlocked(
    delegationOf(ledger, owner.address, receiver.address),
    ledger.headTime,
  )
  const part = delegation[resource]
  const next = withDelegated(delegation, resource, { ...part, free: part.free - amount })
  setDelegation(ledger, owner.address, receiver.address, next)
  const back = ledger.exists(receiver) ? release(ledger, receiver, resource, amount) : undefined
  const account = ledger.data(owner)
  restake(ledger, owner, {
    staked: withStake(account.staked, resource, amount),
    delegated: withAmount(account.delegated, resource, -amount),
  })
  if (back === undefined || back.moved === 0n) return
  const usage = takenBack(
    account.usage[resource],
    back.usage,
    back.moved,
    ledger.headSlot,
    ledger.parameters,
  )
  ledger.update(owner, { usage: withUsage(account, resource, usage) })
}

/** Takes acquired stake from the receiver; the share of its use that goes along. */
function release(
  ledger: Ledger,
  receiver: TronHandle,
  resource: UsedResource,
  amount: bigint,
): { readonly usage: ResourceUsage; readonly moved: bigint } {
  const account = ledger.data(receiver)
  const usage = used(account.usage[resource], 0n, ledger.headSlot, ledger.parameters)
  const acquired = account.acquired[resource]
  // Less than was delegated: the receiver was destroyed and made again in between.
  const moved = acquired < amount ? 0n : movedUsage(ledger, account, usage.used, resource, amount)
  ledger.update(receiver, {
    acquired: withAmount(account.acquired, resource, acquired < amount ? -acquired : -amount),
    usage: withUsage(account, resource, { ...usage, used: usage.used - moved }),
  })
  return { usage, moved }
}

function movedUsage(
  ledger: Ledger,
  account: TronAccount,
  usage: bigint,
  resource: UsedResource,
  amount: bigint,
): bigint {
  const limit = totalLimit(ledger.parameters, resource)
  const most = limitOf(amount, limit, totalWeight(ledger.journal, resource), ledger.parameters)
  const stake = workingStake(account, resource)
  const share = toLong(Number(usage) * (Number(amount) / Number(stake)))
  return share < most ? share : most
}

// ---- SELFDESTRUCT

/** False while the account's stake works for others or is on its way back. */
export function canSelfdestruct(ledger: Ledger, owner: TronHandle): boolean {
  const account = ledger.data(owner)
  return account.delegated.every((amount) => amount === 0n) && pendingOf(ledger, account) === 0
}

/** Settles reward and votes and moves stakes, with their use, to the heir. */
export function inherit(ledger: Ledger, owner: TronHandle, heir: TronHandle): void {
  const account = ledger.data(owner)
  const coin = expiredAt(account, ledger.headTime)
  ledger.withdraw(ledger.stakeVault, heir, coin)
  ledger.withdraw(ledger.rewardVault, heir, account.allowance)
  if (account.votes.length > 0) setVotes(ledger, owner, [])
  restake(ledger, owner, { staked: [0n, 0n, 0n], unfreezing: [], allowance: 0n })
  let { staked } = ledger.data(heir)
  for (const resource of [0, 1, 2] as const)
    staked = withStake(staked, resource, account.staked[resource])
  restake(ledger, heir, { staked })
  for (const resource of [0, 1] as const) inheritUsage(ledger, account, heir, resource)
}

function inheritUsage(
  ledger: Ledger,
  account: TronAccount,
  heir: TronHandle,
  resource: UsedResource,
): void {
  const now = ledger.headSlot
  const usage = used(account.usage[resource], 0n, now, ledger.parameters)
  if (usage.used === 0n) return
  const own = ledger.data(heir)
  const sum = takenBack(own.usage[resource], usage, usage.used, now, ledger.parameters)
  ledger.update(heir, { usage: withUsage(own, resource, sum) })
}
