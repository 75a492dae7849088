/** Whether an input may spend its output: Bitcoin Core's `VerifyScript`. */

import { equalBytes } from '../../../primitives/bytes.ts'
import type { BitcoinTransaction, Prevout } from '../transaction/types.ts'
import { InputChecker } from './checker.ts'
import type { ScriptError } from './errors.ts'
import { SCRIPT_FLAGS } from './flags.ts'
import { isKeyHashProgram, verifyKeyHash } from './key-hash.ts'
import { ScriptMachine } from './machine.ts'
import { isTrue } from './numbers.ts'
import { isPayToScriptHash, isPushOnly, pushOf, witnessVersion } from './parse.ts'
import type { ScriptContext } from './types.ts'
import { verifyWitnessProgram } from './witness.ts'

const { P2SH, SIGPUSHONLY, CLEANSTACK, WITNESS } = SCRIPT_FLAGS

type Result = ScriptError | undefined

function resultOf(stack: readonly Uint8Array[]): Result {
  const top = stack[stack.length - 1]
  return top !== undefined && isTrue(top) ? undefined : 'EVAL_FALSE'
}

/** One input on its way through the scripts. */
class Spend {
  private readonly machine: ScriptMachine
  private readonly flags: number
  private readonly scriptSig: Uint8Array
  private readonly witness: readonly Uint8Array[]
  private hadWitness = false

  constructor(
    machine: ScriptMachine,
    flags: number,
    scriptSig: Uint8Array,
    witness: readonly Uint8Array[],
  ) {
    this.machine = machine
    this.flags = flags
    this.scriptSig = scriptSig
    this.witness = witness
  }

  verify(scriptPubKey: Uint8Array): Result {
    const { flags, scriptSig, machine } = this
    if ((flags & SIGPUSHONLY) !== 0 && !isPushOnly(scriptSig)) return 'SIG_PUSHONLY'
    if (scriptSig.length === 0 && machine.onStep === undefined) {
      // PERF: a witness program only pushes two items; the second is the verdict so far.
      const version = (flags & WITNESS) === 0 ? -1 : witnessVersion(scriptPubKey)
      if (version >= 0 && isTrue(scriptPubKey, 2))
        return verifyWitnessProgram(machine, scriptPubKey, version, this.witness, false)
    }
    let stack: Uint8Array[] = []
    if (scriptSig.length > 0) {
      const fault = machine.run(scriptSig, stack, 'legacy', 'scriptSig')
      if (fault !== undefined) return fault
    }
    const isScriptHash = (flags & P2SH) !== 0 && isPayToScriptHash(scriptPubKey)
    const pushed = isScriptHash ? stack.slice() : undefined
    const fault =
      machine.run(scriptPubKey, stack, 'legacy', 'scriptPubKey') ??
      resultOf(stack) ??
      this.witnessProgram(scriptPubKey, stack, false)
    if (fault !== undefined) return fault
    if (pushed !== undefined) {
      const nested = this.redeem(pushed)
      if (nested !== undefined) return nested
      stack = pushed
    }
    if ((flags & CLEANSTACK) !== 0 && stack.length !== 1) return 'CLEANSTACK'
    const isForgotten = (flags & WITNESS) !== 0 && !this.hadWitness && this.witness.length > 0
    return isForgotten ? 'WITNESS_UNEXPECTED' : undefined
  }

  /** BIP16: `stack` is what the scriptSig left, with the redeem script on top. */
  private redeem(stack: Uint8Array[]): Result {
    if (!isPushOnly(this.scriptSig)) return 'SIG_PUSHONLY'
    const script = stack.pop()!
    return (
      this.machine.run(script, stack, 'legacy', 'redeemScript') ??
      resultOf(stack) ??
      this.witnessProgram(script, stack, true)
    )
  }

  /** If `script` is a witness program, the witness decides and one element is left, as Core leaves it. */
  private witnessProgram(script: Uint8Array, stack: Uint8Array[], isNested: boolean): Result {
    if ((this.flags & WITNESS) === 0) return undefined
    const version = witnessVersion(script)
    if (version < 0) return undefined
    this.hadWitness = true
    if (isNested) {
      if (!equalBytes(this.scriptSig, pushOf(script))) return 'WITNESS_MALLEATED_P2SH'
    } else if (this.scriptSig.length > 0) return 'WITNESS_MALLEATED'
    stack.length = 1
    return verifyWitnessProgram(this.machine, script, version, this.witness, isNested)
  }
}

/**
 * Why input `inputIndex` may not spend its output under `flags`, or undefined if it may. `prevouts` are the outputs
 * spent by all inputs in order (taproot signs them all). WITNESS and CLEANSTACK want P2SH, TAPROOT wants WITNESS; lock
 * times of the transaction itself and amounts are not looked at. Cost: the scripts' and signatures', bounded by consensus
 * limits and the cache's own.
 */
export function verifyInput(
  tx: BitcoinTransaction,
  inputIndex: number,
  prevouts: readonly Prevout[],
  flags: number,
  context: ScriptContext,
): ScriptError | undefined {
  const { crypto } = context
  const checker = new InputChecker(tx, inputIndex, context)
  const { script } = prevouts[inputIndex]!
  const { scriptSig, witness } = tx.inputs[inputIndex]!
  const isBare = scriptSig.length === 0 && context.debugger === undefined
  if (isBare && (flags & WITNESS) !== 0 && isKeyHashProgram(script)) {
    // PERF: the program pushes two items, of which the second is true, and its own script needs no stack.
    return verifyKeyHash(checker, flags, script, witness)
  }
  const machine = new ScriptMachine(flags, crypto, checker, context.debugger)
  return new Spend(machine, flags, scriptSig, witness).verify(script)
}
