/**
 * 64-bit arithmetic on (low, high) int32 halves, and the instructions too rare for the interpreter's loop.
 * Division takes the exact double path below 2^53 and BigInt above it.
 */
import { Code } from './codes.ts'

const TWO_32 = 0x1_0000_0000

/** Value of the pair at `d` as an unsigned bigint. */
export function unsigned64(r: Int32Array, d: number): bigint {
  return (BigInt(r[d + 1]! >>> 0) << 32n) | BigInt(r[d]! >>> 0)
}

export function signed64(r: Int32Array, d: number): bigint {
  return (BigInt(r[d + 1]!) << 32n) | BigInt(r[d]! >>> 0)
}

/** Stores a bigint modulo 2^64. */
export function set64(r: Int32Array, d: number, value: bigint): void {
  r[d] = Number(BigInt.asIntN(32, value))
  r[d + 1] = Number(BigInt.asIntN(32, value >> 32n))
}

/** dst = dst * (bl, bh) modulo 2^64. */
export function mul64(r: Int32Array, d: number, bl: number, bh: number): void {
  const al = r[d]!
  const ah = r[d + 1]!
  const a0 = al & 0xffff
  const a1 = al >>> 16
  const b0 = bl & 0xffff
  const b1 = bl >>> 16
  const low = Math.imul(a0, b0)
  const mid1 = Math.imul(a0, b1)
  const mid2 = Math.imul(a1, b0)
  const carry = (low >>> 16) + (mid1 & 0xffff) + (mid2 & 0xffff)
  r[d] = (carry << 16) | (low & 0xffff)
  const high = Math.imul(a1, b1) + (mid1 >>> 16) + (mid2 >>> 16) + (carry >>> 16)
  r[d + 1] = (high + Math.imul(al, bh) + Math.imul(ah, bl)) | 0
}

/** dst = dst / (bl, bh) or the remainder, unsigned; the divisor is not zero. */
export function divide64(r: Int32Array, d: number, bl: number, bh: number, rest: boolean): void {
  const ah = r[d + 1]! >>> 0
  const bHigh = bh >>> 0
  if (ah < 0x20_0000 && bHigh < 0x20_0000) {
    const a = ah * TWO_32 + (r[d]! >>> 0)
    const b = bHigh * TWO_32 + (bl >>> 0)
    const remainder = a % b
    const value = rest ? remainder : (a - remainder) / b
    r[d] = value | 0
    r[d + 1] = Math.floor(value / TWO_32)
    return
  }
  const a = unsigned64(r, d)
  const b = (BigInt(bHigh) << 32n) | BigInt(bl >>> 0)
  set64(r, d, rest ? a % b : a / b)
}

/** dst <<= n (0..63). */
export function shl64(r: Int32Array, d: number, n: number): void {
  if ((n & 32) !== 0) {
    r[d + 1] = r[d]! << n
    r[d] = 0
  } else if ((n & 31) !== 0) {
    r[d + 1] = (r[d + 1]! << n) | (r[d]! >>> (32 - (n & 31)))
    r[d] = r[d]! << n
  }
}

/** dst >>= n, zeros in. */
export function shr64(r: Int32Array, d: number, n: number): void {
  if ((n & 32) !== 0) {
    r[d] = r[d + 1]! >>> n
    r[d + 1] = 0
  } else if ((n & 31) !== 0) {
    r[d] = (r[d]! >>> n) | (r[d + 1]! << (32 - (n & 31)))
    r[d + 1] = r[d + 1]! >>> n
  }
}

/** dst >>= n, sign in. */
export function sar64(r: Int32Array, d: number, n: number): void {
  if ((n & 32) !== 0) {
    r[d] = r[d + 1]! >> n
    r[d + 1] = r[d + 1]! >> 31
  } else if ((n & 31) !== 0) {
    r[d] = (r[d]! >>> n) | (r[d + 1]! << (32 - (n & 31)))
    r[d + 1] = r[d + 1]! >> n
  }
}

function swap32(x: number): number {
  return (x << 24) | ((x & 0xff00) << 8) | ((x >>> 8) & 0xff00) | (x >>> 24)
}

function bigEndian(r: Int32Array, d: number, width: number): void {
  const low = r[d]!
  if (width === 16) {
    r[d] = ((low & 0xff) << 8) | ((low >>> 8) & 0xff)
    r[d + 1] = 0
  } else if (width === 32) {
    r[d] = swap32(low)
    r[d + 1] = 0
  } else {
    r[d] = swap32(r[d + 1]!)
    r[d + 1] = swap32(low)
  }
}

function littleEndian(r: Int32Array, d: number, width: number): void {
  if (width === 16) r[d] = r[d]! & 0xffff
  if (width !== 64) r[d + 1] = 0
}

/** Outcomes of {@link rare}. */
export const RARE_OK = 0
export const RARE_DIVIDE_BY_ZERO = 1
export const RARE_OVERFLOW = 2
export const RARE_UNKNOWN = 3

function set32(r: Int32Array, d: number, value: number): number {
  r[d] = value
  r[d + 1] = 0
  return RARE_OK
}

