/** State of one running transaction: its accounts, the stack and the trace of instructions, units, logs. */

import { wordToKey } from '../../../primitives/bytes.ts'
import { SysvarId } from '../ids.ts'
import type { Meter } from '../sbpf/index.ts'
import type { TransactionAccount } from './account.ts'
import type { Features } from './features.ts'
import { fail } from './instruction-error.ts'
import type { InvokeContext } from './invoke-context.ts'
import { LogCollector } from './logs.ts'
import type { Sysvars } from './sysvars.ts'
import type { ReturnData, RuntimeHost, TraceEntry, TransactionSetup } from './types.ts'

/** Instructions on the stack at once, the top-level one included. */
const STACK_HEIGHT_MAX = 5
/** With raiseCpiNestingLimitTo8. */
const STACK_HEIGHT_RAISED = 9
/** Instructions of a transaction, inner ones included. */
export const TRACE_LENGTH_MAX = 64
/** Bytes of one account's data. */
export const ACCOUNT_DATA_MAX = 10 * 1024 * 1024
/** Bytes that accounts may grow by in one transaction, together. */
const GROWTH_MAX = 20 * 1024 * 1024

const EMPTY = new Uint8Array(0)
const NO_RETURN_DATA: ReturnData = { programId: new Uint8Array(32), data: EMPTY }
const INSTRUCTIONS_ID = wordToKey(SysvarId.instructions)

export class TransactionContext {
  readonly accounts: readonly TransactionAccount[]
  readonly instructionData: readonly Uint8Array[]
  readonly host: RuntimeHost
  readonly features: Features
  readonly sysvars: Sysvars
  readonly blockhash: Uint8Array
  readonly lamportsPerSignature: bigint
  readonly meter: Meter
  readonly heapBytes: number
  readonly logs: LogCollector
  readonly onStep: TransactionSetup['onStep']
  readonly onFrame: TransactionSetup['onFrame']
  /** Instructions under way; the last is the running one. */
  readonly stack: InvokeContext[] = []
  /** Every instruction that was started, also one that was refused for its depth. */
  readonly trace: TraceEntry[] = []
  returnData: ReturnData = NO_RETURN_DATA
  /** Programs that this transaction deployed, upgraded or closed: they do not run before the next slot. */
  changedPrograms: Set<string> | undefined
  /** Sum of lamport changes; not zero means that the running instruction is out of balance. */
  lamportsDelta = 0n
  /** Bytes by which data grew, less what it shrank. */
  resizeDelta = 0
  /** Made at first use. */
  private indexes: Map<string, number> | undefined
  private readonly instructionsSysvar: TransactionAccount | undefined = undefined
  /** Index of the running top-level instruction. */
  topLevelIndex = -1

  constructor(setup: TransactionSetup) {
    this.accounts = setup.accounts
    this.instructionData = setup.instructionData
    this.host = setup.host
    this.features = setup.features
    this.sysvars = setup.sysvars
    this.blockhash = setup.blockhash
    this.lamportsPerSignature = setup.lamportsPerSignature
    this.meter = setup.meter
    this.heapBytes = setup.heapBytes
    this.logs = setup.logs ?? new LogCollector()
    this.onStep = setup.onStep
    this.onFrame = setup.onFrame
    for (let i = 0; i < this.accounts.length; i++) {
      const account = this.accounts[i]!
      if (account.id !== INSTRUCTIONS_ID) continue
      this.instructionsSysvar = account
      break
    }
  }

  /** Index of an address among the transaction's accounts, or undefined. */
  indexOf(key: Uint8Array): number | undefined {
    this.indexes ??= this.makeIndexes()
    return this.indexes.get(wordToKey(key))
  }

  private makeIndexes(): Map<string, number> {
    const indexes = new Map<string, number>()
    for (let i = 0; i < this.accounts.length; i++) indexes.set(this.accounts[i]!.id, i)
    return indexes
  }

  /** Notes that the transaction changed a program: it does not run before the next slot. */
  noteChangedProgram(id: string): void {
    this.changedPrograms ??= new Set()
    this.changedPrograms.add(id)
  }

  get running(): InvokeContext | undefined {
    return this.stack[this.stack.length - 1]
  }

  get stackHeightMax(): number {
    return this.features.raiseCpiNestingLimitTo8 ? STACK_HEIGHT_RAISED : STACK_HEIGHT_MAX
  }

  /** Whether data may go from one length to another; fails InvalidRealloc, MaxAccountsDataAllocationsExceeded. */
  requireResizable(from: number, to: number): void {
    if (to > ACCOUNT_DATA_MAX) fail('InvalidRealloc')
    if (this.resizeDelta + to - from > GROWTH_MAX) fail('MaxAccountsDataAllocationsExceeded')
  }

  /** Whether {@link requireResizable} would pass. */
  mayResize(from: number, to: number): boolean {
    return to <= ACCOUNT_DATA_MAX && this.resizeDelta + to - from <= GROWTH_MAX
  }

  /** The top-level index stands in the last two bytes of the instructions sysvar. */
  stampInstructionsSysvar(): void {
    const account = this.instructionsSysvar
    if (account === undefined || account.data.length < 2) return
    if (!account.ownsData) {
      account.data = new Uint8Array(account.data)
      account.ownsData = true
    }
    account.data[account.data.length - 2] = this.topLevelIndex & 0xff
    account.data[account.data.length - 1] = this.topLevelIndex >> 8
  }
}
