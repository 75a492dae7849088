/**
 * The way back for an account whose keys are all void, because a machine raised its epoch (S14): a bound Tron wallet changed
 * its owner permission, or a Solana account its owner. Two sides must agree, as in a binding: each bound wallet whose
 * chain lets control change, by its rule as it is now, and as many of the account's last keys as its threshold, each by a new
 * proof of control. So neither who took over a wallet nor who holds old keys can do it alone.
 */
import type { Crypto } from '../crypto/types.ts'
import { InvalidTransactionError } from '../errors.ts'
import { bytesToHex } from '../primitives/bytes.ts'
import type { Journal } from '../state/journal.ts'
import { ACCOUNT_LOCKED } from '../state/reader.ts'
import { canonicalAddress } from './alias.ts'
import type { BoundAddress, RegisteredKey } from './authority.ts'
import { compareKeys } from './authority.ts'
import type { AuthorityChange, ChainBinding, RegistrationPlace } from './keys.ts'
import { keysOf, openable, refuseKeys } from './keys.ts'
import type { MachineIdentities } from './machine.ts'
import { CHANGING_NAMESPACES, machineOf } from './machine.ts'

/** A bound wallet's signature of the binding text for the account's epoch and registration nonce of now. */
export interface WalletConsent {
  /** One of {@link Namespace}. */
  readonly namespace: number
  /** As in a binding. */
  readonly proof: Uint8Array
}

/** What a restoration names beside its keys. */
export interface Restoration {
  /** AccountId, 32 bytes. Anybody may pay for it. */
  readonly id: Uint8Array
  /** Of exactly the wallets that must agree, ascending by namespace; of one, the canonical wallet, then the others by address. */
  readonly consents: readonly WalletConsent[]
}

export interface RestoreServices {
  readonly journal: Journal
  readonly crypto: Crypto
  readonly machines: MachineIdentities
  readonly chain: ChainBinding
}

/**
 * Addresses whose holders must agree: bound wallets that were not revoked, also those that are not canonical any more, and
 * derived addresses that were given a rule. In order of namespace, the canonical one first, the others by address.
 */
function holders({ journal, crypto, machines }: RestoreServices, id: Uint8Array): BoundAddress[] {
  const { bound, earlier } = keysOf(journal, id)
  const canonical = (namespace: number): BoundAddress[] => {
    const address = canonicalAddress(journal, crypto, namespace, id)
    if (address === undefined) return []
    const isWallet = bound.some((entry) => entry.namespace === namespace)
    const hasRule = machineOf(machines, namespace)?.hasRule?.(journal, id) === true
    return isWallet || hasRule ? [{ namespace, address }] : []
  }
  return CHANGING_NAMESPACES.flatMap((namespace) => [
    ...canonical(namespace),
    ...earlier.filter((entry) => entry.namespace === namespace),
  ]).filter(({ namespace, address }) => journal.alias(namespace, address)?.revoked !== true)
}

function checkConsents(
  services: RestoreServices,
  { id, consents }: Restoration,
  { epoch, registrationNonce }: RegistrationPlace,
): void {
  const { journal, crypto, machines, chain } = services
  const needed = holders(services, id)
  const isComplete =
    needed.length === consents.length &&
    needed.every(({ namespace }, i) => consents[i]?.namespace === namespace)
  if (!isComplete) {
    const names = needed.map(({ namespace }) => namespace).join(', ')
    refuseKeys('ProofOfControlInvalid', id, `consents expected of namespaces: ${names || 'none'}`)
  }
  needed.forEach(({ namespace, address }, i) => {
    const message = { ...chain, identity: id, wallet: address, epoch, registrationNonce }
    const proof = consents[i]!.proof
    if (machineOf(machines, namespace)?.verifyWallet?.(crypto, message, proof, journal) !== true) {
      const wallet = bytesToHex(address)
      refuseKeys('ProofOfControlInvalid', id, `consent expected of wallet ${wallet} as it is now`)
    }
  })
}

/**
 * Keys of the account as they come back; `prove` gives those that proved control at the place, or throws. Their expiries and
 * the threshold stay, sessions stay void. Throws UnknownSender, KeyPolicyViolated, AccountLocked, ProofOfControlInvalid or
 * UnauthorizedKey. Cost: the wallets' signatures, and the keys'.
 */
export function planRestoration(
  services: RestoreServices,
  restoration: Restoration,
  prove: (at: RegistrationPlace) => readonly RegisteredKey[],
): AuthorityChange {
  const { journal } = services
  const { id } = restoration
  const record = keysOf(journal, id)
  const { epoch, flags } = journal.account(id)
  if (record.keys.some((entry) => entry.epoch === epoch))
    refuseKeys('KeyPolicyViolated', id, 'account expected to have no key of its epoch, it has')
  if ((flags & ACCOUNT_LOCKED) !== 0)
    throw new InvalidTransactionError('AccountLocked', 'account expected not to be locked, it is')
  const at = { id, epoch, registrationNonce: record.registrationNonce }
  checkConsents(services, restoration, at)
  const keys = prove(at).map((key) => {
    const last = record.keys.find((entry) => compareKeys(entry, key) === 0)
    if (last === undefined)
      refuseKeys('UnauthorizedKey', id, 'key expected among the account’s last ones, it is not')
    return { ...key, lastValidBlock: last.lastValidBlock }
  })
  if (keys.some((key, i) => i > 0 && compareKeys(keys[i - 1]!, key) >= 0))
    refuseKeys('UnauthorizedKey', id, 'keys expected in rising order, each once')
  const registrationNonce = record.registrationNonce + BigInt(keys.length)
  return openable(id, { record: { ...record, registrationNonce, keys }, epoch })
}
