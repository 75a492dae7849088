/**
 * A slice of the multi-transaction fuzz with fixed seeds; `npm run fuzz` runs as many blocks as you like. Two blocks
 * of every fork, and some more of seeds that draw their own.
 */
import { describe, expect, it } from 'vitest'
import { FORK_NAMES } from '../../src/vms/evm-core/forks/names.ts'
import { judgeSeed, newTally } from './judge.ts'

/** These change a block's schedule on mainnet, not what it does; the peer is not asked about them. */
const SAME_RULES = ['muirGlacier', 'arrowGlacier', 'grayGlacier']

describe('random blocks agree with @ethereumjs/vm', () => {
  it.each(FORK_NAMES.filter((fork) => !SAME_RULES.includes(fork)))('on %s', async (fork) => {
    const tally = newTally()
    for (const seed of [11, 12])
      expect(await judgeSeed(seed, tally, { fork, blocks: 1 })).toBe(undefined)
    expect(tally.blocks).toBe(2)
  })

  it('over chains of several blocks', async () => {
    const tally = newTally()
    for (const seed of [101, 102]) expect(await judgeSeed(seed, tally)).toBe(undefined)
    expect(tally.blocks).toBe(10)
  })
})
