/**
 * Tron's chain parameters ("proposals"), one row each: number and name as in java-tron 4.8.0, value of a chain that has
 * voted on nothing, value on mainnet in late 2025. Flags are 0 or 1. A chain sets its own in `parameters.tvm` of its
 * configuration; what it leaves out has the mainnet value.
 *
 * Mainnet values are the publicly quoted ones; they are a preset, not a promise (docs/tvm-state.md).
 */
import { NVmError } from '../../../errors.ts'
import type { ChainConfig } from '../../../state/chain-config.ts'
import { machineParameters } from '../../../state/chain-config.ts'

/** One parameter. Amounts are sun, times milliseconds where the name says nothing else. */
export interface TronParameterRow {
  /** Number of the proposal; -1 for what java-tron has as a constant or in its genesis file. */
  readonly id: number
  readonly name: string
  /** java-tron's value before any proposal. */
  readonly initial: bigint
  /** What is publicly quoted for mainnet in late 2025. */
  readonly mainnet: bigint
}

const ROWS = [
  [0, 'MAINTENANCE_TIME_INTERVAL', 21_600_000n, 21_600_000n],
  [1, 'ACCOUNT_UPGRADE_COST', 9_999_000_000n, 9_999_000_000n],
  [2, 'CREATE_ACCOUNT_FEE', 100_000n, 100_000n],
  [3, 'TRANSACTION_FEE', 10n, 1_000n],
  [4, 'ASSET_ISSUE_FEE', 1_024_000_000n, 1_024_000_000n],
  [5, 'WITNESS_PAY_PER_BLOCK', 32_000_000n, 8_000_000n],
  [6, 'WITNESS_STANDBY_ALLOWANCE', 115_200_000_000n, 115_200_000_000n],
  [7, 'CREATE_NEW_ACCOUNT_FEE_IN_SYSTEM_CONTRACT', 0n, 1_000_000n],
  [8, 'CREATE_NEW_ACCOUNT_BANDWIDTH_RATE', 1n, 1n],
  [9, 'ALLOW_CREATION_OF_CONTRACTS', 0n, 1n],
  [10, 'REMOVE_THE_POWER_OF_THE_GR', 0n, 1n],
  [11, 'ENERGY_FEE', 100n, 100n],
  [12, 'EXCHANGE_CREATE_FEE', 1_024_000_000n, 1_024_000_000n],
  [13, 'MAX_CPU_TIME_OF_ONE_TX', 50n, 80n],
  [14, 'ALLOW_UPDATE_ACCOUNT_NAME', 0n, 0n],
  [15, 'ALLOW_SAME_TOKEN_NAME', 0n, 1n],
  [16, 'ALLOW_DELEGATE_RESOURCE', 0n, 1n],
  [17, 'TOTAL_ENERGY_LIMIT', 50_000_000_000n, 180_000_000_000n],
  [18, 'ALLOW_TVM_TRANSFER_TRC10', 0n, 1n],
  [19, 'TOTAL_CURRENT_ENERGY_LIMIT', 50_000_000_000n, 180_000_000_000n],
  [20, 'ALLOW_MULTI_SIGN', 0n, 1n],
  [21, 'ALLOW_ADAPTIVE_ENERGY', 0n, 0n],
  [22, 'UPDATE_ACCOUNT_PERMISSION_FEE', 100_000_000n, 100_000_000n],
  [23, 'MULTI_SIGN_FEE', 1_000_000n, 1_000_000n],
  [24, 'ALLOW_PROTO_FILTER_NUM', 0n, 0n],
  [25, 'ALLOW_ACCOUNT_STATE_ROOT', 0n, 0n],
  [26, 'ALLOW_TVM_CONSTANTINOPLE', 0n, 1n],
  [27, 'ALLOW_SHIELDED_TRANSACTION', 0n, 0n],
  [28, 'SHIELDED_TRANSACTION_FEE', 10_000_000n, 10_000_000n],
  [29, 'ADAPTIVE_RESOURCE_LIMIT_MULTIPLIER', 1_000n, 1_000n],
  [30, 'ALLOW_CHANGE_DELEGATION', 0n, 1n],
  [31, 'WITNESS_127_PAY_PER_BLOCK', 16_000_000n, 128_000_000n],
  [32, 'ALLOW_TVM_SOLIDITY_059', 0n, 1n],
  [33, 'ADAPTIVE_RESOURCE_LIMIT_TARGET_RATIO', 14_400n, 14_400n],
  [35, 'FORBID_TRANSFER_TO_CONTRACT', 0n, 1n],
  [39, 'ALLOW_SHIELDED_TRC20_TRANSACTION', 0n, 0n],
  [40, 'ALLOW_PBFT', 0n, 1n],
  [41, 'ALLOW_TVM_ISTANBUL', 0n, 1n],
  [44, 'ALLOW_MARKET_TRANSACTION', 0n, 1n],
  [45, 'MARKET_SELL_FEE', 0n, 0n],
  [46, 'MARKET_CANCEL_FEE', 0n, 0n],
  [47, 'MAX_FEE_LIMIT', 1_000_000_000n, 15_000_000_000n],
  [48, 'ALLOW_TRANSACTION_FEE_POOL', 0n, 0n],
  [49, 'ALLOW_BLACKHOLE_OPTIMIZATION', 0n, 1n],
  [51, 'ALLOW_NEW_RESOURCE_MODEL', 0n, 0n],
  [52, 'ALLOW_TVM_FREEZE', 0n, 1n],
  [53, 'ALLOW_ACCOUNT_ASSET_OPTIMIZATION', 0n, 1n],
  [59, 'ALLOW_TVM_VOTE', 0n, 1n],
  [60, 'ALLOW_TVM_COMPATIBLE_EVM', 0n, 1n],
  [61, 'FREE_NET_LIMIT', 5_000n, 600n],
  [62, 'TOTAL_NET_LIMIT', 43_200_000_000n, 43_200_000_000n],
  [63, 'ALLOW_TVM_LONDON', 0n, 1n],
  [65, 'ALLOW_HIGHER_LIMIT_FOR_MAX_CPU_TIME_OF_ONE_TX', 0n, 1n],
  [66, 'ALLOW_ASSET_OPTIMIZATION', 0n, 1n],
  [67, 'ALLOW_NEW_REWARD', 0n, 1n],
  [68, 'MEMO_FEE', 0n, 1_000_000n],
  [69, 'ALLOW_DELEGATE_OPTIMIZATION', 0n, 1n],
  [70, 'UNFREEZE_DELAY_DAYS', 0n, 14n],
  [71, 'ALLOW_OPTIMIZED_RETURN_VALUE_OF_CHAIN_ID', 0n, 1n],
  [72, 'ALLOW_DYNAMIC_ENERGY', 0n, 1n],
  [73, 'DYNAMIC_ENERGY_THRESHOLD', 0n, 5_000_000_000n],
  [74, 'DYNAMIC_ENERGY_INCREASE_FACTOR', 0n, 2_000n],
  [75, 'DYNAMIC_ENERGY_MAX_FACTOR', 0n, 34_000n],
  [76, 'ALLOW_TVM_SHANGHAI', 0n, 1n],
  [77, 'ALLOW_CANCEL_ALL_UNFREEZE_V2', 0n, 1n],
  [78, 'MAX_DELEGATE_LOCK_PERIOD', 86_400n, 864_000n],
  [79, 'ALLOW_OLD_REWARD_OPT', 0n, 1n],
  [81, 'ALLOW_ENERGY_ADJUSTMENT', 0n, 1n],
  [82, 'MAX_CREATE_ACCOUNT_TX_SIZE', 1_000n, 1_000n],
  [83, 'ALLOW_TVM_CANCUN', 0n, 1n],
  [87, 'ALLOW_STRICT_MATH', 0n, 1n],
  [88, 'CONSENSUS_LOGIC_OPTIMIZATION', 0n, 1n],
  [89, 'ALLOW_TVM_BLOB', 0n, 1n],
  // Constants of java-tron that a chain may want otherwise.
  [-1, 'PUBLIC_NET_LIMIT', 14_400_000_000n, 14_400_000_000n],
  [-1, 'TOTAL_SIGN_NUM', 5n, 5n],
  [-1, 'GENESIS_TIMESTAMP', 0n, 1_529_891_469_000n],
] as const satisfies readonly (readonly [number, string, bigint, bigint])[]

