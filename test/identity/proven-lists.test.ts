/** Proven lists and finality (S17): what a list authorises, and every way in which it could say something else. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BlockResult, FinalityBlock, ProvenList, Transaction } from '../../src/index.ts'
import {
  attest,
  decodeProvenList,
  encodeProvenList,
  executeBlock,
  listRoot,
  NVmError,
  opcodeMask,
  type Receipt,
  SessionMode,
  type State,
  verifyFinality,
} from '../../src/index.ts'
import { bytesToHex, concatBytes } from '../../src/primitives/bytes.ts'
import { statuses } from '../support/host.ts'
import type { Signer } from '../support/test-chain.ts'
import { COIN, crypto, ed25519Signer, secp256k1Signer } from '../support/test-chain.ts'
import type { OpenSession } from './session-host.ts'
import { SessionHost, sessionKey } from './session-host.ts'

const SEED = 20_261_121
const owner = ed25519Signer(1)
const other = secp256k1Signer(2)
const receiver = ed25519Signer(3)
const pay = (amount: bigint) => ({ operation: 'transfer', to: receiver.id, amount }) as const

interface Scene {
  readonly host: SessionHost
  readonly session: OpenSession
  readonly before: State
  readonly transactions: readonly Transaction[]
  readonly list: ProvenList
}

function scene(mode: number = SessionMode.key, count = 3): Scene {
  const accounts = [owner, other].map(({ id }) => ({ id, balance: 5n * COIN }))
  const host = new SessionHost({ accounts })
  const session = host.open(owner, 7, { mode })
  const transactions = Array.from({ length: count }, (_, i) =>
    host.attested(session, pay(BigInt(i + 1)), { nonceAhead: BigInt(i) }),
  )
  const list = host.list(session, owner, transactions)
  return { host, session, before: host.state, transactions, list }
}

function thrown(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    if (error instanceof NVmError) return error.codeName
    throw error
  }
  return 'returned'
}

/** Lists of the owner's that are authorised, but not of exactly this session, chain, order or set. */
function wrongLists({
  host,
  session,
  transactions,
  list,
}: Scene): [what: string, list: ProvenList][] {
  const signed = (fields: Partial<ProvenList>, chain = host.binding): ProvenList => {
    const unproven = { ...list, ...fields }
    const signature = owner.sign(listRoot(crypto, chain, unproven))
    return { ...unproven, credential: concatBytes(owner.publicKey, signature) }
  }
  const elsewhere = { ...host.binding, chainId: 1338n }
  const stranger = host.attested(session, pay(9n), { nonceAhead: 3n })
  return [
    ['one left out', signed({ hashes: list.hashes.slice(0, 2) })],
    [
      'the first left out',
      signed({ hashes: list.hashes.slice(1), firstNonce: list.firstNonce + 1n }),
    ],
    ['one added', signed({ hashes: [...list.hashes, host.hashOf(stranger)] })],
    ['another order', signed({ hashes: [...list.hashes].reverse() })],
    ['another first nonce', signed({ firstNonce: list.firstNonce + 1n })],
    ['another session', signed({ session: { ...list.session, commitment: new Uint8Array(32) } })],
    ['another epoch', signed({ session: { ...list.session, epoch: 1n } })],
    ['another account', signed({ session: { ...list.session, account: other.id } })],
    ['one hash twice', signed({ hashes: [list.hashes[0]!, list.hashes[0]!, list.hashes[2]!] })],
    ['of another chain', signed({}, elsewhere)],
    ['signed by a stranger', host.list(session, other, transactions)],
    ['with a signature of something else', { ...list, credential: new Uint8Array(96) }],
    [
      'signed for a shorter one',
      { ...signed({ hashes: list.hashes.slice(0, 2) }), hashes: list.hashes },
    ],
  ]
}

