/**
 * Runs the instructions of one message on private copies of its accounts and, if all of them succeed and every account
 * may be left as it is, writes the copies back through the journal. Signatures, hashes and fees are the caller's.
 */
import { equalBytes } from '../../primitives/bytes.ts'
import type { SvmContext } from './context.ts'
import { ProgramId } from './ids.ts'
import { frameObserver, observer } from './inspect.ts'
import { isRentTransitionAllowed, keepsItsBalance, rentMinimum } from './rent.ts'
import {
  type InstructionAccount,
  type InstructionError,
  instructionErrorText,
  LogCollector,
  loadedAccount,
  processInstruction,
  type ReturnData,
  type TransactionAccount,
  TransactionContext,
} from './runtime/index.ts'
import type { SvmAccount } from './state/accounts.ts'
import type { ComputeBudget } from './transaction/compute-budget.ts'
import { LAMPORTS_PER_SIGNATURE } from './transaction/compute-budget.ts'
import { loadAccounts } from './transaction/load.ts'
import { KeyFlag, type LoadedMessage } from './transaction/loaded-message.ts'
import type { CompiledInstruction } from './transaction/message.ts'
import { INSTRUCTIONS_MAX } from './transaction/sanitize.ts'
import { TRANSACTION_ERRORS, type TransactionErrorName } from './transaction/transaction-error.ts'

/** Solana's TransactionError. */
export interface SolanaError {
  readonly name: TransactionErrorName
  /** Number in bincode. */
  readonly code: number
  /** Of the instruction or the account that it names. */
  readonly index: number | undefined
  /** For InstructionError. */
  readonly instruction: InstructionError | undefined
}

/** What a program invoked. */
export interface InnerInstruction extends CompiledInstruction {
  /** 2 for what a top-level instruction invoked itself. */
  readonly stackHeight: number
}

/** What running a message came to. */
export interface Execution {
  readonly error: SolanaError | undefined
  /** The accounts could not be loaded: nothing ran, only the fee is due (SIMD-0082). */
  readonly feesOnly: boolean
  readonly computeUnits: number
  readonly logs: readonly string[]
  readonly returnData: ReturnData | undefined
  /** By top-level instruction. */
  readonly innerInstructions: readonly (readonly InnerInstruction[])[]
  readonly loadedBytes: number
  /** By index of the message's keys, as the instructions left them. */
  readonly accounts: readonly SvmAccount[]
}

export function solanaError(
  name: TransactionErrorName,
  index?: number,
  instruction?: InstructionError,
): SolanaError {
  return { name, code: TRANSACTION_ERRORS[name].code, index, instruction }
}

/** The text of Solana's runtime. */
export function solanaErrorText({ name, index, instruction }: SolanaError): string {
  const error = instruction === undefined ? '' : instructionErrorText(instruction)
  return TRANSACTION_ERRORS[name].text.replace('{index}', `${index ?? 0}`).replace('{error}', error)
}

function nothingRan(name: TransactionErrorName, loadedBytes: number): Execution {
  return {
    error: solanaError(name),
    feesOnly: true,
    computeUnits: 0,
    logs: [],
    returnData: undefined,
    innerInstructions: [],
    loadedBytes,
    accounts: [],
  }
}

/** Runs instruction after instruction; the first error ends it. */
function runInstructions(
  transaction: TransactionContext,
  { message, flags }: LoadedMessage,
): SolanaError | undefined {
  const { instructions } = message
  for (let index = 0; index < instructions.length; index++) {
    const { program, accounts, data } = instructions[index]!
    const metas = new Array<InstructionAccount>(accounts.length)
    for (let i = 0; i < accounts.length; i++) {
      const index = accounts[i]!
      const flag = flags[index]!
      const signer = (flag & KeyFlag.signer) !== 0
      metas[i] = { index, signer, writable: (flag & KeyFlag.writable) !== 0 }
    }
    const error = processInstruction(transaction, { program, accounts: metas, data })
    if (error !== undefined) return solanaError('InstructionError', index, error)
  }
  return undefined
}

/** Every account that may be written has to end empty, exempt from rent, or no worse than it was. */
function rentError(
  context: SvmContext,
  { known, flags }: LoadedMessage,
  before: readonly SvmAccount[],
  after: readonly TransactionAccount[],
): SolanaError | undefined {
  for (let index = 0; index < known.length; index++) {
    if ((flags[index]! & KeyFlag.writable) === 0) continue
    const key = known[index]!
    const old = before[index]!
    const { lamports, data, owner } = after[index]!
    if (lamports !== 0n && lamports < rentMinimum(data.length)) {
      const from = { lamports: old.lamports, dataLength: old.data.length, owner: old.owner }
      const isAllowed = context.features.relaxPostExecMinBalanceCheck
        ? keepsItsBalance
        : isRentTransitionAllowed
      if (!isAllowed(key.bytes, from, { lamports, dataLength: data.length, owner }))
        return solanaError('InsufficientFundsForRent', index)
    }
    // What is sent to a non-canonical address is its account's (S13): nothing stays there to pay for data or an owner.
    const kept = data.length > 0 || !equalBytes(owner, ProgramId.system)
    if (lamports > 0n && kept && !context.accounts.addressOf(key).canonical)
      return solanaError('InsufficientFundsForRent', index)
  }
  return undefined
}

