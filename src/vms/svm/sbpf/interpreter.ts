/**
 * The exact interpreter: always available, and where every other tier hands over when a run ends in the middle of a
 * block (meter, fault, tracing). One instruction costs one compute unit, charged before it runs; a failing one counts.
 */
import {
  mul64,
  RARE_DIVIDE_BY_ZERO,
  RARE_OK,
  RARE_OVERFLOW,
  rare,
  sar64,
  shl64,
  shr64,
} from './arithmetic.ts'
import { Code } from './codes.ts'
import { above, condition32, condition64 } from './compare.ts'
import { plainFault, VmFault } from './fault.ts'
import { FRAME_SIZE, type MemoryMap, type Region } from './memory.ts'
import type { Syscall, VmContext } from './types.ts'
import { highHalf, lowHalf, u64 } from './u64.ts'

/** Calls may nest 63 deep; the push that makes 64 faults. */
const MAX_DEPTH = 64
/** Words of a saved frame: return slot, r6-r10. */
const FRAME_WORDS = 11

/** Where a run stands: registers are in the context. */
export interface Position {
  slot: number
  depth: number
  /** Depth whose exit ends the interpretation. */
  readonly base: number
  /** MAX_DEPTH frames of FRAME_WORDS int32s, made by the first call. */
  frames: Int32Array | undefined
}

/** How far a call moves r10: a frame and its gap, a frame, or nothing (versions 1 and 2 move it themselves). */
export function frameStep(version: number): number {
  if (version === 0) return 2 * FRAME_SIZE
  return version === 3 ? FRAME_SIZE : 0
}

function locate(
  memory: MemoryMap,
  r: Int32Array,
  base: number,
  offset: number,
  size: number,
  store: boolean,
): Region {
  const low = r[base]!
  const lo = (low + offset) | 0
  const hi = (r[base + 1]! + (offset >> 31) + (lo >>> 0 < low >>> 0 ? 1 : 0)) | 0
  const found = memory.find(lo, hi, size, store)
  if (found === undefined) throw memory.violation(u64(lo, hi), size, store)
  return found
}

function load(memory: MemoryMap, r: Int32Array, code: number, d: number, s: number, off: number) {
  const size = code === 0x79 ? 8 : code === 0x61 ? 4 : code === 0x71 ? 1 : 2
  const found = locate(memory, r, s, off, size, false)
  const at = memory.offset
  if (size === 8) {
    const low = found.view.getInt32(at, true)
    r[d + 1] = found.view.getInt32(at + 4, true)
    r[d] = low
    return
  }
  if (size === 4) r[d] = found.view.getInt32(at, true)
  else r[d] = size === 1 ? found.bytes[at]! : found.view.getUint16(at, true)
  r[d + 1] = 0
}

function store(
  memory: MemoryMap,
  r: Int32Array,
  size: number,
  d: number,
  off: number,
  low: number,
  high: number,
) {
  const found = locate(memory, r, d, off, size, true)
  const at = memory.offset
  if (size === 1) found.bytes[at] = low
  else if (size === 2) found.view.setInt16(at, low, true)
  else {
    found.view.setInt32(at, low, true)
    if (size === 8) found.view.setInt32(at + 4, high, true)
  }
}

const STORE_SIZE: Readonly<Record<number, number>> = { 0: 4, 8: 2, 16: 1, 24: 8 }

/** Runs a syscall with the meter settled; faults are marked as its own. */
export function callSyscall<Host>(vm: VmContext<Host>, syscall: Syscall<Host> | undefined): void {
  const r = vm.registers
  if (syscall === undefined) throw plainFault('unsupportedInstruction')
  try {
    const value = syscall(
      vm,
      u64(r[2]!, r[3]!),
      u64(r[4]!, r[5]!),
      u64(r[6]!, r[7]!),
      u64(r[8]!, r[9]!),
      u64(r[10]!, r[11]!),
    )
    r[0] = lowHalf(value)
    r[1] = highHalf(value)
  } catch (error) {
    if (error instanceof VmFault) error.fromSyscall = true
    throw error
  }
}

function push(r: Int32Array, at: Position, step: number): void {
  const base = at.depth * FRAME_WORDS
  at.frames ??= new Int32Array(MAX_DEPTH * FRAME_WORDS)
  const { frames } = at
  frames[base] = at.slot
  for (let i = 1; i < FRAME_WORDS; i++) frames[base + i] = r[11 + i]!
  if (++at.depth === MAX_DEPTH) throw plainFault('callDepthExceeded')
  const low = r[20]!
  const next = (low + step) | 0
  if (next >>> 0 < low >>> 0) r[21] = (r[21]! + 1) | 0
  r[20] = next
}

function pop(r: Int32Array, at: Position): number {
  const base = --at.depth * FRAME_WORDS
  const frames = at.frames!
  for (let i = 1; i < FRAME_WORDS; i++) r[11 + i] = frames[base + i]!
  return frames[base]!
}

