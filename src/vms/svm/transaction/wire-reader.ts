/** Reads Solana's wire format front to back: little-endian, lengths as shortvec. */

/** Most values a shortvec length can have. */
export const SHORTVEC_MAX = 0xffff

export class WireReader {
  private readonly bytes: Uint8Array
  private readonly fail: (expectation: string) => never
  private readonly copies: boolean
  private at = 0

  /** With `copies` everything taken is a copy, else a view of the bytes. */
  constructor(bytes: Uint8Array, fail: (expectation: string) => never, copies = true) {
    this.bytes = bytes
    this.fail = fail
    this.copies = copies
  }

  get offset(): number {
    return this.at
  }

  u8(field: string): number {
    const byte = this.bytes[this.at]
    if (byte === undefined) this.fail(`${field} at byte ${this.at}, got the end`)
    this.at++
    return byte as number
  }

  take(length: number, field: string): Uint8Array {
    const start = this.skip(length, field)
    const { bytes, at, copies } = this
    return copies ? bytes.slice(start, at) : bytes.subarray(start, at)
  }

  /** Offset of bytes that are passed over. */
  skip(length: number, field: string): number {
    const start = this.at
    const end = start + length
    if (end > this.bytes.length)
      this.fail(`${field} of ${length} bytes at byte ${start}, got ${this.bytes.length - start}`)
    this.at = end
    return start
  }

  /**
   * A length: seven bits a byte, least significant first, at most 16 bits in all. One value has one encoding: a last
   * byte of zero behind another byte is refused, as Solana does.
   */
  shortvec(field: string): number {
    const first = this.bytes[this.at]
    // Nearly all lengths.
    if (first !== undefined && first < 0x80) {
      this.at++
      return first
    }
    let value = 0
    for (let i = 0; i < 3; i++) {
      const byte = this.u8(field)
      if (byte === 0 && i > 0) this.fail(`${field} in its shortest form`)
      value |= (byte & 0x7f) << (7 * i)
      if ((byte & 0x80) === 0) {
        if (value > SHORTVEC_MAX) this.fail(`${field} up to ${SHORTVEC_MAX}, got ${value}`)
        return value
      }
    }
    return this.fail(`${field} in at most three bytes`)
  }

  /** Number of items, each at least `itemBytes` long: checked against what is left before anything is allocated. */
  count(field: string, itemBytes: number): number {
    const count = this.shortvec(field)
    if (count * itemBytes > this.bytes.length - this.at)
      this.fail(`${count} ${field} at byte ${this.at}, got ${this.bytes.length - this.at} bytes`)
    return count
  }

  end(): void {
    const left = this.bytes.length - this.at
    if (left !== 0) this.fail(`the end at byte ${this.at}, got ${left} more bytes`)
  }
}

/** Bytes of a shortvec length, 0..65535. Throws RangeError outside. */
export function encodeShortvec(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > SHORTVEC_MAX)
    throw new RangeError(`length expected 0..${SHORTVEC_MAX}, got ${value}`)
  const out: number[] = []
  for (let rest = value; ; rest >>= 7) {
    if (rest < 0x80) return Uint8Array.of(...out, rest)
    out.push((rest & 0x7f) | 0x80)
  }
}
