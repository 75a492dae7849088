/**
 * The EVM engine beside @ethereumjs/vm on the same transactions in the same process: blocks of 1,000 transactions,
 * a mainnet block, loops; the cost of signatures beside bare recovery; how cost and memory grow with the state.
 * Repetitions of both sides are interleaved and medians taken. Ours always decodes the raw bytes, the peer gets decoded
 * objects.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BlockResult, executeBlock, executeBlockUncommitted } from '../src/block.ts'
import { type LoadCryptoOptions, loadCrypto } from '../src/crypto/load.ts'
import { nobleCrypto } from '../src/crypto/noble.ts'
import type { Crypto } from '../src/crypto/types.ts'
import { createGenesis } from '../src/genesis.ts'
import { bytesToHex, concatBytes, hexToBytes } from '../src/primitives/bytes.ts'
import { u256ToBytes } from '../src/primitives/u256.ts'
import type { State } from '../src/state/state.ts'
import type { Transaction } from '../src/transaction.ts'
import { createEvmEngine, ethereumReceiptsRoot } from '../src/vms/evm/index.ts'
import { decodeTransaction } from '../src/vms/evm/transaction/decode.ts'
import { encodeUnsignedTransaction } from '../src/vms/evm/transaction/encode.ts'
import { recoverSender } from '../src/vms/evm/transaction/signature.ts'
import { loadMainnetBlock } from '../test/vectors/evm/mainnet.ts'
import type { Comparison } from './comparison.ts'
import { BenchPeer } from './support/evm-peer.ts'
import {
  BLOCK,
  believingEngine,
  ETHER,
  evmOnly,
  FORK,
  signedBytes,
  unsignedBytes,
  World,
} from './support/evm-world.ts'

const BLOCK_SIZE = 1000

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

function seconds(work: () => unknown): number {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}

async function secondsAsync(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

function expectGas(ours: bigint, peer: bigint, what: string): void {
  if (ours !== peer) throw new Error(`${what}: gas ours ${ours}, peer ${peer}`)
}

function faster(
  name: string,
  ours: number,
  peer: number | null,
  unit: string,
  note: string,
): Comparison {
  return { name, ours, peer, ratio: peer === null ? null : ours / peer, unit, note }
}

/**
 * Makes a state the newest version again, untimed. A repetition starts from the same state as the one before; a chain goes
 * forward and never pays for the way back (docs/decisions/0002-old-versions-point-forward.md).
 */
function comeBack(state: State): void {
  executeBlock(state, [], { number: 1_000_000n }).state.release()
}

/** Blocks of 1,000 without signatures. The chain goes on from repetition to repetition on both sides. */
async function withoutSignatures(crypto: Crypto, wallets: number): Promise<Comparison[]> {
  const world = new World(crypto, wallets)
  const peer = await BenchPeer.create(FORK, world.alloc())
  const portable = new World(nobleCrypto, wallets)
  const engines = [believingEngine(world.wallets)]
  const rows: Comparison[] = []
  let number = 1000n
  for (const [kind, repetitions, runs, goal] of [
    ['ETH transfer', 5, 10, 30],
    ['ERC-20 transfer', 3, 6, 30],
    ['Uniswap V2 swap', 3, 3, 25],
  ] as const) {
    const ours: number[] = []
    const noble: number[] = []
    const theirs: number[] = []
    for (let round = 0; round <= repetitions; round++) {
      // Round 0 warms both up, the peer on a part of a block.
      const size = round === 0 && kind === 'Uniswap V2 swap' ? 200 : BLOCK_SIZE
      const built = world.batch(kind, size)
      const raw = built.map(unsignedBytes)
      const decoded = raw.map(({ bytes }, i) =>
        peer.transaction(bytes, world.wallets[built[i]!.wallet]!.address),
      )
      const block = { ...BLOCK, number: ++number }
      let gas = 0n
      globalThis.gc?.()
      for (let i = 0; i < (round === 0 ? 6 * runs : runs); i++) {
        let done: BlockResult | undefined
        comeBack(world.state)
        ours.push(
          seconds(() => {
            done = executeBlock(world.state, raw, block, { engines, crypto })
          }),
        )
        gas = done?.gasUsed ?? 0n
        done?.state.release()
      }
      const result = executeBlock(world.state, raw, block, { engines, crypto })
      world.state.release()
      world.state = result.state
      const own = portable.batch(kind, size).map(unsignedBytes)
      const run = () => executeBlock(portable.state, own, block, { engines, crypto: nobleCrypto })
      for (let i = 0; i < (round === 0 ? 2 * runs : 2); i++) {
        let done: BlockResult | undefined
        comeBack(portable.state)
        noble.push(
          seconds(() => {
            done = run()
          }),
        )
        done?.state.release()
      }
      portable.state = run().state
      globalThis.gc?.()
      theirs.push(
        await secondsAsync(async () => expectGas(gas, await peer.run(block, decoded), kind)),
      )
      if (round === 0) for (const list of [ours, noble, theirs]) list.length = 0
    }
    const rate = (list: readonly number[]) => BLOCK_SIZE / median(list)
    const note = `goal ${goal}x; ours ${crypto.name}`
    const name = `${kind}, ${wallets} wallets, no signatures`
    rows.push(faster(name, rate(ours), rate(theirs), 'tx/s', note))
    rows.push(
      faster(`${name}, @noble only`, rate(noble), rate(theirs), 'tx/s', 'both sides @noble'),
    )
  }
  return rows
}

