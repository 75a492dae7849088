/** A slice of scripts/fuzz-script.ts: random spends beside bcoin (if it is installed) and bitcore-lib. */
import { beforeAll, describe, expect, test } from 'vitest'
import { hasBcoin, loadBcoin, loadBitcore } from '../../bench/support/bitcoin-peers.ts'
import { loadCrypto } from '../../src/crypto/load.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import { judgeSeed, newTally } from '../differential/script.ts'

let crypto: Crypto
beforeAll(async () => {
  crypto = await loadCrypto()
})

describe('random spends', () => {
  test.skipIf(!hasBcoin())('before taproot, beside bcoin 1.0.2', () => {
    const peer = loadBcoin()
    peer.use((hash, signature, key) => crypto.bitcoinVerify(hash, signature, key))
    const tally = newTally()
    for (let seed = 1_000_000; seed < 1_000_800; seed++) {
      expect(judgeSeed(seed, 'classic', peer, crypto, tally)).toBeUndefined()
    }
    expect(tally.accepted).toBeGreaterThan(160)
    expect(tally.verdicts.size).toBeGreaterThan(20)
  })

  test('taproot, beside bitcore-lib', () => {
    const peer = loadBitcore()
    const tally = newTally()
    for (let seed = 2_000_000; seed < 2_000_100; seed++) {
      expect(judgeSeed(seed, 'taproot', peer, crypto, tally)).toBeUndefined()
    }
    expect(tally.accepted).toBeGreaterThan(15)
    expect(tally.verdicts.size).toBeGreaterThan(8)
  })
})
