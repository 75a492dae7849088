/** 0x10-0x1e: comparison and bits. True is 1. */
import { MAX_U256 } from '../../../primitives/u256.ts'
import { CONTINUE } from '../control.ts'
import type { Frame } from '../frame.ts'

const signed = (word: bigint): bigint => BigInt.asIntN(256, word)

/** LT: `[a b] -> [a < b]`. */
export function lt(frame: Frame): number {
  const { stack } = frame
  const a = stack[--frame.sp]!
  stack[frame.sp - 1] = a < stack[frame.sp - 1]! ? 1n : 0n
  return CONTINUE
}

/** GT: `[a b] -> [a > b]`. */
export function gt(frame: Frame): number {
  const { stack } = frame
  const a = stack[--frame.sp]!
  stack[frame.sp - 1] = a > stack[frame.sp - 1]! ? 1n : 0n
  return CONTINUE
}

/** SLT: signed. */
export function slt(frame: Frame): number {
  const { stack } = frame
  const a = signed(stack[--frame.sp]!)
  stack[frame.sp - 1] = a < signed(stack[frame.sp - 1]!) ? 1n : 0n
  return CONTINUE
}

/** SGT: signed. */
export function sgt(frame: Frame): number {
  const { stack } = frame
  const a = signed(stack[--frame.sp]!)
  stack[frame.sp - 1] = a > signed(stack[frame.sp - 1]!) ? 1n : 0n
  return CONTINUE
}

/** EQ. */
export function eq(frame: Frame): number {
  const { stack } = frame
  const a = stack[--frame.sp]!
  stack[frame.sp - 1] = a === stack[frame.sp - 1]! ? 1n : 0n
  return CONTINUE
}

/** ISZERO. */
export function iszero(frame: Frame): number {
  const { stack, sp } = frame
  stack[sp - 1] = stack[sp - 1] === 0n ? 1n : 0n
  return CONTINUE
}

/** AND. */
export function and(frame: Frame): number {
  const { stack } = frame
  const a = stack[--frame.sp]!
  stack[frame.sp - 1] = a & stack[frame.sp - 1]!
  return CONTINUE
}

/** OR. */
export function or(frame: Frame): number {
  const { stack } = frame
  const a = stack[--frame.sp]!
  stack[frame.sp - 1] = a | stack[frame.sp - 1]!
  return CONTINUE
}

/** XOR. */
export function xor(frame: Frame): number {
  const { stack } = frame
  const a = stack[--frame.sp]!
  stack[frame.sp - 1] = a ^ stack[frame.sp - 1]!
  return CONTINUE
}

/** NOT. */
export function not(frame: Frame): number {
  const { stack, sp } = frame
  stack[sp - 1] = MAX_U256 - stack[sp - 1]!
  return CONTINUE
}

/** BYTE: `[i x] -> [byte i of x]`, 0 the highest. */
export function byte(frame: Frame): number {
  const { stack } = frame
  const i = stack[--frame.sp]!
  stack[frame.sp - 1] = i > 31n ? 0n : (stack[frame.sp - 1]! >> (248n - 8n * i)) & 0xffn
  return CONTINUE
}

/** SHL (EIP-145): `[shift x]`. */
export function shl(frame: Frame): number {
  const { stack } = frame
  const shift = stack[--frame.sp]!
  stack[frame.sp - 1] = shift > 255n ? 0n : (stack[frame.sp - 1]! << shift) & MAX_U256
  return CONTINUE
}

/** SHR (EIP-145). */
export function shr(frame: Frame): number {
  const { stack } = frame
  const shift = stack[--frame.sp]!
  stack[frame.sp - 1] = shift > 255n ? 0n : stack[frame.sp - 1]! >> shift
  return CONTINUE
}

/** SAR (EIP-145): arithmetic. */
export function sar(frame: Frame): number {
  const { stack } = frame
  const shift = stack[--frame.sp]!
  const value = signed(stack[frame.sp - 1]!)
  stack[frame.sp - 1] = BigInt.asUintN(256, value >> (shift > 255n ? 255n : shift))
  return CONTINUE
}

/** CLZ (EIP-7939): leading zero bits, 256 for zero. */
export function clz(frame: Frame): number {
  const { stack, sp } = frame
  const value = stack[sp - 1]!
  stack[sp - 1] = value === 0n ? 256n : BigInt(256 - bitLength(value))
  return CONTINUE
}

function bitLength(value: bigint): number {
  const digits = value.toString(16)
  return 4 * digits.length - (Math.clz32(Number.parseInt(digits[0]!, 16)) - 28)
}
