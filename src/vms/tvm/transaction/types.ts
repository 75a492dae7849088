/** The outer messages of a Tron transaction (package `protocol`, proto3) as types and field tables. */
import {
  bytes,
  int32,
  int64,
  type MessageTable,
  message,
  rawMessage,
  repeatedBytes,
  repeatedMessage,
  string,
} from './protobuf.ts'

/** google.protobuf.Any. */
export interface AnyMessage {
  readonly typeUrl: string
  readonly value: Uint8Array
}

/** Transaction.Contract: what one transaction does. */
export interface ContractEntry {
  /** A number of ContractType. */
  readonly type: number
  readonly parameter: AnyMessage | undefined
  /** 0 owner, 1 witness, 2 and up actives. */
  readonly permissionId: number
}

/** Transaction.raw: what is signed. */
export interface RawData {
  /** Low 2 bytes of a block number. */
  readonly refBlockBytes: Uint8Array
  /** Bytes 8 to 16 of that block's id. */
  readonly refBlockHash: Uint8Array
  /** Milliseconds. */
  readonly expiration: bigint
  /** Memo. */
  readonly data: Uint8Array
  readonly contract: readonly ContractEntry[]
  /** Milliseconds; nobody checks it. */
  readonly timestamp: bigint
  /** Sun. */
  readonly feeLimit: bigint
}

/** Transaction. */
export interface OuterTransaction {
  /** Transaction.raw as submitted: its SHA-256 is the transaction's id. */
  readonly rawData: Uint8Array | undefined
  readonly signatures: readonly Uint8Array[]
  /** Results, which a node writes; never signed, never counted. */
  readonly results: readonly Uint8Array[]
}

const ANY: MessageTable<AnyMessage> = { typeUrl: string(1), value: bytes(2) }

const CONTRACT: MessageTable<ContractEntry> = {
  type: int32(1),
  parameter: message(2, ANY),
  permissionId: int32(5),
}

export const RAW_DATA: MessageTable<RawData> = {
  refBlockBytes: bytes(1),
  refBlockHash: bytes(4),
  expiration: int64(8),
  data: bytes(10),
  contract: repeatedMessage(11, CONTRACT),
  timestamp: int64(14),
  feeLimit: int64(18),
}

export const TRANSACTION: MessageTable<OuterTransaction> = {
  rawData: rawMessage(1),
  signatures: repeatedBytes(2),
  results: repeatedBytes(5),
}
