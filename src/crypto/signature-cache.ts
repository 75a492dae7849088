/**
 * Signatures that were found valid, so that what was verified when a transaction arrived is not verified again in a
 * block, nor in another fork of it. Holds positives only, under everything that the answer depends on; an answer is the
 * same with and without it.
 */
import { equalBytes } from '../primitives/bytes.ts'
import { verifySignature } from './algorithms.ts'
import type { Crypto } from './types.ts'

/** A signature to be verified. */
export interface SignatureItem {
  /** 0 to 2 of `Algorithm`. */
  readonly algorithm: number
  /** 32 bytes. */
  readonly digest: Uint8Array
  /** In the length of the algorithm; any other length is an invalid signature. */
  readonly signature: Uint8Array
  /** In the length of the algorithm. */
  readonly publicKey: Uint8Array
}

/** Bytes of one generation, with this much for an entry's own: about 11,000 short signatures, or 1,000 of ML-DSA-44. */
const GENERATION_BYTES = 4 << 20
const ENTRY_BYTES = 256

const word = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!

/**
 * Where an entry is looked for: 53 bits of digest and key. Entries that share them push each other out, and are told apart by
 * all of their bytes; crafting such a pair makes the crafter's own signatures slow, nothing else.
 */
function slotOf({ digest, publicKey }: SignatureItem): number {
  const high = (word(digest, 0) ^ word(publicKey, publicKey.length - 4)) >>> 0
  return high * 0x20_0000 + (word(digest, 4) >>> 11)
}

const copyOf = ({ algorithm, digest, signature, publicKey }: SignatureItem): SignatureItem => ({
  algorithm,
  digest: digest.slice(),
  signature: signature.slice(),
  publicKey: publicKey.slice(),
})

const isSame = (a: SignatureItem, b: SignatureItem): boolean =>
  a.algorithm === b.algorithm &&
  equalBytes(a.digest, b.digest) &&
  equalBytes(a.publicKey, b.publicKey) &&
  equalBytes(a.signature, b.signature)

/** Two generations: what was not asked for while one filled up is forgotten with it. At most about 8 MiB. */
export class VerifiedSignatures {
  private young = new Map<number, SignatureItem>()
  private old = new Map<number, SignatureItem>()
  private youngBytes = 0
  private readonly generationBytes: number

  constructor(generationBytes: number = GENERATION_BYTES) {
    this.generationBytes = generationBytes
  }

  /** Entries held. */
  get size(): number {
    return this.young.size + this.old.size
  }

  /** Whether exactly this was found valid lately. */
  has(item: SignatureItem): boolean {
    if (item.digest.length !== 32 || item.publicKey.length < 4) return false
    const slot = slotOf(item)
    const young = this.young.get(slot)
    if (young !== undefined && isSame(young, item)) return true
    const old = this.old.get(slot)
    if (old === undefined || !isSame(old, item)) return false
    this.keep(slot, old)
    return true
  }

  /** Whether it is held; does not count as being asked for. */
  holds(item: SignatureItem): boolean {
    const slot = slotOf(item)
    return [this.young, this.old].some((entries) => {
      const entry = entries.get(slot)
      return entry !== undefined && isSame(entry, item)
    })
  }

  /** Takes in what the caller has found valid. The bytes are copied. */
  add(item: SignatureItem): void {
    this.keep(slotOf(item), copyOf(item))
  }

  /** Answers as `verifySignature`. Cost: a look-up if it was found valid lately, else one verification. */
  verify(crypto: Crypto, item: SignatureItem): boolean {
    const { algorithm, digest, signature, publicKey } = item
    if (digest.length !== 32 || publicKey.length < 4) return false
    if (this.has(item)) return true
    if (!verifySignature(crypto, algorithm, digest, signature, publicKey)) return false
    this.add(item)
    return true
  }

  private keep(slot: number, item: SignatureItem): void {
    this.young.set(slot, item)
    this.youngBytes += ENTRY_BYTES + item.signature.length + item.publicKey.length
    if (this.youngBytes < this.generationBytes) return
    this.old = this.young
    this.young = new Map()
    this.youngBytes = 0
  }
}

const NAME = 'signatures'

/** The cache among an executor's caches; made when it is asked for first. */
export function verifiedSignatures(caches: Map<string, unknown>): VerifiedSignatures {
  let cache = caches.get(NAME) as VerifiedSignatures | undefined
  if (cache === undefined) {
    cache = new VerifiedSignatures()
    caches.set(NAME, cache)
  }
  return cache
}

/**
 * Which of many signatures are valid, in their order: the same answers as one by one, and in fact one by one, each different
 * one once. There is no sum to check instead: ECDSA and ML-DSA-44 have none, and one over strict, cofactorless Ed25519
 * (`verify_strict`) takes what no single verification takes, unless each point is proved to be free of torsion, which costs as
 * much as it saves. Cost: one verification for each that the cache does not hold.
 */
export function verifySignatures(
  crypto: Crypto,
  items: readonly SignatureItem[],
  cache: VerifiedSignatures = new VerifiedSignatures(),
): boolean[] {
  return items.map((item) => cache.verify(crypto, item))
}
