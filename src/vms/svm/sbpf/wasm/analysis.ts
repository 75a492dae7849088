/**
 * Shape of a program for translation: its functions, their basic blocks, and which functions never return. Linear in the
 * text but for code that functions share, which is bounded.
 */
import { Code } from '../codes.ts'
import { hashSymbol } from '../murmur3.ts'
import type { DecodedText, Executable } from '../types.ts'

/** How a block ends; `leave` is a block that the interpreter runs, for it belongs to another function or cannot run. */
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
  /** Index of the block that starts at a slot. */
  readonly index: ReadonlyMap<number, number>
}

export interface Shape {
  readonly functions: readonly FunctionBody[]
  /** Function that starts at a slot. */
  readonly indexOf: ReadonlyMap<number, number>
  /** Functions whose address is a constant of the program: what callx may reach without the interpreter. */
  readonly addressed: ReadonlySet<number>
}

/** Syscalls that always stop the program. */
const STOPPING: ReadonlySet<number> = new Set([hashSymbol('abort'), hashSymbol('sol_panic_')])

/** Conditional or not, but no call and no exit. */
export function isJump(code: number): boolean {
  const kind = code & 7
  if (code >= 0x100 || (kind !== 5 && kind !== 6)) return false
  return code !== Code.syscall && code !== Code.callx && code !== Code.exit
}

interface Starts {
  readonly all: Set<number>
  readonly addressed: Set<number>
}

/** Slots where functions start: entry, call targets, code addresses in constants and in the read-only data. */
function functionStarts(executable: Executable): Starts {
  const { decoded, textAddress, rodata, version } = executable
  const { count, code, jump, imm } = decoded
  const all = new Set<number>([executable.entry])
  const addressed = new Set<number>()
  const address = (value: number) => {
    const offset = value - textAddress
    if (offset < 0 || offset >= 8 * count || offset % 8 !== 0) return
    if (code[offset / 8] === Code.none) return
    all.add(offset / 8)
    addressed.add(offset / 8)
  }
  for (let i = 0; i < count; i++) {
    if (code[i] === Code.call) all.add(jump[i]!)
    else if (code[i] === 0x18) address((imm[i + 1]! >>> 0) * 0x1_0000_0000 + (imm[i]! >>> 0))
  }
  const view = new DataView(rodata.buffer, rodata.byteOffset, rodata.length)
  const textAt = version < 3 ? textAddress - 0x1_0000_0000 : -1
  for (let at = 0; at + 8 <= rodata.length; at += 8) {
    if (textAt >= 0 && at >= textAt && at < textAt + 8 * count) continue
    address(view.getUint32(at + 4, true) * 0x1_0000_0000 + view.getUint32(at, true))
  }
  return { all, addressed }
}

/** Reads functions one after another. */
class Reader {
  private readonly decoded: DecodedText
  private readonly starts: ReadonlySet<number>
  /** Number of the function that last visited a slot, from 1 on. */
  private readonly visited: Int32Array
  private number = 0

  constructor(decoded: DecodedText, starts: ReadonlySet<number>) {
    this.decoded = decoded
    this.starts = starts
    this.visited = new Int32Array(decoded.count)
  }

  /** Slots that the function at `start` leaves to the interpreter. */
  private leaves(slot: number, start: number): boolean {
    const { code, count } = this.decoded
    if (slot >= count || code[slot] === Code.none) return true
    return slot !== start && this.starts.has(slot)
  }

  read(start: number): FunctionBody {
    const leaders = this.leaders(start)
    const sorted = [...leaders].sort((a, b) => a - b)
    const blocks = sorted.map((leader) => this.block(leader, start, leaders))
    return { start, blocks, index: new Map(sorted.map((slot, i) => [slot, i])) }
  }

  private leaders(start: number): Set<number> {
    const { code, jump } = this.decoded
    const { visited } = this
    const number = ++this.number
    const leaders = new Set<number>([start])
    const work = [start]
    const reach = (slot: number) => {
      if (leaders.has(slot)) return
      leaders.add(slot)
      work.push(slot)
    }
    for (let leader = work.pop(); leader !== undefined; leader = work.pop()) {
      let slot = leader
      for (;;) {
        if (this.leaves(slot, start)) {
          leaders.add(slot)
          break
        }
        // A slot seen before was entered by a jump, or falls on from one: its leader is known.
        if (visited[slot] === number) break
        visited[slot] = number
        const op = code[slot]!
        if (op === Code.exit) break
        if (isJump(op)) {
          reach(jump[slot]!)
          if (op !== 0x05) reach(slot + 1)
          break
        }
        if (op === Code.call || op === Code.callx || op === Code.syscall) {
          if (!this.stops(slot)) reach(slot + 1)
          break
        }
        slot += op === 0x18 ? 2 : 1
      }
    }
    return leaders
  }

