/** Session cells, payloads and ZK credentials: one encoding each. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeSession, masks } from '../../src/identity/session.ts'
import { readZkCredential } from '../../src/identity/zk-authority.ts'
import type { Session, SessionTerms } from '../../src/index.ts'
import {
  decodeNativePayload,
  decodeSession,
  encodeNativePayload,
  encodeZkCredential,
  opcodeMask,
  sessionId,
  sessionKeyCommitment,
} from '../../src/index.ts'
import { bytesToHex, compareBytes } from '../../src/primitives/bytes.ts'
import { MAX_U64, MAX_U256 } from '../../src/primitives/u256.ts'
import { crypto } from '../support/test-chain.ts'

const SEED = 20_261_121
const word = fc.uint8Array({ minLength: 32, maxLength: 32 })
const u64 = fc.bigInt({ min: 0n, max: MAX_U64 })
const u256 = fc.bigInt({ min: 0n, max: MAX_U256 })

const terms: fc.Arbitrary<SessionTerms> = fc.record({
  commitment: word,
  mode: fc.constantFrom(0, 1),
  lastBlock: fc.bigInt({ min: 1n, max: MAX_U64 }),
  lastTimestamp: u64,
  cap: u256,
  opcodes: word,
  tokens: fc
    .uniqueArray(fc.record({ mint: word, cap: u64 }), {
      maxLength: 16,
      selector: ({ mint }) => bytesToHex(mint),
    })
    .map((list) => list.sort((a, b) => compareBytes(a.mint, b.mint))),
})
const sessions: fc.Arbitrary<Session> = fc
  .tuple(terms, word, u64, u256, u64, fc.uniqueArray(u64, { minLength: 1, maxLength: 8 }))
  .map(([given, account, epoch, spent, units, openers]) => ({
    ...given,
    account,
    epoch,
    openers: openers.sort((a, b) => (a < b ? -1 : 1)),
    spent,
    tokens: given.tokens.map((token) => ({ ...token, spent: units })),
  }))

describe('session cell', () => {
  it('round-trips; other lengths are refused', () => {
    fc.assert(
      fc.property(sessions, (session) => {
        const wire = encodeSession(session)
        expect(decodeSession(wire)).toEqual(session)
        expect(() => decodeSession(wire.subarray(0, wire.length - 1))).toThrow('MalformedExport')
        expect(() => decodeSession(Uint8Array.of(...wire, 0))).toThrow('MalformedExport')
      }),
      { seed: SEED, numRuns: 100 },
    )
  })

  it('is the byte string of docs/sessions.md', () => {
    const session: Session = {
      commitment: new Uint8Array(32).fill(0xcc),
      mode: 1,
      lastBlock: 5n,
      lastTimestamp: 6n,
      cap: 7n,
      opcodes: opcodeMask([1, 16]),
      tokens: [{ mint: new Uint8Array(32).fill(0xdd), cap: 8n, spent: 9n }],
      account: new Uint8Array(32).fill(0xaa),
      epoch: 3n,
      openers: [1n, 2n],
      spent: 4n,
    }
    const u = (value: number, bytes: number) => value.toString(16).padStart(2 * bytes, '0')
    const head = `${'aa'.repeat(32)}${u(3, 8)}02${u(1, 8)}${u(2, 8)}${u(4, 32)}`
    const body = `${'cc'.repeat(32)}01${u(5, 8)}${u(6, 8)}${u(7, 32)}020001${'00'.repeat(29)}`
    expect(bytesToHex(encodeSession(session))).toBe(
      `${head}${body}01${'dd'.repeat(32)}${u(8, 8)}${u(9, 8)}`,
    )
  })
})

it('terms have one encoding as a payload', () => {
  fc.assert(
    fc.property(terms, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, at, flip) => {
      const payload = { operation: 'session', change: { kind: 'open', terms: given } } as const
      const wire = encodeNativePayload(payload)
      expect(decodeNativePayload(wire)).toEqual(payload)
      const changed = wire.slice()
      changed[2 + (at % (wire.length - 2))]! ^= flip
      let decoded: ReturnType<typeof decodeNativePayload>
      try {
        decoded = decodeNativePayload(changed)
      } catch (error) {
        expect((error as Error).message).toContain('MalformedPayload')
        return
      }
      expect(encodeNativePayload(decoded)).toEqual(changed)
    }),
    { seed: SEED, numRuns: 200 },
  )
})

it('ids and commitments depend on every part', () => {
  const chain = { chainId: 1n, genesisRoot: new Uint8Array(32).fill(1) }
  const session = { account: new Uint8Array(32).fill(2), epoch: 0n, commitment: new Uint8Array(32) }
  const other = new Uint8Array(32).fill(9)
  const ids = [
    sessionId(crypto, chain, session),
    sessionId(crypto, { ...chain, chainId: 2n }, session),
    sessionId(crypto, { ...chain, genesisRoot: other }, session),
    sessionId(crypto, chain, { ...session, account: other }),
    sessionId(crypto, chain, { ...session, epoch: 1n }),
    sessionId(crypto, chain, { ...session, commitment: other }),
    sessionKeyCommitment(crypto, session.account, other),
    sessionKeyCommitment(crypto, other, other),
    sessionKeyCommitment(crypto, other, session.account),
  ]
  expect(new Set(ids.map(bytesToHex)).size).toBe(ids.length)
  expect(() => sessionKeyCommitment(crypto, other, new Uint8Array(16))).toThrow(RangeError)
})

it('a mask has what it was made of', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 255 })), (opcodes) => {
      const mask = opcodeMask(opcodes)
      for (let opcode = 0; opcode < 256; opcode++)
        expect(masks(mask, opcode)).toBe(opcodes.includes(opcode))
    }),
    { seed: SEED, numRuns: 30 },
  )
  expect(() => opcodeMask([256])).toThrow(RangeError)
})

it('a credential of a proof has one encoding, of reduced values', () => {
  const fail = (message: string): never => {
    throw new Error(message)
  }
  const small = word.map((bytes) => Uint8Array.of(0, ...bytes.subarray(1)))
  const credentials = fc
    .tuple(fc.boolean(), small, small, small, fc.uint8Array({ minLength: 256, maxLength: 256 }))
    .map(([isOnce, idCom, target, nullifier, proof]) =>
      isOnce
        ? { mode: 'nullifier' as const, idCom, target, nullifier, proof }
        : { mode: 'nonce' as const, idCom, target, nullifier: new Uint8Array(0), proof },
    )
  fc.assert(
    fc.property(credentials, (credential) => {
      const wire = encodeZkCredential(credential)
      expect(readZkCredential(wire, fail)).toEqual(credential)
      expect(() => readZkCredential(wire.subarray(1), fail)).toThrow()
      const raised = wire.slice()
      raised[1] = 0xff
      expect(() => readZkCredential(raised, fail)).toThrow('below the field')
    }),
    { seed: SEED, numRuns: 60 },
  )
})
