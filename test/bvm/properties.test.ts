/**
 * Random blocks of native transfers, payloads and raw transactions against a ledger of a few lines: coin is conserved,
 * an output is spent once, what is rejected never happened, and nothing can be sent twice.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Receipt, Transaction } from '../../src/index.ts'
import {
  accountScript,
  depositScript,
  encodeBvmPayload,
  encodeNativePayload,
  executeBlock,
  type ListedUtxo,
  legacyId,
  Namespace,
  nobleCrypto,
  txidToHex,
} from '../../src/index.ts'
import { COIN, ed25519Signer } from '../support/test-chain.ts'
import {
  BitcoinHost,
  BitcoinJsTransaction,
  bitcoin,
  derOf,
  key,
  type NewOutput,
  outputOf,
  p2wpkh,
  SAT,
  scriptOf,
} from './support.ts'

const signers = [ed25519Signer(1), ed25519Signer(2)] as const
const wallets = [key(3), key(4)] as const
const scripts = wallets.map((wallet) => scriptOf(p2wpkh(wallet)))
const COINBASE = new Uint8Array(20).fill(0xcb)
const data = Uint8Array.of(0x6a, 2, 0xab, 0xcd)

const step = fc.record({
  kind: fc.constantFrom(
    'native',
    'lock',
    'lockAccount',
    'burnByLock',
    'materialise',
    'raw',
    'raw',
    'raw',
    'deposit',
    'burn',
    'chained',
    'doubleSpend',
    'spend',
    'replay',
    'forged',
    'overdraw',
  ),
  who: fc.constantFrom(0, 1),
  amount: fc.integer({ min: 1, max: 3_000 }),
  pick: fc.nat(20),
  fee: fc.integer({ min: 0, max: 50 }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** A P2WPKH spend signed by hand: many times cheaper than a PSBT. */
function signed(inputs: readonly ListedUtxo[], outputs: readonly NewOutput[]): Uint8Array {
  const tx = new BitcoinJsTransaction()
  tx.version = 2
  for (const { txid, index } of inputs) tx.addInput(txid, index)
  for (const { script, value } of outputs) tx.addOutput(script, value)
  inputs.forEach(({ script, amount }, i) => {
    const owner = scripts.findIndex((own) => own.join() === script.join())
    const wallet = wallets[owner]
    if (wallet === undefined) return
    const code = Uint8Array.of(0x76, 0xa9, ...script.subarray(1), 0x88, 0xac)
    const hash = tx.hashForWitnessV0(i, code, amount, 1)
    tx.setWitness(i, [Uint8Array.of(...derOf(wallet.sign(hash)), 1), wallet.publicKey])
  })
  return Uint8Array.from(tx.toBuffer())
}

class Run {
  readonly host = new BitcoinHost(
    [
      ...scripts.map((script) => ({ script, amount: 20_000 })),
      { account: signers[0].id, amount: 5_000 },
    ],
    { accounts: signers.map(({ id }) => ({ id, balance: COIN })) },
  )
  private readonly accepted: Transaction[] = []

  private mine(who: number): ListedUtxo[] {
    return this.host.utxos(scripts[who])
  }

  private outputs(value: bigint, step: Step): NewOutput[] {
    const { who, kind } = step
    if (kind === 'deposit') return [{ script: depositScript(signers[who]!.id), value }]
    if (kind === 'burn') return [{ script: data, value }]
    const half = value / 2n
    return [
      { script: scripts[1 - who]!, value: half },
      { script: accountScript(nobleCrypto, signers[who]!.id), value: value - half },
    ]
  }

  /** Transactions of one step. */
  transactions(step: Step, ahead: Map<number, bigint>): Transaction[] {
    const { host } = this
    const { who, kind } = step
    const amount = BigInt(step.amount)
    const signer = signers[who]!
    const envelope = (payload: Uint8Array): Transaction[] => {
      const nonceAhead = ahead.get(who) ?? 0n
      ahead.set(who, nonceAhead + 1n)
      const price = BigInt(step.fee)
      const fields = {
        nonceAhead,
        gasLimit: 500_000n,
        maxFeePerGas: price,
        maxPriorityFeePerGas: price,
      }
      return [host.envelope(signer, payload, fields)]
    }
    const mine = this.mine(who)
    const utxo = mine[step.pick % Math.max(1, mine.length)]
    const lockTo = (script: Uint8Array) =>
      envelope(encodeBvmPayload({ operation: 'lock', amount, lock: { kind: 'script', script } }))
    switch (kind) {
      case 'native': {
        const to =
          step.pick % 2 === 0
            ? signers[1 - who]!.id
            : legacyId(nobleCrypto, Namespace.bvm, scripts[who]!)
        return envelope(
          encodeNativePayload({ operation: 'transfer', to, amount: amount * SAT + 1n }),
        )
      }
      case 'lock':
        return lockTo(scripts[who]!)
      case 'burnByLock':
        return lockTo(data)
      case 'lockAccount': {
        const lock = { kind: 'account', id: signer.id } as const
        return envelope(encodeBvmPayload({ operation: 'lock', amount, lock }))
      }
      case 'materialise':
        return envelope(encodeBvmPayload({ operation: 'materialise', script: scripts[who]! }))
      case 'spend': {
        const own = host.utxos(accountScript(nobleCrypto, signer.id))[0]
        if (own === undefined) return []
        const transaction = signed([own], this.outputs(own.amount, { ...step, kind: 'deposit' }))
        return envelope(encodeBvmPayload({ operation: 'spend', transaction }))
      }
      case 'replay':
        return this.accepted.length === 0 ? [] : [this.accepted[step.pick % this.accepted.length]!]
      default:
        return utxo === undefined || utxo.amount < 100n ? [] : this.raws(step, utxo)
    }
  }

