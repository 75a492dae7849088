/** 0x01-0x0b: arithmetic modulo 2^256. Operands are on top of the stack, the first one topmost. */
import { MAX_U256, TWO_256 } from '../../../primitives/u256.ts'
import { CONTINUE, OUT_OF_GAS } from '../control.ts'
import type { Frame } from '../frame.ts'
import type { Interpreter } from '../interpreter.ts'

const signed = (word: bigint): bigint => BigInt.asIntN(256, word)
const unsigned = (word: bigint): bigint => BigInt.asUintN(256, word)

/** ADD: `[a b] -> [a + b]`. */
export function add(frame: Frame): number {
  const { stack } = frame
  const sum = stack[--frame.sp]! + stack[frame.sp - 1]!
  stack[frame.sp - 1] = sum > MAX_U256 ? sum - TWO_256 : sum
  return CONTINUE
}

/** MUL: `[a b] -> [a * b]`. */
export function mul(frame: Frame): number {
  const { stack } = frame
  const product = stack[--frame.sp]! * stack[frame.sp - 1]!
  stack[frame.sp - 1] = product > MAX_U256 ? product & MAX_U256 : product
  return CONTINUE
}

/** SUB: `[a b] -> [a - b]`. */
export function sub(frame: Frame): number {
  const { stack } = frame
  const difference = stack[--frame.sp]! - stack[frame.sp - 1]!
  stack[frame.sp - 1] = difference < 0n ? difference + TWO_256 : difference
  return CONTINUE
}

/** DIV: `[a b] -> [a / b]`, zero by zero. */
export function div(frame: Frame): number {
  const { stack } = frame
  const a = stack[--frame.sp]!
  const b = stack[frame.sp - 1]!
  stack[frame.sp - 1] = b === 0n ? 0n : a / b
  return CONTINUE
}

/** SDIV: signed, towards zero. */
export function sdiv(frame: Frame): number {
  const { stack } = frame
  const a = signed(stack[--frame.sp]!)
  const b = signed(stack[frame.sp - 1]!)
  stack[frame.sp - 1] = b === 0n ? 0n : unsigned(a / b)
  return CONTINUE
}

/** MOD: `[a b] -> [a % b]`, zero by zero. */
export function mod(frame: Frame): number {
  const { stack } = frame
  const a = stack[--frame.sp]!
  const b = stack[frame.sp - 1]!
  stack[frame.sp - 1] = b === 0n ? 0n : a % b
  return CONTINUE
}

/** SMOD: sign of the dividend. */
export function smod(frame: Frame): number {
  const { stack } = frame
  const a = signed(stack[--frame.sp]!)
  const b = signed(stack[frame.sp - 1]!)
  stack[frame.sp - 1] = b === 0n ? 0n : unsigned(a % b)
  return CONTINUE
}

/** ADDMOD: `[a b n] -> [(a + b) % n]` without wrapping in between. */
export function addmod(frame: Frame): number {
  const { stack } = frame
  const sp = (frame.sp -= 2)
  const n = stack[sp - 1]!
  stack[sp - 1] = n === 0n ? 0n : (stack[sp + 1]! + stack[sp]!) % n
  return CONTINUE
}

/** MULMOD: `[a b n] -> [(a * b) % n]` without wrapping in between. */
export function mulmod(frame: Frame): number {
  const { stack } = frame
  const sp = (frame.sp -= 2)
  const n = stack[sp - 1]!
  stack[sp - 1] = n === 0n ? 0n : (stack[sp + 1]! * stack[sp]!) % n
  return CONTINUE
}

/** EXP: `[base exponent] -> [base ^ exponent]`, charged by the bytes of the exponent. */
export function exp(frame: Frame, machine: Interpreter): number {
  const { stack } = frame
  const base = stack[--frame.sp]!
  const exponent = stack[frame.sp - 1]!
  if (exponent === 0n) {
    stack[frame.sp - 1] = 1n
    return CONTINUE
  }
  const digits = exponent.toString(16).length
  if (!frame.charge(machine.gas.expByteGas * ((digits + 1) >> 1))) return OUT_OF_GAS
  stack[frame.sp - 1] = power(base, exponent)
  return CONTINUE
}

/** Square and multiply: at most 512 products of 256 bits. */
function power(base: bigint, exponent: bigint): bigint {
  if (base === 2n) return exponent > 255n ? 0n : 1n << exponent
  let result = 1n
  let square = base
  for (let rest = exponent; ; ) {
    if ((rest & 1n) === 1n) result = unsigned(result * square)
    rest >>= 1n
    if (rest === 0n) return result
    square = unsigned(square * square)
    if (square === 0n) return 0n
  }
}

/** SIGNEXTEND: `[k x]`: extends the sign of the number in the lowest k + 1 bytes. */
export function signextend(frame: Frame): number {
  const { stack } = frame
  const k = stack[--frame.sp]!
  if (k < 31n) {
    const bits = 8 * Number(k) + 8
    stack[frame.sp - 1] = unsigned(BigInt.asIntN(bits, stack[frame.sp - 1]!))
  }
  return CONTINUE
}
