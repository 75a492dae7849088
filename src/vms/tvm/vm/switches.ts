/**
 * What the committee's proposals switch inside the virtual machine (spec of java-tron 4.8.0: VMConfig). Every switch is
 * a named fact; instructions, prices and precompiles ask for it and never for a proposal's number.
 */

/** Proposal numbers of the switches that are on or off, under java-tron's names. */
export const SWITCH_PROPOSALS = {
  ALLOW_TVM_TRANSFER_TRC10: 18,
  ALLOW_MULTI_SIGN: 20,
  ALLOW_TVM_CONSTANTINOPLE: 26,
  ALLOW_TVM_SOLIDITY_059: 32,
  ALLOW_SHIELDED_TRC20_TRANSACTION: 39,
  ALLOW_TVM_ISTANBUL: 41,
  ALLOW_TVM_FREEZE: 52,
  ALLOW_TVM_VOTE: 59,
  ALLOW_TVM_COMPATIBLE_EVM: 60,
  ALLOW_TVM_LONDON: 63,
  ALLOW_HIGHER_LIMIT_FOR_MAX_CPU_TIME_OF_ONE_TX: 65,
  UNFREEZE_DELAY_DAYS: 70,
  ALLOW_OPTIMIZED_RETURN_VALUE_OF_CHAIN_ID: 71,
  ALLOW_DYNAMIC_ENERGY: 72,
  ALLOW_TVM_SHANGHAI: 76,
  ALLOW_ENERGY_ADJUSTMENT: 81,
  ALLOW_TVM_CANCUN: 83,
  ALLOW_TVM_BLOB: 89,
} as const

/** Name of a switch, e.g. `ALLOW_TVM_CANCUN`. */
export type SwitchName = keyof typeof SWITCH_PROPOSALS

/** Every switch, on or off. */
export type Switches = Readonly<Record<SwitchName, boolean>>

/** All names, in order of their proposals. */
export const SWITCH_NAMES = Object.keys(SWITCH_PROPOSALS) as readonly SwitchName[]

/** Switches from values of chain parameters: on is anything above zero (UNFREEZE_DELAY_DAYS counts days). */
export function switchesFrom(read: (name: SwitchName) => bigint): Switches {
  return Object.fromEntries(SWITCH_NAMES.map((name) => [name, read(name) > 0n])) as Switches
}

/** All off, as on Tron's first day. */
export const NO_SWITCHES: Switches = switchesFrom(() => 0n)

/** The same switches under one number, for caches. */
export function switchKey(switches: Switches): number {
  return SWITCH_NAMES.reduce((key, name, bit) => (switches[name] ? key | (1 << bit) : key), 0)
}
