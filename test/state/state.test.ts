/** The state handle against a model that is a Map: forks, old handles, rerooting, proofs. */
import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import { CellType } from '../../src/state/keys.ts'
import type { State } from '../../src/state/state.ts'
import { verifyExclusion, verifyInclusion } from '../../src/state/verifier.ts'
import {
  applyToModel,
  buildState,
  chain,
  diffArbitrary,
  emptyDiff,
  id16,
  id32,
  type Model,
  modelOf,
  rootOf,
} from './state-model.ts'

const account = (balance: bigint) => ({
  balance,
  nonce: 0n,
  epoch: 0n,
  flags: 0,
  origin: undefined,
})

function expectSame(state: State, model: Model): void {
  expect(bytesToHex(state.root)).toBe(rootOf(model))
  expect(new Map(modelOf(state))).toEqual(new Map(model))
}

describe('State against a Map', () => {
  it('keeps every version readable and right, whatever is built on whichever of them', () => {
    const step = fc.tuple(fc.nat(), diffArbitrary, fc.boolean())
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 10 }), (steps) => {
        const genesis = buildState()
        const versions: { state: State; model: Model }[] = [
          { state: genesis, model: modelOf(genesis) },
        ]
        for (const [choice, diff, release] of steps) {
          const at = choice % versions.length
          const { state, model } = versions[at]!
          versions.push({ state: state.apply(diff), model: applyToModel(model, diff) })
          if (release && versions.length > 2) {
            state.release()
            versions.splice(at, 1)
          }
        }
        for (const { state, model } of versions) expectSame(state, model)
        for (const { state, model } of versions.reverse()) {
          expectSame(state.apply(emptyDiff), model)
          expectSame(state, model)
        }
      }),
      { seed: 11, numRuns: 120 },
    )
  })

  it('reads single values of old versions as of new ones', () => {
    fc.assert(
      fc.property(fc.array(diffArbitrary, { minLength: 2, maxLength: 6 }), (diffs) => {
        let state = buildState()
        const states = diffs.map((diff) => (state = state.apply(diff)))
        const reads = (s: State) => [
          ...Array.from({ length: 8 }, (_, i) => s.account(id32(i))),
          ...Array.from({ length: 8 }, (_, i) => s.record(1, id32(i))),
          ...Array.from({ length: 3 }, (_, i) => s.slots(id16(i))),
          ...Array.from({ length: 3 }, (_, i) => s.slotCount(id16(i))),
          ...Array.from({ length: 8 }, (_, i) => s.slot(id16(1), BigInt(i))),
        ]
        const old = states.map(reads)
        for (const s of states) s.apply(emptyDiff).release()
        expect(states.map(reads)).toEqual(old)
        states.forEach((s, i) => {
          let fresh = buildState()
          for (const diff of diffs.slice(0, i + 1)) fresh = fresh.apply(diff)
          expect(reads(fresh)).toEqual(old[i])
          expect(s.slotCount(id16(1))).toBe(s.slots(id16(1)).length)
        })
      }),
      { seed: 12, numRuns: 40 },
    )
  })

  it('makes a version that is read much the newest, and the others stay right', () => {
    const values = (n: number) => ({
      ...emptyDiff,
      accounts: Array.from({ length: 20 }, (_, i) => ({
        id: id32(i + 1),
        value: account(BigInt(n * 100 + i)),
      })),
    })
    const states = [buildState().apply(values(1))]
    for (let n = 2; n <= 6; n++) states.push(states.at(-1)!.apply(values(n)))
    for (let round = 0; round < 3; round++) {
      for (const [at, state] of states.entries()) {
        for (let i = 0; i < 3000; i++) {
          const balance = state.account(id32((i % 20) + 1))?.balance
          if (balance !== BigInt((at + 1) * 100 + (i % 20))) expect.unreachable()
        }
      }
    }
  })

  it('frees the records of deleted cells once one version is left', () => {
    let state = buildState()
    const next = (diff: Parameters<State['apply']>[0]) => {
      const newer = state.apply(diff)
      state.release()
      state = newer
    }
    const ids = Array.from({ length: 3000 }, (_, i) => id32(i))
    for (let round = 0; round < 6; round++) {
      next({ ...emptyDiff, accounts: ids.map((id) => ({ id, value: account(BigInt(round + 1)) })) })
      next({ ...emptyDiff, accounts: ids.map((id) => ({ id, value: undefined })) })
      expect([...state.leaves()].length).toBe(1)
    }
    next({ ...emptyDiff, accounts: ids.slice(0, 5).map((id) => ({ id, value: account(9n) })) })
    expect([...state.accounts()].length).toBe(5)
    expect(state.memory().records).toBeLessThan(2 ** 20 * 1.5)
    let fresh = buildState()
    fresh = fresh.apply({
      ...emptyDiff,
      accounts: ids.slice(0, 5).map((id) => ({ id, value: account(9n) })),
    })
    expect(state.root).toEqual(fresh.root)
  })
})