/** Slot that a callx address points to: floor((r - text) / 8), which must be in the text. */
function calledSlot(low: number, high: number, textAddress: number, count: number): number {
  const address = (high >>> 0) * 0x1_0000_0000 + (low >>> 0)
  // Above 2^53 the address is rounded, and far outside the text.
  const slot = Math.floor((address - textAddress) / 8)
  if (slot < 0 || slot >= count) throw plainFault('callOutsideTextSegment')
  return slot
}

function rareFault(outcome: number): VmFault {
  if (outcome === RARE_DIVIDE_BY_ZERO) return plainFault('divideByZero')
  if (outcome === RARE_OVERFLOW) return plainFault('divideOverflow')
  return plainFault('unsupportedInstruction')
}

/**
 * Runs from `at` until the exit of its base frame (r0 is in the registers) or throws the fault. Either way the meter has lost
 * exactly the executed instructions.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: one switch, so that locals stay in registers
export function interpret<Host>(vm: VmContext<Host>, at: Position): void {
  const { executable, memory, meter, trace } = vm
  const r = vm.registers
  const { count, code: codes, dst, src, off, imm, jump } = executable.decoded
  const step = frameStep(executable.version)
  let limit = meter.remaining
  let due = 0
  let pc = at.slot
  try {
    for (;;) {
      if (due >= limit) throw plainFault('exceededMaxInstructions')
      if (trace !== undefined && pc < count) {
        meter.remaining = limit - due
        trace(vm, pc)
      }
      due++
      if (pc >= count) throw plainFault('executionOverrun')
      const code = codes[pc]!
      const d = dst[pc]! << 1
      const s = src[pc]! << 1
      const m = imm[pc]!
      switch (code) {
        case 0x07: {
          const low = r[d]!
          const sum = (low + m) | 0
          r[d] = sum
          r[d + 1] = r[d + 1]! + (m >> 31) + (sum >>> 0 < low >>> 0 ? 1 : 0)
          break
        }
        case 0x0f: {
          const low = r[d]!
          const sum = (low + r[s]!) | 0
          r[d + 1] = r[d + 1]! + r[s + 1]! + (sum >>> 0 < low >>> 0 ? 1 : 0)
          r[d] = sum
          break
        }
        case 0x17: {
          const low = r[d]!
          r[d] = low - m
          r[d + 1] = r[d + 1]! - (m >> 31) - (low >>> 0 < m >>> 0 ? 1 : 0)
          break
        }
        case 0x1f: {
          const low = r[d]!
          const other = r[s]!
          r[d + 1] = r[d + 1]! - r[s + 1]! - (low >>> 0 < other >>> 0 ? 1 : 0)
          r[d] = low - other
          break
        }
        case 0x27:
          mul64(r, d, m, m >> 31)
          break
        case 0x2f:
          mul64(r, d, r[s]!, r[s + 1]!)
          break
        case 0x47:
          r[d] = r[d]! | m
          r[d + 1] = r[d + 1]! | (m >> 31)
          break
        case 0x4f:
          r[d] = r[d]! | r[s]!
          r[d + 1] = r[d + 1]! | r[s + 1]!
          break
        case 0x57:
          r[d] = r[d]! & m
          r[d + 1] = r[d + 1]! & (m >> 31)
          break
        case 0x5f:
          r[d] = r[d]! & r[s]!
          r[d + 1] = r[d + 1]! & r[s + 1]!
          break
        case 0xa7:
          r[d] = r[d]! ^ m
          r[d + 1] = r[d + 1]! ^ (m >> 31)
          break
        case 0xaf:
          r[d] = r[d]! ^ r[s]!
          r[d + 1] = r[d + 1]! ^ r[s + 1]!
          break
        case 0x67:
          shl64(r, d, m)
          break
        case 0x6f:
          shl64(r, d, r[s]!)
          break
        case 0x77:
          shr64(r, d, m)
          break
        case 0x7f:
          shr64(r, d, r[s]!)
          break
        case 0xc7:
          sar64(r, d, m)
          break
        case 0xcf:
          sar64(r, d, r[s]!)
          break
        case 0xb7:
          r[d] = m
          r[d + 1] = m >> 31
          break
        case 0xbf:
          r[d] = r[s]!
          r[d + 1] = r[s + 1]!
          break
        case 0x18:
          r[d] = m
          r[d + 1] = imm[++pc]!
          break
        // 32-bit: add, sub and mul sign-extend, the others zero-extend.
        case 0x04: {
          const low = (r[d]! + m) | 0
          r[d] = low
          r[d + 1] = low >> 31
          break
        }
        case 0x0c: {
          const low = (r[d]! + r[s]!) | 0
          r[d] = low
          r[d + 1] = low >> 31
          break
        }
        case 0x14: {
          const low = (r[d]! - m) | 0
          r[d] = low
          r[d + 1] = low >> 31
          break
        }
        case 0x1c: {
          const low = (r[d]! - r[s]!) | 0
          r[d] = low
          r[d + 1] = low >> 31
          break
        }
        case 0x24: {
          const low = Math.imul(r[d]!, m)
          r[d] = low
          r[d + 1] = low >> 31
          break
        }
        case 0x2c: {
          const low = Math.imul(r[d]!, r[s]!)
          r[d] = low
          r[d + 1] = low >> 31
          break
        }
        case 0x44:
          r[d] = r[d]! | m
          r[d + 1] = 0
          break
        case 0x4c:
          r[d] = r[d]! | r[s]!
          r[d + 1] = 0
          break
        case 0x54:
          r[d] = r[d]! & m
          r[d + 1] = 0
          break
        case 0x5c:
          r[d] = r[d]! & r[s]!
          r[d + 1] = 0
          break
        case 0xa4:
          r[d] = r[d]! ^ m
          r[d + 1] = 0
          break
        case 0xac:
          r[d] = r[d]! ^ r[s]!
          r[d + 1] = 0
          break
        case 0x64:
          r[d] = r[d]! << m
          r[d + 1] = 0
          break
        case 0x6c:
          r[d] = r[d]! << r[s]!
          r[d + 1] = 0
          break
        case 0x74:
          r[d] = r[d]! >>> m
          r[d + 1] = 0
          break
        case 0x7c:
          r[d] = r[d]! >>> r[s]!
          r[d + 1] = 0
          break
        case 0xc4:
          r[d] = r[d]! >> m
          r[d + 1] = 0
          break
        case 0xcc:
          r[d] = r[d]! >> r[s]!
          r[d + 1] = 0
          break
        case 0xb4:
          r[d] = m
          r[d + 1] = 0
          break
        case 0xbc:
          r[d] = r[s]!
          r[d + 1] = 0
          break
        case 0x61:
        case 0x69:
        case 0x71:
        case 0x79:
          load(memory, r, code, d, s, off[pc]!)
          break
        case 0x62:
        case 0x6a:
        case 0x72:
        case 0x7a:
          store(memory, r, STORE_SIZE[code & 0x18]!, d, off[pc]!, m, m >> 31)
          break
        case 0x63:
        case 0x6b:
        case 0x73:
        case 0x7b:
          store(memory, r, STORE_SIZE[code & 0x18]!, d, off[pc]!, r[s]!, r[s + 1]!)
          break
        case 0x05:
          pc = jump[pc]!
          continue
        case 0x15:
          if (r[d] !== m || r[d + 1] !== m >> 31) break
          pc = jump[pc]!
          continue
        case 0x1d:
          if (r[d] !== r[s] || r[d + 1] !== r[s + 1]) break
          pc = jump[pc]!
          continue
        case 0x55:
          if (r[d] === m && r[d + 1] === m >> 31) break
          pc = jump[pc]!
          continue
        case 0x5d:
          if (r[d] === r[s] && r[d + 1] === r[s + 1]) break
          pc = jump[pc]!
          continue
        case 0x2d:
          if (!above(r[d]!, r[d + 1]!, r[s]!, r[s + 1]!)) break
          pc = jump[pc]!
          continue
        case 0xad:
          if (!above(r[s]!, r[s + 1]!, r[d]!, r[d + 1]!)) break
          pc = jump[pc]!
          continue
        case Code.call:
          at.slot = pc + 1
          push(r, at, step)
          pc = jump[pc]!
          if (pc >= count) throw plainFault('callOutsideTextSegment')
          continue
        case Code.callx: {
          at.slot = pc + 1
          const register = jump[pc]!
          const low = r[2 * register]!
          const high = r[2 * register + 1]!
          push(r, at, step)
          pc = calledSlot(low, high, executable.textAddress, count)
          continue
        }
        case Code.exit:
          if (at.depth === at.base) return
          pc = pop(r, at)
          continue
        case Code.syscall:
          meter.remaining = limit - due
          limit = meter.remaining
          due = 0
          try {
            callSyscall(vm, vm.syscalls.get(m >>> 0))
          } finally {
            limit = meter.remaining
          }
          break
        default: {
          const kind = code & 7
          const condition = (code & 0xf0) >>> 4
          if (kind === 5 && code < 0x100) {
            const register = (code & 8) !== 0
            const low = register ? r[s]! : m
            const high = register ? r[s + 1]! : m >> 31
            if (!condition64(condition, r[d]!, r[d + 1]!, low, high)) break
            pc = jump[pc]!
            continue
          }
          if (kind === 6 && code < 0x100) {
            if (!condition32(condition, r[d]!, (code & 8) !== 0 ? r[s]! : m)) break
            pc = jump[pc]!
            continue
          }
          const outcome = rare(r, code, d, s, m)
          if (outcome !== RARE_OK) throw rareFault(outcome)
        }
      }
      pc++
    }
  } finally {
    meter.remaining = limit - due
  }
}
