/** Bitcoin Script. */
export type { ScriptError } from './errors.ts'
export { SCRIPT_ERRORS } from './errors.ts'
export type { ScriptFlag } from './flags.ts'
export { CONSENSUS_FLAGS, SCRIPT_FLAGS, STANDARD_FLAGS, scriptFlags } from './flags.ts'
export { SighashCache } from './sighash.ts'
export type { ScriptContext, ScriptDebugger, ScriptPhase, ScriptStep } from './types.ts'
