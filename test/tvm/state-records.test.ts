import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactPower } from '../../src/primitives/exact-power.ts'
import type { Permission, TronAccount } from '../../src/vms/tvm/state/account.ts'
import { NEW_ACCOUNT } from '../../src/vms/tvm/state/account.ts'
import { CONTRACT_CODEC, tronBlobHashes } from '../../src/vms/tvm/state/contract.ts'
import {
  checkTronParameters,
  TRON_PARAMETERS,
  tronParameters,
} from '../../src/vms/tvm/state/parameters.ts'
import { ACCOUNT_CODEC } from '../../src/vms/tvm/state/record.ts'
import { address } from './state-lab.ts'

const amount = fc.bigInt(0n, (1n << 63n) - 1n)
const bytes20 = fc.uint8Array({ minLength: 20, maxLength: 20 })
const usage = fc.record({ used: amount, time: amount, window: amount, optimized: fc.boolean() })
const key = fc.record({ address: bytes20, weight: amount })
const permission = (type: number): fc.Arbitrary<Permission> =>
  fc.record({
    type: fc.constant(type),
    id: fc.nat(10),
    name: fc.string({ maxLength: 32 }),
    threshold: amount,
    operations: fc.constantFrom(new Uint8Array(0), new Uint8Array(32).fill(0xff)),
    keys: fc.array(key, { maxLength: 5 }),
  })

const account: fc.Arbitrary<TronAccount> = fc.record({
  type: fc.nat(2),
  createTime: amount,
  operationTime: amount,
  allowance: amount,
  withdrawTime: amount,
  usage: fc.tuple(usage, usage),
  freeNetUsed: amount,
  freeNetTime: amount,
  staked: fc.tuple(amount, amount, amount),
  delegated: fc.tuple(amount, amount),
  acquired: fc.tuple(amount, amount),
  unfreezing: fc.array(
    fc.record({ resource: fc.constantFrom(0, 1, 2), amount, expireTime: amount }),
    { maxLength: 32 },
  ),
  votes: fc.array(fc.record({ witness: bytes20, count: amount }), { maxLength: 30 }),
  oldTronPower: fc.oneof(fc.constant(-1n), amount),
  permissions: fc.option(
    fc.record({
      owner: permission(0),
      witness: fc.option(permission(1), { nil: undefined }),
      actives: fc.array(permission(2), { maxLength: 8 }),
    }),
    { nil: undefined },
  ),
  issuedToken: amount,
}) as fc.Arbitrary<TronAccount>

describe('records', () => {
  it('of accounts come back as they were written', () => {
    fc.assert(
      fc.property(account, (value) => {
        expect(ACCOUNT_CODEC.decode(ACCOUNT_CODEC.encode(value))).toEqual(value)
      }),
      { seed: 41, numRuns: 200 },
    )
  })

  it('of accounts have one encoding: no changed byte decodes to the same bytes again', () => {
    const value = { ...NEW_ACCOUNT, createTime: 300n, staked: [5n, 0n, 0n] as const }
    const good = ACCOUNT_CODEC.encode(value)
    for (let at = 0; at < good.length; at++) {
      const bad = good.slice()
      bad[at] = (bad[at] as number) ^ 0x80
      let decoded: TronAccount | undefined
      try {
        decoded = ACCOUNT_CODEC.decode(bad)
      } catch (error) {
        expect(error).toMatchObject({ codeName: 'MalformedExport' })
      }
      if (decoded !== undefined) expect(decoded).not.toEqual(value)
    }
    expect(() => ACCOUNT_CODEC.decode(Uint8Array.of(1, 2, 0x80, 0x00))).toThrow('one encoding')
    expect(() => ACCOUNT_CODEC.decode(Uint8Array.of(1, 3, 1, 2, 1))).toThrow('one encoding')
    expect(() => ACCOUNT_CODEC.decode(Uint8Array.of(2))).toThrow('version 1')
    expect(() => ACCOUNT_CODEC.decode(Uint8Array.of(1, 99, 1))).toThrow('known field')
  })

  it('of an account with nothing but its existence take one byte', () => {
    expect(ACCOUNT_CODEC.encode(NEW_ACCOUNT)).toEqual(Uint8Array.of(1))
    expect(ACCOUNT_CODEC.decode(Uint8Array.of(1))).toEqual(NEW_ACCOUNT)
  })

  it('of contracts come back, and name their code', () => {
    const codeHash = new Uint8Array(32).fill(7)
    const contract = {
      nonce: 0n,
      address: address(4),
      codeHash,
      storageId: new Uint8Array(16).fill(9),
      origin: address(5),
      consumeUserResourcePercent: 30,
      originEnergyLimit: 10_000_000n,
      version: 1,
      name: 'Töken',
      energyUsage: 5_000_000_001n,
      energyFactor: 3_400n,
      updateCycle: 77n,
    }
    const encoded = CONTRACT_CODEC.encode(contract)
    expect(CONTRACT_CODEC.decode(encoded)).toEqual(contract)
    expect(tronBlobHashes(CONTRACT_CODEC.machine, encoded)).toEqual([codeHash])
    expect(tronBlobHashes(1, encoded)).toEqual([])
    expect(() => CONTRACT_CODEC.decode(encoded.subarray(1))).toThrow('MalformedExport')
  })
})

describe('parameters', () => {
  it('have names and numbers once', () => {
    const ids = TRON_PARAMETERS.map(({ id }) => id).filter((id) => id >= 0)
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(TRON_PARAMETERS.map(({ name }) => name)).size).toBe(TRON_PARAMETERS.length)
    expect(TRON_PARAMETERS.length).toBe(76)
  })

  it('switch everything off, or follow mainnet, or mix', () => {
    const off = tronParameters('off')
    const flags = TRON_PARAMETERS.filter(({ name }) => name.startsWith('ALLOW_'))
    for (const { name } of flags) expect(off[name as keyof typeof off]).toBe(0n)
    const mixed = tronParameters('off', { ALLOW_TVM_LONDON: 1n, ENERGY_FEE: 420n })
    expect(mixed).toMatchObject({ ALLOW_TVM_LONDON: 1n, ENERGY_FEE: 420n, FREE_NET_LIMIT: 5_000n })
    expect(tronParameters()).toMatchObject({ ENERGY_FEE: 100n, UNFREEZE_DELAY_DAYS: 14n })
  })

  it('refuse what they do not know or cannot divide by', () => {
    expect(() => checkTronParameters({ ENERGY_FEES: 1n })).toThrow('InvalidChainConfig')
    expect(() => checkTronParameters({ ENERGY_FEE: 0n })).toThrow('InvalidChainConfig')
    expect(() => checkTronParameters({ MEMO_FEE: -1n })).toThrow('InvalidChainConfig')
    expect(() => checkTronParameters({ MEMO_FEE: 1n << 63n })).toThrow('InvalidChainConfig')
  })
})

describe('exactPower', () => {
  it('is within one unit in the last place of the engine’s own power', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(3_000), (base, exponent) => {
        const expected = base ** exponent
        const error = Math.abs(exactPower(base, BigInt(exponent)) - expected)
        expect(error).toBeLessThanOrEqual(Math.max(expected * 2 ** -52, 2 ** -90))
      }),
      { seed: 7, numRuns: 300 },
    )
    expect(exactPower(1, 10n ** 18n)).toBe(1)
    expect(exactPower(0.5, 3n)).toBe(0.125)
    expect(exactPower(0, 0n)).toBe(1)
  })
})
