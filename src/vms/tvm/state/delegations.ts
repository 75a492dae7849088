/**
 * What one account's stake does for another: a cell by (owner, receiver), both addresses, so that neither side's record
 * grows with the number of delegations. Locked amounts come free when their time is over (java-tron:
 * DelegatedResourceStore).
 */
import type { UsedResource } from './account.ts'
import { readNumbers, writeNumbers } from './cells.ts'
import type { Ledger } from './ledger.ts'

/** Of one resource, sun. */
export interface Delegated {
  readonly free: bigint
  readonly locked: bigint
  /** Milliseconds: locked until the head is past it; 0 without a lock. */
  readonly expireTime: bigint
}

/** By resource: bandwidth, energy. */
export type Delegation = readonly [Delegated, Delegated]

export function delegationOf(ledger: Ledger, owner: Uint8Array, receiver: Uint8Array): Delegation {
  const numbers = readNumbers(ledger.journal, 'delegation', [owner, receiver], 6)
  const at = (from: number): Delegated => ({
    free: numbers[from] as bigint,
    locked: numbers[from + 1] as bigint,
    expireTime: numbers[from + 2] as bigint,
  })
  return [at(0), at(3)]
}

export function setDelegation(
  ledger: Ledger,
  owner: Uint8Array,
  receiver: Uint8Array,
  delegation: Delegation,
): void {
  writeNumbers(
    ledger.journal,
    'delegation',
    [owner, receiver],
    delegation.flatMap(({ free, locked, expireTime }) => [free, locked, expireTime]),
  )
}

/** With locks that ran out before `now` come free. */
export function unlocked(delegation: Delegation, now: bigint): Delegation {
  const open = (part: Delegated): Delegated =>
    part.expireTime < now ? { free: part.free + part.locked, locked: 0n, expireTime: 0n } : part
  return [open(delegation[0]), open(delegation[1])]
}

/** One resource changed. */
export function withDelegated(
  delegation: Delegation,
  resource: UsedResource,
  part: Delegated,
): Delegation {
  return resource === 0 ? [part, delegation[1]] : [delegation[0], part]
}
