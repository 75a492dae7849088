/** The opcode table: one row an opcode, Core's names without `OP_`. Pushes up to PUSHDATA4 are the interpreter's own. */
import type { ScriptError } from './errors.ts'
import type { ScriptMachine } from './machine.ts'
import * as crypto from './operations-crypto.ts'
import * as flow from './operations-flow.ts'
import { binary, numEqualVerify, unary, within } from './operations-number.ts'
import * as stack from './operations-stack.ts'

/** Changes the machine, or says why the script fails. */
export type Operation = (machine: ScriptMachine, opcode: number) => ScriptError | undefined

/** Facts of one opcode. */
export interface OpcodeFacts {
  readonly name: string
  /** Elements it needs; with fewer it is INVALID_STACK_OPERATION. */
  readonly items: number
  readonly execute: Operation
}

type Row = readonly [opcode: number, name: string, items: number, execute: Operation]

const sha256 = crypto.hash(({ crypto: { sha256 } }, data) => sha256(data))
const ripemd160 = crypto.hash(({ crypto: { ripemd160 } }, data) => ripemd160(data))
const sha1 = crypto.hash(({ crypto: { sha1 } }, data) => sha1(data))
const hash160 = crypto.hash(({ crypto: { sha256, ripemd160 } }, data) => ripemd160(sha256(data)))
const hash256 = crypto.hash(({ crypto: { hash256 } }, data) => hash256(data))

const ROWS: readonly Row[] = [
  [0x4f, '1NEGATE', 0, flow.constant],
  [0x61, 'NOP', 0, flow.nop],
  // Control. IF and NOTIF need an element only where they are executed.
  [0x63, 'IF', 0, flow.branch],
  [0x64, 'NOTIF', 0, flow.branch],
  [0x67, 'ELSE', 0, flow.otherwise],
  [0x68, 'ENDIF', 0, flow.endBranch],
  [0x69, 'VERIFY', 1, flow.verify],
  [0x6a, 'RETURN', 0, flow.opReturn],
  // Stack
  [0x6b, 'TOALTSTACK', 1, stack.toAltStack],
  [0x6c, 'FROMALTSTACK', 0, stack.fromAltStack],
  [0x6d, '2DROP', 2, stack.drop2],
  [0x6e, '2DUP', 2, stack.dup2],
  [0x6f, '3DUP', 3, stack.dup3],
  [0x70, '2OVER', 4, stack.over2],
  [0x71, '2ROT', 6, stack.rot2],
  [0x72, '2SWAP', 4, stack.swap2],
  [0x73, 'IFDUP', 1, stack.ifDup],
  [0x74, 'DEPTH', 0, stack.depth],
  [0x75, 'DROP', 1, stack.drop],
  [0x76, 'DUP', 1, stack.dup],
  [0x77, 'NIP', 2, stack.nip],
  [0x78, 'OVER', 2, stack.over],
  [0x79, 'PICK', 2, stack.pick],
  [0x7a, 'ROLL', 2, stack.roll],
  [0x7b, 'ROT', 3, stack.rot],
  [0x7c, 'SWAP', 2, stack.swap],
  [0x7d, 'TUCK', 2, stack.tuck],
  [0x82, 'SIZE', 1, stack.size],
  [0x87, 'EQUAL', 2, stack.equal],
  [0x88, 'EQUALVERIFY', 2, stack.equalVerify],
  // Numbers
  [0x8b, '1ADD', 1, unary((a) => a + 1)],
  [0x8c, '1SUB', 1, unary((a) => a - 1)],
  [0x8f, 'NEGATE', 1, unary((a) => -a)],
  [0x90, 'ABS', 1, unary((a) => Math.abs(a))],
  [0x91, 'NOT', 1, unary((a) => a === 0)],
  [0x92, '0NOTEQUAL', 1, unary((a) => a !== 0)],
  [0x93, 'ADD', 2, binary((a, b) => a + b)],
  [0x94, 'SUB', 2, binary((a, b) => a - b)],
  [0x9a, 'BOOLAND', 2, binary((a, b) => a !== 0 && b !== 0)],
  [0x9b, 'BOOLOR', 2, binary((a, b) => a !== 0 || b !== 0)],
  [0x9c, 'NUMEQUAL', 2, binary((a, b) => a === b)],
  [0x9d, 'NUMEQUALVERIFY', 2, numEqualVerify],
  [0x9e, 'NUMNOTEQUAL', 2, binary((a, b) => a !== b)],
  [0x9f, 'LESSTHAN', 2, binary((a, b) => a < b)],
  [0xa0, 'GREATERTHAN', 2, binary((a, b) => a > b)],
  [0xa1, 'LESSTHANOREQUAL', 2, binary((a, b) => a <= b)],
  [0xa2, 'GREATERTHANOREQUAL', 2, binary((a, b) => a >= b)],
  [0xa3, 'MIN', 2, binary((a, b) => Math.min(a, b))],
  [0xa4, 'MAX', 2, binary((a, b) => Math.max(a, b))],
  [0xa5, 'WITHIN', 3, within],
  // Crypto
  [0xa6, 'RIPEMD160', 1, ripemd160],
  [0xa7, 'SHA1', 1, sha1],
  [0xa8, 'SHA256', 1, sha256],
  [0xa9, 'HASH160', 1, hash160],
  [0xaa, 'HASH256', 1, hash256],
  [0xab, 'CODESEPARATOR', 0, crypto.codeSeparator],
  [0xac, 'CHECKSIG', 2, crypto.checkSig],
  [0xad, 'CHECKSIGVERIFY', 2, crypto.checkSig],
  [0xae, 'CHECKMULTISIG', 0, crypto.checkMultisig],
  [0xaf, 'CHECKMULTISIGVERIFY', 0, crypto.checkMultisig],
  [0xba, 'CHECKSIGADD', 0, crypto.checkSigAdd],
  // Room for soft forks, two of it taken
  [0xb0, 'NOP1', 0, flow.upgradableNop],
  [0xb1, 'CHECKLOCKTIMEVERIFY', 0, flow.checkLockTime],
  [0xb2, 'CHECKSEQUENCEVERIFY', 0, flow.checkSequence],
  ...[4, 5, 6, 7, 8, 9, 10].map((n): Row => [0xaf + n, `NOP${n}`, 0, flow.upgradableNop]),
  ...Array.from({ length: 16 }, (_, i): Row => [0x51 + i, `${i + 1}`, 0, flow.constant]),
]

