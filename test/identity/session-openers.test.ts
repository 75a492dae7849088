/**
 * A session has what the keys that opened it have: whoever takes a key's power takes the sessions it opened, or a thief
 * of one key would stay by a session long after the key is gone.
 */
import { describe, expect, it } from 'vitest'
import type { NativePayload, PolicyChange } from '../../src/index.ts'
import { decodeSession } from '../../src/index.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import { CellType } from '../../src/state/keys.ts'
import { statuses } from '../support/host.ts'
import type { Signer } from '../support/test-chain.ts'
import { COIN, ed25519Signer, secp256k1Signer } from '../support/test-chain.ts'
import type { OpenSession } from './session-host.ts'
import { SessionHost, sessionKey } from './session-host.ts'

const alice = ed25519Signer(1)
const stolen = secp256k1Signer(2)
const third = ed25519Signer(3)
const fresh = secp256k1Signer(4)
const mallory = ed25519Signer(66)
const pay = { operation: 'transfer', to: mallory.id, amount: 1n } as const

/** Alice's account with three keys; registration nonce 3. */
function newHost(): SessionHost {
  const host = new SessionHost({ accounts: [{ id: alice.id, balance: 10n * COIN }] })
  expect(statuses(host.run(host.create(alice)))).toEqual(['success'])
  for (const [key, nonce] of [
    [stolen, 1n],
    [third, 2n],
  ] as const) {
    expect(
      by(host, [alice], {
        operation: 'addKey',
        registration: host.registration(key, alice.id, nonce),
      }),
    ).toBe('success')
  }
  return host
}

/** Alice's envelope, signed by one key or several. */
const by = (host: SessionHost, signers: readonly Signer[], payload: NativePayload) =>
  statuses(host.run(host.envelopeBy(alice, signers, payload)))[0]

function openBy(host: SessionHost, signers: readonly Signer[], seed: number): OpenSession {
  const session = host.session(alice, sessionKey(seed))
  const { terms } = session
  expect(by(host, signers, { operation: 'session', change: { kind: 'open', terms } })).toBe(
    'success',
  )
  host.keys.set(bytesToHex(session.id), session.key)
  return session
}

const use = (host: SessionHost, session: OpenSession, number?: bigint) =>
  statuses(
    host.block([host.attested(session, pay)], number === undefined ? {} : { number }).receipts,
  )[0]
const openersOf = (host: SessionHost, { id }: OpenSession) =>
  decodeSession(host.state.cell(CellType.session, [id])!).openers
const policy = (change: PolicyChange) => ({ operation: 'policy', change }) as const
const { algorithm, publicKey: key } = stolen

describe('the sessions of a stolen key end', () => {
  const ends: readonly (readonly [string, (host: SessionHost) => NativePayload])[] = [
    ['with its removal', () => ({ operation: 'removeKey', algorithm, key })],
    [
      'when another takes its place',
      (host) => ({ operation: 'setKey', registration: host.registration(fresh, alice.id, 3n) }),
    ],
    [
      'with an expiry that has passed',
      () => policy({ kind: 'expiry', algorithm, key, lastValidBlock: 1n }),
    ],
    ['with a threshold it does not reach', () => policy({ kind: 'threshold', threshold: 2 })],
  ]
  it.each(ends)('%s', (_name, change) => {
    const host = newHost()
    const thief = openBy(host, [stolen], 7)
    expect(use(host, thief)).toBe('success')
    expect(by(host, [alice], change(host))).toBe('success')
    const before = host.balance(alice.id)
    expect(use(host, thief)).toBe('SessionExpired')
    expect(host.balance(alice.id)).toBe(before)
  })

  it('and do not come back with it: a key that is added again has a new registration', () => {
    const host = newHost()
    const thief = openBy(host, [stolen], 7)
    expect(by(host, [alice], { operation: 'removeKey', algorithm, key })).toBe('success')
    const registration = host.registration(stolen, alice.id, 3n)
    expect(by(host, [alice], { operation: 'addKey', registration })).toBe('success')
    expect(use(host, thief)).toBe('SessionExpired')
    // Its cell is anybody's to remove, and then the key opens one like it.
    const close = { operation: 'session', change: { kind: 'close', session: thief.id } } as const
    expect(by(host, [third], close)).toBe('success')
    expect(use(host, openBy(host, [stolen], 7))).toBe('success')
  })

  it('in the same block, and nothing of the block before is undone', () => {
    const host = newHost()
    const thief = openBy(host, [stolen], 7)
    const { receipts } = host.block([
      host.attested(thief, pay),
      host.envelope(alice, { operation: 'removeKey', algorithm, key }, { nonceAhead: 1n }),
      host.attested(thief, pay, { nonceAhead: 2n }),
    ])
    expect(statuses(receipts)).toEqual(['success', 'success', 'SessionExpired'])
  })

  it('while those of other keys, and of additions, go on', () => {
    const host = newHost()
    const own = openBy(host, [alice], 8)
    expect(by(host, [alice], { operation: 'removeKey', algorithm, key })).toBe('success')
    const registration = host.registration(fresh, alice.id, 3n)
    expect(by(host, [alice], { operation: 'addKey', registration })).toBe('success')
    expect(use(host, own)).toBe('success')
  })
})

it('a key that is lent until a block opens no session that outlives it', () => {
  const host = newHost()
  const lent = policy({ kind: 'expiry', algorithm, key, lastValidBlock: 20n })
  expect(by(host, [alice], lent)).toBe('success')
  const session = openBy(host, [stolen], 7)
  expect(session.terms.lastBlock).toBe(1_000n)
  expect(use(host, session, 20n)).toBe('success')
  expect(use(host, session, 21n)).toBe('SessionExpired')
})

describe('a session that several keys opened', () => {
  it('works while as many of them as the threshold are left', () => {
    const host = newHost()
    expect(by(host, [alice], policy({ kind: 'threshold', threshold: 2 }))).toBe('success')
    const three = openBy(host, [third, alice, stolen], 7)
    const two = openBy(host, [alice, stolen], 8)
    expect(openersOf(host, three)).toEqual([0n, 1n, 2n])
    expect(openersOf(host, two)).toEqual([0n, 1n])
    expect(by(host, [alice, third], { operation: 'removeKey', algorithm, key })).toBe('success')
    expect(use(host, two)).toBe('SessionExpired')
    expect(use(host, three)).toBe('success')
  })
})

it('an account that is created later keeps the sessions its certified key has opened before', () => {
  const host = new SessionHost({ accounts: [{ id: alice.id, balance: 10n * COIN }] })
  const session = host.open(alice, 7)
  expect(openersOf(host, session)).toEqual([0n])
  expect(use(host, session)).toBe('success')
  expect(statuses(host.run(host.create(alice)))).toEqual(['success'])
  expect(use(host, session)).toBe('success')
  const registration = host.registration(stolen, alice.id, 1n)
  expect(by(host, [alice], { operation: 'addKey', registration })).toBe('success')
  const gone = { operation: 'removeKey', algorithm: 0, key: alice.publicKey } as const
  expect(by(host, [stolen], gone)).toBe('success')
  expect(use(host, session)).toBe('SessionExpired')
})
