/** Why a program stopped short, with Solana's own texts (sbpf `EbpfError`; they appear in transaction logs). */
import type { U64 } from './u64.ts'

/** Kinds of faults; `syscall` is whatever a syscall threw that the VM has no name for. */
export type FaultKind =
  | 'callDepthExceeded'
  | 'divideByZero'
  | 'divideOverflow'
  | 'executionOverrun'
  | 'callOutsideTextSegment'
  | 'exceededMaxInstructions'
  | 'accessViolation'
  | 'stackAccessViolation'
  | 'unsupportedInstruction'
  | 'syscall'

/** Texts of the kinds that need no operands. */
export const FAULT_TEXT = {
  callDepthExceeded: 'exceeded max BPF to BPF call depth',
  divideByZero: 'divide by zero at BPF instruction',
  divideOverflow: 'division overflow at BPF instruction',
  executionOverrun: 'attempted to execute past the end of the text segment at BPF instruction',
  callOutsideTextSegment: 'callx attempted to call outside of the text segment',
  exceededMaxInstructions: 'exceeded CUs meter at BPF instruction',
  unsupportedInstruction: 'unsupported BPF instruction',
} as const

/**
 * Thrown inside a run and returned by `run` as a value. A syscall throws one (or a subclass, e.g. with an
 * instruction error) to stop its program; `run` then marks it `fromSyscall`. Everything else that a syscall throws
 * is our bug and passes through `run`.
 */
export class VmFault extends Error {
  readonly kind: FaultKind
  /** True when a syscall threw it: such faults do not burn the rest of the transaction's compute units. */
  fromSyscall = false

  constructor(kind: FaultKind, text: string) {
    super(text)
    this.kind = kind
  }
}

/** A fault whose text has no operands. */
export function plainFault(kind: keyof typeof FAULT_TEXT): VmFault {
  return new VmFault(kind, FAULT_TEXT[kind])
}

/**
 * Access violation. Around the stack of a fixed-frame program it names the frame, else the region that contains the
 * address (`unallocated` when none does).
 */
export function accessViolation(
  version: number,
  address: U64,
  length: U64,
  store: boolean,
  region: string,
): VmFault {
  const at = BigInt(address)
  if (version === 0 || version >= 3) {
    // Truncating division, as in sbpf: the frame below the stack counts as -1 only from a whole frame on.
    const frame = (BigInt.asIntN(64, at) - 0x2_0000_0000n) / 4096n
    if (frame >= -1n && frame <= 64n) {
      return new VmFault(
        'stackAccessViolation',
        `Access violation in stack frame ${frame} at address 0x${at.toString(16)} of size ${length}`,
      )
    }
  }
  const verb = store ? 'writing' : 'reading'
  return new VmFault(
    'accessViolation',
    `Access violation ${verb} ${length} bytes at address 0x${at.toString(16)} (in ${region} region)`,
  )
}
