/** The Bitcoin machine of n-vm: payloads 0x30 to 0x33 and raw Bitcoin transactions. docs/bvm.md. */
import type {
  BlockServices,
  CallRequest,
  Engine,
  Life,
  Machine,
  PreparedCall,
} from '../../engine.ts'
import { InvalidTransactionError } from '../../errors.ts'
import type { RawKind, RawTransaction } from '../../transaction.ts'
import { tick } from './clock.ts'
import { BvmContext } from './context.ts'
import { BvmLookAhead } from './look-ahead.ts'
import { BVM, bvmParameters, SATOSHI } from './parameters.ts'
import { prepareCall } from './prepared-call.ts'
import { BitcoinLife } from './raw-life.ts'
import { decodeTransaction } from './transaction/index.ts'

class BvmMachine implements Machine {
  private readonly context: BvmContext
  private readonly ahead: BvmLookAhead

  constructor(services: BlockServices) {
    this.context = new BvmContext(services)
    this.ahead = new BvmLookAhead(this.context)
  }

  /** Reads the clock once, so that a host's median time that falls throws before anything runs. */
  begin(): void {
    void this.context.medianTime
  }

  end(): undefined {
    tick(this.context.services, this.context.medianTime)
  }

  prepare(request: CallRequest): PreparedCall {
    return prepareCall(this.context, request)
  }

  lookAhead(transactions: readonly RawTransaction[]): void {
    this.ahead.fill(transactions)
  }

  openRaw(kind: RawKind, bytes: Uint8Array): Life {
    if (kind !== 'bitcoin') {
      throw new InvalidTransactionError(
        'UnknownRawKind',
        `raw transaction of the ${BVM} expected kind "bitcoin", got "${kind}"`,
        { kind },
      )
    }
    const known = this.ahead.take(bytes)
    if (known !== undefined) return new BitcoinLife(this.context, known.tx, known.verified)
    return new BitcoinLife(this.context, decodeTransaction(bytes, this.context.services.crypto))
  }
}

/** The Bitcoin engine. One instance may serve many chains and blocks; it keeps nothing between them. */
export function createBvmEngine(): Engine {
  return {
    name: BVM,
    opcodes: { first: 0x30, last: 0x3f },
    rawKinds: ['bitcoin'],
    validate: (chain) => void bvmParameters(chain),
    supplyCap: (chain) => bvmParameters(chain).maxMoney * SATOSHI,
    open: (services) => new BvmMachine(services),
  }
}
