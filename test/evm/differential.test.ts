/**
 * Blocks of random transactions, run here and by @ethereumjs/vm: same refusals, gas, logs and state root, fork by
 * fork. The seed of a failing block is in its name.
 */
import type { Hex, TransactionSerializable } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import type { Receipt } from '../../src/receipt.ts'
import type { GenesisAlloc } from '../../src/vms/evm/genesis-alloc.ts'
import { ethereumStateRoot } from '../../src/vms/evm/state-root.ts'
import {
  FORK_NAMES,
  type ForkName,
  forkIndex,
  isAtLeast,
} from '../../src/vms/evm-core/forks/names.ts'
import { chainAt } from '../support/memory-state.ts'
import { account, COINBASE, crypto, ether, runOne, sign, TestChain } from './harness.ts'
import { runOracle } from './oracle.ts'

const BLOCKS_PER_FORK = 1
const TRANSACTIONS = 40
/** Transactions with blobs in a block: the peer does not count blobs over a block. */
const BLOB_TRANSACTIONS_MAX = 3
const SENDERS = [1, 2, 3]

/** A small generator of reproducible numbers (xorshift32). */
function randomFrom(seed: number) {
  let state = seed * 2_654_435_761 || 1
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
  return {
    below: (limit: number) => next() % limit,
    pick: <T>(items: readonly T[]): T => items[next() % items.length]!,
  }
}
type Random = ReturnType<typeof randomFrom>

const CODE = {
  /** storage[data[0]] = data[1] */
  store: '0x60203560003555',
  /** Clears slots 1 to 4, which the genesis fills: refunds. */
  clear: '0x600060015560006002556000600355600060045500',
  revert: '0x60aa60005260206000fd',
  log: '0x6001600052602060aa6020600060bba200',
  /** SELFDESTRUCT to data[0]. */
  destroy: '0x600035ff',
  loop: '0x5b600056',
  /** CALL data[0] with value data[1] and all gas but some. */
  call: '0x6000600060006000602035600035620186a05a03f160015500',
  /** CREATE with the calldata as init code, then stores the address. */
  create: '0x366000600037366000600034f0600055',
  /** Stores, then fails. */
  fail: '0x6001600155fe',
} as const

const at = (index: number): Hex => `0x${(0xc0de00 + index).toString(16).padStart(40, '0')}`
const CONTRACTS = Object.fromEntries(
  Object.keys(CODE).map((name, index) => [name, at(index)]),
) as Record<keyof typeof CODE, Hex>
/** In the genesis without anything: exists before EIP-158 clears it. */
const EMPTY = at(0xff)
const INIT_CODES: readonly Hex[] = [
  '0x',
  '0x600060005360016000f3',
  '0x33ff',
  '0xfe',
  '0x60206000fd',
  '0x60ef60005360016000f3',
  '0x6001600155600a6000f3',
]

function genesis(fork: ForkName): GenesisAlloc {
  const alloc: Record<string, GenesisAlloc[string]> = {}
  for (const sender of SENDERS) alloc[account(sender).address] = { balance: ether(100) }
  for (const [name, code] of Object.entries(CODE)) {
    const storage =
      name === 'clear' ? { '0x01': '0x01', '0x02': '0x02', '0x03': '0x03', '0x04': '0xff' } : {}
    alloc[CONTRACTS[name as keyof typeof CODE]] = { balance: 10n, nonce: 1n, code, storage }
  }
  if (!isAtLeast(fork, 'spuriousDragon')) alloc[EMPTY] = {}
  return alloc
}

const word = (value: bigint | Hex): string => BigInt(value).toString(16).padStart(64, '0')

function someAddress(random: Random): Hex {
  const fresh = `0x${(0xaaaa0000 + random.below(6)).toString(16).padStart(40, '0')}` as Hex
  return random.pick([
    fresh,
    EMPTY,
    account(random.pick(SENDERS)).address,
    '0x0000000000000000000000000000000000000003',
    COINBASE as Hex,
    CONTRACTS.log,
    CONTRACTS.destroy,
  ])
}

/** Recipient, data and value of one transaction. */
function message(random: Random): { to?: Hex; data: Hex; value: bigint } {
  const value = random.pick([0n, 0n, 1n, 12_345n])
  switch (random.below(6)) {
    case 0:
      return { to: someAddress(random), data: '0x', value }
    case 1:
      return { data: random.pick(INIT_CODES), value }
    case 2:
      return {
        to: CONTRACTS.store,
        data: `0x${word(BigInt(random.below(3)))}${word(BigInt(random.below(3)))}`,
        value,
      }
    case 3:
      return { to: CONTRACTS.create, data: random.pick(INIT_CODES), value }
    case 4:
      return {
        to: CONTRACTS.call,
        data: `0x${word(someAddress(random))}${word(BigInt(random.below(3)))}`,
        value: 0n,
      }
    default: {
      const to =
        CONTRACTS[random.pick(['clear', 'revert', 'log', 'destroy', 'loop', 'fail'] as const)]
      return { to, data: `0x${word(someAddress(random))}`, value }
    }
  }
}

