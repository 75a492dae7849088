/** The sBPF virtual machine: ELF loading, verification, execution. See docs/svm-sbpf.md. */
export { loadElf } from './elf.ts'
export { ElfError } from './elf-error.ts'
export { accessViolation, FAULT_TEXT, type FaultKind, plainFault, VmFault } from './fault.ts'
export {
  createMemory,
  FRAME_SIZE,
  HEAP_START,
  INPUT_START,
  MemoryMap,
  PROGRAM_START,
  type Region,
  RODATA_START,
  STACK_SIZE,
  STACK_START,
} from './memory.ts'
export { instructionName } from './mnemonics.ts'
export { hashSlot, hashSymbol, murmur3 } from './murmur3.ts'
export { VmPool, type VmPoolOptions } from './pool.ts'
export { type RunOptions, run } from './run.ts'
export type {
  DecodedText,
  Executable,
  LoadOptions,
  Meter,
  RunResult,
  SbpfVersion,
  Syscall,
  SyscallNames,
  SyscallTable,
  VmContext,
} from './types.ts'
export {
  addU64,
  approximate,
  fromBig,
  highHalf,
  lowHalf,
  readU64,
  type U64,
  u64,
  writeU64,
} from './u64.ts'
export { verify } from './verifier.ts'
export { CHANGED_DATA, CHANGED_HEAD } from './wasm/watch.ts'
