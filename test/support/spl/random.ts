/** A small seeded generator of random choices. */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = (seed * 2654435761 + 0x9e3779b9) >>> 0
  }

  /** Below 2^32. */
  word(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }

  below(limit: number): number {
    return Math.floor((this.word() / 2 ** 32) * limit)
  }

  chance(probability: number): boolean {
    return this.word() < probability * 2 ** 32
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.word() & 255)
  }
}
