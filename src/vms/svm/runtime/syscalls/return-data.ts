/** Syscalls about the running instructions: return data, stack height, siblings. */
import { approximate, type Syscall, writeU64 } from '../../sbpf/index.ts'
import { abort, charge, type ProgramRun, type Vm } from '../run.ts'
import { read, requireApart, viewOf, write } from '../translate.ts'
import type { TraceEntry } from '../types.ts'

const BASE_UNITS = 100
const BYTES_PER_UNIT = 250
const RETURN_DATA_MAX = 1024

/** (data, length) */
export const solSetReturnData: Syscall<ProgramRun> = (vm, address, length) => {
  charge(vm, BASE_UNITS + Math.floor(approximate(length) / BYTES_PER_UNIT))
  if (length > RETURN_DATA_MAX) abort(`Return data too large (${length} > ${RETURN_DATA_MAX})`)
  const data = read(vm, address, length).slice()
  const { frame } = vm.host
  frame.transaction.returnData = { programId: frame.programId, data }
  return 0
}

/** (output, its length, program output): the full length, 0 if there is none. */
export const solGetReturnData: Syscall<ProgramRun> = (vm, output, room, programOutput) => {
  charge(vm, BASE_UNITS)
  const { programId, data } = vm.host.frame.transaction.returnData
  const length = Math.min(approximate(room), data.length)
  if (length === 0) return data.length
  charge(vm, Math.floor((length + 32) / BYTES_PER_UNIT))
  const to = write(vm, output, length)
  const programTo = vm.memory.struct(programOutput, 32, 1, true)
  requireApart(to, programTo)
  to.set(data.subarray(0, length))
  programTo.set(programId)
  return data.length
}

export const solGetStackHeight: Syscall<ProgramRun> = (vm) => {
  charge(vm, BASE_UNITS)
  return vm.host.frame.height
}

/** The `index`-th instruction before the running one with the same parent, newest first. */
function findSibling(vm: Vm, index: number): TraceEntry | undefined {
  const { transaction, height } = vm.host.frame
  let seen = 0
  for (let i = transaction.trace.length - 1; i >= 0; i--) {
    const entry = transaction.trace[i]!
    if (entry.height < height) return undefined
    if (entry.height > height) continue
    if (seen === index + 1) return entry
    seen++
  }
  return undefined
}

/** Bytes of an AccountMeta: address, signer, writable. */
const META_SIZE = 34

/**
 * (index, sizes {data, accounts}, program, data, accounts): with the right sizes fills the outputs, else tells the
 * sizes. 1 if there is such an instruction.
 */
export const solGetProcessedSiblingInstruction: Syscall<ProgramRun> = (
  vm,
  index,
  sizes,
  programOutput,
  dataOutput,
  accountsOutput,
) => {
  charge(vm, BASE_UNITS)
  const found = findSibling(vm, approximate(index))
  if (found === undefined) return 0
  const { data, accounts, program } = found.instruction
  const header = vm.memory.struct(sizes, 16, 8, true)
  const view = viewOf(header)
  const fits =
    view.getBigUint64(0, true) === BigInt(data.length) &&
    view.getBigUint64(8, true) === BigInt(accounts.length)
  if (!fits) {
    writeU64(view, 0, data.length)
    writeU64(view, 8, accounts.length)
    return 1
  }
  const programTo = vm.memory.struct(programOutput, 32, 1, true)
  const dataTo = write(vm, dataOutput, data.length)
  const accountsTo = vm.memory.structs(accountsOutput, accounts.length, META_SIZE, 1, true)
  requireApart(programTo, dataTo, accountsTo, header)
  const { accounts: all } = vm.host.frame.transaction
  programTo.set(all[program]!.key)
  dataTo.set(data)
  for (const [i, meta] of accounts.entries()) {
    accountsTo.set(all[meta.index]!.key, i * META_SIZE)
    accountsTo[i * META_SIZE + 32] = meta.signer ? 1 : 0
    accountsTo[i * META_SIZE + 33] = meta.writable ? 1 : 0
  }
  return 1
}
