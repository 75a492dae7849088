/** Keys of streams that sign: credentials of envelopes, proofs of control. */
import { SIGNING_SCHEMES, type SigningScheme } from '../../crypto/signing.ts'
import { NVmError } from '../../errors.ts'
import { invalidWallet, KEY_STREAMS, type KeyStream, streamSeed } from './streams.ts'

/** A key that signs digests of n-vm: of an envelope, of a registration. */
export interface WalletSigner {
  /** One of `Algorithm`. */
  readonly algorithm: number
  /** Ed25519 32 bytes, secp256k1 33 (compressed), ML-DSA-44 1,312. */
  readonly publicKey: Uint8Array
  /** Signature of a 32-byte digest; `entropy`, 32 bytes, hedges secp256k1 and ML-DSA-44. */
  sign(digest: Uint8Array, entropy?: Uint8Array): Uint8Array
  /** Fills the secret with zeros; signing throws InvalidWallet from then on. */
  destroy(): void
}

function schemeOf(stream: KeyStream): { algorithm: number; scheme: SigningScheme } {
  const { algorithm } = KEY_STREAMS[stream]
  const scheme = algorithm === undefined ? undefined : SIGNING_SCHEMES[algorithm]
  if (algorithm === undefined || scheme === undefined)
    return invalidWallet(`stream expected to have keys that sign, ${stream} has none`)
  return { algorithm, scheme }
}

/** Public key of a signing stream, in the form credentials have it. Throws NVmError InvalidWallet. */
export function streamPublicKey(root: Uint8Array, stream: KeyStream, context?: string): Uint8Array {
  const { scheme } = schemeOf(stream)
  const seed = streamSeed(root, stream, context)
  try {
    return scheme.publicKey(seed)
  } finally {
    seed.fill(0)
  }
}

/** Signer of a stream. Throws NVmError InvalidWallet for a stream without signatures. Keeps the seed until it is destroyed. */
export function streamSigner(root: Uint8Array, stream: KeyStream, context?: string): WalletSigner {
  const { algorithm, scheme } = schemeOf(stream)
  const seed = streamSeed(root, stream, context)
  let alive = true
  return {
    algorithm,
    publicKey: scheme.publicKey(seed),
    sign: (digest, entropy) => {
      if (!alive) throw new NVmError('InvalidWallet', 'signer expected not to be destroyed, it is')
      return scheme.sign(digest, seed, entropy)
    },
    destroy: () => {
      alive = false
      seed.fill(0)
    },
  }
}
