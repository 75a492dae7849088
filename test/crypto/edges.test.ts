/**
 * Where libraries disagree about signatures, one row each, and every backend giving one answer; BIP340's own vectors; what
 * small order, torsion and lax encodings do to Ed25519.
 */
import { createRequire } from 'node:module'
import { ed25519 } from '@noble/curves/ed25519.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { type LoadCryptoOptions, loadCrypto } from '../../src/crypto/load.ts'
import { signSchnorr } from '../../src/crypto/signing.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import {
  bigIntToBytes,
  bytesToBigInt,
  bytesToHex,
  concatBytes,
  hexToBytes,
} from '../../src/primitives/bytes.ts'

interface SchnorrVector {
  readonly index: number
  readonly secret_key: string
  readonly public_key: string
  readonly aux_rand: string
  readonly message: string
  readonly signature: string
  readonly verification_result: boolean
  readonly comment: string
}

const bip340: readonly SchnorrVector[] = createRequire(import.meta.url)(
  'bitcore-lib/test/data/bip340.js',
)

const BACKENDS: readonly (readonly [string, LoadCryptoOptions])[] = [
  ['portable', { secp256k1: 'noble', schnorr: 'noble', ed25519: 'noble' }],
  ['WebAssembly', { secp256k1: 'wasm', schnorr: 'wasm', ed25519: 'node' }],
  ['native', { secp256k1: 'native', schnorr: 'wasm', ed25519: 'node' }],
]

// ---- Ed25519

const { Point } = ed25519
const L = Point.Fn.ORDER
const P = Point.Fp.ORDER
const message = new TextEncoder().encode('n-vm')
const little = (value: bigint) => bigIntToBytes(value, 32).reverse()
const number = (bytes: Uint8Array) => bytesToBigInt(Uint8Array.from(bytes).reverse())
/** A point of order 8 (RFC 7748's list of small orders). */
const TORSION = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05')
const IDENTITY = Point.ZERO

type Curve = typeof IDENTITY

interface Edge {
  readonly what: string
  readonly key: Uint8Array
  readonly signature: Uint8Array
  readonly strict: boolean
}

const secretScalar = 0x1234_5678_9abc_def0n
const nonce = 0xfedc_ba98_7654_3210n

/** A signature by the equation S = r + k a, whatever torsion is put on A and R. */
function signed(what: string, onKey: Curve, onNonce: Curve, strict: boolean): Edge {
  const A = Point.BASE.multiply(secretScalar).add(onKey).toBytes()
  const R = Point.BASE.multiply(nonce).add(onNonce).toBytes()
  const k = number(sha512(concatBytes(R, A, message))) % L
  const S = (nonce + k * secretScalar) % L
  return { what, key: A, signature: concatBytes(R, little(S)), strict }
}

/** The same key with torsion, with a nonce ground until k times the torsion is what is asked for. */
function mixed(what: string, vanishes: boolean): Edge {
  const A = Point.BASE.multiply(secretScalar).add(TORSION).toBytes()
  for (let r = nonce; ; r++) {
    const R = Point.BASE.multiply(r).toBytes()
    const k = number(sha512(concatBytes(R, A, message))) % L
    // Cofactorless: S B = R + k A, so the torsion of k A must be nothing.
    if ((k % 8n === 0n) !== vanishes) continue
    const S = (r + k * secretScalar) % L
    return { what, key: A, signature: concatBytes(R, little(S)), strict: vanishes }
  }
}

function edges(): Edge[] {
  const plain = signed('no torsion', IDENTITY, IDENTITY, true)
  const R = plain.signature.subarray(0, 32)
  const S = plain.signature.subarray(32)
  const zero = new Uint8Array(32)
  const identity = IDENTITY.toBytes()
  const nonCanonicalIdentity = little(P + 1n)
  const rows: Edge[] = [
    plain,
    signed('torsion on R: valid with the cofactor only', IDENTITY, TORSION, false),
    mixed('torsion on A that the challenge cancels', true),
    mixed('torsion on A that stays', false),
    { ...plain, what: 'S + L', signature: concatBytes(R, little(number(S) + L)), strict: false },
    {
      what: 'A and R the identity, S 0',
      key: identity,
      signature: concatBytes(identity, zero),
      strict: false,
    },
    {
      what: 'A of order 8, R the identity',
      key: TORSION.toBytes(),
      signature: concatBytes(identity, zero),
      strict: false,
    },
    {
      what: 'A the identity, not canonical',
      key: nonCanonicalIdentity,
      signature: concatBytes(identity, zero),
      strict: false,
    },
    {
      what: 'R the identity, not canonical',
      key: plain.key,
      signature: concatBytes(nonCanonicalIdentity, zero),
      strict: false,
    },
    {
      what: 'A the identity, R = S B',
      key: identity,
      signature: concatBytes(Point.BASE.multiply(7n).toBytes(), little(7n)),
      strict: false,
    },
    {
      what: 'A of order 8, R = S B',
      key: TORSION.toBytes(),
      signature: concatBytes(Point.BASE.multiply(7n).toBytes(), little(7n)),
      strict: false,
    },
    { ...plain, what: 'A no point', key: little(2n), strict: false },
    {
      ...plain,
      what: 'sign of x flipped on A',
      key: plain.key.map((b, i) => (i === 31 ? b ^ 0x80 : b)),
      strict: false,
    },
    { ...plain, what: 'empty signature', signature: new Uint8Array(0), strict: false },
  ]
  // R of small order: S = k a makes the equation hold for the identity.
  const k = number(sha512(concatBytes(identity, plain.key, message))) % L
  rows.push({
    what: 'R the identity, equation holds',
    key: plain.key,
    signature: concatBytes(identity, little((k * secretScalar) % L)),
    strict: false,
  })
  return rows
}

