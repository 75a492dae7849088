/** docs/protocol.md, sessions and proofs, row by row: every error of its tables is provoked. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { BlockInput, Receipt, SessionChange, Transaction } from '../../src/index.ts'
import {
  deriveSvmAddress,
  developmentZkAceKeys,
  encodeSvmPayload,
  encodeZkCredential,
  identityOf,
  NVmErrorCode,
  opcodeMask,
  SessionMode,
  zkKeyParameters,
} from '../../src/index.ts'
import { SessionHost, sessionKey } from '../identity/session-host.ts'
import { COIN, crypto, ed25519Signer } from '../support/test-chain.ts'

const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8')

function rowsOf(heading: string): Set<string> {
  const section = page.split(`### ${heading}\n`)[1]?.split('\n#')[0] ?? ''
  return new Set([...section.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]!))
}

const alice = ed25519Signer(1)
const carol = ed25519Signer(3)
const pay = { operation: 'transfer', to: carol.id, amount: 1n } as const
const opcodes = opcodeMask([0x01, 0x20])

interface Attempt {
  readonly transactions: readonly Transaction[]
  readonly block?: BlockInput
}
type Row = readonly [error: string, attempt: (host: SessionHost) => Attempt]

const one = (transaction: Transaction, block: BlockInput = {}): Attempt => ({
  transactions: [transaction],
  block,
})
const session = (change: SessionChange) => ({ operation: 'session', change }) as const

function newHost(): SessionHost {
  return new SessionHost({
    accounts: [alice, carol].map(({ id }) => ({ id, balance: COIN })),
    configure: (draft) => {
      // Proofs by nullifier are not believed here.
      const { zkNonceKey } = zkKeyParameters(developmentZkAceKeys())
      draft.parameters.native = { zkNonceKey: zkNonceKey! }
    },
  })
}

function last(host: SessionHost, [, attempt]: Row): Receipt {
  const { transactions, block } = attempt(host)
  return host.block(transactions, block).receipts.at(-1)!
}

const element = new Uint8Array(32).fill(1)
const zero = new Uint8Array(256)

const rejected: readonly Row[] = [
  ['MalformedTransaction', (host) => one(host.unsigned(alice, pay, 4, new Uint8Array(320)))],
  [
    'MalformedTransaction',
    (host) => one(host.unsigned(alice, pay, 4, new Uint8Array(321).fill(0xff, 1))),
  ],
  ['SessionUnknown', (host) => one(host.attested(host.session(alice, sessionKey(1)), pay))],
  [
    'SessionUnknown',
    (host) => one(host.envelope(alice, session({ kind: 'close', session: element }))),
  ],
  [
    'SessionRefused',
    (host) => one(host.attested(host.open(alice, 7, { opcodes: opcodeMask([]) }), pay)),
  ],
  [
    'SessionRefused',
    (host) => {
      const { id } = host.open(alice, 7)
      return one(host.envelope(carol, session({ kind: 'close', session: id })))
    },
  ],
  [
    'SessionExpired',
    (host) => one(host.attested(host.open(alice, 7, { lastBlock: 3n }), pay), { number: 4n }),
  ],
  [
    'SessionExpired',
    (host) => {
      const { terms } = host.session(alice, sessionKey(7), { lastBlock: 3n })
      return one(host.envelope(alice, session({ kind: 'open', terms })), { number: 4n })
    },
  ],
  ['SpendingCapTooLow', (host) => one(host.attested(host.open(alice, 7, { cap: 0n }), pay))],
  [
    'AttestationNotProven',
    (host) => one(host.attested(host.open(alice, 7, { mode: SessionMode.proven }), pay)),
  ],
  [
    'UnsupportedCredential',
    (host) => {
      const parts = { idCom: element, target: element, nullifier: element, proof: zero }
      const credential = encodeZkCredential({ mode: 'nullifier', ...parts })
      return one(host.unsigned(alice, pay, 4, credential))
    },
  ],
  [
    'NullifierUsed',
    (host) => {
      const change = { kind: 'forget', nullifier: element } as const
      return one(host.envelope(alice, { operation: 'proof', change }))
    },
  ],
  [
    'ProofOfControlInvalid',
    (host) => {
      const owner = { rev: element, salt: element }
      const idCom = identityOf(owner, host.binding)
      const change = {
        kind: 'create',
        commitment: { idCom, target: element, proof: zero },
      } as const
      return one(host.envelope(alice, { operation: 'proof', change }))
    },
  ],
]

describe('Sessions and proofs: what is rejected', () => {
  it('has a test for each row', () => {
    const tested = new Set(rejected.map(([error]) => error))
    expect(tested).toEqual(rowsOf('Sessions and proofs: what is rejected'))
  })
  it.each(rejected.map((row, i) => [`${row[0]}, ${i}`, row] as const))('%s', (_name, row) => {
    const receipt = last(newHost(), row)
    expect(receipt).toMatchObject({ status: 'rejected', error: { name: row[0] }, gasUsed: 0n })
    expect(NVmErrorCode).toHaveProperty(row[0])
  })
})

// ---- failures

const own = deriveSvmAddress(crypto, alice.id)

function system(data: Uint8Array): Uint8Array {
  const to = deriveSvmAddress(crypto, carol.id)
  const accounts = [
    { address: own, signer: true, writable: true },
    { address: to, signer: false, writable: true },
  ]
  return encodeSvmPayload({ operation: 'invoke', program: new Uint8Array(32), accounts, data })
}

const failed: readonly Row[] = [
  [
    'SpendingCapExceeded',
    (host) => {
      host.run(host.create(alice))
      // System transfer of 10^8 lamports.
      const data = Uint8Array.of(2, 0, 0, 0, 0, 0xe1, 0xf5, 5, 0, 0, 0, 0)
      return one(host.attested(host.open(alice, 7, { opcodes, cap: 1n }), system(data)))
    },
  ],
  [
    'SessionOverreached',
    (host) => {
      host.run(host.create(alice))
      const data = new Uint8Array(36).fill(5)
      data.set([1, 0, 0, 0])
      return one(host.attested(host.open(alice, 7, { opcodes }), system(data)))
    },
  ],
]

describe('Sessions: what fails', () => {
  it('has a test for each row', () => {
    expect(new Set(failed.map(([error]) => error))).toEqual(rowsOf('Sessions: what fails'))
  })
  it.each(failed)('%s', (...row) => {
    const receipt = last(newHost(), row)
    expect(receipt).toMatchObject({ status: 'reverted', error: { name: row[0] } })
    expect(page).toContain(`| \`${row[0]}\` | \`reverted\` |`)
  })
})
