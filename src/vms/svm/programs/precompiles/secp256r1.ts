/** The secp256r1 program (SIMD-0075): ECDSA over P-256 with SHA-256, compressed keys, low s. */
import { secp256r1Decompress } from '../../../../crypto/secp256r1.ts'
import { bytesToBigInt } from '../../../../primitives/bytes.ts'
import { failCustom } from '../../runtime/instruction-error.ts'
import type { Precompile } from '../../runtime/types.ts'
import { OFFSETS_SIZE, OFFSETS_START, PrecompileError, readOffsets } from './slices.ts'

const SIGNATURES_MAX = 8
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

function isInRange(signature: Uint8Array): boolean {
  const r = bytesToBigInt(signature.subarray(0, 32))
  const s = bytesToBigInt(signature.subarray(32))
  return r >= 1n && r < ORDER && s >= 1n && s <= ORDER / 2n
}

export const secp256r1Program: Precompile = (own, all, crypto) => {
  const count = own[0] ?? 0
  if (
    own.length < OFFSETS_START ||
    count === 0 ||
    count > SIGNATURES_MAX ||
    own.length < OFFSETS_START + count * OFFSETS_SIZE
  )
    failCustom(PrecompileError.InvalidInstructionDataSize)
  for (let i = 0; i < count; i++) {
    const slices = readOffsets({ own, all }, OFFSETS_START + i * OFFSETS_SIZE, 33)
    const signature = slices.signature()
    const compressed = slices.key()
    const message = slices.message()
    if (!isInRange(signature)) failCustom(PrecompileError.InvalidSignature)
    const key = secp256r1Decompress(compressed)
    if (key === undefined) failCustom(PrecompileError.InvalidPublicKey)
    if (!crypto.secp256r1Verify(crypto.sha256(message), signature, key))
      failCustom(PrecompileError.InvalidSignature)
  }
  return undefined
}
