/**
 * What the EVM engine computes once per block and shares between all its transactions: fork, tables, prices, the
 * world over the block's journal, counters of the block.
 */
import { randaoWord } from '../../block-context.ts'
import type { BlockServices } from '../../engine.ts'
import { NVmError } from '../../errors.ts'
import { legacyId } from '../../identity/legacy.ts'
import { bytesToU256 } from '../../primitives/u256.ts'
import { activeFork } from '../../state/chain-config.ts'
import { Namespace } from '../../state/reader.ts'
import { hasTokenLedger } from '../../token/ledger.ts'
import { EvmCaches } from '../evm-core/caches.ts'
import type { Code } from '../evm-core/code.ts'
import type { EvmAccount } from '../evm-core/evm-account.ts'
import { FORK_NAMES, type ForkName } from '../evm-core/forks/names.ts'
import { type EvmRules, rulesOf } from '../evm-core/forks/rules.ts'
import { type OpcodeTable, opcodeTableOf } from '../evm-core/opcodes.ts'
import { precompilesOf } from '../evm-core/precompiles/index.ts'
import type { Precompile } from '../evm-core/precompiles/types.ts'
import { EVM_MACHINE, evmRecordCodec } from '../evm-core/record.ts'
import type { TokenPrecompiles } from '../evm-core/token-system.ts'
import type { EvmBlockEnv, EvmEnv, EvmTxEnv } from '../evm-core/types.ts'
import { World } from '../evm-core/world.ts'
import { TOKEN_CONTRACTS, tokenPrecompiles } from './token-face.ts'
import type { AccessListEntry } from './transaction/types.ts'
import { type BlockRules, blockRules, type RecoverSender } from './validate.ts'

/** Name of the engine in chain configurations and receipts. */
export const EVM = 'evm'

/** Codec of the EVM's sub-records. */
export const EVM_CODEC = evmRecordCodec(EVM_MACHINE)

/** Transaction index in storage ids (S2) of what is created in the genesis, before the first and after the last transaction. */
export const GENESIS_INDEX = 0xfffffffd
export const BEGIN_INDEX = 0xfffffffe
export const END_INDEX = 0xffffffff

/** Choices of the host that change no result. */
export interface EvmEngineOptions {
  /**
   * Sender of a transaction, 20 bytes, for hosts that have verified the signature before (a mempool, a benchmark).
   * Whatever it returns is believed. Default: recovered from the signature.
   */
  readonly recoverSender?: RecoverSender
  /** Address of the deposit contract whose logs are deposit requests (EIP-6110), 20 bytes. Default: none. */
  readonly depositContract?: Uint8Array
  /** Bytes of analysed code kept between blocks. Default 16 MiB. */
  readonly maxCodeBytes?: number
}

/** Whether the name is one of {@link FORK_NAMES}. */
export function isForkName(name: string): name is ForkName {
  return (FORK_NAMES as readonly string[]).includes(name)
}

/** Fork of a block. Throws InvalidChainConfig if none is active yet. */
export function forkOf(services: BlockServices): ForkName {
  const fork = activeFork(services.chain, EVM, services.block)
  if (fork === undefined || !isForkName(fork)) {
    throw new NVmError(
      'InvalidChainConfig',
      `chain expects a known fork of the evm at block ${services.block.number}, got ${fork}`,
    )
  }
  return fork
}

/** A world over a journal with the EVM's codec and addresses. */
export function createWorld(
  services: Pick<BlockServices, 'journal' | 'crypto'>,
  caches: EvmCaches,
  fork: ForkName,
  blockNumber: bigint,
  builtins?: ReadonlyMap<bigint, Code>,
): World {
  const { journal, crypto } = services
  return new World({
    builtins,
    journal,
    crypto,
    caches,
    rules: rulesOf(fork),
    namespace: Namespace.evm,
    codec: EVM_CODEC,
    legacyId: (address) => legacyId(crypto, Namespace.evm, address),
    blockNumber,
  })
}

function cachesOf(services: BlockServices, options: EvmEngineOptions): EvmCaches {
  let caches = services.caches.get(EVM) as EvmCaches | undefined
  if (caches === undefined) {
    caches = new EvmCaches(
      options.maxCodeBytes === undefined ? {} : { maxCodeBytes: options.maxCodeBytes },
    )
    services.caches.set(EVM, caches)
  }
  return caches
}

