/** 0x01 to 0x04, there since Frontier (Yellow Paper appendix E), and 0x09 BLAKE2 F (EIP-152). */
import { EMPTY_BYTES, isZeroBytes, padLeft } from '../../../primitives/bytes.ts'
import { readPadded } from './input.ts'
import type { Precompile } from './types.ts'

function wordsOf(input: Uint8Array): number {
  return Math.ceil(input.length / 32)
}

/** hash | v | r | s to the address that signed. No address is an empty output, not a failure. */
export const ecrecover: Precompile = {
  name: 'ecrecover',
  gas: () => 3000,
  run(crypto, input) {
    const data = readPadded(input, 0, 128)
    const v = data[63]!
    if ((v !== 27 && v !== 28) || !isZeroBytes(data.subarray(32, 63))) return EMPTY_BYTES
    const key = crypto.secp256k1Recover(data.subarray(0, 32), data.subarray(64, 128), v - 27)
    if (key === undefined) return EMPTY_BYTES
    const digest = crypto.keccak256(key.subarray(1))
    const out = new Uint8Array(32)
    out.set(digest.subarray(12), 12)
    return out
  },
}

/** SHA-256, 32 bytes out. */
export const sha256: Precompile = {
  name: 'sha256',
  gas: (input) => 60 + 12 * wordsOf(input),
  run: (crypto, input) => crypto.sha256(input),
}

/** RIPEMD-160, left-padded to 32 bytes. */
export const ripemd160: Precompile = {
  name: 'ripemd160',
  gas: (input) => 600 + 120 * wordsOf(input),
  run: (crypto, input) => padLeft(crypto.ripemd160(input), 32),
}

/** The input as it is. */
export const identity: Precompile = {
  name: 'identity',
  gas: (input) => 15 + 3 * wordsOf(input),
  // A copy: the input is a view of the caller's memory, which lives on.
  run: (_crypto, input) => input.slice(),
}

/** One gas a round; exactly 213 bytes, the last of them 0 or 1. */
export const blake2f: Precompile = {
  name: 'blake2f',
  gas(input) {
    if (input.length !== 213) return 0
    return ((input[0]! << 24) | (input[1]! << 16) | (input[2]! << 8) | input[3]!) >>> 0
  },
  run(crypto, input) {
    if (input.length !== 213 || input[212]! > 1) return undefined
    return crypto.blake2f(input)
  },
}
