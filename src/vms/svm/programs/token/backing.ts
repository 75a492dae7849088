/**
 * The Token program over the one ledger: shows its mints and token accounts as Solana accounts when a transaction loads
 * them, and carries out what the program does to them. Balances are never read back from account bytes.
 */
import { equalBytes } from '../../../../primitives/bytes.ts'
import type { TokenFault, TokenLedger } from '../../../../token/index.ts'
import {
  AccountState,
  encodeMint,
  encodeTokenAccount,
  MINT_BYTES,
  readMint,
  readMultisig,
  readTokenAccount,
  refusalOf,
  type SplAccount,
  type SplError,
  type SplRun,
  type SplSource,
  TOKEN_ACCOUNT_BYTES,
} from '../../../../token/spl/index.ts'
import { ProgramId, SysvarId } from '../../ids.ts'
import { rentMinimum } from '../../rent.ts'
import type { InvokeContext } from '../../runtime/invoke-context.ts'
import { findProgramAddress } from '../../runtime/program-address.ts'
import type { SvmAccount, SvmAccounts } from '../../state/accounts.ts'
import { applyEffect, type TokenPlace } from './effects.ts'
import { accountFields, accountResidue, mintFields, mintResidue, showsBalance } from './fields.ts'
import type { TokenBacking } from './program.ts'

/** The Token program's account, on chains that have not brought one: it has no code. */
const PROGRAM_ACCOUNT: SvmAccount = {
  lamports: 1n,
  data: new TextEncoder().encode('spl_token'),
  owner: ProgramId.nativeLoader,
  executable: true,
}

/** The native mint's account, on chains that have not brought one. */
const NATIVE_MINT_ACCOUNT: SvmAccount = {
  lamports: rentMinimum(MINT_BYTES),
  data: encodeMint({
    authorityFlag: 0,
    authority: new Uint8Array(32),
    supply: 0n,
    decimals: 9,
    initialized: 1,
    freezeFlag: 0,
    freezeAuthority: new Uint8Array(32),
  }),
  owner: ProgramId.token,
  executable: false,
}

const isTokenOwned = ({ owner }: SvmAccount): boolean =>
  owner === ProgramId.token || equalBytes(owner, ProgramId.token)

export class TokenState implements TokenBacking, TokenPlace {
  readonly ledger: TokenLedger
  readonly accounts: SvmAccounts
  unsigned: Uint8Array | undefined = undefined

  constructor(ledger: TokenLedger, accounts: SvmAccounts) {
    this.ledger = ledger
    this.accounts = accounts
  }

  // ---- between state and transactions

  /**
   * The account as transactions see it, made of what its record says. The programs' own addresses are always what they
   * are, whatever coin somebody sends there.
   */
  show(address: Uint8Array, found: SvmAccount | undefined): SvmAccount | undefined {
    const record = this.withRent(address, found)
    if (record === undefined || !isTokenOwned(record)) {
      if (equalBytes(address, ProgramId.token)) return fixed(PROGRAM_ACCOUNT, record)
      if (equalBytes(address, ProgramId.nativeMint)) return fixed(NATIVE_MINT_ACCOUNT, record)
      return record
    }
    const data = this.bytesOf(address, record.data)
    return data === undefined ? record : { ...record, data }
  }

  /** A mint that another face made has an account without lamports of its own: it shows the rent it would need. */
  private withRent(address: Uint8Array, found: SvmAccount | undefined): SvmAccount | undefined {
    if (found !== undefined) {
      const isShort = found.data.length === MINT_BYTES && found.lamports < rentMinimum(MINT_BYTES)
      return isShort && isTokenOwned(found)
        ? { ...found, lamports: rentMinimum(MINT_BYTES) }
        : found
    }
    const kept = this.accounts.resolve(address).record.value
    if (kept === undefined || kept.data.kind !== 'inline') return undefined
    const { owner, executable } = kept
    return { lamports: rentMinimum(MINT_BYTES), data: kept.data.bytes, owner, executable }
  }

