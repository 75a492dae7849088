/** Runs a compiled program in a frame: finds it, serializes its accounts, runs the VM, writes back. */
import { equalBytes } from '../../../../primitives/bytes.ts'
import { ProgramId } from '../../ids.ts'
import { InstructionFailure, instructionError } from '../../runtime/instruction-error.ts'
import type { InvokeContext } from '../../runtime/invoke-context.ts'
import { InstructionFault, type ProgramRun } from '../../runtime/run.ts'
import { inputLayout, type SerializedInput, serialize, writeBack } from '../../runtime/serialize.ts'
import { base64 } from '../../runtime/syscalls/base64.ts'
import { syscallTable } from '../../runtime/syscalls/table.ts'
import type { ProgramEnd } from '../../runtime/types.ts'
import { type Executable, type MemoryMap, type RunResult, run } from '../../sbpf/index.ts'
import { customOrCoded } from './return-code.ts'
import { PROGRAMDATA_HEADER, readState } from './state.ts'

/** Compute units of each started heap page of 32 KiB but the first. */
const HEAP_PAGE_UNITS = 8
const HEAP_PAGE = 32 * 1024

/** The program of a frame, if it is deployed and visible in this slot. */
function findProgram(frame: InvokeContext): Executable | undefined {
  const { transaction, programAccount } = frame
  const { programs } = transaction.host
  if (transaction.changedPrograms?.has(programAccount.id) === true) return undefined
  const { data, owner } = programAccount
  if (!equalBytes(owner, ProgramId.upgradeableLoader)) return programs.executable(data, 0)
  const address = programs.remember(data, programDataOf)
  if (address === undefined) return undefined
  const programData = transaction.host.readAccount(address)
  if (programData === undefined) return undefined
  const slot = programs.remember(programData.data, slotOf)
  // Deployed in this slot means visible from the next.
  if (slot === undefined || slot >= transaction.sysvars.clock.slot) return undefined
  return programs.executable(programData.data, PROGRAMDATA_HEADER)
}

/** Where the ELF of an upgradeable program lies. */
function programDataOf(data: Uint8Array): Uint8Array | undefined {
  const state = readState(data)
  return state.kind === 'program' ? state.programData : undefined
}

/** When program data was deployed. */
function slotOf(data: Uint8Array): bigint | undefined {
  const state = readState(data)
  return state.kind === 'programData' ? state.slot : undefined
}

function chargeHeap(frame: InvokeContext): ProgramEnd | undefined {
  const { heapBytes } = frame.transaction
  const pages = Math.ceil(heapBytes / HEAP_PAGE) - 1
  try {
    if (pages > 0) frame.consume(pages * HEAP_PAGE_UNITS)
  } catch (thrown) {
    if (!(thrown instanceof InstructionFailure)) throw thrown
    frame.log('Failed to create SBF VM: Computational budget exceeded')
    return { error: instructionError('ProgramEnvironmentSetupFailure') }
  }
  return undefined
}

function endOf(frame: InvokeContext, { r0, fault }: RunResult): ProgramEnd | undefined {
  if (fault instanceof InstructionFault) return { error: fault.error }
  if (fault === undefined) return r0 === 0 ? undefined : { error: customOrCoded(r0) }
  const { meter, features } = frame.transaction
  if (!fault.fromSyscall && features.depleteCuMeterOnVmFailure) meter.remaining = 0
  return { error: instructionError('ProgramFailedToComplete'), text: fault.message }
}

function logRun(frame: InvokeContext, executed: number, before: number): void {
  const { transaction } = frame
  const text = transaction.host.programs.linesOf(frame.programAccount)
  transaction.logs.logPlain(text.consumed(executed, before))
  const { data } = transaction.returnData
  // The last word is the callee's where this program set nothing itself; Solana prints it under this program's name.
  if (data.length > 0) frame.log(`Program return: ${text.name} ${base64(data)}`)
}

/** Runs the VM on memory of the pool, which must be given back. */
function execute(frame: InvokeContext, executable: Executable): ProgramEnd | undefined {
  const { transaction } = frame
  const aligned = !equalBytes(frame.programAccount.owner, ProgramId.loader1)
  const layout = inputLayout(frame, aligned)
  const before = transaction.meter.remaining
  const refused = chargeHeap(frame)
  if (refused !== undefined) return refused
  const { pool } = transaction.host.programs
  const sizes = { heap: transaction.heapBytes, input: layout.size }
  const memory = pool.enter(executable, sizes, aligned)
  try {
    const input = serialize(frame, layout, memory)
    const result = runIn(frame, executable, memory, input)
    logRun(frame, result.executed, before)
    const end = endOf(frame, result)
    // The memory may have moved while the program called others: its region has not.
    if (end === undefined) writeBack(frame, input.accounts, aligned, memory)
    return end
  } finally {
    pool.leave(memory)
  }
}

function runIn(
  frame: InvokeContext,
  executable: Executable,
  memory: MemoryMap,
  input: SerializedInput,
): RunResult {
  const { meter, features, host, onStep } = frame.transaction
  const programRun: ProgramRun = { frame, accounts: input.accounts, heapUsed: 0 }
  return run(executable, {
    memory,
    meter,
    syscalls: syscallTable(features),
    host: programRun,
    r2: features.provideInstructionDataOffsetInVm ? input.instructionData : 0,
    pool: host.programs.pool,
    trace: onStep,
  })
}

/** Undefined is success. */
export function runProgram(frame: InvokeContext): ProgramEnd | undefined {
  const executable = findProgram(frame)
  if (executable === undefined) {
    frame.log('Program is not deployed')
    return { error: instructionError('UnsupportedProgramId') }
  }
  try {
    return execute(frame, executable)
  } catch (thrown) {
    if (thrown instanceof InstructionFailure) return { error: thrown.error }
    throw thrown
  }
}
