/**
 * Canonical bytes of a chain configuration (the value of the one `config` cell), its checks and its defaults.
 * docs/state.md has the layout. Integers are big-endian; a string is its length u8 and printable ASCII.
 */
import { NVmError } from '../errors.ts'
import { bigIntToBytes, bytesToBigInt, equalBytes } from '../primitives/bytes.ts'
import { MAX_U64, MAX_U256 } from '../primitives/u256.ts'
import type { ChainConfig, ForkActivation, GasRate } from './chain-config.ts'

const VERSION = 1
const MAX_U32 = 0xffffffff
const MAX_ADDRESS = (1n << 160n) - 1n

function invalid(expectation: string, got: unknown): never {
  throw new NVmError(
    'InvalidChainConfig',
    `chain configuration expected ${expectation}, got ${String(got)}`,
  )
}

function checkInteger(name: string, value: bigint, min: bigint, max: bigint): void {
  if (typeof value !== 'bigint' || value < min || value > max)
    invalid(`${name} from ${min} to ${max}`, value)
}

function checkNumber(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max)
    invalid(`${name} from ${min} to ${max}`, value)
}

function checkName(name: string): void {
  if (!/^[\x21-\x7e]{1,255}$/.test(name))
    invalid('names of 1 to 255 printable characters', JSON.stringify(name))
}

function checkForks({ forks, machines }: ChainConfig): void {
  if (forks.length > 0xffff) invalid('at most 65,535 fork activations', forks.length)
  for (const { machine, fork, block, time } of forks) {
    checkName(fork)
    if (!machines.includes(machine)) invalid('fork activations of registered machines', machine)
    if ((block === undefined) === (time === undefined))
      invalid('exactly one of block and time', fork)
    checkInteger('an activation', block ?? time ?? -1n, 0n, MAX_U64)
  }
}

function checkParameters({ parameters, machines }: ChainConfig): void {
  const perMachine = Object.entries(parameters)
  if (perMachine.length > 255) invalid('parameters of at most 255 machines', perMachine.length)
  for (const [machine, values] of perMachine) {
    if (!machines.includes(machine)) invalid('parameters of registered machines', machine)
    const entries = Object.entries(values)
    if (entries.length === 0 || entries.length > 0xffff)
      invalid(`1 to 65,535 parameters of ${machine}, or no entry`, entries.length)
    for (const [name, value] of entries) {
      checkName(name)
      checkInteger(`parameters.${machine}.${name}`, value, 0n, MAX_U256)
    }
  }
}

/** Throws InvalidChainConfig on the first field that is out of its bounds. */
export function checkChainConfig(config: ChainConfig): void {
  checkInteger('chainId', config.chainId, 1n, MAX_U64)
  if (config.machines.length > 255) invalid('at most 255 machines', config.machines.length)
  for (const machine of config.machines) checkName(machine)
  if (new Set(config.machines).size !== config.machines.length)
    invalid('distinct machines', config.machines)
  checkForks(config)
  const rates = Object.entries(config.gasRates)
  if (rates.length > 255) invalid('at most 255 gas rates', rates.length)
  for (const [machine, { units, gas }] of rates) {
    if (!config.machines.includes(machine)) invalid('gas rates of registered machines', machine)
    checkInteger(`gasRates.${machine}.units`, units, 1n, MAX_U64)
    checkInteger(`gasRates.${machine}.gas`, gas, 1n, MAX_U64)
  }
  checkParameters(config)
  const { limits } = config
  checkNumber('limits.transactionBytes', limits.transactionBytes, 1, MAX_U32)
  checkNumber('limits.payloadBytes', limits.payloadBytes, 1, MAX_U32)
  checkNumber('limits.blockTransactions', limits.blockTransactions, 1, MAX_U32)
  checkNumber('limits.sweepPerBlock', limits.sweepPerBlock, 1, MAX_U32)
  checkNumber('limits.crossings', limits.crossings, 0, 8)
  const { precompileBase, supplyCap } = config
  if (precompileBase !== undefined) checkInteger('precompileBase', precompileBase, 1n, MAX_ADDRESS)
  if (supplyCap !== undefined) checkInteger('supplyCap', supplyCap, 0n, MAX_U256)
}

class Output {
  readonly bytes: number[] = []

  integer(value: bigint | number, length: number): void {
    this.bytes.push(...bigIntToBytes(BigInt(value), length))
  }

  text(value: string): void {
    this.bytes.push(value.length)
    for (let i = 0; i < value.length; i++) this.bytes.push(value.charCodeAt(i))
  }

  optional(value: bigint | undefined, length: number): void {
    this.bytes.push(value === undefined ? 0 : 1)
    if (value !== undefined) this.integer(value, length)
  }
}

