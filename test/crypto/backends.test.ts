/** Every backend beside the portable one: same answers on random, mutated and edge inputs. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js'
import { beforeAll, describe, expect, test } from 'vitest'
import * as checks from '../../src/crypto/checks.ts'
import { type LoadCryptoOptions, loadCrypto } from '../../src/crypto/load.ts'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { chooseBackend } from '../../src/crypto/optional.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import { bytesToBigInt, bytesToHex, concatBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import { randomBytes, word } from '../support/crypto-samples.ts'

const ORDER = secp256k1.Point.Fn.ORDER
const random = randomBytes(42)

const BACKENDS: readonly (readonly [string, LoadCryptoOptions])[] = [
  ['best installed', {}],
  [
    'WebAssembly',
    {
      keccak: 'hash-wasm',
      sha256: 'as-sha256',
      secp256k1: 'wasm',
      schnorr: 'wasm',
      ed25519: 'node',
    },
  ],
  ['native', { keccak: 'hash-wasm', sha256: 'hashtree', secp256k1: 'native', ed25519: 'node' }],
  [
    'portable',
    {
      keccak: 'noble',
      sha256: 'noble',
      ripemd160: 'noble',
      secp256k1: 'noble',
      schnorr: 'noble',
      ed25519: 'noble',
    },
  ],
]

interface EcdsaCase {
  readonly hash: Uint8Array
  readonly signature: Uint8Array
  readonly recovery: number
}

/** Signatures of random keys, then everything about them that can be wrong. */
function ecdsaCases(): EcdsaCase[] {
  const cases: EcdsaCase[] = []
  for (let i = 0; i < 6; i++) {
    const hash = random(32)
    const signed = secp256k1.sign(hash, random(32), { prehash: false, format: 'recovered' })
    const signature = signed.slice(1)
    for (const recovery of [0, 1, 2, 3]) cases.push({ hash, signature, recovery })
    const s = bytesToBigInt(signature.subarray(32))
    const highS = concatBytes(signature.subarray(0, 32), word(ORDER - s))
    cases.push({ hash, signature: highS, recovery: signed[0]! ^ 1 })
    cases.push({ hash, signature: random(64), recovery: i & 1 })
  }
  const { hash, signature } = cases[0]!
  const r = signature.subarray(0, 32)
  const s = signature.subarray(32)
  const half = ORDER >> 1n
  for (const edge of [
    0n,
    1n,
    2n,
    5n,
    half,
    half + 1n,
    ORDER - 1n,
    ORDER,
    ORDER + 1n,
    (1n << 256n) - 1n,
  ]) {
    cases.push({ hash, signature: concatBytes(word(edge), s), recovery: 0 })
    cases.push({ hash, signature: concatBytes(r, word(edge)), recovery: 1 })
    cases.push({ hash: word(edge), signature, recovery: 0 })
  }
  cases.push({ hash, signature, recovery: -1 }, { hash, signature, recovery: 0.5 })
  cases.push({ hash: hash.subarray(1), signature, recovery: 0 })
  cases.push({ hash, signature: signature.subarray(1), recovery: 0 })
  return cases
}

const CASES = ecdsaCases()
const hexOf = (bytes: Uint8Array | undefined) => (bytes === undefined ? 'none' : bytesToHex(bytes))
const RECOVERED = CASES.map((c) => nobleCrypto.secp256k1Recover(c.hash, c.signature, c.recovery))

/** Compressed, hybrid, negated, off the curve, and of the wrong length. */
function keysLike(key: Uint8Array): Uint8Array[] {
  const parity = key[64]! & 1
  const x = key.subarray(1, 33)
  const prefixed = (prefix: number, rest: Uint8Array) => concatBytes(Uint8Array.of(prefix), rest)
  const off = key.slice()
  off[64] = off[64]! ^ 1
  return [
    ...[
      prefixed(2 + parity, x),
      prefixed(3 - parity, x),
      prefixed(4, x),
      prefixed(0, x),
      x,
      key,
      off,
    ],
    ...[prefixed(6 + parity, key.subarray(1)), prefixed(7 - parity, key.subarray(1))],
    ...[
      prefixed(2, word(5n)),
      prefixed(2, new Uint8Array(32).fill(255)),
      new Uint8Array(65),
      new Uint8Array(0),
    ],
  ]
}