/** Name of a parameter, e.g. `ENERGY_FEE`. */
export type TronParameterName = (typeof ROWS)[number][1]

/** Values by name; complete. */
export type TronParameters = Readonly<Record<TronParameterName, bigint>>

/** The table, in order of proposal numbers. */
export const TRON_PARAMETERS: readonly TronParameterRow[] = ROWS.map(
  ([id, name, initial, mainnet]) => ({ id, name, initial, mainnet }),
)

/** `mainnet`: as Tron's main chain runs. `off`: no proposal was ever passed. */
export type TronPreset = 'mainnet' | 'off'

function preset(column: 2 | 3): TronParameters {
  return Object.freeze(
    Object.fromEntries(ROWS.map((row) => [row[1], row[column]])),
  ) as TronParameters
}

const PRESETS: Readonly<Record<TronPreset, TronParameters>> = {
  off: preset(2),
  mainnet: preset(3),
}

const NAMES: ReadonlySet<string> = new Set(ROWS.map((row) => row[1]))

/** Largest amount, time or count: 2^63-1. */
export const MAX_I64: bigint = (1n << 63n) - 1n

/** A preset with changes. Throws InvalidChainConfig for an unknown name or a value outside int64. */
export function tronParameters(
  base: TronPreset = 'mainnet',
  changes: Readonly<Record<string, bigint>> = {},
): TronParameters {
  checkTronParameters(changes)
  return Object.freeze({ ...PRESETS[base], ...changes })
}

