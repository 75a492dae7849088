/** Values to raw transactions (BIP144). Little-endian throughout. */
import type { TransactionFields } from './types.ts'

/** Bytes of the compact size of `value`. */
export function compactSizeLength(value: number): number {
  if (value < 0xfd) return 1
  if (value <= 0xffff) return 3
  return value <= 0xffff_ffff ? 5 : 9
}

/** Writes the compact size of `value` (below 2^32) at `at`; gives the offset after it. */
export function writeCompactSize(out: Uint8Array, at: number, value: number): number {
  if (value < 0xfd) {
    out[at] = value
    return at + 1
  }
  const length = value <= 0xffff ? 2 : 4
  out[at] = length === 2 ? 0xfd : 0xfe
  for (let i = 0, rest = value; i < length; i++, rest = Math.floor(rest / 256)) {
    out[at + 1 + i] = rest & 0xff
  }
  return at + 1 + length
}

class Writer {
  readonly bytes: Uint8Array
  private readonly view: DataView
  private at = 0

  constructor(length: number) {
    this.bytes = new Uint8Array(length)
    this.view = new DataView(this.bytes.buffer)
  }

  u8(value: number): void {
    this.bytes[this.at++] = value
  }

  u32(value: number): void {
    this.view.setUint32(this.at, value, true)
    this.at += 4
  }

  i64(value: bigint): void {
    this.view.setBigInt64(this.at, value, true)
    this.at += 8
  }

  size(value: number): void {
    this.at = writeCompactSize(this.bytes, this.at, value)
  }

  raw(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
  }

  string(bytes: Uint8Array): void {
    this.size(bytes.length)
    this.raw(bytes)
  }
}

const stringLength = (bytes: Uint8Array): number => compactSizeLength(bytes.length) + bytes.length

function encodedLength(tx: TransactionFields, hasWitness: boolean): number {
  let length = 8 + compactSizeLength(tx.inputs.length) + compactSizeLength(tx.outputs.length)
  for (const { scriptSig } of tx.inputs) length += 40 + stringLength(scriptSig)
  for (const { script } of tx.outputs) length += 8 + stringLength(script)
  if (!hasWitness) return length
  length += 2
  for (const { witness } of tx.inputs) {
    length += compactSizeLength(witness.length)
    for (const item of witness) length += stringLength(item)
  }
  return length
}

/** The one serialisation of `tx`: with witness if any input has one. Cost is proportional to its length. */
export function encodeTransaction(tx: TransactionFields): Uint8Array {
  const hasWitness = tx.inputs.some(({ witness }) => witness.length > 0)
  const writer = new Writer(encodedLength(tx, hasWitness))
  writer.u32(tx.version)
  if (hasWitness) {
    writer.u8(0)
    writer.u8(1)
  }
  writer.size(tx.inputs.length)
  for (const input of tx.inputs) {
    writer.raw(input.txid)
    writer.u32(input.index)
    writer.string(input.scriptSig)
    writer.u32(input.sequence)
  }
  writer.size(tx.outputs.length)
  for (const output of tx.outputs) {
    writer.i64(output.value)
    writer.string(output.script)
  }
  if (hasWitness) {
    for (const { witness } of tx.inputs) {
      writer.size(witness.length)
      for (const item of witness) writer.string(item)
    }
  }
  writer.u32(tx.lockTime)
  return writer.bytes
}
