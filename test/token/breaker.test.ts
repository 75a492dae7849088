/** The circuit breaker: limits, windows, pausing, and that it is no weapon against others. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  absorb,
  type BreakerLimits,
  burn,
  mintTo,
  reviewBreaker,
  setAuthority,
  setBreaker,
  setBreakerAuthority,
  transfer,
} from '../../src/token/index.ts'
import { id, TokenLab } from './lab.ts'

const M = id(0x44)
const [AUTHORITY, ALICE, BOB, CAROL, DAVE] = [id(1), id(2), id(3), id(4), id(5)]
/** 5 % of a holder, 10 % of the mint, an hour. */
const LIMITS: BreakerLimits = { window: 3_600, holderShare: 500, mintShare: 1_000, pauseShare: 0 }

/** Supply 1,000: alice, bob, carol and dave have 250 each. */
function start(limits: BreakerLimits = LIMITS) {
  const lab = new TokenLab()
  const mint = lab.funded(M, [2, 250n], [3, 250n], [4, 250n], [5, 250n])
  expect(setBreaker(lab.ledger, mint, AUTHORITY, limits)).toBeUndefined()
  lab.nextBlock(3_600n)
  const send = (from: Uint8Array, to: Uint8Array, amount: bigint) =>
    transfer(lab.ledger, lab.mint(M), from, to, amount)
  return { lab, send, mint: () => lab.mint(M) }
}

describe('limits', () => {
  it('bound the net outflow of a holder in a window, not of one transfer', () => {
    const { send } = start()
    expect(send(ALICE, BOB, 51n)).toBe('HolderLimitReached')
    expect(send(ALICE, BOB, 30n)).toBeUndefined()
    expect(send(ALICE, CAROL, 21n)).toBe('HolderLimitReached')
    expect(send(ALICE, CAROL, 20n)).toBeUndefined()
    expect(send(ALICE, CAROL, 1n)).toBe('HolderLimitReached')
    // What comes back makes room.
    expect(send(CAROL, ALICE, 5n)).toBeUndefined()
    expect(send(ALICE, BOB, 5n)).toBeUndefined()
  })

  it('bound the outflow of the mint', () => {
    const { send } = start()
    expect(send(ALICE, id(0x80), 50n)).toBeUndefined()
    expect(send(BOB, id(0x80), 50n)).toBeUndefined()
    expect(send(CAROL, id(0x80), 1n)).toBe('MintLimitReached')
    // Coming home is never refused.
    expect(send(id(0x80), ALICE, 50n)).toBeUndefined()
    expect(send(CAROL, id(0x80), 50n)).toBeUndefined()
  })

  it('let units home also when the share has shrunk with the supply', () => {
    const { lab, send, mint } = start()
    for (const from of [ALICE, BOB]) expect(send(from, id(0x80), 50n)).toBeUndefined()
    expect(burn(lab.ledger, mint(), id(0x80), 50n)).toBeUndefined()
    expect(mint().breaker?.outflow).toBe(100n)
    expect(send(id(0x80), ALICE, 1n)).toBeUndefined()
    expect(send(CAROL, id(0x80), 1n)).toBe('MintLimitReached')
  })

  it('begin anew with each window of block time', () => {
    const { lab, send } = start()
    expect(send(ALICE, BOB, 50n)).toBeUndefined()
    lab.nextBlock(7_199n)
    expect(send(ALICE, BOB, 1n)).toBe('HolderLimitReached')
    lab.nextBlock(7_200n)
    expect(send(ALICE, BOB, 50n)).toBeUndefined()
  })

  it('count burning, and minting as what comes in', () => {
    const { lab, send, mint } = start()
    expect(burn(lab.ledger, mint(), ALICE, 51n)).toBe('HolderLimitReached')
    expect(mintTo(lab.ledger, mint(), AUTHORITY, ALICE, 1_000n)).toBeUndefined()
    expect(send(ALICE, BOB, 1_000n)).toBeUndefined()
  })

  it('come after solvency: an uncovered transfer trips nothing', () => {
    const { send, mint } = start({ ...LIMITS, pauseShare: 1_000 })
    expect(send(id(0x90), BOB, 10n ** 18n)).toBe('InsufficientBalance')
    expect(send(ALICE, BOB, 251n)).toBe('InsufficientBalance')
    expect(mint().breaker?.outflow).toBe(0n)
    expect(mint().record.isPaused).toBe(false)
  })

  it('leave a refused transfer without a trace', () => {
    const { lab, send } = start()
    const mark = lab.journal.checkpoint()
    expect(send(ALICE, BOB, 51n)).toBe('HolderLimitReached')
    expect(lab.journal.checkpoint()).toBe(mark)
  })
})

