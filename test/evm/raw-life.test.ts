/** Raw Ethereum transactions signed by viem: what is refused and why, where fees go, what failures leave. */
import type { Hex, TransactionSerializable } from 'viem'
import { describe, expect, test } from 'vitest'
import type { Receipt } from '../../src/receipt.ts'
import { Journal } from '../../src/state/journal.ts'
import { ACCOUNT_LOCKED, Namespace } from '../../src/state/reader.ts'
import type { EthereumDetails } from '../../src/vms/evm/ethereum-receipt.ts'
import { ethereumReceipts } from '../../src/vms/evm/ethereum-receipt.ts'
import { chainAt } from '../support/memory-state.ts'
import {
  account,
  address,
  COINBASE,
  crypto,
  ether,
  hex,
  type RunOptions,
  sign,
  TestChain,
} from './harness.ts'

const [ALICE, BOB, CAROL] = [1, 2, 3].map((n) => account(n).address) as [Hex, Hex, Hex]
const CONTRACT: Hex = '0x00000000000000000000000000000000000c0de1'
const BLOB: Hex = `0x01${'22'.repeat(31)}`
const GENESIS = {
  [ALICE]: { balance: ether(1) },
  [CAROL]: { balance: ether(1), nonce: 2n ** 64n - 1n },
  [CONTRACT]: { balance: 5n, nonce: 1n, code: '0x60016000556000600060006000600a33620f4240f100' },
}
const base = { chainId: 1, nonce: 0, gas: 21_000n, to: BOB, value: 1n } as const
const dynamic = { ...base, type: 'eip1559', maxFeePerGas: 100n, maxPriorityFeePerGas: 2n } as const

async function run(
  tx: TransactionSerializable,
  options: RunOptions & { fork?: string; sender?: number } = {},
) {
  const chain = new TestChain(GENESIS, chainAt(options.fork ?? 'osaka'))
  const before = chain.state.totalBalance
  const bytes = await sign(options.sender ?? 1, tx)
  const { receipts } = chain.run([bytes], options)
  return { chain, receipt: receipts[0] as Receipt, before }
}

