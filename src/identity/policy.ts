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
import type { AuthorityChange, ChainBinding, KeyRegistration } from './keys.ts'
import { keysOf, openable, provenKey, refuseKeys } from './keys.ts'

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

/** Next authority of an account. The envelope's credential, checked before, is the authorisation: threshold and all. */
export function planPolicy(
  journal: Journal,
  crypto: Crypto,
  chain: ChainBinding,
  id: Uint8Array,
  change: PolicyChange,
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
  let { registrationNonce } = record
  const keys: RegisteredKey[] = []
  for (const registration of registrations) {
    const key = provenKey(crypto, chain, { id, epoch, registrationNonce }, registration)
    const previous = keys.at(-1)
    if (previous !== undefined && compareKeys(previous, key) >= 0)
      refuseKeys('UnauthorizedKey', id, 'keys expected in rising order, each once')
    keys.push(key)
    registrationNonce += 1n
  }
  return openable(id, { record: { ...record, registrationNonce, threshold, keys }, epoch })
}
