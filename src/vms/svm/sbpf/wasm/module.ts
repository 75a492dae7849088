/** A whole program as the bytes of a WebAssembly module. */
import { STACK_SIZE } from '../memory.ts'
import type { Executable } from '../types.ts'
import { analyze, type Shape } from './analysis.ts'
import { emitFunction, emitStub, type Indices } from './emit-function.ts'
import type { Site } from './emit-ops.ts'
import {
  COUNTS,
  LOADS,
  MARKS,
  METER,
  REGISTERS,
  SHIFTS,
  STACK_BASE,
  STACK_HIGH,
  STORES,
} from './layout.ts'
import { solveFlow } from './liveness.ts'
import { I32, I64, Op, VOID, Writer } from './writer.ts'

/** Indices of the imports, in order. */
const IMPORTS = ['syscall', 'tail', 'fault', 'violation'] as const
const LOAD = 4
const STORE = 5
const STUB = 6
const RUN = 7
const FIRST = 8

/** Type indices. */
const T_FUNCTION = 0
const T_SYSCALL = 1
const T_THREE = 2
const T_FAULT = 3
const T_VIOLATION = 4
const T_TRANSLATE = 5
const T_RUN = 6

const TYPES: readonly (readonly [parameters: readonly number[], results: readonly number[]])[] = [
  [[I64, I64, I64, I64, I64, I32], [I64]],
  [[I32, I32], [I32]],
  [[I32, I32, I32], [I32]],
  [[I32, I32, I32], []],
  [[I32, I32, I32, I32, I32], []],
  [[I64, I32, I32, I32], [I32]],
  [[I32, I32, I32, I32], [I32]],
]

const INDICES: Indices = {
  syscall: 0,
  tail: 1,
  fault: 2,
  load: LOAD,
  store: STORE,
  first: FIRST,
  type: T_FUNCTION,
}

/** What running needs besides the bytes. */
export interface Translation {
  readonly bytes: Uint8Array
  readonly sites: readonly Site[]
}

const [ADDRESS, SIZE, SITE, UNITS, OFFSET, PLACE, SCRATCH] = [0, 1, 2, 3, 4, 5, 6] as const
/** Of heap and input, in a table of regions. */
const HEAP_ENTRY = 3 * 16

/**
 * A store to heap or input that fits: marks the parts it goes to (marks.ts) and returns its place. After MARKED_STORES of
 * them all is marked and the fast path takes the rest.
 */
function emitMarkedStore(w: Writer): void {
  const scaled = (shift: number) => w.get(PLACE).i32(shift).u8(Op.i32Shl)
  const bit = () => w.get(SCRATCH).u8(Op.i32ShrU).u8(Op.extendU).u8(Op.i64Shl).u8(Op.i64Or)
  w.get(ADDRESS).i64(32, 0).u8(Op.i64ShrU).u8(Op.wrap).i32(3).u8(Op.i32Sub).tee(PLACE)
  w.i32(1).u8(Op.i32LeU).u8(Op.if).u8(VOID)
  w.get(ADDRESS).u8(Op.wrap).set(OFFSET)
  scaled(4).memory(Op.i64Load, LOADS + HEAP_ENTRY)
  w.get(OFFSET).u8(Op.extendU).get(SIZE).u8(Op.extendU).u8(Op.i64Add).u8(Op.i64GeU)
  w.u8(Op.if).u8(VOID)
  scaled(2).memory(Op.i32Load, SHIFTS).set(SCRATCH)
  scaled(3)
  scaled(3).memory(Op.i64Load, MARKS)
  w.i64(1, 0).get(OFFSET)
  bit()
  w.i64(1, 0).get(OFFSET).get(SIZE).u8(Op.i32Add).i32(1).u8(Op.i32Sub)
  bit()
  w.memory(Op.i64Store, MARKS)
  scaled(2)
  scaled(2).memory(Op.i32Load, COUNTS).i32(1).u8(Op.i32Sub).tee(SCRATCH)
  w.memory(Op.i32Store, COUNTS)
  w.get(SCRATCH).u8(Op.i32Eqz).u8(Op.if).u8(VOID)
  scaled(3).i64(-1, -1).memory(Op.i64Store, MARKS)
  scaled(4)
  scaled(4)
    .memory(Op.i64Load, LOADS + HEAP_ENTRY)
    .memory(Op.i64Store, STORES + HEAP_ENTRY)
  w.u8(Op.end)
  scaled(4)
    .memory(Op.i32Load, LOADS + HEAP_ENTRY + 8)
    .get(OFFSET)
    .u8(Op.i32Add)
    .u8(Op.return)
  w.u8(Op.end).u8(Op.end)
}

/**
 * Addresses that the fast path refuses: the stack, whose version 0 form has gaps and whose stores move the mark of what
 * must be zeroed; the first stores to heap and input; all else is a violation. Parameters: address, size, site, units.
 */
