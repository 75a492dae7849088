/** What the Solana engine computes once per block and shares between all its transactions. */
import type { Crypto } from '../../crypto/types.ts'
import type { BlockServices } from '../../engine.ts'
import { accountAt } from '../../identity/alias.ts'
import { ByteArena } from '../../primitives/arena.ts'
import { wordToKey } from '../../primitives/bytes.ts'
import type { FeeSplit } from '../../receipt.ts'
import type { Account } from '../../state/cells.ts'
import { Namespace } from '../../state/reader.ts'
import { tokenLedger } from '../../token/index.ts'
import { BlockSysvars, SLOTS_PER_EPOCH } from './block-sysvars.ts'
import { ProgramId } from './ids.ts'
import type { KeyTable, KnownKey } from './known-keys.ts'
import { featuresOf, SVM } from './parameters.ts'
import { computeBudgetProgram } from './programs/compute-budget.ts'
import { LOADER_BUILTINS, LOADERS } from './programs/loaders/index.ts'
import { PRECOMPILES } from './programs/precompiles/index.ts'
import { systemProgram } from './programs/system/index.ts'
import { createTokenProgram, mintFace, TokenState } from './programs/token/index.ts'
import { sbpfVersions } from './runtime/features.ts'
import {
  type Builtin,
  type Features,
  ProgramCache,
  type RuntimeHost,
  Sysvars,
} from './runtime/index.ts'
import { syscallTable } from './runtime/syscalls/table.ts'
import { loadElf, verify } from './sbpf/index.ts'
import { Signers } from './signers.ts'
import { LAMPORT, type SvmAccount, SvmAccounts } from './state/accounts.ts'
import { BlockhashQueue } from './state/blockhash-queue.ts'
import { DataCache } from './state/data-cache.ts'
import { fixedAccount } from './state/fixed-accounts.ts'
import type { SolanaFee } from './transaction/compute-budget.ts'
import type { LookupSource } from './transaction/lookup-tables.ts'

/** Choices of the host that change no result of a valid block. */
export interface SvmEngineOptions {
  /**
   * Off for hosts that have verified signatures before (a mempool, a benchmark): whatever is in the bytes is believed.
   * Default true.
   */
  readonly verifySignatures?: boolean
  /** Put lamports of every account before and after into the receipt's details. Default false. */
  readonly recordBalances?: boolean
  /** Bytes of program data kept between blocks. Default 64 MiB. */
  readonly maxDataBytes?: number
}

const DATA_BYTES = 64 * 1024 * 1024

const BUILTINS: ReadonlyMap<string, Builtin> = new Map([
  [wordToKey(ProgramId.system), systemProgram],
  [wordToKey(ProgramId.computeBudget), computeBudgetProgram],
  ...LOADER_BUILTINS,
])

/** On a chain with the token ledger the Token program is ours, whatever account stands at its address. */
function withToken(tokens: TokenState): ReadonlyMap<string, Builtin> {
  return new Map([...BUILTINS, [wordToKey(ProgramId.token), createTokenProgram(tokens)]])
}

interface SvmCaches {
  readonly data: DataCache
  readonly programs: ProgramCache
}

/** Which syscalls and versions there are decides how an ELF loads: programs are kept apart by features. */
function programCache(crypto: Crypto, features: Features): ProgramCache {
  const syscalls = syscallTable(features)
  const versions = sbpfVersions(features)
  const load = (elf: Uint8Array) => {
    const executable = loadElf(elf, { syscalls, ...versions })
    verify(executable)
    return executable
  }
  return new ProgramCache(load, (bytes) => crypto.sha256(bytes))
}

/** Caches live with the executor, under the engine's name. */
function cachesOf(services: BlockServices, features: Features, bytesMax: number): SvmCaches {
  const { caches, crypto } = services
  const name = `${SVM}:${Object.values(features).map(Number).join('')}`
  const known = caches.get(name) as SvmCaches | undefined
  if (known !== undefined) return known
  const made = { data: new DataCache(bytesMax), programs: programCache(crypto, features) }
  caches.set(name, made)
  return made
}

