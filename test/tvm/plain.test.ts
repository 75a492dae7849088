/** Plain transactions beside the field tables, on what libraries write and on damaged and rearranged bytes of it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ContractType, type ContractTypeName } from '../../src/vms/tvm/actuators/messages.ts'
import { CONTRACT_TABLES } from '../../src/vms/tvm/transaction/contracts.ts'
import {
  readPlainTransaction,
  readPlainTransfer,
  readPlainTrigger,
} from '../../src/vms/tvm/transaction/plain.ts'
import {
  decodeMessage,
  encodeMessage,
  type MessageTable,
} from '../../src/vms/tvm/transaction/protobuf.ts'
import {
  type OuterTransaction,
  RAW_DATA,
  type RawData,
  TRANSACTION,
} from '../../src/vms/tvm/transaction/types.ts'

class Malformed extends Error {}
const fail = (reason: string): never => {
  throw new Malformed(reason)
}

/** What the tables read, or undefined for bytes they refuse. */
function byTables<T extends object>(table: MessageTable<T>, bytes: Uint8Array): T | undefined {
  try {
    return decodeMessage(table, bytes, fail)
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const count = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 300n }), long)
const bytes = (maxLength: number) => fc.uint8Array({ maxLength })
const address = fc.uint8Array({ minLength: 20, maxLength: 20 })

const trigger = fc.record({
  ownerAddress: address,
  contractAddress: address,
  callValue: count,
  data: bytes(200),
  callTokenValue: count,
  tokenId: count,
})
const transfer = fc.record({ ownerAddress: address, toAddress: address, amount: count })

const names = Object.keys(ContractType) as ContractTypeName[]
const entry = fc
  .record({
    name: fc.constantFrom(...names),
    host: fc.constantFrom('type.googleapis.com/', 'type.googleapis.com/', 'example.org/', ''),
    type: fc.constantFrom(...new Array<undefined>(20).fill(undefined), -1, 0, 3, 77, 2 ** 31 - 1),
    value: bytes(60),
    permissionId: fc.constantFrom(0, 0, 2, 200, -1),
  })
  .map(({ name, host, type, value, permissionId }) => ({
    type: type ?? ContractType[name],
    parameter: { typeUrl: `${host}protocol.${name}`, value },
    permissionId,
  }))

const raw: fc.Arbitrary<RawData> = fc.record({
  refBlockBytes: bytes(3),
  refBlockHash: bytes(9),
  expiration: count,
  data: bytes(5),
  contract: fc.oneof(
    { weight: 4, arbitrary: entry.map((item) => [item]) },
    { weight: 1, arbitrary: fc.array(entry, { maxLength: 2 }) },
  ),
  timestamp: count,
  feeLimit: count,
})

/** What happens to bytes on their way: nothing, a byte changed, left out or put in, a part said twice or moved. */
const damage = fc.oneof(
  fc.constant((input: number[]) => input),
  fc.constant((input: number[]) => input),
  fc
    .record({
      at: fc.nat(),
      kind: fc.constantFrom('change', 'drop', 'add', 'repeat', 'move'),
      byte: fc.integer({ min: 0, max: 255 }),
      length: fc.integer({ min: 1, max: 40 }),
    })
    .map(({ at, kind, byte, length }) => (input: number[]) => {
      const place = input.length === 0 ? 0 : at % input.length
      const before = input.slice(0, place)
      const part = input.slice(place, place + length)
      if (kind === 'change') return [...before, byte, ...input.slice(place + 1)]
      if (kind === 'drop') return [...before, ...input.slice(place + 1)]
      if (kind === 'add') return [...before, byte, ...input.slice(place)]
      if (kind === 'repeat') return [...before, ...part, ...input.slice(place)]
      return [...part, ...before, ...input.slice(place + length)]
    }),
)

type Damage = (input: number[]) => number[]
const spoil = (input: Uint8Array, by: Damage) => Uint8Array.from(by([...input]))

describe('plain transactions', () => {
  it('are what the tables read of the same bytes; what is not plain is left to them', () => {
    let plain = 0
    let others = 0
    const signatures = fc.array(bytes(70), { maxLength: 3 })
    fc.assert(
      fc.property(raw, signatures, damage, damage, (message, signed, inner, outer) => {
        const rawData = spoil(encodeMessage(RAW_DATA, message), inner)
        const whole = { rawData, signatures: signed, results: [] }
        const input = spoil(encodeMessage(TRANSACTION, whole), outer)
        const read = readPlainTransaction(input)
        if (read === undefined) {
          others++
          return
        }
        plain++
        const tables = byTables<OuterTransaction>(TRANSACTION, input)
        expect(tables).toEqual({
          rawData: read.rawData,
          signatures: read.signatures,
          results: [],
        })
        expect(byTables(RAW_DATA, read.rawData)).toEqual(read.raw)
      }),
      { seed: 5, numRuns: 4_000 },
    )
    expect(plain).toBeGreaterThan(500)
    expect(others).toBeGreaterThan(500)
  })

  it('calls and transfers are what the tables read', () => {
    let plain = 0
    const compare = <T extends object>(
      table: MessageTable<T>,
      message: T,
      by: Damage,
      read: (input: Uint8Array) => T | undefined,
    ) => {
      const input = spoil(encodeMessage(table, message), by)
      const known = read(input)
      if (known === undefined) return
      plain++
      expect(byTables(table, input)).toEqual(known)
    }
    fc.assert(
      fc.property(trigger, transfer, damage, (call, payment, by) => {
        compare(CONTRACT_TABLES.TriggerSmartContract, call, by, readPlainTrigger)
        compare(CONTRACT_TABLES.TransferContract, payment, by, readPlainTransfer)
      }),
      { seed: 6, numRuns: 3_000 },
    )
    expect(plain).toBeGreaterThan(3_000)
  })

  it('every contract type has its ordinary type URL', () => {
    for (const name of names) {
      const contract = [
        {
          type: ContractType[name],
          parameter: {
            typeUrl: `type.googleapis.com/protocol.${name}`,
            value: Uint8Array.of(1, 2),
          },
          permissionId: 2,
        },
      ]
      const message: RawData = {
        refBlockBytes: Uint8Array.of(1, 2),
        refBlockHash: new Uint8Array(8).fill(3),
        expiration: 1_760_000_000_000n,
        data: Uint8Array.of(),
        contract,
        timestamp: 7n,
        feeLimit: 1_000_000_000n,
      }
      const rawData = encodeMessage(RAW_DATA, message)
      const input = encodeMessage(TRANSACTION, { rawData, signatures: [], results: [] })
      expect(readPlainTransaction(input)?.raw).toEqual(message)
    }
  })
})