/** Divisors and counts that may not be zero. */
const POSITIVE: ReadonlySet<string> = new Set<TronParameterName>([
  'MAINTENANCE_TIME_INTERVAL',
  'ENERGY_FEE',
  'TOTAL_NET_LIMIT',
  'TOTAL_CURRENT_ENERGY_LIMIT',
])

/** Throws InvalidChainConfig for an unknown name, a value outside int64, or zero where Tron divides by it. */
export function checkTronParameters(values: Readonly<Record<string, bigint>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!NAMES.has(name))
      throw new NVmError('InvalidChainConfig', `Tron parameter expected, got "${name}"`, { name })
    const least = POSITIVE.has(name) ? 1n : 0n
    if (value < least || value > MAX_I64) {
      throw new NVmError(
        'InvalidChainConfig',
        `Tron parameter ${name} expected ${least}..2^63-1, got ${value}`,
        { name, value },
      )
    }
  }
}

/** Name of the machine in chain configuration. */
export const TVM = 'tvm'

const RESOLVED = new WeakMap<ChainConfig, TronParameters>()

/** The parameters of a chain: mainnet's, changed by `parameters.tvm` of its configuration. Kept by configuration. */
export function parametersOf(chain: ChainConfig): TronParameters {
  let values = RESOLVED.get(chain)
  if (values === undefined) {
    values = tronParameters('mainnet', machineParameters(chain, TVM))
    RESOLVED.set(chain, values)
  }
  return values
}

/** Whether a flag or a count is set. */
export function isOn(parameters: TronParameters, name: TronParameterName): boolean {
  return parameters[name] !== 0n
}

/** Stake 2.0 (id 70). */
export function hasStakeV2(parameters: TronParameters): boolean {
  return parameters.UNFREEZE_DELAY_DAYS > 0n
}
