/**
 * Proofs verified ahead of their turn: receipts, root and cache are those of a block that verifies one by one, and the work
 * is never more than a bounded amount above it. Access recording turns looking ahead off: that is the other side.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveBlock } from '../../src/block-context.ts'
import { groth16With, mostEquations } from '../../src/crypto/groth16.ts'
import { BatchBudget } from '../../src/crypto/groth16-budget.ts'
import type { Groth16Claim } from '../../src/crypto/types.ts'
import { defaultEngines } from '../../src/engines.ts'
import { openEnvelope } from '../../src/envelope-life.ts'
import { ProofsAhead } from '../../src/identity/proofs-ahead.ts'
import type { Transaction, UnsignedEnvelope, ZkOwner } from '../../src/index.ts'
import {
  Algorithm,
  developmentZkAceKeys,
  executeBlock,
  identityOf,
  NVmError,
  parentContext,
  proveEnvelope,
  verifiedSignatures,
} from '../../src/index.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import { Router } from '../../src/router.ts'
import { Journal } from '../../src/state/journal.ts'
import { statuses } from '../support/host.ts'
import { COIN, crypto, ed25519Signer } from '../support/test-chain.ts'
import { CountedProofs, countedProof, countedProver } from './counted-proofs.ts'
import { SessionHost } from './session-host.ts'
import { believing, testProver } from './session-proofs.ts'

const owners: readonly ZkOwner[] = [1, 2, 3].map((n) => ({
  rev: new Uint8Array(32).fill(0xa0 + n),
  salt: new Uint8Array(32).fill(n),
  stream: { algorithm: 4, index: 0 },
}))
const payer = ed25519Signer(1)
const receiver = ed25519Signer(3)
const pay = (amount: bigint) => ({ operation: 'transfer', to: receiver.id, amount }) as const

/** A chain of its own where the first owners' ids have coin. */
function newHost(funded = 2): { host: SessionHost; ids: readonly Uint8Array[] } {
  const host = new SessionHost({ accounts: [{ id: payer.id, balance: 100n * COIN }], ...believing })
  const ids = owners.map((owner) => identityOf(owner, host.binding))
  const funding = ids
    .slice(0, funded)
    .map((to, i) =>
      host.envelope(
        payer,
        { operation: 'transfer', to, amount: COIN },
        { nonceAhead: BigInt(i), gasLimit: 100_000n },
      ),
    )
  expect(statuses(host.run(...funding))).toEqual(funding.map(() => 'success'))
  return { host, ids }
}

const world = newHost()
const { host, ids } = world

interface Wanted {
  readonly owner?: number
  readonly nonce?: bigint
  /** The prover's nonce of a nullifier; default: mode `nonce`. */
  readonly nullifier?: bigint
  readonly fields?: Partial<UnsignedEnvelope>
  readonly amount?: bigint
}

async function proven(wanted: Wanted = {}, prover = countedProver): Promise<Transaction> {
  const { owner = 0, nonce = 0n, nullifier, fields = {}, amount = 1n } = wanted
  const unsigned = host.draft({ id: ids[owner]!, algorithm: Algorithm.proof }, pay(amount), {
    nonce,
    gasLimit: 300_000n,
    maxFeePerGas: 1n,
    ...fields,
  })
  const replay =
    nullifier === undefined
      ? ({ mode: 'nonce' } as const)
      : ({ mode: 'nullifier', nonce: nullifier } as const)
  const bytes = await proveEnvelope(prover, crypto, owners[owner]!, unsigned, replay)
  return { kind: 'envelope', bytes }
}

/** With its last byte changed: another proof, and wrong. */
function forged({ kind, bytes }: Transaction): Transaction {
  const changed = bytes.slice()
  changed[changed.length - 1]! ^= 1
  return { kind, bytes: changed } as Transaction
}

/** One block, with and without looking ahead; each side with empty caches. */
function bothWays(transactions: readonly Transaction[]) {
  const sides = [false, true].map((recordAccess) => {
    host.state.caches.clear()
    const counted = new CountedProofs()
    const options = { crypto: counted.crypto(crypto), recordAccess }
    const { receipts, root, gasUsed } = executeBlock(host.state, transactions, {}, options)
    const cached = verifiedSignatures(host.state.caches).size
    return { counted, outcome: { receipts, root, gasUsed, cached } }
  })
  const [ahead, alone] = sides as [(typeof sides)[number], (typeof sides)[number]]
  expect(ahead.outcome).toEqual(alone.outcome)
  expect(alone.counted.calls.every(({ proofs }) => proofs === 1)).toBe(true)
  expect(ahead.counted.price).toBeLessThanOrEqual(alone.counted.price + 300)
  return { ...ahead, alone: alone.counted }
}

