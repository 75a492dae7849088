/** A slice of scripts/fuzz-sbpf.ts, and hostile ELFs: our verdict must be litesvm's, and nothing else may be thrown. */
import { describe, expect, it } from 'vitest'
import { VmPool } from '../../src/vms/svm/sbpf/index.ts'
import { Random } from '../differential/random.ts'
import { generate, judge, newTally } from '../support/sbpf/judge.ts'
import { difference, ownLoad, ownRun } from '../support/sbpf/own.ts'
import { newPeer, peerLoads, peerRun } from '../support/sbpf/peer.ts'

/** A few bytes changed, words set to edges, a tail cut, a slice copied elsewhere. */
function mutate(random: Random, elf: Uint8Array): Uint8Array {
  const bytes = elf.slice()
  const view = new DataView(bytes.buffer)
  const changes = 1 + random.below(4)
  for (let i = 0; i < changes; i++) {
    // Headers and tables matter more than code.
    const at = random.chance(40) ? random.below(64) : random.below(bytes.length)
    const kind = random.below(4)
    if (kind === 0) bytes[at] = random.u32()
    else if (kind === 1) bytes[at] = bytes[at]! ^ (1 << random.below(8))
    else if (kind === 2 && at + 4 <= bytes.length) {
      view.setUint32(at & ~3, random.pick([0, 1, 8, 0xffff, 0x7fffffff, 0xffffffff, bytes.length]))
    } else if (at + 8 <= bytes.length) {
      const edges = [0n, 1n, 7n, 0xffff_ffffn, 0x1_0000_0000n, (1n << 63n) - 1n, (1n << 64n) - 8n]
      view.setBigUint64(at & ~7, random.pick(edges), true)
    }
  }
  return random.chance(10) ? bytes.slice(0, random.below(bytes.length)) : bytes
}

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
