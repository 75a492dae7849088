/**
 * Properties of raw Tron transactions: coin and TRC-10 are conserved over random blocks, a failed call leaves exactly what
 * it was charged, and no bytes make anything but a typed refusal or a receipt.
 */
import fc from 'fast-check'
import { signRecoverable } from 'tiny-secp256k1'
import { describe, expect, it } from 'vitest'
import type { Receipt, Transaction } from '../../src/index.ts'
import { loadCrypto } from '../../src/index.ts'
import { hexToBytes, utf8 } from '../../src/primitives/bytes.ts'
import { Journal } from '../../src/state/journal.ts'
import { createAccountHost } from '../../src/vms/tvm/state/account-host.ts'
import { SUN } from '../../src/vms/tvm/state/ledger.ts'
import { encodeMessage } from '../../src/vms/tvm/transaction/protobuf.ts'
import { TRANSACTION } from '../../src/vms/tvm/transaction/types.ts'
import { detailsOf, TRX, TronChain } from '../support/tron-chain.ts'
import { crypto, type TronWallet, tronWallet } from '../support/tron-wallet.ts'

const wallets = [1, 2, 3, 4].map(tronWallet)
const TOKEN = 1_000_001n
const TOKEN_SUPPLY = 1_000_000n

/** Runtimes: keeps what it gets; reverts after writing; breaks; sends half of its coin to its caller. */
const RUNTIMES = [
  '00',
  '600160005560006000fd',
  '6001600055fe',
  '6000600060006000600247043361ffff5af100',
]

const initCode = (runtime: string) => {
  const length = (runtime.length / 2).toString(16).padStart(2, '0')
  return hexToBytes(`60${length}600c60003960${length}6000f3${runtime}`)
}

function deploy(chain: TronChain, runtime: string): Uint8Array {
  const [owner] = wallets as [TronWallet]
  const receipt = chain.only(
    chain.sign(
      owner,
      'CreateSmartContract',
      {
        newContract: {
          originAddress: owner.address,
          abi: undefined,
          bytecode: initCode(runtime),
          callValue: 0n,
          consumeUserResourcePercent: 50n,
          name: '',
          originEnergyLimit: 10_000_000n,
          version: 0,
        },
        callTokenValue: 0n,
        tokenId: 0n,
      },
      { feeLimit: 1_000n * TRX },
    ),
  )
  if (receipt.created === undefined) throw new Error(receipt.error?.message)
  return receipt.created
}

function makeChain() {
  const chain = new TronChain({
    balances: wallets.slice(0, 3).map((wallet) => [wallet, 50_000n * TRX] as const),
    tron: { tokens: [{ owner: wallets[0]!.text, name: 'T', totalSupply: TOKEN_SUPPLY }] },
  })
  return { chain, contracts: RUNTIMES.map((runtime) => deploy(chain, runtime)) }
}

const base = makeChain()

/** A chain of its own that goes on from one common state: handles never change. */
function newChain() {
  return { chain: base.chain.fork(), contracts: base.contracts }
}

/** Base units in all accounts of the state, found by a full walk of its accounts. */
function coinOf(chain: TronChain): bigint {
  let sum = 0n
  for (const [, { balance }] of chain.state.accounts()) sum += balance
  return sum
}

const some = fc.integer({ min: 50, max: 2_000 }).map((n) => BigInt(n) * 10_000n)
const action = fc.record({
  kind: fc.constantFrom(
    ...(['trx', 'token', 'call', 'call', 'freeze', 'freeze', 'unfreeze', 'delegate'] as const),
    'undelegate' as const,
  ),
  /** One of the three that have coin. */
  from: fc.integer({ min: 0, max: 2 }),
  /** How far behind `from`: one of the four is new. */
  to: fc.integer({ min: 1, max: 3 }),
  contract: fc.integer({ min: 0, max: RUNTIMES.length - 1 }),
  amount: some,
  tokens: fc.integer({ min: 0, max: 400 }).map(BigInt),
  energy: fc.boolean(),
  memo: fc.boolean(),
})
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never

