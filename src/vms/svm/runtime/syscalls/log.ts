/** Syscalls that write log lines, and those that end the program with one. */
import { addressText } from '../../ids.ts'
import {
  approximate,
  type Executable,
  highHalf,
  lowHalf,
  type Syscall,
  type U64,
} from '../../sbpf/index.ts'
import { abort, charge, type ProgramRun, type Vm } from '../run.ts'
import { read, readKey, readPointers } from '../translate.ts'
import { base64 } from './base64.ts'
import { asciiText, decodeUtf8, utf8Error } from './utf8.ts'

const BASE_UNITS = 100

function readText(vm: Vm, address: U64, length: U64): string {
  const bytes = read(vm, address, length)
  const error = utf8Error(bytes)
  if (error !== undefined) abort(`${error}: [${bytes.join(', ')}]`)
  return decodeUtf8(bytes)
}

export const solAbort: Syscall<ProgramRun> = () => abort('SBF program panicked')

/** (file, length, line, column) */
export const solPanic: Syscall<ProgramRun> = (vm, file, length, line, column) => {
  charge(vm, length)
  return abort(`SBF program Panicked in ${readText(vm, file, length)} at ${line}:${column}`)
}

/** A line of text that a program has in its read-only image. */
interface ConstantLine {
  readonly length: number
  /** ASCII. */
  readonly line: string
}

/** By program, then by the lower half of the address. An image never changes. */
const CONSTANT_LINES = new WeakMap<Executable, Map<number, ConstantLine>>()
const CONSTANT_LINES_MAX = 1024

/** Where lines are remembered for an address; undefined outside the image. */
function linesAt(vm: Vm, address: U64): Map<number, ConstantLine> | undefined {
  if (highHalf(address) !== (vm.executable.version >= 3 ? 0 : 1)) return undefined
  let lines = CONSTANT_LINES.get(vm.executable)
  if (lines === undefined) CONSTANT_LINES.set(vm.executable, (lines = new Map()))
  return lines
}

/** (text, length). PERF: most texts are constants of the program, whose lines are made once. */
export const solLog: Syscall<ProgramRun> = (vm, address, length) => {
  charge(vm, Math.max(BASE_UNITS, approximate(length)))
  const { logs } = vm.host.frame.transaction
  const lines = linesAt(vm, address)
  const known = lines?.get(lowHalf(address))
  if (known !== undefined && known.length === length) {
    logs.logPlain(known.line)
    return 0
  }
  const text = asciiText(read(vm, address, length))
  if (text === undefined) {
    logs.log(`Program log: ${readText(vm, address, length)}`)
    return 0
  }
  const line = `Program log: ${text}`
  logs.logPlain(line)
  if (lines !== undefined && typeof length === 'number') {
    if (lines.size >= CONSTANT_LINES_MAX) lines.clear()
    lines.set(lowHalf(address), { length, line })
  }
  return 0
}

/** Five numbers. */
export const solLog64: Syscall<ProgramRun> = (vm, ...values) => {
  charge(vm, BASE_UNITS)
  const text = values.map((value) => `0x${value.toString(16)}`).join(', ')
  vm.host.frame.log(`Program log: ${text}`)
  return 0
}

/** (address of 32 bytes) */
export const solLogPubkey: Syscall<ProgramRun> = (vm, address) => {
  charge(vm, BASE_UNITS)
  vm.host.frame.log(`Program log: ${addressText(readKey(vm, address))}`)
  return 0
}

export const solLogComputeUnits: Syscall<ProgramRun> = (vm) => {
  charge(vm, BASE_UNITS)
  vm.host.frame.log(`Program consumption: ${vm.meter.remaining} units remaining`)
  return 0
}

/** Units left, itself paid: remainingComputeUnitsSyscallEnabled, off on mainnet. */
export const solRemainingComputeUnits: Syscall<ProgramRun> = (vm) => {
  charge(vm, BASE_UNITS)
  return vm.meter.remaining
}

/** (slices, count): each slice in base64. */
export const solLogData: Syscall<ProgramRun> = (vm, address, count) => {
  charge(vm, BASE_UNITS)
  const fields = readPointers(vm, address, count)
  charge(vm, BASE_UNITS * fields.length)
  charge(
    vm,
    fields.reduce((total, { length }) => total + approximate(length), 0),
  )
  const parts = fields.map((field) => base64(read(vm, field.address, field.length)))
  vm.host.frame.log(`Program data: ${parts.join(' ')}`)
  return 0
}
