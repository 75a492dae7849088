/**
 * A payload of 0x20 or 0x21, from an envelope or as a crossing from another machine. The sender's address signs, and
 * nobody else; fee and nonce are the envelope's. A message of one instruction runs as a Solana transaction does.
 */
import type { CallRequest, PreparedCall } from '../../engine.ts'
import { InvalidTransactionError } from '../../errors.ts'
import { actingAddressOf } from '../../identity/alias.ts'
import { bytesToKey, EMPTY_BYTES, equalBytes, utf8 } from '../../primitives/bytes.ts'
import { failureOf, type Outcome } from '../../receipt.ts'
import { ACCOUNT_LOCKED, Namespace } from '../../state/reader.ts'
import type { SvmContext } from './context.ts'
import { ProgramId } from './ids.ts'
import type { KeyTable } from './known-keys.ts'
import { decodeSvmPayload, type InstructionAccount, type SvmPayload } from './payload.ts'
import { type Execution, executeMessage } from './processor.ts'
import { outcomeOf } from './raw-life.ts'
import type { SolanaCallDetails } from './receipt.ts'
import { LAMPORT } from './state/accounts.ts'
import { COMPUTE_UNITS_MAX, LOADED_BYTES_MAX } from './transaction/compute-budget.ts'
import {
  checkLocks,
  KeyFlag,
  type LoadedMessage,
  loadMessage,
} from './transaction/loaded-message.ts'

/**
 * Shared gas besides compute units: of every call, of each account and of each byte of data before anything runs; of each
 * started 4 KiB of accounts that are loaded.
 */
export const SVM_CALL_GAS = { base: 1_000n, account: 100n, byte: 1n, page: 1n } as const

const PAGE_BYTES = 4096

const HEAP_BYTES = 32 * 1024

type Invoke = Extract<SvmPayload, { operation: 'invoke' }>

/** A transfer is an invocation of the System program. */
function invocationOf(payload: SvmPayload, from: Uint8Array): Invoke {
  if (payload.operation === 'invoke') return payload
  const data = new Uint8Array(12)
  const view = new DataView(data.buffer)
  view.setUint32(0, 2, true)
  view.setBigUint64(4, payload.lamports, true)
  return {
    operation: 'invoke',
    program: ProgramId.system,
    accounts: [
      { address: from, signer: true, writable: true },
      { address: payload.to, signer: false, writable: true },
    ],
    data,
  }
}

/** Unites what the instruction says of an account in several places. */
function unite(accounts: readonly InstructionAccount[]): Map<string, InstructionAccount> {
  const united = new Map<string, InstructionAccount>()
  for (const account of accounts) {
    const key = bytesToKey(account.address)
    const known = united.get(key)
    united.set(key, {
      address: account.address,
      signer: account.signer || known?.signer === true,
      writable: account.writable || known?.writable === true,
    })
  }
  return united
}

/** The message of one instruction; its only signer is the acting address, which is key 0. */
function messageOf(invoke: Invoke, signer: Uint8Array, keys: KeyTable): LoadedMessage {
  const united = unite(invoke.accounts)
  for (const account of united.values()) {
    if (account.signer && !equalBytes(account.address, signer)) {
      throw new InvalidTransactionError(
        'WrongActingAddress',
        'signing account of a solana payload expected to be the acting address',
      )
    }
  }
  const own = united.get(bytesToKey(signer))
  united.delete(bytesToKey(signer))
  const others = [...united.values()]
  if (!united.has(bytesToKey(invoke.program)))
    others.push({ address: invoke.program, signer: false, writable: false })
  others.sort((a, b) => Number(b.writable) - Number(a.writable))
  const staticKeys = [signer, ...others.map(({ address }) => address)]
  if (staticKeys.length > 256) {
    throw new InvalidTransactionError(
      'TooManyAccountKeys',
      `solana payload expected at most 256 accounts, got ${staticKeys.length}`,
    )
  }
  const index = new Map(staticKeys.map((key, i) => [bytesToKey(key), i]))
  const writable = others.filter((account) => account.writable).length
  const known = staticKeys.map((key) => keys.of(key))
  const loaded = loadMessage(
    {
      version: 'legacy',
      header: {
        requiredSignatures: 1,
        readonlySigned: 0,
        readonlyUnsigned: others.length - writable,
      },
      staticKeys: known.map(({ bytes }) => bytes),
      known,
      blockhash: new Uint8Array(32),
      instructions: [
        {
          program: index.get(bytesToKey(invoke.program))!,
          accounts: Uint8Array.from(invoke.accounts, (account) => {
            return index.get(bytesToKey(account.address))!
          }),
          data: invoke.data,
        },
      ],
      lookups: [],
    },
    { writable: [], readonly: [] },
    keys,
  )
  // The acting address signs and may be written only as far as the instruction says so: it pays no fee here.
  const flags = [...loaded.flags]
  if (own?.signer !== true) flags[0]! &= ~KeyFlag.signer
  if (own?.writable !== true) flags[0]! &= ~KeyFlag.writable
  return { ...loaded, flags }
}