/** 32-bit and endian instructions, unsigned division; then those of version 2. */
export function rare(r: Int32Array, code: number, d: number, s: number, imm: number): number {
  const low = r[d]!
  switch (code) {
    case 0x34:
      return set32(r, d, ((low >>> 0) / (imm >>> 0)) | 0)
    case 0x3c:
      if (r[s] === 0) return RARE_DIVIDE_BY_ZERO
      return set32(r, d, ((low >>> 0) / (r[s]! >>> 0)) | 0)
    case 0x94:
      return set32(r, d, ((low >>> 0) % (imm >>> 0)) | 0)
    case 0x9c:
      if (r[s] === 0) return RARE_DIVIDE_BY_ZERO
      return set32(r, d, ((low >>> 0) % (r[s]! >>> 0)) | 0)
    case 0x37:
    case 0x97:
      divide64(r, d, imm, imm >> 31, code === 0x97)
      return RARE_OK
    case 0x3f:
    case 0x9f:
      if ((r[s]! | r[s + 1]!) === 0) return RARE_DIVIDE_BY_ZERO
      divide64(r, d, r[s]!, r[s + 1]!, code === 0x9f)
      return RARE_OK
    case 0x84:
      return set32(r, d, -low | 0)
    case 0x87:
      r[d] = -low | 0
      r[d + 1] = (~r[d + 1]! + (low === 0 ? 1 : 0)) | 0
      return RARE_OK
    case 0xd4:
      littleEndian(r, d, imm)
      return RARE_OK
    case 0xdc:
      bigEndian(r, d, imm)
      return RARE_OK
    default:
      return second(r, code, d, s, imm)
  }
}

/** Version 2's own instructions. */
function second(r: Int32Array, code: number, d: number, s: number, imm: number): number {
  const low = r[d]!
  switch (code) {
    case Code.add32Zero:
      return set32(r, d, (low + imm) | 0)
    case Code.add32RegZero:
      return set32(r, d, (low + r[s]!) | 0)
    case Code.subFrom32:
      return set32(r, d, (imm - low) | 0)
    case Code.sub32RegZero:
      return set32(r, d, (low - r[s]!) | 0)
    case Code.subFrom64:
      r[d] = (imm - low) | 0
      r[d + 1] = ((imm >> 31) - r[d + 1]! - (imm >>> 0 < low >>> 0 ? 1 : 0)) | 0
      return RARE_OK
    case Code.mov32Signed: {
      const value = r[s]!
      r[d] = value
      r[d + 1] = value >> 31
      return RARE_OK
    }
    case Code.lmul32Imm:
      return set32(r, d, Math.imul(low, imm))
    case Code.lmul32Reg:
      return set32(r, d, Math.imul(low, r[s]!))
    case Code.hor64:
      r[d + 1] = r[d + 1]! | imm
      return RARE_OK
    case Code.udiv64Imm:
    case Code.urem64Imm:
      divide64(r, d, imm, 0, code === Code.urem64Imm)
      return RARE_OK
    default:
      return wide(r, code, d, s, imm)
  }
}

/** High halves of products and signed division. */
function wide(r: Int32Array, code: number, d: number, s: number, imm: number): number {
  switch (code) {
    case Code.uhmulImm:
      set64(r, d, (unsigned64(r, d) * BigInt(imm >>> 0)) >> 64n)
      return RARE_OK
    case Code.uhmulReg:
      set64(r, d, (unsigned64(r, d) * unsigned64(r, s)) >> 64n)
      return RARE_OK
    case Code.shmulImm:
      set64(r, d, (signed64(r, d) * BigInt(imm)) >> 64n)
      return RARE_OK
    case Code.shmulReg:
      set64(r, d, (signed64(r, d) * signed64(r, s)) >> 64n)
      return RARE_OK
    case Code.sdiv32Imm:
      return signed32(r, d, imm, false)
    case Code.sdiv32Reg:
      return signed32(r, d, r[s]!, false)
    case Code.srem32Imm:
      return signed32(r, d, imm, true)
    case Code.srem32Reg:
      return signed32(r, d, r[s]!, true)
    case Code.sdiv64Imm:
      return signedDivide(r, d, BigInt(imm), false)
    case Code.sdiv64Reg:
      return signedDivide(r, d, signed64(r, s), false)
    case Code.srem64Imm:
      return signedDivide(r, d, BigInt(imm), true)
    case Code.srem64Reg:
      return signedDivide(r, d, signed64(r, s), true)
    default:
      return RARE_UNKNOWN
  }
}

function signed32(r: Int32Array, d: number, divisor: number, rest: boolean): number {
  const value = r[d]!
  if (divisor === 0) return RARE_DIVIDE_BY_ZERO
  if (value === -0x8000_0000 && divisor === -1) return RARE_OVERFLOW
  return set32(r, d, (rest ? value % divisor : value / divisor) | 0)
}

function signedDivide(r: Int32Array, d: number, divisor: bigint, rest: boolean): number {
  const value = signed64(r, d)
  if (divisor === 0n) return RARE_DIVIDE_BY_ZERO
  if (value === -0x8000_0000_0000_0000n && divisor === -1n) return RARE_OVERFLOW
  set64(r, d, rest ? value % divisor : value / divisor)
  return RARE_OK
}
