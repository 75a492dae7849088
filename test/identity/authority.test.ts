import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Authority } from '../../src/identity/authority.ts'
import {
  compareAddresses,
  compareKeys,
  decodeAuthority,
  encodeAuthority,
} from '../../src/identity/authority.ts'
import { bytesToHex, equalBytes } from '../../src/primitives/bytes.ts'
import { MAX_U64 } from '../../src/primitives/u256.ts'

const SEED = 20_260_104
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const u64 = fc.bigInt({ min: 0n, max: MAX_U64 })

const keys = fc
  .uniqueArray(
    fc.record({
      algorithm: fc.constant(0),
      key: bytes(32),
      role: fc.constant(0),
      serial: u64,
      epoch: u64,
      lastValidBlock: u64,
    }),
    { maxLength: 4, selector: ({ key }) => bytesToHex(key) },
  )
  .map((list) => list.sort(compareKeys))
const bound = fc
  .uniqueArray(fc.record({ namespace: fc.integer({ min: 1, max: 4 }), address: bytes(20) }), {
    selector: ({ namespace }) => namespace,
  })
  .map((list) => list.sort((a, b) => a.namespace - b.namespace))
const earlier = fc
  .uniqueArray(fc.record({ namespace: fc.constantFrom(2, 4), address: bytes(20) }), {
    maxLength: 8,
    selector: ({ address }) => bytesToHex(address),
  })
  .map((list) => list.sort(compareAddresses))
const authorities: fc.Arbitrary<Authority> = fc.oneof(
  fc.record({
    kind: fc.constant('keys' as const),
    registrationNonce: u64,
    threshold: fc.integer({ min: 1, max: 8 }),
    keys,
    bound,
    earlier,
  }),
  fc.record({ kind: fc.constant('redirect' as const), target: bytes(32) }),
)

describe('authority cell', () => {
  it('is the byte string of docs/identity.md', () => {
    const record: Authority = {
      kind: 'keys',
      registrationNonce: 2n,
      threshold: 3,
      keys: [
        {
          algorithm: 0,
          role: 0,
          serial: 2n,
          epoch: 1n,
          lastValidBlock: 255n,
          key: new Uint8Array(32).fill(0xaa),
        },
      ],
      bound: [{ namespace: 1, address: new Uint8Array(20).fill(0xcc) }],
      earlier: [{ namespace: 4, address: new Uint8Array(20).fill(0xdd) }],
    }
    expect(bytesToHex(encodeAuthority(record))).toBe(
      `04000000000000000203010000${'0000000000000002'}${'0000000000000001'}${'00000000000000ff'}0020${'aa'.repeat(32)}010114${'cc'.repeat(20)}010414${'dd'.repeat(20)}`,
    )
    const target = new Uint8Array(32).fill(0x11)
    expect(bytesToHex(encodeAuthority({ kind: 'redirect', target }))).toBe(`02${'11'.repeat(32)}`)
  })

  it('round-trips; other lengths and orders are refused', () => {
    fc.assert(
      fc.property(authorities, (authority) => {
        const wire = encodeAuthority(authority)
        expect(decodeAuthority(wire)).toEqual(authority)
        for (let length = 0; length < wire.length; length++) {
          expect(() => decodeAuthority(wire.subarray(0, length))).toThrow('MalformedExport')
        }
        expect(() => decodeAuthority(Uint8Array.of(...wire, 0))).toThrow('MalformedExport')
        if (authority.kind === 'keys' && authority.keys.length > 1) {
          const reversed = encodeAuthority({ ...authority, keys: [...authority.keys].reverse() })
          expect(() => decodeAuthority(reversed)).toThrow('rising order')
        }
      }),
      { seed: SEED, numRuns: 100 },
    )
  })

  it('refuses the kinds before thresholds and serials, and a threshold that is none', () => {
    const record: Authority = {
      kind: 'keys',
      registrationNonce: 0n,
      threshold: 1,
      keys: [],
      bound: [],
      earlier: [],
    }
    const wire = encodeAuthority(record)
    expect(decodeAuthority(wire)).toEqual(record)
    for (const [at, value] of [
      [0, 1],
      [0, 3],
      [9, 0],
      [9, 9],
    ] as const) {
      const mutant = wire.slice()
      mutant[at] = value
      expect(() => decodeAuthority(mutant)).toThrow('MalformedExport')
    }
  })

  it('has one encoding', () => {
    fc.assert(
      fc.property(
        authorities,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (authority, at, flip) => {
          const wire = encodeAuthority(authority)
          wire[at % wire.length]! ^= flip
          let decoded: Authority
          try {
            decoded = decodeAuthority(wire)
          } catch {
            return
          }
          expect(equalBytes(encodeAuthority(decoded), wire)).toBe(true)
        },
      ),
      { seed: SEED, numRuns: 1_000 },
    )
  })
})
