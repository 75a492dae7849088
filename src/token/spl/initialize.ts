/** Making mints, token accounts and multisigs out of zeroed accounts of the Token program. */
import { SplFailure } from './errors.ts'
import { AccountState, encodeMultisig, MULTISIG_SIGNERS_MAX } from './layout.ts'
import {
  LOAD,
  loadMint,
  MULTISIG_BYTES,
  mintOf,
  requireRentSysvar,
  requireTokenOwned,
  type SplAccount,
  type SplRun,
  tokenOf,
} from './run.ts'

/** Native mint's address, for what a comparison with it costs. */
const NATIVE_MINT: Uint8Array = Uint8Array.from([
  6, 155, 136, 87, 254, 171, 129, 132, 251, 104, 127, 99, 70, 24, 192, 53, 218, 196, 57, 220, 26,
  235, 59, 85, 152, 160, 240, 0, 0, 0, 0, 1,
])

interface NewMint {
  readonly decimals: number
  readonly authority: Uint8Array
  readonly freezeAuthority: Uint8Array | undefined
}

/** InitializeMint (with the Rent sysvar as account 1) and InitializeMint2. */
export function initializeMint(
  run: SplRun,
  accounts: readonly SplAccount[],
  { decimals, authority, freezeAuthority }: NewMint,
  withSysvar: boolean,
): boolean {
  if (accounts.length < (withSysvar ? 2 : 1))
    return run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  const account = accounts[0]!
  if (withSysvar && !requireRentSysvar(run, accounts[1]!)) return false
  const mint = mintOf(run, account)
  if (mint === undefined) return run.fail('mintLength', SplFailure.InvalidAccountData)
  if (mint.initialized > 1) return run.fail('mintState', SplFailure.InvalidAccountData)
  if (mint.initialized === 1) return run.fail('inUse', SplFailure.AlreadyInUse)
  if (account.lamports < run.source.rentMinimum(account.dataLength))
    return run.fail('rent', SplFailure.NotRentExempt)
  mint.initialized = 1
  mint.authorityFlag = 1
  mint.authority = authority
  mint.decimals = decimals
  if (freezeAuthority !== undefined) {
    run.pass('withFreeze')
    mint.freezeFlag = 1
    mint.freezeAuthority = freezeAuthority
  }
  account.isDirty = true
  run.effects.push({ kind: 'createMint', mint: account })
  run.pass('done')
  return true
}

/** The mint of a new token account is one; false has ended the run. */
function checkNewMint(run: SplRun, mint: SplAccount): boolean {
  if (!requireTokenOwned(run, mint)) return false
  return loadMint(run, mint, LOAD.mint, SplFailure.InvalidMint) !== undefined
}

/** InitializeAccount (owner is account 2), InitializeAccount2 and 3 (owner in the data). */
export function initializeAccount(
  run: SplRun,
  accounts: readonly SplAccount[],
  givenOwner: Uint8Array | undefined,
  withSysvar: boolean,
): boolean {
  const fixed = givenOwner === undefined ? 3 : 2
  if (accounts.length < fixed) return run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  const [account, mint] = [accounts[0]!, accounts[1]!]
  const owner = givenOwner ?? accounts[2]!.key
  if (withSysvar) {
    const sysvar = accounts[fixed]
    if (sysvar === undefined) return run.fail('fewAccountsLate', SplFailure.NotEnoughAccountKeys)
    if (!requireRentSysvar(run, sysvar)) return false
  }
  const token = tokenOf(run, account)
  const isNative = run.source.isNativeMint(mint.key)
  if (isNative) run.pass('isNative')
  else run.passWords('notNativeMint', mint.key, NATIVE_MINT)
  if (token === undefined) return run.fail('sourceLength', SplFailure.InvalidAccountData)
  if (token.state > AccountState.frozen)
    return run.fail('sourceState', SplFailure.InvalidAccountData)
  if (token.state !== AccountState.uninitialized) return run.fail('inUse', SplFailure.AlreadyInUse)
  const minimum = run.source.rentMinimum(account.dataLength)
  if (account.lamports < minimum) return run.fail('rent', SplFailure.NotRentExempt)
  if (!isNative && !checkNewMint(run, mint)) return false
  token.state = AccountState.initialized
  token.mint = mint.key
  token.owner = owner
  if (isNative) {
    run.pass('nativeMint')
    token.nativeFlag = 1
    token.nativeReserve = minimum
    token.amount = account.lamports - minimum
  }
  account.isDirty = true
  run.source.opened?.(account)
  run.effects.push({ kind: 'open', account })
  run.pass('done')
  return true
}

/** InitializeMultisig (with the Rent sysvar as account 1) and InitializeMultisig2. */
export function initializeMultisig(
  run: SplRun,
  accounts: readonly SplAccount[],
  required: number,
  withSysvar: boolean,
): boolean {
  const fixed = withSysvar ? 2 : 1
  if (accounts.length < fixed) return run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  const account = accounts[0]!
  if (withSysvar && !requireRentSysvar(run, accounts[1]!)) return false
  if (account.dataLength !== MULTISIG_BYTES)
    return run.fail('sourceLength', SplFailure.InvalidAccountData)
  account.multisig ??= run.source.multisig(account)
  const { initialized } = account.multisig
  if (initialized > 1) return run.fail('sourceState', SplFailure.InvalidAccountData)
  if (initialized === 1) return run.fail('inUse', SplFailure.AlreadyInUse)
  if (account.lamports < run.source.rentMinimum(account.dataLength))
    return run.fail('rent', SplFailure.NotRentExempt)
  const signers = accounts.slice(fixed)
  if (signers.length < 1 || signers.length > MULTISIG_SIGNERS_MAX)
    return run.fail('signersProvided', SplFailure.InvalidNumberOfProvidedSigners)
  if (required < 1 || required > MULTISIG_SIGNERS_MAX)
    return run.fail('signersRequired', SplFailure.InvalidNumberOfRequiredSigners)
  run.passTimes('signer', signers.length)
  const data = encodeMultisig(
    required,
    signers.map(({ key }) => key),
  )
  // What stood behind them stays.
  data.set(account.multisig.signers.subarray(32 * signers.length), 3 + 32 * signers.length)
  account.multisig = {
    required,
    count: signers.length,
    initialized: 1,
    signers: data.subarray(3),
  }
  account.isDirty = true
  run.effects.push({ kind: 'multisig', account, data })
  run.pass('done')
  return true
}

/** InitializeImmutableOwner: checks that the account is new, and leaves it so. */
export function initializeImmutableOwner(run: SplRun, accounts: readonly SplAccount[]): boolean {
  const account = accounts[0]
  if (account === undefined) return run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  const token = tokenOf(run, account)
  if (token === undefined) return run.fail('sourceLength', SplFailure.InvalidAccountData)
  if (token.state > AccountState.frozen)
    return run.fail('sourceState', SplFailure.InvalidAccountData)
  if (token.state !== AccountState.uninitialized) return run.fail('inUse', SplFailure.AlreadyInUse)
  run.pass('done')
  return true
}
