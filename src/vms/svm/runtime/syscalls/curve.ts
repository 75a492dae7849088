/** Syscalls on points of Curve25519 (Edwards, ristretto) and BLS12-381 (SIMD-0388). 0 is done, 1 is an invalid input. */
import { type BlsGroup, blsG1, blsG2, blsPairing } from '../../../../crypto/bls12381-zcash.ts'
import { reverseChunks } from '../../../../crypto/bn254-arkworks.ts'
import {
  type Curve25519Group,
  edwards25519,
  ristretto25519,
} from '../../../../crypto/curve25519.ts'
import { approximate, type Syscall, type U64 } from '../../sbpf/index.ts'
import { abort, charge, type ProgramRun, type Vm } from '../run.ts'
import { read, readStructs } from '../translate.ts'

/** Flag of big-endian BLS operations. */
const BIG_ENDIAN = 0x80
const BLS_PAIRING = 4
const COORDINATE = 48
const PAIRS_MAX_BYTES = 576
const POINTS_MAX = 512

/** A group as the syscalls need it: fixed sizes and what each operation costs. */
interface CurveRow {
  readonly size: number
  readonly validateUnits: number
  readonly addUnits: number
  readonly subtractUnits: number
  readonly multiplyUnits: number
  readonly isPoint: (point: Uint8Array) => boolean
  readonly add: (a: Uint8Array, b: Uint8Array) => Uint8Array | undefined
  readonly subtract: (a: Uint8Array, b: Uint8Array) => Uint8Array | undefined
  readonly multiply: (scalar: Uint8Array, point: Uint8Array) => Uint8Array | undefined
  /** Sums of products. */
  readonly sum?: {
    readonly firstUnits: number
    readonly nextUnits: number
    readonly run: (scalars: Uint8Array, points: Uint8Array) => Uint8Array | undefined
  }
  readonly decompress?: {
    readonly size: number
    readonly units: number
    readonly run: (point: Uint8Array) => Uint8Array | undefined
  }
}

type Units = Pick<CurveRow, 'validateUnits' | 'addUnits' | 'subtractUnits' | 'multiplyUnits'>

function curve25519(
  group: Curve25519Group,
  units: Units,
  sum: { readonly firstUnits: number; readonly nextUnits: number },
): CurveRow {
  const { isPoint, add, subtract, multiply, multiscalarMultiply } = group
  return {
    size: 32,
    ...units,
    isPoint,
    add,
    subtract,
    multiply,
    sum: { ...sum, run: multiscalarMultiply },
  }
}

/** Little-endian points have each coordinate reversed, and their real parts first. */
function swapped(bytes: Uint8Array, isSecondGroup: boolean): Uint8Array {
  return reverseChunks(bytes, isSecondGroup ? 2 * COORDINATE : COORDINATE)
}

function bls(
  group: BlsGroup,
  units: Units & { readonly decompressUnits: number },
  isBigEndian: boolean,
): CurveRow {
  const isSecondGroup = group === blsG2
  const turn = (bytes: Uint8Array) => (isBigEndian ? bytes : swapped(bytes, isSecondGroup))
  const back = (bytes: Uint8Array | undefined) => bytes && turn(bytes)
  const scalarOf = (bytes: Uint8Array) => (isBigEndian ? bytes : reverseChunks(bytes, 32))
  return {
    size: group.size,
    ...units,
    isPoint: (point) => group.isPoint(turn(point)),
    add: (a, b) => back(group.add(turn(a), turn(b))),
    subtract: (a, b) => back(group.subtract(turn(a), turn(b))),
    multiply: (scalar, point) => back(group.multiply(scalarOf(scalar), turn(point))),
    decompress: {
      size: group.compressedSize,
      units: units.decompressUnits,
      run: (point) => back(group.decompress(turn(point))),
    },
  }
}

const G1_UNITS = {
  validateUnits: 1565,
  addUnits: 128,
  subtractUnits: 129,
  multiplyUnits: 4627,
  decompressUnits: 2100,
}
const G2_UNITS = {
  validateUnits: 1968,
  addUnits: 203,
  subtractUnits: 204,
  multiplyUnits: 8255,
  decompressUnits: 3050,
}