describe('a proven list', () => {
  it('executes what it has, without a key and whatever the MACs are, to the same root', () => {
    const all = scene()
    const { before, transactions, session, list } = all
    const byKey = all.host.block(transactions)
    const forged = transactions.map((transaction): Transaction => {
      const bytes = transaction.bytes.slice()
      bytes.fill(0, bytes.length - 32)
      return { kind: 'envelope', bytes }
    })
    const block = { provenLists: [list] }
    for (const given of [transactions, forged]) {
      const byList = executeBlock(before, given, block)
      expect(statuses(byList.receipts)).toEqual(['success', 'success', 'success'])
      expect(byList.root).toEqual(byKey.root)
    }
    // In the block’s mode `proven` the host’s keys are not asked for.
    const asked = all.host.asked.length
    executeBlock(before, transactions, block, { sessionKeys: all.host.sessionKeys })
    expect(all.host.asked.length).toBe(asked)
    expect(session.terms.mode).toBe(SessionMode.key)
  })

  it('of a session in mode `proven` is its only way', () => {
    const { host, before, transactions, list } = scene(SessionMode.proven)
    const { receipts } = host.block(transactions)
    expect(statuses(receipts)[0]).toBe('AttestationNotProven')
    expect(host.asked).toEqual([])
    const byList = executeBlock(before, transactions, { provenLists: [list] })
    expect(statuses(byList.receipts)).toEqual(['success', 'success', 'success'])
  })

  it('authorises nothing but its transactions at their nonces', () => {
    const { host, session, before, list } = scene()
    const inserted = host.attested(session, pay(9n))
    const { receipts } = executeBlock(before, [inserted], { provenLists: [list] })
    expect(statuses(receipts)).toEqual(['AttestationNotProven'])
  })

  it.each(wrongLists(scene()).map(([what], i) => [what, i] as const))(
    'is no authority: %s',
    (_what, i) => {
      const all = scene()
      const { host, before, transactions } = all
      const [, list] = wrongLists(all)[i]!
      let receipts: readonly Receipt[] = []
      const error = thrown(() => {
        receipts = executeBlock(before, transactions, { provenLists: [list] }).receipts
      })
      const isRefused =
        ['InvalidProvenList', 'MissingAttestationKey'].includes(error) ||
        receipts.some((receipt) => receipt.error?.name === 'AttestationNotProven')
      const isLonger = list.hashes.length > 3 && error === 'returned'
      // A list that has more than the block is no attack on the block: its finality is another question.
      expect(isRefused || isLonger).toBe(true)
      const result = host.block(transactions)
      const blocks: FinalityBlock[] = [{ before, transactions, result }]
      expect(['NotFinal', 'InvalidProvenList']).toContain(
        thrown(() => verifyFinality(blocks, [list])),
      )
    },
  )

  it('has one encoding', () => {
    const { list } = scene()
    const wire = encodeProvenList(list)
    expect(decodeProvenList(wire)).toEqual(list)
    for (let length = 0; length < wire.length; length += 7)
      expect(thrown(() => decodeProvenList(wire.subarray(0, length)))).toBe('InvalidProvenList')
    expect(thrown(() => decodeProvenList(concatBytes(wire, Uint8Array.of(0))))).toBe(
      'InvalidProvenList',
    )
    fc.assert(
      fc.property(fc.nat(wire.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = wire.slice()
        changed[at]! ^= flip
        let decoded: ProvenList
        try {
          decoded = decodeProvenList(changed)
        } catch (error) {
          if (error instanceof NVmError) return
          throw error
        }
        expect(encodeProvenList(decoded)).toEqual(changed)
      }),
      { seed: SEED, numRuns: 300 },
    )
  })
})

