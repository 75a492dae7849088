/** Reading `string` and `bytes` out of calldata, as Solidity's decoder does. */
import { u256At } from '../../primitives/u256.ts'

const TEXT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** Offsets and lengths above this are refused before they are added to anything. */
const FARTHEST = 1n << 32n

/** The bytes whose offset (from the first argument on) an argument gives; undefined if they do not lie in the calldata. */
export function bytesArgument(input: Uint8Array, offset: bigint): Uint8Array | undefined {
  if (offset > FARTHEST) return undefined
  const at = 4 + Number(offset)
  if (at + 32 > input.length) return undefined
  const length = u256At(input, at, 32)
  if (length > FARTHEST || at + 32 + Number(length) > input.length) return undefined
  return input.subarray(at + 32, at + 32 + Number(length))
}

/** Text of UTF-8 bytes, or undefined if they are none. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return TEXT.decode(bytes)
  } catch {
    return undefined
  }
}
