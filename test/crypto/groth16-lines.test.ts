/** The subgroup check inside the Miller loop, against arithmetic and @noble's own lines. */
import { bn254 } from '@noble/curves/bn254.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { G2Point } from '../../src/crypto/groth16-key.ts'
import { linesOf } from '../../src/crypto/groth16-lines.ts'

const { Fp, Fp2, Fr } = bn254.fields
const { G2 } = bn254
const X = 4965661367192848881n
const TRACE = 6n * X * X + 1n
/** Order of the twist is r times this. */
const COFACTOR = 2n * Fp.ORDER - Fr.ORDER
/** The cofactor's one small prime. */
const SMALL = 10_069n

/** Double and add: @noble takes scalars below r only. */
function multiply(point: G2Point, scalar: bigint): G2Point {
  let sum = G2.Point.ZERO
  for (let power = point, rest = scalar; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) sum = sum.add(power)
    power = power.double()
  }
  return sum
}

/** A point of the twist with x = (c0, c1) or after it. */
function twistPoint(c0: bigint, c1: bigint): G2Point {
  const b = Fp2.div(Fp2.fromBigTuple([3n, 0n]), Fp2.fromBigTuple([9n, 1n]))
  for (let at = c0; ; at++) {
    const x = Fp2.fromBigTuple([at, c1])
    try {
      const y = Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), b))
      return G2.Point.fromAffine({ x, y })
    } catch {
      // Half of the x have no point.
    }
  }
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b)
}

describe('lines and membership', () => {
  test('the criterion has only r in common with the order of the twist', () => {
    expect(multiply(twistPoint(1n, 5n), Fr.ORDER * COFACTOR).is0()).toBe(true)
    // X^3 - X^2 + X + 6x+2 modulo X^2 - tX + p is aX + b.
    const a = TRACE * TRACE - Fp.ORDER - TRACE + 1n
    const b = -TRACE * Fp.ORDER + Fp.ORDER + 6n * X + 2n
    const norm = a * a * Fp.ORDER + a * b * TRACE + b * b
    expect(gcd(norm < 0n ? -norm : norm, Fr.ORDER * COFACTOR)).toBe(Fr.ORDER)
  })

  test('of a member the lines are those of @noble', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, Fr.ORDER - 1n), (scalar) => {
        const point = G2.Point.BASE.multiply(scalar)
        expect(linesOf(point)).toEqual(bn254.utils.calcPairingPrecomputes(point))
      }),
      { numRuns: 12, seed: 1 },
    )
  })

  test('points outside the subgroup have none: random, of the cofactor, of small order, a member plus one', () => {
    for (let i = 0n; i < 6n; i++) {
      const point = twistPoint(i * 1_000_003n, i * i + 1n)
      expect(point.isTorsionFree()).toBe(false)
      expect(linesOf(point)).toBeUndefined()
      expect(linesOf(multiply(point, Fr.ORDER))).toBeUndefined()
      const member = multiply(point, COFACTOR)
      expect(linesOf(member)).toBeDefined()
      const small = multiply(point, Fr.ORDER * (COFACTOR / SMALL))
      expect(small.is0()).toBe(false)
      expect(multiply(small, SMALL).is0()).toBe(true)
      expect(linesOf(small)).toBeUndefined()
      expect(linesOf(member.add(small))).toBeUndefined()
    }
  })

  test('multiples of small order, where sums on the way meet the point itself or infinity', () => {
    const small = multiply(twistPoint(7n, 3n), Fr.ORDER * (COFACTOR / SMALL))
    let point = small
    for (let i = 0; i < 150; i++) {
      expect(linesOf(point)).toBeUndefined()
      point = point.add(small)
    }
  })
})
