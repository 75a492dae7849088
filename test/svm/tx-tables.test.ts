/** docs/svm.md row by row: every error of its two tables is provoked, and no row is without a test. */
import { readFileSync } from 'node:fs'
import {
  ComputeBudgetProgram,
  type Keypair,
  SystemProgram,
  Transaction,
  TransactionInstruction,
} from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import type { BlockInput } from '../../src/index.ts'
import { Namespace } from '../../src/index.ts'
import { encodeBase58 } from '../../src/primitives/base58.ts'
import {
  decodeSolanaTransaction,
  encodeSolanaTransaction,
} from '../../src/vms/svm/transaction/decode.ts'
import { keypair, SolanaHost } from './tx-host.ts'

const page = readFileSync(new URL('../../docs/svm.md', import.meta.url), 'utf8')

function rowsOf(heading: string): string[] {
  const section = page.split(`### ${heading}\n`)[1]?.split('\n#')[0] ?? ''
  return [...section.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]!)
}

const SOL = 1_000_000_000
const alice = keypair(1)
const bob = keypair(2)
const hash = new Uint8Array(32).fill(9)

const pay = (lamports: number, from = alice) =>
  SystemProgram.transfer({ fromPubkey: from.publicKey, toPubkey: bob.publicKey, lamports })

function signed(
  instructions: TransactionInstruction[],
  signers: [Keypair, ...Keypair[]] = [alice],
  blockhash = hash,
): Uint8Array {
  const transaction = new Transaction()
  transaction.recentBlockhash = encodeBase58(blockhash)
  transaction.feePayer = signers[0].publicKey
  transaction.add(...instructions)
  transaction.sign(...signers)
  return new Uint8Array(transaction.serialize())
}

/** A version 0 transaction that looks an address up in a table that is not there. */
function lookingUp(): Uint8Array {
  const { message } = decodeSolanaTransaction(signed([pay(1)]))
  const lookup = {
    table: bob.publicKey.toBytes(),
    writable: Uint8Array.of(0),
    readonly: new Uint8Array(0),
  }
  return encodeSolanaTransaction({ ...message, version: 0, lookups: [lookup] }, [
    new Uint8Array(64),
  ])
}

function twice(): Uint8Array {
  const { message } = decodeSolanaTransaction(signed([pay(1)]))
  const [first, , third] = message.staticKeys
  return encodeSolanaTransaction({ ...message, staticKeys: [first!, third!, third!] }, [
    new Uint8Array(64),
  ])
}

const many = () =>
  new TransactionInstruction({
    programId: SystemProgram.programId,
    keys: Array.from({ length: 20 }, (_, i) => ({
      pubkey: keypair(300 + i).publicKey,
      isSigner: false,
      isWritable: false,
    })),
  })

/** 65 keys do not fit in a packet: a table brings the rest. */
function crowded(): { bytes: Uint8Array; table: Uint8Array } {
  const { message } = decodeSolanaTransaction(signed([pay(1), many()]))
  const table = new Uint8Array(56 + 32 * 50)
  const view = new DataView(table.buffer)
  view.setUint32(0, 1, true)
  view.setBigUint64(4, (1n << 64n) - 1n, true)
  for (let i = 0; i < 50; i++) table.set(keypair(400 + i).publicKey.toBytes(), 56 + 32 * i)
  const lookup = {
    table: keypair(60).publicKey.toBytes(),
    writable: new Uint8Array(0),
    readonly: Uint8Array.from({ length: 50 }, (_, i) => i),
  }
  const bytes = encodeSolanaTransaction({ ...message, version: 0, lookups: [lookup] }, [
    new Uint8Array(64),
  ])
  return { bytes, table }
}

interface Attempt {
  readonly bytes: readonly Uint8Array[]
  readonly block?: BlockInput
  readonly prepare?: (host: SolanaHost) => void
  readonly unsigned?: boolean
}

