/**
 * Algorithms of credentials and registered keys: their numbers (n-VM paper's tags), sizes and strict verification. A
 * new signature scheme is a row of `KEYS`; how a credential of any algorithm is built is `credential.ts`.
 */
import { ML_DSA_44 } from './ml-dsa.ts'
import type { Crypto } from './types.ts'

/**
 * Numbers as they stand in envelopes, keys and ids. 0 to 2 are signature schemes with keys that can be registered; a
 * session, a proof and several keys are other ways to authorise an envelope.
 */
export const Algorithm = {
  ed25519: 0,
  secp256k1: 1,
  mlDsa44: 2,
  session: 3,
  proof: 4,
  several: 5,
} as const

export interface AlgorithmFacts {
  readonly name: string
  /** Bytes of a public key: Ed25519 32; secp256k1 33, compressed; ML-DSA-44 1,312. */
  readonly keyLength: number
  /** Bytes of a signature: Ed25519 R || S; secp256k1 r || s with low s; ML-DSA-44 2,420. */
  readonly signatureLength: number
  readonly verify: (
    crypto: Crypto,
    digest: Uint8Array,
    signature: Uint8Array,
    key: Uint8Array,
  ) => boolean
  /** Whether the bytes can be a key at all; verification says the rest. */
  readonly isKey: (crypto: Crypto, key: Uint8Array) => boolean
}

const KEYS: readonly (AlgorithmFacts | undefined)[] = [
  {
    name: 'ed25519',
    keyLength: 32,
    signatureLength: 64,
    verify: (crypto, digest, signature, key) => crypto.ed25519Verify(digest, signature, key),
    // Strict verification refuses non-canonical and small-order points, and a key is registered only by a signature.
    isKey: () => true,
  },
  {
    name: 'secp256k1',
    keyLength: 33,
    signatureLength: 64,
    verify: (crypto, digest, signature, key) => crypto.secp256k1Verify(digest, signature, key),
    isKey: (crypto, key) => crypto.secp256k1Decompress(key) !== undefined,
  },
  {
    name: 'ML-DSA-44',
    ...ML_DSA_44,
    verify: (crypto, digest, signature, key) => crypto.mlDsa44Verify(digest, signature, key),
    // Every string of 1,312 bytes decodes to a key (FIPS 204, pkDecode).
    isKey: () => true,
  },
]

/** Facts of an algorithm whose keys can be registered, or undefined. */
export function algorithmFacts(algorithm: number): AlgorithmFacts | undefined {
  return KEYS[algorithm]
}

/** Strict verification of a signature over a 32-byte digest; false for any length that does not fit. Cost: one verification. */
export function verifySignature(
  crypto: Crypto,
  algorithm: number,
  digest: Uint8Array,
  signature: Uint8Array,
  key: Uint8Array,
): boolean {
  const facts = KEYS[algorithm]
  if (facts === undefined) return false
  if (key.length !== facts.keyLength || signature.length !== facts.signatureLength) return false
  return facts.isKey(crypto, key) && facts.verify(crypto, digest, signature, key)
}

/** Bytes of what an account registers of an algorithm: a key, or the commitment that is proved; undefined for others. */
export function registeredKeyLength(algorithm: number): number | undefined {
  return algorithm === Algorithm.proof ? 32 : KEYS[algorithm]?.keyLength
}