describe('two holders', () => {
  it('passing units to and fro freeze nobody, whatever they pass', () => {
    const moves = fc.array(
      fc.record({ forth: fc.boolean(), amount: fc.bigInt({ min: 0n, max: 250n }) }),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(moves, (sequence) => {
        const { send, mint } = start({ ...LIMITS, pauseShare: 1_000 })
        for (const { forth, amount } of sequence)
          send(forth ? ALICE : BOB, forth ? BOB : ALICE, amount)
        expect(mint().record.isPaused).toBe(false)
        expect(mint().breaker!.outflow).toBeLessThanOrEqual(50n)
        // A third one has its whole limit.
        expect(send(CAROL, DAVE, 50n)).toBeUndefined()
      }),
      { seed: 7, numRuns: 60 },
    )
  })

  it('can be given no limits that would let them: shares must fit each other', () => {
    const { lab, mint } = start()
    const bad: Partial<BreakerLimits>[] = [
      { mintShare: 999 },
      { pauseShare: 999 },
      { holderShare: 0 },
      { holderShare: 10_001, mintShare: 0 },
      { window: 0 },
      { window: 2 ** 32 },
      { mintShare: 10_001 },
    ]
    for (const part of bad)
      expect(setBreaker(lab.ledger, mint(), AUTHORITY, { ...LIMITS, ...part })).toBe(
        'InvalidBreaker',
      )
  })
})

describe('pausing', () => {
  const pausing = { ...LIMITS, mintShare: 2_000, pauseShare: 1_000 }

  it('follows a transfer that went through, and lasts until the authority reviews', () => {
    const { lab, send, mint } = start(pausing)
    for (const from of [ALICE, BOB]) expect(send(from, id(0x80), 50n)).toBeUndefined()
    expect(mint().record.isPaused).toBe(false)
    expect(send(CAROL, id(0x80), 1n)).toBeUndefined()
    expect(mint().record.isPaused).toBe(true)
    lab.nextBlock(1_000_000n)
    expect(send(DAVE, ALICE, 1n)).toBe('MintPaused')
    expect(burn(lab.ledger, mint(), DAVE, 1n)).toBe('MintPaused')
    for (const nobody of [ALICE, M])
      expect(reviewBreaker(lab.ledger, mint(), nobody)).toBe('NotAuthority')
    expect(setBreaker(lab.ledger, mint(), AUTHORITY, undefined)).toBe('MintPaused')
    expect(reviewBreaker(lab.ledger, mint(), AUTHORITY)).toBeUndefined()
    expect(send(DAVE, ALICE, 1n)).toBeUndefined()
  })

  it('is no consequence of units that come back, or of new ones', () => {
    const { lab, send, mint } = start({ ...LIMITS, mintShare: 0, pauseShare: 1_000 })
    for (const from of [ALICE, BOB]) expect(send(from, id(0x80), 50n)).toBeUndefined()
    // The supply and with it the share falls to 95, by an account that is net positive in.
    expect(burn(lab.ledger, mint(), id(0x80), 50n)).toBeUndefined()
    expect(mint().record.isPaused).toBe(false)
    expect(send(id(0x80), ALICE, 1n)).toBeUndefined()
    expect(mintTo(lab.ledger, mint(), AUTHORITY, id(0x81), 1n)).toBeUndefined()
    expect([mint().record.isPaused, mint().breaker?.outflow]).toEqual([false, 99n])
  })

  it('ends with all counters at zero, in the same window', () => {
    const { lab, send, mint } = start(pausing)
    for (const from of [ALICE, BOB, CAROL]) send(from, id(0x80), 50n)
    expect(reviewBreaker(lab.ledger, mint(), AUTHORITY)).toBeUndefined()
    expect(mint().breaker?.outflow).toBe(0n)
    expect(send(ALICE, BOB, 50n)).toBeUndefined()
    expect(send(ALICE, BOB, 1n)).toBe('HolderLimitReached')
  })
})

