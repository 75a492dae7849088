/** docs/protocol.md row by row: every error of its tables is provoked, and no table has a row without a test. */

import { readFileSync } from 'node:fs'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { describe, expect, it } from 'vitest'
import { legacyId } from '../../src/identity/legacy.ts'
import type { PolicyChange } from '../../src/identity/policy.ts'
import type { BlockInput, Receipt, Transaction } from '../../src/index.ts'
import { NativeOpcode, nobleCrypto } from '../../src/index.ts'
import { bytesToBigInt, hexToBytes } from '../../src/primitives/bytes.ts'
import { MAX_U64 } from '../../src/primitives/u256.ts'
import { ACCOUNT_LOCKED, Namespace } from '../../src/state/reader.ts'
import { encodePayload } from '../../src/vms/evm/payload.ts'
import {
  encodeTransaction,
  encodeUnsignedTransaction,
} from '../../src/vms/evm/transaction/encode.ts'
import type { TransactionFields } from '../../src/vms/evm/transaction/types.ts'
import { createAddress } from '../../src/vms/evm-core/address.ts'
import { Host } from '../support/host.ts'
import type { Signer } from '../support/test-chain.ts'
import { COIN, ed25519Signer, secp256k1Signer } from '../support/test-chain.ts'
import { eoa } from '../support/wallet.ts'

const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8')

/** Error names in the first column of the table under a heading. */
function rowsOf(heading: string): string[] {
  const section = page.split(`### ${heading}\n`)[1]?.split('\n#')[0] ?? ''
  return [...section.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]!)
}

const alice = ed25519Signer(1)
const bob = secp256k1Signer(2)
const carol = ed25519Signer(3)
const wallet = eoa(7)
const walletSecret = hexToBytes('7'.padStart(64, '0'))
const walletAddress = hexToBytes(wallet.address)
const contract = '0x00000000000000000000000000000000000c0de0'

const newHost = () =>
  new Host({
    accounts: [alice, bob].map(({ id }) => ({ id, balance: 10n * COIN })),
    alloc: { [wallet.address]: { balance: 5n * COIN } },
  })

interface Attempt {
  readonly transactions: Transaction[]
  readonly block?: BlockInput
}
type Row = readonly [error: string, attempt: (host: Host) => Attempt | Promise<Attempt>]

const one = (transaction: Transaction, block: BlockInput = {}): Attempt => ({
  transactions: [transaction],
  block,
})

async function last(host: Host, [, attempt]: Row): Promise<Receipt> {
  const { transactions, block } = await attempt(host)
  return host.execute(transactions, block).at(-1)!
}

function suite(heading: string, rows: readonly Row[], check: (row: Row) => Promise<void>): void {
  describe(heading, () => {
    it('has a test for each row', () => {
      expect(new Set(rows.map(([error]) => error))).toEqual(new Set(rowsOf(heading)))
    })
    it.each(rows.map((row, i) => [`${row[0]}, ${i}`, row] as const))('%s', (_name, row) =>
      check(row),
    )
  })
}

async function rejected(row: Row): Promise<void> {
  const host = newHost()
  const receipt = await last(host, row)
  expect(receipt).toMatchObject({ status: 'rejected', error: { name: row[0] }, gasUsed: 0n })
  expect(receipt.fee.paid).toBe(0n)
}

// ---- any

const pay = { operation: 'transfer', to: carol.id, amount: 1n } as const
const raw = (bytes: Uint8Array): Transaction => ({ kind: 'ethereum', bytes })

