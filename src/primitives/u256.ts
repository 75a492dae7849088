/** 256-bit unsigned words as bigint: bounds, and conversion from and to 32 big-endian bytes by 64-bit lanes. */

export const MAX_U64: bigint = (1n << 64n) - 1n
export const MAX_U256: bigint = (1n << 256n) - 1n
export const TWO_256: bigint = 1n << 256n

const LANES = new DataView(new ArrayBuffer(32))
const LANE_BYTES = new Uint8Array(LANES.buffer)

/** Reads 32 big-endian bytes at `offset`. */
export function readU256(view: DataView, offset: number): bigint {
  // PERF: most words are small, and a big integer each quarter is dearer than looking at the numbers in it.
  const isSmall = (view.getUint32(offset) | view.getUint32(offset + 4)) === 0
  const d = view.getBigUint64(offset + 24)
  if (isSmall && (view.getUint32(offset + 8) | view.getUint32(offset + 12)) === 0) {
    if ((view.getUint32(offset + 16) | view.getUint32(offset + 20)) === 0) return d
    return (view.getBigUint64(offset + 16) << 64n) | d
  }
  const a = view.getBigUint64(offset)
  const b = view.getBigUint64(offset + 8)
  const c = view.getBigUint64(offset + 16)
  return (a << 192n) | (b << 128n) | (c << 64n) | d
}

/** Writes 32 big-endian bytes at `offset`; the value must be below 2^256. */
export function writeU256(view: DataView, offset: number, value: bigint): void {
  if (value <= MAX_U64) {
    view.setBigUint64(offset, 0n)
    view.setBigUint64(offset + 8, 0n)
    view.setBigUint64(offset + 16, 0n)
    view.setBigUint64(offset + 24, value)
    return
  }
  // setBigUint64 keeps the low 64 bits by itself.
  view.setBigUint64(offset + 24, value)
  view.setBigUint64(offset + 16, value >> 64n)
  view.setBigUint64(offset + 8, value >> 128n)
  view.setBigUint64(offset, value >> 192n)
}

export function u256ToBytes(value: bigint): Uint8Array {
  writeU256(LANES, 0, value)
  return LANE_BYTES.slice()
}

/** The last `length` of 32 big-endian bytes; the value must fit them. */
export function u256Tail(value: bigint, length: number): Uint8Array {
  writeU256(LANES, 0, value)
  return LANE_BYTES.slice(32 - length)
}

/** `length` big-endian bytes (at most 32) from `offset`, which must be there, as a word. Makes no view. */
export function u256At(bytes: Uint8Array, offset: number, length: number): bigint {
  const pad = 32 - length
  for (let i = 0; i < pad; i++) LANE_BYTES[i] = 0
  for (let i = 0; i < length; i++) LANE_BYTES[pad + i] = bytes[offset + i]!
  return readU256(LANES, 0)
}

/** At most 32 big-endian bytes to a word. */
export function bytesToU256(bytes: Uint8Array): bigint {
  if (bytes.length === 32) {
    LANE_BYTES.set(bytes)
    return readU256(LANES, 0)
  }
  if (bytes.length > 32) throw new RangeError(`word expected at most 32 bytes, got ${bytes.length}`)
  LANE_BYTES.fill(0)
  LANE_BYTES.set(bytes, 32 - bytes.length)
  return readU256(LANES, 0)
}
