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
  supply: 11, // string key of a supply counter
  action: 12, // () => void
} as const
