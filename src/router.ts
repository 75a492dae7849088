/**
 * Payload opcode -> engine (paper, Definition 1 and Algorithm 1) and calls from one machine into another.
 * Built once per executor; overlapping ranges cannot be constructed. Look-up is one array access.
 */
import type { BlockServices, CallRequest, Engine, Life, Machine, PreparedCall } from './engine.ts'
import { InvalidTransactionError, NVmError } from './errors.ts'
import { isForNoSession } from './identity/session-rules.ts'
import { EMPTY_BYTES, equalBytes } from './primitives/bytes.ts'
import type { Outcome } from './receipt.ts'
import { failureOf } from './receipt.ts'
import type { ChainConfig } from './state/chain-config.ts'
import type { RawKind, RawTransaction, Transaction } from './transaction.ts'

const hex = (opcode: number) => `0x${opcode.toString(16).padStart(2, '0')}`

/** The engines of a host by opcode, raw kind and name. Making one costs 256 table entries; a look-up is one array access. */
export class Router {
  readonly engines: readonly Engine[]
  private readonly byOpcode: (Engine | undefined)[] = new Array(256).fill(undefined)
  private readonly byKind = new Map<RawKind, Engine>()

  /** Throws OpcodeRangeInvalid or OpcodeRangeOverlap. 0x00 is never an opcode: an all-zero payload routes nowhere. */
  constructor(engines: readonly Engine[]) {
    this.engines = engines
    for (const engine of engines) this.register(engine)
  }

  private register(engine: Engine): void {
    const { first, last } = engine.opcodes
    if (
      !Number.isInteger(first) ||
      !Number.isInteger(last) ||
      first < 1 ||
      last > 0xff ||
      first > last
    ) {
      throw new NVmError(
        'OpcodeRangeInvalid',
        `opcode range of ${engine.name} expected within 0x01..0xff`,
        { first, last },
      )
    }
    for (let opcode = first; opcode <= last; opcode++) {
      const holder = this.byOpcode[opcode]
      if (holder !== undefined) {
        throw new NVmError(
          'OpcodeRangeOverlap',
          `opcode ${hex(opcode)} of ${engine.name} expected to be free, ${holder.name} has it`,
          {
            opcode,
          },
        )
      }
      this.byOpcode[opcode] = engine
    }
    for (const kind of engine.rawKinds) {
      const holder = this.byKind.get(kind)
      if (holder !== undefined) {
        throw new NVmError(
          'OpcodeRangeOverlap',
          `raw kind ${kind} of ${engine.name} expected to be free, ${holder.name} has it`,
          { kind },
        )
      }
      this.byKind.set(kind, engine)
    }
  }

  /** Engine of a payload's first byte. */
  engineOf(opcode: number): Engine | undefined {
    return this.byOpcode[opcode]
  }

  /** The engine that takes raw transactions of a kind, if the host has one. */
  engineOfKind(kind: RawKind): Engine | undefined {
    return this.byKind.get(kind)
  }

  /** Opens every machine that the chain registers. Throws UnknownMachine if one of them has no engine. */
  open(services: Omit<BlockServices, 'cross'>): OpenRouter {
    return new OpenRouter(this, services)
  }

  /** The engines a chain registers, in its order. Throws UnknownMachine. */
  registered(chain: ChainConfig): Engine[] {
    return chain.machines.map((name) => {
      const engine = this.engines.find((candidate) => candidate.name === name)
      if (engine !== undefined) return engine
      throw new NVmError(
        'UnknownMachine',
        `chain expects machine "${name}", no engine of that name is registered`,
        { name },
      )
    })
  }

  /** Most base units that every registered machine can hold (S4), or undefined if none of them has a bound. */
  supplyCap(chain: ChainConfig): bigint | undefined {
    let lowest: bigint | undefined
    for (const engine of this.registered(chain)) {
      const cap = engine.supplyCap?.(chain)
      if (cap !== undefined && (lowest === undefined || cap < lowest)) lowest = cap
    }
    return lowest
  }

