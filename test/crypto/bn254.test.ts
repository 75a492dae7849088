/** Points that a pairing must refuse without throwing. */
import { expect, test } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'

/** One pair: the given 192 bytes as six words. */
function pairing(...words: readonly bigint[]): boolean | undefined {
  const input = new Uint8Array(192)
  words.forEach((word, i) => {
    for (let byte = 31, rest = word; byte >= 0; byte--, rest >>= 8n) {
      input[32 * i + byte] = Number(rest & 0xffn)
    }
  })
  return nobleCrypto.bn254.pairing(input)
}

test('pairing refuses a G2 point with y = 0 (ethereum/tests ecpairing_inputs)', () => {
  expect(pairing(0n, 0n, 1n, 0n, 0n, 0n)).toBeUndefined()
  expect(pairing(0n, 0n, 0n, 1n, 0n, 0n)).toBeUndefined()
})

test('pairing takes the points at infinity and refuses what is off the curve', () => {
  expect(pairing(0n, 0n, 0n, 0n, 0n, 0n)).toBe(true)
  expect(pairing(1n, 1n, 0n, 0n, 0n, 0n)).toBeUndefined()
  expect(pairing(0n, 0n, 1n, 1n, 1n, 1n)).toBeUndefined()
})
