/**
 * Which registers flow through calls and returns. Compilers pass r1-r5, return r0 and keep r6-r9, and translated calls
 * do only that; hand-written programs may read a register that their caller or callee left. This finds where, over the
 * whole program, so that those calls carry the registers and all others stay fast.
 *
 * A set of registers is a bit mask, r0 the lowest.
 */
import { hashSymbol } from '../murmur3.ts'
import type { DecodedText, Executable } from '../types.ts'
import { type Block, isJump, type Shape } from './analysis.ts'

/** r1-r5. */
export const ARGUMENTS = 0b111110
/** r0-r5: what a call may leave changed. */
const RESULTS = 0b111111
/** r0-r9. */
const ALL = 0b1111111111

/** How many arguments a syscall reads, where fewer than five. */
const ARITY: ReadonlyMap<number, number> = new Map(
  (
    [
      ['abort', 0],
      ['sol_panic_', 4],
      ['sol_log_', 2],
      ['sol_log_pubkey', 1],
      ['sol_log_compute_units_', 0],
      ['sol_log_data', 2],
      ['sol_create_program_address', 4],
      ['sol_sha256', 3],
      ['sol_keccak256', 3],
      ['sol_memcpy_', 3],
      ['sol_memmove_', 3],
      ['sol_memset_', 3],
      ['sol_memcmp_', 4],
      ['sol_get_clock_sysvar', 1],
      ['sol_get_rent_sysvar', 1],
      ['sol_get_sysvar', 4],
      ['sol_get_stack_height', 0],
      ['sol_set_return_data', 2],
      ['sol_get_return_data', 3],
    ] as const
  ).map(([name, count]) => [hashSymbol(name), count]),
)

/** What each function takes from its caller and leaves to it, by function index. */
export interface Flow {
  /** Registers read before they are written. */
  readonly entry: Int32Array
  /** Of r0-r5, those that some caller reads afterwards. */
  readonly exit: Int32Array
  /** Of r0-r5, those that are read after some callx. */
  readonly callxExit: number
}

/** Registers that an instruction reads and writes. */
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

/** Reads (before any write) and writes of a block without its call, syscall or exit. */
interface Straight {
  readonly reads: number
  readonly writes: number
}

function straight(decoded: DecodedText, block: Block): Straight {
  let reads = 0
  let writes = 0
  if (block.end === 'leave') return { reads, writes }
  const inclusive = block.end === 'branch'
  const stop = inclusive ? block.last + 1 : block.last
  for (let slot = block.start; slot < stop; slot += decoded.code[slot] === 0x18 ? 2 : 1) {
    const [r, w] = effects(decoded, slot)
    reads |= r & ~writes
    writes |= w
  }
  return { reads, writes }
}

function syscallReads(hash: number): number {
  const arity = ARITY.get(hash >>> 0) ?? 5
  return ((1 << arity) - 1) << 1
}

class FlowSolver {
  readonly entry: Int32Array
  readonly exit: Int32Array
  callxExit = 0
  private readonly shape: Shape
  private readonly decoded: DecodedText
  private readonly straights: readonly (readonly Straight[])[]
  /** Functions to look at again. */
  private readonly pending = new Set<number>()
  private readonly callers = new Map<number, Set<number>>()

  constructor(shape: Shape, executable: Executable) {
    this.shape = shape
    this.decoded = executable.decoded
    const n = shape.functions.length
    this.entry = new Int32Array(n)
    this.exit = new Int32Array(n)
    this.exit[shape.indexOf.get(executable.entry)!] = 1
    this.straights = shape.functions.map((body) =>
      body.blocks.map((block) => straight(this.decoded, block)),
    )
    shape.functions.forEach((body, i) => {
      this.pending.add(i)
      for (const block of body.blocks) this.noteCaller(block, i)
    })
  }

  private noteCaller(block: Block, caller: number): void {
    const slot = block.end === 'call' ? this.decoded.jump[block.last]! : block.start
    if (block.end !== 'call' && block.end !== 'leave') return
    const callee = this.shape.indexOf.get(slot)
    if (callee === undefined) return
    const users = this.callers.get(callee) ?? new Set()
    users.add(caller)
    this.callers.set(callee, users)
  }

  /** Least solution: masks only grow, so this ends. */
  solve(): void {
    for (const index of this.pending) {
      this.pending.delete(index)
      this.visit(index)
    }
  }

  private visit(index: number): void {
    const body = this.shape.functions[index]!
    const n = body.blocks.length
    const before = new Int32Array(n)
    const next = body.blocks.map((block) => block.next.map((slot) => body.index.get(slot)!))
    for (let changed = true; changed; ) {
      changed = false
      for (let i = n - 1; i >= 0; i--) {
        let after = 0
        for (const follower of next[i]!) after |= before[follower]!
        const { reads, writes } = this.straights[index]![i]!
        const live = (this.atEnd(body.blocks[i]!, index, after) & ~writes) | reads
        if (live === before[i]) continue
        before[i] = live
        changed = true
      }
    }
    const entry = before[body.index.get(body.start)!]! & ALL
    if (entry === this.entry[index]) return
    this.entry[index] = entry
    for (const caller of this.callers.get(index) ?? []) this.pending.add(caller)
  }

  /** Live before the block's last step, given what is live after it; tells callees what is read of theirs. */
  private atEnd(block: Block, index: number, after: number): number {
    switch (block.end) {
      case 'exit':
        return this.exit[index]!
      case 'leave': {
        const other = this.shape.indexOf.get(block.start)
        return other === undefined ? 0 : this.entry[other]! | this.exit[index]!
      }
      case 'call': {
        const callee = this.shape.indexOf.get(this.decoded.jump[block.last]!)!
        this.raise(callee, after & RESULTS)
        return (after & ~RESULTS) | this.entry[callee]!
      }
      case 'callx':
        this.callxExit |= after & RESULTS
        for (const slot of this.shape.addressed) {
          this.raise(this.shape.indexOf.get(slot)!, this.callxExit)
        }
        // Where it leads may be interpreted, which needs every register.
        return ALL
      case 'syscall':
        return (after & ~1) | syscallReads(this.decoded.imm[block.last]!)
      default:
        return after
    }
  }

  private raise(callee: number, results: number): void {
    const now = this.exit[callee]! | results
    if (now === this.exit[callee]) return
    this.exit[callee] = now
    this.pending.add(callee)
    // Functions that leave into this one pass their own results on: they are its users.
    for (const caller of this.callers.get(callee) ?? []) this.pending.add(caller)
  }
}

/** Solves for a whole program. */
export function solveFlow(shape: Shape, executable: Executable): Flow {
  const solver = new FlowSolver(shape, executable)
  solver.solve()
  return { entry: solver.entry, exit: solver.exit, callxExit: solver.callxExit }
}

/** Register numbers of a mask. */
export function registersOf(mask: number): number[] {
  const registers: number[] = []
  for (let i = 0; i < 10; i++) if ((mask & (1 << i)) !== 0) registers.push(i)
  return registers
}
