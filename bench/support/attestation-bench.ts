/**
 * Attestations a second: what the first phase of the pipeline costs, beside the bare primitive of the same backend in the
 * same run. Ours parses the envelope and hashes it; the bare one gets what it needs ready.
 */
import { createHmac } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import { verifySignature } from '../../src/crypto/algorithms.ts'
import { hmacSha256 } from '../../src/crypto/hmac.ts'
import { type LoadCryptoOptions, loadCrypto } from '../../src/crypto/load.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import { SessionMacs } from '../../src/identity/session-macs.ts'
import {
  Algorithm,
  attachCredential,
  attester,
  decodeEnvelope,
  type EnvelopeTransaction,
  encodeNativePayload,
  envelopeHash,
  envelopeSigningDigest,
  sessionMac,
  type UnsignedEnvelope,
} from '../../src/index.ts'
import { concatBytes } from '../../src/primitives/bytes.ts'
import type { Comparison } from '../comparison.ts'
import { cpuSeconds, median } from './measure.ts'

const LIMITS = { transactionBytes: 1 << 20, payloadBytes: 1 << 20 }
const SECRET = new Uint8Array(32).fill(0x51)
const SESSION = new Uint8Array(32).fill(0x5e)

/** Backends by name: everything portable, and the best that is installed with each curve backend. */
const BACKENDS: readonly (readonly [name: string, options: LoadCryptoOptions])[] = [
  [
    'noble',
    { sha256: 'noble', keccak: 'noble', ripemd160: 'noble', secp256k1: 'noble', ed25519: 'noble' },
  ],
  ['wasm', { sha256: 'as-sha256', secp256k1: 'wasm', ed25519: 'noble' }],
  ['native', { sha256: 'hashtree', secp256k1: 'native', ed25519: 'node' }],
]

function draft(algorithm: number, nonce: number): UnsignedEnvelope {
  const to = new Uint8Array(32).fill(nonce)
  return {
    payload: encodeNativePayload({ operation: 'transfer', to, amount: 1n }),
    sender: new Uint8Array(32).fill(1),
    actingAddress: new Uint8Array(0),
    nonce: BigInt(nonce),
    gasLimit: 30_000n,
    maxFeePerGas: 0n,
    maxPriorityFeePerGas: 0n,
    chainId: 1337n,
    genesisRoot: new Uint8Array(32).fill(2),
    lastValidBlock: 0n,
    contextTag: new Uint8Array(16),
    algorithm,
  }
}

interface Signer {
  readonly algorithm: number
  readonly publicKey: Uint8Array
  sign(digest: Uint8Array): Uint8Array
}

function signers(): Readonly<Record<string, Signer>> {
  const lattice = ml_dsa44.keygen(SECRET)
  return {
    Ed25519: {
      algorithm: Algorithm.ed25519,
      publicKey: ed25519.getPublicKey(SECRET),
      sign: (digest) => ed25519.sign(digest, SECRET),
    },
    secp256k1: {
      algorithm: Algorithm.secp256k1,
      publicKey: secp256k1.getPublicKey(SECRET, true),
      sign: (digest) => secp256k1.sign(digest, SECRET, { prehash: false }),
    },
    'ML-DSA-44': {
      algorithm: Algorithm.mlDsa44,
      publicKey: lattice.publicKey,
      sign: (digest) => ml_dsa44.sign(digest, lattice.secretKey, { extraEntropy: false }),
    },
  }
}

/** Both in turns, in CPU time; a rate of each, and the median of the ratios of neighbours. */
function race(
  name: string,
  ours: () => boolean,
  peer: () => boolean,
  count: number,
  note: string,
): Comparison {
  const times: [number, number][] = []
  for (let round = -3; round < 9; round++) {
    const repeat = (work: () => boolean) => () => {
      if (!work()) throw new Error(`${name}: not genuine`)
    }
    const pair: [number, number] = [cpuSeconds(repeat(ours)), cpuSeconds(repeat(peer))]
    if (round >= 0) times.push(pair)
  }
  return {
    name,
    ours: count / median(times.map(([time]) => time)),
    peer: count / median(times.map(([, time]) => time)),
    ratio: median(times.map(([time, other]) => other / time)),
    unit: '/s',
    note,
  }
}

