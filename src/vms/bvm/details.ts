/** What the receipt of a raw Bitcoin transaction says besides: ids, sizes, fee, what was spent and made. */
import type { Judged } from './judge.ts'
import type { Deposit, Placed } from './placing.ts'
import type { Spend } from './spend.ts'

/** An output that was spent or made. */
export interface OutputFacts {
  /** 32 bytes, internal order. */
  readonly txid: Uint8Array
  /** In the transaction. */
  readonly index: number
  /** Satoshi. */
  readonly amount: bigint
  /** The output script. */
  readonly script: Uint8Array
}

/** `details` of a receipt of kind `bitcoin`. Amounts are satoshi. */
export interface BitcoinDetails {
  /** 32 bytes, internal order; explorers print the reverse. */
  readonly txid: Uint8Array
  /** 32 bytes, in internal order. */
  readonly wtxid: Uint8Array
  /** Weight units (BIP 141). */
  readonly weight: number
  /** Virtual bytes: a quarter of the weight, rounded up. */
  readonly vsize: number
  /** Signature operation cost (BIP 141): legacy operations count four times. */
  readonly sigopCost: number
  /** Bytes hashed for signatures. */
  readonly hashedBytes: number
  /** Satoshi. */
  readonly fee: bigint
  /** In the order of the inputs. */
  readonly spent: readonly OutputFacts[]
  /** Accounts that answer for the spent scripts, in the order of the inputs. */
  readonly owners: readonly Uint8Array[]
  readonly created: readonly OutputFacts[]
  readonly deposits: readonly Deposit[]
  /** Value of outputs that nobody can spend. */
  readonly burnt: bigint
}

/** Facts of a transaction that was applied; `owners` are those of its inputs. */
export function bitcoinDetails(
  { tx, spent, sigopCost }: Spend,
  { fee, hashedBytes }: Judged,
  placed: Placed,
  owners: readonly Uint8Array[],
): BitcoinDetails {
  return {
    txid: tx.txid,
    wtxid: tx.wtxid,
    weight: tx.weight,
    vsize: Math.ceil(tx.weight / 4),
    sigopCost,
    hashedBytes,
    fee,
    spent: tx.inputs.map(({ txid, index }, i) => {
      const { amount, script } = spent[i]!
      return { txid: txid.slice(), index, amount, script }
    }),
    owners,
    created: placed.created.map((index) => {
      const { value, script } = tx.outputs[index]!
      return { txid: tx.txid, index, amount: value, script: script.slice() }
    }),
    deposits: placed.deposits,
    burnt: placed.burnt,
  }
}
