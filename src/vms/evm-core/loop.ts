/**
 * The two loops over a frame's code. `hotLoop` keeps program counter, stack pointer and gas in locals and repeats the
 * bodies of the most frequent instructions inline (measured: 12-15 ns an instruction instead of 25-30 through the
 * table); everything else goes through the table. `inspectedLoop` runs every instruction through the table and shows
 * each step to the inspector. A test runs random code through both and compares.
 *
 * A byte without a meaning in the fork has an impossible `minStack` and so fails the stack check before the switch.
 */
import { MAX_U64, MAX_U256, readU256, TWO_256, writeU256 } from '../../primitives/u256.ts'
import {
  CONTINUE,
  ENTER,
  INVALID_JUMP,
  INVALID_OPCODE,
  OUT_OF_GAS,
  STACK_OVERFLOW,
  STACK_UNDERFLOW,
} from './control.ts'
import type { Frame } from './frame.ts'
import type { Interpreter } from './interpreter.ts'
import type { OpcodeTable } from './opcodes.ts'

/** Runs a frame until it ends or opens a child; returns why (`control.ts`). */
export type Loop = (frame: Frame, machine: Interpreter) => number

/** Which halt a failed stack check is. */
export function stackFailure(table: OpcodeTable, opcode: number, sp: number): number {
  const entry = table.entries[opcode]
  if (entry === undefined) return INVALID_OPCODE
  return sp < entry.pops ? STACK_UNDERFLOW : STACK_OVERFLOW
}

