/**
 * Raw Ethereum transactions to records: legacy with and without EIP-155, and types 1 to 4 of EIP-2718. What does not
 * depend on a fork or on state is decided here: canonical RLP, widths, the ranges of a signature. The rest is in
 * `rules.ts`. Every byte is looked at a constant number of times.
 */

import { isScalarAt } from '../../../crypto/secp256k1.ts'
import type { Crypto } from '../../../crypto/types.ts'
import { InvalidTransactionError } from '../../../errors.ts'
import { ByteArena } from '../../../primitives/arena.ts'
import { EMPTY_BYTES } from '../../../primitives/bytes.ts'
import {
  encodeRlpList,
  RlpError,
  RlpReader,
  rlpUint,
  writeRlpPrefix,
} from '../../../primitives/rlp.ts'
import { u256At } from '../../../primitives/u256.ts'
import type {
  AccessListEntry,
  Authorization,
  EthereumTransaction,
  TransactionType,
} from './types.ts'

/** Most bytes of a type and a list's prefix. */
const LIST_HEAD = 10
/** PERF: a small array of its own is three objects in the heap, a view of a chunk is one. */
const SIGNATURES = new ByteArena()
/** Views of the scratch by length, so that none is made for each transaction. */
const SCRATCH = new Uint8Array(1024)
const VIEWS: (Uint8Array | undefined)[] = new Array<undefined>(SCRATCH.length + 1).fill(undefined)

const NO_ENTRIES: readonly never[] = []

/** One class for all types, every field assigned in the same order: one hidden class at every call site. */
class DecodedTransaction implements EthereumTransaction {
  readonly raw: Uint8Array
  readonly type: TransactionType
  chainId: bigint | undefined = undefined
  nonce = 0n
  gasLimit = 0n
  gasPrice: bigint | undefined = undefined
  maxFeePerGas: bigint | undefined = undefined
  maxPriorityFeePerGas: bigint | undefined = undefined
  to: Uint8Array | undefined = undefined
  value = 0n
  data: Uint8Array = EMPTY_BYTES
  accessList: readonly AccessListEntry[] = NO_ENTRIES
  maxFeePerBlobGas: bigint | undefined = undefined
  blobVersionedHashes: readonly Uint8Array[] = NO_ENTRIES
  authorizationList: readonly Authorization[] = NO_ENTRIES
  yParity: 0 | 1 = 0
  readonly signature = SIGNATURES.take(64)
  /** Where in `raw` the fields lie that are signed: between the list's prefix and the signature. */
  bodyStart = 0
  bodyEnd = 0
  readonly #crypto: Pick<Crypto, 'keccak256'>
  #hash: Uint8Array | undefined = undefined

  constructor(crypto: Pick<Crypto, 'keccak256'>, raw: Uint8Array, type: TransactionType) {
    this.#crypto = crypto
    this.raw = raw
    this.type = type
  }

  get r(): bigint {
    return u256At(this.signature, 0, 32)
  }

  get s(): bigint {
    return u256At(this.signature, 32, 32)
  }

  get hash(): Uint8Array {
    this.#hash ??= this.#crypto.keccak256(this.raw)
    return this.#hash
  }

  signingHash(): Uint8Array {
    const { raw, type, chainId, bodyStart, bodyEnd } = this
    if (type === 0) {
      const parts = [raw.subarray(bodyStart, bodyEnd)]
      if (chainId !== undefined) parts.push(replayProtection(chainId))
      return this.#crypto.keccak256(encodeRlpList(parts))
    }
    // PERF: one buffer for all messages, a new one for each would lie outside the heap.
    const length = bodyEnd - bodyStart
    const isShort = length + LIST_HEAD <= SCRATCH.length
    const out = isShort ? SCRATCH : new Uint8Array(length + LIST_HEAD)
    out[0] = type
    const start = writeRlpPrefix(out, 1, length, 0xc0)
    const end = start + length
    if (isShort) for (let i = 0; i < length; i++) out[start + i] = raw[bodyStart + i]!
    else out.set(raw.subarray(bodyStart, bodyEnd), start)
    const message = isShort ? (VIEWS[end] ??= SCRATCH.subarray(0, end)) : out.subarray(0, end)
    return this.#crypto.keccak256(message)
  }
}

