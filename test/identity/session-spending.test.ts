/**
 * S16 over all machines: what leaves an account counts whatever machine takes it, and what would change its authority is
 * taken back. Each test tries to get something past a session's terms.
 */
import { describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine.ts'
import { writeAuthority } from '../../src/identity/authority.ts'
import { writeSession } from '../../src/identity/session.ts'
import { spendingOf } from '../../src/identity/session-spending.ts'
import type { SessionTerms } from '../../src/index.ts'
import {
  decodeSession,
  defaultEngines,
  deriveSvmAddress,
  encodeNativePayload,
  encodeSvmPayload,
  legacyId,
  opcodeMask,
} from '../../src/index.ts'
import { bytesToHex, concatBytes } from '../../src/primitives/bytes.ts'
import { MAX_U64 } from '../../src/primitives/u256.ts'
import { Journal } from '../../src/state/journal.ts'
import { CellType } from '../../src/state/keys.ts'
import { ACCOUNT_LOCKED, Namespace } from '../../src/state/reader.ts'
import type { TokenAccountRecord } from '../../src/token/records.ts'
import { ACCOUNT_CODEC, HOLDER_CODEC } from '../../src/token/records.ts'
import { TokenKind } from '../../src/token/slots.ts'
import type { TokenInstruction } from '../../src/vms/native/token-payload.ts'
import { statuses } from '../support/host.ts'
import { MemoryState, testChain } from '../support/memory-state.ts'
import { COIN, crypto, ed25519Signer } from '../support/test-chain.ts'
import type { OpenSession } from './session-host.ts'
import { SessionHost } from './session-host.ts'

const owner = ed25519Signer(1)
const thief = ed25519Signer(2)
const LAMPORT = 10n ** 9n
const opcodes = opcodeMask([0x01, 0x0a, 0x20, 0x21])

function newHost(): SessionHost {
  const host = new SessionHost({
    accounts: [owner, thief].map(({ id }) => ({ id, balance: 10n * COIN })),
  })
  host.run(host.create(owner))
  return host
}

function sessionOf(host: SessionHost, { id }: OpenSession) {
  return decodeSession(host.state.cell(CellType.session, [id])!)
}

// ---- Solana programs: the request says nothing of what they take

const ownAddress = deriveSvmAddress(crypto, owner.id)
const SYSTEM = new Uint8Array(32)

function systemTransfer(lamports: bigint): Uint8Array {
  const data = new Uint8Array(12)
  data[0] = 2
  new DataView(data.buffer).setBigUint64(4, lamports, true)
  return encodeSvmPayload({
    operation: 'invoke',
    program: SYSTEM,
    accounts: [
      { address: ownAddress, signer: true, writable: true },
      { address: deriveSvmAddress(crypto, thief.id), signer: false, writable: true },
    ],
    data,
  })
}

function systemAssign(): Uint8Array {
  const data = new Uint8Array(36)
  data[0] = 1
  data.set(thief.publicKey, 4)
  const accounts = [{ address: ownAddress, signer: true, writable: true }]
  return encodeSvmPayload({ operation: 'invoke', program: SYSTEM, accounts, data })
}

describe('S16: native coin', () => {
  it('that a program takes counts, and over the cap it is given back', () => {
    const host = newHost()
    const session = host.open(owner, 7, { opcodes, cap: 3n * COIN })
    const lamports = (2n * COIN) / LAMPORT
    const first = host.block([host.attested(session, systemTransfer(lamports))])
    expect(statuses(first.receipts)).toEqual(['success'])
    expect(sessionOf(host, session).spent).toBe(2n * COIN)
    const balance = host.balance(owner.id)
    const second = host.block([host.attested(session, systemTransfer(lamports))])
    expect(second.receipts[0]).toMatchObject({
      status: 'reverted',
      error: { name: 'SpendingCapExceeded' },
    })
    expect(host.balance(owner.id)).toBe(balance)
    expect(sessionOf(host, session).spent).toBe(2n * COIN)
    // The nonce was used up: the same transaction is not tried again.
    expect(host.state.account(owner.id)!.nonce).toBe(4n)
  })

  it('the highest fee is kept free beside a program’s debit', () => {
    const host = newHost()
    const gasLimit = 500_000n
    const session = host.open(owner, 7, { opcodes, cap: COIN + 2n * gasLimit })
    const other = host.open(owner, 8, { opcodes, cap: COIN + 2n * gasLimit - 1n })
    const fees = { maxFeePerGas: 2n, maxPriorityFeePerGas: 2n, gasLimit }
    const { receipts } = host.block([
      host.attested(session, systemTransfer(COIN / LAMPORT), fees),
      host.attested(other, systemTransfer(COIN / LAMPORT), { ...fees, nonceAhead: 1n }),
    ])
    expect(statuses(receipts)).toEqual(['success', 'SpendingCapExceeded'])
    expect(sessionOf(host, session).spent).toBe(COIN + receipts[0]!.fee.paid)
    expect(sessionOf(host, other).spent).toBe(receipts[1]!.fee.paid)
  })

  it('an account is not given away: assigning it to a program is taken back', () => {
    const host = newHost()
    const session = host.open(owner, 7, { opcodes })
    const before = host.state.account(owner.id)!
    const fees = { maxFeePerGas: 1n, maxPriorityFeePerGas: 1n }
    const { receipts } = host.block([host.attested(session, systemAssign(), fees)])
    expect(receipts[0]).toMatchObject({ status: 'reverted', error: { name: 'SessionOverreached' } })
    const after = host.state.account(owner.id)!
    expect(after.flags & ACCOUNT_LOCKED).toBe(0)
    expect(after).toEqual({
      ...before,
      nonce: before.nonce + 1n,
      balance: before.balance - receipts[0]!.fee.paid,
    })
    expect(sessionOf(host, session).spent).toBe(receipts[0]!.fee.paid)
  })
})

// ---- tokens of the ledger

const token = (instruction: TokenInstruction) => ({ operation: 'token', instruction }) as const

/** A mint of the owner's with 1,000 units, and a session that may spend `cap` of it. */
function withMint(
  cap: bigint | undefined,
  supply = 1_000n,
): {
  host: SessionHost
  mint: Uint8Array
  session: OpenSession
} {
  const host = newHost()
  const instruction: TokenInstruction = {
    kind: 'createToken',
    decimals: 0,
    supply,
    mintAuthority: owner.id,
    freezeAuthority: owner.id,
    name: 'A',
    symbol: 'A',
    uri: '',
  }
  const [receipt] = host.run(host.envelope(owner, token(instruction), { gasLimit: 5_000_000n }))
  expect(receipt!.status).toBe('success')
  const mint = receipt!.output
  const tokens: SessionTerms['tokens'] = cap === undefined ? [] : [{ mint, cap }]
  return { host, mint, session: host.open(owner, 7, { opcodes, tokens }) }
}

const held = (host: SessionHost, mint: Uint8Array, id: Uint8Array) => {
  const bytes = host.state.cell(CellType.token, [TokenKind.balance, mint, id])
  return bytes === undefined ? 0n : HOLDER_CODEC.decode(bytes).balance
}

describe('S16: tokens', () => {
  it('of a listed mint leave up to its cap, of others not at all', () => {
    const { host, mint, session } = withMint(600n)
    const send = (amount: bigint) => token({ kind: 'transfer', mint, to: thief.id, amount })
    const { receipts } = host.block([
      host.attested(session, send(400n)),
      host.attested(session, send(201n), { nonceAhead: 1n }),
      host.attested(session, send(200n), { nonceAhead: 2n }),
    ])
    expect(statuses(receipts)).toEqual(['success', 'SpendingCapExceeded', 'success'])
    expect(held(host, mint, thief.id)).toBe(600n)
    expect(sessionOf(host, session).tokens).toEqual([{ mint, cap: 600n, spent: 600n }])
    const unlisted = withMint(undefined)
    const theft = token({ kind: 'transfer', mint: unlisted.mint, to: thief.id, amount: 1n })
    const result = unlisted.host.block([unlisted.host.attested(unlisted.session, theft)])
    expect(statuses(result.receipts)).toEqual(['SpendingCapExceeded'])
    expect(held(unlisted.host, unlisted.mint, thief.id)).toBe(0n)
  })

  it('are burnt on the same terms', () => {
    const { host, mint, session } = withMint(10n)
    const { receipts } = host.block([
      host.attested(session, token({ kind: 'burn', mint, amount: 11n })),
      host.attested(session, token({ kind: 'burn', mint, amount: 10n }), { nonceAhead: 1n }),
    ])
    expect(statuses(receipts)).toEqual(['SpendingCapExceeded', 'success'])
  })

  it('are counted up to the last unit there can be', () => {
    const { host, mint, session } = withMint(MAX_U64, MAX_U64)
    const send = (amount: bigint) => token({ kind: 'transfer', mint, to: thief.id, amount })
    const { receipts } = host.block([
      host.attested(session, send(MAX_U64 - 1n)),
      host.attested(session, send(1n), { nonceAhead: 1n }),
    ])
    expect(statuses(receipts)).toEqual(['success', 'success'])
    expect(sessionOf(host, session).tokens).toEqual([{ mint, cap: MAX_U64, spent: MAX_U64 }])
    // What comes back is no new room: a cap is for what has left.
    const back = token({ kind: 'transfer', mint, to: owner.id, amount: 5n })
    expect(statuses(host.run(host.envelope(thief, back)))).toEqual(['success'])
    const again = host.block([host.attested(session, send(1n))])
    expect(statuses(again.receipts)).toEqual(['SpendingCapExceeded'])
  })

  it('of the account’s own mint are made for others only as far as they may be spent', () => {
    const { host, mint, session } = withMint(500n)
    const make = (to: Uint8Array, amount: bigint) => token({ kind: 'mintTo', mint, to, amount })
    const { receipts } = host.block([
      host.attested(session, make(thief.id, 501n)),
      host.attested(session, make(thief.id, 300n), { nonceAhead: 1n }),
      host.attested(session, make(thief.id, 201n), { nonceAhead: 2n }),
      host.attested(session, make(owner.id, 5_000n), { nonceAhead: 3n }),
    ])
    const over = 'SpendingCapExceeded'
    expect(statuses(receipts)).toEqual([over, 'success', over, 'success'])
    expect(held(host, mint, thief.id)).toBe(300n)
    expect(sessionOf(host, session).tokens).toEqual([{ mint, cap: 500n, spent: 300n }])
    const unlisted = withMint(undefined)
    const one = token({ kind: 'mintTo', mint: unlisted.mint, to: thief.id, amount: 1n })
    const result = unlisted.host.block([unlisted.host.attested(unlisted.session, one)])
    expect(statuses(result.receipts)).toEqual([over])
  })

  it('nobody is frozen or thawed, nothing bridged or renamed by what the account may do with its mint', () => {
    const { host, mint, session } = withMint(1_000n)
    const owns: readonly TokenInstruction[] = [
      { kind: 'authoriseBridge', mint, bridge: owner.id, allowed: true },
      { kind: 'transfer', mint, to: thief.id, amount: 10n },
    ]
    for (const instruction of owns)
      expect(statuses(host.run(host.envelope(owner, token(instruction))))).toEqual(['success'])
    const attempts: readonly TokenInstruction[] = [
      { kind: 'bridgeMint', mint, to: thief.id, amount: 1n },
      { kind: 'bridgeBurn', mint, from: thief.id, amount: 1n },
      { kind: 'setMetadata', mint, name: 'B', symbol: 'B', uri: '' },
      { kind: 'freeze', mint, account: thief.id },
    ]
    for (const attempt of attempts) {
      const { receipts } = host.block([host.attested(session, token(attempt))])
      expect([attempt.kind, ...statuses(receipts)]).toEqual([attempt.kind, 'SessionOverreached'])
      expect(statuses(host.run(host.envelope(owner, token(attempt))))).toEqual(['success'])
    }
    const thaw = token({ kind: 'thaw', mint, account: thief.id })
    expect(statuses(host.block([host.attested(session, thaw)]).receipts)).toEqual([
      'SessionOverreached',
    ])
  })

  it('no allowance, authority, bridge or breaker is a session’s to give', () => {
    const { host, mint, session } = withMint(1_000n)
    const spender = thief.id
    const attempts: readonly TokenInstruction[] = [
      { kind: 'approve', mint, spender, amount: 1n },
      { kind: 'increaseAllowance', mint, spender, amount: 1n },
      { kind: 'setMintAuthority', mint, next: thief.id },
      {
        kind: 'setBreaker',
        mint,
        window: 60,
        holderShare: 5_000,
        mintShare: 0,
        pauseShare: 0,
      },
      { kind: 'authoriseBridge', mint, bridge: thief.id, allowed: true },
    ]
    for (const attempt of attempts) {
      const { receipts } = host.block([host.attested(session, token(attempt))])
      expect([attempt.kind, ...statuses(receipts)]).toEqual([attempt.kind, 'SessionOverreached'])
    }
    const byKey = host.run(
      ...attempts.map((attempt, i) =>
        host.envelope(owner, token(attempt), { nonceAhead: BigInt(i) }),
      ),
    )
    // The key may, until it has given the mint away.
    expect(statuses(byKey).slice(0, 3)).toEqual(['success', 'success', 'success'])
  })
})

// ---- the reader of the undo log by itself

describe('spending read from the journal', () => {
  const id = new Uint8Array(32).fill(1)
  const mint = new Uint8Array(32).fill(2)
  const address = new Uint8Array(32).fill(3)
  const record = {
    mint,
    owner: id,
    holder: id,
    isAlias: false,
    amount: 50n,
    isFrozen: false,
    delegate: undefined,
    delegatedAmount: 0n,
    closeAuthority: undefined,
    nativeReserve: undefined,
  }

  function spentBy(
    change: (journal: Journal) => void,
    before: (journal: Journal) => void = () => undefined,
  ) {
    const journal = new Journal(new MemoryState(testChain({ chainId: 1n, machines: ['native'] })))
    const cell = journal.liveCell(ACCOUNT_CODEC, [TokenKind.account, address])
    journal.setLiveCell(cell, record)
    const held = journal.account(new Uint8Array(32).fill(9))
    journal.setOrigin(held, { namespace: Namespace.svm, address })
    journal.supply.issue(held, 100n, 'genesis')
    journal.supply.issue(journal.account(id), 1_000n, 'genesis')
    before(journal)
    journal.endTransaction()
    const mark = journal.checkpoint()
    change(journal)
    return spendingOf(journal, mark, journal.account(id))
  }

  const live = (journal: Journal) => journal.liveCell(ACCOUNT_CODEC, [TokenKind.account, address])

  it('counts units and coin of the account’s token accounts', () => {
    const units = spentBy((journal) =>
      journal.setLiveCell(live(journal), { ...record, amount: 20n }),
    )
    expect([...units!.tokens.values()]).toEqual([30n])
    const coin = spentBy((journal) => {
      journal.debit(journal.account(new Uint8Array(32).fill(9)), 40n)
      journal.credit(journal.account(new Uint8Array(32).fill(8)), 40n)
    })
    expect(coin).toEqual({ native: 40n, tokens: new Map() })
    const closed = spentBy((journal) => {
      journal.setLiveCell(live(journal), undefined)
      journal.debit(journal.account(new Uint8Array(32).fill(9)), 100n)
      journal.credit(journal.account(id), 60n)
    })
    expect(closed!.native).toBe(40n)
    expect([...closed!.tokens.values()]).toEqual([50n])
  })

  it('knows the account’s token accounts also if they were opened before its address was linked (H7)', () => {
    // Anybody may open one for the address that will be the account's: it names the id nobody had yet.
    const owner = new Uint8Array(32).fill(6)
    const early = { ...record, owner, holder: legacyId(crypto, Namespace.svm, owner) }
    const link = (journal: Journal) => {
      journal.setAlias(Namespace.svm, owner, { id, canonical: true, revoked: false })
      journal.setLiveCell(live(journal), early)
    }
    const change = (next: Partial<TokenAccountRecord>) =>
      spentBy((journal) => journal.setLiveCell(live(journal), { ...early, ...next }), link)
    expect([...change({ amount: 20n })!.tokens.values()]).toEqual([30n])
    const other = new Uint8Array(32).fill(7)
    expect(change({ owner: other, holder: other })).toBeUndefined()
    expect(change({ closeAuthority: other })).toBeUndefined()
    const coin = spentBy((journal) => {
      journal.debit(journal.account(new Uint8Array(32).fill(9)), 40n)
      journal.credit(journal.account(new Uint8Array(32).fill(8)), 40n)
    }, link)
    expect(coin!.native).toBe(40n)
  })

  it('is net: what comes back does not count', () => {
    const back = spentBy((journal) => {
      journal.debit(journal.account(id), 500n)
      journal.credit(journal.account(id), 450n)
    })
    expect(back!.native).toBe(50n)
    const gain = spentBy((journal) => journal.credit(journal.account(id), 5n))
    expect(gain).toEqual({ native: 0n, tokens: new Map() })
  })

  it('has nothing for keys, sessions, epoch or lock', () => {
    const word = new Uint8Array(32).fill(4)
    const { terms } = newHost().session(owner, word)
    const session = { ...terms, account: word, epoch: 0n, openers: [0n], spent: 0n, tokens: [] }
    const changes: readonly ((journal: Journal) => void)[] = [
      (journal) => writeSession(journal, word, session),
      (journal) => writeSession(journal, word, undefined),
      (journal) => writeAuthority(journal, id, { kind: 'redirect', target: word }),
      (journal) => journal.setEpoch(journal.account(id), 1n),
      (journal) => journal.setFlags(journal.account(id), ACCOUNT_LOCKED),
    ]
    for (const change of changes) expect(spentBy(change)).toBeUndefined()
    const others = (journal: Journal) => {
      writeAuthority(journal, word, { kind: 'redirect', target: id })
      journal.setEpoch(journal.account(word), 1n)
    }
    expect(spentBy(others)).toEqual({ native: 0n, tokens: new Map() })
  })

  it('has nothing for a delegate, a close authority, another owner', () => {
    const other = new Uint8Array(32).fill(7)
    const changes = [
      { delegate: other, delegatedAmount: 1n },
      { closeAuthority: other },
      { holder: other, owner: other },
    ]
    for (const change of changes) {
      expect(
        spentBy((journal) => journal.setLiveCell(live(journal), { ...record, ...change })),
      ).toBeUndefined()
    }
  })
})

// ---- crossings

describe('S16: a crossing', () => {
  it('in the account’s name does nothing that no session may do', () => {
    // A machine that crosses to whatever its payload holds.
    const echo: Engine = {
      name: 'echo',
      opcodes: { first: 0x70, last: 0x70 },
      rawKinds: [],
      open: (services) => ({
        prepare: (request) => ({
          intrinsicGas: 0n,
          value: 0n,
          execute: () =>
            services.cross({ ...request, payload: request.payload.subarray(1), crossings: 1 }),
        }),
      }),
    }
    const engines = [...defaultEngines(), echo]
    const accounts = [{ id: owner.id, balance: COIN }]
    const host = new SessionHost({ accounts, engines })
    const options = { engines, sessionKeys: host.sessionKeys }
    const session = host.session(owner, new Uint8Array(32).fill(7), { opcodes: opcodeMask([0x70]) })
    host.keys.set(bytesToHex(session.id), session.key)
    const { terms } = session
    host.block(
      [host.envelope(owner, { operation: 'session', change: { kind: 'open', terms } })],
      {},
      options,
    )
    const spend = Uint8Array.of(0x70, 0x32, 0)
    const bySession = host.block([host.attested(session, spend)], {}, options)
    expect(bySession.receipts[0]!.error?.message).toContain('one a session may make')
    const byKey = host.block([host.envelope(owner, spend)], {}, options)
    expect(byKey.receipts[0]!.error?.message).not.toContain('one a session may make')
    const pay = { operation: 'transfer', to: thief.id, amount: 5n } as const
    const allowed = concatBytes(Uint8Array.of(0x70), encodeNativePayload(pay))
    expect(statuses(host.block([host.attested(session, allowed)], {}, options).receipts)).toEqual([
      'success',
    ])
    expect(sessionOf(host, session).spent).toBe(5n)
  })
})
