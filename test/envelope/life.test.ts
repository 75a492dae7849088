/** Row by row: what keeps an envelope out of a block, and where its fee goes. docs/protocol.md, "What is rejected". */
import { describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine.ts'
import type { UnsignedEnvelope } from '../../src/envelope.ts'
import { ENVELOPE_GAS } from '../../src/envelope-life.ts'
import { legacyId } from '../../src/identity/legacy.ts'
import { MAX_U64 } from '../../src/primitives/u256.ts'
import { failureOf } from '../../src/receipt.ts'
import { ACCOUNT_LOCKED, Namespace } from '../../src/state/reader.ts'
import { NATIVE_GAS } from '../../src/vms/native/index.ts'
import {
  COIN,
  crypto,
  ed25519Signer,
  secp256k1Signer,
  sign,
  TestChain,
} from '../support/test-chain.ts'

const alice = ed25519Signer(1)
const bob = secp256k1Signer(2)
const transfer = (amount: bigint) => ({ operation: 'transfer', to: bob.id, amount }) as const

function funded(options: ConstructorParameters<typeof TestChain>[0] = {}): TestChain {
  const chain = new TestChain(options)
  chain.fund(alice.id, 10n * COIN)
  return chain
}

const gas = { gasLimit: 50_000n, maxFeePerGas: 100n, maxPriorityFeePerGas: 3n }

describe('an envelope is rejected, and nothing changes', () => {
  const rows: [string, Partial<UnsignedEnvelope>][] = [
    ['WrongChain', { chainId: 1n }],
    ['WrongGenesis', { genesisRoot: new Uint8Array(32) }],
    ['Expired', { lastValidBlock: 4n }],
    ['NonceTooHigh', { nonce: 1n }],
    ['FeeBelowBaseFee', { maxFeePerGas: 6n }],
    ['PriorityFeeAboveMaxFee', { maxPriorityFeePerGas: 101n }],
    ['IntrinsicGasTooLow', { gasLimit: 20_999n }],
    ['InsufficientFunds', { maxFeePerGas: COIN }],
    ['UnknownSender', { sender: new Uint8Array(32).fill(9) }],
    ['UnknownSender', { sender: bob.id }],
    ['WrongActingAddress', { actingAddress: new Uint8Array(20) }],
    ['UnknownOpcode', { payload: Uint8Array.of(0) }],
    ['UnknownOpcode', { payload: Uint8Array.of(0x0e) }],
    ['UnknownOpcode', { payload: Uint8Array.of(0x10) }],
    ['MalformedPayload', { payload: Uint8Array.of(1, 2) }],
  ]
  it.each(rows)('%s: %o', (code, fields) => {
    const chain = funded({ block: { baseFeePerGas: 7n } })
    chain.fund(new Uint8Array(32).fill(9), COIN)
    chain.fund(bob.id, COIN)
    chain.number = 4n
    const before = chain.reader.snapshot()
    const bytes = chain.envelope(alice, transfer(1n), { ...gas, ...fields })
    expect(chain.run(bytes)).toMatchObject({ status: 'rejected', code })
    expect(chain.reader.snapshot()).toBe(before)
  })

  it('NonceTooLow, replay of what was executed', () => {
    const chain = funded()
    const bytes = chain.envelope(alice, transfer(1n))
    expect(chain.run(bytes).status).toBe('success')
    const before = chain.reader.snapshot()
    expect(chain.run(bytes)).toMatchObject({ status: 'rejected', code: 'NonceTooLow' })
    expect(chain.reader.snapshot()).toBe(before)
  })

  it('NonceExhausted', () => {
    const chain = funded()
    chain.edit((journal) => journal.setNonce(journal.account(alice.id), MAX_U64))
    expect(chain.send(alice, transfer(1n))).toMatchObject({ code: 'NonceExhausted' })
  })

  it('AccountLocked, whatever the payload', () => {
    const chain = funded()
    chain.edit((journal) => journal.setFlags(journal.account(alice.id), ACCOUNT_LOCKED))
    expect(chain.send(alice, transfer(0n))).toMatchObject({ code: 'AccountLocked' })
    expect(chain.send(alice, { operation: 'link', id: bob.id })).toMatchObject({
      code: 'AccountLocked',
    })
  })

  it('InvalidSignature: another digest, another key, a mutated bit', () => {
    const chain = funded()
    chain.fund(bob.id, COIN)
    for (const signer of [alice, bob]) {
      const unsigned = chain.unsigned(signer.id, signer.algorithm, { payload: encodeTransfer(5n) })
      const other = sign(signer, { ...unsigned, nonce: 5n })
      const good = sign(signer, unsigned)
      const swapped = good.slice()
      swapped.set(other.subarray(other.length - 64), good.length - 64)
      expect(chain.run(swapped)).toMatchObject({ code: 'InvalidSignature' })
      const flipped = good.slice()
      flipped[good.length - 1]! ^= 1
      expect(chain.run(flipped)).toMatchObject({ code: 'InvalidSignature' })
      expect(chain.run(good).status).toBe('success')
    }
  })

  it('a valid envelope runs until its last valid block', () => {
    const chain = funded()
    const bytes = chain.envelope(alice, transfer(1n), { lastValidBlock: 5n })
    expect(chain.run(bytes, { number: 6n })).toMatchObject({ code: 'Expired' })
    expect(chain.run(bytes, { number: 5n }).status).toBe('success')
  })
})

function encodeTransfer(amount: bigint): Uint8Array {
  const out = new Uint8Array(65)
  out[0] = 1
  out.set(bob.id, 1)
  out[64] = Number(amount)
  return out
}

describe('fees', () => {
  const coinbase = new Uint8Array(20).fill(0xcb)
  const beneficiary = legacyId(crypto, Namespace.evm, coinbase)

  it('burn the base fee, pay the rest to the beneficiary, return what was not used', () => {
    const chain = funded({ block: { baseFeePerGas: 7n } })
    const result = chain.send(alice, transfer(5n), gas)
    const used = NATIVE_GAS.transfer
    expect(result).toMatchObject({
      status: 'success',
      settlement: {
        gasUsed: used,
        effectiveGasPrice: 10n,
        fee: { paid: 10n * used, burnt: 7n * used, beneficiary: 3n * used },
      },
    })
    expect(chain.balance(alice.id)).toBe(10n * COIN - 5n - 10n * used)
    expect(chain.balance(beneficiary)).toBe(3n * used)
    expect(chain.reader.account(beneficiary)?.origin?.address).toEqual(coinbase)
    const supply = chain.look().supply
    expect(supply.counter('burnt:base-fee')).toBe(7n * used)
    expect(supply.total).toBe(chain.reader.totalBalance)
  })

  it('pay at most maxFeePerGas', () => {
    const chain = funded({ block: { baseFeePerGas: 99n } })
    expect(chain.send(alice, transfer(5n), gas)).toMatchObject({
      settlement: { effectiveGasPrice: 100n },
    })
  })

  it('are checked with the value before anything runs', () => {
    const chain = new TestChain()
    const cost = 50_000n * 100n
    chain.fund(alice.id, cost + 4n)
    expect(chain.send(alice, transfer(5n), gas)).toMatchObject({ code: 'InsufficientFunds' })
    expect(chain.send(alice, transfer(4n), gas).status).toBe('success')
  })
})

describe('H10: nothing is free of charge', () => {
  const free: Engine = {
    name: 'free',
    opcodes: { first: 0x60, last: 0x6f },
    rawKinds: [],
    open: () => ({
      prepare: ({ payload, gasLimit }) => ({
        intrinsicGas: 0n,
        value: 0n,
        execute: () =>
          payload[1] === 1
            ? {
                status: 'halted',
                gasUsed: gasLimit,
                output: new Uint8Array(0),
                failure: failureOf('OutOfGas', 'gas expected'),
              }
            : { status: 'success', gasUsed: 0n, output: payload },
      }),
    }),
  }

  it('an engine that asks for nothing is charged the floor of signature and bytes', () => {
    const chain = funded({ engines: [free] })
    const payload = new Uint8Array(1_000).fill(0x60)
    const bytes = chain.envelope(alice, payload, gas)
    const floor = ENVELOPE_GAS.base + ENVELOPE_GAS.byte * BigInt(bytes.length)
    expect(chain.run(bytes)).toMatchObject({
      settlement: { gasUsed: floor, fee: { paid: 3n * floor } },
    })
    const tight = chain.envelope(alice, payload, { ...gas, gasLimit: floor - 1n })
    expect(chain.run(tight)).toMatchObject({ code: 'IntrinsicGasTooLow' })
  })

  it('a failed execution keeps exactly nonce and fee', () => {
    const chain = funded({ engines: [free] })
    const result = chain.send(alice, Uint8Array.of(0x60, 1), gas)
    expect(result).toMatchObject({
      status: 'halted',
      code: 'OutOfGas',
      settlement: { gasUsed: 50_000n, fee: { paid: 150_000n } },
    })
    expect(chain.balance(alice.id)).toBe(10n * COIN - 150_000n)
    expect(chain.nonce(alice.id)).toBe(1n)
  })

  it('a sender without coin gets no work done at a price above zero', () => {
    const chain = new TestChain()
    expect(chain.send(alice, transfer(0n), gas)).toMatchObject({ code: 'InsufficientFunds' })
  })
})
