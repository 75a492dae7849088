/**
 * Runs one instruction, top-level or inner: pushes it, finds its program, writes the log lines around it, pops it.
 * The order of checks and lines is Agave's (program-runtime invoke_context).
 */
import {
  type InstructionError,
  InstructionFailure,
  instructionError,
  instructionErrorText,
} from './instruction-error.ts'
import { InvokeContext } from './invoke-context.ts'
import { TRACE_LENGTH_MAX, type TransactionContext } from './transaction-context.ts'
import type { Builtin, Instruction, Precompile, ProgramEnd } from './types.ts'

const EMPTY = new Uint8Array(0)

function isReentrant(context: TransactionContext, program: number): boolean {
  const { stack } = context
  return (
    stack.length > 0 &&
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

/** What a failure throws is its value; anything else goes on. */
function errorOf(thrown: unknown): InstructionError {
  if (thrown instanceof InstructionFailure) return thrown.error
  throw thrown
}

function runPrecompile(frame: InvokeContext, precompile: Precompile): InstructionError | undefined {
  const { instruction, transaction } = frame
  try {
    return precompile(instruction.data, transaction.instructionData, transaction.host.crypto)
  } catch (thrown) {
    return errorOf(thrown)
  }
}

function runBuiltin(frame: InvokeContext, builtin: Builtin): ProgramEnd | undefined {
  let error: InstructionError | undefined
  try {
    if (builtin.units > 0) frame.consume(builtin.units)
    const end = builtin.run(frame)
    if (end !== undefined && 'error' in end) return end
    error = end
  } catch (thrown) {
    error = errorOf(thrown)
  }
  return error === undefined ? undefined : { error }
}

function runFrame(frame: InvokeContext): InstructionError | undefined {
  const { transaction, programId, programAccount, height } = frame
  const { host, logs } = transaction
  const builtin = host.builtins.get(programAccount.id)
  // Kinds of programs by who owns the account; another owner's cannot run.
  const loader =
    builtin === undefined ? host.loaders.get(host.programs.idOf(programAccount.owner)) : undefined
  if (builtin === undefined && loader === undefined) return instructionError('UnsupportedProgramId')
  transaction.returnData = { programId, data: EMPTY }
  const { name, invoke, success } = host.programs.linesOf(programAccount)
  logs.logPlain(height === 1 ? invoke : `Program ${name} invoke [${height}]`)
  const end = builtin === undefined ? loader!(frame) : runBuiltin(frame, builtin)
  if (end === undefined) {
    logs.logPlain(success)
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
  const failed = precompile === undefined ? runFrame(frame) : runPrecompile(frame, precompile)
  context.stack.pop()
  const isBalanced = context.lamportsDelta === 0n
  const error = failed ?? (isBalanced ? undefined : instructionError('UnbalancedInstruction'))
  context.onFrame?.exit(frame, error)
  return error
}
