/** A state of plain Maps under a journal: the smallest base that answers, and an independent judge of diffs. */
import { bytesToHex } from '../../src/primitives/bytes.ts'
import type { ChainConfig } from '../../src/state/chain-config.ts'
import type { AccountValue, Alias, StateDiff, StateReader } from '../../src/state/reader.ts'

export const testChainConfig: ChainConfig = {
  chainId: 1337n,
  machines: ['native'],
  forks: [],
  gasRates: {},
  limits: {
    transactionBytes: 131_072,
    payloadBytes: 65_536,
    blockTransactions: 10_000,
    sweepPerBlock: 1_000,
    crossings: 8,
  },
  allow: { unprotectedTransactions: false, chainIdZeroAuthorizations: false },
  precompileBase: undefined,
  supplyCap: undefined,
}

const parts = (list: readonly Uint8Array[]) => list.map(bytesToHex).join('.')

export class MapReader implements StateReader {
  readonly chain: ChainConfig
  private readonly values = new Map<string, unknown>()

  constructor(chain: ChainConfig = testChainConfig) {
    this.chain = chain
  }

  account(id: Uint8Array): AccountValue | undefined {
    return this.values.get(`account:${bytesToHex(id)}`) as AccountValue | undefined
  }

  record(machine: number, id: Uint8Array): Uint8Array | undefined {
    return this.values.get(`record:${machine}:${bytesToHex(id)}`) as Uint8Array | undefined
  }

  slot(storageId: Uint8Array, key: bigint): bigint {
    return (this.values.get(`slot:${bytesToHex(storageId)}:${key}`) as bigint | undefined) ?? 0n
  }

  slots(storageId: Uint8Array): readonly (readonly [bigint, bigint])[] {
    const prefix = `slot:${bytesToHex(storageId)}:`
    return [...this.values]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [BigInt(key.slice(prefix.length)), value as bigint] as const)
      .sort((a, b) => (a[0] < b[0] ? -1 : 1))
  }

  slotCount(storageId: Uint8Array): number {
    return this.slots(storageId).length
  }

  alias(namespace: number, address: Uint8Array): Alias | undefined {
    return this.values.get(`alias:${namespace}:${bytesToHex(address)}`) as Alias | undefined
  }

  originId(): undefined {
    return undefined
  }

  cell(type: number, keyParts: readonly Uint8Array[]): Uint8Array | undefined {
    return this.values.get(`cell:${type}:${parts(keyParts)}`) as Uint8Array | undefined
  }

  blob(hash: Uint8Array): Uint8Array | undefined {
    return this.values.get(`blob:${bytesToHex(hash)}`) as Uint8Array | undefined
  }

  private put(key: string, value: unknown): void {
    if (value === undefined || value === 0n) this.values.delete(key)
    else this.values.set(key, value)
  }

  apply(diff: StateDiff): void {
    for (const { id, value } of diff.accounts) this.put(`account:${bytesToHex(id)}`, value)
    for (const { machine, id, value } of diff.records) {
      this.put(`record:${machine}:${bytesToHex(id)}`, value)
    }
    for (const { storageId, slots } of diff.storage) {
      for (const { key, value } of slots) this.put(`slot:${bytesToHex(storageId)}:${key}`, value)
    }
    for (const { namespace, address, value } of diff.aliases) {
      this.put(`alias:${namespace}:${bytesToHex(address)}`, value)
    }
    for (const { type, parts: keyParts, value } of diff.cells) {
      this.put(`cell:${type}:${parts(keyParts)}`, value)
    }
    for (const { hash, bytes } of diff.blobs) this.put(`blob:${bytesToHex(hash)}`, bytes)
    for (const id of diff.retired) {
      for (const [key] of this.slots(id)) this.put(`slot:${bytesToHex(id)}:${key}`, undefined)
    }
  }

  /** Everything there is, as one comparable string. */
  snapshot(): string {
    const show = (value: unknown): string => {
      if (value instanceof Uint8Array) return bytesToHex(value)
      if (typeof value !== 'object' || value === null) return String(value)
      return `{${Object.entries(value)
        .map(([key, entry]) => `${key}:${show(entry)}`)
        .join(',')}}`
    }
    return [...this.values]
      .map(([key, value]) => `${key}=${show(value)}`)
      .sort()
      .join('\n')
  }

  /** Sum of all balances. */
  get coins(): bigint {
    let sum = 0n
    for (const [key, value] of this.values) {
      if (key.startsWith('account:')) sum += (value as AccountValue).balance
    }
    return sum
  }
}
