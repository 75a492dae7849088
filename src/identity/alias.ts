/**
 * Addresses and ids: which account an address reaches, which address is an account's canonical one (S13), and how
 * that one changes without any record or nonce being lost (S6).
 */
import type { Crypto } from '../crypto/types.ts'
import { InvalidTransactionError } from '../errors.ts'
import { bytesToHex, equalBytes } from '../primitives/bytes.ts'
import type { Account } from '../state/cells.ts'
import type { Journal } from '../state/journal.ts'
import { readAuthority } from './authority.ts'
import { deriveAddress } from './derive.ts'
import { legacyId } from './legacy.ts'
import type { MachineIdentities } from './machine.ts'
import { machineOf } from './machine.ts'

/** The id an address reaches: its alias's, else its legacy id. Cost: one hash if nothing is known of the address. */
export function resolveAddress(
  journal: Journal,
  crypto: Crypto,
  namespace: number,
  address: Uint8Array,
): Uint8Array {
  return (
    journal.alias(namespace, address)?.id ??
    journal.base.originId(namespace, address) ??
    legacyId(crypto, namespace, address)
  )
}

/** The account an address reaches; a legacy one remembers the address from now on. */
export function accountAt(
  journal: Journal,
  crypto: Crypto,
  namespace: number,
  address: Uint8Array,
): Account {
  const alias = journal.alias(namespace, address)
  if (alias !== undefined) return journal.account(alias.id)
  const account = journal.account(resolveAddress(journal, crypto, namespace, address))
  if (account.origin === undefined) journal.setOrigin(account, { namespace, address })
  return account
}

/** Id under which a machine files the sub-record of an address (S13). */
export function recordIdOf(
  journal: Journal,
  crypto: Crypto,
  namespace: number,
  address: Uint8Array,
): Uint8Array {
  const alias = journal.alias(namespace, address)
  return alias?.canonical === true ? alias.id : legacyId(crypto, namespace, address)
}

/**
 * The account's one canonical address in a namespace: the bound wallet, else the address it came from, else the
 * derived one if it is registered. Undefined before link(id).
 */
export function canonicalAddress(
  journal: Journal,
  crypto: Crypto,
  namespace: number,
  id: Uint8Array,
): Uint8Array | undefined {
  const authority = readAuthority(journal, id)
  if (authority?.kind === 'redirect') return undefined
  const bound = authority?.bound.find((entry) => entry.namespace === namespace)
  if (bound !== undefined) return bound.address
  const origin = journal.account(id).origin
  if (origin !== undefined && origin.namespace === namespace) return origin.address
  const derived = deriveAddress(crypto, namespace, id)
  const alias = journal.alias(namespace, derived)
  return alias?.canonical === true && equalBytes(alias.id, id) ? derived : undefined
}

/**
 * The address an envelope or crossing acts as (S13): the requested one, or the canonical one for an empty request.
 * Throws WrongActingAddress if it is not the account's, or if there is no canonical one yet.
 */
export function actingAddressOf(
  journal: Journal,
  crypto: Crypto,
  namespace: number,
  id: Uint8Array,
  requested: Uint8Array,
): Uint8Array {
  if (requested.length === 0) {
    const canonical = canonicalAddress(journal, crypto, namespace, id)
    if (canonical !== undefined) return canonical
    throw new InvalidTransactionError(
      'WrongActingAddress',
      `sender expected to be linked before it acts in namespace ${namespace}`,
      { namespace, sender: bytesToHex(id) },
    )
  }
  if (!equalBytes(resolveAddress(journal, crypto, namespace, requested), id)) {
    throw new InvalidTransactionError(
      'WrongActingAddress',
      'acting address expected to be one of the sender, it is not',
      {
        namespace,
        address: bytesToHex(requested),
      },
    )
  }
  return requested
}

/** Throws AddressRevoked if the wallet behind an address may no longer speak for it (S11). For raw transactions and permits. */
export function assertWalletAuthority(
  journal: Journal,
  namespace: number,
  address: Uint8Array,
): void {
  if (journal.alias(namespace, address)?.revoked === true) {
    throw new InvalidTransactionError(
      'AddressRevoked',
      'wallet expected to hold authority over its address, it was revoked',
      {
        namespace,
        address: bytesToHex(address),
      },
    )
  }
}

/**
 * Makes an address of the account its canonical one. A record belongs to an address, so the old canonical address
 * takes its record along to its own legacy id and the new one brings its own: no nonce ever decreases (S6).
 */
export function makeCanonical(
  journal: Journal,
  crypto: Crypto,
  machines: MachineIdentities,
  target: { readonly id: Uint8Array; readonly namespace: number; readonly address: Uint8Array },
): void {
  const { id, namespace, address } = target
  const machine = machineOf(machines, namespace)
  const old = canonicalAddress(journal, crypto, namespace, id)
  if (old !== undefined) {
    machine?.moveRecord(journal, id, legacyId(crypto, namespace, old))
    const alias = journal.alias(namespace, old)
    journal.setAlias(namespace, old, { id, canonical: false, revoked: alias?.revoked ?? false })
  }
  machine?.moveRecord(journal, legacyId(crypto, namespace, address), id)
  journal.setAlias(namespace, address, { id, canonical: true, revoked: false })
}
