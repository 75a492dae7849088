/**
 * Signature algorithms of credentials and registered keys: their numbers (n-VM paper's tags), sizes and strict
 * verification. A new algorithm is a row here. 2 (ML-DSA-44) and 3 (HMAC-SHA256) are reserved.
 */
import type { Crypto } from './types.ts'

/** Numbers as they stand in envelopes, keys and ids. */
export const Algorithm = { ed25519: 0, secp256k1: 1 } as const

export interface AlgorithmFacts {
  readonly name: string
  /** Bytes of a public key: Ed25519 32; secp256k1 33, compressed. */
  readonly keyLength: number
  /** Bytes of a signature: Ed25519 R || S; secp256k1 r || s with low s. */
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

const FACTS: readonly (AlgorithmFacts | undefined)[] = [
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
]

/** Facts of an algorithm number, or undefined if it is not supported. */
export function algorithmFacts(algorithm: number): AlgorithmFacts | undefined {
  return FACTS[algorithm]
}

/** Strict verification of a signature over a 32-byte digest; false for any length that does not fit. Cost: one verification. */
export function verifySignature(
  crypto: Crypto,
  algorithm: number,
  digest: Uint8Array,
  signature: Uint8Array,
  key: Uint8Array,
): boolean {
  const facts = FACTS[algorithm]
  if (facts === undefined) return false
  if (key.length !== facts.keyLength || signature.length !== facts.signatureLength) return false
  return facts.isKey(crypto, key) && facts.verify(crypto, digest, signature, key)
}
