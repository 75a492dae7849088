/** Instructions that only answer: GetAccountDataSize, AmountToUiAmount, UiAmountToAmount. */
import { utf8 } from '../../primitives/bytes.ts'
import { SplFailure } from './errors.ts'
import { type MintFields, TOKEN_ACCOUNT_BYTES } from './layout.ts'
import { LOAD, loadMint, requireTokenOwned, type SplAccount, type SplRun } from './run.ts'
import { amountToText, textToAmount } from './ui-amount.ts'
import { readUnits, writeUnits } from './ui-units.ts'
import { utf8Units } from './utf8-units.ts'

const TEXT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function littleEndian(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, value, true)
  return bytes
}

function queriedMint(run: SplRun, accounts: readonly SplAccount[]): MintFields | undefined {
  const account = accounts[0]
  if (account === undefined) {
    run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
    return undefined
  }
  if (!requireTokenOwned(run, account)) return undefined
  return loadMint(run, account, LOAD.mint, SplFailure.InvalidMint)
}

/** Bytes of a token account of the mint, as u64. */
export function getAccountDataSize(run: SplRun, accounts: readonly SplAccount[]): boolean {
  if (queriedMint(run, accounts) === undefined) return false
  run.returnData = littleEndian(BigInt(TOKEN_ACCOUNT_BYTES))
  run.pass('done')
  return true
}

/** Base units as text. */
export function amountToUiAmount(
  run: SplRun,
  accounts: readonly SplAccount[],
  amount: bigint,
): boolean {
  const mint = queriedMint(run, accounts)
  if (mint === undefined) return false
  const text = amountToText(amount, mint.decimals)
  run.returnData = utf8(text)
  const digits = amount === 0n ? 0 : amount.toString().length
  run.units += writeUnits(digits, mint.decimals, text.length)
  run.pass('done')
  return true
}

/** Text as base units, u64. */
export function uiAmountToAmount(
  run: SplRun,
  accounts: readonly SplAccount[],
  bytes: Uint8Array,
): boolean {
  // Instruction data starts at an address that 8 divides.
  const misaligned = (bytes.byteOffset - run.dataOffset) & 7
  run.units += utf8Units(bytes, misaligned)
  let text: string
  try {
    text = TEXT.decode(bytes)
  } catch {
    return run.fail('badData', SplFailure.InvalidInstruction)
  }
  const mint = queriedMint(run, accounts)
  if (mint === undefined) return false
  run.units += readUnits(bytes, mint.decimals, misaligned)
  const amount = textToAmount(text, mint.decimals)
  if (amount === undefined) return run.fail('notDigits', SplFailure.InvalidArgument)
  run.returnData = littleEndian(amount)
  run.pass('done')
  return true
}