/** Blocks of 1,000 with signatures beside what recovering their senders costs alone. */
async function withSignatures(): Promise<Comparison[]> {
  const rows: Comparison[] = []
  const backends: readonly LoadCryptoOptions['secp256k1'][] = ['noble', 'wasm', 'native']
  for (const secp256k1 of backends) {
    if (secp256k1 === undefined) continue
    const crypto = await loadCrypto({ secp256k1 })
    const world = new World(crypto, 200)
    const engines = [createEvmEngine()]
    const size = secp256k1 === 'noble' ? 200 : BLOCK_SIZE
    const raw = world.batch('ETH transfer', size).map((it) => signedBytes(world, it))
    const digests = raw.map(({ bytes }) => {
      const tx = decodeTransaction(crypto, bytes)
      const signature = concatBytes(u256ToBytes(tx.r), u256ToBytes(tx.s))
      return { preimage: encodeUnsignedTransaction(tx), signature, yParity: tx.yParity }
    })
    /** Exactly the curve work and the two hashes that a sender costs. */
    const bare = () => {
      for (const { preimage, signature, yParity } of digests) {
        const key = crypto.secp256k1Recover(crypto.keccak256(preimage), signature, yParity)
        if (key === undefined) throw new Error('signature expected to be valid')
        crypto.keccak256(key.subarray(1))
      }
    }
    const full = () => {
      const block = { ...BLOCK, number: 1000n }
      const result = executeBlock(world.state, raw, block, { engines, crypto })
      if (result.receipts.some(({ status }) => status !== 'success'))
        throw new Error('transfer failed')
      result.state.release()
    }
    const ours: number[] = []
    const theirs: number[] = []
    // A block in the portable backend takes seconds; in the others it takes several until the compiler has settled.
    const warmUp = secp256k1 === 'noble' ? 1 : 8
    for (let round = 0; round < warmUp + 9; round++) {
      comeBack(world.state)
      const [a, b] = [seconds(full), seconds(bare)]
      if (round < warmUp) continue
      ours.push(a)
      theirs.push(b)
    }
    rows.push(
      faster(
        `ETH transfer, signatures by ${secp256k1}`,
        size / median(ours),
        size / median(theirs),
        'tx/s',
        'peer: bare recover + keccak of the same backend; goal 0.9',
      ),
    )
    if (secp256k1 === 'native') rows.push(await signedPeer(world, raw, size / median(ours)))
  }
  return rows
}

/** The same signed block on the peer, which recovers by @noble. */
async function signedPeer(
  world: World,
  raw: readonly Transaction[],
  ours: number,
): Promise<Comparison> {
  const peer = await BenchPeer.create(FORK, world.alloc())
  const took = await secondsAsync(() =>
    peer.run(
      { ...BLOCK, number: 1000n },
      raw.map(({ bytes }) => peer.transaction(bytes)),
    ),
  )
  return faster(
    'ETH transfer, signatures, native beside the peer',
    ours,
    raw.length / took,
    'tx/s',
    'decode + recover + runTx',
  )
}