/** By opcode; undefined is BAD_OPCODE where it is executed. */
export const OPCODES: readonly (OpcodeFacts | undefined)[] = (() => {
  const table = new Array<OpcodeFacts | undefined>(256).fill(undefined)
  for (const [opcode, name, items, execute] of ROWS) table[opcode] = { name, items, execute }
  return table
})()

/** DISABLED_OPCODE also in a branch that is not taken. */
const DISABLED: Readonly<Record<number, string>> = {
  126: 'CAT',
  127: 'SUBSTR',
  128: 'LEFT',
  129: 'RIGHT',
  131: 'INVERT',
  132: 'AND',
  133: 'OR',
  134: 'XOR',
  141: '2MUL',
  142: '2DIV',
  149: 'MUL',
  150: 'DIV',
  151: 'MOD',
  152: 'LSHIFT',
  153: 'RSHIFT',
}
/** BAD_OPCODE where executed; VERIF and VERNOTIF anywhere. */
const RESERVED: Readonly<Record<number, string>> = {
  80: 'RESERVED',
  98: 'VER',
  101: 'VERIF',
  102: 'VERNOTIF',
  137: 'RESERVED1',
  138: 'RESERVED2',
}
const PUSHDATA = ['PUSHDATA1', 'PUSHDATA2', 'PUSHDATA4'] as const

/** One byte an opcode: 1 where it was disabled in 2010. */
export const IS_DISABLED: Uint8Array = Uint8Array.from({ length: 256 }, (_, opcode) =>
  opcode in DISABLED ? 1 : 0,
)

/** BIP342: one of these anywhere makes a tapscript valid. */
export function isOpSuccess(opcode: number): boolean {
  return (
    opcode === 80 ||
    opcode === 98 ||
    (opcode >= 126 && opcode <= 129) ||
    (opcode >= 131 && opcode <= 134) ||
    opcode === 137 ||
    opcode === 138 ||
    opcode === 141 ||
    opcode === 142 ||
    (opcode >= 149 && opcode <= 153) ||
    (opcode >= 187 && opcode <= 254)
  )
}

/** Name for people: Core's without `OP_`, `PUSHBYTES_n` for plain pushes. */
export function opcodeName(opcode: number): string {
  if (opcode === 0) return '0'
  if (opcode < 0x4c) return `PUSHBYTES_${opcode}`
  return (
    PUSHDATA[opcode - 0x4c] ??
    OPCODES[opcode]?.name ??
    DISABLED[opcode] ??
    RESERVED[opcode] ??
    `INVALID_${opcode}`
  )
}
