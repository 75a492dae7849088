/**
 * Groth16 proofs over BN254 (Groth, EUROCRYPT 2016). Many proofs under one key are checked as one equation with weights
 * made from all of them by Fiat-Shamir, so that every host comes to the same verdicts; a batch that fails is halved
 * until each bad proof is found, or until there are so many that asking one by one is cheaper. A backend only does the arithmetic: what it gets is canonical.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bigIntToBytes, bytesToBigInt, concatBytes, utf8 } from '../primitives/bytes.ts'
import { areCoordinates, BN254_ORDER, type VerificationKey } from './groth16-key.ts'
import type { EquationMeter, Groth16, Groth16Claim } from './types.ts'

/** Bytes of a proof: A 64, B 128, C 64, uncompressed as in EIP-197 (big-endian, imaginary part first). */
export const GROTH16_PROOF_LENGTH = 256

/** A proof's points as a backend has them, with its weight and public signals. */
export interface Weighted<Points> {
  readonly points: Points
  readonly weight: bigint
  readonly signals: readonly bigint[]
}

/** A key made ready for a backend, whose points are opaque. */
export interface PreparedKey<Points> {
  /** A proof's points, or undefined if one is invalid. Coordinates are reduced. Called once for each proof. */
  read(proof: Uint8Array, weight: bigint): Points | undefined
  /**
   * sum(w e(A, B)) = e(inputs[0] alpha, beta) + e(sum(inputs[i] K[i]), gamma) + e(sum(w C), delta), with `inputs` the
   * weighted sums of 1 and of each signal, reduced. `again` after a first attempt of a larger batch. One proof alone has weight
   * one, whatever it was read with.
   */
  holds(proofs: readonly Weighted<Points>[], inputs: readonly bigint[], again: boolean): boolean
}

const TAG = utf8('n-vm:groth16-batch:')
/** Width of a weight: a batch with a wrong proof passes with probability 2^-128. */
const WEIGHT_BYTES = 16

function isWellFormed(key: VerificationKey, { signals, proof }: Groth16Claim): boolean {
  if (proof.length !== GROTH16_PROOF_LENGTH || signals.length !== key.signals) return false
  return areCoordinates(proof) && signals.every((each) => each >= 0n && each < BN254_ORDER)
}

/**
 * Weights of a batch: the first is one, the others are drawn from a hash of the key and of all claims, so that nobody can
 * choose a proof to fit them.
 */
function drawWeights(key: VerificationKey, claims: readonly Groth16Claim[]): bigint[] {
  if (claims.length === 1) return [1n]
  const parts = [TAG, key.hash, bigIntToBytes(BigInt(claims.length), 4)]
  for (const { signals, proof } of claims) {
    for (const signal of signals) parts.push(bigIntToBytes(signal, 32))
    parts.push(proof)
  }
  const seed = sha256(concatBytes(...parts))
  return claims.map((_, i) => {
    if (i === 0) return 1n
    const drawn = sha256(concatBytes(seed, bigIntToBytes(BigInt(i), 4)))
    // Zero, one time in 2^128, would leave the proof out.
    return bytesToBigInt(drawn.subarray(0, WEIGHT_BYTES)) || 1n
  })
}

function sumInputs(signals: number, proofs: readonly Weighted<unknown>[]): bigint[] {
  const sums = new Array<bigint>(signals + 1).fill(0n)
  for (const proof of proofs) {
    sums[0]! += proof.weight
    for (let i = 0; i < signals; i++) sums[i + 1]! += proof.weight * proof.signals[i]!
  }
  return sums.map((sum) => sum % BN254_ORDER)
}

/** How often a batch may be halved. One wrong proof of 64 takes six. */
const halvings = (count: number): number => Math.max(1, count >> 3)

/** Most equations of a batch: the whole, two for each halving, and each proof alone. */
export function mostEquations(count: number): number {
  return count <= 1 ? count : 1 + 2 * halvings(count) + count
}

/** The proofs of a batch that are wrong, by halving; where that does not end soon, one by one. */
function findWrong<Points>(
  key: VerificationKey,
  prepared: PreparedKey<Points>,
  whole: readonly Weighted<Points>[],
  meter: EquationMeter | undefined,
): Set<Weighted<Points>> {
  const wrong = new Set<Weighted<Points>>()
  let left = halvings(whole.length)
  const holds = (given: readonly Weighted<Points>[]) => {
    if (meter !== undefined) meter.equations++
    const part = given.length === 1 ? [{ ...given[0]!, weight: 1n }] : given
    return prepared.holds(part, sumInputs(key.signals, part), part.length < whole.length)
  }
  // `part` is known not to hold.
  const split = (part: readonly Weighted<Points>[]): void => {
    if (part.length === 1) {
      wrong.add(part[0]!)
      return
    }
    if (left === 0) {
      for (const each of part) if (!holds([each])) wrong.add(each)
      return
    }
    left--
    const [first, second] = [part.slice(0, part.length >> 1), part.slice(part.length >> 1)]
    const isFirstRight = holds(first)
    if (!isFirstRight) split(first)
    // What is wrong and not in the first half is in the second: no need to ask.
    if (isFirstRight || !holds(second)) split(second)
  }
  if (whole.length > 0 && !holds(whole)) split(whole)
  return wrong
}

/** The algorithm over a backend's arithmetic. Keys are prepared once each. */
export function groth16With<Points>(
  prepare: (key: VerificationKey) => PreparedKey<Points>,
): Groth16 {
  const known = new WeakMap<VerificationKey, PreparedKey<Points>>()
  return {
    verify(key, claims, meter) {
      let prepared = known.get(key)
      if (prepared === undefined) {
        prepared = prepare(key)
        known.set(key, prepared)
      }
      const formed = claims.filter((claim) => isWellFormed(key, claim))
      if (formed.length === 0) return claims.map(() => false)
      const weights = drawWeights(key, formed)
      const entries = new Map<Groth16Claim, Weighted<Points>>()
      formed.forEach((claim, i) => {
        const points = prepared.read(claim.proof, weights[i]!)
        const { signals } = claim
        if (points !== undefined) entries.set(claim, { points, weight: weights[i]!, signals })
      })
      const wrong = findWrong(key, prepared, [...entries.values()], meter)
      return claims.map((claim) => {
        const entry = entries.get(claim)
        return entry !== undefined && !wrong.has(entry)
      })
    },
  }
}