suite(
  'Any transaction: what is rejected',
  [
    [
      'TransactionTooLarge',
      (host) => one(raw(new Uint8Array(host.state.chain.limits.transactionBytes + 1))),
    ],
    [
      'BlockTransactionLimitExceeded',
      (host) => {
        const limits = { ...host.state.chain.limits, blockTransactions: 1 }
        const small = new Host({
          accounts: [{ id: alice.id, balance: COIN }],
          configure: (draft) => {
            draft.limits = limits
          },
        })
        host.state = small.state
        return {
          transactions: [0n, 1n].map((nonceAhead) => host.envelope(alice, pay, { nonceAhead })),
        }
      },
    ],
    ['UnknownRawKind', () => one({ kind: 'dogecoin' as never, bytes: new Uint8Array(64) })],
    ['MalformedTransaction', () => one({ kind: 'envelope', bytes: new Uint8Array(64) })],
    ['MalformedTransaction', () => one(raw(Uint8Array.of(0xc0)))],
    [
      'BlockGasLimitExceeded',
      (host) => one(host.envelope(alice, pay, { gasLimit: 100n }), { gasLimit: 99n }),
    ],
    [
      'BlockGasLimitExceeded',
      (host) => one(host.envelope(alice, pay, { gasLimit: 100n }), { gasLimits: { native: 99n } }),
    ],
  ],
  rejected,
)

// ---- envelopes

const keyOf = ({ algorithm, publicKey }: Signer) => ({ algorithm, key: publicKey })

/** Alice's account with bob's key beside hers, and a policy: three envelopes. */
function twoKeys(host: Host, change: PolicyChange): Transaction[] {
  const registration = host.registration(bob, alice.id, 1n)
  return [
    host.create(alice),
    host.envelope(alice, { operation: 'addKey', registration }, { nonceAhead: 1n }),
    host.envelope(alice, { operation: 'policy', change }, { nonceAhead: 2n }),
  ]
}

suite(
  'Envelopes: what is rejected',
  [
    ['UnknownOpcode', (host) => one(host.envelope(alice, Uint8Array.of(0)))],
    ['UnknownOpcode', (host) => one(host.envelope(alice, Uint8Array.of(0x0f)))],
    ['UnknownOpcode', (host) => one(host.envelope(alice, Uint8Array.of(0x5f)))],
    ['WrongChain', (host) => one(host.envelope(alice, pay, { chainId: 1n }))],
    ['WrongGenesis', (host) => one(host.envelope(alice, pay, { genesisRoot: new Uint8Array(32) }))],
    ['Expired', (host) => one(host.envelope(alice, pay, { lastValidBlock: 4n }), { number: 5n })],
    [
      'NonceTooLow',
      (host) => {
        const transaction = host.envelope(alice, pay)
        return { transactions: [transaction, transaction] }
      },
    ],
    ['NonceTooHigh', (host) => one(host.envelope(alice, pay, { nonceAhead: 1n }))],
    [
      'NonceExhausted',
      (host) => {
        host.edit((journal) => journal.setNonce(journal.account(alice.id), MAX_U64))
        return one(host.envelope(alice, pay))
      },
    ],
    [
      'AccountLocked',
      (host) => {
        host.edit((journal) => journal.setFlags(journal.account(alice.id), ACCOUNT_LOCKED))
        return one(host.envelope(alice, pay))
      },
    ],
    [
      'PriorityFeeAboveMaxFee',
      (host) => one(host.envelope(alice, pay, { maxPriorityFeePerGas: 1n })),
    ],
    ['FeeBelowBaseFee', (host) => one(host.envelope(alice, pay), { baseFeePerGas: 1n })],
    ['MalformedPayload', (host) => one(host.envelope(alice, Uint8Array.of(1, 2)))],
    ['MalformedPayload', (host) => one(host.envelope(alice, Uint8Array.of(0x10, 2)))],
    [
      'WrongActingAddress',
      (host) => one(host.envelope(alice, pay, { actingAddress: walletAddress })),
    ],
    [
      'WrongActingAddress',
      (host) => one(host.envelope(alice, encodePayload({ to: walletAddress, value: 1n }))),
    ],
    ['IntrinsicGasTooLow', (host) => one(host.envelope(alice, pay, { gasLimit: 20_999n }))],
    ['InsufficientFunds', (host) => one(host.envelope(alice, { ...pay, amount: 11n * COIN }))],
    [
      'InsufficientFunds',
      (host) => one(host.envelope(alice, { ...pay, amount: 10n * COIN }, { maxFeePerGas: 1n })),
    ],
    ['UnsupportedCredential', (host) => one(host.unsigned(alice, pay, 4, new Uint8Array(321)))],
    ['UnknownSender', (host) => one(host.envelope(alice, pay, { sender: bob.id }))],
    [
      'UnauthorizedKey',
      (host) => ({
        transactions: [
          host.create(alice),
          host.envelope(bob, pay, { sender: alice.id, nonceAhead: 1n }),
        ],
      }),
    ],
    [
      'KeyExpired',
      (host) => ({
        transactions: [
          ...twoKeys(host, { kind: 'expiry', ...keyOf(bob), lastValidBlock: 1n }),
          host.envelope(bob, pay, { sender: alice.id, nonceAhead: 3n }),
        ],
        block: { number: 2n },
      }),
    ],
    [
      'SignatureWeightTooLow',
      (host) => ({
        transactions: [
          ...twoKeys(host, { kind: 'threshold', threshold: 2 }),
          host.envelope(alice, pay, { nonceAhead: 3n }),
        ],
      }),
    ],
    [
      'InvalidSignature',
      (host) => {
        const { kind, bytes } = host.envelope(alice, pay)
        bytes[bytes.length - 1]! ^= 1
        return one({ kind, bytes } as Transaction)
      },
    ],
  ],
  rejected,
)

