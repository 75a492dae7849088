/**
 * Where the coin of new outputs goes: an unspent output, an account's balance, or nowhere. The one place where outputs
 * are made, so that the three are always counted (S4).
 */
import { accountAt } from '../../identity/alias.ts'
import { redirected } from '../../identity/authority.ts'
import { Namespace } from '../../state/reader.ts'
import type { BvmContext } from './context.ts'
import { depositTarget, fateOf } from './locks.ts'
import { SATOSHI } from './parameters.ts'
import type { BitcoinOutput, BitcoinTransaction } from './transaction/types.ts'
import type { LiveUtxo } from './utxo.ts'

/** A deposit that took place. */
export interface Deposit {
  /** Index of the output. */
  readonly index: number
  /** AccountId it names, 32 bytes. */
  readonly id: Uint8Array
  /** Satoshi. */
  readonly amount: bigint
}

/** What became of a list of outputs. */
export interface Placed {
  /** Indices of the unspent outputs made. */
  readonly created: readonly number[]
  readonly deposits: readonly Deposit[]
  /** Satoshi. */
  readonly burnt: bigint
}

/** Supply counter of value on a script that says it is data. */
export const BURNT_DATA = 'bitcoin-op-return'
/** Supply counter of value on a script too long to be executed. */
export const BURNT_UNSPENDABLE = 'bitcoin-unspendable'
const OP_RETURN = 0x6a

/** Makes outputs of coin that the caller has just taken from somewhere. Cost: proportional to their number. */
export function placeOutputs(
  context: BvmContext,
  txid: Uint8Array,
  outputs: readonly BitcoinOutput[],
  bridged: boolean,
): Placed {
  const { services, utxos, height, medianTime } = context
  const { journal } = services
  const created: number[] = []
  const deposits: Deposit[] = []
  let burnt = 0n
  outputs.forEach(({ value: amount, script }, index) => {
    switch (fateOf(script, amount)) {
      case 'unspent':
        utxos.add({ txid, index }, { amount, script, height, medianTime, bridged })
        created.push(index)
        return
      case 'deposit': {
        const id = depositTarget(script)!
        journal.credit(journal.account(redirected(journal, id)), amount * SATOSHI)
        deposits.push({ index, id, amount })
        return
      }
      default:
        burnt += amount
        journal.supply.countBurnt(
          amount * SATOSHI,
          script[0] === OP_RETURN ? BURNT_DATA : BURNT_UNSPENDABLE,
        )
    }
  })
  return { created, deposits, burnt }
}

/** Spends a transaction's inputs, makes its outputs, pays its fee to the beneficiary. Everything was checked before. */
export function applyTransaction(
  context: BvmContext,
  tx: BitcoinTransaction,
  spent: readonly LiveUtxo[],
): Placed & { readonly fee: bigint } {
  const { services, utxos } = context
  const { journal, crypto, block } = services
  let fee = 0n
  for (const utxo of spent) {
    utxos.spend(utxo)
    fee += utxo.amount
  }
  for (const { value } of tx.outputs) fee -= value
  const placed = placeOutputs(context, tx.txid, tx.outputs, false)
  if (fee > 0n)
    journal.credit(accountAt(journal, crypto, Namespace.evm, block.coinbase), fee * SATOSHI)
  return { ...placed, fee }
}
