/**
 * Arithmetic of bandwidth and energy: what a stake gives, what a use costs, how it recovers over a window of slots.
 * java-tron 4.8.0 (ResourceProcessor and its heirs) computes in int64 and, where noted, in double; so does this: bigint
 * with truncating division, and IEEE doubles in the same order of operations.
 */
import type { ResourceUsage, TronAccount, UsedResource } from './account.ts'
import { totalWeight } from './cells.ts'
import type { Ledger, TronHandle } from './ledger.ts'
import { TRX } from './ledger.ts'
import type { TronParameters } from './parameters.ts'
import { hasStakeV2, isOn, MAX_I64 } from './parameters.ts'

/** Slots of the default recovery window: 24 hours. */
export const WINDOW = 28_800n
/** Fixed-point digits of averages. */
const PRECISION = 1_000_000n
/** Digits of a V2 window. */
const WINDOW_PRECISION = 1_000n

function divideCeil(numerator: bigint, denominator: bigint): bigint {
  return numerator / denominator + (numerator % denominator > 0n ? 1n : 0n)
}

/** java's (long) of a double: truncates, saturates. */
export function toLong(value: number): bigint {
  if (Number.isNaN(value)) return 0n
  if (value >= 2 ** 63) return MAX_I64
  if (value <= -(2 ** 63)) return -MAX_I64 - 1n
  return BigInt(Math.trunc(value))
}

/** java's Math.round: the floor of value + 1/2, without the sum's rounding. */
function javaRound(value: number): bigint {
  const floor = Math.floor(value)
  return BigInt(value - floor >= 0.5 ? floor + 1 : floor)
}

/** What is left at slot `now` of an average of slot `last`: linear over the window. */
function decayed(average: bigint, last: bigint, now: bigint, window: bigint): bigint {
  if (now <= last) return average
  if (last + window <= now) return 0n
  return javaRound(Number(average) * (Number(window - (now - last)) / Number(window)))
}

/** Usage at `now` after `add` more, over a window of fixed length. */
export function increase(
  used: bigint,
  add: bigint,
  last: bigint,
  now: bigint,
  window: bigint = WINDOW,
): bigint {
  const average = decayed(divideCeil(used * PRECISION, window), last, now, window)
  return ((average + divideCeil(add * PRECISION, window)) * window) / PRECISION
}

/** Slots. */
export function windowOf(usage: ResourceUsage): bigint {
  if (usage.window === 0n) return WINDOW
  if (!usage.optimized) return usage.window
  return usage.window < WINDOW_PRECISION ? WINDOW : usage.window / WINDOW_PRECISION
}

/** Thousandths of slots. */
function windowV2Of(usage: ResourceUsage): bigint {
  if (usage.window === 0n) return WINDOW * WINDOW_PRECISION
  return usage.optimized ? usage.window : usage.window * WINDOW_PRECISION
}

/** What is still used at slot `now`; changes nothing. */
export function recovered(usage: ResourceUsage, now: bigint): bigint {
  return increase(usage.used, 0n, usage.time, now, windowOf(usage))
}

/** How long a window becomes when what remains of a use and a new one share it. */
interface WindowParts {
  readonly remaining: bigint
  readonly add: bigint
  readonly total: bigint
  /** Slots since the last change. */
  readonly elapsed: bigint
}

function windowV1(usage: ResourceUsage, parts: WindowParts): Partial<ResourceUsage> {
  const { remaining, add, total, elapsed } = parts
  if (remaining === 0n) return { window: WINDOW, optimized: false }
  const left = windowOf(usage) - elapsed
  return { window: (left * remaining + WINDOW * add) / total, optimized: false }
}

const WINDOW_V2 = WINDOW * WINDOW_PRECISION

function windowV2(usage: ResourceUsage, parts: WindowParts): Partial<ResourceUsage> {
  const { remaining, add, total, elapsed } = parts
  if (remaining === 0n) return { window: WINDOW_V2, optimized: true }
  const left = windowV2Of(usage) - elapsed * WINDOW_PRECISION
  const window = divideCeil(remaining * left + add * WINDOW_V2, total)
  return { window: window < WINDOW_V2 ? window : WINDOW_V2, optimized: true }
}

/**
 * The usage after `add` more at slot `now`. Before stake 2.0 the window is fixed; since then it moves with the
 * uses (V1), since id 77 in thousandths and never beyond 24 hours (V2).
 */