export class EvmContext {
  readonly services: BlockServices
  readonly options: EvmEngineOptions
  readonly fork: ForkName
  readonly rules: EvmRules
  readonly blockRules: BlockRules
  readonly world: World
  readonly block: EvmBlockEnv
  readonly precompiles: ReadonlyMap<bigint, Precompile>
  /** Addresses that the chain serves itself. */
  readonly hostPrecompiles: TokenPrecompiles | undefined
  readonly table: OpcodeTable
  /** Blob gas of the block so far. */
  blobGasUsed = 0n
  /** Base and blob fees of the block so far; {@link countBurntFees} accounts for them. */
  burntBaseFees = 0n
  burntBlobFees = 0n
  /** Deposit requests of the block so far (EIP-6110). */
  readonly deposits: Uint8Array[] = []
  private beneficiary: EvmAccount | undefined = undefined
  /** Transactions and calls of this machine that are running: an inner one leaves finishing to the outermost. */
  nesting = 0

  constructor(services: BlockServices, options: EvmEngineOptions) {
    const fork = forkOf(services)
    const { block, chain } = services
    this.services = services
    this.options = options
    this.fork = fork
    this.rules = rulesOf(fork)
    this.blockRules = blockRules(chain, block, fork)
    const builtins = hasTokenLedger(chain) ? TOKEN_CONTRACTS : undefined
    const caches = cachesOf(services, options)
    this.world = createWorld(services, caches, fork, block.number, builtins)
    this.hostPrecompiles = tokenPrecompiles(services, this.world)
    this.precompiles = precompilesOf(fork)
    this.table = opcodeTableOf(fork)
    this.block = {
      number: block.number,
      timestamp: block.timestamp,
      coinbase: bytesToU256(block.coinbase),
      gasLimit: block.gasLimit,
      baseFee: this.blockRules.baseFee,
      prevRandao: randaoWord(block),
      difficulty: block.difficulty,
      blobBaseFee: block.blobBaseFee,
      blockHash: (number) => block.blockHashes.get(number),
    }
  }

  /** Environment of one transaction. */
  env(tx: EvmTxEnv): EvmEnv {
    return {
      rules: this.rules,
      table: this.table,
      chainId: this.services.chain.chainId,
      block: this.block,
      tx,
      precompiles: this.precompiles,
      hostPrecompiles: this.hostPrecompiles,
      inspector: this.services.inspector,
    }
  }

  /** Account of an optional recipient, 20 bytes. */
  recipient(to: Uint8Array | undefined): EvmAccount | undefined {
    return to === undefined ? undefined : this.world.resolveBytes(to)
  }

  /**
   * Counts the burnt fees of all raw transactions (S4). Once per block, after the last of them and before anything is
   * issued: per transaction it would cost a tenth of a transfer and make every two transactions conflict.
   */
  countBurntFees(): void {
    const { journal } = this.services
    journal.supply.countBurnt(this.burntBaseFees, 'base-fee')
    journal.supply.countBurnt(this.burntBlobFees, 'blob-fee')
    this.burntBaseFees = 0n
    this.burntBlobFees = 0n
    journal.endTransaction()
  }

  /** Account of the beneficiary. PERF: the look-up is skipped while no alias changes and nobody records reads. */
  get coinbase(): EvmAccount {
    const { journal } = this.services
    const known = this.beneficiary
    if (
      known !== undefined &&
      known.aliasVersion === journal.aliasVersion &&
      journal.access === undefined
    )
      return known
    const found = this.world.resolve(this.block.coinbase)
    this.beneficiary = found
    return found
  }

  /** Warms what a transaction starts with: sender, recipient, beneficiary (EIP-2929, 3651) and its list (EIP-2930). */
  warmStart(from: EvmAccount, to: EvmAccount | undefined, list: readonly AccessListEntry[]): void {
    const { world, rules } = this
    if (!rules.hasColdAccess) return
    world.warm(from)
    if (to !== undefined) world.warm(to)
    if (rules.warmsCoinbase) world.warm(this.coinbase)
    for (const { address, storageKeys } of list) world.warmAccess(bytesToU256(address), storageKeys)
  }

  /**
   * Refund that a transaction gets back: what was counted, at most a half (a fifth since London, EIP-3529) of the gas
   * used.
   */
  cappedRefund(gasUsed: bigint): bigint {
    const counted = this.world.refund
    if (counted <= 0) return 0n
    const cap = gasUsed / (this.rules.limitsRefundToFifth ? 5n : 2n)
    const refund = BigInt(counted)
    return refund < cap ? refund : cap
  }
}

/** Code that an EVM record commits to, for exports that hold exactly the code in use. */
export function evmBlobHashes(machine: number, record: Uint8Array): readonly Uint8Array[] {
  if (machine !== EVM_MACHINE) return []
  const { codeHash } = EVM_CODEC.decode(record)
  return codeHash === undefined ? [] : [codeHash]
}
