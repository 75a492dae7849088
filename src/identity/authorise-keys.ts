/** Authority by registered keys: their signatures of a digest, of an envelope or of a session's list. */
import { Algorithm } from '../crypto/algorithms.ts'
import type { KeyCredential } from '../crypto/credential.ts'
import { readSeveral, splitCredential } from '../crypto/credential.ts'
import { verifiedSignatures } from '../crypto/signature-cache.ts'
import type { BlockServices } from '../engine.ts'
import { InvalidTransactionError } from '../errors.ts'
import type { AuthorityServices } from './keys.ts'
import { authorizeKeys } from './keys.ts'

/** Decoding has checked the form. */
function unparsed(message: string): never {
  throw new InvalidTransactionError('MalformedTransaction', `envelope ${message}`)
}

/** The one or several credentials of an algorithm with keys, or of `several`. */
export function keyCredentials(
  algorithm: number,
  credential: Uint8Array,
): readonly KeyCredential[] {
  return algorithm === Algorithm.several
    ? readSeveral(credential, unparsed)
    : [{ algorithm, ...splitCredential(algorithm, credential) }]
}

/**
 * Throws InvalidTransactionError unless keys that may sign together for `id` in this block have each signed the 32-byte
 * digest. `credential` has the form of `algorithm`, one with keys or `several`. Cost: one verification a key.
 */
export function authorizeDigest(
  services: AuthorityServices & Pick<BlockServices, 'caches'>,
  id: Uint8Array,
  algorithm: number,
  credential: Uint8Array,
  digest: Uint8Array,
): void {
  const credentials = keyCredentials(algorithm, credential)
  authorizeKeys(services, id, credentials)
  const verified = verifiedSignatures(services.caches)
  for (const { algorithm, signature, publicKey } of credentials) {
    if (!verified.verify(services.crypto, { algorithm, digest, signature, publicKey })) {
      throw new InvalidTransactionError(
        'InvalidSignature',
        'signature expected to verify under the credential key, it does not',
      )
    }
  }
}