/** Accounts that were only invoked cannot have changed. */
function store(
  context: SvmContext,
  { known, flags }: LoadedMessage,
  before: readonly SvmAccount[],
  after: readonly TransactionAccount[],
): void {
  for (let index = 0; index < known.length; index++) {
    const account = after[index]!
    const flag = flags[index]!
    if ((flag & KeyFlag.writable) === 0 || !account.touched) continue
    if ((flag & (KeyFlag.invoked | KeyFlag.passed)) === KeyFlag.invoked) continue
    context.store(known[index]!, before[index]!, account)
    // The record may keep the bytes: whoever writes to them again copies first.
    account.ownsData = false
  }
}

type InnerLists = readonly (readonly InnerInstruction[])[]

const NO_INNER: readonly InnerInstruction[] = Object.freeze([])
/** What most transactions say, by number of top-level instructions: none of them invoked anything. */
const NOTHING_INVOKED: readonly InnerLists[] = Array.from(
  { length: INSTRUCTIONS_MAX + 1 },
  (_, n) => Object.freeze(new Array(n).fill(NO_INNER)),
)

/** A list for every top-level instruction, also for those that were not reached. */
function innerInstructions({ trace }: TransactionContext, count: number): InnerLists {
  const none = NOTHING_INVOKED[count]
  if (none !== undefined && trace.length <= count && !trace.some(({ height }) => height > 1))
    return none
  const lists = new Array<readonly InnerInstruction[]>(count).fill(NO_INNER)
  let index = -1
  let list: InnerInstruction[] | undefined
  for (let i = 0; i < trace.length; i++) {
    const { instruction, height } = trace[i]!
    if (height === 1) {
      index++
      list = undefined
      continue
    }
    if (list === undefined) lists[index] = list = []
    list.push({
      program: instruction.program,
      accounts: Uint8Array.from(instruction.accounts, (account) => account.index),
      data: instruction.data,
      stackHeight: height,
    })
  }
  return lists
}

function setUp(
  context: SvmContext,
  message: LoadedMessage,
  budget: ComputeBudget,
  loaded: readonly SvmAccount[],
): TransactionContext {
  const { host, features, sysvars, blockhash } = context
  const { known } = message
  const { instructions } = message.message
  const accounts = new Array<TransactionAccount>(known.length)
  for (let i = 0; i < known.length; i++) accounts[i] = loadedAccount(known[i]!, loaded[i]!)
  const instructionData = new Array<Uint8Array>(instructions.length)
  for (let i = 0; i < instructions.length; i++) instructionData[i] = instructions[i]!.data
  return new TransactionContext({
    accounts,
    instructionData,
    host,
    features,
    sysvars,
    blockhash,
    lamportsPerSignature: LAMPORTS_PER_SIGNATURE,
    meter: { remaining: budget.unitLimit },
    heapBytes: budget.heapBytes,
    logs: new LogCollector(),
    onStep: observer(context.services.inspector),
    onFrame: frameObserver(context.services.inspector),
  })
}

/** Loads, runs and, on success, writes back. A failure has changed nothing. Cost: bounded by the budget's limits. */
export function executeMessage(
  context: SvmContext,
  message: LoadedMessage,
  budget: ComputeBudget,
): Execution {
  const { journal } = context.services
  const loaded = loadAccounts(context, message, budget.loadedBytesLimit)
  if ('error' in loaded) return nothingRan(loaded.error, loaded.bytes)
  const transaction = setUp(context, message, budget, loaded.accounts)
  const mark = journal.checkpoint()
  const error =
    runInstructions(transaction, message) ??
    rentError(context, message, loaded.accounts, transaction.accounts)
  if (error === undefined) store(context, message, loaded.accounts, transaction.accounts)
  else journal.revert(mark)
  const { meter, logs, returnData } = transaction
  return {
    error,
    feesOnly: false,
    computeUnits: budget.unitLimit - meter.remaining,
    logs: logs.lines,
    returnData: returnData.data.length === 0 ? undefined : returnData,
    innerInstructions: innerInstructions(transaction, message.message.instructions.length),
    loadedBytes: loaded.bytes,
    accounts: transaction.accounts,
  }
}
