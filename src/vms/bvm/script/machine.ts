/**
 * The interpreter: Bitcoin Core's `EvalScript` over the opcode table. One machine runs the scripts of one input one after
 * the other on the stack it is given.
 */
import type { Crypto } from '../../../crypto/types.ts'
import type { InputChecker } from './checker.ts'
import type { ScriptError } from './errors.ts'
import { SCRIPT_FLAGS } from './flags.ts'
import { isKeyHashScript, keyHashFits, runKeyHash } from './key-hash.ts'
import { MAX_ELEMENT_SIZE, MAX_OPS, MAX_SCRIPT_SIZE, MAX_STACK_ITEMS } from './limits.ts'
import { FALSE, readNumber } from './numbers.ts'
import { Opcode } from './opcode-numbers.ts'
import { IS_DISABLED, OPCODES, opcodeName } from './opcodes.ts'
import { isMinimalPush, nextOpcode, pushHeader } from './parse.ts'
import type { TaprootSpend } from './sighash.ts'
import type { ScriptDebugger, ScriptPhase } from './types.ts'

/** Which rules a script runs under. */
export type ScriptVersion = 'legacy' | 'witnessV0' | 'tapscript'

/** The stack before a script runs. */
const NO_ITEMS: Uint8Array[] = []

/** What CODESEPARATOR's position is before one was executed. */
export const NO_CODE_SEPARATOR = 0xffff_ffff

/** State of one script's run. Fields are for the operations; only `run` is for others. */
export class ScriptMachine implements TaprootSpend {
  readonly flags: number
  readonly crypto: Crypto
  /** Undefined outside a transaction: no signature is valid then and no lock time reached. */
  readonly checker: InputChecker | undefined
  stack: Uint8Array[] = NO_ITEMS
  altStack: Uint8Array[] = []
  version: ScriptVersion = 'legacy'
  opCount = 0
  isExecuting = true
  // Tapscript only.
  annexHash: Uint8Array | undefined
  leafHash: Uint8Array | undefined
  codeSeparator: number = NO_CODE_SEPARATOR
  /** Validation weight that is left (BIP342). */
  weightLeft = 0

  private readonly isMinimal: boolean
  readonly onStep: ScriptDebugger | undefined
  private script: Uint8Array = FALSE
  private at = 0
  private index = 0
  private codeStart = 0
  private code: Uint8Array | undefined
  // Branches as Core's ConditionStack: how many are open, and which is the first not taken.
  private branches = 0
  private firstFalse = -1

  constructor(
    flags: number,
    crypto: Crypto,
    checker: InputChecker | undefined,
    onStep: ScriptDebugger | undefined,
  ) {
    this.flags = flags
    this.crypto = crypto
    this.checker = checker
    this.onStep = onStep
    this.isMinimal = (flags & SCRIPT_FLAGS.MINIMALDATA) !== 0
  }

  /** The element `depth` below the top (1 is the top) as a number, or NaN. */
  number(depth: number, maxLength = 4): number {
    return readNumber(this.stack[this.stack.length - depth]!, this.isMinimal, maxLength)
  }

  /** What signatures commit to: the script from behind the last executed CODESEPARATOR. */
  scriptCode(): Uint8Array {
    return (this.code ??= this.codeStart === 0 ? this.script : this.script.subarray(this.codeStart))
  }

  separateCode(): void {
    this.codeStart = this.at
    this.code = undefined
    this.codeSeparator = this.index
  }

  enterBranch(isTaken: boolean): void {
    if (!isTaken && this.firstFalse < 0) this.firstFalse = this.branches
    this.branches++
    this.isExecuting = this.firstFalse < 0
  }

  /** Takes the other side of the innermost branch; false if there is none. */
  switchBranch(): boolean {
    if (this.branches === 0) return false
    if (this.firstFalse < 0) this.firstFalse = this.branches - 1
    else if (this.firstFalse === this.branches - 1) this.firstFalse = -1
    this.isExecuting = this.firstFalse < 0
    return true
  }

