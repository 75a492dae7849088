/**
 * Making a first state: chain configuration, accounts with their EVM parts, and where block numbers begin.
 * Addresses and ids may be given as hex or bytes; quantities as bigint, number or 0x-hex.
 */

import { nobleCrypto } from './crypto/noble.ts'
import type { Crypto } from './crypto/types.ts'
import type { Engine } from './engine.ts'
import { defaultEngines } from './engines.ts'
import { NVmError } from './errors.ts'
import { bytesToHex, hexToBytes } from './primitives/bytes.ts'
import { MAX_U64, MAX_U256 } from './primitives/u256.ts'
import { Router } from './router.ts'
import { servicesAfter } from './services-after.ts'
import type { ChainConfig, ForkActivation, GasRate } from './state/chain-config.ts'
import { defaultChainConfig, encodeChainConfig } from './state/chain-config-codec.ts'
import { editChainConfig } from './state/edit.ts'
import { type ImportOptions, importState } from './state/import.ts'
import { Journal } from './state/journal.ts'
import { CellType } from './state/keys.ts'
import { writeParent } from './state/parent.ts'
import { State as StateHandle } from './state/state.ts'
import { hasTokenLedger, listTokens, showMint, tokenLedger } from './token/index.ts'
import type { BitcoinGenesis } from './vms/bvm/index.ts'
import { applyBitcoinGenesis } from './vms/bvm/index.ts'
import type { GenesisAlloc, Quantity } from './vms/evm/index.ts'
import { applyGenesisAlloc, evmBlobHashes } from './vms/evm/index.ts'
import { importSolanaAccounts, type SolanaAccountDump } from './vms/svm/index.ts'
import type { TronGenesis } from './vms/tvm/state/index.ts'
import { applyTronGenesis, tronBlobHashes } from './vms/tvm/state/index.ts'

/** Bytes, or their hex with or without 0x. */
export type Bytes = Uint8Array | string

/** An account of the n-vm's own: named by its 32-byte id. EVM addresses go into `alloc`. */
export interface GenesisAccount {
  /** 32 bytes. */
  readonly id: Bytes
  /** Base units (10^-18 coin). */
  readonly balance: Quantity
}

/** What a chain begins with. */
export interface GenesisOptions {
  readonly chainId: Quantity
  readonly accounts?: readonly GenesisAccount[]
  /** geth's genesis `alloc`: address -> balance, nonce, code, storage. */
  readonly alloc?: GenesisAlloc
  /** Tron's accounts (sun), TRC-10 tokens and witnesses. */
  readonly tron?: TronGenesis
  /** Bitcoin outputs the chain begins with. */
  readonly bitcoin?: BitcoinGenesis
  /** Accounts as the Solana CLI prints them, programs among them; for chains with the Solana machine. */
  readonly solanaAccounts?: readonly SolanaAccountDump[]
  /** Ethereum rule set from the first block on. Default `osaka`. For a schedule use `configure`. */
  readonly evmFork?: string
  /** Changes the default configuration; called once on an immer draft. */
  readonly configure?: Parameters<typeof editChainConfig>[1]
  /** Number and timestamp (seconds) of the block before the first one executed. Default: none, any number may follow. */
  readonly number?: Quantity
  readonly timestamp?: Quantity
  readonly crypto?: Crypto
  /** Default: all that come with the library. They check the configuration. */
  readonly engines?: readonly Engine[]
}

/** The code that records of the library's machines refer to. */
function recordBlobHashes(machine: number, record: Uint8Array): readonly Uint8Array[] {
  return [...evmBlobHashes(machine, record), ...tronBlobHashes(machine, record)]
}

/** Parses a quantity; throws InvalidGenesis. */
export function quantity(value: Quantity, max: bigint, name: string): bigint {
  let parsed: bigint
  try {
    parsed = value === '0x' ? 0n : BigInt(value)
  } catch {
    throw new NVmError('InvalidGenesis', `${name} expected an integer, got "${value}"`, { name })
  }
  if (parsed < 0n || parsed > max)
    throw new NVmError('InvalidGenesis', `${name} expected 0..${max}, got ${parsed}`, { name })
  return parsed
}