function signed(chain: TronChain, contracts: readonly Uint8Array[], step: Action, nth: number) {
  const from = wallets[step.from]!
  const toAddress = wallets[(step.from + step.to) % wallets.length]!.address
  const resource = step.energy ? 1 : 0
  const sun = (step.amount / TRX) * TRX
  const draft = {
    timestamp: BigInt(nth + 1),
    ...(step.memo ? { memo: utf8('memo') } : {}),
  }
  switch (step.kind) {
    case 'trx':
      return chain.sign(from, 'TransferContract', { toAddress, amount: step.amount }, draft)
    case 'token':
      return chain.sign(
        from,
        'TransferAssetContract',
        { toAddress, amount: step.tokens, assetName: utf8(String(TOKEN)) },
        draft,
      )
    case 'call':
      return chain.sign(
        from,
        'TriggerSmartContract',
        {
          contractAddress: contracts[step.contract]!,
          callValue: step.amount,
          data: new Uint8Array(0),
          callTokenValue: step.tokens,
          tokenId: step.tokens === 0n ? 0n : TOKEN,
        },
        { ...draft, feeLimit: 5n * TRX },
      )
    case 'freeze':
      return chain.sign(from, 'FreezeBalanceV2Contract', { frozenBalance: sun, resource }, draft)
    case 'unfreeze':
      return chain.sign(
        from,
        'UnfreezeBalanceV2Contract',
        { unfreezeBalance: sun, resource },
        draft,
      )
    case 'delegate':
      return chain.sign(
        from,
        'DelegateResourceContract',
        { resource, balance: sun, receiverAddress: toAddress, lock: false, lockPeriod: 0n },
        draft,
      )
    default:
      return chain.sign(
        from,
        'UnDelegateResourceContract',
        { resource, balance: sun, receiverAddress: toAddress },
        draft,
      )
  }
}

function tokensOf(chain: TronChain, contracts: readonly Uint8Array[]): bigint {
  const host = createAccountHost(chain.ledger)
  return [...wallets.map(({ address }) => address), ...contracts].reduce(
    (sum, address) => sum + host.tokenBalance(address, TOKEN),
    0n,
  )
}

describe('over random blocks of signed transactions', () => {
  it('TRX and TRC-10 are conserved: what is missing is counted as burnt, every fee is in a receipt', () => {
    const blocks = fc.array(fc.array(action, { minLength: 6, maxLength: 14 }), {
      minLength: 3,
      maxLength: 4,
    })
    let executed = 0
    fc.assert(
      fc.property(blocks, (steps) => {
        const { chain, contracts } = newChain()
        let nth = 0
        for (const block of steps) {
          const coin = coinOf(chain)
          const transactions: Transaction[] = block.map((step) =>
            signed(chain, contracts, step, nth++),
          )
          const receipts = chain.execute(transactions)
          const fees = receipts.reduce((sum, receipt: Receipt) => sum + receipt.fee.paid, 0n)
          expect(coin - coinOf(chain)).toBe(fees)
          expect(new Journal(chain.state).supply.total).toBe(coinOf(chain))
          expect(tokensOf(chain, contracts)).toBe(TOKEN_SUPPLY)
          executed += receipts.filter(({ status }) => status !== 'rejected').length
        }
      }),
      { numRuns: 12, seed: 5 },
    )
    expect(executed).toBeGreaterThan(100)
  })

  it('a failed call leaves exactly the charged energy and bandwidth', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2),
        fc.bigInt({ min: 0n, max: 40n }),
        some,
        (contract, feeLimit, callValue) => {
          const { chain, contracts } = newChain()
          const [, bob] = wallets as [TronWallet, TronWallet]
          const address = contracts[contract]!
          const before = chain.balance(bob)
          const recordOf = () => chain.ledger.resolve(address).contract.value
          const contractBefore = recordOf()
          const receipt = chain.only(
            chain.sign(
              bob,
              'TriggerSmartContract',
              {
                contractAddress: address,
                callValue,
                data: new Uint8Array(0),
                callTokenValue: 0n,
                tokenId: 0n,
              },
              { feeLimit: (feeLimit * TRX) / 4n },
            ),
          )
          expect(receipt.status).not.toBe('success')
          const { energyFee, netFee, fee, energyUsageTotal } = detailsOf(receipt)
          expect(energyFee).toBe(energyUsageTotal * 100n)
          expect(fee).toBe(energyFee + netFee)
          expect(before - chain.balance(bob)).toBe(fee)
          expect(receipt.fee.paid).toBe(fee * SUN)
          expect(chain.balance({ address })).toBe(0n)
          expect(recordOf()).toEqual(contractBefore)
          expect(chain.state.slot(contractBefore!.storageId!, 0n)).toBe(0n)
        },
      ),
      { numRuns: 12, seed: 6 },
    )
  })
})

