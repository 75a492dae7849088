/** The Ed25519 program: checks signatures by the strict rules (SIMD-0152). */
import { isEdwardsPoint } from '../../../../crypto/curve25519.ts'
import { failCustom } from '../../runtime/instruction-error.ts'
import type { Precompile } from '../../runtime/types.ts'
import { OFFSETS_SIZE, OFFSETS_START, PrecompileError, readOffsets } from './slices.ts'

export const ed25519Program: Precompile = (own, all, crypto) => {
  const count = own[0] ?? 0
  const isEmptyWithRest = count === 0 && own.length > OFFSETS_START
  if (
    own.length < OFFSETS_START ||
    isEmptyWithRest ||
    own.length < OFFSETS_START + count * OFFSETS_SIZE
  )
    failCustom(PrecompileError.InvalidInstructionDataSize)
  for (let i = 0; i < count; i++) {
    const slices = readOffsets({ own, all }, OFFSETS_START + i * OFFSETS_SIZE, 32)
    const signature = slices.signature()
    const key = slices.key()
    if (!isEdwardsPoint(key)) failCustom(PrecompileError.InvalidPublicKey)
    if (!crypto.ed25519Verify(slices.message(), signature, key))
      failCustom(PrecompileError.InvalidSignature)
  }
  return undefined
}