describe('authority', () => {
  it('is the mint authority first, then the breaker’s own, also when the mint authority is gone', () => {
    const { lab, mint } = start()
    expect(setBreaker(lab.ledger, mint(), ALICE, LIMITS)).toBe('NotAuthority')
    setAuthority(lab.ledger, mint(), AUTHORITY, 'mint', undefined)
    expect(setBreakerAuthority(lab.ledger, mint(), ALICE, ALICE)).toBe('NotAuthority')
    expect(setBreakerAuthority(lab.ledger, mint(), AUTHORITY, BOB)).toBeUndefined()
    expect(setBreaker(lab.ledger, mint(), AUTHORITY, undefined)).toBe('NotAuthority')
    expect(setBreaker(lab.ledger, mint(), BOB, undefined)).toBeUndefined()
    expect(setBreaker(lab.ledger, mint(), BOB, undefined)).toBe('BreakerMissing')
    expect(reviewBreaker(lab.ledger, mint(), BOB)).toBe('BreakerMissing')
  })

  it('cannot revive old counters by switching off and on', () => {
    const { lab, send, mint } = start()
    expect(send(ALICE, BOB, 50n)).toBeUndefined()
    expect(setBreaker(lab.ledger, mint(), AUTHORITY, undefined)).toBeUndefined()
    expect(send(ALICE, BOB, 100n)).toBeUndefined()
    expect(setBreaker(lab.ledger, mint(), AUTHORITY, LIMITS)).toBeUndefined()
    expect(send(BOB, ALICE, 50n)).toBeUndefined()
    expect(mint().breaker?.outflow).toBe(50n)
    expect(send(ALICE, BOB, 100n)).toBeUndefined()
    expect(mint().breaker?.outflow).toBe(50n)
  })

  it('opts in: a mint without one has no limits and no counters', () => {
    const lab = new TokenLab()
    const mint = lab.funded(M, [2, 250n])
    expect(transfer(lab.ledger, mint, ALICE, BOB, 250n)).toBeUndefined()
    expect(mint.flow(ALICE).value).toBeUndefined()
  })
})

describe('S18: absorb', () => {
  it('adds the counters of what was waiting, so that moving home lifts no limit', () => {
    const { lab, send, mint } = start()
    expect(send(ALICE, BOB, 40n)).toBeUndefined()
    lab.redirect(ALICE, CAROL)
    expect(send(CAROL, DAVE, 5n)).toBeUndefined()
    expect(mint().breaker?.outflow).toBe(45n)
    expect(absorb(lab.ledger, mint(), ALICE)).toBe(210n)
    expect(mint().breaker?.outflow).toBe(45n)
    expect(send(CAROL, DAVE, 6n)).toBe('HolderLimitReached')
    expect(send(CAROL, DAVE, 5n)).toBeUndefined()
  })
})

describe('the mint’s counter', () => {
  it('is the sum of what is positive in the holders’, after any sequence', () => {
    const holders = [ALICE, BOB, CAROL, DAVE]
    const who = fc.integer({ min: 0, max: 3 })
    const move = fc.record({ from: who, to: who, amount: fc.bigInt({ min: 0n, max: 60n }) })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        const { send, mint } = start()
        for (const { from, to, amount } of moves) send(holders[from]!, holders[to]!, amount)
        let sum = 0n
        for (const holder of holders) {
          const net = mint().flow(holder).value?.net ?? 0n
          expect(net).toBe(250n - mint().holder(holder).balance)
          if (net > 0n) sum += net
        }
        expect(mint().breaker?.outflow).toBe(sum)
      }),
      { seed: 11, numRuns: 100 },
    )
  })
})
