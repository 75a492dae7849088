/** executeBlock as a host sees it: purity, order of blocks, forks, what it does with invalid transactions. */
import { expect, test } from 'vitest'
import type { Receipt } from '../../src/index.ts'
import {
  createGenesis,
  executeBlock,
  InvalidTransactionError,
  parentContext,
} from '../../src/index.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import { eoa, transfer } from '../support/wallet.ts'

const alice = eoa(1)
const bob = eoa(2)
const genesis = () =>
  createGenesis({ chainId: 1337, alloc: { [alice.address]: { balance: 10n ** 18n } } })
const plain = (receipts: readonly Receipt[]) =>
  JSON.stringify(receipts, (_, value: unknown) =>
    typeof value === 'bigint'
      ? `${value}`
      : value instanceof Uint8Array
        ? bytesToHex(value)
        : value,
  )

test('the same input gives the same bytes and leaves the given state as it was', async () => {
  const state = genesis()
  const before = bytesToHex(state.root)
  const txs = [await transfer(alice, bob.address, 5n, 0), await transfer(alice, bob.address, 7n, 1)]
  const first = executeBlock(state, txs, { number: 1n })
  const second = executeBlock(state, txs, { number: 1n })
  expect(bytesToHex(first.root)).toBe(bytesToHex(second.root))
  expect(plain(first.receipts)).toBe(plain(second.receipts))
  expect(bytesToHex(state.root)).toBe(before)
  expect(bytesToHex(first.root)).not.toBe(before)
})

test('forks of one state do not see each other', async () => {
  const state = genesis()
  const left = executeBlock(state, [await transfer(alice, bob.address, 5n, 0)]).state
  const right = executeBlock(state, [await transfer(alice, bob.address, 9n, 0)]).state
  const again = executeBlock(state.fork(), [await transfer(alice, bob.address, 5n, 0)]).state
  expect(bytesToHex(left.root)).not.toBe(bytesToHex(right.root))
  expect(bytesToHex(again.root)).toBe(bytesToHex(left.root))
  const next = executeBlock(left, [await transfer(alice, bob.address, 1n, 1)]).receipts[0]!
  expect(next.status).toBe('success')
})

test('S8: a block whose number does not rise or whose timestamp falls throws', () => {
  const { state } = executeBlock(genesis(), [], { number: 5n, timestamp: 100n })
  expect(parentContext(state)).toMatchObject({ number: 5n, timestamp: 100n })
  expect(() => executeBlock(state, [], { number: 5n, timestamp: 100n })).toThrowError(
    /BlockNotAfterParent/,
  )
  expect(() => executeBlock(state, [], { number: 4n, timestamp: 100n })).toThrowError(
    /BlockNotAfterParent/,
  )
  expect(() => executeBlock(state, [], { number: 6n, timestamp: 99n })).toThrowError(
    /BlockNotAfterParent/,
  )
  expect(executeBlock(state, [], { timestamp: 100n }).block.number).toBe(6n)
})

test('S8: the parent committed in state cannot be talked away by the host', () => {
  const { state, root } = executeBlock(genesis(), [], { number: 5n, timestamp: 100n })
  const other = executeBlock(genesis(), [], { number: 6n, timestamp: 100n })
  expect(bytesToHex(other.root)).not.toBe(bytesToHex(root))
  expect(bytesToHex(parentContext(state).genesisRoot)).toBe(bytesToHex(genesis().root))
})

test('onInvalid throw discards the block, reject notes it', async () => {
  const state = genesis()
  const txs = [await transfer(alice, bob.address, 5n, 0), await transfer(alice, bob.address, 5n, 0)]
  const { receipts } = executeBlock(state, txs)
  expect(receipts.map((receipt) => receipt.status)).toEqual(['success', 'rejected'])
  expect(receipts[1]!.error?.name).toBe('NonceTooLow')
  expect(() => executeBlock(state, txs, {}, { onInvalid: 'throw' })).toThrowError(
    InvalidTransactionError,
  )
})

test("a rejected receipt's error is what is thrown, as data; the root does not know it", async () => {
  const state = genesis()
  const txs = [await transfer(alice, bob.address, 5n, 3)]
  const { receipts, root } = executeBlock(state, txs)
  let thrown: unknown
  try {
    executeBlock(state, txs, {}, { onInvalid: 'throw' })
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(InvalidTransactionError)
  const { code, codeName: name, message, context } = thrown as InvalidTransactionError
  expect(Object.keys(context).length).toBeGreaterThan(0)
  expect(receipts[0]!.error).toEqual({ code, name, message, context })
  expect(bytesToHex(root)).toBe(bytesToHex(executeBlock(state, []).root))
})

test('block limits: gas left, transaction bytes, number of transactions', async () => {
  const state = createGenesis({
    chainId: 1337,
    alloc: { [alice.address]: { balance: 10n ** 18n } },
    configure: (draft) => {
      draft.limits.blockTransactions = 2
      draft.limits.transactionBytes = 200
    },
  })
  const txs = [
    await transfer(alice, bob.address, 5n, 0),
    { kind: 'ethereum', bytes: new Uint8Array(201) } as const,
    await transfer(alice, bob.address, 5n, 1),
  ]
  const errors = (gasLimit: bigint) =>
    executeBlock(state, txs, { gasLimit }).receipts.map((receipt) => receipt.error?.name)
  expect(errors(10n ** 9n)).toEqual([
    undefined,
    'TransactionTooLarge',
    'BlockTransactionLimitExceeded',
  ])
  expect(errors(20_000n)[0]).toBe('BlockGasLimitExceeded')
})

test('recorded changes and accesses name what the transaction touched', async () => {
  const state = genesis()
  const txs = [await transfer(alice, bob.address, 5n, 0)]
  const { receipts, access } = executeBlock(
    state,
    txs,
    {},
    { recordChanges: true, recordAccess: true },
  )
  const changes = receipts[0]!.changes!
  // Sender, recipient and the beneficiary of the tip; the sender's EVM nonce.
  expect(changes.map((change) => change.kind).sort()).toEqual([
    'account',
    'account',
    'account',
    'record',
  ])
  expect(changes.some((change) => change.before === undefined)).toBe(true)
  expect(access![0]!.writes.filter((name) => name.startsWith('account:')).length).toBe(3)
  for (const write of access![0]!.writes) {
    if (!write.startsWith('supply:')) expect(access![0]!.reads).toContain(write)
  }
})

test('a field of the block of the wrong length or range throws InvalidBlockContext', () => {
  const wrong = [
    { coinbase: new Uint8Array(32) },
    { prevRandao: new Uint8Array(31) },
    { parentHash: new Uint8Array(0) },
    { number: 1n << 64n },
    { gasLimit: -1n },
    { baseFeePerGas: 1n << 256n },
  ]
  for (const block of wrong)
    expect(() => executeBlock(genesis(), [], block)).toThrowError(/InvalidBlockContext/)
})