  leaveBranch(): boolean {
    if (this.branches === 0) return false
    this.branches--
    if (this.firstFalse === this.branches) this.firstFalse = -1
    this.isExecuting = this.firstFalse < 0
    return true
  }

  /** Runs `script` on `stack`, which it changes. Why it failed, or undefined. */
  run(
    script: Uint8Array,
    stack: Uint8Array[],
    version: ScriptVersion,
    phase: ScriptPhase,
  ): ScriptError | undefined {
    const isBounded = version !== 'tapscript'
    if (isBounded && script.length > MAX_SCRIPT_SIZE) return 'SCRIPT_SIZE'
    this.start(script, stack, version)
    const { altStack, onStep } = this
    if (isBounded && onStep === undefined && isKeyHashScript(script) && keyHashFits(this))
      return runKeyHash(this, script)
    const { length } = script
    while (this.at < length) {
      const start = this.at
      const opcode = script[start]!
      const next = opcode > Opcode.PUSHDATA4 ? start + 1 : nextOpcode(script, start)
      if (next < 0) return 'BAD_OPCODE'
      this.at = next
      if (onStep !== undefined) this.step(onStep, phase, start)
      const fault =
        opcode <= Opcode.PUSHDATA4
          ? this.push(opcode, start + 1 + pushHeader(opcode), next)
          : this.operate(opcode, isBounded)
      if (fault !== undefined) return fault
      if (stack.length + altStack.length > MAX_STACK_ITEMS) return 'STACK_SIZE'
      this.index++
    }
    return this.branches === 0 ? undefined : 'UNBALANCED_CONDITIONAL'
  }

  private start(script: Uint8Array, stack: Uint8Array[], version: ScriptVersion): void {
    this.script = script
    this.stack = stack
    this.version = version
    if (this.altStack.length > 0) this.altStack = []
    this.at = 0
    this.index = 0
    this.opCount = 0
    this.isExecuting = true
    this.branches = 0
    this.firstFalse = -1
    this.codeStart = 0
    this.code = undefined
    this.codeSeparator = NO_CODE_SEPARATOR
  }

  private push(opcode: number, start: number, end: number): ScriptError | undefined {
    if (end - start > MAX_ELEMENT_SIZE) return 'PUSH_SIZE'
    if (!this.isExecuting) return undefined
    const data = start === end ? FALSE : this.script.subarray(start, end)
    if (this.isMinimal && !isMinimalPush(data, opcode)) return 'MINIMALDATA'
    this.stack.push(data)
    return undefined
  }

  private operate(opcode: number, isBounded: boolean): ScriptError | undefined {
    if (isBounded && opcode > Opcode.OP_16 && ++this.opCount > MAX_OPS) return 'OP_COUNT'
    if (IS_DISABLED[opcode] === 1) return 'DISABLED_OPCODE'
    if (opcode === Opcode.CODESEPARATOR && this.version === 'legacy') {
      if ((this.flags & SCRIPT_FLAGS.CONST_SCRIPTCODE) !== 0) return 'OP_CODESEPARATOR'
    }
    // Branches are followed where nothing else is executed.
    if (!this.isExecuting && (opcode < Opcode.IF || opcode > Opcode.ENDIF)) return undefined
    const operation = OPCODES[opcode]
    if (operation === undefined) return 'BAD_OPCODE'
    if (this.stack.length < operation.items) return 'INVALID_STACK_OPERATION'
    return operation.execute(this, opcode)
  }

  private step(onStep: ScriptDebugger, phase: ScriptPhase, position: number): void {
    const { script, stack, altStack, isExecuting, index } = this
    const opcode = script[position]!
    const isPush = opcode <= Opcode.PUSHDATA4
    const push = isPush ? script.subarray(position + 1 + pushHeader(opcode), this.at) : undefined
    const name = opcodeName(opcode)
    onStep({ phase, position, index, opcode, name, script, push, isExecuting, stack, altStack })
  }
}
