/** Syscalls on points of alt_bn128: group operations, pairing, compression. 0 is done, 1 is an invalid input. */
import {
  bn254Arkworks,
  compressG1,
  compressG2,
  decompressG1,
  decompressG2,
  reverseChunks,
} from '../../../../crypto/bn254-arkworks.ts'
import type { Bn254 } from '../../../../crypto/types.ts'
import { approximate, type Syscall } from '../../sbpf/index.ts'
import { abort, charge, type ProgramRun, type Vm } from '../run.ts'
import { read, write } from '../translate.ts'

const LITTLE_ENDIAN = 0x80
const PAIR_SIZE = 192
const FIRST_PAIR_UNITS = 36_364
const NEXT_PAIR_UNITS = 12_121
/** A pairing pays for its input and output as for a hash. */
const HASH_UNITS = 85
const OUTPUT = 32

type Run = (input: Uint8Array, bn254: Bn254) => Uint8Array | undefined

interface GroupRow {
  readonly units: (inputLength: number) => number
  readonly output: number
  /** Exact length; big-endian G1 operations take less, padded with zeros. */
  readonly input: number | undefined
  readonly isPadded: boolean
  readonly run: Run
  /** Between the endian forms: the input's runs of bytes that are reversed. */
  readonly swap: (bytes: Uint8Array) => Uint8Array
  readonly swapOutput: number
  readonly needsG2: boolean
}

const swap32 = (bytes: Uint8Array) => reverseChunks(bytes, 32)

/** Points of G2 in runs of 64, then what follows in runs of 32. */
function swapG2(points: number): (bytes: Uint8Array) => Uint8Array {
  return (bytes) => {
    const out = new Uint8Array(bytes)
    out.set(reverseChunks(bytes.subarray(0, points * 128), 64))
    out.set(reverseChunks(bytes.subarray(points * 128), 32), points * 128)
    return out
  }
}

function swapPairs(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes)
  for (let at = 0; at < bytes.length; at += PAIR_SIZE) {
    out.set(reverseChunks(bytes.subarray(at, at + 64), 32), at)
    out.set(reverseChunks(bytes.subarray(at + 64, at + PAIR_SIZE), 64), at + 64)
  }
  return out
}

function pairing(input: Uint8Array, bn254: Bn254): Uint8Array | undefined {
  if (input.length % PAIR_SIZE !== 0) return undefined
  const isOne = bn254Arkworks.pairing(bn254, input)
  if (isOne === undefined) return undefined
  const out = new Uint8Array(OUTPUT)
  out[OUTPUT - 1] = isOne ? 1 : 0
  return out
}

const G1 = { output: 64, isPadded: true, swap: swap32, swapOutput: 32, needsG2: false }
const G2 = { output: 128, isPadded: false, swapOutput: 64, needsG2: true }

/** By operation without the endian flag. */
const GROUP: ReadonlyMap<number, GroupRow> = new Map([
  [
    0,
    {
      ...G1,
      units: () => 334,
      input: 128,
      run: (input, bn254) => bn254Arkworks.g1Add(bn254, input),
    },
  ],
  [
    2,
    {
      ...G1,
      units: () => 3840,
      input: 96,
      run: (input, bn254) => bn254Arkworks.g1Multiply(bn254, input),
    },
  ],
  [
    3,
    {
      units: (length) =>
        FIRST_PAIR_UNITS +
        NEXT_PAIR_UNITS * Math.max(0, Math.floor(length / PAIR_SIZE) - 1) +
        HASH_UNITS +
        length +
        OUTPUT,
      output: OUTPUT,
      input: undefined,
      isPadded: false,
      run: pairing,
      swap: swapPairs,
      swapOutput: OUTPUT,
      needsG2: false,
    },
  ],
  [
    4,
    {
      ...G2,
      units: () => 535,
      input: 256,
      swap: swapG2(2),
      run: (input) => bn254Arkworks.g2Add(input),
    },
  ],
  [
    6,
    {
      ...G2,
      units: () => 15_670,
      input: 160,
      swap: swapG2(1),
      run: (input) => bn254Arkworks.g2Multiply(input),
    },
  ],
] as [number, GroupRow][])

/** The input at its exact length, big-endian; undefined if it cannot be one. */
function normalize(row: GroupRow, input: Uint8Array, isLittle: boolean): Uint8Array | undefined {
  const { input: expected } = row
  if (expected === undefined) {
    if (input.length % PAIR_SIZE !== 0) return undefined
    return isLittle ? row.swap(input) : input
  }
  if (isLittle) return input.length === expected ? row.swap(input) : undefined
  if (input.length === expected) return input
  if (!row.isPadded || input.length > expected) return undefined
  const padded = new Uint8Array(expected)
  padded.set(input)
  return padded
}

function groupRow(vm: Vm, operation: number): GroupRow {
  const { altBn128LittleEndian, enableAltBn128G2Syscalls } = vm.host.frame.transaction.features
  const row = GROUP.get(operation & ~LITTLE_ENDIAN)
  const isLittle = (operation & LITTLE_ENDIAN) !== 0
  if (row === undefined || operation > 0xff) abort('InvalidAttribute')
  if (isLittle && !row.needsG2 && !altBn128LittleEndian) abort('InvalidAttribute')
  if (row.needsG2 && !enableAltBn128G2Syscalls) abort('InvalidAttribute')
  return row
}

/** (operation, input, its length, output) */
export const solAltBn128GroupOp: Syscall<ProgramRun> = (vm, op, address, length, output) => {
  const operation = approximate(op)
  const row = groupRow(vm, operation)
  charge(vm, row.units(approximate(length)))
  const to = write(vm, output, row.output)
  const isLittle = (operation & LITTLE_ENDIAN) !== 0
  const input = normalize(row, read(vm, address, length), isLittle)
  const result = input && row.run(input, vm.host.frame.transaction.host.crypto.bn254)
  if (result === undefined) return 1
  to.set(isLittle ? reverseChunks(result, row.swapOutput) : result)
  return 0
}

interface CompressionRow {
  readonly units: number
  readonly input: number
  readonly output: number
  /** Run of bytes that the endian forms reverse. */
  readonly run: number
  readonly work: (bytes: Uint8Array) => Uint8Array | undefined
}

const BASE_UNITS = 100

const COMPRESSION: ReadonlyMap<number, CompressionRow> = new Map([
  [0, { units: 30, input: 64, output: 32, run: 32, work: compressG1 }],
  [1, { units: 398, input: 32, output: 64, run: 32, work: decompressG1 }],
  [2, { units: 86, input: 128, output: 64, run: 64, work: compressG2 }],
  [3, { units: 13_610, input: 64, output: 128, run: 64, work: decompressG2 }],
])

/** (operation, input, its length, output) */
export const solAltBn128Compression: Syscall<ProgramRun> = (vm, op, address, length, output) => {
  const operation = approximate(op)
  const row = COMPRESSION.get(operation & ~LITTLE_ENDIAN)
  const isLittle = (operation & LITTLE_ENDIAN) !== 0
  const { altBn128LittleEndian } = vm.host.frame.transaction.features
  if (row === undefined || operation > 0xff || (isLittle && !altBn128LittleEndian))
    abort('InvalidAttribute')
  charge(vm, BASE_UNITS + row.units)
  const to = write(vm, output, row.output)
  const input = read(vm, address, length)
  if (input.length !== row.input) return 1
  const result = row.work(isLittle ? reverseChunks(input, row.run) : input)
  if (result === undefined) return 1
  to.set(isLittle ? reverseChunks(result, row.run) : result)
  return 0
}
