/** Approve, Revoke, SetAuthority, FreezeAccount, ThawAccount, CloseAccount. */
import { equalBytes } from '../../primitives/bytes.ts'
import { MAX_U64 } from '../../primitives/u256.ts'
import { SplFailure } from './errors.ts'
import { AuthorityType } from './instruction.ts'
import {
  AccountState,
  MINT_BYTES,
  type MintFields,
  NO_KEY,
  TOKEN_ACCOUNT_BYTES,
  type TokenAccountFields,
} from './layout.ts'
import { LOAD, loadMint, loadToken, type SplAccount, type SplRun } from './run.ts'
import { validateOwner } from './signers.ts'
import { INCINERATOR, isOwnerless } from './supply.ts'
import { checkMint, isDelegate, openSource, secondAccount } from './transfer.ts'

/** Names a delegate for an amount; `decimals` is -1 for the unchecked form. */
export function approve(
  run: SplRun,
  accounts: readonly SplAccount[],
  amount: bigint,
  decimals: number,
): boolean {
  const token = openSource(run, accounts, decimals)
  if (token === undefined) return false
  const at = secondAccount(decimals)
  const source = accounts[0]!
  if (token.state === AccountState.frozen) return run.fail('frozen', SplFailure.AccountFrozen)
  if (decimals >= 0 && !checkMint(run, accounts[1]!, token.mint, decimals)) return false
  if (!validateOwner(run, token.owner, accounts, at + 1)) return false
  token.delegateFlag = 1
  token.delegate = accounts[at]!.key
  token.delegatedAmount = amount
  source.isDirty = true
  run.effects.push({ kind: 'authorities', account: source })
  run.pass('done')
  return true
}

/** Takes the delegate away; the delegate itself may do it too. */
export function revoke(run: SplRun, accounts: readonly SplAccount[]): boolean {
  const source = accounts[0]
  if (source === undefined) return run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  const token = loadToken(run, source, LOAD.source)
  if (token === undefined) return false
  const authority = accounts[1]
  if (authority === undefined) return run.fail('fewAccountsLate', SplFailure.NotEnoughAccountKeys)
  if (token.state === AccountState.frozen) return run.fail('frozen', SplFailure.AccountFrozen)
  const byDelegate = isDelegate(run, token, authority)
  const expected = byDelegate ? authority.key : token.owner
  if (!validateOwner(run, expected, accounts, 1)) return false
  token.delegateFlag = 0
  token.delegatedAmount = 0n
  source.isDirty = true
  run.effects.push({ kind: 'authorities', account: source })
  run.pass('done')
  return true
}

interface Change {
  readonly account: SplAccount
  /** The changed account, who changes it, signers. */
  readonly accounts: readonly SplAccount[]
  readonly type: number
  readonly key: Uint8Array | undefined
}

function setAccountOwner(run: SplRun, token: TokenAccountFields, change: Change): boolean {
  const { account, accounts, key } = change
  if (!validateOwner(run, token.owner, accounts, 1)) return false
  if (key === undefined) return run.fail('noAuthority', SplFailure.InvalidInstruction)
  token.owner = key
  token.delegateFlag = 0
  token.delegatedAmount = 0n
  if (token.nativeFlag === 1) {
    run.pass('nativeAccount')
    token.closeFlag = 0
  }
  account.isDirty = true
  run.effects.push({ kind: 'owner', account })
  run.pass('done')
  return true
}

function setCloseAuthority(run: SplRun, token: TokenAccountFields, change: Change): boolean {
  const { account, accounts, key } = change
  if (token.closeFlag === 1) run.pass('closeSet')
  const expected = token.closeFlag === 1 ? token.closeAuthority : token.owner
  if (!validateOwner(run, expected, accounts, 1)) return false
  token.closeFlag = key === undefined ? 0 : 1
  if (key !== undefined) {
    run.pass('key')
    token.closeAuthority = key
  }
  account.isDirty = true
  run.effects.push({ kind: 'authorities', account })
  run.pass('done')
  return true
}

function setOfAccount(run: SplRun, change: Change): boolean {
  const token = loadToken(run, change.account, LOAD.source)
  if (token === undefined) return false
  if (token.state === AccountState.frozen) return run.fail('frozen', SplFailure.AccountFrozen)
  if (change.type === AuthorityType.accountOwner) return setAccountOwner(run, token, change)
  if (change.type === AuthorityType.closeAccount) return setCloseAuthority(run, token, change)
  return run.fail('wrongType', SplFailure.AuthorityTypeNotSupported)
}

function setMintAuthority(run: SplRun, mint: MintFields, change: Change): boolean {
  const { accounts, key } = change
  if (mint.authorityFlag !== 1) return run.fail('noAuthority', SplFailure.FixedSupply)
  if (!validateOwner(run, mint.authority, accounts, 1)) return false
  mint.authorityFlag = key === undefined ? 0 : 1
  if (key !== undefined) mint.authority = key
  return true
}

