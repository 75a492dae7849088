/** A slice of scripts/fuzz-sbpf.ts, and hostile ELFs: our verdict must be litesvm's, and nothing else may be thrown. */
import { describe, expect, it } from 'vitest'
import { VmPool } from '../../src/vms/svm/sbpf/index.ts'
import { Random } from '../differential/random.ts'
import { generate, judge, newTally } from '../support/sbpf/judge.ts'
import { mutate } from '../support/sbpf/mutate.ts'
import { difference, ownLoad, ownRun } from '../support/sbpf/own.ts'
import { newPeer, peerLoads, peerRun } from '../support/sbpf/peer.ts'

describe('generated programs', () => {
  it('agree with litesvm in result, units, logs, return data and fault text', () => {
    const peer = newPeer()
    const tally = newTally()
    const pool = new VmPool({ translateAfter: 0 })
    for (let seed = 500_001; seed <= 503_000; seed++) {
      // Translating takes about 2 ms a program: every fourth goes through both tiers.
      const tiers = seed % 4 === 0 ? [undefined, pool] : [undefined]
      expect(judge(peer, seed, tally, tiers), `seed ${seed}`).toBeUndefined()
    }
    expect(tally.cases).toBe(3000)
    expect(tally.outcomes.get('success')).toBeGreaterThan(500)
    expect(tally.outcomes.size).toBeGreaterThan(25)
  })
})

describe('mutated ELFs', () => {
  it("give typed errors or run to an outcome: 10,000 of them, the verdict always litesvm's", () => {
    const peer = newPeer()
    let loaded = 0
    let compared = 0
    for (let i = 0; i < 10_000; i++) {
      const random = new Random(700_000 + i)
      const { elf, data } = generate(700_000 + i)
      const hostile = mutate(random, elf)
      // ownLoad lets only ElfError become a verdict; anything else fails the test.
      const executable = ownLoad(hostile)
      const ours = typeof executable === 'string' ? undefined : ownRun(executable, data, 2000)
      if (ours !== undefined) loaded++
      compared++
      const refused = peerLoads(peer, hostile)?.replace('Failed to add program: ', '')
      if (ours === undefined || refused !== undefined) {
        expect(typeof executable === 'string' ? executable : undefined, `mutation ${i}`).toBe(
          refused,
        )
        continue
      }
      expect(difference(ours, peerRun(peer, data, 2000)), `mutation ${i}`).toBeUndefined()
    }
    expect(loaded).toBeGreaterThan(1000)
    expect(compared).toBe(10_000)
  })
})
