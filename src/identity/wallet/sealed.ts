/**
 * Sealed wallets of ACE-GF: 24 words that are worth nothing without a passphrase. The words are the 32 bytes of
 * AES-256-GCM-SIV over the 16-byte root, under a key of the passphrase alone. Salt and nonce are constants of the
 * published format, so everything rests on the passphrase: who has the words can try passphrases at Argon2id's price.
 */

import { hkdfSha256 } from '../../crypto/hkdf.ts'
import {
  argon2id32,
  entropyOfWords,
  gcmSivOpen,
  gcmSivSeal,
  type SealKey,
  wordsOfEntropy,
} from '../../crypto/wallet-seal.ts'
import { NVmError } from '../../errors.ts'
import { utf8 } from '../../primitives/bytes.ts'
import { invalidWallet } from './streams.ts'

const SALT = utf8('ACEGF-KDF-GLOBAL-V1')
const INFO = utf8('ACEGF-KDF-NATIVE-V1')
const COST = { t: 3, m: 4_096, p: 1 }
const NONCE = new Uint8Array(12)
const AAD = Uint8Array.of(1)
const ROOT_LENGTH = 16
const SEALED_LENGTH = 32

/** Runs `use` with the key of a passphrase, and wipes the key. */
function withKey<T>(passphrase: string, use: (key: SealKey) => T): T {
  const password = utf8(passphrase)
  const base = argon2id32(password, SALT, COST)
  const key = hkdfSha256(base, undefined, INFO, 32)
  try {
    return use({ key, nonce: NONCE, aad: AAD })
  } finally {
    for (const secret of [password, base, key]) secret.fill(0)
  }
}

/**
 * Words of a new wallet. `root` is 16 bytes of the caller's own entropy; the passphrase is taken byte by byte as UTF-8, not
 * normalised. Throws NVmError InvalidWallet for another length or an empty passphrase. Cost: one Argon2id, about 0.5 s.
 */
export function sealWallet(root: Uint8Array, passphrase: string): string {
  if (root.length !== ROOT_LENGTH) invalidWallet(`root expected 16 bytes, got ${root.length}`)
  if (passphrase === '') invalidWallet('passphrase expected some text')
  const sealed = withKey(passphrase, (key) => gcmSivSeal(key, root))
  const words = wordsOfEntropy(sealed)
  sealed.fill(0)
  return words
}

/**
 * The root of a wallet, 16 bytes: fill it with zeros after use. Throws NVmError WrongPassphrase if the words were not
 * sealed with it, InvalidWallet if they are not 24 words of BIP39's English list with a right checksum. Cost: one Argon2id.
 */
export function openWallet(words: string, passphrase: string): Uint8Array {
  const sealed = entropyOfWords(words)
  if (sealed?.length !== SEALED_LENGTH)
    return invalidWallet('words expected to be 24 of the English list of BIP39, with its checksum')
  const root = withKey(passphrase, (key) => gcmSivOpen(key, sealed))
  sealed.fill(0)
  if (root !== undefined) return root
  throw new NVmError('WrongPassphrase', 'passphrase expected the one the wallet was sealed with')
}

/** New words of the same root under another passphrase; the old words go on opening with the old one. Throws as opening and sealing do. */
export function changePassphrase(words: string, current: string, next: string): string {
  const root = openWallet(words, current)
  try {
    return sealWallet(root, next)
  } finally {
    root.fill(0)
  }
}
