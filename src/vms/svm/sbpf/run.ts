/** Runs a program to its end: registers at entry, tiers, the outcome as a value. */
import { VmFault } from './fault.ts'
import { FRAME_WORDS, interpret, MAX_DEPTH, type Position } from './interpreter.ts'
import type { MemoryMap } from './memory.ts'
import { STACK_SIZE } from './memory.ts'
import type { Executable, Meter, RunResult, SyscallTable, VmContext } from './types.ts'
import { highHalf, lowHalf, type U64, u64 } from './u64.ts'

/** What a run starts from. */
export interface RunOptions<Host> {
  readonly memory: MemoryMap
  readonly meter: Meter
  readonly syscalls: SyscallTable<Host>
  readonly host: Host
  /** r2 at entry: address of the instruction data in the input (SIMD-0321). */
  readonly r2?: U64
  /** Called before each instruction with its slot. */
  readonly trace?: ((vm: VmContext<Host>, slot: number) => void) | undefined
}

/** r10 at entry: the end of the first frame, or of the whole stack where programs move r10 themselves. */
function framePointer(version: number): number {
  return version === 1 || version === 2 ? STACK_SIZE : 0x1000
}

/**
 * Runs a verified program. Faults are values; any other exception of a syscall passes through. Re-entrant: a syscall
 * may run another program with the same meter.
 */
export function run<Host>(executable: Executable, options: RunOptions<Host>): RunResult {
  const { memory, meter, syscalls, host, trace } = options
  const registers = new Int32Array(24)
  registers[3] = 4
  const r2 = options.r2 ?? 0
  registers[4] = lowHalf(r2)
  registers[5] = highHalf(r2)
  registers[20] = framePointer(executable.version)
  registers[21] = 2
  const vm: VmContext<Host> = { executable, memory, meter, syscalls, registers, host, trace }
  const at: Position = {
    slot: executable.entry,
    depth: 0,
    frames: new Int32Array(MAX_DEPTH * FRAME_WORDS),
  }
  const before = meter.remaining
  try {
    interpret(vm, at)
  } catch (error) {
    if (!(error instanceof VmFault)) throw error
    return { r0: 0, fault: error, executed: before - meter.remaining }
  }
  const r0 = u64(registers[0]!, registers[1]!)
  return { r0, fault: undefined, executed: before - meter.remaining }
}
