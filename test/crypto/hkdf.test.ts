/** RFC 5869, appendix A: all cases of SHA-256. */
import { hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hkdfSha256 } from '../../src/crypto/hkdf.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'

const range = (first: number, last: number) =>
  Uint8Array.from({ length: last - first + 1 }, (_, i) => first + i)

describe('HKDF-SHA256', () => {
  it.each([
    [
      'A.1: basic',
      new Uint8Array(22).fill(0x0b),
      range(0x00, 0x0c),
      range(0xf0, 0xf9),
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    ],
    [
      'A.2: longer inputs and outputs',
      range(0x00, 0x4f),
      range(0x60, 0xaf),
      range(0xb0, 0xff),
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c' +
        '59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71' +
        'cc30c58179ec3e87c14c01d5c1f3434f1d87',
    ],
    [
      'A.3: no salt, no info',
      new Uint8Array(22).fill(0x0b),
      new Uint8Array(0),
      new Uint8Array(0),
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    ],
  ])('RFC 5869 %s', (_name, secret, salt, info, expected) => {
    expect(bytesToHex(hkdfSha256(secret, salt, info, expected.length / 2))).toBe(expected)
  })

  it('no salt is an empty one, and 32 zeros', () => {
    const secret = range(1, 16)
    const [none, empty, zeros] = [undefined, new Uint8Array(0), new Uint8Array(32)].map((salt) =>
      hkdfSha256(secret, salt, range(1, 9), 32),
    )
    expect(none).toEqual(empty)
    expect(none).toEqual(zeros)
  })

  it("agrees with Node's", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 80 }),
        fc.uint8Array({ maxLength: 80 }),
        fc.uint8Array({ maxLength: 80 }),
        fc.integer({ min: 1, max: 300 }),
        (secret, salt, info, length) => {
          expect(hkdfSha256(secret, salt, info, length)).toEqual(
            new Uint8Array(hkdfSync('sha256', secret, salt, info, length)),
          )
        },
      ),
      { seed: 20_260_610, numRuns: 100 },
    )
  })

  it('gives at most 255 blocks', () => {
    expect(hkdfSha256(range(1, 3), undefined, range(1, 3), 8_160).length).toBe(8_160)
    expect(() => hkdfSha256(range(1, 3), undefined, range(1, 3), 8_161)).toThrow(RangeError)
  })
})
