/**
 * 0x05: modular exponentiation (EIP-198) with its three price lists: EIP-198, EIP-2565 (Berlin) and EIP-7883 (Osaka),
 * and the length bound of EIP-7823 (Osaka). The announced lengths are 256-bit, so the price is settled in bigints
 * before anything of those lengths exists.
 */
import {
  bigIntToMinimalBytes,
  bytesToBigInt,
  EMPTY_BYTES,
  padLeft,
} from '../../../primitives/bytes.ts'
import { readPadded } from './input.ts'
import { modPow } from './mod-pow.ts'
import { type Precompile, UNPAYABLE_GAS } from './types.ts'

interface Header {
  readonly baseLength: bigint
  readonly exponentLength: bigint
  readonly modulusLength: bigint
}

function readHeader(input: Uint8Array): Header {
  const data = readPadded(input, 0, 96)
  return {
    baseLength: bytesToBigInt(data.subarray(0, 32)),
    exponentLength: bytesToBigInt(data.subarray(32, 64)),
    modulusLength: bytesToBigInt(data.subarray(64, 96)),
  }
}

/** The first at most 32 bytes of the exponent; a start past the input reads zeros. */
function exponentHead(input: Uint8Array, header: Header): bigint {
  const start = 96n + header.baseLength
  if (start >= BigInt(input.length)) return 0n
  const length = header.exponentLength < 32n ? Number(header.exponentLength) : 32
  return bytesToBigInt(readPadded(input, Number(start), length))
}

/**
 * Bit length of the exponent less one, estimated from its length and its first 32 bytes, at least 1. A byte beyond
 * the first 32 counts `perByte` steps (8; 16 since EIP-7883).
 */
function iterations(input: Uint8Array, header: Header, perByte: bigint): bigint {
  const head = exponentHead(input, header)
  const headBits = head === 0n ? 0n : BigInt(head.toString(2).length - 1)
  const tail = header.exponentLength > 32n ? perByte * (header.exponentLength - 32n) : 0n
  const count = tail + headBits
  return count > 1n ? count : 1n
}

function longer(header: Header): bigint {
  if (header.baseLength > header.modulusLength) return header.baseLength
  return header.modulusLength
}

function toGas(price: bigint, least: bigint): number {
  if (price < least) return Number(least)
  return price < BigInt(UNPAYABLE_GAS) ? Number(price) : UNPAYABLE_GAS
}

/** EIP-198: complexity of a multiplication of `x` bytes. */
function byzantiumComplexity(x: bigint): bigint {
  if (x <= 64n) return x * x
  if (x <= 1024n) return (x * x) / 4n + 96n * x - 3072n
  return (x * x) / 16n + 480n * x - 199_680n
}

function byzantiumGas(input: Uint8Array): number {
  const header = readHeader(input)
  return toGas((byzantiumComplexity(longer(header)) * iterations(input, header, 8n)) / 20n, 0n)
}

/** EIP-2565: 64-bit words squared, divided by 3, at least 200. */
function berlinGas(input: Uint8Array): number {
  const header = readHeader(input)
  const words = (longer(header) + 7n) / 8n
  return toGas((words * words * iterations(input, header, 8n)) / 3n, 200n)
}

/** EIP-7883: twice the words squared, 16 up to 32 bytes, no division, at least 500. */
function osakaGas(input: Uint8Array): number {
  const header = readHeader(input)
  const length = longer(header)
  const words = (length + 7n) / 8n
  const complexity = length > 32n ? 2n * words * words : 16n
  return toGas(complexity * iterations(input, header, 16n), 500n)
}

/**
 * The computation. Base and modulus lengths are small by now, because their square was paid for; the exponent's is
 * not when the others are zero, so an empty modulus answers before the exponent is looked at.
 */
function run(input: Uint8Array): Uint8Array {
  const header = readHeader(input)
  const modulusLength = Number(header.modulusLength)
  if (modulusLength === 0) return EMPTY_BYTES
  const baseLength = Number(header.baseLength)
  const exponentLength = Number(header.exponentLength)
  const exponentStart = 96 + baseLength
  const modulusStart = exponentStart + exponentLength
  const modulus = bytesToBigInt(readPadded(input, modulusStart, modulusLength))
  if (modulus <= 1n) return new Uint8Array(modulusLength)
  const base = bytesToBigInt(readPadded(input, 96, baseLength))
  // Only the exponent's bytes that exist; the zeros after them are a count.
  const exponent = input.subarray(exponentStart, Math.min(modulusStart, input.length))
  const power = modPow(base % modulus, exponent, exponentLength - exponent.length, modulus)
  return padLeft(bigIntToMinimalBytes(power), modulusLength)
}

/** EIP-7823: base, exponent and modulus have at most 1024 bytes each. */
function runBounded(input: Uint8Array): Uint8Array | undefined {
  const { baseLength, exponentLength, modulusLength } = readHeader(input)
  if (baseLength > 1024n || exponentLength > 1024n || modulusLength > 1024n) return undefined
  return run(input)
}

/** EIP-198. */
export const modexpByzantium: Precompile = {
  name: 'modexp',
  gas: byzantiumGas,
  run: (_crypto, input) => run(input),
}

/** EIP-198 at the price of EIP-2565. */
export const modexpBerlin: Precompile = {
  name: 'modexp',
  gas: berlinGas,
  run: (_crypto, input) => run(input),
}

/** EIP-198 at the price of EIP-7883, within the bounds of EIP-7823. */
export const modexpOsaka: Precompile = {
  name: 'modexp',
  gas: osakaGas,
  run: (_crypto, input) => runBounded(input),
}