describe('invalid transactions are refused with their own code and change nothing', () => {
  const price = { block: { baseFeePerGas: 10n } }
  const blob = {
    ...base,
    type: 'eip4844',
    maxFeePerGas: 100n,
    maxFeePerBlobGas: 5n,
    blobVersionedHashes: [BLOB],
  } as const
  const rows: readonly [
    code: string,
    tx: TransactionSerializable,
    options?: Parameters<typeof run>[1],
  ][] = [
    ['NonceTooHigh', { ...dynamic, nonce: 1 }],
    ['NonceTooLow', { ...dynamic, nonce: 0 }, { sender: 3 }],
    ['InsufficientFunds', { ...dynamic, value: ether(1) }],
    ['InsufficientFunds', { ...dynamic, value: 0n }, { sender: 4 }],
    ['FeeBelowBaseFee', { ...dynamic, maxFeePerGas: 9n }, price],
    ['FeeBelowBaseFee', { ...base, type: 'legacy', gasPrice: 9n }, price],
    ['IntrinsicGasTooLow', { ...dynamic, gas: 20_999n }],
    ['IntrinsicGasTooLow', { ...dynamic, data: `0x${'11'.repeat(100)}`, gas: 24_000n }],
    ['WrongChain', { ...dynamic, chainId: 2 }],
    ['UnprotectedTransaction', { nonce: 0, gas: 21_000n, to: BOB, type: 'legacy', gasPrice: 10n }],
    ['GasLimitTooHigh', { ...dynamic, gas: (1n << 24n) + 1n }],
    [
      'InitCodeTooLarge',
      { ...dynamic, to: undefined, data: `0x${'00'.repeat(49_153)}`, gas: 10_000_000n },
    ],
    [
      'UnsupportedTransactionType',
      { ...base, type: 'eip2930', gasPrice: 9n },
      { fork: 'istanbul' },
    ],
    ['UnsupportedTransactionType', dynamic, { fork: 'berlin' }],
    ['UnsupportedTransactionType', blob, { fork: 'shanghai' }],
    ['BlobFeeTooLow', blob, { block: { blobBaseFee: 6n } }],
    ['BlobTransactionInvalid', { ...blob, blobVersionedHashes: [`0x02${'22'.repeat(31)}`] }],
    ['BlobLimitExceeded', { ...blob, blobVersionedHashes: new Array(7).fill(BLOB) }],
    [
      'BlobLimitExceeded',
      { ...blob, blobVersionedHashes: new Array(7).fill(BLOB) },
      { fork: 'cancun' },
    ],
  ]

  test.each(rows)('%s (row %#)', async (code, tx, options) => {
    const signed = await sign(options?.sender ?? 1, tx).catch(() => undefined)
    if (signed === undefined) {
      // The wallet itself refuses to serialize it; the codec's tests build these bytes by hand.
      expect(code).toBe('BlobTransactionInvalid')
      return
    }
    const { receipt, chain, before } = await run(tx, options)
    expect(receipt).toMatchObject({ status: 'rejected', error: { name: code }, gasUsed: 0n })
    expect(chain.state.totalBalance).toBe(before)
    expect(chain.balance(ALICE)).toBe(ether(1))
  })

  test('SenderHasCode, but a delegated sender may sign (EIP-3607, EIP-7702)', async () => {
    const bytes = await sign(1, dynamic)
    const contract = new TestChain({ [ALICE]: { balance: ether(1), code: '0x00' } })
    expect(contract.run([bytes]).receipts[0]?.error?.name).toBe('SenderHasCode')
    const code = `0xef0100${CONTRACT.slice(2)}`
    const delegated = new TestChain({ [ALICE]: { balance: ether(1), code } })
    expect(delegated.run([bytes]).receipts[0]?.status).toBe('success')
    const early = new TestChain({ [ALICE]: { balance: ether(1), code } }, chainAt('cancun'))
    expect(early.run([bytes]).receipts[0]?.error?.name).toBe('SenderHasCode')
  })

  test('S9: unprotected transactions run where the chain allows them by name', async () => {
    const allow = { unprotectedTransactions: true, chainIdZeroAuthorizations: false }
    const chain = new TestChain(GENESIS, chainAt('osaka', { allow }))
    const tx = await sign(1, { nonce: 0, gas: 21_000n, to: BOB, type: 'legacy', gasPrice: 10n })
    expect(chain.run([tx]).receipts[0]?.status).toBe('success')
  })

  test('S11: a revoked address signs nothing, a redirected one pays from its account', async () => {
    const id = new Uint8Array(32).fill(7)
    const at = (revoked: boolean) => {
      const chain = new TestChain({})
      const journal = new Journal(chain.state)
      journal.setAlias(Namespace.evm, address(ALICE), { id, canonical: true, revoked })
      journal.supply.issue(journal.account(id), ether(2), 'genesis')
      journal.endTransaction()
      chain.state.apply(journal.takeDiff())
      return chain
    }
    const bytes = await sign(1, dynamic)
    const revoked = at(true).run([bytes]).receipts[0] as Receipt
    expect(revoked.error?.name).toBe('AddressRevoked')
    const chain = at(false)
    const receipt = chain.run([bytes]).receipts[0] as Receipt
    expect(receipt).toMatchObject({ status: 'success', sender: id })
    expect(chain.state.account(id)?.balance).toBe(ether(2) - 1n - receipt.fee.paid)
  })

  test('an account that another machine has locked pays nothing', async () => {
    const chain = new TestChain(GENESIS)
    const journal = new Journal(chain.state)
    journal.setFlags(journal.account(chain.idOf(ALICE)), ACCOUNT_LOCKED)
    journal.endTransaction()
    chain.state.apply(journal.takeDiff())
    expect(chain.run([await sign(1, dynamic)]).receipts[0]?.error?.name).toBe('AccountLocked')
  })
})

describe('fees', () => {
  test('base fee and blob fee are burnt, the tip is the beneficiary’s, nothing is lost', async () => {
    const tx = {
      ...base,
      type: 'eip4844',
      maxFeePerGas: 100n,
      maxPriorityFeePerGas: 2n,
      maxFeePerBlobGas: 9n,
      blobVersionedHashes: [BLOB, BLOB],
    } as const
    const { chain, receipt, before } = await run(tx, {
      block: { baseFeePerGas: 10n, blobBaseFee: 3n },
    })
    const blobFee = 2n * 131_072n * 3n
    expect(receipt.fee).toEqual({
      paid: 21_000n * 12n + blobFee,
      burnt: 21_000n * 10n + blobFee,
      beneficiary: 21_000n * 2n,
    })
    expect(receipt.details).toEqual({
      type: 3,
      nonce: 0n,
      blobGasUsed: 262_144n,
      blobGasPrice: 3n,
    } satisfies EthereumDetails)
    expect(chain.balance(COINBASE)).toBe(42_000n)
    expect(chain.state.totalBalance).toBe(before - receipt.fee.burnt)
    expect(chain.supply).toBe(chain.state.totalBalance)
  })

  test('before London the beneficiary takes all, whatever base fee the host names', async () => {
    const { chain, receipt } = await run(
      { ...base, type: 'legacy', gasPrice: 10n },
      { fork: 'berlin', block: { baseFeePerGas: 10n } },
    )
    expect(receipt.fee).toEqual({ paid: 210_000n, burnt: 0n, beneficiary: 210_000n })
    expect(chain.balance(COINBASE)).toBe(210_000n)
  })

  test('a failed transaction leaves exactly nonce and fee', async () => {
    // Out of gas at the storage write.
    const { chain, receipt } = await run({ ...dynamic, to: CONTRACT, gas: 22_000n, value: 7n })
    expect(receipt).toMatchObject({
      status: 'halted',
      gasUsed: 22_000n,
      error: { name: 'OutOfGas' },
    })
    expect(chain.balance(CONTRACT)).toBe(5n)
    expect(chain.balance(ALICE)).toBe(ether(1) - receipt.fee.paid)
    expect(chain.nonceIn(new Journal(chain.state), ALICE)).toBe(1n)
  })

  test('block blob limit counts over transactions', async () => {
    const chain = new TestChain(GENESIS, chainAt('cancun'))
    const tx = { ...base, type: 'eip4844', maxFeePerGas: 100n, maxFeePerBlobGas: 9n } as const
    const blobs = (nonce: number, count: number) =>
      sign(1, { ...tx, nonce, blobVersionedHashes: new Array(count).fill(BLOB) })
    const { receipts, result } = chain.run([
      await blobs(0, 4),
      await blobs(1, 3),
      await blobs(1, 2),
    ])
    expect(receipts.map((receipt) => receipt.error?.name)).toEqual([
      undefined,
      'BlobLimitExceeded',
      undefined,
    ])
    expect(result.blobGasUsed).toBe(6n * 131_072n)
  })
})

