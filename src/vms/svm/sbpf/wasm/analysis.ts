/**
 * Shape of a program for translation: its functions, their basic blocks, which functions never return, and whether
 * registers flow through calls in ways that compilers never produce (then calls carry them, more slowly).
 */
import { Code } from '../codes.ts'
import { hashSymbol } from '../murmur3.ts'
import type { DecodedText, Executable } from '../types.ts'

/** How a block ends. */
export type BlockEnd = 'fall' | 'jump' | 'branch' | 'exit' | 'call' | 'callx' | 'syscall' | 'leave'

export interface Block {
  readonly start: number
  /** Instructions it charges, the last one included. */
  readonly count: number
  readonly end: BlockEnd
  /** Slot of the ending instruction; of `fall` and `leave` the slot where execution continues. */
  readonly last: number
  /** Slots of the blocks that may follow, in the order fall-through, target. */
  readonly next: readonly number[]
}

export interface FunctionBody {
  readonly start: number
  /** By rising start. */
  readonly blocks: readonly Block[]
  readonly index: ReadonlyMap<number, number>
}

export interface Shape {
  readonly functions: readonly FunctionBody[]
  readonly indexOf: ReadonlyMap<number, number>
  /** Function indices that never return. */
  readonly endless: ReadonlySet<number>
  /** Some function reads r0 or r6-r9 of its caller. */
  readonly imports: boolean
  /** Some caller reads r1-r5 that a callee left. */
  readonly exports: boolean
}

/** Syscalls that always stop the program. */
const STOPPING: ReadonlySet<number> = new Set([hashSymbol('abort'), hashSymbol('sol_panic_')])

function isJump(code: number): boolean {
  return code < 0x100 && ((code & 7) === 5 || (code & 7) === 6) && !isCall(code) && code !== 0x95
}

function isCall(code: number): boolean {
  return code === Code.call || code === Code.callx || code === Code.syscall
}

/** Slots where functions start: entry, call targets, code addresses in constants and in the read-only data. */
export function functionStarts(executable: Executable): Set<number> {
  const { decoded, textAddress, rodata, version } = executable
  const { count, code, jump, imm } = decoded
  const starts = new Set<number>([executable.entry])
  const address = (value: number) => {
    const offset = value - textAddress
    if (offset < 0 || offset >= 8 * count || offset % 8 !== 0) return
    if (code[offset / 8] !== Code.none) starts.add(offset / 8)
  }
  for (let i = 0; i < count; i++) {
    if (code[i] === Code.call && jump[i]! < count) starts.add(jump[i]!)
    else if (code[i] === 0x18) address((imm[i + 1]! >>> 0) * 0x1_0000_0000 + (imm[i]! >>> 0))
  }
  const view = new DataView(rodata.buffer, rodata.byteOffset, rodata.length)
  const textAt = version < 3 ? textAddress - 0x1_0000_0000 : -1
  for (let at = 0; at + 8 <= rodata.length; at += 8) {
    if (textAt >= 0 && at >= textAt && at < textAt + 8 * count) continue
    address(view.getUint32(at + 4, true) * 0x1_0000_0000 + view.getUint32(at, true))
  }
  return starts
}

/** One block from `start` on; `leaders` are the starts of this function's blocks. */
function readBlock(
  decoded: DecodedText,
  start: number,
  isLeader: (slot: number) => boolean,
): Block {
  const { code, count, jump, imm } = decoded
  let slot = start
  let charged = 0
  for (;;) {
    if (slot >= count || code[slot] === Code.none) {
      return { start, count: charged, end: 'fall', last: slot, next: [slot] }
    }
    const op = code[slot]!
    charged++
    if (op === 0x95) return { start, count: charged, end: 'exit', last: slot, next: [] }
    if (op === 0x05) {
      return { start, count: charged, end: 'jump', last: slot, next: [jump[slot]!] }
    }
    if (isJump(op)) {
      return { start, count: charged, end: 'branch', last: slot, next: [slot + 1, jump[slot]!] }
    }
    if (isCall(op)) {
      const stops = op === Code.syscall && STOPPING.has(imm[slot]! >>> 0)
      const end = op === Code.call ? 'call' : op === Code.callx ? 'callx' : 'syscall'
      return { start, count: charged, end, last: slot, next: stops ? [] : [slot + 1] }
    }
    slot += op === 0x18 ? 2 : 1
    if (isLeader(slot)) return { start, count: charged, end: 'fall', last: slot, next: [slot] }
  }
}

/** Blocks reachable from a start. A block of another function, or where nothing can run, is left to the interpreter. */
function readFunction(
  decoded: DecodedText,
  start: number,
  starts: ReadonlySet<number>,
  endlessAt: (slot: number) => boolean,
): FunctionBody {
  const { code, count, jump } = decoded
  const leaves = (slot: number) =>
    slot >= count || code[slot] === Code.none || (slot !== start && starts.has(slot))
  const leaders = new Set<number>([start])
  const work = [start]
  const seen = new Set<number>()
  while (work.length > 0) {
    const leader = work.pop()!
    if (leaves(leader) || seen.has(leader)) continue
    // A slot seen before was entered by a jump: it is a leader already.
    for (let slot = leader; !seen.has(slot); ) {
      if (slot !== leader && leaves(slot)) {
        leaders.add(slot)
        break
      }
      seen.add(slot)
      const block = readBlock(decoded, slot, (at) => at > slot)
      if (block.end === 'fall' && block.count > 0) {
        slot = block.last
        continue
      }
      const stops = block.end === 'call' && endlessAt(jump[slot]!)
      for (const next of stops ? [] : block.next) {
        if (!leaders.has(next)) {
          leaders.add(next)
          work.push(next)
        }
      }
      break
    }
  }
  const sorted = [...leaders].sort((a, b) => a - b)
  const blocks = sorted.map((leader): Block => {
    if (leaves(leader)) return { start: leader, count: 0, end: 'leave', last: leader, next: [] }
    const block = readBlock(decoded, leader, (slot) => leaders.has(slot) || leaves(slot))
    const stops = block.end === 'call' && endlessAt(jump[block.last]!)
    return stops ? { ...block, next: [] } : block
  })
  return { start, blocks, index: new Map(sorted.map((slot, i) => [slot, i])) }
}

