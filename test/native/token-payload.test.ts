/** Bytes of the operation `token`: one encoding, nothing missing, nothing left over; the table of docs/native.md. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidTransactionError } from '../../src/errors.ts'
import { MAX_U64, MAX_U256 } from '../../src/primitives/u256.ts'
import type { TokenInstruction } from '../../src/vms/native/index.ts'
import {
  decodeNativePayload,
  encodeNativePayload,
  TOKEN_GAS,
  TOKEN_INSTRUCTIONS,
} from '../../src/vms/native/index.ts'

const SEED = 20_261_121
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const integer = (max: bigint) => fc.bigInt({ min: 0n, max })
const text = (max: number) =>
  fc.string({ unit: 'grapheme', maxLength: max }).filter((value) => Buffer.byteLength(value) <= max)

const FIELDS = {
  id: bytes(32),
  optionalId: fc.option(bytes(32), { nil: undefined }),
  u8: fc.integer({ min: 0, max: 0xff }),
  u16: fc.integer({ min: 0, max: 0xffff }),
  u32: fc.integer({ min: 0, max: 0xffffffff }),
  u64: integer(MAX_U64),
  u256: integer(MAX_U256),
  flag: fc.boolean(),
  name: text(64),
  symbol: text(32),
  uri: text(200),
  recipient: fc.uint8Array({ minLength: 1, maxLength: 64 }),
} as const

const instructions = fc.oneof(
  ...Object.entries(TOKEN_INSTRUCTIONS).map(([kind, { fields }]) => {
    const entries = Object.entries(fields as Record<string, keyof typeof FIELDS>)
    const shape = Object.fromEntries(entries.map(([field, type]) => [field, FIELDS[type]]))
    return fc.record({ kind: fc.constant(kind), ...shape })
  }),
) as unknown as fc.Arbitrary<TokenInstruction>

const encode = (instruction: TokenInstruction) =>
  encodeNativePayload({ operation: 'token', instruction })

const check = (property: fc.IProperty<[TokenInstruction]>) =>
  fc.assert(property, { seed: SEED, numRuns: 600 })

function refused(payload: Uint8Array): void {
  expect(() => decodeNativePayload(payload)).toThrow(InvalidTransactionError)
}

describe('token payloads', () => {
  it('decode to what was encoded', () => {
    check(
      fc.property(instructions, (instruction) => {
        const payload = encode(instruction)
        expect(payload[0]).toBe(0x0a)
        expect(payload[1]).toBe(TOKEN_INSTRUCTIONS[instruction.kind].number)
        expect(decodeNativePayload(payload)).toEqual({ operation: 'token', instruction })
      }),
    )
  })

  it('refuse every shorter and longer form', () => {
    check(
      fc.property(instructions, (instruction) => {
        const payload = encode(instruction)
        refused(payload.slice(0, -1))
        refused(Uint8Array.of(...payload, 0))
      }),
    )
    for (let length = 1; length < 45; length++) refused(new Uint8Array(length).fill(0x0a))
  })

  it('have no second encoding: any bytes that parse are those that encode', () => {
    const random = fc.tuple(fc.integer({ min: 0, max: 0x20 }), fc.uint8Array({ maxLength: 150 }))
    fc.assert(
      fc.property(random, ([number, rest]) => {
        const payload = Uint8Array.of(0x0a, number, ...rest)
        try {
          expect(encodeNativePayload(decodeNativePayload(payload))).toEqual(payload)
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidTransactionError)
        }
      }),
      { seed: SEED, numRuns: 3_000 },
    )
  })

  it('refuse flags above 1, empty recipients, long texts, broken UTF-8 and unknown numbers', () => {
    const bridge = encode({
      kind: 'authoriseBridge',
      mint: new Uint8Array(32),
      bridge: new Uint8Array(32),
      allowed: true,
    })
    bridge[bridge.length - 1] = 2
    refused(bridge)
    const token = new Uint8Array(32)
    const far = encode({
      kind: 'crossVmTransfer',
      token,
      amount: 1n,
      destination: 1,
      recipient: Uint8Array.of(1),
    })
    refused(Uint8Array.of(...far.slice(0, -2), 0))
    refused(Uint8Array.of(...far.slice(0, -2), 65, ...new Uint8Array(65)))
    const named = encode({ kind: 'setMetadata', mint: token, name: 'é', symbol: 'b', uri: '' })
    const broken = named.slice()
    broken[36] = 0x28
    refused(broken)
    refused(Uint8Array.of(0x0a, 0x16))
    refused(Uint8Array.of(0x0a, 0xff))
  })

  it('cannot be made of values out of range', () => {
    const mint = new Uint8Array(32)
    const bad: TokenInstruction[] = [
      { kind: 'burn', mint, amount: MAX_U64 + 1n },
      { kind: 'burn', mint, amount: -1n },
      { kind: 'burn', mint: new Uint8Array(31), amount: 1n },
      { kind: 'approve', mint, spender: mint, amount: MAX_U256 + 1n },
      { kind: 'setMetadata', mint, name: 'x'.repeat(65), symbol: '', uri: '' },
      { kind: 'setBreaker', mint, window: 1.5, holderShare: 1, mintShare: 2, pauseShare: 2 },
      {
        kind: 'crossVmTransfer',
        token: mint,
        amount: 1n,
        destination: 1,
        recipient: new Uint8Array(0),
      },
    ]
    for (const instruction of bad)
      expect(() => encode(instruction)).toThrow(InvalidTransactionError)
  })
})

describe('docs/native.md', () => {
  const page = readFileSync(new URL('../../docs/native.md', import.meta.url), 'utf8')

  it('has every token operation with number, fields and price', () => {
    for (const [kind, { number, fields }] of Object.entries(TOKEN_INSTRUCTIONS)) {
      const hex = number.toString(16).toUpperCase().padStart(2, '0')
      const row = page.split('\n').find((line) => line.startsWith(`| 0x${hex} | ${kind} |`))
      const names = row
        ?.split('|')[3]
        ?.split(',')
        .map((field) => field.trim().split(' ')[0])
      expect(names).toEqual(Object.keys(fields))
      const gas = TOKEN_GAS[kind as keyof typeof TOKEN_GAS].toLocaleString('en')
      expect(row).toMatch(new RegExp(`\\| ${gas} \\|$`))
    }
    expect(page).toContain(`costs ${TOKEN_GAS.breaker.toLocaleString('en')}`)
  })
})
