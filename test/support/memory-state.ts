/** A state in Maps: the smallest StateReader there is, with a way to apply a block's diff to it. */
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import type { ChainConfig } from '../../src/state/chain-config.ts'
import type { AccountValue, Alias, StateDiff, StateReader } from '../../src/state/reader.ts'

export function testChain(overrides: Partial<ChainConfig> = {}): ChainConfig {
  return {
    chainId: 1n,
    machines: ['evm'],
    forks: [{ machine: 'evm', fork: 'osaka', block: 0n }],
    gasRates: {},
    limits: {
      transactionBytes: 1 << 20,
      payloadBytes: 1 << 20,
      blockTransactions: 10_000,
      sweepPerBlock: 100,
      crossings: 8,
    },
    allow: { unprotectedTransactions: false, chainIdZeroAuthorizations: true },
    parameters: {},
    precompileBase: undefined,
    supplyCap: undefined,
    ...overrides,
  }
}

/** Chain whose EVM runs one fork from block 0 on. */
export function chainAt(fork: string, overrides: Partial<ChainConfig> = {}): ChainConfig {
  return testChain({ forks: [{ machine: 'evm', fork, block: 0n }], ...overrides })
}

export class MemoryState implements StateReader {
  readonly chain: ChainConfig
  readonly accountValues = new Map<string, AccountValue>()
  readonly recordBytes = new Map<string, Uint8Array>()
  readonly storage = new Map<string, Map<bigint, bigint>>()
  readonly aliases = new Map<string, Alias>()
  readonly cells = new Map<string, Uint8Array>()
  readonly blobs = new Map<string, Uint8Array>()

  constructor(chain: ChainConfig = testChain()) {
    this.chain = chain
  }

  account(id: Uint8Array): AccountValue | undefined {
    return this.accountValues.get(bytesToHex(id))
  }

  record(machine: number, id: Uint8Array): Uint8Array | undefined {
    return this.recordBytes.get(`${machine}:${bytesToHex(id)}`)
  }

  slot(storageId: Uint8Array, key: bigint): bigint {
    return this.storage.get(bytesToHex(storageId))?.get(key) ?? 0n
  }

  slotCount(storageId: Uint8Array): number {
    return this.storage.get(bytesToHex(storageId))?.size ?? 0
  }

  slots(storageId: Uint8Array): readonly (readonly [bigint, bigint])[] {
    const slots = [...(this.storage.get(bytesToHex(storageId)) ?? [])]
    return slots.sort(([a], [b]) => (a < b ? -1 : 1))
  }

  alias(namespace: number, address: Uint8Array): Alias | undefined {
    return this.aliases.get(`${namespace}:${bytesToHex(address)}`)
  }

  originId(): Uint8Array | undefined {
    return undefined
  }

  cell(type: number, parts: readonly Uint8Array[]): Uint8Array | undefined {
    return this.cells.get(`${type}:${parts.map(bytesToHex).join(':')}`)
  }

  blob(hash: Uint8Array): Uint8Array | undefined {
    return this.blobs.get(bytesToHex(hash))
  }

  *accounts(): Generator<readonly [Uint8Array, AccountValue]> {
    for (const [id, value] of this.accountValues) yield [hexToBytes(id), value]
  }

  *records(machine: number): Generator<readonly [Uint8Array, Uint8Array]> {
    for (const [key, bytes] of this.recordBytes) {
      const [owner, id] = key.split(':')
      if (owner === String(machine)) yield [hexToBytes(id as string), bytes]
    }
  }

  /** Applies what a block changed, in place. */
  apply(diff: StateDiff): void {
    for (const { id, value } of diff.accounts) put(this.accountValues, bytesToHex(id), value)
    for (const { machine, id, value } of diff.records) {
      put(this.recordBytes, `${machine}:${bytesToHex(id)}`, value)
    }
    for (const { storageId, slots } of diff.storage) {
      const key = bytesToHex(storageId)
      const space = this.storage.get(key) ?? new Map<bigint, bigint>()
      this.storage.set(key, space)
      for (const slot of slots) put(space, slot.key, slot.value === 0n ? undefined : slot.value)
    }
    for (const { namespace, address, value } of diff.aliases) {
      put(this.aliases, `${namespace}:${bytesToHex(address)}`, value)
    }
    for (const { type, parts, value } of diff.cells) {
      put(this.cells, `${type}:${parts.map(bytesToHex).join(':')}`, value)
    }
    for (const { hash, bytes } of diff.blobs) this.blobs.set(bytesToHex(hash), bytes)
    for (const id of diff.retired) this.storage.delete(bytesToHex(id))
  }

  /** Everything there is, as one comparable string. */
  snapshot(): string {
    const lines: string[] = []
    for (const [id, value] of this.accountValues) lines.push(`account ${id} ${shown(value)}`)
    for (const [key, bytes] of this.recordBytes) lines.push(`record ${key} ${shown(bytes)}`)
    for (const [id, space] of this.storage) {
      for (const [key, value] of space) lines.push(`slot ${id} ${key} ${value}`)
    }
    for (const [key, alias] of this.aliases) lines.push(`alias ${key} ${shown(alias)}`)
    for (const [key, bytes] of this.cells) lines.push(`cell ${key} ${shown(bytes)}`)
    for (const [hash, bytes] of this.blobs) lines.push(`blob ${hash} ${shown(bytes)}`)
    return lines.sort().join('\n')
  }

  /** Sum of all balances. */
  get totalBalance(): bigint {
    let total = 0n
    for (const account of this.accountValues.values()) total += account.balance
    return total
  }
}

function shown(value: unknown): string {
  if (value instanceof Uint8Array) return bytesToHex(value)
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([key, entry]) => `${key}:${shown(entry)}`)
    .join(',')
}

function put<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}
