/**
 * Byte strings: hex, comparison, big-endian integers, and the short string keys under which the working set
 * files fixed-size ids. Nothing here knows a domain word.
 */
import { bytesToU256, u256Tail } from './u256.ts'

export const EMPTY_BYTES: Uint8Array = new Uint8Array(0)

const HEX: readonly string[] = Array.from({ length: 256 }, (_, i) =>
  i.toString(16).padStart(2, '0'),
)

/** Lower-case hex without a prefix. */
export function bytesToHex(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; i++) out += HEX[bytes[i]!]
  return out
}

function nibble(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 97 && code <= 102) return code - 87
  if (code >= 65 && code <= 70) return code - 55
  return -1
}

/** Parses hex with or without `0x`. Throws TypeError on an odd length or a foreign character. */
export function hexToBytes(hex: string): Uint8Array {
  const start = hex.startsWith('0x') || hex.startsWith('0X') ? 2 : 0
  const digits = hex.length - start
  if (digits % 2 !== 0) throw new TypeError(`hex expected an even number of digits, got ${digits}`)
  const out = new Uint8Array(digits / 2)
  for (let i = 0; i < out.length; i++) {
    const high = nibble(hex.charCodeAt(start + 2 * i))
    const low = nibble(hex.charCodeAt(start + 2 * i + 1))
    if (high < 0 || low < 0)
      throw new TypeError(`hex expected digits 0-9a-f, got "${hex.slice(0, 80)}"`)
    out[i] = high * 16 + low
  }
  return out
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const out = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    out.set(part, offset)
    offset += part.length
  }
  return out
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Lexicographic order, a shorter prefix first: negative, zero or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const difference = a[i]! - b[i]!
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

export function isZeroBytes(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0) return false
  return true
}

/** Pads on the left with zeros; throws RangeError if already longer. */
export function padLeft(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length === length) return bytes
  if (bytes.length > length)
    throw new RangeError(`bytes expected at most ${length}, got ${bytes.length}`)
  const out = new Uint8Array(length)
  out.set(bytes, length - bytes.length)
  return out
}

/** Unsigned big-endian integer of any length. Cost grows with the square of the length past 32 bytes. */
export function bytesToBigInt(bytes: Uint8Array): bigint {
  const length = bytes.length
  if (length > 6) return length <= 32 ? bytesToU256(bytes) : BigInt(`0x${bytesToHex(bytes)}`)
  let value = 0
  for (let i = 0; i < length; i++) value = value * 256 + bytes[i]!
  return BigInt(value)
}

/** Big-endian, exactly `length` bytes; throws RangeError if the value is negative or does not fit. */
export function bigIntToBytes(value: bigint, length: number): Uint8Array {
  if (length <= 32 && value >= 0n && value >> BigInt(8 * length) === 0n) {
    return u256Tail(value, length)
  }
  const out = new Uint8Array(length)
  let rest = value
  for (let i = length - 1; i >= 0; i--) {
    out[i] = Number(rest & 0xffn)
    rest >>= 8n
  }
  if (rest !== 0n)
    throw new RangeError(`integer expected to fit ${length} bytes unsigned, got ${value}`)
  return out
}

const SMALL = 1n << 48n

function smallToBytes(value: number): Uint8Array {
  let length = 1
  for (let rest = value; rest >= 256; rest = Math.floor(rest / 256)) length++
  const out = new Uint8Array(length)
  for (let i = length - 1, rest = value; i >= 0; i--) {
    out[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return out
}

/** Big-endian without leading zero bytes; zero is the empty string. */
export function bigIntToMinimalBytes(value: bigint): Uint8Array {
  if (value === 0n) return EMPTY_BYTES
  if (value > 0n && value < SMALL) return smallToBytes(Number(value))
  const hex = value.toString(16)
  return hexToBytes(hex.length % 2 === 0 ? hex : `0${hex}`)
}

const UTF8 = new TextEncoder()
export function utf8(text: string): Uint8Array {
  return UTF8.encode(text)
}

/**
 * A string of one UTF-16 unit per byte: the key of a byte string in a JavaScript Map.
 * Strings, not numbers or bigints, because V8 hashes strings with a per-process seed and bigints without one.
 */
export function bytesToKey(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; i++) out += String.fromCharCode(bytes[i]!)
  return out
}

const WORD = new Uint8Array(32)
const WORD_UNITS = new Uint16Array(WORD.buffer)

/** Map key of exactly 32 bytes, 16 units; about twice as fast as {@link bytesToKey}. Not comparable with its keys. */
export function wordToKey(word: Uint8Array): string {
  WORD.set(word)
  const u = WORD_UNITS
  return String.fromCharCode(
    u[0]!,
    u[1]!,
    u[2]!,
    u[3]!,
    u[4]!,
    u[5]!,
    u[6]!,
    u[7]!,
    u[8]!,
    u[9]!,
    u[10]!,
    u[11]!,
    u[12]!,
    u[13]!,
    u[14]!,
    u[15]!,
  )
}

/** Map key of exactly 32 bytes behind two characters, 18 units. Not comparable with the other keys. */
export function taggedWordToKey(first: number, second: number, word: Uint8Array): string {
  WORD.set(word)
  const u = WORD_UNITS
  return String.fromCharCode(
    first,
    second,
    u[0]!,
    u[1]!,
    u[2]!,
    u[3]!,
    u[4]!,
    u[5]!,
    u[6]!,
    u[7]!,
    u[8]!,
    u[9]!,
    u[10]!,
    u[11]!,
    u[12]!,
    u[13]!,
    u[14]!,
    u[15]!,
  )
}

const ADDRESS = new Uint8Array(20)
const ADDRESS_UNITS = new Uint16Array(ADDRESS.buffer)

/** Map key of exactly 20 bytes behind one character, 11 units. Not comparable with the other keys. */
export function addressToKey(first: number, address: Uint8Array): string {
  ADDRESS.set(address)
  const u = ADDRESS_UNITS
  return String.fromCharCode(
    first,
    u[0]!,
    u[1]!,
    u[2]!,
    u[3]!,
    u[4]!,
    u[5]!,
    u[6]!,
    u[7]!,
    u[8]!,
    u[9]!,
  )
}
