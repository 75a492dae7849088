/**
 * Signature hashes: legacy, BIP143 and BIP341. One {@link SighashCache} a transaction makes the hashes over all inputs
 * and outputs once, and counts the bytes hashed for signatures: the legacy form hashes the whole transaction for each
 * signature (the motive of BIP143), so a chain bounds it.
 */
import type { Crypto } from '../../../crypto/types.ts'
import type { BitcoinTransaction, Prevout } from '../transaction/types.ts'
import { type Preimage, scratch } from './preimage.ts'
import { TAG_PREFIX } from './tagged.ts'

/** Hash types. 0 is DEFAULT in taproot; elsewhere whatever is neither NONE nor SINGLE signs all outputs. */
export const Sighash = { default: 0, all: 1, none: 2, single: 3, anyoneCanPay: 0x80 } as const

/** Hash type without ANYONECANPAY, as legacy and segwit v0 read it. */
const BASE_MASK = 0x1f
const ZERO_32 = new Uint8Array(32)
/** What the legacy form signs for SINGLE without an output: the number one. */
const ONE_32 = Uint8Array.of(1, ...new Uint8Array(31))

/** What BIP341 and BIP342 sign besides the transaction. */
export interface TaprootSpend {
  /** SHA-256 of the annex with its length, or undefined. */
  readonly annexHash: Uint8Array | undefined
  /** Leaf of a script path, or undefined for a key path. */
  readonly leafHash: Uint8Array | undefined
  /** Number of the last executed CODESEPARATOR, 2^32-1 if none. */
  readonly codeSeparator: number
}

/** PERF: the double hash of one input's sequence; wallets write few different ones. */
let lone: { readonly sequence: number; readonly hash: Uint8Array } = { sequence: -1, hash: ZERO_32 }

/** Digests shared by the inputs; undefined until asked for. The double ones are BIP143's, the others BIP341's. */
interface Mid {
  prevouts?: Uint8Array
  sequences?: Uint8Array
  outputs?: Uint8Array
  amounts?: Uint8Array
  scripts?: Uint8Array
  doublePrevouts?: Uint8Array
  doubleSequences?: Uint8Array
  doubleOutputs?: Uint8Array
}

/** Writes `script` without its CODESEPARATORs; behind an opcode that does not parse nothing is written, as in Core. */
function writeLegacyCode(out: Preimage, script: Uint8Array): void {
  const separators: number[] = []
  const { length } = script
  let at = 0
  while (at < length) {
    const opcode = script[at++]!
    if (opcode === 0xab) separators.push(at - 1)
    if (opcode === 0 || opcode > 0x4e) continue
    let size = opcode
    if (opcode > 0x4b) {
      const width = 1 << (opcode - 0x4c)
      if (length - at < width) break
      size = 0
      for (let i = width - 1; i >= 0; i--) size = size * 256 + script[at + i]!
      at += width
    }
    if (length - at < size) break
    at += size
  }
  out.size(length - separators.length)
  let start = 0
  for (const separator of separators) {
    out.range(script, start, separator)
    start = separator + 1
  }
  out.range(script, start, at)
}

/** Signature hashes of one transaction. Not to be used for another, nor after its bytes changed. */
export class SighashCache {
  /** Bytes hashed so far to make signature hashes. */
  hashedBytes = 0
  /** Set once a hash was refused because it would pass the limit. */
  isExhausted = false
  private readonly tx: BitcoinTransaction
  private readonly prevouts: readonly Prevout[]
  private readonly crypto: Crypto
  private readonly limit: number
  private readonly mid: Mid = {}
  /** Legacy preimage of ALL with every script empty. */
  private template: Uint8Array | undefined
  // The last answer: multisig asks for the same hash once for every key it tries.
  private lastScript: Uint8Array | undefined
  private lastInput = -1
  private lastType = -1
  private lastIsWitness = false
  private lastHash: Uint8Array = ZERO_32

  /** `prevouts` of every input in order; `limit` is the most bytes that may be hashed (default: no limit). */
  constructor(
    tx: BitcoinTransaction,
    prevouts: readonly Prevout[],
    crypto: Crypto,
    limit = Number.POSITIVE_INFINITY,
  ) {
    this.tx = tx
    this.prevouts = prevouts
    this.crypto = crypto
    this.limit = limit
  }

  /**
   * Legacy hash of `scriptCode` (what FindAndDelete left), 32 bytes; undefined past the limit. `hashType` is 32 bits,
   * of which a script gives the low eight.
   */
  legacy(index: number, scriptCode: Uint8Array, hashType: number): Uint8Array | undefined {
    if (this.isLast(index, scriptCode, hashType, false)) return this.lastHash
    const base = hashType & BASE_MASK
    const isSingle = base === Sighash.single
    if (isSingle && index >= this.tx.outputs.length) return this.keep(ONE_32)
    const out = scratch.reset()
    const isAll = !isSingle && base !== Sighash.none && (hashType & Sighash.anyoneCanPay) === 0
    if (isAll && this.tx.inputs.length > 1) {
      const template = (this.template ??= this.makeTemplate())
      const script = template.length - this.templateTail() + 41 * index + 36
      out.range(template, 0, script)
      writeLegacyCode(out, scriptCode)
      out.range(template, script + 1, template.length)
    } else this.writeLegacy(out, index, scriptCode, hashType)
    return this.keep(this.double(out.u32(hashType)))
  }

