/**
 * Reads a byte string from front to back, big-endian. What is missing or left over goes to `fail`, so that every
 * codec names its own error. What `take` gives is a copy: a host may reuse its buffer, state may keep the bytes.
 */
import { readU256 } from './u256.ts'

export class ByteReader {
  private readonly bytes: Uint8Array
  private readonly data: DataView
  private readonly fail: (message: string) => never
  private at = 0

  constructor(bytes: Uint8Array, fail: (message: string) => never) {
    this.bytes = bytes
    this.data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.fail = fail
  }

  /** Bytes read so far. */
  get offset(): number {
    return this.at
  }

  /** Bytes not yet read. */
  get left(): number {
    return this.bytes.length - this.at
  }

  private advance(length: number, field: string): number {
    if (length > this.left)
      this.fail(`${field} expected ${length} bytes at byte ${this.at}, got ${this.left}`)
    const start = this.at
    this.at += length
    return start
  }

  take(length: number, field: string): Uint8Array {
    const start = this.advance(length, field)
    return this.bytes.slice(start, start + length)
  }

  /** As `take` without a copy: for who owns the bytes, or gives the view up at once. */
  view(length: number, field: string): Uint8Array {
    const start = this.advance(length, field)
    return this.bytes.subarray(start, start + length)
  }

  u8(field: string): number {
    return this.data.getUint8(this.advance(1, field))
  }

  u16(field: string): number {
    return this.data.getUint16(this.advance(2, field))
  }

  u32(field: string): number {
    return this.data.getUint32(this.advance(4, field))
  }

  u64(field: string): bigint {
    return this.data.getBigUint64(this.advance(8, field))
  }

  u256(field: string): bigint {
    return readU256(this.data, this.advance(32, field))
  }

  /** Refuses trailing bytes. */
  end(): void {
    if (this.left !== 0) this.fail(`end expected at byte ${this.at}, got ${this.left} more bytes`)
  }
}
