/** Syscalls that move bytes: memcpy, memmove, memset, memcmp; and the old allocator. */
import { addU64, approximate, HEAP_START, type Syscall, type U64 } from '../../sbpf/index.ts'
import { abort, charge, type ProgramRun, type Vm } from '../run.ts'
import { read, viewOf, write } from '../translate.ts'

const BASE_UNITS = 10
const BYTES_PER_UNIT = 250

function chargeBytes(vm: Vm, count: U64): void {
  charge(vm, Math.max(BASE_UNITS, Math.floor(approximate(count) / BYTES_PER_UNIT)))
}

function overlap(a: U64, b: U64, length: U64): boolean {
  const low = a < b ? a : b
  const high = a < b ? b : a
  return high < addU64Saturated(low, length)
}

function addU64Saturated(a: U64, b: U64): U64 {
  const sum = addU64(a, b)
  return sum < a ? 0xffff_ffff_ffff_ffffn : sum
}

/** Bytes up to which a loop is faster than making views and copying. */
const FEW_BYTES = 64

/** Both pieces are looked up before anything is written, the target first. */
function move(vm: Vm, target: U64, source: U64, length: U64): void {
  if (typeof length === 'number' && length > 0 && length <= FEW_BYTES) {
    moveFew(vm, target, source, length)
    return
  }
  const to = write(vm, target, length)
  const from = read(vm, source, length)
  to.set(from)
}

function moveFew({ memory }: Vm, target: U64, source: U64, length: number): void {
  const to = memory.translate(target, length, true).view
  const toAt = memory.offset
  const from = memory.translate(source, length, false).view
  const fromAt = memory.offset
  // As memmove: a piece that begins inside the other one is copied from its end. Four bytes a step either way: what a
  // step overwrites has been read by then.
  const whole = length & ~3
  if (target <= source) {
    for (let i = 0; i < whole; i += 4) to.setInt32(toAt + i, from.getInt32(fromAt + i, true), true)
    for (let i = whole; i < length; i++) to.setUint8(toAt + i, from.getUint8(fromAt + i))
  } else {
    for (let i = length - 1; i >= whole; i--) to.setUint8(toAt + i, from.getUint8(fromAt + i))
    for (let i = whole - 4; i >= 0; i -= 4)
      to.setInt32(toAt + i, from.getInt32(fromAt + i, true), true)
  }
}

/** (target, source, length) */
export const solMemcpy: Syscall<ProgramRun> = (vm, target, source, length) => {
  chargeBytes(vm, length)
  if (overlap(target, source, length)) abort('Overlapping copy')
  move(vm, target, source, length)
  return 0
}

/** (target, source, length) */
export const solMemmove: Syscall<ProgramRun> = (vm, target, source, length) => {
  chargeBytes(vm, length)
  move(vm, target, source, length)
  return 0
}

/** (target, byte, length) */
export const solMemset: Syscall<ProgramRun> = (vm, target, byte, length) => {
  chargeBytes(vm, length)
  write(vm, target, length).fill(Number(BigInt.asUintN(8, BigInt(byte))))
  return 0
}

/** (a, b, length, result): the difference of the first bytes that differ, as i32. */
export const solMemcmp: Syscall<ProgramRun> = (vm, first, second, length, result) => {
  chargeBytes(vm, length)
  const a = read(vm, first, length)
  const b = read(vm, second, length)
  let difference = 0
  for (let i = 0; i < a.length && difference === 0; i++) difference = a[i]! - b[i]!
  viewOf(vm.memory.struct(result, 4, 4, true)).setInt32(0, difference, true)
  return 0
}

/** (size, address to free): addresses only ever rise; freeing does nothing. 0 is out of memory. */
export const solAllocFree: Syscall<ProgramRun> = (vm, size, freed) => {
  if (freed !== 0) return 0
  const { host, memory } = vm
  const align = memory.checkAligned ? 8 : 1
  const start = Math.ceil(host.heapUsed / align) * align
  const end = start + approximate(size)
  if (end > memory.heap.length) return 0
  host.heapUsed = end
  return HEAP_START + start
}