  /** Lets every engine check a chain configuration before a chain is made of it; throws InvalidChainConfig. */
  validate(chain: ChainConfig): void {
    for (const engine of this.registered(chain)) engine.validate?.(chain)
    const bound = this.supplyCap(chain)
    if (bound !== undefined && (chain.supplyCap === undefined || chain.supplyCap > bound)) {
      throw new NVmError(
        'InvalidChainConfig',
        `chain configuration expected a supply cap of at most ${bound}, what its machines can hold, got ${chain.supplyCap}`,
        { bound },
      )
    }
  }
}

/** The machines of one block. */
export class OpenRouter {
  readonly services: BlockServices
  /** In the order of the chain configuration: the order of begin and end. */
  readonly machines: readonly (readonly [name: string, machine: Machine])[]
  private readonly router: Router
  private readonly byName: ReadonlyMap<string, Machine>

  constructor(router: Router, services: Omit<BlockServices, 'cross'>) {
    this.router = router
    router.validate(services.chain)
    this.services = Object.assign(services, {
      cross: (request: CallRequest) => this.cross(request),
    })
    this.machines = router
      .registered(services.chain)
      .map((engine) => [engine.name, engine.open(this.services)] as const)
    this.byName = new Map(this.machines)
  }

  /** Machine and name of a payload. Throws UnknownOpcode, also for an engine the chain has not registered. */
  route(payload: Uint8Array): { readonly name: string; readonly machine: Machine } {
    const opcode = payload[0]
    const engine = opcode === undefined ? undefined : this.router.engineOf(opcode)
    const machine = engine === undefined ? undefined : this.byName.get(engine.name)
    if (engine === undefined || machine === undefined) {
      const got = opcode === undefined ? 'an empty payload' : hex(opcode)
      throw new InvalidTransactionError(
        'UnknownOpcode',
        `payload expected to begin with a registered opcode, got ${got}`,
        { opcode },
      )
    }
    return { name: engine.name, machine }
  }

  /** Tells every machine of the raw transactions of its kinds that come next. */
  lookAhead(transactions: readonly Transaction[]): void {
    for (const { name, rawKinds } of this.router.engines) {
      const machine = this.byName.get(name)
      if (machine?.lookAhead === undefined) continue
      const own = transactions.filter(
        (transaction): transaction is RawTransaction =>
          transaction.kind !== 'envelope' && rawKinds.includes(transaction.kind),
      )
      if (own.length > 0) machine.lookAhead(own)
    }
  }

  openRaw(kind: RawKind, bytes: Uint8Array): Life {
    const engine = this.router.engineOfKind(kind)
    const machine = engine === undefined ? undefined : this.byName.get(engine.name)
    if (machine?.openRaw === undefined) {
      throw new InvalidTransactionError(
        'UnknownRawKind',
        `transaction kind expected to have an engine on this chain, got "${kind}"`,
        { kind },
      )
    }
    return machine.openRaw(kind, bytes)
  }

  /** A frame of another machine on the same journal. What fails is rolled back and handed to the caller as a value. */
  private cross(request: CallRequest): Outcome {
    const { journal, chain } = this.services
    if (request.crossings > chain.limits.crossings) {
      return halted(
        request,
        'CallDepthExceeded',
        `crossings expected at most ${chain.limits.crossings}`,
      )
    }
    const { sessionAccount } = this.services
    if (
      sessionAccount !== undefined &&
      equalBytes(request.sender, sessionAccount) &&
      isForNoSession(request.payload[0] ?? 0)
    ) {
      return halted(request, 'OperationRefused', 'crossing expected to be one a session may make')
    }
    const mark = journal.checkpoint()
    let call: PreparedCall
    try {
      call = this.route(request.payload).machine.prepare(request)
      if (call.intrinsicGas > request.gasLimit)
        return halted(request, 'OutOfGas', `gas expected at least ${call.intrinsicGas}`)
      call.validate?.()
    } catch (error) {
      if (!(error instanceof InvalidTransactionError)) throw error
      return halted(request, 'OperationRefused', error.message)
    }
    const outcome = call.execute()
    if (outcome.status !== 'success') journal.revert(mark)
    return { ...outcome, gasUsed: outcome.gasUsed + call.intrinsicGas }
  }
}

function halted(
  request: CallRequest,
  name: Parameters<typeof failureOf>[0],
  message: string,
): Outcome {
  return {
    status: 'halted',
    gasUsed: request.gasLimit,
    output: EMPTY_BYTES,
    failure: failureOf(name, message),
  }
}
