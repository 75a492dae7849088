/**
 * Encoding of Tron's contract record: who made a contract, who pays for it, its dynamic-energy counters, its code and
 * storage. The ABI is not kept: nothing that runs reads it, and the transaction that carried it has it.
 *
 * Encoding: head byte (bit 0 code, bit 1 storage id), 20 address bytes, code hash (32), storage id (16) where present,
 * origin (20), then percent, origin energy limit, version, name (length, bytes), energy usage, factor, cycle as
 * variable-length numbers.
 */
import { NVmError } from '../../../errors.ts'
import { equalBytes } from '../../../primitives/bytes.ts'
import type { RecordCodec } from '../../../state/reader.ts'
import type { ContractRecord } from '../vm/account-host.ts'
import { VarintReader, VarintWriter } from './varint.ts'

/** Number of contract records in keys of sub-records; an account's own record has {@link TVM_MACHINE}. */
export const TVM_CONTRACTS = 0x44

const HAS_CODE = 1
const HAS_STORAGE = 2

function encode(record: ContractRecord): Uint8Array {
  const { codeHash, storageId } = record
  const writer = new VarintWriter()
  writer.number(
    (codeHash === undefined ? 0 : HAS_CODE) | (storageId === undefined ? 0 : HAS_STORAGE),
  )
  writer.bytes(record.address)
  if (codeHash !== undefined) writer.bytes(codeHash)
  if (storageId !== undefined) writer.bytes(storageId)
  const name = new TextEncoder().encode(record.name)
  writer.bytes(record.origin).number(record.consumeUserResourcePercent)
  writer.number(record.originEnergyLimit).number(record.version)
  writer.number(name.length).bytes(name)
  writer.number(record.energyUsage).number(record.energyFactor).number(record.updateCycle)
  return writer.finish()
}

function malformed(message: string): never {
  throw new NVmError('MalformedExport', `Tron contract record expected ${message}`)
}

/** Throws MalformedExport on anything `encode` would not have written. */
function decode(bytes: Uint8Array): ContractRecord {
  const reader = new VarintReader(bytes, malformed)
  const head = reader.number()
  if (head > 3) malformed('a head below 4')
  const record: ContractRecord = {
    nonce: 0n,
    address: reader.bytes(20),
    codeHash: (head & HAS_CODE) === 0 ? undefined : reader.bytes(32),
    storageId: (head & HAS_STORAGE) === 0 ? undefined : reader.bytes(16),
    origin: reader.bytes(20),
    consumeUserResourcePercent: reader.number(),
    originEnergyLimit: reader.bigint(),
    version: reader.number(),
    name: new TextDecoder().decode(reader.bytes(reader.number())),
    energyUsage: reader.bigint(),
    energyFactor: reader.bigint(),
    updateCycle: reader.bigint(),
  }
  if (!equalBytes(encode(record), bytes)) malformed('its one encoding')
  return record
}

export const CONTRACT_CODEC: RecordCodec<ContractRecord> = {
  machine: TVM_CONTRACTS,
  encode,
  decode,
}

/** Hashes of the code a record refers to, for exports. */
export function tronBlobHashes(machine: number, record: Uint8Array): readonly Uint8Array[] {
  if (machine !== TVM_CONTRACTS) return []
  const { codeHash } = decode(record)
  return codeHash === undefined ? [] : [codeHash]
}
