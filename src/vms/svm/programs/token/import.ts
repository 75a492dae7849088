/**
 * Mints and token accounts that a genesis brings as Solana accounts become the ledger's: the only place where their bytes
 * are read as balances, before the chain has a block.
 */
import { NVmError } from '../../../../errors.ts'
import { equalBytes } from '../../../../primitives/bytes.ts'
import { Namespace } from '../../../../state/reader.ts'
import type { TokenLedger } from '../../../../token/index.ts'
import {
  AccountState,
  MINT_BYTES,
  readMint,
  readTokenAccount,
  TOKEN_ACCOUNT_BYTES,
} from '../../../../token/spl/index.ts'
import { addressText, ProgramId } from '../../ids.ts'
import { findProgramAddress } from '../../runtime/program-address.ts'
import type { SvmAccounts } from '../../state/accounts.ts'
import { accountResidue, mintResidue } from './fields.ts'

/** An account of the Token program in a genesis. */
export interface ImportedAccount {
  readonly address: Uint8Array
  readonly data: Uint8Array
}

function invalid(message: string): never {
  throw new NVmError('InvalidGenesis', `genesis expected ${message}`)
}

const copy = (bytes: Uint8Array) => new Uint8Array(bytes)

function importMint(
  ledger: TokenLedger,
  accounts: SvmAccounts,
  { address, data }: ImportedAccount,
) {
  const fields = readMint(data)
  const authority = (flag: number, key: Uint8Array) =>
    flag === 1 ? { id: accounts.resolve(copy(key)).account.id, address: copy(key) } : undefined
  ledger.putMint(copy(address), {
    supply: fields.supply,
    decimals: fields.decimals,
    mintAuthority: authority(fields.authorityFlag, fields.authority),
    freezeAuthority: authority(fields.freezeFlag, fields.freezeAuthority),
    face: Namespace.svm,
    isNative: false,
    hasBreaker: false,
    isPaused: false,
  })
}

/** Gives the units that the account brings. */
function importTokenAccount(
  ledger: TokenLedger,
  accounts: SvmAccounts,
  { address, data }: ImportedAccount,
): bigint {
  const fields = readTokenAccount(data)
  if (ledger.mint(fields.mint) === undefined)
    invalid(`the mint ${addressText(fields.mint)} of the token account ${addressText(address)}`)
  const owner = copy(fields.owner)
  const seeds = [owner, ProgramId.token, fields.mint]
  const associated = findProgramAddress(ledger.crypto, seeds, ProgramId.associatedToken)
  const resolved = accounts.resolve(owner)
  const isAlias =
    resolved.canonical && associated !== undefined && equalBytes(associated.address, address)
  const isFrozen = fields.state === AccountState.frozen
  const account = ledger.putTokenAccount(copy(address), {
    mint: copy(fields.mint),
    owner,
    holder: resolved.account.id,
    isAlias,
    amount: 0n,
    isFrozen: !isAlias && isFrozen,
    delegate: fields.delegateFlag === 1 ? copy(fields.delegate) : undefined,
    delegatedAmount: fields.delegatedAmount,
    closeAuthority: fields.closeFlag === 1 ? copy(fields.closeAuthority) : undefined,
    nativeReserve: undefined,
  })
  const pocket = ledger.pocketOf(account)
  if (fields.amount > 0n) pocket.setBalance(pocket.balance + fields.amount)
  if (isAlias && isFrozen) ledger.mint(fields.mint)!.receiver(resolved.account.id).setFrozen(true)
  return fields.amount
}

/**
 * Files the Token program's accounts of a genesis; gives, for those that are the ledger's, what their records keep. Every
 * unit of a mint has to be in one of the accounts. Throws InvalidGenesis.
 */
export function importTokens(
  ledger: TokenLedger,
  accounts: SvmAccounts,
  imported: readonly ImportedAccount[],
): ReadonlyMap<ImportedAccount, Uint8Array> {
  const kept = new Map<ImportedAccount, Uint8Array>()
  const supplies = new Map<string, bigint>()
  const mints = imported.filter(
    ({ address, data }) =>
      data.length === MINT_BYTES && data[45] === 1 && !equalBytes(address, ProgramId.nativeMint),
  )
  for (const account of mints) {
    importMint(ledger, accounts, account)
    kept.set(account, mintResidue(account.data))
  }
  for (const account of imported) {
    const { data } = account
    const isOpen = data.length === TOKEN_ACCOUNT_BYTES && data[108] !== AccountState.uninitialized
    // Accounts of the native mint hold lamports, and stay bytes.
    if (!isOpen || data[109] === 1) continue
    const mint = addressText(readTokenAccount(data).mint)
    const units = importTokenAccount(ledger, accounts, account)
    supplies.set(mint, (supplies.get(mint) ?? 0n) + units)
    kept.set(account, accountResidue(data))
  }
  for (const { address, data } of mints) {
    const { supply } = readMint(data)
    const units = supplies.get(addressText(address)) ?? 0n
    if (units !== supply)
      invalid(`supply ${supply} of the mint ${addressText(address)} in its accounts, got ${units}`)
  }
  return kept
}