/** EIP-155: chain id, 0, 0 in the places of v, r, s. */
function replayProtection(chainId: bigint): Uint8Array {
  const id = rlpUint(chainId)
  if (id.length === 0) return Uint8Array.of(0x80, 0x80, 0x80)
  if (id.length === 1 && id[0]! < 0x80) return Uint8Array.of(id[0]!, 0x80, 0x80)
  return Uint8Array.of(0x80 + id.length, ...id, 0x80, 0x80)
}

function readTo(reader: RlpReader): Uint8Array | undefined {
  const to = reader.readBytes()
  if (to.length === 0) return undefined
  if (to.length !== 20) {
    throw new RlpError(`transaction field "to" expected 0 or 20 bytes, got ${to.length}`)
  }
  return to
}

function readAccessList(reader: RlpReader): readonly AccessListEntry[] {
  const outer = reader.enterList()
  if (reader.atEnd) {
    reader.leaveList(outer)
    return NO_ENTRIES
  }
  const entries: AccessListEntry[] = []
  while (!reader.atEnd) {
    const list = reader.enterList()
    const address = reader.readFixed(20)
    const keys = reader.enterList()
    const storageKeys: bigint[] = []
    while (!reader.atEnd) storageKeys.push(reader.readWord())
    reader.leaveList(keys)
    reader.leaveList(list)
    entries.push({ address, storageKeys })
  }
  reader.leaveList(outer)
  return entries
}

function readBlobHashes(reader: RlpReader): readonly Uint8Array[] {
  const outer = reader.enterList()
  const hashes: Uint8Array[] = []
  while (!reader.atEnd) hashes.push(reader.readFixed(32))
  reader.leaveList(outer)
  return hashes
}

function readAuthorizationList(reader: RlpReader): readonly Authorization[] {
  const outer = reader.enterList()
  const list: Authorization[] = []
  while (!reader.atEnd) {
    const tuple = reader.enterList()
    list.push({
      chainId: reader.readUint(32),
      address: reader.readFixed(20),
      nonce: reader.readUint(8),
      yParity: reader.readUint(1),
      r: reader.readUint(32),
      s: reader.readUint(32),
    })
    reader.leaveList(tuple)
  }
  reader.leaveList(outer)
  return list
}

function readSignatureScalars(reader: RlpReader, tx: DecodedTransaction): void {
  reader.readUintInto(tx.signature, 0)
  reader.readUintInto(tx.signature, 32)
  if (!isScalarAt(tx.signature, 0) || !isScalarAt(tx.signature, 32)) {
    throw new InvalidTransactionError(
      'InvalidSignature',
      'signature expected r and s between 1 and the order of secp256k1 minus 1',
      { r: tx.r, s: tx.s },
    )
  }
}

function readLegacy(reader: RlpReader, tx: DecodedTransaction): void {
  tx.nonce = reader.readUint(8)
  tx.gasPrice = reader.readUint(32)
  tx.gasLimit = reader.readUint(8)
  tx.to = readTo(reader)
  tx.value = reader.readUint(32)
  tx.data = reader.readBytes()
  tx.bodyEnd = reader.position
  const v = reader.readUint(32)
  if (v === 27n || v === 28n) {
    tx.yParity = v === 27n ? 0 : 1
  } else if (v >= 35n) {
    tx.chainId = (v - 35n) >> 1n
    tx.yParity = (v & 1n) === 1n ? 0 : 1
  } else {
    throw new InvalidTransactionError(
      'InvalidSignature',
      `signature expected v of 27, 28 or, with EIP-155, 35 + 2 * chain id + (0 or 1), got ${v}`,
      { v },
    )
  }
  readSignatureScalars(reader, tx)
}

