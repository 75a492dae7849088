/** Thousands of random transactions of the System and Compute Budget programs on both machines, state carried along. */
import { describe, expect, it } from 'vitest'
import { Pair } from './tx-host.ts'
import { Generator, World } from './tx-random.ts'

const ROUNDS = Number(process.env.N_VM_SVM_SEEDS ?? 4)
const LENGTH = Number(process.env.N_VM_SVM_TRANSACTIONS ?? 60)

/** Transactions over one world. */
const WORLD_LENGTH = 30

/** Errors that litesvm reports without what a validator would do about them (fees-only, SIMD-0082). */
const FEES_ONLY = new Set(['MaxLoadedAccountsDataSizeExceeded'])

describe('random System transactions agree with litesvm', () => {
  it.each(Array.from({ length: ROUNDS }, (_, i) => i + 1))('seed %i', (seed) => {
    const world = new World()
    const fresh = () => {
      const pair = new Pair(world.seeds)
      pair.watch(...world.keys.map((key) => key.toBytes()))
      return pair
    }
    let both = fresh()
    const generator = new Generator(seed, world)
    let succeeded = 0
    for (let i = 0; i < LENGTH; i++) {
      // Sooner or later the fee payer has given itself away: start over.
      if (i % WORLD_LENGTH === WORLD_LENGTH - 1) both = fresh()
      const instructions = generator.instructions()
      const bytes = both.legacy(instructions, generator.signersOf(instructions))
      const { ours, theirs } = both.send(bytes)
      if (typeof theirs.error === 'string' && FEES_ONLY.has(theirs.error)) {
        expect(ours.error).toBe(theirs.error)
        both.adopt()
        both.next()
        continue
      }
      expect(ours, `transaction ${i}`).toEqual(theirs)
      if (ours.error === undefined) succeeded++
      both.next()
    }
    expect(succeeded).toBeGreaterThan(LENGTH / 20)
  })
})
