/**
 * ML-DSA-44 against the accumulated vectors of C2SP's CCTV (ML-DSA/accumulated), which Go's crypto/mldsa passes too: keys from
 * a SHAKE128 stream, deterministic signatures of the empty message; one hash over all keys and signatures.
 */
import { shake128 } from '@noble/hashes/sha3.js'
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '../../src/index.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'

const AFTER_100 = 'd51148e1f9f4fa1a723a6cf42e25f2a99eb5c1b378b3d2dbbd561b1203beeae4'
const EMPTY = new Uint8Array(0)

describe('ML-DSA-44, accumulated vectors', () => {
  it('gives the published hash after 100 keys, and every signature verifies', () => {
    const seeds = shake128.create()
    const all = shake128.create({ dkLen: 32 })
    for (let i = 0; i < 100; i++) {
      const { publicKey, secretKey } = ml_dsa44.keygen(seeds.xof(32))
      const signature = ml_dsa44.sign(EMPTY, secretKey, { extraEntropy: false })
      all.update(publicKey).update(signature)
      expect(nobleCrypto.mlDsa44Verify(EMPTY, signature, publicKey)).toBe(true)
    }
    expect(bytesToHex(all.digest()).replace('0x', '')).toBe(AFTER_100)
  }, 30_000)
})
