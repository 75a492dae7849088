/** RLP against @ethereumjs/rlp, and strictness: what is accepted encodes back to the same bytes. */

import { RLP } from '@ethereumjs/rlp'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import {
  decodeRlp,
  encodeRlp,
  encodeRlpList,
  RlpError,
  type RlpItem,
  RlpReader,
} from '../../src/primitives/rlp.ts'

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 3 }),
  fc.uint8Array({ minLength: 53, maxLength: 58 }),
  fc.uint8Array({ minLength: 250, maxLength: 260 }),
)
const { item } = fc.letrec<{ item: RlpItem }>((tie) => ({
  item: fc.oneof({ maxDepth: 5 }, bytes, fc.array(tie('item'), { maxLength: 6 })),
}))

/** Canonical or refused: the two outcomes that a strict decoder has. */
function expectCanonicalOrRefused(input: Uint8Array): boolean {
  try {
    expect(bytesToHex(encodeRlp(decodeRlp(input)))).toBe(bytesToHex(input))
    return true
  } catch (error) {
    if (!(error instanceof RlpError)) throw error
    return false
  }
}

describe('RLP', () => {
  it('encodes as @ethereumjs/rlp does, and decodes what it encoded', () => {
    fc.assert(
      fc.property(item, (value) => {
        const encoded = encodeRlp(value)
        expect(bytesToHex(encoded)).toBe(bytesToHex(RLP.encode(value as Uint8Array[])))
        expect(decodeRlp(encoded)).toEqual(value)
      }),
      { seed: 1, numRuns: 2_000 },
    )
  })

  it('accepts mutated bytes only if they are canonical', () => {
    let accepted = 0
    fc.assert(
      fc.property(item, fc.nat(), fc.nat(255), fc.nat(2), (value, at, byte, how) => {
        const encoded = encodeRlp(value)
        const index = at % encoded.length
        if (how === 0) encoded[index] = byte
        const mutated = how === 1 ? encoded.subarray(0, index) : encoded
        if (expectCanonicalOrRefused(mutated)) accepted++
      }),
      { seed: 2, numRuns: 4_000 },
    )
    expect(accepted).toBeGreaterThan(100)
  })

  it('accepts random bytes only if they are canonical', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (input) => {
        expectCanonicalOrRefused(input)
      }),
      { seed: 3, numRuns: 4_000 },
    )
  })

  it.each([
    ['', 'nothing'],
    ['8100', 'a byte below 0x80 with a prefix'],
    ['817f', 'a byte below 0x80 with a prefix'],
    ['b80100', 'a long prefix for a short string'],
    [`b837${'00'.repeat(55)}`, 'a long prefix for 55 bytes'],
    [`b90038${'00'.repeat(56)}`, 'a leading zero in a length'],
    ['c180ff', 'a byte behind the item'],
    ['c281', 'a string cut off'],
    ['c281ff80', 'an item that reaches past its list'],
    ['f800', 'a long prefix for an empty list'],
    ['bfffffffffffffffff', 'a length of 2^64 - 1'],
    ['ffffffffffffffffff', 'a list length of 2^64 - 1'],
    ['b9', 'a length cut off'],
  ])('refuses %s: %s', (hex) => {
    expect(() => decodeRlp(hexToBytes(hex))).toThrow(RlpError)
  })

  it('refuses lists nested deeper than its bound', () => {
    let nested: RlpItem = []
    for (let i = 0; i < 31; i++) nested = [nested]
    expect(decodeRlp(encodeRlp(nested))).toEqual(nested)
    expect(() => decodeRlp(encodeRlp([nested]))).toThrow(/at most 32 nested lists/)
    expect(() => decodeRlp(new Uint8Array(100_000).fill(0xc1))).toThrow(RlpError)
  })

  it('wraps encoded items, leaving room in front', () => {
    const parts = [encodeRlp(hexToBytes('01')), encodeRlp(new Uint8Array(60))]
    const list = encodeRlp([hexToBytes('01'), new Uint8Array(60)])
    expect(encodeRlpList(parts)).toEqual(list)
    expect(encodeRlpList(parts, 1).subarray(1)).toEqual(list)
  })
})

describe('RlpReader', () => {
  it('reads integers without leading zeros, within their width', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }), fc.nat(255), (value, shift) => {
        const small = value >> BigInt(shift)
        const encoded = RLP.encode(small)
        expect(new RlpReader(encoded).readUint(32)).toBe(small)
        const width = Math.ceil(small.toString(16).length / 2)
        if (width > 1) expect(() => new RlpReader(encoded).readUint(width - 1)).toThrow(RlpError)
      }),
      { seed: 4, numRuns: 500 },
    )
    for (const hex of ['00', '8100', '820001', 'c0', '']) {
      expect(() => new RlpReader(hexToBytes(hex)).readUint(32)).toThrow(RlpError)
    }
  })

  it('does not read an item of the outer list as one of the inner', () => {
    const reader = new RlpReader(encodeRlp([[], Uint8Array.of(5)]))
    const outer = reader.enterList()
    const inner = reader.enterList()
    expect(() => reader.readUint(1)).toThrow(/got the end/)
    reader.leaveList(inner)
    expect(() => reader.leaveList(outer)).toThrow(/got a further item/)
    expect(reader.readUint(1)).toBe(5n)
    reader.leaveList(outer)
    reader.expectEnd()
  })
})