/** Bytes of accounts that gas can pay for. */
function loadable(gas: bigint): number {
  const bytes = (gas / SVM_CALL_GAS.page) * BigInt(PAGE_BYTES)
  return bytes > BigInt(LOADED_BYTES_MAX) ? LOADED_BYTES_MAX : Number(bytes)
}

export class SvmPreparedCall implements PreparedCall {
  readonly intrinsicGas: bigint
  readonly value: bigint
  private readonly context: SvmContext
  private readonly request: CallRequest
  private readonly message: LoadedMessage
  private ran: Execution | undefined

  /** Throws InvalidTransactionError: UnknownOpcode, MalformedPayload, WrongActingAddress, TooManyAccountKeys. */
  constructor(context: SvmContext, request: CallRequest) {
    const payload = decodeSvmPayload(request.payload)
    const { actingAddress, sender } = request
    if (actingAddress.length !== 0 && actingAddress.length !== 32) {
      throw new InvalidTransactionError(
        'WrongActingAddress',
        `acting address expected 0 or 32 bytes, got ${actingAddress.length}`,
      )
    }
    const { journal, crypto } = context.services
    const acting = actingAddressOf(journal, crypto, Namespace.svm, sender, actingAddress)
    const invoke = invocationOf(payload, acting)
    this.message = messageOf(invoke, acting, context.keys)
    checkLocks(this.message)
    this.context = context
    this.request = request
    this.value = payload.operation === 'transfer' ? payload.lamports * LAMPORT : 0n
    this.intrinsicGas =
      SVM_CALL_GAS.base +
      SVM_CALL_GAS.account * BigInt(this.message.keys.length) +
      SVM_CALL_GAS.byte * BigInt(invoke.data.length)
  }

  execute(): Outcome {
    const { context, request } = this
    const gas = request.gasLimit - this.intrinsicGas
    if (request.isStatic) {
      const failure = failureOf('StaticStateChange', 'a call without state changes expected')
      return { status: 'halted', gasUsed: gas, output: EMPTY_BYTES, failure }
    }
    const bought = context.unitsOf(gas)
    const unitLimit = bought > BigInt(COMPUTE_UNITS_MAX) ? COMPUTE_UNITS_MAX : Number(bought)
    context.accounts.beginTransaction(context.services.transactionIndex)
    const account = context.services.journal.account(request.sender)
    const before = account.balance
    const mark = context.services.journal.checkpoint()
    const execution = this.run(unitLimit, loadable(gas))
    this.ran = execution
    const pages = BigInt(Math.ceil(execution.loadedBytes / PAGE_BYTES))
    const wanted = context.gasOf(execution.computeUnits) + pages * SVM_CALL_GAS.page
    const gasUsed = wanted > gas ? gas : wanted
    // A crossing costs its caller at most the value attached to it, and never its account (S20).
    const isRobbed = account.balance < before - this.value || (account.flags & ACCOUNT_LOCKED) !== 0
    if (request.crossings > 0 && isRobbed) {
      context.services.journal.revert(mark)
      const failure = failureOf('OperationRefused', 'a crossing expected to leave its caller whole')
      return { status: 'reverted', gasUsed, output: EMPTY_BYTES, failure }
    }
    if (execution.error === undefined) this.writeLogs(execution)
    return outcomeOf(execution, gasUsed)
  }

  /** In a crossing the caller's signature moves none of its tokens: they are not the value attached to it (S20). */
  private run(unitLimit: number, loadedBytesLimit: number): Execution {
    const { context, message, request } = this
    const { tokens } = context
    const budget = { unitLimit, unitPrice: 0n, heapBytes: HEAP_BYTES, loadedBytesLimit }
    if (tokens === undefined || request.crossings === 0)
      return executeMessage(context, message, budget)
    const before = tokens.unsigned
    tokens.unsigned = message.known[0]!.bytes
    try {
      return executeMessage(context, message, budget)
    } finally {
      tokens.unsigned = before
    }
  }

  details(): SolanaCallDetails | undefined {
    if (this.ran === undefined) return undefined
    const { computeUnits, error, logs, returnData, innerInstructions } = this.ran
    const accountKeys = this.message.keys
    return {
      computeUnitsConsumed: computeUnits,
      error,
      logs,
      returnData,
      innerInstructions,
      accountKeys,
    }
  }

  /** One log a line, under the program's address; those of a failure are in the details only. */
  private writeLogs({ logs }: Execution): void {
    const { keys, message } = this.message
    const address = keys[message.instructions[0]!.program]!
    for (const line of logs)
      this.context.services.journal.log({ address, topics: [], data: utf8(line) })
  }
}
