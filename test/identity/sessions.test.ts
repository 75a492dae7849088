/**
 * Sessions: what an HMAC may and may not do for an account. Each test of a rule tries the attack the rule closes
 * (S14, S16, S17).
 */
import { describe, expect, it } from 'vitest'
import type { Transaction } from '../../src/index.ts'
import {
  Algorithm,
  attachCredential,
  createGenesis,
  decodeSession,
  envelopeHash,
  executeBlock,
  NVmError,
  opcodeMask,
  SessionMode,
  sessionMac,
} from '../../src/index.ts'
import { bytesToHex, concatBytes } from '../../src/primitives/bytes.ts'
import { MAX_U256 } from '../../src/primitives/u256.ts'
import { CellType } from '../../src/state/keys.ts'
import { statuses } from '../support/host.ts'
import { COIN, crypto, ed25519Signer, secp256k1Signer } from '../support/test-chain.ts'
import type { OpenSession } from './session-host.ts'
import { SessionHost, sessionKey } from './session-host.ts'

const owner = ed25519Signer(1)
const other = secp256k1Signer(2)
const receiver = ed25519Signer(3)

function newHost(): SessionHost {
  const accounts = [owner, other].map(({ id }) => ({ id, balance: 5n * COIN }))
  return new SessionHost({ accounts })
}

const pay = (amount: bigint) => ({ operation: 'transfer', to: receiver.id, amount }) as const

function sessionOf(host: SessionHost, { id }: OpenSession) {
  const bytes = host.state.cell(CellType.session, [id])
  return bytes === undefined ? undefined : decodeSession(bytes)
}

/** Code of the NVmError that a call throws, or `returned`. */
function thrown(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    if (error instanceof NVmError) return error.codeName
    throw error
  }
  return 'returned'
}

describe('a session', () => {
  it('is opened by a key, authorises by MAC, counts what it spends, and is closed', () => {
    const host = newHost()
    const session = host.open(owner, 7, { cap: 3n * COIN })
    expect(sessionOf(host, session)).toEqual({
      ...session.terms,
      account: owner.id,
      epoch: 0n,
      openers: [0n],
      spent: 0n,
    })
    const fees = { maxFeePerGas: 2n, maxPriorityFeePerGas: 1n }
    const { receipts } = host.block([host.attested(session, pay(COIN), fees)])
    expect(statuses(receipts)).toEqual(['success'])
    expect(receipts[0]!.fee.paid).toBeGreaterThan(0n)
    expect(host.balance(receiver.id)).toBe(COIN)
    expect(sessionOf(host, session)!.spent).toBe(COIN + receipts[0]!.fee.paid)
    const close = { operation: 'session', change: { kind: 'close', session: session.id } } as const
    expect(statuses(host.run(host.envelope(owner, close)))).toEqual(['success'])
    expect(sessionOf(host, session)).toBeUndefined()
  })

  it('asks for its key once a block, and only there', () => {
    const host = newHost()
    const session = host.open(owner, 7)
    const transactions = [0n, 1n, 2n].map((nonceAhead) =>
      host.attested(session, pay(nonceAhead), { nonceAhead }),
    )
    host.block(transactions)
    expect(host.asked).toEqual([bytesToHex(session.id)])
  })

  it('does the work of other machines that its mask has', () => {
    const host = newHost()
    host.run(host.create(owner))
    const session = host.open(owner, 7)
    const to = new Uint8Array(20).fill(0x77)
    const payload = concatBytes(Uint8Array.of(0x12), to, new Uint8Array(31), Uint8Array.of(9))
    const { receipts } = host.block([host.attested(session, payload)])
    expect(statuses(receipts)).toEqual(['success'])
    expect(sessionOf(host, session)!.spent).toBe(9n)
  })
})

