/** Straight-line instructions of versions 0 and 3 as WebAssembly on i64 locals. */
import type { DecodedText } from '../types.ts'
import { LOADS, STACK_BASE, STORES } from './layout.ts'
import { I32, Op, type Writer } from './writer.ts'

/** Locals of a translated function: r1-r5 and the host frame pointer are parameters. */
export const SP = 5
const ADDRESS = 11
export const UNITS = 12
const REGION = 13
export const LABEL = 14
export const NEXT_SP = 15
/** Local of r0-r9. */
export const LOCALS = [6, 0, 1, 2, 3, 4, 7, 8, 9, 10] as const

/** A memory access that may fault: what its violation needs. */
export interface Site {
  readonly slot: number
  /** Instructions of the block after this one: charged, not executed. */
  readonly left: number
}

/** State while a function is emitted. */
export interface Emitter {
  readonly w: Writer
  readonly decoded: DecodedText
  readonly version: number
  /** Table of sites; a site is its index. */
  readonly sites: Site[]
  /** Function indices of the helpers. */
  readonly helpers: { readonly load: number; readonly store: number; readonly fault: number }
  /** Known offsets from r10 of registers, within a block. */
  readonly frame: Map<number, number>
}

/** i64 opcode of an ALU operation by the high nibble of its code. */
const ALU64: Readonly<Record<number, number>> = {
  0: 0x7c,
  1: 0x7d,
  2: 0x7e,
  3: 0x80,
  4: 0x84,
  5: 0x83,
  6: 0x86,
  7: 0x88,
  9: 0x82,
  10: 0x85,
  12: 0x87,
}
const ALU32: Readonly<Record<number, number>> = {
  0: 0x6a,
  1: 0x6b,
  2: 0x6c,
  3: 0x6e,
  4: 0x72,
  5: 0x71,
  6: 0x74,
  7: 0x76,
  9: 0x70,
  10: 0x73,
  12: 0x75,
}
/** Comparisons by the high nibble of a jump; set (4) is apart. */
const COMPARE64: Readonly<Record<number, number>> = {
  1: 0x51,
  5: 0x52,
  2: 0x56,
  3: 0x5a,
  10: 0x54,
  11: 0x58,
  6: 0x55,
  7: 0x59,
  12: 0x53,
  13: 0x57,
}
const COMPARE32: Readonly<Record<number, number>> = {
  1: 0x46,
  5: 0x47,
  2: 0x4b,
  3: 0x4f,
  10: 0x49,
  11: 0x4d,
  6: 0x4a,
  7: 0x4e,
  12: 0x48,
  13: 0x4c,
}
const LOAD_OP: Readonly<Record<number, number>> = { 0: 0x35, 8: 0x33, 16: 0x31, 24: 0x29 }
const STORE_OP: Readonly<Record<number, number>> = { 0: 0x3e, 8: 0x3d, 16: 0x3c, 24: 0x37 }
const SIZE: Readonly<Record<number, number>> = { 0: 4, 8: 2, 16: 1, 24: 8 }

/** Pushes a register; r10 is computed from the host frame pointer. */
export function pushRegister(e: Emitter, register: number): void {
  const { w } = e
  if (register !== 10) {
    w.get(LOCALS[register]!)
    return
  }
  w.get(SP).i32(0).memory(Op.i32Load, STACK_BASE).u8(Op.i32Sub)
  // Version 0: frames are 0x2000 apart, and 0x1000 apart behind the gaps.
  if (e.version === 0) w.i32(1).u8(Op.i32Shl).i32(0x1000).u8(Op.i32Sub)
  w.u8(Op.extendU).i64(0, 2).u8(Op.i64Add)
}

/** Second operand of an ALU instruction or a jump: register or sign-extended immediate. */
function operand64(e: Emitter, slot: number): void {
  const { decoded } = e
  if ((decoded.code[slot]! & 8) !== 0) pushRegister(e, decoded.src[slot]!)
  else e.w.i64(decoded.imm[slot]!, decoded.imm[slot]! >> 31)
}

