/**
 * ML-DSA-44 against Project Wycheproof, the vectors @noble/post-quantum runs itself: all 88 signing tests (keys of seeds,
 * deterministic signatures, contexts), and of the 120 verification tests 69, all 57 that are to be refused among them; the
 * rest are signatures of the signing tests again. The data says what is abbreviated and how each was checked. Ours has the
 * empty context: what needs another one, or a hash instead of the message, is the library's alone.
 */
import { readFileSync } from 'node:fs'
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import { describe, expect, it } from 'vitest'
import { SIGNING_SCHEMES } from '../../src/crypto/signing.ts'
import { nobleCrypto } from '../../src/index.ts'

interface SigningTest {
  readonly tcId: number
  readonly message?: string
  readonly mu?: string
  readonly context?: string
  readonly challenge?: string
  readonly hintsEnd?: string
  readonly hintCounts?: string
  readonly result: 'valid' | 'invalid'
}
interface VerificationTest {
  readonly tcId: number
  readonly comment: string
  readonly result: 'valid' | 'invalid'
  readonly signatureOf?: number
  readonly bytes?: string
  readonly hints?: string
  readonly append?: string
  readonly length?: -1
  readonly keyLength?: -1
  readonly keyAppend?: string
  readonly message?: string
  readonly context?: string
  readonly publicKey?: string
  readonly publicKey64?: string
  readonly signature?: string
  readonly signatureHex?: string
  readonly coefficient?: number
  readonly positive?: boolean
}
interface Vectors {
  readonly signing: {
    readonly numberOfTests: number
    readonly groups: readonly {
      readonly seed: string
      readonly publicKeyStart?: string
      readonly tests: readonly SigningTest[]
    }[]
  }
  readonly verification: {
    readonly numberOfTests: number
    readonly leftOut: readonly { readonly tcIds: readonly number[] }[]
    readonly tests: readonly VerificationTest[]
  }
}
/** A signature of the signing tests with all that verifying it takes. */
interface Signed {
  readonly message: Uint8Array
  readonly context: Uint8Array
  readonly publicKey: Uint8Array
  readonly signature: Uint8Array
}

const url = new URL('./wycheproof-ml-dsa-44.json', import.meta.url)
const { signing, verification }: Vectors = JSON.parse(readFileSync(url, 'utf8'))
const HINTS = 2_336
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
/** Hex in which `hex*n` is n times these bytes. */
const unhex = (text: string) =>
  Uint8Array.from(
    Buffer.from(text.replace(/(\w+)\*(\d+)/g, (_, h, n) => h.repeat(n)).replace(/ /g, ''), 'hex'),
  )
const base64 = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'))

/** Under the context, by the library; beyond 255 bytes of context it throws. */
function libraryVerifies({ message, context, publicKey, signature }: Signed): boolean {
  try {
    return ml_dsa44.verify(signature, message, publicKey, { context })
  } catch {
    return false
  }
}
const oursVerifies = ({ message, publicKey, signature }: Signed) =>
  nobleCrypto.mlDsa44Verify(message, signature, publicKey)

/** Signs what the test says; undefined where the library refuses to. */
function signed(test: SigningTest, seed: Uint8Array): Signed | undefined {
  try {
    const { publicKey, secretKey } = ml_dsa44.keygen(seed)
    const [message, context] = [unhex(test.message ?? test.mu!), unhex(test.context ?? '')]
    const signature =
      test.mu === undefined
        ? ml_dsa44.sign(message, secretKey, { extraEntropy: false, context })
        : ml_dsa44.internal.sign(message, secretKey, { extraEntropy: false, externalMu: true })
    return { message, context, publicKey, signature }
  } catch {
    return undefined
  }
}

/** z at the coefficient: 18 bits each, gamma1 less the value (FIPS 204, algorithm 19). */
function responseAt(signature: Uint8Array, coefficient: number): number {
  let value = 0
  for (let i = 17; i >= 0; i--) {
    const bit = 18 * coefficient + i
    value = value * 2 + ((signature[32 + (bit >> 3)]! >> (bit & 7)) & 1)
  }
  return 131_072 - value
}

const all = new Map<number, Signed>()
for (const { seed, tests } of signing.groups)
  for (const test of tests) {
    const found = signed(test, unhex(seed))
    if (found) all.set(test.tcId, found)
  }