describe('HMAC forgeries', () => {
  it('S17: a bad MAC throws, and the state is as it was', () => {
    const host = newHost()
    const session = host.open(owner, 7)
    const before = bytesToHex(host.state.root)
    const forgeries: ((hash: Uint8Array) => Uint8Array)[] = [
      () => new Uint8Array(32),
      // With what everybody knows: the owner's public key, the commitment, the session's id.
      sessionMac(crypto, owner.publicKey, session.id),
      sessionMac(crypto, session.terms.commitment, session.id),
      sessionMac(crypto, session.id, session.id),
      // The right key under another session's id.
      sessionMac(crypto, session.key, new Uint8Array(32)),
      (hash) =>
        sessionMac(crypto, session.key, session.id)(hash).map((b, i) => (i === 31 ? b ^ 1 : b)),
    ]
    for (const forge of forgeries) {
      const transaction = host.attested(session, pay(1n), {}, forge)
      expect(thrown(() => host.block([transaction]))).toBe('WrongAttestation')
      expect(bytesToHex(host.state.root)).toBe(before)
    }
  })

  it('a MAC of one transaction is none of another', () => {
    const host = newHost()
    const session = host.open(owner, 7)
    const unsigned = host.draft({ ...owner, algorithm: Algorithm.session }, pay(1n))
    const mac = sessionMac(crypto, session.key, session.id)(envelopeHash(crypto, unsigned))
    const credential = concatBytes(session.id, mac)
    for (const changed of [
      { ...unsigned, payload: host.draft(owner, pay(2n)).payload },
      { ...unsigned, contextTag: new Uint8Array(16).fill(1) },
      { ...unsigned, gasLimit: unsigned.gasLimit + 1n },
    ]) {
      const transaction: Transaction = {
        kind: 'envelope',
        bytes: attachCredential(changed, credential),
      }
      expect(thrown(() => host.block([transaction]))).toBe('WrongAttestation')
    }
  })

  it('a session of another account authorises nothing', () => {
    const host = newHost()
    const session = host.open(other, 7)
    const theirs = { ...session, owner }
    const { receipts } = host.block([host.attested(theirs, pay(1n))])
    expect(statuses(receipts)).toEqual(['SessionRefused'])
    expect(host.asked).toEqual([])
  })

  it('another account’s key cannot open a session for a keyless account', () => {
    const victim = new Uint8Array(32).fill(0x42)
    const accounts = [
      { id: victim, balance: COIN },
      { id: owner.id, balance: COIN },
    ]
    const host = new SessionHost({ accounts })
    const { terms } = host.session({ id: victim }, sessionKey(1))
    const payload = { operation: 'session', change: { kind: 'open', terms } } as const
    const receipts = host.run(host.envelope(owner, payload, { sender: victim }))
    expect(statuses(receipts)).toEqual(['UnknownSender'])
  })

  it('an envelope of another chain or genesis is rejected before any key is asked for', () => {
    const host = newHost()
    const session = host.open(owner, 7)
    const { receipts } = host.block([
      host.attested(session, pay(1n), { chainId: 1n }),
      host.attested(session, pay(1n), { genesisRoot: new Uint8Array(32) }),
    ])
    expect(statuses(receipts)).toEqual(['WrongChain', 'WrongGenesis'])
    expect(host.asked).toEqual([])
  })

  it('a session of another chain is unknown here, with the same account, key and terms', () => {
    const host = newHost()
    host.open(owner, 7)
    const accounts = [{ id: owner.id, balance: COIN }]
    const elsewhere = createGenesis({ chainId: 1338n, accounts })
    const foreign = { chainId: 1338n, genesisRoot: elsewhere.root }
    expect(foreign.genesisRoot).not.toEqual(host.binding.genesisRoot)
    const session = host.session(owner, sessionKey(7))
    const transaction = host.attested(session, pay(1n), { ...foreign, nonce: 0n })
    const { receipts } = executeBlock(
      elsewhere,
      [transaction],
      {},
      { sessionKeys: host.sessionKeys },
    )
    expect(statuses(receipts)).toEqual(['SessionUnknown'])
    expect(host.asked).toEqual([])
  })

  it('an executed transaction is not executed again', () => {
    const host = newHost()
    const session = host.open(owner, 7)
    const transaction = host.attested(session, pay(1n))
    expect(statuses(host.block([transaction, transaction]).receipts)).toEqual([
      'success',
      'NonceTooLow',
    ])
    expect(statuses(host.block([transaction]).receipts)).toEqual(['NonceTooLow'])
  })
})

