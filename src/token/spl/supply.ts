/** MintTo, Burn and their checked forms. */
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
import { authorizeSpending } from './transfer.ts'

/** Owner of accounts whose tokens anybody may burn. */
export const INCINERATOR: Uint8Array = Uint8Array.from([
  0, 51, 144, 114, 141, 52, 17, 96, 121, 189, 201, 17, 191, 255, 0, 219, 212, 77, 46, 205, 204, 247,
  156, 166, 225, 0, 56, 225, 0, 0, 0, 0,
])

/** System program's address. */
const SYSTEM = new Uint8Array(32)

/** Whether nobody can sign for the owner, so that everybody may burn and close. */
export function isOwnerless(run: SplRun, { owner }: TokenAccountFields): boolean {
  if (equalBytes(owner, SYSTEM)) {
    run.pass('systemOwned')
    return true
  }
  run.passWords('notSystem', owner, SYSTEM)
  if (!equalBytes(owner, INCINERATOR)) {
    run.passWords('notIncinerator', owner, INCINERATOR)
    return false
  }
  run.pass('burnFree')
  return true
}

/** Makes new tokens; `decimals` is -1 for the unchecked form. */
export function mintTo(
  run: SplRun,
  accounts: readonly SplAccount[],
  amount: bigint,
  decimals: number,
): boolean {
  if (accounts.length < 3) return run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  const [mintAccount, target] = [accounts[0]!, accounts[1]!]
  const to = loadToken(run, target, LOAD.source)
  if (to === undefined) return false
  if (to.state === AccountState.frozen) return run.fail('frozen', SplFailure.AccountFrozen)
  if (to.nativeFlag === 1) return run.fail('native', SplFailure.NativeNotSupported)
  if (!equalBytes(mintAccount.key, to.mint))
    return run.failWords('mintKey', mintAccount.key, to.mint, SplFailure.MintMismatch)
  const mint = loadMint(run, mintAccount)
  if (mint === undefined) return false
  if (decimals >= 0 && mint.decimals !== decimals)
    return run.fail('decimals', SplFailure.MintDecimalsMismatch)
  if (mint.authorityFlag !== 1) return run.fail('noAuthority', SplFailure.FixedSupply)
  if (!validateOwner(run, mint.authority, accounts, 2)) return false
  if (amount === 0n) {
    run.pass('nothing')
    return requireTokenOwned(run, mintAccount) && requireTokenOwned(run, target, 'notTokenOther')
  }
  if (mint.supply + amount > MAX_U64) return run.fail('overflow', SplFailure.Overflow)
  mint.supply += amount
  to.amount = (to.amount + amount) & MAX_U64
  mintAccount.isDirty = true
  target.isDirty = true
  run.effects.push({ kind: 'mint', mint: mintAccount, account: target, amount })
  run.pass('moved')
  return true
}

/** Destroys tokens; `decimals` is -1 for the unchecked form. */
export function burn(
  run: SplRun,
  accounts: readonly SplAccount[],
  amount: bigint,
  decimals: number,
): boolean {
  if (accounts.length < 3) return run.fail('fewAccounts', SplFailure.NotEnoughAccountKeys)
  const [source, mintAccount] = [accounts[0]!, accounts[1]!]
  const from = loadToken(run, source, LOAD.source)
  if (from === undefined) return false
  const mint = loadMint(run, mintAccount)
  if (mint === undefined) return false
  if (from.state === AccountState.frozen) return run.fail('frozen', SplFailure.AccountFrozen)
  if (from.nativeFlag === 1) return run.fail('native', SplFailure.NativeNotSupported)
  if (from.amount < amount) return run.fail('funds', SplFailure.InsufficientFunds)
  if (!equalBytes(mintAccount.key, from.mint))
    return run.failWords('mintKey', mintAccount.key, from.mint, SplFailure.MintMismatch)
  if (decimals >= 0 && mint.decimals !== decimals)
    return run.fail('decimals', SplFailure.MintDecimalsMismatch)
  if (!isOwnerless(run, from) && !authorizeSpending(run, accounts, 2, from, amount)) return false
  if (amount === 0n) {
    run.pass('nothing')
    return requireTokenOwned(run, source) && requireTokenOwned(run, mintAccount, 'notTokenOther')
  }
  from.amount -= amount
  mint.supply = (mint.supply - amount) & MAX_U64
  source.isDirty = true
  mintAccount.isDirty = true
  run.effects.push({ kind: 'burn', mint: mintAccount, account: source, amount })
  run.pass('moved')
  return true
}