describe('finality', () => {
  it('is of the executed set: rejected transactions do not count, other credentials do not either', () => {
    const { host, session, before, transactions, list } = scene()
    const signed = host.envelope(owner, pay(5n), { nonceAhead: 3n })
    const replayed = transactions[0]!
    const all = [...transactions, replayed, signed]
    const result = host.block(all)
    expect(statuses(result.receipts)).toEqual([
      'success',
      'success',
      'success',
      'NonceTooLow',
      'success',
    ])
    expect(thrown(() => verifyFinality([{ before, transactions: all, result }], [list]))).toBe(
      'returned',
    )
    expect(thrown(() => verifyFinality([{ before, transactions: all, result }], []))).toBe(
      'NotFinal',
    )
    expect(session.epoch).toBe(0n)
  })

  it('spans blocks and sums lists, each nonce once', () => {
    const { host, session, transactions, list } = scene()
    const blocks = transactions.map((transaction): FinalityBlock => {
      const before = host.state
      return { before, transactions: [transaction], result: host.block([transaction]) }
    })
    expect(thrown(() => verifyFinality(blocks, [list]))).toBe('returned')
    expect(thrown(() => verifyFinality(blocks.slice(0, 2), [list]))).toBe('NotFinal')
    const parts = [transactions.slice(2), transactions.slice(0, 2)].map((part) =>
      host.list(session, owner, part),
    )
    expect(thrown(() => verifyFinality(blocks, parts))).toBe('returned')
    expect(thrown(() => verifyFinality(blocks, [...parts, parts[0]!]))).toBe('NotFinal')
    expect(thrown(() => verifyFinality([], parts))).toBe('NotFinal')
  })

  it('is not reached by a key that had no say when the list was executed', () => {
    const host = new SessionHost({ accounts: [{ id: owner.id, balance: COIN }] })
    host.run(host.create(owner))
    const registration = host.registration(other, owner.id, 1n)
    host.run(host.envelope(owner, { operation: 'addKey', registration }))
    const session = host.open(owner, 7)
    const { algorithm, publicKey: key } = other
    const turns = [
      (): Transaction => host.attested(session, pay(1n)),
      (): Transaction => host.envelope(owner, { operation: 'removeKey', algorithm, key }),
      // What follows is empty, so that no state about the last block knows the key.
      (): Transaction => host.envelope(owner, pay(0n)),
      (): Transaction => host.attested(session, pay(2n)),
    ]
    const blocks = turns.map((turn): FinalityBlock => {
      const before = host.state
      const transactions = [turn()]
      return { before, transactions, result: host.block(transactions) }
    })
    for (const { result } of blocks) expect(statuses(result.receipts)).toEqual(['success'])
    const [early, late] = [blocks[0]!, blocks[3]!].map(({ transactions }) => transactions)
    const listed = (by: Signer, transactions: readonly Transaction[]) =>
      host.list(session, by, transactions)
    const verdict = (lists: readonly ProvenList[]) => thrown(() => verifyFinality(blocks, lists))
    expect(verdict([listed(owner, early!), listed(other, late!)])).toBe('InvalidProvenList')
    expect(verdict([listed(other, early!), listed(owner, late!)])).toBe('returned')
    expect(verdict([listed(owner, early!), listed(owner, late!)])).toBe('returned')
  })

  it('holds for a session that its block opens and closes, under keys that its block rotates', () => {
    const accounts = [{ id: owner.id, balance: COIN }]
    const host = new SessionHost({ accounts })
    host.run(host.create(owner))
    const session = host.session(owner, sessionKey(7))
    host.keys.set(bytesToHex(session.id), session.key)
    const before = host.state
    const attested = host.attested(session, pay(1n), { nonceAhead: 1n })
    const registration = host.registration(ed25519Signer(8), owner.id, 1n, 1n)
    const open = { operation: 'session', change: { kind: 'open', terms: session.terms } } as const
    const close = { operation: 'session', change: { kind: 'close', session: session.id } } as const
    const transactions = [
      host.envelope(owner, open),
      attested,
      host.envelope(owner, close, { nonceAhead: 2n }),
      host.envelope(owner, { operation: 'rotateKeys', registration }, { nonceAhead: 3n }),
    ]
    const list = host.list(session, owner, [attested])
    const result = host.block(transactions)
    expect(statuses(result.receipts)).toEqual(['success', 'success', 'success', 'success'])
    expect(thrown(() => verifyFinality([{ before, transactions, result }], [list]))).toBe(
      'returned',
    )
  })
})

describe('attest', () => {
  it('judges credentials without state', () => {
    const { host, session, transactions } = scene()
    const { sessionKeys } = host
    const [transaction] = transactions as [Transaction & { kind: 'envelope' }]
    const forged = host.attested(
      session,
      pay(1n),
      {},
      () => new Uint8Array(32),
    ) as typeof transaction
    const { limits } = host.state.chain
    const { hash, isGenuine } = attest(crypto, transaction, { sessionKeys, limits })
    expect(hash).toEqual(host.hashOf(transaction))
    expect(isGenuine).toBe(true)
    expect(attest(crypto, forged, { sessionKeys }).isGenuine).toBe(false)
    expect(thrown(() => attest(crypto, transaction))).toBe('MissingAttestationKey')
    for (const signer of [owner, other]) {
      const signed = host.envelope(signer, pay(1n)) as typeof transaction
      expect(attest(crypto, signed).isGenuine).toBe(true)
      const bytes = signed.bytes.slice()
      bytes[bytes.length - 1]! ^= 1
      expect(attest(crypto, { kind: 'envelope', bytes }).isGenuine).toBe(false)
    }
  })
})

// ---- properties

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('pay', 'pay', 'evm', 'fail', 'signed', 'foreign', 'masked', 'replay'),
    amount: fc.bigInt({ min: 0n, max: COIN }),
    price: fc.bigInt({ min: 0n, max: 3n }),
  }),
  { minLength: 3, maxLength: 12 },
)

function coins(state: State): bigint {
  let sum = 0n
  for (const [, { balance }] of state.accounts()) sum += balance
  return sum
}

