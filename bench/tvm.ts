/**
 * The TVM beside the EVM engine on the same bytecode: transfers of one OpenZeppelin token between as many wallets, in
 * blocks of 1,000 raw transactions of each kind, by executeBlock, receipts and roots included, on chains that go forward.
 * Each engine runs alone in its process, so that neither spoils what the compiler learnt for the other; processes
 * alternate and medians are taken of CPU time, which other work on the machine disturbs less than the clock's. Both
 * engines parse, hash and check their own transactions; recovering a signer is a look-up for both, since bare curve work
 * would hide what is compared. Two more rows are blocks of really signed TRX transfers beside bare recoveries.
 */
import { spawnSync } from 'node:child_process'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { executeBlock } from '../src/block.ts'
import { type LoadCryptoOptions, loadCrypto } from '../src/crypto/load.ts'
import { createEvmEngine } from '../src/vms/evm/index.ts'
import { decodeTransaction } from '../src/vms/tvm/transaction/decode.ts'
import { recoverSigner } from '../src/vms/tvm/transaction/signature.ts'
import type { Comparison } from './comparison.ts'
import { BLOCK, unsignedBytes, World, walletsOf } from './support/evm-world.ts'
import { BLOCK_SIZE, cpuSeconds, faster, median } from './support/measure.ts'
import { knowing, TronBenchWorld } from './support/tron-world.ts'

const WALLETS = 200
/** Rounds of blocks; what the first ones teach the compiler is not counted. */
const WARM_UP_ROUNDS = 8
const ROUNDS = 12
const BLOCKS = 5
/** Processes of each engine. */
const RUNS = 3
/** Spec: at least 0.7 of the EVM's rate. */
const GOAL = 'CPU time; peer: our EVM engine; goal 0.7'

async function knownWallets() {
  const backend = await loadCrypto()
  const keys = walletsOf(backend, WALLETS).map(({ key }) => secp256k1.getPublicKey(key, false))
  return knowing(backend, keys)
}

/** Transfers a second of an engine whose next blocks `prepare` makes, as functions that execute them. */
function rateOf(prepare: () => readonly (() => void)[]): number {
  const times: number[] = []
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const blocks = prepare()
    globalThis.gc?.()
    const took = cpuSeconds(() => {
      for (const block of blocks) block()
    })
    if (round >= WARM_UP_ROUNDS) times.push(took)
  }
  return (BLOCKS * BLOCK_SIZE) / median(times)
}

async function evmRate(): Promise<number> {
  const crypto = await knownWallets()
  const world = new World(crypto, WALLETS)
  const engines = [createEvmEngine()]
  let number = 1000n
  const forward = (transactions: readonly ReturnType<typeof unsignedBytes>[]) => {
    const block = { ...BLOCK, number: ++number }
    const { state, receipts } = executeBlock(world.state, transactions, block, { engines, crypto })
    if (receipts.some(({ status }) => status !== 'success'))
      throw new Error('evm: a transfer failed')
    const parent = world.state
    world.state = state
    parent.release()
  }
  return rateOf(() =>
    Array.from({ length: BLOCKS }, () => {
      const raw = world.batch('ERC-20 transfer', BLOCK_SIZE).map(unsignedBytes)
      return () => forward(raw)
    }),
  )
}

async function tvmRate(): Promise<number> {
  const crypto = await knownWallets()
  const tvm = new TronBenchWorld(crypto, walletsOf(crypto, WALLETS))
  return rateOf(() =>
    Array.from({ length: BLOCKS }, () => {
      const raw = tvm.batch(BLOCK_SIZE)
      return () => tvm.execute(raw)
    }),
  )
}

/** Blocks of TRX transfers beside what recovering their signers costs alone. */
async function withSignatures(
  secp: NonNullable<LoadCryptoOptions['secp256k1']>,
): Promise<Comparison[]> {
  const crypto = await loadCrypto({ secp256k1: secp })
  const world = new TronBenchWorld(await knownWallets(), walletsOf(crypto, WALLETS))
  world.crypto = crypto
  const isPortable = secp === 'noble'
  const size = isPortable ? 200 : BLOCK_SIZE
  const [warmUp, measured] = isPortable ? [2, 5] : [12, 24]
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < warmUp + measured; round++) {
    const raw = world.signedBatch(size)
    const bare = raw.map(({ bytes }) => decodeTransaction(crypto, bytes))
    globalThis.gc?.()
    const a = cpuSeconds(() => world.execute(raw))
    const b = cpuSeconds(() => {
      for (const { txid, signatures } of bare) recoverSigner(crypto, txid, signatures[0]!)
    })
    if (round < warmUp) continue
    ours.push(a)
    theirs.push(b)
  }
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
  const note = 'CPU time; peer: bare recover + keccak of the same backend'
  const name = `TRX transfer, signatures by ${secp}`
  return [faster(name, size / mean(ours), size / mean(theirs), 'tx/s', note)]
}

const landmark = (name: string, rate: number): Comparison[] => [
  faster(name, rate, null, 'tx/s', 'CPU time'),
]

const EVM = 'ERC-20 transfers, EVM engine'
const TVM = 'TRC-20 transfers, TVM engine'

/** Each in a process of its own; {@link run} alternates them. */
export const parts: Readonly<Record<string, () => Promise<Comparison[]>>> = {
  [EVM]: async () => landmark(EVM, await evmRate()),
  [TVM]: async () => landmark(TVM, await tvmRate()),
  'signatures, @noble': () => withSignatures('noble'),
  'signatures, native': () => withSignatures('native'),
}

/** Starts this bench again for one part, with the same node flags. */
function rowOf(part: string): Comparison {
  const again = [...process.execArgv, process.argv[1]!, 'tvm', '--part', part]
  const child = spawnSync(process.execPath, again, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const row = child.stdout.split('\n').find((line) => line.startsWith('{'))
  if (child.status !== 0 || row === undefined)
    throw new Error(`bench tvm, ${part}: exit code ${child.status}`)
  return JSON.parse(row) as Comparison
}

/** Alternates processes of both engines. */
export async function run(): Promise<Comparison[]> {
  const ours: number[] = []
  const theirs: number[] = []
  for (let i = 0; i < RUNS; i++) {
    theirs.push(rowOf(EVM).ours)
    ours.push(rowOf(TVM).ours)
  }
  return [
    faster('TRC-20 transfer, signers known', median(ours), median(theirs), 'tx/s', GOAL),
    rowOf('signatures, @noble'),
    rowOf('signatures, native'),
  ]
}
