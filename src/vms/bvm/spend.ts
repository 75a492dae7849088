/** A transaction together with the outputs it spends, and what it is charged for. */
import { InvalidTransactionError } from '../../errors.ts'
import type { BvmContext } from './context.ts'
import { txidToHex } from './outpoint.ts'
import { countSigops } from './sigops.ts'
import type { BitcoinTransaction, Prevout } from './transaction/types.ts'
import type { LiveUtxo, Utxo } from './utxo.ts'

/** A transaction with what it spends. */
export interface Spend {
  readonly tx: BitcoinTransaction
  /** One for each input. */
  readonly spent: readonly LiveUtxo[]
  /** Signature operation cost (BIP 141). */
  readonly sigopCost: number
  /** Weight it is charged for: its own, or that of its signature operations if they are more. */
  readonly chargedWeight: bigint
}

/** Looks up what a transaction spends and counts its signature operations; undefined if an output is missing. */
export function findSpend(context: BvmContext, tx: BitcoinTransaction): Spend | undefined {
  const spent: LiveUtxo[] = []
  for (const input of tx.inputs) {
    const utxo = context.utxos.get(input)
    if (utxo === undefined) return undefined
    spent.push(utxo)
  }
  const sigopCost = countSigops(tx, prevoutsOf(spent))
  return { tx, spent, sigopCost, chargedWeight: chargedWeight(context, tx, sigopCost) }
}

/** The same; throws OutputMissing with the first input that has none. */
export function openSpend(context: BvmContext, tx: BitcoinTransaction): Spend {
  const spend = findSpend(context, tx)
  if (spend !== undefined) return spend
  const input = tx.inputs.findIndex((outpoint) => context.utxos.get(outpoint) === undefined)
  const { txid, index } = tx.inputs[input]!
  const outpoint = `${txidToHex(txid)}:${index}`
  throw new InvalidTransactionError(
    'OutputMissing',
    `input ${input} expected an unspent output, ${outpoint} is none`,
    { input, outpoint },
  )
}

/** Weight a transaction pays for, given its signature operation cost. */
export function chargedWeight(
  context: BvmContext,
  tx: BitcoinTransaction,
  sigopCost: number,
): bigint {
  const ofSigops = BigInt(sigopCost) * context.parameters.weightPerSigop
  const own = BigInt(tx.weight)
  return own > ofSigops ? own : ofSigops
}

/** Spent outputs as the verification of scripts takes them. */
export function prevoutsOf(spent: readonly Utxo[]): Prevout[] {
  return spent.map(({ amount, script }) => ({ value: amount, script }))
}