function bytes(value: Bytes, length: number, name: string): Uint8Array {
  let parsed: Uint8Array
  try {
    parsed = typeof value === 'string' ? hexToBytes(value) : value.slice()
  } catch {
    throw new NVmError('InvalidGenesis', `${name} expected ${length} bytes of hex`, { name })
  }
  if (parsed.length !== length) {
    throw new NVmError('InvalidGenesis', `${name} expected ${length} bytes, got ${parsed.length}`, {
      name,
    })
  }
  return parsed
}

function fill(journal: Journal, options: GenesisOptions, crypto: Crypto): void {
  for (const { id, balance } of options.accounts ?? []) {
    const account = journal.account(bytes(id, 32, 'account id'))
    journal.supply.issue(account, quantity(balance, MAX_U256, 'balance'), 'genesis')
  }
  if (options.alloc !== undefined) applyGenesisAlloc(journal, crypto, options.alloc)
  if (options.solanaAccounts !== undefined)
    importSolanaAccounts(journal, crypto, options.solanaAccounts)
  if (options.tron !== undefined) {
    const timestamp = quantity(options.timestamp ?? 0n, MAX_U64, 'timestamp')
    applyTronGenesis(journal, crypto, options.tron, timestamp)
  }
  if (options.number !== undefined || options.timestamp !== undefined) {
    writeParent(journal, {
      number: quantity(options.number ?? 0n, MAX_U64, 'number'),
      timestamp: quantity(options.timestamp ?? 0n, MAX_U64, 'timestamp'),
      genesisRoot: undefined,
    })
  }
}

/** Units of a machine per shared gas where the chain names no rate: 10 compute units, 1 energy, 0.1 weight units. */
const DEFAULT_GAS_RATES: Readonly<Record<string, GasRate>> = {
  svm: { units: 10n, gas: 1n },
  bvm: { units: 1n, gas: 10n },
}

/**
 * The configuration a set of genesis options asks for, checked by its engines: every engine given is registered, and
 * the supply is capped at what their integers can hold, unless `configure` says otherwise.
 */
export function genesisConfig(options: GenesisOptions): ChainConfig {
  const engines = options.engines ?? defaultEngines()
  const machines = engines.map(({ name }) => name)
  const evm: ForkActivation = { machine: 'evm', fork: options.evmFork ?? 'osaka', block: 0n }
  const base = defaultChainConfig({
    chainId: quantity(options.chainId, MAX_U64, 'chainId'),
    machines,
    forks: machines.includes('evm') ? [evm] : [],
    gasRates: Object.fromEntries(
      machines.map((name) => [name, DEFAULT_GAS_RATES[name] ?? { units: 1n, gas: 1n }]),
    ),
  })
  const wanted = options.configure === undefined ? base : editChainConfig(base, options.configure)
  const router = new Router(engines)
  const config =
    wanted.supplyCap === undefined ? { ...wanted, supplyCap: router.supplyCap(wanted) } : wanted
  router.validate(config)
  return config
}

/** Stands for the transaction in ids (S2) of what mints that exist get installed. */
const SHOWN_INDEX = 0xfffffffc

/**
 * Takes over a new state and gives one with every mint of the ledger installed in these machines, where it is not yet. Throws
 * `fault` if an address of a mint is in use there. Cost: a walk over all cells.
 */
function showMints(
  state: StateHandle,
  engines: readonly Engine[],
  fault: 'InvalidGenesis' | 'InvalidChainConfig',
): StateHandle {
  const tokens = engines.length === 0 || !hasTokenLedger(state.chain) ? [] : listTokens(state)
  if (tokens.length === 0) return state
  const services = { ...servicesAfter(state, {}, {}), transactionIndex: SHOWN_INDEX }
  const { journal } = services
  const ledger = tokenLedger(services)!
  try {
    for (const engine of engines) engine.open(services)
    for (const { mint } of tokens) {
      const used = showMint(ledger, ledger.mint(mint)!)
      if (used !== undefined) refuse(mint, used.address, fault)
    }
    journal.endTransaction()
    return state.apply(journal.takeDiff())
  } finally {
    state.release()
  }
}

