/**
 * Observing programs, as the common inspector wants it: every instruction of the virtual machine with its registers, and
 * the tree of invocations. A program whose steps are observed runs in the interpreter, with the same result.
 */
import { EMPTY_BYTES } from '../../primitives/bytes.ts'
import type { Inspector } from '../../trace/inspector.ts'
import { SVM } from './parameters.ts'
import type { InvokeContext, TransactionSetup } from './runtime/index.ts'

const REGISTERS = 11

/** r0 to r10 out of their halves. */
function registersOf(halves: Int32Array): bigint[] {
  const out: bigint[] = []
  for (let i = 0; i < REGISTERS; i++) {
    const low = BigInt(halves[2 * i]! >>> 0)
    out.push((BigInt(halves[2 * i + 1]! >>> 0) << 32n) | low)
  }
  return out
}

/** 0 for an instruction of the message, as for the outermost frame of every machine; Solana counts its stack from 1. */
const depthOf = ({ height }: InvokeContext): number => height - 1

/** Name of the function that a slot lies in, where the ELF has symbols: the nearest one at or before it. */
export function functionAt(symbols: ReadonlyMap<number, string>, slot: number): string | undefined {
  let best = -1
  for (const start of symbols.keys()) if (start <= slot && start > best) best = start
  return best < 0 ? undefined : symbols.get(best)
}

/**
 * The runtime's hook for an inspector's steps; undefined if it has none, so that programs may be compiled. `stack` of a
 * step is r0 to r10, `gasLeft` compute units, `opcode` the first byte of the instruction, `name` the function it is in.
 */
export function observer(inspector: Inspector | undefined): TransactionSetup['onStep'] {
  if (inspector?.step === undefined) return undefined
  // The interpreter settles with the meter at syscalls and at the end: steps since then are counted here.
  let running: unknown
  let settled = 0
  let steps = 0
  return (vm, slot) => {
    const { executable, host, meter, registers } = vm
    steps = vm === running && meter.remaining === settled ? steps + 1 : 0
    running = vm
    settled = meter.remaining
    const opcode = executable.text[8 * slot] ?? 0
    inspector.step?.({
      machine: SVM,
      depth: depthOf(host.frame),
      pc: slot,
      opcode,
      name: functionAt(executable.symbols, slot) ?? `0x${opcode.toString(16).padStart(2, '0')}`,
      gasLeft: BigInt(settled - steps),
      gasCost: 1n,
      refund: 0n,
      stack: registersOf(registers),
      memory: EMPTY_BYTES,
      returnData: host.frame.transaction.returnData.data,
      target: host.frame.programId,
    })
  }
}

/**
 * The runtime's hook for an inspector's frames; undefined if it wants none. A frame is an instruction: INVOKE is one of
 * the message, its caller the fee payer; CPI one that a program invoked. Gas is compute units.
 */
export function frameObserver(inspector: Inspector | undefined): TransactionSetup['onFrame'] {
  if (inspector?.enter === undefined && inspector?.exit === undefined) return undefined
  const starts: number[] = []
  const callerOf = ({ transaction, height }: InvokeContext) =>
    height === 1 ? transaction.accounts[0]!.key : transaction.stack[height - 2]!.programId
  return {
    enter(frame) {
      const { programId, height, transaction } = frame
      starts.push(transaction.meter.remaining)
      inspector.enter?.({
        machine: SVM,
        type: height === 1 ? 'INVOKE' : 'CPI',
        depth: depthOf(frame),
        caller: callerOf(frame),
        target: programId,
        codeAddress: programId,
        value: 0n,
        gas: BigInt(transaction.meter.remaining),
        input: frame.data,
      })
    },
    exit(frame, error) {
      const { transaction } = frame
      const start = starts.pop() ?? 0
      inspector.exit?.({
        depth: depthOf(frame),
        status: error === undefined ? 'success' : 'reverted',
        gasUsed: BigInt(start - transaction.meter.remaining),
        output: error === undefined ? transaction.returnData.data : EMPTY_BYTES,
        failure: error === undefined ? undefined : 'InstructionFailed',
      })
    },
  }
}