it('S16, S17: conservation, caps, equal roots of both modes, and finality over random blocks', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(steps, fc.bigInt({ min: 0n, max: 3n * COIN }), (sequence, cap) => {
      const accounts = [owner, other].map(({ id }) => ({ id, balance: 5n * COIN }))
      const host = new SessionHost({ accounts })
      host.run(host.create(owner))
      const session = host.open(owner, 7, { cap, opcodes: opcodeMask([0x01, 0x11, 0x12]) })
      const before = host.state
      const total = coins(before)
      const spentBefore = host.balance(owner.id)
      const executed: Transaction[] = []
      const transactions: Transaction[] = []
      let signedSpent = 0n
      let nonceAhead = 0n
      for (const { kind, amount, price } of sequence) {
        const fees = {
          maxFeePerGas: price,
          maxPriorityFeePerGas: price,
          gasLimit: 100_000n,
          nonceAhead,
        }
        const transfer = concatBytes(
          Uint8Array.of(0x12),
          new Uint8Array(20).fill(0x55),
          new Uint8Array(30),
          Uint8Array.of(1, 7),
        )
        const failing = concatBytes(Uint8Array.of(0x11), new Uint8Array(32), Uint8Array.of(0xfe))
        const make = (): Transaction => {
          switch (kind) {
            case 'evm':
              return host.attested(session, transfer, fees)
            case 'fail':
              return host.attested(session, failing, fees)
            case 'signed':
              return host.envelope(owner, pay(1n), {
                ...fees,
                maxFeePerGas: 0n,
                maxPriorityFeePerGas: 0n,
              })
            case 'foreign':
              return host.attested({ ...session, id: sessionKey(3) }, pay(amount), fees)
            case 'masked':
              return host.attested(
                session,
                { operation: 'link', id: other.id },
                {
                  ...fees,
                  gasLimit: 300_000n,
                },
              )
            case 'replay':
              return executed.at(-1) ?? host.attested(session, pay(amount), fees)
            default:
              return host.attested(session, pay(amount), fees)
          }
        }
        const transaction = make()
        // What this one does decides what the next one's nonce is.
        const { receipts } = executeBlock(
          before,
          [...transactions, transaction],
          {},
          { sessionKeys: host.sessionKeys },
        )
        const receipt = receipts.at(-1)!
        seen.add(`${kind} ${receipt.error?.name ?? receipt.status}`)
        transactions.push(transaction)
        if (receipt.status === 'rejected') continue
        nonceAhead++
        if (kind === 'signed') signedSpent += 1n
        else executed.push(transaction)
      }
      const result: BlockResult = host.block(transactions)
      expect(coins(host.state)).toBe(total)
      // What left the account by the session is within its cap.
      expect(spentBefore - host.balance(owner.id) - signedSpent).toBeLessThanOrEqual(cap)
      // Signed ones in between split the list.
      const provenLists = splitLists(host, session, executed)
      const byList = executeBlock(before, transactions, { provenLists })
      const comparable = provenLists.length > 0
      if (comparable) {
        expect(byList.root).toEqual(result.root)
        expect(byList.receipts.map(({ status }) => status)).toEqual(
          result.receipts.map(({ status }) => status),
        )
      }
      expect(thrown(() => verifyFinality([{ before, transactions, result }], provenLists))).toBe(
        'returned',
      )
      // The rejected ones have not happened.
      const accepted = transactions.filter((_, i) => result.receipts[i]!.status !== 'rejected')
      const again = executeBlock(before, accepted, {}, { sessionKeys: host.sessionKeys })
      expect(again.root).toEqual(result.root)
    }),
    { seed: SEED, numRuns: 40 },
  )
  for (const wanted of [
    'pay success',
    'pay SpendingCapTooLow',
    'evm success',
    'fail InvalidOpcode',
    'signed success',
    'foreign SessionUnknown',
    'masked SessionRefused',
    'replay NonceTooLow',
  ]) {
    expect([...seen]).toContain(wanted)
  }
})

/** One list for each run of nonces without a gap. */
function splitLists(
  host: SessionHost,
  session: OpenSession,
  executed: readonly Transaction[],
): ProvenList[] {
  const runs: Transaction[][] = []
  let next = -1n
  for (const transaction of executed) {
    const { nonce } = host.decoded(transaction)
    if (nonce === next) runs.at(-1)!.push(transaction)
    else runs.push([transaction])
    next = nonce + 1n
  }
  return runs.map((run) => host.list(session, owner, run))
}
