/** A state for unit tests: plain maps behind the journal, and `apply` to go on to the next block. No root, no proofs. */
import { bytesToHex } from '../../src/primitives/bytes.ts'
import type { ChainConfig } from '../../src/state/chain-config.ts'
import type { AccountValue, Alias, StateDiff, StateReader } from '../../src/state/reader.ts'

export const TEST_CHAIN: ChainConfig = {
  chainId: 1n,
  machines: ['native', 'evm'],
  forks: [],
  gasRates: {},
  limits: {
    transactionBytes: 1 << 20,
    payloadBytes: 1 << 20,
    blockTransactions: 1 << 20,
    sweepPerBlock: 1000,
    crossings: 8,
  },
  allow: { unprotectedTransactions: true, chainIdZeroAuthorizations: true },
  precompileBase: undefined,
  supplyCap: undefined,
}

const cellKey = (type: number, parts: readonly Uint8Array[]) =>
  `${type}:${parts.map(bytesToHex).join('.')}`

export class MemoryReader implements StateReader {
  readonly chain: ChainConfig
  readonly accounts = new Map<string, AccountValue>()
  readonly records = new Map<string, Uint8Array>()
  readonly storage = new Map<string, Map<bigint, bigint>>()
  readonly aliases = new Map<string, Alias>()
  readonly cells = new Map<string, Uint8Array>()
  readonly blobs = new Map<string, Uint8Array>()

  constructor(chain: ChainConfig = TEST_CHAIN) {
    this.chain = chain
  }

  account(id: Uint8Array): AccountValue | undefined {
    return this.accounts.get(bytesToHex(id))
  }
  record(machine: number, id: Uint8Array): Uint8Array | undefined {
    return this.records.get(`${machine}:${bytesToHex(id)}`)
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
    return this.cells.get(cellKey(type, parts))
  }
  blob(hash: Uint8Array): Uint8Array | undefined {
    return this.blobs.get(bytesToHex(hash))
  }

  /** Takes a block's changes in. */
  apply(diff: StateDiff): void {
    for (const { id, value } of diff.accounts) put(this.accounts, bytesToHex(id), value)
    for (const { machine, id, value } of diff.records)
      put(this.records, `${machine}:${bytesToHex(id)}`, value)
    for (const { storageId, slots } of diff.storage) {
      const key = bytesToHex(storageId)
      const map = this.storage.get(key) ?? new Map<bigint, bigint>()
      for (const slot of slots) put(map, slot.key, slot.value === 0n ? undefined : slot.value)
      this.storage.set(key, map)
    }
    for (const id of diff.retired) this.storage.delete(bytesToHex(id))
    for (const { namespace, address, value } of diff.aliases) {
      put(this.aliases, `${namespace}:${bytesToHex(address)}`, value)
    }
    for (const { type, parts, value } of diff.cells) put(this.cells, cellKey(type, parts), value)
    for (const { hash, bytes } of diff.blobs) this.blobs.set(bytesToHex(hash), bytes)
  }
}

function put<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}
