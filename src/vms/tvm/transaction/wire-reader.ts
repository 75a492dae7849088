/**
 * Protobuf's wire format, read in place: one reader walks a message and, by moving its end, every message inside it.
 * Accepts what protobuf-java accepts (and the reader of @bufbuild/protobuf, which it is tested against).
 *
 * PERF: a reader of its own for each nested message cost more than reading it.
 */

/** Wire types of tags. */
export const WireType = {
  varint: 0,
  bit64: 1,
  lengthDelimited: 2,
  startGroup: 3,
  endGroup: 4,
  bit32: 5,
} as const

/** Groups within groups that are skipped. */
const GROUP_DEPTH_MAX = 100
/** Bytes of the longest varint. */
const VARINT_BYTES_MAX = 10

/** Bytes that are no protobuf. */
export class WireError extends Error {}

function prematureEnd(): never {
  throw new WireError('premature EOF')
}

export class WireReader {
  readonly input: Uint8Array
  pos = 0
  /** Of the message that is being read. */
  end: number

  constructor(input: Uint8Array) {
    this.input = input
    this.end = input.length
  }

  /** Number and wire type as they stand: number << 3 | type, unsigned. */
  tag(): number {
    const { input, pos } = this
    const first = input[pos]
    if (first !== undefined && first < 0x80 && pos < this.end && first >= 8 && (first & 7) <= 5) {
      this.pos = pos + 1
      return first
    }
    const tag = this.uint32()
    const bytes = this.pos - pos
    if (bytes > 5 || (bytes === 5 && input[this.pos - 1]! > 0x0f))
      throw new WireError('illegal tag: varint overflows uint32')
    if (tag < 8 || (tag & 7) > 5)
      throw new WireError(`illegal tag: field no ${tag >>> 3} wire type ${tag & 7}`)
    return tag
  }

  /** A varint of at most ten bytes, cut to 32 bits. */
  private uint32(): number {
    const { input, end } = this
    let result = 0
    for (let i = 0; i < VARINT_BYTES_MAX; i++) {
      if (this.pos >= end) prematureEnd()
      const byte = input[this.pos++]!
      if (i < 5) result |= (byte & 0x7f) << (7 * i)
      if (byte < 0x80) return result >>> 0
    }
    throw new WireError('invalid varint')
  }

  /** A varint of at most ten bytes, cut to 64 bits, as a signed integer. */
  int64(): bigint {
    const { input, end } = this
    let pos = this.pos
    let low = 0
    // Seven bytes have 49 bits, which a double holds.
    for (let scale = 1; scale < 2 ** 49; scale *= 0x80) {
      if (pos >= end) prematureEnd()
      const byte = input[pos++]!
      low += (byte & 0x7f) * scale
      if (byte < 0x80) {
        this.pos = pos
        return BigInt(low)
      }
    }
    return this.longInt64(low, pos)
  }

  private longInt64(low: number, from: number): bigint {
    let value = BigInt(low)
    let pos = from
    for (let shift = 49n; shift < 70n; shift += 7n) {
      if (pos >= this.end) prematureEnd()
      const byte = this.input[pos++]!
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) {
        this.pos = pos
        return BigInt.asIntN(64, value)
      }
    }
    throw new WireError('invalid varint')
  }

  /** End of a length-delimited value that starts at `pos` afterwards. */
  lengthDelimited(): number {
    const length = this.uint32()
    const end = this.pos + length
    if (end > this.end) prematureEnd()
    return end
  }

  /** A length-delimited value; a view of the input. */
  bytes(): Uint8Array {
    const end = this.lengthDelimited()
    const start = this.pos
    this.pos = end
    return this.input.subarray(start, end)
  }

  /** Passes a value of a field that nobody asked for. */
  skip(tag: number): void {
    this.pass(tag, GROUP_DEPTH_MAX)
  }

  private pass(tag: number, depth: number): void {
    switch (tag & 7) {
      case WireType.varint:
        this.int64()
        return
      case WireType.bit64:
        this.advance(8)
        return
      case WireType.bit32:
        this.advance(4)
        return
      case WireType.lengthDelimited:
        this.pos = this.lengthDelimited()
        return
      case WireType.startGroup:
        this.passGroup(tag >>> 3, depth)
        return
      default:
        throw new WireError(`cannot skip wire type ${tag & 7}`)
    }
  }

  private passGroup(number: number, depth: number): void {
    if (depth <= 0) throw new WireError('maximum recursion depth reached')
    for (;;) {
      const tag = this.tag()
      if ((tag & 7) !== WireType.endGroup) this.pass(tag, depth - 1)
      else if (tag >>> 3 === number) return
      else throw new WireError('invalid end group tag')
    }
  }

  private advance(bytes: number): void {
    this.pos += bytes
    if (this.pos > this.end) prematureEnd()
  }
}
