/**
 * The Solana machine beside npm litesvm (Agave's runtime, native code) on the same wallet bytes: transfers, compute in
 * programs, preparation of programs. Ours runs blocks of 1,000 by executeBlockUncommitted, so without the root, which
 * litesvm has not either; litesvm gets transactions one by one, decoded before the clock starts where its public API
 * wants them so.
 */
import { PublicKey } from '@solana/web3.js'
import { executeBlockUncommitted } from '../src/block.ts'
import { type LoadCryptoOptions, loadCrypto } from '../src/crypto/load.ts'
import type { Crypto } from '../src/crypto/types.ts'
import type { State } from '../src/state/state.ts'
import type { Comparison } from './comparison.ts'
import { BLOCK_SIZE, faster, median, seconds } from './support/measure.ts'
import {
  kitTransaction,
  SolanaWorld,
  solanaEngines,
  type TransferKind,
} from './support/solana-world.ts'
import { vmParts } from './support/svm-vm.ts'

const WALLETS = 50
const KINDS: readonly TransferKind[] = [
  'system transfer',
  'p-token transfer',
  'Token-2022 transfer',
]

/** Our chain: blocks go forward, every one under a new hash, the wallets' one stays recent. */
class Chain {
  private state: State
  private number = 0n
  private readonly engines
  private readonly crypto: Crypto
  private readonly blockhash: Uint8Array

  constructor(world: SolanaWorld, crypto: Crypto, verifySignatures: boolean) {
    this.engines = solanaEngines(verifySignatures)
    this.crypto = crypto
    this.state = world.state(crypto, this.engines)
    this.blockhash = new PublicKey(world.blockhash).toBytes()
  }

  /** Seconds a block takes, without making the next state; all must succeed. */
  run(bytes: readonly Uint8Array[]): number {
    const number = ++this.number
    const solana = {
      slot: 440_208_000n + number,
      ...(number === 1n && { blockhash: this.blockhash }),
    }
    const transactions = bytes.map((each) => ({ kind: 'solana' as const, bytes: each }))
    const { engines, crypto } = this
    let done: ReturnType<typeof executeBlockUncommitted> | undefined
    const took = seconds(() => {
      done = executeBlockUncommitted(
        this.state,
        transactions,
        { number, solana },
        { engines, crypto },
      )
    })
    const { receipts, diff } = done!
    const failed = receipts.find(({ status }) => status !== 'success')
    if (failed !== undefined) throw new Error(`ours: ${failed.status} ${failed.error?.message}`)
    const parent = this.state
    this.state = parent.apply(diff)
    parent.release()
    return took
  }
}

function expectSuccess(result: object): void {
  if ('err' in result) throw new Error(`litesvm: ${String(result)}`)
}

interface Times {
  readonly ours: number[]
  readonly api: number[]
  readonly raw: number[]
}

/** Rounds of one kind: a block of ours, then as many by litesvm's public API, then by its inner one. */
function transferRounds(
  world: SolanaWorld,
  chain: Chain,
  kind: TransferKind,
  size: number,
  [warmUp, rounds]: readonly [number, number],
): Times {
  const times: Times = { ours: [], api: [], raw: [] }
  for (let round = 0; round < warmUp + rounds; round++) {
    const bytes = world.batch(kind, size)
    const half = bytes.length / 2
    const decoded = bytes.slice(0, half).map(kitTransaction)
    const took = chain.run(bytes)
    const api = seconds(() => {
      for (const transaction of decoded) expectSuccess(world.svm.sendTransaction(transaction))
    })
    const raw = seconds(() => {
      for (let i = half; i < size; i++) expectSuccess(world.inner.sendLegacyTransaction(bytes[i]!))
    })
    if (round < warmUp) continue
    times.ours.push(took / size)
    times.api.push(api / half)
    times.raw.push(raw / half)
  }
  return times
}

async function transfers(): Promise<Comparison[]> {
  const world = new SolanaWorld(WALLETS, false)
  const chain = new Chain(world, await loadCrypto(), false)
  // Every kind warms up before the first is measured: V8 compiles in the background what all share.
  for (const kind of KINDS) transferRounds(world, chain, kind, BLOCK_SIZE, [14, 0])
  return KINDS.flatMap((kind) => {
    const { ours, api, raw } = transferRounds(world, chain, kind, BLOCK_SIZE, [4, 12])
    const rate = 1 / median(ours)
    return [
      faster(
        `${kind}, no signatures, no root`,
        rate,
        1 / median(api),
        'tx/s',
        'public API; goal 2x',
      ),
      faster(
        `${kind}, no signatures, no root, inner API`,
        rate,
        1 / median(raw),
        'tx/s',
        'wire bytes',
      ),
    ]
  })
}

/** With signatures: beside litesvm's public API, and beside bare verifications by the same backend. */
async function signatures(
  ed25519: NonNullable<LoadCryptoOptions['ed25519']>,
): Promise<Comparison[]> {
  const world = new SolanaWorld(WALLETS, true)
  const crypto = await loadCrypto({ ed25519 })
  const chain = new Chain(world, crypto, true)
  const [size, warmUp, spans] =
    ed25519 === 'noble' ? ([100, 2, [1, 4]] as const) : ([BLOCK_SIZE, 12, [2, 8]] as const)
  const checks = world.batch('system transfer', size).map((bytes) => ({
    signature: bytes.slice(1, 65),
    message: bytes.slice(65),
    key: bytes.slice(69, 101),
  }))
  /** Seconds of one verification, measured next to the blocks it is compared with. */
  const bareTime = (): number =>
    seconds(() => {
      for (const { signature, message, key } of checks)
        if (!crypto.ed25519Verify(message, signature, key)) throw new Error('a signature')
    }) / size
  for (const kind of KINDS) transferRounds(world, chain, kind, size, [warmUp, 0])
  bareTime()
  return KINDS.flatMap((kind) => {
    const bare = [bareTime(), bareTime()]
    const { ours, api } = transferRounds(world, chain, kind, size, spans)
    bare.push(bareTime(), bareTime())
    const rate = 1 / median(ours)
    return [
      faster(
        `${kind}, signatures by ${ed25519}`,
        rate,
        1 / median(bare),
        'tx/s',
        'bare verification; goal 0.9',
      ),
      faster(
        `${kind}, signatures by ${ed25519}`,
        rate,
        1 / median(api),
        'tx/s',
        'litesvm, public API',
      ),
    ]
  })
}

export const parts: Readonly<Record<string, () => Comparison[] | Promise<Comparison[]>>> = {
  transfers,
  'signatures, node': () => signatures('node'),
  'signatures, @noble': () => signatures('noble'),
  ...vmParts,
}
