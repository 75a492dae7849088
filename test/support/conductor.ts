/**
 * A machine that does nothing but call others: a list of crossings, each of which it may take back, and then perhaps all of
 * them. Its lists nest. It is what a contract with try and catch over five machines would be.
 */
import type { CallRequest, Engine } from '../../src/engine.ts'
import { InvalidTransactionError } from '../../src/errors.ts'
import { concatBytes, EMPTY_BYTES } from '../../src/primitives/bytes.ts'
import { failureOf } from '../../src/receipt.ts'

export const CONDUCTOR = 0x60
const GAS = 1_000n
const TAKE_BACK = 1

export interface ConductorStep {
  readonly payload: Uint8Array
  /** Undone after it ran, whatever came of it; the next step sees nothing of it. */
  readonly takeBack: boolean
}

/** Opcode, flags, then for each step flags, length u16, payload. */
export function encodeConductor(steps: readonly ConductorStep[], fails: boolean): Uint8Array {
  const parts = steps.map(({ payload, takeBack }) => {
    const head = [takeBack ? TAKE_BACK : 0, payload.length >> 8, payload.length & 255]
    return concatBytes(Uint8Array.from(head), payload)
  })
  return concatBytes(Uint8Array.of(CONDUCTOR, fails ? TAKE_BACK : 0), ...parts)
}

function stepsOf(payload: Uint8Array): ConductorStep[] {
  const steps: ConductorStep[] = []
  for (let at = 2; at < payload.length; ) {
    const length = (payload[at + 1]! << 8) | payload[at + 2]!
    if (at + 3 + length > payload.length)
      throw new InvalidTransactionError('MalformedPayload', 'conductor expects whole steps')
    const takeBack = payload[at] === TAKE_BACK
    steps.push({ payload: payload.slice(at + 3, at + 3 + length), takeBack })
    at += 3 + length
  }
  return steps
}

/** What became of one crossing. */
export interface Crossing {
  /** First byte of the payload. */
  readonly opcode: number
  readonly status: string
  readonly takenBack: boolean
  /** From 1. */
  readonly depth: number
}

export function conductor(note: (crossing: Crossing) => void): Engine {
  return {
    name: 'conductor',
    opcodes: { first: CONDUCTOR, last: CONDUCTOR },
    rawKinds: [],
    open: (services) => ({
      prepare(request: CallRequest) {
        const steps = stepsOf(request.payload)
        const fails = request.payload[1] === TAKE_BACK
        return {
          intrinsicGas: GAS,
          value: 0n,
          execute() {
            const { journal } = services
            const start = journal.checkpoint()
            let gasUsed = 0n
            for (const [i, { payload, takeBack }] of steps.entries()) {
              const mark = journal.checkpoint()
              const depth = request.crossings + 1
              // What halts takes all it was given: as much for each of those that are left.
              const gasLimit = (request.gasLimit - GAS - gasUsed) / BigInt(steps.length - i)
              const outcome = services.cross({ ...request, payload, gasLimit, crossings: depth })
              gasUsed += outcome.gasUsed
              if (takeBack) journal.revert(mark)
              note({ opcode: payload[0]!, status: outcome.status, takenBack: takeBack, depth })
            }
            if (!fails) return { status: 'success', gasUsed, output: EMPTY_BYTES }
            journal.revert(start)
            const failure = failureOf('Reverted', 'conductor was asked to fail')
            return { status: 'reverted', gasUsed, output: EMPTY_BYTES, failure }
          },
        }
      },
    }),
  }
}
