import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeSeveral, readSeveral } from '../../src/crypto/credential.ts'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import type { Envelope } from '../../src/envelope.ts'
import {
  attachCredential,
  decodeEnvelope,
  encodeEnvelope,
  envelopeHash,
  envelopeHashOf,
  envelopeSigningDigest,
  signingDigestOf,
} from '../../src/envelope.ts'
import { InvalidTransactionError } from '../../src/errors.ts'
import { bytesToHex, concatBytes, equalBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import { MAX_U64, MAX_U256 } from '../../src/primitives/u256.ts'

function fail(message: string): never {
  throw new RangeError(message)
}

const limits = { transactionBytes: 131_072, payloadBytes: 65_536 }
const SEED = 20_260_101

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const u64 = fc.bigInt({ min: 0n, max: MAX_U64 })
const u256 = fc.bigInt({ min: 0n, max: MAX_U256 })

const keyed = (algorithm: number, keyLength: number, signatureLength: number) =>
  fc.record({
    algorithm: fc.constant(algorithm),
    publicKey: bytes(keyLength),
    signature: bytes(signatureLength),
  })

const several = fc
  .uniqueArray(fc.oneof(keyed(0, 32, 64), keyed(1, 33, 64)), {
    minLength: 2,
    maxLength: 8,
    selector: ({ algorithm, publicKey }) => `${algorithm} ${publicKey}`,
  })
  .map((list) => encodeSeveral(list, fail))

const credentials: fc.Arbitrary<Pick<Envelope, 'algorithm' | 'credential'>> = fc.oneof(
  fc.record({ algorithm: fc.constant(0), credential: bytes(96) }),
  fc.record({ algorithm: fc.constant(1), credential: bytes(97) }),
  fc.record({ algorithm: fc.constant(3), credential: bytes(64) }),
  fc.record({
    algorithm: fc.constant(4),
    credential: fc.uint8Array({ minLength: 1, maxLength: 300 }),
  }),
  fc.record({ algorithm: fc.constant(5), credential: several }),
)

const envelopes: fc.Arbitrary<Envelope> = fc
  .record({
    payload: fc.uint8Array({ minLength: 1, maxLength: 300 }),
    sender: bytes(32),
    actingAddress: fc.uint8Array({ maxLength: 64 }),
    nonce: u64,
    gasLimit: u64,
    maxFeePerGas: u256,
    maxPriorityFeePerGas: u256,
    chainId: u64,
    genesisRoot: bytes(32),
    lastValidBlock: u64,
    contextTag: bytes(16),
  })
  .chain((fields) => credentials.map((credential) => ({ ...fields, ...credential })))

const sample: Envelope = {
  payload: Uint8Array.of(1, 2, 3),
  sender: new Uint8Array(32).fill(0x5e),
  actingAddress: Uint8Array.of(9, 8),
  nonce: 7n,
  gasLimit: 21_000n,
  maxFeePerGas: 30n,
  maxPriorityFeePerGas: 2n,
  chainId: 1337n,
  genesisRoot: new Uint8Array(32).fill(0x67),
  lastValidBlock: 99n,
  contextTag: new Uint8Array(16).fill(0xc0),
  algorithm: 0,
  credential: hexToBytes('aa'.repeat(32) + 'bb'.repeat(64)),
}

const hexInt = (value: number, bytes: number) => value.toString(16).padStart(2 * bytes, '0')

function refused(mutant: Uint8Array, codeName = 'MalformedTransaction'): void {
  let caught: unknown
  try {
    decodeEnvelope(mutant, limits)
  } catch (error) {
    caught = error
  }
  expect(caught).toBeInstanceOf(InvalidTransactionError)
  expect((caught as InvalidTransactionError).codeName).toBe(codeName)
}

describe('envelope encoding', () => {
  it('is the byte string of docs/protocol.md', () => {
    const expected = [
      '01', // version
      hexInt(3, 4),
      '010203', // payload
      '5e'.repeat(32), // sender
      '020908', // acting address
      hexInt(7, 8), // nonce
      hexInt(21_000, 8), // gasLimit
      hexInt(30, 32), // maxFeePerGas
      hexInt(2, 32), // maxPriorityFeePerGas
      hexInt(1337, 8), // chain id
      '67'.repeat(32), // genesis root
      hexInt(99, 8), // last valid block
      'c0'.repeat(16), // context tag
      '00', // algorithm
      hexInt(96, 2),
      'aa'.repeat(32) + 'bb'.repeat(64), // credential
    ]
    expect(bytesToHex(encodeEnvelope(sample))).toBe(expected.join(''))
  })

  it('round-trips', () => {
    fc.assert(
      fc.property(envelopes, (envelope) => {
        const { signedPart, ...decoded } = decodeEnvelope(encodeEnvelope(envelope), limits)
        expect(decoded).toEqual(envelope)
        expect(envelopeHashOf(crypto, signedPart)).toEqual(envelopeHash(crypto, envelope))
        expect(signingDigestOf(crypto, signedPart)).toEqual(envelopeSigningDigest(crypto, envelope))
      }),
      { seed: SEED, numRuns: 200 },
    )
  })

  it('refuses every shorter and every longer byte string', () => {
    fc.assert(
      fc.property(envelopes, fc.uint8Array({ minLength: 1, maxLength: 40 }), (envelope, tail) => {
        const wire = encodeEnvelope(envelope)
        for (let length = 0; length < wire.length; length++) refused(wire.subarray(0, length))
        refused(Uint8Array.from([...wire, ...tail]))
      }),
      { seed: SEED, numRuns: 20 },
    )
  })

  it('refuses every other value of every length field', () => {
    const wire = encodeEnvelope(sample)
    const actingAt = 1 + 4 + 3 + 32
    const credentialAt = wire.length - 96 - 2
    for (let other = 0; other < 4_096; other++) {
      const mutant = wire.slice()
      const view = new DataView(mutant.buffer)
      if (other !== 3) {
        view.setUint32(1, other)
        refused(mutant)
        view.setUint32(1, 3)
      }
      if (other !== 96) {
        view.setUint16(credentialAt, other)
        refused(mutant)
        view.setUint16(credentialAt, 96)
      }
      if (other < 256 && other !== 2) {
        mutant[actingAt] = other
        refused(mutant)
      }
    }
  })

  it('never decodes a mutated byte string to anything that encodes differently', () => {
    fc.assert(
      fc.property(envelopes, fc.nat(), fc.integer({ min: 1, max: 255 }), (envelope, at, flip) => {
        const wire = encodeEnvelope(envelope)
        wire[at % wire.length]! ^= flip
        try {
          const decoded = decodeEnvelope(wire, limits)
          expect(equalBytes(encodeEnvelope(decoded), wire)).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidTransactionError)
        }
      }),
      { seed: SEED, numRuns: 2_000 },
    )
  })

  it('refuses unknown versions and algorithms, empty payloads and what is over a limit', () => {
    const wire = encodeEnvelope(sample)
    refused(Uint8Array.of(2, ...wire.subarray(1)))
    const algorithm = wire.slice()
    algorithm[wire.length - 96 - 2 - 1] = 6
    refused(algorithm)
    expect(() => encodeEnvelope({ ...sample, payload: new Uint8Array(0) })).toThrow('payload')
    const tight = { transactionBytes: wire.length, payloadBytes: 3 }
    expect(decodeEnvelope(wire, tight).nonce).toBe(7n)
    expect(() => decodeEnvelope(wire, { ...tight, payloadBytes: 2 })).toThrow('payload')
    expect(() => decodeEnvelope(wire, { ...tight, transactionBytes: 10 })).toThrow('at most 10')
  })

  it('refuses fields out of range when encoding', () => {
    const wrong: Partial<Envelope>[] = [
      { nonce: 1n << 64n },
      { nonce: -1n },
      { maxFeePerGas: 1n << 256n },
      { sender: new Uint8Array(31) },
      { actingAddress: new Uint8Array(65) },
      { contextTag: new Uint8Array(15) },
      { algorithm: 6 },
      { algorithm: 1 },
      { credential: new Uint8Array(95) },
      { credential: new Uint8Array(97) },
      { algorithm: 2, credential: new Uint8Array(1312 + 2419) },
      { algorithm: 3, credential: new Uint8Array(63) },
      { algorithm: 4, credential: new Uint8Array(0) },
      { algorithm: 4, credential: new Uint8Array(2049) },
      { algorithm: 5, credential: Uint8Array.of(0) },
      { algorithm: 5, credential: Uint8Array.of(1, 0, ...new Uint8Array(96)) },
    ]
    for (const fields of wrong) {
      expect(() => encodeEnvelope({ ...sample, ...fields })).toThrow(InvalidTransactionError)
    }
  })
})

