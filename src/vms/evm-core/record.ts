/**
 * The EVM's sub-record of an account: what Ethereum keeps besides the balance. Encoded canonically as one head byte
 * (bit 0 code, bit 1 storage, bits 2-5 length of the nonce), the nonce big-endian without leading zeros, 20 address
 * bytes, then 32 bytes of code hash and 16 of storage id where present. A record that is present exists in
 * Ethereum's sense, even if empty (accounts from before EIP-158).
 */
import { NVmError } from '../../errors.ts'
import { bigIntToMinimalBytes, bytesToBigInt } from '../../primitives/bytes.ts'
import type { RecordCodec } from '../../state/reader.ts'

export interface EvmRecord {
  /** Below 2^64. */
  readonly nonce: bigint
  /** keccak-256 of the code, 32 bytes; undefined without code. */
  readonly codeHash: Uint8Array | undefined
  /** 16 bytes (S2); present whenever there is code or storage. */
  readonly storageId: Uint8Array | undefined
  /** The 20 bytes the record is known by. */
  readonly address: Uint8Array
}

const HAS_CODE = 1
const HAS_STORAGE = 2

/** Number of the EVM in keys of sub-records. */
export const EVM_MACHINE = 1

/** Codec of the record under a machine's number; the EVM's is 1, Tron's virtual machine has its own. */
export function evmRecordCodec(machine: number): RecordCodec<EvmRecord> {
  return { machine, encode: encodeRecord, decode: decodeRecord }
}

function encodeRecord(record: EvmRecord): Uint8Array {
  const nonce = bigIntToMinimalBytes(record.nonce)
  const head =
    (record.codeHash === undefined ? 0 : HAS_CODE) |
    (record.storageId === undefined ? 0 : HAS_STORAGE) |
    (nonce.length << 2)
  const { codeHash, storageId } = record
  const codeAt = 21 + nonce.length
  const storageAt = codeHash === undefined ? codeAt : codeAt + 32
  const out = new Uint8Array(storageId === undefined ? storageAt : storageAt + 16)
  out[0] = head
  out.set(nonce, 1)
  out.set(record.address, 1 + nonce.length)
  if (codeHash !== undefined) out.set(codeHash, codeAt)
  if (storageId !== undefined) out.set(storageId, storageAt)
  return out
}

/** Throws MalformedExport on anything `encode` would not have written. */
function decodeRecord(bytes: Uint8Array): EvmRecord {
  const head = bytes[0] ?? 0xff
  const nonceLength = head >> 2
  const codeLength = (head & HAS_CODE) !== 0 ? 32 : 0
  const storageLength = (head & HAS_STORAGE) !== 0 ? 16 : 0
  const length = 1 + nonceLength + 20 + codeLength + storageLength
  if (nonceLength > 8 || bytes.length !== length || (nonceLength > 0 && bytes[1] === 0)) {
    throw new NVmError(
      'MalformedExport',
      `EVM record expected ${length} canonical bytes, got ${bytes.length}`,
    )
  }
  let at = 1
  const take = (count: number) => {
    at += count
    return bytes.slice(at - count, at)
  }
  return {
    nonce: bytesToBigInt(take(nonceLength)),
    address: take(20),
    codeHash: codeLength === 0 ? undefined : take(32),
    storageId: storageLength === 0 ? undefined : take(16),
  }
}