function setFreezeAuthority(run: SplRun, mint: MintFields, change: Change): boolean {
  const { accounts, key } = change
  if (mint.freezeFlag !== 1) return run.fail('native', SplFailure.MintCannotFreeze)
  if (!validateOwner(run, mint.freezeAuthority, accounts, 1)) return false
  mint.freezeFlag = key === undefined ? 0 : 1
  if (key !== undefined) mint.freezeAuthority = key
  return true
}

function setOfMint(run: SplRun, change: Change): boolean {
  const mint = loadMint(run, change.account)
  if (mint === undefined) return false
  const isMint = change.type === AuthorityType.mintTokens
  if (!isMint && change.type !== AuthorityType.freezeAccount)
    return run.fail('wrongType', SplFailure.AuthorityTypeNotSupported)
  const isSet = (isMint ? setMintAuthority : setFreezeAuthority)(run, mint, change)
  if (!isSet) return false
  if (change.key !== undefined) run.pass('withKey')
  change.account.isDirty = true
  run.effects.push({ kind: 'mintAuthorities', mint: change.account })
  run.pass('moved')
  return true
}

/** Gives an authority away, or up where `key` is undefined. */
export function setAuthority(
  run: SplRun,
  accounts: readonly SplAccount[],
  type: number,
  key: Uint8Array | undefined,
): boolean {
  if (accounts.length < 2) return run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  const account = accounts[0]!
  const change = { account, accounts, type, key }
  // Each type is a copy of its own; a multisig's signers are the odd ones.
  run.turn(2 * type)
  if (account.dataLength === TOKEN_ACCOUNT_BYTES) return setOfAccount(run, change)
  if (account.dataLength === MINT_BYTES) return setOfMint(run, change)
  return run.fail('sourceLength', SplFailure.InvalidArgument)
}

/** FreezeAccount and ThawAccount. */
export function setFrozen(run: SplRun, accounts: readonly SplAccount[], freeze: boolean): boolean {
  if (accounts.length < 3) return run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  const [source, mintAccount] = [accounts[0]!, accounts[1]!]
  const token = loadToken(run, source, LOAD.source)
  if (token === undefined) return false
  if (freeze === (token.state === AccountState.frozen))
    return run.fail('frozen', SplFailure.InvalidState)
  if (token.nativeFlag === 1) return run.fail('native', SplFailure.NativeNotSupported)
  if (!equalBytes(mintAccount.key, token.mint))
    return run.failWords('mintKey', mintAccount.key, token.mint, SplFailure.MintMismatch)
  const mint = loadMint(run, mintAccount)
  if (mint === undefined) return false
  if (mint.freezeFlag !== 1) return run.fail('noAuthority', SplFailure.MintCannotFreeze)
  if (!validateOwner(run, mint.freezeAuthority, accounts, 2)) return false
  token.state = freeze ? AccountState.frozen : AccountState.initialized
  source.isDirty = true
  run.effects.push({ kind: freeze ? 'freeze' : 'thaw', account: source })
  run.pass('done')
  return true
}

function authorizeClose(
  run: SplRun,
  token: TokenAccountFields,
  accounts: readonly SplAccount[],
): boolean {
  const target = accounts[1]!
  if (token.closeFlag === 1) run.pass('closeSet')
  const expected = token.closeFlag === 1 ? token.closeAuthority : token.owner
  if (!isOwnerless(run, token)) return validateOwner(run, expected, accounts, 2)
  if (equalBytes(target.key, INCINERATOR)) return true
  return run.failWords('wrongTarget', target.key, INCINERATOR, SplFailure.InvalidAccountData)
}

/** Gives an empty account's lamports to account 1 and ends it; one of the native mint may hold something. */
export function closeAccount(run: SplRun, accounts: readonly SplAccount[]): boolean {
  if (accounts.length < 3) return run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  const [source, target] = [accounts[0]!, accounts[1]!]
  if (source === target) return run.fail('same', SplFailure.InvalidAccountData)
  const token = loadToken(run, source, LOAD.source)
  if (token === undefined) return false
  if (token.nativeFlag === 1) run.pass('nativeAccount')
  else if (token.amount !== 0n) return run.fail('balance', SplFailure.NonNativeHasBalance)
  if (!authorizeClose(run, token, accounts)) return false
  // Without a check there: what wraps, the runtime refuses.
  target.lamports = (target.lamports + source.lamports) & MAX_U64
  source.lamports = 0n
  source.dataLength = 0
  source.owner = NO_KEY
  source.isTokenOwned = false
  source.isClosed = true
  run.effects.push({ kind: 'close', account: source })
  run.pass('done')
  return true
}
