/**
 * alt_bn128 as Solana has it: points in big- or little-endian form, read as arkworks reads them. The two highest bits
 * of the last coordinate are flags even in uncompressed points: 01 is infinity, 10 is ignored, 11 is invalid.
 */
import { bn254 } from '@noble/curves/bn254.js'
import { bigIntToBytes, bytesToBigInt, concatBytes, isZeroBytes } from '../primitives/bytes.ts'
import type { Bn254 } from './types.ts'

const { G2, fields } = bn254
const { Fp, Fp2, Fr } = fields
type G2Point = typeof G2.Point.BASE
type Fp2Element = ReturnType<typeof Fp2.fromBigTuple>

const NEGATIVE = 0x80
const INFINITY = 0x40
const FLAGS = NEGATIVE | INFINITY

/** Reverses each run of `size` bytes: between the two forms of a coordinate. */
export function reverseChunks(bytes: Uint8Array, size: number): Uint8Array {
  // Not `slice`, here and below: a Buffer's shares its memory, and the caller's bytes would change.
  const out = new Uint8Array(bytes)
  for (let at = 0; at < out.length; at += size) out.subarray(at, at + size).reverse()
  return out
}

/** Takes the flags off the byte at `at`: undefined is invalid. */
function takeFlags(
  bytes: Uint8Array,
  at: number,
): { flags: number; bytes: Uint8Array } | undefined {
  const flags = bytes[at]! & FLAGS
  if (flags === FLAGS) return undefined
  const out = new Uint8Array(bytes)
  out[at] = bytes[at]! & ~FLAGS
  return { flags, bytes: out }
}

function areFields(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 32)
    if (bytesToBigInt(bytes.subarray(at, at + 32)) >= Fp.ORDER) return false
  return true
}

/** Uncompressed big-endian point without flags, infinity as zeros; undefined if its encoding is invalid. */
function canonicalPoint(bytes: Uint8Array): Uint8Array | undefined {
  const taken = takeFlags(bytes, bytes.length / 2)
  if (taken === undefined || !areFields(taken.bytes)) return undefined
  return taken.flags === INFINITY ? new Uint8Array(bytes.length) : taken.bytes
}

/** Big-endian G1 points and scalars to the form of EIP-196; `points` of them come first, 64 bytes each. */
function canonicalG1(bytes: Uint8Array, points: number): Uint8Array | undefined {
  const parts: Uint8Array[] = []
  for (let i = 0; i < points; i++) {
    const point = canonicalPoint(bytes.subarray(i * 64, i * 64 + 64))
    if (point === undefined) return undefined
    parts.push(point)
  }
  return concatBytes(...parts, bytes.subarray(points * 64))
}

/** On the curve; in the subgroup too where asked. Coordinates imaginary part first. */
function readG2(bytes: Uint8Array, inSubgroup: boolean): G2Point | undefined {
  const canonical = canonicalPoint(bytes)
  if (canonical === undefined) return undefined
  if (isZeroBytes(canonical)) return G2.Point.ZERO
  const [x1, x0, y1, y0] = [0, 32, 64, 96].map((at) =>
    bytesToBigInt(canonical.subarray(at, at + 32)),
  ) as [bigint, bigint, bigint, bigint]
  const x = Fp2.fromBigTuple([x0, x1])
  const y = Fp2.fromBigTuple([y0, y1])
  if (!Fp2.eql(Fp2.sqr(y), Fp2.add(Fp2.mul(Fp2.sqr(x), x), Fp2.fromBigTuple(twistB())))) {
    return undefined
  }
  const point = G2.Point.fromAffine({ x, y })
  return !inSubgroup || point.isTorsionFree() ? point : undefined
}

let twist: [bigint, bigint] | undefined
/** b of the twist, 3 / (9 + i). */
function twistB(): [bigint, bigint] {
  if (twist === undefined) {
    const { c0, c1 } = Fp2.div(Fp2.fromBigTuple([3n, 0n]), Fp2.fromBigTuple([9n, 1n]))
    twist = [c0, c1]
  }
  return twist
}

function writeG2(point: G2Point): Uint8Array {
  const out = new Uint8Array(128)
  if (point.is0()) return out
  const { x, y } = point.toAffine()
  for (const [i, part] of [x.c1, x.c0, y.c1, y.c0].entries())
    out.set(bigIntToBytes(part, 32), i * 32)
  return out
}

