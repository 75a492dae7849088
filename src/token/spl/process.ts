/** Runs one instruction of the Token program, or a batch of them. */

import { approve, closeAccount, revoke, setAuthority, setFrozen } from './authority.ts'
import { type SplError, SplFailure } from './errors.ts'
import {
  initializeAccount,
  initializeImmutableOwner,
  initializeMint,
  initializeMultisig,
} from './initialize.ts'
import {
  type DecodedTokenInstruction,
  decodeTokenInstruction,
  TokenInstruction as I,
} from './instruction.ts'
import { syncNative, unwrapLamports, withdrawExcessLamports } from './native.ts'
import { amountToUiAmount, getAccountDataSize, uiAmountToAmount } from './query.ts'
import { requireTokenOwned, type SplAccount, type SplRun } from './run.ts'
import type { SiteName, WordSite } from './sites.ts'
import { burn, mintTo } from './supply.ts'
import { transfer } from './transfer.ts'
import { BATCH_PRICES, type PriceContext, pricesOf } from './units.ts'

type Processor = (
  run: SplRun,
  accounts: readonly SplAccount[],
  decoded: DecodedTokenInstruction,
) => boolean

const newMint = ({ decimals, key, freezeKey }: DecodedTokenInstruction) => ({
  decimals,
  authority: key!,
  freezeAuthority: freezeKey,
})

const PROCESSORS: ReadonlyMap<number, Processor> = new Map<number, Processor>([
  [I.InitializeMint, (run, accounts, it) => initializeMint(run, accounts, newMint(it), true)],
  [I.InitializeAccount, (run, accounts) => initializeAccount(run, accounts, undefined, true)],
  [I.InitializeMultisig, (run, accounts, it) => initializeMultisig(run, accounts, it.number, true)],
  [I.Transfer, (run, accounts, it) => transfer(run, accounts, it.amount!, -1)],
  [I.Approve, (run, accounts, it) => approve(run, accounts, it.amount!, -1)],
  [I.Revoke, revoke],
  [I.SetAuthority, (run, accounts, it) => setAuthority(run, accounts, it.number, it.key)],
  [I.MintTo, (run, accounts, it) => mintTo(run, accounts, it.amount!, -1)],
  [I.Burn, (run, accounts, it) => burn(run, accounts, it.amount!, -1)],
  [I.CloseAccount, closeAccount],
  [I.FreezeAccount, (run, accounts) => setFrozen(run, accounts, true)],
  [I.ThawAccount, (run, accounts) => setFrozen(run, accounts, false)],
  [I.TransferChecked, (run, accounts, it) => transfer(run, accounts, it.amount!, it.decimals)],
  [I.ApproveChecked, (run, accounts, it) => approve(run, accounts, it.amount!, it.decimals)],
  [I.MintToChecked, (run, accounts, it) => mintTo(run, accounts, it.amount!, it.decimals)],
  [I.BurnChecked, (run, accounts, it) => burn(run, accounts, it.amount!, it.decimals)],
  [I.InitializeAccount2, (run, accounts, it) => initializeAccount(run, accounts, it.key, true)],
  [I.SyncNative, syncNative],
  [I.InitializeAccount3, (run, accounts, it) => initializeAccount(run, accounts, it.key, false)],
  [
    I.InitializeMultisig2,
    (run, accounts, it) => initializeMultisig(run, accounts, it.number, false),
  ],
  [I.InitializeMint2, (run, accounts, it) => initializeMint(run, accounts, newMint(it), false)],
  [I.GetAccountDataSize, getAccountDataSize],
  [I.InitializeImmutableOwner, initializeImmutableOwner],
  [I.AmountToUiAmount, (run, accounts, it) => amountToUiAmount(run, accounts, it.amount!)],
  [I.UiAmountToAmount, (run, accounts, it) => uiAmountToAmount(run, accounts, it.text!)],
  [I.WithdrawExcessLamports, withdrawExcessLamports],
  [I.UnwrapLamports, (run, accounts, it) => unwrapLamports(run, accounts, it.amount)],
])

const isError = (decoded: DecodedTokenInstruction | SplError): decoded is SplError =>
  'text' in decoded && 'custom' in decoded

const BAD_DATA = ['badData', 'badData1', 'badData2', 'badData3'] as const

/** Which of an instruction's checks of its data failed. */
function badDataCause(data: Uint8Array): number {
  switch (data[0]) {
    case I.InitializeMint:
    case I.InitializeMint2:
      if (data.length < 35) return 0
      return data[34]! > 1 ? 1 : 2
    case I.SetAuthority:
      if (data.length < 3) return 0
      if (data[1]! > 3) return 1
      return data[2]! > 1 ? 2 : 3
    case I.UnwrapLamports:
      if (data.length < 2) return 0
      return data.length < 10 ? 1 : 2
    default:
      return 0
  }
}