/** Mainnet block 24,476,005, with its signatures and without. */
async function mainnetBlock(crypto: Crypto): Promise<Comparison[]> {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const folder = join(
    process.env.N_VM_VECTORS ?? join(root, '..', 'shared', 'vectors'),
    'evm',
    'mainnet',
  )
  if (!existsSync(folder)) {
    console.error(
      'mainnet block: skipped, its data is not at N_VM_VECTORS/evm/mainnet (docs/vectors.md)',
    )
    return []
  }
  const { header, state, transactions, block } = loadMainnetBlock(folder, crypto)
  const senders = new Map(
    transactions.map(({ bytes }) => {
      const tx = decodeTransaction(crypto, bytes)
      return [bytesToHex(bytes), recoverSender(crypto, tx)] as const
    }),
  )
  const knowing = [createEvmEngine({ recoverSender: (tx) => senders.get(bytesToHex(tx.raw))! })]
  const plain = [createEvmEngine()]
  const fields = {
    number: BigInt(header.number as string),
    timestamp: BigInt(header.timestamp as string),
    coinbase: block.coinbase!,
    gasLimit: block.gasLimit!,
    baseFeePerGas: block.baseFeePerGas!,
    excessBlobGas: BigInt(header.excessBlobGas as string),
    prevRandao: block.prevRandao!,
  }
  const alloc = allocOf(state, crypto)
  const times = {
    ours: [] as number[],
    signed: [] as number[],
    peer: [] as number[],
    peerSigned: [] as number[],
  }
  for (let round = 0; round < 4; round++) {
    for (const [list, engines] of [
      [times.ours, knowing],
      [times.signed, plain],
    ] as const) {
      for (let i = 0; i < 3; i++) {
        list.push(
          seconds(() => {
            const result = executeBlock(state, transactions, block, { engines, crypto })
            ethereumReceiptsRoot(crypto, result.receipts)
            expectGas(result.gasUsed, BigInt(header.gasUsed), 'mainnet block')
            result.state.release()
          }),
        )
      }
    }
    for (const [list, signed] of [
      [times.peer, false],
      [times.peerSigned, true],
    ] as const) {
      const peer = await BenchPeer.create('bpo2', alloc)
      const decode = ({ bytes }: Transaction) =>
        peer.transaction(bytes, signed ? undefined : senders.get(bytesToHex(bytes)))
      const decoded = transactions.map(decode)
      list.push(
        await secondsAsync(async () =>
          expectGas(
            await peer.run(fields, decoded),
            BigInt(header.gasUsed),
            'mainnet block of the peer',
          ),
        ),
      )
    }
    if (round === 0) for (const list of Object.values(times)) list.length = 0
  }
  const per = (list: readonly number[]) => 1 / median(list)
  const note =
    'runTx, without withdrawals and system calls on the peer; ours with receipts root; goal 10x'
  return [
    faster(
      'mainnet block 24476005, with signatures',
      per(times.signed),
      per(times.peerSigned),
      'blocks/s',
      note,
    ),
    faster(
      'mainnet block 24476005, no signatures',
      per(times.ours),
      per(times.peer),
      'blocks/s',
      note,
    ),
  ]
}

function allocOf(state: State, crypto: Crypto) {
  return World.prototype.alloc.call({ crypto } as World, state)
}

/** Gas per second of code that only computes. */
async function loops(crypto: Crypto): Promise<Comparison[]> {
  const world = new World(crypto, 200)
  const peer = await BenchPeer.create(FORK, world.alloc())
  const engines = [believingEngine(world.wallets)]
  const rows: Comparison[] = []
  for (const [name, address] of Object.entries(world.loops)) {
    const rounds = name.startsWith('keccak') ? 20_000 : 100_000
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < 4; round++) {
      const bytes = (count: number) =>
        unsignedBytes({
          wallet: 1,
          fields: {
            ...world.batch('ETH transfer', 1)[0]!.fields,
            nonce: world.nonces[1]!,
            to: address,
            value: 0n,
            data: u256ToBytes(BigInt(count)),
            gasLimit: 100_000_000n,
          },
        })
      const tx = bytes(rounds)
      for (let i = 0; i < 3; i++) {
        let gas = 0
        const took = seconds(() => {
          const run = executeBlockUncommitted(
            world.state,
            [tx],
            { ...BLOCK, number: 1000n },
            { engines, crypto },
          )
          if (run.receipts[0]?.status !== 'success')
            throw new Error(`loop ${name}: ${run.receipts[0]?.error?.message}`)
          gas = Number(run.gasUsed)
        })
        ours.push(gas / took / 1e6)
      }
      let gas = 0n
      const peerRounds = BigInt(rounds / 5)
      const took = await secondsAsync(async () => {
        gas = await peer.call(address, u256ToBytes(peerRounds), 100_000_000n)
      })
      theirs.push(Number(gas) / took / 1e6)
      if (round === 0) for (const list of [ours, theirs]) list.length = 0
    }
    rows.push(
      faster(
        `loop: ${name}`,
        median(ours),
        median(theirs),
        'Mgas/s',
        'peer: @ethereumjs/evm runCall',
      ),
    )
  }
  return rows
}