/** Slots of functions that can return; the others end in a syscall that stops, or loop. */
function returning(decoded: DecodedText, starts: ReadonlySet<number>): Set<number> {
  const returns = new Set<number>()
  for (let changed = true; changed; ) {
    changed = false
    for (const start of starts) {
      if (returns.has(start)) continue
      const body = readFunction(decoded, start, starts, (slot) => !returns.has(slot))
      const can = body.blocks.some(
        (block) => block.end === 'exit' || (block.end === 'leave' && returns.has(block.start)),
      )
      if (!can) continue
      returns.add(start)
      changed = true
    }
  }
  return returns
}

const ARGUMENTS = 0b111110
const CALL_RESULTS = 0b111111

/** Registers (as bits) that an instruction reads and writes. */
function effects(decoded: DecodedText, slot: number): readonly [reads: number, writes: number] {
  const code = decoded.code[slot]!
  const dst = 1 << decoded.dst[slot]!
  const src = 1 << decoded.src[slot]!
  const kind = code & 7
  if (code === 0x18 || code === 0xb7 || code === 0xb4) return [0, dst]
  if (code === 0xbf || code === 0xbc) return [src, dst]
  if (kind === 1) return [src, dst]
  if (kind === 2) return [dst, 0]
  if (kind === 3) return [dst | src, 0]
  const register = (code & 8) !== 0 && code !== 0xdc ? src : 0
  if (isJump(code)) return [code === 0x05 ? 0 : dst | register, 0]
  return [dst | register, dst]
}

function endEffects(decoded: DecodedText, block: Block): readonly [number, number] {
  switch (block.end) {
    case 'exit':
      return [1, 0]
    case 'leave':
      return [ARGUMENTS, 0]
    case 'call':
      return [ARGUMENTS, CALL_RESULTS]
    case 'callx':
      return [ARGUMENTS | (1 << decoded.jump[block.last]!), CALL_RESULTS]
    case 'syscall':
      return [ARGUMENTS, 1]
    case 'fall':
      return [0, 0]
    default:
      return effects(decoded, block.last)
  }
}

/** Live registers before a block, given those after it. */
function through(decoded: DecodedText, block: Block, after: number): number {
  const slots: number[] = []
  const stop = block.end === 'leave' ? block.start : block.last
  for (let slot = block.start; slot < stop; slot += decoded.code[slot] === 0x18 ? 2 : 1) {
    slots.push(slot)
  }
  let live = after
  const [reads, writes] = endEffects(decoded, block)
  live = (live & ~writes) | reads
  for (let i = slots.length - 1; i >= 0; i--) {
    const [r, w] = effects(decoded, slots[i]!)
    live = (live & ~w) | r
  }
  return live
}

/** Live registers at entry, and whether r1-r5 are read after a call. */
function liveness(decoded: DecodedText, body: FunctionBody): { entry: number; exports: boolean } {
  const before = new Int32Array(body.blocks.length)
  let exports = false
  for (let changed = true; changed; ) {
    changed = false
    for (let i = body.blocks.length - 1; i >= 0; i--) {
      const block = body.blocks[i]!
      let after = 0
      for (const next of block.next) after |= before[body.index.get(next)!]!
      const called = block.end === 'call' || block.end === 'callx'
      if (called && (after & ARGUMENTS) !== 0) exports = true
      const live = through(decoded, block, after)
      if (live !== before[i]) {
        before[i] = live
        changed = true
      }
    }
  }
  return { entry: before[body.index.get(body.start)!]!, exports }
}

/** Undefined when jumps between functions would multiply the code. Versions 0 and 3 only. */
export function analyze(executable: Executable): Shape | undefined {
  const { decoded } = executable
  const starts = functionStarts(executable)
  const returns = returning(decoded, starts)
  const functions: FunctionBody[] = []
  let charged = 0
  let imports = false
  let exports = false
  for (const start of [...starts].sort((a, b) => a - b)) {
    const body = readFunction(decoded, start, starts, (slot) => !returns.has(slot))
    for (const block of body.blocks) charged += block.count
    if (charged > 2 * decoded.count + 1000) return undefined
    const live = liveness(decoded, body)
    exports ||= live.exports
    // The entry function starts with zeros from outside, but it may be called as well.
    imports ||= (live.entry & 0b1111000001) !== 0
    functions.push(body)
  }
  const endless = new Set<number>()
  functions.forEach((body, i) => {
    if (!returns.has(body.start)) endless.add(i)
  })
  const indexOf = new Map(functions.map((body, i) => [body.start, i]))
  return { functions, indexOf, endless, imports, exports }
}