  /** BIP143 hash, 32 bytes; undefined past the limit. */
  witnessV0(index: number, scriptCode: Uint8Array, hashType: number): Uint8Array | undefined {
    if (this.isLast(index, scriptCode, hashType, true)) return this.lastHash
    const { tx, mid } = this
    const base = hashType & BASE_MASK
    const isAnyone = (hashType & Sighash.anyoneCanPay) !== 0
    const isAll = base !== Sighash.single && base !== Sighash.none
    let outputs: Uint8Array | undefined = ZERO_32
    if (isAll) outputs = mid.doubleOutputs ??= this.twice(mid.outputs, this.outputBytes())
    else if (base === Sighash.single && index < tx.outputs.length) {
      outputs = this.double(this.writeOutput(scratch.reset(), index))
      if (outputs === undefined) return this.keep(undefined)
    }
    const prevouts = isAnyone
      ? ZERO_32
      : (mid.doublePrevouts ??= this.twice(mid.prevouts, this.prevoutBytes()))
    const sequences =
      isAnyone || !isAll ? ZERO_32 : (mid.doubleSequences ??= this.doubleSequences())
    const start = tx.layout.inputs[index]!
    const out = scratch.reset().range(tx.bytes, 0, 4)
    out
      .range(prevouts, 0, 32)
      .range(sequences, 0, 32)
      .range(tx.bytes, start, start + 36)
    out.string(scriptCode).i64(this.prevouts[index]!.value).u32(tx.inputs[index]!.sequence)
    out.range(outputs, 0, 32).u32(tx.lockTime).u32(hashType)
    return this.keep(this.double(out))
  }

  /** BIP341 hash, 32 bytes; undefined for a hash type that is not defined (or has no output), and past the limit. */
  taproot(index: number, hashType: number, spend: TaprootSpend): Uint8Array | undefined {
    const isAnyone = hashType >= Sighash.anyoneCanPay
    const base = hashType & 3
    if (hashType > 0x83 || (hashType & 0x7c) !== 0 || hashType === 0x80) return undefined
    const { tx } = this
    const isSingle = base === Sighash.single
    let single: Uint8Array = ZERO_32
    if (isSingle) {
      if (index >= tx.outputs.length) return undefined
      const hash = this.single(this.writeOutput(scratch.reset(), index))
      if (hash === undefined) return undefined
      single = hash
    }
    const shared = isAnyone ? undefined : this.taprootShared()
    const outputs = isSingle || base === Sighash.none ? undefined : this.taprootOutputs()
    const { annexHash, leafHash } = spend
    const out = scratch.reset().range(TAG_PREFIX.sighash, 0, 64)
    out.u8(0).u8(hashType).range(tx.bytes, 0, 4).u32(tx.lockTime)
    if (shared !== undefined) for (const hash of shared) out.range(hash, 0, 32)
    if (outputs !== undefined) out.range(outputs, 0, 32)
    out.u8((leafHash === undefined ? 0 : 2) + (annexHash === undefined ? 0 : 1))
    if (isAnyone) {
      const start = tx.layout.inputs[index]!
      const { value, script } = this.prevouts[index]!
      out
        .range(tx.bytes, start, start + 36)
        .i64(value)
        .string(script)
      out.u32(tx.inputs[index]!.sequence)
    } else out.u32(index)
    if (annexHash !== undefined) out.range(annexHash, 0, 32)
    if (isSingle) out.range(single, 0, 32)
    if (leafHash !== undefined) out.range(leafHash, 0, 32).u8(0).u32(spend.codeSeparator)
    return this.single(out)
  }

  private isLast(index: number, script: Uint8Array, type: number, isWitness: boolean): boolean {
    const isSame = this.lastScript === script && this.lastInput === index
    if (isSame && this.lastType === type && this.lastIsWitness === isWitness) return true
    this.lastScript = script
    this.lastInput = index
    this.lastType = type
    this.lastIsWitness = isWitness
    return false
  }

  private keep(hash: Uint8Array | undefined): Uint8Array | undefined {
    if (hash === undefined) this.lastScript = undefined
    else this.lastHash = hash
    return hash
  }

  /** Whether `length` more bytes may be hashed; counts them. */
  private isAllowed(length: number): boolean {
    this.hashedBytes += length
    if (this.hashedBytes <= this.limit) return true
    this.isExhausted = true
    return false
  }

  private single(preimage: Preimage): Uint8Array | undefined {
    return this.isAllowed(preimage.length) ? this.crypto.sha256(preimage.done()) : undefined
  }

  private double(preimage: Preimage): Uint8Array | undefined {
    return this.isAllowed(preimage.length) ? this.crypto.hash256(preimage.done()) : undefined
  }

