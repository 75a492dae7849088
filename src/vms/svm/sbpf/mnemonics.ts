/** Names of instructions for traces, as Solana's disassembler writes them. */
import type { Executable } from './types.ts'

const ALU = [
  ...['add', 'sub', 'mul', 'div', 'or', 'and', 'lsh', 'rsh', 'neg', 'mod', 'xor', 'mov', 'arsh'],
  ...['le', '', 'hor'],
]
const JUMPS = [
  ...['ja', 'jeq', 'jgt', 'jge', 'jset', 'jne', 'jsgt', 'jsge', 'call', 'exit', 'jlt', 'jle'],
  ...['jslt', 'jsle', '', ''],
]
const SIZES = ['w', 'h', 'b', 'dw']
/** Version 2: product, quotient and remainder class, by the high nibble. */
const SECOND: Readonly<Record<number, string>> = {
  3: 'uhmul64',
  4: 'udiv32',
  5: 'udiv64',
  6: 'urem32',
  7: 'urem64',
  8: 'lmul32',
  9: 'lmul64',
  11: 'shmul64',
  12: 'sdiv32',
  13: 'sdiv64',
  14: 'srem32',
  15: 'srem64',
}
/** Version 2: memory instructions under ALU opcodes. */
const SECOND_MEMORY: Readonly<Record<number, string>> = {
  44: 'ldxb',
  60: 'ldxh',
  140: 'ldxw',
  156: 'ldxdw',
  39: 'stb',
  55: 'sth',
  135: 'stw',
  151: 'stdw',
  47: 'stxb',
  63: 'stxh',
  143: 'stxw',
  159: 'stxdw',
}

function opcodeName(version: number, op: number): string {
  const kind = op & 7
  const high = op >> 4
  const memory = version === 2 ? SECOND_MEMORY[op] : undefined
  if (memory !== undefined) return memory
  if (op === 0x18) return 'lddw'
  if (op === 0xdc) return 'be'
  if (op === 0xd4) return 'le'
  if (op === 0x8d) return 'callx'
  if (kind === 1) return `ldx${SIZES[(op & 24) >> 3]}`
  if (kind === 2) return `st${SIZES[(op & 24) >> 3]}`
  if (kind === 3) return `stx${SIZES[(op & 24) >> 3]}`
  if (kind === 4) return `${ALU[high]}32`
  if (kind === 7) return `${ALU[high]}64`
  if (kind === 5) return JUMPS[high]!
  if (kind === 6) return version === 2 ? (SECOND[high] ?? '') : `${JUMPS[high]}32`
  return ''
}

/** Name of the instruction at a slot; a call of a function that has a symbol shows it; empty for no instruction. */
export function instructionName(executable: Executable, slot: number): string {
  const { decoded, symbols, version } = executable
  const op = decoded.op[slot]
  if (op === undefined) return ''
  const name = opcodeName(version, op)
  const symbol = op === 0x85 ? symbols.get(decoded.jump[slot]!) : undefined
  return symbol === undefined || decoded.code[slot] === op ? name : `${name} ${symbol}`
}
