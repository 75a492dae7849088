/**
 * The addresses and the 17 transactions of tron-vectors.json that TronWeb built and signed: text and bytes of addresses,
 * ids, signers, sizes, and every field of their contracts against the JSON that TronWeb made them from.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nobleCrypto as crypto } from '../../../src/crypto/noble.ts'
import { bytesToHex, hexToBytes } from '../../../src/primitives/bytes.ts'
import { decodeTronAddress, encodeTronAddress } from '../../../src/vms/tvm/address.ts'
import { decodeTransaction } from '../../../src/vms/tvm/transaction/decode.ts'
import { recoverSigner } from '../../../src/vms/tvm/transaction/signature.ts'

/** Counts of the file, asserted. */
export const EXPECTED_TRANSACTIONS = 17
export const EXPECTED_ADDRESSES = 6

export interface VectorTransaction {
  readonly raw_data_hex: string
  readonly txID: string
  readonly signature: readonly string[]
  readonly full: string
  readonly bandwidth: number
  readonly raw_data: {
    readonly contract: readonly {
      readonly parameter: { readonly value: Readonly<Record<string, unknown>>; readonly type_url: string }
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