  /**
   * Hashed once a transaction, so bounded by its size: never refused, and counted unless BIP143's `double` of it was (one
   * transaction can have inputs of both kinds).
   */
  private once(bytes: Uint8Array, double?: Uint8Array): Uint8Array {
    if (double === undefined) this.hashedBytes += bytes.length
    return this.crypto.sha256(bytes)
  }

  /** BIP143's double hash, the other way round. */
  private twice(single: Uint8Array | undefined, bytes: Uint8Array): Uint8Array {
    if (single === undefined) this.hashedBytes += bytes.length
    return this.crypto.hash256(bytes)
  }

  private doubleSequences(): Uint8Array {
    const { inputs } = this.tx
    if (inputs.length > 1) return this.twice(this.mid.sequences, this.sequenceBytes())
    const { sequence } = inputs[0]!
    if (sequence !== lone.sequence) {
      lone = { sequence, hash: this.crypto.hash256(this.sequenceBytes()) }
    }
    if (this.mid.sequences === undefined) this.hashedBytes += 4
    return lone.hash
  }

  private taprootOutputs(): Uint8Array {
    const { mid } = this
    return (mid.outputs ??= this.once(this.outputBytes(), mid.doubleOutputs))
  }

  private outputBytes(): Uint8Array {
    const { bytes, layout } = this.tx
    return scratch.reset().range(bytes, layout.outputsStart, layout.outputsEnd).done()
  }

  private prevoutBytes(): Uint8Array {
    const { bytes, layout } = this.tx
    const out = scratch.reset()
    for (const start of layout.inputs) out.range(bytes, start, start + 36)
    return out.done()
  }

  private sequenceBytes(): Uint8Array {
    const out = scratch.reset()
    for (const { sequence } of this.tx.inputs) out.u32(sequence)
    return out.done()
  }

  private taprootShared(): readonly Uint8Array[] {
    const { mid, prevouts } = this
    if (mid.amounts === undefined) {
      const out = scratch.reset()
      for (const { value } of prevouts) out.i64(value)
      mid.amounts = this.once(out.done())
    }
    if (mid.scripts === undefined) {
      const out = scratch.reset()
      for (const { script } of prevouts) out.string(script)
      mid.scripts = this.once(out.done())
    }
    mid.prevouts ??= this.once(this.prevoutBytes(), mid.doublePrevouts)
    mid.sequences ??= this.once(this.sequenceBytes(), mid.doubleSequences)
    return [mid.prevouts, mid.amounts, mid.scripts, mid.sequences]
  }

  private writeOutput(out: Preimage, index: number): Preimage {
    const { value, script } = this.tx.outputs[index]!
    return out.i64(value).string(script)
  }

  /** Bytes of the template from the first input on. */
  private templateTail(): number {
    const { inputs, layout } = this.tx
    return (
      41 * inputs.length + this.outputsWithCount() + layout.outputsEnd - layout.outputsStart + 4
    )
  }

  private outputsWithCount(): number {
    const count = this.tx.outputs.length
    return count < 0xfd ? 1 : count <= 0xffff ? 3 : 5
  }

  private makeTemplate(): Uint8Array {
    const { tx } = this
    const out = scratch.reset().range(tx.bytes, 0, 4).size(tx.inputs.length)
    for (let i = 0; i < tx.inputs.length; i++) {
      const start = tx.layout.inputs[i]!
      out
        .range(tx.bytes, start, start + 36)
        .u8(0)
        .u32(tx.inputs[i]!.sequence)
    }
    out.size(tx.outputs.length).range(tx.bytes, tx.layout.outputsStart, tx.layout.outputsEnd)
    const template = out.u32(tx.lockTime).done().slice()
    out.reset()
    return template
  }

  /** Field by field: single inputs, and the rare NONE, SINGLE and ANYONECANPAY. */
  private writeLegacy(out: Preimage, index: number, script: Uint8Array, hashType: number): void {
    const { tx } = this
    const base = hashType & BASE_MASK
    const isAnyone = (hashType & Sighash.anyoneCanPay) !== 0
    const isAll = base !== Sighash.single && base !== Sighash.none
    out.range(tx.bytes, 0, 4).size(isAnyone ? 1 : tx.inputs.length)
    const last = isAnyone ? index : tx.inputs.length - 1
    for (let i = isAnyone ? index : 0; i <= last; i++) {
      const start = tx.layout.inputs[i]!
      out.range(tx.bytes, start, start + 36)
      if (i === index) writeLegacyCode(out, script)
      else out.u8(0)
      out.u32(i !== index && !isAll ? 0 : tx.inputs[i]!.sequence)
    }
    const isSingle = base === Sighash.single
    const outputs = isSingle ? index + 1 : base === Sighash.none ? 0 : tx.outputs.length
    out.size(outputs)
    if (isAll) out.range(tx.bytes, tx.layout.outputsStart, tx.layout.outputsEnd)
    else {
      for (let i = 0; i < index && isSingle; i++) out.i64(-1n).u8(0)
      if (isSingle) this.writeOutput(out, index)
    }
    out.u32(tx.lockTime)
  }
}
