/**
 * Groth16's arithmetic on npm `mcl-wasm`, some five times as fast as the portable backend. The package holds one curve and
 * its switches for the whole process, so what this relies on is asked or set before each use.
 */
import { NVmError } from '../errors.ts'
import { bigIntToBytes, bytesToHex } from '../primitives/bytes.ts'
import { groth16With, type Weighted } from './groth16.ts'
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
/** Lines of a point of the second group, in the module's own memory until that is replaced. */
type Lines = object

interface Mcl {
  readonly BN_SNARK1: number
  init(curve: number): Promise<void>
  /** The module's memory: another one after every `init`; throws before the first. */
  getMemory(): object
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
  readonly a: Point
  readonly b: Point
  readonly c: Point
  /** Miller value of the weight times A, and B. */
  readonly miller: Target
  /** The same without the weight, once it is asked for. */
  alone: Target | undefined
}

/** Whether the module is BN254's now; undefined: nobody's. (1, 2) is on no other curve it has. */
function isBn254(mcl: Mcl): boolean | undefined {
  try {
    mcl.getMemory()
  } catch {
    return undefined
  }
  try {
    new mcl.G1().setStr('1 1 2', 16)
    return true
  } catch {
    return false
  }
}

/** Curve arithmetic with encodings as in EIP-197, over the one module. */
class Curve {
  private readonly mcl: Mcl
  private memory: object | undefined

  constructor(mcl: Mcl) {
    this.mcl = mcl
  }

  /**
   * The memory that results are in. Throws where the host has since made the module another curve's: better no verdict than
   * a wrong one.
   */
  check(): object {
    const memory = this.mcl.getMemory()
    if (memory !== this.memory) {
      if (isBn254(this.mcl) !== true) {
        throw new NVmError(
          'UnsupportedCrypto',
          'mcl-wasm expected to stay initialised for BN_SNARK1',
        )
      }
      this.memory = memory
    }
    this.mcl.verifyOrderG2(true)
    return memory
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

/** What is kept of a key. Points are copies outside the module's memory; lines are not. */
class Key {
  private readonly curve: Curve
  private readonly mcl: Mcl
  private readonly bytes: Uint8Array
  private memory: object | undefined
  private lines: readonly Lines[] = []
  readonly alpha: Point
  readonly alphaBeta: Target
  readonly inputs: readonly Point[]

  constructor(mcl: Mcl, { bytes }: VerificationKey) {
    this.mcl = mcl
    this.curve = new Curve(mcl)
    this.bytes = bytes
    const [beta] = this.ready()
    this.alpha = mcl.neg(this.curve.g1(bytes.subarray(0, 64))!)
    this.alphaBeta = mcl.precomputedMillerLoop(this.alpha, beta!)
    const inputs: Point[] = []
    for (let at = 448; at < bytes.length; at += 64) {
      inputs.push(this.curve.g1(bytes.subarray(at, at + 64))!)
    }
    this.inputs = inputs
  }

  /** Lines of beta, gamma and delta, made again where the host has initialised the module again. */
  ready(): readonly Lines[] {
    const memory = this.curve.check()
    if (this.memory !== memory) {
      this.lines = [64, 192, 320].map((at) => this.curve.lines(this.bytes.subarray(at, at + 128)))
      this.memory = memory
    }
    return this.lines
  }

  read(proof: Uint8Array, weight: bigint): Points | undefined {
    const { curve, mcl } = this
    curve.check()
    const a = curve.g1(proof.subarray(0, 64))
    const b = curve.g2(proof.subarray(64, 192))
    const c = curve.g1(proof.subarray(192))
    if (a === undefined || b === undefined || c === undefined) return undefined
    const weighted = weight === 1n ? a : mcl.mul(a, curve.scalar(weight))
    const miller = mcl.millerLoop(weighted, b)
    return { a, b, c, miller, alone: weight === 1n ? miller : undefined }
  }

  holds(proofs: readonly Weighted<Points>[], inputs: readonly bigint[]): boolean {
    const { curve, mcl } = this
    const [beta, gamma, delta] = this.ready()
    const input = mcl.neg(curve.sum(this.inputs, inputs))
    const c = mcl.neg(
      curve.sum(
        proofs.map(({ points }) => points.c),
        proofs.map(({ weight }) => weight),
      ),
    )
    // e(alpha, beta) once for each unit of weight: alone that is the kept value.
    let product =
      inputs[0] === 1n
        ? this.alphaBeta
        : mcl.precomputedMillerLoop(mcl.mul(this.alpha, curve.scalar(inputs[0]!)), beta!)
    product = mcl.mul(product, mcl.precomputedMillerLoop2(input, gamma!, c, delta!))
    for (const { points } of proofs) {
      if (proofs.length === 1) points.alone ??= mcl.millerLoop(points.a, points.b)
      const miller = proofs.length === 1 ? points.alone! : points.miller
      product = mcl.mul(product, miller)
    }
    return mcl.finalExp(product).isOne()
  }
}

/** npm `mcl-wasm`, or undefined where it is not installed or serves another curve already. */
export async function loadMclGroth16(): Promise<Groth16 | undefined> {
  const module = await importOptional('mcl-wasm')
  const mcl = module as Mcl | undefined
  if (typeof mcl?.init !== 'function') return undefined
  const current = isBn254(mcl)
  if (current === false) return undefined
  if (current === undefined) await mcl.init(mcl.BN_SNARK1)
  return groth16With((key) => new Key(mcl, key))
}
