/** Hashes and signatures. */
import { keyFault, signatureFault } from './encoding.ts'
import type { ScriptError } from './errors.ts'
import { SCRIPT_FLAGS } from './flags.ts'
import { MAX_MULTISIG_KEYS, MAX_OPS, TAPSCRIPT_SIGNATURE_WEIGHT } from './limits.ts'
import type { ScriptMachine } from './machine.ts'
import { FALSE, TRUE, writeNumber } from './numbers.ts'
import { Opcode } from './opcode-numbers.ts'
import { deletePush } from './parse.ts'

type Result = ScriptError | undefined

/** `[bytes] -> [digest]`. */
export function hash(
  digest: (machine: ScriptMachine, data: Uint8Array) => Uint8Array,
): (machine: ScriptMachine) => Result {
  return (machine) => {
    const { stack } = machine
    stack[stack.length - 1] = digest(machine, stack[stack.length - 1]!)
    return undefined
  }
}

export function codeSeparator(machine: ScriptMachine): Result {
  machine.separateCode()
  return undefined
}

/** Legacy: the script code loses the signature itself; CONST_SCRIPTCODE refuses where that matters. */
function withoutSignature(
  machine: ScriptMachine,
  code: Uint8Array,
  signature: Uint8Array,
): Uint8Array | 'SIG_FINDANDDELETE' {
  if (machine.version !== 'legacy') return code
  const left = deletePush(code, signature)
  const isRefused = left !== code && (machine.flags & SCRIPT_FLAGS.CONST_SCRIPTCODE) !== 0
  return isRefused ? 'SIG_FINDANDDELETE' : left
}

/** Whether the signature is valid, or why the script fails. */
type Verdict = boolean | ScriptError

/** What a signature before tapscript is checked by: a machine, or who needs none. */
export type SignatureRules = Pick<ScriptMachine, 'flags' | 'version' | 'checker'>

function ecdsa(
  machine: SignatureRules,
  signature: Uint8Array,
  key: Uint8Array,
  code: Uint8Array,
  mayWait: boolean,
): Verdict {
  const { flags, version, checker } = machine
  const fault = signatureFault(signature, flags) ?? keyFault(key, flags, version === 'witnessV0')
  if (fault !== undefined) return fault
  if (checker === undefined) return false
  if (checker.ecdsa(signature, key, code, version === 'witnessV0', mayWait)) return true
  return checker.isExhausted ? 'SIGHASH_LIMIT' : false
}

function checkLegacy(machine: ScriptMachine, signature: Uint8Array, key: Uint8Array): Verdict {
  const code = withoutSignature(machine, machine.scriptCode(), signature)
  return typeof code === 'string' ? code : checkSingle(machine, signature, key, code)
}

/** One signature for one key, before tapscript. */
export function checkSingle(
  machine: SignatureRules,
  signature: Uint8Array,
  key: Uint8Array,
  code: Uint8Array,
): Verdict {
  const verdict = ecdsa(machine, signature, key, code, true)
  if (verdict !== false) return verdict
  return (machine.flags & SCRIPT_FLAGS.NULLFAIL) !== 0 && signature.length > 0 ? 'NULLFAIL' : false
}

/** BIP342: an empty signature is false, any other must be valid and costs weight; unknown key types are valid. */
function checkTapscript(machine: ScriptMachine, signature: Uint8Array, key: Uint8Array): Verdict {
  const isSigned = signature.length > 0
  if (isSigned) {
    machine.weightLeft -= TAPSCRIPT_SIGNATURE_WEIGHT
    if (machine.weightLeft < 0) return 'TAPSCRIPT_VALIDATION_WEIGHT'
  }
  if (key.length === 0) return 'TAPSCRIPT_EMPTY_PUBKEY'
  if (key.length !== 32) {
    const isDiscouraged = (machine.flags & SCRIPT_FLAGS.DISCOURAGE_UPGRADABLE_PUBKEYTYPE) !== 0
    return isDiscouraged ? 'DISCOURAGE_UPGRADABLE_PUBKEYTYPE' : isSigned
  }
  if (!isSigned) return false
  if (machine.checker === undefined) return 'SCHNORR_SIG'
  return machine.checker.schnorr(signature, key, machine) ?? true
}

function check(machine: ScriptMachine, signature: Uint8Array, key: Uint8Array): Verdict {
  return machine.version === 'tapscript'
    ? checkTapscript(machine, signature, key)
    : checkLegacy(machine, signature, key)
}

