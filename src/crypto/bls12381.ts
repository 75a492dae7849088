/**
 * BLS12-381 with the encodings of EIP-2537: a field element is 64 bytes big-endian with 16 leading zeros, an Fp2
 * element its real part first, infinity all zeros. Additions take any point of the curve, all else wants the
 * subgroup.
 */
import { mulAddUnsafe, pippenger } from '@noble/curves/abstract/curve.js'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { bigIntToBytes, bytesToBigInt, isZeroBytes } from '../primitives/bytes.ts'
import type { Bls12381 } from './types.ts'

const { G1, G2, fields } = bls12_381
const { Fp, Fp2, Fp12, Fr } = fields
type G1Point = typeof G1.Point.BASE
type G2Point = typeof G2.Point.BASE
type Fp2Element = ReturnType<typeof Fp2.fromBigTuple>

/** From this many points on, buckets beat one shared chain of doublings (measured). */
const BUCKETS_FROM = 300
/**
 * The maps of RFC 9380 as they are: for an m = 1 curve the element itself is taken, and the result is a point with
 * its cofactor cleared. The library's declarations say otherwise (an array, an affine pair).
 */
const mapToG1 = G1.mapToCurve as unknown as (element: bigint) => G1Point
const mapToG2 = G2.mapToCurve as unknown as (element: readonly [bigint, bigint]) => G2Point
const G2_B = Fp2.fromBigTuple([4n, 4n])

/** 64 bytes at `offset`; undefined when at or over the modulus (which covers non-zero padding). */
function readField(input: Uint8Array, offset: number): bigint | undefined {
  const value = bytesToBigInt(input.subarray(offset, offset + 64))
  return value < Fp.ORDER ? value : undefined
}

function readField2(input: Uint8Array, offset: number): Fp2Element | undefined {
  const c0 = readField(input, offset)
  const c1 = readField(input, offset + 64)
  return c0 === undefined || c1 === undefined ? undefined : Fp2.fromBigTuple([c0, c1])
}

function readG1(input: Uint8Array, offset: number): G1Point | undefined {
  const x = readField(input, offset)
  const y = readField(input, offset + 64)
  if (x === undefined || y === undefined) return undefined
  if (x === 0n && y === 0n) return G1.Point.ZERO
  if (!Fp.eql(Fp.sqr(y), Fp.add(Fp.mul(Fp.sqr(x), x), 4n))) return undefined
  return G1.Point.fromAffine({ x, y })
}

function readG2(input: Uint8Array, offset: number): G2Point | undefined {
  const x = readField2(input, offset)
  const y = readField2(input, offset + 128)
  if (x === undefined || y === undefined) return undefined
  if (isZeroBytes(input.subarray(offset, offset + 256))) return G2.Point.ZERO
  if (!Fp2.eql(Fp2.sqr(y), Fp2.add(Fp2.mul(Fp2.sqr(x), x), G2_B))) return undefined
  return G2.Point.fromAffine({ x, y })
}

function inSubgroup<P extends G1Point | G2Point>(point: P | undefined): P | undefined {
  return point !== undefined && (point.is0() || point.isTorsionFree()) ? point : undefined
}

function writeG1(point: G1Point): Uint8Array {
  const out = new Uint8Array(128)
  if (point.is0()) return out
  const { x, y } = point.toAffine()
  out.set(bigIntToBytes(x, 64), 0)
  out.set(bigIntToBytes(y, 64), 64)
  return out
}

function writeG2(point: G2Point): Uint8Array {
  const out = new Uint8Array(256)
  if (point.is0()) return out
  const { x, y } = point.toAffine()
  out.set(bigIntToBytes(x.c0, 64), 0)
  out.set(bigIntToBytes(x.c1, 64), 64)
  out.set(bigIntToBytes(y.c0, 64), 128)
  out.set(bigIntToBytes(y.c1, 64), 192)
  return out
}

/** 32 bytes big-endian; EIP-2537 allows a scalar over the order, so it is reduced. */
function readScalar(input: Uint8Array, offset: number): bigint {
  return bytesToBigInt(input.subarray(offset, offset + 32)) % Fr.ORDER
}

function msmG1(points: G1Point[], scalars: bigint[]): G1Point {
  if (points.length >= BUCKETS_FROM) return pippenger(G1.Point, points, scalars)
  return points.length === 0 ? G1.Point.ZERO : mulAddUnsafe(G1.Point, points, scalars)
}

function msmG2(points: G2Point[], scalars: bigint[]): G2Point {
  if (points.length >= BUCKETS_FROM) return pippenger(G2.Point, points, scalars)
  return points.length === 0 ? G2.Point.ZERO : mulAddUnsafe(G2.Point, points, scalars)
}

/** PERF: about 3 ms a G1 and 9 ms a G2 multiplication, 10 ms a pair; less each in a long sum. */
export const nobleBls12381: Bls12381 = {
  g1Add(input) {
    const a = readG1(input, 0)
    const b = readG1(input, 128)
    return a === undefined || b === undefined ? undefined : writeG1(a.add(b))
  },

  g1Msm(input) {
    const points: G1Point[] = []
    const scalars: bigint[] = []
    for (let offset = 0; offset < input.length; offset += 160) {
      const point = inSubgroup(readG1(input, offset))
      if (point === undefined) return undefined
      const scalar = readScalar(input, offset + 128)
      if (point.is0() || scalar === 0n) continue
      points.push(point)
      scalars.push(scalar)
    }
    return writeG1(msmG1(points, scalars))
  },

  g2Add(input) {
    const a = readG2(input, 0)
    const b = readG2(input, 256)
    return a === undefined || b === undefined ? undefined : writeG2(a.add(b))
  },

  g2Msm(input) {
    const points: G2Point[] = []
    const scalars: bigint[] = []
    for (let offset = 0; offset < input.length; offset += 288) {
      const point = inSubgroup(readG2(input, offset))
      if (point === undefined) return undefined
      const scalar = readScalar(input, offset + 256)
      if (point.is0() || scalar === 0n) continue
      points.push(point)
      scalars.push(scalar)
    }
    return writeG2(msmG2(points, scalars))
  },

  pairing(input) {
    const pairs: { g1: G1Point; g2: G2Point }[] = []
    for (let offset = 0; offset < input.length; offset += 384) {
      const g1 = inSubgroup(readG1(input, offset))
      const g2 = inSubgroup(readG2(input, offset + 128))
      if (g1 === undefined || g2 === undefined) return undefined
      // A pair with infinity contributes one; the pairing function itself refuses infinity.
      if (!g1.is0() && !g2.is0()) pairs.push({ g1, g2 })
    }
    return pairs.length === 0 || Fp12.eql(bls12_381.pairingBatch(pairs), Fp12.ONE)
  },

  mapFpToG1(input) {
    const element = readField(input, 0)
    return element === undefined ? undefined : writeG1(mapToG1(element))
  },

  mapFp2ToG2(input) {
    const element = readField2(input, 0)
    if (element === undefined) return undefined
    return writeG2(mapToG2([element.c0, element.c1]))
  },
}
