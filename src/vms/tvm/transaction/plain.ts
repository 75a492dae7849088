/**
 * Transactions as wallets write them: every field once, in ascending order, none unknown, an ordinary type URL. What is read
 * here is what the tables (types.ts, contracts.ts) would read of the same bytes; for anything else the answer is
 * undefined, and the tables say what it means or what is wrong with it (test/tvm/plain.test.ts holds both together).
 *
 * PERF: nearly all transactions are plain; tables, which foresee every order, cost five times the memory.
 */
import { EMPTY_BYTES } from '../../../primitives/bytes.ts'
import {
  ContractType,
  type TransferContract,
  type TriggerSmartContract,
} from '../actuators/messages.ts'
import type { ContractEntry, RawData } from './types.ts'
import { WireError, WireReader } from './wire-reader.ts'

export interface PlainTransaction {
  readonly rawData: Uint8Array
  readonly signatures: readonly Uint8Array[]
  readonly raw: RawData
}

/** A type URL in text and in ASCII. */
interface TypeUrl {
  readonly text: string
  readonly codes: readonly number[]
}

/** What libraries write, by contract type. */
const TYPE_URLS: readonly (TypeUrl | undefined)[] = (() => {
  const urls: (TypeUrl | undefined)[] = []
  for (const [name, type] of Object.entries(ContractType)) {
    while (urls.length <= type) urls.push(undefined)
    const text = `type.googleapis.com/protocol.${name}`
    urls[type] = { text, codes: [...text].map((character) => character.charCodeAt(0)) }
  }
  return urls
})()

