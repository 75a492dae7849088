/** What has to do with lamports: SyncNative, UnwrapLamports, WithdrawExcessLamports. */
import { MAX_U64 } from '../../primitives/u256.ts'
import { SplFailure } from './errors.ts'
import { MINT_BYTES, MULTISIG_BYTES, TOKEN_ACCOUNT_BYTES } from './layout.ts'
import {
  LOAD,
  loadMint,
  loadToken,
  requireRentSysvar,
  requireTokenOwned,
  type SplAccount,
  type SplRun,
} from './run.ts'
import { validateOwner } from './signers.ts'
import { authorizeSpending } from './transfer.ts'

/** Makes the amount of a wrapped-SOL account what its lamports say. */
export function syncNative(run: SplRun, accounts: readonly SplAccount[]): boolean {
  const account = accounts[0]
  if (account === undefined) return run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  if (!requireTokenOwned(run, account)) return false
  const sysvar = accounts[1]
  if (sysvar !== undefined) {
    run.pass('withKey')
    if (!requireRentSysvar(run, sysvar)) return false
  }
  const reserve = run.source.rentMinimum(account.dataLength)
  const token = loadToken(run, account, LOAD.source)
  if (token === undefined) return false
  if (token.nativeFlag !== 1) return run.fail('notNative', SplFailure.NonNativeNotSupported)
  if (account.lamports < reserve) return run.fail('overflow', SplFailure.Overflow)
  token.nativeReserve = reserve
  token.amount = account.lamports - reserve
  account.isDirty = true
  run.pass('done')
  return true
}

/** Pays out a wrapped-SOL account's lamports, all of them without an amount. */
export function unwrapLamports(
  run: SplRun,
  accounts: readonly SplAccount[],
  wanted: bigint | undefined,
): boolean {
  if (wanted !== undefined) run.pass('withAmount')
  if (accounts.length < 3) return run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  const [source, target] = [accounts[0]!, accounts[1]!]
  const token = loadToken(run, source, LOAD.source)
  if (token === undefined) return false
  if (token.nativeFlag !== 1) return run.fail('notNative', SplFailure.NonNativeNotSupported)
  const amount = wanted ?? token.amount
  if (amount > token.amount) return run.fail('funds', SplFailure.InsufficientFunds)
  if (wanted !== undefined) run.pass('doneGiven')
  if (!authorizeSpending(run, accounts, 2, token, amount)) return false
  if (amount === 0n) {
    run.pass('nothing')
    return requireTokenOwned(run, source)
  }
  token.amount -= amount
  source.isDirty = true
  if (source === target) {
    run.pass('same')
    return true
  }
  // Without a check there: what wraps, the runtime refuses.
  source.lamports = (source.lamports - amount) & MAX_U64
  target.lamports = (target.lamports + amount) & MAX_U64
  run.pass('done')
  return true
}

/** Copies of checking who may withdraw, by what the account is. */
const WITHDRAW_COPY = { mint: 2, multisig: 4 } as const

function mayWithdraw(run: SplRun, accounts: readonly SplAccount[]): boolean {
  const [source, authority] = [accounts[0]!, accounts[2]!]
  switch (source.dataLength) {
    case TOKEN_ACCOUNT_BYTES: {
      const token = loadToken(run, source, LOAD.source)
      if (token === undefined) return false
      if (token.nativeFlag === 1) return run.fail('native', SplFailure.NativeNotSupported)
      return validateOwner(run, token.owner, accounts, 2)
    }
    case MINT_BYTES: {
      run.turn(WITHDRAW_COPY.mint)
      const mint = loadMint(run, source)
      if (mint === undefined) return false
      if (mint.authorityFlag === 1) return validateOwner(run, mint.authority, accounts, 2)
      if (source !== authority) return run.fail('wrongType', SplFailure.AuthorityTypeNotSupported)
      if (!authority.isSigner)
        return run.fail('selfMintUnsigned', SplFailure.MissingRequiredSignature)
      run.pass('selfMint')
      return true
    }
    case MULTISIG_BYTES:
      run.turn(WITHDRAW_COPY.multisig)
      return validateOwner(run, source.key, accounts, 2)
    default:
      return run.fail('sourceLength', SplFailure.InvalidState)
  }
}

/** Pays out what an account holds over its rent minimum. */
export function withdrawExcessLamports(run: SplRun, accounts: readonly SplAccount[]): boolean {
  if (accounts.length < 3) return run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  const [source, target] = [accounts[0]!, accounts[1]!]
  if (!mayWithdraw(run, accounts)) return false
  const amount = source.lamports - run.source.rentMinimum(source.dataLength)
  if (amount < 0n) return run.fail('rent', SplFailure.NotRentExempt)
  source.lamports -= amount
  target.lamports += amount
  run.pass('done')
  return true
}
