/** The published ACE-GF test wallet, key streams beside Node's HKDF, and addresses and signatures beside each chain's own library. */
import { hkdfSync } from 'node:crypto'
import { Keypair } from '@solana/web3.js'
import { initEccLib, networks, payments } from 'bitcoinjs-lib'
import fc from 'fast-check'
import * as ecc from 'tiny-secp256k1'
import { utils as tron } from 'tronweb'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { verifySignature } from '../../src/crypto/algorithms.ts'
import { NVmError } from '../../src/errors.ts'
import { nobleCrypto } from '../../src/index.ts'
import { bytesToHex, equalBytes } from '../../src/primitives/bytes.ts'
import type { KeyStream } from '../../src/wallet.ts'
import {
  changePassphrase,
  KEY_STREAMS,
  openWallet,
  sealWallet,
  signRecoverable,
  signSchnorr,
  streamPublicKey,
  streamSeed,
  streamSigner,
  vaultContext,
  walletAddresses,
  x25519PublicKey,
  x25519SharedSecret,
} from '../../src/wallet.ts'

const WORDS =
  'express number monitor cigar clown fat ethics emotion claw busy alien begin ' +
  'hotel scare avocado action alley lucky tunnel grape token aim usual increase'
const PASSPHRASE = '1qazxsw2'

const SEED = 20_260_611
const material = new Uint8Array(16).fill(7)
const rev = new Uint8Array(32).fill(9)
const roots = fc.oneof(
  fc.uint8Array({ minLength: 16, maxLength: 16 }),
  fc.uint8Array({ minLength: 32, maxLength: 32 }),
)

function codeOf(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return error instanceof NVmError ? error.codeName : String(error)
  }
}

describe('sealed wallets', () => {
  it('open the published test wallet: its four addresses', () => {
    const root = openWallet(WORDS, PASSPHRASE)
    expect(root).toHaveLength(16)
    const { ethereum, solana, bitcoin, tron: tronAddress } = walletAddresses(root)
    expect(ethereum.text).toBe('0xC01eBEC23B1846bf4Ad6E1C115C723Aad78E7fbF')
    expect(solana.text).toBe('5V31DCoTPC9M4qx4qedTJYCUfJNtfAdWWJx5wmQBC4TL')
    expect(bitcoin.text).toBe('bc1pmxf4qt9qevxss9uavu6g4tw9w5m3z5kq2evl0y66z5jusd56nn6s3hmghk')
    expect(tronAddress.text).toBe('TRn3s2MQ1zcjq6okELbGvpkUxBnKL7vzDd')
    // Sealing is deterministic: the published words come back.
    expect(sealWallet(root, PASSPHRASE)).toBe(WORDS)
  })

  it('change their passphrase and keep their root; each words open with their own only', () => {
    const words = changePassphrase(WORDS, PASSPHRASE, 'correct horse, Zürich')
    expect(words.split(' ')).toHaveLength(24)
    expect(words).not.toBe(WORDS)
    const root = openWallet(words, 'correct horse, Zürich')
    expect(equalBytes(root, openWallet(WORDS, PASSPHRASE))).toBe(true)
    expect(codeOf(() => openWallet(words, PASSPHRASE))).toBe('WrongPassphrase')
    expect(codeOf(() => openWallet(WORDS, `${PASSPHRASE} `))).toBe('WrongPassphrase')
  })

  it('refuse other words: a wrong checksum, a foreign word, another count, swapped words', () => {
    const list = WORDS.split(' ')
    const wrong = [
      [...list.slice(0, 23), 'zoo'],
      [...list.slice(0, 23), 'acegf'],
      list.slice(0, 12),
      [...list, 'abandon'],
      [],
    ]
    for (const words of wrong)
      expect(codeOf(() => openWallet(words.join(' '), PASSPHRASE))).toBe('InvalidWallet')
    expect(codeOf(() => sealWallet(rev, PASSPHRASE))).toBe('InvalidWallet')
    expect(codeOf(() => sealWallet(material, ''))).toBe('InvalidWallet')
  })
})