function operand32(e: Emitter, slot: number): void {
  const { decoded, w } = e
  if ((decoded.code[slot]! & 8) !== 0) {
    pushRegister(e, decoded.src[slot]!)
    w.u8(Op.wrap)
  } else w.i32(decoded.imm[slot]!)
}

/** Pushes the host address of an access and returns nothing; the memarg offset is 0. */
function hostAddress(e: Emitter, base: number, slot: number, left: number, store: boolean): void {
  const { w, decoded } = e
  const off = decoded.off[slot]!
  const size = SIZE[decoded.code[slot]! & 24]!
  const known = base === 10 ? 0 : e.frame.get(base)
  if (known !== undefined) {
    const at = known + off
    // Inside the own frame: always there, always writable.
    if (at >= -4096 && at + size <= 0) {
      w.get(SP).i32(at).u8(Op.i32Add)
      return
    }
  }
  const table = store ? STORES : LOADS
  pushRegister(e, base)
  if (off !== 0) w.i64(off, off >> 31).u8(Op.i64Add)
  w.tee(ADDRESS).i64(32, 0).u8(Op.i64ShrU).u8(Op.wrap).tee(REGION).i32(4).u8(Op.i32LeU)
  w.u8(Op.if).u8(I32)
  w.get(REGION).i32(4).u8(Op.i32Shl).tee(REGION).memory(Op.i64Load, table)
  w.get(ADDRESS).i64(-1, 0).u8(Op.i64And).i64(size, 0).u8(Op.i64Add).u8(Op.i64GeU)
  w.u8(Op.else).i32(0).u8(Op.end)
  w.u8(Op.if).u8(I32)
  w.get(ADDRESS)
    .u8(Op.wrap)
    .get(REGION)
    .memory(Op.i32Load, table + 8)
    .u8(Op.i32Add)
  w.u8(Op.else)
  const site = e.sites.push({ slot, left }) - 1
  w.get(ADDRESS)
    .i32(size)
    .i32(site)
    .get(UNITS)
    .call(store ? e.helpers.store : e.helpers.load)
  w.u8(Op.end)
}

function load(e: Emitter, slot: number, left: number): void {
  const { decoded, w } = e
  hostAddress(e, decoded.src[slot]!, slot, left, false)
  w.memory(LOAD_OP[decoded.code[slot]! & 24]!, 0).set(LOCALS[decoded.dst[slot]!]!)
}

function store(e: Emitter, slot: number, left: number): void {
  const { decoded, w } = e
  hostAddress(e, decoded.dst[slot]!, slot, left, true)
  if ((decoded.code[slot]! & 7) === 3) pushRegister(e, decoded.src[slot]!)
  else w.i64(decoded.imm[slot]!, decoded.imm[slot]! >> 31)
  w.memory(STORE_OP[decoded.code[slot]! & 24]!, 0)
}

/** Faults when the divisor in a register is zero. */
function checkDivisor(e: Emitter, slot: number, left: number, narrow: boolean): void {
  const { w, decoded } = e
  pushRegister(e, decoded.src[slot]!)
  if (narrow) w.u8(Op.wrap).u8(Op.i32Eqz)
  else w.u8(Op.i64Eqz)
  const site = e.sites.push({ slot, left }) - 1
  w.u8(Op.if).u8(0x40)
  w.i32(0).i32(site).get(UNITS).call(e.helpers.fault).u8(Op.unreachable).u8(Op.end)
}

function alu64(e: Emitter, slot: number, left: number): void {
  const { w, decoded } = e
  const code = decoded.code[slot]!
  const kind = code >> 4
  const dst = LOCALS[decoded.dst[slot]!]!
  if (code === 0x87) {
    w.i64(0, 0).get(dst).u8(Op.i64Sub).set(dst)
    return
  }
  if (kind === 0xb) {
    operand64(e, slot)
    w.set(dst)
    return
  }
  if (code === 0x3f || code === 0x9f) checkDivisor(e, slot, left, false)
  w.get(dst)
  operand64(e, slot)
  w.u8(ALU64[kind]!).set(dst)
}

