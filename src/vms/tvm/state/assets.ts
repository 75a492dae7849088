/**
 * TRC-10 tokens: their records, and balances in cells of their own by (account, token), int64. A balance belongs to the
 * account, as coin does: what waits under an address's legacy id is taken over, token by token, whenever somebody moves
 * the token through that address (S12). A list of the tokens of an account makes SELFDESTRUCT's inventory possible.
 */
import { legacyId } from '../../../identity/legacy.ts'
import { concatBytes, equalBytes } from '../../../primitives/bytes.ts'
import { Namespace } from '../../../state/reader.ts'
import {
  malformedCell,
  numberKey,
  readCell,
  readNumbers,
  writeCell,
  writeNumbers,
} from './cells.ts'
import type { Ledger, TronHandle } from './ledger.ts'
import { MAX_I64 } from './parameters.ts'
import { VarintReader, VarintWriter } from './varint.ts'

/** Ids up to here are nobody's: the first token is 1,000,001. */
export const LAST_RESERVED_TOKEN = 1_000_000n

/** AssetIssueContract, as kept. */
export interface TronToken {
  /** 20 bytes. */
  readonly issuer: Uint8Array
  readonly name: Uint8Array
  readonly abbr: Uint8Array
  readonly description: Uint8Array
  readonly url: Uint8Array
  readonly totalSupply: bigint
  readonly precision: bigint
  readonly trxNum: bigint
  readonly num: bigint
  /** Milliseconds. */
  readonly startTime: bigint
  readonly endTime: bigint
  /** Bandwidth the issuer gives to each holder, and to all together. */
  readonly freeAssetNetLimit: bigint
  readonly publicFreeAssetNetLimit: bigint
}

const NUMBERS = [
  'totalSupply',
  'precision',
  'trxNum',
  'num',
  'startTime',
  'endTime',
  'freeAssetNetLimit',
  'publicFreeAssetNetLimit',
] as const
const TEXTS = ['name', 'abbr', 'description', 'url'] as const

function encodeToken(token: TronToken): Uint8Array {
  const writer = new VarintWriter().bytes(token.issuer)
  for (const field of TEXTS) writer.number(token[field].length).bytes(token[field])
  for (const field of NUMBERS) writer.number(token[field])
  return writer.finish()
}

function decodeToken(bytes: Uint8Array): TronToken {
  const reader = new VarintReader(bytes, malformedCell)
  const issuer = reader.bytes(20)
  const texts = TEXTS.map((field) => [field, reader.bytes(reader.number())] as const)
  const numbers = NUMBERS.map((field) => [field, reader.bigint()] as const)
  return { issuer, ...Object.fromEntries(texts), ...Object.fromEntries(numbers) } as TronToken
}

/** A token's record, or undefined. */
export function tokenOf(ledger: Ledger, id: bigint): TronToken | undefined {
  if (id <= LAST_RESERVED_TOKEN || id > MAX_I64) return undefined
  const bytes = readCell(ledger.journal, 'token', [numberKey(id)])
  return bytes === undefined ? undefined : decodeToken(bytes)
}

/** Ids of tokens are digits without a leading zero; undefined for any other name. */
export function tokenIdOf(name: Uint8Array): bigint | undefined {
  if (name.length === 0 || name.length > 19 || name[0] === 0x30) return undefined
  let id = 0n
  for (const digit of name) {
    if (digit < 0x30 || digit > 0x39) return undefined
    id = id * 10n + BigInt(digit - 0x30)
  }
  return id
}

/** Registers a token and gives its supply to the issuer. The id, which was never used. */
export function issueToken(ledger: Ledger, issuer: TronHandle, token: TronToken): bigint {
  const { journal } = ledger
  const last = readNumbers(journal, 'lastToken', [], 1)[0] as bigint
  const id = (last === 0n ? LAST_RESERVED_TOKEN : last) + 1n
  writeNumbers(journal, 'lastToken', [], [id])
  writeCell(journal, 'token', [numberKey(id)], encodeToken(token))
  addToken(ledger, issuer, id, token.totalSupply)
  return id
}

// ---- balances

function held(ledger: Ledger, id: Uint8Array, token: bigint): bigint {
  return readNumbers(ledger.journal, 'tokenBalance', [id, numberKey(token)], 2)[0] as bigint
}

/** Legacy id of an address that has an alias: where tokens may wait from before. */
function waitingId(ledger: Ledger, handle: TronHandle): Uint8Array | undefined {
  if (!handle.aliased) return undefined
  const id = legacyId(ledger.crypto, Namespace.tvm, handle.address)
  return equalBytes(id, handle.account.id) ? undefined : id
}

/** What the account behind an address may move. */
export function tokenSpendable(ledger: Ledger, handle: TronHandle, token: bigint): bigint {
  const waiting = waitingId(ledger, handle)
  const own = held(ledger, handle.account.id, token)
  return waiting === undefined ? own : own + held(ledger, waiting, token)
}

/** What is shown: zero for a non-canonical address (S13). */
export function tokenBalance(ledger: Ledger, handle: TronHandle, token: bigint): bigint {
  return handle.canonical ? tokenSpendable(ledger, handle, token) : 0n
}

