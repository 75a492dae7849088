/**
 * Fixed-size records in fixed-size segments of plain or shared memory: no JavaScript object per record.
 * A segment never moves once it is full, so that a reader on another thread can keep its view.
 */

/** One run of memory under the three views the store reads it by. */
export interface Segment {
  readonly words: Int32Array
  readonly bytes: Uint8Array
  readonly view: DataView
}

const SEGMENT_BYTES = 2 ** 20
const FIRST_RECORDS = 32

function segment(bytes: number, shared: boolean): Segment {
  const buffer = shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)
  return {
    words: new Int32Array(buffer),
    bytes: new Uint8Array(buffer),
    view: new DataView(buffer),
  }
}

/** Whether the host lets threads share memory. */
export function canShareMemory(): boolean {
  return typeof SharedArrayBuffer !== 'undefined'
}

/** Records of one size, numbered from 1. */
export class Slab {
  readonly segments: Segment[] = []
  readonly recordWords: number
  readonly bits: number
  readonly mask: number
  /** Records handed out, the reserved record 0 included. */
  used = 1
  readonly #shared: boolean
  #capacity = 0

  /** `recordBytes` is a power of two, at least 4. */
  constructor(recordBytes: number, shared: boolean) {
    this.recordWords = recordBytes / 4
    this.bits = Math.log2(SEGMENT_BYTES / recordBytes)
    this.mask = 2 ** this.bits - 1
    this.#shared = shared && canShareMemory()
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#capacity * this.recordWords * 4
  }

  /** Number of a new record; its bytes are zero. */
  allocate(): number {
    if (this.used >= this.#capacity) this.#grow()
    return this.used++
  }

  /** The first segment starts small and doubles, so that a small state stays small. */
  #grow(): void {
    const full = this.mask + 1
    const recordBytes = this.recordWords * 4
    if (this.#capacity >= full) {
      this.segments.push(segment(full * recordBytes, this.#shared))
      this.#capacity += full
      return
    }
    const records = this.#capacity === 0 ? FIRST_RECORDS : this.#capacity * 2
    const larger = segment(records * recordBytes, this.#shared)
    if (this.segments[0] !== undefined) larger.words.set(this.segments[0].words)
    this.segments[0] = larger
    this.#capacity = records
  }
}
