/** S2 and S3: storage ids, dead leaves, large values that shrink and grow. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { bytesToHex, concatBytes, equalBytes } from '../../src/primitives/bytes.ts'
import { exportState } from '../../src/state/export.ts'
import { importState } from '../../src/state/import.ts'
import { Journal } from '../../src/state/journal.ts'
import { CellType } from '../../src/state/keys.ts'
import { dataLength, readPages, resizePages, writePages } from '../../src/state/pages.ts'
import { State } from '../../src/state/state.ts'
import { buildState, chain, emptyDiff, id16 } from './state-model.ts'

const LIMIT = chain.limits.sweepPerBlock

function block(state: State, run: (journal: Journal) => void): State {
  const journal = new Journal(state)
  run(journal)
  journal.endTransaction()
  return state.apply(journal.takeDiff())
}

const filled = (state: State, storageId: Uint8Array, count: number): State =>
  block(state, (journal) => {
    const space = journal.createSpace(storageId)
    for (let i = 0; i < count; i++) journal.setSlot(journal.slot(space, BigInt(i * 7)), 1n)
  })

const retire = (state: State, storageId: Uint8Array): State =>
  block(state, (journal) => journal.retireSpace(journal.space(storageId)))

const leavesOf = (state: State, type: number): number => [...state.leaves(type)].length
const reimported = (state: State): State => importState(exportState(state), { crypto: nobleCrypto })

describe('S2 storage ids are never reused', () => {
  it('S2 refuses to open the same storage twice', () => {
    const journal = new Journal(buildState())
    journal.createSpace(id16(1))
    expect(() => journal.createSpace(id16(1))).toThrow('AssertionFailed')
  })

  it('S2 a re-created contract sees nothing of its old storage, swept or not', () => {
    const old = filled(buildState(), id16(1), 10)
    const state = block(retire(old, id16(1)), (journal) => {
      const space = journal.createSpace(id16(2))
      expect(journal.slot(space, 0n).value).toBe(0n)
      journal.setSlot(journal.slot(space, 7n), 5n)
    })
    expect(state.slots(id16(2))).toEqual([[7n, 5n]])
    expect(state.slotCount(id16(1))).toBeGreaterThan(0)
  })
})

describe('S3 dead leaves', () => {
  it('S3 go at most so many a block, in ascending order, until nothing is left of them', () => {
    const clean = buildState()
    let state = retire(filled(clean, id16(1), 10), id16(1))
    const counts = [state.slotCount(id16(1))]
    expect(state.slots(id16(1))[0]?.[0]).toBe(BigInt(LIMIT * 7))
    while (state.cell(CellType.sweep, []) !== undefined) {
      state = state.apply(emptyDiff)
      counts.push(state.slotCount(id16(1)))
    }
    expect(counts).toEqual([7, 4, 1, 0])
    expect(bytesToHex(state.root)).toBe(bytesToHex(clean.root))
  })

  it('S3 are part of the root: export and import in the middle of a sweep changes nothing', () => {
    let a = retire(filled(buildState(), id16(1), 20), id16(1))
    a = retire(filled(a, id16(2), 5), id16(2))
    let b = reimported(a)
    for (let i = 0; i < 10; i++) {
      expect(bytesToHex(b.root)).toBe(bytesToHex(a.root))
      a = a.apply(emptyDiff)
      b = i === 4 ? reimported(b).apply(emptyDiff) : b.apply(emptyDiff)
    }
    expect(leavesOf(a, CellType.storage)).toBe(0)
    expect(leavesOf(a, CellType.sweep)).toBe(0)
  })

  it('S3 are swept the same on every fork, whichever was used in between', () => {
    const start = retire(filled(buildState(), id16(1), 12), id16(1))
    const run = (state: State): string[] =>
      Array.from({ length: 4 }, () => bytesToHex((state = state.apply(emptyDiff)).root))
    const expected = run(start)
    const other = filled(start, id16(3), 4)
    expect(run(start)).toEqual(expected)
    expect(run(retire(other, id16(3))).length).toBe(4)
    expect(run(start)).toEqual(expected)
  })

  it('S3 storage born and retired in one block leaves nothing', () => {
    const state = buildState()
    const after = block(state, (journal) => {
      const space = journal.createSpace(id16(1))
      journal.setSlot(journal.slot(space, 1n), 1n)
      journal.retireSpace(space)
    })
    expect(after.root).toEqual(state.root)
  })

  it('S3 shrunk data that grows again reads zeros, before the sweep as after it', () => {
    const data = new Uint8Array(40_000).fill(0xaa)
    let state = block(buildState(), (journal) => {
      resizePages(journal, id16(5), data.length)
      writePages(journal, id16(5), 0, data)
    })
    expect(leavesOf(state, CellType.page)).toBe(11)
    state = block(state, (journal) => resizePages(journal, id16(5), 5000))
    const grown = block(state, (journal) => resizePages(journal, id16(5), 30_000))
    const bytes = readPages(new Journal(grown), id16(5), 0, 30_000)
    expect(bytes.subarray(0, 5000)).toEqual(data.subarray(0, 5000))
    expect(bytes.subarray(5000).every((byte) => byte === 0)).toBe(true)
    while (state.cell(CellType.sweep, []) !== undefined) state = state.apply(emptyDiff)
    expect(leavesOf(state, CellType.page)).toBe(3)
    state = block(state, (journal) => resizePages(journal, id16(5), 0))
    state = state.apply(emptyDiff)
    expect(bytesToHex(state.root)).toBe(bytesToHex(buildState().root))
  })

  it('S3 large values agree with plain arrays over random resizes, writes, blocks and imports', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('resize' as const),
        length: fc.integer({ min: 0, max: 70_000 }),
      }),
      fc.record({
        kind: fc.constant('write' as const),
        at: fc.nat(70_000),
        length: fc.integer({ min: 1, max: 9000 }),
        fill: fc.integer({ min: 0, max: 3 }),
      }),
      fc.constant({ kind: 'block' as const }),
      fc.constant({ kind: 'import' as const }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let model = new Uint8Array(0)
        let state = buildState()
        let journal = new Journal(state)
        const close = () => {
          journal.endTransaction()
          state = state.apply(journal.takeDiff())
          journal = new Journal(state)
        }
        for (const s of steps) {
          if (s.kind === 'resize') {
            resizePages(journal, id16(1), s.length)
            const kept = model.subarray(0, s.length)
            model = concatBytes(kept, new Uint8Array(s.length - kept.length)) as typeof model
          } else if (s.kind === 'write') {
            const at = Math.min(s.at, model.length)
            const bytes = new Uint8Array(Math.min(s.length, model.length - at)).fill(s.fill)
            writePages(journal, id16(1), at, bytes)
            model.set(bytes, at)
          } else {
            close()
            if (s.kind === 'import') {
              state = reimported(state)
              journal = new Journal(state)
            }
          }
          expect(dataLength(journal, id16(1))).toBe(model.length)
          expect(equalBytes(readPages(journal, id16(1), 0, model.length), model)).toBe(true)
        }
        resizePages(journal, id16(1), 0)
        close()
        for (let i = 0; i < 200 && state.cell(CellType.sweep, []) !== undefined; i++) close()
        expect(bytesToHex(state.root)).toBe(bytesToHex(buildState().root))
      }),
      { seed: 31, numRuns: 60 },
    )
  })
})

describe('S4 supply', () => {
  it('S4 issuing over the cap throws and changes nothing; every coin is counted by cause', () => {
    const capped = { ...chain, supplyCap: 100n }
    const state = State.build({ chain: capped, crypto: nobleCrypto }, (journal) => {
      const account = journal.account(new Uint8Array(32).fill(1))
      journal.supply.issue(account, 90n, 'genesis')
      expect(() => journal.supply.issue(account, 11n, 'reward')).toThrow('SupplyCapExceeded')
      journal.supply.burn(account, 30n, 'baseFee')
      journal.supply.issue(account, 40n, 'reward')
    })
    const { supply } = new Journal(state)
    expect(supply.total).toBe(100n)
    expect(supply.counter('issued')).toBe(130n)
    expect(supply.counter('issued:reward')).toBe(40n)
    expect(supply.counter('burnt:baseFee')).toBe(30n)
    expect(state.account(new Uint8Array(32).fill(1))?.balance).toBe(100n)
  })
})
