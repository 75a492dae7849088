/** The fuzzers' own source of numbers: the same seed gives the same stream on every machine, for ever. */

/** Words at the edges of EVM arithmetic. */
const EDGES: readonly bigint[] = [
  0n,
  1n,
  2n,
  31n,
  32n,
  33n,
  127n,
  255n,
  256n,
  0xffffn,
  (1n << 32n) - 1n,
  1n << 53n,
  (1n << 63n) - 1n,
  1n << 64n,
  (1n << 128n) - 1n,
  (1n << 160n) - 1n,
  1n << 255n,
  (1n << 256n) - 2n,
  (1n << 256n) - 1n,
]

/** sfc32 of four words, the state spread from one seed. */
export class Random {
  private a: number
  private b: number
  private c: number
  private d = 1

  constructor(seed: number) {
    this.a = seed >>> 0
    this.b = 0x9e3779b9 ^ Math.floor(seed / 0x100000000)
    this.c = 0x243f6a88
    for (let i = 0; i < 12; i++) this.u32()
  }

  u32(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0
    this.d = (this.d + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (this.c << 21) | (this.c >>> 11)
    this.c = (this.c + t) | 0
    return t >>> 0
  }

  /** 0 to n - 1. */
  below(n: number): number {
    return this.u32() % n
  }

  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean {
    return this.below(100) < percent
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }

  bytes(length: number): Uint8Array {
    const out = new Uint8Array(length)
    for (let i = 0; i < length; i++) out[i] = this.u32()
    return out
  }

  /** A word that is small, at an edge, or anything. */
  word(): bigint {
    const kind = this.below(10)
    if (kind < 4) return BigInt(this.below(8))
    if (kind < 8) return this.pick(EDGES)
    let value = 0n
    const limbs = 1 + this.below(8)
    for (let i = 0; i < limbs; i++) value = (value << 32n) | BigInt(this.u32())
    return value
  }
}
