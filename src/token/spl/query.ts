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
  const digits = amount.toString().length
  run.passTimes('digit', digits)
  if (mint.decimals > 0) {
    run.pass('precision')
    const full = Math.max(digits, mint.decimals + 1) + 1
    run.passTimes('trimmed', full - text.length)
  }
  run.pass('done')
  return true
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
  run.passTimes('text', bytes.length)
  const amount = textToAmount(text, mint.decimals)
  if (amount === undefined) return run.fail('decimals', SplFailure.InvalidArgument)
  run.returnData = littleEndian(amount)
  run.pass('done')
  return true
}
