/** Solana as a machine of n-vm: payloads 0x20 to 0x2F and raw Solana transactions. */
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
import { MAX_U64 } from '../../primitives/u256.ts'
import type { RawKind, RawTransaction } from '../../transaction.ts'
import { type Attested, signatureLookAhead } from './ahead.ts'
import { SvmContext, type SvmEngineOptions } from './context.ts'
import { SVM, validateParameters } from './parameters.ts'
import { SvmPreparedCall } from './prepared-call.ts'
import { SolanaLife } from './raw-life.ts'
import { LAMPORT } from './state/accounts.ts'

class SvmMachine implements Machine {
  private readonly context: SvmContext
  private readonly ahead: LookAhead<Attested>

  constructor(services: BlockServices, options: SvmEngineOptions) {
    this.context = new SvmContext(services, options)
    this.ahead = signatureLookAhead(this.context)
  }

  begin(): void {
    this.context.begin()
  }

  prepare(request: CallRequest): PreparedCall {
    return new SvmPreparedCall(this.context, request)
  }

  lookAhead(transactions: readonly RawTransaction[]): void {
    this.ahead.fill(transactions)
  }

  openRaw(kind: RawKind, bytes: Uint8Array): Life {
    if (kind !== 'solana') {
      throw new InvalidTransactionError(
        'UnknownRawKind',
        `raw transaction of the svm expected kind "solana", got "${kind}"`,
        { kind },
      )
    }
    return new SolanaLife(this.context, bytes, this.ahead.take(bytes))
  }
}

/** The Solana engine. One instance may serve many chains and blocks; it keeps nothing between them. */
export function createSvmEngine(options: SvmEngineOptions = {}): Engine {
  return {
    name: SVM,
    opcodes: { first: 0x20, last: 0x2f },
    rawKinds: ['solana'],
    validate: validateParameters,
    // Lamports are 64 bits: more coin than that and an account could hold what programs cannot count.
    supplyCap: () => MAX_U64 * LAMPORT,
    open: (services) => new SvmMachine(services, options),
  }
}
