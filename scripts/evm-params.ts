/** The gas parameters as the development dependency states them: source of the generated file and of its test. */
import { createCustomCommon, Mainnet } from '@ethereumjs/common'
import { paramsEVM } from '@ethereumjs/evm'
import type { ForkName } from '../src/vms/evm-core/forks/names.ts'

/** Parameter groups (keys of paramsEVM) of proposals that no fork of ours has. */
const FOREIGN = new Set([
  '8024',
  '4200',
  '4750',
  '6206',
  '7069',
  '7480',
  '7620',
  '2780',
  '8037',
  '8038',
  '7954',
  '7843',
  '1559',
  '2935',
])
const OTHER_NAMES: Partial<Record<ForkName, string>> = { frontier: 'chainstart' }

/** Names of all numeric parameters, in order of introduction. */
export function evmParameterNames(): string[] {
  const names = new Set<string>()
  for (const [group, params] of Object.entries(paramsEVM)) {
    if (FOREIGN.has(group)) continue
    for (const [name, value] of Object.entries(params))
      if (value === null || typeof value === 'number') names.add(name)
  }
  return [...names]
}

/** Values at a fork; 0 where it has none. */
export function evmParametersOf(fork: ForkName): Record<string, number> {
  const hardfork = OTHER_NAMES[fork] ?? fork
  const common = createCustomCommon({ chainId: 1 }, Mainnet, { hardfork, params: paramsEVM })
  const values: Record<string, number> = {}
  for (const name of evmParameterNames()) {
    let value = 0
    try {
      value = Number(common.param(name) ?? 0)
    } catch {
      // The fork does not have this parameter.
    }
    values[name] = value
  }
  return values
}
