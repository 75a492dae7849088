/** Executing a block again verifies nothing again, and gives the same block. */
import { describe, expect, it } from 'vitest'
import type { Crypto, EnvelopeTransaction } from '../../src/index.ts'
import { attest, executeBlock, nobleCrypto, verifiedSignatures } from '../../src/index.ts'
import { Host, statuses } from '../support/host.ts'
import { COIN, ed25519Signer } from '../support/test-chain.ts'

const alice = ed25519Signer(1)
const pay = { operation: 'transfer', to: new Uint8Array(32).fill(1), amount: 1n } as const

describe('executing a block twice', () => {
  it('verifies each envelope once, and refuses the forged one each time', () => {
    const host = new Host({ accounts: [{ id: alice.id, balance: COIN }] })
    const good = [0n, 1n, 2n].map((nonceAhead) => host.envelope(alice, pay, { nonceAhead }))
    const forged = host.envelope(alice, pay, { nonceAhead: 3n })
    forged.bytes[forged.bytes.length - 40]! ^= 1
    let calls = 0
    const crypto: Crypto = {
      ...nobleCrypto,
      ed25519Verify: (message, signature, key) => {
        calls++
        return nobleCrypto.ed25519Verify(message, signature, key)
      },
    }
    const run = () => executeBlock(host.state, [...good, forged], {}, { crypto })
    const [first, second] = [run(), run()]
    const expected = ['success', 'success', 'success', 'InvalidSignature']
    expect(statuses(first.receipts)).toEqual(expected)
    expect(second.receipts).toEqual(first.receipts)
    expect(second.root).toEqual(first.root)
    expect(calls).toBe(3 + 1 + 1)
  })

  it('verifies nothing that was attested into the same cache', () => {
    const host = new Host({ accounts: [{ id: alice.id, balance: COIN }] })
    const transaction = host.envelope(alice, pay) as EnvelopeTransaction
    const verified = verifiedSignatures(host.state.caches)
    expect(attest(nobleCrypto, transaction, { verified }).isGenuine).toBe(true)
    expect(verified.size).toBe(1)
    const crypto: Crypto = { ...nobleCrypto, ed25519Verify: () => false }
    expect(statuses(executeBlock(host.state, [transaction], {}, { crypto }).receipts)).toEqual([
      'success',
    ])
  })
})
