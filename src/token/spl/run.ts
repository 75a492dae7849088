/**
 * One run of the Token program: its accounts, what it charges, what it changes. The processors work on fields of accounts
 * that came from the ledger (or, for accounts that are not the ledger's, from their bytes); what they do to balances is
 * listed as effects, which the machine applies to the ledger once the runtime's account rules let every change pass.
 */
import { type SplError, SplFailure } from './errors.ts'
import {
  MINT_BYTES,
  type MintFields,
  MULTISIG_BYTES,
  type MultisigFields,
  TOKEN_ACCOUNT_BYTES,
  type TokenAccountFields,
} from './layout.ts'
import { FirstWord, Site, type SiteName, type WordSite } from './sites.ts'
import { NO_PRICES } from './units.ts'

/** One account of a run; an account named twice is one object. */
export class SplAccount {
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly isSigner: boolean
  /** Index into the transaction's accounts. */
  readonly index: number
  /** 32 bytes; zero (the System program's) once it was closed. */
  owner: Uint8Array
  /** Whether the owner is the Token program. */
  isTokenOwned: boolean
  lamports: bigint
  dataLength: number
  /** Filled in by what loads it. */
  token: TokenAccountFields | undefined = undefined
  mint: MintFields | undefined = undefined
  multisig: MultisigFields | undefined = undefined
  /** Whether `token` or `mint` differ from what the account holds. */
  isDirty = false
  isClosed = false

  constructor(fields: {
    readonly key: Uint8Array
    readonly isSigner: boolean
    readonly index: number
    readonly owner: Uint8Array
    readonly isTokenOwned: boolean
    readonly lamports: bigint
    readonly dataLength: number
  }) {
    this.key = fields.key
    this.isSigner = fields.isSigner
    this.index = fields.index
    this.owner = fields.owner
    this.isTokenOwned = fields.isTokenOwned
    this.lamports = fields.lamports
    this.dataLength = fields.dataLength
  }
}

/** Where fields come from; each call makes objects of its own, which the run may change. */
export interface SplSource {
  /** Of an account with 165 bytes. */
  tokenAccount(account: SplAccount): TokenAccountFields
  /** Of an account with 82 bytes. */
  mint(account: SplAccount): MintFields
  /** Of an account with 355 bytes. */
  multisig(account: SplAccount): MultisigFields
  /** Lamports that an account of so many bytes needs, after the Rent sysvar. */
  rentMinimum(dataLength: number): bigint
  /** Whether the account is the Rent sysvar with its data. */
  isRentSysvar(account: SplAccount): boolean
  /** Token-2022's address: its multisigs count too. */
  readonly token2022: Uint8Array
  /** Whether the address is the native mint (wrapped SOL). */
  isNativeMint(key: Uint8Array): boolean
  /** Told of an account that was just made a token account, to fill in what the ledger says of it. */
  opened?(account: SplAccount): void
}

/** What a run does to the ledger, in order. */
export type SplEffect =
  | { readonly kind: 'createMint'; readonly mint: SplAccount }
  | { readonly kind: 'open'; readonly account: SplAccount }
  | { readonly kind: 'close'; readonly account: SplAccount }
  | {
      readonly kind: 'transfer'
      readonly source: SplAccount
      readonly target: SplAccount
      readonly amount: bigint
    }
  | {
      readonly kind: 'mint' | 'burn'
      readonly mint: SplAccount
      readonly account: SplAccount
      readonly amount: bigint
    }
  /** Delegate, delegated amount or close authority changed. */
  | { readonly kind: 'authorities'; readonly account: SplAccount }
  | { readonly kind: 'owner'; readonly account: SplAccount }
  | { readonly kind: 'freeze' | 'thaw'; readonly account: SplAccount }
  | { readonly kind: 'mintAuthorities'; readonly mint: SplAccount }
  | { readonly kind: 'multisig'; readonly account: SplAccount; readonly data: Uint8Array }

/** Told of every place a run passes, and how often; for measuring prices. */
export type SiteObserver = (prices: Int32Array, site: number, count: number) => void

export class SplRun {
  readonly source: SplSource
  /** 32 bytes: the Token program's address. */
  readonly program: Uint8Array
  readonly effects: SplEffect[] = []
  /** Compute units so far, without log lines. */
  units = 0
  error: SplError | undefined = undefined
  /** The entrypoint writes no line for the error. */
  isSilent = false
  returnData: Uint8Array | undefined = undefined
  /** Where the transaction's instruction begins in its buffer: what an address in it is aligned to decides on loops. */
  dataOffset = 0
  /** Prices of the running instruction's places, in the copy of its code that runs. */
  prices: Int32Array
  private copies: readonly Int32Array[] = NO_PRICES
  private copy = 0
  /** Told of every place passed; for measuring prices. */
  readonly onSite: SiteObserver | undefined

  constructor(source: SplSource, program: Uint8Array, onSite?: SiteObserver) {
    this.source = source
    this.program = program
    this.prices = NO_PRICES[0]!
    this.onSite = onSite
  }

