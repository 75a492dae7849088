/** Receipts and withdrawals as Ethereum encodes them. */

import type { Log } from '../../../state/log.ts'

/** A receipt: from Byzantium on with a status (EIP-658), before it with the state root behind the transaction. */
export interface EthereumReceipt {
  /** EIP-2718 type of the transaction. */
  readonly type: number
  /** True or false for success; or 32 bytes of state root. */
  readonly outcome: boolean | Uint8Array
  /** Gas used in the block up to and including this transaction. */
  readonly cumulativeGasUsed: bigint
  readonly logs: readonly Log[]
  /** 256 bytes, as {@link BloomBuilder} makes it. */
  readonly logsBloom: Uint8Array
}

/** EIP-4895, what leaves the beacon chain. */
export interface Withdrawal {
  readonly index: bigint
  readonly validatorIndex: bigint
  /** 20 bytes. */
  readonly address: Uint8Array
  /** In gwei. */
  readonly amountGwei: bigint
}
