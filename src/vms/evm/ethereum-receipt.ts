/**
 * The receipts of a block as Ethereum sees them: only raw Ethereum transactions that ran. A rejected one has no
 * place in Ethereum's lists, an envelope is none of its kinds. From Byzantium on (status receipts, EIP-658).
 */
import type { Crypto } from '../../crypto/types.ts'
import type { Receipt } from '../../receipt.ts'
import { BLOOM_BYTES, BloomBuilder } from './receipt/bloom.ts'
import { encodeReceipt } from './receipt/encode.ts'
import { receiptsRoot } from './receipt/roots.ts'
import type { EthereumReceipt } from './receipt/types.ts'
import type { TransactionType } from './transaction/types.ts'

/** `details` of the receipt of a raw Ethereum transaction. */
export interface EthereumDetails {
  /** EIP-2718 type, 0 for a legacy transaction. */
  readonly type: TransactionType
  /** Nonce of the sender that it used. */
  readonly nonce: bigint
  /** 2^17 per blob; 0 for other types. */
  readonly blobGasUsed: bigint
  /** Base units per blob gas; 0 for other types. */
  readonly blobGasPrice: bigint
}

/** A receipt that Ethereum's lists hold. */
function isEthereum(receipt: Receipt): boolean {
  return receipt.kind === 'ethereum' && receipt.status !== 'rejected'
}

/** Facts that only an Ethereum receipt has, or undefined for any other. */
export function ethereumDetails(receipt: Receipt): EthereumDetails | undefined {
  return isEthereum(receipt) ? (receipt.details as EthereumDetails) : undefined
}

/**
 * Ethereum's receipts of a block, in order, with cumulative gas counted over them alone.
 * PERF: one keccak256 per address and topic not met before in this call.
 */
export function ethereumReceipts(
  crypto: Pick<Crypto, 'keccak256'>,
  receipts: readonly Receipt[],
): EthereumReceipt[] {
  const bloom = new BloomBuilder(crypto)
  const out: EthereumReceipt[] = []
  let cumulativeGasUsed = 0n
  for (const receipt of receipts) {
    const details = ethereumDetails(receipt)
    if (details === undefined) continue
    cumulativeGasUsed += receipt.gasUsed
    out.push({
      type: details.type,
      outcome: receipt.status === 'success',
      cumulativeGasUsed,
      logs: receipt.logs,
      logsBloom: bloom.logsBloom(receipt.logs),
    })
  }
  return out
}

/**
 * One receipt as Ethereum encodes it (EIP-2718, status of EIP-658), given the gas used in the block up to and including it.
 * Throws TypeError for a receipt that is not of a raw Ethereum transaction that ran. Cost: its logs.
 */
export function encodeEthereumReceipt(
  crypto: Pick<Crypto, 'keccak256'>,
  receipt: Receipt,
  cumulativeGasUsed: bigint = receipt.cumulativeGasUsed,
): Uint8Array {
  const details = ethereumDetails(receipt)
  if (details === undefined)
    throw new TypeError('receipt expected to be of a raw Ethereum transaction that ran')
  const logs = receipt.logs
  return encodeReceipt({
    type: details.type,
    outcome: receipt.status === 'success',
    cumulativeGasUsed,
    logs,
    logsBloom: new BloomBuilder(crypto).logsBloom(logs),
  })
}

/** `receiptsRoot` of a block header, 32 bytes. Cost: proportional to receipts and their logs. */
export function ethereumReceiptsRoot(
  crypto: Pick<Crypto, 'keccak256'>,
  receipts: readonly Receipt[],
): Uint8Array {
  return receiptsRoot(crypto, ethereumReceipts(crypto, receipts))
}

/** `logsBloom` of a block header, 256 bytes. Cost: one hash for each different address and topic. */
export function ethereumLogsBloom(
  crypto: Pick<Crypto, 'keccak256'>,
  receipts: readonly Receipt[],
): Uint8Array {
  const builder = new BloomBuilder(crypto)
  const bloom = new Uint8Array(BLOOM_BYTES)
  for (const receipt of receipts) if (isEthereum(receipt)) builder.addLogs(bloom, receipt.logs)
  return bloom
}
