/**
 * What one transaction did to an account, read back from the journal's undo log: what left it, and whether anything changed
 * that no session may change (S16). Nothing has to report to a session, so no machine, face or crossing can forget to.
 */
import { equalBytes, wordToKey } from '../primitives/bytes.ts'
import type { Account, Cell, LiveCell } from '../state/cells.ts'
import type { Journal } from '../state/journal.ts'
import { CellType } from '../state/keys.ts'
import { Namespace } from '../state/reader.ts'
import { Undo } from '../state/undo.ts'
import { answersFor, holderOf } from '../token/live.ts'
import type {
  BreakerRecord,
  HolderRecord,
  MintRecord,
  TokenAccountRecord,
} from '../token/records.ts'
import { ACCOUNT_CODEC } from '../token/records.ts'
import { TokenKind } from '../token/slots.ts'
import { isSameBreaker, mayFreeze, mayMint, unitsMade } from './session-mints.ts'

/** What left an account, net. */
export interface Spending {
  /** Base units of native coin, at least 0: of the account and of token accounts of its that hold coin. */
  readonly native: bigint
  /** Units by mint ({@link wordToKey}), above 0. */
  readonly tokens: ReadonlyMap<string, bigint>
}

/** Values before the transaction, of what it changed. */
interface Before {
  readonly balances: Map<Account, bigint>
  readonly cells: Map<LiveCell<unknown>, unknown>
}

/**
 * Spending of `account` by the entries of the running transaction from `from` on; undefined if they changed its epoch, lock,
 * keys or allowances, authority over a token account of its, or any session. Cost: one pass over the entries.
 */
export function spendingOf(journal: Journal, from: number, account: Account): Spending | undefined {
  const before = collect(journal, from, account)
  if (before === undefined) return undefined
  const tokens = new Map<string, bigint>()
  for (const [cell, value] of before.cells) {
    if (!judgeCell(journal, account.id, cell, value, tokens)) return undefined
  }
  let native = 0n
  for (const [changed, balance] of before.balances) {
    const loss = balance - changed.balance
    if (changed === account || (loss > 0n && holdsCoinOf(journal, account.id, changed, before)))
      native += loss
  }
  for (const [mint, loss] of tokens) if (loss <= 0n) tokens.delete(mint)
  return { native: native > 0n ? native : 0n, tokens }
}

/** Undefined if something changed that may not. */
function collect(journal: Journal, from: number, account: Account): Before | undefined {
  const { entries } = journal
  const balances = new Map<Account, bigint>()
  const cells = new Map<LiveCell<unknown>, unknown>()
  for (let at = from; at < entries.length; at += 3) {
    const target = entries.at(at + 1)
    switch (entries.at(at)) {
      case Undo.balance:
        if (!balances.has(target as Account))
          balances.set(target as Account, entries.at(at + 2) as bigint)
        break
      case Undo.epoch:
      case Undo.flags:
        if (target === account) return undefined
        break
      case Undo.cell:
        if (isAuthorityOf(target as Cell, account.id)) return undefined
        break
      case Undo.liveCell: {
        const cell = target as LiveCell<unknown>
        if (cell.codec.type === CellType.session) return undefined
        if (cell.codec.type === CellType.token && !cells.has(cell))
          cells.set(cell, entries.at(at + 2))
        break
      }
    }
  }
  return { balances, cells }
}

function isAuthorityOf({ type, parts }: Cell, id: Uint8Array): boolean {
  return type === CellType.authority && equalBytes(parts[0]!, id)
}

function add(tokens: Map<string, bigint>, mint: Uint8Array, loss: bigint): void {
  const key = wordToKey(mint)
  tokens.set(key, (tokens.get(key) ?? 0n) + loss)
}