const sizes = (counted: CountedProofs) => counted.calls.map(({ proofs }) => proofs)
const range = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('a block of proofs', () => {
  it('of 64 is verified in batches that grow with what they have earned', async () => {
    const block = await Promise.all(range(64).map((i) => proven({ nonce: BigInt(i) })))
    const { counted, outcome } = bothWays(block)
    expect(statuses(outcome.receipts)).toEqual(block.map(() => 'success'))
    expect(outcome.cached).toBe(64)
    expect(sizes(counted)).toEqual([16, 21, 26, 1])
    expect(counted.calls.every(({ equations }) => equations === 1)).toBe(true)
  })

  it('of both circuits and several accounts, among other envelopes, is verified by circuit', async () => {
    const block: Transaction[] = []
    for (const i of range(12)) {
      block.push(await proven({ nonce: BigInt(i) }))
      block.push(host.envelope(payer, pay(1n), { nonceAhead: BigInt(i) }))
      block.push(await proven({ owner: 1, nullifier: BigInt(i) }))
    }
    const { counted, outcome } = bothWays(block)
    expect(statuses(outcome.receipts)).toEqual(block.map(() => 'success'))
    expect(sizes(counted)).toEqual([12, 12])
  })

  it('asks the cache first, for what is ahead too', async () => {
    const block = await Promise.all(range(8).map((i) => proven({ nonce: BigInt(i) })))
    host.state.caches.clear()
    const counted = new CountedProofs()
    const backend = counted.crypto(crypto)
    executeBlock(host.state, block.slice(0, 3), {}, { crypto: backend })
    executeBlock(host.state, block, {}, { crypto: backend })
    executeBlock(host.state, block, {}, { crypto: backend })
    expect(sizes(counted)).toEqual([3, 5])
  })

  it('finds one wrong proof by halving, and what follows it by nonce is not asked for', async () => {
    const block = await Promise.all(
      range(16).map((i) => proven({ owner: i % 2, nullifier: BigInt(i) })),
    )
    block[9] = forged(block[9]!)
    const { counted, outcome } = bothWays(block)
    expect(statuses(outcome.receipts).filter((name) => name === 'InvalidSignature')).toHaveLength(1)
    expect(sizes(counted)).toEqual([16])
    expect(counted.calls[0]!.equations).toBeLessThanOrEqual(1 + 2 * 4)
  })

  it('is verified by curves with the same verdicts', async () => {
    const block: Transaction[] = []
    for (const nonce of [0n, 1n, 2n]) block.push(await proven({ nonce }, testProver))
    block.splice(1, 0, forged(block[1]!))
    const run = (recordAccess: boolean) => {
      host.state.caches.clear()
      const { receipts, root } = executeBlock(host.state, block, {}, { recordAccess })
      return { receipts, root, cached: verifiedSignatures(host.state.caches).size }
    }
    const ahead = run(false)
    expect(ahead).toEqual(run(true))
    expect(ahead.cached).toBe(3)
    const expected = ['success', 'InvalidSignature', 'success', 'success']
    expect(statuses(ahead.receipts)).toEqual(expected)
  })
})