/** Runs until the frame ends or opens a child; returns why. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: one switch, so that locals stay in registers
export function hotLoop(frame: Frame, machine: Interpreter): number {
  const { table } = machine
  const { baseGas, minStack, maxStack, execute } = table
  const { stack, code } = frame
  const { bytes, constants } = code
  const length = bytes.length
  let { pc, sp, gas } = frame
  for (;;) {
    const opcode = pc < length ? bytes[pc]! : 0
    if (sp < minStack[opcode]! || sp > maxStack[opcode]!) return stackFailure(table, opcode, sp)
    gas -= baseGas[opcode]!
    if (gas < 0) {
      frame.gas = gas
      if (!frame.refill()) return OUT_OF_GAS
      gas = frame.gas
    }
    switch (opcode) {
      case 0x01: {
        const sum = stack[--sp]! + stack[sp - 1]!
        stack[sp - 1] = sum > MAX_U256 ? sum - TWO_256 : sum
        break
      }
      case 0x02: {
        const product = stack[--sp]! * stack[sp - 1]!
        stack[sp - 1] = product > MAX_U256 ? product & MAX_U256 : product
        break
      }
      case 0x03: {
        const difference = stack[--sp]! - stack[sp - 1]!
        stack[sp - 1] = difference < 0n ? difference + TWO_256 : difference
        break
      }
      case 0x10:
        sp--
        stack[sp - 1] = stack[sp]! < stack[sp - 1]! ? 1n : 0n
        break
      case 0x11:
        sp--
        stack[sp - 1] = stack[sp]! > stack[sp - 1]! ? 1n : 0n
        break
      case 0x14:
        sp--
        stack[sp - 1] = stack[sp]! === stack[sp - 1]! ? 1n : 0n
        break
      case 0x15:
        stack[sp - 1] = stack[sp - 1]! === 0n ? 1n : 0n
        break
      case 0x16:
        sp--
        stack[sp - 1] = stack[sp]! & stack[sp - 1]!
        break
      case 0x17:
        sp--
        stack[sp - 1] = stack[sp]! | stack[sp - 1]!
        break
      case 0x1b: {
        const shift = stack[--sp]!
        stack[sp - 1] = shift > 255n ? 0n : (stack[sp - 1]! << shift) & MAX_U256
        break
      }
      case 0x1c: {
        const shift = stack[--sp]!
        stack[sp - 1] = shift > 255n ? 0n : stack[sp - 1]! >> shift
        break
      }
      case 0x50:
        sp--
        break
      case 0x51: {
        const offset = Number(stack[sp - 1]!)
        if (offset + 32 > frame.size) {
          frame.gas = gas
          if (!frame.expand(offset, 32)) return OUT_OF_GAS
          gas = frame.gas
        }
        stack[sp - 1] = readU256(frame.view, offset)
        break
      }
      case 0x52: {
        sp -= 2
        const offset = Number(stack[sp + 1]!)
        if (offset + 32 > frame.size) {
          frame.gas = gas
          if (!frame.expand(offset, 32)) return OUT_OF_GAS
          gas = frame.gas
        }
        writeU256(frame.view, offset, stack[sp]!)
        break
      }
      case 0x56: {
        const target = stack[--sp]!
        if (target > MAX_U64) return INVALID_JUMP
        pc = Number(target)
        if (code.jumpDestinations[pc] !== 1) return INVALID_JUMP
        continue
      }
      case 0x57: {
        sp -= 2
        if (stack[sp]! === 0n) break
        const target = stack[sp + 1]!
        if (target > MAX_U64) return INVALID_JUMP
        pc = Number(target)
        if (code.jumpDestinations[pc] !== 1) return INVALID_JUMP
        continue
      }
      case 0x5b:
        break
      case 0x5f:
        stack[sp++] = 0n
        break
      default:
        if (opcode >= 0x60 && opcode <= 0x9f) {
          if (opcode <= 0x7f) {
            stack[sp++] = constants[pc] ?? code.constant(pc, opcode - 0x5f)
            pc += opcode - 0x5f
          } else if (opcode <= 0x8f) {
            stack[sp] = stack[sp - (opcode - 0x7f)]!
            sp++
          } else {
            const other = sp - (opcode - 0x8e)
            const top = stack[sp - 1]!
            stack[sp - 1] = stack[other]!
            stack[other] = top
          }
          break
        }
        frame.pc = pc
        frame.sp = sp
        frame.gas = gas
        {
          const status = execute[opcode]!(frame, machine)
          if (status !== CONTINUE) {
            frame.pc++
            return status
          }
        }
        pc = frame.pc
        sp = frame.sp
        gas = frame.gas
    }
    pc++
  }
}

/** Shows the inspector the step that is about to run. */
export function showStep(frame: Frame, machine: Interpreter, opcode: number): void {
  const { table } = machine
  machine.inspector?.step?.({
    machine: machine.name,
    depth: frame.depth,
    pc: frame.pc,
    opcode,
    name: table.entries[opcode]?.name ?? 'INVALID',
    gasLeft: frame.exactGas,
    gasCost: BigInt(table.baseGas[opcode]!),
    refund: BigInt(machine.world.refund),
    stack: frame.stack.slice(0, frame.sp),
    memory: frame.memory.subarray(0, frame.size),
    returnData: frame.returnData,
    target: frame.self.bytes,
  })
}

/** As {@link hotLoop}, one step at a time before the inspector's eyes. */
export function inspectedLoop(frame: Frame, machine: Interpreter): number {
  const { table, inspector } = machine
  const { bytes } = frame.code
  for (;;) {
    const opcode = frame.pc < bytes.length ? bytes[frame.pc]! : 0
    const { sp } = frame
    const before = frame.exactGas
    showStep(frame, machine, opcode)
    let status = CONTINUE
    if (sp < table.minStack[opcode]! || sp > table.maxStack[opcode]!)
      status = stackFailure(table, opcode, sp)
    else if (!frame.charge(table.baseGas[opcode]!)) status = OUT_OF_GAS
    else status = table.execute[opcode]!(frame, machine)
    inspector?.stepEnd?.(status > ENTER ? before : before - frame.exactGas, frame.depth)
    frame.pc++
    if (status !== CONTINUE) return status
  }
}