const REJECTED: readonly (readonly [string, () => Attempt])[] = [
  ['MalformedTransaction', () => ({ bytes: [signed([pay(1)]).slice(1)] })],
  ['UnsupportedTransactionType', () => ({ bytes: [signed([pay(1)]).with(65, 0x81)] })],
  [
    'InvalidComputeBudget',
    () => ({ bytes: [signed([ComputeBudgetProgram.requestHeapFrame({ bytes: 1 })])] }),
  ],
  [
    'BlockGasLimitExceeded',
    () => ({ bytes: [signed([pay(1)])], block: { gasLimits: { svm: 299n } } }),
  ],
  ['InvalidSignature', () => ({ bytes: [signed([pay(1)]).with(9, 1)] })],
  ['AddressLookupFailed', () => ({ bytes: [lookingUp()], unsigned: true })],
  [
    'TooManyAccountKeys',
    () => {
      const { bytes, table } = crowded()
      return {
        bytes: [bytes],
        unsigned: true,
        prepare: (host) =>
          host.edit((journal) =>
            host.place(
              journal,
              keypair(60).publicKey.toBytes(),
              table,
              'AddressLookupTab1e1111111111111111111111111',
            ),
          ),
      }
    },
  ],
  ['DuplicateAccountKeys', () => ({ bytes: [twice()], unsigned: true })],
  [
    'ReferenceBlockUnknown',
    () => ({ bytes: [signed([pay(1)], [alice], new Uint8Array(32).fill(8))] }),
  ],
  ['DuplicateTransaction', () => ({ bytes: [signed([pay(1)]), signed([pay(1)])] })],
  [
    'AddressRevoked',
    () => ({
      bytes: [signed([pay(1), pay(1, bob)], [alice, bob])],
      prepare: (host) =>
        host.edit((journal) => {
          const address = bob.publicKey.toBytes()
          const id = new Uint8Array(32).fill(0x77)
          journal.setAlias(Namespace.svm, address, { id, canonical: true, revoked: true })
        }),
    }),
  ],
  ['InvalidFeePayer', () => ({ bytes: [signed([pay(1)], [keypair(5), alice])] })],
  ['InsufficientFunds', () => ({ bytes: [signed([pay(1)], [keypair(6), alice])] })],
]

const FAILED: readonly (readonly [string, () => Attempt])[] = [
  [
    'AccountsNotLoadable',
    () => ({
      bytes: [signed([new TransactionInstruction({ programId: keypair(70).publicKey, keys: [] })])],
    }),
  ],
  ['InstructionFailed', () => ({ bytes: [signed([pay(100 * SOL)])] })],
  [
    'RentNotCovered',
    () => ({
      bytes: [
        signed([
          SystemProgram.transfer({
            fromPubkey: alice.publicKey,
            toPubkey: keypair(7).publicKey,
            lamports: 5,
          }),
        ]),
      ],
    }),
  ],
]

const seeds = () => [
  { key: alice.publicKey.toBytes(), lamports: 10n * BigInt(SOL) },
  { key: bob.publicKey.toBytes(), lamports: 10n * BigInt(SOL) },
  { key: keypair(6).publicKey.toBytes(), lamports: 4_000n },
]

function run(attempt: Attempt) {
  const host = new SolanaHost(seeds(), attempt.unsigned === true ? { verifySignatures: false } : {})
  attempt.prepare?.(host)
  const receipts = host.block(attempt.bytes, { solana: { blockhash: hash }, ...attempt.block })
  return { host, receipt: receipts.at(-1)! }
}

describe('Raw Solana transactions: what is rejected', () => {
  it('has a test for every row', () => {
    expect(REJECTED.map(([name]) => name)).toEqual(
      rowsOf('Raw Solana transactions: what is rejected'),
    )
  })
  it.each(REJECTED)('%s', (name, attempt) => {
    const { receipt } = run(attempt())
    expect(receipt).toMatchObject({ status: 'rejected', gasUsed: 0n, error: { name } })
    expect(receipt.fee.paid).toBe(0n)
  })
  it("has Solana's error as data", () => {
    const [, attempt] = REJECTED.find(([name]) => name === 'ReferenceBlockUnknown')!
    const context = { solanaError: 'BlockhashNotFound', solanaErrorCode: 7 }
    expect(run(attempt()).receipt.error).toMatchObject({ context })
  })
})

describe('Raw Solana transactions: what fails', () => {
  it('has a test for every row', () => {
    expect(FAILED.map(([name]) => name)).toEqual(rowsOf('Raw Solana transactions: what fails'))
  })
  it.each(FAILED)('%s', (name, attempt) => {
    const { receipt, host } = run(attempt())
    expect(receipt).toMatchObject({ status: 'reverted', error: { name } })
    expect(receipt.fee.paid).toBe(5_000n * 10n ** 9n)
    expect(host.account(alice.publicKey.toBytes())?.lamports).toBe(10n * BigInt(SOL) - 5_000n)
  })
})
