/** HMAC-SHA256 against RFC 4231 and Node's own, whatever SHA-256 it is made of. */
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalSecretAt, hmacSha256 } from '../../src/crypto/hmac.ts'
import { loadCrypto, nobleCrypto } from '../../src/index.ts'
import { bytesToHex, hexToBytes, utf8 } from '../../src/primitives/bytes.ts'

const fast = await loadCrypto()

/** RFC 4231, section 4: key, data, HMAC-SHA-256 (test case 5 is truncated). */
const RFC4231: readonly (readonly [key: Uint8Array, data: Uint8Array, mac: string])[] = [
  [
    new Uint8Array(20).fill(0x0b),
    utf8('Hi There'),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    utf8('Jefe'),
    utf8('what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    new Uint8Array(20).fill(0xaa),
    new Uint8Array(50).fill(0xdd),
    '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  ],
  [
    hexToBytes('0102030405060708090a0b0c0d0e0f10111213141516171819'),
    new Uint8Array(50).fill(0xcd),
    '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  ],
  [
    new Uint8Array(131).fill(0xaa),
    utf8('Test Using Larger Than Block-Size Key - Hash Key First'),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    new Uint8Array(131).fill(0xaa),
    utf8(
      'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
    ),
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
]

describe.each([
  ['portable', nobleCrypto],
  ['loaded', fast],
])('HMAC-SHA256, %s', (_name, crypto) => {
  it('gives the answers of RFC 4231', () => {
    for (const [key, data, mac] of RFC4231)
      expect(bytesToHex(hmacSha256(crypto, key)(data))).toBe(mac)
  })

  it('answers as Node’s, one key after many messages', () => {
    const bytes = (maxLength: number) => fc.uint8Array({ maxLength })
    fc.assert(
      fc.property(bytes(140), fc.array(bytes(200), { maxLength: 6 }), (key, messages) => {
        const mac = hmacSha256(crypto, key)
        for (const message of messages) {
          const node = createHmac('sha256', key).update(message).digest('hex')
          expect(bytesToHex(mac(message))).toBe(node)
        }
      }),
      { seed: 20_261_121, numRuns: 100 },
    )
  })
})

it('secrets are equal only byte for byte', () => {
  const secret = Uint8Array.of(9, 1, 2, 3)
  expect(equalSecretAt(secret, 1, Uint8Array.of(1, 2, 3))).toBe(true)
  expect(equalSecretAt(secret, 1, Uint8Array.of(1, 2, 4))).toBe(false)
  expect(equalSecretAt(secret, 2, Uint8Array.of(2, 3, 0))).toBe(false)
})
