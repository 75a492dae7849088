/**
 * Random sequences of operations against a model of one page: the same answers, the same balances, the supply always the sum;
 * what is rolled back never happened; a fault between any two writes leaves nothing.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Mint, mintTo, setBreaker } from '../../src/token/index.ts'
import { ask, auxiliary, commands, HOLDERS, holder } from './commands.ts'
import { id, TokenLab } from './lab.ts'
import { type Command, Model } from './model.ts'

const M = id(0x44)
const SEED = 20_261_121

/** What the ledger holds, from the live objects. */
function totalOf(lab: TokenLab, mint: Mint): bigint {
  let sum = 0n
  for (let who = 0; who < HOLDERS; who++) sum += mint.holder(holder(who)).balance
  for (let account = 0; account < 3; account++)
    sum += lab.ledger.tokenAccount(auxiliary(account))?.record.amount ?? 0n
  return sum
}

function compare(lab: TokenLab, mint: Mint, model: Model): void {
  expect(totalOf(lab, mint)).toBe(mint.record.supply)
  expect(mint.record.supply).toBe(model.supply)
  expect(model.total).toBe(model.supply)
  for (let who = 0; who < HOLDERS; who++) {
    const { balance, isFrozen } = mint.holder(holder(who))
    expect([balance, isFrozen]).toEqual([model.balances[who], model.frozen.has(who)])
    for (let spender = 0; spender < HOLDERS; spender++)
      expect(mint.allowance(holder(who), holder(spender)).value ?? 0n).toBe(
        model.allowance(who, spender),
      )
  }
  for (const [account, { amount }] of model.auxiliary)
    expect(lab.ledger.tokenAccount(auxiliary(account))?.record.amount).toBe(amount)
}

/** Cells as committed, by key. */
function committed(lab: TokenLab): Map<string, string> {
  lab.nextBlock()
  return new Map([...lab.state.cells].map(([key, bytes]) => [key, bytes.join()]))
}

type Step = Command | { readonly kind: 'begin' | 'revert' | 'commit' | 'block' }

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: commands },
  fc.record({
    kind: fc.constantFrom('begin' as const, 'revert' as const, 'commit' as const, 'block' as const),
  }),
)

describe('random sequences', () => {
  it('agree with the model, in nested frames and over blocks', () => {
    let applied = 0
    let refused = 0
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 80, size: 'max' }), (sequence) => {
        const lab = new TokenLab()
        lab.create(M)
        let model = new Model(HOLDERS)
        const frames: { readonly mark: number; readonly model: Model }[] = []
        for (const step of sequence) {
          if (step.kind === 'begin') {
            frames.push({ mark: lab.journal.checkpoint(), model: model.copy() })
          } else if (step.kind === 'commit') {
            frames.pop()
          } else if (step.kind === 'revert') {
            const frame = frames.pop()
            if (frame === undefined) continue
            lab.journal.revert(frame.mark)
            model = frame.model
          } else if (!('by' in step)) {
            if (frames.length === 0) lab.nextBlock()
          } else {
            const fault = ask(lab.ledger, lab.mint(M), step)
            expect([step, fault]).toEqual([step, model.apply(step)])
            if (fault === undefined) applied++
            else refused++
          }
          compare(lab, lab.mint(M), model)
        }
        lab.nextBlock()
        compare(lab, lab.mint(M), model)
      }),
      { seed: SEED, numRuns: 250 },
    )
    // Both kinds really come up.
    expect(Math.min(applied, refused)).toBeGreaterThan(2_000)
  })

  it('rolled back, they never happened', () => {
    const pair = fc.tuple(
      fc.array(commands, { maxLength: 12 }),
      fc.array(commands, { maxLength: 12 }),
    )
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 5 }), (rounds) => {
        const [plain, noisy] = [new TokenLab(), new TokenLab()]
        for (const lab of [plain, noisy]) lab.create(M)
        for (const [kept, dropped] of rounds) {
          const mark = noisy.journal.checkpoint()
          for (const command of dropped) ask(noisy.ledger, noisy.mint(M), command)
          noisy.journal.revert(mark)
          for (const lab of [plain, noisy])
            for (const command of kept) ask(lab.ledger, lab.mint(M), command)
          expect(noisy.ledger.events).toEqual(plain.ledger.events)
        }
        expect(committed(noisy)).toEqual(committed(plain))
      }),
      { seed: SEED, numRuns: 150 },
    )
  })

  it('refused, a command has written nothing', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40, size: 'max' }), (sequence) => {
        const lab = new TokenLab()
        const mint = lab.create(M)
        for (const command of sequence) {
          const mark = lab.journal.checkpoint()
          if (ask(lab.ledger, mint, command) !== undefined)
            expect(lab.journal.checkpoint()).toBe(mark)
        }
      }),
      { seed: SEED, numRuns: 200 },
    )
  })
})

