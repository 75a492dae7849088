/** Payloads 0x30 to 0x33: one encoding each, every mutated length refused. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidTransactionError } from '../../src/errors.ts'
import { hexToBytes } from '../../src/primitives/bytes.ts'
import { type BvmPayload, decodeBvmPayload, encodeBvmPayload } from '../../src/vms/bvm/payload.ts'

const bytes = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max })

const payloads: fc.Arbitrary<BvmPayload> = fc.oneof(
  fc.record({
    operation: fc.constant('lock' as const),
    amount: fc.bigInt(1n, (1n << 64n) - 1n),
    lock: fc.oneof(
      fc.record({ kind: fc.constant('script' as const), script: bytes(0, 80) }),
      fc.record({ kind: fc.constant('account' as const), id: bytes(32, 32) }),
    ),
  }),
  fc.record({
    operation: fc.constant('evaluate' as const),
    rules: fc.constantFrom('legacy' as const, 'segwit' as const),
    stack: fc.array(bytes(0, 40), { maxLength: 5 }),
    script: bytes(0, 60),
  }),
  fc.record({ operation: fc.constant('materialise' as const), script: bytes(1, 60) }),
)

const refusal = (payload: Uint8Array): string | undefined => {
  try {
    decodeBvmPayload(payload)
    return undefined
  } catch (error) {
    if (error instanceof InvalidTransactionError) return error.codeName
    throw error
  }
}

describe('payload codec', () => {
  it('decoding gives back what was encoded', () => {
    const run = (payload: BvmPayload): void => {
      expect(decodeBvmPayload(encodeBvmPayload(payload))).toEqual(payload)
    }
    fc.assert(fc.property(payloads, run), { numRuns: 300, seed: 30 })
  })

  it('whatever decodes has that one encoding', () => {
    const run = (opcode: number, body: Uint8Array) => {
      const payload = Uint8Array.of(opcode, ...body)
      if (refusal(payload) !== undefined) return
      expect(encodeBvmPayload(decodeBvmPayload(payload))).toEqual(payload)
    }
    const opcode = fc.integer({ min: 0x30, max: 0x33 })
    fc.assert(fc.property(opcode, bytes(0, 60), run), { numRuns: 1_000, seed: 31 })
  })

  it('0x30 has the length its lock says, and no other', () => {
    const run = (payload: BvmPayload, extra: number) => {
      const encoded = encodeBvmPayload(payload)
      expect(refusal(Uint8Array.of(...encoded, extra))).toBe('MalformedPayload')
      for (let length = 1; length < encoded.length; length++)
        expect(refusal(encoded.subarray(0, length))).toBe('MalformedPayload')
    }
    const locks = payloads.filter(({ operation }) => operation === 'lock')
    fc.assert(fc.property(locks, fc.integer({ min: 0, max: 255 }), run), { numRuns: 40, seed: 32 })
  })

  it.each([
    [
      'no amount',
      '300000000000000000010000000000000000000000000000000000000000000000000000000000000000',
    ],
    ['an unknown lock', '3000000000000000010200'],
    ['a script over 10,000 bytes', `300000000000000001002711${'00'.repeat(10_001)}`],
    ['unknown rules', '31020000'],
    ['a stack of 1,001 items', `310003e9${'0000'.repeat(1_001)}`],
    ['an item of 521 bytes', `3100000102 09${'00'.repeat(521)}`.replace(' ', '')],
    ['no script to materialise on', '33'],
    ['a script over 10,000 bytes to materialise on', `33${'00'.repeat(10_001)}`],
  ])('%s is refused', (_name, hex) => {
    expect(refusal(hexToBytes(hex))).toBe('MalformedPayload')
  })

  it.each([0x34, 0x3f])('opcode %i is unknown', (opcode) => {
    expect(refusal(Uint8Array.of(opcode))).toBe('UnknownOpcode')
  })

  it('encoding refuses what decoding would', () => {
    const lock = { kind: 'account', id: new Uint8Array(31) } as const
    expect(() => encodeBvmPayload({ operation: 'lock', amount: 1n, lock })).toThrow(
      InvalidTransactionError,
    )
    const script = { kind: 'script', script: new Uint8Array(0) } as const
    expect(() => encodeBvmPayload({ operation: 'lock', amount: 0n, lock: script })).toThrow(
      InvalidTransactionError,
    )
  })
})
