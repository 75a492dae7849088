/** Carries out on the ledger what a run of the Token program did. */
import { equalBytes } from '../../../../primitives/bytes.ts'
import { Namespace } from '../../../../state/reader.ts'
import {
  burnUnits,
  closeAccount,
  createMint,
  detach,
  Holder,
  type Mint,
  mintUnits,
  moveUnits,
  setAccountOwner,
  type TokenAccount,
  type TokenAuthority,
  type TokenFault,
  type TokenLedger,
} from '../../../../token/index.ts'
import type { SplAccount, SplEffect, TokenAccountFields } from '../../../../token/spl/index.ts'
import type { SvmAccounts } from '../../state/accounts.ts'

/** Ledger and addresses of a block. */
export interface TokenPlace {
  readonly ledger: TokenLedger
  readonly accounts: SvmAccounts
  /** Whether a new account at the address is the alias of its owner's balance. */
  isAlias(address: Uint8Array, owner: Uint8Array, mint: Uint8Array): boolean
}

function authorityOf(
  { accounts }: TokenPlace,
  flag: number,
  address: Uint8Array,
): TokenAuthority | undefined {
  if (flag !== 1) return undefined
  const key = new Uint8Array(address)
  return { id: accounts.resolve(key).account.id, address: key }
}

function createMintOf(place: TokenPlace, account: SplAccount): TokenFault | undefined {
  const fields = account.mint!
  const made = createMint(place.ledger, new Uint8Array(account.key), {
    decimals: fields.decimals,
    mintAuthority: authorityOf(place, fields.authorityFlag, fields.authority),
    freezeAuthority: authorityOf(place, fields.freezeFlag, fields.freezeAuthority),
    face: Namespace.svm,
  })
  return typeof made === 'string' ? made : undefined
}

/** A new token account. In a batch its fields may already have moved on; what is filed follows by the effects after. */
function open(place: TokenPlace, account: SplAccount): TokenFault | undefined {
  const { mint, owner, nativeFlag } = account.token!
  if (nativeFlag === 1) return undefined
  if (place.ledger.mint(mint) === undefined) return 'MintMissing'
  const key = new Uint8Array(owner)
  place.ledger.putTokenAccount(new Uint8Array(account.key), {
    mint: new Uint8Array(mint),
    owner: key,
    holder: place.accounts.resolve(key).account.id,
    isAlias: place.isAlias(account.key, owner, mint),
    amount: 0n,
    isFrozen: false,
    delegate: undefined,
    delegatedAmount: 0n,
    closeAuthority: undefined,
    nativeReserve: undefined,
  })
  return undefined
}

function saveAuthorities(place: TokenPlace, account: TokenAccount, fields: TokenAccountFields) {
  const { record } = account
  const hasDelegate = fields.delegateFlag === 1
  account.setRecord({
    ...record,
    // A delegation is over the units of whom it was given by.
    holder: record.isAlias ? place.ledger.pocketOf(account).owner : record.holder,
    delegate: hasDelegate ? new Uint8Array(fields.delegate) : undefined,
    delegatedAmount: fields.delegatedAmount,
    closeAuthority: fields.closeFlag === 1 ? new Uint8Array(fields.closeAuthority) : undefined,
  })
}

/** Another owner: an alias leaves its owner's balance with all of it and keeps units of its own (S19). */
function changeOwner(
  place: TokenPlace,
  account: TokenAccount,
  fields: TokenAccountFields,
): TokenFault | undefined {
  const { ledger, accounts } = place
  if (!equalBytes(account.record.owner, fields.owner)) {
    const owner = new Uint8Array(fields.owner)
    detach(ledger, account)
    const fault = setAccountOwner(ledger, account, owner, accounts.resolve(owner).account.id)
    if (fault !== undefined) return fault
  }
  saveAuthorities(place, account, fields)
  return undefined
}

function setFrozen({ ledger }: TokenPlace, account: TokenAccount, isFrozen: boolean): void {
  const pocket = ledger.pocketOf(account)
  // Of an alias it is the flag of (mint, account), on every face (S18).
  if (pocket instanceof Holder) pocket.setFrozen(isFrozen)
  else account.setRecord({ ...account.record, isFrozen })
  const kind = isFrozen ? 'frozen' : 'thawed'
  ledger.emit({ kind, mint: account.record.mint, account: pocket.owner })
}

function saveMintAuthorities(place: TokenPlace, mint: Mint, account: SplAccount): void {
  const fields = account.mint!
  const { record } = mint
  const keep = (held: TokenAuthority | undefined, flag: number, key: Uint8Array) =>
    held?.address !== undefined && flag === 1 && equalBytes(held.address, key)
      ? held
      : authorityOf(place, flag, key)
  mint.setRecord({
    ...record,
    mintAuthority: keep(record.mintAuthority, fields.authorityFlag, fields.authority),
    freezeAuthority: keep(record.freezeAuthority, fields.freezeFlag, fields.freezeAuthority),
  })
}

function applyToAccount(
  place: TokenPlace,
  account: TokenAccount,
  effect: Exclude<SplEffect, { kind: 'createMint' | 'mintAuthorities' | 'multisig' | 'open' }>,
): TokenFault | undefined {
  const { ledger } = place
  switch (effect.kind) {
    case 'transfer': {
      const target = ledger.tokenAccount(effect.target.key)
      if (target === undefined) return 'MintMissing'
      return moveUnits(ledger, ledger.pocketOf(account), ledger.pocketOf(target), effect.amount)
    }
    case 'mint':
      return mintUnits(ledger, ledger.pocketOf(account), effect.amount)
    case 'burn':
      return burnUnits(ledger, ledger.pocketOf(account), effect.amount)
    case 'close':
      return closeAccount(account)
    case 'authorities':
      saveAuthorities(place, account, effect.account.token!)
      return undefined
    case 'owner':
      return changeOwner(place, account, effect.account.token!)
    case 'freeze':
    case 'thaw':
      setFrozen(place, account, effect.kind === 'freeze')
      return undefined
    default:
      return effect satisfies never
  }
}

/** One effect; accounts that the ledger does not keep (of the native mint, multisigs) have none. */
export function applyEffect(place: TokenPlace, effect: SplEffect): TokenFault | undefined {
  const { ledger } = place
  switch (effect.kind) {
    case 'multisig':
      return undefined
    case 'createMint':
      return createMintOf(place, effect.mint)
    case 'open':
      return open(place, effect.account)
    case 'mintAuthorities': {
      const mint = ledger.mint(effect.mint.key)
      if (mint !== undefined) saveMintAuthorities(place, mint, effect.mint)
      return undefined
    }
    default: {
      const key = effect.kind === 'transfer' ? effect.source.key : effect.account.key
      const account = ledger.tokenAccount(key)
      return account === undefined ? undefined : applyToAccount(place, account, effect)
    }
  }
}
