/**
 * Transfers of a token of the ledger through each of its faces, beside what a user would deploy instead: OpenZeppelin's ERC-20
 * in the same EVM and TVM, the real p-token in the same Solana machine. Blocks of 1,000 raw transactions between as many
 * wallets, receipts and roots included, signers known, on chains that go forward. Each runs alone in its process, processes
 * alternate, and medians are taken of CPU time, as in bench/tvm.ts.
 */
import { spawnSync } from 'node:child_process'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { loadCrypto } from '../src/crypto/load.ts'
import type { Crypto } from '../src/crypto/types.ts'
import type { Comparison } from './comparison.ts'
import { walletsOf } from './support/evm-world.ts'
import { BLOCK_SIZE, cpuSeconds, faster, median } from './support/measure.ts'
import { NativeTokenWorld, SplTokenWorld, type TransferWorld } from './support/token-faces.ts'
import { type TokenKind, TokenWorld } from './support/token-world.ts'
import { knowing, TronBenchWorld } from './support/tron-world.ts'

const WALLETS = 200
/** litesvm sets them up one by one. */
const SOLANA_WALLETS = 50
/** Rounds of blocks; what the first ones teach the compiler is not counted. */
const ROUNDS = { warmUp: 8, counted: 12, blocks: 5 }
/** Building and signing these takes much longer than executing them. */
const SOLANA_ROUNDS = { warmUp: 10, counted: 8, blocks: 1 }
/** Processes of each. */
const RUNS = 3

function tronWorld(crypto: Crypto, kind: TokenKind): TransferWorld {
  const wallets = walletsOf(crypto, WALLETS)
  const keys = wallets.map(({ key }) => secp256k1.getPublicKey(key, false))
  return new TronBenchWorld(knowing(crypto, keys), wallets, kind)
}

const WORLDS: Readonly<Record<string, (crypto: Crypto) => TransferWorld>> = {
  'native operation': (crypto) => new NativeTokenWorld(crypto, WALLETS),
  'ERC-20 face': (crypto) => new TokenWorld(crypto, WALLETS, 'ledger'),
  'OpenZeppelin in our EVM': (crypto) => new TokenWorld(crypto, WALLETS, 'openzeppelin'),
  'TRC-20 face': (crypto) => tronWorld(crypto, 'ledger'),
  'OpenZeppelin in our TVM': (crypto) => tronWorld(crypto, 'openzeppelin'),
  'SPL face': (crypto) => new SplTokenWorld(crypto, SOLANA_WALLETS, 'ledger'),
  'p-token in our SVM': (crypto) => new SplTokenWorld(crypto, SOLANA_WALLETS, 'p-token'),
}

/** Ours, who it stands beside, and what is wanted. */
const ROWS: readonly (readonly [face: string, peer: string | undefined, goal: string])[] = [
  ['native operation', undefined, 'by envelope'],
  ['ERC-20 face', 'OpenZeppelin in our EVM', 'goal 1'],
  ['TRC-20 face', 'OpenZeppelin in our TVM', 'report'],
  ['SPL face', 'p-token in our SVM', 'report'],
]

/** Transfers a second. */
function rateOf(world: TransferWorld): number {
  const times: number[] = []
  const { warmUp, counted, blocks: count } = world instanceof SplTokenWorld ? SOLANA_ROUNDS : ROUNDS
  for (let round = 0; round < warmUp + counted; round++) {
    const blocks = Array.from({ length: count }, () => world.batch(BLOCK_SIZE))
    globalThis.gc?.()
    const took = cpuSeconds(() => {
      for (const block of blocks) world.execute(block)
    })
    if (round >= warmUp) times.push(took)
  }
  return (count * BLOCK_SIZE) / median(times)
}

/** Each in a process of its own; {@link run} alternates them. */
export const parts: Readonly<Record<string, () => Promise<Comparison[]>>> = Object.fromEntries(
  Object.entries(WORLDS).map(([name, make]) => [
    name,
    async () => [faster(name, rateOf(make(await loadCrypto())), null, 'tx/s', 'CPU time')],
  ]),
)

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

/** Alternates processes of a face and its peer. */
export async function run(): Promise<Comparison[]> {
  return ROWS.map(([face, peer, goal]) => {
    const ours: number[] = []
    const theirs: number[] = []
    for (let i = 0; i < RUNS; i++) {
      if (peer !== undefined) theirs.push(rateIn(peer))
      ours.push(rateIn(face))
    }
    const note = peer === undefined ? goal : `peer: ${peer}; ${goal}`
    const rate = peer === undefined ? null : median(theirs)
    return faster(`transfer, ${face}`, median(ours), rate, 'tx/s', `CPU time; ${note}`)
  })
}
