/**
 * Random changes of keys, thresholds, expiries and sessions, epochs that a machine raises and the way back, against a model
 * of a page: who may sign when, and what a session is worth then. Coin is conserved, a rejected transaction has not
 * happened, and an executed one never happens again.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { KeyRegistration, NativePayload, PolicyChange, Transaction } from '../../src/index.ts'
import { executeBlock } from '../../src/index.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import { statuses } from '../support/host.ts'
import { COIN, ed25519Signer, secp256k1Signer } from '../support/test-chain.ts'
import { SessionHost, sessionKey } from './session-host.ts'

const signers = [ed25519Signer(1), secp256k1Signer(2), ed25519Signer(3), secp256k1Signer(4)]
const [alice] = signers as [(typeof signers)[0]]
const payer = ed25519Signer(65)
const receiver = ed25519Signer(66)
const TOTAL = 20n * COIN

interface ModelKey {
  readonly serial: number
  /** 0 = never. */
  readonly last: number
}

interface ModelSession {
  readonly openers: readonly number[]
  readonly lastBlock: number
}

/** What docs/identity.md and docs/sessions.md say, and nothing of how it is done. */
class Model {
  keys = new Map<number, ModelKey>([[0, { serial: 0, last: 0 }]])
  threshold = 1
  nonce = 1
  epoch = 0
  /** False while a machine has voided the keys. */
  isAlive = true
  /** Of the current epoch, by seed. */
  sessions = new Map<number, ModelSession>()

  private isInTime = ({ last }: ModelKey, block: number) => last === 0 || block <= last

  maySign(by: readonly number[], block: number): boolean {
    const all = by.map((i) => this.keys.get(i))
    return (
      this.isAlive &&
      by.length >= this.threshold &&
      all.every((key) => key !== undefined && this.isInTime(key, block))
    )
  }

  /** As many keys as the threshold that may sign, if there are. */
  signers(block: number): number[] {
    const able = [...this.keys].filter(([, key]) => this.isInTime(key, block)).map(([i]) => i)
    return able.slice(-this.threshold)
  }

  mayUse(seed: number, block: number): boolean {
    const session = this.sessions.get(seed)
    if (session === undefined || !this.isAlive || block > session.lastBlock) return false
    const left = [...this.keys.values()].filter(
      (key) => session.openers.includes(key.serial) && this.isInTime(key, block),
    )
    return left.length >= this.threshold
  }

  /** Takes over keys and threshold, unless too few would be left that never expire. */
  become(keys: Map<number, ModelKey>, threshold = this.threshold): boolean {
    const lasting = [...keys.values()].filter(({ last }) => last === 0).length
    if (lasting < threshold) return false
    this.keys = keys
    this.threshold = threshold
    return true
  }

  nextEpoch(): void {
    this.epoch++
    this.sessions.clear()
  }
}