describe('a fault between any two writes', () => {
  class Injected extends Error {}

  /** The same state for every attempt: everyone has units, allowances and an auxiliary account; with a breaker. */
  function prepared(): TokenLab {
    const lab = new TokenLab()
    const mint = lab.create(M)
    for (let who = 0; who < HOLDERS; who++) {
      mintTo(lab.ledger, mint, holder(0), holder(who), 1_000n)
      for (let to = 0; to < HOLDERS; to++)
        ask(lab.ledger, mint, { kind: 'approve', by: who, to, amount: 500n })
    }
    for (let account = 0; account < 3; account++) {
      ask(lab.ledger, mint, { kind: 'openAuxiliary', by: account, account })
      ask(lab.ledger, mint, { kind: 'toAuxiliary', by: account, account, amount: 100n })
    }
    const limits = { window: 60, holderShare: 5_000, mintShare: 10_000, pauseShare: 0 }
    expect(setBreaker(lab.ledger, mint, holder(0), limits)).toBeUndefined()
    lab.nextBlock()
    return lab
  }

  /** Throws at a write; returns how many there were before. */
  function failAt(lab: TokenLab, place: number): { writes: number } {
    const counter = { writes: 0 }
    const { journal } = lab
    const write = journal.setLiveCell.bind(journal)
    journal.setLiveCell = (cell, value) => {
      if (counter.writes === place) throw new Injected()
      counter.writes++
      write(cell, value)
    }
    return counter
  }

  it('leaves nothing once its frame is reverted', () => {
    let injected = 0
    fc.assert(
      fc.property(commands, (command) => {
        const before = committed(prepared())
        const done = prepared()
        const counter = failAt(done, -1)
        ask(done.ledger, done.mint(M), command)
        for (let place = 0; place < counter.writes; place++) {
          const lab = prepared()
          failAt(lab, place)
          const mark = lab.journal.checkpoint()
          expect(() => ask(lab.ledger, lab.mint(M), command)).toThrow(Injected)
          lab.journal.revert(mark)
          injected++
          expect(committed(lab)).toEqual(before)
        }
      }),
      { seed: SEED, numRuns: 60 },
    )
    expect(injected).toBeGreaterThan(100)
  })
})

describe('nobody', () => {
  it('without the right changes the units, flags or allowances of anyone else', () => {
    const mallory = HOLDERS - 1
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 30, size: 'max' }), (sequence) => {
        const lab = new TokenLab()
        const mint = lab.funded(M, [1, 100n], [2, 100n], [3, 100n])
        for (const command of sequence) ask(lab.ledger, mint, { ...command, by: mallory })
        for (let who = 0; who < 3; who++) {
          expect(mint.holder(holder(who)).balance).toBeGreaterThanOrEqual(100n)
          expect(mint.holder(holder(who)).isFrozen).toBe(false)
          for (let spender = 0; spender < HOLDERS; spender++)
            expect(mint.allowance(holder(who), holder(spender)).value).toBeUndefined()
        }
        expect(mint.record.supply).toBe(300n)
        expect(mint.record.mintAuthority?.id).toEqual(holder(0))
      }),
      { seed: SEED, numRuns: 200 },
    )
  })
})
