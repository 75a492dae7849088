/** Instructions that only answer: GetAccountDataSize, AmountToUiAmount, UiAmountToAmount. */
import { utf8 } from '../../primitives/bytes.ts'
import { SplFailure } from './errors.ts'
import { type MintFields, TOKEN_ACCOUNT_BYTES } from './layout.ts'
import { LOAD, loadMint, requireTokenOwned, type SplAccount, type SplRun } from './run.ts'
import { amountToText, textToAmount } from './ui-amount.ts'

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

function passDigits(run: SplRun, digits: number, decimals: number, text: string): void {
  if (decimals === 0) {
    run.pass(`digits${digits}`)
    return
  }
  run.pass(`pointed${digits}`)
  run.pass('precision')
  const full = Math.max(digits, decimals + 1) + 1
  run.passTimes('leadingZero', Math.max(0, decimals + 1 - digits))
  run.passTimes('trimmed', full - text.length)
  if (!text.includes('.')) run.pass('trimmedPoint')
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
  passDigits(run, amount.toString().length, mint.decimals, text)
  run.pass('done')
  return true
}

function passText(run: SplRun, text: string, decimals: number): void {
  const [whole = '', fraction = '', more] = text.split('.')
  run.passTimes('wholeByte', whole.length)
  run.passTimes('fractionByte', fraction.length)
  if (text.includes('.')) run.pass('point')
  if (more !== undefined) run.pass('dots')
  const trimmed = fraction.replace(/0+$/, '')
  run.passTimes('fractionZero', fraction.length - trimmed.length)
  if (whole === '' && trimmed === '') run.pass('empty')
  const length = whole.length + decimals
  run.passTimes(length > 16 ? 'parsedLong' : 'parsed', length)
}

/** Text as base units, u64. */
export function uiAmountToAmount(
  run: SplRun,
  accounts: readonly SplAccount[],
  bytes: Uint8Array,
): boolean {
  let text: string
  try {
    text = TEXT.decode(bytes)
  } catch {
    return run.fail('badData', SplFailure.InvalidInstructionData)
  }
  const mint = queriedMint(run, accounts)
  if (mint === undefined) return false
  passText(run, text, mint.decimals)
  const amount = textToAmount(text, mint.decimals)
  if (amount === undefined) return run.fail('decimals', SplFailure.InvalidArgument)
  run.returnData = littleEndian(amount)
  run.pass('done')
  return true
}
