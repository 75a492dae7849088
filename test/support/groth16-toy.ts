/** Groth16 without a circuit: under a key whose secret scalars are known, proofs of anything come by arithmetic. */
import { bn254 } from '@noble/curves/bn254.js'
import {
  BN254_ORDER,
  type G1Point,
  type G2Point,
  parseVerificationKey,
  type VerificationKey,
} from '../../src/crypto/groth16-key.ts'
import type { Groth16Claim } from '../../src/crypto/types.ts'
import { bigIntToBytes, concatBytes } from '../../src/primitives/bytes.ts'

const { G1, G2 } = bn254

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
