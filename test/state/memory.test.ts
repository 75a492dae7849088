/** The store's own parts: colliding keys stay cheap and right, records come in order of key. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { bytesToHex, compareBytes } from '../../src/primitives/bytes.ts'
import { decodeAccount, decodeAlias, encodeAccount, encodeAlias } from '../../src/state/codec.ts'
import { CellStore } from '../../src/state/memory/cell-store.ts'
import { HashIndex, type IndexOwner } from '../../src/state/memory/hash-index.ts'
import { sortedByKey } from '../../src/state/memory/key-order.ts'
import { State } from '../../src/state/state.ts'
import { chain, diffArbitrary, modelOf } from './state-model.ts'

/** Keys are numbers; record n has key n. */
class Numbers implements IndexOwner {
  wanted = 0
  asked = 0
  matches(id: number): boolean {
    this.asked++
    return id === this.wanted
  }
  lookupKey(): string {
    return String(this.wanted)
  }
  keyOf(id: number): string {
    return String(id)
  }
}

describe('HashIndex', () => {
  it('bounds the probe for keys that were made to collide', () => {
    const index = new HashIndex()
    const owner = new Numbers()
    for (let id = 1; id <= 5000; id++) index.add(7, id, owner)
    expect(index.collisions).toBeGreaterThan(4900)
    owner.asked = 0
    for (owner.wanted = 1; owner.wanted <= 5000; owner.wanted++) {
      expect(index.find(7, owner)).toBe(owner.wanted)
    }
    expect(owner.asked).toBeLessThanOrEqual(5000 * 32)
    expect(index.find(7, owner)).toBe(0)
    expect(index.find(8, owner)).toBe(0)
  })

  it('finds everything again as it grows', () => {
    const index = new HashIndex()
    const owner = new Numbers()
    for (let id = 1; id <= 3000; id++) index.add(Math.imul(id, 0x9e3779b1), id, owner)
    for (owner.wanted = 1; owner.wanted <= 3000; owner.wanted++) {
      expect(index.find(Math.imul(owner.wanted, 0x9e3779b1), owner)).toBe(owner.wanted)
    }
    expect(index.collisions).toBe(0)
  })
})

describe('sortedByKey', () => {
  it('orders by type, then by bytes, a prefix first', () => {
    const key = fc.oneof(
      fc.uint8Array({ maxLength: 3, max: 1 }),
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(40).map((n) => new Uint8Array(n)),
    )
    const keys = fc.uniqueArray(fc.record({ type: fc.constantFrom(1, 2, 200), key }), {
      minLength: 100,
      maxLength: 400,
      size: 'max',
      selector: ({ type, key }) => type + bytesToHex(key),
    })
    fc.assert(
      fc.property(keys, (cells) => {
        const store = new CellStore(false)
        const ids = cells.map(({ type, key }) => {
          store.reserveKey(key.length).set(key)
          store.setKey(type, key.length)
          expect(store.find()).toBe(0)
          return store.create(4)
        })
        const expected = [...cells].sort((a, b) => a.type - b.type || compareBytes(a.key, b.key))
        const sorted = [...sortedByKey(store, ids)]
        expect(sorted.map((id) => [store.typeOf(id), bytesToHex(store.keyBytes(id))])).toEqual(
          expected.map(({ type, key }) => [type, bytesToHex(key)]),
        )
      }),
      { seed: 51, numRuns: 20 },
    )
  })
})

describe('codec', () => {
  it('gives back accounts and refuses every other encoding of them', () => {
    const word = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n })
    const u64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })
    const account = fc.record({
      balance: fc.oneof(word, u64, fc.constant(0n)),
      nonce: fc.oneof(u64, fc.constant(0n)),
      epoch: fc.oneof(u64, fc.constant(0n)),
      flags: fc.constant(1),
      origin: fc.option(
        fc.record({
          namespace: fc.integer({ min: 1, max: 255 }),
          address: fc.uint8Array({ maxLength: 255 }),
        }),
        { nil: undefined },
      ),
    })
    fc.assert(
      fc.property(account, fc.uint8Array({ maxLength: 60 }), (value, noise) => {
        const bytes = encodeAccount(value)
        expect(decodeAccount(bytes)).toEqual(value)
        expect(() => decodeAccount(bytes.slice(0, -1))).toThrow('MalformedExport')
        expect(() => decodeAccount(Uint8Array.of(...bytes, 0))).toThrow('MalformedExport')
        let decoded: ReturnType<typeof decodeAccount> | undefined
        try {
          decoded = decodeAccount(noise)
        } catch (error) {
          expect(String(error)).toContain('MalformedExport')
        }
        if (decoded !== undefined) expect(encodeAccount(decoded)).toEqual(noise)
      }),
      { seed: 52, numRuns: 2000 },
    )
  })

  it('keeps a plain account within one SHA-256 block', () => {
    const origin = { namespace: 1, address: new Uint8Array(20) }
    const value = { balance: 10n ** 27n, nonce: 10n ** 6n, epoch: 0n, flags: 0, origin }
    expect(5 + encodeAccount(value).length).toBeLessThanOrEqual(55)
  })

  it('gives back aliases and refuses unknown flags', () => {
    const alias = { id: new Uint8Array(32).fill(3), canonical: true, revoked: true }
    expect(decodeAlias(encodeAlias(alias))).toEqual(alias)
    expect(() => decodeAlias(new Uint8Array(33).fill(4))).toThrow('MalformedExport')
  })
})

describe('memory', () => {
  it('may be shared between threads without changing anything', () => {
    fc.assert(
      fc.property(fc.array(diffArbitrary, { maxLength: 4 }), (diffs) => {
        let plain = State.build({ chain, crypto: nobleCrypto })
        let shared = State.build({ chain, crypto: nobleCrypto, shared: true })
        for (const diff of diffs) {
          plain = plain.apply(diff)
          shared = shared.apply(diff)
        }
        expect(bytesToHex(shared.root)).toBe(bytesToHex(plain.root))
        expect(new Map(modelOf(shared))).toEqual(new Map(modelOf(plain)))
      }),
      { seed: 53, numRuns: 10 },
    )
  })
})
