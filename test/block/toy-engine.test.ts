/**
 * A sixth machine, written against src/engine.ts alone and registered in a free range: a counter that anybody may
 * raise by a number, or ask to fail. Fees, limits, rollback and receipts come from outside of it.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, test } from 'vitest'
import type { Engine } from '../../src/index.ts'
import {
  Algorithm,
  attachCredential,
  createGenesis,
  defaultEngines,
  envelopeSigningDigest,
  executeBlock,
  InvalidTransactionError,
  nobleCrypto,
  Router,
  reconfigure,
  selfCertifyingId,
} from '../../src/index.ts'
import { CellType } from '../../src/state/keys.ts'

const PRICE = 500n

/** Payload: opcode, step u8; step 0 reverts after writing, so that the rollback is seen. */
const counter: Engine = {
  name: 'counter',
  opcodes: { first: 0x60, last: 0x6f },
  rawKinds: [],
  open: ({ journal }) => ({
    prepare: ({ payload }) => {
      if (payload.length !== 2)
        throw new InvalidTransactionError('MalformedPayload', 'counter expects two bytes')
      return {
        intrinsicGas: PRICE,
        value: 0n,
        execute: () => {
          const mark = journal.checkpoint()
          const cell = journal.cell(CellType.machine, [Uint8Array.of(0x60)])
          const value = (cell.value?.[0] ?? 0) + payload[1]!
          journal.setCell(cell, Uint8Array.of(value))
          if (payload[1] !== 0)
            return { status: 'success', gasUsed: 7n, output: Uint8Array.of(value) }
          journal.revert(mark)
          const failure = { code: 2002, name: 'Reverted', message: 'step expected above 0' }
          return { status: 'reverted', gasUsed: 7n, output: new Uint8Array(0), failure }
        },
      }
    },
  }),
}

const engines = [...defaultEngines(), counter]
const secret = new Uint8Array(32).fill(7)
const publicKey = ed25519.getPublicKey(secret)
const sender = selfCertifyingId(nobleCrypto, Algorithm.ed25519, publicKey)

function genesis() {
  return createGenesis({
    chainId: 9n,
    accounts: [{ id: sender, balance: 10n ** 18n }],
    engines,
  })
}

function envelope(
  state: ReturnType<typeof genesis>,
  nonce: bigint,
  payload: Uint8Array,
  gasLimit = 100_000n,
) {
  const unsigned = {
    payload,
    sender,
    actingAddress: new Uint8Array(0),
    nonce,
    gasLimit,
    maxFeePerGas: 10n,
    maxPriorityFeePerGas: 2n,
    chainId: 9n,
    genesisRoot: state.root,
    lastValidBlock: 0n,
    contextTag: new Uint8Array(16),
    algorithm: Algorithm.ed25519,
  }
  const signature = ed25519.sign(envelopeSigningDigest(nobleCrypto, unsigned), secret)
  return { kind: 'envelope', bytes: attachCredential(unsigned, { publicKey, signature }) } as const
}

test('a machine registered in a free range runs, pays and is rolled back like any other', () => {
  const state = genesis()
  const block = { baseFeePerGas: 3n, coinbase: new Uint8Array(20).fill(0xcb) }
  const { receipts, state: next } = executeBlock(
    state,
    [
      envelope(state, 0n, Uint8Array.of(0x60, 5)),
      envelope(state, 1n, Uint8Array.of(0x61, 0)),
      envelope(state, 2n, Uint8Array.of(0x6f, 2)),
      envelope(state, 3n, Uint8Array.of(0x60)),
      envelope(state, 3n, Uint8Array.of(0x60, 1), PRICE - 1n),
      envelope(state, 3n, Uint8Array.of(0x70, 1)),
    ],
    block,
    { engines },
  )
  expect(
    receipts.map((receipt) => [receipt.status, receipt.error?.name ?? receipt.machine]),
  ).toEqual([
    ['success', 'counter'],
    ['reverted', 'Reverted'],
    ['success', 'counter'],
    ['rejected', 'MalformedPayload'],
    ['rejected', 'IntrinsicGasTooLow'],
    ['rejected', 'UnknownOpcode'],
  ])
  expect(receipts[2]!.output).toEqual(Uint8Array.of(7))
  for (const { status, fee, gasUsed } of receipts) {
    if (status === 'rejected') continue
    expect(fee).toEqual({ paid: gasUsed * 5n, burnt: gasUsed * 3n, beneficiary: gasUsed * 2n })
    expect(gasUsed).toBeGreaterThanOrEqual(PRICE + 7n)
  }
  const paid = receipts.reduce((sum, receipt) => sum + receipt.fee.paid, 0n)
  expect(next.account(sender)).toMatchObject({ balance: 10n ** 18n - paid, nonce: 3n })
  expect(next.cell(CellType.machine, [Uint8Array.of(0x60)])).toEqual(Uint8Array.of(7))
})

test('block limits of one machine hold for it alone', () => {
  const state = genesis()
  const { receipts } = executeBlock(
    state,
    [envelope(state, 0n, Uint8Array.of(0x60, 1)), envelope(state, 1n, Uint8Array.of(0x60, 1))],
    { gasLimits: { counter: 100_000n } },
    { engines },
  )
  expect(receipts[0]!.status).toBe('success')
  expect(receipts[1]).toMatchObject({
    status: 'rejected',
    error: { name: 'BlockGasLimitExceeded' },
  })
})

