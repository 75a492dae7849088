/**
 * Raw transactions (BIP144) to values. Not bitcoinjs-lib's parser: that one takes non-canonical compact sizes, allocates
 * by what a count claims, copies every field and keeps no offsets, and signature hashes want offsets; it is the
 * other side of a differential test instead. Bitcoin Core's `UnserializeTransaction` is the model.
 */
import type { Crypto } from '../../../crypto/types.ts'
import { InvalidTransactionError } from '../../../errors.ts'
import { EMPTY_BYTES } from '../../../primitives/bytes.ts'
import type { BitcoinInput, BitcoinOutput, BitcoinTransaction, TransactionLayout } from './types.ts'

/** Bytes of the smallest input (outpoint, empty script, sequence), output (value, empty script) and witness item. */
const LEAST = { input: 41, output: 9, witness: 1 } as const
const NO_WITNESS: readonly Uint8Array[] = []

function malformed(message: string): never {
  throw new InvalidTransactionError('MalformedTransaction', `Bitcoin transaction: ${message}`)
}

/** Little-endian cursor that never reads past the end. */
class Cursor {
  readonly bytes: Uint8Array
  at = 0
  private readonly view: DataView

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  /** Moves past `length` bytes and gives their offset. */
  skip(length: number, field: string): number {
    const start = this.at
    if (length > this.bytes.length - start) {
      malformed(`${field} expected ${length} bytes at ${start}, got ${this.bytes.length - start}`)
    }
    this.at = start + length
    return start
  }

  u8(field: string): number {
    return this.bytes[this.skip(1, field)]!
  }

  u32(field: string): number {
    return this.view.getUint32(this.skip(4, field), true)
  }

  i32(field: string): number {
    return this.view.getInt32(this.skip(4, field), true)
  }

  i64(field: string): bigint {
    return this.view.getBigInt64(this.skip(8, field), true)
  }

  /** A canonical compact size below 2^32: nothing longer fits in any input. */
  size(field: string): number {
    const first = this.u8(field)
    if (first < 0xfd) return first
    let value: number
    let least: number
    if (first === 0xfd) {
      value = this.view.getUint16(this.skip(2, field), true)
      least = 0xfd
    } else if (first === 0xfe) {
      value = this.u32(field)
      least = 0x1_0000
    } else {
      value = this.u32(field) + this.u32(field) * 2 ** 32
      least = 2 ** 32
    }
    if (value < least) malformed(`${field} is not a canonical compact size`)
    return value
  }

  /** A count of things of at least `least` bytes each: checked before anything is allocated. */
  count(least: number, field: string): number {
    const count = this.size(field)
    if (count > (this.bytes.length - this.at) / least) {
      malformed(`${field} claims ${count} in ${this.bytes.length - this.at} bytes`)
    }
    return count
  }

  /** A view of a length-prefixed byte string. */
  string(field: string): Uint8Array {
    const length = this.size(field)
    if (length === 0) return EMPTY_BYTES
    const start = this.skip(length, field)
    return this.bytes.subarray(start, start + length)
  }
}

interface MutableInput extends BitcoinInput {
  witness: readonly Uint8Array[]
}

class DecodedTransaction implements BitcoinTransaction {
  readonly version: number
  readonly inputs: readonly BitcoinInput[]
  readonly outputs: readonly BitcoinOutput[]
  readonly lockTime: number
  readonly bytes: Uint8Array
  readonly strippedSize: number
  readonly weight: number
  readonly hasWitness: boolean
  readonly layout: TransactionLayout
  private readonly crypto: Crypto
  private txidMade: Uint8Array | undefined
  private wtxidMade: Uint8Array | undefined

  constructor(bytes: Uint8Array, crypto: Crypto, body: Body) {
    this.bytes = bytes
    this.crypto = crypto
    this.version = body.version
    this.inputs = body.inputs
    this.outputs = body.outputs
    this.lockTime = body.lockTime
    this.hasWitness = body.hasWitness
    this.layout = body.layout
    // Version, everything from the inputs' count to the last output, lock time.
    this.strippedSize = body.hasWitness ? body.layout.outputsEnd + 2 : bytes.length
    this.weight = this.strippedSize * 3 + bytes.length
  }

  get txid(): Uint8Array {
    return (this.txidMade ??= this.crypto.hash256(strippedBytes(this)))
  }

  get wtxid(): Uint8Array {
    return (this.wtxidMade ??= this.hasWitness ? this.crypto.hash256(this.bytes) : this.txid)
  }
}