  /** Starts an instruction, by its prices in each copy (sites.ts). */
  begin(copies: readonly Int32Array[]): void {
    this.copies = copies
    this.copy = 0
    this.prices = copies[0]!
  }

  /** Goes on in another copy of the code: adds to the number of the running one. */
  turn(copy: number): void {
    this.copy |= copy
    this.prices = this.copies[this.copy]!
  }

  /** Passes a place. */
  pass(site: SiteName): void {
    this.units += this.prices[Site[site]!]!
    this.onSite?.(this.prices, Site[site]!, 1)
  }

  /** Passes a place several times. */
  passTimes(site: SiteName, count: number): void {
    if (count === 0) return
    this.units += this.prices[Site[site]!]! * count
    this.onSite?.(this.prices, Site[site]!, count)
  }

  /** Passes a comparison of two different keys. */
  passWords(site: WordSite, a: Uint8Array, b: Uint8Array): void {
    const place = FirstWord[site]! + Math.min(3, equalWords(a, b))
    this.units += this.prices[place]!
    this.onSite?.(this.prices, place, 1)
  }

  /** Ends at a comparison with an error. Gives false. */
  failWords(site: WordSite, a: Uint8Array, b: Uint8Array, error: SplError): false {
    this.passWords(site, a, b)
    this.error = error
    return false
  }

  /** Ends at a place with an error. Gives false. */
  fail(site: SiteName, error: SplError): false {
    this.pass(site)
    this.error = error
    return false
  }
}

/** Leading 8-byte words that two keys share: a comparison ends at the first that differs. */
export function equalWords(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < 32; i++) if (a[i] !== b[i]) return i >> 3
  return 4
}

type LoadSites = readonly [length: SiteName, state: SiteName, empty: SiteName]

/** Places of loading by role. */
export const LOAD = {
  source: ['sourceLength', 'sourceState', 'sourceEmpty'],
  other: ['otherLength', 'otherState', 'otherEmpty'],
  mint: ['mintLength', 'mintState', 'mintEmpty'],
} as const satisfies Readonly<Record<string, LoadSites>>

/** Fields of an initialized token account; undefined ends the run. */
export function loadToken(
  run: SplRun,
  account: SplAccount,
  sites: LoadSites,
): TokenAccountFields | undefined {
  const token = tokenOf(run, account)
  if (token === undefined) {
    run.fail(sites[0], SplFailure.InvalidAccountData)
    return undefined
  }
  if (token.state === 1 || token.state === 2) return token
  if (token.state === 0) run.fail(sites[2], SplFailure.UninitializedAccount)
  else run.fail(sites[1], SplFailure.InvalidAccountData)
  return undefined
}

/** Fields of an account of the right length, initialized or not. */
export function tokenOf(run: SplRun, account: SplAccount): TokenAccountFields | undefined {
  if (account.dataLength !== TOKEN_ACCOUNT_BYTES) return undefined
  account.token ??= run.source.tokenAccount(account)
  return account.token
}

/** Fields of an account of the right length, initialized or not. */
export function mintOf(run: SplRun, account: SplAccount): MintFields | undefined {
  if (account.dataLength !== MINT_BYTES) return undefined
  account.mint ??= run.source.mint(account)
  return account.mint
}

/** Fields of an initialized mint; undefined ends the run. `error` stands for whatever is wrong with it. */
export function loadMint(
  run: SplRun,
  account: SplAccount,
  sites: LoadSites = LOAD.mint,
  error?: SplError,
): MintFields | undefined {
  const mint = mintOf(run, account)
  if (mint === undefined) {
    run.fail(sites[0], error ?? SplFailure.InvalidAccountData)
    return undefined
  }
  if (mint.initialized === 1) return mint
  if (mint.initialized === 0) run.fail(sites[2], error ?? SplFailure.UninitializedAccount)
  else run.fail(sites[1], error ?? SplFailure.InvalidAccountData)
  return undefined
}

/** The account is the Token program's; else the run ends. */
export function requireTokenOwned(
  run: SplRun,
  account: SplAccount,
  site: WordSite = 'notToken',
): boolean {
  if (account.isTokenOwned) return true
  return run.failWords(site, account.owner, run.program, SplFailure.IncorrectProgramId)
}

/** Address of the Rent sysvar. */
const RENT_SYSVAR: Uint8Array = Uint8Array.from([
  6, 167, 213, 23, 25, 44, 92, 81, 33, 140, 201, 76, 61, 74, 241, 127, 88, 218, 238, 8, 155, 161,
  253, 68, 227, 219, 217, 138, 0, 0, 0, 0,
])

/** The account that should be the Rent sysvar is; else the run ends. */
export function requireRentSysvar(run: SplRun, account: SplAccount): boolean {
  if (run.source.isRentSysvar(account)) return true
  return run.failWords('rentSysvar', account.key, RENT_SYSVAR, SplFailure.InvalidArgument)
}

export { MULTISIG_BYTES }
