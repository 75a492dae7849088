/**
 * 64-bit values where the VM meets the rest of the engine: a `number` when it is below 2^53, else a `bigint`; always
 * exact, never negative. Inside the VM a value is two int32 halves (the 22 entries of `VmContext.registers`), so that
 * programs run without BigInt; addresses and lengths of real programs are small and stay numbers here too.
 */

/** An unsigned 64-bit value: number below 2^53, bigint from there on. */
export type U64 = number | bigint

const TWO_32 = 0x1_0000_0000
const MASK_64 = 0xffff_ffff_ffff_ffffn

/** From two halves, each taken as 32 bits whatever its sign. */
export function u64(lo: number, hi: number): U64 {
  const high = hi >>> 0
  if (high < 0x20_0000) return high * TWO_32 + (lo >>> 0)
  return (BigInt(high) << 32n) | BigInt(lo >>> 0)
}

/** Signed low half. */
export function lowHalf(value: U64): number {
  return typeof value === 'number' ? value | 0 : Number(BigInt.asIntN(32, value))
}

/** Signed high half. */
export function highHalf(value: U64): number {
  if (typeof value === 'number') return Math.floor(value / TWO_32) | 0
  return Number(BigInt.asIntN(32, value >> 32n))
}

/** Sum modulo 2^64. */
export function addU64(a: U64, b: U64): U64 {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (sum <= Number.MAX_SAFE_INTEGER) return sum
  }
  return fromBig((BigInt(a) + BigInt(b)) & MASK_64)
}

/** Canonical form of a non-negative bigint below 2^64. */
export function fromBig(value: bigint): U64 {
  return value <= 0x1f_ffff_ffff_ffffn ? Number(value) : value
}

/** As a number; 2^53 and more are rounded, so only for comparing against limits and for costs. */
export function approximate(value: U64): number {
  return typeof value === 'number' ? value : Number(value)
}

/** Little endian at `offset` of the view. */
export function readU64(view: DataView, offset: number): U64 {
  return u64(view.getInt32(offset, true), view.getInt32(offset + 4, true))
}

/** Little endian at `offset` of the view. */
export function writeU64(view: DataView, offset: number, value: U64): void {
  view.setInt32(offset, lowHalf(value), true)
  view.setInt32(offset + 4, highHalf(value), true)
}
