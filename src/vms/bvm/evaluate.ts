/**
 * Payload 0x31: a script run by itself. It changes nothing, signs nothing and knows no lock time: a well-formed
 * signature is checked false, CHECKLOCKTIMEVERIFY and CHECKSEQUENCEVERIFY fail. False, or a script that breaks a rule, is
 * `reverted`.
 */
import { EMPTY_BYTES } from '../../primitives/bytes.ts'
import { failureOf, type Outcome } from '../../receipt.ts'
import type { BvmContext } from './context.ts'
import type { EvaluationRules } from './payload.ts'
import { evaluateScript, type ScriptDebugger } from './script/index.ts'

/** What to run. */
export interface ScriptEvaluation {
  readonly rules: EvaluationRules
  /** Bottom first. */
  readonly stack: readonly Uint8Array[]
  readonly script: Uint8Array
}

/** The outcome; its output is the top element of the stack, also of a script that says false. */
export function evaluate(
  context: BvmContext,
  evaluation: ScriptEvaluation,
  onStep?: ScriptDebugger,
): Outcome {
  const { rules, stack, script } = evaluation
  const version = rules === 'segwit' ? 'witnessV0' : 'legacy'
  const { flags, services } = context
  const run = { script, stack, flags, version, debugger: onStep } as const
  const { error, isTrue, stack: left } = evaluateScript(run, services.crypto)
  const output = left.at(-1)?.slice() ?? EMPTY_BYTES
  if (isTrue) return { status: 'success', gasUsed: 0n, output }
  const message = `script expected true, got ${error ?? 'EVAL_FALSE'}`
  return { status: 'reverted', gasUsed: 0n, output, failure: failureOf('Reverted', message) }
}
