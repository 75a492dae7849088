/** Where the signature programs find signatures, keys and messages: in any instruction of the transaction. */
import { failCustom } from '../../runtime/instruction-error.ts'

/** Custom error numbers (solana-precompile-error). */
export const PrecompileError = {
  InvalidPublicKey: 0,
  InvalidRecoveryId: 1,
  InvalidSignature: 2,
  InvalidDataOffsets: 3,
  InvalidInstructionDataSize: 4,
} as const

/** Index that means the signature program's own instruction. */
const THIS_INSTRUCTION = 0xffff

export interface Sources {
  readonly own: Uint8Array
  readonly all: readonly Uint8Array[]
}

/** `size` bytes at `offset` of instruction `index`; fails InvalidDataOffsets. */
export function sliceOf(
  { own, all }: Sources,
  index: number,
  offset: number,
  size: number,
): Uint8Array {
  const data = index === THIS_INSTRUCTION ? own : all[index]
  if (data === undefined || offset + size > data.length)
    failCustom(PrecompileError.InvalidDataOffsets)
  return data.subarray(offset, offset + size)
}

/** Offsets of one signature (Ed25519, secp256r1): seven u16 little-endian. */
export const OFFSETS_SIZE = 14
/** Number of signatures and a byte of padding. */
export const OFFSETS_START = 2

/** Signature, key and message that one set of offsets names; each slice is checked when it is asked for. */
export function readOffsets(sources: Sources, at: number, keySize: number) {
  const view = new DataView(sources.own.buffer, sources.own.byteOffset + at, OFFSETS_SIZE)
  const u16 = (i: number) => view.getUint16(i * 2, true)
  return {
    signature: () => sliceOf(sources, u16(1), u16(0), 64),
    key: () => sliceOf(sources, u16(3), u16(2), keySize),
    message: () => sliceOf(sources, u16(6), u16(4), u16(5)),
  }
}
