/** What it costs p-token to check that a text is UTF-8 (Rust's `core::str::from_utf8`), as in ui-units.ts. */

/** Bytes of the character that a byte begins; 0 if it begins none. */
function widthOf(byte: number): number {
  if (byte >= 0xc2 && byte <= 0xdf) return 2
  if (byte >= 0xe0 && byte <= 0xef) return 3
  return byte >= 0xf0 && byte <= 0xf4 ? 4 : 0
}

const isPart = (byte: number) => byte >= 0x80 && byte < 0xc0

/** One character's units, and whether it is well formed. */
interface Step {
  readonly units: number
  readonly isValid: boolean
}

const good = (units: number): Step => ({ units: units + 3, isValid: true })
const bad = (units: number): Step => ({ units, isValid: false })

function twoBytes(text: Uint8Array, at: number): Step {
  if (at + 1 >= text.length) return bad(7 + 3 + 2)
  return isPart(text[at + 1]!) ? good(7 + 3 + 7) : bad(7 + 3 + 7 + 1)
}

/** Second byte of three: units, and whether it may follow the first. */
function secondOfThree(first: number, second: number): Step {
  if (first === 0xe0) {
    const isValid = second >= 0xa0 && second < 0xc0
    return { units: 2 + (isValid ? 0 : 2), isValid }
  }
  if (first === 0xed) {
    const isValid = second >= 0x80 && second < 0xa0
    return { units: 2 + (isValid ? 0 : 2), isValid }
  }
  const isValid = isPart(second)
  return { units: 1 + (first < 0xed ? 4 : 6) + 1 + (isValid ? 0 : 1), isValid }
}

function threeBytes(text: Uint8Array, at: number): Step {
  if (at + 1 >= text.length) return bad(6 + 4 + 1)
  const second = secondOfThree(text[at]!, text[at + 1]!)
  const units = 6 + 4 + 6 + second.units
  if (!second.isValid) return bad(units)
  if (at + 2 >= text.length) return bad(units + 3)
  return isPart(text[at + 2]!) ? good(units + 9) : bad(units + 9 + 4)
}

/** Second byte of four. */
function secondOfFour(first: number, second: number): Step {
  if (first === 0xf0) {
    const isValid = second >= 0x90 && second < 0xc0
    return { units: 3 + (isValid ? 0 : 2), isValid }
  }
  if (first === 0xf4) {
    const isValid = second >= 0x80 && second < 0x90
    return { units: 2 + (isValid ? 0 : 2), isValid }
  }
  const isValid = isPart(second)
  return { units: 1 + 3 + 1 + (isValid ? 0 : 1), isValid }
}

function fourBytes(text: Uint8Array, at: number): Step {
  if (at + 1 >= text.length) return bad(5 + 4 + 1)
  const second = secondOfFour(text[at]!, text[at + 1]!)
  const units = 5 + 4 + 6 + second.units
  if (!second.isValid) return bad(units)
  if (at + 2 >= text.length) return bad(units + 3 + 1)
  if (!isPart(text[at + 2]!)) return bad(units + 9 + 3)
  if (at + 3 >= text.length) return bad(units + 9 + 3)
  return isPart(text[at + 3]!) ? good(units + 9 + 9) : bad(units + 9 + 9 + 2)
}

/** A character that is not ASCII. */
function character(text: Uint8Array, at: number): Step {
  switch (widthOf(text[at]!)) {
    case 2:
      return twoBytes(text, at)
    case 3:
      return threeBytes(text, at)
    case 4:
      return fourBytes(text, at)
    default:
      return bad(7 + 1)
  }
}

/** Skips ASCII sixteen bytes at a time, then one by one; the position behind, units, and whether that was all. */
function skipAscii(
  text: Uint8Array,
  from: number,
): { readonly at: number; readonly units: number; readonly isEnd: boolean } {
  const { length } = text
  const blocksEnd = length < 15 ? 0 : length - 15
  let [at, units] = [from, 1]
  while (at < blocksEnd) {
    units += 7
    if (text.subarray(at, at + 16).some((byte) => byte >= 128)) break
    units += 2
    at += 16
  }
  units += 1
  if (at >= length) return { at, units: units + 1, isEnd: false }
  for (; at < length; at++) {
    units += 6
    if (text[at]! >= 128) return { at, units: units + 1, isEnd: false }
    units += 2
  }
  return { at, units: units + 1, isEnd: true }
}

/** Checking a text; `misaligned` is its address modulo 8. */
export function utf8Units(text: Uint8Array, misaligned: number): number {
  const { length } = text
  if (length === 0) return 10 + 7
  let units = (length < 15 ? 9 : 11) + 6
  let at = 0
  while (at < length) {
    units += 7
    if (text[at]! >= 128) {
      const { units: more, isValid } = character(text, at)
      units += more
      if (!isValid) return units + 7
      at += widthOf(text[at]!)
      units += 1
    } else if (((misaligned + at) & 7) === 0) {
      const skipped = skipAscii(text, at)
      units += 4 + skipped.units
      at = skipped.at
    } else {
      units += 7
      at++
    }
  }
  return units + 7
}
