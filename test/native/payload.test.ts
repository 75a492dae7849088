import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidTransactionError } from '../../src/errors.ts'
import type { KeyRegistration } from '../../src/identity/keys.ts'
import type { PolicyChange } from '../../src/identity/policy.ts'
import { bytesToHex, compareBytes, equalBytes } from '../../src/primitives/bytes.ts'
import { MAX_U64, MAX_U256 } from '../../src/primitives/u256.ts'
import type { NativePayload } from '../../src/vms/native/index.ts'
import { decodeNativePayload, encodeNativePayload } from '../../src/vms/native/index.ts'

const SEED = 20_260_102
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const constant = <const T extends string>(value: T) => fc.constant<T>(value)

const registrations = fc.oneof(
  fc.record({
    algorithm: fc.constant(0),
    role: fc.constant(0),
    key: bytes(32),
    signature: bytes(64),
  }),
  fc.record({
    algorithm: fc.constant(1),
    role: fc.constant(0),
    key: bytes(33),
    signature: bytes(64),
  }),
)
const rising = (list: readonly KeyRegistration[]) =>
  [...list].sort((a, b) => a.algorithm - b.algorithm || compareBytes(a.key, b.key))
const changes: fc.Arbitrary<PolicyChange> = fc.oneof(
  fc.record({ kind: constant('threshold'), threshold: fc.integer({ min: 1, max: 8 }) }),
  fc
    .tuple(registrations, fc.bigInt({ min: 0n, max: MAX_U64 }))
    .map(([{ algorithm, key }, lastValidBlock]) => {
      return { kind: 'expiry', algorithm, key, lastValidBlock } as const
    }),
  fc.record({
    kind: constant('replace'),
    threshold: fc.integer({ min: 1, max: 8 }),
    registrations: fc
      .uniqueArray(registrations, {
        minLength: 1,
        maxLength: 8,
        selector: ({ algorithm, key }) => `${algorithm} ${bytesToHex(key)}`,
      })
      .map(rising),
  }),
)
const namespace = fc.integer({ min: 1, max: 4 })
const address = fc.uint8Array({ minLength: 1, maxLength: 64 })

const payloads: fc.Arbitrary<NativePayload> = fc.oneof(
  fc.record({
    operation: constant('transfer'),
    to: bytes(32),
    amount: fc.bigInt({ min: 0n, max: MAX_U256 }),
  }),
  fc.record({ operation: constant('create'), id: bytes(32), registration: registrations }),
  fc.record({
    operation: fc.constantFrom('setKey', 'addKey', 'rotateKeys'),
    registration: registrations,
  }),
  registrations.map(({ algorithm, key }) => ({ operation: 'removeKey', algorithm, key }) as const),
  fc.record({
    operation: constant('bindAddress'),
    namespace,
    address,
    proof: fc.uint8Array({ minLength: 1, maxLength: 1_024 }),
  }),
  fc.record({ operation: constant('revokeAddress'), namespace, address }),
  fc.record({ operation: constant('link'), id: bytes(32) }),
  fc.record({ operation: constant('policy'), change: changes }),
)

function codeOf(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidTransactionError)
    return (error as InvalidTransactionError).codeName
  }
}

