/** Verification of Groth16 proofs under keys whose secrets are known: exact verdicts, whatever the backend and the batch. */
import { bn254 } from '@noble/curves/bn254.js'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { importSnarkjs, type SnarkjsKey } from '../../scripts/circuits/snarkjs.ts'
import {
  isRightGroth16,
  knownCases,
  knownKey,
  OFF_SUBGROUP,
} from '../../src/crypto/groth16-check.ts'
import { BN254_ORDER, parseVerificationKey } from '../../src/crypto/groth16-key.ts'
import { loadMclGroth16 } from '../../src/crypto/groth16-mcl.ts'
import { importOptional } from '../../src/crypto/optional.ts'
import type { Groth16, Groth16Claim } from '../../src/crypto/types.ts'
import { loadCrypto, nobleCrypto } from '../../src/index.ts'
import { bytesToBigInt } from '../../src/primitives/bytes.ts'
import { toyClaim, toyKey } from '../support/groth16-toy.ts'

const mcl = (await loadMclGroth16())!
const BACKENDS: readonly (readonly [string, Groth16])[] = [
  ['noble', nobleCrypto.groth16],
  ['mcl-wasm', mcl],
]
const key = toyKey()
const snarkjs = await importSnarkjs()
afterAll(async () => (await snarkjs.curves.getCurveFromName('bn128')).terminate())

/** Decimal words of snarkjs: real part first. */
function words(bytes: Uint8Array): string[] {
  const out: string[] = []
  for (let at = 0; at < bytes.length; at += 32)
    out.push(bytesToBigInt(bytes.subarray(at, at + 32)).toString())
  return out
}
const first = (bytes: Uint8Array) => [...words(bytes), '1']
function second(bytes: Uint8Array): string[][] {
  const [x1, x0, y1, y0] = words(bytes) as [string, string, string, string]
  return [
    [x0, x1],
    [y0, y1],
    ['1', '0'],
  ]
}
const snarkjsKey = {
  protocol: 'groth16',
  curve: 'bn128',
  nPublic: 1,
  vk_alpha_1: first(key.bytes.subarray(0, 64)),
  vk_beta_2: second(key.bytes.subarray(64, 192)),
  vk_gamma_2: second(key.bytes.subarray(192, 320)),
  vk_delta_2: second(key.bytes.subarray(320, 448)),
  IC: [first(key.bytes.subarray(448, 512)), first(key.bytes.subarray(512))],
} as SnarkjsKey

function bySnarkjs({ signals, proof }: Groth16Claim): Promise<boolean> {
  return snarkjs.groth16.verify(snarkjsKey, signals.map(String), {
    protocol: 'groth16',
    curve: 'bn128',
    pi_a: first(proof.subarray(0, 64)),
    pi_b: second(proof.subarray(64, 192)),
    pi_c: first(proof.subarray(192)),
  })
}

/** A claim that is right, and what is done to it. */
const mixed = fc.array(
  fc.record({
    signal: fc.bigInt(0n, BN254_ORDER - 1n),
    a: fc.bigInt(1n, BN254_ORDER - 1n),
    b: fc.bigInt(1n, BN254_ORDER - 1n),
    fault: fc.constantFrom('none', 'none', 'signal', 'proof', 'swap'),
  }),
  { minLength: 1, maxLength: 9 },
)

function spoil(claim: Groth16Claim, fault: string): Groth16Claim {
  const proof = new Uint8Array(claim.proof)
  if (fault === 'signal') {
    return { signals: [(claim.signals[0]! + 1n) % BN254_ORDER], proof }
  }
  if (fault === 'proof') proof[255]! ^= 1
  if (fault === 'swap') {
    proof.set(claim.proof.subarray(0, 64), 192)
    proof.set(claim.proof.subarray(192), 0)
  }
  return { signals: claim.signals, proof }
}