/** False for a change that no session may cause; a loss of units goes to `tokens`, a gain as a negative one. */
function judgeCell(
  journal: Journal,
  id: Uint8Array,
  { parts, value }: LiveCell<unknown>,
  before: unknown,
  tokens: Map<string, bigint>,
): boolean {
  switch (parts[0]) {
    case TokenKind.balance: {
      const [old, now] = [before, value] as (HolderRecord | undefined)[]
      if (equalBytes(parts[2]!, id))
        add(tokens, parts[1]!, (old?.balance ?? 0n) - (now?.balance ?? 0n))
      return isSameFreeze(journal, id, parts[1]!, [old, now])
    }
    case TokenKind.allowance: {
      // What another contract spends of an allowance lowers it; raising one is the owner's.
      const [old, now] = [before, value] as (bigint | undefined)[]
      return !equalBytes(parts[2]!, id) || (now ?? 0n) <= (old ?? 0n)
    }
    case TokenKind.account: {
      const [old, now] = [before, value] as (TokenAccountRecord | undefined)[]
      if (old !== undefined && !isSameFreeze(journal, id, old.mint, [old, now])) return false
      return judgeAccount(journal, id, old, now, tokens)
    }
    case TokenKind.mint: {
      const records = [before, value] as [MintRecord | undefined, MintRecord | undefined]
      const made = unitsMade(journal, id, parts[1]!, records)
      if (made !== undefined) add(tokens, parts[1]!, made)
      return made !== undefined
    }
    case TokenKind.metadata:
      return before === undefined || !mayMint(journal, id, parts[1]!)
    case TokenKind.breaker:
      return isSameBreaker(before as BreakerRecord | undefined, value as BreakerRecord | undefined)
    case TokenKind.bridge:
      return false
    default:
      return true
  }
}

interface Freezable {
  readonly isFrozen: boolean
}

/** Whether nothing was frozen or thawed that the account is to decide about. What is not there is not frozen. */
function isSameFreeze(
  journal: Journal,
  id: Uint8Array,
  mint: Uint8Array,
  [old, now]: readonly (Freezable | undefined)[],
): boolean {
  return (old?.isFrozen ?? false) === (now?.isFrozen ?? false) || !mayFreeze(journal, id, mint)
}

function judgeAccount(
  journal: Journal,
  id: Uint8Array,
  old: TokenAccountRecord | undefined,
  now: TokenAccountRecord | undefined,
  tokens: Map<string, bigint>,
): boolean {
  const isOurs = (record: TokenAccountRecord | undefined) =>
    record !== undefined && answersFor(journal, id, holderOf(journal, record))
  if (isOurs(now) && !isOurs(old)) {
    // A new one without a delegate; units that come count as a gain.
    add(tokens, now!.mint, -now!.amount)
    return now!.delegate === undefined && now!.closeAuthority === undefined
  }
  if (!isOurs(old)) return true
  add(tokens, old!.mint, old!.amount - (isOurs(now) ? now!.amount : 0n))
  // Closing an account of ours gives nobody anything but its units and coin, and those are counted.
  if (now === undefined) return true
  return (
    isOurs(now) &&
    isSame(now.delegate, old!.delegate, now.delegatedAmount <= old!.delegatedAmount) &&
    isSame(now.closeAuthority, old!.closeAuthority, true)
  )
}

/** Nobody has got more authority than before; who had some may have lost it. */
function isSame(
  now: Uint8Array | undefined,
  old: Uint8Array | undefined,
  isNoMore: boolean,
): boolean {
  if (now === undefined) return true
  return old !== undefined && equalBytes(now, old) && isNoMore
}

/** Whether another account is a token account of `id`: its coin, wrapped units and rent reserve, is the owner's. */
function holdsCoinOf(
  journal: Journal,
  id: Uint8Array,
  { origin }: Account,
  before: Before,
): boolean {
  if (origin === undefined || origin.namespace !== Namespace.svm) return false
  if (origin.address.length !== 32) return false
  const cell = journal.liveCell(ACCOUNT_CODEC, [TokenKind.account, origin.address])
  // Also if it was closed.
  const old = before.cells.get(cell as LiveCell<unknown>) as TokenAccountRecord | undefined
  const record = old ?? cell.value
  return record !== undefined && answersFor(journal, id, holderOf(journal, record))
}