/**
 * Takes over what waits at the address's legacy id, for one token. Open to anyone: it only adds to the account that the
 * address belongs to. Cost: constant.
 */
export function absorbToken(ledger: Ledger, handle: TronHandle, token: bigint): void {
  const waiting = waitingId(ledger, handle)
  if (waiting === undefined) return
  const amount = held(ledger, waiting, token)
  if (amount === 0n) return
  setHeld(ledger, waiting, token, 0n)
  setHeld(ledger, handle.account.id, token, held(ledger, handle.account.id, token) + amount)
}

/** Adds tokens that were taken elsewhere, or issued. */
export function addToken(ledger: Ledger, handle: TronHandle, token: bigint, amount: bigint): void {
  absorbToken(ledger, handle, token)
  const id = handle.account.id
  setHeld(ledger, id, token, held(ledger, id, token) + amount)
}

/** Takes tokens; the caller has checked {@link tokenSpendable}. */
export function takeToken(ledger: Ledger, handle: TronHandle, token: bigint, amount: bigint): void {
  absorbToken(ledger, handle, token)
  const id = handle.account.id
  setHeld(ledger, id, token, held(ledger, id, token) - amount)
}

/** False, and nothing changed, if the receiver's balance would pass int64. The sender has the amount. */
export function moveToken(
  ledger: Ledger,
  from: TronHandle,
  to: TronHandle,
  token: bigint,
  amount: bigint,
): boolean {
  if (amount === 0n || equalBytes(from.account.id, to.account.id)) return true
  if (tokenSpendable(ledger, to, token) + amount > MAX_I64) return false
  takeToken(ledger, from, token, amount)
  addToken(ledger, to, token, amount)
  return true
}

// ---- the list of an account's tokens: count, token at each place, place beside each balance

function setHeld(ledger: Ledger, id: Uint8Array, token: bigint, amount: bigint): void {
  const { journal } = ledger
  const key = [id, numberKey(token)]
  const [before, place] = readNumbers(journal, 'tokenBalance', key, 2) as [bigint, bigint]
  if (before === 0n && amount !== 0n) {
    const count = readNumbers(journal, 'tokenCount', [id], 1)[0] as bigint
    writeNumbers(journal, 'tokenCount', [id], [count + 1n])
    writeNumbers(journal, 'tokenAt', [id, numberKey(count)], [token])
    writeNumbers(journal, 'tokenBalance', key, [amount, count])
    return
  }
  if (before !== 0n && amount === 0n) forget(ledger, id, place)
  writeNumbers(journal, 'tokenBalance', key, [amount, amount === 0n ? 0n : place])
}

/** Closes the gap at a place with the last token of the list. */
function forget(ledger: Ledger, id: Uint8Array, place: bigint): void {
  const { journal } = ledger
  const last = (readNumbers(journal, 'tokenCount', [id], 1)[0] as bigint) - 1n
  const token = readNumbers(journal, 'tokenAt', [id, numberKey(last)], 1)[0] as bigint
  if (place !== last) {
    const key = [id, numberKey(token)]
    const amount = readNumbers(journal, 'tokenBalance', key, 2)[0] as bigint
    writeNumbers(journal, 'tokenBalance', key, [amount, place])
    writeNumbers(journal, 'tokenAt', [id, numberKey(place)], [token])
  }
  writeNumbers(journal, 'tokenAt', [id, numberKey(last)], [0n])
  writeNumbers(journal, 'tokenCount', [id], [last])
}

/** Every token of the account with a balance, ascending by id. Cost: proportional to their number. */
export function tokensOf(
  ledger: Ledger,
  handle: TronHandle,
): readonly { readonly tokenId: bigint; readonly amount: bigint }[] {
  const { journal } = ledger
  const ids = new Set<bigint>()
  const waiting = waitingId(ledger, handle)
  for (const id of waiting === undefined ? [handle.account.id] : [handle.account.id, waiting]) {
    const count = readNumbers(journal, 'tokenCount', [id], 1)[0] as bigint
    for (let place = 0n; place < count; place++)
      ids.add(readNumbers(journal, 'tokenAt', [id, numberKey(place)], 1)[0] as bigint)
  }
  return [...ids]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((tokenId) => ({ tokenId, amount: tokenSpendable(ledger, handle, tokenId) }))
}

// ---- bandwidth given by issuers

/** Use of an issuer's free bandwidth: of the public pool without a holder, else of one holder. */
export function tokenNetUsage(
  ledger: Ledger,
  token: bigint,
  holder: Uint8Array | undefined,
): { readonly used: bigint; readonly time: bigint } {
  const [used, time] = readNumbers(ledger.journal, 'tokenNet', netKey(token, holder), 2) as [
    bigint,
    bigint,
  ]
  return { used, time }
}

export function setTokenNetUsage(
  ledger: Ledger,
  token: bigint,
  holder: Uint8Array | undefined,
  used: bigint,
): void {
  writeNumbers(ledger.journal, 'tokenNet', netKey(token, holder), [used, ledger.headSlot])
}

function netKey(token: bigint, holder: Uint8Array | undefined): readonly Uint8Array[] {
  const key = numberKey(token)
  return [holder === undefined ? key : concatBytes(key, holder)]
}
