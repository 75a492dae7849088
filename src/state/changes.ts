/** The changed values of the running transaction, read back out of the undo log, for receipts that were asked to carry them. */
import { equalBytes } from '../primitives/bytes.ts'
import { u256ToBytes } from '../primitives/u256.ts'
import type { Account, Cell, LiveCell, RecordCell, Slot } from './cells.ts'
import { encodeAccount, encodeAlias } from './codec.ts'
import { accountValue } from './diff.ts'
import type { AliasCell, Journal } from './journal.ts'
import { Undo } from './undo.ts'

/** One changed value; `before` and `after` are encoded as in a leaf (docs/state.md), undefined = absent. */
export interface StateChange {
  readonly kind: 'account' | 'record' | 'storage' | 'alias' | 'cell'
  /** Key parts, as in a leaf. */
  readonly key: readonly Uint8Array[]
  /** Value before the transaction. */
  readonly before: Uint8Array | undefined
  /** Value after it. */
  readonly after: Uint8Array | undefined
}

/** One target's fields as they stood when the transaction began. */
type Before = Map<number, unknown>

/** Values that differ from the transaction's start, in the order of first change. Cost: proportional to the log. */
export function changesOf(journal: Journal): readonly StateChange[] {
  const targets = new Map<unknown, Before>()
  const entries = journal.entries
  for (let i = 0; i < entries.length; i += 3) {
    const kind = entries.at(i) as number
    const target = entries.at(i + 1)
    const isFact = kind === Undo.supply || kind === Undo.warmSlot || kind === Undo.action
    if (target === undefined || isFact) continue
    let before = targets.get(target)
    if (before === undefined) targets.set(target, (before = new Map()))
    if (!before.has(kind)) before.set(kind, entries.at(i + 2))
  }
  const changes: StateChange[] = []
  for (const [target, before] of targets) {
    const change = changeOf(target, before)
    if (change !== undefined && !same(change)) changes.push(change)
  }
  return changes
}

function same({ before, after }: StateChange): boolean {
  return before === undefined || after === undefined ? before === after : equalBytes(before, after)
}

function changeOf(target: unknown, before: Before): StateChange | undefined {
  if (before.has(Undo.slot)) return slotChange(target as Slot, before.get(Undo.slot) as bigint)
  if (before.has(Undo.record))
    return recordChange(target as RecordCell<unknown>, before.get(Undo.record))
  if (before.has(Undo.liveCell))
    return liveCellChange(target as LiveCell<unknown>, before.get(Undo.liveCell))
  if (before.has(Undo.cell)) {
    const cell = target as Cell
    const previous = before.get(Undo.cell) as Uint8Array | undefined
    return {
      kind: 'cell',
      key: [Uint8Array.of(cell.type), ...cell.parts],
      before: previous,
      after: cell.value,
    }
  }
  if (before.has(Undo.alias)) {
    const cell = target as AliasCell
    const previous = before.get(Undo.alias) as AliasCell['value']
    return {
      kind: 'alias',
      key: [Uint8Array.of(cell.namespace), cell.address],
      before: previous === undefined ? undefined : encodeAlias(previous),
      after: cell.value === undefined ? undefined : encodeAlias(cell.value),
    }
  }
  return accountChange(target as Account, before)
}

function slotChange(slot: Slot, previous: bigint): StateChange {
  const encode = (value: bigint) => (value === 0n ? undefined : u256ToBytes(value))
  return {
    kind: 'storage',
    key: [slot.space.id, u256ToBytes(slot.key)],
    before: encode(previous),
    after: encode(slot.value),
  }
}

function recordChange(cell: RecordCell<unknown>, previous: unknown): StateChange {
  const encode = (value: unknown) => (value === undefined ? undefined : cell.codec.encode(value))
  return {
    kind: 'record',
    key: [Uint8Array.of(cell.codec.machine), cell.id],
    before: encode(previous),
    after: encode(cell.value),
  }
}

function liveCellChange(cell: LiveCell<unknown>, previous: unknown): StateChange {
  const { codec, parts, value } = cell
  const encode = (decoded: unknown) => (decoded === undefined ? undefined : codec.encode(decoded))
  return {
    kind: 'cell',
    key: [Uint8Array.of(codec.type), ...parts],
    before: encode(previous),
    after: encode(value),
  }
}

function accountChange(account: Account, before: Before): StateChange {
  const start: Account = {
    ...account,
    balance: (before.get(Undo.balance) as bigint | undefined) ?? account.balance,
    nonce: (before.get(Undo.nonce) as bigint | undefined) ?? account.nonce,
    epoch: (before.get(Undo.epoch) as bigint | undefined) ?? account.epoch,
    flags: (before.get(Undo.flags) as number | undefined) ?? account.flags,
    origin: before.has(Undo.origin)
      ? (before.get(Undo.origin) as Account['origin'])
      : account.origin,
  }
  const was = accountValue(start)
  const is = accountValue(account)
  return {
    kind: 'account',
    key: [account.id],
    before: was === undefined ? undefined : encodeAccount(was),
    after: is === undefined ? undefined : encodeAccount(is),
  }
}
