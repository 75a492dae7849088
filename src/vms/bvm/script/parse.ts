/** Scripts as byte strings: where opcodes end, what they push, which outputs they are. */
import { Opcode } from './opcode-numbers.ts'

/**
 * Offset after the opcode at `at` and what it pushes, or -1 if the script ends before. Core's `GetScriptOp` without
 * the data.
 */
export function nextOpcode(script: Uint8Array, at: number): number {
  const opcode = script[at]!
  if (opcode > Opcode.PUSHDATA4) return at + 1
  const left = script.length - at - 1
  if (opcode < Opcode.PUSHDATA1) return opcode > left ? -1 : at + 1 + opcode
  const width = 1 << (opcode - Opcode.PUSHDATA1)
  if (width > left) return -1
  let size = 0
  for (let i = width; i > 0; i--) size = size * 256 + script[at + i]!
  return size > left - width ? -1 : at + 1 + width + size
}

/** Bytes between the opcode of a push and its data: the length of PUSHDATA. */
export function pushHeader(opcode: number): number {
  return opcode < Opcode.PUSHDATA1 ? 0 : 1 << (opcode - Opcode.PUSHDATA1)
}

/** Whether every opcode parses and is at most OP_16 (RESERVED counts as a push, as in Core). */
export function isPushOnly(script: Uint8Array): boolean {
  for (let at = 0; at < script.length; ) {
    if (script[at]! > Opcode.OP_16) return false
    at = nextOpcode(script, at)
    if (at < 0) return false
  }
  return true
}

/** Whether `opcode` is the shortest way to push `data` (BIP62 rule 3). */
export function isMinimalPush(data: Uint8Array, opcode: number): boolean {
  const { length } = data
  if (length === 0) return opcode === 0
  // One byte of 1 to 16 or -1 has an opcode of its own.
  if (length === 1 && ((data[0]! >= 1 && data[0]! <= 16) || data[0] === 0x81)) return false
  if (length <= 75) return opcode === length
  if (length <= 255) return opcode === Opcode.PUSHDATA1
  return length > 65_535 || opcode === Opcode.PUSHDATA2
}

/** The push of `data` as `CScript << vector` makes it: by length only, never OP_1 to OP_16. */
export function pushOf(data: Uint8Array): Uint8Array {
  const { length } = data
  const width = length < Opcode.PUSHDATA1 ? 0 : length <= 0xff ? 1 : length <= 0xffff ? 2 : 4
  const out = new Uint8Array(1 + width + length)
  out[0] = width === 0 ? length : Opcode.PUSHDATA1 + (width >> 1)
  for (let i = 0, rest = length; i < width; i++, rest >>>= 8) out[1 + i] = rest & 0xff
  out.set(data, 1 + width)
  return out
}

function startsWith(script: Uint8Array, at: number, part: Uint8Array): boolean {
  if (script.length - at < part.length) return false
  for (let i = 0; i < part.length; i++) if (script[at + i] !== part[i]) return false
  return true
}

/**
 * Core's `FindAndDelete` of the push of `data`, at opcode borders only: the same array if nothing was found. Cost is
 * proportional to the script's length times at most the push's.
 */
export function deletePush(script: Uint8Array, data: Uint8Array): Uint8Array {
  if (script.length < data.length + 1) return script
  const push = pushOf(data)
  let out: number[] | undefined
  let kept = 0
  let at = 0
  do {
    while (startsWith(script, at, push)) {
      out ??= []
      for (let i = kept; i < at; i++) out.push(script[i]!)
      at += push.length
      kept = at
    }
    if (at >= script.length) break
    at = nextOpcode(script, at)
  } while (at >= 0)
  if (out === undefined) return script
  for (let i = kept; i < script.length; i++) out.push(script[i]!)
  return Uint8Array.from(out)
}

/** HASH160 <20 bytes> EQUAL (BIP16). */
export function isPayToScriptHash(script: Uint8Array): boolean {
  return (
    script.length === 23 &&
    script[0] === Opcode.HASH160 &&
    script[1] === 20 &&
    script[22] === Opcode.EQUAL
  )
}

/** Version 0 to 16 of a witness program (BIP141; the program is what follows its second byte), or -1. */
export function witnessVersion(script: Uint8Array): number {
  if (script.length < 4 || script.length > 42 || script[1]! + 2 !== script.length) return -1
  const opcode = script[0]!
  if (opcode === 0) return 0
  return opcode >= Opcode.OP_1 && opcode <= Opcode.OP_16 ? opcode - Opcode.OP_1 + 1 : -1
}
