/**
 * BLS12-381 with the encodings of Zcash and IETF (SIMD-0388): 48-byte big-endian coordinates, imaginary part first,
 * flags in the highest three bits of the first byte. Every point is checked to be in its subgroup.
 */
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { bigIntToBytes, bytesToBigInt } from '../primitives/bytes.ts'

const { G1, G2, fields } = bls12_381
const { Fr, Fp12 } = fields
type Fp12Element = typeof Fp12.ONE

interface CurvePoint<P> {
  add(other: P): P
  subtract(other: P): P
  multiplyUnsafe(scalar: bigint): P
  toBytes(compressed?: boolean): Uint8Array
}

/** One of the two groups; inputs and outputs are uncompressed unless said; undefined for an invalid input. */
export interface BlsGroup {
  readonly compressedSize: number
  readonly size: number
  isPoint(bytes: Uint8Array): boolean
  add(a: Uint8Array, b: Uint8Array): Uint8Array | undefined
  subtract(a: Uint8Array, b: Uint8Array): Uint8Array | undefined
  /** The scalar is 32 bytes big-endian and below the group order. */
  multiply(scalar: Uint8Array, point: Uint8Array): Uint8Array | undefined
  decompress(bytes: Uint8Array): Uint8Array | undefined
}

function tryRead<P>(from: (bytes: Uint8Array) => P, bytes: Uint8Array): P | undefined {
  try {
    return from(bytes)
  } catch {
    return undefined
  }
}

function group<P extends CurvePoint<P>>(size: number, from: (bytes: Uint8Array) => P): BlsGroup {
  const COMPRESSED = 0x80
  // A compressed form at the front of an uncompressed field is read as one, as blst does.
  const read = (bytes: Uint8Array) =>
    tryRead(from, (bytes[0]! & COMPRESSED) === 0 ? bytes : bytes.subarray(0, size / 2))
  return {
    size,
    compressedSize: size / 2,
    isPoint: (bytes) => read(bytes) !== undefined,
    add(a, b) {
      const left = read(a)
      const right = read(b)
      return left && right && left.add(right).toBytes(false)
    },
    subtract(a, b) {
      const left = read(a)
      const right = read(b)
      return left && right && left.subtract(right).toBytes(false)
    },
    multiply(scalar, point) {
      const factor = bytesToBigInt(scalar)
      const base = read(point)
      if (factor >= Fr.ORDER || base === undefined) return undefined
      return base.multiplyUnsafe(factor).toBytes(false)
    },
    decompress(bytes) {
      if ((bytes[0]! & COMPRESSED) === 0) return undefined
      return tryRead(from, bytes)?.toBytes(false)
    },
  }
}

const readG1 = (bytes: Uint8Array) => {
  const point = G1.Point.fromBytes(bytes)
  if (!point.is0()) point.assertValidity()
  return point
}
const readG2 = (bytes: Uint8Array) => {
  const point = G2.Point.fromBytes(bytes)
  if (!point.is0()) point.assertValidity()
  return point
}

export const blsG1: BlsGroup = group(96, readG1)
export const blsG2: BlsGroup = group(192, readG2)

/** 576 bytes: twelve coordinates, the imaginary part of each pair first. */
function writeGt(element: Fp12Element): Uint8Array {
  const out = new Uint8Array(576)
  let at = 0
  for (const half of [element.c0, element.c1]) {
    for (const { c0, c1 } of [half.c0, half.c1, half.c2]) {
      out.set(bigIntToBytes(c1, 48), at)
      out.set(bigIntToBytes(c0, 48), at + 48)
      at += 96
    }
  }
  return out
}

/** Product of the pairings of points laid end to end; undefined for an invalid point. PERF: about 10 ms a pair. */
export function blsPairing(g1: Uint8Array, g2: Uint8Array): Uint8Array | undefined {
  const pairs = []
  for (let i = 0; i < g1.length / 96; i++) {
    const p = tryRead(readG1, g1.subarray(i * 96, i * 96 + 96))
    const q = tryRead(readG2, g2.subarray(i * 192, i * 192 + 192))
    if (p === undefined || q === undefined) return undefined
    if (!p.is0() && !q.is0()) pairs.push({ g1: p, g2: q })
  }
  return writeGt(pairs.length === 0 ? Fp12.ONE : bls12_381.pairingBatch(pairs))
}