/** HMAC-SHA256 in one call, as each backend's library has it; as-sha256 has none, there it is ours under a kept key. */
function oneCall(
  crypto: Crypto,
  backend: string,
): readonly [hmac: (m: Uint8Array) => number, string] {
  if (backend === 'noble')
    return [(message) => hmac(sha256, SECRET, message).length, 'hmac of @noble/hashes']
  if (backend === 'native') {
    const mac = (message: Uint8Array) => createHmac('sha256', SECRET).update(message).digest()
    return [(message) => mac(message).length, 'createHmac of node:crypto']
  }
  const kept = hmacSha256(crypto, SECRET)
  return [(message) => kept(message).length, 'ours under a kept key: as-sha256 has no HMAC']
}

function hmacRows(crypto: Crypto, backend: string): Comparison[] {
  const count = 1_000
  const times = 20
  const mac = sessionMac(crypto, SECRET, SESSION)
  const transactions: EnvelopeTransaction[] = []
  for (let i = 0; i < count; i++) {
    const unsigned = draft(Algorithm.session, i)
    const credential = concatBytes(SESSION, mac(envelopeHash(crypto, unsigned)))
    transactions.push({ kind: 'envelope', bytes: attachCredential(unsigned, credential) })
  }
  const sessionKeys = { get: () => SECRET }
  const attestOne = attester(crypto, { sessionKeys, limits: LIMITS })
  const envelopes = transactions.map(({ bytes }) => decodeEnvelope(bytes, LIMITS))
  const hashes = envelopes.map((envelope) => envelopeHash(crypto, envelope))
  const macs = new SessionMacs(crypto, sessionKeys)
  const bare = hmacSha256(crypto, SECRET)
  // The same thousand again and again: what the memory of a larger set costs is not what is measured.
  const again = (work: () => boolean) => (): boolean => {
    for (let i = 0; i < times; i++) if (!work()) return false
    return true
  }
  const [library, named] = oneCall(crypto, backend)
  return [
    race(
      `HMAC credential, ${backend}`,
      again(() => envelopes.every(({ credential }, i) => macs.verify(credential, hashes[i]!))),
      again(() => hashes.every((hash) => bare(hash).length === 32)),
      count * times,
      'of a parsed envelope; peer: HMAC-SHA256 of 32 bytes, kept key; goal 0.77x (1/1.3)',
    ),
    race(
      `HMAC attest, ${backend}`,
      again(() => transactions.every((transaction) => attestOne(transaction).isGenuine)),
      again(() => envelopes.every(({ signedPart }) => library(signedPart) === 32)),
      count * times,
      `with parsing and hashing; peer: HMAC of the signed part, ${named}; goal 0.77x`,
    ),
  ]
}

function signatureRow(crypto: Crypto, backend: string, name: string, signer: Signer): Comparison {
  const count = name === 'ML-DSA-44' ? 40 : 100
  const { algorithm, publicKey } = signer
  const items = Array.from({ length: count }, (_, i) => {
    const unsigned = draft(algorithm, i)
    const digest = envelopeSigningDigest(crypto, unsigned)
    const signature = signer.sign(digest)
    const bytes = attachCredential(unsigned, { publicKey, signature })
    return { transaction: { kind: 'envelope', bytes } as const, digest, signature }
  })
  const attestOne = attester(crypto, { limits: LIMITS })
  return race(
    `${name} attest, ${backend}`,
    () => items.every(({ transaction }) => attestOne(transaction).isGenuine),
    () =>
      items.every(({ digest, signature }) =>
        verifySignature(crypto, algorithm, digest, signature, publicKey),
      ),
    count,
    'with parsing and hashing; peer: the bare verification',
  )
}

/** Part `attestations` of the benchmark of identity. */
export async function attestations(): Promise<Comparison[]> {
  const rows: Comparison[] = []
  for (const [backend, options] of BACKENDS) {
    const crypto = await loadCrypto(options)
    rows.push(...hmacRows(crypto, backend))
    for (const [name, signer] of Object.entries(signers()))
      rows.push(signatureRow(crypto, backend, name, signer))
  }
  return rows
}
