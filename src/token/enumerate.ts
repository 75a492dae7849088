/**
 * Lists for wallets and explorers, computed from a state: an index outside the root, so that holding many tokens costs no
 * transaction anything. Each call walks the state once; a host that asks often keeps the result by root.
 */
import { bytesToKey, compareBytes, equalBytes } from '../primitives/bytes.ts'
import { keyParts } from '../state/cell-keys.ts'
import { CellType } from '../state/keys.ts'
import type { State } from '../state/state.ts'
import type { MintMetadata, MintRecord, TokenAccountRecord } from './records.ts'
import { ACCOUNT_CODEC, HOLDER_CODEC, METADATA_CODEC, MINT_CODEC } from './records.ts'
import { TokenKind } from './slots.ts'

/** Units of one mint in one place. */
export interface TokenHolding {
  /** 32 bytes. */
  readonly mint: Uint8Array
  /** AccountId. */
  readonly holder: Uint8Array
  /** Solana token account that keeps the units; undefined for the account's own balance. */
  readonly tokenAccount: Uint8Array | undefined
  /** Units, below 2^64. */
  readonly balance: bigint
  readonly isFrozen: boolean
}

/** A mint with its texts and its id. */
export interface TokenInfo extends MintRecord, MintMetadata {
  /** Its id, 32 bytes. */
  readonly mint: Uint8Array
}

type TokenLeaf = readonly [kind: string, parts: readonly Uint8Array[], value: Uint8Array]

const KIND = {
  mint: bytesToKey(TokenKind.mint),
  balance: bytesToKey(TokenKind.balance),
  account: bytesToKey(TokenKind.account),
} as const

function* tokenLeaves(state: State): Generator<TokenLeaf, void, undefined> {
  for (const [, key, value] of state.leaves(CellType.token)) {
    const [kind, ...parts] = keyParts(CellType.token, key) ?? []
    if (kind !== undefined) yield [bytesToKey(kind), parts, value]
  }
}

function holdingOf([kind, parts, value]: TokenLeaf): TokenHolding | undefined {
  const [first, second] = parts
  if (first === undefined) return undefined
  if (kind === KIND.balance && second !== undefined) {
    const { balance, isFrozen } = HOLDER_CODEC.decode(value)
    return { mint: first, holder: second, tokenAccount: undefined, balance, isFrozen }
  }
  if (kind !== KIND.account) return undefined
  const account: TokenAccountRecord = ACCOUNT_CODEC.decode(value)
  if (account.isAlias) return undefined
  const { mint, holder, amount: balance, isFrozen } = account
  return { mint, holder, tokenAccount: first, balance, isFrozen }
}

function holdings(state: State, wanted: (holding: TokenHolding) => boolean): TokenHolding[] {
  const found: TokenHolding[] = []
  for (const leaf of tokenLeaves(state)) {
    const holding = holdingOf(leaf)
    if (holding !== undefined && wanted(holding)) found.push(holding)
  }
  return found.sort((a, b) => compareBytes(a.holder, b.holder) || compareBytes(a.mint, b.mint))
}

/** Everyone with units of a mint or a freeze flag on it, and auxiliary token accounts; by holder. O(all cells). */
export function listHolders(state: State, mint: Uint8Array): readonly TokenHolding[] {
  return holdings(state, (holding) => equalBytes(holding.mint, mint))
}

/** Everything an account holds, by mint. O(all cells). */
export function tokensOf(state: State, id: Uint8Array): readonly TokenHolding[] {
  return holdings(state, (holding) => equalBytes(holding.holder, id))
}

/** Every mint, by id. O(all cells). */
export function listTokens(state: State): readonly TokenInfo[] {
  const found: TokenInfo[] = []
  for (const [kind, [mint], value] of tokenLeaves(state)) {
    if (kind === KIND.mint && mint !== undefined)
      found.push({ mint, ...MINT_CODEC.decode(value), ...metadataOf(state, mint) })
  }
  return found.sort((a, b) => compareBytes(a.mint, b.mint))
}

/** One mint, or undefined. O(1). */
export function tokenInfo(state: State, mint: Uint8Array): TokenInfo | undefined {
  const value = state.cell(CellType.token, [TokenKind.mint, mint])
  if (value === undefined) return undefined
  return { mint, ...MINT_CODEC.decode(value), ...metadataOf(state, mint) }
}

function metadataOf(state: State, mint: Uint8Array): MintMetadata {
  const value = state.cell(CellType.token, [TokenKind.metadata, mint])
  return value === undefined ? { name: '', symbol: '', uri: '' } : METADATA_CODEC.decode(value)
}

/** Units of an account's own balance. O(1). */
export function tokenBalance(state: State, mint: Uint8Array, id: Uint8Array): bigint {
  const value = state.cell(CellType.token, [TokenKind.balance, mint, id])
  return value === undefined ? 0n : HOLDER_CODEC.decode(value).balance
}
