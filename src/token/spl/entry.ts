/**
 * What p-token's entrypoint costs before it runs an instruction: reading the accounts, five at a time, and looking for
 * transfers by the lengths of three or four accounts alone (the short way). Measured on the program that litesvm 1.5.0
 * brings.
 */
import { TokenInstruction } from './instruction.ts'
import { MINT_BYTES, TOKEN_ACCOUNT_BYTES } from './layout.ts'
import type { SplAccount } from './run.ts'

/** Units for no to five accounts. */
const FEW: readonly number[] = [0, 7, 15, 30, 39, 44]
/** Units for six to ten accounts; five more cost FIVE more. */
const MANY: readonly number[] = [56, 64, 71, 79, 86]
const FIVE = 38

/** Units of what was looked at before three (four) accounts were found to be no transfer, by number of checks passed. */
const NOT_TRANSFER: readonly number[] = [0, 2, 4, 6, 14, 16]
const NOT_CHECKED_TRANSFER: readonly number[] = [0, 2, 4, 6, 8, 10, 20, 24]

export interface SplEntry {
  readonly units: number
  /** A transfer that the entrypoint runs without reading the accounts one by one. */
  readonly isShort: boolean
}

const SHORT: SplEntry = { units: 0, isShort: true }

/** Units of reading the accounts. */
function readingUnits(list: readonly SplAccount[]): number {
  const { length } = list
  const fives = Math.floor((length - 1) / 5)
  let units = length <= 5 ? FEW[length]! : MANY[(length - 1) % 5]! + FIVE * (fives - 1)
  for (let i = 1; i < length; i++) {
    if (list.indexOf(list[i]!) === i) continue
    if (i < 5 * fives) units += 4
    else if (i === 5 * fives || length === 2) units += 3
    else units += 2
  }
  return units
}

/** How many of the checks for Transfer pass; 6 are all. */
function transferChecks(list: readonly SplAccount[], data: Uint8Array): number {
  const [a, b, c] = [list[0]!, list[1]!, list[2]!]
  if (a.dataLength !== TOKEN_ACCOUNT_BYTES) return 0
  if (b === a) return 1
  if (b.dataLength !== TOKEN_ACCOUNT_BYTES) return 2
  if (c === a || c === b) return 3
  if (data.length < 9) return 4
  return data[0] === TokenInstruction.Transfer ? 6 : 5
}

/** How many of the checks for TransferChecked pass; 8 are all. */
function checkedTransferChecks(list: readonly SplAccount[], data: Uint8Array): number {
  const [a, b, c, d] = [list[0]!, list[1]!, list[2]!, list[3]!]
  if (a.dataLength !== TOKEN_ACCOUNT_BYTES) return 0
  if (b === a) return 1
  if (b.dataLength !== MINT_BYTES) return 2
  if (c === a || c === b) return 3
  if (c.dataLength !== TOKEN_ACCOUNT_BYTES) return 4
  if (d === a || d === b || d === c) return 5
  if (data.length < 10) return 6
  return data[0] === TokenInstruction.TransferChecked ? 8 : 7
}

/** What entering costs, and which way it goes. */
export function entryUnits(list: readonly SplAccount[], data: Uint8Array): SplEntry {
  if (list.length === 3) {
    const passed = transferChecks(list, data)
    if (passed === 6) return SHORT
    return { units: readingUnits(list) + NOT_TRANSFER[passed]!, isShort: false }
  }
  if (list.length === 4) {
    const passed = checkedTransferChecks(list, data)
    if (passed === 8) return SHORT
    return { units: readingUnits(list) + NOT_CHECKED_TRANSFER[passed]!, isShort: false }
  }
  return { units: readingUnits(list), isShort: false }
}
