/** Externally owned accounts with fixed keys and the transactions they sign, by viem. */
import { hexToBytes } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { RawTransaction } from '../../src/transaction.ts'

export type Wallet = ReturnType<typeof privateKeyToAccount>

/** Account number `n`, from 1. */
export function eoa(n: number): Wallet {
  return privateKeyToAccount(`0x${n.toString(16).padStart(64, '0')}`)
}

/** A type-2 transfer on chain 1337, tip and cap 1 unless told otherwise. */
export async function transfer(
  from: Wallet,
  to: `0x${string}`,
  value: bigint,
  nonce: number,
  fees: {
    readonly maxFeePerGas?: bigint
    readonly maxPriorityFeePerGas?: bigint
    readonly gas?: bigint
  } = {},
): Promise<RawTransaction> {
  const signed = await from.signTransaction({
    type: 'eip1559',
    chainId: 1337,
    to,
    value,
    nonce,
    gas: 21_000n,
    maxFeePerGas: 1n,
    maxPriorityFeePerGas: 1n,
    ...fees,
  })
  return { kind: 'ethereum', bytes: hexToBytes(signed) }
}