describe('several credentials', () => {
  const one = (algorithm: number, fill: number) => ({
    algorithm,
    publicKey: new Uint8Array(32 + algorithm).fill(fill),
    signature: new Uint8Array(64),
  })
  const body = (credential: ReturnType<typeof one>) =>
    concatBytes(Uint8Array.of(credential.algorithm), credential.publicKey, credential.signature)

  it('are sorted by algorithm, then key', () => {
    const bytes = encodeSeveral([one(1, 2), one(0, 9), one(0, 3)], fail)
    const sorted = [one(0, 3), one(0, 9), one(1, 2)]
    expect(bytes).toEqual(concatBytes(Uint8Array.of(3), ...sorted.map(body)))
    expect(readSeveral(bytes, fail)).toEqual(sorted)
  })

  it('have one order, no key twice, no nesting, two to eight of them', () => {
    const wrong = [
      [one(0, 9), one(0, 3)],
      [one(1, 2), one(0, 3)],
      [one(0, 3), one(0, 3)],
      [one(0, 3)],
      Array.from({ length: 9 }, (_, i) => one(0, i)),
    ]
    for (const list of wrong) {
      const bytes = concatBytes(Uint8Array.of(list.length), ...list.map(body))
      expect(() => readSeveral(bytes, fail)).toThrow(RangeError)
    }
    for (const algorithm of [3, 4, 5, 6, 255]) {
      const nested = encodeSeveral([one(0, 3), one(0, 9)], fail)
      nested[1] = algorithm
      expect(() => readSeveral(nested, fail)).toThrow('algorithm')
    }
    expect(() => encodeSeveral([one(0, 3), one(0, 3)], fail)).toThrow('rising')
    expect(() =>
      encodeSeveral(
        Array.from({ length: 258 }, (_, i) => one(0, i & 7)),
        fail,
      ),
    ).toThrow()
  })
})

