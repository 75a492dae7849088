/**
 * Where memory may have been written, so that only that is zeroed for the next run: a heap of 32 KiB and the 10 KiB behind
 * each account of an input cost more to zero than a short program costs to run.
 */
import type { Watch } from './wasm/watch.ts'

/** Parts of a region that marks tell apart. */
const PARTS = 64

/** The parts of one region that may have been written, as 64 bits. */
export class Marks {
  low = 0
  high = 0
  /** Parts have 2^shift bytes. */
  shift = 0

  /** Nothing was written yet; for a region of `size` bytes. */
  reset(size: number): void {
    this.low = 0
    this.high = 0
    this.shift = size === 0 ? 0 : 32 - Math.clz32((size - 1) >>> 6)
  }

  /** `end` is above `start`. */
  add(start: number, end: number): void {
    const last = (end - 1) >>> this.shift
    for (let part = start >>> this.shift; part <= last; part++) {
      if (part < 32) this.low |= 1 << part
      else this.high |= 1 << (part - 32)
    }
  }

  /** Adds what translated code has noted. */
  merge(low: number, high: number): void {
    this.low |= low
    this.high |= high
  }

  get isAll(): boolean {
    return (this.low & this.high) === -1
  }

  has(part: number): boolean {
    return ((part < 32 ? this.low >>> part : this.high >>> (part - 32)) & 1) !== 0
  }

  /** Zeroes the marked parts of the region's bytes. */
  clear(bytes: Uint8Array): void {
    if ((this.low | this.high) === 0) return
    if (this.isAll) bytes.fill(0)
    else
      for (let part = 0; part < PARTS; part++)
        if (this.has(part)) bytes.fill(0, part << this.shift, (part + 1) << this.shift)
  }
}

/**
 * The ranges of an input that are zero when a run begins: those of the run before are so still, but for what was marked,
 * and transactions of one kind have them at the same places. Whoever writes the input asks for each range in order.
 */
export class ZeroRanges {
  private readonly starts: number[] = []
  private readonly ends: number[] = []
  private count = 0
  private known = 0
  private at = 0

  begin(): void {
    this.known = this.count
    this.count = 0
    this.at = 0
  }

  /** Notes a range that shall be zero; true if it is already. */
  take(start: number, end: number): boolean {
    const i = this.at++
    const isZero = i < this.known && this.starts[i] === start && this.ends[i] === end
    this.starts[i] = start
    this.ends[i] = end
    return isZero
  }

  /** All of the input has been written. */
  finish(): void {
    this.count = this.at
  }

  /** Makes the ranges zero again after a run. */
  clear(bytes: Uint8Array, marks: Marks): void {
    if (marks.isAll) {
      this.count = 0
      return
    }
    const { shift } = marks
    for (let i = 0; i < this.count; i++) {
      const start = this.starts[i]!
      const end = this.ends[i]!
      const last = (end - 1) >>> shift
      for (let part = start >>> shift; part <= last; part++) {
        if (!marks.has(part)) continue
        bytes.fill(0, Math.max(start, part << shift), Math.min(end, (part + 1) << shift))
      }
    }
  }
}

/** What the owner of memories keeps of one depth of nesting, whatever program runs there. */
export class Kept {
  /** r0-r10 as halves, and two words that stay zero. */
  readonly registers = new Int32Array(24)
  readonly heapMarks = new Marks()
  readonly inputMarks = new Marks()
  /** Undefined where inputs begin at another place each time. */
  readonly zeros: ZeroRanges | undefined
  /** What programs change of accounts; where it is undefined, accounts are compared by who applies the changes. */
  readonly watch: Watch | undefined

  constructor(zeros?: ZeroRanges, watch?: Watch) {
    this.zeros = zeros
    this.watch = watch
  }

  reset(heap: number, input: number): void {
    this.heapMarks.reset(heap)
    this.inputMarks.reset(input)
  }
}
