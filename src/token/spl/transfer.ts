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

/** Position of the other account, which the mint stands before in the checked form; who authorises is behind it. */
export function secondAccount(decimals: number): number {
  return decimals < 0 ? 1 : 2
}

/** Account 0 of a transfer or approval; undefined ends the run. */
export function openSource(
  run: SplRun,
  accounts: readonly SplAccount[],
  decimals: number,
): TokenAccountFields | undefined {
  if (accounts.length >= secondAccount(decimals) + 2)
    return loadToken(run, accounts[0]!, LOAD.source)
  run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  return undefined
}

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
function spendDelegated(
  run: SplRun,
  account: SplAccount,
  token: TokenAccountFields,
  amount: bigint,
): void {
  token.delegatedAmount -= amount
  account.isDirty = true
  if (token.delegatedAmount === 0n) {
    run.pass('delegateCleared')
    token.delegateFlag = 0
  } else run.pass('delegateLeft')
  run.effects.push({ kind: 'authorities', account })
}

/**
 * Whether account `at` and the signers behind it may move the amount out of account 0: the owner may, and the delegate as
 * far as it was let, which is taken off unless nothing moves (`isKept`). False has ended the run.
 */
export function authorizeSpending(
  run: SplRun,
  accounts: readonly SplAccount[],
  at: number,
  from: TokenAccountFields,
  amount: bigint,
  isKept = false,
): boolean {
  if (!isDelegate(run, from, accounts[at]!)) return validateOwner(run, from.owner, accounts, at)
  if (!validateOwner(run, from.delegate, accounts, at)) return false
  if (from.delegatedAmount < amount) return run.fail('delegateFunds', SplFailure.InsufficientFunds)
  if (!isKept) spendDelegated(run, accounts[0]!, from, amount)
  return true
}

function move(run: SplRun, source: SplAccount, target: SplAccount, amount: bigint): boolean {
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
  const from = openSource(run, accounts, decimals)
  if (from === undefined) return false
  const at = secondAccount(decimals)
  const source = accounts[0]!
  const target = accounts[at]!
  const isSame = source === target
  if (!checkAccounts(run, from, target, amount, isSame)) return false
  if (decimals >= 0 && !checkMint(run, accounts[1]!, from.mint, decimals)) return false
  if (!authorizeSpending(run, accounts, at + 1, from, amount, isSame)) return false
  if (!isSame && amount !== 0n) return move(run, source, target, amount)
  run.pass('nothing')
  if (isSame && amount === 0n) run.pass('sameZero')
  if (!requireTokenOwned(run, source) || !requireTokenOwned(run, target, 'notTokenOther'))
    return false
  run.pass('nothingDone')
  return true
}