test('overlapping, empty and foreign ranges cannot be constructed', () => {
  const at = (first: number, last: number): Engine => ({
    ...counter,
    name: `at ${first}`,
    opcodes: { first, last },
  })
  expect(() => new Router([...defaultEngines(), at(0x0f, 0x0f)])).toThrowError(/OpcodeRangeOverlap/)
  expect(() => new Router([counter, at(0x6f, 0x70)])).toThrowError(/OpcodeRangeOverlap/)
  for (const [first, last] of [
    [0, 5],
    [0x70, 0x6f],
    [0xf0, 0x100],
    [1.5, 2],
  ] as const) {
    expect(() => new Router([at(first, last)])).toThrowError(/OpcodeRangeInvalid/)
  }
  expect(() => new Router([at(0x60, 0x60), at(0x61, 0xff), at(0x01, 0x5f)])).not.toThrow()
})

test('crossings nest as deep as the chain allows, and no deeper', () => {
  const depths: (number | string)[] = []
  // Calls itself across the border of its machine until it is refused.
  const chamber: Engine = {
    ...counter,
    name: 'chamber',
    open: (services) => ({
      prepare: (request) => ({
        intrinsicGas: PRICE,
        value: 0n,
        execute: () => {
          depths.push(request.crossings)
          const gasLimit = request.gasLimit - PRICE
          const inner = services.cross({ ...request, gasLimit, crossings: request.crossings + 1 })
          if (inner.failure !== undefined) depths.push(inner.failure.name)
          return { status: 'success', gasUsed: inner.gasUsed, output: new Uint8Array(0) }
        },
      }),
    }),
  }
  const machines = [...defaultEngines(), chamber]
  const state = createGenesis({
    chainId: 9n,
    accounts: [{ id: sender, balance: 10n ** 18n }],
    engines: machines,
  })
  const transactions = [envelope(state, 0n, Uint8Array.of(0x60, 1))]
  const { receipts } = executeBlock(state, transactions, {}, { engines: machines })
  expect(receipts[0]?.status).toBe('success')
  expect(depths).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 'CallDepthExceeded'])
})

test('a chain that names a machine without an engine is refused', () => {
  expect(() => executeBlock(genesis(), [])).toThrowError(/UnknownMachine/)
})

describe('S4: a machine never meets more coin than its integers can hold', () => {
  const bound = 100n
  const narrow: Engine = { ...counter, supplyCap: () => bound }
  // Of the default machines only those without a bound of their own: a chain of them has no cap.
  const unbound = defaultEngines().filter(({ supplyCap }) => supplyCap === undefined)
  const machines = [...unbound, narrow]
  const holding = (balance: bigint) =>
    createGenesis({ chainId: 9n, engines: unbound, accounts: [{ id: sender, balance }] })

  test('genesis over its bound throws, at the bound it does not', () => {
    const options = { chainId: 9n, engines: machines }
    const accounts = (balance: bigint) => [{ id: sender, balance }]
    const fits = createGenesis({ ...options, accounts: accounts(bound) })
    expect(fits.chain.supplyCap).toBe(bound)
    expect(() => createGenesis({ ...options, accounts: accounts(bound + 1n) })).toThrowError(
      /SupplyCapExceeded/,
    )
    const lifted = {
      configure: (draft: { supplyCap: bigint | undefined }) => void (draft.supplyCap = bound + 1n),
    }
    expect(() => createGenesis({ ...options, ...lifted })).toThrowError(/InvalidChainConfig/)
  })

  test('registering it on a chain that holds more throws and changes nothing; with less it caps issuance', () => {
    const add = (draft: { machines: string[] }) => void draft.machines.push('counter')
    const over = holding(bound + 1n)
    const root = over.root
    expect(() => reconfigure(over, add, machines)).toThrowError(/SupplyCapExceeded/)
    expect(over.root).toEqual(root)
    const under = holding(bound - 1n)
    const changed = reconfigure(under, add, machines)
    expect(changed.chain).toMatchObject({
      machines: ['native', 'evm', 'counter'],
      supplyCap: bound,
    })
    expect(changed.root).not.toEqual(under.root)
    const withdraw = (amount: bigint) => ({
      withdrawals: [{ index: 0n, validatorIndex: 0n, address: new Uint8Array(20).fill(1), amount }],
    })
    // One gwei is 10^9 base units: far over the bound of 100.
    expect(() => executeBlock(changed, [], withdraw(1n), { engines: machines })).toThrowError(
      /SupplyCapExceeded/,
    )
    expect(executeBlock(changed, [], withdraw(0n), { engines: machines }).receipts).toEqual([])
  })

  test('a block with an engine of a lower bound than the chain was made with throws', () => {
    const state = createGenesis({ chainId: 9n, engines: [...unbound, counter] })
    expect(() => executeBlock(state, [], {}, { engines: machines })).toThrowError(
      /InvalidChainConfig/,
    )
  })
})
