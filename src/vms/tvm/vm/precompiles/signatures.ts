/**
 * 0x09 batchvalidatesign and 0x0a validatemultisign (spec sheet 3). Both read ABI-encoded arrays whose offsets and
 * lengths the caller chooses, so everything is looked up before it is read and nothing of an announced length exists.
 */
import type { Crypto } from '../../../../crypto/types.ts'
import { bytesToBigInt, bytesToHex, concatBytes, equalBytes } from '../../../../primitives/bytes.ts'
import { REFUSED } from '../../../evm-core/control.ts'
import { booleanWord, readPadded } from '../../../evm-core/precompiles/input.ts'
import { OPERAND_OUT_OF_RANGE } from '../control.ts'
import type { PrecompileCall, TvmPrecompile } from './types.ts'

const INT_MAX = 0x7fffffff
const SIGNATURE_LENGTH = 65
const ENERGY_PER_SIGNATURE = 1500
const HEAD_WORDS = 5
const TRON = Uint8Array.of(0x41)

/** The input as words; a rest that is no word does not count. */
class Words {
  readonly input: Uint8Array
  readonly count: number

  constructor(input: Uint8Array) {
    this.input = input
    this.count = Math.floor(input.length / 32)
  }

  /** 32 bytes, or undefined past the end (java-tron's exception). */
  at(index: number): Uint8Array | undefined {
    return index < this.count ? this.input.subarray(32 * index, 32 * index + 32) : undefined
  }

  /** A word as int32, saturating; undefined past the end. */
  int(index: number): number | undefined {
    const word = this.at(index)
    if (word === undefined) return undefined
    const value = bytesToBigInt(word)
    return value > BigInt(INT_MAX) ? INT_MAX : Number(value)
  }
}

/** A byte string somewhere in the input. */
interface Slice {
  readonly offset: number
  readonly length: number
}

/** Places of a `bytes[]` that begins at word `head`; undefined if the input has no such array. */
function sliceArray(words: Words, head: number, most: number): readonly Slice[] | undefined {
  if (head > words.count - 1) return []
  const count = words.int(head)
  if (count === undefined || count >= words.count) return undefined
  const slices: Slice[] = []
  for (let i = 0; i < count; i++) {
    const at = words.int(head + i + 1)
    if (at === undefined) return undefined
    const place = head + Math.floor(at / 32) + 1
    const length = words.int(place)
    const offset = 32 * (place + 1)
    if (length === undefined || offset > words.input.length || offset + length > INT_MAX)
      return undefined
    if (slices.length <= most) slices.push({ offset, length })
  }
  return slices
}

/** Address that signed, 20 bytes, or undefined. v below 27 counts from 0; bytes past 65 do not count; any s. */
function recover(
  crypto: Crypto,
  words: Words,
  { offset, length }: Slice,
  hash: Uint8Array,
): Uint8Array | undefined {
  if (length < SIGNATURE_LENGTH) return undefined
  const signature = readPadded(words.input, offset, SIGNATURE_LENGTH)
  const last = signature[64]!
  // A byte of Java: from 128 on it is negative, so below 27.
  const v = last < 27 ? last : last - 27
  if (last >= 128 || v > 1) return undefined
  const key = crypto.secp256k1Recover(hash, signature.subarray(0, 64), v)
  return key === undefined ? undefined : crypto.keccak256(key.subarray(1)).slice(12)
}

const MOST_IN_BATCH = 16

function perSignature(words: number): (input: Uint8Array) => number {
  return (input) => {
    const count = Math.trunc((Math.floor(input.length / 32) - HEAD_WORDS) / words)
    return Math.max(0, count) * ENERGY_PER_SIGNATURE
  }
}

/** `(bytes32 hash, bytes[] signatures, address[] addresses)`: byte i of the answer is 1 if signature i is address i's. */
export const batchValidateSign: TvmPrecompile = {
  name: 'batchvalidatesign',
  energy: perSignature(6),
  run({ context, input }) {
    const out = new Uint8Array(32)
    const words = new Words(input)
    const hash = words.at(0)
    const [signaturesAt, addressesAt] = [words.int(1), words.int(2)]
    if (hash === undefined || signaturesAt === undefined || addressesAt === undefined) return out
    const signatures = sliceArray(words, Math.floor(signaturesAt / 32), MOST_IN_BATCH)
    const head = Math.floor(addressesAt / 32)
    const count = words.int(head)
    if (signatures === undefined || count === undefined || head + count >= words.count) return out
    if (signatures.length === 0 || signatures.length > MOST_IN_BATCH) return out
    if (signatures.length !== count) return out
    for (const [i, slice] of signatures.entries()) {
      const signer = recover(context.crypto, words, slice, hash)
      const expected = (words.at(head + 1 + i) as Uint8Array).subarray(12)
      if (signer !== undefined && equalBytes(signer, expected)) out[i] = 1
    }
    return out
  },
}

const MOST_SIGNERS = 5

/** Four bytes big-endian. */
function int32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, value)
  return bytes
}

/**
 * `(address account, uint256 permissionId, bytes32 data, bytes[] signatures)`: whether keys of that permission signed
 * with enough weight. An array that cannot be read is an exception, as is a second signature by the same key: there
 * java-tron's node runs out of time (spec sheet 3), here the calling frame halts.
 */
export const validateMultiSign: TvmPrecompile = {
  name: 'validatemultisign',
  energy: perSignature(5),
  run(call) {
    const words = new Words(call.input)
    const [account, data] = [words.at(0), words.at(2)]
    const [permissionId, signaturesAt] = [words.int(1), words.int(3)]
    if (account === undefined || data === undefined) return OPERAND_OUT_OF_RANGE
    if (permissionId === undefined || signaturesAt === undefined) return OPERAND_OUT_OF_RANGE
    const signatures = sliceArray(words, Math.floor(signaturesAt / 32), MOST_SIGNERS)
    if (signatures === undefined) return OPERAND_OUT_OF_RANGE
    if (signatures.length === 0 || signatures.length > MOST_SIGNERS) return booleanWord(false)
    const address = account.slice(12)
    const hash = call.context.crypto.sha256(concatBytes(TRON, address, int32(permissionId), data))
    return weigh(call, words, { address, permissionId, hash, signatures })
  },
}

function weigh(
  { context }: PrecompileCall,
  words: Words,
  request: {
    readonly address: Uint8Array
    readonly permissionId: number
    readonly hash: Uint8Array
    readonly signatures: readonly Slice[]
  },
): Uint8Array | number {
  const { address, permissionId, hash, signatures } = request
  const permission = context.accounts.permission(address, BigInt(permissionId))
  if (permission === undefined) return booleanWord(false)
  const seen = new Set<string>()
  const signers = new Set<string>()
  let weight = 0n
  for (const slice of signatures) {
    const inside = words.input.subarray(slice.offset, slice.offset + slice.length)
    const content = `${slice.length}:${bytesToHex(inside)}`
    if (seen.has(content)) continue
    seen.add(content)
    const signer = recover(context.crypto, words, slice, hash)
    const key = permission.keys.find(
      (candidate) => signer !== undefined && equalBytes(candidate.address, signer),
    )
    if (key === undefined || key.weight === 0n) return booleanWord(false)
    const name = bytesToHex(key.address)
    if (signers.has(name)) return REFUSED
    signers.add(name)
    weight += key.weight
  }
  return booleanWord(weight >= permission.threshold)
}
