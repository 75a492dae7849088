/**
 * What identity must know of a machine's sub-records to move addresses between accounts, without knowing the machine.
 * A sub-record is filed under the account of a canonical address, or under a non-canonical address's legacy id (S13).
 */
import type { Journal } from '../state/journal.ts'

export interface MachineIdentity {
  /** One of {@link Namespace}. */
  readonly namespace: number
  /** Whether the sub-record has something its address authored itself: nonce, code, storage, data (S12). */
  ownsRecord(journal: Journal, recordId: Uint8Array): boolean
  /** Files the sub-record under another id, by reference; the target's must own nothing. Does nothing if there is none. */
  moveRecord(journal: Journal, fromId: Uint8Array, toId: Uint8Array): void
}

/** The identity hooks of a chain's machines, at most one a namespace. */
export type MachineIdentities = readonly MachineIdentity[]

export function machineOf(
  machines: MachineIdentities,
  namespace: number,
): MachineIdentity | undefined {
  return machines.find((machine) => machine.namespace === namespace)
}
