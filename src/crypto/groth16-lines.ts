/**
 * The lines of a point's Miller loop, and whether the point is in the subgroup, in one pass: the loop ends at
 * [6x+2]Q + psi(Q) - psi^2(Q), which is -psi^3(Q) for exactly the points of order r. For psi^2 - t psi + p = 0 turns
 * psi^3 - psi^2 + psi + 6x+2 into a psi + b, whose norm a^2 p + a b t + b^2 has only r in common with the order of the twist
 * (test/crypto/groth16-lines.test.ts computes it): the method of Dai, Lin, Zhao, Zhou, ePrint 2022/348.
 */
import { bn254 } from '@noble/curves/bn254.js'
import type { G2Point } from './groth16-key.ts'

const { Fp, Fp2 } = bn254.fields
type Element = typeof Fp2.ONE
/** For each step of the loop its lines: coefficients for 1, x and y of the point they are evaluated at. */
export type Lines = ReturnType<typeof bn254.utils.calcPairingPrecomputes>

/** 6x + 2 for BN254's x. */
const LOOP = 6n * 4965661367192848881n + 2n

/** Digits -1, 0, 1 after the leading one, highest first, no two neighbours other than 0. */
function signedDigits(value: bigint): number[] {
  const digits: number[] = []
  for (let rest = value; rest > 1n; rest >>= 1n) {
    const digit = (rest & 1n) === 0n ? 0 : (rest & 3n) === 3n ? -1 : 1
    if (digit === -1) rest += 1n
    digits.unshift(digit)
  }
  return digits
}

const DIGITS = signedDigits(LOOP)

interface Constants {
  readonly half: Element
  readonly psiX: Element
  readonly psiY: Element
}
let constants: Constants | undefined

/** Made at first use: two exponentiations. */
function constantsOf(): Constants {
  constants ??= {
    half: Fp2.inv(Fp2.fromBigTuple([2n, 0n])),
    psiX: Fp2.pow(Fp2.NONRESIDUE, (Fp.ORDER - 1n) / 3n),
    psiY: Fp2.pow(Fp2.NONRESIDUE, (Fp.ORDER - 1n) / 2n),
  }
  return constants
}

type Affine = readonly [Element, Element]

/** The endomorphism psi: twist, Frobenius, back. */
function psi([x, y]: Affine): Affine {
  const { psiX, psiY } = constantsOf()
  return [Fp2.mul(Fp2.frobeniusMap(x, 1), psiX), Fp2.mul(Fp2.frobeniusMap(y, 1), psiY)]
}

/** A point X/Z, Y/Z that runs through the loop. Z is 0, and stays it, from the first sum these formulas cannot do. */
class Runner {
  private x: Element
  private y: Element
  private z: Element = Fp2.ONE

  constructor([x, y]: Affine) {
    this.x = x
    this.y = y
  }

  /** Doubles; the tangent. */
  double(): [Element, Element, Element] {
    const { half } = constantsOf()
    const [x, y, z] = [this.x, this.y, this.z]
    const yy = Fp2.sqr(y)
    const zz = Fp2.sqr(z)
    const b3 = Fp2.mulByB(Fp2.mul(zz, 3n))
    const b9 = Fp2.mul(b3, 3n)
    const yz2 = Fp2.sub(Fp2.sub(Fp2.sqr(Fp2.add(y, z)), zz), yy)
    this.x = Fp2.mul(Fp2.mul(Fp2.mul(Fp2.sub(yy, b9), x), y), half)
    const mean = Fp2.mul(Fp2.add(yy, b9), half)
    this.y = Fp2.sub(Fp2.sqr(mean), Fp2.mul(Fp2.sqr(b3), 3n))
    this.z = Fp2.mul(yy, yz2)
    return [Fp2.sub(b3, yy), Fp2.mul(Fp2.sqr(x), 3n), Fp2.neg(yz2)]
  }

  /** Adds another point; the chord. */
  add([qx, qy]: Affine): [Element, Element, Element] {
    const dy = Fp2.sub(this.y, Fp2.mul(qy, this.z))
    const dx = Fp2.sub(this.x, Fp2.mul(qx, this.z))
    const dx2 = Fp2.sqr(dx)
    const dx3 = Fp2.mul(dx2, dx)
    const w = Fp2.mul(dx2, this.x)
    const v = Fp2.add(Fp2.sub(dx3, Fp2.mul(w, 2n)), Fp2.mul(Fp2.sqr(dy), this.z))
    this.x = Fp2.mul(dx, v)
    this.y = Fp2.sub(Fp2.mul(Fp2.sub(w, v), dy), Fp2.mul(dx3, this.y))
    this.z = Fp2.mul(this.z, dx3)
    return [Fp2.sub(Fp2.mul(dy, qx), Fp2.mul(dx, qy)), Fp2.neg(dy), dx]
  }

  /** Whether it has come to this point, and by sums that were right. */
  isAt([x, y]: Affine): boolean {
    if (Fp2.is0(this.z)) return false
    return Fp2.eql(this.x, Fp2.mul(x, this.z)) && Fp2.eql(this.y, Fp2.mul(y, this.z))
  }
}

/** Lines of a point of the twist, or undefined if it is not in the subgroup of order r. PERF: 1.3 ms. */
export function linesOf(point: G2Point): Lines | undefined {
  const { x, y } = point.toAffine()
  const q: Affine = [x, y]
  const minus: Affine = [x, Fp2.neg(y)]
  const runner = new Runner(q)
  const lines = DIGITS.map((digit) => {
    const step = [runner.double()]
    if (digit !== 0) step.push(runner.add(digit === 1 ? q : minus))
    return step
  })
  const q1 = psi(q)
  const q2 = psi(q1)
  const q3 = psi(q2)
  const last = lines.at(-1)!
  last.push(runner.add(q1), runner.add([q2[0], Fp2.neg(q2[1])]))
  return runner.isAt([q3[0], Fp2.neg(q3[1])]) ? lines : undefined
}
