/**
 * Counted supply (S4): everything issued and everything burnt, per cause. Issued minus burnt is what exists.
 * Coin enters and leaves accounts only here or by moving between accounts.
 */
import { assert, NVmError } from '../errors.ts'
import { utf8 } from '../primitives/bytes.ts'
import { bytesToU256, u256ToBytes } from '../primitives/u256.ts'
import type { Account } from './cells.ts'
import type { Journal } from './journal.ts'
import { CellType } from './keys.ts'

const ISSUED = 'issued'
const BURNT = 'burnt'
const HELD = 'held'

/** Names by cause: a block counts the same few causes thousands of times. */
const BURNT_BY = new Map<string, string>()
const CAUSES_KEPT = 64

function burntBy(cause: string): string {
  let name = BURNT_BY.get(cause)
  if (name === undefined) {
    name = `${BURNT}:${cause}`
    if (BURNT_BY.size < CAUSES_KEPT) BURNT_BY.set(cause, name)
  }
  return name
}

export class Supply {
  private readonly journal: Journal
  private readonly counters = new Map<string, bigint>()
  private readonly changed = new Set<string>()

  constructor(journal: Journal) {
    this.journal = journal
  }

  /** Value of a counter: `issued`, `burnt`, one of them with `:cause`, or `held:keeper`. */
  counter(name: string): bigint {
    let value = this.counters.get(name)
    if (value === undefined) {
      const bytes = this.journal.base.cell(CellType.supply, [utf8(name)])
      value = bytes === undefined ? 0n : bytesToU256(bytes)
      this.counters.set(name, value)
    }
    return value
  }

  /** Base units in existence. */
  get total(): bigint {
    return this.counter(ISSUED) - this.counter(BURNT)
  }

  private add(name: string, amount: bigint): void {
    const previous = this.counter(name)
    this.journal.noteSupply(name, previous)
    this.counters.set(name, previous + amount)
    this.changed.add(name)
  }

  /** Only the journal's undo calls it. */
  restore(name: string, previous: bigint): void {
    this.counters.set(name, previous)
  }

  /** Creates coin. Throws SupplyCapExceeded over the chain's cap, before anything is changed. */
  issue(account: Account, amount: bigint, cause: string): void {
    if (amount === 0n) return
    const cap = this.journal.base.chain.supplyCap
    if (cap !== undefined && this.total + amount > cap) {
      throw new NVmError(
        'SupplyCapExceeded',
        `supply expected at most ${cap} after issuing ${amount} for ${cause}`,
        {
          cap,
          amount,
          cause,
        },
      )
    }
    this.journal.credit(account, amount)
    this.add(ISSUED, amount)
    this.add(`${ISSUED}:${cause}`, amount)
  }

  /** Destroys coin of an account; the caller has checked the balance. */
  burn(account: Account, amount: bigint, cause: string): void {
    if (amount === 0n) return
    this.journal.debit(account, amount)
    this.countBurnt(amount, cause)
  }

  /** Counts coin that was debited and will be credited to nobody (the burnt part of a fee). */
  countBurnt(amount: bigint, cause: string): void {
    assert(amount >= 0n, 'burnt coin is not negative')
    if (amount === 0n) return
    this.add(BURNT, amount)
    this.add(burntBy(cause), amount)
  }

  /**
   * Counts coin that was debited and now lies with a keeper outside all balances (Bitcoin outputs). It is still in
   * {@link total}: what exists is what accounts have and what keepers hold.
   */
  hold(amount: bigint, keeper: string): void {
    assert(amount >= 0n, 'held coin is not negative')
    if (amount !== 0n) this.add(`${HELD}:${keeper}`, amount)
  }

  /** Takes coin back from a keeper; the caller credits or burns it. */
  release(amount: bigint, keeper: string): void {
    const name = `${HELD}:${keeper}`
    assert(amount >= 0n && this.counter(name) >= amount, 'a keeper gives back what it holds')
    if (amount !== 0n) this.add(name, -amount)
  }

  /** Writes changed counters to their cells; the journal calls it before a diff. */
  writeCells(): void {
    for (const name of this.changed) {
      const cell = this.journal.cell(CellType.supply, [utf8(name)])
      const value = this.counter(name)
      // Zero is absence: a counter whose every change was rolled back leaves no trace in the root.
      this.journal.setCell(cell, value === 0n ? undefined : u256ToBytes(value))
    }
    this.changed.clear()
  }
}
