/** What the VM, the loaders and the syscalls hand each other. */
import type { VmFault } from './fault.ts'
import type { MemoryMap } from './memory.ts'
import type { U64 } from './u64.ts'

/** sBPF version of an ELF (its e_flags). */
export type SbpfVersion = 0 | 1 | 2 | 3

/** The part of a {@link SyscallTable} that loading needs: which hashes are taken by syscalls. */
export interface SyscallNames {
  has(hash: number): boolean
}

export interface LoadOptions {
  /** Registered syscalls: symbols colliding with one are refused. */
  readonly syscalls: SyscallNames
  /** True in a deploy or upgrade: broken ELFs and unresolved symbols are refused ("reject_broken_elfs"). */
  readonly deployment?: boolean
  /** Versions that load; default 0 to 3 (mainnet). */
  readonly minVersion?: number
  readonly maxVersion?: number
}

/** Instructions as flat arrays, one cell a slot; the second slot of lddw is a cell of opcode 0. */
export interface DecodedText {
  readonly count: number
  readonly op: Uint8Array
  readonly dst: Uint8Array
  readonly src: Uint8Array
  readonly off: Int16Array
  readonly imm: Int32Array
  /** Internal code (codes.ts): one numbering for all versions; 0 where nothing can run. */
  readonly code: Uint16Array
  /** Target slot of a jump or of an internal call; register of a callx (255 when it names none). */
  readonly jump: Int32Array
}

/** A loaded program. Immutable; not yet verified (see `verify`). */
export interface Executable {
  readonly version: SbpfVersion
  /** Text after relocation, 8 bytes a slot. */
  readonly text: Uint8Array
  /** Address of the first slot. */
  readonly textAddress: number
  /** Slot where a run starts. */
  readonly entry: number
  /** Versions 0-2: murmur3 hash to slot. Empty for version 3, whose calls are relative. */
  readonly functions: ReadonlyMap<number, number>
  /** Read-only image: at 0x1_0000_0000 in versions 0-2 (it contains the text), at 0 in version 3. */
  readonly rodata: Uint8Array
  /** Names of functions by slot, where the ELF has a symbol table; for traces only. */
  readonly symbols: ReadonlyMap<number, string>
  /** Size of the ELF, for cache accounting. */
  readonly elfBytes: number
  readonly decoded: DecodedText
}

/** Compute units left; one object for a transaction, shared by all its invocations. */
export interface Meter {
  remaining: number
}

/**
 * A syscall: charges `vm.meter`, works on `vm.memory`, returns r0. Throws a VmFault to stop the program. It may run
 * another program with the same meter before it returns. r1-r5 are exact unsigned values.
 */
export type Syscall<Host = unknown> = (
  vm: VmContext<Host>,
  r1: U64,
  r2: U64,
  r3: U64,
  r4: U64,
  r5: U64,
) => U64

/** Syscalls by murmur3 hash of their name. */
export type SyscallTable<Host = unknown> = ReadonlyMap<number, Syscall<Host>>

/** State of one invocation. */
export interface VmContext<Host = unknown> {
  readonly executable: Executable
  readonly memory: MemoryMap
  readonly meter: Meter
  readonly syscalls: SyscallTable<Host>
  /** r0-r10 as (low, high) int32 halves: r_i is at 2i and 2i+1. Current when a syscall or the tracer runs. */
  readonly registers: Int32Array
  /** What the syscalls need of the running transaction. */
  readonly host: Host
  /** Called before each instruction with its slot, the meter not yet charged for it; the run uses the interpreter. */
  readonly trace?: ((vm: VmContext<Host>, slot: number) => void) | undefined
}

/** End of a run. */
export interface RunResult {
  /** r0 at exit; 0 after a fault. */
  readonly r0: U64
  readonly fault: VmFault | undefined
  /** Compute units the meter lost during this run: instructions, syscalls and programs they called. */
  readonly executed: number
}
