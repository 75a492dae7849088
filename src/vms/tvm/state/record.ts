/**
 * Tron's sub-record of an account (machine 4). A record that is present is an account that exists for Tron. Its first
 * part is what evm-core's world reads and writes (code, storage id, address), so that the virtual machine and the
 * actuators share one record.
 *
 * Encoding: head byte (bit 0 code, bit 1 storage id, bit 2 contract, bit 3 account), 20 address bytes, code hash (32),
 * storage id (16), contract, account, each where present. Tron has no account nonce.
 */
import { NVmError } from '../../../errors.ts'
import { equalBytes } from '../../../primitives/bytes.ts'
import type { RecordCodec } from '../../../state/reader.ts'
import type { EvmRecord } from '../../evm-core/record.ts'
import type { TronAccount } from './account.ts'
import { readTronAccount, writeTronAccount } from './account.ts'
import type { TronContract } from './contract.ts'
import { readTronContract, writeTronContract } from './contract.ts'
import { VarintReader, VarintWriter } from './varint.ts'

/** Number of Tron's machine in keys of sub-records and of its cells. */
export const TVM_MACHINE = 4

export interface TronRecord extends EvmRecord {
  /** Present for contracts, also while their constructor runs. */
  readonly contract?: TronContract | undefined
  /** Absent: all defaults. */
  readonly account?: TronAccount | undefined
}

const HAS_CODE = 1
const HAS_STORAGE = 2
const HAS_CONTRACT = 4
const HAS_ACCOUNT = 8

function encode(record: TronRecord): Uint8Array {
  const { codeHash, storageId, contract, account } = record
  const writer = new VarintWriter()
  writer.number(
    (codeHash === undefined ? 0 : HAS_CODE) |
      (storageId === undefined ? 0 : HAS_STORAGE) |
      (contract === undefined ? 0 : HAS_CONTRACT) |
      (account === undefined ? 0 : HAS_ACCOUNT),
  )
  writer.bytes(record.address)
  if (codeHash !== undefined) writer.bytes(codeHash)
  if (storageId !== undefined) writer.bytes(storageId)
  if (contract !== undefined) writeTronContract(writer, contract)
  if (account !== undefined) writeTronAccount(writer, account)
  return writer.finish()
}

function malformed(message: string): never {
  throw new NVmError('MalformedExport', `Tron record expected ${message}`)
}

/** Throws MalformedExport on anything `encode` would not have written. */
function decode(bytes: Uint8Array): TronRecord {
  const reader = new VarintReader(bytes, malformed)
  const head = reader.number()
  if (head > 15) malformed('a head below 16')
  const record: TronRecord = {
    nonce: 0n,
    address: reader.bytes(20),
    codeHash: (head & HAS_CODE) === 0 ? undefined : reader.bytes(32),
    storageId: (head & HAS_STORAGE) === 0 ? undefined : reader.bytes(16),
    contract: (head & HAS_CONTRACT) === 0 ? undefined : readTronContract(reader),
    account: (head & HAS_ACCOUNT) === 0 ? undefined : readTronAccount(reader, malformed),
  }
  if (!equalBytes(encode(record), bytes)) malformed('its one encoding')
  return record
}

export const TRON_CODEC: RecordCodec<TronRecord> = { machine: TVM_MACHINE, encode, decode }

/** Hashes of the code a record refers to, for exports. */
export function tronBlobHashes(machine: number, record: Uint8Array): readonly Uint8Array[] {
  if (machine !== TVM_MACHINE) return []
  const { codeHash } = decode(record)
  return codeHash === undefined ? [] : [codeHash]
}
