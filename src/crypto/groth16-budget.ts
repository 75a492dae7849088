/**
 * How many proofs a block verifies before their turn. What is looked at ahead may turn out wrong, or never be asked for; so
 * a block may spend only what asking has earned, and a little to begin with. Whatever stands in a block, all its
 * verifications together cost at most what one by one would have cost, and thirty more.
 */
import { mostEquations } from './groth16.ts'

/** Tenths of one verification alone. Measured with both backends; for each the dearer one (docs/zk.md). */
const PRICE = { alone: 10, read: 5, equation: 10 } as const
/** Enough to begin with 16. */
const START = 30 * PRICE.alone
/** More at once gain little: reading each is what is left. */
const MOST = 64

/** Most that a batch can cost. */
const worst = (count: number): number => PRICE.read * count + PRICE.equation * mostEquations(count)

/** What a block may still spend on proofs ahead of their turn. Never below zero. */
export class BatchBudget {
  private left: number = START

  /** How many may be verified at once, whatever comes of it; 1 where it is not worth it. */
  get size(): number {
    let size = MOST
    while (size > 1 && worst(size) > this.left) size--
    return size
  }

  /** A batch was verified. `equations` of the backend; 0 from one that does not count. */
  spend(count: number, equations: number): void {
    const price = PRICE.read * count + PRICE.equation * equations
    this.left -= equations === 0 ? worst(count) : price
  }

  /** A verdict was asked for that would have cost a verification. */
  earn(): void {
    this.left += PRICE.alone
  }
}
