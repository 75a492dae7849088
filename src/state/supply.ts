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

/** A counter of the running block: one object each, which the journal's undo log names. */
export interface Counter {
  readonly name: string
  value: bigint
  /** Already in the list of changed counters. */
  changed: boolean
}

export class Supply {
  private readonly journal: Journal
  private readonly counters = new Map<string, Counter>()
  private changed: Counter[] = []

  constructor(journal: Journal) {
    this.journal = journal
  }

  /** Value of a counter: `issued`, `burnt`, one of them with `:cause`, or `held:keeper`. */
  counter(name: string): bigint {
    return this.find(name).value
  }

  private find(name: string): Counter {
    let counter = this.counters.get(name)
    if (counter === undefined) {
      const bytes = this.journal.base.cell(CellType.supply, [utf8(name)])
      counter = { name, value: bytes === undefined ? 0n : bytesToU256(bytes), changed: false }
      this.counters.set(name, counter)
    }
    return counter
  }

  /** Base units in existence. */
  get total(): bigint {
    return this.counter(ISSUED) - this.counter(BURNT)
  }

  private add(name: string, amount: bigint): void {
    const counter = this.find(name)
    this.journal.noteSupply(counter)
    counter.value += amount
    if (counter.changed) return
    counter.changed = true
    this.changed.push(counter)
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
    for (const counter of this.changed) {
      const { name, value } = counter
      const cell = this.journal.cell(CellType.supply, [utf8(name)])
      // Zero is absence: a counter whose every change was rolled back leaves no trace in the root.
      this.journal.setCell(cell, value === 0n ? undefined : u256ToBytes(value))
      counter.changed = false
    }
    this.changed = []
  }
}
