/** Roots of the lists in a block header: transactions, receipts, withdrawals; and the hash of the requests. */

import type { Crypto } from '../../../crypto/types.ts'
import { encodeRlp, rlpUint } from '../../../primitives/rlp.ts'
import { merklePatriciaRoot, type TrieEntry } from '../merkle-patricia.ts'
import { encodeReceipt, encodeWithdrawal } from './encode.ts'
import type { EthereumReceipt, Withdrawal } from './types.ts'

type TrieCrypto = Pick<Crypto, 'keccak256'>

/** Root of the trie from rlp(index) to the item, 32 bytes. */
export function trieRoot(crypto: TrieCrypto, items: readonly Uint8Array[]): Uint8Array {
  const entries: TrieEntry[] = []
  const add = (index: number): void => {
    const item = items[index]
    if (item !== undefined) entries.push([encodeRlp(rlpUint(BigInt(index))), item])
  }
  // Order of the keys, so that nothing needs sorting: rlp(0) is 0x80, behind rlp(1) to rlp(127).
  for (let i = 1; i < Math.min(items.length, 128); i++) add(i)
  add(0)
  for (let i = 128; i < items.length; i++) add(i)
  return merklePatriciaRoot((data) => crypto.keccak256(data), entries)
}

/** `transactions` are signed encodings, {@link EthereumTransaction.raw}. */
export function transactionsRoot(
  crypto: TrieCrypto,
  transactions: readonly Uint8Array[],
): Uint8Array {
  return trieRoot(crypto, transactions)
}

export function receiptsRoot(crypto: TrieCrypto, receipts: readonly EthereumReceipt[]): Uint8Array {
  return trieRoot(crypto, receipts.map(encodeReceipt))
}

export function withdrawalsRoot(
  crypto: TrieCrypto,
  withdrawals: readonly Withdrawal[],
): Uint8Array {
  return trieRoot(crypto, withdrawals.map(encodeWithdrawal))
}

/**
 * EIP-7685: sha256 over the sha256 of each request list that is not empty. A list is its type byte and its data,
 * lists come in the order of their types.
 */
export function requestsHash(
  crypto: Pick<Crypto, 'sha256'>,
  requests: readonly Uint8Array[],
): Uint8Array {
  const present = requests.filter((request) => request.length > 1)
  const digests = new Uint8Array(32 * present.length)
  for (const [i, request] of present.entries()) digests.set(crypto.sha256(request), 32 * i)
  return crypto.sha256(digests)
}