describe('set-code transactions (EIP-7702)', () => {
  const target: Hex = CONTRACT

  async function delegate(authorization: {
    nonce: number
    chainId?: number
    signer?: number
    to?: Hex
  }) {
    const { nonce, chainId = 1, signer = 5, to = target } = authorization
    const signed = await account(signer).signAuthorization({ contractAddress: to, chainId, nonce })
    return sign(1, {
      ...base,
      type: 'eip7702',
      gas: 200_000n,
      maxFeePerGas: 100n,
      authorizationList: [signed],
    })
  }
  const recordOf = (chain: TestChain, who: Hex) => chain.state.record(1, chain.idOf(who))

  test('sets the designator, raises the nonce, and skips tuples that do not hold', async () => {
    const good = new TestChain(GENESIS)
    expect(good.run([await delegate({ nonce: 0 })]).receipts[0]?.status).toBe('success')
    expect(good.nonceIn(new Journal(good.state), account(5).address)).toBe(1n)
    for (const authorization of [{ nonce: 1 }, { nonce: 0, chainId: 2 }]) {
      const chain = new TestChain(GENESIS)
      const receipt = chain.run([await delegate(authorization)]).receipts[0]
      expect(receipt?.status).toBe('success')
      expect(recordOf(chain, account(5).address)).toBeUndefined()
    }
  })

  test('S9: chain id 0 authorises only where the chain allows it', async () => {
    for (const allowed of [true, false]) {
      const allow = { unprotectedTransactions: false, chainIdZeroAuthorizations: allowed }
      const chain = new TestChain(GENESIS, chainAt('prague', { allow }))
      chain.run([await delegate({ nonce: 0, chainId: 0 })])
      expect(recordOf(chain, account(5).address) !== undefined).toBe(allowed)
    }
  })

  test('S11: a revoked wallet cannot delegate', async () => {
    const chain = new TestChain(GENESIS)
    const journal = new Journal(chain.state)
    const id = new Uint8Array(32).fill(9)
    journal.setAlias(Namespace.evm, address(account(5).address), {
      id,
      canonical: true,
      revoked: true,
    })
    journal.endTransaction()
    chain.state.apply(journal.takeDiff())
    chain.run([await delegate({ nonce: 0 })])
    expect(chain.state.record(1, id)).toBeUndefined()
  })
})

describe('receipts', () => {
  test('Ethereum’s receipts count their own gas and leave rejected ones out', async () => {
    const chain = new TestChain(GENESIS)
    const good = await sign(1, dynamic)
    const { receipts } = chain.run([good, good, await sign(1, { ...dynamic, nonce: 1 })])
    expect(receipts.map((receipt) => receipt.status)).toEqual(['success', 'rejected', 'success'])
    expect(ethereumReceipts(crypto, receipts).map((receipt) => receipt.cumulativeGasUsed)).toEqual([
      21_000n,
      42_000n,
    ])
    expect(receipts[0]?.sender).toEqual(chain.idOf(ALICE))
  })

  test('a hash is that of the bytes, a created address that of sender and nonce', async () => {
    const { receipt } = await run({
      ...dynamic,
      to: undefined,
      value: 0n,
      data: '0x600060005360016000f3',
      gas: 100_000n,
    })
    expect(receipt.status).toBe('success')
    // keccak(rlp([0x7e5f..., 0])): the well-known first contract of key 1.
    expect(hex(receipt.created as Uint8Array)).toBe('0xf2e246bb76df876cef8b38ae84130f4f55de395b')
    expect(receipt.hash).toHaveLength(32)
  })

  test('a host may vouch for senders', async () => {
    const chain = new TestChain(GENESIS)
    const bytes = await sign(9, dynamic)
    const { receipts } = chain.run([bytes], { engine: { recoverSender: () => address(ALICE) } })
    expect(receipts[0]).toMatchObject({ status: 'success', sender: chain.idOf(ALICE) })
  })
})
