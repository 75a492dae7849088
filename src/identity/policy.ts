/**
 * How many keys must sign for an account, until when each does, and replacing them all at once. Whatever changes, as
 * many keys as the threshold stay that never expire: a policy cannot lock its account out.
 */
import type { Crypto } from '../crypto/types.ts'
import { equalBytes } from '../primitives/bytes.ts'
import { MAX_U64 } from '../primitives/u256.ts'
import type { Journal } from '../state/journal.ts'
import type { RegisteredKey } from './authority.ts'
import { ACCOUNT_KEYS_MAX, compareKeys } from './authority.ts'
import type { AuthorityChange, ChainBinding, KeyRegistration, RegistrationPlace } from './keys.ts'
import { keysOf, openable, provenKey, refuseKeys } from './keys.ts'
import type { Restoration } from './restore.ts'

/**
 * A change of how many keys must sign, of how long one may, or of all of them (docs/identity.md). `key` has the length of
 * its algorithm.
 */
export type PolicyChange =
  /** Keys that must sign together from the next envelope on, 1 to 8. */
  | { readonly kind: 'threshold'; readonly threshold: number }
  /** Last block in which a registered key signs; 0 = no expiry, a block that has passed ends it now. */
  | {
      readonly kind: 'expiry'
      readonly algorithm: number
      readonly key: Uint8Array
      readonly lastValidBlock: bigint
    }
  /**
   * Voids every key and session (epoch + 1) and registers these keys, strictly ascending by algorithm and key. The proof of
   * control of the n-th names the registration nonce + n, n from 0.
   */
  | {
      readonly kind: 'replace'
      readonly threshold: number
      readonly registrations: readonly KeyRegistration[]
    }
  /**
   * Brings keys back that a machine voided; the account is the one named, not the sender. The proof of control of the n-th
   * names the account's epoch and its registration nonce + n.
   */
  | ({
      readonly kind: 'restore'
      readonly registrations: readonly KeyRegistration[]
    } & Restoration)

/** What an account changes of itself. */
export type OwnPolicyChange = Exclude<PolicyChange, { readonly kind: 'restore' }>

/** Next authority of an account. The envelope's credential, checked before, is the authorisation: threshold and all. */
export function planPolicy(
  journal: Journal,
  crypto: Crypto,
  chain: ChainBinding,
  id: Uint8Array,
  change: OwnPolicyChange,
): AuthorityChange {
  const record = keysOf(journal, id)
  const { epoch } = journal.account(id)
  switch (change.kind) {
    case 'threshold':
      return openable(id, { record: { ...record, threshold: change.threshold }, epoch })
    case 'expiry': {
      const { algorithm, key, lastValidBlock } = change
      const isIt = (entry: RegisteredKey) =>
        entry.algorithm === algorithm && entry.epoch === epoch && equalBytes(entry.key, key)
      if (!record.keys.some(isIt))
        refuseKeys('UnauthorizedKey', id, 'key expected to be registered, it is not')
      const keys = record.keys.map((entry) => (isIt(entry) ? { ...entry, lastValidBlock } : entry))
      return openable(id, { record: { ...record, keys }, epoch })
    }
    case 'replace':
      return planReplacement(journal, crypto, chain, id, change)
    default:
      return change satisfies never
  }
}

function planReplacement(
  journal: Journal,
  crypto: Crypto,
  chain: ChainBinding,
  id: Uint8Array,
  { threshold, registrations }: Extract<PolicyChange, { readonly kind: 'replace' }>,
): AuthorityChange {
  const record = keysOf(journal, id)
  const account = journal.account(id)
  if (account.epoch === MAX_U64) refuseKeys('KeyPolicyViolated', id, 'epoch expected below 2^64-1')
  if (registrations.length > ACCOUNT_KEYS_MAX)
    refuseKeys('KeyPolicyViolated', id, `account expected at most ${ACCOUNT_KEYS_MAX} keys`)
  const epoch = account.epoch + 1n
  const at = { id, epoch, registrationNonce: record.registrationNonce }
  const keys = provenKeys(crypto, chain, at, registrations)
  for (let i = 1; i < keys.length; i++) {
    if (compareKeys(keys[i - 1]!, keys[i]!) >= 0)
      refuseKeys('UnauthorizedKey', id, 'keys expected in rising order, each once')
  }
  const registrationNonce = record.registrationNonce + BigInt(keys.length)
  return openable(id, { record: { ...record, registrationNonce, threshold, keys }, epoch })
}

/** Each key once its holder has signed for it; the n-th for the registration nonce + n. Throws ProofOfControlInvalid. */
export function provenKeys(
  crypto: Crypto,
  chain: ChainBinding,
  at: RegistrationPlace,
  registrations: readonly KeyRegistration[],
): RegisteredKey[] {
  return registrations.map((registration, n) => {
    const registrationNonce = at.registrationNonce + BigInt(n)
    return provenKey(crypto, chain, { ...at, registrationNonce }, registration)
  })
}
