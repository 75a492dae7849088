/**
 * Instructions of the Token program, p-token's included: number, then packed little-endian fields. Bytes behind the last
 * field are ignored where the program ignores them.
 */
import { type SplError, SplFailure } from './errors.ts'

/** By name; the number is the first byte of the instruction. */
export const TokenInstruction = {
  InitializeMint: 0,
  InitializeAccount: 1,
  InitializeMultisig: 2,
  Transfer: 3,
  Approve: 4,
  Revoke: 5,
  SetAuthority: 6,
  MintTo: 7,
  Burn: 8,
  CloseAccount: 9,
  FreezeAccount: 10,
  ThawAccount: 11,
  TransferChecked: 12,
  ApproveChecked: 13,
  MintToChecked: 14,
  BurnChecked: 15,
  InitializeAccount2: 16,
  SyncNative: 17,
  InitializeAccount3: 18,
  InitializeMultisig2: 19,
  InitializeMint2: 20,
  GetAccountDataSize: 21,
  InitializeImmutableOwner: 22,
  AmountToUiAmount: 23,
  UiAmountToAmount: 24,
  WithdrawExcessLamports: 38,
  UnwrapLamports: 45,
  Batch: 255,
} as const

/** Name of an instruction of the Token program. */
export type TokenInstructionName = keyof typeof TokenInstruction

/** Number of what SetAuthority changes. */
export const AuthorityType = {
  mintTokens: 0,
  freezeAccount: 1,
  accountOwner: 2,
  closeAccount: 3,
} as const

/** A decoded instruction; fields that its kind does not have are undefined, zero or -1. */
export interface DecodedTokenInstruction {
  /** A value of {@link TokenInstruction}, but never Batch. */
  readonly kind: number
  /** u64, or undefined where the amount is optional and left out. */
  readonly amount: bigint | undefined
  /** Decimals that a checked instruction expects or a mint gets; -1 without. */
  readonly decimals: number
  /** {@link AuthorityType}, or signers that a multisig needs. */
  readonly number: number
  /** New owner or authority, 32 bytes; undefined for none. */
  readonly key: Uint8Array | undefined
  /** Freeze authority of a new mint, 32 bytes; undefined for none. */
  readonly freezeKey: Uint8Array | undefined
  /** Amount as people write it, UTF-8. */
  readonly text: Uint8Array | undefined
}

type Decoder = (kind: number, data: Uint8Array) => DecodedTokenInstruction | SplError

const plain = (kind: number): DecodedTokenInstruction => ({
  kind,
  amount: undefined,
  decimals: -1,
  number: 0,
  key: undefined,
  freezeKey: undefined,
  text: undefined,
})

/** u64 at byte 1. */
function amountOf(data: Uint8Array): bigint {
  const low = (data[1]! | (data[2]! << 8) | (data[3]! << 16) | (data[4]! << 24)) >>> 0
  const high = (data[5]! | (data[6]! << 8) | (data[7]! << 16) | (data[8]! << 24)) >>> 0
  // One conversion for amounts a double holds exactly.
  if (high < 0x20_0000) return BigInt(high * 0x1_0000_0000 + low)
  return (BigInt(high) << 32n) | BigInt(low)
}

const withAmount: Decoder = (kind, data) => {
  if (data.length < 9) return SplFailure.InvalidInstruction
  return { ...plain(kind), amount: amountOf(data) }
}

const withDecimals: Decoder = (kind, data) => {
  if (data.length < 10) return SplFailure.InvalidInstruction
  return { ...plain(kind), amount: amountOf(data), decimals: data[9]! }
}

const withOwner: Decoder = (kind, data) => {
  if (data.length < 33) return SplFailure.InvalidInstruction
  return { ...plain(kind), key: data.subarray(1, 33) }
}

/** An option of a key at `at`; null is malformed. */
function optionalKey(data: Uint8Array, at: number): Uint8Array | undefined | null {
  if (data[at] === 0) return undefined
  return data[at] === 1 && data.length >= at + 33 ? data.subarray(at + 1, at + 33) : null
}

const initializeMint: Decoder = (kind, data) => {
  if (data.length < 35) return SplFailure.InvalidInstruction
  const freezeKey = optionalKey(data, 34)
  if (freezeKey === null) return SplFailure.InvalidInstruction
  return { ...plain(kind), decimals: data[1]!, key: data.subarray(2, 34), freezeKey }
}

const setAuthority: Decoder = (kind, data) => {
  if (data.length < 3) return SplFailure.InvalidInstruction
  const number = data[1]!
  if (number > AuthorityType.closeAccount) return SplFailure.InvalidInstruction
  const key = optionalKey(data, 2)
  if (key === null) return SplFailure.InvalidInstruction
  return { ...plain(kind), number, key }
}

const initializeMultisig: Decoder = (kind, data) => {
  if (data.length < 2) return SplFailure.InvalidInstruction
  return { ...plain(kind), number: data[1]! }
}

const amountToUi: Decoder = (kind, data) => {
  if (data.length < 9) return SplFailure.InvalidInstruction
  return { ...plain(kind), amount: amountOf(data) }
}

const fromUi: Decoder = (kind, data) => ({ ...plain(kind), text: data.subarray(1) })

const unwrap: Decoder = (kind, data) => {
  if (data.length < 2 || data[1]! > 1) return SplFailure.InvalidInstruction
  if (data[1] === 0) return plain(kind)
  if (data.length < 10) return SplFailure.InvalidInstruction
  return { ...plain(kind), amount: amountOf(data.subarray(1)) }
}

const without: Decoder = (kind) => plain(kind)

const I = TokenInstruction

const DECODERS: ReadonlyMap<number, Decoder> = new Map<number, Decoder>([
  [I.InitializeMint, initializeMint],
  [I.InitializeAccount, without],
  [I.InitializeMultisig, initializeMultisig],
  [I.Transfer, withAmount],
  [I.Approve, withAmount],
  [I.Revoke, without],
  [I.SetAuthority, setAuthority],
  [I.MintTo, withAmount],
  [I.Burn, withAmount],
  [I.CloseAccount, without],
  [I.FreezeAccount, without],
  [I.ThawAccount, without],
  [I.TransferChecked, withDecimals],
  [I.ApproveChecked, withDecimals],
  [I.MintToChecked, withDecimals],
  [I.BurnChecked, withDecimals],
  [I.InitializeAccount2, withOwner],
  [I.SyncNative, without],
  [I.InitializeAccount3, withOwner],
  [I.InitializeMultisig2, initializeMultisig],
  [I.InitializeMint2, initializeMint],
  [I.GetAccountDataSize, without],
  [I.InitializeImmutableOwner, without],
  [I.AmountToUiAmount, amountToUi],
  [I.UiAmountToAmount, fromUi],
  [I.WithdrawExcessLamports, without],
  [I.UnwrapLamports, unwrap],
])

/** Decodes one instruction; a batch is not one (see batch.ts). Gives the error that the program fails with. */
export function decodeTokenInstruction(data: Uint8Array): DecodedTokenInstruction | SplError {
  const kind = data[0]
  const decoder = kind === undefined ? undefined : DECODERS.get(kind)
  if (kind === undefined || decoder === undefined) return SplFailure.InvalidInstruction
  return decoder(kind, data)
}
