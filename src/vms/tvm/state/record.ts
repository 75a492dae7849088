/**
 * Tron's sub-record of an account (machine 4). A record that is present is an account that exists for Tron, even with
 * every field at its default: a version byte, then the fields of account.ts. Tron has no account nonce.
 */
import { NVmError } from '../../../errors.ts'
import { equalBytes } from '../../../primitives/bytes.ts'
import type { RecordCodec } from '../../../state/reader.ts'
import type { TronAccount } from './account.ts'
import { readTronAccount, writeTronAccount } from './account.ts'
import { VarintReader, VarintWriter } from './varint.ts'

/** Number of Tron's machine in keys of sub-records and of its cells. */
export const TVM_MACHINE = 4

const VERSION = 1

function encode(account: TronAccount): Uint8Array {
  const writer = new VarintWriter()
  writer.number(VERSION)
  writeTronAccount(writer, account)
  return writer.finish()
}

function malformed(message: string): never {
  throw new NVmError('MalformedExport', `Tron account expected ${message}`)
}

/** Throws MalformedExport on anything `encode` would not have written. */
function decode(bytes: Uint8Array): TronAccount {
  const reader = new VarintReader(bytes, malformed)
  if (reader.number() !== VERSION) malformed('version 1')
  const { account, isPlain } = readTronAccount(reader, malformed)
  // PERF: nearly all records are numbers alone, which need no second look.
  if (isPlain && reader.isMinimal) return account
  if (!equalBytes(encode(account), bytes)) malformed('its one encoding')
  return account
}

export const ACCOUNT_CODEC: RecordCodec<TronAccount> = { machine: TVM_MACHINE, encode, decode }
