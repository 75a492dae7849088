/**
 * One sBPF function as one WebAssembly function: a loop around nested blocks with a br_table at the top, units charged
 * block by block. Where a block cannot be charged, and where execution leaves the function by other ways than calls and
 * exits, the interpreter runs the rest of the frame (`tail`).
 */
import type { Executable } from '../types.ts'
import type { Block, FunctionBody, Shape } from './analysis.ts'
import {
  type Emitter,
  emitCondition,
  emitInstruction,
  LABEL,
  LOCALS,
  NEXT_SP,
  pushRegister,
  type Site,
  SP,
  UNITS,
} from './emit-ops.ts'
import {
  CALLX_SLOT,
  FAULT_CALLX,
  FAULT_DEPTH,
  METER,
  REGISTERS,
  STACK_END,
  STACK_HIGH,
} from './layout.ts'
import { ARGUMENTS as ARGUMENT_MASK, type Flow, registersOf } from './liveness.ts'
import { I32, I64, Op, VOID, Writer } from './writer.ts'

/** Function indices of a module. */
export interface Indices {
  readonly syscall: number
  readonly tail: number
  readonly fault: number
  readonly load: number
  readonly store: number
  /** Index of the first translated function. */
  readonly first: number
  /** Type index of translated functions. */
  readonly type: number
}

interface FunctionEmitter extends Emitter {
  readonly shape: Shape
  readonly executable: Executable
  readonly indices: Indices
  readonly body: FunctionBody
  readonly flow: Flow
  /** Index of this function. */
  readonly self: number
}

/** Stores registers where imports and other functions read them. */
function spill(e: FunctionEmitter, registers: readonly number[]): void {
  for (const register of registers) {
    e.w
      .i32(0)
      .get(LOCALS[register]!)
      .memory(Op.i64Store, REGISTERS + 8 * register)
  }
}

function reload(e: FunctionEmitter, registers: readonly number[]): void {
  for (const register of registers) {
    e.w
      .i32(0)
      .memory(Op.i64Load, REGISTERS + 8 * register)
      .set(LOCALS[register]!)
  }
}

const ARGUMENTS = [1, 2, 3, 4, 5]
/** Not passed as parameters. */
const PRESERVED = [0, 6, 7, 8, 9]
const ALL = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

const imported = (mask: number) => registersOf(mask & ~ARGUMENT_MASK)
const exported = (mask: number) => registersOf(mask & ARGUMENT_MASK)

function fault(e: FunctionEmitter, kind: number, slot: number): void {
  const site = e.sites.push({ slot, left: 0 }) - 1
  e.w.i32(kind).i32(site).get(UNITS).call(e.indices.fault).u8(Op.unreachable)
}

/** Moves the host frame pointer a frame up; marks the new frame as used; the 64th push faults. */
function pushFrame(e: FunctionEmitter, slot: number): void {
  const { w } = e
  w.get(SP).i32(4096).u8(Op.i32Add).tee(NEXT_SP)
  w.i32(0).memory(Op.i32Load, STACK_HIGH).u8(Op.i32GtU).u8(Op.if).u8(VOID)
  w.get(NEXT_SP).i32(0).memory(Op.i32Load, STACK_END).u8(Op.i32GtU).u8(Op.if).u8(VOID)
  fault(e, FAULT_DEPTH, slot)
  w.u8(Op.end)
  w.i32(0).get(NEXT_SP).memory(Op.i32Store, STACK_HIGH)
  w.u8(Op.end)
}

function storeUnits(e: FunctionEmitter): void {
  e.w.i32(0).get(UNITS).memory(Op.i32Store, METER)
}

function loadUnits(e: FunctionEmitter): void {
  e.w.i32(0).memory(Op.i32Load, METER).set(UNITS)
}

function emitCall(e: FunctionEmitter, block: Block): void {
  const { w, shape, indices } = e
  const slot = block.last
  const target = shape.indexOf.get(e.decoded.jump[slot]!)!
  pushFrame(e, slot)
  storeUnits(e)
  spill(e, imported(e.flow.entry[target]!))
  for (const register of ARGUMENTS) w.get(LOCALS[register]!)
  w.get(NEXT_SP)
    .call(indices.first + target)
    .set(LOCALS[0])
  if (block.next.length === 0) {
    w.u8(Op.unreachable)
    return
  }
  loadUnits(e)
  reload(e, exported(e.flow.exit[target]!))
}

/** The target's slot is looked up in a table; untranslated ones lead to a stub that interprets. */
function emitCallx(e: FunctionEmitter, block: Block): void {
  const { w, indices, executable } = e
  const slot = block.last
  const { textAddress } = executable
  pushFrame(e, slot)
  storeUnits(e)
  spill(e, PRESERVED)
  const low = textAddress | 0
  const high = Math.floor(textAddress / 0x1_0000_0000)
  w.i32(0)
  pushRegister(e, e.decoded.jump[slot]!)
  w.i64(low, high).u8(Op.i64Sub).i64(3, 0).u8(Op.i64ShrU).memory(Op.i64Store, CALLX_SLOT)
  w.i32(0).memory(Op.i64Load, CALLX_SLOT).i64(e.decoded.count, 0).u8(Op.i64GeU)
  w.u8(Op.if).u8(VOID)
  fault(e, FAULT_CALLX, slot)
  w.u8(Op.end)
  for (const register of ARGUMENTS) w.get(LOCALS[register]!)
  w.get(NEXT_SP).i32(0).memory(Op.i32Load, CALLX_SLOT)
  w.u8(Op.callIndirect).u32(indices.type).u32(0).set(LOCALS[0])
  loadUnits(e)
  reload(e, exported(e.flow.callxExit))
}

