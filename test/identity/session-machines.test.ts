/** S16, S17 before each of the five machines: a session's cap and mask hold in all of them, and so does the MAC. */
import { describe, expect, it } from 'vitest'
import { decodeSession, opcodeMask, sessionMac } from '../../src/index.ts'
import { CellType } from '../../src/state/keys.ts'
import { statuses } from '../support/host.ts'
import { gas, paymentsOf } from '../support/payments.ts'
import { COIN, crypto, ed25519Signer } from '../support/test-chain.ts'
import { type OpenSession, SessionHost } from './session-host.ts'

const alice = ed25519Signer(1)
const mallory = ed25519Signer(66)

function newHost(): SessionHost {
  const host = new SessionHost({
    accounts: [{ id: alice.id, balance: 10n * COIN }],
    number: 0n,
    timestamp: 1_760_000_000n,
  })
  expect(statuses(host.run(host.create(alice)))).toEqual(['success'])
  return host
}

const spentBy = (host: SessionHost, { id }: OpenSession) =>
  decodeSession(host.state.cell(CellType.session, [id])!).spent

describe.each(paymentsOf(mallory.id))('%s', (_machine, payload) => {
  const opcodes = opcodeMask([payload[0]!])
  const others = opcodeMask(
    [0x01, 0x12, 0x21, 0x30, 0x42].filter((opcode) => opcode !== payload[0]),
  )
  const one = (host: SessionHost, session: OpenSession) =>
    statuses(host.block([host.attested(session, payload, gas)]).receipts)[0]

  it('S16: what leaves counts, up to the cap and not a unit over it', () => {
    const host = newHost()
    const session = host.open(alice, 7, { opcodes, cap: 2n * COIN - 1n })
    expect(one(host, session)).toBe('success')
    expect(spentBy(host, session)).toBe(COIN)
    const before = host.balance(alice.id)
    expect(before).toBe(9n * COIN)
    expect(one(host, session)).toBe('SpendingCapTooLow')
    expect(host.balance(alice.id)).toBe(before)
    expect(one(host, host.open(alice, 8, { opcodes, cap: COIN }))).toBe('success')
  })

  it('S16: a mask without the opcode lets nothing through', () => {
    const host = newHost()
    expect(one(host, host.open(alice, 7, { opcodes: others }))).toBe('SessionRefused')
    expect(host.balance(alice.id)).toBe(10n * COIN)
  })

  it('S17: a MAC by what everybody knows discards the block', () => {
    const host = newHost()
    const session = host.open(alice, 7, { opcodes })
    const forged = sessionMac(crypto, alice.publicKey, session.id)
    const before = host.state
    expect(() => host.block([host.attested(session, payload, gas, forged)])).toThrow(
      'WrongAttestation',
    )
    expect(host.state).toBe(before)
    expect(one(host, session)).toBe('success')
  })
})
