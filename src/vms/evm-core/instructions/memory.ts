/** Memory, hashing of memory, and copies into it. Offsets past 2^32 with a length fail before anything is allocated. */
import { readU256, writeU256 } from '../../../primitives/u256.ts'
import { CONTINUE, OUT_OF_GAS, RETURN_DATA_OUT_OF_BOUNDS } from '../control.ts'
import type { Frame } from '../frame.ts'
import type { Interpreter } from '../interpreter.ts'

/** Words of 32 bytes that `length` bytes take. */
export const wordsOf = (length: number): number => Math.ceil(length / 32)

/** MLOAD. */
export function mload(frame: Frame): number {
  const { stack, sp } = frame
  const offset = Number(stack[sp - 1]!)
  if (!frame.expand(offset, 32)) return OUT_OF_GAS
  stack[sp - 1] = readU256(frame.view, offset)
  return CONTINUE
}

/** MSTORE: `[offset value]`. */
export function mstore(frame: Frame): number {
  const { stack } = frame
  const sp = (frame.sp -= 2)
  const offset = Number(stack[sp + 1]!)
  if (!frame.expand(offset, 32)) return OUT_OF_GAS
  writeU256(frame.view, offset, stack[sp]!)
  return CONTINUE
}

/** MSTORE8: `[offset value]`, lowest byte. */
export function mstore8(frame: Frame): number {
  const { stack } = frame
  const sp = (frame.sp -= 2)
  const offset = Number(stack[sp + 1]!)
  if (!frame.expand(offset, 1)) return OUT_OF_GAS
  frame.memory[offset] = Number(stack[sp]! & 0xffn)
  return CONTINUE
}

/** MSIZE. */
export function msize(frame: Frame): number {
  frame.stack[frame.sp++] = BigInt(frame.size)
  return CONTINUE
}

/** KECCAK256: `[offset length] -> [hash]`. */
export function keccak256(frame: Frame, machine: Interpreter): number {
  const { stack } = frame
  const sp = --frame.sp
  const offset = Number(stack[sp]!)
  const length = Number(stack[sp - 1]!)
  if (!frame.charge(machine.gas.keccak256WordGas * wordsOf(length))) return OUT_OF_GAS
  if (!frame.expand(offset, length)) return OUT_OF_GAS
  stack[sp - 1] = machine.caches.keccak(
    machine.crypto,
    frame.memory,
    frame.view,
    length === 0 ? 0 : offset,
    length,
  )
  return CONTINUE
}

/** Charges for a copy of `length` bytes to `target` and makes room for it. */
function payCopy(frame: Frame, machine: Interpreter, target: number, length: number): boolean {
  return frame.charge(machine.gas.copyGas * wordsOf(length)) && frame.expand(target, length)
}

/** Copies with zeros past the end of the source. */
function copyPadded(
  frame: Frame,
  target: number,
  source: Uint8Array,
  offset: number,
  length: number,
): void {
  if (length === 0) return
  const end = Math.min(source.length, offset + length)
  const copied = offset < end ? end - offset : 0
  if (copied > 0) frame.memory.set(source.subarray(offset, end), target)
  if (copied < length) frame.memory.fill(0, target + copied, target + length)
}

/** `[target offset length]` from a byte string. */
function copyFrom(frame: Frame, machine: Interpreter, source: Uint8Array): number {
  const { stack } = frame
  const sp = (frame.sp -= 3)
  const target = Number(stack[sp + 2]!)
  const length = Number(stack[sp]!)
  if (!payCopy(frame, machine, target, length)) return OUT_OF_GAS
  copyPadded(frame, target, source, Number(stack[sp + 1]!), length)
  return CONTINUE
}

/** CALLDATACOPY. */
export function calldatacopy(frame: Frame, machine: Interpreter): number {
  return copyFrom(frame, machine, frame.input)
}

/** CODECOPY. */
export function codecopy(frame: Frame, machine: Interpreter): number {
  return copyFrom(frame, machine, frame.code.bytes)
}

/** RETURNDATACOPY (EIP-211): reading past the end halts. */
export function returndatacopy(frame: Frame, machine: Interpreter): number {
  const { stack, sp } = frame
  const end = Number(stack[sp - 2]!) + Number(stack[sp - 3]!)
  if (end > frame.returnData.length) return RETURN_DATA_OUT_OF_BOUNDS
  return copyFrom(frame, machine, frame.returnData)
}

/** EXTCODECOPY: `[address target offset length]`. */
export function extcodecopy(frame: Frame, machine: Interpreter): number {
  const account = machine.access(frame, frame.stack[--frame.sp]!)
  if (account === undefined) return OUT_OF_GAS
  return copyFrom(frame, machine, machine.world.codeOf(account).bytes)
}

/** MCOPY (EIP-5656): `[target source length]`, overlapping as if through a buffer. */
export function mcopy(frame: Frame, machine: Interpreter): number {
  const { stack } = frame
  const sp = (frame.sp -= 3)
  const target = Number(stack[sp + 2]!)
  const source = Number(stack[sp + 1]!)
  const length = Number(stack[sp]!)
  if (!payCopy(frame, machine, Math.max(target, source), length)) return OUT_OF_GAS
  if (length > 0) frame.memory.copyWithin(target, source, source + length)
  return CONTINUE
}
