/** Runs one instruction of the Token program, or a batch of them. */
import { type SplError, SplFailure } from './errors.ts'
import { approve, closeAccount, revoke, setAuthority, setFrozen } from './authority.ts'
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
import { burn, mintTo } from './supply.ts'
import { transfer } from './transfer.ts'
import { type PriceContext, pricesOf } from './units.ts'

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

function processOne(
  run: SplRun,
  accounts: readonly SplAccount[],
  data: Uint8Array,
  context: PriceContext,
): boolean {
  run.prices = pricesOf(context, data[0])
  run.pass('start')
  const decoded = decodeTokenInstruction(data)
  if (isError(decoded)) return run.fail('badData', decoded)
  return PROCESSORS.get(decoded.kind)!(run, accounts, decoded)
}

/** Accounts whose owner a batch checks before an instruction, because the runtime looks only at its end. */
function ownedPositions(kind: number): readonly number[] {
  switch (kind) {
    case I.Transfer:
    case I.MintTo:
    case I.Burn:
    case I.MintToChecked:
    case I.BurnChecked:
      return [0, 1]
    case I.TransferChecked:
      return [0, 2]
    case I.InitializeImmutableOwner:
    case I.WithdrawExcessLamports:
    case I.UnwrapLamports:
      return [0]
    default:
      return kind >= I.Approve && kind <= I.ApproveChecked ? [0] : []
  }
}

function checkOwners(run: SplRun, accounts: readonly SplAccount[], kind: number): boolean {
  const positions = ownedPositions(kind)
  const last = positions[positions.length - 1]
  if (last === undefined) return true
  if (accounts.length <= last) return run.fail('batchFew', SplFailure.NotEnoughAccountKeys)
  for (const position of positions)
    if (!requireTokenOwned(run, accounts[position]!, 'batchOwner')) return false
  return true
}

/** Instructions one after the other, each with its number of accounts and bytes in front. */
function processBatch(run: SplRun, accounts: readonly SplAccount[], data: Uint8Array): boolean {
  const prices = pricesOf('plain', I.Batch)
  let [from, at] = [0, 1]
  for (;;) {
    run.prices = prices
    run.pass('batchItem')
    if (data.length - at < 2) return run.fail('batchBad', SplFailure.InvalidInstruction)
    const [count, length] = [data[at]!, data[at + 1]!]
    const end = at + 2 + length
    if (length === 0 || data.length < end)
      return run.fail('batchBad', SplFailure.InvalidInstruction)
    if (accounts.length - from < count)
      return run.fail('batchFew', SplFailure.NotEnoughAccountKeys)
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
  if (data[0] !== I.Batch) return processOne(run, accounts, data, isShort ? 'short' : 'plain')
  run.prices = pricesOf('plain', I.Batch)
  run.pass('start')
  return processBatch(run, accounts, data)
}
