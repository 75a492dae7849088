/** ML-DSA-44 beside OpenSSL's: keys of seeds, its signatures, and its verdict on signatures that were tampered with. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SIGNING_SCHEMES } from '../../src/crypto/signing.ts'
import { nobleCrypto } from '../../src/index.ts'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import { mlDsa44Signer } from '../support/test-chain.ts'

interface Vectors {
  readonly keys: readonly { readonly seed: string; readonly publicKeySha256: string }[]
  readonly signatures: readonly {
    readonly seed: string
    readonly message: string
    readonly signature: string
    readonly underContext?: string
    readonly mutants: readonly {
      readonly what: string
      readonly bytes: string
      readonly valid: boolean
    }[]
  }[]
}

const vectors: Vectors = JSON.parse(
  readFileSync(new URL('./ml-dsa-44.json', import.meta.url), 'utf8'),
)
const base64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
const { publicKey: keyOf } = SIGNING_SCHEMES[2]!

describe('ML-DSA-44', () => {
  it('makes the keys that OpenSSL makes', () => {
    expect(vectors.keys.length).toBe(24)
    for (const { seed, publicKeySha256 } of vectors.keys) {
      const hash = nobleCrypto.sha256(keyOf(hexToBytes(seed)))
      expect(bytesToHex(hash)).toBe(publicKeySha256)
    }
  })

  it("takes OpenSSL's signatures and refuses what OpenSSL refuses", () => {
    let mutants = 0
    for (const { seed, message, signature, mutants: list, underContext } of vectors.signatures) {
      const [key, text, good] = [keyOf(hexToBytes(seed)), hexToBytes(message), base64(signature)]
      expect(nobleCrypto.mlDsa44Verify(text, good, key)).toBe(true)
      expect(nobleCrypto.mlDsa44Verify(Uint8Array.of(...text, 0), good, key)).toBe(false)
      for (const { what, bytes, valid } of list) {
        const changed = good.slice()
        for (const change of bytes.split(' ')) {
          const [offset, byte] = change.split(':')
          changed[Number(offset)] = Number.parseInt(byte!, 16)
        }
        expect(nobleCrypto.mlDsa44Verify(text, changed, key), what).toBe(valid)
        mutants++
      }
      if (underContext !== undefined)
        expect(nobleCrypto.mlDsa44Verify(text, base64(underContext), key)).toBe(false)
    }
    expect(mutants).toBe(175)
  })

  it('refuses other lengths without a word', () => {
    const { publicKey, sign } = mlDsa44Signer(1)
    const digest = new Uint8Array(32)
    const signature = sign(digest)
    const verify = (s: Uint8Array, k: Uint8Array) => nobleCrypto.mlDsa44Verify(digest, s, k)
    expect(verify(signature, publicKey)).toBe(true)
    expect(verify(signature.subarray(1), publicKey)).toBe(false)
    expect(verify(Uint8Array.of(...signature, 0), publicKey)).toBe(false)
    expect(verify(signature, publicKey.subarray(1))).toBe(false)
    expect(verify(signature, Uint8Array.of(...publicKey, 0))).toBe(false)
    expect(verify(new Uint8Array(2_420), new Uint8Array(1_312))).toBe(false)
  })
})
