/**
 * Bytes of token accounts (165), mints (82) and multisigs (355) as Solana programs read them. Integers are little endian.
 * An option is a u32 and its value; as the Token program does, clearing one keeps the value's bytes and only zeroes the
 * flag, so that bytes stay equal to Solana's.
 */
import { EMPTY_BYTES } from '../../primitives/bytes.ts'

export const TOKEN_ACCOUNT_BYTES = 165
export const MINT_BYTES = 82
export const MULTISIG_BYTES = 355
/** Signers of a multisig at most. */
export const MULTISIG_SIGNERS_MAX = 11

/** State byte of a token account. */
export const AccountState = { uninitialized: 0, initialized: 1, frozen: 2 } as const

/** A token account's fields. Flags are bytes: 1 is set, 0 (and anything else) is not. */
export interface TokenAccountFields {
  /** 32 bytes. */
  mint: Uint8Array
  /** 32 bytes. */
  owner: Uint8Array
  /** u64. */
  amount: bigint
  /** Whether `delegate` counts. */
  delegateFlag: number
  /** 32 bytes, also where the flag is not set. */
  delegate: Uint8Array
  /** {@link AccountState}. */
  state: number
  /** Whether it is an account of the native mint. */
  nativeFlag: number
  /** Rent of an account of the native mint, lamports. */
  nativeReserve: bigint
  /** u64. */
  delegatedAmount: bigint
  /** Whether the close authority counts. */
  closeFlag: number
  /** 32 bytes, also where the flag is not set. */
  closeAuthority: Uint8Array
}

/** A mint's fields. */
export interface MintFields {
  /** First byte of a COption: 1 is set. */
  authorityFlag: number
  /** 32 bytes, also where the flag is not set. */
  authority: Uint8Array
  /** u64. */
  supply: bigint
  /** u8. */
  decimals: number
  /** 1 is a mint; 0 is an account that may become one. */
  initialized: number
  /** First byte of a COption: 1 is set. */
  freezeFlag: number
  /** 32 bytes, also where the flag is not set. */
  freezeAuthority: Uint8Array
}

/** A multisig's fields. */
export interface MultisigFields {
  /** Signers that are needed. */
  readonly required: number
  /** Signers there are. */
  readonly count: number
  readonly initialized: number
  /** {@link MULTISIG_SIGNERS_MAX} times 32 bytes. */
  readonly signers: Uint8Array
}

/** 32 zero bytes; not to be written to. */
export const NO_KEY: Uint8Array = new Uint8Array(32)

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The 165 bytes of a token account: mint, owner, amount, delegate, state, native reserve, delegated amount, close. */
export function encodeTokenAccount(fields: TokenAccountFields): Uint8Array {
  const bytes = new Uint8Array(TOKEN_ACCOUNT_BYTES)
  bytes.set(fields.mint, 0)
  bytes.set(fields.owner, 32)
  const view = viewOf(bytes)
  view.setBigUint64(64, fields.amount, true)
  bytes[72] = fields.delegateFlag
  bytes.set(fields.delegate, 76)
  bytes[108] = fields.state
  if (fields.nativeFlag !== 0) {
    bytes[109] = fields.nativeFlag
    view.setBigUint64(113, fields.nativeReserve, true)
  }
  if (fields.delegatedAmount !== 0n) view.setBigUint64(121, fields.delegatedAmount, true)
  bytes[129] = fields.closeFlag
  bytes.set(fields.closeAuthority, 133)
  return bytes
}

/** Fields of 165 bytes: for accounts that are not the ledger's (other programs', the native mint's). Copies nothing. */
export function readTokenAccount(bytes: Uint8Array): TokenAccountFields {
  const view = viewOf(bytes)
  return {
    mint: bytes.subarray(0, 32),
    owner: bytes.subarray(32, 64),
    amount: view.getBigUint64(64, true),
    delegateFlag: bytes[72]!,
    delegate: bytes.subarray(76, 108),
    state: bytes[108]!,
    nativeFlag: bytes[109]!,
    nativeReserve: view.getBigUint64(113, true),
    delegatedAmount: view.getBigUint64(121, true),
    closeFlag: bytes[129]!,
    closeAuthority: bytes.subarray(133, 165),
  }
}

/** The 82 bytes of a mint: authority, supply, decimals, initialized, freeze authority. */
export function encodeMint(fields: MintFields): Uint8Array {
  const bytes = new Uint8Array(MINT_BYTES)
  bytes[0] = fields.authorityFlag
  bytes.set(fields.authority, 4)
  viewOf(bytes).setBigUint64(36, fields.supply, true)
  bytes[44] = fields.decimals
  bytes[45] = fields.initialized
  bytes[46] = fields.freezeFlag
  bytes.set(fields.freezeAuthority, 50)
  return bytes
}

/** Fields of 82 bytes: for accounts that are not the ledger's. Copies nothing. */
export function readMint(bytes: Uint8Array): MintFields {
  return {
    authorityFlag: bytes[0]!,
    authority: bytes.subarray(4, 36),
    supply: viewOf(bytes).getBigUint64(36, true),
    decimals: bytes[44]!,
    initialized: bytes[45]!,
    freezeFlag: bytes[46]!,
    freezeAuthority: bytes.subarray(50, 82),
  }
}

/** The 355 bytes of a multisig: required, count, initialized, signers. */
export function encodeMultisig(required: number, signers: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(MULTISIG_BYTES)
  bytes[0] = required
  bytes[1] = signers.length
  bytes[2] = 1
  for (let i = 0; i < signers.length; i++) bytes.set(signers[i]!, 3 + 32 * i)
  return bytes
}

/** Fields of 355 bytes. Copies nothing. */
export function readMultisig(bytes: Uint8Array): MultisigFields {
  return {
    required: bytes[0]!,
    count: bytes[1]!,
    initialized: bytes[2]!,
    signers: bytes.subarray(3),
  }
}

/** Fields of a token account whose bytes are all zero. */
export function emptyTokenAccount(): TokenAccountFields {
  return {
    mint: NO_KEY,
    owner: NO_KEY,
    amount: 0n,
    delegateFlag: 0,
    delegate: NO_KEY,
    state: AccountState.uninitialized,
    nativeFlag: 0,
    nativeReserve: 0n,
    delegatedAmount: 0n,
    closeFlag: 0,
    closeAuthority: NO_KEY,
  }
}

/** Fields of a mint whose bytes are all zero. */
export function emptyMint(): MintFields {
  return {
    authorityFlag: 0,
    authority: NO_KEY,
    supply: 0n,
    decimals: 0,
    initialized: 0,
    freezeFlag: 0,
    freezeAuthority: NO_KEY,
  }
}

/** What an uninitialized account of another length has to say. */
export const NO_BYTES: Uint8Array = EMPTY_BYTES
