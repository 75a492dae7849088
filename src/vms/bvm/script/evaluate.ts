/** Scripts by themselves, without a transaction around them. */
import type { Crypto } from '../../../crypto/types.ts'
import type { ScriptError } from './errors.ts'
import { ScriptMachine } from './machine.ts'
import { isTrue } from './numbers.ts'
import type { ScriptDebugger } from './types.ts'

/** What to run. */
export interface Evaluation {
  /** Over 10,000 bytes it fails (SCRIPT_SIZE). */
  readonly script: Uint8Array
  /** Initial stack, bottom first; default empty. Not changed. */
  readonly stack?: readonly Uint8Array[]
  /** Of `SCRIPT_FLAGS`. */
  readonly flags: number
  /** Default `legacy`. */
  readonly version?: 'legacy' | 'witnessV0'
  readonly debugger?: ScriptDebugger | undefined
}

/** What is left. */
export interface EvaluationResult {
  /** Why it failed; undefined if it ran to its end. */
  readonly error: ScriptError | undefined
  /** Whether it ran to its end and left a true element on top. */
  readonly isTrue: boolean
  /** Bottom first; what was there when it failed. */
  readonly stack: readonly Uint8Array[]
}

/**
 * Runs a script under the bounds of consensus, with nothing to sign and no clock: as with Core's
 * `BaseSignatureChecker`, a well-formed signature is checked false, and CHECKLOCKTIMEVERIFY and CHECKSEQUENCEVERIFY fail
 * with UNSATISFIED_LOCKTIME.
 */
export function evaluateScript(evaluation: Evaluation, crypto: Crypto): EvaluationResult {
  const { script, flags, version = 'legacy' } = evaluation
  const stack = [...(evaluation.stack ?? [])]
  const machine = new ScriptMachine(flags, crypto, undefined, evaluation.debugger)
  const phase = version === 'legacy' ? 'scriptPubKey' : 'witnessScript'
  const error = machine.run(script, stack, version, phase)
  const top = stack[stack.length - 1]
  return { error, isTrue: error === undefined && top !== undefined && isTrue(top), stack }
}