  private stops(slot: number): boolean {
    const { code, imm } = this.decoded
    return code[slot] === Code.syscall && STOPPING.has(imm[slot]! >>> 0)
  }

  private block(start: number, owner: number, leaders: ReadonlySet<number>): Block {
    if (this.leaves(start, owner)) return { start, count: 0, end: 'leave', last: start, next: [] }
    const { code, jump } = this.decoded
    let count = 0
    for (let slot = start; ; ) {
      const op = code[slot]!
      count++
      const last = slot
      if (op === Code.exit) return { start, count, end: 'exit', last, next: [] }
      if (op === 0x05) return { start, count, end: 'jump', last, next: [jump[slot]!] }
      if (isJump(op)) {
        return { start, count, end: 'branch', last, next: [slot + 1, jump[slot]!] }
      }
      const next = this.stops(slot) ? [] : [slot + 1]
      if (op === Code.call) return { start, count, end: 'call', last, next }
      if (op === Code.callx) return { start, count, end: 'callx', last, next }
      if (op === Code.syscall) return { start, count, end: 'syscall', last, next }
      slot += op === 0x18 ? 2 : 1
      if (leaders.has(slot)) return { start, count, end: 'fall', last: slot, next: [slot] }
    }
  }
}

/** Blocks that can be reached when calls of functions that do not return end their block. */
function reachable(
  body: FunctionBody,
  decoded: DecodedText,
  returns: ReadonlySet<number>,
): Set<Block> {
  const found = new Set<Block>()
  const work = [body.blocks[body.index.get(body.start)!]!]
  for (let block = work.pop(); block !== undefined; block = work.pop()) {
    if (found.has(block)) continue
    found.add(block)
    if (block.end === 'call' && !returns.has(decoded.jump[block.last]!)) continue
    for (const next of block.next) work.push(body.blocks[body.index.get(next)!]!)
  }
  return found
}

/** Starts of functions that can return; the others end in a syscall that stops, a fault or a loop. */
function returning(bodies: readonly FunctionBody[], decoded: DecodedText): Set<number> {
  const returns = new Set<number>()
  for (let changed = true; changed; ) {
    changed = false
    for (const body of bodies) {
      if (returns.has(body.start)) continue
      for (const block of reachable(body, decoded, returns)) {
        const exits = block.end === 'exit' || (block.end === 'leave' && returns.has(block.start))
        if (!exits) continue
        returns.add(body.start)
        changed = true
        break
      }
    }
  }
  return returns
}

/** Drops what follows calls that do not return. */
function prune(
  body: FunctionBody,
  decoded: DecodedText,
  returns: ReadonlySet<number>,
): FunctionBody {
  const kept = reachable(body, decoded, returns)
  const blocks = body.blocks
    .filter((block) => kept.has(block))
    .map((block) => {
      const ends = block.end === 'call' && !returns.has(decoded.jump[block.last]!)
      return ends ? { ...block, next: [] } : block
    })
  return { start: body.start, blocks, index: new Map(blocks.map((block, i) => [block.start, i])) }
}

/** Undefined when jumps between functions would multiply the code. Versions 0 and 3 only. */
export function analyze(executable: Executable): Shape | undefined {
  const { decoded } = executable
  const starts = functionStarts(executable)
  const reader = new Reader(decoded, starts.all)
  const bodies: FunctionBody[] = []
  let charged = 0
  for (const start of [...starts.all].sort((a, b) => a - b)) {
    const body = reader.read(start)
    for (const block of body.blocks) charged += block.count
    if (charged > 2 * decoded.count + 1000) return undefined
    bodies.push(body)
  }
  const returns = returning(bodies, decoded)
  const functions = bodies.map((body) => prune(body, decoded, returns))
  const indexOf = new Map(functions.map((body, i) => [body.start, i]))
  return { functions, indexOf, addressed: starts.addressed }
}
