/** Stack, jumps, and the ends of a frame. The most frequent of these are repeated inside the loop (`loop.ts`). */
import { MAX_U64 } from '../../../primitives/u256.ts'
import { CONTINUE, INVALID_JUMP, INVALID_OPCODE, OUT_OF_GAS, REVERT, STOP } from '../control.ts'
import type { Frame } from '../frame.ts'
import type { Execute } from '../opcodes.ts'

/** STOP. */
export function stop(): number {
  return STOP
}

/** INVALID and every byte without a meaning. */
export function invalid(): number {
  return INVALID_OPCODE
}

/** POP. */
export function pop(frame: Frame): number {
  frame.sp--
  return CONTINUE
}

/** JUMPDEST. */
export function jumpdest(): number {
  return CONTINUE
}

/** JUMP. The loop steps past the JUMPDEST's predecessor, hence the minus one. */
export function jump(frame: Frame): number {
  const target = frame.stack[--frame.sp]!
  if (target > MAX_U64) return INVALID_JUMP
  const pc = Number(target)
  if (frame.code.jumpDestinations[pc] !== 1) return INVALID_JUMP
  frame.pc = pc - 1
  return CONTINUE
}

/** JUMPI: `[target condition]`. */
export function jumpi(frame: Frame): number {
  const { stack } = frame
  const sp = (frame.sp -= 2)
  if (stack[sp] === 0n) return CONTINUE
  frame.sp = sp + 2
  const status = jump(frame)
  frame.sp = sp
  return status
}

/** PC. */
export function pc(frame: Frame): number {
  frame.stack[frame.sp++] = BigInt(frame.pc)
  return CONTINUE
}

/** GAS: what is left after this instruction. */
export function gas(frame: Frame): number {
  frame.stack[frame.sp++] = frame.exactGas
  return CONTINUE
}

/** PUSH0 to PUSH32. */
export function push(size: number): Execute {
  return (frame) => {
    const { pc } = frame
    frame.stack[frame.sp++] = frame.code.constants[pc] ?? frame.code.constant(pc, size)
    frame.pc = pc + size
    return CONTINUE
  }
}

/** DUP1 to DUP16. */
export function dup(depth: number): Execute {
  return (frame) => {
    const { stack, sp } = frame
    stack[sp] = stack[sp - depth]!
    frame.sp = sp + 1
    return CONTINUE
  }
}

/** SWAP1 to SWAP16. */
export function swap(depth: number): Execute {
  return (frame) => {
    const { stack, sp } = frame
    const top = stack[sp - 1]!
    stack[sp - 1] = stack[sp - 1 - depth]!
    stack[sp - 1 - depth] = top
    return CONTINUE
  }
}

function finish(frame: Frame, status: number): number {
  const { stack } = frame
  const sp = (frame.sp -= 2)
  const offset = Number(stack[sp + 1]!)
  const length = Number(stack[sp]!)
  if (!frame.expand(offset, length)) return OUT_OF_GAS
  frame.output = frame.slice(offset, length)
  return status
}

/** RETURN: `[offset length]`. */
export function ret(frame: Frame): number {
  return finish(frame, STOP)
}

/** REVERT (EIP-140): `[offset length]`. */
export function revert(frame: Frame): number {
  return finish(frame, REVERT)
}
