/** Verification keys of Groth16 circuits over BN254: one canonical encoding, checked whole, known by its hash. */
import { bn254 } from '@noble/curves/bn254.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { NVmError } from '../errors.ts'
import { bytesToBigInt, concatBytes, utf8 } from '../primitives/bytes.ts'

const { G1, G2, fields } = bn254
const { Fp, Fp2, Fr } = fields
/** A point of the first group, as @noble has it. */
export type G1Point = typeof G1.Point.BASE
/** A point of the twist. */
export type G2Point = typeof G2.Point.BASE

/** Order r of the groups: public signals are below it. */
export const BN254_ORDER: bigint = Fr.ORDER

/** Public signals a key may have at most. */
export const SIGNALS_MAX = 64

const TAG = utf8('n-vm:groth16-key:')
const HEAD = 64 + 3 * 128

/** A checked key. Make one by {@link parseVerificationKey}: backends keep what they prepared by this object. */
export interface VerificationKey {
  /** alpha 64 || beta 128 || gamma 128 || delta 128 || an input point of 64 for the constant and for each signal. */
  readonly bytes: Uint8Array
  /** SHA-256("n-vm:groth16-key:" || bytes): what a chain commits to. */
  readonly hash: Uint8Array
  /** Public signals of the circuit. */
  readonly signals: number
}

/** Whether every 32 bytes are below the field's modulus. */
export function areCoordinates(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 32)
    if (bytesToBigInt(bytes.subarray(at, at + 32)) >= Fp.ORDER) return false
  return true
}

/** Reduced coordinates x || y to a point; undefined if it is off the curve or infinity. G1 has prime order. */
export function readG1(bytes: Uint8Array): G1Point | undefined {
  const x = bytesToBigInt(bytes.subarray(0, 32))
  const y = bytesToBigInt(bytes.subarray(32, 64))
  if (x === 0n && y === 0n) return undefined
  if (!Fp.eql(Fp.sqr(y), Fp.add(Fp.mul(Fp.sqr(x), x), 3n))) return undefined
  return G1.Point.fromAffine({ x, y })
}

let twistB: ReturnType<typeof Fp2.create> | undefined

/** Reduced coordinates, imaginary parts first, to a point of the twist of any order; undefined if off it or infinity. */
export function readTwist(bytes: Uint8Array): G2Point | undefined {
  const at = (offset: number) => bytesToBigInt(bytes.subarray(offset, offset + 32))
  const x = Fp2.fromBigTuple([at(32), at(0)])
  const y = Fp2.fromBigTuple([at(96), at(64)])
  if (Fp2.is0(x) && Fp2.is0(y)) return undefined
  twistB ??= Fp2.div(Fp2.fromBigTuple([3n, 0n]), Fp2.fromBigTuple([9n, 1n]))
  if (!Fp2.eql(Fp2.sqr(y), Fp2.add(Fp2.mul(Fp2.sqr(x), x), twistB))) return undefined
  return G2.Point.fromAffine({ x, y })
}

function invalid(expected: string): never {
  throw new NVmError('InvalidVerificationKey', `verification key expected ${expected}`)
}

/**
 * Checks a key whole: reduced coordinates, points on their curves, in the subgroup and not at infinity. Throws NVmError
 * InvalidVerificationKey. PERF: some 15 ms.
 */
export function parseVerificationKey(bytes: Uint8Array): VerificationKey {
  const signals = (bytes.length - HEAD) / 64 - 1
  if (!Number.isInteger(signals) || signals < 0 || signals > SIGNALS_MAX) {
    invalid(`448 bytes and 64 more for each of 1 to ${SIGNALS_MAX + 1} input points`)
  }
  if (!areCoordinates(bytes)) invalid('reduced coordinates')
  for (const at of [64, 192, 320]) {
    const point = readTwist(bytes.subarray(at, at + 128))
    if (point?.isTorsionFree() !== true) invalid('beta, gamma and delta in the second group')
  }
  for (let at = 0; at < bytes.length; at = at === 0 ? HEAD : at + 64) {
    if (readG1(bytes.subarray(at, at + 64)) === undefined) invalid('points of the first group')
  }
  const own = new Uint8Array(bytes)
  return { bytes: own, hash: sha256(concatBytes(TAG, own)), signals }
}
