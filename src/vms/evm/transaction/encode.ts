/** Records to raw Ethereum transactions: what is signed, and what is signed and sent. For tools and tests. */

import { EMPTY_BYTES } from '../../../primitives/bytes.ts'
import { encodeRlp, type RlpItem, rlpUint } from '../../../primitives/rlp.ts'
import { u256ToBytes } from '../../../primitives/u256.ts'
import type { TransactionFields, TransactionSignature } from './types.ts'

/** A field that its type does not use is written as zero. */
const uint = (value: bigint | undefined): Uint8Array => rlpUint(value ?? 0n)

function legacyItems(tx: TransactionFields): RlpItem[] {
  return [
    uint(tx.nonce),
    uint(tx.gasPrice),
    uint(tx.gasLimit),
    tx.to ?? EMPTY_BYTES,
    uint(tx.value),
    tx.data,
  ]
}

function typedItems(tx: TransactionFields): RlpItem[] {
  const fees =
    tx.type === 1 ? [uint(tx.gasPrice)] : [uint(tx.maxPriorityFeePerGas), uint(tx.maxFeePerGas)]
  const items: RlpItem[] = [uint(tx.chainId), uint(tx.nonce), ...fees]
  items.push(uint(tx.gasLimit), tx.to ?? EMPTY_BYTES, uint(tx.value), tx.data)
  items.push(tx.accessList.map((entry) => [entry.address, entry.storageKeys.map(u256ToBytes)]))
  if (tx.type === 3) items.push(uint(tx.maxFeePerBlobGas), tx.blobVersionedHashes)
  if (tx.type === 4) {
    items.push(
      tx.authorizationList.map((a) => [
        uint(a.chainId),
        a.address,
        uint(a.nonce),
        uint(a.yParity),
        uint(a.r),
        uint(a.s),
      ]),
    )
  }
  return items
}

function withType(type: number, items: RlpItem[]): Uint8Array {
  const list = encodeRlp(items)
  if (type === 0) return list
  const out = new Uint8Array(1 + list.length)
  out[0] = type
  out.set(list, 1)
  return out
}

/** The bytes whose keccak256 the sender signs. A legacy transaction with a chain id follows EIP-155. */
export function encodeUnsignedTransaction(tx: TransactionFields): Uint8Array {
  if (tx.type !== 0) return withType(tx.type, typedItems(tx))
  const items = legacyItems(tx)
  if (tx.chainId !== undefined) items.push(uint(tx.chainId), EMPTY_BYTES, EMPTY_BYTES)
  return encodeRlp(items)
}

/** The signed transaction as it stands in a block; `decodeTransaction` is its inverse. */
export function encodeTransaction(
  tx: TransactionFields,
  signature: TransactionSignature,
): Uint8Array {
  const parity = BigInt(signature.yParity)
  const items = tx.type === 0 ? legacyItems(tx) : typedItems(tx)
  if (tx.type !== 0) items.push(uint(parity))
  else items.push(uint(parity + (tx.chainId === undefined ? 27n : 35n + 2n * tx.chainId)))
  items.push(uint(signature.r), uint(signature.s))
  return withType(tx.type, items)
}
