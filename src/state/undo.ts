/**
 * The undo log of a running transaction: (kind, target, previous) triples in one array.
 *
 * PERF: ending a transaction sets the length back and keeps the array: thousands of transactions a block would each grow
 * one of their own. Entries past the length are leftovers; an array that one transaction made large is given up.
 */
export class UndoLog {
  /** Entries times three. */
  length = 0
  #items: unknown[] = []

  push(kind: number, target: unknown, previous: unknown): void {
    const at = this.length
    const items = this.#items
    items[at] = kind
    items[at + 1] = target
    items[at + 2] = previous
    this.length = at + 3
  }

  /** Kind, target or previous value at a place below the length. */
  at(place: number): unknown {
    return this.#items[place]
  }

  /** Forgets entries from `length` on. */
  cut(length: number): void {
    this.length = length
    if (length === 0 && this.#items.length > KEPT) this.#items = []
  }
}

/** Places that an empty log keeps. */
const KEPT = 3 * 1024

/** What an undo entry of the journal restores. The target of each is named beside it. */
export const Undo = {
  balance: 0, // Account
  nonce: 1, // Account
  epoch: 2, // Account
  flags: 3, // Account
  origin: 4, // Account
  record: 5, // RecordCell
  slot: 6, // Slot
  warmSlot: 7, // Slot
  cell: 8, // Cell
  alias: 9, // AliasCell
  log: 10, // none: drops the last log
  supply: 11, // Counter
  action: 12, // () => void
  liveCell: 13, // LiveCell
} as const