  private raws(step: Step, utxo: ListedUtxo): Transaction[] {
    const value = utxo.amount - BigInt(step.fee)
    const tx = signed([utxo], this.outputs(value, step))
    switch (step.kind) {
      case 'chained': {
        const next = outputOf(bitcoin(tx), 0)
        return [
          bitcoin(tx),
          bitcoin(
            signed([next], this.outputs(next.amount, { ...step, who: step.who === 0 ? 1 : 0 })),
          ),
        ]
      }
      case 'doubleSpend':
        return [bitcoin(tx), bitcoin(signed([utxo], [{ script: scripts[0]!, value: 1n }]))]
      case 'overdraw':
        return [bitcoin(signed([utxo], [{ script: scripts[0]!, value: utxo.amount + 1n }]))]
      case 'forged': {
        const forged = tx.slice()
        forged[forged.length - 50]! ^= 1
        return [bitcoin(forged)]
      }
      default:
        return [bitcoin(tx)]
    }
  }

  /** One block; `order` shuffles it. */
  block(steps: readonly Step[], order: number): void {
    const { host } = this
    const ahead = new Map<number, bigint>()
    const transactions = steps.flatMap((step) => this.transactions(step, ahead))
    if (order > 0)
      transactions.sort(
        (a, b) =>
          (a.bytes[order % a.bytes.length]! ^ order) - (b.bytes[order % b.bytes.length]! ^ order),
      )
    const before = host.state
    const unspent = new Set(host.utxos().map(nameOf))
    const block = { coinbase: COINBASE, baseFeePerGas: BigInt(order % 3) }
    const receipts = host.execute(transactions, block)
    this.checkSpends(unspent, transactions, receipts)
    this.checkBooks()
    // Where reads are recorded no script runs ahead of its turn.
    const inTurn = executeBlock(before, transactions, block, { recordAccess: true })
    expect(inTurn.receipts).toEqual(receipts)
    expect(inTurn.root).toEqual(host.state.root)
    // What was rejected never happened.
    const kept = transactions.filter((_, i) => receipts[i]!.status !== 'rejected')
    expect(executeBlock(before, kept, block).root).toEqual(host.state.root)
    this.accepted.push(...kept)
  }

  /** Every accepted raw transaction spends outputs that are there, each once. */
  private checkSpends(
    unspent: Set<string>,
    transactions: readonly Transaction[],
    receipts: readonly Receipt[],
  ): void {
    transactions.forEach((transaction, i) => {
      if (transaction.kind !== 'bitcoin' || receipts[i]!.status !== 'success') return
      const { ins, outs } = BitcoinJsTransaction.fromBuffer(transaction.bytes)
      for (const { hash, index } of ins) {
        const name = nameOf({ txid: Uint8Array.from(hash), index })
        const isEnvelopes = !unspent.delete(name)
        // Outputs of envelopes in this block are not in the model.
        if (isEnvelopes)
          expect(receipts.some(({ output }) => output.join() === hash.join())).toBe(true)
      }
      const txid = Uint8Array.from(BitcoinJsTransaction.fromBuffer(transaction.bytes).getHash())
      for (const index of outs.keys()) unspent.add(nameOf({ txid, index }))
    })
  }

  private checkBooks(): void {
    const { host } = this
    let inBalances = 0n
    for (const [, { balance }] of host.state.accounts()) inBalances += balance
    expect(host.supply('held:bitcoin-outputs')).toBe(host.inOutputs * SAT)
    expect(inBalances + host.inOutputs * SAT).toBe(host.supply('issued') - host.supply('burnt'))
  }
}

const nameOf = ({ txid, index }: { txid: Uint8Array; index: number }) =>
  `${txidToHex(txid)}:${index}`

describe('random blocks', () => {
  it('conserve coin, spend an output once, forget what was rejected, take nothing twice', () => {
    const counts = { success: 0, rejected: 0, reverted: 0 }
    const blocks = fc.array(
      fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 8 }), order: fc.nat(60) }),
      { minLength: 2, maxLength: 6 },
    )
    const property = (list: readonly { steps: Step[]; order: number }[]): void => {
      const run = new Run()
      const { host } = run
      const execute = host.execute.bind(host)
      host.execute = (transactions, block) => {
        const receipts = execute(transactions, block)
        for (const { status } of receipts)
          if (status in counts) counts[status as keyof typeof counts]++
        return receipts
      }
      for (const { steps, order } of list) run.block(steps, order)
    }
    fc.assert(fc.property(blocks, property), { numRuns: 40, seed: 40 })
    // The property has teeth only if much was accepted and much refused.
    expect(counts.success).toBeGreaterThan(200)
    expect(counts.rejected).toBeGreaterThan(50)
  }, 60_000)
})