describe('key streams', () => {
  const streams = Object.keys(KEY_STREAMS) as KeyStream[]
  const plain = streams.filter((stream) => KEY_STREAMS[stream].revOnly !== true)

  it('are HKDF of a label, in two families', () => {
    const expected = (root: Uint8Array, info: string) =>
      new Uint8Array(hkdfSync('sha256', root, new Uint8Array(0), info, 32))
    for (const [stream, v1, rev32] of [
      ['ethereum', 'ACEGF-V1-SECP256K1-EVM', 'ACEGF-REV32-V1-SECP256K1-EVM'],
      ['solana', 'ACEGF-V1-ED25519-SOLANA', 'ACEGF-REV32-V1-ED25519-SOLANA'],
      ['bitcoin', 'ACEGF-V1-SECP256K1-BTC', 'ACEGF-REV32-V1-SECP256K1-BTC'],
      ['tron', 'ACEGF-V1-SECP256K1-TRON', 'ACEGF-REV32-V1-SECP256K1-TRON'],
      ['exchange', 'ACEGF-V1-X25519-IDENTITY', 'ACEGF-REV32-V1-X25519-IDENTITY'],
      ['postQuantum', 'ACEGF-V1-ML-DSA-44-PQC-IDENTITY', 'ACEGF-REV32-V1-ML-DSA-44-PQC-IDENTITY'],
      ['idCom', 'ACE-CHAIN-IDCOM-V1', 'ACE-CHAIN-IDCOM-V1'],
    ] as const) {
      expect(streamSeed(material, stream)).toEqual(expected(material, v1))
      expect(streamSeed(rev, stream)).toEqual(expected(rev, rev32))
    }
    expect(streamSeed(rev, 'attestation')).toEqual(
      expected(rev, 'ACEGF-REV32-V1-ED25519-MEMPOOL-ATTEST'),
    )
    expect(codeOf(() => streamSeed(material, 'attestation'))).toBe('InvalidWallet')
  })

  it('a context is bound with the length of the label', () => {
    const label = 'ACEGF-V1-SECP256K1-EVM'
    const info = Buffer.concat([Buffer.of(label.length, 0, 0, 0), Buffer.from(`${label}savings`)])
    expect(streamSeed(material, 'ethereum', 'savings')).toEqual(
      new Uint8Array(hkdfSync('sha256', material, new Uint8Array(0), info, 32)),
    )
    expect(codeOf(() => streamSeed(material, 'ethereum', ''))).toBe('InvalidWallet')
  })

  it('no two streams, contexts or roots share a seed', () => {
    fc.assert(
      fc.property(roots, roots, fc.string({ minLength: 1 }), (root, other, context) => {
        fc.pre(!equalBytes(root, other))
        const usable = root.length === 32 && other.length === 32 ? streams : plain
        const seeds = usable.flatMap((stream) => [
          streamSeed(root, stream),
          streamSeed(root, stream, context),
          streamSeed(root, stream, `${context}x`),
          streamSeed(other, stream),
        ])
        expect(new Set(seeds.map(bytesToHex)).size).toBe(4 * usable.length)
      }),
      { seed: SEED, numRuns: 30 },
    )
  })

  it('roots have 16 or 32 bytes', () => {
    for (const length of [0, 15, 17, 31, 33, 64])
      expect(codeOf(() => streamSeed(new Uint8Array(length), 'solana'))).toBe('InvalidWallet')
  })

  it('a vault is the same whatever the order of its names, and no other', () => {
    expect(vaultContext(['bob', 'alice'])).toBe('alice:bob')
    // By bytes of UTF-8, not by UTF-16: U+FF5E comes before U+1F600.
    expect(vaultContext(['\u{1f600}', '\uff5e'])).toBe('\uff5e:\u{1f600}')
    for (const names of [[], ['a', ''], ['a:b'], [':']])
      expect(codeOf(() => vaultContext(names))).toBe('InvalidWallet')
  })
})

