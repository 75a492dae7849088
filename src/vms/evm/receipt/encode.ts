/** RLP of logs, receipts and withdrawals. */

import type { Crypto } from '../../../crypto/types.ts'
import { EMPTY_BYTES } from '../../../primitives/bytes.ts'
import { encodeRlp, type RlpItem, rlpUint } from '../../../primitives/rlp.ts'
import type { Log } from '../../../state/log.ts'
import type { EthereumReceipt, Withdrawal } from './types.ts'

const SUCCESS = Uint8Array.of(1)

function logItems(logs: readonly Log[]): RlpItem[] {
  return logs.map((log) => [log.address, log.topics, log.data])
}

/** rlp([status or root, cumulativeGasUsed, logsBloom, logs]), after the type byte of a typed transaction (EIP-2718). */
export function encodeReceipt(receipt: EthereumReceipt): Uint8Array {
  const { type, outcome, cumulativeGasUsed, logsBloom, logs } = receipt
  const status = typeof outcome === 'boolean' ? (outcome ? SUCCESS : EMPTY_BYTES) : outcome
  const list = encodeRlp([status, rlpUint(cumulativeGasUsed), logsBloom, logItems(logs)])
  if (type === 0) return list
  const out = new Uint8Array(1 + list.length)
  out[0] = type
  out.set(list, 1)
  return out
}

/** rlp([index, validatorIndex, address, amount in gwei]) (EIP-4895). */
export function encodeWithdrawal(withdrawal: Withdrawal): Uint8Array {
  const { index, validatorIndex, address, amountGwei } = withdrawal
  return encodeRlp([rlpUint(index), rlpUint(validatorIndex), address, rlpUint(amountGwei)])
}

/** keccak256(rlp(logs)), 32 bytes: how the state test vectors name a list of logs. */
export function logsHash(crypto: Pick<Crypto, 'keccak256'>, logs: readonly Log[]): Uint8Array {
  return crypto.keccak256(encodeRlp(logItems(logs)))
}