function refuse(
  id: Uint8Array,
  place: Uint8Array,
  fault: 'InvalidGenesis' | 'InvalidChainConfig',
): never {
  const [mint, address] = [bytesToHex(id), bytesToHex(place)]
  throw new NVmError(
    fault,
    `mint ${mint} expected its address ${address} unused in every machine, it has code, nonce, data or an alias`,
    { mint, address },
  )
}

/**
 * A first state. Throws InvalidGenesis or InvalidChainConfig; SupplyCapExceeded if the accounts hold more than the
 * configuration's cap. Cost: proportional to accounts, code bytes and slots.
 */
export function createGenesis(options: GenesisOptions): StateHandle {
  const crypto = options.crypto ?? nobleCrypto
  const build = { chain: genesisConfig(options), crypto, blobHashes: recordBlobHashes }
  const filled = StateHandle.build(build, (journal) => fill(journal, options, crypto))
  // Whether an address is in use is known once everything is there.
  const engines = new Router(options.engines ?? defaultEngines()).registered(build.chain)
  const base = showMints(filled, engines, 'InvalidGenesis')
  const { bitcoin } = options
  if (bitcoin === undefined) return base
  // Outputs are named after the state without them (S9), so they come last.
  const journal = new Journal(base)
  applyBitcoinGenesis(journal, crypto, base.root, bitcoin)
  journal.endTransaction()
  const state = base.apply(journal.takeDiff())
  base.release()
  return state
}

/**
 * The same state under an edited chain configuration, which holds from the next block on: how a host registers a machine
 * or schedules a fork. Throws InvalidChainConfig; SupplyCapExceeded if more coin exists than the new cap or a machine's
 * integers allow (S4). A machine that comes to the chain shows the mints that exist; InvalidChainConfig if the address of one is
 * in use there. The given state stays as it is. Cost: one leaf; for a new machine a walk over all cells, if there are mints.
 */
export function reconfigure(
  state: StateHandle,
  recipe: Parameters<typeof editChainConfig>[1],
  engines: readonly Engine[] = defaultEngines(),
): StateHandle {
  const edited = editChainConfig(state.chain, recipe)
  const router = new Router(engines)
  const bound = router.supplyCap(edited)
  const config = edited.supplyCap === undefined ? { ...edited, supplyCap: bound } : edited
  router.validate(config)
  const journal = new Journal(state)
  const { total } = journal.supply
  if (config.supplyCap !== undefined && total > config.supplyCap) {
    throw new NVmError(
      'SupplyCapExceeded',
      `supply expected at most ${config.supplyCap} under the new configuration, ${total} exists`,
      { cap: config.supplyCap, total },
    )
  }
  journal.setCell(journal.cell(CellType.config, []), encodeChainConfig(config))
  journal.endTransaction()
  const next = state.apply(journal.takeDiff())
  const known = hasTokenLedger(state.chain) ? state.chain.machines : []
  const added = router.registered(config).filter(({ name }) => !known.includes(name))
  return showMints(next, added, 'InvalidChainConfig')
}

/**
 * A state from the chunks of an export: {@link importState} that knows which code the machines of this library refer to,
 * so that a stream with more or less is refused.
 */
export function importChainState(
  chunks: Iterable<Uint8Array>,
  options: Partial<ImportOptions> = {},
): StateHandle {
  return importState(chunks, { crypto: nobleCrypto, blobHashes: recordBlobHashes, ...options })
}

/** An immutable state handle; see {@link StateHandle}. */
export type State = StateHandle

/** Where states come from. */
export const State = {
  /** A first state; see {@link createGenesis}. */
  genesis: createGenesis,
  /** A state from an export; see {@link importChainState}. */
  import: importChainState,
} as const
