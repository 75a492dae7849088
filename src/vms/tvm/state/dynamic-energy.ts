/**
 * Dynamic energy (ids 72 to 75): a contract that used more than a threshold in one maintenance cycle costs more in the
 * next; the penalty decays while it uses less. java-tron: ContractStateCapsule.catchUpToCycle.
 */
import type { ContractRecord } from '../vm/account-host.ts'
import type { TronParameters } from './parameters.ts'
import { toLong } from './resources.ts'

/** The counters of a contract's record. */
export type DynamicEnergy = Pick<ContractRecord, 'energyUsage' | 'energyFactor' | 'updateCycle'>

/** One, in units of factors and of parameters 74 and 75. */
export const FACTOR_DECIMAL = 10_000n

/** A quarter of the increase is the decrease per cycle. */
const DECREASE_DIVISION = 4

/** Binary digits of the fixed-point powers below. */
const DIGITS = 192n

/**
 * `base` to the power of `exponent`, 0 <= base <= 1, rounded to double once. Math.pow may differ between engines in the
 * last digit; StrictMath.pow does not, and neither does this.
 */
function exactPower(base: number, exponent: bigint): number {
  const one = 1n << DIGITS
  // Scaling by a power of two is exact, and what is below 2^-100 of a base above 2^-47 is nothing.
  let square = BigInt(Math.trunc(base * 2 ** 100)) << (DIGITS - 100n)
  let power = one
  for (let rest = exponent; rest > 0n && power > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) power = (power * square) >> DIGITS
    square = (square * square) >> DIGITS
  }
  // Keep 80 digits: rounding to double happens once, in Number().
  return Number(power >> (DIGITS - 80n)) / 2 ** 80
}

/** The counters at `cycle`. Cost: logarithmic in the cycles that passed. */
export function catchUp(
  state: DynamicEnergy,
  cycle: bigint,
  parameters: TronParameters,
): DynamicEnergy {
  if (state.updateCycle === cycle) return state
  if (state.updateCycle === 0n || state.updateCycle > cycle)
    return { energyUsage: 0n, energyFactor: 0n, updateCycle: cycle }
  const increase = Number(parameters.DYNAMIC_ENERGY_INCREASE_FACTOR)
  const decimal = Number(FACTOR_DECIMAL)
  let factor = state.energyFactor
  let at = state.updateCycle
  if (state.energyUsage > parameters.DYNAMIC_ENERGY_THRESHOLD) {
    at += 1n
    const raised =
      toLong(Number(factor + FACTOR_DECIMAL) * (1 + increase / decimal)) - FACTOR_DECIMAL
    const most = parameters.DYNAMIC_ENERGY_MAX_FACTOR
    factor = raised < most ? raised : most
  }
  if (at < cycle) {
    const base = 1 - increase / DECREASE_DIVISION / decimal
    const decrease = base <= 0 ? 0 : exactPower(base, cycle - at)
    const lowered = toLong(Number(factor + FACTOR_DECIMAL) * decrease) - FACTOR_DECIMAL
    factor = lowered > 0n ? lowered : 0n
  }
  return { energyUsage: 0n, energyFactor: factor, updateCycle: cycle }
}
