/**
 * One numbering of instructions for all versions: the opcodes of versions 0 and 3, and from 0x100 on what version 2
 * means by the same byte. Execution tiers work on these codes only.
 */

/** Internal codes without an opcode of their own. */
export const Code = {
  /** Unknown instruction, second slot of lddw. */
  none: 0x00,
  syscall: 0x85,
  callx: 0x8d,
  exit: 0x95,
  add32Zero: 0x104,
  add32RegZero: 0x10c,
  /** dst = imm - dst, zero-extended. */
  subFrom32: 0x114,
  sub32RegZero: 0x11c,
  /** dst = imm - dst. */
  subFrom64: 0x117,
  udiv64Imm: 0x156,
  urem64Imm: 0x176,
  lmul32Imm: 0x186,
  lmul32Reg: 0x18e,
  uhmulImm: 0x136,
  uhmulReg: 0x13e,
  shmulImm: 0x1b6,
  shmulReg: 0x1be,
  mov32Signed: 0x1bc,
  sdiv32Imm: 0x1c6,
  sdiv32Reg: 0x1ce,
  sdiv64Imm: 0x1d6,
  sdiv64Reg: 0x1de,
  srem32Imm: 0x1e6,
  srem32Reg: 0x1ee,
  srem64Imm: 0x1f6,
  srem64Reg: 0x1fe,
  hor64: 0x1f7,
  /** Call of a function of the program; its slot is in `jump`. */
  call: 0x185,
} as const

/** Version 2 opcodes that mean the same as a classic one. */
const SECOND_SAME: readonly (readonly [number, number])[] = [
  [0x2c, 0x71],
  [0x3c, 0x69],
  [0x8c, 0x61],
  [0x9c, 0x79],
  [0x27, 0x72],
  [0x37, 0x6a],
  [0x87, 0x62],
  [0x97, 0x7a],
  [0x2f, 0x73],
  [0x3f, 0x6b],
  [0x8f, 0x63],
  [0x9f, 0x7b],
  [0x46, 0x34],
  [0x4e, 0x3c],
  [0x5e, 0x3f],
  [0x66, 0x94],
  [0x6e, 0x9c],
  [0x7e, 0x9f],
  [0x96, 0x27],
  [0x9e, 0x2f],
]

/** Version 2 opcodes with a meaning of their own: internal code is the opcode + 0x100. */
const SECOND_OWN: readonly number[] = [
  0x04, 0x0c, 0x14, 0x1c, 0x17, 0x56, 0x76, 0x86, 0x8e, 0x36, 0x3e, 0xb6, 0xbe, 0xbc, 0xc6, 0xce,
  0xd6, 0xde, 0xe6, 0xee, 0xf6, 0xfe, 0xf7,
]

function translation(): Uint16Array {
  const codes = new Uint16Array(256)
  for (let i = 0; i < 256; i++) codes[i] = i
  for (const [from, to] of SECOND_SAME) codes[from] = to
  for (const op of SECOND_OWN) codes[op] = op + 0x100
  return codes
}

/** Internal code of each version 2 opcode. */
export const SECOND_CODES = translation()
