/**
 * BLS12-381 with the encodings of Zcash and IETF (SIMD-0388): 48-byte big-endian coordinates, imaginary part first,
 * flags in the highest three bits of the first byte.
 */
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { bigIntToBytes, bytesToBigInt, isZeroBytes } from '../primitives/bytes.ts'

const { G1, G2, fields } = bls12_381
const { Fp, Fp2, Fr, Fp12 } = fields
type Fp12Element = typeof Fp12.ONE

interface CurvePoint<P> {
  add(other: P): P
  subtract(other: P): P
  multiplyUnsafe(scalar: bigint): P
  is0(): boolean
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

/** Flags of the first byte. */
const COMPRESSED = 0x80
const INFINITY = 0x40
const SIGN = 0x20

/** One group as its library type has it. */
interface Parts<P> {
  readonly size: number
  readonly zero: P
  /** Point of canonical coordinates on the curve. */
  readonly fromFields: (fields: readonly bigint[]) => P | undefined
  /** Inverse of `fromFields`, not for infinity. */
  readonly toFields: (point: P) => readonly bigint[]
  readonly isTorsionFree: (point: P) => boolean
  readonly decompress: (bytes: Uint8Array) => P
}

/** An uncompressed point on the curve; whether it is in the subgroup is another question. */
function readUncompressed<P>(parts: Parts<P>, bytes: Uint8Array): P | undefined {
  const flags = bytes[0]! & (COMPRESSED | INFINITY | SIGN)
  if (flags === INFINITY) {
    const isClean = bytes[0] === INFINITY && isZeroBytes(bytes.subarray(1))
    return isClean ? parts.zero : undefined
  }
  if (flags !== 0) return undefined
  const coordinates: bigint[] = []
  for (let at = 0; at < bytes.length; at += 48) {
    const value = bytesToBigInt(bytes.subarray(at, at + 48))
    if (value >= Fp.ORDER) return undefined
    coordinates.push(value)
  }
  return parts.fromFields(coordinates)
}

function write<P extends CurvePoint<P>>(parts: Parts<P>, point: P): Uint8Array {
  const out = new Uint8Array(parts.size)
  if (point.is0()) out[0] = INFINITY
  else
    for (const [i, value] of parts.toFields(point).entries())
      out.set(bigIntToBytes(value, 48), i * 48)
  return out
}

function group<P extends CurvePoint<P>>(parts: Parts<P>): BlsGroup {
  const { size } = parts
  const onCurve = (bytes: Uint8Array) => readUncompressed(parts, bytes)
  const inSubgroup = (bytes: Uint8Array) => {
    const point = onCurve(bytes)
    return point !== undefined && parts.isTorsionFree(point) ? point : undefined
  }
  return {
    size,
    compressedSize: size / 2,
    isPoint: (bytes) => inSubgroup(bytes) !== undefined,
    add(a, b) {
      const left = onCurve(a)
      const right = onCurve(b)
      return left && right && write(parts, left.add(right))
    },
    subtract(a, b) {
      const left = onCurve(a)
      const right = onCurve(b)
      return left && right && write(parts, left.subtract(right))
    },
    multiply(scalar, point) {
      const factor = bytesToBigInt(scalar)
      const base = inSubgroup(point)
      if (factor >= Fr.ORDER || base === undefined) return undefined
      return write(parts, base.multiplyUnsafe(factor))
    },
    decompress(bytes) {
      if ((bytes[0]! & COMPRESSED) === 0) return undefined
      try {
        return write(parts, parts.decompress(bytes))
      } catch {
        return undefined
      }
    },
  }
}

const G1_PARTS: Parts<typeof G1.Point.BASE> = {
  size: 96,
  zero: G1.Point.ZERO,
  fromFields([x, y]) {
    if (!Fp.eql(Fp.sqr(y!), Fp.add(Fp.mul(Fp.sqr(x!), x!), 4n))) return undefined
    return G1.Point.fromAffine({ x: x!, y: y! })
  },
  toFields(point) {
    const { x, y } = point.toAffine()
    return [x, y]
  },
  isTorsionFree: (point) => point.is0() || point.isTorsionFree(),
  decompress: (bytes) => G1.Point.fromBytes(bytes),
}
const G2_B = Fp2.fromBigTuple([4n, 4n])
const G2_PARTS: Parts<typeof G2.Point.BASE> = {
  size: 192,
  zero: G2.Point.ZERO,
  fromFields([x1, x0, y1, y0]) {
    const x = Fp2.fromBigTuple([x0!, x1!])
    const y = Fp2.fromBigTuple([y0!, y1!])
    if (!Fp2.eql(Fp2.sqr(y), Fp2.add(Fp2.mul(Fp2.sqr(x), x), G2_B))) return undefined
    return G2.Point.fromAffine({ x, y })
  },
  toFields(point) {
    const { x, y } = point.toAffine()
    return [x.c1, x.c0, y.c1, y.c0]
  },
  isTorsionFree: (point) => point.is0() || point.isTorsionFree(),
  decompress: (bytes) => G2.Point.fromBytes(bytes),
}

/** Additions take any point of the curve, all else wants the subgroup. */
export const blsG1: BlsGroup = group(G1_PARTS)
export const blsG2: BlsGroup = group(G2_PARTS)

function readPair<P>(parts: Parts<P>, bytes: Uint8Array, i: number): P | undefined {
  const point = readUncompressed(parts, bytes.subarray(i * parts.size, (i + 1) * parts.size))
  return point !== undefined && parts.isTorsionFree(point) ? point : undefined
}

/** 576 bytes: twelve big-endian coordinates, the highest coefficient first. */
function writeGt(element: Fp12Element): Uint8Array {
  const out = new Uint8Array(576)
  let at = 0
  for (const half of [element.c1, element.c0]) {
    for (const { c0, c1 } of [half.c2, half.c1, half.c0]) {
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
    const p = readPair(G1_PARTS, g1, i)
    const q = readPair(G2_PARTS, g2, i)
    if (p === undefined || q === undefined) return undefined
    if (!p.is0() && !q.is0()) pairs.push({ g1: p, g2: q })
  }
  return writeGt(pairs.length === 0 ? Fp12.ONE : bls12_381.pairingBatch(pairs))
}