describe('an attacker', () => {
  it('who fills a block with wrong proofs costs a bounded amount more than one by one', async () => {
    const right = await Promise.all(range(300).map((i) => proven({ nonce: 0n, amount: BigInt(i) })))
    const { counted, alone, outcome } = bothWays(right.map(forged))
    expect(new Set(statuses(outcome.receipts))).toEqual(new Set(['InvalidSignature']))
    expect(outcome.cached).toBe(0)
    expect(alone.price).toBe(3_000)
    expect(sizes(counted).slice(0, 2)).toEqual([16, expect.any(Number)])
    expect(
      sizes(counted)
        .slice(60)
        .every((size) => size === 1),
    ).toBe(true)
  })

  it('whose proofs are never asked for, once the first has spent the coin, costs one small batch', async () => {
    const block = await Promise.all([
      proven({ amount: COIN - 300_000n }),
      ...range(200).map((i) => proven({ nonce: BigInt(i + 1) })),
    ])
    const { counted, outcome } = bothWays(block)
    expect(statuses(outcome.receipts).slice(0, 2)).toEqual(['success', 'InsufficientFunds'])
    expect(outcome.cached).toBe(1)
    expect(sizes(counted)).toEqual([16])
  })

  it('whose envelopes fail cheaper checks is not looked at', async () => {
    const zero = new Uint8Array(32)
    const bad: Partial<UnsignedEnvelope>[] = [
      { chainId: 1n },
      { genesisRoot: zero },
      { gasLimit: 100n },
      { maxFeePerGas: COIN },
      { lastValidBlock: 1n },
      { nonce: 1n << 40n },
      { sender: payer.id },
    ]
    const block = [await proven()]
    for (const fields of bad) block.push(await proven({ fields }), await proven({ fields }))
    host.state.caches.clear()
    const counted = new CountedProofs()
    const options = { crypto: counted.crypto(crypto) }
    // The last valid block has passed.
    const { receipts } = executeBlock(host.state, block, { number: 5n }, options)
    expect(receipts.filter(({ status }) => status === 'success')).toHaveLength(1)
    expect(sizes(counted)).toEqual([1])
  })

  it('or a partial state, cannot make the block read what it does not come to need', async () => {
    const block = await Promise.all(
      range(4).map((i) => proven({ owner: i % 2, nonce: BigInt(i >> 1) })),
    )
    const partial = new Proxy(host.state, {
      get(state, name) {
        if (name !== 'account') {
          const value: unknown = Reflect.get(state, name, state)
          return typeof value === 'function' ? value.bind(state) : value
        }
        return (id: Uint8Array) => {
          if (bytesToHex(id) === bytesToHex(ids[1]!)) throw new NVmError('MissingState', 'test')
          return state.account(id)
        }
      },
    })
    host.state.caches.clear()
    const counted = new CountedProofs()
    const parent = parentContext(host.state)
    const open = new Router(defaultEngines()).open({
      journal: new Journal(partial),
      chain: host.state.chain,
      block: resolveBlock(crypto, {}, parent, []),
      crypto: counted.crypto(crypto),
      caches: host.state.caches,
      inspector: undefined,
      transactionIndex: 0,
    })
    const proofs = new ProofsAhead(open.services)
    proofs.fill(block, 0)
    openEnvelope(open, block[0]!.bytes, undefined, proofs).validate()
    expect(sizes(counted)).toEqual([2])
    const life = openEnvelope(open, block[1]!.bytes, undefined, proofs)
    expect(() => life.validate()).toThrow('MissingState')
  })
})

