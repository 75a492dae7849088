/**
 * A version of a family's cells. The newest values lie in the store (the head version has no `undo`); every other
 * version is a list of old values that points towards a newer version, after Baker's shallow binding. A version that
 * no handle and no other version points to is collected, and its list with it.
 */
import type { ChainConfig } from './chain-config.ts'
import type { UndoList } from './memory/undo.ts'
import type { TreeRoot } from './tree/arena.ts'

/** Leaves of one dead storage in ascending order of slot, and how far the sweep has come. Derived, never committed. */
export interface SweepOrder {
  readonly storageId: Uint8Array
  readonly ids: Int32Array
  readonly position: number
}

export interface Version {
  readonly root: TreeRoot
  readonly chain: ChainConfig
  /** Old values, against `next`; undefined for the head. */
  undo: UndoList | undefined
  next: Version | undefined
  /** Handles on this version. */
  holds: number
  /** Steps spent on reads through `next` since this version was last head. */
  debt: number
  sweepOrder: SweepOrder | undefined
}

export function newVersion(
  root: TreeRoot,
  chain: ChainConfig,
  sweepOrder: SweepOrder | undefined,
): Version {
  return { root, chain, undo: undefined, next: undefined, holds: 1, debt: 0, sweepOrder }
}