/** Places that the data alone decides on. */
function passHead(run: SplRun, { kind, key, freezeKey, amount }: DecodedTokenInstruction) {
  if (kind === I.SetAuthority && key !== undefined) run.pass('givenKey')
  if (freezeKey !== undefined) run.pass('givenKey')
  if (kind === I.UnwrapLamports && amount !== undefined) run.pass('givenKey')
}

function processOne(
  run: SplRun,
  accounts: readonly SplAccount[],
  data: Uint8Array,
  context: PriceContext,
): boolean {
  run.begin(pricesOf(context, data[0]))
  run.isSilent = data.length === 0 && context === 'plain'
  run.pass('start')
  const decoded = decodeTokenInstruction(data)
  if (isError(decoded)) return run.fail(BAD_DATA[badDataCause(data)]!, decoded)
  passHead(run, decoded)
  return PROCESSORS.get(decoded.kind)!(run, accounts, decoded)
}

interface OwnedPlaces {
  readonly positions: readonly number[]
  /** Place of failing, by position. */
  readonly failed: readonly WordSite[]
  /** Too few accounts. */
  readonly few: SiteName
  readonly passed: SiteName
}

const PAIR: OwnedPlaces = {
  positions: [0, 1],
  failed: ['batchPairFirst', 'batchPairSecond'],
  few: 'batchPairFew',
  passed: 'batchPair',
}
const CHECKED: OwnedPlaces = {
  positions: [0, 2],
  failed: ['batchCheckedFirst', 'batchCheckedSecond'],
  few: 'batchCheckedFew',
  passed: 'batchChecked',
}
const RANGE: OwnedPlaces = {
  positions: [0],
  failed: ['batchRangeFirst'],
  few: 'batchRangeFew',
  passed: 'batchRange',
}
const ONE: OwnedPlaces = {
  positions: [0],
  failed: ['batchOneFirst'],
  few: 'batchOneFew',
  passed: 'batchOne',
}

/** Accounts whose owner a batch checks before an instruction, because the runtime looks only at its end. */
function ownedPlaces(kind: number): OwnedPlaces | undefined {
  switch (kind) {
    case I.Transfer:
    case I.MintTo:
    case I.Burn:
    case I.MintToChecked:
    case I.BurnChecked:
      return PAIR
    case I.TransferChecked:
      return CHECKED
    case I.InitializeImmutableOwner:
    case I.WithdrawExcessLamports:
    case I.UnwrapLamports:
      return ONE
    default:
      return kind >= I.Approve && kind <= I.ApproveChecked ? RANGE : undefined
  }
}

function checkOwners(run: SplRun, accounts: readonly SplAccount[], kind: number): boolean {
  const places = ownedPlaces(kind)
  if (places === undefined) return true
  const { positions, failed, few, passed } = places
  if (accounts.length <= positions[positions.length - 1]!)
    return run.fail(few, SplFailure.NotEnoughAccountKeys)
  for (let i = 0; i < positions.length; i++)
    if (!requireTokenOwned(run, accounts[positions[i]!]!, failed[i])) return false
  run.pass(passed)
  return true
}

/** Instructions one after the other, each with its number of accounts and bytes in front. */
function processBatch(run: SplRun, accounts: readonly SplAccount[], data: Uint8Array): boolean {
  let [from, at] = [0, 1]
  for (;;) {
    run.begin(BATCH_PRICES)
    run.pass('batchItem')
    if (data.length - at < 2)
      return run.fail(at === 1 ? 'batchShort' : 'batchShortLater', SplFailure.InvalidInstruction)
    const [count, length] = [data[at]!, data[at + 1]!]
    const end = at + 2 + length
    if (length === 0) return run.fail('batchEmpty', SplFailure.InvalidInstruction)
    if (data.length < end) return run.fail('batchBad', SplFailure.InvalidInstruction)
    if (accounts.length - from < count) return run.fail('batchFew', SplFailure.NotEnoughAccountKeys)
    const own = accounts.slice(from, from + count)
    const instruction = data.subarray(at + 2, end)
    if (!checkOwners(run, own, instruction[0]!)) return false
    if (!processOne(run, own, instruction, 'batch')) return false
    if (end === data.length) return true
    from += count
    at = end
  }
}

/** Runs an instruction; false has set the run's error. `isShort`: the entrypoint went the short way of transfers. */
export function processToken(
  run: SplRun,
  accounts: readonly SplAccount[],
  data: Uint8Array,
  isShort: boolean,
): boolean {
  run.dataOffset = data.byteOffset
  if (data[0] !== I.Batch) return processOne(run, accounts, data, isShort ? 'short' : 'plain')
  run.begin(BATCH_PRICES)
  run.pass('start')
  return processBatch(run, accounts, data)
}
