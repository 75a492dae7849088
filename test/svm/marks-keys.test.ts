/** What is zeroed between runs, and how a block finds its addresses again. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProgramId, SysvarId } from '../../src/vms/svm/ids.ts'
import { KeyTable, Trait } from '../../src/vms/svm/known-keys.ts'
import { Marks, ZeroRanges } from '../../src/vms/svm/sbpf/marks.ts'

/** Ranges that do not leave a region. */
const region = fc.integer({ min: 1, max: 300_000 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    writes: fc.array(
      fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 1, max: 64 })),
      { maxLength: 20 },
    ),
  }),
)

describe('marks', () => {
  it('zero everything that was written, in regions of any size', () => {
    const marks = new Marks()
    fc.assert(
      fc.property(region, ({ size, writes }) => {
        marks.reset(size)
        const bytes = new Uint8Array(size)
        for (const [start, length] of writes) {
          const end = Math.min(size, start + length)
          bytes.fill(0xff, start, end)
          marks.add(start, end)
        }
        marks.clear(bytes)
        expect(bytes.every((byte) => byte === 0)).toBe(true)
      }),
      { seed: 7, numRuns: 200 },
    )
  })

  it('keep ranges of inputs zero whatever layouts follow each other', () => {
    const layout = fc.array(
      fc.record({ data: fc.integer({ min: 1, max: 900 }), gap: fc.constantFrom(2000, 2001) }),
      { maxLength: 5 },
    )
    const run = fc.record({ layout, writes: fc.array(fc.nat(20_000)), all: fc.boolean() })
    fc.assert(
      fc.property(fc.array(run, { maxLength: 8 }), (runs) => {
        const bytes = new Uint8Array(20_000).fill(0xaa)
        const zeros = new ZeroRanges()
        const marks = new Marks()
        for (const { layout, writes, all } of runs) {
          zeros.begin()
          let at = 0
          for (const { data, gap } of layout) {
            bytes.fill(0x55, at, at + data)
            at += data
            if (!zeros.take(at, at + gap)) bytes.fill(0, at, at + gap)
            expect(bytes.subarray(at, at + gap).every((byte) => byte === 0)).toBe(true)
            at += gap
          }
          bytes.fill(0x55, at, at + 40)
          zeros.finish()
          const size = at + 40
          marks.reset(size)
          for (const place of writes) {
            if (place >= size) continue
            bytes[place] = 0xff
            marks.add(place, place + 1)
          }
          if (all) marks.merge(-1, -1)
          zeros.clear(bytes, marks)
        }
      }),
      { seed: 8, numRuns: 300 },
    )
  })
})

describe('known keys', () => {
  it('are one object an address, also where two share a place of the cache', () => {
    const table = new KeyTable()
    const bytes = new Uint8Array(3 + 4 * 32)
    // Two keys with the words that choose the place in common, and the key of zeros in an empty place.
    bytes.fill(7, 3, 67)
    bytes[3 + 10] = 1
    bytes[35 + 10] = 2
    bytes.set(ProgramId.computeBudget, 99)
    const view = new DataView(bytes.buffer)
    const [first, second, zero, budget] = [3, 35, 67, 99].map((at) => table.at(view, at))
    for (const [key, at] of [
      [first, 3],
      [second, 35],
      [zero, 67],
      [budget, 99],
    ] as const) {
      expect(key!.bytes).toEqual(bytes.slice(at, at + 32))
      expect(table.at(view, at)).toBe(key)
      expect(table.of(bytes.subarray(at, at + 32))).toBe(key)
    }
    expect(new Set([first, second, zero, budget]).size).toBe(4)
    // Copies: what the host does with its bytes afterwards is nothing to them.
    bytes.fill(9)
    expect(zero!.bytes).toEqual(ProgramId.system)
  })

  it('know what they are', () => {
    const table = new KeyTable()
    const traits = (id: Uint8Array, trait: number) => table.of(id).is(trait)
    expect(traits(ProgramId.system, Trait.cheap | Trait.fixed)).toBe(true)
    expect(traits(ProgramId.token, Trait.reserved | Trait.fixed | Trait.cheap)).toBe(false)
    expect(traits(SysvarId.instructions, Trait.instructions)).toBe(true)
    expect(traits(SysvarId.clock, Trait.instructions)).toBe(false)
    expect(traits(ProgramId.secp256r1, Trait.signatures)).toBe(true)
    expect(traits(ProgramId.secp256r1, Trait.cheap)).toBe(false)
    expect(traits(ProgramId.upgradeableLoader, Trait.upgradeableLoader)).toBe(true)
  })
})
