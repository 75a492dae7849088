/** A translated program ready to run: the module's instance and the imports that lead back to the VM. */
import { plainFault } from '../fault.ts'
import { callSyscall, frameStep, interpret, type Position } from '../interpreter.ts'
import type { Executable, Syscall, SyscallTable, VmContext } from '../types.ts'
import { u64 } from '../u64.ts'
import type { Arena, Placement, WasmApi } from './arena.ts'
import type { Site } from './emit-ops.ts'
import { FAULT_DEPTH, FAULT_DIVIDE, REGISTERS, STACK_BASE, STACK_HIGH } from './layout.ts'
import type { Translation } from './module.ts'

type RunExport = (r2Low: number, r2High: number, frame: number, units: number) => number

/** Index of r0's low half in the control words. */
const R0 = REGISTERS / 4

export class Translated {
  private readonly arena: Arena
  private readonly executable: Executable
  private readonly sites: readonly Site[]
  private readonly start: RunExport
  /** By slot, of {@link table}. */
  private readonly calls = new Map<number, Syscall>()
  private table: SyscallTable | undefined
  private vm: VmContext<unknown> | undefined

  /** Compiles; throws whatever the host throws when it cannot or may not. */
  constructor(api: WasmApi, arena: Arena, executable: Executable, translation: Translation) {
    this.arena = arena
    this.executable = executable
    this.sites = translation.sites
    const instance = new api.Instance(new api.Module(translation.bytes), {
      vm: {
        memory: arena.memory,
        syscall: (slot: number, units: number) => this.syscall(slot, units),
        tail: (slot: number, frame: number, units: number) => this.tail(slot, frame, units),
        fault: (kind: number, site: number, units: number) => this.fault(kind, site, units),
        violation: (lo: number, hi: number, access: number, site: number, units: number) =>
          this.violation(lo, hi, access, site, units),
      },
    })
    this.start = instance.exports.run as RunExport
  }

  /** As `interpret` from the entry: r0 in the registers, the meter exact, faults thrown. */
  run(vm: VmContext<unknown>, placement: Placement): void {
    const { arena } = this
    const outer = this.vm
    // The control words are the outer run's: its own again when this one ends.
    const saved = arena.runs++ > 0 ? arena.words.slice() : undefined
    this.vm = vm
    arena.activate(this.executable, vm.memory, placement)
    try {
      const r = vm.registers
      const frame = placement.stack + 4096
      vm.meter.remaining = this.start(r[4]!, r[5]!, frame, vm.meter.remaining)
      r[0] = arena.words[R0]!
      r[1] = arena.words[R0 + 1]!
    } finally {
      const high = arena.words[STACK_HIGH / 4]! - placement.stack
      if (high > vm.memory.stackHigh) vm.memory.stackHigh = high
      arena.collect(vm.memory)
      arena.runs--
      if (saved !== undefined) arena.words.set(saved)
      this.vm = outer
    }
  }

  private syscall(slot: number, units: number): number {
    const vm = this.vm!
    vm.meter.remaining = units
    const r = vm.registers
    const { words } = this.arena
    for (let i = 2; i < 12; i++) r[i] = words[R0 + i]!
    callSyscall(vm, this.syscallAt(vm, slot))
    // The memory may have grown since.
    const now = this.arena.words
    now[R0] = r[0]!
    now[R0 + 1] = r[1]!
    return vm.meter.remaining
  }

  /** PERF: hashes are no small integers, and looking one up makes an object; slots are. */
  private syscallAt({ syscalls }: VmContext<unknown>, slot: number): Syscall | undefined {
    if (syscalls !== this.table) {
      this.table = syscalls
      this.calls.clear()
    }
    let call = this.calls.get(slot)
    if (call === undefined) {
      call = syscalls.get(this.executable.decoded.imm[slot]! >>> 0)
      if (call !== undefined) this.calls.set(slot, call)
    }
    return call
  }

  /** The interpreter runs the rest of the frame whose end in the linear memory is `frame`. */
  private tail(slot: number, frame: number, units: number): number {
    const vm = this.vm!
    vm.meter.remaining = units
    const { words } = this.arena
    const r = vm.registers
    for (let i = 0; i < 20; i++) r[i] = words[R0 + i]!
    const depth = (frame - words[STACK_BASE / 4]!) / 4096 - 1
    r[20] = 0x1000 + depth * frameStep(this.executable.version)
    r[21] = 2
    const at: Position = { slot, depth, base: depth, frames: undefined }
    interpret(vm, at)
    const now = this.arena.words
    for (let i = 0; i < 12; i++) now[R0 + i] = r[i]!
    return vm.meter.remaining
  }

  private fault(kind: number, site: number, units: number): never {
    this.vm!.meter.remaining = units + this.sites[site]!.left
    if (kind === FAULT_DIVIDE) throw plainFault('divideByZero')
    throw plainFault(kind === FAULT_DEPTH ? 'callDepthExceeded' : 'callOutsideTextSegment')
  }

  private violation(lo: number, hi: number, access: number, site: number, units: number): never {
    const vm = this.vm!
    vm.meter.remaining = units + this.sites[site]!.left
    throw vm.memory.violation(u64(lo, hi), access & 0xff, access >= 0x100)
  }
}
