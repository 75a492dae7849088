/** Around the transactions: system calls, withdrawals, requests, rewards; payloads and acting addresses; the chain's checks. */
import type { Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { InvalidTransactionError, NVmError } from '../../src/errors.ts'
import { bytesToHex, EMPTY_BYTES } from '../../src/primitives/bytes.ts'
import { u256ToBytes } from '../../src/primitives/u256.ts'
import { Journal } from '../../src/state/journal.ts'
import { Namespace } from '../../src/state/reader.ts'
import { createEvmEngine } from '../../src/vms/evm/engine.ts'
import { decodePayload, encodePayload } from '../../src/vms/evm/payload.ts'
import { requestsHash } from '../../src/vms/evm/receipt/roots.ts'
import { chainAt, testChain } from '../support/memory-state.ts'
import {
  account,
  address,
  COINBASE,
  crypto,
  ether,
  runPayload,
  sign,
  TestChain,
} from './harness.ts'

const ALICE = account(1).address
const BOB = account(2).address
const BEACON_ROOTS = '0x000f3df6d732807ef1319fb7b8bb8522d0beac02'
const BLOCK_HASHES = '0x0000f90827f1c53a10cb7a02335b175320002935'
const WITHDRAWAL_REQUESTS = '0x00000961ef480eb55e80d19ad83579a64c007002'
const CONSOLIDATION_REQUESTS = '0x0000bbddc7ce488642fb579f8b00f3a590007251'
const DEPOSITS = '0x00000000219ab540356cbb839cbe05303d7705fa'

/** Stand-ins: stores its input in slot 0 and its caller in slot 1; returns 0xaabb; returns nothing; fails. */
const RECORD = { code: '0x6000356000553360015500', nonce: 1n }
const ANSWER = { code: '0x61aabb6000526002601ef3', nonce: 1n }
const SILENT = { code: '0x00', nonce: 1n }
const FAILING = { code: '0xfe', nonce: 1n }

const word = (byte: number) => new Uint8Array(32).fill(byte)
const codeOf = (error: unknown) => (error instanceof NVmError ? error.codeName : error)
const thrown = (action: () => unknown): unknown => {
  try {
    action()
  } catch (error) {
    return codeOf(error)
  }
  return undefined
}

/** Slots of a contract, by number. */
function slotsOf(chain: TestChain, hex: string): ReadonlyMap<bigint, bigint> {
  const journal = new Journal(chain.state)
  const id = chain.recordOf(journal, hex)?.storageId
  return new Map(id === undefined ? [] : chain.state.slots(id))
}

describe('system calls', () => {
  const alloc = { [BEACON_ROOTS]: RECORD, [BLOCK_HASHES]: RECORD }
  const block = { parentBeaconBlockRoot: word(0x11), parentHash: word(0x22) }

  test.each([
    ['shanghai', 0n, 0n],
    ['cancun', 0x11n, 0n],
    ['prague', 0x11n, 0x22n],
    ['bpo2', 0x11n, 0x22n],
  ])('EIP-4788 and EIP-2935 on %s', (fork, beacon, parent) => {
    const chain = new TestChain(alloc, chainAt(fork))
    chain.run([], { block })
    const low = (value: bigint | undefined) => (value ?? 0n) & 0xffn
    expect(low(slotsOf(chain, BEACON_ROOTS).get(0n))).toBe(beacon)
    expect(low(slotsOf(chain, BLOCK_HASHES).get(0n))).toBe(parent)
    if (beacon !== 0n)
      expect(slotsOf(chain, BEACON_ROOTS).get(1n)?.toString(16)).toBe(`${'f'.repeat(39)}e`)
  })

  test('missing or failing contracts are passed over at the beginning', () => {
    expect(() => new TestChain({}).run([], { block })).not.toThrow()
    expect(() => new TestChain({ [BEACON_ROOTS]: FAILING }).run([], { block })).not.toThrow()
  })

  test('requests are collected in the order of their types, empty ones left out (EIP-7685)', () => {
    const chain = new TestChain({ [WITHDRAWAL_REQUESTS]: ANSWER, [CONSOLIDATION_REQUESTS]: SILENT })
    const { result } = chain.run([], { block: { requests: true } })
    expect(result.requests?.map(bytesToHex)).toEqual(['01aabb'])
    expect(result.requestsHash).toEqual(requestsHash(crypto, result.requests ?? []))
    expect(chain.run([]).result.requests).toBeUndefined()
  })

  test.each([
    ['no code', {}],
    ['a failure', { [WITHDRAWAL_REQUESTS]: ANSWER, [CONSOLIDATION_REQUESTS]: FAILING }],
  ])('a request contract with %s makes the block invalid', (_, contracts) => {
    expect(thrown(() => new TestChain(contracts).run([], { block: { requests: true } }))).toBe(
      'SystemCallFailed',
    )
  })

  test('deposits come from the logs of the contract that the host names (EIP-6110)', async () => {
    const word32 = (value: number) => bytesToHex(u256ToBytes(BigInt(value)))
    const field = (length: number, byte: string) =>
      word32(length) + byte.repeat(length).padEnd(Math.ceil(length / 32) * 64, '0')
    const fields = [
      field(48, '01'),
      field(32, '02'),
      field(8, '03'),
      field(96, '04'),
      field(8, '05'),
    ]
    const data: Hex = `0x${[160, 256, 320, 384, 512].map(word32).join('')}${fields.join('')}`
    // Copies the calldata and logs it: CALLDATASIZE, 0, 0, CALLDATACOPY, topic, CALLDATASIZE, 0, LOG1.
    const code =
      `0x366000600037` +
      `7f649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5` +
      `366000a100`
    const contracts = { [WITHDRAWAL_REQUESTS]: SILENT, [CONSOLIDATION_REQUESTS]: SILENT }
    const chain = new TestChain({
      ...contracts,
      [DEPOSITS]: { code },
      [BOB]: { code },
      [ALICE]: { balance: ether(1) },
    })
    const tx = { type: 'eip1559', chainId: 1, gas: 100_000n, maxFeePerGas: 10n, data } as const
    const transactions = [
      await sign(1, { ...tx, nonce: 0, to: DEPOSITS }),
      await sign(1, { ...tx, nonce: 1, to: BOB }),
    ]
    const { result } = chain.run(transactions, {
      block: { requests: true },
      engine: { depositContract: address(DEPOSITS) },
    })
    const request = [
      '01'.repeat(48),
      '02'.repeat(32),
      '03'.repeat(8),
      '04'.repeat(96),
      '05'.repeat(8),
    ].join('')
    expect(result.requests?.map(bytesToHex)).toEqual([`00${request}`])
  })
})

describe('coin from outside a transaction is counted (S4)', () => {
  const withdrawals = [{ index: 0n, validatorIndex: 1n, address: address(BOB), amount: 3n }]

  test('withdrawals in gwei and the reward', () => {
    const chain = new TestChain({})
    chain.run([], { block: { withdrawals, reward: 5n } })
    expect(chain.balance(BOB)).toBe(3_000_000_000n)
    expect(chain.balance(COINBASE)).toBe(5n)
    expect(chain.supply).toBe(3_000_000_005n)
  })

  test('no withdrawals before Shanghai', () => {
    const chain = new TestChain({}, chainAt('paris'))
    chain.run([], { block: { withdrawals } })
    expect(chain.supply).toBe(0n)
  })

  test('issuing over the chain’s cap throws the block', () => {
    const chain = new TestChain({}, testChain({ supplyCap: 1_000_000_000n }))
    expect(thrown(() => chain.run([], { block: { withdrawals } }))).toBe('SupplyCapExceeded')
    expect(thrown(() => chain.run([], { block: { reward: 1_000_000_001n } }))).toBe(
      'SupplyCapExceeded',
    )
  })
})

describe('payloads 0x10 to 0x1f', () => {
  const to = address(BOB)

  test('round trip, and refuse every other length and opcode', () => {
    for (const payload of [
      { to, value: 7n, data: Uint8Array.of(1, 2) },
      { to, value: 7n },
      { value: 0n, data: Uint8Array.of(3) },
    ]) {
      const decoded = decodePayload(encodePayload(payload))
      expect(decoded).toMatchObject({
        value: payload.value,
        to: payload.to,
        data: payload.data ?? EMPTY_BYTES,
      })
    }
    const transfer = encodePayload({ to, value: 1n })
    expect(thrown(() => decodePayload(transfer.subarray(1)))).toBe('UnknownOpcode')
    expect(thrown(() => decodePayload(transfer.subarray(0, 52)))).toBe('MalformedPayload')
    expect(thrown(() => decodePayload(Uint8Array.of(...transfer, 0)))).toBe('MalformedPayload')
    for (let opcode = 0x13; opcode <= 0x1f; opcode++) {
      expect(thrown(() => decodePayload(Uint8Array.of(opcode)))).toBe('UnknownOpcode')
    }
  })

  test('S13: acts as the canonical address and raises its EVM nonce by one', () => {
    const chain = new TestChain({ [ALICE]: { balance: ether(1), nonce: 4n } })
    const sender = chain.idOf(ALICE)
    const { call, outcome } = runPayload(chain, {
      payload: encodePayload({ to, value: 9n }),
      sender,
    })
    expect(call).toMatchObject({ intrinsicGas: 21_000n, value: 9n })
    expect(outcome).toMatchObject({ status: 'success', gasUsed: 0n })
    expect(chain.balance(BOB)).toBe(9n)
    expect(chain.nonceIn(new Journal(chain.state), ALICE)).toBe(5n)
  })

  test('S13: a crossing raises the nonce only by CREATE', () => {
    const chain = new TestChain({ [ALICE]: { balance: ether(1) } })
    const request = { sender: chain.idOf(ALICE), crossings: 1 }
    runPayload(chain, { ...request, payload: encodePayload({ to, value: 9n }) })
    expect(chain.nonceIn(new Journal(chain.state), ALICE)).toBe(0n)
    const { outcome } = runPayload(chain, {
      ...request,
      payload: encodePayload({ data: Uint8Array.of(0) }),
    })
    expect(outcome.created).toHaveLength(20)
    expect(chain.nonceIn(new Journal(chain.state), ALICE)).toBe(1n)
  })

  test('S13: someone else’s address is refused, a non-canonical one of the sender is its own msg.sender', () => {
    const storeCaller = address('0x00000000000000000000000000000000000ca11e')
    const chain = new TestChain({
      [ALICE]: { balance: ether(1) },
      [bytesToHex(storeCaller)]: { code: '0x336000553460015500' },
    })
    const sender = chain.idOf(ALICE)
    const payload = encodePayload({ to: storeCaller, value: 1n, data: Uint8Array.of(0) })
    const foreign = { sender, payload, actingAddress: address(BOB) }
    expect(thrown(() => runPayload(chain, foreign))).toBe('WrongActingAddress')
    expect(thrown(() => runPayload(chain, { ...foreign, actingAddress: Uint8Array.of(1) }))).toBe(
      'WrongActingAddress',
    )
    const journal = new Journal(chain.state)
    journal.setAlias(Namespace.evm, address(BOB), { id: sender, canonical: false, revoked: false })
    journal.endTransaction()
    chain.state.apply(journal.takeDiff())
    expect(runPayload(chain, foreign).outcome.status).toBe('success')
    const slots = slotsOf(chain, bytesToHex(storeCaller))
    expect(slots.get(0n)).toBe(BigInt(BOB))
    expect(slots.get(1n)).toBe(1n)
    expect(chain.state.account(sender)?.balance).toBe(ether(1) - 1n)
  })

  test('refused before a fee: code at the acting address, too little gas for the floor, too much init code', () => {
    const chain = new TestChain({ [ALICE]: { balance: ether(1), code: '0x00' } })
    const sender = chain.idOf(ALICE)
    expect(thrown(() => runPayload(chain, { sender, payload: encodePayload({ to }) }))).toBe(
      'SenderHasCode',
    )
    const large = encodePayload({ data: new Uint8Array(49_153) })
    expect(thrown(() => runPayload(chain, { sender, payload: large }))).toBe('InitCodeTooLarge')
    const data = encodePayload({ to, data: new Uint8Array(1000).fill(1) })
    const poor = new TestChain({ [ALICE]: { balance: ether(1) } })
    expect(thrown(() => runPayload(poor, { sender, payload: data, gasLimit: 60_999n }))).toBe(
      'IntrinsicGasTooLow',
    )
    const exact = runPayload(poor, { sender, payload: data, gasLimit: 61_000n })
    expect(exact.call.intrinsicGas + exact.outcome.gasUsed).toBe(61_000n)
  })

  test('a static crossing changes nothing', () => {
    const chain = new TestChain({ [ALICE]: { balance: ether(1) } })
    const request = { sender: chain.idOf(ALICE), crossings: 1, isStatic: true }
    for (const payload of [
      encodePayload({ to, value: 1n }),
      encodePayload({ data: Uint8Array.of(0) }),
    ]) {
      expect(runPayload(chain, { ...request, payload }).outcome.status).toBe('reverted')
    }
    expect(chain.balance(BOB)).toBe(0n)
  })
})

describe('checks of a chain', () => {
  const validate = (fork: string, precompileBase?: bigint) =>
    thrown(() => createEvmEngine().validate?.(chainAt(fork, { precompileBase })))

  test('forks exist, precompiles share no address', () => {
    expect(validate('osaka')).toBeUndefined()
    expect(validate('atlantis')).toBe('InvalidChainConfig')
    expect(thrown(() => createEvmEngine().validate?.(testChain({ forks: [] })))).toBe(
      'InvalidChainConfig',
    )
    expect(validate('prague', 0x100n)).toBeUndefined()
    expect(validate('osaka', 0x100n)).toBe('PrecompileOverlap')
    expect(validate('osaka', 0xf9n)).toBe('PrecompileOverlap')
    expect(validate('osaka', 0xf8n)).toBeUndefined()
    expect(validate('osaka', 0x101n)).toBeUndefined()
    expect(validate('frontier', 0x04n)).toBe('PrecompileOverlap')
  })

  test('a block before the first fork cannot be opened', () => {
    const chain = new TestChain(
      {},
      testChain({ forks: [{ machine: 'evm', fork: 'osaka', block: 100n }] }),
    )
    expect(thrown(() => chain.run([]))).toBe('InvalidChainConfig')
  })

  test('only Ethereum transactions are taken', () => {
    const { machine } = new TestChain({}).open()
    expect(() => machine.openRaw?.('bitcoin', EMPTY_BYTES)).toThrow(InvalidTransactionError)
  })
})