describe('S17: the key', () => {
  it('is the host’s to give: without it the block throws, and the state is as it was', () => {
    const host = newHost()
    const session = host.open(owner, 7)
    const before = bytesToHex(host.state.root)
    const transactions = [
      host.envelope(owner, pay(1n)),
      host.attested(session, pay(1n), { nonceAhead: 1n }),
    ]
    expect(thrown(() => host.block(transactions, {}, {}))).toBe('MissingAttestationKey')
    const sessionKeys = { get: () => undefined }
    expect(thrown(() => host.block(transactions, {}, { sessionKeys }))).toBe(
      'MissingAttestationKey',
    )
    expect(bytesToHex(host.state.root)).toBe(before)
    expect(statuses(host.block(transactions).receipts)).toEqual(['success', 'success'])
  })

  it('must be the one the session commits to', () => {
    const host = newHost()
    const session = host.open(owner, 7)
    for (const key of [sessionKey(8), new Uint8Array(31), session.terms.commitment]) {
      const forged = host.attested(session, pay(1n), {}, sessionMac(crypto, key, session.id))
      const sessionKeys = { get: () => key }
      expect(thrown(() => host.block([forged], {}, { sessionKeys }))).toBe('MissingAttestationKey')
    }
  })

  it('is not asked for by a session that is unknown, closed or expired', () => {
    const host = newHost()
    const unknown = host.session(owner, sessionKey(9))
    const closed = host.open(owner, 7)
    const expired = host.open(owner, 8, { lastBlock: 4n })
    const late = host.open(owner, 10, { lastBlock: 0n, lastTimestamp: 100n })
    host.run(
      host.envelope(owner, { operation: 'session', change: { kind: 'close', session: closed.id } }),
    )
    const { receipts } = host.block(
      [unknown, closed, expired, late].map((session) => host.attested(session, pay(1n))),
      { number: 9n, timestamp: 101n },
    )
    expect(statuses(receipts)).toEqual([
      'SessionUnknown',
      'SessionUnknown',
      'SessionExpired',
      'SessionExpired',
    ])
    expect(host.asked).toEqual([])
    const inTime = newHost()
    const session = inTime.open(owner, 8, { lastBlock: 9n, lastTimestamp: 101n })
    const last = inTime.block([inTime.attested(session, pay(1n))], { number: 9n, timestamp: 101n })
    expect(statuses(last.receipts)).toEqual(['success'])
  })

  it('is in no receipt, error, state or export', () => {
    const host = newHost()
    const session = host.open(owner, 0xa7)
    const secret = bytesToHex(session.key)
    const seen: unknown[] = []
    const good = host.block(
      [host.attested(session, pay(1n))],
      {},
      {
        sessionKeys: host.sessionKeys,
        recordChanges: true,
        recordAccess: true,
      },
    )
    seen.push(good.receipts, good.outputs, good.block)
    try {
      host.block([host.attested(session, pay(1n), {}, () => new Uint8Array(32))])
    } catch (error) {
      seen.push((error as NVmError).message, (error as NVmError).context)
    }
    const text = JSON.stringify(seen, (_, value) => {
      if (value instanceof Uint8Array) return bytesToHex(value)
      return typeof value === 'bigint' ? value.toString() : value
    })
    expect(text).toContain(bytesToHex(session.id))
    expect(text).not.toContain(secret)
    expect(bytesToHex(host.state.cell(CellType.session, [session.id])!)).not.toContain(secret)
  })
})

describe('S14: epochs', () => {
  it('a change of all keys voids every session before it', () => {
    const host = newHost()
    host.run(host.create(owner))
    const session = host.open(owner, 7)
    const fresh = ed25519Signer(5)
    const registration = host.registration(fresh, owner.id, 1n, 1n)
    expect(
      statuses(host.run(host.envelope(owner, { operation: 'rotateKeys', registration }))),
    ).toEqual(['success'])
    const { receipts } = host.block([host.attested(session, pay(1n))])
    expect(statuses(receipts)).toEqual(['SessionExpired'])
    expect(host.asked).toEqual([])
  })

  it('anybody removes the cell of a void session, nobody that of one that is not', () => {
    const host = newHost()
    const session = host.open(owner, 7, { lastBlock: 5n })
    const close = { operation: 'session', change: { kind: 'close', session: session.id } } as const
    expect(statuses(host.run(host.envelope(other, close)))).toEqual(['SessionRefused'])
    const receipts = host.execute([host.envelope(other, close)], { number: 6n })
    expect(statuses(receipts)).toEqual(['success'])
    expect(sessionOf(host, session)).toBeUndefined()
    expect(statuses(host.run(host.envelope(owner, close)))).toEqual(['SessionUnknown'])
  })
})