// ---- ECDSA

const ORDER = secp256k1.Point.Fn.ORDER
const FIELD = secp256k1.Point.Fp.ORDER
const secret = new Uint8Array(32).fill(0x21)
const hash = new Uint8Array(32).fill(0x42)
const compact = secp256k1.sign(hash, secret, { prehash: false })
const recovered = secp256k1.sign(hash, secret, { prehash: false, format: 'recovered' })
const recovery = recovered[0]!
const r = compact.subarray(0, 32)
const s = compact.subarray(32)
const highS = concatBytes(r, bigIntToBytes(ORDER - bytesToBigInt(s), 32))
const key33 = secp256k1.getPublicKey(secret, true)
const key65 = secp256k1.getPublicKey(secret, false)
const hybrid = (right: boolean) =>
  Uint8Array.of(6 + ((key65[64]! & 1) ^ (right ? 0 : 1)), ...key65.subarray(1))
const word = (value: bigint) => bigIntToBytes(value, 32)

/** signature, key, whether strict verification takes it, whether Bitcoin's consensus does. */
const ECDSA: readonly (readonly [string, Uint8Array, Uint8Array, boolean, boolean])[] = [
  ['low s', compact, key33, true, true],
  ['high s', highS, key33, false, true],
  ['uncompressed key', compact, key65, false, true],
  ['hybrid key, right parity', compact, hybrid(true), false, true],
  ['hybrid key, right parity, high s', highS, hybrid(true), false, true],
  ['hybrid key, wrong parity', compact, hybrid(false), false, false],
  ['r = 0', concatBytes(word(0n), s), key33, false, false],
  ['s = 0', concatBytes(r, word(0n)), key33, false, false],
  ['r = n', concatBytes(word(ORDER), s), key33, false, false],
  ['s = n', concatBytes(r, word(ORDER)), key33, false, false],
  ['r + n', concatBytes(word((bytesToBigInt(r) + ORDER) % (1n << 256n)), s), key33, false, false],
  ['r = 2^256-1', concatBytes(new Uint8Array(32).fill(255), s), key33, false, false],
  [
    'x of the key over the field',
    compact,
    concatBytes(Uint8Array.of(2), word(FIELD + 1n)),
    false,
    false,
  ],
  ['no key', compact, new Uint8Array(0), false, false],
]

describe.each(BACKENDS)('%s', (_name, options) => {
  let crypto: Crypto
  beforeAll(async () => {
    crypto = await loadCrypto(options)
  })

  it('BIP340: all of its vectors over 32-byte messages', () => {
    expect(bip340.length).toBe(15)
    let tried = 0
    for (const vector of bip340) {
      const [text, signature, key] = [vector.message, vector.signature, vector.public_key].map(
        (hex) => hexToBytes(hex.toLowerCase()),
      )
      const valid = vector.verification_result && text!.length === 32
      expect(crypto.schnorrVerify(text!, signature!, key!), `vector ${vector.index}`).toBe(valid)
      tried++
      if (vector.secret_key === '' || text!.length !== 32) continue
      const [own, aux] = [vector.secret_key, vector.aux_rand].map((hex) =>
        hexToBytes(hex.toLowerCase()),
      )
      expect(bytesToHex(signSchnorr(text!, own!, aux!))).toBe(vector.signature.toLowerCase())
    }
    expect(tried).toBe(15)
  })

  it.each(edges().map((edge) => [edge.what, edge] as const))('Ed25519: %s', (_what, edge) => {
    expect(crypto.ed25519Verify(message, edge.signature, edge.key)).toBe(edge.strict)
  })

  it.each(ECDSA)('ECDSA: %s', (_what, signature, key, strict, bitcoin) => {
    expect(crypto.secp256k1Verify(hash, signature, key)).toBe(strict)
    expect(crypto.bitcoinVerify(hash, signature, key)).toBe(bitcoin)
  })

  it('recovery: ids over 1, an r that is no x, r or s out of range give no key', () => {
    const recover = (signature: Uint8Array, id: number) =>
      crypto.secp256k1Recover(hash, signature, id)
    expect(recover(compact, recovery)).toEqual(key65)
    expect(recover(highS, recovery ^ 1)).toEqual(key65)
    expect(recover(compact, recovery ^ 1)).not.toEqual(key65)
    for (const id of [2, 3, 4, -1]) expect(recover(compact, id)).toBeUndefined()
    for (const wrong of [0n, 5n, ORDER, (1n << 256n) - 1n])
      expect(recover(concatBytes(word(wrong), s), 0)).toBeUndefined()
    for (const wrong of [0n, ORDER, (1n << 256n) - 1n])
      expect(recover(concatBytes(r, word(wrong)), 0)).toBeUndefined()
  })
})

describe('the edges are edges', () => {
  it('lax verifiers do take what the strict one refuses', () => {
    const lax = edges().filter(
      ({ key, signature, strict }) =>
        !strict &&
        signature.length === 64 &&
        ed25519.verify(signature, message, key, { zip215: true }),
    )
    expect(lax.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'torsion on R: valid with the cofactor only',
        'torsion on A that stays',
        'A and R the identity, S 0',
        'A the identity, not canonical',
        'R the identity, equation holds',
      ]),
    )
  })
})
