/** What the state's tests share: random diffs, and a model of a state that is a Map and nothing else. */
import fc from 'fast-check'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import { u256ToBytes } from '../../src/primitives/u256.ts'
import { defaultChainConfig } from '../../src/state/chain-config-codec.ts'
import { encodeAccount, encodeAlias } from '../../src/state/codec.ts'
import { CellType, treeKey, valueHash } from '../../src/state/keys.ts'
import type { StateDiff } from '../../src/state/reader.ts'
import { State } from '../../src/state/state.ts'
import { modelRoot } from './tree-model.ts'

export const chain = defaultChainConfig({
  limits: {
    transactionBytes: 1000,
    payloadBytes: 1000,
    blockTransactions: 1000,
    sweepPerBlock: 3,
    crossings: 8,
  },
})

export const emptyDiff: StateDiff = {
  accounts: [],
  records: [],
  storage: [],
  aliases: [],
  cells: [],
  blobs: [],
  retired: [],
}

export const id32 = (n: number): Uint8Array => new Uint8Array(32).fill(n & 0xff).fill(n >> 8, 30)
export const id16 = (n: number): Uint8Array => new Uint8Array(16).fill(n)

/** Leaves by `type:.hex of part.hex of part`. */
export type Model = ReadonlyMap<string, Uint8Array>

function put(
  model: Map<string, Uint8Array>,
  type: number,
  parts: Uint8Array[],
  value?: Uint8Array,
) {
  const key = `${type}:${parts.map((part) => `.${bytesToHex(part)}`).join('')}`
  if (value === undefined) model.delete(key)
  else model.set(key, value)
}

/** The model after a diff, without a sweep. */
export function applyToModel(before: Model, diff: StateDiff): Model {
  const model = new Map(before)
  for (const { id, value } of diff.accounts) {
    put(model, CellType.account, [id], value && encodeAccount(value))
  }
  for (const { machine, id, value } of diff.records) {
    put(model, CellType.record, [Uint8Array.of(machine), id], value)
  }
  for (const { storageId, slots } of diff.storage) {
    for (const { key, value } of slots) {
      const bytes = value === 0n ? undefined : u256ToBytes(value)
      put(model, CellType.storage, [storageId, u256ToBytes(key)], bytes)
    }
  }
  for (const { namespace, address, value } of diff.aliases) {
    put(model, CellType.alias, [Uint8Array.of(namespace), address], value && encodeAlias(value))
  }
  for (const { type, parts, value } of diff.cells) put(model, type, [...parts], value)
  return model
}

export function rootOf(model: Model): string {
  const leaves = [...model].map(([key, value]) => {
    const [type = '', parts = ''] = key.split(':')
    const split = parts.split('.').slice(1).map(hexToBytes)
    return {
      key: treeKey(nobleCrypto, Number(type), ...split),
      valueHash: valueHash(nobleCrypto, Number(type), value),
    }
  })
  return bytesToHex(modelRoot(leaves))
}

/** All leaves of a state in the model's form. */
export function modelOf(state: State): Model {
  const model = new Map<string, Uint8Array>()
  for (const [id, value] of state.accounts())
    put(model, CellType.account, [id], encodeAccount(value))
  for (const [type, raw, value] of state.leaves()) {
    if (type === CellType.account) continue
    if (type === CellType.record || type === CellType.alias) {
      put(model, type, [raw.slice(0, 1), raw.slice(1)], value)
    } else if (type === CellType.storage) put(model, type, [raw.slice(0, 16), raw.slice(16)], value)
    else put(model, type, partsOf(raw), value)
  }
  return model
}

function partsOf(raw: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let at = 0; at < raw.length; at += 2 + parts.at(-1)!.length) {
    parts.push(raw.slice(at + 2, at + 2 + raw[at]! * 256 + raw[at + 1]!))
  }
  return parts
}

export const buildState = (): State => State.build({ chain, crypto: nobleCrypto })

const word = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n })
const u64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })
const small = fc.integer({ min: 0, max: 7 })
const blobBytes = fc.uint8Array({ maxLength: 300 })

const origin = fc.record({
  namespace: fc.integer({ min: 1, max: 4 }),
  address: fc.uint8Array({ minLength: 20, maxLength: 40 }),
})

const accountValue = fc.record({
  balance: fc.oneof(
    fc.constant(1n),
    word.map((w) => w || 1n),
  ),
  nonce: fc.oneof(fc.constant(0n), u64),
  epoch: fc.oneof(fc.constant(0n), u64),
  flags: fc.integer({ min: 0, max: 1 }),
  origin: fc.option(origin, { nil: undefined }),
})

const unique = <T>(list: fc.Arbitrary<T>, selector: (item: T) => string): fc.Arbitrary<T[]> =>
  fc.uniqueArray(list, { maxLength: 6, selector })

/** Random changes of few locations, so that they meet. */
export const diffArbitrary: fc.Arbitrary<StateDiff> = fc.record({
  accounts: unique(
    fc.record({ id: small.map(id32), value: fc.option(accountValue, { nil: undefined }) }),
    ({ id }) => bytesToHex(id),
  ),
  records: unique(
    fc.record({
      machine: fc.integer({ min: 1, max: 2 }),
      id: small.map(id32),
      value: fc.option(blobBytes, { nil: undefined }),
    }),
    ({ machine, id }) => machine + bytesToHex(id),
  ),
  storage: unique(
    fc.record({
      storageId: fc.integer({ min: 0, max: 2 }).map(id16),
      slots: unique(
        fc.record({ key: small.map(BigInt), value: fc.oneof(fc.constant(0n), word) }),
        ({ key }) => String(key),
      ),
    }),
    ({ storageId }) => bytesToHex(storageId),
  ),
  aliases: unique(
    fc.record({
      namespace: fc.integer({ min: 1, max: 2 }),
      address: fc.integer({ min: 18, max: 300 }).map((n) => new Uint8Array(n).fill(7)),
      value: fc.option(
        fc.record({ id: small.map(id32), canonical: fc.boolean(), revoked: fc.boolean() }),
        { nil: undefined },
      ),
    }),
    ({ namespace, address }) => namespace + bytesToHex(address),
  ),
  cells: unique(
    fc.record({
      type: fc.constantFrom(CellType.authority, CellType.machine, CellType.supply),
      parts: fc.array(fc.uint8Array({ maxLength: 1 }), { maxLength: 2 }),
      value: fc.option(blobBytes, { nil: undefined }),
    }),
    ({ type, parts }) => `${type}:${parts.map((part) => `.${bytesToHex(part)}`).join('')}`,
  ),
  blobs: fc.constant([]),
  retired: fc.constant([]),
})
