/** Bytecode by words instead of bytes, and a world to run it in. `code(push(1), 'ADD')` is bytes. */
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { bigIntToMinimalBytes, concatBytes, utf8 } from '../../src/primitives/bytes.ts'
import { Journal } from '../../src/state/journal.ts'
import type { EvmEnv, ForkName, MessageResult } from '../../src/vms/evm-core/index.ts'
import {
  call,
  EvmCaches,
  evmRecordCodec,
  opcodeTableOf,
  rulesOf,
  World,
} from '../../src/vms/evm-core/index.ts'
import { precompilesOf } from '../../src/vms/evm-core/precompiles/index.ts'
import { MemoryState } from './memory-state.ts'

export type Part = string | Uint8Array | number | bigint

/** Shortest PUSH of a number (never PUSH0, so that it means the same in every fork). */
export function push(value: number | bigint): Uint8Array {
  const bytes = value === 0 || value === 0n ? Uint8Array.of(0) : bigIntToMinimalBytes(BigInt(value))
  return concatBytes(Uint8Array.of(0x5f + bytes.length), bytes)
}

const BYTES = new Map(
  opcodeTableOf('osaka').entries.flatMap((entry, byte) =>
    entry === undefined ? [] : [[entry.name, byte] as const],
  ),
)

/** Names are instructions, numbers are pushed, byte strings stand for themselves. */
export function code(...parts: readonly Part[]): Uint8Array {
  return concatBytes(
    ...parts.map((part) => {
      if (part instanceof Uint8Array) return part
      if (typeof part !== 'string') return push(part)
      const byte = BYTES.get(part)
      if (byte === undefined) throw new Error(`no instruction ${part}`)
      return Uint8Array.of(byte)
    }),
  )
}

/** Returns the top of the stack as 32 bytes. */
export const returnTop: readonly Part[] = [0, 'MSTORE', 32, 0, 'RETURN']

export const COINBASE = 0xc0ffeen
export const SENDER = 0x5e4de4n
export const TARGET = 0x7a46e7n

export interface Bench {
  readonly world: World
  readonly env: EvmEnv
  readonly journal: Journal
  readonly reader: MemoryState
}

export interface BenchOptions {
  readonly fork?: ForkName
  readonly accounts?: Readonly<
    Record<
      string,
      { balance?: bigint; nonce?: bigint; code?: Uint8Array; storage?: Record<string, bigint> }
    >
  >
  readonly env?: Partial<EvmEnv>
  readonly caches?: EvmCaches
}

const legacyId = (address: Uint8Array) =>
  nobleCrypto.sha256(concatBytes(utf8('ace-legacy-evm'), address))

/** A world with accounts in its base state, in its first transaction. Keys of `accounts` are addresses in hex. */
export function bench({
  fork = 'osaka',
  accounts = {},
  env = {},
  caches = new EvmCaches(),
}: BenchOptions = {}): Bench {
  const reader = new MemoryState()
  const open = (blockNumber: bigint) => {
    const journal = new Journal(reader)
    const rules = rulesOf(fork)
    const codec = evmRecordCodec(1)
    return {
      journal,
      world: new World({
        journal,
        crypto: nobleCrypto,
        caches,
        rules,
        namespace: 1,
        codec,
        legacyId,
        blockNumber,
      }),
    }
  }
  const genesis = open(0n)
  genesis.world.beginTransaction(0)
  for (const [hex, { balance = 0n, nonce = 0n, code, storage = {} }] of Object.entries(accounts)) {
    const account = genesis.world.resolve(BigInt(hex))
    genesis.world.credit(account, balance)
    if (nonce !== 0n) genesis.world.setNonce(account, nonce)
    if (code !== undefined) genesis.world.setCode(account, code)
    for (const [key, value] of Object.entries(storage)) {
      genesis.journal.setSlot(genesis.world.slot(account, BigInt(key)), value)
    }
  }
  genesis.journal.endTransaction()
  reader.apply(genesis.journal.takeDiff())
  const { world, journal } = open(1n)
  world.beginTransaction(0)
  return { world, journal, reader, env: { ...environmentOf(fork), ...env } }
}

/** Block 1 of an empty chain. */
export function environmentOf(fork: ForkName): EvmEnv {
  return {
    rules: rulesOf(fork),
    table: opcodeTableOf(fork),
    chainId: 1n,
    block: {
      number: 1n,
      timestamp: 1000n,
      coinbase: COINBASE,
      gasLimit: 30_000_000n,
      baseFee: 7n,
      prevRandao: 0x1234n,
      difficulty: 0x20000n,
      blobBaseFee: 1n,
      blockHash: () => undefined,
    },
    tx: { origin: SENDER, gasPrice: 10n, blobHashes: [] },
    precompiles: precompilesOf(fork),
  }
}

/** Runs code at TARGET, called by SENDER. */
export function run(
  bytes: Uint8Array,
  options: BenchOptions & { gas?: bigint; input?: Uint8Array; value?: bigint } = {},
): MessageResult & Bench {
  const { gas = 1_000_000n, input = new Uint8Array(0), value = 0n } = options
  const accounts = {
    [`0x${SENDER.toString(16)}`]: { balance: 10n ** 18n },
    [`0x${TARGET.toString(16)}`]: { code: bytes },
    ...options.accounts,
  }
  const it = bench({ ...options, accounts })
  const result = call(it.world, it.env, { caller: SENDER, target: TARGET, value, input, gas })
  return { ...result, ...it }
}
