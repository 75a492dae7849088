/**
 * Dynamic energy (id 72, spec sheet 2d): a contract that uses much of the network's energy in a maintenance cycle
 * becomes dearer in the next one, and cheaper again by a quarter of the step for every cycle it does not.
 */
import { exactPower } from '../../../primitives/exact-power.ts'
import type { ContractRecord } from './account-host.ts'

const DECIMAL = 10_000

/** Chain parameters 73 to 75. */
export interface DynamicEnergy {
  /** DYNAMIC_ENERGY_THRESHOLD: energy of a cycle. */
  readonly threshold: bigint
  /** DYNAMIC_ENERGY_INCREASE_FACTOR, of 10,000. */
  readonly increaseFactor: bigint
  /** DYNAMIC_ENERGY_MAX_FACTOR, of 10,000. */
  readonly maxFactor: bigint
}

/** The part of a contract's record that this is about. */
export type EnergyState = Pick<ContractRecord, 'energyUsage' | 'energyFactor' | 'updateCycle'>

/**
 * The state at the beginning of `cycle`; the same object if that cycle had begun already. Doubles where java-tron has
 * doubles; the power is rounded once, the same in every JavaScript engine.
 */
export function catchUp<T extends EnergyState>(
  state: T,
  cycle: bigint,
  { threshold, increaseFactor, maxFactor }: DynamicEnergy,
): T {
  if (state.updateCycle === cycle) return state
  if (state.updateCycle === 0n || state.updateCycle > cycle)
    return { ...state, energyUsage: 0n, energyFactor: 0n, updateCycle: cycle }
  let { updateCycle, energyFactor } = state
  if (state.energyUsage > threshold) {
    updateCycle++
    const raised = (Number(energyFactor) + DECIMAL) * (1 + Number(increaseFactor) / DECIMAL)
    const factor = BigInt(Math.trunc(raised) - DECIMAL)
    energyFactor = factor < maxFactor ? factor : maxFactor
  }
  const rest = cycle - updateCycle
  if (rest > 0n) {
    const step = 1 - Number(increaseFactor) / DECIMAL / 4
    const lowered = (Number(energyFactor) + DECIMAL) * exactPower(Math.max(0, step), rest)
    energyFactor = BigInt(Math.max(0, Math.trunc(lowered) - DECIMAL))
  }
  return { ...state, energyUsage: 0n, energyFactor, updateCycle: cycle }
}
