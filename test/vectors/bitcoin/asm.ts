/** The small language in which Bitcoin Core's test data writes scripts. */
import { concatBytes, hexToBytes, utf8 } from '../../../src/primitives/bytes.ts'
import { writeNumber } from '../../../src/vms/bvm/script/numbers.ts'
import { opcodeName } from '../../../src/vms/bvm/script/opcodes.ts'
import { pushOf } from '../../../src/vms/bvm/script/parse.ts'

const NAMES = new Map<string, number>()
for (let opcode = 0x4f; opcode <= 0xff; opcode++) {
  const name = opcodeName(opcode)
  // Numbers are pushes unless written with their prefix.
  if (!/^\d+$/.test(name)) NAMES.set(name, opcode)
  NAMES.set(`OP_${name}`, opcode)
}
NAMES.set('OP_0', 0)
for (const [alias, opcode] of [
  ['NOP2', 0xb1],
  ['NOP3', 0xb2],
] as const) {
  NAMES.set(alias, opcode)
  NAMES.set(`OP_${alias}`, opcode)
}

function word(text: string): Uint8Array {
  if (/^-?\d+$/.test(text)) {
    const value = Number(text)
    if (value === 0) return Uint8Array.of(0)
    if (value === -1 || (value >= 1 && value <= 16)) return Uint8Array.of(0x50 + value)
    return pushOf(writeNumber(value))
  }
  if (text.startsWith('0x')) return hexToBytes(text)
  if (text.startsWith("'") && text.endsWith("'")) return pushOf(utf8(text.slice(1, -1)))
  const opcode = NAMES.get(text)
  if (opcode === undefined) throw new Error(`asm: unknown word ${text}`)
  return Uint8Array.of(opcode)
}

/** Numbers push themselves, `0x..` is inserted as it stands, `'text'` pushes its bytes, the rest are names. */
export function assemble(text: string): Uint8Array {
  return concatBytes(...text.split(/\s+/).filter(Boolean).map(word))
}
