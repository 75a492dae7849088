/**
 * What the ledger's mints and token accounts look like to Solana programs. Everything comes from the ledger, but for the
 * bytes of cleared options, which the Token program leaves where they are: the account's own record keeps those.
 */
import { canonicalAddress } from '../../../../identity/alias.ts'
import { redirected } from '../../../../identity/authority.ts'
import { deriveAddress } from '../../../../identity/derive.ts'
import { equalBytes } from '../../../../primitives/bytes.ts'
import { Namespace } from '../../../../state/reader.ts'
import type { Mint, TokenAccount, TokenAuthority, TokenLedger } from '../../../../token/index.ts'
import {
  AccountState,
  MINT_BYTES,
  type MintFields,
  NO_KEY,
  TOKEN_ACCOUNT_BYTES,
  type TokenAccountFields,
} from '../../../../token/spl/index.ts'
import type { SvmAccounts } from '../../state/accounts.ts'

/** Zeros of a token account and a mint: what the record of an account without cleared options has. */
const NO_ACCOUNT_RESIDUE = new Uint8Array(TOKEN_ACCOUNT_BYTES)
const NO_MINT_RESIDUE = new Uint8Array(MINT_BYTES)

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) return false
  return true
}

/** Bytes that only the account's own record keeps: keys of options that were cleared. */
function residueOf(data: Uint8Array, options: readonly number[], none: Uint8Array): Uint8Array {
  let residue = none
  for (const at of options) {
    if (data[at] === 1 || isZero(data, at + 4, at + 36)) continue
    if (residue === none) residue = new Uint8Array(none.length)
    residue.set(data.subarray(at + 4, at + 36), at + 4)
  }
  return residue
}

/** Of a token account's bytes. */
export const accountResidue = (data: Uint8Array): Uint8Array =>
  residueOf(data, [72, 129], NO_ACCOUNT_RESIDUE)

/** Of a mint's bytes. */
export const mintResidue = (data: Uint8Array): Uint8Array =>
  residueOf(data, [0, 46], NO_MINT_RESIDUE)

/** Key of a cleared option. */
function leftover(residue: Uint8Array, at: number): Uint8Array {
  return isZero(residue, at, at + 32) ? NO_KEY : residue.subarray(at, at + 32)
}

/** Whether a token account shows its owner's balance now: an alias whose owner is an account's canonical address (S13). */
export function showsBalance(accounts: SvmAccounts, account: TokenAccount): boolean {
  return account.record.isAlias && accounts.resolve(account.record.owner).canonical
}

/**
 * Fields of a token account. A delegation that was given over a wallet's own units ends when the wallet is bound to an
 * identity: delegations never move (S18).
 */
export function accountFields(
  ledger: TokenLedger,
  accounts: SvmAccounts,
  account: TokenAccount,
  residue: Uint8Array,
): TokenAccountFields {
  const { record } = account
  const { isAlias, delegate, closeAuthority } = record
  const pocket = ledger.pocketOf(account)
  const isHidden = isAlias && !showsBalance(accounts, account)
  const mayDelegate =
    delegate !== undefined && (!isAlias || equalBytes(pocket.owner, record.holder))
  return {
    mint: record.mint,
    owner: record.owner,
    amount: isHidden ? 0n : pocket.balance,
    delegateFlag: mayDelegate ? 1 : 0,
    delegate: delegate ?? leftover(residue, 76),
    state: pocket.isFrozen ? AccountState.frozen : AccountState.initialized,
    nativeFlag: 0,
    nativeReserve: 0n,
    delegatedAmount: mayDelegate ? record.delegatedAmount : 0n,
    closeFlag: closeAuthority === undefined ? 0 : 1,
    closeAuthority: closeAuthority ?? leftover(residue, 133),
  }
}

/** Address that Solana programs see for an authority: as it was given, while that is who answers for it, else canonical. */
function addressOf(
  ledger: TokenLedger,
  accounts: SvmAccounts,
  { id, address }: TokenAuthority,
): Uint8Array {
  if (address !== undefined && accounts.resolve(address).canonical) return address
  const { journal, crypto } = ledger
  const answering = redirected(journal, id)
  return (
    canonicalAddress(journal, crypto, Namespace.svm, answering) ??
    deriveAddress(crypto, Namespace.svm, answering)
  )
}

/** Fields of a mint. */
export function mintFields(
  ledger: TokenLedger,
  accounts: SvmAccounts,
  mint: Mint,
  residue: Uint8Array,
): MintFields {
  const { supply, decimals, mintAuthority, freezeAuthority } = mint.record
  return {
    authorityFlag: mintAuthority === undefined ? 0 : 1,
    authority:
      mintAuthority === undefined
        ? leftover(residue, 4)
        : addressOf(ledger, accounts, mintAuthority),
    supply,
    decimals,
    initialized: 1,
    freezeFlag: freezeAuthority === undefined ? 0 : 1,
    freezeAuthority:
      freezeAuthority === undefined
        ? leftover(residue, 50)
        : addressOf(ledger, accounts, freezeAuthority),
  }
}