/** By curve id. */
const CURVES: ReadonlyMap<number, CurveRow> = new Map([
  [
    0,
    curve25519(
      edwards25519,
      { validateUnits: 159, addUnits: 473, subtractUnits: 475, multiplyUnits: 2177 },
      { firstUnits: 2273, nextUnits: 758 },
    ),
  ],
  [
    1,
    curve25519(
      ristretto25519,
      { validateUnits: 169, addUnits: 521, subtractUnits: 519, multiplyUnits: 2208 },
      { firstUnits: 2303, nextUnits: 788 },
    ),
  ],
  [5, bls(blsG1, G1_UNITS, false)],
  [5 | BIG_ENDIAN, bls(blsG1, G1_UNITS, true)],
  [6, bls(blsG2, G2_UNITS, false)],
  [6 | BIG_ENDIAN, bls(blsG2, G2_UNITS, true)],
])

function curveOf(vm: Vm, id: U64): CurveRow {
  const row = CURVES.get(approximate(id))
  const { enableBls12381Syscall } = vm.host.frame.transaction.features
  if (row === undefined || (row.decompress !== undefined && !enableBls12381Syscall))
    abort('InvalidAttribute')
  return row
}

/** A point or scalar, live; byte-aligned. */
function input(vm: Vm, address: U64, size: number): Uint8Array {
  return vm.memory.struct(address, size, 1)
}

/** Writes a result where there is one. */
function finish(vm: Vm, result: Uint8Array | undefined, address: U64): number {
  if (result === undefined) return 1
  vm.memory.struct(address, result.length, 1, true).set(result)
  return 0
}

/** (curve, point) */
export const solCurveValidatePoint: Syscall<ProgramRun> = (vm, curve, point) => {
  const row = curveOf(vm, curve)
  charge(vm, row.validateUnits)
  return row.isPoint(input(vm, point, row.size)) ? 0 : 1
}

/** (curve, operation, left, right, output): 0 add, 1 subtract, 2 multiply with the scalar on the left. */
export const solCurveGroupOp: Syscall<ProgramRun> = (vm, curve, operation, left, right, output) => {
  const row = curveOf(vm, curve)
  if (operation === 2) {
    charge(vm, row.multiplyUnits)
    const scalar = input(vm, left, 32)
    return finish(vm, row.multiply(scalar, input(vm, right, row.size)), output)
  }
  if (operation !== 0 && operation !== 1) abort('InvalidAttribute')
  charge(vm, operation === 0 ? row.addUnits : row.subtractUnits)
  const a = input(vm, left, row.size)
  const b = input(vm, right, row.size)
  return finish(vm, operation === 0 ? row.add(a, b) : row.subtract(a, b), output)
}

/** (curve, scalars, points, count, output) */
export const solCurveMultiscalarMul: Syscall<ProgramRun> = (
  vm,
  curve,
  scalars,
  points,
  count,
  output,
) => {
  if (count > POINTS_MAX) abort('InvalidLength')
  const { sum } = CURVES.get(approximate(curve)) ?? {}
  if (sum === undefined) abort('InvalidAttribute')
  const length = approximate(count)
  charge(vm, sum.firstUnits + sum.nextUnits * Math.max(0, length - 1))
  const factors = read(vm, scalars, 32 * length)
  return finish(vm, sum.run(factors, read(vm, points, 32 * length)), output)
}

/** (curve, compressed point, output) */
export const solCurveDecompress: Syscall<ProgramRun> = (vm, curve, point, output) => {
  const { decompress } = curveOf(vm, curve)
  if (decompress === undefined) abort('InvalidAttribute')
  charge(vm, decompress.units)
  return finish(vm, decompress.run(input(vm, point, decompress.size)), output)
}

const PAIR_UNITS = 25_445
const NEXT_PAIR_UNITS = 13_023

/** (curve, pairs, points of G1, points of G2, output of 576 bytes) */
export const solCurvePairingMap: Syscall<ProgramRun> = (
  vm,
  curve,
  pairs,
  first,
  second,
  output,
) => {
  const id = approximate(curve)
  if (id !== BLS_PAIRING && id !== (BLS_PAIRING | BIG_ENDIAN)) abort('InvalidAttribute')
  charge(vm, PAIR_UNITS + NEXT_PAIR_UNITS * Math.max(0, approximate(pairs) - 1))
  const isBigEndian = id !== BLS_PAIRING
  const g1 = bytesOf(readStructs(vm, first, pairs, { size: blsG1.size, align: 1 }))
  const g2 = bytesOf(readStructs(vm, second, pairs, { size: blsG2.size, align: 1 }))
  const result = isBigEndian
    ? blsPairing(g1, g2)
    : blsPairing(swapped(g1, false), swapped(g2, true))
  if (result === undefined) return 1
  const to = vm.memory.struct(output, PAIRS_MAX_BYTES, 1, true)
  to.set(isBigEndian ? result : result.reverse())
  return 0
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}
