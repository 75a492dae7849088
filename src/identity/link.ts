/**
 * link(id): registers the derived addresses of any id and takes over the native coin that waits at them (H11). Open to
 * anyone, because the addresses are checkable by hash. Repeating it takes over what arrived since.
 */
import type { Crypto } from '../crypto/types.ts'
import { equalBytes } from '../primitives/bytes.ts'
import type { Journal } from '../state/journal.ts'
import { ACCOUNT_LOCKED } from '../state/reader.ts'
import { canonicalAddress, makeCanonical } from './alias.ts'
import { readAuthority, redirected } from './authority.ts'
import { DERIVED_NAMESPACES, deriveAddress } from './derive.ts'
import { legacyId } from './legacy.ts'
import type { MachineIdentities } from './machine.ts'
import { machineOf } from './machine.ts'

/** Registers what can be registered; what cannot is skipped machine by machine (S12). Cost: constant. */
export function link(
  journal: Journal,
  crypto: Crypto,
  machines: MachineIdentities,
  id: Uint8Array,
): void {
  const owner = redirected(journal, id)
  for (const namespace of DERIVED_NAMESPACES) {
    linkDerived(journal, crypto, machines, { id, owner, namespace })
  }
}

interface LinkTarget {
  /** The id the address is derived from. */
  readonly id: Uint8Array
  /** The id that answers for it. */
  readonly owner: Uint8Array
  readonly namespace: number
}

function linkDerived(
  journal: Journal,
  crypto: Crypto,
  machines: MachineIdentities,
  target: LinkTarget,
): void {
  const { id, owner, namespace } = target
  const address = deriveAddress(crypto, namespace, id)
  const alias = journal.alias(namespace, address)
  const waiting = legacyId(crypto, namespace, address)
  if (alias === undefined) {
    if (machineOf(machines, namespace)?.ownsRecord(journal, waiting) === true) return
    if ((journal.account(waiting).flags & ACCOUNT_LOCKED) !== 0) return
    if (readAuthority(journal, waiting) !== undefined) return
    journal.setAlias(namespace, address, { id: owner, canonical: false, revoked: false })
  } else if (!equalBytes(alias.id, owner)) {
    return
  }
  takeOver(journal, waiting, owner)
  if (equalBytes(id, owner) && mayBeCanonical(journal, crypto, namespace, id)) {
    makeCanonical(journal, crypto, machines, { id, namespace, address })
  }
}

/**
 * A derived address is canonical only of an account whose provenance is known: of an unseen id it might be that of a
 * wallet's legacy account, which has its own address already and must not get a second canonical one.
 */
function mayBeCanonical(
  journal: Journal,
  crypto: Crypto,
  namespace: number,
  id: Uint8Array,
): boolean {
  const known = journal.account(id).origin !== undefined || readAuthority(journal, id) !== undefined
  return known && canonicalAddress(journal, crypto, namespace, id) === undefined
}

/** Moves native coin from one account to another: the coin a derived or bound address gathered before it was known. */
export function takeOver(journal: Journal, fromId: Uint8Array, toId: Uint8Array): void {
  const from = journal.account(fromId)
  const amount = from.balance
  if (amount === 0n || equalBytes(fromId, toId)) return
  journal.debit(from, amount)
  journal.credit(journal.account(toId), amount)
}
