/**
 * PERF: `DUP HASH160 <20 bytes> EQUALVERIFY CHECKSIG`, the script of most inputs there are, in one step: the same checks in
 * the same order as opcode by opcode, without the pushes and pops between them.
 */
import type { InputChecker } from './checker.ts'
import type { ScriptError } from './errors.ts'
import { MAX_ELEMENT_SIZE, MAX_STACK_ITEMS } from './limits.ts'
import type { ScriptMachine } from './machine.ts'
import { isTrue } from './numbers.ts'
import { Opcode } from './opcode-numbers.ts'
import { checkSig, checkSingle } from './operations-crypto.ts'

const LENGTH = 25
const HASH_AT = 3

/** Whether the script has this form. */
export function isKeyHashScript(script: Uint8Array): boolean {
  return (
    script.length === LENGTH &&
    script[0] === Opcode.DUP &&
    script[1] === Opcode.HASH160 &&
    script[2] === 20 &&
    script[23] === Opcode.EQUALVERIFY &&
    script[24] === Opcode.CHECKSIG
  )
}

/** Whether the two items that the script puts on top fit; if not, the interpreter says where it fails. */
export function keyHashFits(machine: ScriptMachine): boolean {
  return machine.stack.length + 2 <= MAX_STACK_ITEMS
}

/** Runs such a script, which the machine has begun. Cost: one hash, one verification. */
export function runKeyHash(machine: ScriptMachine, script: Uint8Array): ScriptError | undefined {
  const { stack, crypto } = machine
  const key = stack[stack.length - 1]
  if (key === undefined) return 'INVALID_STACK_OPERATION'
  const hash = crypto.ripemd160(crypto.sha256(key))
  for (let i = 0; i < 20; i++) if (hash[i] !== script[HASH_AT + i]) return 'EQUALVERIFY'
  return stack.length < 2 ? 'INVALID_STACK_OPERATION' : checkSig(machine, Opcode.CHECKSIG)
}

/** Where the program begins in the script that is one: after version and length (BIP141). */
const PROGRAM_AT = 2

/** The script that the 20 bytes of a witness program stand for (BIP143); they begin at `at`. */
export function keyHashScript(program: Uint8Array, at = 0): Uint8Array {
  const script = new Uint8Array(LENGTH)
  script[0] = Opcode.DUP
  script[1] = Opcode.HASH160
  script[2] = 20
  for (let i = 0; i < 20; i++) script[HASH_AT + i] = program[at + i]!
  script[23] = Opcode.EQUALVERIFY
  script[24] = Opcode.CHECKSIG
  return script
}

/** Whether the script is a witness program of version 0 with 20 bytes, and not all zero, which is false as a stack element. */
export function isKeyHashProgram(script: Uint8Array): boolean {
  return script.length === 22 && script[0] === 0 && script[1] === 20 && isTrue(script, PROGRAM_AT)
}

/** Such a program's script on its witness, where nobody watches: no machine is needed. Cost as of {@link runKeyHash}. */
export function verifyKeyHash(
  checker: InputChecker,
  flags: number,
  witnessProgram: Uint8Array,
  witness: readonly Uint8Array[],
): ScriptError | undefined {
  if (witness.length !== 2) return 'WITNESS_PROGRAM_MISMATCH'
  const { crypto } = checker
  const [signature, key] = [witness[0]!, witness[1]!]
  if (signature.length > MAX_ELEMENT_SIZE || key.length > MAX_ELEMENT_SIZE) return 'PUSH_SIZE'
  const hash = crypto.ripemd160(crypto.sha256(key))
  for (let i = 0; i < 20; i++) if (hash[i] !== witnessProgram[PROGRAM_AT + i]) return 'EQUALVERIFY'
  const rules = { flags, version: 'witnessV0', checker } as const
  const verdict = checkSingle(rules, signature, key, keyHashScript(witnessProgram, PROGRAM_AT))
  if (typeof verdict === 'string') return verdict
  return verdict ? undefined : 'EVAL_FALSE'
}
