/**
 * Account infos: where the caller of a cross-program invocation keeps what it thinks of its accounts, in the C and the
 * Rust layout. With SIMD-0459 their pointers must be the ones the program was given.
 */
import { addU64, INPUT_START, readU64, type U64 } from '../../sbpf/index.ts'
import { abort, abortWith, charge, type Vm } from '../run.ts'
import { GROWTH_PER_INSTRUCTION, type SerializedAccount } from '../serialize.ts'
import { readStruct, write } from '../translate.ts'
import { BYTES_PER_UNIT } from './instruction.ts'

/** One account of the caller, as addresses in its memory. */
export interface CallerAccount {
  readonly lamports: U64
  readonly owner: U64
  readonly data: U64
  /** Length of the data as the caller says. */
  readonly length: number
  /** Where that length stands. */
  readonly lengthAt: U64
  readonly originalLength: number
}

/** How one language lays out an account info. */
export interface InfoLayout {
  readonly size: number
  readonly read: (
    vm: Vm,
    info: { readonly view: DataView; readonly at: number; readonly address: U64 },
    serialized: SerializedAccount,
  ) => CallerAccount
}

function isRestricted(vm: Vm): boolean {
  return vm.host.frame.transaction.features.syscallParameterAddressRestrictions
}

function requirePointer(vm: Vm, field: string, pointer: U64, expected: number): void {
  if (!isRestricted(vm) || pointer === expected) return
  const { frame } = vm.host
  frame.log(
    `Invalid account info pointer \`${field}': 0x${pointer.toString(16)} != 0x${expected.toString(16)}`,
  )
  abort('Invalid pointer')
}

/** Nothing that steers the invocation may lie where a callee could write it. */
function requireOutsideInput(vm: Vm, address: U64): void {
  if (isRestricted(vm) && address >= INPUT_START) abort('Invalid pointer')
}

function chargeData(vm: Vm, length: U64, serialized: SerializedAccount): void {
  if (isRestricted(vm) && length > serialized.originalLength + GROWTH_PER_INSTRUCTION)
    abortWith('InvalidRealloc')
  charge(vm, Math.floor(Number(length) / BYTES_PER_UNIT))
}

/** SolAccountInfo: key, lamports, data length, data, owner, rent epoch, flags. */
export const INFO_C: InfoLayout = {
  size: 56,
  read(vm, { view, at, address }, serialized) {
    const lamports = readU64(view, at + 8)
    const length = readU64(view, at + 16)
    const data = readU64(view, at + 24)
    const owner = readU64(view, at + 32)
    requirePointer(vm, 'key', readU64(view, at), serialized.key)
    requirePointer(vm, 'owner', owner, serialized.owner)
    requirePointer(vm, 'lamports', lamports, serialized.lamports)
    requirePointer(vm, 'data', data, serialized.data)
    vm.memory.struct(lamports, 8, 8, true)
    vm.memory.struct(owner, 32, 1, true)
    chargeData(vm, length, serialized)
    write(vm, data, length)
    const lengthAt = addU64(address, 16)
    vm.memory.struct(lengthAt, 8, 1, true)
    const { originalLength } = serialized
    return { lamports, owner, data, length: Number(length), lengthAt, originalLength }
  },
}

/** Offset of the value in Rust's Rc<RefCell<T>>: strong count, weak count, borrow flag. */
const CELL_VALUE = 24

/** AccountInfo: key, Rc of lamports, Rc of data, owner, rent epoch, flags. */
export const INFO_RUST: InfoLayout = {
  size: 48,
  read(vm, { view, at }, serialized) {
    const owner = readU64(view, at + 24)
    requirePointer(vm, 'key', readU64(view, at), serialized.key)
    requirePointer(vm, 'owner', owner, serialized.owner)
    const lamportsCell = addU64(readU64(view, at + 8), CELL_VALUE)
    const lamports = vm.memory.readU64(lamportsCell)
    requireOutsideInput(vm, lamportsCell)
    requirePointer(vm, 'lamports', lamports, serialized.lamports)
    vm.memory.struct(lamports, 8, 8, true)
    vm.memory.struct(owner, 32, 1, true)
    const dataCell = addU64(readU64(view, at + 16), CELL_VALUE)
    requireOutsideInput(vm, dataCell)
    const slice = readStruct(vm, dataCell, 16, 8)
    const data = readU64(slice, 0)
    const length = readU64(slice, 8)
    requirePointer(vm, 'data', data, serialized.data)
    chargeData(vm, length, serialized)
    const lengthAt = addU64(dataCell, 8)
    requireOutsideInput(vm, lengthAt)
    vm.memory.struct(lengthAt, 8, 1, true)
    write(vm, data, length)
    const { originalLength } = serialized
    return { lamports, owner, data, length: Number(length), lengthAt, originalLength }
  },
}