// ---- native operations

it('every operation of the native machine is on its page', () => {
  const native = readFileSync(new URL('../../docs/native.md', import.meta.url), 'utf8')
  for (const [operation, opcode] of Object.entries(NativeOpcode)) {
    const number = opcode.toString(16).toUpperCase().padStart(2, '0')
    expect(native).toContain(`| 0x${number} | ${operation} |`)
  }
})

suite(
  'Native operations: what is rejected',
  [
    [
      'AccountExists',
      (host) => {
        const registration = host.registration(alice, alice.id, 0n)
        const again = { operation: 'create', id: alice.id, registration } as const
        return {
          transactions: [host.create(alice), host.envelope(alice, again, { nonceAhead: 1n })],
        }
      },
    ],
    [
      'ProofOfControlInvalid',
      (host) => {
        const registration = host.registration(alice, carol.id, 0n)
        return one(host.envelope(alice, { operation: 'create', id: carol.id, registration }))
      },
    ],
    [
      'UnauthorizedKey',
      (host) => {
        const key = { operation: 'removeKey', ...keyOf(bob) } as const
        return { transactions: [host.create(alice), host.envelope(alice, key, { nonceAhead: 1n })] }
      },
    ],
    [
      'KeyPolicyViolated',
      (host) => {
        const key = { operation: 'removeKey', ...keyOf(alice) } as const
        return { transactions: [host.create(alice), host.envelope(alice, key, { nonceAhead: 1n })] }
      },
    ],
    [
      'UnknownSender',
      (host) => {
        const registration = host.registration(bob, alice.id, 0n)
        return one(host.envelope(alice, { operation: 'addKey', registration }))
      },
    ],
    [
      'TokenOperationRefused',
      (host) => {
        const mint = new Uint8Array(32)
        const instruction = { kind: 'burn', mint, amount: 0n } as const
        return one(host.envelope(alice, { operation: 'token', instruction }))
      },
    ],
    [
      'BindingRefused',
      async (host) => ({
        transactions: [
          host.create(alice),
          await host.bind(alice, wallet, { nonceAhead: 1n }),
          await host.bind(alice, wallet, { nonceAhead: 2n, registrationNonce: 2n }),
        ],
      }),
    ],
    [
      'AddressRevoked',
      async (host) => {
        host.run(host.create(alice))
        host.run(await host.bind(alice, wallet))
        host.run(host.revoke(alice, wallet))
        return one(host.revoke(alice, wallet))
      },
    ],
  ],
  rejected,
)

// ---- raw Ethereum transactions