/** Entries in the order of their names by code unit: the order of the encoding. */
function sortedEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** The one encoding. Throws InvalidChainConfig. */
export function encodeChainConfig(config: ChainConfig): Uint8Array {
  checkChainConfig(config)
  const out = new Output()
  out.integer(VERSION, 1)
  out.integer(config.chainId, 8)
  out.integer(config.machines.length, 1)
  for (const machine of config.machines) out.text(machine)
  out.integer(config.forks.length, 2)
  for (const { machine, fork, block, time } of config.forks) {
    out.text(machine)
    out.text(fork)
    out.integer(block === undefined ? 1 : 0, 1)
    out.integer(block ?? time ?? 0n, 8)
  }
  const rates = sortedEntries(config.gasRates)
  out.integer(rates.length, 1)
  for (const [machine, { units, gas }] of rates) {
    out.text(machine)
    out.integer(units, 8)
    out.integer(gas, 8)
  }
  const { limits, allow } = config
  out.integer(limits.transactionBytes, 4)
  out.integer(limits.payloadBytes, 4)
  out.integer(limits.blockTransactions, 4)
  out.integer(limits.sweepPerBlock, 4)
  out.integer(limits.crossings, 1)
  out.integer(
    (allow.unprotectedTransactions ? 1 : 0) | (allow.chainIdZeroAuthorizations ? 2 : 0),
    1,
  )
  const parameters = sortedEntries(config.parameters)
  out.integer(parameters.length, 1)
  for (const [machine, values] of parameters) {
    out.text(machine)
    const entries = sortedEntries(values)
    out.integer(entries.length, 2)
    for (const [name, value] of entries) {
      out.text(name)
      out.integer(value, 32)
    }
  }
  out.optional(config.precompileBase, 20)
  out.optional(config.supplyCap, 32)
  return Uint8Array.from(out.bytes)
}

class Input {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  take(length: number): Uint8Array {
    const end = this.#at + length
    if (end > this.#bytes.length) invalid(`at least ${end} bytes`, this.#bytes.length)
    const part = this.#bytes.slice(this.#at, end)
    this.#at = end
    return part
  }

  integer(length: number): bigint {
    return bytesToBigInt(this.take(length))
  }

  number(length: number): number {
    return Number(this.integer(length))
  }

  text(): string {
    return String.fromCharCode(...this.take(this.number(1)))
  }

  optional(length: number): bigint | undefined {
    return this.number(1) === 0 ? undefined : this.integer(length)
  }
}

function readFork(input: Input): ForkActivation {
  const machine = input.text()
  const fork = input.text()
  const isTime = input.number(1) !== 0
  const at = input.integer(8)
  return isTime ? { machine, fork, time: at } : { machine, fork, block: at }
}

function readRates(input: Input): Record<string, GasRate> {
  const rates: Record<string, GasRate> = Object.create(null)
  for (let count = input.number(1); count > 0; count--) {
    rates[input.text()] = { units: input.integer(8), gas: input.integer(8) }
  }
  return { ...rates }
}

function readParameters(input: Input): Record<string, Record<string, bigint>> {
  const parameters: Record<string, Record<string, bigint>> = Object.create(null)
  for (let count = input.number(1); count > 0; count--) {
    const machine = input.text()
    const values: Record<string, bigint> = Object.create(null)
    for (let left = input.number(2); left > 0; left--) values[input.text()] = input.integer(32)
    parameters[machine] = { ...values }
  }
  return { ...parameters }
}

/** Throws InvalidChainConfig unless the bytes are the one encoding of a sound configuration. */
export function decodeChainConfig(bytes: Uint8Array): ChainConfig {
  const input = new Input(bytes)
  const version = input.number(1)
  if (version !== VERSION) invalid(`version ${VERSION}`, version)
  const chainId = input.integer(8)
  const machines = Array.from({ length: input.number(1) }, () => input.text())
  const forks = Array.from({ length: input.number(2) }, () => readFork(input))
  const gasRates = readRates(input)
  const limits = {
    transactionBytes: input.number(4),
    payloadBytes: input.number(4),
    blockTransactions: input.number(4),
    sweepPerBlock: input.number(4),
    crossings: input.number(1),
  }
  const allowed = input.number(1)
  const config: ChainConfig = {
    chainId,
    machines,
    forks,
    gasRates,
    limits,
    allow: {
      unprotectedTransactions: (allowed & 1) !== 0,
      chainIdZeroAuthorizations: (allowed & 2) !== 0,
    },
    parameters: readParameters(input),
    precompileBase: input.optional(20),
    supplyCap: input.optional(32),
  }
  if (!equalBytes(encodeChainConfig(config), bytes)) invalid('its one encoding', 'another one')
  return config
}

/** A chain with the native and the EVM machine, every rule of Osaka from block 0, no supply cap, nothing unsafe on. */
export function defaultChainConfig(overrides: Partial<ChainConfig> = {}): ChainConfig {
  const config: ChainConfig = {
    chainId: 1337n,
    machines: ['native', 'evm'],
    forks: [{ machine: 'evm', fork: 'osaka', block: 0n }],
    gasRates: { native: { units: 1n, gas: 1n }, evm: { units: 1n, gas: 1n } },
    limits: {
      transactionBytes: 1_048_576,
      payloadBytes: 1_048_576,
      blockTransactions: 100_000,
      sweepPerBlock: 1_000,
      crossings: 8,
    },
    allow: { unprotectedTransactions: false, chainIdZeroAuthorizations: false },
    parameters: {},
    precompileBase: undefined,
    supplyCap: undefined,
    ...overrides,
  }
  checkChainConfig(config)
  return config
}
