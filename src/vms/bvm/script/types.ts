/** What a verification is given, and what a debugger sees. */
import type { Crypto } from '../../../crypto/types.ts'

import type { SighashCache } from './sighash.ts'
import type { SignatureQueue } from './signature-queue.ts'

/** Which of a spend's scripts runs. */
export type ScriptPhase =
  | 'scriptSig'
  | 'scriptPubKey'
  | 'redeemScript'
  | 'witnessScript'
  | 'tapscript'

/** One opcode about to be executed. Arrays are the interpreter's own and change with the next step: copy what is kept. */
export interface ScriptStep {
  readonly phase: ScriptPhase
  /** Byte offset of the opcode in `script`. */
  readonly position: number
  /** Number of opcodes before it, as CODESEPARATOR counts them in tapscript. */
  readonly index: number
  /** Its byte. */
  readonly opcode: number
  readonly name: string
  /** The script that runs. */
  readonly script: Uint8Array
  /** What a push puts on the stack. */
  readonly push: Uint8Array | undefined
  /** False inside a branch that is not taken. */
  readonly isExecuting: boolean
  /** Bottom first. */
  readonly stack: readonly Uint8Array[]
  /** Bottom first. */
  readonly altStack: readonly Uint8Array[]
}

/** Sees every opcode before it is executed. */
export type ScriptDebugger = (step: ScriptStep) => void

/** What verification needs besides the transaction. */
export interface ScriptContext {
  readonly crypto: Crypto
  /** Of this very transaction, shared by its inputs: `new SighashCache(tx, prevouts, crypto, limit)`. */
  readonly sighash: SighashCache
  /** Costs nothing when absent. */
  readonly debugger?: ScriptDebugger | undefined
  /** Takes the checks of single signatures, which are then assumed to hold: the caller asks the queue. */
  readonly queue?: SignatureQueue | undefined
}
