/**
 * What p-token's loops over digits and text cost, beside the places of sites.ts: writing and reading amounts as people write
 * them. The program's loops come out of Rust's core library (splitting, searching a byte sixteen at a time, checking
 * UTF-8, parsing); the numbers are their instructions, a round each, in the program that litesvm 1.5.0 brings.
 */

/** Units of the runtime's memory calls for up to 2,500 bytes. */
const MEMORY = 10
const POINT = 46
const ZERO = 48
const PLUS = 43
const MINUS = 45
const isPart = (byte: number | undefined) => byte !== undefined && byte >= 128 && byte < 192
const isDigit = (byte: number) => byte >= ZERO && byte <= 57

/** Searching a byte in 16 or more: `at` is where it is first, or -1; `misaligned` the start's address modulo 8. */
function searchUnits(length: number, at: number, misaligned: number): number {
  let units = 5
  let from = 0
  if (misaligned !== 0) {
    from = 8 - misaligned
    if (at >= 0 && at < from) return units + 3 + 8 * at + 10
    units += 4 + 8 * from
  }
  units += 4
  if (from <= length - 16) units += 5
  while (from <= length - 16) {
    units += 15
    if (at >= 0 && at < from + 16) break
    units += 2
    from += 16
  }
  units += 1
  if (from === length) return units + 6
  units += 4
  return units + (at >= 0 ? 8 * (at - from) + 11 : 8 * (length - from) + 5)
}

/** Searching the point in a written amount. */
function findPointUnits(length: number, at: number): number {
  if (length > 15) return 8 + searchUnits(length, at, 0)
  return 9 + 9 * at
}

/** Putting the point between the digits, or zeros in front of them. */
function pointUnits(digits: number, decimals: number): number {
  const common = 10
  if (digits > decimals) return common + 34 + 2 * MEMORY
  return common + 1 + 30 + 2 * MEMORY + (decimals === 255 ? 1 : 0)
}

/** Writing an amount of so many digits that came out as a text of so many bytes. */
export function writeUnits(digits: number, decimals: number, textBytes: number): number {
  const answer = Math.floor(textBytes / 250)
  if (digits === 0) return decimals === 0 ? 5 : 16
  const written = 11 + 14 * digits
  if (decimals === 0) return written + 11 + MEMORY
  const length = digits > decimals ? digits + 1 : decimals + 2
  const at = digits > decimals ? digits - decimals : 1
  // Zeros behind the point fall, then perhaps the point.
  const trimmed = 16 * (length - textBytes)
  return (
    written + pointUnits(digits, decimals) + 6 + findPointUnits(length, at) + 59 + trimmed + answer
  )
}

/** A part of the text up to the next point (at `at`, or -1), from `from` on. */
function nextPartUnits(length: number, from: number, at: number, misaligned: number): number {
  const found = 46
  const rest = length - from
  const last = 13 + (from === length ? 1 : 0)
  if (rest > 15) {
    const search = 27 + 6 + searchUnits(rest, at < 0 ? -1 : at - from, (misaligned + from) & 7)
    return search + (at < 0 ? 4 + last : 1 + found)
  }
  if (rest === 0) return 27 + 1 + 1 + last
  if (at < 0) return 27 + 2 + 7 * rest + 2 + last
  return 27 + 2 + 7 * (at - from) + 5 + found
}

/** Asking for a part behind the last. */
const NO_PART = 8

/** Looking at a character from the end; the last is not a zero. */
function lastCharacterUnits(text: Uint8Array): number {
  const end = text.length
  if (text[end - 1]! < 128) return 14
  if (!isPart(text[end - 2])) return 10 + 4 + 4 + 6
  if (!isPart(text[end - 3])) return 10 + 8 + 2 + 3 + 6
  return 10 + 8 + 8 + 3 + 6
}

/** Digits while the number surely fits a u64; then `ok`. */
function shortDigitsUnits(digits: Uint8Array): number {
  let units = 1
  for (const byte of digits) {
    units += 3
    if (!isDigit(byte)) return units
    units += 5
  }
  return units
}

/** Digits with a look at every overflow: by a product of 128 bits. */
function longDigitsUnits(digits: Uint8Array): number {
  let units = 2
  let value = 0n
  for (const byte of digits) {
    const low = value & 0xffff_ffffn
    const carries = ((((value >> 32n) * 10n) << 32n) & MASK) + low * 10n > MASK
    const product = value * 10n
    units += 7 + 4 + 22 + 6 + (carries ? 0 : 1) + 15 + 5 + 3 + (product > MASK ? 0 : 1) + 4
    if (!isDigit(byte)) return units
    units += 2
    if (product > MASK) return units
    value = product + BigInt(byte - ZERO)
    if (value > MASK) return units + 5 + 4
    units += 5 + 2 + 4
  }
  return units + 1
}

const MASK = 0xffff_ffff_ffff_ffffn

/** Reading a number's characters. */
function parseUnits(text: Uint8Array): number {
  const [first, length] = [text[0]!, text.length]
  if (length === 1) {
    if (first === PLUS) return 4
    return first === MINUS ? 6 : 6 + shortDigitsUnits(text)
  }
  if (first === PLUS) {
    const rest = text.subarray(1)
    return 7 + (length < 18 ? shortDigitsUnits(rest) : longDigitsUnits(rest))
  }
  return 6 + (length < 17 ? shortDigitsUnits(text) : longDigitsUnits(text))
}

/** Most digits that the program has room for: 255 decimals, a point, a zero. */
export const DIGITS_MAX = 257

/** Reading an amount; `misaligned` is the text's address modulo 8. */
export function readUnits(text: Uint8Array, decimals: number, misaligned: number): number {
  const length = text.length
  const first = text.indexOf(POINT)
  let units = nextPartUnits(length, 0, first, misaligned)
  let more = -1
  if (first < 0) units += NO_PART
  else {
    more = text.indexOf(POINT, first + 1)
    units += nextPartUnits(length, first + 1, more, misaligned) + 3
  }
  const whole = first < 0 ? text : text.subarray(0, first)
  let fraction = first < 0 ? text.subarray(length) : text.subarray(first + 1)
  if (more >= 0) fraction = text.subarray(first + 1, more)
  let end = fraction.length
  while (end > 0 && fraction[end - 1] === ZERO) end--
  units += 14 * (fraction.length - end)
  fraction = fraction.subarray(0, end)
  if (end > 0) units += lastCharacterUnits(fraction)
  else {
    units += 3
    if (whole.length === 0) return units
  }
  const last = text.indexOf(POINT, more + 1)
  units += 5 + (more < 0 ? NO_PART : nextPartUnits(length, more + 1, last, misaligned)) + 2
  if (end > decimals) return units
  units += 2
  if (more >= 0) return units
  units += 3
  const digits = whole.length + decimals
  if (digits > DIGITS_MAX) return units
  units += 25 + 3 * MEMORY
  const number = new Uint8Array(digits).fill(ZERO)
  number.set(whole)
  number.set(fraction, whole.length)
  return units + parseUnits(number)
}
