/**
 * The breaker's counters under everything that touches them at once: auxiliary accounts, owners that change, redirects,
 * absorb, reviews, other limits, time. A counter that lost its sum could go below zero and stop a block.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  absorb,
  burn,
  type Mint,
  mintTo,
  moveUnits,
  reviewBreaker,
  setAccountOwner,
  setBreaker,
  type TokenLedger,
  transfer,
} from '../../src/token/index.ts'
import { ask, auxiliary, HOLDERS, holder } from './commands.ts'
import { id, TokenLab } from './lab.ts'

const M = id(0x44)
const AUTHORITY = holder(0)
const who = fc.integer({ min: 0, max: HOLDERS - 1 })
const account = fc.integer({ min: 0, max: 2 })
const amount = fc.bigInt({ min: 0n, max: 400n })

const steps = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('transfer' as const), who, to: who, amount }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('aux' as const),
      who,
      account,
      amount,
      out: fc.boolean(),
    }),
  },
  fc.record({ kind: fc.constant('owner' as const), account, to: who }),
  fc.record({ kind: fc.constant('burn' as const), who, amount }),
  fc.record({ kind: fc.constant('mint' as const), who, amount }),
  fc.record({ kind: fc.constant('absorb' as const), who }),
  fc.record({ kind: fc.constant('review' as const) }),
  fc.record({
    kind: fc.constant('limits' as const),
    window: fc.constantFrom(1, 60, 3_600),
    on: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('bind' as const),
    from: fc.constantFrom(3, 4),
    to: fc.constantFrom(1, 2),
  }),
  fc.record({ kind: fc.constant('time' as const), by: fc.constantFrom(0n, 1n, 59n, 3_600n) }),
)
type Step = typeof steps extends fc.Arbitrary<infer T> ? T : never

const limits = (window: number) => ({
  window,
  holderShare: 2_000,
  mintShare: 6_000,
  pauseShare: 4_000,
})

function run(lab: TokenLab, ledger: TokenLedger, mint: Mint, step: Step): unknown {
  switch (step.kind) {
    case 'transfer':
      return transfer(ledger, mint, holder(step.who), holder(step.to), step.amount)
    case 'aux': {
      const found = ledger.tokenAccount(auxiliary(step.account))
      if (found === undefined) return undefined
      const pockets = [mint.holder(holder(step.who)), ledger.pocketOf(found)] as const
      return moveUnits(ledger, pockets[step.out ? 1 : 0], pockets[step.out ? 0 : 1], step.amount)
    }
    case 'owner': {
      const found = ledger.tokenAccount(auxiliary(step.account))
      return found && setAccountOwner(ledger, found, holder(step.to), holder(step.to))
    }
    case 'burn':
      return burn(ledger, mint, holder(step.who), step.amount)
    case 'mint':
      return mintTo(ledger, mint, AUTHORITY, holder(step.who), step.amount)
    case 'absorb':
      return absorb(ledger, mint, holder(step.who))
    case 'review':
      return reviewBreaker(ledger, mint, AUTHORITY)
    case 'limits':
      return setBreaker(ledger, mint, AUTHORITY, step.on ? limits(step.window) : undefined)
    case 'bind':
      lab.redirect(holder(step.from), holder(step.to))
      return undefined
    default:
      return undefined
  }
}

function check(mint: Mint): boolean {
  const { breaker } = mint
  if (breaker === undefined || !mint.record.hasBreaker) return false
  let sum = 0n
  for (let n = 0; n < HOLDERS; n++) {
    const flow = mint.flow(holder(n)).value
    const isLive = flow?.period === breaker.period && flow.round === breaker.round
    if (isLive && flow.net > 0n) sum += flow.net
  }
  expect(breaker.outflow).toBe(sum)
  return sum > 0n
}

it('the mint’s outflow is the sum of positive net outflows, whatever happens', () => {
  let counted = 0
  let paused = 0
  fc.assert(
    fc.property(fc.array(steps, { minLength: 40, maxLength: 60 }), (sequence) => {
      const lab = new TokenLab()
      lab.funded(M, ...[1, 2, 3, 4, 5].map((n) => [n, 400n] as const))
      for (let n = 0; n < 3; n++)
        ask(lab.ledger, lab.mint(M), { kind: 'openAuxiliary', by: n, account: n })
      setBreaker(lab.ledger, lab.mint(M), AUTHORITY, limits(60))
      let time = 1_000n
      lab.nextBlock(time)
      for (const step of sequence) {
        if (step.kind === 'time') {
          time += step.by
          lab.nextBlock(time)
        }
        run(lab, lab.ledger, lab.mint(M), step)
        if (check(lab.mint(M))) counted++
        if (lab.mint(M).record.isPaused) paused++
      }
      lab.nextBlock(time)
    }),
    { seed: 13, numRuns: 150 },
  )
  expect(Math.min(counted, paused)).toBeGreaterThan(60)
})
