/**
 * Transfers of a token of the ledger through its ERC-20 face beside OpenZeppelin's ERC-20 in the same EVM: blocks of 1,000 raw
 * transactions between as many wallets, receipts and roots included, signers known, on chains that go forward. Each runs
 * alone in its process, processes alternate, and medians are taken of CPU time, as in bench/tvm.ts.
 */
import { spawnSync } from 'node:child_process'
import { loadCrypto } from '../src/crypto/load.ts'
import type { Comparison } from './comparison.ts'
import { BLOCK_SIZE, cpuSeconds, faster, median } from './support/measure.ts'
import { type TokenKind, TokenWorld } from './support/token-world.ts'

const WALLETS = 200
/** Rounds of blocks; what the first ones teach the compiler is not counted. */
const WARM_UP_ROUNDS = 8
const ROUNDS = 12
const BLOCKS = 5
/** Processes of each. */
const RUNS = 3
const GOAL = 'CPU time; peer: OpenZeppelin in our EVM; goal 1'

async function rateOf(kind: TokenKind): Promise<number> {
  const world = new TokenWorld(await loadCrypto(), WALLETS, kind)
  const times: number[] = []
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const blocks = Array.from({ length: BLOCKS }, () => world.batch(BLOCK_SIZE))
    globalThis.gc?.()
    const took = cpuSeconds(() => {
      for (const block of blocks) world.execute(block)
    })
    if (round >= WARM_UP_ROUNDS) times.push(took)
  }
  return (BLOCKS * BLOCK_SIZE) / median(times)
}

const FACE = 'ERC-20 face of the ledger'
const PEER = 'OpenZeppelin ERC-20 in our EVM'

const landmark = (name: string, rate: number): Comparison[] => [
  faster(name, rate, null, 'tx/s', 'CPU time'),
]

/** Each in a process of its own; {@link run} alternates them. */
export const parts: Readonly<Record<string, () => Promise<Comparison[]>>> = {
  [FACE]: async () => landmark(FACE, await rateOf('ledger')),
  [PEER]: async () => landmark(PEER, await rateOf('openzeppelin')),
}

/** Starts this bench again for one part, with the same node flags. */
function rateIn(part: string): number {
  const again = [...process.execArgv, process.argv[1]!, 'token', '--part', part]
  const child = spawnSync(process.execPath, again, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const row = child.stdout.split('\n').find((line) => line.startsWith('{'))
  if (child.status !== 0 || row === undefined)
    throw new Error(`bench token, ${part}: exit code ${child.status}`)
  return (JSON.parse(row) as Comparison).ours
}

/** Alternates processes of both. */
export async function run(): Promise<Comparison[]> {
  const ours: number[] = []
  const theirs: number[] = []
  for (let i = 0; i < RUNS; i++) {
    theirs.push(rateIn(PEER))
    ours.push(rateIn(FACE))
  }
  return [faster('ERC-20 transfer, signers known', median(ours), median(theirs), 'tx/s', GOAL)]
}