describe.each(BACKENDS)('%s', (_name, backend) => {
  test('the known answers are what arithmetic gives', () => {
    expect(knownKey().bytes).toEqual(key.bytes)
    const [right, infinite, , large] = knownCases().map(([claim]) => claim)
    expect(right).toEqual(toyClaim(3n, 1000n, 7n))
    expect(infinite).toEqual(toyClaim(10n, 1000n, 7n))
    expect(large).toEqual(toyClaim(BN254_ORDER - 1n, 12_345n, 678n))
  })

  test('known answers, in a batch and each alone', () => {
    const cases = knownCases()
    const verdicts = cases.map(([, verdict]) => verdict)
    expect(
      backend.verify(
        key,
        cases.map(([claim]) => claim),
      ),
    ).toEqual(verdicts)
    expect(cases.map(([claim]) => backend.verify(key, [claim])[0])).toEqual(verdicts)
    expect(isRightGroth16(backend)).toBe(true)
  })

  test('wrong proofs are found exactly, wherever they are', () => {
    const claims = Array.from({ length: 9 }, (_, i) => toyClaim(BigInt(i), BigInt(i + 1000), 7n))
    for (const bad of [[0], [8], [4], [0, 8], [3, 4], [1, 2, 5, 7], [...claims.keys()]]) {
      const batch = claims.map((claim, i) => (bad.includes(i) ? spoil(claim, 'signal') : claim))
      expect(backend.verify(key, batch)).toEqual(claims.map((_, i) => !bad.includes(i)))
    }
  })

  test('two wrong proofs that cancel out without weights are both refused', () => {
    const [one, two] = [toyClaim(3n, 1000n, 7n), toyClaim(3n, 2000n, 7n)]
    // C of the one is larger by what C of the other lacks.
    const swapped = [
      {
        ...one,
        proof: Uint8Array.from([...one.proof.subarray(0, 192), ...two.proof.subarray(192)]),
      },
      {
        ...two,
        proof: Uint8Array.from([...two.proof.subarray(0, 192), ...one.proof.subarray(192)]),
      },
    ]
    expect(backend.verify(key, swapped)).toEqual([false, false])
    expect(backend.verify(key, [one, two])).toEqual([true, true])
  })

  test('sums that are the point at infinity are sums like others', () => {
    const atInfinity = [10n, 10n, 10n].map((signal, i) => toyClaim(signal, BigInt(50 + i), 3n))
    expect(backend.verify(key, atInfinity)).toEqual([true, true, true])
    expect(backend.verify(key, [atInfinity[0]!, spoil(atInfinity[1]!, 'signal')])).toEqual([
      true,
      false,
    ])
  })

  test('neither the number of signals nor a negative one gets through', () => {
    const right = toyClaim(3n, 1000n, 7n)
    const shapes = [[], [3n, 0n], [3n - BN254_ORDER]].map((signals) => ({ ...right, signals }))
    expect(backend.verify(key, shapes)).toEqual([false, false, false])
  })
})

describe('every backend', () => {
  test('gives the verdicts that arithmetic does, and the same for any batch', () => {
    fc.assert(
      fc.property(mixed, (made) => {
        const claims = made.map(({ signal, a, b, fault }) => spoil(toyClaim(signal, a, b), fault))
        const expected = made.map(({ fault }) => fault === 'none')
        for (const [, backend] of BACKENDS) {
          expect(backend.verify(key, claims)).toEqual(expected)
        }
        expect(claims.map((claim) => mcl.verify(key, [claim])[0])).toEqual(expected)
      }),
      { numRuns: 8, seed: 20_26 },
    )
  })

  test('agrees with snarkjs on everything that is encoded canonically', async () => {
    for (const [claim, verdict] of knownCases()) {
      if (claim.proof.length !== 256 || claim.signals[0]! >= BN254_ORDER) continue
      const isOff = Buffer.from(claim.proof.subarray(64, 192)).equals(OFF_SUBGROUP)
      // snarkjs reduces coordinates and leaves the subgroup to its caller.
      if (isOff || bytesToBigInt(claim.proof.subarray(0, 32)) >= bn254.fields.Fp.ORDER) continue
      expect(await bySnarkjs(claim).catch(() => false)).toBe(verdict)
    }
  })
})

describe('verification keys', () => {
  const changed = (at: number, bytes: Uint8Array) => {
    const all = new Uint8Array(key.bytes)
    all.set(bytes, at)
    return all
  }

  test('are what was parsed, with a hash of their own', () => {
    const again = parseVerificationKey(key.bytes)
    expect(again.hash).toEqual(key.hash)
    expect(again.signals).toBe(1)
    const other = parseVerificationKey(changed(448, key.bytes.subarray(0, 64)))
    expect(other.hash).not.toEqual(key.hash)
  })

  test.each([
    ['cut', key.bytes.subarray(1)],
    ['without input points', key.bytes.subarray(0, 448)],
    ['too long', new Uint8Array(448 + 64 * 66)],
    ['infinite alpha', changed(0, new Uint8Array(64))],
    ['infinite delta', changed(320, new Uint8Array(128))],
    ['infinite input point', changed(512, new Uint8Array(64))],
    ['alpha off the curve', changed(32, key.bytes.subarray(0, 32))],
    ['beta outside the subgroup', changed(64, OFF_SUBGROUP)],
    ['a coordinate over the modulus', changed(512, new Uint8Array(32).fill(0xff))],
  ])('refuse: %s', (_name, bytes) => {
    expect(() => parseVerificationKey(bytes)).toThrowError(/InvalidVerificationKey/)
  })
})

describe('mcl-wasm is one for the process', () => {
  test('a host that initialises it again changes no verdict, one that takes another curve stops them', async () => {
    const module = (await importOptional('mcl-wasm')) as unknown as {
      BN_SNARK1: number
      BLS12_381: number
      init(curve: number): Promise<void>
      verifyOrderG2(on: boolean): void
    }
    const claims = knownCases().map(([claim]) => claim)
    const verdicts = knownCases().map(([, verdict]) => verdict)
    expect(mcl.verify(key, claims)).toEqual(verdicts)
    await module.init(module.BN_SNARK1)
    module.verifyOrderG2(false)
    expect(mcl.verify(key, claims)).toEqual(verdicts)
    await module.init(module.BLS12_381)
    expect(() => mcl.verify(key, claims)).toThrowError(/UnsupportedCrypto/)
    await expect(loadCrypto({ groth16: 'mcl' })).rejects.toMatchObject({
      codeName: 'UnsupportedCrypto',
    })
    expect((await loadCrypto()).name).toContain('groth16:noble')
    await module.init(module.BN_SNARK1)
    expect(mcl.verify(key, claims)).toEqual(verdicts)
  })
})