describe('hash and signed digest', () => {
  it('differ, cover every field but the credential bytes', () => {
    const hash = bytesToHex(envelopeHash(crypto, sample))
    expect(hash).not.toBe(bytesToHex(envelopeSigningDigest(crypto, sample)))
    const other: Partial<Envelope>[] = [
      { payload: Uint8Array.of(1, 2, 4) },
      { sender: new Uint8Array(32) },
      { actingAddress: Uint8Array.of(9) },
      { nonce: 8n },
      { gasLimit: 1n },
      { maxFeePerGas: 31n },
      { maxPriorityFeePerGas: 3n },
      { chainId: 1n },
      { genesisRoot: new Uint8Array(32) },
      { lastValidBlock: 0n },
      { contextTag: new Uint8Array(16) },
      { algorithm: 1 },
    ]
    const digests = other.map((fields) =>
      bytesToHex(envelopeSigningDigest(crypto, { ...sample, ...fields })),
    )
    const hashes = other.map((fields) => bytesToHex(envelopeHash(crypto, { ...sample, ...fields })))
    expect(new Set([...digests, ...hashes, hash]).size).toBe(2 * other.length + 1)
    const resigned = attachCredential(sample, {
      publicKey: new Uint8Array(32).fill(0xaa),
      signature: new Uint8Array(64),
    })
    const { signedPart } = decodeEnvelope(resigned, limits)
    expect(bytesToHex(envelopeHashOf(crypto, signedPart))).toBe(hash)
  })
})
