/** Text bytes to flat arrays: fields for the verifier, internal codes and jump targets for execution. */
import { Code, SECOND_CODES } from './codes.ts'
import { CHECKS, Check } from './instructions.ts'
import type { DecodedText } from './types.ts'

/** Decodes every whole slot. */
export function decode(
  text: Uint8Array,
  version: number,
  functions: ReadonlyMap<number, number>,
): DecodedText {
  const count = text.length >>> 3
  const view = new DataView(text.buffer, text.byteOffset, text.length)
  const decoded = {
    count,
    op: new Uint8Array(count),
    dst: new Uint8Array(count),
    src: new Uint8Array(count),
    off: new Int16Array(count),
    imm: new Int32Array(count),
    code: new Uint16Array(count),
    jump: new Int32Array(count),
  }
  const checks = CHECKS[version]!
  let tail = false
  for (let i = 0; i < count; i++) {
    const at = 8 * i
    const op = text[at]!
    const registers = text[at + 1]!
    decoded.op[i] = op
    decoded.dst[i] = registers & 15
    decoded.src[i] = registers >>> 4
    decoded.off[i] = view.getInt16(at + 2, true)
    decoded.imm[i] = view.getInt32(at + 4, true)
    if (tail || checks[op] === Check.unknown) {
      tail = false
      continue
    }
    tail = checks[op] === Check.lddw
    decoded.code[i] = version === 2 ? SECOND_CODES[op]! : op
    if (checks[op] === Check.jump) decoded.jump[i] = i + 1 + decoded.off[i]!
    else if (op === 0x85) resolveCall(decoded, i, version, functions)
    else if (op === 0x8d) decoded.jump[i] = callxRegister(decoded, i, version)
  }
  return decoded
}

/** Versions 0 and 1 name the register of callx in the immediate, 3 in dst. */
function callxRegister(decoded: DecodedText, i: number, version: number): number {
  if (version === 2) return decoded.src[i]!
  if (version === 3) return decoded.dst[i]!
  const register = decoded.imm[i]!
  return register >= 0 && register <= 9 ? register : 255
}

/**
 * An internal call gets its slot, the rest stays a syscall. Version 3 states in the source nibble which it is (1
 * internal, 0 syscall); anything else runs into an unsupported instruction.
 */
function resolveCall(
  decoded: DecodedText & { code: Uint16Array; jump: Int32Array },
  i: number,
  version: number,
  functions: ReadonlyMap<number, number>,
): void {
  const imm = decoded.imm[i]!
  if (version < 3) {
    const slot = functions.get(imm >>> 0)
    if (slot === undefined) return
    decoded.code[i] = Code.call
    decoded.jump[i] = slot
  } else if (decoded.src[i] !== 0) {
    const slot = i + 1 + imm
    const inside = decoded.src[i] === 1 && slot >= 0 && slot < decoded.count
    decoded.code[i] = inside ? Code.call : Code.none
    decoded.jump[i] = slot
  }
}
