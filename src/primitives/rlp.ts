/**
 * RLP (Yellow Paper, appendix B): the encoder, a strict decoder into nested arrays, and a cursor that reads known
 * shapes without building them. Strict means canonical: every byte string has exactly one accepted encoding of its
 * structure. Lengths are minimal, a byte below 0x80 is its own encoding, nothing follows the item. All reading is
 * linear in the input, and a claimed length is compared with the bytes that are there before it is used.
 *
 * Malformed input throws {@link RlpError}; callers turn it into the error of their own concern.
 */

import { bigIntToMinimalBytes, EMPTY_BYTES } from './bytes.ts'
import { bytesToU256, u256At } from './u256.ts'

/** A byte string, or a list of items. */
export type RlpItem = Uint8Array | readonly RlpItem[]

/** The input is not canonical RLP of the expected shape; `message` says what was expected, and where. */
export class RlpError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'RlpError'
  }
}

/** Lists inside lists that {@link decodeRlp} follows; Ethereum's own structures need four. */
export const MAX_RLP_DEPTH = 32

// -- encoding

/** Bytes that a length prefix takes in front of `length` bytes of payload. */
export function rlpPrefixLength(length: number): number {
  if (length < 56) return 1
  let bytes = 1
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes++
  return bytes
}

/** Writes the prefix of a string (`base` 0x80) or a list (0xc0); returns the offset behind it. */
export function writeRlpPrefix(
  out: Uint8Array,
  offset: number,
  length: number,
  base: number,
): number {
  if (length < 56) {
    out[offset] = base + length
    return offset + 1
  }
  const lengthBytes = rlpPrefixLength(length) - 1
  out[offset] = base + 55 + lengthBytes
  for (let i = lengthBytes, rest = length; i > 0; i--) {
    out[offset + i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return offset + 1 + lengthBytes
}

/** Encoded length of a byte string. */
export function rlpStringLength(bytes: Uint8Array): number {
  if (bytes.length === 1 && bytes[0]! < 0x80) return 1
  return rlpPrefixLength(bytes.length) + bytes.length
}

/** Writes a byte string as an item; returns the offset behind it. There must be room for it. */
export function writeRlpString(out: Uint8Array, offset: number, bytes: Uint8Array): number {
  if (bytes.length === 1 && bytes[0]! < 0x80) {
    out[offset] = bytes[0]!
    return offset + 1
  }
  const start = writeRlpPrefix(out, offset, bytes.length, 0x80)
  out.set(bytes, start)
  return start + bytes.length
}

/** Encoded length; appends the payload length of every list in the order in which the writer meets them. */
function measure(item: RlpItem, listLengths: number[]): number {
  if (item instanceof Uint8Array) return rlpStringLength(item)
  const slot = listLengths.push(0) - 1
  let length = 0
  for (const child of item) length += measure(child, listLengths)
  listLengths[slot] = length
  return rlpPrefixLength(length) + length
}

/** Encodes a byte string or nested lists, in two linear passes. The caller bounds the nesting. */
export function encodeRlp(item: RlpItem): Uint8Array {
  const listLengths: number[] = []
  const out = new Uint8Array(measure(item, listLengths))
  let nextList = 0
  const write = (node: RlpItem, offset: number): number => {
    if (node instanceof Uint8Array) return writeRlpString(out, offset, node)
    let position = writeRlpPrefix(out, offset, listLengths[nextList++]!, 0xc0)
    for (const child of node) position = write(child, position)
    return position
  }
  write(item, 0)
  return out
}

/**
 * A list whose items are encoded already: the prefix, then the parts as they are. `lead` is how many zero bytes
 * to leave free in front, for instance one for a transaction type.
 */
export function encodeRlpList(parts: readonly Uint8Array[], lead = 0): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const out = new Uint8Array(lead + rlpPrefixLength(length) + length)
  let position = writeRlpPrefix(out, lead, length, 0xc0)
  for (const part of parts) {
    out.set(part, position)
    position += part.length
  }
  return out
}

/** An unsigned integer as an RLP item: big-endian without leading zeros, zero is the empty string. */
export function rlpUint(value: bigint): Uint8Array {
  return bigIntToMinimalBytes(value)
}

// -- decoding

/**
 * Reads items one after another. `limit` is the end of the list that is being read: the start of an item is checked
 * against it, and an item that reaches past it is refused. Views returned are windows on the input, not copies.
 */
export class RlpReader {
  readonly bytes: Uint8Array
  /** Offset of the next item. */
  position: number
  /** Offset behind the last byte of the current list, or of the input. */
  limit: number

  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes
    this.position = position
    this.limit = bytes.length
  }

  /** Whether the current list has no further item. */
  get atEnd(): boolean {
    return this.position === this.limit
  }

  /** Whether the next item is a list. False at the end. */
  get atList(): boolean {
    return this.position < this.limit && this.bytes[this.position]! >= 0xc0
  }

  /** Enters a list; hand the returned limit to {@link leaveList}. */
  enterList(): number {
    const prefix = this.readPrefix()
    if (prefix < 0xc0) throw this.error('a list, got a byte string')
    const length = this.readLength(prefix, 0xc0)
    const outer = this.limit
    this.limit = this.position + length
    return outer
  }

  /** Leaves a list, which must have been read to its end. */
  leaveList(outer: number): void {
    if (this.position !== this.limit) throw this.error('the end of the list, got a further item')
    this.limit = outer
  }

  /** Moves past the next byte string and gives where it begins; it ends at the position. */
  private skipBytes(): number {
    const prefix = this.readPrefix()
    if (prefix < 0x80) return this.position - 1
    if (prefix >= 0xc0) throw this.error('a byte string, got a list')
    const length = this.readLength(prefix, 0x80)
    const start = this.position
    if (length === 1 && this.bytes[start]! < 0x80) {
      throw this.error('a byte below 0x80 to be its own encoding')
    }
    this.position = start + length
    return start
  }

  /** The next byte string, as a view. */
  readBytes(): Uint8Array {
    const start = this.skipBytes()
    return start === this.position ? EMPTY_BYTES : this.bytes.subarray(start, this.position)
  }

  /** The next byte string, which must have exactly `length` bytes. */
  readFixed(length: number): Uint8Array {
    const value = this.readBytes()
    if (value.length !== length) throw this.error(`${length} bytes, got ${value.length}`)
    return value
  }

  /** The next byte string as an unsigned integer of at most `maxBytes` (up to 32) without leading zeros. */
  readUint(maxBytes: number): bigint {
    const first = this.bytes[this.position]
    // Most integers of a transaction are one byte or none: no view, no lanes.
    if (first !== undefined && first <= 0x80 && this.position < this.limit) {
      this.position++
      if (first === 0) throw this.error('an integer without leading zero bytes')
      return first === 0x80 ? 0n : BigInt(first)
    }
    const start = this.skipBytes()
    const { bytes } = this
    const length = this.position - start
    if (length > maxBytes)
      throw this.error(`an integer of at most ${maxBytes} bytes, got ${length}`)
    if (bytes[start] === 0) throw this.error('an integer without leading zero bytes')
    if (length > 6) return u256At(bytes, start, length)
    let small = 0
    for (let i = 0; i < length; i++) small = small * 256 + bytes[start + i]!
    return BigInt(small)
  }

  /** The same of up to 32 bytes, written right-aligned into the 32 zero bytes of `out` from `at` on. */
  readUintInto(out: Uint8Array, at: number): void {
    const start = this.skipBytes()
    const { bytes } = this
    const length = this.position - start
    if (length > 32) throw this.error(`an integer of at most 32 bytes, got ${length}`)
    if (length > 0 && bytes[start] === 0) throw this.error('an integer without leading zero bytes')
    const to = at + 32 - length
    for (let i = 0; i < length; i++) out[to + i] = bytes[start + i]!
  }

  /** The next byte string, exactly 32 bytes, as an integer. */
  readWord(): bigint {
    return bytesToU256(this.readFixed(32))
  }

  /** Refuses anything behind the outermost item. */
  expectEnd(): void {
    if (this.position !== this.bytes.length) {
      throw this.error(
        `the end of the input, got ${this.bytes.length - this.position} further bytes`,
      )
    }
  }

  private readPrefix(): number {
    if (this.position >= this.limit) throw this.error('a further item, got the end')
    return this.bytes[this.position++]!
  }

  /** Payload length of a string (`base` 0x80) or list (0xc0) whose prefix was read; it fits the current list. */
  private readLength(prefix: number, base: number): number {
    let length = prefix - base
    if (length > 55) {
      const lengthEnd = this.position + length - 55
      if (lengthEnd > this.limit) throw this.error('a complete length, got the end')
      if (this.bytes[this.position] === 0) throw this.error('a length without leading zero bytes')
      // Up to 8 bytes: above 2^53 the number is rounded, and still far above what is there.
      length = 0
      while (this.position < lengthEnd) length = length * 256 + this.bytes[this.position++]!
      if (length < 56) throw this.error('a short length in the prefix itself')
    }
    if (length > this.limit - this.position) {
      throw this.error(`${length} bytes, got ${this.limit - this.position}`)
    }
    return length
  }

  private error(expectation: string): RlpError {
    return new RlpError(`RLP expected ${expectation}, at byte ${this.position}`)
  }
}

function decodeItem(reader: RlpReader, depthLeft: number): RlpItem {
  if (!reader.atList) return reader.readBytes()
  if (depthLeft === 0) throw new RlpError(`RLP expected at most ${MAX_RLP_DEPTH} nested lists`)
  const items: RlpItem[] = []
  const outer = reader.enterList()
  while (!reader.atEnd) items.push(decodeItem(reader, depthLeft - 1))
  reader.leaveList(outer)
  return items
}

/** Decodes exactly one canonical item; byte strings are views of `bytes`. Throws {@link RlpError}. */
export function decodeRlp(bytes: Uint8Array): RlpItem {
  const reader = new RlpReader(bytes)
  const item = decodeItem(reader, MAX_RLP_DEPTH)
  reader.expectEnd()
  return item
}