interface Body {
  readonly version: number
  readonly inputs: readonly BitcoinInput[]
  readonly outputs: readonly BitcoinOutput[]
  readonly lockTime: number
  readonly hasWitness: boolean
  readonly layout: TransactionLayout
}

/** The serialisation without witness: what the txid hashes. A new array only if there is a witness. */
export function strippedBytes(tx: BitcoinTransaction): Uint8Array {
  if (!tx.hasWitness) return tx.bytes
  const { bytes, layout } = tx
  const out = new Uint8Array(tx.strippedSize)
  out.set(bytes.subarray(0, 4))
  out.set(bytes.subarray(6, layout.outputsEnd), 4)
  out.set(bytes.subarray(bytes.length - 4), out.length - 4)
  return out
}

function readInputs(cursor: Cursor, offsets: number[]): MutableInput[] {
  const count = cursor.count(LEAST.input, 'input count')
  const inputs: MutableInput[] = []
  for (let i = 0; i < count; i++) {
    const start = cursor.skip(32, 'input txid')
    offsets.push(start)
    inputs.push({
      txid: cursor.bytes.subarray(start, start + 32),
      index: cursor.u32('input index'),
      scriptSig: cursor.string('scriptSig'),
      sequence: cursor.u32('input sequence'),
      witness: NO_WITNESS,
    })
  }
  return inputs
}

function readOutputs(cursor: Cursor, count: number): BitcoinOutput[] {
  const outputs: BitcoinOutput[] = []
  for (let i = 0; i < count; i++) {
    outputs.push({ value: cursor.i64('output value'), script: cursor.string('output script') })
  }
  return outputs
}

/** Fills in the witnesses; BIP144 forbids the long form where there are none. */
function readWitnesses(cursor: Cursor, inputs: readonly MutableInput[]): void {
  let isEmpty = true
  for (const input of inputs) {
    const count = cursor.count(LEAST.witness, 'witness item count')
    if (count === 0) continue
    isEmpty = false
    const items: Uint8Array[] = []
    for (let i = 0; i < count; i++) items.push(cursor.string('witness item'))
    input.witness = items
  }
  if (isEmpty) malformed('witness expected, the flag is set and every witness is empty')
}

function readBody(cursor: Cursor): Body {
  const version = cursor.i32('version')
  const offsets: number[] = []
  let inputs = readInputs(cursor, offsets)
  // No inputs is the marker of the long form; the next byte is its flag (or a count of zero outputs).
  const isLong = inputs.length === 0 && cursor.u8('witness flag') !== 0
  if (isLong) {
    const flag = cursor.bytes[cursor.at - 1]
    if (flag !== 1) malformed(`witness flag expected 1, got ${flag}`)
    inputs = readInputs(cursor, offsets)
  }
  const outputCount = inputs.length > 0 || isLong ? cursor.count(LEAST.output, 'output count') : 0
  const outputsStart = cursor.at
  const outputs = readOutputs(cursor, outputCount)
  const outputsEnd = cursor.at
  if (isLong) readWitnesses(cursor, inputs)
  const lockTime = cursor.u32('lock time')
  const left = cursor.bytes.length - cursor.at
  if (left !== 0) malformed(`end expected at byte ${cursor.at}, got ${left} more bytes`)
  const layout = { inputs: offsets, outputsStart, outputsEnd }
  return { version, inputs, outputs, lockTime, hasWitness: isLong, layout }
}

/** Copies of short transactions share buffers of this size: one of its own costs as much as the parsing. */
const POOL_SIZE = 8192
/** Longer ones get their own, so that a kept one keeps little else. */
const POOLED = 1024
let pool = new Uint8Array(POOL_SIZE)
let poolAt = 0

function copyOf(bytes: Uint8Array): Uint8Array {
  const { length } = bytes
  if (length > POOLED) return new Uint8Array(bytes)
  if (length > POOL_SIZE - poolAt) {
    pool = new Uint8Array(POOL_SIZE)
    poolAt = 0
  }
  const own = pool.subarray(poolAt, poolAt + length)
  own.set(bytes)
  poolAt += length
  return own
}

/**
 * Parses one serialised transaction, whole. Takes a copy of `bytes`. Throws InvalidTransactionError
 * MalformedTransaction for anything but the one canonical form; says nothing about amounts and sizes, see
 * `checkTransaction`. Cost and memory are proportional to the length.
 */
export function decodeTransaction(bytes: Uint8Array, crypto: Crypto): BitcoinTransaction {
  const own = copyOf(bytes)
  return new DecodedTransaction(own, crypto, readBody(new Cursor(own)))
}