export class SvmContext implements LookupSource {
  readonly services: BlockServices
  readonly options: SvmEngineOptions
  readonly features: Features
  readonly queue: BlockhashQueue
  readonly signers: Signers
  readonly accounts: SvmAccounts
  /** Copies of the block's transactions. */
  readonly arena = new ByteArena()
  readonly host: RuntimeHost
  /** The token ledger's accounts and program, where the chain has the ledger. */
  readonly tokens: TokenState | undefined
  /** The beneficiary, found once a block unless aliases change. */
  private credited: { readonly account: Account; readonly aliasVersion: number } | undefined
  private readonly gasByUnits = new Map<number, bigint>()
  private lastSplit:
    | { readonly base: bigint; readonly priority: bigint; readonly split: FeeSplit }
    | undefined
  private lastPrice:
    | { readonly split: FeeSplit; readonly gasUsed: bigint; readonly price: bigint }
    | undefined
  private latestAddress: Uint8Array | undefined
  private latestKey: KnownKey | undefined
  private opened:
    | { readonly sysvars: BlockSysvars; readonly runtime: Sysvars; readonly slot: bigint }
    | undefined

  constructor(services: BlockServices, options: SvmEngineOptions) {
    const { journal, crypto, block } = services
    const features = featuresOf(services.chain)
    const { data, programs } = cachesOf(services, features, options.maxDataBytes ?? DATA_BYTES)
    this.services = services
    this.options = options
    this.features = features
    this.queue = new BlockhashQueue(journal)
    this.signers = new Signers(crypto)
    this.accounts = new SvmAccounts({ journal, crypto, cache: data, blockNumber: block.number })
    const ledger = tokenLedger(services)
    ledger?.addFace(mintFace(this.accounts))
    this.tokens = ledger === undefined ? undefined : new TokenState(ledger, this.accounts)
    this.host = {
      crypto,
      builtins: this.tokens === undefined ? BUILTINS : withToken(this.tokens),
      precompiles: PRECOMPILES,
      loaders: LOADERS,
      programs,
      readAccount: (key) => this.loadKnown(this.keyOf(key)),
      epochStake: () => 0n,
    }
  }

  /** Opens the block: its slot, its blockhash, its sysvars. Throws as {@link BlockhashQueue.begin}. */
  begin(): void {
    const { block } = this.services
    const head = this.queue.head
    const first = block.number > 1n ? block.number : 1n
    const slot = block.solana.slot ?? (head === undefined ? first : head.slot + 1n)
    const { unixTimestamp } = block.solana
    const sameEpoch = head !== undefined && head.slot / SLOTS_PER_EPOCH === slot / SLOTS_PER_EPOCH
    const epochStart = sameEpoch ? head.epochStart : unixTimestamp
    this.queue.begin(slot, block.solana.blockhash, epochStart)
    const clock = { slot, epochStart, unixTimestamp }
    const sysvars = new BlockSysvars(clock, this.queue, block.solana.lastRestartSlot)
    this.opened = { sysvars, runtime: new Sysvars(sysvars), slot }
  }

  private get block() {
    if (this.opened === undefined)
      throw new TypeError('transaction of the svm expected after the block has begun')
    return this.opened
  }

  get slot(): bigint {
    return this.block.slot
  }

  /** As the runtime reads them. */
  get sysvars(): Sysvars {
    return this.block.runtime
  }

  /** The newest blockhash: nonces of this block derive from it. */
  get blockhash(): Uint8Array {
    return this.services.block.solana.blockhash
  }

  /** An account as transactions see it: built-in programs and sysvars, else what is in state. */
  loadKnown(key: KnownKey): SvmAccount | undefined {
    const fixed = fixedAccount(key, this.block.sysvars)
    if (fixed !== undefined) return fixed
    const account = this.accounts.loadKnown(key)
    return this.tokens === undefined ? account : this.tokens.show(key.bytes, account)
  }

