/**
 * What a Groth16 backend has to answer before it is used. The key is one whose secret scalars are known, so that proofs of
 * anything come by arithmetic: the right ones exercise the equation, the others break one rule each.
 */
import { bn254 } from '@noble/curves/bn254.js'
import { bigIntToBytes, bytesToBigInt, concatBytes, hexToBytes } from '../primitives/bytes.ts'
import {
  BN254_ORDER,
  type G1Point,
  type G2Point,
  parseVerificationKey,
  type VerificationKey,
} from './groth16-key.ts'
import type { Groth16, Groth16Claim } from './types.ts'

const { G1, G2, fields } = bn254
const { Fp } = fields

/** alpha, beta, gamma of the key; delta is one, the input points are 10 and -1: the signal 10 adds up to infinity. */
const [ALPHA, BETA, GAMMA, CONSTANT] = [2n, 3n, 5n, 10n]

function g1(scalar: bigint): G1Point {
  const rest = ((scalar % BN254_ORDER) + BN254_ORDER) % BN254_ORDER
  return G1.Point.BASE.multiplyUnsafe(rest)
}

function encodeG1(point: G1Point): Uint8Array {
  const { x, y } = point.toAffine()
  return concatBytes(bigIntToBytes(x, 32), bigIntToBytes(y, 32))
}

function encodeG2(point: G2Point): Uint8Array {
  const { x, y } = point.toAffine()
  return concatBytes(...[x.c1, x.c0, y.c1, y.c0].map((part) => bigIntToBytes(part, 32)))
}

/** A key with one signal and no circuit: whoever knows its scalars, as everybody does, proves everything. */
export function toyKey(): VerificationKey {
  const seconds = [BETA, GAMMA, 1n].map((each) => encodeG2(G2.Point.BASE.multiplyUnsafe(each)))
  return parseVerificationKey(
    concatBytes(encodeG1(g1(ALPHA)), ...seconds, encodeG1(g1(CONSTANT)), encodeG1(g1(-1n))),
  )
}

/** A proof under {@link toyKey}, one for each pair of scalars from 1 up; C is infinity, so false, where they cancel out. */
export function toyClaim(signal: bigint, a: bigint, b: bigint): Groth16Claim {
  const c = a * b - ALPHA * BETA - GAMMA * (CONSTANT - signal)
  const points = [encodeG1(g1(a)), encodeG2(G2.Point.BASE.multiplyUnsafe(b)), encodeG1(g1(c))]
  return { signals: [signal], proof: concatBytes(...points) }
}

/** The point of the twist with x = 1: not in the subgroup. */
export const OFF_SUBGROUP: Uint8Array = hexToBytes(
  `${'00'.repeat(63)}01` +
    '2351dcdda257b62181cbd745dfee16d5fdf4eb185bbcf33c20a0fe6eaa9cb4a3' +
    '07fb3d558dafafb6bf6dd326a5fefe0beca3f9ac3bd999a390d504fad34b0b8c',
)

function withBytes({ signals, proof }: Groth16Claim, at: number, bytes: Uint8Array): Groth16Claim {
  const changed = new Uint8Array(proof)
  changed.set(bytes, at)
  return { signals, proof: changed }
}

/** Claims and what is right about them. */
export function toyCases(): readonly (readonly [Groth16Claim, boolean])[] {
  const right = toyClaim(3n, 1000n, 7n)
  const x = bytesToBigInt(right.proof.subarray(0, 32))
  return [
    [right, true],
    [toyClaim(CONSTANT, 1000n, 7n), true],
    [{ ...right, signals: [4n] }, false],
    [toyClaim(BN254_ORDER - 1n, 12_345n, 678n), true],
    [{ ...right, signals: [3n + BN254_ORDER] }, false],
    [withBytes(right, 0, bigIntToBytes(x + Fp.ORDER, 32)), false],
    [withBytes(right, 0, new Uint8Array(64)), false],
    [withBytes(right, 192, new Uint8Array(64)), false],
    [withBytes(right, 64, new Uint8Array(128)), false],
    [withBytes(right, 64, OFF_SUBGROUP), false],
    [withBytes(right, 96, right.proof.subarray(64, 96)), false],
    [withBytes(right, 32, right.proof.subarray(0, 32)), false],
    [withBytes(right, 192, right.proof.subarray(0, 64)), false],
    [{ ...right, proof: right.proof.subarray(1) }, false],
  ]
}

/** Whether a backend finds exactly the right claims, in a batch and alone. */
export function isRightGroth16(backend: Groth16): boolean {
  const key = toyKey()
  const cases = toyCases()
  const claims = cases.map(([claim]) => claim)
  const verdicts = backend.verify(key, claims)
  const alone = backend.verify(key, claims.slice(0, 1)).concat(backend.verify(key, [claims[2]!]))
  return (
    cases.every(([, expected], i) => verdicts[i] === expected) &&
    verdicts.length === cases.length &&
    alone[0] === true &&
    alone[1] === false &&
    backend.verify(key, []).length === 0
  )
}
