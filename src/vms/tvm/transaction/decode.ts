/**
 * From the bytes of a signed Tron transaction to what the engine works on. The transaction's id is the SHA-256 of its
 * raw part exactly as submitted, so nobody can change a byte of it. Parsed like protobuf-java (protobuf.ts); java-tron
 * hashes a re-encoding instead, which is the same for everything that a protobuf library wrote.
 */
import type { Crypto } from '../../../crypto/types.ts'
import type { TronContractMessage } from '../actuators/messages.ts'
import { decodeContract } from './contracts.ts'
import { malformed } from './malformed.ts'
import { type PlainTransaction, readPlainTransaction } from './plain.ts'
import { decodeMessage } from './protobuf.ts'
import {
  type ContractEntry,
  type OuterTransaction,
  RAW_DATA,
  type RawData,
  TRANSACTION,
} from './types.ts'

/** A parsed transaction with exactly one contract. */
export interface TronTransaction {
  /** SHA-256 of {@link OuterTransaction.rawData}, 32 bytes. */
  readonly txid: Uint8Array
  readonly raw: RawData
  readonly entry: ContractEntry
  /** What it does. */
  readonly contract: TronContractMessage
  readonly signatures: readonly Uint8Array[]
  /** Bytes of the transaction without results: what bandwidth is paid for, before java-tron's surcharge. */
  readonly size: number
}

/** Bytes of a length-delimited field with a tag of one byte. */
function fieldSize(length: number): number {
  let size = 2 + length
  for (let rest = length >>> 7; rest > 0; rest >>>= 7) size++
  return size
}

const failOuter = (reason: string) => malformed('tron transaction', reason)
const failRaw = (reason: string) => malformed('raw data of a tron transaction', reason)

/** Parses a transaction. Throws MalformedTransaction. Cost: proportional to the bytes, one hash. */
export function decodeTransaction(
  crypto: Pick<Crypto, 'sha256'>,
  input: Uint8Array,
): TronTransaction {
  // The input is the host's buffer; what is kept of it (markers, names, code) must not change with it (a Buffer's slice is
  // a view).
  return decodeOwnTransaction(crypto, new Uint8Array(input))
}

/** The same for bytes that nobody else writes to: the transaction keeps views of them. */
export function decodeOwnTransaction(
  crypto: Pick<Crypto, 'sha256'>,
  input: Uint8Array,
): TronTransaction {
  const { rawData, signatures, raw } = readPlainTransaction(input) ?? readTables(input)
  const entry = raw.contract[0]
  if (entry === undefined || raw.contract.length !== 1) {
    return malformed('one contract in a tron transaction', String(raw.contract.length))
  }
  const { parameter } = entry
  if (parameter === undefined) return malformed('parameter of a contract', 'none')
  let size = fieldSize(rawData.length)
  for (const signature of signatures) size += fieldSize(signature.length)
  return {
    txid: crypto.sha256(rawData),
    raw,
    entry,
    contract: decodeContract(entry.type, parameter),
    signatures,
    size,
  }
}

/** Any transaction that protobuf-java reads. */
function readTables(input: Uint8Array): PlainTransaction {
  const { rawData, signatures } = decodeMessage<OuterTransaction>(TRANSACTION, input, failOuter)
  if (rawData === undefined) return malformed('raw data in a tron transaction', 'none')
  return { rawData, signatures, raw: decodeMessage(RAW_DATA, rawData, failRaw) }
}
