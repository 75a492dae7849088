/**
 * The addresses and the 17 transactions of tron-vectors.json that TronWeb built and signed: text and bytes of addresses,
 * ids, signers, sizes, and every field of their contracts against the JSON that TronWeb made them from.
 */
import { nobleCrypto as crypto } from '../../../src/crypto/noble.ts'
import { bytesToHex, hexToBytes } from '../../../src/primitives/bytes.ts'
import { decodeTronAddress, encodeTronAddress } from '../../../src/vms/tvm/address.ts'
import { decodeTransaction } from '../../../src/vms/tvm/transaction/decode.ts'
import { recoverSigner } from '../../../src/vms/tvm/transaction/signature.ts'

/** Rows of the file: 6 addresses and 17 transactions. */
export const TRANSACTION_ROWS = 23

export interface VectorTransaction {
  readonly raw_data_hex: string
  readonly txID: string
  readonly signature: readonly string[]
  readonly full: string
  readonly bandwidth: number
  readonly raw_data: {
    readonly contract: readonly {
      readonly parameter: {
        readonly value: Readonly<Record<string, unknown>>
        readonly type_url: string
      }
      readonly type: string
      readonly Permission_id?: number
    }[]
    readonly ref_block_bytes: string
    readonly ref_block_hash: string
    readonly expiration: number
    readonly timestamp: number
    readonly fee_limit?: number
    readonly data?: string
  }
}

export interface TransactionVectors {
  readonly addresses: { readonly base58: readonly (readonly [string, string, string])[] }
  readonly tronweb: { readonly txs: Readonly<Record<string, VectorTransaction>> }
}

/** Keys 1, 2 and 3 of the vectors. */
const SIGNERS: Readonly<Record<string, readonly string[]>> = {
  'multiSign permission 2': [
    '2b5ad5c4795c026514f8317c7a215e218dccd6cf',
    '6813eb9362372eef6200f3b1dbc3f819671cba69',
  ],
}
const OWNER = ['7e5f4552091a69125d5dfcb7b8c2659029395bdf']

const RESOURCES: Readonly<Record<string, number>> = { BANDWIDTH: 0, ENERGY: 1, TRON_POWER: 2 }
const PERMISSION_TYPES: Readonly<Record<string, number>> = { Owner: 0, Witness: 1, Active: 2 }

/** Name in java-tron's protobuf files -> ours. */
const camel = (name: string) =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** What one JSON value must have become. */
function sameValue(name: string, json: unknown, value: unknown): boolean {
  if (json === null || json === undefined) return value === undefined
  if (Array.isArray(json)) {
    return (
      Array.isArray(value) &&
      value.length === json.length &&
      json.every((item, index) => sameValue(name, item, value[index]))
    )
  }
  if (value instanceof Uint8Array) {
    if (typeof json === 'object') return true // abi: kept as sent, nothing reads it
    const hex = bytesToHex(value)
    return String(json) === hex || String(json) === `41${hex}`
  }
  if (typeof json === 'object') return sameFields(json as Record<string, unknown>, value)
  if (typeof value === 'bigint') return BigInt(json as number) === value
  if (name === 'resource') return RESOURCES[String(json)] === value
  if (name === 'type') return PERMISSION_TYPES[String(json)] === value
  return json === value
}

function sameFields(json: Readonly<Record<string, unknown>>, message: unknown): boolean {
  const fields = message as Record<string, unknown>
  return Object.entries(json).every(([name, value]) =>
    sameValue(name, value, fields[camel(name)] ?? fields[name]),
  )
}

/** Why a transaction of the vectors is not what TronWeb says, or undefined. */
export function checkTransaction(name: string, vector: VectorTransaction): string | undefined {
  const tx = decodeTransaction(crypto, hexToBytes(vector.full))
  const expected = vector.raw_data.contract[0]
  if (expected === undefined) return 'a contract in the vector'
  if (bytesToHex(tx.txid) !== vector.txID) return `txid ${vector.txID}, got ${bytesToHex(tx.txid)}`
  const signers = tx.signatures.map((s) => bytesToHex(recoverSigner(crypto, tx.txid, s)))
  if (signers.join() !== (SIGNERS[name] ?? OWNER).join()) return `other signers than ${signers}`
  if (tx.size + 64 !== vector.bandwidth) return `bandwidth ${vector.bandwidth}, got ${tx.size + 64}`
  if (tx.contract.type !== expected.type) return `type ${expected.type}, got ${tx.contract.type}`
  if (tx.entry.permissionId !== (expected.Permission_id ?? 0)) return 'another permission id'
  if (!sameFields(expected.parameter.value, tx.contract.message))
    return 'other fields of its message'
  const { contract: _, data = '', fee_limit = 0, ...rest } = vector.raw_data
  if (!sameFields({ ...rest, data, fee_limit }, tx.raw)) return 'other fields of its raw data'
  return undefined
}

/** Every address and transaction, with the difference if there is one. */
export function runTransactions(
  vectors: TransactionVectors,
  report: (name: string, difference: string | undefined) => void,
): void {
  for (const [text, hex] of vectors.addresses.base58) {
    const bytes = hexToBytes(hex)
    const same =
      encodeTronAddress(crypto, bytes) === text &&
      bytesToHex(decodeTronAddress(crypto, text)) === hex.slice(2)
    report(`address ${text}`, same ? undefined : `expected ${hex}`)
  }
  for (const [name, vector] of Object.entries(vectors.tronweb.txs)) {
    const difference = checkTransaction(name, vector)
    report(`transaction ${name}`, difference === undefined ? undefined : `expected ${difference}`)
  }
}