async function signOne(
  random: Random,
  fork: ForkName,
  nonceOf: (sender: number) => number,
  takesBlobs: boolean,
): Promise<Uint8Array> {
  const sender = random.pick(SENDERS)
  const isBad = random.below(12) === 0
  const nonce = nonceOf(sender) + (isBad ? random.pick([-1, 1]) : 0)
  const gas = BigInt(random.pick([21_000, 60_000, 100_000, 250_000, 400_000]))
  const price = BigInt(random.pick([5, 10, 10, 1_000]))
  const base = { ...message(random), nonce: Math.max(nonce, 0), gas }
  const accessList = [{ address: CONTRACTS.store, storageKeys: [`0x${word(1n)}` as Hex] }]
  const types: TransactionSerializable[] = [
    {
      ...base,
      gasPrice: price,
      type: 'legacy',
      ...(isAtLeast(fork, 'spuriousDragon') ? { chainId: 1 } : {}),
    },
  ]
  if (isAtLeast(fork, 'berlin'))
    types.push({ ...base, type: 'eip2930', chainId: 1, gasPrice: price, accessList })
  if (isAtLeast(fork, 'london')) {
    types.push({
      ...base,
      type: 'eip1559',
      chainId: 1,
      maxFeePerGas: price,
      maxPriorityFeePerGas: BigInt(random.below(Math.min(Number(price), 12) + 1)),
      accessList,
    })
  }
  if (isAtLeast(fork, 'cancun') && base.to !== undefined && takesBlobs) {
    const blobVersionedHashes = [`0x01${'00'.repeat(31)}` as Hex].concat(
      random.below(2) === 0 ? [] : [`0x01${'11'.repeat(31)}`],
    )
    types.push({
      ...base,
      to: base.to,
      type: 'eip4844',
      chainId: 1,
      maxFeePerGas: price,
      maxFeePerBlobGas: 3n,
      blobVersionedHashes,
    })
  }
  if (isAtLeast(fork, 'prague') && base.to !== undefined) {
    const authority = random.pick([1, 2, 3, 4, 5])
    const key = privateKeyToAccount(`0x${authority.toString(16).padStart(64, '0')}`)
    const authorization = await key.signAuthorization({
      contractAddress: random.pick([
        CONTRACTS.store,
        CONTRACTS.log,
        '0x0000000000000000000000000000000000000000',
      ]),
      chainId: random.pick([0, 1, 2]),
      nonce: nonceOf(authority) + random.below(2),
    })
    types.push({
      ...base,
      to: base.to,
      type: 'eip7702',
      chainId: 1,
      maxFeePerGas: price,
      authorizationList: [authorization],
    })
  }
  return sign(sender, random.pick(types))
}

const logText = (log: { address: Uint8Array; topics: readonly Uint8Array[]; data: Uint8Array }) =>
  [log.address, ...log.topics, log.data].map(bytesToHex).join(':')

async function compare(fork: ForkName, seed: number): Promise<void> {
  const random = randomFrom(seed)
  const alloc = genesis(fork)
  const allow = { unprotectedTransactions: true, chainIdZeroAuthorizations: true }
  const chain = new TestChain(alloc, chainAt(fork, { allow }))
  const block = { number: 9n, timestamp: 1_000n, gasLimit: 60_000_000n }
  const { machine, journal, services } = chain.open({ block: { ...block, baseFeePerGas: 7n } })
  const transactions: Uint8Array[] = []
  const receipts: Receipt[] = []
  let blobTransactions = 0
  for (let index = 0; index < TRANSACTIONS; index++) {
    const nonceOf = (sender: number) => Number(chain.nonceIn(journal, account(sender).address))
    const bytes = await signOne(random, fork, nonceOf, blobTransactions < BLOB_TRANSACTIONS_MAX)
    if (bytes[0] === 3) blobTransactions++
    services.transactionIndex = index
    transactions.push(bytes)
    receipts.push(runOne(machine, journal, bytes, index))
  }
  machine.end?.()
  chain.state.apply(journal.takeDiff())
  expect(chain.supply).toBe(chain.state.totalBalance)
  const oracle = await runOracle(fork, alloc, transactions, {
    ...block,
    coinbase: COINBASE,
    baseFee: 7n,
  })
  const ours = receipts.map((receipt) => ({
    refused: receipt.status === 'rejected',
    gasUsed: receipt.gasUsed,
    succeeded: receipt.status === 'success',
    logs: receipt.logs.map(logText),
  }))
  const theirs = oracle.results.map(({ error, gasUsed, succeeded, logs }) => ({
    refused: error !== undefined,
    gasUsed,
    succeeded,
    logs,
  }))
  const story = oracle.results.map(
    (result, i) => `${i} ${result.error ?? 'ran'} / ${receipts[i]?.error?.message ?? 'ran'}`,
  )
  expect(ours, story.join('\n')).toEqual(theirs)
  expect(bytesToHex(ethereumStateRoot(crypto, chain.state))).toBe(oracle.root)
}

describe.each(FORK_NAMES.filter((fork) => !fork.endsWith('Glacier')))(
  'blocks of %s as @ethereumjs/vm runs them',
  (fork) => {
    test.each(Array.from({ length: BLOCKS_PER_FORK }, (_, i) => i + 1))('seed %i', (seed) =>
      compare(fork, seed * 100 + forkIndex(fork)),
    )
  },
)
