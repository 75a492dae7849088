/**
 * Names of token values: domain strings, addresses of a mint in other machines, and the slot hashes of the paper's
 * reference implementation. The ledger files its cells under the same strings as typed, length-prefixed key parts (S1);
 * the slot hashes are for reading the reference's data.
 */
import type { Crypto } from '../crypto/types.ts'
import { concatBytes, hexToBytes, utf8 } from '../primitives/bytes.ts'
import { u256Tail } from '../primitives/u256.ts'
import { Namespace } from '../state/reader.ts'

type Sha256 = Pick<Crypto, 'sha256'>

const MINT = utf8('mint:')
const MINT_AUTHORITY = utf8('mint-auth:')
const BALANCE = utf8('balance:')
const ALLOWANCE = utf8('allowance:')
const ERC20_MAP = utf8('erc20-map:')
const TRC20_MAP = utf8('trc20-map:')
const ERC20_ADDRESS = utf8('erc20-addr:')
const TRC20_ADDRESS = utf8('trc20-addr:')
const TOKEN_ID = utf8('tenzro-token-id:')

/** First part of the key of every kind of token cell. Part of the protocol. */
export const TokenKind = {
  /** mint */
  mint: MINT,
  /** mint */
  metadata: utf8('meta:'),
  /** mint, AccountId */
  balance: BALANCE,
  /** mint, owner, spender */
  allowance: ALLOWANCE,
  /** address of a Solana token account */
  account: utf8('ta:'),
  /** address, 20 bytes */
  erc20Map: ERC20_MAP,
  /** address, 20 bytes */
  trc20Map: TRC20_MAP,
  /** creator */
  created: utf8('created:'),
  /** mint */
  breaker: utf8('breaker:'),
  /** mint, AccountId */
  flow: utf8('flow:'),
  /** mint, bridge */
  bridge: utf8('bridge:'),
  /** mint, namespace, signing address (S10) */
  permitNonce: utf8('permit-nonce:'),
} as const

/**
 * Where the paper's reference keeps a value, SHA-256(domain || mint || ...), 32 bytes: for reading its data. The ledger here files
 * under other keys (docs/token.md). Here: supply u64 little-endian, decimals u8. `mint` is 32 bytes, as all ids of these functions.
 */
export function mintSlot(crypto: Sha256, mint: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(MINT, mint))
}

/** 32 bytes, as {@link mintSlot}: id of the mint authority. */
export function mintAuthoritySlot(crypto: Sha256, mint: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(MINT_AUTHORITY, mint))
}

/** 32 bytes, as {@link mintSlot}: units of an account, u64 little-endian. */
export function balanceSlot(crypto: Sha256, mint: Uint8Array, id: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(BALANCE, mint, id))
}

/** 32 bytes, as {@link mintSlot}: what a spender may move, u64 little-endian. */
export function allowanceSlot(
  crypto: Sha256,
  mint: Uint8Array,
  owner: Uint8Array,
  spender: Uint8Array,
): Uint8Array {
  return crypto.sha256(concatBytes(ALLOWANCE, mint, owner, spender))
}

/** 32 bytes, as {@link mintSlot}: the mint behind an ERC-20 address of 20 bytes. */
export function erc20MapSlot(crypto: Sha256, address: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(ERC20_MAP, address))
}

/** Address of a mint's ERC-20 face, 20 bytes: SHA-256("erc20-addr:" || mint)[12..32]. */
export function erc20Address(crypto: Sha256, mint: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(ERC20_ADDRESS, mint)).slice(12)
}

/** Address of a mint's TRC-20 face, 20 bytes without 0x41: SHA-256("trc20-addr:" || mint)[12..32] (S10). */
export function trc20Address(crypto: Sha256, mint: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(TRC20_ADDRESS, mint)).slice(12)
}

/**
 * Id of a factory's token, 32 bytes: SHA-256("tenzro-token-id:" || creator || nonce u64 little-endian). The creator is part
 * of it, so nobody can claim another's. The nonce is below 2^64.
 */
export function tokenId(crypto: Sha256, creator: Uint8Array, nonce: bigint): Uint8Array {
  return crypto.sha256(concatBytes(TOKEN_ID, creator, u256Tail(nonce, 8).reverse()))
}

/** Stands for the native coin where a token id is asked for: 0x01 and 31 zero bytes. */
export const NATIVE_COIN_ID: Uint8Array = hexToBytes(`01${'00'.repeat(31)}`)

/** Kind of the reverse map of a machine whose addresses have 20 bytes; undefined for others. */
export function mapKindOf(namespace: number): Uint8Array | undefined {
  if (namespace === Namespace.evm) return ERC20_MAP
  if (namespace === Namespace.tvm) return TRC20_MAP
  return undefined
}

/** Address of a mint in a machine: 20 bytes (EVM, Tron) or, for all others, the mint's own 32. */
export function mintAddress(crypto: Sha256, namespace: number, mint: Uint8Array): Uint8Array {
  if (namespace === Namespace.evm) return erc20Address(crypto, mint)
  if (namespace === Namespace.tvm) return trc20Address(crypto, mint)
  return mint
}