/** The same transfers on states of growing size, root excluded; and what a plain account takes up. */
function growth(crypto: Crypto): Comparison[] {
  const rows: Comparison[] = []
  const address = (i: number) =>
    hexToBytes((0x10000000 + i * 2_654_435_761).toString(16).padStart(40, '0'))
  let smallest = 0
  for (const accounts of [1_000, 100_000, 1_000_000]) {
    const before = memory()
    const state = plainState(crypto, accounts, address)
    const after = memory()
    const step = accounts / BLOCK_SIZE
    const senders = Array.from({ length: BLOCK_SIZE }, (_, i) => ({ address: address(i * step) }))
    const engines = [believingEngine(senders)]
    const raw = senders.map((_, i) =>
      transferBytes(i, address(((i * 7919 + 13) % BLOCK_SIZE) * step)),
    )
    const times: number[] = []
    globalThis.gc?.()
    for (let round = 0; round < 60; round++) {
      const took = seconds(() => {
        const run = executeBlockUncommitted(
          state,
          raw,
          { ...BLOCK, number: 1000n },
          { engines, crypto },
        )
        if (run.receipts.some(({ status }) => status !== 'success'))
          throw new Error('transfer failed')
      })
      if (round >= 20) times.push(took)
    }
    const cost = (median(times) / BLOCK_SIZE) * 1e6
    if (smallest === 0) smallest = cost
    const name = accounts.toLocaleString('en-US')
    rows.push({
      name: `ETH transfer at ${name} accounts, root excluded`,
      ours: cost,
      peer: accounts === 1_000 ? null : smallest,
      ratio: accounts === 1_000 ? null : smallest / cost,
      unit: 'us/tx',
      note: accounts === 1_000 ? 'landmark' : 'peer: ours at 1,000; goal at least 0.67',
    })
    if (accounts === 1_000_000) {
      const own = Object.values(state.memory()).reduce((sum: number, part: number) => sum + part, 0)
      const plain = { peer: null, ratio: null, unit: 'bytes/account' }
      rows.push({
        ...plain,
        name: 'memory per plain account at 1,000,000',
        ours: own / accounts,
        note: 'state.memory()',
      })
      rows.push({
        ...plain,
        name: 'resident memory per plain account at 1,000,000',
        ours: (after - before) / accounts,
        note: 'heap and buffers of the process, after a collection',
      })
    }
    state.release()
  }
  return rows
}

function memory(): number {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function plainState(crypto: Crypto, accounts: number, address: (i: number) => Uint8Array): State {
  const alloc: Record<string, { balance: bigint }> = {}
  for (let i = 0; i < accounts; i++) alloc[bytesToHex(address(i))] = { balance: ETHER }
  return createGenesis({ chainId: 1n, evmFork: FORK, alloc, crypto, configure: evmOnly })
}

function transferBytes(wallet: number, to: Uint8Array): Transaction {
  return unsignedBytes({
    wallet,
    fields: {
      type: 2,
      chainId: 1n,
      nonce: 0n,
      gasLimit: 21_000n,
      gasPrice: undefined,
      maxFeePerGas: 100n,
      maxPriorityFeePerGas: 1n,
      to,
      value: 1n,
      data: new Uint8Array(0),
      accessList: [],
      maxFeePerBlobGas: undefined,
      blobVersionedHashes: [],
      authorizationList: [],
    },
  })
}

export async function run(): Promise<Comparison[]> {
  const crypto = await loadCrypto()
  const only = process.env.N_VM_BENCH_ONLY
  const parts: readonly (readonly [string, () => Comparison[] | Promise<Comparison[]>])[] = [
    ['blocks', () => withoutSignatures(crypto, 1000)],
    ['blocks-200', () => withoutSignatures(crypto, 200)],
    ['signatures', withSignatures],
    ['mainnet', () => mainnetBlock(crypto)],
    ['loops', () => loops(crypto)],
    ['growth', () => growth(crypto)],
  ]
  const rows: Comparison[] = []
  for (const [name, part] of parts) {
    if (only !== undefined && only !== name) continue
    rows.push(...(await part()))
  }
  return rows
}
