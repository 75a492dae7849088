/** The verifier: what must hold before a program may run. The first bad instruction decides, with sbpf's text. */
import { ElfError } from './elf-error.ts'
import { CHECKS, Check } from './instructions.ts'
import type { DecodedText, Executable } from './types.ts'

function refuse(text: string): never {
  throw new ElfError(`Verifier error: ${text}`, 'verifier')
}

/** Shift amounts and jump targets are printed as u64. */
function unsigned(value: number): string {
  return BigInt.asUintN(64, BigInt(value)).toString()
}

/**
 * Throws ElfError unless every instruction is valid in its version. Linear in the text. Calls are not checked: one that
 * leads nowhere is an unsupported instruction when it runs.
 */
export function verify(executable: Executable): void {
  const { version, text, decoded } = executable
  if (text.length % 8 !== 0) refuse('program length must be a multiple of 8 octets')
  if (text.length === 0) refuse('no program set, call prog_set() to load one')
  const checks = CHECKS[version]!
  const { count, op } = decoded
  for (let i = 0; i < count; i++) {
    const check = checks[op[i]!]!
    if (check === Check.unknown) {
      refuse(`unknown eBPF opcode 0x${op[i]!.toString(16)} (insn #${i})`)
    }
    if (check === Check.lddw) {
      if (i + 1 >= count) refuse('LD_DW instruction cannot be last in program')
      if (op[i + 1] !== 0) refuse(`incomplete LD_DW instruction (insn #${i})`)
      // The register checks below name the second slot, as sbpf does.
      checkRegisters(decoded, i, i + 1, version, false)
      i++
      continue
    }
    checkOperands(decoded, i, check, version)
    checkRegisters(decoded, i, i, version, check === Check.store)
  }
}

function checkOperands(decoded: DecodedText, i: number, check: number, version: number): void {
  const imm = decoded.imm[i]!
  switch (check) {
    case Check.nonzero:
      if (imm === 0) refuse(`division by 0 (insn #${i})`)
      return
    case Check.shift32:
    case Check.shift64: {
      const bits = check === Check.shift32 ? 32 : 64
      if (imm < 0 || imm >= bits) {
        refuse(`Shift with overflow of ${unsigned(imm)}-bit value by ${bits} (insn #${i})`)
      }
      return
    }
    case Check.endian:
      if (imm !== 16 && imm !== 32 && imm !== 64) {
        refuse(`unsupported argument for LE/BE (insn #${i})`)
      }
      return
    case Check.jump:
      return checkJump(decoded, i)
    case Check.callx:
      if (decoded.jump[i]! > 9) refuse(`Invalid register specified at instruction ${i}`)
      return
    case Check.addFrame:
      if (decoded.dst[i] === 10 && (version === 1 || version === 2) && (imm & 63) !== 0) {
        refuse(`Unaligned immediate (insn #${i})`)
      }
      return
  }
}

function checkJump(decoded: DecodedText, i: number): void {
  const target = i + 1 + decoded.off[i]!
  if (target < 0 || target >= decoded.count) {
    refuse(`jump out of code to #${unsigned(target)} (insn #${i})`)
  }
  if (decoded.op[target] === 0) refuse(`jump to middle of LD_DW at #${target} (insn #${i})`)
}

function checkRegisters(
  decoded: DecodedText,
  i: number,
  shown: number,
  version: number,
  store: boolean,
): void {
  if (decoded.src[i]! > 10) refuse(`invalid source register (insn #${shown})`)
  const dst = decoded.dst[i]!
  if (dst <= 9 || (dst === 10 && store)) return
  if (dst > 10) refuse(`invalid destination register (insn #${shown})`)
  const frameAdd = decoded.op[i] === 0x07 && (version === 1 || version === 2)
  if (!frameAdd) refuse(`cannot write into register r10 (insn #${shown})`)
}