/** A generator of numbers that is the same on every machine (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }
}

function mutated(bytes: Uint8Array, random: () => number): Uint8Array {
  let out = Uint8Array.from(bytes)
  for (let times = 1 + (random() % 3); times > 0; times--) {
    const at = random() % (out.length + 1)
    const kind = random() % 5
    if (kind === 0 && at < out.length) out[at] = random() & 0xff
    else if (kind === 1 && at < out.length) out[at]! ^= 1 << (random() % 8)
    else if (kind === 2) out = out.slice(0, at)
    else if (kind === 3)
      out = Uint8Array.of(...out.subarray(0, at), random() & 0xff, ...out.subarray(at))
    else out = Uint8Array.of(...out.subarray(0, at), ...out.subarray(random() % (at + 1)))
  }
  return out
}

/** One good transaction of each of five kinds. */
function samplesOf(chain: TronChain, contracts: readonly Uint8Array[], nth = 0): Uint8Array[] {
  const common = { contract: 3, amount: 5n * TRX, tokens: 5n, energy: true, memo: true }
  return (['trx', 'token', 'call', 'freeze', 'delegate'] as const).map(
    (kind, index) =>
      signed(chain, contracts, { kind, from: 0, to: 1, ...common }, 10 * nth + index).bytes,
  )
}

describe('mutated transactions', () => {
  it('20,000 byte strings through blocks: a receipt of a rejection that names why, or of a transaction', async () => {
    const backend = await loadCrypto()
    const { chain, contracts } = newChain()
    const random = randomFrom(1)
    const names = new Map<string, number>()
    for (let block = 0; block < 20; block++) {
      const samples = samplesOf(chain, contracts, block)
      const coin = coinOf(chain)
      const transactions = Array.from({ length: 1_000 }, (_, index) => {
        const sample = samples[index % samples.length]!
        // Every second one is signed again, so that it gets past the signatures and as far as it can.
        const bytes = index % 2 === 0 ? mutated(sample, random) : resigned(sample, random)
        return { kind: 'tron' as const, bytes }
      })
      const receipts = chain.execute(transactions, {}, backend)
      expect(receipts.length).toBe(1_000)
      for (const receipt of receipts) {
        const name = receipt.error?.name ?? receipt.status
        names.set(name, (names.get(name) ?? 0) + 1)
        if (receipt.status === 'rejected') expect(receipt.fee.paid).toBe(0n)
        else expect(receipt.hash.length).toBe(32)
      }
      const fees = receipts.reduce((sum, { fee }) => sum + fee.paid, 0n)
      expect(coin - coinOf(chain)).toBe(fees)
    }
    const reached = [...names.keys()]
    for (const name of [
      'success',
      'MalformedTransaction',
      'ReferenceBlockUnknown',
      'SignerNotPermitted',
      'DuplicateTransaction',
      'ContractRefused',
      'UnsupportedTransactionType',
    ]) {
      expect(reached).toContain(name)
    }
  }, 60_000)
})

/** Changes raw data and signs what came out of it. */
function resigned(bytes: Uint8Array, random: () => number): Uint8Array {
  const [owner] = wallets as [TronWallet]
  const rawLength = (bytes[1]! & 0x7f) | (bytes[2]! << 7)
  const rawData = mutated(bytes.subarray(3, 3 + rawLength), random)
  const { signature, recoveryId } = signRecoverable(crypto.sha256(rawData), owner.secret)
  const full = Uint8Array.of(...signature, 27 + recoveryId)
  return encodeMessage(TRANSACTION, { rawData, signatures: [full], results: [] })
}
