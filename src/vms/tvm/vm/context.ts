/** What Tron's machine computes once a block and all its runs share: switches, tables, the world over the journal. */
import type { Crypto } from '../../../crypto/types.ts'
import { legacyId } from '../../../identity/legacy.ts'
import { hexToBytes } from '../../../primitives/bytes.ts'
import { bytesToU256 } from '../../../primitives/u256.ts'
import type { Journal } from '../../../state/journal.ts'
import { Namespace } from '../../../state/reader.ts'
import type { Inspector } from '../../../trace/inspector.ts'
import { EvmCaches } from '../../evm-core/caches.ts'
import type { EvmRules } from '../../evm-core/forks/rules.ts'
import type { OpcodeTable } from '../../evm-core/opcodes.ts'
import type { EvmBlockEnv, EvmEnv, HostPrecompile } from '../../evm-core/types.ts'
import type { AccountHost } from './account-host.ts'
import { PREFIX_WORD } from './address.ts'
import type { DynamicEnergy } from './dynamic-energy.ts'
import { tvmOpcodes } from './opcodes.ts'
import { tvmPrecompiles } from './precompiles/index.ts'
import type { TvmPrecompile } from './precompiles/types.ts'
import { tvmRules } from './prices.ts'
import type { StakeHost } from './stake-host.ts'
import { type Switches, switchKey } from './switches.ts'
import { TvmWorld } from './world.ts'

/** Name of the machine in traces, receipts and chain configuration. */
export const TVM = 'tvm'

/** TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy: mainnet's black hole, an address without a key. */
export const BLACK_HOLE: Uint8Array = hexToBytes('77944d19c052b73ee2286823aa83f8138cb7032f')

/** What a block says of itself to contracts. */
export interface TvmBlock {
  readonly number: bigint
  /** Seconds. */
  readonly timestamp: bigint
  /** Witness, 20 bytes. */
  readonly witness: Uint8Array
  /** Id of one of the last 256 blocks, 32 bytes; undefined reads as zero. */
  blockId(number: bigint): Uint8Array | undefined
}

export interface TvmContextOptions {
  readonly journal: Journal
  readonly crypto: Crypto
  readonly caches: TvmCaches
  readonly switches: Switches
  /** Sun per energy: GASPRICE and BASEFEE. */
  readonly energyFee: bigint
  /** Undefined while id 72 is off. */
  readonly dynamicEnergy?: DynamicEnergy | undefined
  /** Number of the running maintenance period. */
  readonly cycle?: bigint
  readonly block: TvmBlock
  /** Id of the genesis block, 32 bytes: CHAINID is its last 4 bytes, or all of it ({@link chainIdWord}). */
  readonly genesisId: Uint8Array
  readonly accounts: AccountHost
  readonly stakes: StakeHost
  /** 20 bytes; default {@link BLACK_HOLE}. */
  readonly blackHole?: Uint8Array
  readonly inspector?: Inspector | undefined
}

/** Caches of pure functions, owned by the executor and shared by all its blocks. */
export class TvmCaches {
  readonly evm: EvmCaches
  private readonly tables = new Map<number, OpcodeTable>()
  private readonly precompiles = new Map<number, ReadonlyMap<bigint, TvmPrecompile>>()

  constructor(options: { readonly maxCodeBytes?: number } = {}) {
    this.evm = new EvmCaches(options)
  }

  tableOf(switches: Switches): OpcodeTable {
    return kept(this.tables, switchKey(switches), () => tvmOpcodes(switches))
  }

  precompilesOf(switches: Switches): ReadonlyMap<bigint, TvmPrecompile> {
    return kept(this.precompiles, switchKey(switches), () => tvmPrecompiles(switches))
  }
}

/** Ethereum's: Tron's instructions find their own. */
const NO_PRECOMPILES: EvmEnv['precompiles'] = new Map()
const NO_BLOBS: readonly bigint[] = []

/** A chain changes its switches a few times in its life. */
const KEPT = 16

function kept<T>(map: Map<number, T>, key: number, build: () => T): T {
  let value = map.get(key)
  if (value === undefined) {
    if (map.size >= KEPT) map.clear()
    value = build()
    map.set(key, value)
  }
  return value
}

/** CHAINID: the last four bytes of the genesis block's id since id 60 or 71, before that all 32. */
export function chainIdWord(genesisId: Uint8Array, switches: Switches): bigint {
  const isShort =
    switches.ALLOW_TVM_COMPATIBLE_EVM || switches.ALLOW_OPTIMIZED_RETURN_VALUE_OF_CHAIN_ID
  return bytesToU256(isShort ? genesisId.subarray(28) : genesisId)
}

export class TvmContext {
  readonly crypto: Crypto
  readonly journal: Journal
  readonly switches: Switches
  readonly rules: EvmRules
  readonly table: OpcodeTable
  readonly precompiles: ReadonlyMap<bigint, TvmPrecompile>
  readonly world: TvmWorld
  readonly accounts: AccountHost
  readonly stakes: StakeHost
  readonly dynamicEnergy: DynamicEnergy | undefined
  readonly cycle: bigint
  readonly blackHole: bigint
  /** Addresses the chain serves itself, to DELEGATECALL alone; set once, by whoever opened the block. */
  hosts: ReadonlyMap<bigint, HostPrecompile> | undefined = undefined
  private readonly options: TvmContextOptions
  private readonly block: EvmBlockEnv
  private readonly chainId: bigint

  constructor(options: TvmContextOptions) {
    const { journal, crypto, caches, switches, block, energyFee } = options
    this.options = options
    this.crypto = crypto
    this.journal = journal
    this.switches = switches
    this.rules = tvmRules(switches)
    this.table = caches.tableOf(switches)
    this.precompiles = caches.precompilesOf(switches)
    this.accounts = options.accounts
    this.stakes = options.stakes
    this.dynamicEnergy = switches.ALLOW_DYNAMIC_ENERGY ? options.dynamicEnergy : undefined
    this.cycle = options.cycle ?? 0n
    this.blackHole = bytesToU256(options.blackHole ?? BLACK_HOLE)
    this.chainId = chainIdWord(options.genesisId, switches)
    this.world = new TvmWorld({
      journal,
      crypto,
      caches: caches.evm,
      rules: this.rules,
      namespace: Namespace.tvm,
      legacyId: (address) => legacyId(crypto, Namespace.tvm, address),
      accounts: options.accounts,
      blockNumber: block.number,
    })
    this.block = {
      number: block.number,
      timestamp: block.timestamp,
      coinbase: bytesToU256(block.witness) + PREFIX_WORD,
      gasLimit: 0n,
      baseFee: energyFee,
      prevRandao: 0n,
      difficulty: 0n,
      blobBaseFee: 0n,
      blockHash: (number) => block.blockId(number),
    }
  }

  /** Environment of one run. */
  env(origin: bigint): EvmEnv {
    return {
      rules: this.rules,
      table: this.table,
      chainId: this.chainId,
      block: this.block,
      tx: { origin, gasPrice: this.options.energyFee, blobHashes: NO_BLOBS },
      precompiles: NO_PRECOMPILES,
      inspector: this.options.inspector,
      machine: TVM,
    }
  }

  /** Before the first run of a transaction: its index is part of the storage ids it makes (S2). */
  beginTransaction(index: number): void {
    this.world.beginTransaction(index)
  }

  /** After the last run of a transaction, once its energy is paid: removes what destroyed itself. */
  finishTransaction(): void {
    this.world.finishTransaction()
  }
}
