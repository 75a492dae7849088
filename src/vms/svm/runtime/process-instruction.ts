/**
 * Runs one instruction, top-level or inner: pushes it, finds its program, writes the log lines around it, pops it.
 * The order of checks and lines is Agave's (program-runtime invoke_context).
 */
import { wordToKey } from '../../../primitives/bytes.ts'
import {
  type InstructionError,
  InstructionFailure,
  instructionError,
  instructionErrorText,
} from './instruction-error.ts'
import { InvokeContext } from './invoke-context.ts'
import { TRACE_LENGTH_MAX, type TransactionContext } from './transaction-context.ts'
import type { Builtin, Instruction, ProgramEnd } from './types.ts'

const EMPTY = new Uint8Array(0)

function isReentrant(context: TransactionContext, program: number): boolean {
  const { stack } = context
  return (
    stack.some(({ instruction }) => instruction.program === program) &&
    stack[stack.length - 1]!.instruction.program !== program
  )
}

/** The new frame, or why there can be none. */
function push(
  context: TransactionContext,
  instruction: Instruction,
): InvokeContext | InstructionError {
  const { stack, trace } = context
  if (isReentrant(context, instruction.program)) return instructionError('ReentrancyNotAllowed')
  if (stack.length > 0 && context.lamportsDelta !== 0n)
    return instructionError('UnbalancedInstruction')
  if (trace.length >= TRACE_LENGTH_MAX) return instructionError('MaxInstructionTraceLengthExceeded')
  const height = stack.length + 1
  if (height === 1) context.topLevelIndex++
  const traceIndex = trace.push({ instruction, height }) - 1
  if (height > context.stackHeightMax) return instructionError('CallDepth')
  const frame = new InvokeContext(context, instruction, height, traceIndex)
  stack.push(frame)
  context.stampInstructionsSysvar()
  return frame
}

/** Calls `work`; what it throws as a failure is its value. */
function caught(work: () => InstructionError | undefined): InstructionError | undefined {
  try {
    return work()
  } catch (thrown) {
    if (thrown instanceof InstructionFailure) return thrown.error
    throw thrown
  }
}

function runBuiltin(frame: InvokeContext, builtin: Builtin): ProgramEnd | undefined {
  const error = caught(() => {
    if (builtin.units > 0) frame.consume(builtin.units)
    return builtin.run(frame)
  })
  return error === undefined ? undefined : { error }
}

/** Kinds of programs by who owns the account; undefined cannot run. */
function runnerOf(frame: InvokeContext): (() => ProgramEnd | undefined) | undefined {
  const { builtins, loaders } = frame.transaction.host
  const { id, owner } = frame.programAccount
  const builtin = builtins.get(id)
  if (builtin !== undefined) return () => runBuiltin(frame, builtin)
  const loader = loaders.get(wordToKey(owner))
  return loader === undefined ? undefined : () => loader(frame)
}

function runFrame(frame: InvokeContext): InstructionError | undefined {
  const run = runnerOf(frame)
  if (run === undefined) return instructionError('UnsupportedProgramId')
  const { transaction, programId, height } = frame
  transaction.returnData = { programId, data: EMPTY }
  const name = transaction.host.programs.textOf(frame.programAccount)
  frame.log(`Program ${name} invoke [${height}]`)
  const end = run()
  if (end === undefined) {
    frame.log(`Program ${name} success`)
    return undefined
  }
  frame.log(`Program ${name} failed: ${end.text ?? instructionErrorText(end.error)}`)
  return end.error
}

/**
 * Runs the instruction and everything it invokes. Undefined is success. A failed instruction fails its transaction:
 * the caller drops the accounts, which stay as the failure left them.
 */
export function processInstruction(
  context: TransactionContext,
  instruction: Instruction,
): InstructionError | undefined {
  const frame = push(context, instruction)
  if (!(frame instanceof InvokeContext)) return frame
  context.onFrame?.enter(frame)
  const precompile = context.host.precompiles.get(frame.programAccount.id)
  const failed =
    precompile === undefined
      ? runFrame(frame)
      : caught(() => precompile(instruction.data, context.instructionData, context.host.crypto))
  context.stack.pop()
  const isBalanced = context.lamportsDelta === 0n
  const error = failed ?? (isBalanced ? undefined : instructionError('UnbalancedInstruction'))
  context.onFrame?.exit(frame, error)
  return error
}
