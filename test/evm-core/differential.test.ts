/** Random code here and in @ethereumjs/evm: gas, output, logs, refund, balances, nonces, storage. */
import { describe, expect, test } from 'vitest'
import type { ForkName } from '../../src/vms/evm-core/index.ts'
import { EvmCaches, opcodeTableOf } from '../../src/vms/evm-core/index.ts'
import { ADDRESSES, CONTRACTS, ours, theirs } from './peers.ts'
import { random, randomCode } from './random-code.ts'

const RUNS = Number(process.env.FUZZ_RUNS ?? 60)
const SEED = Number(process.env.FUZZ_SEED ?? 1)

const FORKS: readonly ForkName[] = [
  'frontier',
  'homestead',
  'tangerineWhistle',
  'spuriousDragon',
  'byzantium',
  'constantinople',
  'petersburg',
  'istanbul',
  'berlin',
  'london',
  'shanghai',
  'cancun',
  'osaka',
]

describe.each(FORKS)('random code in %s', (fork) => {
  test(`agrees with @ethereumjs/evm on ${RUNS} programs`, { timeout: 600_000 }, async () => {
    const caches = new EvmCaches()
    const { entries } = opcodeTableOf(fork)
    for (let i = 0; i < RUNS; i++) {
      const next = random(SEED * 1_000_003 + i)
      const codes = CONTRACTS.map(() =>
        randomCode(next, { entries, addresses: ADDRESSES, segments: 1 + Math.floor(next() * 12) }),
      )
      const expected = await theirs(fork, codes)
      expect({ i, ...ours(fork, codes, caches) }, `program ${i}`).toEqual({ i, ...expected })
      expect(ours(fork, codes, caches, { step: () => {} }), `program ${i}, inspected`).toEqual(
        expected,
      )
    }
  })
})
