/**
 * Observer of execution. Every hook is optional and may not change anything; with no inspector the machines take
 * paths that do not ask for one. Objects handed to a hook are valid during the call only: copy what you keep.
 */

/** One decoded step of a bytecode machine, before it is executed. */
export interface Step {
  readonly machine: string
  /** Of the frame, as at its start. */
  readonly depth: number
  /** Of the instruction: a byte offset, in sBPF a slot. */
  readonly pc: number
  /** Bytecode instruction, its number and its name. */
  readonly opcode: number
  readonly name: string
  /** Gas left before the step. */
  readonly gasLeft: bigint
  /** Gas the step will cost, as far as known before it runs. */
  readonly gasCost: bigint
  /** Gas to be refunded so far. */
  readonly refund: bigint
  /** Bottom first. */
  readonly stack: readonly bigint[]
  /** Of the frame, up to what it has touched. */
  readonly memory: Uint8Array
  /** Of the last call. */
  readonly returnData: Uint8Array
  /** Address whose storage is in scope. */
  readonly target: Uint8Array
}

/** A call or creation is about to run. */
export interface FrameStart {
  readonly machine: string
  /** e.g. CALL, STATICCALL, DELEGATECALL, CREATE2. */
  readonly type: string
  /** 0 for the outermost frame, in every machine. */
  readonly depth: number
  /** An address in the machine's form. */
  readonly caller: Uint8Array
  /** Address whose storage is in scope. */
  readonly target: Uint8Array
  /** Address whose code runs. */
  readonly codeAddress: Uint8Array
  /** In the machine's unit of coin. */
  readonly value: bigint
  /** In the machine's own unit. */
  readonly gas: bigint
  /** Calldata, or init code. */
  readonly input: Uint8Array
}

/** How a frame ended. */
export interface FrameEnd {
  /** As at its start. */
  readonly depth: number
  readonly status: 'success' | 'reverted' | 'halted'
  /** In the machine's own unit. */
  readonly gasUsed: bigint
  /** Return data, or revert data. */
  readonly output: Uint8Array
  /** Name of an NVmErrorCode 2xxx when not a success. */
  readonly failure: string | undefined
}

/** Hooks of an observer. An exception that one throws discards the block. */
export interface Inspector {
  /** An accepted transaction is about to run; `hash` is 32 bytes. */
  transactionStart?(index: number, hash: Uint8Array): void
  /** Its fees are settled. */
  transactionEnd?(index: number): void
  /** Before each instruction. */
  step?(step: Step): void
  /** What the last step of the frame at `depth` cost in fact, gas handed to a child included. */
  stepEnd?(gasCost: bigint, depth: number): void
  /** Before each frame. */
  enter?(frame: FrameStart): void
  /** After each frame, innermost first. */
  exit?(frame: FrameEnd): void
  /** An event was logged; a later revert is not reported. */
  log?(address: Uint8Array, topics: readonly Uint8Array[], data: Uint8Array): void
  /** `value` is what goes to the beneficiary. */
  selfdestruct?(address: Uint8Array, beneficiary: Uint8Array, value: bigint): void
}