/** The wrapper that nodes gossip is [[...transaction], blobs, commitments, proofs]: its first item is a list. */
function refuseNetworkWrapper(reader: RlpReader): void {
  if (!reader.atList) return
  throw new InvalidTransactionError(
    'MalformedTransaction',
    'blob transaction expected without its sidecar, got the network form: hand over 0x03 and the inner list only ' +
      '(EIP-4844, "Networking"); blobs, commitments and proofs are no part of a block',
  )
}

function readTyped(reader: RlpReader, tx: DecodedTransaction): void {
  const type = tx.type
  if (type === 3) refuseNetworkWrapper(reader)
  tx.chainId = reader.readUint(32)
  tx.nonce = reader.readUint(8)
  if (type === 1) {
    tx.gasPrice = reader.readUint(32)
  } else {
    tx.maxPriorityFeePerGas = reader.readUint(32)
    tx.maxFeePerGas = reader.readUint(32)
  }
  tx.gasLimit = reader.readUint(8)
  tx.to = readTo(reader)
  tx.value = reader.readUint(32)
  tx.data = reader.readBytes()
  tx.accessList = readAccessList(reader)
  if (type === 3) {
    tx.maxFeePerBlobGas = reader.readUint(32)
    tx.blobVersionedHashes = readBlobHashes(reader)
  }
  if (type === 4) tx.authorizationList = readAuthorizationList(reader)
  tx.bodyEnd = reader.position
  const yParity = reader.readUint(32)
  if (yParity > 1n) {
    throw new InvalidTransactionError(
      'InvalidSignature',
      `signature expected y parity 0 or 1, got ${yParity}`,
      {
        yParity,
      },
    )
  }
  tx.yParity = yParity === 0n ? 0 : 1
  readSignatureScalars(reader, tx)
}

/** 0xc0 and above is the list of a legacy transaction, below 0x80 a type (EIP-2718). */
function transactionType(bytes: Uint8Array): TransactionType {
  const first = bytes[0]
  if (first === undefined) {
    throw new InvalidTransactionError(
      'MalformedTransaction',
      'transaction expected bytes, got none',
    )
  }
  if (first >= 0xc0) return 0
  if (first >= 0x80) {
    throw new InvalidTransactionError(
      'MalformedTransaction',
      'transaction expected its type byte or a list first, got an RLP string: a typed transaction is not wrapped',
      { first },
    )
  }
  if (first >= 1 && first <= 4) return first as TransactionType
  throw new InvalidTransactionError(
    'UnsupportedTransactionType',
    `transaction expected to be legacy or of type 1, 2, 3 or 4, got type ${first}`,
    { type: first },
  )
}

/**
 * Decodes one signed transaction as it stands in a block. Copies `bytes` once, so that later changes to them have no
 * effect. Throws InvalidTransactionError (MalformedTransaction, UnsupportedTransactionType, InvalidSignature) and
 * nothing else. Whether the signature is one is found out by `recoverSender`.
 */
export function decodeTransaction(
  crypto: Pick<Crypto, 'keccak256'>,
  bytes: Uint8Array,
): EthereumTransaction {
  return decodeOwnTransaction(crypto, new Uint8Array(bytes))
}

/** The same over bytes that nobody will change: the fields are views of them. */
export function decodeOwnTransaction(
  crypto: Pick<Crypto, 'keccak256'>,
  raw: Uint8Array,
): EthereumTransaction {
  const type = transactionType(raw)
  const tx = new DecodedTransaction(crypto, raw, type)
  try {
    const reader = new RlpReader(raw, type === 0 ? 0 : 1)
    const outer = reader.enterList()
    tx.bodyStart = reader.position
    if (type === 0) readLegacy(reader, tx)
    else readTyped(reader, tx)
    reader.leaveList(outer)
    reader.expectEnd()
  } catch (error) {
    if (!(error instanceof RlpError)) throw error
    throw new InvalidTransactionError(
      'MalformedTransaction',
      `transaction is malformed: ${error.message}`,
      { type },
    )
  }
  return tx
}
