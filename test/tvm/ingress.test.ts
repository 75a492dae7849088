/** The life of raw Tron transactions through executeBlock: what is paid, what is refused and why. */
import { describe, expect, it } from 'vitest'
import { detailsOf, nameOf, TRX, TronChain } from '../support/tron-chain.ts'
import { tronWallet } from '../support/tron-wallet.ts'

const alice = tronWallet(1)
const bob = tronWallet(2)
const carol = tronWallet(3)

function host() {
  return new TronChain({
    balances: [
      [alice, 1_000n * TRX],
      [bob, 1_000n * TRX],
    ],
  })
}

describe('a TRX transfer', () => {
  it('moves sun, pays with free bandwidth, and its receipt has its own hash', () => {
    const chain = host()
    const receipt = chain.only(chain.transfer(alice, bob, 1_234_567n))
    expect(nameOf(receipt)).toBe('success')
    expect(receipt.kind).toBe('tron')
    expect(detailsOf(receipt)).toMatchObject({ netUsage: 267n, netFee: 0n, fee: 0n })
    expect(chain.balance(alice)).toBe(1_000n * TRX - 1_234_567n)
    expect(chain.balance(bob)).toBe(1_000n * TRX + 1_234_567n)
  })
})
