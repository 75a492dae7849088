/** Groth16's arithmetic on @noble/curves: lines of the key's points are computed once, one final exponentiation a batch. */
import { interleavedMSMUnsafe, pippenger } from '@noble/curves/abstract/curve.js'
import { bn254 } from '@noble/curves/bn254.js'
import { groth16With, type PreparedKey, type Weighted } from './groth16.ts'
import {
  type G1Point,
  type G2Point,
  readG1,
  readTwist,
  type VerificationKey,
} from './groth16-key.ts'
import { type Lines, linesOf } from './groth16-lines.ts'
import type { Groth16 } from './types.ts'

const { G1, fields, millerLoopBatch } = bn254
const { Fp12 } = fields
type Target = ReturnType<typeof millerLoopBatch>

interface Points {
  readonly a: G1Point
  /** Weight times A. */
  readonly weighted: G1Point
  /** Lines of B. */
  readonly b: Lines
  readonly c: G1Point
  /** Miller value of the two, made when a batch is halved. */
  miller?: Target
}

/** A pair with infinity contributes one. */
function pairs(...all: readonly (readonly [Lines, G1Point])[]): [Lines, bigint, bigint][] {
  return all
    .filter(([, point]) => !point.is0())
    .map(([lines, point]) => {
      const { x, y } = point.toAffine()
      return [lines, x, y]
    })
}

/** Window of the tables for a key's input points: 16 multiples each. */
const WINDOW = 6

/** sum(w C): a lone proof has weight one. */
function sumOf(proofs: readonly Weighted<Points>[]): G1Point {
  const [first] = proofs
  if (proofs.length === 1 && first!.weight === 1n) return first!.points.c
  return pippenger(
    G1.Point,
    proofs.map(({ points }) => points.c),
    proofs.map(({ weight }) => weight),
  )
}

function prepare({ bytes }: VerificationKey): PreparedKey<Points> {
  const linesAt = (at: number): Lines =>
    linesOf(readTwist(bytes.subarray(at, at + 128)) as G2Point) as Lines
  const alpha = readG1(bytes.subarray(0, 64)) as G1Point
  const [beta, gamma, delta] = [linesAt(64), linesAt(192), linesAt(320)]
  const alphaBeta = millerLoopBatch(pairs([beta, alpha.negate()]))
  const inputPoints: G1Point[] = []
  for (let at = 448; at < bytes.length; at += 64) {
    inputPoints.push(readG1(bytes.subarray(at, at + 64)) as G1Point)
  }
  const sumInputs = interleavedMSMUnsafe(G1.Point, inputPoints, WINDOW)
  return {
    read(proof, weight) {
      const a = readG1(proof.subarray(0, 64))
      const b = readTwist(proof.subarray(64, 192))
      const c = readG1(proof.subarray(192))
      const lines = b === undefined ? undefined : linesOf(b)
      if (a === undefined || lines === undefined || c === undefined) return undefined
      const weighted = weight === 1n ? a : a.multiplyUnsafe(weight)
      return { a, weighted, b: lines, c }
    },
    holds(proofs, inputs, again) {
      const right = pairs([gamma, sumInputs([...inputs]).negate()], [delta, sumOf(proofs).negate()])
      // e(alpha, beta) once for each unit of weight: alone that is the kept value.
      const left: [Lines, bigint, bigint][] = []
      let product = Fp12.ONE
      if (inputs[0] === 1n) product = alphaBeta
      else left.push(...pairs([beta, alpha.multiplyUnsafe(inputs[0]!).negate()]))
      for (const { points } of proofs) {
        if (!again || proofs.length === 1) {
          left.push(...pairs([points.b, proofs.length === 1 ? points.a : points.weighted]))
          continue
        }
        points.miller ??= millerLoopBatch(pairs([points.b, points.weighted]))
        product = Fp12.mul(product, points.miller)
      }
      const miller = Fp12.mul(product, millerLoopBatch([...left, ...right]))
      return Fp12.eql(Fp12.finalExponentiate(miller), Fp12.ONE)
    },
  }
}

/** The portable backend. */
export const nobleGroth16: Groth16 = groth16With(prepare)