const subset = fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 }).map((list) => list.sort())
const step = fc.record({
  kind: fc.constantFrom(
    ...['add', 'add', 'add', 'set', 'remove', 'rotate', 'expiry', 'threshold', 'replace'],
    ...['open', 'open', 'use', 'use', 'use', 'close', 'pay', 'void', 'restore', 'restore'],
  ),
  /** Mostly those who may; else anybody. */
  isLawful: fc.integer({ min: 0, max: 9 }).map((n) => n < 7),
  anybody: subset,
  key: fc.nat(3),
  keys: subset,
  number: fc.integer({ min: 0, max: 4 }),
  seed: fc.integer({ min: 1, max: 3 }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const SUCCEED = [
  ...['add', 'set', 'remove', 'rotate', 'expiry', 'threshold', 'replace'],
  ...['open', 'use', 'close', 'pay', 'restore'],
]

class Run {
  readonly model = new Model()
  readonly host: SessionHost
  block = 1
  readonly executed: Transaction[] = []

  constructor() {
    const accounts = [alice, payer].map(({ id }) => ({ id, balance: 10n * COIN }))
    this.host = new SessionHost({ accounts, number: 0n })
    this.send(this.host.create(alice), true)
  }

  /** Executes one in a block of its own, and holds it against what the model says. */
  private send(transaction: Transaction, isExpected: boolean): void {
    const { host } = this
    const { state } = host
    const number = BigInt(this.block)
    const { receipts, root } = host.block([transaction], { number })
    const [status] = statuses(receipts)
    expect(status === 'success', `${status}, model ${isExpected}`).toBe(isExpected)
    if (isExpected) this.executed.push(transaction)
    else expect(root).toEqual(executeBlock(state, [], { number }).root)
    this.block++
  }

  private proof(i: number, ahead = 0, epoch = this.model.epoch): KeyRegistration {
    const nonce = BigInt(this.model.nonce + ahead)
    return this.host.registration(signers[i]!, alice.id, nonce, BigInt(epoch))
  }

  private envelope(by: readonly number[], payload: NativePayload): Transaction {
    return this.host.envelopeBy(
      alice,
      by.map((i) => signers[i]!),
      payload,
      { gasLimit: 900_000n },
    )
  }

  private policy(by: readonly number[], change: PolicyChange): Transaction {
    return this.envelope(by, { operation: 'policy', change })
  }

  /** One step: what is sent, and the model's verdict, which has been applied if it is yes. */
  step({ kind, isLawful, anybody, key, keys, number, seed }: Step): void {
    const { model, host, block } = this
    const lawful = model.signers(block)
    const by = isLawful && lawful.length > 0 ? lawful : anybody
    const { algorithm, publicKey } = signers[key]!
    const maySign = model.maySign(by, block)
    const registered = model.keys.get(key)
    const mine = { algorithm, key: publicKey }
    const entry = (ahead = 0): ModelKey => ({ serial: model.nonce + ahead, last: 0 })
    switch (kind) {
      case 'add': {
        const sent = this.envelope(by, { operation: 'addKey', registration: this.proof(key) })
        const next = new Map(model.keys).set(key, entry())
        const isDone = maySign && registered === undefined && model.become(next)
        if (isDone) model.nonce++
        return this.send(sent, isDone)
      }
      case 'set': {
        const sent = this.envelope(by, { operation: 'setKey', registration: this.proof(key) })
        const others = [...model.keys].filter(([i]) => signers[i]!.algorithm !== algorithm)
        const isDone = maySign && model.become(new Map(others).set(key, entry()))
        if (isDone) model.nonce++
        return this.send(sent, isDone)
      }
      case 'remove': {
        const sent = this.envelope(by, { operation: 'removeKey', ...mine })
        const next = new Map(model.keys)
        return this.send(sent, maySign && next.delete(key) && model.become(next))
      }
      case 'rotate': {
        const registration = this.proof(key, 0, model.epoch + 1)
        const sent = this.envelope(by, { operation: 'rotateKeys', registration })
        const isDone = maySign && model.become(new Map([[key, entry()]]))
        if (isDone) {
          model.nonce++
          model.nextEpoch()
        }
        return this.send(sent, isDone)
      }
      case 'expiry': {
        const last = number === 0 ? 0 : block + number
        const change = { kind: 'expiry', ...mine, lastValidBlock: BigInt(last) } as const
        const sent = this.policy(by, change)
        const next = new Map(model.keys).set(key, { serial: registered?.serial ?? 0, last })
        return this.send(sent, maySign && registered !== undefined && model.become(next))
      }
      case 'threshold': {
        const sent = this.policy(by, { kind: 'threshold', threshold: Math.max(1, number) })
        return this.send(sent, maySign && model.become(model.keys, Math.max(1, number)))
      }
      case 'replace': {
        const threshold = Math.max(1, number)
        const sorted = sortedKeys(keys)
        const registrations = sorted.map((i, n) => this.proof(i, n, model.epoch + 1))
        const sent = this.policy(by, { kind: 'replace', threshold, registrations })
        const next = new Map(sorted.map((i, n) => [i, entry(n)] as const))
        const isDone = maySign && model.become(next, threshold)
        if (isDone) {
          model.nonce += keys.length
          model.nextEpoch()
        }
        return this.send(sent, isDone)
      }
      case 'open': {
        const terms = this.terms(seed, number)
        const sent = this.envelope(by, { operation: 'session', change: { kind: 'open', terms } })
        const openers = by.map((i) => model.keys.get(i)?.serial ?? -1)
        const isDone = maySign && !model.sessions.has(seed)
        if (isDone) model.sessions.set(seed, { openers, lastBlock: Number(terms.lastBlock) })
        return this.send(sent, isDone)
      }
      case 'use': {
        const transfer = { operation: 'transfer', to: receiver.id, amount: 1n } as const
        const session = this.session(seed)
        host.keys.set(bytesToHex(session.id), session.key)
        return this.send(host.attested(session, transfer), model.mayUse(seed, block))
      }
      case 'close': {
        const session = this.session(seed).id
        const sent = this.envelope(by, { operation: 'session', change: { kind: 'close', session } })
        return this.send(sent, maySign && model.sessions.delete(seed))
      }
      case 'pay': {
        const transfer = { operation: 'transfer', to: receiver.id, amount: 1n } as const
        return this.send(this.envelope(by, transfer), maySign)
      }
      case 'void': {
        if (number > 0) return
        host.edit((journal) => {
          const account = journal.account(alice.id)
          journal.setEpoch(account, account.epoch + 1n)
        })
        model.nextEpoch()
        model.isAlive = false
        return
      }
      default: {
        const sorted = sortedKeys(isLawful ? [...model.keys.keys()] : keys)
        const registrations = sorted.map((i, n) => this.proof(i, n))
        const change = { kind: 'restore', id: alice.id, consents: [], registrations } as const
        const sent = host.envelope(payer, { operation: 'policy', change }, { gasLimit: 900_000n })
        const known = sorted.map((i) => model.keys.get(i))
        const next = new Map(
          sorted.map((i, n) => [i, { ...entry(n), last: known[n]?.last ?? 0 }] as const),
        )
        const isDone = !model.isAlive && !known.includes(undefined) && model.become(next)
        if (isDone) {
          model.nonce += sorted.length
          model.isAlive = true
        }
        return this.send(sent, isDone)
      }
    }
  }

  private terms(seed: number, number: number) {
    const lastBlock = BigInt(this.block + 2 + 3 * number)
    return this.host.terms(alice, sessionKey(seed), { lastBlock })
  }

  private session(seed: number) {
    return this.host.session(alice, sessionKey(seed), {}, BigInt(this.model.epoch))
  }

  /** Nothing that was executed is executed again, be it by whom it may. */
  replayAll(): void {
    const { state } = this.host
    const number = BigInt(this.block)
    const { receipts, root } = this.host.block(this.executed, { number })
    expect(new Set(statuses(receipts))).toEqual(new Set(['NonceTooLow']))
    expect(root).toEqual(executeBlock(state, [], { number }).root)
  }

  get total(): bigint {
    return [alice, payer, receiver].reduce((sum, { id }) => sum + this.host.balance(id), 0n)
  }
}

const sortedKeys = (keys: readonly number[]) =>
  [...keys].sort((a, b) => {
    const [x, y] = [signers[a]!, signers[b]!]
    const order = bytesToHex(x.publicKey) < bytesToHex(y.publicKey) ? -1 : 1
    return x.algorithm - y.algorithm || order
  })

it('authority is what the model says, over random sequences', () => {
  const done = new Set<string>()
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 30 }), (steps) => {
      const run = new Run()
      for (const one of steps) {
        const before = run.executed.length
        run.step(one)
        if (run.executed.length > before) done.add(one.kind)
        expect(run.total).toBe(TOTAL)
      }
      run.replayAll()
    }),
    { seed: 20_261_121, numRuns: 25 },
  )
  // Every kind has succeeded somewhere, or the test would show nothing of it.
  expect([...done].sort()).toEqual([...SUCCEED].sort())
})
