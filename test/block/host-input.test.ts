/** What a host hands over by mistake: refused with a typed error that names the field, before anything changes. */
import { describe, expect, it } from 'vitest'
import {
  type BlockInput,
  createGenesis,
  executeBlock,
  NVmError,
  type Transaction,
} from '../../src/index.ts'
import { isBytes } from '../../src/primitives/argument.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import { eoa, transfer } from '../support/wallet.ts'

const alice = eoa(1)
const bob = eoa(2)
const state = createGenesis({
  chainId: 1337,
  alloc: { [alice.address]: { balance: 10n ** 18n } },
})
const good = await transfer(alice, bob.address, 5n, 0)

/** The error's name and context, and that nothing but an NVmError came. */
function thrown(run: () => unknown): readonly unknown[] {
  const before = bytesToHex(state.root)
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(NVmError)
    const { codeName, context, message } = error as NVmError
    if (context.actual !== undefined) expect(message).toContain(context.actual)
    expect(bytesToHex(state.root)).toBe(before)
    return [codeName, context]
  }
  return ['nothing']
}

describe('bytes of a transaction', () => {
  it.each([
    ['hex', `0x${bytesToHex(good.bytes)}`, /^text "0xf8|^text "0x02/],
    ['undefined', undefined, /^undefined$/],
    ['null', null, /^null$/],
    ['an array of numbers', [...good.bytes], /^an array$/],
    ['an ArrayBuffer', good.bytes.buffer, /^a value of type object$/],
    ['a Uint16Array', new Uint16Array(4), /^a value of type object$/],
  ])('%s: the block is discarded', (_name, bytes, actual) => {
    const wrong = { kind: 'ethereum', bytes } as unknown as Transaction
    for (const onInvalid of ['reject', 'throw'] as const) {
      const result = thrown(() => executeBlock(state, [good, wrong], {}, { onInvalid }))
      expect(result).toEqual([
        'InvalidArgument',
        {
          name: 'transactions[1].bytes',
          expected: 'a Uint8Array',
          actual: expect.stringMatching(actual),
        },
      ])
    }
  })

  it('a transaction that is missing, and a list that is none', () => {
    const holes = [good, undefined] as unknown as Transaction[]
    expect(thrown(() => executeBlock(state, holes))[0]).toBe('InvalidArgument')
    const none = good as unknown as Transaction[]
    expect(thrown(() => executeBlock(state, none))[1]).toMatchObject({ name: 'transactions' })
  })

  it('a Buffer is bytes', () => {
    const bytes = Buffer.from(good.bytes)
    expect(isBytes(bytes)).toBe(true)
    const { receipts } = executeBlock(state, [{ kind: 'ethereum', bytes }])
    expect(receipts[0]?.status).toBe('success')
  })
})

describe('fields of the block', () => {
  const word = new Uint8Array(32)
  const withdrawal = { index: 0n, validatorIndex: 0n, address: new Uint8Array(20), amount: 1n }
  const session = { account: word, epoch: 0n, commitment: word }
  const list = { session, firstNonce: 0n, hashes: [word], algorithm: 0, credential: word }
  const rows: readonly (readonly [string, unknown])[] = [
    ['number', { number: 1 }],
    ['number', { number: 1n << 64n }],
    ['timestamp', { timestamp: 1_700_000_000 }],
    ['timestamp', { timestamp: '1' }],
    ['gasLimit', { gasLimit: 30_000_000 }],
    ['gasLimit', { gasLimit: -1n }],
    ['gasLimits.evm', { gasLimits: { evm: 1 } }],
    ['gasLimits.evm', { gasLimits: { evm: -1n } }],
    ['baseFeePerGas', { baseFeePerGas: 7 }],
    ['blobBaseFee', { blobBaseFee: 1 }],
    ['difficulty', { difficulty: 0 }],
    ['reward', { reward: 2 }],
    ['coinbase', { coinbase: bob.address }],
    ['coinbase', { coinbase: word }],
    ['prevRandao', { prevRandao: '0x00' }],
    ['parentHash', { parentHash: [...word] }],
    ['parentBeaconBlockRoot', { parentBeaconBlockRoot: word.subarray(1) }],
    ['withdrawals', { withdrawals: withdrawal }],
    ['withdrawals[1].index', { withdrawals: [withdrawal, { ...withdrawal, index: 1 }] }],
    ['withdrawals[0].validatorIndex', { withdrawals: [{ ...withdrawal, validatorIndex: 1 }] }],
    ['withdrawals[0].address', { withdrawals: [{ ...withdrawal, address: bob.address }] }],
    ['withdrawals[0].amount', { withdrawals: [{ ...withdrawal, amount: 1 }] }],
    ['provenLists[0].firstNonce', { provenLists: [{ ...list, firstNonce: 0 }] }],
    [
      'provenLists[0].session.epoch',
      { provenLists: [{ ...list, session: { ...session, epoch: 0 } }] },
    ],
    ['bitcoin.medianTime', { bitcoin: { medianTime: 5 } }],
    ['solana.slot', { solana: { slot: 5 } }],
    ['solana.blockhash', { solana: { blockhash: '11111111111111111111111111111111' } }],
    ['solana.unixTimestamp', { solana: { unixTimestamp: 5 } }],
    ['solana.lastRestartSlot', { solana: { lastRestartSlot: 5 } }],
    ['tron.blockIds', { tron: { blockIds: ['00'] } }],
    ['tron.blockIds', { tron: { blockIds: '00' } }],
  ]

  it.each(rows)('%s: InvalidBlockContext', (name, block) => {
    const result = thrown(() => executeBlock(state, [good], block as BlockInput))
    expect(result).toEqual([
      'InvalidBlockContext',
      { name, expected: expect.any(String), actual: expect.any(String) },
    ])
  })

  it('a gas limit for a machine that the chain does not have', () => {
    const result = thrown(() => executeBlock(state, [good], { gasLimits: { emv: 1n } }))
    expect(result).toEqual(['UnknownMachine', { name: 'emv' }])
    const machines = Object.fromEntries(state.chain.machines.map((name) => [name, 30_000n]))
    expect(executeBlock(state, [good], { gasLimits: machines }).receipts[0]?.status).toBe('success')
  })
})