/** The encodings of the eight points of small order, with those that are not canonical. */
const SMALL_ORDER = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
].map(hexToBytes)

describe.each(BACKENDS)('%s', (_name, options) => {
  let crypto: Crypto
  beforeAll(async () => {
    crypto = await loadCrypto(options)
  })

  test('known answers', () => {
    expect(checks.isRightKeccak(crypto.keccak256)).toBe(true)
    expect(checks.isRightSha256(crypto)).toBe(true)
    expect(checks.isRightSecp256k1(crypto)).toBe(true)
    expect(checks.isRightEd25519(crypto.ed25519Verify)).toBe(true)
    expect(bytesToHex(crypto.keccak256(new Uint8Array(0)))).toMatch(/^c5d2460186f7233c/)
    expect(bytesToHex(crypto.sha256(new Uint8Array(0)))).toMatch(/^e3b0c44298fc1c14/)
    expect(bytesToHex(crypto.ripemd160(new Uint8Array(0)))).toMatch(/^9c1185a5c5e9fc54/)
  })

  test('hashes of random inputs are fresh plain byte arrays', () => {
    for (let i = 0; i < 100; i++) {
      const data = random(i * 7)
      for (const name of ['keccak256', 'sha256', 'hash256', 'ripemd160'] as const) {
        const digest = crypto[name](data)
        const copy = digest.slice()
        expect(digest.constructor).toBe(Uint8Array)
        crypto[name](random(40))
        expect(digest).toEqual(copy)
        expect(digest).toEqual(nobleCrypto[name](data))
      }
    }
  })

  test('batches of 64-byte messages, at any offset', () => {
    for (const count of [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 100]) {
      const input = random(64 * count + 11).subarray(5)
      const output = new Uint8Array(32 * count + 7)
      crypto.hasher.hash64(input, count, output.subarray(3))
      for (let i = 0; i < count; i++) {
        const expected = nobleCrypto.sha256(input.subarray(64 * i, 64 * i + 64))
        expect(output.subarray(3 + 32 * i, 35 + 32 * i)).toEqual(expected)
      }
      expect(
        [...output.subarray(0, 3), ...output.subarray(3 + 32 * count)].every((b) => b === 0),
      ).toBe(true)
    }
  })

  test('inputs in shared memory', () => {
    const shared = (bytes: Uint8Array) => {
      const view = new Uint8Array(new SharedArrayBuffer(bytes.length + 8)).subarray(
        4,
        4 + bytes.length,
      )
      view.set(bytes)
      return view
    }
    const [hash, secret, blocks] = [random(32), random(32), random(640)]
    expect(crypto.keccak256(shared(blocks))).toEqual(nobleCrypto.keccak256(blocks))
    expect(crypto.sha256(shared(blocks))).toEqual(nobleCrypto.sha256(blocks))
    const output = shared(new Uint8Array(320))
    const expected = new Uint8Array(320)
    crypto.hasher.hash64(shared(blocks), 10, output)
    nobleCrypto.hasher.hash64(blocks, 10, expected)
    expect(output.slice()).toEqual(expected)
    const signature = secp256k1.sign(hash, secret, { prehash: false })
    const key = secp256k1.getPublicKey(secret)
    expect(crypto.secp256k1Verify(shared(hash), shared(signature), shared(key))).toBe(true)
    const edKey = ed25519.getPublicKey(secret)
    const edSignature = ed25519.sign(hash, secret)
    expect(crypto.ed25519Verify(shared(hash), shared(edSignature), shared(edKey))).toBe(true)
  })

  test('secp256k1 recovery', () => {
    CASES.forEach(({ hash, signature, recovery }, i) => {
      const found = crypto.secp256k1Recover(hash, signature, recovery)
      expect(hexOf(found), `case ${i}`).toBe(hexOf(RECOVERED[i]))
    })
    expect(RECOVERED.filter((key) => key !== undefined).length).toBeGreaterThan(20)
  })

  test('secp256k1 verification takes low s and compressed keys only', () => {
    let valid = 0
    CASES.forEach(({ hash, signature }, i) => {
      const key = RECOVERED[i]
      if (key === undefined) return
      const compressed = keysLike(key)[0]!
      const isLow = bytesToBigInt(signature.subarray(32)) <= ORDER >> 1n
      expect(crypto.secp256k1Verify(hash, signature, compressed), `case ${i}`).toBe(isLow)
      if (isLow) valid++
      const wrong = hash.slice()
      wrong[31] = wrong[31]! ^ 1
      expect(crypto.secp256k1Verify(wrong, signature, compressed)).toBe(false)
      if (i > 4) return
      for (const other of keysLike(key).slice(1)) {
        expect(crypto.secp256k1Verify(hash, signature, other)).toBe(false)
      }
    })
    expect(valid).toBeGreaterThan(5)
  })

  test('ECDSA as Bitcoin has it: any s, every form of a key', () => {
    let valid = 0
    CASES.forEach(({ hash, signature }, i) => {
      const key = RECOVERED[i]
      if (key === undefined) return
      const [compressed, negated, uncompressed, , , same, off, hybrid, crossed] = keysLike(key)
      for (const good of [compressed!, same!, hybrid!]) {
        expect(crypto.bitcoinVerify(hash, signature, good), `case ${i}`).toBe(true)
        valid++
      }
      for (const bad of [negated!, uncompressed!, off!, crossed!]) {
        expect(crypto.bitcoinVerify(hash, signature, bad), `case ${i}`).toBe(
          nobleCrypto.bitcoinVerify(hash, signature, bad),
        )
      }
      for (const bad of keysLike(key).slice(7)) {
        const expected = bad === hybrid || bytesToHex(bad) === bytesToHex(hybrid!)
        expect(crypto.bitcoinVerify(hash, signature, bad), bytesToHex(bad)).toBe(expected)
      }
    })
    expect(valid).toBeGreaterThan(20)
  })

  test('BIP340 and taproot tweaks, with an r past the order', () => {
    for (let i = 0; i < 8; i++) {
      const [message, secret, tweak] = [random(32), random(32), random(32)]
      const key = schnorr.getPublicKey(secret)
      const good = schnorr.sign(message, secret, random(32))
      expect(crypto.schnorrVerify(message, good, key)).toBe(true)
      for (let bit = i; bit < 512; bit += 61) {
        const bad = good.slice()
        bad[bit >> 3] = bad[bit >> 3]! ^ (1 << (bit & 7))
        expect(crypto.schnorrVerify(message, bad, key)).toBe(false)
      }
      expect(crypto.schnorrVerify(message, good.subarray(1), key)).toBe(false)
      expect(crypto.schnorrVerify(message, good, key.subarray(1))).toBe(false)
      const point = secp256k1.Point.fromBytes(concatBytes(Uint8Array.of(2), key))
      const sum = point.add(secp256k1.Point.BASE.multiply(bytesToBigInt(tweak) % ORDER)).toBytes()
      const output = sum.subarray(1)
      const parity = sum[0]! - 2
      expect(crypto.taprootTweakCheck(key, tweak, output, parity)).toBe(true)
      expect(crypto.taprootTweakCheck(key, tweak, output, 1 - parity)).toBe(false)
      expect(crypto.taprootTweakCheck(key, tweak, key, parity)).toBe(false)
      const past = concatBytes(word(ORDER + 7n + BigInt(i)), good.subarray(32))
      expect(crypto.schnorrVerify(message, past, key)).toBe(false)
    }
  })

  test('secp256k1 decompression', () => {
    const key = RECOVERED.find((k) => k !== undefined)!
    for (const candidate of keysLike(key)) {
      const expected = hexOf(nobleCrypto.secp256k1Decompress(candidate))
      expect(hexOf(crypto.secp256k1Decompress(candidate)), bytesToHex(candidate)).toBe(expected)
    }
    expect(hexOf(crypto.secp256k1Decompress(keysLike(key)[0]!))).toBe(bytesToHex(key))
  })

  /** The answer, which a key that is read once gives too. */
  const ed25519Verify: Crypto['ed25519Verify'] = (message, signature, publicKey) => {
    const answer = crypto.ed25519Verify(message, signature, publicKey)
    const keyed = crypto.ed25519Verify.withKey?.(publicKey)
    if (keyed !== undefined)
      for (let i = 0; i < 2; i++) expect(keyed(message, signature)).toBe(answer)
    return answer
  }

  test('ed25519 is strict', () => {
    const secret = random(32)
    const key = ed25519.getPublicKey(secret)
    for (const length of [0, 1, 250]) {
      const message = random(length)
      const good = ed25519.sign(message, secret)
      expect(ed25519Verify(message, good, key)).toBe(true)
      expect(ed25519Verify(concatBytes(message, message, key), good, key)).toBe(false)
      const order = ed25519.Point.Fn.ORDER
      const s = bytesToBigInt(good.slice(32).reverse())
      const overflown = concatBytes(good.subarray(0, 32), word(s + order).reverse())
      expect(ed25519Verify(message, overflown, key)).toBe(false)
      for (let bit = 0; bit < 512; bit += 37) {
        const bad = good.slice()
        bad[bit >> 3] = bad[bit >> 3]! ^ (1 << (bit & 7))
        expect(ed25519Verify(message, bad, key)).toBe(false)
      }
      expect(ed25519Verify(message, good.subarray(1), key)).toBe(false)
      expect(ed25519Verify(message, good, key.subarray(1))).toBe(false)
    }
  })

  test('ed25519 refuses every encoding of a point of small order', () => {
    const message = random(8)
    for (const small of SMALL_ORDER) {
      for (const other of SMALL_ORDER) {
        const signature = concatBytes(other, new Uint8Array(32))
        expect(ed25519Verify(message, signature, small)).toBe(false)
      }
    }
  })
})

