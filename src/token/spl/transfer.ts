/** Transfer and TransferChecked. */
import { equalBytes } from '../../primitives/bytes.ts'
import { MAX_U64 } from '../../primitives/u256.ts'
import { SplFailure } from './errors.ts'
import { AccountState, type TokenAccountFields } from './layout.ts'
import {
  LOAD,
  loadMint,
  loadToken,
  requireTokenOwned,
  type SplAccount,
  type SplRun,
} from './run.ts'
import { validateOwner } from './signers.ts'
import { Copy } from './sites.ts'

/** Whether the two accounts may exchange the amount; false has ended the run. */
function checkAccounts(
  run: SplRun,
  from: TokenAccountFields,
  target: SplAccount,
  amount: bigint,
  isSame: boolean,
): boolean {
  if (isSame) run.turn(Copy.same)
  const to = isSame ? from : loadToken(run, target, LOAD.other)
  if (to === undefined) return false
  if (isSame) run.pass('same')
  if (from.state === AccountState.frozen) return run.fail('frozen', SplFailure.AccountFrozen)
  if (to.state === AccountState.frozen) return run.fail('frozenOther', SplFailure.AccountFrozen)
  if (from.amount < amount) return run.fail('funds', SplFailure.InsufficientFunds)
  if (isSame || equalBytes(from.mint, to.mint)) return true
  return run.failWords('mintMismatch', from.mint, to.mint, SplFailure.MintMismatch)
}

/** The mint of a checked instruction is the account's and has these decimals; false has ended the run. */
export function checkMint(
  run: SplRun,
  mintAccount: SplAccount,
  expected: Uint8Array,
  decimals: number,
): boolean {
  if (!equalBytes(mintAccount.key, expected))
    return run.failWords('mintKey', mintAccount.key, expected, SplFailure.MintMismatch)
  const mint = loadMint(run, mintAccount)
  if (mint === undefined) return false
  return mint.decimals === decimals || run.fail('decimals', SplFailure.MintDecimalsMismatch)
}

/** Whether the account's delegate is the authority; if so the run goes on in the delegate's copy. */
export function isDelegate(
  run: SplRun,
  account: TokenAccountFields,
  authority: SplAccount,
): boolean {
  if (account.delegateFlag !== 1) return false
  run.pass('delegateSet')
  if (!equalBytes(account.delegate, authority.key)) {
    run.passWords('notDelegate', account.delegate, authority.key)
    return false
  }
  run.pass('isDelegate')
  run.turn(Copy.delegate)
  return true
}

/** Takes the amount off what the delegate may still move. */
export function spendDelegated(
  run: SplRun,
  account: SplAccount,
  token: TokenAccountFields,
  left: bigint,
): void {
  token.delegatedAmount = left
  account.isDirty = true
  if (left === 0n) {
    run.pass('delegateCleared')
    token.delegateFlag = 0
  } else run.pass('delegateLeft')
  run.effects.push({ kind: 'authorities', account })
}

interface Parties {
  readonly source: SplAccount
  readonly target: SplAccount
  readonly authority: SplAccount
  readonly signers: readonly SplAccount[]
}

function authorize(run: SplRun, parties: Parties, from: TokenAccountFields, amount: bigint) {
  const { source, target, authority, signers } = parties
  if (!isDelegate(run, from, authority)) return validateOwner(run, from.owner, authority, signers)
  if (!validateOwner(run, authority.key, authority, signers)) return false
  if (from.delegatedAmount < amount) return run.fail('delegateFunds', SplFailure.InsufficientFunds)
  if (source !== target) spendDelegated(run, source, from, from.delegatedAmount - amount)
  return true
}

function move(run: SplRun, { source, target }: Parties, amount: bigint): boolean {
  const from = source.token!
  const to = target.token!
  from.amount -= amount
  to.amount += amount
  // Bytes that belong to others could say anything.
  if (to.amount > MAX_U64) to.amount &= MAX_U64
  source.isDirty = true
  target.isDirty = true
  run.effects.push({ kind: 'transfer', source, target, amount })
  if (from.nativeFlag === 1) {
    run.pass('nativeAccount')
    // Without a check there: what wraps, the runtime refuses.
    source.lamports = (source.lamports - amount) & MAX_U64
    target.lamports = (target.lamports + amount) & MAX_U64
  }
  run.pass('moved')
  return true
}

/** Moves an amount between accounts of one mint; `decimals` is -1 for the unchecked form. */
export function transfer(
  run: SplRun,
  accounts: readonly SplAccount[],
  amount: bigint,
  decimals: number,
): boolean {
  const isChecked = decimals >= 0
  if (accounts.length < (isChecked ? 4 : 3))
    return run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  const source = accounts[0]!
  const target = accounts[isChecked ? 2 : 1]!
  const authority = accounts[isChecked ? 3 : 2]!
  const parties = { source, target, authority, signers: accounts.slice(isChecked ? 4 : 3) }
  const from = loadToken(run, source, LOAD.source)
  if (from === undefined) return false
  const isSame = source === target
  if (!checkAccounts(run, from, target, amount, isSame)) return false
  if (isChecked && !checkMint(run, accounts[1]!, from.mint, decimals)) return false
  if (!authorize(run, parties, from, amount)) return false
  if (!isSame && amount !== 0n) return move(run, parties, amount)
  run.pass('nothing')
  if (isSame && amount === 0n) run.pass('sameZero')
  if (!requireTokenOwned(run, source) || !requireTokenOwned(run, target, 'notTokenOther'))
    return false
  run.pass('nothingDone')
  return true
}