function alu32(e: Emitter, slot: number, left: number): void {
  const { w, decoded } = e
  const code = decoded.code[slot]!
  const kind = code >> 4
  const dst = LOCALS[decoded.dst[slot]!]!
  if (code === 0x84) {
    w.i32(0).get(dst).u8(Op.wrap).u8(Op.i32Sub).u8(Op.extendU).set(dst)
    return
  }
  if (kind === 0xb) {
    operand32(e, slot)
    w.u8(Op.extendU).set(dst)
    return
  }
  if (code === 0x3c || code === 0x9c) checkDivisor(e, slot, left, true)
  w.get(dst).u8(Op.wrap)
  operand32(e, slot)
  // Sums, differences and products are sign-extended, the rest zero-extended.
  w.u8(ALU32[kind]!)
    .u8(kind <= 2 ? Op.extendS : Op.extendU)
    .set(dst)
}

/** le truncates, be reverses the bytes of the low part. */
function endian(e: Emitter, slot: number): void {
  const { w, decoded } = e
  const width = decoded.imm[slot]!
  const dst = LOCALS[decoded.dst[slot]!]!
  if (decoded.code[slot] === 0xd4) {
    if (width === 64) return
    w.get(dst)
      .i64(width === 16 ? 0xffff : -1, 0)
      .u8(Op.i64And)
      .set(dst)
    return
  }
  for (let byte = 0; byte < width / 8; byte++) {
    w.get(dst)
    if (byte > 0) w.i64(8 * byte, 0).u8(Op.i64ShrU)
    w.i64(0xff, 0).u8(Op.i64And)
    const shift = width - 8 - 8 * byte
    if (shift > 0) w.i64(shift, 0).u8(Op.i64Shl)
    if (byte > 0) w.u8(Op.i64Or)
  }
  w.set(dst)
}

/** Keeps track of registers that are r10 plus a constant. */
function trackFrame(e: Emitter, slot: number): void {
  const { decoded, frame } = e
  const code = decoded.code[slot]!
  const dst = decoded.dst[slot]!
  const kind = code & 7
  if (kind === 2 || kind === 3) return
  const known = frame.get(dst)
  if (code === 0x07 && known !== undefined) frame.set(dst, known + decoded.imm[slot]!)
  else if (code === 0xbf) {
    const source = decoded.src[slot] === 10 ? 0 : frame.get(decoded.src[slot]!)
    if (source === undefined) frame.delete(dst)
    else frame.set(dst, source)
  } else frame.delete(dst)
}

/** Emits one instruction that does not end a block. `left` is how many of the block follow it. */
export function emitInstruction(e: Emitter, slot: number, left: number): void {
  const { decoded, w } = e
  const code = decoded.code[slot]!
  switch (code & 7) {
    case 0:
      w.i64(decoded.imm[slot]!, decoded.imm[slot + 1]!).set(LOCALS[decoded.dst[slot]!]!)
      break
    case 1:
      load(e, slot, left)
      break
    case 2:
    case 3:
      store(e, slot, left)
      break
    case 4:
      if (code === 0xd4 || code === 0xdc) endian(e, slot)
      else alu32(e, slot, left)
      break
    default:
      alu64(e, slot, left)
  }
  trackFrame(e, slot)
}

/** Pushes the condition of a branch as an i32. */
export function emitCondition(e: Emitter, slot: number): void {
  const { decoded, w } = e
  const code = decoded.code[slot]!
  const kind = code >> 4
  const narrow = (code & 7) === 6
  pushRegister(e, decoded.dst[slot]!)
  if (narrow) {
    w.u8(Op.wrap)
    operand32(e, slot)
    w.u8(kind === 4 ? Op.i32And : COMPARE32[kind]!)
    return
  }
  operand64(e, slot)
  if (kind === 4) w.u8(Op.i64And).u8(Op.i64Eqz).u8(Op.i32Eqz)
  else w.u8(COMPARE64[kind]!)
}
