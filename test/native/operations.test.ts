/** What each native operation does and refuses, and what holds over random sequences of them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CallRequest } from '../../src/engine.ts'
import { readAuthority } from '../../src/identity/authority.ts'
import { Router } from '../../src/router.ts'
import { Journal } from '../../src/state/journal.ts'
import { ACCOUNT_LOCKED } from '../../src/state/reader.ts'
import type { NativePayload } from '../../src/vms/native/index.ts'
import { createNativeEngine, encodeNativePayload, NATIVE_GAS } from '../../src/vms/native/index.ts'
import type { MemoryState } from '../support/memory-state.ts'
import type { Signer } from '../support/test-chain.ts'
import { COIN, crypto, ed25519Signer, secp256k1Signer, TestChain } from '../support/test-chain.ts'

const alice = ed25519Signer(1)
const bob = secp256k1Signer(2)
const carol = ed25519Signer(3)

function funded(...signers: Signer[]): TestChain {
  const chain = new TestChain()
  for (const { id } of signers) chain.fund(id, 10n * COIN)
  return chain
}

describe('transfer', () => {
  it('moves coin between accounts, to any id', () => {
    const chain = funded(alice)
    const to = new Uint8Array(32).fill(0xee)
    expect(chain.send(alice, { operation: 'transfer', to, amount: 3n }).status).toBe('success')
    expect([chain.balance(alice.id), chain.balance(to)]).toEqual([10n * COIN - 3n, 3n])
  })

  it('of nothing is fine and leaves no account behind; to oneself is neutral', () => {
    const chain = funded(alice)
    const to = new Uint8Array(32).fill(0xee)
    expect(chain.send(alice, { operation: 'transfer', to, amount: 0n }).status).toBe('success')
    expect(chain.reader.account(to)).toBeUndefined()
    const self = { operation: 'transfer', to: alice.id, amount: 10n * COIN } as const
    expect(chain.send(alice, self).status).toBe('success')
    expect(chain.balance(alice.id)).toBe(10n * COIN)
    expect(chain.nonce(alice.id)).toBe(2n)
  })

  it('of more than there is, up to 2^256-1, is refused', () => {
    const chain = funded(alice)
    for (const amount of [10n * COIN + 1n, (1n << 256n) - 1n]) {
      expect(chain.send(alice, { operation: 'transfer', to: bob.id, amount })).toMatchObject({
        status: 'rejected',
        code: 'InsufficientFunds',
      })
    }
  })

  it('accepts the id as acting address', () => {
    const chain = funded(alice)
    const pay = { operation: 'transfer', to: bob.id, amount: 1n } as const
    expect(chain.send(alice, pay, { actingAddress: alice.id }).status).toBe('success')
    expect(chain.send(alice, pay, { actingAddress: bob.id })).toMatchObject({
      code: 'WrongActingAddress',
    })
  })
})

describe('keys', () => {
  it('set replaces the keys of its algorithm, add keeps them', () => {
    const chain = funded(alice)
    chain.create(alice)
    const at = (registrationNonce: bigint) => ({ id: alice.id, registrationNonce })
    const add = (key: Signer, nonce: bigint, signer: Signer = alice) =>
      chain.send(
        signer,
        { operation: 'addKey', registration: chain.registration(key, at(nonce)) },
        { sender: alice.id },
      )
    expect(add(bob, 1n).status).toBe('success')
    expect(add(bob, 2n)).toMatchObject({ code: 'UnauthorizedKey' })
    expect(
      chain.send(alice, { operation: 'setKey', registration: chain.registration(carol, at(2n)) })
        .status,
    ).toBe('success')
    expect(add(alice, 3n)).toMatchObject({ code: 'UnauthorizedKey' })
    expect(add(alice, 3n, carol).status).toBe('success')
    const authority = readAuthority(chain.look(), alice.id)
    expect(authority).toMatchObject({ kind: 'keys', registrationNonce: 4n })
    const keys = authority?.kind === 'keys' ? authority.keys.map(({ key }) => key) : []
    expect(new Set(keys)).toEqual(new Set([carol.publicKey, alice.publicKey, bob.publicKey]))
  })

  it('at most eight, never none', () => {
    const chain = funded(alice)
    chain.create(alice)
    const remove = { operation: 'removeKey', algorithm: 0, key: alice.publicKey } as const
    expect(chain.send(alice, remove)).toMatchObject({ code: 'KeyPolicyViolated' })
    for (let i = 1n; i <= 8n; i++) {
      const key = ed25519Signer(Number(i) + 20)
      const registration = chain.registration(key, { id: alice.id, registrationNonce: i })
      const result = chain.send(alice, { operation: 'addKey', registration })
      expect(result).toMatchObject(i < 8n ? { status: 'success' } : { code: 'UnauthorizedKey' })
    }
    expect(chain.send(alice, remove).status).toBe('success')
  })

  it('need a created account', () => {
    const chain = funded(alice)
    const registration = chain.registration(bob, { id: alice.id, registrationNonce: 0n })
    expect(chain.send(alice, { operation: 'addKey', registration })).toMatchObject({
      code: 'UnknownSender',
    })
  })
})

describe('from another machine', () => {
  const request = (sender: Uint8Array, payload: NativePayload): CallRequest => ({
    payload: encodeNativePayload(payload),
    sender,
    actingAddress: new Uint8Array(0),
    gasLimit: 200_000n,
    gasPrice: 0n,
    crossings: 1,
    isStatic: false,
  })

  function crossing(reader: MemoryState) {
    const journal = new Journal(reader)
    const chain = new TestChain()
    const open = new Router([createNativeEngine()]).open({
      journal,
      chain: reader.chain,
      block: chain.context(),
      crypto,
      caches: new Map(),
      inspector: undefined,
      transactionIndex: 0,
    })
    return { journal, cross: open.services.cross }
  }

  it('coin moves, but never from a locked account or out of nothing', () => {
    const chain = funded(alice)
    const { journal, cross } = crossing(chain.reader)
    const pay = { operation: 'transfer', to: bob.id, amount: COIN } as const
    expect(cross(request(alice.id, pay))).toMatchObject({
      status: 'success',
      gasUsed: NATIVE_GAS.transfer,
    })
    expect(journal.account(bob.id).balance).toBe(COIN)
    expect(cross(request(carol.id, pay))).toMatchObject({ status: 'halted', gasUsed: 200_000n })
    journal.setFlags(journal.account(alice.id), ACCOUNT_LOCKED)
    expect(cross(request(alice.id, pay)).status).toBe('halted')
    expect(journal.account(bob.id).balance).toBe(COIN)
  })

  it('nothing changes in a static call, and no key is managed at all', () => {
    const chain = funded(alice)
    chain.create(alice)
    const { journal, cross } = crossing(chain.reader)
    const pay = request(alice.id, { operation: 'transfer', to: bob.id, amount: COIN })
    expect(cross({ ...pay, isStatic: true })).toMatchObject({
      status: 'halted',
      gasUsed: 200_000n,
      failure: { name: 'StaticStateChange' },
    })
    const registration = chain.registration(bob, { id: alice.id, registrationNonce: 1n })
    const key = { algorithm: 0, key: alice.publicKey }
    const wallet = { namespace: 1, address: new Uint8Array(20) }
    const managing: NativePayload[] = [
      { operation: 'create', id: bob.id, registration },
      { operation: 'setKey', registration },
      { operation: 'addKey', registration },
      { operation: 'rotateKeys', registration },
      { operation: 'removeKey', ...key },
      { operation: 'bindAddress', ...wallet, proof: new Uint8Array(65) },
      { operation: 'revokeAddress', ...wallet },
      { operation: 'policy', change: { kind: 'threshold', threshold: 1 } },
    ]
    for (const payload of managing) {
      expect(cross(request(alice.id, payload))).toMatchObject({
        status: 'halted',
        failure: { name: 'OperationRefused' },
      })
    }
    expect(journal.untouched).toBe(true)
  })
})

describe('over random sequences', () => {
  const signers = [alice, bob, carol, ed25519Signer(4)]
  const steps = fc.array(
    fc.record({
      kind: fc.constantFrom('transfer', 'transfer', 'transfer', 'create', 'link', 'addKey', 'bad'),
      from: fc.nat(3),
      to: fc.nat(5),
      amount: fc.bigInt({ min: 0n, max: 12n * COIN }),
      nonceShift: fc.constantFrom(0n, 0n, 0n, 0n, 1n),
      baseFee: fc.bigInt({ min: 0n, max: 1_000_000_000n }),
    }),
    { minLength: 5, maxLength: 25 },
  )
  type Step = typeof steps extends fc.Arbitrary<readonly (infer T)[]> ? T : never

  function payloadOf(chain: TestChain, step: Step): NativePayload | Uint8Array {
    const from = signers[step.from]!
    const to = signers[step.to]?.id ?? new Uint8Array(32).fill(step.to)
    switch (step.kind) {
      case 'create': {
        const registration = chain.registration(from, { id: from.id, registrationNonce: 0n })
        return { operation: 'create', id: from.id, registration }
      }
      case 'link':
        return { operation: 'link', id: to }
      case 'addKey': {
        const key = signers[(step.from + 1) % 4]!
        const registration = chain.registration(key, { id: from.id, registrationNonce: 1n })
        return { operation: 'addKey', registration }
      }
      case 'bad':
        return Uint8Array.of(1, 2, 3)
      default:
        return { operation: 'transfer', to, amount: step.amount }
    }
  }

  it('coin is conserved, rejected means never happened, nothing runs twice', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(steps, (sequence) => {
        const chain = funded(alice, bob, carol)
        for (const step of sequence) {
          const from = signers[step.from]!
          const before = chain.reader.snapshot()
          const [nonce, balance] = [chain.nonce(from.id), chain.balance(from.id)]
          const bytes = chain.envelope(from, payloadOf(chain, step), {
            nonce: nonce + step.nonceShift,
            maxFeePerGas: 2_000_000_000n,
            maxPriorityFeePerGas: 1_000n,
            gasLimit: 300_000n,
          })
          const result = chain.run(bytes, { baseFeePerGas: step.baseFee })
          seen.add(`${step.kind} ${result.status}`)
          if (result.status === 'rejected') {
            expect(chain.reader.snapshot()).toBe(before)
          } else {
            expect(chain.nonce(from.id)).toBe(nonce + 1n)
            const { fee, gasUsed, effectiveGasPrice } = result.settlement
            expect(fee.paid).toBe(gasUsed * effectiveGasPrice)
            expect(fee.burnt + fee.beneficiary).toBe(fee.paid)
            if (step.kind === 'addKey') expect(chain.balance(from.id)).toBe(balance - fee.paid)
            const after = chain.reader.snapshot()
            expect(chain.run(bytes)).toMatchObject({ code: 'NonceTooLow' })
            expect(chain.reader.snapshot()).toBe(after)
          }
          const supply = chain.look().supply
          expect(chain.reader.totalBalance).toBe(supply.total)
          expect(supply.counter('issued')).toBe(30n * COIN)
        }
      }),
      { seed: 20_260_103, numRuns: 25 },
    )
    for (const kind of ['transfer', 'create', 'link', 'addKey']) {
      expect(seen).toContain(`${kind} success`)
      expect(seen).toContain(`${kind} rejected`)
    }
    expect(seen).toContain('bad rejected')
  })

  it('a reverted journal is the state before, whatever the operation wrote', () => {
    const chain = funded(alice)
    const journal = new Journal(chain.reader)
    const open = new Router([createNativeEngine()]).open({
      journal,
      chain: chain.reader.chain,
      block: chain.context(),
      crypto,
      caches: new Map(),
      inspector: undefined,
      transactionIndex: 0,
    })
    const registration = chain.registration(alice, { id: alice.id, registrationNonce: 0n })
    const payload = encodeNativePayload({ operation: 'create', id: alice.id, registration })
    const mark = journal.checkpoint()
    const call = open.route(payload).machine.prepare({
      payload,
      sender: alice.id,
      actingAddress: new Uint8Array(0),
      gasLimit: 1_000_000n,
      gasPrice: 0n,
      crossings: 0,
      isStatic: false,
    })
    call.validate?.()
    expect(call.execute().status).toBe('success')
    expect(readAuthority(journal, alice.id)).toBeDefined()
    journal.revert(mark)
    const diff = journal.takeDiff()
    expect([diff.accounts, diff.records, diff.aliases, diff.cells].flat()).toEqual([])
  })
})
