/** 0x01 to 0x08, 0x20003 and 0x20009 where Tron's are not Ethereum's (spec sheet 3). */
import { bytesToBigInt, EMPTY_BYTES, isZeroBytes, padLeft } from '../../../../primitives/bytes.ts'
import * as hashing from '../../../evm-core/precompiles/hashing.ts'
import { readPadded } from '../../../evm-core/precompiles/input.ts'
import { modexpByzantium } from '../../../evm-core/precompiles/modexp.ts'
import { fromEthereum, type TvmPrecompile } from './types.ts'

/** 0x01: the word keeps Tron's 0x41 before the address. */
export const ecrecover: TvmPrecompile = {
  name: 'ecrecover',
  energy: () => 3000,
  run({ context, input }) {
    const output = hashing.ecrecover.run(context.crypto, input)
    if (output === undefined || output.length === 0) return EMPTY_BYTES
    output[11] = 0x41
    return output
  },
}

/** 0x03: by name RIPEMD-160, in fact SHA-256 of the first 20 bytes of SHA-256. */
export const doubleSha: TvmPrecompile = {
  name: 'ripemd160',
  energy: (input) => hashing.ripemd160.gas(input),
  run: ({ context: { crypto }, input }) => crypto.sha256(crypto.sha256(input).subarray(0, 20)),
}

/** Length fields of MODEXP, saturating far above what can be paid for. */
function lengthAt(input: Uint8Array, index: number): number {
  const length = bytesToBigInt(readPadded(input, 32 * index, 32))
  return length > 0x7fffffffn ? 0x7fffffff : Number(length)
}

/** 0x05 at the price of EIP-198 (no minimum); a modulus of zero answers nothing at all. */
export const modexp: TvmPrecompile = {
  name: 'modexp',
  energy: (input) => modexpByzantium.gas(input),
  run({ context, input }) {
    const modulusLength = lengthAt(input, 2)
    const start = 96 + lengthAt(input, 0) + lengthAt(input, 1)
    const end = Math.min(input.length, start + modulusLength)
    if (start >= end || isZeroBytes(input.subarray(start, end))) return EMPTY_BYTES
    return modexpByzantium.run(context.crypto, input)
  },
}

/** 0x20003: RIPEMD-160 as Ethereum has it at 0x03. */
export const ethRipemd160: TvmPrecompile = {
  name: 'ethRipemd160',
  energy: (input) => hashing.ripemd160.gas(input),
  run: ({ context, input }) => padLeft(context.crypto.ripemd160(input), 32),
}

/** 0x20009 (EIP-152). A flag that is not 0 or 1 costs nothing and fails. */
export const blake2f: TvmPrecompile = {
  ...fromEthereum(hashing.blake2f),
  energy: (input) => ((input[212] ?? 0) > 1 ? 0 : hashing.blake2f.gas(input)),
}
