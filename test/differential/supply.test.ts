/** Properties over random blocks, with no peer: coin is neither made nor lost, and failure leaves only nonce and fee. */
import { describe, expect, it } from 'vitest'
import { executeBlock } from '../../src/block.ts'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import { Journal } from '../../src/state/journal.ts'
import type { State } from '../../src/state/state.ts'
import { ethereumAccounts } from '../../src/vms/evm/index.ts'
import { decodeTransaction } from '../../src/vms/evm/transaction/decode.ts'
import { blockInput, engineKnowing, genesisOf } from './judge.ts'
import { Scenario } from './scenario.ts'

const FORKS = [
  'frontier',
  'byzantium',
  'berlin',
  'london',
  'shanghai',
  'cancun',
  'prague',
  'osaka',
] as const
const SEEDS = [1, 2, 3, 4, 5]

/** Every account's facts as Ethereum sees them, by address. */
function accountsOf(state: State) {
  const out = new Map<string, { nonce: bigint; balance: bigint; rest: string }>()
  for (const { address, nonce, balance, codeHash, storage } of ethereumAccounts(crypto, state)) {
    const slots = [...storage].map(([key, value]) => `${key}=${value}`).sort()
    out.set(bytesToHex(address), {
      nonce,
      balance,
      rest: `${bytesToHex(codeHash)} ${slots.join()}`,
    })
  }
  return out
}

const noncesOf = (state: State) => {
  const accounts = accountsOf(state)
  return (address: bigint) => accounts.get(address.toString(16).padStart(40, '0'))?.nonce ?? 0n
}

function held(state: State): bigint {
  let sum = 0n
  for (const [, { balance }] of state.accounts()) sum += balance
  return sum
}

describe.each(FORKS)('supply on %s', (fork) => {
  it('issued minus burnt is what accounts hold, after every block', () => {
    for (const seed of SEEDS) {
      const scenario = new Scenario(seed, fork)
      let state = genesisOf(scenario, crypto)
      for (let i = 0; i < 3; i++) {
        const { block, transactions } = scenario.next(noncesOf(state))
        const before = new Journal(state).supply.total
        const withdrawals = [
          { index: 0n, validatorIndex: 0n, address: hexToBytes('aa'.repeat(20)), amount: 3n },
          { index: 1n, validatorIndex: 1n, address: new Uint8Array(20), amount: 0n },
        ]
        const result = executeBlock(
          state,
          transactions.map(({ bytes }) => ({ kind: 'ethereum', bytes })),
          { ...blockInput(block, fork), reward: 5n, withdrawals },
          { engines: [engineKnowing(transactions)], crypto },
        )
        const { supply } = new Journal(result.state)
        expect(supply.total, `seed ${seed} block ${i}`).toBe(held(result.state))
        const burnt = result.receipts.reduce((sum, { fee }) => sum + fee.burnt, 0n)
        const fees = supply.counter('burnt:base-fee') + supply.counter('burnt:blob-fee')
        const earlier = new Journal(state).supply
        const previous = earlier.counter('burnt:base-fee') + earlier.counter('burnt:blob-fee')
        expect(fees - previous, `seed ${seed} block ${i}: burnt fees`).toBe(burnt)
        expect(supply.total <= before + 5n + 3n * 10n ** 9n).toBe(true)
        state = result.state
      }
    }
  })
})

describe('a failed transaction', () => {
  it.each(FORKS)('leaves exactly nonce and fee on %s', (fork) => {
    let failures = 0
    for (let seed = 30; seed < 50; seed++) {
      const scenario = new Scenario(seed, fork)
      let state = genesisOf(scenario, crypto)
      const { block, transactions } = scenario.next(noncesOf(state))
      for (const [i, it] of transactions.entries()) {
        const tx = decodeTransaction(crypto, it.bytes)
        const fields = { ...block, number: block.number + BigInt(i) }
        const result = executeBlock(
          state,
          [{ kind: 'ethereum', bytes: it.bytes }],
          blockInput(fields, fork),
          { engines: [engineKnowing([it])], crypto },
        )
        const receipt = result.receipts[0]!
        const before = accountsOf(state)
        const after = accountsOf(result.state)
        const where = `seed ${seed} transaction ${i} ${receipt.error?.name}`
        if (receipt.status === 'rejected') expect(after, where).toEqual(before)
        // Delegations of a set-code transaction stay whatever becomes of the call (EIP-7702).
        else if (receipt.status !== 'success' && tx.type !== 4) {
          failures++
          const sender = bytesToHex(it.sender)
          const coinbase = bytesToHex(block.coinbase)
          const own = before.get(sender)!
          before.set(sender, {
            ...own,
            nonce: own.nonce + 1n,
            balance: own.balance - receipt.fee.paid,
          })
          const miner = before.get(coinbase) ?? { nonce: 0n, balance: 0n, rest: '' }
          const paid = miner.balance + receipt.fee.beneficiary
          const { rest = '' } = after.get(coinbase) ?? {}
          if (before.has(coinbase) || after.has(coinbase)) {
            before.set(coinbase, { ...miner, balance: paid, rest: miner.rest || rest })
          }
          expect(after, where).toEqual(before)
        }
        state = result.state
      }
    }
    expect(failures).toBeGreaterThan(5)
  })
})