function emitSlowAccess(gaps: boolean, store: boolean): Writer {
  const w = new Writer(128)
  w.u32(1).u32(3).u8(I32)
  w.get(ADDRESS).i64(32, 0).u8(Op.i64ShrU).i64(2, 0).u8(Op.i64Eq).u8(Op.if).u8(VOID)
  w.get(ADDRESS).u8(Op.wrap).set(OFFSET)
  if (gaps) {
    w.get(OFFSET).i32(0x1000).u8(Op.i32And).u8(Op.i32Eqz).u8(Op.if).u8(VOID)
    w.get(OFFSET).i32(~0x1fff).u8(Op.i32And).i32(1).u8(Op.i32ShrU)
    w.get(OFFSET).i32(0xfff).u8(Op.i32And).u8(Op.i32Or).set(OFFSET)
  }
  w.get(OFFSET).i32(STACK_SIZE).get(SIZE).u8(Op.i32Sub).u8(Op.i32LeU).u8(Op.if).u8(VOID)
  w.get(OFFSET).i32(0).memory(Op.i32Load, STACK_BASE).u8(Op.i32Add).set(OFFSET)
  if (store) {
    w.get(OFFSET).get(SIZE).u8(Op.i32Add).i32(0).memory(Op.i32Load, STACK_HIGH).u8(Op.i32GtU)
    w.u8(Op.if).u8(VOID)
    w.i32(0).get(OFFSET).get(SIZE).u8(Op.i32Add).memory(Op.i32Store, STACK_HIGH)
    w.u8(Op.end)
  }
  w.get(OFFSET).u8(Op.return)
  w.u8(Op.end)
  if (gaps) w.u8(Op.end)
  w.u8(Op.end)
  if (store) emitMarkedStore(w)
  w.get(ADDRESS).u8(Op.wrap).get(ADDRESS).i64(32, 0).u8(Op.i64ShrU).u8(Op.wrap)
  // Sites know the slot, not what kind of access it was.
  w.get(SIZE)
    .i32(store ? 0x100 : 0)
    .u8(Op.i32Or)
    .get(SITE)
    .get(UNITS)
    .call(3)
  return w.u8(Op.unreachable).u8(Op.end)
}

/** run(low half of r2, high half, host frame pointer, units): r0 is left in the registers, the units left are the result. */
function emitRun(entry: number): Writer {
  const w = new Writer(64).u32(0)
  w.i32(0).get(3).memory(Op.i32Store, METER)
  w.i32(0).i64(0, 4)
  w.get(0).u8(Op.extendU).get(1).u8(Op.extendU).i64(32, 0).u8(Op.i64Shl).u8(Op.i64Or)
  w.i64(0, 0).i64(0, 0).i64(0, 0).get(2).call(entry)
  w.memory(Op.i64Store, REGISTERS)
  return w.i32(0).memory(Op.i32Load, METER).u8(Op.end)
}

function section(module: Writer, id: number, content: Writer): void {
  module.u8(id).sized(content)
}

function typeSection(): Writer {
  const w = new Writer().u32(TYPES.length)
  for (const [parameters, results] of TYPES) {
    w.u8(0x60).u32(parameters.length)
    for (const type of parameters) w.u8(type)
    w.u32(results.length)
    for (const type of results) w.u8(type)
  }
  return w
}

function importSection(): Writer {
  const types = [T_SYSCALL, T_THREE, T_FAULT, T_VIOLATION]
  const w = new Writer().u32(IMPORTS.length + 1)
  IMPORTS.forEach((name, i) => {
    w.name('vm').name(name).u8(0).u32(types[i]!)
  })
  return w.name('vm').name('memory').u8(2).u8(0).u32(1)
}

/** Every slot: the function whose address the program has, else the stub. */
function elementSection(count: number, shape: Shape): Writer {
  const w = new Writer(2 * count + 16).u32(1).u32(0).i32(0).u8(Op.end).u32(count)
  for (let slot = 0; slot < count; slot++) {
    const index = shape.addressed.has(slot) ? shape.indexOf.get(slot) : undefined
    w.u32(index === undefined ? STUB : FIRST + index)
  }
  return w
}

/** Translates; undefined for versions 1 and 2 and for shapes that would multiply the code. Linear in the text. */
export function translate(executable: Executable): Translation | undefined {
  if (executable.version === 1 || executable.version === 2) return undefined
  const shape = analyze(executable)
  if (shape === undefined) return undefined
  const flow = solveFlow(shape, executable)
  const sites: Site[] = []
  const gaps = executable.version === 0
  const codes = [
    emitSlowAccess(gaps, false),
    emitSlowAccess(gaps, true),
    emitStub(INDICES),
    emitRun(FIRST + shape.indexOf.get(executable.entry)!),
    ...shape.functions.map((_, i) => emitFunction(executable, shape, flow, i, INDICES, sites)),
  ]
  const types = [T_TRANSLATE, T_TRANSLATE, T_FUNCTION, T_RUN]
  const functions = new Writer().u32(codes.length)
  for (const type of types) functions.u32(type)
  for (const _ of shape.functions) functions.u32(T_FUNCTION)
  const { count } = executable.decoded
  const module = new Writer(1 << 16).raw(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))
  section(module, 1, typeSection())
  section(module, 2, importSection())
  section(module, 3, functions)
  section(module, 4, new Writer().u32(1).u8(0x70).u8(0).u32(count))
  section(module, 7, new Writer().u32(1).name('run').u8(0).u32(RUN))
  section(module, 9, elementSection(count, shape))
  const code = new Writer(1 << 16).u32(codes.length)
  for (const body of codes) code.sized(body)
  section(module, 10, code)
  return { bytes: module.done(), sites }
}
