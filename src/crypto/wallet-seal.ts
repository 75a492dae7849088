/** Primitives of sealed wallets: Argon2id (RFC 9106), AES-256-GCM-SIV (RFC 8452) and BIP39 words. */
import { gcmsiv } from '@noble/ciphers/aes.js'
import { argon2id } from '@noble/hashes/argon2.js'
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'

export interface Argon2Cost {
  /** Passes. */
  readonly t: number
  /** KiB. */
  readonly m: number
  /** Lanes. */
  readonly p: number
}

/** 32 bytes. Cost: as asked for; about half a second of JavaScript for 4 MiB and 3 passes. */
export function argon2id32(password: Uint8Array, salt: Uint8Array, cost: Argon2Cost): Uint8Array {
  return argon2id(password, salt, { ...cost, dkLen: 32 })
}

export interface SealKey {
  /** 32 bytes. */
  readonly key: Uint8Array
  /** 12 bytes. */
  readonly nonce: Uint8Array
  readonly aad: Uint8Array
}

/** Ciphertext and its 16-byte tag. */
export function gcmSivSeal({ key, nonce, aad }: SealKey, plaintext: Uint8Array): Uint8Array {
  return gcmsiv(key, nonce, aad).encrypt(plaintext)
}

/** The plaintext, or undefined if key, nonce, additional data or a byte is another than it was sealed with. */
export function gcmSivOpen(
  { key, nonce, aad }: SealKey,
  sealed: Uint8Array,
): Uint8Array | undefined {
  try {
    return gcmsiv(key, nonce, aad).decrypt(sealed)
  } catch {
    return undefined
  }
}

/** English words of 16 to 32 bytes. */
export function wordsOfEntropy(entropy: Uint8Array): string {
  return entropyToMnemonic(entropy, wordlist)
}

/** Bytes of English words, or undefined for a word that is none, a wrong number of them, or a wrong checksum. */
export function entropyOfWords(words: string): Uint8Array | undefined {
  try {
    return mnemonicToEntropy(words, wordlist)
  } catch {
    return undefined
  }
}
