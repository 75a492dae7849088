/**
 * Key pairs and signatures of secrets, for wallets and hosts; nothing that executes blocks signs. Entropy comes from the
 * caller or is not used: every signature here is deterministic without it.
 */
import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js'
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import { Algorithm } from './algorithms.ts'

/** How a key of one algorithm comes from a 32-byte seed, and signs. */
export interface SigningScheme {
  /** Public key in the form credentials have it. Throws Error for a seed that is no secret (secp256k1, 2^-128). */
  readonly publicKey: (seed: Uint8Array) => Uint8Array
  /** Signature of a 32-byte digest. `entropy`, 32 bytes, hedges schemes that can use it. */
  readonly sign: (digest: Uint8Array, seed: Uint8Array, entropy?: Uint8Array) => Uint8Array
}

/** By {@link Algorithm}, for the algorithms with keys. */
export const SIGNING_SCHEMES: readonly SigningScheme[] = Object.assign([] as SigningScheme[], {
  [Algorithm.ed25519]: {
    publicKey: (seed) => ed25519.getPublicKey(seed),
    sign: (digest, seed) => ed25519.sign(digest, seed),
  },
  [Algorithm.secp256k1]: {
    publicKey: (seed) => secp256k1.getPublicKey(seed, true),
    sign: (digest, seed, entropy) =>
      secp256k1.sign(digest, seed, { prehash: false, extraEntropy: entropy ?? false }),
  },
  [Algorithm.mlDsa44]: {
    publicKey: (seed) => {
      const { publicKey, secretKey } = ml_dsa44.keygen(seed)
      secretKey.fill(0)
      return publicKey
    },
    sign: (digest, seed, entropy) => {
      const { secretKey } = ml_dsa44.keygen(seed)
      const signature = ml_dsa44.sign(digest, secretKey, { extraEntropy: entropy ?? false })
      secretKey.fill(0)
      return signature
    },
  },
} satisfies Record<number, SigningScheme>)

/**
 * r || s || v, 65 bytes with v 27 or 28 and low s: what Ethereum and Tron call a signature. Deterministic (RFC 6979). `digest`
 * and `secret` are 32 bytes; @noble/curves throws for others, and for a secret outside the group order.
 */
export function signRecoverable(digest: Uint8Array, secret: Uint8Array): Uint8Array {
  const signed = secp256k1.sign(digest, secret, { prehash: false, format: 'recovered' })
  const out = new Uint8Array(65)
  out.set(signed.subarray(1))
  out[64] = 27 + signed[0]!
  return out
}

/**
 * BIP340, 64 bytes, over a digest of 32. `entropy`, 32 bytes, is the BIP's auxiliary randomness; zeros without it.
 * @noble/curves throws for a secret outside the group order.
 */
export function signSchnorr(
  digest: Uint8Array,
  secret: Uint8Array,
  entropy: Uint8Array = new Uint8Array(32),
): Uint8Array {
  return schnorr.sign(digest, secret, entropy)
}

/** Public key of RFC 7748, 32 bytes, of a secret of 32 bytes. */
export function x25519PublicKey(secret: Uint8Array): Uint8Array {
  return x25519.getPublicKey(secret)
}

/** The 32-byte secret two X25519 keys share, or undefined for a key of small order. */
export function x25519SharedSecret(
  secret: Uint8Array,
  publicKey: Uint8Array,
): Uint8Array | undefined {
  try {
    return x25519.getSharedSecret(secret, publicKey)
  } catch {
    return undefined
  }
}
