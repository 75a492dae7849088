/** What can be said of a transaction without knowing what it spends: Bitcoin Core's `CheckTransaction`. */
import { isZeroBytes, wordToKey } from '../../../primitives/bytes.ts'
import type { BitcoinInput, BitcoinTransaction } from './types.ts'

/** Weight of a block, and so the most of a transaction (BIP141). */
export const MAX_BLOCK_WEIGHT = 4_000_000

/** Core's names of the faults, append-only. */
export type TransactionFault =
  | 'bad-txns-vin-empty'
  | 'bad-txns-vout-empty'
  | 'bad-txns-oversize'
  | 'bad-txns-vout-negative'
  | 'bad-txns-vout-toolarge'
  | 'bad-txns-txouttotal-toolarge'
  | 'bad-txns-inputs-duplicate'
  | 'bad-cb-length'
  | 'bad-txns-prevout-null'

/** Whether the input spends nothing: the mark of a coinbase. */
export function isNullOutpoint({ txid, index }: Pick<BitcoinInput, 'txid' | 'index'>): boolean {
  return index === 0xffff_ffff && isZeroBytes(txid)
}

/** One input, and it spends nothing. No such transaction enters a chain of ours. */
export function isCoinbase({ inputs }: Pick<BitcoinTransaction, 'inputs'>): boolean {
  return inputs.length === 1 && isNullOutpoint(inputs[0]!)
}

function outputFault(tx: BitcoinTransaction, maxMoney: bigint): TransactionFault | undefined {
  let total = 0n
  for (const { value } of tx.outputs) {
    if (value < 0n) return 'bad-txns-vout-negative'
    if (value > maxMoney) return 'bad-txns-vout-toolarge'
    total += value
    if (total > maxMoney) return 'bad-txns-txouttotal-toolarge'
  }
  return undefined
}

function hasDuplicates(inputs: readonly BitcoinInput[]): boolean {
  if (inputs.length < 2) return false
  const seen = new Set<string>()
  for (const { txid, index } of inputs) seen.add(`${wordToKey(txid)}${index}`)
  return seen.size !== inputs.length
}

/**
 * Core's name of the first fault, or undefined. `maxMoney` in satoshi bounds every output and their sum. Cost is
 * proportional to the counts of inputs and outputs.
 */
export function checkTransaction(
  tx: BitcoinTransaction,
  maxMoney: bigint,
): TransactionFault | undefined {
  if (tx.inputs.length === 0) return 'bad-txns-vin-empty'
  if (tx.outputs.length === 0) return 'bad-txns-vout-empty'
  if (tx.strippedSize * 4 > MAX_BLOCK_WEIGHT) return 'bad-txns-oversize'
  const fault = outputFault(tx, maxMoney)
  if (fault !== undefined) return fault
  if (hasDuplicates(tx.inputs)) return 'bad-txns-inputs-duplicate'
  if (isCoinbase(tx)) {
    const { length } = tx.inputs[0]!.scriptSig
    return length < 2 || length > 100 ? 'bad-cb-length' : undefined
  }
  return tx.inputs.some(isNullOutpoint) ? 'bad-txns-prevout-null' : undefined
}
