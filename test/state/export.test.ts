/** Export and import: same root, same bytes; every other stream is refused. */
import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { NVmError } from '../../src/errors.ts'
import { bytesToHex, concatBytes } from '../../src/primitives/bytes.ts'
import { exportState } from '../../src/state/export.ts'
import { importState } from '../../src/state/import.ts'
import { State } from '../../src/state/state.ts'
import { buildState, chain, diffArbitrary, emptyDiff, id16, id32, modelOf } from './state-model.ts'

const bytesOf = (state: State): Uint8Array => concatBytes(...exportState(state))
const options = { crypto: nobleCrypto }

/** Cuts bytes into chunks of a given size. */
function* cut(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

const rich = (): State =>
  buildState().apply({
    ...emptyDiff,
    accounts: [
      { id: id32(1), value: { balance: 5n, nonce: 1n, epoch: 0n, flags: 0, origin: undefined } },
    ],
    records: [{ machine: 1, id: id32(1), value: Uint8Array.of(1, 2, 3) }],
    storage: [
      {
        storageId: id16(1),
        slots: [
          { key: 3n, value: 4n },
          { key: 1n, value: 2n },
        ],
      },
    ],
    aliases: [
      {
        namespace: 1,
        address: new Uint8Array(20),
        value: { id: id32(1), canonical: true, revoked: false },
      },
    ],
    blobs: [{ hash: sha256(Uint8Array.of(9)), bytes: Uint8Array.of(9) }],
  })

describe('export and import', () => {
  it('round-trips root, leaves and bytes, whatever the history and the chunks', () => {
    fc.assert(
      fc.property(
        fc.array(diffArbitrary, { maxLength: 5 }),
        fc.integer({ min: 1, max: 99 }),
        (diffs, size) => {
          let state = buildState()
          for (const diff of diffs) state = state.apply(diff)
          const bytes = bytesOf(state)
          const copy = importState(cut(bytes, size), options)
          expect(bytesToHex(copy.root)).toBe(bytesToHex(state.root))
          expect(new Map(modelOf(copy))).toEqual(new Map(modelOf(state)))
          expect(copy.slotCount(id16(1))).toBe(state.slotCount(id16(1)))
          expect(bytesToHex(bytesOf(copy))).toBe(bytesToHex(bytes))
          expect(copy.apply(emptyDiff).root).toEqual(state.apply(emptyDiff).root)
        },
      ),
      { seed: 21, numRuns: 60 },
    )
  })

  it('keeps chunks bounded', () => {
    const state = buildState().apply({
      ...emptyDiff,
      records: [{ machine: 1, id: id32(1), value: new Uint8Array(300_000).fill(1) }],
    })
    const sizes = [...exportState(state)].map((chunk) => chunk.length)
    expect(sizes.length).toBe(5)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536)
    expect(importState(exportState(state), options).root).toEqual(state.root)
  })

  it('refuses every truncation and every trailing byte', () => {
    const bytes = bytesOf(rich())
    for (let end = 0; end < bytes.length; end++) {
      expect(() => importState([bytes.slice(0, end)], options)).toThrow('MalformedExport')
    }
    expect(() => importState([bytes, Uint8Array.of(0)], options)).toThrow('MalformedExport')
    expect(importState([bytes], options).root).toEqual(rich().root)
  })

  it('refuses every mutated byte with a typed error', () => {
    const bytes = bytesOf(rich())
    for (let at = 0; at < bytes.length; at++) {
      for (const flip of [1, 0x80]) {
        const bad = bytes.slice()
        bad[at]! ^= flip
        expect(() => importState([bad], options)).toThrow(NVmError)
      }
    }
  })

  it('holds the stream to a root that the caller trusts', () => {
    const bytes = bytesOf(rich())
    expect(() => importState([bytes], { ...options, root: new Uint8Array(32) })).toThrow(
      'MalformedExport',
    )
    expect(
      importState([bytes], { ...options, root: rich().root }).blob(sha256(Uint8Array.of(9))),
    ).toEqual(Uint8Array.of(9))
  })

  it('refuses leaves out of order or twice', () => {
    const state = buildState()
    const bytes = bytesOf(state)
    const leaf = bytes.slice(43, bytes.length - 2)
    const twice = concatBytes(bytes.slice(0, 43), leaf, leaf, Uint8Array.of(0, 0))
    expect(() => importState([twice], options)).toThrow('ascending')
  })

  it('exports and imports exactly the blobs that records name, where machines say which', () => {
    const hashOf = (n: number): Uint8Array => sha256(Uint8Array.of(n))
    const blobHashes = (_machine: number, record: Uint8Array) => [record]
    const state = State.build({ chain, crypto: nobleCrypto, blobHashes }).apply({
      ...emptyDiff,
      records: [{ machine: 1, id: id32(1), value: hashOf(1) }],
      blobs: [1, 2].map((n) => ({ hash: hashOf(n), bytes: Uint8Array.of(n) })),
    })
    const copy = importState(exportState(state), { ...options, blobHashes })
    expect(copy.blob(hashOf(1))).toEqual(Uint8Array.of(1))
    expect(copy.blob(hashOf(2))).toBeUndefined()
    const without = State.build({ chain, crypto: nobleCrypto }).apply({
      ...emptyDiff,
      records: [{ machine: 1, id: id32(1), value: hashOf(1) }],
    })
    expect(() => importState(exportState(without), { ...options, blobHashes })).toThrow('blobs')
  })
})