const base: TransactionFields = {
  type: 2,
  chainId: 1337n,
  nonce: 0n,
  gasLimit: 100_000n,
  gasPrice: undefined,
  maxFeePerGas: 10n,
  maxPriorityFeePerGas: 1n,
  to: new Uint8Array(20).fill(0x70),
  value: 0n,
  data: new Uint8Array(0),
  accessList: [],
  maxFeePerBlobGas: undefined,
  blobVersionedHashes: [],
  authorizationList: [],
}
const legacy = { type: 0, gasPrice: 10n } as const
const kzgHash = new Uint8Array(32).fill(1)
const blob = { type: 3, maxFeePerBlobGas: 5n, blobVersionedHashes: [kzgHash] } as const

const ORDER = secp256k1.Point.CURVE().n

/** Signed by the wallet, whatever the fields are. */
function signed(fields: Partial<TransactionFields>, highS = false): Transaction {
  const tx = { ...base, ...fields }
  const digest = nobleCrypto.keccak256(encodeUnsignedTransaction(tx))
  const bytes = secp256k1.sign(digest, walletSecret, { prehash: false, format: 'recovered' })
  const r = bytesToBigInt(bytes.subarray(1, 33))
  const s = bytesToBigInt(bytes.subarray(33, 65))
  const isOdd = (bytes[0] === 1) !== highS
  const signature = { r, s: highS ? ORDER - s : s, yParity: isOdd ? 1 : 0 } as const
  return raw(encodeTransaction(tx, signature))
}

suite(
  'Raw Ethereum transactions: what is rejected',
  [
    ['InvalidSignature', () => one(signed({}, true))],
    ['UnsupportedTransactionType', () => one(raw(Uint8Array.of(5, 0xc0)))],
    ['UnprotectedTransaction', () => one(signed({ ...legacy, chainId: undefined }))],
    ['WrongChain', () => one(signed({ chainId: 1n }))],
    ['WrongChain', () => one(signed({ ...legacy, chainId: 1n }))],
    ['NonceExhausted', () => one(signed({ nonce: MAX_U64 }))],
    [
      'InitCodeTooLarge',
      () => one(signed({ to: undefined, data: new Uint8Array(49_153), gasLimit: 10_000_000n })),
    ],
    ['GasLimitTooHigh', () => one(signed({ gasLimit: (1n << 24n) + 1n }))],
    ['PriorityFeeAboveMaxFee', () => one(signed({ maxPriorityFeePerGas: 11n }))],
    ['AmountOutOfRange', () => one(signed({ maxFeePerGas: 1n << 255n }))],
    ['ContractCreationForbidden', () => one(signed({ ...blob, to: undefined }))],
    ['BlobTransactionInvalid', () => one(signed({ ...blob, blobVersionedHashes: [] }))],
    [
      'BlobTransactionInvalid',
      () => one(signed({ ...blob, blobVersionedHashes: [new Uint8Array(32)] })),
    ],
    [
      'BlobLimitExceeded',
      () => one(signed({ ...blob, blobVersionedHashes: new Array(7).fill(kzgHash) })),
    ],
    ['AuthorizationListEmpty', () => one(signed({ type: 4 }))],
    ['IntrinsicGasTooLow', () => one(signed({ gasLimit: 20_999n }))],
    ['IntrinsicGasTooLow', () => one(signed({ gasLimit: 22_279n, data: kzgHash }))],
    ['FeeBelowBaseFee', () => one(signed({}), { baseFeePerGas: 11n })],
    ['BlobFeeTooLow', () => one(signed(blob), { blobBaseFee: 6n })],
    [
      'AddressRevoked',
      async (host) => {
        host.run(host.create(alice))
        host.run(await host.bind(alice, wallet))
        return { transactions: [host.revoke(alice, wallet), signed({})] }
      },
    ],
    ['NonceTooLow', () => ({ transactions: [signed({}), signed({})] })],
    ['NonceTooHigh', () => one(signed({ nonce: 1n }))],
    [
      'SenderHasCode',
      (host) => {
        const code = { balance: COIN, code: '0x00' }
        host.state = new Host({ alloc: { [wallet.address]: code } }).state
        return one(signed({}))
      },
    ],
    ['InsufficientFunds', () => one(signed({ value: 5n * COIN }))],
    [
      'AccountLocked',
      (host) => {
        const id = legacyId(nobleCrypto, Namespace.evm, walletAddress)
        host.edit((journal) => journal.setFlags(journal.account(id), ACCOUNT_LOCKED))
        return one(signed({}))
      },
    ],
  ],
  rejected,
)