/** The answer of `read`, or undefined for bytes that are no protobuf. */
function unlessBroken<T>(input: Uint8Array, read: (reader: WireReader) => T): T | undefined {
  try {
    return read(new WireReader(input))
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

/** A plain transaction, or undefined. Its byte strings are views of the input. */
export function readPlainTransaction(input: Uint8Array): PlainTransaction | undefined {
  return unlessBroken(input, readOuter)
}

function readOuter(reader: WireReader): PlainTransaction | undefined {
  if (reader.tag() !== 0x0a) return undefined
  const outer = reader.end
  const rawEnd = reader.lengthDelimited()
  const rawStart = reader.pos
  reader.end = rawEnd
  const raw = readRaw(reader)
  if (raw === undefined) return undefined
  reader.end = outer
  const signatures: Uint8Array[] = []
  while (reader.pos < outer) {
    if (reader.tag() !== 0x12) return undefined
    signatures.push(reader.bytes())
  }
  return { rawData: reader.input.subarray(rawStart, rawEnd), signatures, raw }
}

function readRaw(reader: WireReader): RawData | undefined {
  const { end } = reader
  let refBlockBytes = EMPTY_BYTES
  let refBlockHash = EMPTY_BYTES
  let data = EMPTY_BYTES
  let expiration = 0n
  let timestamp = 0n
  let feeLimit = 0n
  let entry: ContractEntry | undefined
  for (let last = 0; reader.pos < end; ) {
    const tag = reader.tag()
    if (tag <= last) return undefined
    last = tag
    if (tag === 0x0a) refBlockBytes = reader.bytes()
    else if (tag === 0x22) refBlockHash = reader.bytes()
    else if (tag === 0x40) expiration = reader.int64()
    else if (tag === 0x52) data = reader.bytes()
    else if (tag === 0x5a) {
      reader.end = reader.lengthDelimited()
      entry = readEntry(reader)
      if (entry === undefined) return undefined
      reader.end = end
    } else if (tag === 0x70) timestamp = reader.int64()
    else if (tag === 0x90) feeLimit = reader.int64()
    else return undefined
  }
  if (entry === undefined) return undefined
  return { refBlockBytes, refBlockHash, expiration, data, contract: [entry], timestamp, feeLimit }
}

function readEntry(reader: WireReader): ContractEntry | undefined {
  const { end } = reader
  let type = 0
  let permissionId = 0
  let typeUrl: string | undefined
  let value = EMPTY_BYTES
  for (let last = 0; reader.pos < end; ) {
    const tag = reader.tag()
    if (tag <= last) return undefined
    last = tag
    if (tag === 0x08) type = int32(reader)
    else if (tag === 0x28) permissionId = int32(reader)
    else if (tag === 0x12) {
      const parameterEnd = reader.lengthDelimited()
      reader.end = parameterEnd
      typeUrl = readTypeUrl(reader, type)
      if (typeUrl === undefined || reader.pos >= parameterEnd || reader.tag() !== 0x12)
        return undefined
      value = reader.bytes()
      if (reader.pos !== parameterEnd) return undefined
      reader.end = end
    } else return undefined
  }
  if (typeUrl === undefined) return undefined
  return { type, parameter: { typeUrl, value }, permissionId }
}

/** The type URL if it is the ordinary one of this contract type. */
function readTypeUrl(reader: WireReader, type: number): string | undefined {
  const url = type < 0 ? undefined : TYPE_URLS[type]
  if (url === undefined || reader.pos >= reader.end || reader.tag() !== 0x0a) return undefined
  const end = reader.lengthDelimited()
  const { input, pos } = reader
  const { codes } = url
  if (end - pos !== codes.length) return undefined
  for (let i = 0; i < codes.length; i++) if (input[pos + i] !== codes[i]) return undefined
  reader.pos = end
  return url.text
}

function int32(reader: WireReader): number {
  const first = reader.input[reader.pos]
  if (first === undefined || first >= 0x80 || reader.pos >= reader.end)
    return Number(BigInt.asIntN(32, reader.int64()))
  reader.pos++
  return first
}

/** 20 bytes of an address on the wire; undefined if it is none. */
function readAddress(reader: WireReader): Uint8Array | undefined {
  const end = reader.lengthDelimited()
  const { input, pos } = reader
  if (end - pos !== 21 || input[pos] !== 0x41) return undefined
  reader.pos = end
  return input.slice(pos + 1, end)
}

/** A call of a contract, if its bytes are plain. */
export function readPlainTrigger(input: Uint8Array): TriggerSmartContract | undefined {
  return unlessBroken(input, (reader) => {
    let ownerAddress: Uint8Array | undefined
    let contractAddress: Uint8Array | undefined
    let data = EMPTY_BYTES
    let callValue = 0n
    let callTokenValue = 0n
    let tokenId = 0n
    for (let last = 0; reader.pos < reader.end; ) {
      const tag = reader.tag()
      if (tag <= last) return undefined
      last = tag
      if (tag === 0x0a) ownerAddress = readAddress(reader)
      else if (tag === 0x12) contractAddress = readAddress(reader)
      else if (tag === 0x18) callValue = reader.int64()
      else if (tag === 0x22) data = reader.bytes()
      else if (tag === 0x28) callTokenValue = reader.int64()
      else if (tag === 0x30) tokenId = reader.int64()
      else return undefined
    }
    if (ownerAddress === undefined || contractAddress === undefined) return undefined
    return { ownerAddress, contractAddress, callValue, data, callTokenValue, tokenId }
  })
}

/** A transfer of TRX, if its bytes are plain. */
export function readPlainTransfer(input: Uint8Array): TransferContract | undefined {
  return unlessBroken(input, (reader) => {
    let ownerAddress: Uint8Array | undefined
    let toAddress: Uint8Array | undefined
    let amount = 0n
    for (let last = 0; reader.pos < reader.end; ) {
      const tag = reader.tag()
      if (tag <= last) return undefined
      last = tag
      if (tag === 0x0a) ownerAddress = readAddress(reader)
      else if (tag === 0x12) toAddress = readAddress(reader)
      else if (tag === 0x18) amount = reader.int64()
      else return undefined
    }
    if (ownerAddress === undefined || toAddress === undefined) return undefined
    return { ownerAddress, toAddress, amount }
  })
}
