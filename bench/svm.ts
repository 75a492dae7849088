/**
 * The Solana machine beside npm litesvm (Agave's runtime, native code) on the same wallet bytes: transfers, compute in
 * programs, preparation of programs. Ours runs blocks of 1,000 by executeBlockUncommitted, so without the root, which
 * litesvm has not either; litesvm gets transactions one by one, decoded before the clock starts where its public API
 * wants them so.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as spl from '@solana/spl-token'
import { PublicKey } from '@solana/web3.js'
import { LiteSvm } from 'litesvm/dist/internal.js'
import { executeBlockUncommitted } from '../src/block.ts'
import { type LoadCryptoOptions, loadCrypto } from '../src/crypto/load.ts'
import type { Crypto } from '../src/crypto/types.ts'
import type { State } from '../src/state/state.ts'
import type { SolanaDetails } from '../src/vms/svm/index.ts'
import { DEFAULT_FEATURES } from '../src/vms/svm/runtime/index.ts'
import { syscallTable } from '../src/vms/svm/runtime/syscalls/table.ts'
import { loadElf, verify } from '../src/vms/svm/sbpf/index.ts'
import type { Comparison } from './comparison.ts'
import { BLOCK_SIZE, faster, median, seconds } from './support/measure.ts'
import {
  kitTransaction,
  SolanaWorld,
  solanaEngines,
  type TransferKind,
} from './support/solana-world.ts'

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

  /** Seconds a block takes, without making the next state; all must succeed. Gives the units of the last one. */
  run(bytes: readonly Uint8Array[]): { readonly took: number; readonly units: number } {
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
    return { took, units: (receipts.at(-1)!.details as SolanaDetails).computeUnitsConsumed }
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
    globalThis.gc?.()
    const { took } = chain.run(bytes)
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
  return KINDS.flatMap((kind) => {
    const { ours, api, raw } = transferRounds(world, chain, kind, BLOCK_SIZE, [6, 8])
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
  const [size, spans] =
    ed25519 === 'noble' ? ([100, [2, 4]] as const) : ([BLOCK_SIZE, [3, 5]] as const)
  const checks = world.batch('system transfer', size).map((bytes) => ({
    signature: bytes.slice(1, 65),
    message: bytes.slice(65),
    key: bytes.slice(69, 101),
  }))
  const bare: number[] = []
  for (let round = 0; round < 4; round++) {
    const took = seconds(() => {
      for (const { signature, message, key } of checks)
        if (!crypto.ed25519Verify(message, signature, key)) throw new Error('a signature')
    })
    if (round > 0) bare.push(took / size)
  }
  return KINDS.flatMap((kind) => {
    const { ours, api } = transferRounds(world, chain, kind, size, spans)
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

const program = (name: string) =>
  new Uint8Array(
    readFileSync(
      fileURLToPath(new URL(`../examples/programs/${name}/${name}.so`, import.meta.url)),
    ),
  )

const u32 = (value: number) => {
  const out = new Uint8Array(4)
  new DataView(out.buffer).setUint32(0, value, true)
  return out
}

/** Programs from C that compute: nanoseconds per instruction, the transaction around them included on both sides. */
async function compute(): Promise<Comparison[]> {
  const cases = [
    ['hot loop from C', program('loop'), u32(60_000)],
    ['SHA-256 from C', program('sha256'), Uint8Array.of(200, 1, 2, 3)],
  ] as const
  const world = new SolanaWorld(1, false)
  const ids = cases.map((_, i) => new PublicKey(new Uint8Array(32).fill(200 + i)))
  cases.forEach(([, elf], i) => void world.addProgram(ids[i]!, elf))
  const chain = new Chain(world, await loadCrypto(), false)
  return cases.map(([name, , data], i) => {
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < 60; round++) {
      const bytes = world.call(ids[i]!, data)
      const { took, units } = chain.run([bytes])
      const peer = seconds(() => expectSuccess(world.inner.sendLegacyTransaction(bytes)))
      if (round < 30) continue
      ours.push((took / units) * 1e9)
      theirs.push((peer / units) * 1e9)
    }
    const [a, b] = [median(ours), median(theirs)]
    return {
      name,
      ours: a,
      peer: b,
      ratio: b / a,
      unit: 'ns/instruction',
      note: 'litesvm; goal above 1',
    }
  })
}

/** From the bytes of an ELF to a verified program. */
async function preparation(): Promise<Comparison[]> {
  const world = new SolanaWorld(1, false)
  const syscalls = syscallTable(DEFAULT_FEATURES)
  const rows: Comparison[] = []
  for (const [name, id] of [
    ['Token (p-token)', spl.TOKEN_PROGRAM_ID],
    ['Token-2022', spl.TOKEN_2022_PROGRAM_ID],
  ] as const) {
    const elf = world.elf(id).slice()
    const size = `${name}, ${Math.round(elf.length / 1024)} KiB`
    const ours: number[] = []
    const theirs: number[] = []
    const at = new Uint8Array(32).fill(77)
    const peer = new LiteSvm()
    for (let round = 0; round < 12; round++) {
      ours.push(seconds(() => verify(loadElf(elf, { syscalls }))) * 1e3)
      theirs.push(seconds(() => peer.addProgram(at, elf)) * 1e3)
    }
    const row = (when: string, a: number, b: number): Comparison => ({
      name: `preparation of ${size}, ${when}`,
      ours: a,
      peer: b,
      ratio: b / a,
      unit: 'ms',
      note: 'litesvm addProgram, which also compiles nothing until called',
    })
    rows.push(
      row('cold', ours[0]!, theirs[0]!),
      row('warm', median(ours.slice(4)), median(theirs.slice(4))),
    )
  }
  return rows
}

export const parts: Readonly<Record<string, () => Promise<Comparison[]>>> = {
  transfers,
  'signatures, node': () => signatures('node'),
  'signatures, @noble': () => signatures('noble'),
  compute,
  preparation,
}