function emitSyscall(e: FunctionEmitter, block: Block): void {
  spill(e, ARGUMENTS)
  e.w.i32(block.last).get(UNITS).call(e.indices.syscall).set(UNITS)
  if (block.next.length === 0) e.w.u8(Op.unreachable)
  else reload(e, [0])
}

function emitExit(e: FunctionEmitter): void {
  storeUnits(e)
  spill(e, exported(e.flow.exit[e.self]!))
  e.w.get(LOCALS[0]).u8(Op.return)
}

/** Branch depths: inside block k of n, the loop is n - k - 1 levels up plus `extra`, the bail block one more. */
interface Place {
  readonly k: number
  readonly n: number
}

function goTo(e: FunctionEmitter, place: Place, slot: number, extra: number): void {
  const target = e.body.index.get(slot)!
  const { w } = e
  if (target > place.k) {
    w.br(target - place.k - 1 + extra)
    return
  }
  w.i32(target)
    .set(LABEL)
    .br(place.n - 1 - place.k + extra)
}

function bail(e: FunctionEmitter, place: Place, slot: number, extra: number): void {
  e.w
    .i32(slot)
    .set(LABEL)
    .br(place.n - place.k + extra)
}

/** Charges the block; if the units do not suffice, the interpreter ends the run at the exact instruction. */
function charge(e: FunctionEmitter, place: Place, block: Block): void {
  const { w } = e
  w.get(UNITS).i32(block.count).u8(Op.i32Sub).tee(UNITS).i32(0).u8(Op.i32LtS)
  w.u8(Op.if).u8(VOID)
  w.get(UNITS).i32(block.count).u8(Op.i32Add).set(UNITS)
  bail(e, place, block.start, 1)
  w.u8(Op.end)
}

function emitBlock(e: FunctionEmitter, place: Place, block: Block): void {
  const { w, decoded } = e
  e.frame.clear()
  if (block.end === 'leave') {
    bail(e, place, block.start, 0)
    return
  }
  charge(e, place, block)
  let left = block.count
  for (let slot = block.start; slot < block.last; slot += decoded.code[slot] === 0x18 ? 2 : 1) {
    left--
    emitInstruction(e, slot, left)
  }
  if (block.end === 'branch') {
    emitCondition(e, block.last)
    const target = e.body.index.get(block.next[1]!)!
    if (target > place.k) w.u8(Op.brIf).u32(target - place.k - 1)
    else {
      w.u8(Op.if).u8(VOID)
      goTo(e, place, block.next[1]!, 1)
      w.u8(Op.end)
    }
  } else if (block.end === 'exit') emitExit(e)
  else if (block.end === 'call') emitCall(e, block)
  else if (block.end === 'callx') emitCallx(e, block)
  else if (block.end === 'syscall') emitSyscall(e, block)
  if (block.next.length > 0) goTo(e, place, block.next[0]!, 0)
}

/** Code entry (locals and body) of one function. */
export function emitFunction(
  executable: Executable,
  shape: Shape,
  flow: Flow,
  self: number,
  indices: Indices,
  sites: Site[],
): Writer {
  const body = shape.functions[self]!
  const w = new Writer(1024)
  const { decoded, version } = executable
  const frame = new Map<number, number>()
  const e: FunctionEmitter = {
    ...{ w, decoded, version, sites, helpers: indices, frame },
    ...{ shape, executable, indices, body, flow, self },
  }
  w.u32(2).u32(6).u8(I64).u32(4).u8(I32)
  loadUnits(e)
  reload(e, imported(flow.entry[self]!))
  const n = body.blocks.length
  w.i32(body.index.get(body.start)!).set(LABEL)
  w.u8(Op.block).u8(VOID).u8(Op.loop).u8(VOID)
  for (let i = 0; i < n; i++) w.u8(Op.block).u8(VOID)
  w.get(LABEL)
    .u8(Op.brTable)
    .u32(n - 1)
  for (let i = 0; i < n; i++) w.u32(i)
  body.blocks.forEach((block, k) => {
    w.u8(Op.end)
    emitBlock(e, { k, n }, block)
  })
  w.u8(Op.end).u8(Op.unreachable).u8(Op.end)
  emitTail(e)
  w.u8(Op.end)
  return w
}

/** Everything in registers and control words: the interpreter goes on at the slot in the label local. */
function emitTail(e: FunctionEmitter): void {
  const { w, indices } = e
  spill(e, ALL)
  w.i32(0).get(LABEL).get(SP).get(UNITS).call(indices.tail).memory(Op.i32Store, METER)
  w.i32(0).memory(Op.i64Load, REGISTERS)
}

/** Stub for callx targets that are not translated: the interpreter runs the whole frame. */
export function emitStub(indices: Indices): Writer {
  const w = new Writer(64).u32(0)
  for (let i = 0; i < 5; i++)
    w.i32(0)
      .get(i)
      .memory(Op.i64Store, REGISTERS + 8 * (i + 1))
  w.i32(0)
  w.i32(0).memory(Op.i32Load, CALLX_SLOT)
  w.get(SP)
  w.i32(0).memory(Op.i32Load, METER)
  w.call(indices.tail).memory(Op.i32Store, METER)
  return w.i32(0).memory(Op.i64Load, REGISTERS).u8(Op.end)
}
