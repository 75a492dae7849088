/** A buffer that what is to be hashed is written into, little-endian; it grows and is used again. */
import { writeCompactSize } from '../transaction/encode.ts'

const FIRST_SIZE = 1024
/** Shorter preimages find a view of their length that was made before. */
const VIEWS = 256
/** Shorter ranges are copied byte by byte, without a view of them. */
const SHORT = 32
/** A larger buffer is let go when the next preimage begins. */
const KEPT_SIZE = 1 << 17

/** The view of `done` is handed to a synchronous hash and not kept. */
export class Preimage {
  private buffer = new Uint8Array(FIRST_SIZE)
  private view = new DataView(this.buffer.buffer)
  private views: (Uint8Array | undefined)[] = new Array<undefined>(VIEWS).fill(undefined)
  length = 0

  /** Begins another preimage: what was written is gone. */
  reset(): this {
    this.length = 0
    if (this.buffer.length > KEPT_SIZE) this.use(new Uint8Array(FIRST_SIZE))
    return this
  }

  /** Makes room, perhaps in another buffer: ask for the buffer only afterwards. */
  private room(more: number): number {
    const at = this.length
    this.length = at + more
    if (this.length > this.buffer.length) {
      const grown = new Uint8Array(Math.max(this.length, 2 * this.buffer.length))
      grown.set(this.buffer.subarray(0, at))
      this.use(grown)
    }
    return at
  }

  private use(buffer: Uint8Array<ArrayBuffer>): void {
    this.buffer = buffer
    this.view = new DataView(buffer.buffer)
    this.views.fill(undefined)
  }

  u8(value: number): this {
    const at = this.room(1)
    this.buffer[at] = value
    return this
  }

  u32(value: number): this {
    const at = this.room(4)
    this.view.setUint32(at, value, true)
    return this
  }

  i64(value: bigint): this {
    const at = this.room(8)
    this.view.setBigInt64(at, value, true)
    return this
  }

  raw(bytes: Uint8Array): this {
    const at = this.room(bytes.length)
    this.buffer.set(bytes, at)
    return this
  }

  /** A range of `bytes`: short ones are copied faster byte by byte than by a view of them. */
  range(bytes: Uint8Array, start: number, end: number): this {
    const length = end - start
    if (length > SHORT) return this.raw(bytes.subarray(start, end))
    if (length === bytes.length) return this.raw(bytes)
    const at = this.room(length)
    const { buffer } = this
    for (let i = 0; i < length; i++) buffer[at + i] = bytes[start + i]!
    return this
  }

  size(value: number): this {
    const at = this.room(5)
    this.length = writeCompactSize(this.buffer, at, value)
    return this
  }

  /** Length-prefixed. */
  string(bytes: Uint8Array): this {
    return this.size(bytes.length).range(bytes, 0, bytes.length)
  }

  /** What was written, until the next write. */
  done(): Uint8Array {
    const { buffer, length, views } = this
    if (length >= VIEWS) return buffer.subarray(0, length)
    return (views[length] ??= buffer.subarray(0, length))
  }
}

/**
 * The one that everyone uses who begins with `reset` and ends with `done` before anything else can: making a buffer for
 * each transaction costs as much as a hash.
 */
export const scratch: Preimage = new Preimage()
