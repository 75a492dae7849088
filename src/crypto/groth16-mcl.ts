/**
 * Groth16's arithmetic on npm `mcl-wasm`, some five times as fast as the portable backend. The package holds one curve and
 * its switches for the whole process, so what this relies on is asked or set before each use.
 */
import { NVmError } from '../errors.ts'
import { bigIntToBytes, bytesToHex } from '../primitives/bytes.ts'
import { groth16With, type PreparedKey } from './groth16.ts'
import type { VerificationKey } from './groth16-key.ts'
import { importOptional } from './optional.ts'
import type { Groth16 } from './types.ts'

interface Point {
  setStr(text: string, base: number): void
  isZero(): boolean
  isValidOrder(): boolean
}
interface Scalar {
  setLittleEndian(bytes: Uint8Array): void
}
interface Target {
  isOne(): boolean
}
/** Lines of a point of the second group, in the module's own memory for good. */
type Lines = object

interface Mcl {
  readonly BN_SNARK1: number
  /** The curve of the process, undefined before the first `init`. */
  readonly curveType?: number
  init(curve: number): Promise<void>
  verifyOrderG2(on: boolean): void
  readonly G1: new () => Point
  readonly G2: new () => Point
  readonly Fr: new () => Scalar
  readonly PrecomputedG2: new (point: Point) => Lines
  neg(point: Point): Point
  mul(point: Point, scalar: Scalar): Point
  mul(a: Target, b: Target): Target
  mulVec(points: Point[], scalars: Scalar[]): Point
  millerLoop(a: Point, b: Point): Target
  precomputedMillerLoop(a: Point, b: Lines): Target
  precomputedMillerLoop2(a: Point, b: Lines, c: Point, d: Lines): Target
  finalExp(value: Target): Target
}

interface Points {
  readonly c: Point
  /** Miller value of the weight times A, and B. */
  readonly miller: Target
}

/** Curve arithmetic with encodings as in EIP-197, over the one module. */
class Curve {
  private readonly mcl: Mcl

  constructor(mcl: Mcl) {
    this.mcl = mcl
  }

  /** Throws where the host has since made the module another curve's: better no verdict than a wrong one. */
  check(): void {
    if (this.mcl.curveType !== this.mcl.BN_SNARK1) {
      throw new NVmError('UnsupportedCrypto', 'mcl-wasm expected to stay initialised for BN_SNARK1')
    }
    this.mcl.verifyOrderG2(true)
  }

  /** Reduced coordinates to a point, or undefined if it is off the curve or infinity. */
  g1(bytes: Uint8Array): Point | undefined {
    return this.point(new this.mcl.G1(), bytes, [0, 32])
  }

  /** The same for the second group; outside the subgroup is undefined too. */
  g2(bytes: Uint8Array): Point | undefined {
    return this.point(new this.mcl.G2(), bytes, [32, 0, 96, 64])
  }

  private point(point: Point, bytes: Uint8Array, order: readonly number[]): Point | undefined {
    const words = order.map((at) => bytesToHex(bytes.subarray(at, at + 32)))
    try {
      point.setStr(`1 ${words.join(' ')}`, 16)
    } catch {
      return undefined
    }
    return point.isZero() ? undefined : point
  }

  scalar(value: bigint): Scalar {
    const scalar = new this.mcl.Fr()
    scalar.setLittleEndian(bigIntToBytes(value, 32).reverse())
    return scalar
  }

  sum(points: readonly Point[], scalars: readonly bigint[]): Point {
    return this.mcl.mulVec(
      [...points],
      scalars.map((each) => this.scalar(each)),
    )
  }

  lines(bytes: Uint8Array): Lines {
    return new this.mcl.PrecomputedG2(this.g2(bytes)!)
  }
}

function prepareWith(mcl: Mcl): (key: VerificationKey) => PreparedKey<Points> {
  const curve = new Curve(mcl)
  return ({ bytes }) => {
    curve.check()
    const alpha = mcl.neg(curve.g1(bytes.subarray(0, 64))!)
    const [beta, gamma, delta] = [64, 192, 320].map((at) =>
      curve.lines(bytes.subarray(at, at + 128)),
    ) as [Lines, Lines, Lines]
    const alphaBeta = mcl.precomputedMillerLoop(alpha, beta)
    const inputPoints: Point[] = []
    for (let at = 448; at < bytes.length; at += 64) {
      inputPoints.push(curve.g1(bytes.subarray(at, at + 64))!)
    }
    return {
      read(proof, weight) {
        curve.check()
        const a = curve.g1(proof.subarray(0, 64))
        const b = curve.g2(proof.subarray(64, 192))
        const c = curve.g1(proof.subarray(192))
        if (a === undefined || b === undefined || c === undefined) return undefined
        const weighted = weight === 1n ? a : mcl.mul(a, curve.scalar(weight))
        return { c, miller: mcl.millerLoop(weighted, b) }
      },
      holds(proofs, inputs) {
        curve.check()
        const input = mcl.neg(curve.sum(inputPoints, inputs))
        const c = mcl.neg(
          curve.sum(
            proofs.map(({ points }) => points.c),
            proofs.map(({ weight }) => weight),
          ),
        )
        // e(alpha, beta) once for each unit of weight: alone that is the kept value.
        let product =
          inputs[0] === 1n
            ? alphaBeta
            : mcl.precomputedMillerLoop(mcl.mul(alpha, curve.scalar(inputs[0]!)), beta)
        product = mcl.mul(product, mcl.precomputedMillerLoop2(input, gamma, c, delta))
        for (const { points } of proofs) product = mcl.mul(product, points.miller)
        return mcl.finalExp(product).isOne()
      },
    }
  }
}

/** npm `mcl-wasm`, or undefined where it is not installed or serves another curve already. */
export async function loadMclGroth16(): Promise<Groth16 | undefined> {
  const module = await importOptional('mcl-wasm')
  // The package's own exports object: what `curveType` says changes.
  const mcl = (module?.default ?? module) as Mcl | undefined
  if (typeof mcl?.init !== 'function') return undefined
  if (mcl.curveType !== mcl.BN_SNARK1) {
    if (mcl.curveType !== undefined) return undefined
    await mcl.init(mcl.BN_SNARK1)
  }
  return groth16With(prepareWith(mcl))
}
