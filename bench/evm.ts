/**
 * The EVM engine beside @ethereumjs/vm on the same transactions in the same process: blocks of 1,000 transactions,
 * a mainnet block, loops; the cost of signatures beside bare recovery; how cost and memory grow with the state.
 * Repetitions of both sides are interleaved and medians taken. Ours always decodes the raw bytes, the peer gets decoded
 * objects.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { executeBlock, executeBlockUncommitted } from '../src/block.ts'
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
import { blocksWithoutSignatures } from './support/evm-blocks.ts'
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
import {
  BLOCK_SIZE,
  cpuSeconds,
  expectGas,
  faster,
  median,
  seconds,
  secondsAsync,
} from './support/measure.ts'

/** Blocks of 1,000 with signatures beside what recovering their senders costs alone. */
async function withSignatures(
  secp256k1: NonNullable<LoadCryptoOptions['secp256k1']>,
): Promise<Comparison[]> {
  const crypto = await loadCrypto({ secp256k1 })
  const world = new World(crypto, 200)
  const engines = [createEvmEngine()]
  const portable = secp256k1 === 'noble'
  const size = portable ? 200 : BLOCK_SIZE
  // A block in the portable backend takes seconds; in the others it takes several until the compiler has settled.
  const [warmUp, measured] = portable ? [2, 5] : [12, 24]
  const setUp = world.state.fork()
  const chain = Array.from({ length: warmUp + measured }, () =>
    world.batch('ETH transfer', size).map((built) => signedBytes(world, built)),
  )
  // Made before anything is timed: what they leave to the collector is neither side's.
  const bare = chain.map((raw) => raw.map(({ bytes }) => signatureOf(crypto, bytes)))
  const ours: number[] = []
  const theirs: number[] = []
  chain.forEach((raw, round) => {
    const block = { ...BLOCK, number: 1000n + BigInt(round) }
    const parent = world.state
    const a = cpuSeconds(() => {
      const result = executeBlock(parent, raw, block, { engines, crypto })
      world.state = result.state
      if (result.receipts.some(({ status }) => status !== 'success'))
        throw new Error('transfer failed')
    })
    parent.release()
    const b = cpuSeconds(() => {
      for (const signature of bare[round]!) recoverBare(crypto, signature)
    })
    if (round < warmUp) return
    ours.push(a)
    theirs.push(b)
  })
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
  // Means: a collection every other block is part of the price.
  const rate = size / mean(ours)
  const note = 'CPU time; peer: bare recover + keccak of the same backend; goal 0.9'
  const name = `ETH transfer, signatures by ${secp256k1}`
  const rows = [faster(name, rate, size / mean(theirs), 'tx/s', note)]
  if (secp256k1 === 'native') rows.push(await signedPeer(world, setUp, chain[0]!, rate))
  return rows
}

interface BareSignature {
  readonly preimage: Uint8Array
  readonly signature: Uint8Array
  readonly yParity: number
}

function signatureOf(crypto: Crypto, bytes: Uint8Array): BareSignature {
  const tx = decodeTransaction(crypto, bytes)
  const signature = concatBytes(u256ToBytes(tx.r), u256ToBytes(tx.s))
  return { preimage: encodeUnsignedTransaction(tx), signature, yParity: tx.yParity }
}

/** Exactly the curve work and the two hashes that a sender costs. */
function recoverBare(crypto: Crypto, { preimage, signature, yParity }: BareSignature): void {
  const key = crypto.secp256k1Recover(crypto.keccak256(preimage), signature, yParity)
  if (key === undefined) throw new Error('signature expected to be valid')
  crypto.keccak256(key.subarray(1))
}

/** The same signed block on the peer, which recovers by @noble. */
async function signedPeer(
  world: World,
  state: State,
  raw: readonly Transaction[],
  ours: number,
): Promise<Comparison> {
  const peer = await BenchPeer.create(FORK, world.alloc(state))
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

/** Run one by one, each in a process of its own: what the compiler learnt from one backend must not slow another. */
export const parts: Readonly<Record<string, () => Comparison[] | Promise<Comparison[]>>> = {
  'blocks of 1,000 wallets': async () => blocksWithoutSignatures(await loadCrypto(), 1000),
  'blocks of 200 wallets': async () => blocksWithoutSignatures(await loadCrypto(), 200),
  'blocks of 200 wallets, @noble': () => blocksWithoutSignatures(nobleCrypto, 200),
  'signatures, @noble': () => withSignatures('noble'),
  'signatures, WebAssembly': () => withSignatures('wasm'),
  'signatures, native': () => withSignatures('native'),
  'mainnet block': async () => mainnetBlock(await loadCrypto()),
  loops: async () => loops(await loadCrypto()),
  growth: async () => growth(await loadCrypto()),
}
