/**
 * Observer of execution. Every hook is optional and may not change anything; with no inspector the machines take
 * paths that do not ask for one. Objects handed to a hook are valid during the call only: copy what you keep.
 */

/** One decoded step of a bytecode machine, before it is executed. */
export interface Step {
  readonly machine: string
  readonly depth: number
  readonly pc: number
  /** Bytecode instruction, its number and its name. */
  readonly opcode: number
  readonly name: string
  /** Gas left before the step. */
  readonly gasLeft: bigint
  /** Gas the step will cost, as far as known before it runs. */
  readonly gasCost: bigint
  readonly refund: bigint
  /** Bottom first. */
  readonly stack: readonly bigint[]
  readonly memory: Uint8Array
  readonly returnData: Uint8Array
  /** Address whose storage is in scope. */
  readonly target: Uint8Array
}

/** A call or creation is about to run. */
export interface FrameStart {
  readonly machine: string
  /** e.g. CALL, STATICCALL, DELEGATECALL, CREATE2. */
  readonly type: string
  readonly depth: number
  readonly caller: Uint8Array
  readonly target: Uint8Array
  readonly codeAddress: Uint8Array
  readonly value: bigint
  readonly gas: bigint
  readonly input: Uint8Array
}

export interface FrameEnd {
  readonly depth: number
  readonly status: 'success' | 'reverted' | 'halted'
  readonly gasUsed: bigint
  readonly output: Uint8Array
  /** Name of an NVmErrorCode 2xxx when not a success. */
  readonly failure: string | undefined
}

export interface Inspector {
  transactionStart?(index: number, hash: Uint8Array): void
  transactionEnd?(index: number): void
  step?(step: Step): void
  /** What the last step of the frame at `depth` cost in fact, gas handed to a child included. */
  stepEnd?(gasCost: bigint, depth: number): void
  enter?(frame: FrameStart): void
  exit?(frame: FrameEnd): void
  log?(address: Uint8Array, topics: readonly Uint8Array[], data: Uint8Array): void
  selfdestruct?(address: Uint8Array, beneficiary: Uint8Array, value: bigint): void
}
