/** Signing keys of a block are read once, and only so many of them are kept. */
import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import type { Crypto, Ed25519Verify } from '../../src/crypto/types.ts'
import { KnownKey } from '../../src/vms/svm/known-keys.ts'
import { Signers } from '../../src/vms/svm/signers.ts'

const keyOf = (n: number) =>
  new KnownKey(Uint8Array.of(n >> 8, n, ...new Array(30).fill(7)), `${n}`)
const message = new Uint8Array(3)
const signature = new Uint8Array(64)

describe('signers', () => {
  it('are read once while they are kept, and answer for their own key', () => {
    const reads: Uint8Array[] = []
    const withKey = (publicKey: Uint8Array) => {
      reads.push(publicKey)
      return () => publicKey[1] === 5
    }
    const verify: Ed25519Verify = Object.assign(() => false, { withKey })
    const crypto: Crypto = { ...nobleCrypto, ed25519Verify: verify }
    const signers = new Signers(crypto)
    const keys = Array.from({ length: 1025 }, (_, n) => keyOf(n))
    for (let round = 0; round < 2; round++)
      for (let n = 0; n < 10; n++)
        expect(signers.hasSigned(keys[n]!, message, signature)).toBe(n === 5)
    expect(reads.length).toBe(10)
    // The 1,025th key ends the memory of all before it.
    for (const key of keys) signers.hasSigned(key, message, signature)
    expect(reads.length).toBe(1025)
    signers.hasSigned(keys[0]!, message, signature)
    expect(reads.length).toBe(1026)
  })

  it('are verified one by one by a backend that saves nothing by reading them', () => {
    let calls = 0
    const ed25519Verify: Ed25519Verify = (_message, _signature, publicKey) => {
      calls++
      return publicKey[1] === 1
    }
    const signers = new Signers({ ...nobleCrypto, ed25519Verify })
    expect(signers.hasSigned(keyOf(1), message, signature)).toBe(true)
    expect(signers.hasSigned(keyOf(2), message, signature)).toBe(false)
    expect(calls).toBe(2)
  })
})
