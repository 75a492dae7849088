/** One coin leaves an account, in the way of each machine: for rules that hold in all of them. */
import {
  encodeBvmPayload,
  encodeEvmPayload,
  encodeNativePayload,
  encodeSvmPayload,
  encodeTvmPayload,
} from '../../src/index.ts'
import { COIN } from './test-chain.ts'

/** Enough for each of them. */
export const gas = { gasLimit: 700_000n } as const

/** Name of each machine and its payload; what can be sent to an AccountId goes to `to`. */
export function paymentsOf(to: Uint8Array): readonly (readonly [string, Uint8Array])[] {
  return [
    ['native', encodeNativePayload({ operation: 'transfer', to, amount: COIN })],
    ['EVM', encodeEvmPayload({ to: new Uint8Array(20).fill(0xee), value: COIN })],
    ['Solana', encodeSvmPayload({ operation: 'transfer', to, lamports: 1_000_000_000n })],
    [
      'Bitcoin',
      encodeBvmPayload({
        operation: 'lock',
        amount: 100_000_000n,
        lock: { kind: 'script', script: Uint8Array.of(0x51) },
      }),
    ],
    ['Tron', encodeTvmPayload({ to: new Uint8Array(20).fill(0xdd), value: COIN })],
  ]
}
