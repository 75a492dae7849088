/** One generated case on the peer and on our tiers. */
import type { LiteSvm } from 'litesvm/dist/internal.js'
import type { VmPool } from '../../../src/vms/svm/sbpf/index.ts'
import { Random } from '../../differential/random.ts'
import { type Generated, generateProgram, generateSoup } from './generate.ts'
import { difference, ownLoad, ownRun } from './own.ts'
import { peerLoads, peerRun } from './peer.ts'

/** What happened, by name. */
export interface Tally {
  cases: number
  readonly outcomes: Map<string, number>
}

export const newTally = (): Tally => ({ cases: 0, outcomes: new Map() })

function count(tally: Tally, name: string): void {
  tally.outcomes.set(name, (tally.outcomes.get(name) ?? 0) + 1)
}

/** Versions 0 and 3 are what runs on mainnet; 1 and 2 get a share. */
export function generate(seed: number): Generated {
  const random = new Random(seed)
  const version = random.pick([0, 0, 0, 3, 3, 3, 1, 2])
  return random.chance(85) ? generateProgram(random, version) : generateSoup(random, version)
}

/** Runs the case everywhere (an undefined tier is the interpreter); returns the difference. */
export function judge(
  peer: LiteSvm,
  seed: number,
  tally: Tally,
  tiers: readonly (VmPool | undefined)[],
): string | undefined {
  return judgeProgram(peer, generate(seed), tally, tiers)
}

export function judgeProgram(
  peer: LiteSvm,
  generated: Generated,
  tally: Tally,
  tiers: readonly (VmPool | undefined)[],
): string | undefined {
  const { elf, data, units } = generated
  tally.cases++
  const refused = peerLoads(peer, elf)?.replace('Failed to add program: ', '')
  const executable = ownLoad(elf)
  if (refused !== undefined || typeof executable === 'string') {
    const own = typeof executable === 'string' ? executable : undefined
    count(tally, `refused: ${refused?.replace(/(0x)?[0-9a-f]*\d[0-9a-f]*/g, 'N')}`)
    return own === refused ? undefined : `own loads: ${own}\npeer loads: ${refused}`
  }
  const theirs = peerRun(peer, data, units)
  count(tally, theirs.failure?.replace(/(0x)?[0-9a-f]*\d[0-9a-f]*/g, 'N') ?? 'success')
  for (const tier of tiers) {
    const ours = ownRun(executable, data, units, tier)
    const wrong = difference(ours, theirs)
    if (wrong !== undefined)
      return `version ${generated.version}, tier ${tiers.indexOf(tier)}, budget ${units}\n${wrong}`
  }
  return undefined
}
