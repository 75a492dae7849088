/** The secp256k1 program: Ethereum signatures over Keccak-256, checked against an Ethereum address. */
import { equalBytes } from '../../../../primitives/bytes.ts'
import { failCustom } from '../../runtime/instruction-error.ts'
import type { Precompile } from '../../runtime/types.ts'
import { PrecompileError } from './slices.ts'

/** signature offset u16, its instruction u8, address offset u16, its instruction u8, message offset u16, size u16, instruction u8. */
const OFFSETS_SIZE = 11
const OFFSETS_START = 1
const SIGNATURE_SIZE = 64
const ADDRESS_SIZE = 20

function sliceOf(
  all: readonly Uint8Array[],
  index: number,
  offset: number,
  size: number,
): Uint8Array {
  const data = all[index]
  if (data === undefined) failCustom(PrecompileError.InvalidDataOffsets)
  if (offset + size > data.length) failCustom(PrecompileError.InvalidSignature)
  return data.subarray(offset, offset + size)
}

/** r || s and the recovery id behind them. */
function signatureOf(all: readonly Uint8Array[], index: number, offset: number) {
  const data = all[index]
  if (data === undefined) failCustom(PrecompileError.InvalidInstructionDataSize)
  const end = offset + SIGNATURE_SIZE
  if (end >= data.length) failCustom(PrecompileError.InvalidSignature)
  const recovery = data[end]!
  if (recovery > 3) failCustom(PrecompileError.InvalidRecoveryId)
  return { rs: data.subarray(offset, end), recovery }
}

export const secp256k1Program: Precompile = (own, all, crypto) => {
  const count = own[0] ?? 0
  if (
    own.length === 0 ||
    (count === 0 && own.length > 1) ||
    own.length < OFFSETS_START + count * OFFSETS_SIZE
  )
    failCustom(PrecompileError.InvalidInstructionDataSize)
  for (let i = 0; i < count; i++) {
    const at = own.byteOffset + OFFSETS_START + i * OFFSETS_SIZE
    const view = new DataView(own.buffer, at, OFFSETS_SIZE)
    const { rs, recovery } = signatureOf(all, view.getUint8(2), view.getUint16(0, true))
    const address = sliceOf(all, view.getUint8(5), view.getUint16(3, true), ADDRESS_SIZE)
    const size = view.getUint16(8, true)
    const message = sliceOf(all, view.getUint8(10), view.getUint16(6, true), size)
    const key = crypto.secp256k1Recover(crypto.keccak256(message), rs, recovery)
    if (key === undefined) failCustom(PrecompileError.InvalidSignature)
    if (!equalBytes(crypto.keccak256(key.subarray(1)).subarray(12), address))
      failCustom(PrecompileError.InvalidSignature)
  }
  return undefined
}
