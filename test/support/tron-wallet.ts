/**
 * Tron wallets for tests: builds, signs and serialises transactions without TronWeb, field by field, so that a test can also
 * build what no wallet would. test/tvm/ingress-tronweb.test.ts holds it against TronWeb.
 */
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { legacyId } from '../../src/identity/legacy.ts'
import { EMPTY_BYTES, hexToBytes } from '../../src/primitives/bytes.ts'
import { Namespace } from '../../src/state/reader.ts'
import type { State } from '../../src/state/state.ts'
import type { RawTransaction } from '../../src/transaction.ts'
import {
  type ContractMessages,
  ContractType,
  type ContractTypeName,
} from '../../src/vms/tvm/actuators/messages.ts'
import { addressOfPublicKey, encodeTronAddress } from '../../src/vms/tvm/address.ts'
import { tronBlockHeader } from '../../src/vms/tvm/index.ts'
import { CONTRACT_TABLES } from '../../src/vms/tvm/transaction/contracts.ts'
import { encodeMessage, type MessageTable } from '../../src/vms/tvm/transaction/protobuf.ts'
import { RAW_DATA, type RawData, TRANSACTION } from '../../src/vms/tvm/transaction/types.ts'

export { crypto }

export interface TronWallet {
  readonly secret: Uint8Array
  /** 20 bytes. */
  readonly address: Uint8Array
  readonly text: string
  /** Of the account that the address stands for. */
  readonly id: Uint8Array
  /** r || s || v of a transaction id. */
  sign(txid: Uint8Array): Uint8Array
}

export function tronWallet(seed: number): TronWallet {
  const secret = new Uint8Array(32)
  new DataView(secret.buffer).setUint32(28, seed)
  const address = addressOfPublicKey(crypto, secp256k1.getPublicKey(secret, false))
  return {
    secret,
    address,
    text: encodeTronAddress(crypto, address),
    id: legacyId(crypto, Namespace.tvm, address),
    sign(txid) {
      const signed = secp256k1.sign(txid, secret, { prehash: false, format: 'recovered' })
      return Uint8Array.of(...signed.subarray(1), (signed[0] ?? 0) + 27)
    },
  }
}

/** What a test says of a transaction; everything else is as a wallet would fill it in. */
export interface Draft<Name extends ContractTypeName> {
  readonly type: Name
  readonly message: ContractMessages[Name]
  readonly feeLimit?: bigint
  readonly permissionId?: number
  readonly memo?: Uint8Array
  /** Milliseconds. */
  readonly expiration?: bigint
  readonly timestamp?: bigint
  readonly reference?: { readonly bytes: Uint8Array; readonly hash: Uint8Array }
}

/** Transaction.raw of a draft for the state's next block, whose time is `seconds`. */
export function rawOf<Name extends ContractTypeName>(
  state: State,
  seconds: bigint,
  draft: Draft<Name>,
): RawData {
  const header = tronBlockHeader(state, { timestamp: seconds })
  const { type, message, reference, permissionId = 0 } = draft
  const table = CONTRACT_TABLES[type] as unknown as MessageTable<ContractMessages[Name]>
  return {
    refBlockBytes: reference?.bytes ?? hexToBytes(header.ref_block_bytes),
    refBlockHash: reference?.hash ?? hexToBytes(header.ref_block_hash),
    expiration: draft.expiration ?? BigInt(header.expiration),
    data: draft.memo ?? EMPTY_BYTES,
    contract: [
      {
        type: ContractType[type],
        parameter: {
          typeUrl: `type.googleapis.com/protocol.${type}`,
          value: encodeMessage(table as MessageTable<object>, message as object),
        },
        permissionId,
      },
    ],
    timestamp: draft.timestamp ?? BigInt(header.timestamp),
    feeLimit: draft.feeLimit ?? 0n,
  }
}

/** Serialises raw data with one signature of each signer. */
export function signRaw(raw: RawData, signers: readonly TronWallet[]): RawTransaction {
  const rawData = encodeMessage(RAW_DATA, raw)
  const txid = crypto.sha256(rawData)
  const signatures = signers.map((signer) => signer.sign(txid))
  return { kind: 'tron', bytes: encodeMessage(TRANSACTION, { rawData, signatures, results: [] }) }
}
