/**
 * Curve25519 as curve25519-dalek has it: points of the Edwards curve and of ristretto255. Edwards encodings are
 * lenient (y may be above the modulus, a sign bit on x = 0 is ignored), ristretto encodings are canonical.
 */
import { ed25519, ristretto255 } from '@noble/curves/ed25519.js'

const { Point } = ed25519
const P = Point.Fp.ORDER
const D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n
const ORDER = Point.Fn.ORDER

type EdwardsPoint = typeof Point.BASE
type RistrettoPoint = typeof ristretto255.Point.BASE

function littleEndian(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 32)
  return (
    view.getBigUint64(0, true) |
    (view.getBigUint64(8, true) << 64n) |
    (view.getBigUint64(16, true) << 128n) |
    (view.getBigUint64(24, true) << 192n)
  )
}

/** Jacobi symbol (a / n) for odd n: 1 a square, -1 none, 0 a multiple. Euclid's steps: a fifth of a power's cost. */
function jacobi(value: bigint, modulus: bigint): number {
  let a = value
  let n = modulus
  let sign = 1
  while (a !== 0n) {
    // Small words decide the signs, so that only shifts and remainders run on big numbers.
    let low = Number(a & 0xffff_ffffn)
    while (low === 0) {
      a >>= 32n
      low = Number(a & 0xffff_ffffn)
    }
    const zeros = 31 - Math.clz32(low & -low)
    a >>= BigInt(zeros)
    const n8 = Number(n & 7n)
    if ((zeros & 1) === 1 && (n8 === 3 || n8 === 5)) sign = -sign
    if ((n8 & 3) === 3 && Number(a & 3n) === 3) sign = -sign
    const rest = n % a
    n = a
    a = rest
  }
  return n === 1n ? sign : 0
}

/** Whether 32 bytes decompress to a point of the Edwards curve: derived addresses must not. */
export function isEdwardsPoint(bytes: Uint8Array): boolean {
  const y = (littleEndian(bytes) & ((1n << 255n) - 1n)) % P
  const yy = (y * y) % P
  // x^2 = u / v is a square if and only if u v is; v is never zero because -1/d is none.
  const u = yy - 1n
  const v = D * yy + 1n
  const product = (((u * v) % P) + P) % P
  return jacobi(product, P) !== -1
}

/** A scalar below the group order, else undefined. */
function readScalar(bytes: Uint8Array): bigint | undefined {
  const value = littleEndian(bytes)
  return value < ORDER ? value : undefined
}

function readEdwards(bytes: Uint8Array): EdwardsPoint | undefined {
  try {
    return Point.fromBytes(bytes, true)
  } catch {
    return undefined
  }
}

function readRistretto(bytes: Uint8Array): RistrettoPoint | undefined {
  try {
    return ristretto255.Point.fromBytes(bytes)
  } catch {
    return undefined
  }
}

/** One group: points are 32 bytes, scalars 32 bytes little endian; undefined for an invalid input. */
export interface Curve25519Group {
  isPoint(bytes: Uint8Array): boolean
  add(a: Uint8Array, b: Uint8Array): Uint8Array | undefined
  subtract(a: Uint8Array, b: Uint8Array): Uint8Array | undefined
  multiply(scalar: Uint8Array, point: Uint8Array): Uint8Array | undefined
  /** Sum of products of `count` scalars and points laid end to end. Cost proportional to count. */
  multiscalarMultiply(scalars: Uint8Array, points: Uint8Array): Uint8Array | undefined
}

interface GroupPoint<P> {
  add(other: P): P
  subtract(other: P): P
  multiplyUnsafe(scalar: bigint): P
  toBytes(): Uint8Array
}

function group<T extends GroupPoint<T>>(
  zero: T,
  read: (bytes: Uint8Array) => T | undefined,
): Curve25519Group {
  return {
    isPoint: (bytes) => read(bytes) !== undefined,
    add(a, b) {
      const left = read(a)
      const right = read(b)
      return left && right && left.add(right).toBytes()
    },
    subtract(a, b) {
      const left = read(a)
      const right = read(b)
      return left && right && left.subtract(right).toBytes()
    },
    multiply(scalar, point) {
      const factor = readScalar(scalar)
      const read1 = read(point)
      if (factor === undefined || read1 === undefined) return undefined
      return read1.multiplyUnsafe(factor).toBytes()
    },
    multiscalarMultiply(scalars, points) {
      let sum = zero
      for (let at = 0; at < scalars.length; at += 32) {
        const factor = readScalar(scalars.subarray(at, at + 32))
        const point = read(points.subarray(at, at + 32))
        if (factor === undefined || point === undefined) return undefined
        sum = sum.add(point.multiplyUnsafe(factor))
      }
      return sum.toBytes()
    },
  }
}

/** The Edwards curve with its cofactor. */
export const edwards25519: Curve25519Group = group<EdwardsPoint>(Point.ZERO, readEdwards)
/** The group of prime order on it. */
export const ristretto25519: Curve25519Group = group<RistrettoPoint>(
  ristretto255.Point.ZERO,
  readRistretto,
)
