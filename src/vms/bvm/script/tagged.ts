/** Tagged hashes of BIP340: SHA-256 of (SHA-256(tag) twice, message). */

import { nobleCrypto } from '../../../crypto/noble.ts'
import type { Crypto } from '../../../crypto/types.ts'
import { concatBytes, utf8 } from '../../../primitives/bytes.ts'

function prefix(tag: string): Uint8Array {
  const hash = nobleCrypto.sha256(utf8(tag))
  return concatBytes(hash, hash)
}

/** The 64 bytes before the message, per tag. */
export const TAG_PREFIX = {
  sighash: prefix('TapSighash'),
  leaf: prefix('TapLeaf'),
  branch: prefix('TapBranch'),
  tweak: prefix('TapTweak'),
} as const

/** Tagged hash of one message. */
export function taggedHash(
  crypto: Crypto,
  tag: keyof typeof TAG_PREFIX,
  ...parts: readonly Uint8Array[]
): Uint8Array {
  return crypto.sha256(concatBytes(TAG_PREFIX[tag], ...parts))
}