const step = fc.record({
  kind: fc.constantFrom(
    ...(['nonce', 'nonce', 'nonce', 'nullifier', 'nullifier', 'signed'] as const),
    ...(['forged', 'again', 'mutated', 'gap', 'poor', 'stranger', 'moved', 'spend'] as const),
  ),
  owner: fc.integer({ min: 0, max: 1 }),
  at: fc.integer({ min: 0, max: 10_000 }),
  byte: fc.integer({ min: 1, max: 255 }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Transactions as a wallet would make them one after another, and what others make of them. */
async function made(steps: readonly Step[]): Promise<Transaction[]> {
  const block: Transaction[] = []
  const nonces = [0n, 0n]
  let signed = 0n
  for (const { kind, owner, at, byte } of steps) {
    const nonce = nonces[owner]!
    const before = block[at % Math.max(1, block.length)]
    if (kind === 'nonce' || kind === 'spend') {
      const amount = kind === 'spend' ? COIN / 2n : 1n
      block.push(await proven({ owner, nonce, amount }))
      nonces[owner]!++
    } else if (kind === 'nullifier') {
      // Few numbers: some come twice, for the same envelope or another.
      block.push(await proven({ owner, nullifier: BigInt(at % 7), amount: BigInt(byte % 2) }))
      nonces[owner]!++
    } else if (kind === 'signed') {
      block.push(host.envelope(payer, pay(1n), { nonceAhead: signed++ }))
    } else if (kind === 'forged') block.push(forged(await proven({ owner, nonce })))
    else if (kind === 'gap') block.push(await proven({ owner, nonce: nonce + 1n }))
    else if (kind === 'poor') {
      block.push(await proven({ owner, nonce, fields: { maxFeePerGas: COIN } }))
    } else if (kind === 'stranger') block.push(await proven({ owner: 2, nonce: 0n }))
    else if (kind === 'moved') {
      block.push(await proven({ owner, nonce, fields: { sender: ids[1 - owner]! } }))
    } else if (kind === 'again' && before !== undefined) block.push(before)
    else {
      const { bytes } = before ?? (await proven({ owner, nonce }))
      const changed = bytes.slice()
      changed[at % changed.length]! ^= byte
      block.push({ kind: 'envelope', bytes: changed })
    }
  }
  return block
}

describe('over random blocks', () => {
  it('of right, wrong, replayed and mangled proofs nothing depends on looking ahead', async () => {
    const seen = new Map<string, number>()
    let batched = 0
    const blocks = fc.array(step, { minLength: 8, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(blocks, async (steps) => {
        const { counted, outcome } = bothWays(await made(steps))
        batched += counted.calls.filter(({ proofs }) => proofs > 1).length
        for (const { status, error } of outcome.receipts) {
          const name = error?.name ?? status
          seen.set(name, (seen.get(name) ?? 0) + 1)
        }
      }),
      { numRuns: 40, seed: 23 },
    )
    expect(batched).toBeGreaterThan(40)
    const names = ['success', 'InvalidSignature', 'NullifierUsed', 'NonceTooLow', 'NonceTooHigh']
    const more = ['InsufficientFunds', 'UnknownSender', 'MalformedTransaction']
    for (const name of [...names, ...more]) expect(seen.get(name) ?? 0, name).toBeGreaterThan(2)
  })

  it('a batch takes at most its equations, and finds exactly the wrong ones', () => {
    const key = developmentZkAceKeys().nonce
    const claimOf = (i: number, isRight: boolean): Groth16Claim => {
      const signals = [BigInt(i), 0n, 0n, 0n, 0n, isRight ? 0n : 1n]
      return { signals, proof: countedProof([...signals.slice(0, 5), 0n]) }
    }
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 70 }),
        fc.boolean(),
        (list, flip) => {
          // Mostly right, or mostly wrong.
          const rights = list.map((each, i) => (each && i % 3 !== 0 ? flip : !flip))
          const counted = new CountedProofs()
          const meter = { equations: 0 }
          const claims = rights.map((isRight, i) => claimOf(i, isRight))
          expect(counted.groth16.verify(key, claims, meter)).toEqual(rights)
          expect(meter.equations).toBe(counted.calls[0]!.equations)
          expect(meter.equations).toBeLessThanOrEqual(mostEquations(claims.length))
        },
      ),
      { numRuns: 200, seed: 3 },
    )
    const all = new CountedProofs()
    all.groth16.verify(
      key,
      range(64).map((i) => claimOf(i, false)),
    )
    expect(all.calls).toEqual([{ proofs: 64, equations: expect.any(Number) }])
    expect(all.calls[0]!.equations).toBeLessThanOrEqual(81)
  })

  it('the budget is never overdrawn, whatever comes of the batches', () => {
    const events = fc.array(fc.tuple(fc.nat({ max: 100 }), fc.nat({ max: 64 })), { maxLength: 60 })
    fc.assert(
      fc.property(events, (list) => {
        const budget = new BatchBudget()
        let [spent, earned] = [0, 0]
        for (const [percent, asked] of list) {
          const { size } = budget
          expect(size).toBeGreaterThanOrEqual(1)
          expect(size).toBeLessThanOrEqual(64)
          if (size === 1) continue
          const equations = Math.max(1, Math.floor((mostEquations(size) * percent) / 100))
          budget.spend(size, equations)
          spent += 5 * size + 10 * equations
          for (let i = 0; i < Math.min(asked, size); i++) budget.earn()
          earned += 10 * Math.min(asked, size)
          expect(spent).toBeLessThanOrEqual(earned + 300)
        }
      }),
      { numRuns: 300, seed: 4 },
    )
  })

  it('a lone proof of a batch whose others are no points is asked with weight one', () => {
    const weights: bigint[] = []
    const groth16 = groth16With<object>(() => ({
      read: (proof) => (proof[0] === 1 ? undefined : {}),
      holds: (proofs) => {
        weights.push(...proofs.map(({ weight }) => weight))
        return true
      },
    }))
    const signals = [0n, 0n, 0n, 0n, 0n, 0n]
    const claims = [1, 2].map((first) => {
      const proof = new Uint8Array(256)
      proof[0] = first
      return { signals, proof }
    })
    expect(groth16.verify(developmentZkAceKeys().nonce, claims)).toEqual([false, true])
    expect(weights).toEqual([1n])
  })
})