  /** Writes back what became of an account that {@link loadKnown} gave. */
  store(key: KnownKey, before: SvmAccount, after: SvmAccount): void {
    const { tokens, accounts } = this
    if (tokens === undefined) accounts.store(key, before, after)
    else accounts.store(key, tokens.kept(key.bytes, before), tokens.kept(key.bytes, after))
  }

  /** {@link loadKnown} of any 32 bytes. */
  load(address: Uint8Array): SvmAccount | undefined {
    return this.loadKnown(this.keys.of(address))
  }

  /** PERF: the address of a program's data is the same array from one run of it to the next. */
  private keyOf(address: Uint8Array): KnownKey {
    if (address !== this.latestAddress) {
      this.latestAddress = address
      this.latestKey = this.keys.of(address)
    }
    return this.latestKey!
  }

  /** The block's addresses. */
  get keys(): KeyTable {
    return this.accounts.keys
  }

  hasSlot(slot: bigint): boolean {
    return this.queue.hasSlot(slot)
  }

  /** Who gets the part of fees that is not burnt: the account of the block's coinbase. */
  get beneficiary(): Account {
    const { journal, crypto, block } = this.services
    const known = this.credited
    if (
      known !== undefined &&
      known.aliasVersion === journal.aliasVersion &&
      known.account.origin !== undefined &&
      journal.access === undefined
    )
      return known.account
    const account = accountAt(journal, crypto, Namespace.evm, block.coinbase)
    this.credited = { account, aliasVersion: journal.aliasVersion }
    return account
  }

  /** Where a fee goes, in base units: half of the base fee is burnt. Most transactions of a block pay the same. */
  splitOf({ base, priority }: SolanaFee): FeeSplit {
    const last = this.lastSplit
    if (last?.base === base && last.priority === priority) return last.split
    const paid = (base + priority) * LAMPORT
    const burnt = (base / 2n) * LAMPORT
    const split = { paid, burnt, beneficiary: paid - burnt }
    this.lastSplit = { base, priority, split }
    return split
  }

  /** Base units per shared gas, rounded down. Most transactions of a block pay the same for the same. */
  gasPriceOf(split: FeeSplit, gasUsed: bigint): bigint {
    const last = this.lastPrice
    if (last?.split === split && last.gasUsed === gasUsed) return last.price
    const price = gasUsed === 0n ? 0n : split.paid / gasUsed
    this.lastPrice = { split, gasUsed, price }
    return price
  }

  /** Shared gas of compute units, rounded up. */
  gasOf(units: number): bigint {
    let gas = this.gasByUnits.get(units)
    if (gas === undefined) {
      if (this.gasByUnits.size >= GAS_KEPT) this.gasByUnits.clear()
      this.gasByUnits.set(units, (gas = this.countGas(units)))
    }
    return gas
  }

  private countGas(units: number): bigint {
    const { units: per, gas } = this.rate
    const product = units * Number(gas)
    // Far below 2^53 the quotient of two integers rounds up to where the exact one does.
    if (product < FEW_UNITS && per < FEW_UNITS) return BigInt(Math.ceil(product / Number(per)))
    return (BigInt(units) * gas + per - 1n) / per
  }

  /** Compute units that shared gas buys, rounded down. */
  unitsOf(gas: bigint): bigint {
    return (gas * this.rate.units) / this.rate.gas
  }

  private get rate() {
    return this.services.chain.gasRates[SVM] ?? DEFAULT_RATE
  }
}

/** Amounts of units whose gas is remembered: transactions of one kind use the same. */
const GAS_KEPT = 64

const FEW_UNITS = 2 ** 25

/** 10 compute units are 1 gas. */
const DEFAULT_RATE = { units: 10n, gas: 1n } as const