// ---- EVM failures

/** A creation whose init code is the program. */
const program = (hex: string): Partial<TransactionFields> => ({
  to: undefined,
  data: hexToBytes(hex),
  gasLimit: 8_000_000n,
})

suite(
  'EVM execution: what fails',
  [
    ['Reverted', () => one(signed(program('60006000fd')))],
    ['OutOfGas', () => one(signed(program('5b600056')))],
    ['OutOfGas', () => one(signed(program('64ffffffffff51')))],
    ['StackUnderflow', () => one(signed(program('01')))],
    ['StackOverflow', () => one(signed(program('5b6001600056')))],
    ['InvalidJump', () => one(signed(program('600356')))],
    ['InvalidOpcode', () => one(signed(program('fe')))],
    ['InvalidOpcode', () => one(signed(program('0c')))],
    ['ReturnDataOutOfBounds', () => one(signed(program('6001600060003e')))],
    ['CodeSizeExceeded', () => one(signed(program('6160016000f3')))],
    ['InvalidCodePrefix', () => one(signed(program('60ef60005360016000f3')))],
    [
      'CreateCollision',
      (host) => {
        const address = createAddress(nobleCrypto, walletAddress, 0n)
        const taken = `0x${address.toString(16).padStart(40, '0')}`
        const alloc = {
          [wallet.address]: { balance: COIN },
          [taken]: { balance: 0n, code: '0x00' },
        }
        host.state = new Host({ alloc }).state
        return one(signed(program('00')))
      },
    ],
    [
      'PrecompileFailure',
      () => {
        const to = new Uint8Array(20)
        to[19] = 8
        return one(signed({ to, data: Uint8Array.of(1), gasLimit: 200_000n }))
      },
    ],
  ],
  async (row) => {
    const host = newHost()
    const receipt = await last(host, row)
    const status = row[0] === 'Reverted' ? 'reverted' : 'halted'
    expect(receipt).toMatchObject({ status, error: { name: row[0] } })
    expect(receipt.fee.paid).toBe(receipt.gasUsed * receipt.effectiveGasPrice)
    expect(host.evmNonce(walletAddress)).toBe(1n)
    const documented = page.match(new RegExp(`\\| \`${row[0]}\` \\| \`(\\w+)\` \\|`))
    expect(documented?.[1]).toBe(status)
  },
)

it('a failed EVM envelope leaves exactly both nonces and the fee', () => {
  const revert = { balance: 0n, code: '0x600160005560006000fd' }
  const host = new Host({
    accounts: [{ id: alice.id, balance: COIN }],
    alloc: { [contract]: revert },
  })
  host.run(host.create(alice))
  const before = host.balance(alice.id)
  const call = encodePayload({ to: hexToBytes(contract), value: 5n, data: Uint8Array.of(1) })
  const [receipt] = host.run(
    host.envelope(alice, call, { maxFeePerGas: 7n, maxPriorityFeePerGas: 7n }),
  )
  expect(receipt).toMatchObject({ status: 'reverted', error: { name: 'Reverted' } })
  expect(host.balance(alice.id)).toBe(before - receipt!.fee.paid)
  expect(receipt!.fee.paid).toBe(7n * receipt!.gasUsed)
  expect(host.balance(legacyId(nobleCrypto, Namespace.evm, hexToBytes(contract)))).toBe(0n)
})
