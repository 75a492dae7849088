/**
 * Binding a wallet's address to an identity, and taking the wallet's authority away again (S11, S12). Two-sided: the
 * identity's envelope, checked by the caller, and the wallet's proof, checked by its machine's rule of control.
 */
import type { Crypto } from '../crypto/types.ts'
import { InvalidTransactionError } from '../errors.ts'
import { bytesToHex, equalBytes } from '../primitives/bytes.ts'
import type { Journal } from '../state/journal.ts'
import { ACCOUNT_LOCKED } from '../state/reader.ts'
import { assertWalletAuthority, makeCanonical } from './alias.ts'
import type { BoundAddress, KeysRecord } from './authority.ts'
import {
  compareAddresses,
  EARLIER_WALLETS_MAX,
  readAuthority,
  writeAuthority,
} from './authority.ts'
import { DERIVED_NAMESPACES, deriveAddress } from './derive.ts'
import type { ChainBinding } from './keys.ts'
import { keysOf } from './keys.ts'
import { legacyId } from './legacy.ts'
import { takeOver } from './link.ts'
import type { MachineIdentities } from './machine.ts'
import { CHANGING_NAMESPACES, machineOf } from './machine.ts'

export interface Binding {
  /** Identity that sent the envelope, 32 bytes. */
  readonly id: Uint8Array
  /** One of {@link Namespace}. */
  readonly namespace: number
  /** The wallet's address: EVM 20 bytes, Bitcoin an output script. */
  readonly address: Uint8Array
  /** EVM: r || s || v of the binding text; other machines say what theirs is. */
  readonly proof: Uint8Array
}

function refuse(binding: Pick<Binding, 'address'>, message: string): never {
  throw new InvalidTransactionError('BindingRefused', message, {
    address: bytesToHex(binding.address),
  })
}

/** Changes nothing. Throws BindingRefused, AddressRevoked, AccountLocked, UnknownSender or ProofOfControlInvalid. */
export function checkBinding(
  journal: Journal,
  crypto: Crypto,
  machines: MachineIdentities,
  chain: ChainBinding,
  binding: Binding,
): void {
  const { id, namespace, address, proof } = binding
  const machine = machineOf(machines, namespace)
  if (machine === undefined)
    refuse(binding, 'wallet of a machine of this chain expected, the chain has none for it')
  const { verifyWallet } = machine
  if (verifyWallet === undefined)
    refuse(binding, `wallet of a machine with a rule of control expected, got ${namespace}`)
  const record = keysOf(journal, id)
  const { registrationNonce } = record
  assertWalletAuthority(journal, namespace, address)
  if (journal.alias(namespace, address) !== undefined)
    refuse(binding, 'wallet expected not to belong to an identity, it does')
  const legacy = legacyId(crypto, namespace, address)
  if (readAuthority(journal, legacy) !== undefined)
    refuse(binding, 'wallet account expected to have no keys of its own')
  if ((journal.account(legacy).flags & ACCOUNT_LOCKED) !== 0) {
    throw new InvalidTransactionError(
      'AccountLocked',
      'wallet account expected not to be locked, it is',
    )
  }
  if (machine.ownsRecord(journal, id) && machine.ownsRecord(journal, legacy)) {
    refuse(
      binding,
      'identity or wallet expected to have no record of its own in this machine, both have',
    )
  }
  if (earlierWallets(journal, record, namespace).length > EARLIER_WALLETS_MAX) {
    refuse(binding, `identity expected at most ${EARLIER_WALLETS_MAX} earlier wallets, revoke one`)
  }
  const message = {
    ...chain,
    identity: id,
    wallet: address,
    epoch: journal.account(id).epoch,
    registrationNonce,
  }
  if (!verifyWallet(crypto, message, proof, journal)) {
    throw new InvalidTransactionError(
      'ProofOfControlInvalid',
      'proof expected the wallet signature of the binding text',
      {
        address: bytesToHex(address),
      },
    )
  }
}

/** Earlier wallets of an account once another one is bound in a namespace: those that may act still (S14). */
function earlierWallets(
  journal: Journal,
  { bound, earlier }: KeysRecord,
  namespace: number,
): BoundAddress[] {
  const superseded = bound.filter(
    (entry) => entry.namespace === namespace && CHANGING_NAMESPACES.includes(namespace),
  )
  return [...earlier, ...superseded]
    .filter((entry) => journal.alias(entry.namespace, entry.address)?.revoked !== true)
    .sort(compareAddresses)
}

/**
 * Applies a checked binding: the wallet's address becomes canonical and brings its record, the identity's old one
 * forwards and keeps its own; coin moves; the legacy id redirects for good.
 */
export function applyBinding(
  journal: Journal,
  crypto: Crypto,
  machines: MachineIdentities,
  binding: Binding,
): void {
  const { id, namespace, address } = binding
  const legacy = legacyId(crypto, namespace, address)
  makeCanonical(journal, crypto, machines, { id, namespace, address })
  const record = keysOf(journal, id)
  const bound = [
    ...record.bound.filter((entry) => entry.namespace !== namespace),
    { namespace, address },
  ]
  bound.sort((a, b) => a.namespace - b.namespace)
  writeAuthority(journal, id, {
    ...record,
    registrationNonce: record.registrationNonce + 1n,
    bound,
    earlier: earlierWallets(journal, record, namespace),
  })
  takeOver(journal, legacy, id)
  forwardDerived(journal, crypto, machines, legacy, id)
  writeAuthority(journal, legacy, { kind: 'redirect', target: id })
}

/** The legacy account may have been linked: its derived addresses follow it, each keeping its own record. */
function forwardDerived(
  journal: Journal,
  crypto: Crypto,
  machines: MachineIdentities,
  legacy: Uint8Array,
  id: Uint8Array,
): void {
  for (const namespace of DERIVED_NAMESPACES) {
    const address = deriveAddress(crypto, namespace, legacy)
    const alias = journal.alias(namespace, address)
    if (alias === undefined || !equalBytes(alias.id, legacy)) continue
    if (alias.canonical) {
      machineOf(machines, namespace)?.moveRecord(
        journal,
        legacy,
        legacyId(crypto, namespace, address),
      )
    }
    journal.setAlias(namespace, address, { id, canonical: false, revoked: alias.revoked })
  }
}

/** Changes nothing. Throws BindingRefused unless the address is bound to the identity, AddressRevoked if it was revoked before. */
export function checkRevocation(
  journal: Journal,
  crypto: Crypto,
  target: Omit<Binding, 'proof'>,
): void {
  const { id, namespace, address } = target
  assertWalletAuthority(journal, namespace, address)
  const alias = journal.alias(namespace, address)
  if (alias === undefined || !equalBytes(alias.id, id))
    refuse(target, 'address expected to be bound to the sender, it is not')
  const authority = readAuthority(journal, legacyId(crypto, namespace, address))
  if (authority?.kind !== 'redirect')
    refuse(target, 'address expected to be a bound wallet, it is a derived address')
}

/**
 * Closes the wallet's authority: raw transactions, permits and delegations signed by its key are refused from here
 * on. The identity keeps the address, its record and its coin; nothing is restored to the legacy account.
 */
export function applyRevocation(journal: Journal, target: Omit<Binding, 'proof'>): void {
  const alias = journal.alias(target.namespace, target.address)
  if (alias !== undefined)
    journal.setAlias(target.namespace, target.address, { ...alias, revoked: true })
}
