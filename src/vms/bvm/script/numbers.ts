/** Script's numbers: little-endian, sign in the top bit of the last byte. Four bytes in, five out, so doubles hold them. */

const EMPTY = new Uint8Array(0)

/** -1 to 16 as stack elements; shared, since no element is ever changed in place. */
const SMALL: readonly Uint8Array[] = Array.from({ length: 18 }, (_, i) =>
  i === 0 ? Uint8Array.of(0x81) : i === 1 ? EMPTY : Uint8Array.of(i - 1),
)

/** The empty element: zero, and false. */
export const FALSE: Uint8Array = EMPTY
/** The element 01. */
export const TRUE: Uint8Array = SMALL[2]!

/**
 * The number an element stands for, or NaN if it is longer than `maxLength` bytes or, with `isMinimal`, not the shortest
 * form (Core's `scriptnum_error`).
 */
export function readNumber(element: Uint8Array, isMinimal: boolean, maxLength = 4): number {
  const { length } = element
  if (length === 0) return 0
  if (length > maxLength) return Number.NaN
  const last = element[length - 1]!
  if (isMinimal && (last & 0x7f) === 0 && (length === 1 || (element[length - 2]! & 0x80) === 0)) {
    return Number.NaN
  }
  let magnitude = last & 0x7f
  for (let i = length - 2; i >= 0; i--) magnitude = magnitude * 256 + element[i]!
  return (last & 0x80) === 0 ? magnitude : -magnitude
}

/** Shortest form of a whole number of at most 53 bits. */
export function writeNumber(value: number): Uint8Array {
  if (value >= -1 && value <= 16) return SMALL[value + 1]!
  const bytes: number[] = []
  for (let rest = Math.abs(value); rest > 0; rest = Math.floor(rest / 256)) bytes.push(rest & 0xff)
  const top = bytes[bytes.length - 1]!
  if ((top & 0x80) !== 0) bytes.push(value < 0 ? 0x80 : 0)
  else if (value < 0) bytes[bytes.length - 1] = top | 0x80
  return Uint8Array.from(bytes)
}

/** False for zeros of any length, also with the sign bit. The element is what begins at `start`. */
export function isTrue(element: Uint8Array, start = 0): boolean {
  const last = element.length - 1
  for (let i = start; i < last; i++) if (element[i] !== 0) return true
  return last >= start && (element[last]! & 0x7f) !== 0
}
