/** Runs a program to its end: registers at entry, tiers, the outcome as a value. */
import { VmFault } from './fault.ts'
import { interpret } from './interpreter.ts'
import type { MemoryMap } from './memory.ts'
import { STACK_SIZE } from './memory.ts'
import type { VmPool } from './pool.ts'
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
  /** Where the memory is from: counts the work and has the translations. Without it the interpreter runs. */
  readonly pool?: VmPool | undefined
  /** Called before each instruction with its slot; makes the run use the interpreter. */
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
  const { registers } = memory.kept
  registers.fill(0)
  registers[3] = 4
  const r2 = options.r2 ?? 0
  registers[4] = lowHalf(r2)
  registers[5] = highHalf(r2)
  registers[20] = framePointer(executable.version)
  registers[21] = 2
  const vm: VmContext<Host> = { executable, memory, meter, syscalls, registers, host, trace }
  const before = meter.remaining
  let fault: VmFault | undefined
  try {
    execute(vm, options.pool)
  } catch (error) {
    if (!(error instanceof VmFault)) throw error
    fault = error
  }
  const executed = before - meter.remaining
  options.pool?.ran(executable, executed)
  const r0 = fault === undefined ? u64(registers[0]!, registers[1]!) : 0
  return { r0, fault, executed }
}

/** Most units a translated run can count. */
const MOST_UNITS = 0x7fff_ffff

function execute<Host>(vm: VmContext<Host>, pool: VmPool | undefined): void {
  const { placement } = vm.memory
  const translated = placement === undefined ? undefined : pool?.translated(vm.executable)
  const usable = vm.trace === undefined && vm.meter.remaining <= MOST_UNITS
  if (placement !== undefined && translated !== undefined && usable) {
    translated.run(vm as VmContext<unknown>, placement)
    return
  }
  interpret(vm, { slot: vm.executable.entry, depth: 0, base: 0, frames: undefined })
}
