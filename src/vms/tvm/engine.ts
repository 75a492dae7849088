/** Tron's machine as a machine of n-vm: payloads 0x40 to 0x4F and raw Tron transactions. */
import type {
  BlockServices,
  CallRequest,
  Engine,
  Life,
  Machine,
  PreparedCall,
} from '../../engine.ts'
import { InvalidTransactionError } from '../../errors.ts'
import type { LookAhead } from '../../look-ahead.ts'
import { ByteArena } from '../../primitives/arena.ts'
import type { ChainConfig } from '../../state/chain-config.ts'
import type { RawKind, RawTransaction } from '../../transaction.ts'
import { recordBlockIds } from './block-ids.ts'
import { TVM } from './gas.ts'
import { type Attested, signerLookAhead } from './look-ahead.ts'
import { TvmPreparedCall } from './prepared-call.ts'
import { RawLife } from './raw-life.ts'
import { type TvmEngineOptions, TvmScope } from './scope.ts'
import { SeenTransactions } from './seen.ts'
import { SUN } from './state/ledger.ts'
import { checkTronParameters } from './state/parameters.ts'
import { registerTokenFace } from './token-face.ts'
import { decodeOwnTransaction } from './transaction/decode.ts'

/** Tron's amounts are int64 sun: (2^63 - 1) * 10^12 base units. */
const SUPPLY_CAP = ((1n << 63n) - 1n) * SUN

class TvmMachine implements Machine {
  private readonly services: BlockServices
  private readonly options: TvmEngineOptions
  /** Own copies of the transactions. */
  private readonly arena = new ByteArena()
  private readonly ahead: LookAhead<Attested>
  private opened: TvmScope | undefined = undefined

  constructor(services: BlockServices, options: TvmEngineOptions) {
    this.services = services
    this.options = options
    this.ahead = signerLookAhead(services, this.arena)
    registerTokenFace(services, () => this.scope)
  }

  /** Made when the block has its first use of the machine. */
  private get scope(): TvmScope {
    if (this.opened === undefined) this.opened = new TvmScope(this.services, this.options)
    return this.opened
  }

  begin(): void {
    const { journal, block } = this.services
    recordBlockIds(journal, block)
  }

  /** Files the markers of the block and removes those that have run out. */
  end(): void {
    const { journal, block } = this.services
    const seen = this.opened?.seen ?? new SeenTransactions(journal)
    seen.finish(block.tron.headTimestamp * 1_000n)
  }

  prepare(request: CallRequest): PreparedCall {
    return new TvmPreparedCall(this.scope, request)
  }

  lookAhead(transactions: readonly RawTransaction[]): void {
    this.ahead.fill(transactions)
  }

  openRaw(kind: RawKind, bytes: Uint8Array): Life {
    if (kind !== 'tron') {
      throw new InvalidTransactionError(
        'UnknownRawKind',
        `raw transaction of the tvm expected kind "tron", got "${kind}"`,
        { kind },
      )
    }
    const known = this.ahead.take(bytes)
    if (known !== undefined) return new RawLife(this.scope, known.transaction, known.signer)
    return new RawLife(
      this.scope,
      decodeOwnTransaction(this.services.crypto, this.arena.copy(bytes)),
    )
  }
}

/** The TVM engine. One instance may serve many chains and blocks; it keeps nothing between them. */
export function createTvmEngine(options: TvmEngineOptions = {}): Engine {
  return {
    name: TVM,
    opcodes: { first: 0x40, last: 0x4f },
    rawKinds: ['tron'],
    validate: (chain: ChainConfig) => checkTronParameters(chain.parameters[TVM] ?? {}),
    supplyCap: () => SUPPLY_CAP,
    open: (services) => new TvmMachine(services, options),
  }
}