/** Big-endian operations of the Solana syscall; undefined for an invalid input. */
export const bn254Arkworks = {
  /** Up to 128 bytes, padded with zeros. */
  g1Add(bn254Backend: Bn254, input: Uint8Array): Uint8Array | undefined {
    const canonical = canonicalG1(input, 2)
    return canonical && bn254Backend.add(canonical)
  },
  /** 96 bytes. */
  g1Multiply(bn254Backend: Bn254, input: Uint8Array): Uint8Array | undefined {
    const canonical = canonicalG1(input, 1)
    return canonical && bn254Backend.mul(canonical)
  },
  /** 256 bytes; the subgroup is not checked. */
  g2Add(input: Uint8Array): Uint8Array | undefined {
    const a = readG2(input.subarray(0, 128), false)
    const b = readG2(input.subarray(128), false)
    return a && b && writeG2(a.add(b))
  },
  /** 160 bytes. */
  g2Multiply(input: Uint8Array): Uint8Array | undefined {
    const point = readG2(input.subarray(0, 128), true)
    if (point === undefined) return undefined
    return writeG2(point.multiplyUnsafe(bytesToBigInt(input.subarray(128)) % Fr.ORDER))
  },
  /** A multiple of 192 bytes. */
  pairing(bn254Backend: Bn254, input: Uint8Array): boolean | undefined {
    const parts: Uint8Array[] = []
    for (let at = 0; at < input.length; at += 192) {
      const g1 = canonicalPoint(input.subarray(at, at + 64))
      const g2 = canonicalPoint(input.subarray(at + 64, at + 192))
      if (g1 === undefined || g2 === undefined) return undefined
      parts.push(g1, g2)
    }
    return bn254Backend.pairing(concatBytes(...parts))
  },
}

function isHigher(y: bigint): boolean {
  return y > Fp.ORDER - y && y !== 0n
}

function isHigher2({ c0, c1 }: { c0: bigint; c1: bigint }): boolean {
  return c1 === 0n ? isHigher(c0) : isHigher(c1)
}

/** 64 bytes to 32: x with the sign of y; the curve is not checked. */
export function compressG1(input: Uint8Array): Uint8Array | undefined {
  if (isZeroBytes(input)) return new Uint8Array(32)
  const taken = takeFlags(input, 32)
  if (taken === undefined || !areFields(taken.bytes)) return undefined
  const out = taken.bytes.slice(0, 32)
  if (taken.flags === INFINITY) return Uint8Array.from([INFINITY, ...new Uint8Array(31)])
  if (isHigher(bytesToBigInt(taken.bytes.subarray(32)))) out[0]! |= NEGATIVE
  return out
}

/** 32 bytes to 64. */
export function decompressG1(input: Uint8Array): Uint8Array | undefined {
  const taken = takeFlags(input, 0)
  if (taken === undefined || !areFields(taken.bytes)) return undefined
  if (isZeroBytes(input) || taken.flags === INFINITY) return new Uint8Array(64)
  const x = bytesToBigInt(taken.bytes)
  let y: bigint
  try {
    y = Fp.sqrt(Fp.add(Fp.mul(Fp.sqr(x), x), 3n))
  } catch {
    return undefined
  }
  if (isHigher(y) !== (taken.flags === NEGATIVE)) y = Fp.neg(y)
  return concatBytes(taken.bytes, bigIntToBytes(y, 32))
}

/** 128 bytes to 64. */
export function compressG2(input: Uint8Array): Uint8Array | undefined {
  if (isZeroBytes(input)) return new Uint8Array(64)
  const taken = takeFlags(input, 64)
  if (taken === undefined || !areFields(taken.bytes)) return undefined
  if (taken.flags === INFINITY) return Uint8Array.from([INFINITY, ...new Uint8Array(63)])
  const out = taken.bytes.slice(0, 64)
  const c1 = bytesToBigInt(taken.bytes.subarray(64, 96))
  const c0 = bytesToBigInt(taken.bytes.subarray(96))
  if (isHigher2({ c0, c1 })) out[0]! |= NEGATIVE
  return out
}

/** 64 bytes to 128; the subgroup is not checked. */
export function decompressG2(input: Uint8Array): Uint8Array | undefined {
  const taken = takeFlags(input, 0)
  if (taken === undefined || !areFields(taken.bytes)) return undefined
  if (isZeroBytes(input) || taken.flags === INFINITY) return new Uint8Array(128)
  const x = Fp2.fromBigTuple([
    bytesToBigInt(taken.bytes.subarray(32)),
    bytesToBigInt(taken.bytes.subarray(0, 32)),
  ])
  let y: Fp2Element
  try {
    y = Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), Fp2.fromBigTuple(twistB())))
  } catch {
    return undefined
  }
  if (isHigher2(y) !== (taken.flags === NEGATIVE)) y = Fp2.neg(y)
  return writeG2(G2.Point.fromAffine({ x, y }))
}