describe('loading', () => {
  test('the names say what was chosen', async () => {
    const fastest =
      'keccak:hash-wasm sha256:hashtree ripemd160:hash-wasm secp256k1:native schnorr:wasm ed25519:node groth16:mcl'
    expect((await loadCrypto()).name).toBe(fastest)
  })

  test('an unknown or absent backend that is named is an error', async () => {
    const unknown = { keccak: 'sha3' } as unknown as LoadCryptoOptions
    await expect(loadCrypto(unknown)).rejects.toMatchObject({ codeName: 'UnsupportedCrypto' })
    const absent = chooseBackend('x', 'fast', [['fast', async () => undefined]], () => true)
    await expect(absent).rejects.toMatchObject({ codeName: 'UnsupportedCrypto' })
  })

  test('a backend that answers wrongly is refused by name and passed over otherwise', async () => {
    const candidates = [
      ['wrong', async () => 1],
      ['noble', async () => 2],
    ] as const
    const named = chooseBackend<number, 'wrong' | 'noble'>('x', 'wrong', candidates, () => false)
    await expect(named).rejects.toMatchObject({ codeName: 'UnsupportedCrypto' })
    const found = await chooseBackend<number, 'wrong' | 'noble'>(
      'x',
      undefined,
      candidates,
      () => false,
    )
    expect(found).toEqual({ name: 'noble', backend: 2 })
  })

  test('the checks catch a backend that differs', () => {
    const { ed25519Verify, secp256k1Recover } = nobleCrypto
    const cofactored = (message: Uint8Array, signature: Uint8Array, key: Uint8Array) =>
      ed25519.verify(signature, message, key, { zip215: true }) ||
      ed25519Verify(message, signature, key)
    expect(checks.isRightEd25519(cofactored)).toBe(false)
    const anyRecovery: Crypto['secp256k1Recover'] = (hash, signature, recovery) =>
      secp256k1Recover(hash, signature, recovery & 1)
    expect(checks.isRightSecp256k1({ ...nobleCrypto, secp256k1Recover: anyRecovery })).toBe(false)
    expect(checks.isRightKeccak(nobleCrypto.sha256)).toBe(false)
    const lowOnly: Crypto['bitcoinVerify'] = (hash, signature, key) =>
      nobleCrypto.secp256k1Verify(hash, signature, key)
    expect(checks.isRightSecp256k1({ ...nobleCrypto, bitcoinVerify: lowOnly })).toBe(false)
    const anyParity: Crypto['taprootTweakCheck'] = (key, tweak, output) =>
      [0, 1].some((parity) => nobleCrypto.taprootTweakCheck(key, tweak, output, parity))
    expect(checks.isRightSchnorr({ ...nobleCrypto, taprootTweakCheck: anyParity })).toBe(false)
    const overrun = {
      name: 'overrun',
      hash64(input: Uint8Array, count: number, output: Uint8Array) {
        nobleCrypto.hasher.hash64(input, count, output)
        output[32 * count] = 1
      },
    }
    expect(checks.isRightSha256({ ...nobleCrypto, hasher: overrun })).toBe(false)
    expect(checks.isRightSha256({ ...nobleCrypto, hash256: nobleCrypto.sha256 })).toBe(false)
  })
})
