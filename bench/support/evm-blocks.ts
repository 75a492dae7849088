/**
 * ETH transfers, token transfers and swaps without signatures: our executeBlock beside the peer's runTx on one chain of
 * blocks of 1,000 transactions, roots included.
 */
import { type BlockResult, executeBlock } from '../../src/block.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import type { Comparison } from '../comparison.ts'
import { BenchPeer } from './evm-peer.ts'
import { BLOCK, type Built, believingEngine, FORK, unsignedBytes, World } from './evm-world.ts'
import {
  BLOCK_SIZE,
  comeBack,
  expectGas,
  faster,
  median,
  seconds,
  secondsAsync,
} from './measure.ts'

/** Kind, rounds, our blocks a round (the peer does one), goal. */
const KINDS = [
  ['ETH transfer', 5, 20, 30],
  ['ERC-20 transfer', 4, 10, 30],
  ['Uniswap V2 swap', 3, 4, 25],
] as const

/** Blocks before anything counts. The first round also warms the peer up, on a part of a block where it is slow. */
const WARM_UP_BLOCKS = { 'ETH transfer': 80, 'ERC-20 transfer': 30, 'Uniswap V2 swap': 8 } as const

type Kind = (typeof KINDS)[number][0]

class Contest {
  readonly ours: number[] = []
  readonly theirs: number[] = []
  private readonly world: World
  private readonly peer: BenchPeer
  private readonly engines
  private number = 1000n

  constructor(world: World, peer: BenchPeer) {
    this.world = world
    this.peer = peer
    this.engines = [believingEngine(world.wallets)]
  }

  /** Ours goes forward by several blocks, as a chain does; then both stand after the first of them. */
  async round(kind: Kind, size: number, blocks: number): Promise<void> {
    const { world, peer } = this
    const first = world.batch(kind, size)
    const nonces = [...world.nonces]
    const chain = [first, ...Array.from({ length: blocks - 1 }, () => world.batch(kind, size))]
    comeBack(world.state)
    globalThis.gc?.()
    const block = { ...BLOCK, number: ++this.number }
    const gas = this.forward(chain, block.number)
    const decoded = first.map((built) =>
      peer.transaction(unsignedBytes(built).bytes, world.wallets[built.wallet]!.address),
    )
    globalThis.gc?.()
    this.theirs.push(
      await secondsAsync(async () => expectGas(gas, await peer.run(block, decoded), kind)),
    )
    nonces.forEach((nonce, wallet) => void (world.nonces[wallet] = nonce))
  }

  /** Runs the blocks one on the other; gas of the first, whose state stays. */
  private forward(chain: readonly (readonly Built[])[], from: bigint): bigint {
    const { world, engines } = this
    const blocks = chain.map((batch) => batch.map(unsignedBytes))
    let last: BlockResult | undefined
    let first: BlockResult | undefined
    blocks.forEach((raw, i) => {
      const block = { ...BLOCK, number: from + BigInt(i) }
      const parent = last?.state ?? world.state
      this.ours.push(
        seconds(() => {
          last = executeBlock(parent, raw, block, { engines, crypto: world.crypto })
        }),
      )
      if (i === 0) first = last
      else if (i > 1) parent.release()
      if (i === 0) world.state.release()
    })
    if (blocks.length > 1) last!.state.release()
    if (first!.receipts.some(({ status }) => status !== 'success')) throw new Error('a receipt')
    world.state = first!.state
    return first!.gasUsed
  }
}

/** Rows of all kinds for so many wallets and one backend. */
export async function blocksWithoutSignatures(
  crypto: Crypto,
  wallets: number,
): Promise<Comparison[]> {
  const world = new World(crypto, wallets)
  const contest = new Contest(world, await BenchPeer.create(FORK, world.alloc()))
  const rows: Comparison[] = []
  for (const [kind, rounds, blocks, goal] of KINDS) {
    const partly = kind === 'Uniswap V2 swap' ? 200 : BLOCK_SIZE
    await contest.round(kind, partly, WARM_UP_BLOCKS[kind])
    contest.ours.length = 0
    contest.theirs.length = 0
    for (let round = 0; round < rounds; round++) await contest.round(kind, BLOCK_SIZE, blocks)
    const rate = (list: readonly number[]) => BLOCK_SIZE / median(list)
    const note = `goal ${goal}x; ours ${crypto.name}`
    const name = `${kind}, ${wallets} wallets, no signatures`
    rows.push(faster(name, rate(contest.ours), rate(contest.theirs), 'tx/s', note))
    contest.ours.length = 0
    contest.theirs.length = 0
  }
  return rows
}
