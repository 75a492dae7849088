/** Energy and shared gas, by the chain's rate for this machine (S21). */
import type { ChainConfig, GasRate } from '../../state/chain-config.ts'

/** Name of the engine in chain configurations and receipts. */
export const TVM = 'tvm'

/** One energy is one gas unless the chain says otherwise. */
const DEFAULT_RATE: GasRate = { units: 1n, gas: 1n }

function rateOf(chain: ChainConfig): GasRate {
  return chain.gasRates[TVM] ?? DEFAULT_RATE
}

/** Energy that shared gas buys; floors. */
export function energyOf(chain: ChainConfig, gas: bigint): bigint {
  const { units, gas: perUnits } = rateOf(chain)
  return (gas * units) / perUnits
}

/** Shared gas of an amount of energy; ceils. */
export function gasOf(chain: ChainConfig, energy: bigint): bigint {
  const { units, gas } = rateOf(chain)
  if (units === 1n && gas === 1n) return energy
  return (energy * gas + units - 1n) / units
}