  private bytesOf(address: Uint8Array, residue: Uint8Array): Uint8Array | undefined {
    const { ledger, accounts } = this
    if (residue.length === TOKEN_ACCOUNT_BYTES) {
      const account = ledger.tokenAccount(address)
      if (account === undefined) return undefined
      return encodeTokenAccount(accountFields(ledger, accounts, account, residue))
    }
    if (residue.length !== MINT_BYTES) return undefined
    const mint = ledger.mint(address)
    if (mint === undefined) return undefined
    return encodeMint(mintFields(ledger, accounts, mint, residue))
  }

  /** What the account's record keeps of an account after a transaction: nothing that the ledger says. */
  kept(address: Uint8Array, account: SvmAccount): SvmAccount {
    if (!isTokenOwned(account)) return account
    const { data } = account
    if (data.length === TOKEN_ACCOUNT_BYTES && this.ledger.tokenAccount(address) !== undefined)
      return { ...account, data: accountResidue(data) }
    if (data.length === MINT_BYTES && this.ledger.mint(address) !== undefined)
      return { ...account, data: mintResidue(data) }
    return account
  }

  // ---- for the program

  isAlias(address: Uint8Array, owner: Uint8Array, mint: Uint8Array): boolean {
    // Also of an address that is not canonical: it shows nothing until it is, and what it is sent is the account's (S13).
    const { crypto } = this.ledger
    const found = findProgramAddress(
      crypto,
      [owner, ProgramId.token, mint],
      ProgramId.associatedToken,
    )
    return found !== undefined && equalBytes(found.address, address)
  }

  open(invoke: InvokeContext): SplSource {
    const bytes = ({ index }: SplAccount) => invoke.transaction.accounts[index]!.data
    const { ledger, accounts } = this
    return {
      token2022: ProgramId.token2022,
      tokenAccount: (account) => {
        const known = account.isTokenOwned ? ledger.tokenAccount(account.key) : undefined
        if (known === undefined) return readTokenAccount(bytes(account))
        return accountFields(ledger, accounts, known, bytes(account))
      },
      mint: (account) => {
        const known = account.isTokenOwned ? ledger.mint(account.key) : undefined
        if (known === undefined) return readMint(bytes(account))
        return mintFields(ledger, accounts, known, bytes(account))
      },
      multisig: (account) => readMultisig(bytes(account)),
      rentMinimum,
      isRentSysvar: ({ key }) => equalBytes(key, SysvarId.rent),
      isNativeMint: (key) => equalBytes(key, ProgramId.nativeMint),
      opened: (account) => this.fill(account),
    }
  }

  /** A new alias shows the balance that waits for it, and whether it is frozen. */
  private fill({ key, token, isTokenOwned }: SplAccount): void {
    if (token === undefined || token.nativeFlag === 1 || !isTokenOwned) return
    const mint = this.ledger.mint(token.mint)
    if (mint === undefined || !this.isAlias(key, token.owner, token.mint)) return
    const { account, canonical } = this.accounts.resolve(token.owner)
    const holder = mint.receiver(account.id)
    if (canonical) token.amount = holder.balance
    if (holder.isFrozen) token.state = AccountState.frozen
  }

  apply(run: SplRun, invoke: InvokeContext): SplError | undefined {
    for (const effect of run.effects) {
      const fault: TokenFault | undefined = applyEffect(this, effect)
      if (fault !== undefined) return refusalOf(fault)
    }
    for (const effect of run.effects) {
      if (effect.kind === 'transfer') this.showHidden(invoke, effect.target)
      if (effect.kind === 'mint') this.showHidden(invoke, effect.account)
    }
    return undefined
  }

  /** What is credited to an address that is not its account's canonical one is the account's, and not shown there (S13). */
  private showHidden(invoke: InvokeContext, { key, index }: SplAccount): void {
    const account = this.ledger.tokenAccount(key)
    if (account === undefined || !account.record.isAlias || showsBalance(this.accounts, account))
      return
    const held = invoke.transaction.accounts[index]!
    held.data = encodeTokenAccount(accountFields(this.ledger, this.accounts, account, held.data))
    held.ownsData = true
  }
}

/** A fixed account with the coin that somebody sent to its address. */
function fixed(account: SvmAccount, sent: SvmAccount | undefined): SvmAccount {
  if (sent === undefined) return account
  if (sent.executable) return sent
  return {
    ...account,
    lamports: sent.lamports > account.lamports ? sent.lamports : account.lamports,
  }
}
