/**
 * The curve precompiles: alt_bn128 at 0x06 to 0x08 (EIP-196, EIP-197, prices of EIP-1108 since Istanbul), KZG point
 * evaluation at 0x0a (EIP-4844) and P-256 at 0x100 (EIP-7951).
 */
import { bytesToBigInt, concatBytes, EMPTY_BYTES, hexToBytes } from '../../../primitives/bytes.ts'
import { u256ToBytes } from '../../../primitives/u256.ts'
import { booleanWord, readPadded } from './input.ts'
import type { Precompile } from './types.ts'

function bn254Add(price: number): Precompile {
  return {
    name: 'bn254Add',
    gas: () => price,
    run: (crypto, input) => crypto.bn254.add(readPadded(input, 0, 128)),
  }
}

function bn254Mul(price: number): Precompile {
  return {
    name: 'bn254Mul',
    gas: () => price,
    run: (crypto, input) => crypto.bn254.mul(readPadded(input, 0, 96)),
  }
}

/** No pairs at all are an empty product: true. */
function bn254Pairing(base: number, perPair: number): Precompile {
  return {
    name: 'bn254Pairing',
    gas: (input) => base + perPair * Math.floor(input.length / 192),
    run(crypto, input) {
      if (input.length % 192 !== 0) return undefined
      const isOne = crypto.bn254.pairing(input)
      return isOne === undefined ? undefined : booleanWord(isOne)
    },
  }
}

/** Prices of EIP-196 and EIP-197. */
export const bn254AddByzantium: Precompile = bn254Add(500)
/** Prices of EIP-196 and EIP-197. */
export const bn254MulByzantium: Precompile = bn254Mul(40_000)
/** Prices of EIP-196 and EIP-197. */
export const bn254PairingByzantium: Precompile = bn254Pairing(100_000, 80_000)
/** Prices of EIP-1108. */
export const bn254AddIstanbul: Precompile = bn254Add(150)
/** Prices of EIP-1108. */
export const bn254MulIstanbul: Precompile = bn254Mul(6000)
/** Prices of EIP-1108. */
export const bn254PairingIstanbul: Precompile = bn254Pairing(45_000, 34_000)

const BLS_MODULUS = hexToBytes('73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001')
/** FIELD_ELEMENTS_PER_BLOB and the BLS modulus, a word each: what every success answers. */
const KZG_SUCCESS = concatBytes(u256ToBytes(4096n), BLS_MODULUS)
const KZG_VERSION = 1

/** versioned hash 32 | z 32 | y 32 | commitment 48 | proof 48. */
export const kzgPointEvaluation: Precompile = {
  name: 'kzgPointEvaluation',
  gas: () => 50_000,
  run(crypto, input) {
    if (input.length !== 192) return undefined
    const z = input.subarray(32, 64)
    const y = input.subarray(64, 96)
    const commitment = input.subarray(96, 144)
    const versionedHash = crypto.sha256(commitment).slice()
    versionedHash[0] = KZG_VERSION
    if (bytesToBigInt(versionedHash) !== bytesToBigInt(input.subarray(0, 32))) return undefined
    if (!crypto.kzgVerify(commitment, z, y, input.subarray(144, 192))) return undefined
    return KZG_SUCCESS.slice()
  },
}

/** hash | r | s | x | y, 32 bytes each. Anything invalid is an empty output, not a failure. */
export const p256Verify: Precompile = {
  name: 'p256Verify',
  gas: () => 6900,
  run(crypto, input) {
    if (input.length !== 160) return EMPTY_BYTES
    const isValid = crypto.secp256r1Verify(
      input.subarray(0, 32),
      input.subarray(32, 96),
      input.subarray(96, 160),
    )
    return isValid ? booleanWord(true) : EMPTY_BYTES
  },
}