/** CHECKSIG and CHECKSIGVERIFY: `[signature key] -> [valid]`. */
export function checkSig(machine: ScriptMachine, opcode: number): Result {
  const { stack } = machine
  const verdict = check(machine, stack[stack.length - 2]!, stack[stack.length - 1]!)
  if (typeof verdict === 'string') return verdict
  if (opcode === Opcode.CHECKSIGVERIFY) {
    if (!verdict) return 'CHECKSIGVERIFY'
    stack.length -= 2
    return undefined
  }
  stack.pop()
  stack[stack.length - 1] = verdict ? TRUE : FALSE
  return undefined
}

/** BIP342: `[signature n key] -> [n + valid]`. No opcode before tapscript. */
export function checkSigAdd(machine: ScriptMachine): Result {
  if (machine.version !== 'tapscript') return 'BAD_OPCODE'
  const { stack } = machine
  if (stack.length < 3) return 'INVALID_STACK_OPERATION'
  const number = machine.number(2)
  if (Number.isNaN(number)) return 'SCRIPTNUM'
  const verdict = check(machine, stack[stack.length - 3]!, stack[stack.length - 1]!)
  if (typeof verdict === 'string') return verdict
  stack.length -= 2
  stack[stack.length - 1] = writeNumber(verdict ? number + 1 : number)
  return undefined
}

/** Where the parts of a CHECKMULTISIG lie: `[dummy, signatures, count, keys, count]`, counted from the top, 1 is the top. */
interface Multisig {
  readonly keys: number
  readonly signatures: number
  readonly firstKey: number
  readonly firstSignature: number
}

function readMultisig(machine: ScriptMachine): Multisig | ScriptError {
  const { stack } = machine
  if (stack.length < 1) return 'INVALID_STACK_OPERATION'
  const keys = machine.number(1)
  if (Number.isNaN(keys)) return 'SCRIPTNUM'
  if (keys < 0 || keys > MAX_MULTISIG_KEYS) return 'PUBKEY_COUNT'
  machine.opCount += keys
  if (machine.opCount > MAX_OPS) return 'OP_COUNT'
  if (stack.length < keys + 2) return 'INVALID_STACK_OPERATION'
  const signatures = machine.number(keys + 2)
  if (Number.isNaN(signatures)) return 'SCRIPTNUM'
  if (signatures < 0 || signatures > keys) return 'SIG_COUNT'
  if (stack.length < keys + signatures + 2) return 'INVALID_STACK_OPERATION'
  return { keys, signatures, firstKey: 2, firstSignature: keys + 3 }
}

/** Signatures and keys are in the same order; each key is tried once. */
function checkMany(machine: ScriptMachine, { keys, signatures, ...at }: Multisig): Verdict {
  const { stack } = machine
  const top = stack.length
  let code = machine.scriptCode()
  for (let i = 0; i < signatures; i++) {
    const left = withoutSignature(machine, code, stack[top - at.firstSignature - i]!)
    if (typeof left === 'string') return left
    code = left
  }
  let { firstKey, firstSignature } = at
  let keysLeft = keys
  let wanted = signatures
  while (wanted > 0) {
    if (wanted > keysLeft) return false
    const verdict = ecdsa(
      machine,
      stack[top - firstSignature]!,
      stack[top - firstKey]!,
      code,
      false,
    )
    if (typeof verdict === 'string') return verdict
    if (verdict) {
      firstSignature++
      wanted--
    }
    firstKey++
    keysLeft--
  }
  return true
}

/** CHECKMULTISIG and CHECKMULTISIGVERIFY, with the extra element they have always taken (BIP147). */
export function checkMultisig(machine: ScriptMachine, opcode: number): Result {
  const { stack, flags } = machine
  if (machine.version === 'tapscript') return 'TAPSCRIPT_CHECKMULTISIG'
  const multisig = readMultisig(machine)
  if (typeof multisig === 'string') return multisig
  const isValid = checkMany(machine, multisig)
  if (typeof isValid === 'string') return isValid
  if (!isValid && (flags & SCRIPT_FLAGS.NULLFAIL) !== 0) {
    const first = stack.length - multisig.firstSignature
    for (let i = 0; i < multisig.signatures; i++) {
      if (stack[first - i]!.length > 0) return 'NULLFAIL'
    }
  }
  stack.length -= multisig.keys + multisig.signatures + 2
  const dummy = stack.pop()
  if (dummy === undefined) return 'INVALID_STACK_OPERATION'
  if ((flags & SCRIPT_FLAGS.NULLDUMMY) !== 0 && dummy.length > 0) return 'SIG_NULLDUMMY'
  if (opcode === Opcode.CHECKMULTISIG) stack.push(isValid ? TRUE : FALSE)
  else if (!isValid) return 'CHECKMULTISIGVERIFY'
  return undefined
}
