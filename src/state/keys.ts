/** Types of leaves in the one key space. */
export const CellType = {
  config: 0x01,
  context: 0x02,
  supply: 0x03,
  account: 0x10,
  record: 0x11,
  storage: 0x12,
  alias: 0x13,
  authority: 0x14,
  page: 0x15,
  sweep: 0x16,
  machine: 0x17,
} as const
