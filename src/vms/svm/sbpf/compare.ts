/** Conditions of the jumps, on int32 halves. */

/** a > b, unsigned 64 bits. */
export function above(al: number, ah: number, bl: number, bh: number): boolean {
  return ah === bh ? al >>> 0 > bl >>> 0 : ah >>> 0 > bh >>> 0
}

/** a > b, signed 64 bits. */
export function greater(al: number, ah: number, bl: number, bh: number): boolean {
  return ah === bh ? al >>> 0 > bl >>> 0 : ah > bh
}

/** Condition of a 64-bit jump by the high nibble of its opcode. */
export function condition64(kind: number, al: number, ah: number, bl: number, bh: number): boolean {
  switch (kind) {
    case 0x1:
      return al === bl && ah === bh
    case 0x5:
      return al !== bl || ah !== bh
    case 0x2:
      return above(al, ah, bl, bh)
    case 0x3:
      return !above(bl, bh, al, ah)
    case 0xa:
      return above(bl, bh, al, ah)
    case 0xb:
      return !above(al, ah, bl, bh)
    case 0x4:
      return ((al & bl) | (ah & bh)) !== 0
    case 0x6:
      return greater(al, ah, bl, bh)
    case 0x7:
      return !greater(bl, bh, al, ah)
    case 0xc:
      return greater(bl, bh, al, ah)
    default:
      return !greater(al, ah, bl, bh)
  }
}

/** Condition of a version 3 jump on the low halves. */
export function condition32(kind: number, a: number, b: number): boolean {
  switch (kind) {
    case 0x1:
      return a === b
    case 0x5:
      return a !== b
    case 0x2:
      return a >>> 0 > b >>> 0
    case 0x3:
      return a >>> 0 >= b >>> 0
    case 0xa:
      return a >>> 0 < b >>> 0
    case 0xb:
      return a >>> 0 <= b >>> 0
    case 0x4:
      return (a & b) !== 0
    case 0x6:
      return a > b
    case 0x7:
      return a >= b
    case 0xc:
      return a < b
    default:
      return a <= b
  }
}
