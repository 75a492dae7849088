/**
 * How the Token program fails: its own numbers (TokenError, which come out as Custom) and the runtime's errors, each with
 * the line that the program logs. Numbers and texts are SPL Token's and never change.
 */
import type { TokenFault } from '../faults.ts'

/** Names of TokenError by number. */
export const TOKEN_ERRORS = [
  ['NotRentExempt', 'Error: Lamport balance below rent-exempt threshold'],
  ['InsufficientFunds', 'Error: insufficient funds'],
  ['InvalidMint', 'Error: Invalid Mint'],
  ['MintMismatch', 'Error: Account not associated with this Mint'],
  ['OwnerMismatch', 'Error: owner does not match'],
  ['FixedSupply', 'Error: the total supply of this token is fixed'],
  ['AlreadyInUse', 'Error: account or token already in use'],
  ['InvalidNumberOfProvidedSigners', 'Error: Invalid number of provided signers'],
  ['InvalidNumberOfRequiredSigners', 'Error: Invalid number of required signers'],
  ['UninitializedState', 'Error: State is uninitialized'],
  ['NativeNotSupported', 'Error: Instruction does not support native tokens'],
  ['NonNativeHasBalance', 'Error: Non-native account can only be closed if its balance is zero'],
  ['InvalidInstruction', 'Error: Invalid instruction'],
  ['InvalidState', 'Error: Invalid account state for operation'],
  ['Overflow', 'Error: Operation overflowed'],
  ['AuthorityTypeNotSupported', 'Error: Account does not support specified authority type'],
  ['MintCannotFreeze', 'Error: This token mint cannot freeze accounts'],
  ['AccountFrozen', 'Error: Account is frozen'],
  ['MintDecimalsMismatch', 'Error: decimals different from the Mint decimals'],
  ['NonNativeNotSupported', 'Error: Instruction does not support non-native tokens'],
] as const satisfies readonly (readonly [string, string])[]

/** Refusals of the ledger that Solana's program does not know: numbers of our own behind its. */
export const LEDGER_REFUSALS = {
  MintPaused: [0x100, 'Error: mint is paused'],
  HolderLimitReached: [0x101, 'Error: outflow limit of the holder reached'],
  MintLimitReached: [0x102, 'Error: outflow limit of the mint reached'],
  Refused: [0x103, 'Error: refused by the token ledger'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>

type LedgerRefusal = keyof typeof LEDGER_REFUSALS

/** Errors of Solana's runtime that the Token program returns, by their names there. */
export type SplRuntimeError =
  | 'InvalidArgument'
  | 'InvalidInstructionData'
  | 'InvalidAccountData'
  | 'IncorrectProgramId'
  | 'MissingRequiredSignature'
  | 'UninitializedAccount'
  | 'NotEnoughAccountKeys'
  | 'UnsupportedSysvar'

export type TokenErrorName = (typeof TOKEN_ERRORS)[number][0]

/** One failure. Compare by identity: there is one object for each. */
export interface SplError {
  readonly name: TokenErrorName | SplRuntimeError | LedgerRefusal
  /** TokenError's number or one of the ledger's, which the instruction fails with as Custom; undefined for an error of the runtime. */
  readonly custom: number | undefined
  /** What the program logs. */
  readonly text: string
}

function own(name: TokenErrorName): SplError {
  const custom = TOKEN_ERRORS.findIndex(([known]) => known === name)
  return Object.freeze({ name, custom, text: TOKEN_ERRORS[custom]![1] })
}

function runtime(name: SplRuntimeError): SplError {
  return Object.freeze({ name, custom: undefined, text: `Error: ${name}` })
}

/** Every failure by name. */
export const SplFailure = {
  NotRentExempt: own('NotRentExempt'),
  InsufficientFunds: own('InsufficientFunds'),
  InvalidMint: own('InvalidMint'),
  MintMismatch: own('MintMismatch'),
  OwnerMismatch: own('OwnerMismatch'),
  FixedSupply: own('FixedSupply'),
  AlreadyInUse: own('AlreadyInUse'),
  InvalidNumberOfProvidedSigners: own('InvalidNumberOfProvidedSigners'),
  InvalidNumberOfRequiredSigners: own('InvalidNumberOfRequiredSigners'),
  NativeNotSupported: own('NativeNotSupported'),
  NonNativeHasBalance: own('NonNativeHasBalance'),
  InvalidInstruction: own('InvalidInstruction'),
  InvalidState: own('InvalidState'),
  Overflow: own('Overflow'),
  AuthorityTypeNotSupported: own('AuthorityTypeNotSupported'),
  MintCannotFreeze: own('MintCannotFreeze'),
  AccountFrozen: own('AccountFrozen'),
  MintDecimalsMismatch: own('MintDecimalsMismatch'),
  NonNativeNotSupported: own('NonNativeNotSupported'),
  InvalidArgument: runtime('InvalidArgument'),
  InvalidInstructionData: runtime('InvalidInstructionData'),
  InvalidAccountData: runtime('InvalidAccountData'),
  IncorrectProgramId: runtime('IncorrectProgramId'),
  MissingRequiredSignature: runtime('MissingRequiredSignature'),
  UninitializedAccount: runtime('UninitializedAccount'),
  NotEnoughAccountKeys: runtime('NotEnoughAccountKeys'),
  UnsupportedSysvar: runtime('UnsupportedSysvar'),
} as const satisfies Readonly<Record<string, SplError>>

function ledgers(name: LedgerRefusal): SplError {
  const [custom, text] = LEDGER_REFUSALS[name]
  return Object.freeze({ name, custom, text })
}

const REFUSALS: ReadonlyMap<TokenFault, SplError> = new Map<TokenFault, SplError>([
  ['MintMissing', SplFailure.InvalidMint],
  ['MintExists', SplFailure.AlreadyInUse],
  ['AddressInUse', SplFailure.AlreadyInUse],
  ['InsufficientBalance', SplFailure.InsufficientFunds],
  ['SupplyOverflow', SplFailure.Overflow],
  ['AccountFrozen', SplFailure.AccountFrozen],
  ['NativeMint', SplFailure.NativeNotSupported],
  ['MintPaused', ledgers('MintPaused')],
  ['HolderLimitReached', ledgers('HolderLimitReached')],
  ['MintLimitReached', ledgers('MintLimitReached')],
])

/** What the program fails with when the ledger refuses. */
export function refusalOf(fault: TokenFault): SplError {
  return REFUSALS.get(fault) ?? ledgers('Refused')
}
