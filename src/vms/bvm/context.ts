/** What the Bitcoin machine knows of the block it works in: rules, prices, clock, outputs. One a block. */
import type { BlockServices } from '../../engine.ts'
import type { GasRate } from '../../state/chain-config.ts'
import { medianTimePast } from './clock.ts'
import { crossingTxid, envelopeTxid } from './outpoint.ts'
import { BVM, type BvmParameters, bvmParameters } from './parameters.ts'
import { CONSENSUS_FLAGS, STANDARD_FLAGS } from './script/flags.ts'
import { Utxos } from './utxo.ts'

/** Weight units to shared gas where the chain names no rate: 0.1 weight units a gas. */
const DEFAULT_RATE: GasRate = { units: 1n, gas: 10n }

export class BvmContext {
  readonly services: BlockServices
  readonly parameters: BvmParameters
  readonly utxos: Utxos
  /** Script verification flags of every input. */
  readonly flags: number
  private readonly rate: GasRate
  private clock: bigint | undefined
  private creations = { sequence: -1, count: 0 }

  constructor(services: BlockServices) {
    this.services = services
    this.parameters = bvmParameters(services.chain)
    this.utxos = new Utxos(services.journal)
    this.flags = this.parameters.standard === 1n ? STANDARD_FLAGS : CONSENSUS_FLAGS
    this.rate = services.chain.gasRates[BVM] ?? DEFAULT_RATE
  }

  /** Number of the running block: the height of what it makes. */
  get height(): bigint {
    return this.services.block.number
  }

  /** Median time past of the running block, seconds. */
  get medianTime(): bigint {
    return (this.clock ??= medianTimePast(this.services))
  }

  /** Shared gas of weight units, rounded up. */
  gasOf(weight: bigint): bigint {
    const { units, gas } = this.rate
    return (weight * gas + units - 1n) / units
  }

  /** Txid of what the running payload makes: by nonce for an envelope, by place for a call from another machine. */
  payloadTxid(sender: Uint8Array, nonce: bigint, crossings: number): Uint8Array {
    const { crypto, chain, block, journal, transactionIndex } = this.services
    const binding = { chainId: chain.chainId, genesisRoot: block.genesisRoot }
    if (crossings === 0) return envelopeTxid(crypto, binding, sender, nonce)
    const { creations } = this
    const isNew = creations.sequence !== journal.sequence
    this.creations = { sequence: journal.sequence, count: isNew ? 1 : creations.count + 1 }
    return crossingTxid(crypto, binding, sender, {
      block: block.number,
      transaction: transactionIndex,
      creation: this.creations.count,
    })
  }
}
