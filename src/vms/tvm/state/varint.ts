/**
 * Compact canonical encoding of Tron's records: numbers of 7 bits a byte, lowest first, without trailing zero groups;
 * fields by ascending tag, a default value left out. A decoder that re-encodes finds every other spelling.
 */
import { assert } from '../../../errors.ts'

/** Most bytes of a number below 2^64. */
const VARINT_MAX_BYTES = 10

export class VarintWriter {
  private readonly out: number[] = []

  number(value: number | bigint): this {
    if (value >= 0 && value < 0x80000000) return this.small(Number(value))
    let rest = BigInt(value)
    assert(rest >= 0n, 'a number in a record is not negative')
    while (rest >= 0x80n) {
      this.out.push(Number(rest & 0x7fn) | 0x80)
      rest >>= 7n
    }
    this.out.push(Number(rest))
    return this
  }

  private small(value: number): this {
    let rest = value
    while (rest >= 0x80) {
      this.out.push((rest & 0x7f) | 0x80)
      rest >>>= 7
    }
    this.out.push(rest)
    return this
  }

  bytes(bytes: Uint8Array): this {
    for (const byte of bytes) this.out.push(byte)
    return this
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.out)
  }
}

/** Reads what {@link VarintWriter} wrote; anything missing or too long goes to `fail`. */
export class VarintReader {
  private readonly input: Uint8Array
  private readonly fail: (message: string) => never
  private at = 0
  /** Whether all numbers so far are as short as they can be. */
  isMinimal = true

  constructor(input: Uint8Array, fail: (message: string) => never) {
    this.input = input
    this.fail = fail
  }

  get left(): number {
    return this.input.length - this.at
  }

  /** Below 2^64. */
  bigint(): bigint {
    const start = this.at
    const low = this.short()
    return low === undefined ? this.long(start) : BigInt(low)
  }

  /** Below 2^31. */
  number(): number {
    const start = this.at
    const value = this.short() ?? this.long(start)
    return value < 0x80000000 ? Number(value) : this.fail('a number below 2^31')
  }

  /** A number of at most seven bytes, which a double holds; undefined if it is longer. */
  private short(): number | undefined {
    const { input } = this
    let value = 0
    for (let scale = 1; scale < 2 ** 49; scale *= 0x80) {
      const byte = input[this.at++]
      if (byte === undefined) return this.fail('a number that ends')
      value += (byte & 0x7f) * scale
      if (byte >= 0x80) continue
      if (byte === 0 && scale > 1) this.isMinimal = false
      return value
    }
    return undefined
  }

  private long(start: number): bigint {
    let value = 0n
    this.at = start
    for (let i = 0; i < VARINT_MAX_BYTES; i++) {
      const byte = this.input[this.at++]
      if (byte === undefined) return this.fail('a number that ends')
      value |= BigInt(byte & 0x7f) << BigInt(7 * i)
      if (byte >= 0x80) continue
      if (byte === 0) this.isMinimal = false
      return value < 1n << 64n ? value : this.fail('a number below 2^64')
    }
    return this.fail(`a number of at most ${VARINT_MAX_BYTES} bytes`)
  }

  bytes(length: number): Uint8Array {
    if (length > this.left) return this.fail(`${length} more bytes`)
    this.at += length
    return this.input.slice(this.at - length, this.at)
  }
}
