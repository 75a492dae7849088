/**
 * Data of the Instructions sysvar: the top-level instructions of the running transaction. u16 count, u16 offsets; each
 * instruction: u16 accounts, per account a flag byte (bit 0 signer, bit 1 writable) and its key, program, u16 length and
 * data; last two bytes are the index of the running instruction. Little-endian.
 */
import { hasFlag, KeyFlag, type LoadedMessage } from './loaded-message.ts'

const META_BYTES = 33

export function instructionsSysvar(loaded: LoadedMessage): Uint8Array {
  const { keys, message } = loaded
  const { instructions } = message
  let length = 2 + 2 * instructions.length + 2
  for (const { accounts, data } of instructions)
    length += 2 + META_BYTES * accounts.length + 32 + 2 + data.length
  const out = new Uint8Array(length)
  const view = new DataView(out.buffer)
  view.setUint16(0, instructions.length, true)
  let at = 2 + 2 * instructions.length
  for (const [i, { accounts, data, program }] of instructions.entries()) {
    view.setUint16(2 + 2 * i, at, true)
    view.setUint16(at, accounts.length, true)
    at += 2
    for (const index of accounts) {
      out[at] =
        (hasFlag(loaded, index, KeyFlag.signer) ? 1 : 0) |
        (hasFlag(loaded, index, KeyFlag.writable) ? 2 : 0)
      out.set(keys[index]!, at + 1)
      at += META_BYTES
    }
    out.set(keys[program]!, at)
    view.setUint16(at + 32, data.length, true)
    out.set(data, at + 34)
    at += 34 + data.length
  }
  return out
}
