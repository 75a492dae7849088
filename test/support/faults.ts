/**
 * Faults on purpose: the k-th write of a transaction, or the k-th read of the state, throws. What a write is says the list of
 * the journal's methods below; each is complete or did not begin, so that a fault lies between any two of them.
 */
import type { Crypto } from '../../src/crypto/types.ts'
import type { Engine, Life } from '../../src/engine.ts'
import { defaultEngines } from '../../src/engines.ts'
import { openEnvelope } from '../../src/envelope-life.ts'
import { type OpenRouter, Router } from '../../src/router.ts'
import { servicesAfter } from '../../src/services-after.ts'
import { Journal } from '../../src/state/journal.ts'
import { State } from '../../src/state/state.ts'
import type { Transaction } from '../../src/transaction.ts'
import { runTransaction } from '../../src/transition.ts'

/** Of no class that the library knows. */
export class InjectedFault extends Error {}

/** Everything that changes a journal. */
const WRITES = [
  'credit',
  'debit',
  'setNonce',
  'setEpoch',
  'setFlags',
  'setOrigin',
  'setRecord',
  'createSpace',
  'retireSpace',
  'setSlot',
  'warmSlot',
  'setAlias',
  'setCell',
  'setLiveCell',
  'addBlob',
  'log',
  'noteSupply',
  'onRevert',
] as const satisfies readonly (keyof Journal)[]

/** Everything that a state is asked for. */
const READS = [
  'account',
  'record',
  'slot',
  'slotCount',
  'slots',
  'alias',
  'originId',
  'cell',
  'blob',
] as const satisfies readonly (keyof State)[]

const HASHES = ['hash64'] as const satisfies readonly (keyof Crypto['hasher'])[]

/** The first transaction of a block: its begin is 1, its end 3. */
const FIRST_TRANSACTION = 2

export interface Injection<T> {
  /** Writes or reads that were reached, the failing one among them. */
  readonly calls: number
  /** What the work gave; undefined if it threw. */
  readonly result: T | undefined
  readonly thrown: unknown
  /** The fault, if the place was reached. */
  readonly fault: InjectedFault | undefined
}

type Methods = Record<string, (...args: unknown[]) => unknown>

function inject<T>(
  prototype: object,
  names: readonly string[],
  place: number,
  counts: (self: unknown) => boolean,
  work: () => T,
): Injection<T> {
  const methods = prototype as Methods
  const kept = names.map((name) => [name, methods[name]!] as const)
  let calls = 0
  let fault: InjectedFault | undefined
  for (const [name, method] of kept) {
    methods[name] = function (this: unknown, ...args: unknown[]) {
      if (counts(this) && calls++ === place) {
        fault = new InjectedFault(`${name} at ${place}`)
        throw fault
      }
      return method.apply(this, args)
    }
  }
  let result: T | undefined
  let thrown: unknown
  try {
    result = work()
  } catch (error) {
    thrown = error
  } finally {
    for (const [name, method] of kept) methods[name] = method
  }
  return { calls, result, thrown, fault }
}

/** Write number `place` of the block's first transaction, or of another part of it, throws; -1: none does, they are counted. */
export function failingWrite<T>(
  place: number,
  work: () => T,
  sequence = FIRST_TRANSACTION,
): Injection<T> {
  const isRunning = (journal: unknown) => (journal as Journal).sequence === sequence
  return inject(Journal.prototype, WRITES, place, isRunning, work)
}

/** Hash number `place` of the making of a next state throws. */
export function failingHash<T>(place: number, crypto: Crypto, work: (crypto: Crypto) => T) {
  const hasher = Object.create(crypto.hasher) as Crypto['hasher']
  const own = { ...crypto, hasher }
  const names = HASHES.filter((name) => typeof crypto.hasher[name] === 'function')
  for (const name of names)
    Object.defineProperty(hasher, name, {
      value: (crypto.hasher[name] as () => unknown).bind(crypto.hasher),
      writable: true,
    })
  return inject(
    hasher,
    names,
    place,
    () => true,
    () => work(own),
  )
}

/** Read number `place` of a state throws, as that of a store does whose disk has gone. */
export function failingRead<T>(place: number, work: () => T): Injection<T> {
  return inject(State.prototype, READS, place, () => true, work)
}

/** A block after the state that has begun and runs no transaction yet. */
export class OpenBlock {
  readonly state: State
  readonly open: OpenRouter

  constructor(state: State, timestamp: bigint, engines: readonly Engine[] = defaultEngines()) {
    this.state = state
    const services = servicesAfter(state, { timestamp }, {})
    this.open = new Router(engines).open({ ...services, transactionIndex: -1 })
    for (const [, machine] of this.open.machines) machine.begin?.()
    this.journal.endTransaction()
  }

  get journal(): Journal {
    return this.open.services.journal
  }

  /** As a block runs it. */
  run(transaction: Transaction) {
    const openLife = (router: OpenRouter, { kind, bytes }: Transaction): Life =>
      kind === 'envelope' ? openEnvelope(router, bytes) : router.openRaw(kind, bytes)
    const meter = { gasUsed: 0n, byMachine: new Map<string, bigint>() }
    const options = { onInvalid: 'reject', recordChanges: false } as const
    return runTransaction(this.open, openLife, transaction, 0, meter, options)
  }

  /** Takes back what the running transaction did, and gives the state of what is left. */
  rolledBack(): State {
    this.journal.revert(0)
    return this.ended()
  }

  ended(): State {
    this.journal.endTransaction()
    return this.state.apply(this.journal.takeDiff())
  }
}
