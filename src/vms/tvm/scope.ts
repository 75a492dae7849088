/**
 * What the engine computes once per block and shares between all its transactions: parameters, ledger, the virtual
 * machine's context, and which transactions were executed.
 */
import type { BlockServices } from '../../engine.ts'
import { equalBytes } from '../../primitives/bytes.ts'
import { type BlockReference, blockIdOf, tronGenesisId } from './block-ids.ts'
import { TVM } from './gas.ts'
import { SeenTransactions } from './seen.ts'
import { createAccountHost } from './state/account-host.ts'
import { Ledger, SUN } from './state/ledger.ts'
import { isOn, parametersOf, type TronParameters } from './state/parameters.ts'
import { createStakeHost } from './state/stake-host.ts'
import { tokenHosts } from './token-face.ts'
import type { AccountHost } from './vm/account-host.ts'
import { switchesFrom, TvmCaches, TvmContext } from './vm/index.ts'

/** Choices of the host that change no result. */
export interface TvmEngineOptions {
  /** Bytes of analysed code kept between blocks. Default 16 MiB. */
  readonly maxCodeBytes?: number
}

function cachesOf(services: BlockServices, options: TvmEngineOptions): TvmCaches {
  let caches = services.caches.get(TVM) as TvmCaches | undefined
  if (caches === undefined) {
    const { maxCodeBytes } = options
    caches = new TvmCaches(maxCodeBytes === undefined ? {} : { maxCodeBytes })
    services.caches.set(TVM, caches)
  }
  return caches
}

function dynamicEnergyOf(parameters: TronParameters) {
  if (!isOn(parameters, 'ALLOW_DYNAMIC_ENERGY')) return undefined
  return {
    threshold: parameters.DYNAMIC_ENERGY_THRESHOLD,
    increaseFactor: parameters.DYNAMIC_ENERGY_INCREASE_FACTOR,
    maxFactor: parameters.DYNAMIC_ENERGY_MAX_FACTOR,
  }
}

export class TvmScope {
  readonly services: BlockServices
  readonly parameters: TronParameters
  readonly ledger: Ledger
  readonly accounts: AccountHost
  readonly vm: TvmContext
  /** Base units per energy that is burnt for. */
  readonly energyPrice: bigint
  /** Raw transactions of this block and of those before it. */
  readonly seen: SeenTransactions
  /** A reference block that was found among this chain's: most transactions of a block name the same. */
  lastReference: BlockReference | undefined = undefined
  private crossing = { sequence: 0, count: 0 }
  /** Runs of this machine that are open: an inner one leaves finishing to the outermost. */
  nesting = 0

  constructor(services: BlockServices, options: TvmEngineOptions) {
    const { journal, crypto, chain, block } = services
    this.services = services
    this.seen = new SeenTransactions(journal)
    this.parameters = parametersOf(chain)
    this.ledger = new Ledger({
      journal,
      crypto,
      parameters: this.parameters,
      headTime: block.tron.headTimestamp * 1_000n,
    })
    this.energyPrice = this.parameters.ENERGY_FEE * SUN
    this.accounts = createAccountHost(this.ledger)
    this.vm = new TvmContext({
      journal,
      crypto,
      caches: cachesOf(services, options),
      switches: switchesFrom((name) => this.parameters[name]),
      energyFee: this.parameters.ENERGY_FEE,
      dynamicEnergy: dynamicEnergyOf(this.parameters),
      cycle: this.ledger.cycle,
      block: {
        number: block.number,
        timestamp: block.timestamp,
        witness: block.coinbase,
        blockId: (number) => blockIdOf(journal, number, block.number),
      },
      genesisId: tronGenesisId(crypto, chain.chainId, block.genesisRoot),
      accounts: this.accounts,
      stakes: createStakeHost(this.ledger),
      inspector: services.inspector,
    })
    this.vm.hosts = tokenHosts(services, this.vm)
  }

  /** Whether this block's transactions have named it before. The ids do not change while a block runs. */
  knowsReference({ refBlockBytes, refBlockHash }: BlockReference): boolean {
    const last = this.lastReference
    return (
      last !== undefined &&
      this.services.journal.access === undefined &&
      equalBytes(last.refBlockBytes, refBlockBytes) &&
      equalBytes(last.refBlockHash, refBlockHash)
    )
  }

  /** Number of this call from another machine within its transaction: part of the addresses it creates. */
  nextCrossing(): number {
    const { sequence } = this.services.journal
    if (this.crossing.sequence !== sequence) this.crossing = { sequence, count: 0 }
    return this.crossing.count++
  }
}
