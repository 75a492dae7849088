/**
 * Chain configuration: committed in the state, so that a state says by itself how its next block is executed.
 * Codec and checks live in chain-config-codec.ts.
 */

/** A rule set of one machine, active from a height or a time on. Exactly one of `block`, `time`. */
export interface ForkActivation {
  /** Machine name, e.g. `evm`. */
  readonly machine: string
  /** The machine's own name of the rule set, e.g. `osaka`. */
  readonly fork: string
  /** First block number, inclusive. */
  readonly block?: bigint
  /** First timestamp in seconds, inclusive. */
  readonly time?: bigint
}

/** How much of a machine's own unit is how much shared gas. */
export interface GasRate {
  /** Units of the machine per `gas` units of shared gas; entry floors, return ceils (S21). */
  readonly units: bigint
  /** At least 1. */
  readonly gas: bigint
}

/** Bounds of transactions and blocks (docs/blocks.md, "Limits"). */
export interface ChainLimits {
  /** Largest encoded transaction in bytes, of any kind. */
  readonly transactionBytes: number
  /** Largest envelope payload in bytes. */
  readonly payloadBytes: number
  /** Transactions in a block. */
  readonly blockTransactions: number
  /** Dead leaves removed per block (S3). */
  readonly sweepPerBlock: number
  /** Nested crossings between machines. */
  readonly crossings: number
}

/** What is off unless a chain allows it by name (S9). */
export interface ChainAllowances {
  /** Ethereum transactions signed without a chain id. */
  readonly unprotectedTransactions: boolean
  /** Set-code authorisations with chain id 0. */
  readonly chainIdZeroAuthorizations: boolean
}

/** Configuration of a chain: a value of its state, under its root (docs/state.md). */
export interface ChainConfig {
  /** Non-zero, below 2^64. Ethereum's CHAINID and the envelope's chain id. */
  readonly chainId: bigint
  /** Registered machines by name, e.g. `native`, `evm`. Opcode ranges are the engines' own. */
  readonly machines: readonly string[]
  readonly forks: readonly ForkActivation[]
  readonly gasRates: Readonly<Record<string, GasRate>>
  readonly limits: ChainLimits
  readonly allow: ChainAllowances
  /**
   * A machine's own parameters by machine and the machine's own names, 0..2^256-1. Only what differs from its defaults;
   * the machine refuses names and values it does not know.
   */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, bigint>>>>
  /** Address of n-VM's first precompile, or undefined for none. Default 0x0100 collides with Osaka's P256VERIFY. */
  readonly precompileBase: bigint | undefined
  /** Most base units that may exist, or undefined for no cap (EVM-only chains). */
  readonly supplyCap: bigint | undefined
}

const NO_PARAMETERS: Readonly<Record<string, bigint>> = {}

/** The parameters of one machine that differ from its defaults. */
export function machineParameters(
  chain: ChainConfig,
  machine: string,
): Readonly<Record<string, bigint>> {
  return Object.hasOwn(chain.parameters, machine) ? chain.parameters[machine]! : NO_PARAMETERS
}

/** Name of the rule set of `machine` at a block: the last activation that has been reached, in listed order. */
export function activeFork(
  chain: ChainConfig,
  machine: string,
  at: { readonly number: bigint; readonly timestamp: bigint },
): string | undefined {
  let active: string | undefined
  for (const entry of chain.forks) {
    if (entry.machine !== machine) continue
    const reached =
      entry.block !== undefined ? at.number >= entry.block : at.timestamp >= (entry.time ?? 0n)
    if (reached) active = entry.fork
  }
  return active
}