describe('addresses', () => {
  it('are those of viem, @solana/web3.js, tronweb and bitcoinjs-lib', () => {
    initEccLib(ecc)
    fc.assert(
      fc.property(
        roots,
        fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
        (root, context) => {
          const seed = (stream: KeyStream) => streamSeed(root, stream, context)
          const options = context === undefined ? {} : { context }
          const found = walletAddresses(root, options)
          const account = privateKeyToAccount(`0x${bytesToHex(seed('ethereum'))}`)
          expect(found.ethereum.text).toBe(account.address)
          expect(`0x${bytesToHex(found.ethereum.address)}`).toBe(account.address.toLowerCase())
          const pair = Keypair.fromSeed(seed('solana'))
          expect(found.solana.text).toBe(pair.publicKey.toBase58())
          expect(found.solana.address).toEqual(new Uint8Array(pair.publicKey.toBytes()))
          expect(found.tron.text).toBe(tron.address.fromPrivateKey(bytesToHex(seed('tron'))))
          const pubkey = ecc.pointFromScalar(seed('bitcoin'), true)!
          for (const [bitcoinPrefix, network] of [
            ['bc', networks.bitcoin],
            ['tb', networks.testnet],
            ['bcrt', networks.regtest],
          ] as const) {
            const addresses = walletAddresses(root, { ...options, bitcoinPrefix })
            const taproot = payments.p2tr({ internalPubkey: pubkey.subarray(1), network })
            expect(addresses.bitcoin.text).toBe(taproot.address)
            expect(addresses.bitcoin.address).toEqual(new Uint8Array(taproot.output!))
            const segwit = payments.p2wpkh({ pubkey, network })
            expect(addresses.bitcoinSegwit.text).toBe(segwit.address)
            expect(addresses.bitcoinSegwit.address).toEqual(new Uint8Array(segwit.output!))
          }
        },
      ),
      { seed: SEED, numRuns: 10 },
    )
  })
})

describe('signatures', () => {
  const digest = new Uint8Array(32).fill(0xd1)

  it.each(['solana', 'ethereum', 'bitcoin', 'tron', 'polkadot', 'cosmos', 'postQuantum'] as const)(
    'of %s verify, are deterministic, and stop when the signer is destroyed',
    (stream) => {
      const signer = streamSigner(material, stream, 'test')
      expect(signer.publicKey).toEqual(streamPublicKey(material, stream, 'test'))
      const verify = (signature: Uint8Array, message = digest) =>
        verifySignature(nobleCrypto, signer.algorithm, message, signature, signer.publicKey)
      const signature = signer.sign(digest)
      expect(verify(signature)).toBe(true)
      expect(verify(signature, new Uint8Array(32))).toBe(false)
      expect(signer.sign(digest)).toEqual(signature)
      expect(verify(signer.sign(digest, new Uint8Array(32).fill(5)))).toBe(true)
      signer.destroy()
      expect(codeOf(() => signer.sign(digest))).toBe('InvalidWallet')
    },
  )

  it('the attestation stream signs with Ed25519, for roots of 32 bytes', () => {
    const signer = streamSigner(rev, 'attestation')
    expect(signer.algorithm).toBe(0)
    expect(nobleCrypto.ed25519Verify(digest, signer.sign(digest), signer.publicKey)).toBe(true)
  })

  it('streams that agree on keys or feed proofs do not sign', () => {
    for (const stream of ['exchange', 'postQuantumExchange', 'idCom'] as const)
      expect(codeOf(() => streamSigner(rev, stream))).toBe('InvalidWallet')
  })

  it('recoverable ones give the key back, Schnorr ones verify', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (hash) => {
        const secret = streamSeed(material, 'tron')
        const signature = signRecoverable(hash, secret)
        const recovery = signature[64] === 27 ? 0 : 1
        const key = ecc.recover(hash, signature.subarray(0, 64), recovery, true)
        expect(new Uint8Array(key!)).toEqual(streamPublicKey(material, 'tron'))
        const bitcoin = streamSeed(material, 'bitcoin')
        const x = streamPublicKey(material, 'bitcoin').subarray(1)
        expect(nobleCrypto.schnorrVerify(hash, signSchnorr(hash, bitcoin), x)).toBe(true)
      }),
      { seed: SEED, numRuns: 20 },
    )
  })

  it('X25519 agrees, and refuses a key of small order', () => {
    const [a, b] = [material, rev].map((root) => streamSeed(root, 'exchange'))
    const shared = x25519SharedSecret(a!, x25519PublicKey(b!))
    expect(shared).toHaveLength(32)
    expect(shared).toEqual(x25519SharedSecret(b!, x25519PublicKey(a!)))
    expect(x25519SharedSecret(a!, new Uint8Array(32))).toBeUndefined()
  })
})