describe('S16: what sessions may not', () => {
  it('manage keys, sessions, bindings, policies or proofs, whatever the mask', () => {
    const host = newHost()
    host.run(host.create(owner))
    const all = opcodeMask(Array.from({ length: 256 }, (_, i) => i))
    const { terms } = host.session(owner, sessionKey(7), { opcodes: all })
    const opening = { operation: 'session', change: { kind: 'open', terms } } as const
    expect(statuses(host.run(host.envelope(owner, opening)))).toEqual(['SessionRefused'])
    const session = host.open(owner, 7)
    const registration = host.registration(ed25519Signer(5), owner.id, 1n)
    const again = host.session(owner, sessionKey(8)).terms
    const payloads = [
      { operation: 'create', id: ed25519Signer(5).id, registration },
      { operation: 'setKey', registration },
      { operation: 'addKey', registration },
      { operation: 'rotateKeys', registration },
      { operation: 'removeKey', algorithm: 0, key: owner.publicKey },
      {
        operation: 'bindAddress',
        namespace: 1,
        address: new Uint8Array(20),
        proof: new Uint8Array(65),
      },
      { operation: 'revokeAddress', namespace: 1, address: new Uint8Array(20) },
      { operation: 'session', change: { kind: 'open', terms: again } },
      { operation: 'session', change: { kind: 'close', session: session.id } },
      { operation: 'proof', change: { kind: 'forget', nullifier: new Uint8Array(32) } },
      { operation: 'policy', change: { kind: 'threshold', threshold: 1 } },
    ] as const
    for (const payload of payloads) {
      const { receipts } = host.block([host.attested(session, payload)])
      expect(statuses(receipts)).toEqual(['SessionRefused'])
    }
    expect(host.asked).toEqual([])
  })

  it('open sessions: a session’s credential opens none', () => {
    const host = newHost()
    const session = host.open(owner, 7)
    const { terms } = host.session(owner, sessionKey(8))
    const opening = { operation: 'session', change: { kind: 'open', terms } } as const
    expect(statuses(host.block([host.attested(session, opening)]).receipts)).toEqual([
      'SessionRefused',
    ])
  })

  it('use an opcode outside their mask', () => {
    const host = newHost()
    const session = host.open(owner, 7, { opcodes: opcodeMask([0x07]) })
    const { receipts } = host.block([
      host.attested(session, pay(1n)),
      host.attested(session, { operation: 'link', id: owner.id }),
    ])
    expect(statuses(receipts)).toEqual(['SessionRefused', 'success'])
  })

  it('spend over their cap: fee and value together, counted in state', () => {
    const host = newHost()
    const session = host.open(owner, 7, { cap: 1_000n })
    const first = host.block([
      host.attested(session, pay(600n)),
      host.attested(session, pay(401n), { nonceAhead: 1n }),
      host.attested(session, pay(400n), { nonceAhead: 1n }),
    ])
    expect(statuses(first.receipts)).toEqual(['success', 'SpendingCapTooLow', 'success'])
    expect(sessionOf(host, session)!.spent).toBe(1_000n)
    expect(statuses(host.block([host.attested(session, pay(1n))]).receipts)).toEqual([
      'SpendingCapTooLow',
    ])
    const priced = host.attested(session, pay(0n), { maxFeePerGas: 1n, maxPriorityFeePerGas: 1n })
    expect(statuses(host.block([priced]).receipts)).toEqual(['SpendingCapTooLow'])
  })

  it('a fee counts also when the machine fails', () => {
    const host = newHost()
    host.run(host.create(owner))
    const session = host.open(owner, 7, { cap: COIN })
    // Init code INVALID: halts and takes all gas.
    const payload = concatBytes(Uint8Array.of(0x11), new Uint8Array(32), Uint8Array.of(0xfe))
    const fees = { maxFeePerGas: 3n, maxPriorityFeePerGas: 3n, gasLimit: 100_000n }
    const { receipts } = host.block([host.attested(session, payload, fees)])
    expect(receipts[0]!.status).toBe('halted')
    expect(sessionOf(host, session)!.spent).toBe(300_000n)
  })

  it('begin after their end, or without an end', () => {
    const host = newHost()
    const late = host.session(owner, sessionKey(7), { lastBlock: 1n }).terms
    const opening = { operation: 'session', change: { kind: 'open', terms: late } } as const
    expect(statuses(host.execute([host.envelope(owner, opening)], { number: 2n }))).toEqual([
      'SessionExpired',
    ])
    const { terms } = host.session(owner, sessionKey(7), { lastBlock: 0n })
    const payload = { operation: 'session', change: { kind: 'open', terms } } as const
    expect(() => host.envelope(owner, payload)).toThrow('MalformedPayload')
  })

  it('be opened twice at once', () => {
    const host = newHost()
    const session = host.open(owner, 7)
    const payload = {
      operation: 'session',
      change: { kind: 'open', terms: session.terms },
    } as const
    expect(statuses(host.run(host.envelope(owner, payload)))).toEqual(['SessionRefused'])
    expect(session.terms.mode).toBe(SessionMode.key)
    expect(session.terms.cap).toBe(MAX_U256)
  })
})