describe('native payloads', () => {
  it('are the byte strings of docs/native.md', () => {
    const transfer = encodeNativePayload({
      operation: 'transfer',
      to: new Uint8Array(32).fill(0xb0),
      amount: 500n,
    })
    expect(bytesToHex(transfer)).toBe(`01${'b0'.repeat(32)}${'00'.repeat(30)}01f4`)
    const registration = {
      algorithm: 0,
      role: 0,
      key: new Uint8Array(32).fill(0xaa),
      signature: new Uint8Array(64).fill(0xbb),
    }
    const tail = `0000${'aa'.repeat(32)}${'bb'.repeat(64)}`
    const id = new Uint8Array(32).fill(1)
    expect(bytesToHex(encodeNativePayload({ operation: 'create', id, registration }))).toBe(
      `02${'01'.repeat(32)}${tail}`,
    )
    for (const [operation, opcode] of [
      ['setKey', '03'],
      ['addKey', '04'],
      ['rotateKeys', '09'],
    ] as const) {
      expect(bytesToHex(encodeNativePayload({ operation, registration }))).toBe(opcode + tail)
    }
    const key = new Uint8Array(33).fill(2)
    expect(bytesToHex(encodeNativePayload({ operation: 'removeKey', algorithm: 1, key }))).toBe(
      `0801${'02'.repeat(33)}`,
    )
    const wallet = { namespace: 1, address: new Uint8Array(20).fill(0xcc) }
    const proof = new Uint8Array(65).fill(0xdd)
    expect(bytesToHex(encodeNativePayload({ operation: 'bindAddress', ...wallet, proof }))).toBe(
      `050114${'cc'.repeat(20)}0041${'dd'.repeat(65)}`,
    )
    expect(bytesToHex(encodeNativePayload({ operation: 'revokeAddress', ...wallet }))).toBe(
      `060114${'cc'.repeat(20)}`,
    )
    expect(bytesToHex(encodeNativePayload({ operation: 'link', id }))).toBe(`07${'01'.repeat(32)}`)
    for (const [change, expected] of [
      [{ kind: 'threshold', threshold: 2 }, '0102'],
      [
        { kind: 'expiry', algorithm: 1, key, lastValidBlock: 256n },
        `0201${'02'.repeat(33)}0000000000000100`,
      ],
      [{ kind: 'replace', threshold: 1, registrations: [registration] }, `030101${tail}`],
    ] as const) {
      expect(bytesToHex(encodeNativePayload({ operation: 'policy', change }))).toBe(`0d${expected}`)
    }
  })

  it('round-trip, and every shorter or longer byte string is refused', () => {
    fc.assert(
      fc.property(payloads, fc.uint8Array({ minLength: 1, maxLength: 9 }), (payload, tail) => {
        const wire = encodeNativePayload(payload)
        expect(decodeNativePayload(wire)).toEqual(payload)
        for (let length = 0; length < wire.length; length++) {
          expect(codeOf(() => decodeNativePayload(wire.subarray(0, length)))).toBe(
            'MalformedPayload',
          )
        }
        expect(codeOf(() => decodeNativePayload(Uint8Array.of(...wire, ...tail)))).toBe(
          'MalformedPayload',
        )
      }),
      { seed: SEED, numRuns: 100 },
    )
  })

  it('give a typed error or the same bytes again for whatever arrives', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 15 }),
        fc.uint8Array({ maxLength: 200 }),
        (opcode, rest) => {
          const wire = Uint8Array.of(opcode, ...rest)
          try {
            expect(equalBytes(encodeNativePayload(decodeNativePayload(wire)), wire)).toBe(true)
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidTransactionError)
          }
        },
      ),
      { seed: SEED, numRuns: 2_000 },
    )
  })

  it('reserved opcodes are unknown', () => {
    for (const opcode of [0x0e, 0x0f]) {
      expect(codeOf(() => decodeNativePayload(Uint8Array.of(opcode)))).toBe('UnknownOpcode')
    }
  })

  it('fields out of range are refused when encoding', () => {
    const id = new Uint8Array(32)
    const wrong: NativePayload[] = [
      { operation: 'transfer', to: id, amount: -1n },
      { operation: 'transfer', to: id, amount: 1n << 256n },
      { operation: 'transfer', to: new Uint8Array(20), amount: 1n },
      { operation: 'removeKey', algorithm: 2, key: id },
      { operation: 'removeKey', algorithm: 3, key: id },
      { operation: 'policy', change: { kind: 'threshold', threshold: 0 } },
      { operation: 'policy', change: { kind: 'threshold', threshold: 9 } },
      { operation: 'policy', change: { kind: 'replace', threshold: 1, registrations: [] } },
      {
        operation: 'policy',
        change: { kind: 'expiry', algorithm: 1, key: id, lastValidBlock: 0n },
      },
      { operation: 'removeKey', algorithm: 1, key: id },
      { operation: 'revokeAddress', namespace: 1, address: new Uint8Array(65) },
    ]
    for (const payload of wrong) {
      expect(codeOf(() => encodeNativePayload(payload))).toBe('MalformedPayload')
    }
  })
})
