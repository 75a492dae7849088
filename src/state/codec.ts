/**
 * Canonical bytes of the values that leaves commit to; docs/state.md has the layouts. A value has one encoding, and
 * decoding refuses every other. A plain account encodes to about 35 bytes, so that its value hash is one SHA-256 block.
 */
import { assert, NVmError } from '../errors.ts'
import { MAX_U64, MAX_U256, readU256, writeU256 } from '../primitives/u256.ts'
import type { AccountValue, Alias, Origin } from './reader.ts'

/** Longest encoded account: 3 + 32 + 8 + 8 + 2 + 255 bytes. */
export const MAX_ACCOUNT_BYTES = 308

const WORD = new Uint8Array(32)
const WORD_VIEW = new DataView(WORD.buffer)

function malformed(expectation: string): never {
  throw new NVmError('MalformedExport', `encoded value expected ${expectation}`)
}

/** Minimal big-endian bytes of `value` at `at` of `out`; returns their number. */
function writeMinimal(value: bigint, out: Uint8Array, at: number): number {
  if (value === 0n) return 0
  writeU256(WORD_VIEW, 0, value)
  let first = value <= MAX_U64 ? 24 : 0
  while (WORD[first] === 0) first++
  for (let i = first; i < 32; i++) out[at + i - first] = WORD[i]!
  return 32 - first
}

function readMinimal(bytes: Uint8Array, at: number, length: number): bigint {
  if (length === 0) return 0n
  if (length <= 6) {
    let small = 0
    for (let i = 0; i < length; i++) small = small * 256 + bytes[at + i]!
    return BigInt(small)
  }
  // One lane of 64 bits where one is enough: every bigint made on the way costs an allocation.
  const lanes = length <= 8 ? 24 : length <= 16 ? 16 : 0
  const first = 32 - length
  for (let i = lanes; i < first; i++) WORD[i] = 0
  for (let i = 0; i < length; i++) WORD[first + i] = bytes[at + i]!
  if (lanes === 24) return WORD_VIEW.getBigUint64(24)
  if (lanes === 16) return (WORD_VIEW.getBigUint64(16) << 64n) | WORD_VIEW.getBigUint64(24)
  return readU256(WORD_VIEW, 0)
}

/** Writes an account at byte 0 of `out` (MAX_ACCOUNT_BYTES long); returns the length. Throws AssertionFailed. */
export function writeAccount(value: AccountValue, out: Uint8Array): number {
  const { balance, nonce, epoch, flags, origin } = value
  assert(balance >= 0n && balance <= MAX_U256, 'a balance is below 2^256')
  assert(nonce >= 0n && nonce <= MAX_U64, 'a nonce is below 2^64')
  assert(epoch >= 0n && epoch <= MAX_U64, 'an epoch is below 2^64')
  assert(flags >= 0 && flags <= 255, 'flags are one byte')
  const balanceLength = writeMinimal(balance, out, 3)
  let at = 3 + balanceLength
  const nonceLength = writeMinimal(nonce, out, at)
  at += nonceLength
  const epochLength = writeMinimal(epoch, out, at)
  at += epochLength
  out[0] = balanceLength
  out[1] = nonceLength * 16 + epochLength
  out[2] = flags
  if (origin === undefined) {
    out[at] = 0
    return at + 1
  }
  const { namespace, address } = origin
  assert(namespace >= 1 && namespace <= 255 && address.length <= 255, 'an origin fits 257 bytes')
  out[at] = namespace
  out[at + 1] = address.length
  out.set(address, at + 2)
  return at + 2 + address.length
}

/** {@link writeAccount} into a new array. */
export function encodeAccount(value: AccountValue): Uint8Array {
  const out = new Uint8Array(MAX_ACCOUNT_BYTES)
  return out.slice(0, writeAccount(value, out))
}

/** Where the origin of an encoded account begins. */
export function originOffset(bytes: Uint8Array, at: number): number {
  const lengths = bytes[at + 1]!
  return at + 3 + bytes[at]! + (lengths >>> 4) + (lengths & 15)
}

/** Decodes what {@link writeAccount} wrote; trusts it. */
export function readAccount(bytes: Uint8Array, at: number): AccountValue {
  const balanceLength = bytes[at]!
  const nonceLength = bytes[at + 1]! >>> 4
  const epochLength = bytes[at + 1]! & 15
  const nonceAt = at + 3 + balanceLength
  const end = nonceAt + nonceLength + epochLength
  const namespace = bytes[end]!
  let origin: Origin | undefined
  if (namespace !== 0) {
    // A loop: `slice` costs several times as much for so few bytes.
    const address = new Uint8Array(bytes[end + 1]!)
    for (let i = 0; i < address.length; i++) address[i] = bytes[end + 2 + i]!
    origin = { namespace, address }
  }
  return {
    balance: readMinimal(bytes, at + 3, balanceLength),
    nonce: readMinimal(bytes, nonceAt, nonceLength),
    epoch: readMinimal(bytes, nonceAt + nonceLength, epochLength),
    flags: bytes[at + 2]!,
    origin,
  }
}

/** Decodes foreign bytes; throws MalformedExport unless they are the one encoding of an account that exists. */
export function decodeAccount(bytes: Uint8Array): AccountValue {
  if (bytes.length < 4) malformed('an account of at least 4 bytes')
  if (bytes[0]! > 32 || bytes[1]! >>> 4 > 8 || (bytes[1]! & 15) > 8)
    malformed('integers within their bounds')
  const end = originOffset(bytes, 0)
  const length =
    end >= bytes.length ? -1 : bytes[end] === 0 ? end + 1 : end + 2 + (bytes[end + 1] ?? 0)
  if (length !== bytes.length) malformed('an account without missing or trailing bytes')
  const value = readAccount(bytes, 0)
  const again = encodeAccount(value)
  for (let i = 0; i < again.length; i++) if (again[i] !== bytes[i]) malformed('minimal integers')
  if (again.length !== bytes.length) malformed('minimal integers')
  const { balance, nonce, epoch, flags } = value
  if (balance === 0n && nonce === 0n && epoch === 0n && flags === 0)
    malformed('an account that is not empty')
  return value
}

/** 33 bytes: flags (bit 0 canonical, bit 1 revoked) || id. */
export function encodeAlias(alias: Alias): Uint8Array {
  const out = new Uint8Array(33)
  out[0] = (alias.canonical ? 1 : 0) | (alias.revoked ? 2 : 0)
  out.set(alias.id, 1)
  return out
}

/** Throws MalformedExport on anything but the one encoding. */
export function decodeAlias(bytes: Uint8Array): Alias {
  if (bytes.length !== 33 || bytes[0]! > 3) malformed('an alias of 33 bytes with two flags')
  return { id: bytes.slice(1), canonical: (bytes[0]! & 1) !== 0, revoked: (bytes[0]! & 2) !== 0 }
}