/** What a verification test is about: a signature of the signing tests, changed as the test says, or one of its own. */
function subject(test: VerificationTest): Signed {
  if (test.signatureOf === undefined)
    return {
      message: unhex(test.message!),
      context: unhex(test.context ?? ''),
      publicKey: test.publicKey64
        ? base64(test.publicKey64)
        : test.publicKey
          ? unhex(test.publicKey)
          : all.get(1)!.publicKey,
      signature: test.signatureHex ? unhex(test.signatureHex) : base64(test.signature!),
    }
  const { signature, publicKey, ...rest } = all.get(test.signatureOf)!
  const changed = [...signature]
  for (const change of test.bytes?.split(' ') ?? []) {
    const [offset, byte] = change.split(':')
    changed[Number(offset)] = Number.parseInt(byte!, 16)
  }
  if (test.hints) changed.splice(HINTS, 84, ...unhex(test.hints))
  changed.push(...unhex(test.append ?? ''))
  return {
    ...rest,
    publicKey: Uint8Array.from([
      ...publicKey.subarray(0, publicKey.length + (test.keyLength ?? 0)),
      ...unhex(test.keyAppend ?? ''),
    ]),
    signature: Uint8Array.from(changed.slice(0, changed.length + (test.length ?? 0))),
  }
}

describe('ML-DSA-44, Wycheproof', () => {
  it('makes the keys and the signatures, and verifies them', () => {
    const count = { valid: 0, invalid: 0, mu: 0, context: 0, ends: 0 }
    for (const { seed, publicKeyStart, tests } of signing.groups) {
      const keyOf = () => SIGNING_SCHEMES[2]!.publicKey(unhex(seed))
      if (publicKeyStart) expect(hex(keyOf().subarray(0, 32))).toBe(publicKeyStart)
      else expect(keyOf).toThrow()
      for (const test of tests) {
        const found = all.get(test.tcId)
        count[test.result]++
        expect(found !== undefined, `test ${test.tcId}`).toBe(test.result === 'valid')
        if (!found) continue
        const text = hex(found.signature)
        expect(text.slice(0, 64), `test ${test.tcId}`).toBe(test.challenge)
        if (test.hintsEnd) {
          expect(text.slice(-8), `test ${test.tcId}`).toBe(test.hintCounts)
          const hints = text.slice(2 * HINTS, 2 * (HINTS + found.signature.at(-1)!))
          expect(hints.endsWith(test.hintsEnd), `test ${test.tcId}`).toBe(true)
          count.ends++
        }
        if (test.mu !== undefined) {
          const { signature, message, publicKey } = found
          const options = { externalMu: true }
          expect(ml_dsa44.internal.verify(signature, message, publicKey, options)).toBe(true)
          expect(oursVerifies(found)).toBe(false)
          count.mu++
          continue
        }
        expect(libraryVerifies(found)).toBe(true)
        expect(oursVerifies(found), `test ${test.tcId}`).toBe(found.context.length === 0)
        if (found.context.length > 0) count.context++
      }
    }
    expect(count).toEqual({ valid: 84, invalid: 4, mu: 8, context: 3, ends: 83 })
    expect(count.valid + count.invalid).toBe(signing.numberOfTests)
  }, 30_000)

  it('takes and refuses what the verification tests say', () => {
    const count = { valid: 0, invalid: 0, norm: 0 }
    for (const test of verification.tests) {
      const it = subject(test)
      const valid = test.result === 'valid'
      const name = `test ${test.tcId}: ${test.comment}`
      count[test.result]++
      expect(libraryVerifies(it), name).toBe(valid)
      expect(oursVerifies(it), name).toBe(valid && it.context.length === 0)
      if (test.coefficient === undefined) continue
      const z = responseAt(it.signature, test.coefficient)
      expect(Math.abs(z) >= 130_994 && z > 0 === test.positive, name).toBe(true)
      count.norm++
    }
    expect(count).toEqual({ valid: 12, invalid: 57, norm: 40 })
    const leftOut = verification.leftOut.flatMap(({ tcIds }) => tcIds)
    const ids = [...verification.tests.map(({ tcId }) => tcId), ...leftOut]
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBe(verification.numberOfTests)
  }, 30_000)
})
