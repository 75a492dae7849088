/** Witness programs: Bitcoin Core's `VerifyWitnessProgram` (BIP141, BIP143, BIP341, BIP342). */
import { equalBytes } from '../../../primitives/bytes.ts'
import { compactSizeLength } from '../transaction/encode.ts'
import type { ScriptError } from './errors.ts'
import { SCRIPT_FLAGS } from './flags.ts'
import { keyHashScript } from './key-hash.ts'
import { MAX_ELEMENT_SIZE, MAX_STACK_ITEMS, TAPSCRIPT_SIGNATURE_WEIGHT } from './limits.ts'
import { NO_CODE_SEPARATOR, type ScriptMachine } from './machine.ts'
import { isTrue } from './numbers.ts'
import { isOpSuccess } from './opcodes.ts'
import { nextOpcode } from './parse.ts'
import type { TaprootSpend } from './sighash.ts'
import { annexDigest, isCommitted, isControlSize, TAPSCRIPT_LEAF, tapLeafHash } from './taproot.ts'

type Result = ScriptError | undefined
type Witness = readonly Uint8Array[]

const ANNEX_TAG = 0x50
const LEAF_MASK = 0xfe

/** Runs a witness's script on its stack. One true element must be left: the rule is consensus here. */
function runScript(
  machine: ScriptMachine,
  script: Uint8Array,
  stack: Uint8Array[],
  version: 'witnessV0' | 'tapscript',
): Result {
  for (const { length } of stack) if (length > MAX_ELEMENT_SIZE) return 'PUSH_SIZE'
  const phase = version === 'tapscript' ? 'tapscript' : 'witnessScript'
  const fault = machine.run(script, stack, version, phase)
  if (fault !== undefined) return fault
  if (stack.length !== 1) return 'CLEANSTACK'
  return isTrue(stack[0]!) ? undefined : 'EVAL_FALSE'
}

function verifyVersion0(machine: ScriptMachine, program: Uint8Array, witness: Witness): Result {
  if (program.length === 20) {
    if (witness.length !== 2) return 'WITNESS_PROGRAM_MISMATCH'
    return runScript(machine, keyHashScript(program), witness.slice(), 'witnessV0')
  }
  if (program.length !== 32) return 'WITNESS_PROGRAM_WRONG_LENGTH'
  const script = witness[witness.length - 1]
  if (script === undefined) return 'WITNESS_PROGRAM_WITNESS_EMPTY'
  if (!equalBytes(machine.crypto.sha256(script), program)) return 'WITNESS_PROGRAM_MISMATCH'
  return runScript(machine, script, witness.slice(0, -1), 'witnessV0')
}

/** BIP342: an OP_SUCCESS anywhere decides before any limit does, unless the script does not parse up to it. */
function findSuccess(script: Uint8Array, flags: number): Result | 'none' {
  for (let at = 0; at < script.length; ) {
    const next = nextOpcode(script, at)
    if (next < 0) return 'BAD_OPCODE'
    if (isOpSuccess(script[at]!)) {
      return (flags & SCRIPT_FLAGS.DISCOURAGE_OP_SUCCESS) !== 0
        ? 'DISCOURAGE_OP_SUCCESS'
        : undefined
    }
    at = next
  }
  return 'none'
}

function witnessSize(witness: Witness): number {
  let size = compactSizeLength(witness.length)
  for (const { length } of witness) size += compactSizeLength(length) + length
  return size
}

/** `stack` is the witness without its annex. */
function verifyScriptPath(
  machine: ScriptMachine,
  program: Uint8Array,
  witness: Witness,
  stack: Witness,
): Result {
  const control = stack[stack.length - 1]!
  const script = stack[stack.length - 2]!
  if (!isControlSize(control.length)) return 'TAPROOT_WRONG_CONTROL_SIZE'
  const leafVersion = control[0]! & LEAF_MASK
  const leafHash = tapLeafHash(machine.crypto, leafVersion, script)
  if (!isCommitted(machine.crypto, control, program, leafHash)) return 'WITNESS_PROGRAM_MISMATCH'
  if (leafVersion !== TAPSCRIPT_LEAF) {
    return (machine.flags & SCRIPT_FLAGS.DISCOURAGE_UPGRADABLE_TAPROOT_VERSION) !== 0
      ? 'DISCOURAGE_UPGRADABLE_TAPROOT_VERSION'
      : undefined
  }
  const verdict = findSuccess(script, machine.flags)
  if (verdict !== 'none') return verdict
  const items = stack.slice(0, -2)
  if (items.length > MAX_STACK_ITEMS) return 'STACK_SIZE'
  machine.leafHash = leafHash
  machine.weightLeft = witnessSize(witness) + TAPSCRIPT_SIGNATURE_WEIGHT
  return runScript(machine, script, items, 'tapscript')
}

function verifyTaproot(machine: ScriptMachine, program: Uint8Array, witness: Witness): Result {
  if ((machine.flags & SCRIPT_FLAGS.TAPROOT) === 0) return undefined
  const last = witness[witness.length - 1]
  if (last === undefined) return 'WITNESS_PROGRAM_WITNESS_EMPTY'
  const hasAnnex = witness.length >= 2 && last[0] === ANNEX_TAG
  machine.annexHash = hasAnnex ? annexDigest(machine.crypto, last) : undefined
  const stack = hasAnnex ? witness.slice(0, -1) : witness
  if (stack.length > 1) return verifyScriptPath(machine, program, witness, stack)
  const spend: TaprootSpend = {
    annexHash: machine.annexHash,
    leafHash: undefined,
    codeSeparator: NO_CODE_SEPARATOR,
  }
  return machine.checker === undefined
    ? 'SCHNORR_SIG'
    : machine.checker.schnorr(stack[0]!, program, spend)
}

/** `script` is a witness program of `version`: a scriptPubKey, or what a P2SH input pushed. */
export function verifyWitnessProgram(
  machine: ScriptMachine,
  script: Uint8Array,
  version: number,
  witness: Witness,
  isNested: boolean,
): Result {
  const program = script.subarray(2)
  if (version === 0) return verifyVersion0(machine, program, witness)
  if (version === 1 && !isNested) {
    if (program.length === 32) return verifyTaproot(machine, program, witness)
    // Pay to anchor (Core 28): anyone can spend, standard.
    if (program.length === 2 && program[0] === 0x4e && program[1] === 0x73) return undefined
  }
  return (machine.flags & SCRIPT_FLAGS.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM) !== 0
    ? 'DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM'
    : undefined
}
