/** Turns the journal's changed objects into the final values that a state applies; what ended as it began is left out. */
import { equalBytes } from '../primitives/bytes.ts'
import type { Account } from './cells.ts'
import type { Journal } from './journal.ts'
import type { AccountValue, Alias, StateDiff } from './reader.ts'

/** An account with nothing of its own is absent; the origin alone does not keep it. */
export function accountValue(account: Account): AccountValue | undefined {
  const { balance, nonce, epoch, flags, origin } = account
  if (balance === 0n && nonce === 0n && epoch === 0n && flags === 0) return undefined
  return { balance, nonce, epoch, flags, origin }
}

export function sameAccount(a: AccountValue | undefined, b: AccountValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return (
    a.balance === b.balance &&
    a.nonce === b.nonce &&
    a.epoch === b.epoch &&
    a.flags === b.flags &&
    (a.origin === b.origin ||
      (a.origin !== undefined &&
        b.origin !== undefined &&
        a.origin.namespace === b.origin.namespace &&
        equalBytes(a.origin.address, b.origin.address)))
  )
}

function sameAlias(a: Alias | undefined, b: Alias | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return a.canonical === b.canonical && a.revoked === b.revoked && equalBytes(a.id, b.id)
}

function sameOptional(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return equalBytes(a, b)
}

function encodedLiveCells(journal: Journal): StateDiff['cells'][number][] {
  const cells: StateDiff['cells'][number][] = []
  for (const { codec, parts, value: decoded, base } of journal.changedLiveCells) {
    const value = decoded === undefined ? undefined : codec.encode(decoded)
    if (!sameOptional(value, base)) cells.push({ type: codec.type, parts, value })
  }
  return cells
}

export function buildDiff(journal: Journal, blobs: StateDiff['blobs']): StateDiff {
  const accounts: StateDiff['accounts'][number][] = []
  for (const account of journal.changedAccounts) {
    const value = accountValue(account)
    if (!sameAccount(value, account.base)) accounts.push({ id: account.id, value })
  }
  const records: StateDiff['records'][number][] = []
  for (const { codec, id, value: decoded, base } of journal.changedRecords) {
    const value = decoded === undefined ? undefined : codec.encode(decoded)
    if (!sameOptional(value, base)) records.push({ machine: codec.machine, id, value })
  }
  const storage: StateDiff['storage'][number][] = []
  const retired: Uint8Array[] = []
  for (const space of journal.changedSpaces) {
    if (space.retired) {
      // Storage born and retired within the block never reached the base.
      if (!space.fresh) retired.push(space.id)
      continue
    }
    const slots = space.changed.filter((slot) => slot.value !== slot.base)
    if (slots.length > 0) storage.push({ storageId: space.id, slots })
  }
  return {
    accounts,
    records,
    storage,
    aliases: journal.changedAliases.filter((cell) => !sameAlias(cell.value, cell.base)),
    cells: [
      ...journal.changedCells.filter((cell) => !sameOptional(cell.value, cell.base)),
      ...encodedLiveCells(journal),
    ],
    blobs,
    retired,
  }
}