describe('a handle', () => {
  it('throws StateReleased after release; its fork lives on', () => {
    const state = buildState()
    const fork = state.fork()
    state.release()
    state.release()
    expect(() => state.root).toThrow('StateReleased')
    expect(() => state.account(id32(1))).toThrow('StateReleased')
    expect(() => state.apply(emptyDiff)).toThrow('StateReleased')
    expect(fork.root.length).toBe(32)
    fork.release()
    expect(() => fork.chain).toThrow('StateReleased')
  })

  it('is untouched when a change throws half way', () => {
    const state = buildState().apply({
      ...emptyDiff,
      accounts: [{ id: id32(1), value: account(5n) }],
    })
    const root = bytesToHex(state.root)
    const bad = {
      ...emptyDiff,
      accounts: [
        { id: id32(1), value: account(7n) },
        { id: id32(2), value: account(1n << 256n) },
      ],
    }
    expect(() => state.apply(bad)).toThrow('balance')
    expect(state.account(id32(1))?.balance).toBe(5n)
    expect(state.account(id32(2))).toBeUndefined()
    expect(bytesToHex(state.apply(emptyDiff).root)).toBe(root)
  })

  it('finds an account by its origin, in the versions that have it', () => {
    const origin = { namespace: 1, address: new Uint8Array(20).fill(9) }
    const before = buildState()
    const after = before.apply({
      ...emptyDiff,
      accounts: [{ id: id32(1), value: { ...account(5n), origin } }],
    })
    expect(after.originId(1, origin.address)).toEqual(id32(1))
    expect(before.originId(1, origin.address)).toBeUndefined()
    expect(after.originId(2, origin.address)).toBeUndefined()
    const gone = after.apply({ ...emptyDiff, accounts: [{ id: id32(1), value: undefined }] })
    expect(gone.originId(1, origin.address)).toBeUndefined()
  })

  it('gives the same root under another backend', () => {
    const other = { ...nobleCrypto, name: 'other' }
    const diff = { ...emptyDiff, accounts: [{ id: id32(1), value: account(5n) }] }
    const state = buildState()
    expect(state.withCrypto(other).apply(diff).root).toEqual(state.apply(diff).root)
  })

  it('counts the work of an update', () => {
    const state = buildState()
    const diff = { ...emptyDiff, accounts: [{ id: id32(1), value: account(5n) }] }
    const next = state.apply(diff)
    expect(next.lastUpdate).toMatchObject({ changedLeaves: 1, valueHashes: 1, leafHashes: 1 })
    expect(next.apply(diff).lastUpdate.changedLeaves).toBe(0)
  })

  it('commits the chain configuration', () => {
    expect(buildState().chain).toEqual(chain)
    expect(buildState().cell(CellType.config, [])).toBeDefined()
  })
})

describe('proofs', () => {
  it('verify with the stand-alone verifier, on old versions too', () => {
    fc.assert(
      fc.property(fc.array(diffArbitrary, { minLength: 1, maxLength: 4 }), (diffs) => {
        let state = buildState()
        for (const s of [state, ...diffs.map((diff) => (state = state.apply(diff)))]) {
          for (let i = 0; i < 8; i++) {
            for (const location of [
              { kind: 'account', id: id32(i) },
              { kind: 'record', machine: 1, id: id32(i) },
              { kind: 'storage', storageId: id16(1), slot: BigInt(i) },
            ] as const) {
              const { type, parts, value, proof } = s.prove(location)
              if (value === undefined) {
                expect(verifyExclusion(s.root, type, parts, proof, sha256)).toBe(true)
                const lie = new Uint8Array(32)
                expect(verifyInclusion(s.root, type, parts, lie, proof, sha256)).toBe(false)
              } else {
                expect(verifyInclusion(s.root, type, parts, value, proof, sha256)).toBe(true)
                expect(verifyExclusion(s.root, type, parts, proof, sha256)).toBe(false)
              }
            }
          }
        }
      }),
      { seed: 13, numRuns: 15 },
    )
  })
})