export function used(
  usage: ResourceUsage,
  add: bigint,
  now: bigint,
  parameters: TronParameters,
): ResourceUsage {
  if (!hasStakeV2(parameters)) {
    const rest = increase(usage.used, 0n, usage.time, now)
    return { ...usage, used: increase(rest, add, now, now), time: now }
  }
  const window = windowOf(usage)
  const average = decayed(divideCeil(usage.used * PRECISION, window), usage.time, now, window)
  const added = divideCeil(add * PRECISION, WINDOW)
  const total = (average * window + added * WINDOW) / PRECISION
  const parts: WindowParts = {
    remaining: (average * window) / PRECISION,
    add,
    total,
    elapsed: now > usage.time ? now - usage.time : 0n,
  }
  const next = isOn(parameters, 'ALLOW_CANCEL_ALL_UNFREEZE_V2')
    ? windowV2(usage, parts)
    : windowV1(usage, parts)
  return { ...usage, ...next, used: total, time: now }
}

/**
 * The owner's usage when a delegation comes back with `moved` of the receiver's usage: the windows mix by weight.
 * `receiver` is the receiver's usage, already brought to `now`.
 */
export function takenBack(
  owner: ResourceUsage,
  receiver: ResourceUsage,
  moved: bigint,
  now: bigint,
  parameters: TronParameters,
): ResourceUsage {
  const own = used(owner, 0n, now, parameters)
  const total = own.used + moved
  if (isOn(parameters, 'ALLOW_CANCEL_ALL_UNFREEZE_V2')) {
    if (total === 0n) return { ...own, window: WINDOW_V2, optimized: true }
    const mixed = divideCeil(own.used * windowV2Of(own) + moved * windowV2Of(receiver), total)
    const window = mixed < WINDOW_V2 ? mixed : WINDOW_V2
    return { ...own, used: total, window, optimized: true }
  }
  if (total === 0n) return { ...own, window: WINDOW, optimized: false }
  const window = (own.used * windowOf(own) + moved * windowOf(receiver)) / total
  return { ...own, used: total, window, optimized: false }
}

// ---- limits

/** Sun that work for an account: its own stake and what others delegated to it. */
export function workingStake(account: TronAccount, resource: UsedResource): bigint {
  return account.staked[resource] + account.acquired[resource]
}

/** Bandwidth or energy of all stakes together. */
export function totalLimit(parameters: TronParameters, resource: UsedResource): bigint {
  return resource === 0 ? parameters.TOTAL_NET_LIMIT : parameters.TOTAL_CURRENT_ENERGY_LIMIT
}

/** What `stake` sun give, as a share of all. In double, as java-tron does; 0 while nobody stakes. */
export function limitOf(
  stake: bigint,
  limit: bigint,
  weight: bigint,
  parameters: TronParameters,
): bigint {
  if (weight <= 0n) return 0n
  const perTrx = Number(limit) / Number(weight)
  if (hasStakeV2(parameters)) return toLong((Number(stake) / Number(TRX)) * perTrx)
  return stake < TRX ? 0n : toLong(Number(stake / TRX) * perTrx)
}

/** Limit of an account's stakes. */
export function stakeLimit(ledger: Ledger, handle: TronHandle, resource: UsedResource): bigint {
  const stake = workingStake(ledger.data(handle), resource)
  if (stake === 0n) return 0n
  return limitOf(
    stake,
    totalLimit(ledger.parameters, resource),
    totalWeight(ledger.journal, resource),
    ledger.parameters,
  )
}

/** What of it is free at the head slot. */
export function stakeLeft(ledger: Ledger, handle: TronHandle, resource: UsedResource): bigint {
  // Most accounts of most chains have no stake: nothing is free then, whatever was used.
  const limit = stakeLimit(ledger, handle, resource)
  if (limit === 0n) return 0n
  const usage = ledger.data(handle).usage[resource]
  const spent = hasStakeV2(ledger.parameters)
    ? recovered(usage, ledger.headSlot)
    : increase(usage.used, 0n, usage.time, ledger.headSlot)
  const left = limit - spent
  return left > 0n ? left : 0n
}

/** Puts a new usage into its place. */
export function withUsage(
  account: TronAccount,
  resource: UsedResource,
  usage: ResourceUsage,
): TronAccount['usage'] {
  return resource === 0 ? [usage, account.usage[1]] : [account.usage[0], usage]
}

/** Uses staked bandwidth or energy, whether or not the limit allows it: the caller has decided. */
export function useStake(
  ledger: Ledger,
  handle: TronHandle,
  resource: UsedResource,
  amount: bigint,
): void {
  const account = ledger.data(handle)
  const usage = used(account.usage[resource], amount, ledger.headSlot, ledger.parameters)
  ledger.update(handle, {
    usage: withUsage(account, resource, usage),
    operationTime: ledger.headTime,
  })
}
