/** Poseidon over BN254 beside poseidon-lite, for every width that Solana and ZK-ACE use. */
import fc from 'fast-check'
import * as lite from 'poseidon-lite'
import { describe, expect, it } from 'vitest'
import { POSEIDON_INPUTS_MAX, poseidonBn254 } from '../../src/crypto/poseidon.ts'
import { bigIntToBytes, bytesToBigInt } from '../../src/primitives/bytes.ts'

const ORDER = 21888242871839275222246405745257275088548364400416034343698204186575808495617n
const peers = lite as unknown as Record<string, (inputs: readonly bigint[]) => bigint>

const ours = (inputs: readonly bigint[]) => {
  const hash = poseidonBn254(inputs.map((input) => bigIntToBytes(input, 32)))
  return hash === undefined ? undefined : bytesToBigInt(hash)
}
const theirs = (inputs: readonly bigint[]) => peers[`poseidon${inputs.length}`]!(inputs)
const element = fc.oneof(
  fc.bigInt({ min: 0n, max: ORDER - 1n }),
  fc.constantFrom(0n, 1n, ORDER - 1n, 1n << 128n),
)

describe('Poseidon', () => {
  it.each(Array.from({ length: POSEIDON_INPUTS_MAX }, (_, i) => i + 1))('of %i inputs', (count) => {
    fc.assert(
      fc.property(fc.array(element, { minLength: count, maxLength: count }), (inputs) => {
        expect(ours(inputs)).toBe(theirs(inputs))
      }),
      { seed: 20_260_630 + count, numRuns: 12 },
    )
  })

  it("is circomlib's: its own published value", () => {
    expect(ours([1n, 2n])).toBe(
      7853200120776062878684798364095072458815029376092732009249414926327459813530n,
    )
  })

  it('reduces nothing: what is no element of the field, no inputs and too many are refused', () => {
    for (const wrong of [ORDER, ORDER + 1n, (1n << 256n) - 1n]) {
      expect(ours([wrong])).toBeUndefined()
      expect(ours([1n, wrong])).toBeUndefined()
    }
    expect(ours([])).toBeUndefined()
    expect(ours(new Array(13).fill(1n))).toBeUndefined()
    expect(poseidonBn254([new Uint8Array(31)])).toBeUndefined()
  })
})
