/** A cache that answers as if it were not there, holds no failures, and does not grow. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifySignature } from '../../src/crypto/algorithms.ts'
import type { SignatureItem } from '../../src/crypto/signature-cache.ts'
import {
  VerifiedSignatures,
  verifiedSignatures,
  verifySignatures,
} from '../../src/crypto/signature-cache.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import type { Signer } from '../support/test-chain.ts'
import { crypto, ed25519Signer, mlDsa44Signer, secp256k1Signer } from '../support/test-chain.ts'

const signers = [ed25519Signer(1), ed25519Signer(2), secp256k1Signer(1), mlDsa44Signer(1)]
const digests = [1, 2, 3].map((fill) => new Uint8Array(32).fill(fill))

const itemOf = ({ algorithm, publicKey, sign }: Signer, digest: Uint8Array): SignatureItem => ({
  algorithm,
  digest,
  publicKey,
  signature: sign(digest),
})
const good = signers.flatMap((signer) => digests.map((digest) => itemOf(signer, digest)))

const verdict = ({ algorithm, digest, signature, publicKey }: SignatureItem) =>
  verifySignature(crypto, algorithm, digest, signature, publicKey)

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const out = bytes.slice()
  out[at % out.length]! ^= 1
  return out
}

const items: fc.Arbitrary<SignatureItem> = fc
  .tuple(
    fc.constantFrom(...good),
    fc.constantFrom('none', 'none', 'digest', 'signature', 'key', 'algorithm'),
    fc.nat(),
  )
  .map(([item, what, at]) => {
    if (what === 'digest') return { ...item, digest: flipped(item.digest, at) }
    if (what === 'signature') return { ...item, signature: flipped(item.signature, at) }
    if (what === 'key') return { ...item, publicKey: flipped(item.publicKey, at) }
    if (what === 'algorithm') return { ...item, algorithm: (item.algorithm + 1 + (at % 5)) % 6 }
    return item
  })

/** Counts what reaches the curve. */
function counting(): { crypto: Crypto; calls: () => number } {
  let calls = 0
  const counted = {
    ...crypto,
    ed25519Verify: (message: Uint8Array, signature: Uint8Array, key: Uint8Array) => {
      calls++
      return crypto.ed25519Verify(message, signature, key)
    },
  }
  return { crypto: counted, calls: () => calls }
}

describe('verified signatures', () => {
  it('answer as single verifications, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(items, { maxLength: 12 }), (list) => {
        const expected = list.map(verdict)
        const cache = new VerifiedSignatures()
        expect(verifySignatures(crypto, list, cache)).toEqual(expected)
        expect(verifySignatures(crypto, list, cache)).toEqual(expected)
        expect(verifySignatures(crypto, list)).toEqual(expected)
      }),
      { seed: 20_260_620, numRuns: 25 },
    )
  })

  it('are verified once, refused ones every time', () => {
    const { crypto: counted, calls } = counting()
    const cache = new VerifiedSignatures()
    const [item] = good
    const bad = { ...item!, signature: flipped(item!.signature, 3) }
    expect(verifySignatures(counted, [item!, item!, bad, bad], cache)).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(calls()).toBe(3)
    expect(cache.size).toBe(1)
  })

  it('are held under every byte: a reused buffer is no way around', () => {
    const cache = new VerifiedSignatures()
    const item = good[0]!
    const buffers = {
      ...item,
      digest: item.digest.slice(),
      signature: item.signature.slice(),
      publicKey: item.publicKey.slice(),
    }
    expect(cache.verify(crypto, buffers)).toBe(true)
    buffers.signature[7]! ^= 1
    expect(cache.verify(crypto, buffers)).toBe(false)
    expect(cache.verify(crypto, item)).toBe(true)
  })

  it('that share a slot push each other out and stay apart', () => {
    // The slot is made of the digest's first seven bytes and the key's last four.
    const cache = new VerifiedSignatures()
    const near = [0, 1].map((last) => {
      const digest = new Uint8Array(32).fill(9)
      digest[31] = last
      return itemOf(signers[0]!, digest)
    })
    for (let round = 0; round < 3; round++) {
      for (const item of near) expect(cache.verify(crypto, item)).toBe(true)
      expect(cache.verify(crypto, { ...near[0]!, digest: near[1]!.digest })).toBe(false)
    }
    expect(cache.size).toBe(1)
  })

  it('are bounded: what is not asked for is forgotten', () => {
    const cache = new VerifiedSignatures(10 * (256 + 96))
    const { crypto: counted, calls } = counting()
    const list = Array.from({ length: 60 }, (_, i) =>
      itemOf(
        signers[i & 1]!,
        digests[0]!.map((_, j) => i ^ (j * 7)),
      ),
    )
    for (const item of list) {
      expect(cache.verify(counted, item)).toBe(true)
      // Asked for again and again, the first one survives every generation.
      expect(cache.verify(counted, list[0]!)).toBe(true)
      expect(cache.size).toBeLessThanOrEqual(20)
    }
    expect(calls()).toBe(60)
    expect(cache.verify(counted, list[5]!)).toBe(true)
    expect(calls()).toBe(61)
  })

  it('belong to the caches they are asked of', () => {
    const caches = new Map<string, unknown>()
    expect(verifiedSignatures(caches)).toBe(verifiedSignatures(caches))
    expect(verifiedSignatures(new Map())).not.toBe(verifiedSignatures(caches))
  })
})
