/**
 * The isolation test kit: moves and failures of each machine from envelopes, blocks of them, and what a block changed with
 * one sender's own values left out. A new machine is tried by a row in MOVES and rows in FAILURES.
 */
import type { ExecutedBlock, Receipt, StateDiff, Transaction } from '../../src/index.ts'
import {
  deriveAddress,
  encodeBvmPayload,
  encodeEvmPayload,
  encodeNativePayload,
  encodeSvmPayload,
  encodeTvmPayload,
  executeBlockUncommitted,
  legacyId,
  Namespace,
} from '../../src/index.ts'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import { Host, statuses } from './host.ts'
import type { Signer } from './test-chain.ts'
import { COIN, crypto, ed25519Signer, secp256k1Signer } from './test-chain.ts'

export const alice = ed25519Signer(1)
export const bob = secp256k1Signer(2)
/** Who fails. Nobody else sends anything to mallory. */
export const mallory = ed25519Signer(66)

/** Stores a word; what follows decides how it ends. */
const STORE = '6001600055'
const initCode = (end: string) => hexToBytes(STORE + end)
const STOP = '00'
const REVERT = '60006000fd'
const INVALID = 'fe'
const LOOP = '5b600556'

const recipient = (n: number, length: number) => new Uint8Array(length).fill(0xb0 + (n % 8))

/** Payloads that succeed, one maker a machine and kind; `n` varies recipients and amounts. */
export const MOVES: readonly (readonly [string, (n: number) => Uint8Array])[] = [
  [
    'native transfer',
    (n) => encodeNativePayload({ operation: 'transfer', to: recipient(n, 32), amount: BigInt(n) }),
  ],
  ['native link', (n) => encodeNativePayload({ operation: 'link', id: recipient(n, 32) })],
  ['EVM transfer', (n) => encodeEvmPayload({ to: recipient(n, 20), value: BigInt(n) })],
  ['EVM create', () => encodeEvmPayload({ to: undefined, value: 0n, data: initCode(STOP) })],
  [
    'Solana transfer',
    (n) => encodeSvmPayload({ operation: 'transfer', to: recipient(n, 32), lamports: 10_000_000n }),
  ],
  [
    'Bitcoin lock',
    (n) =>
      encodeBvmPayload({
        operation: 'lock',
        amount: 1_000n + BigInt(n),
        lock: { kind: 'account', id: recipient(n, 32) },
      }),
  ],
  ['Tron transfer', (n) => encodeTvmPayload({ to: recipient(n, 20), value: 10n ** 12n })],
  ['Tron create', () => encodeTvmPayload({ to: undefined, value: 0n, data: initCode(STOP) })],
]

/** Payloads that run and fail, some after they have changed state. */
export const FAILURES: readonly (readonly [string, Uint8Array])[] = [
  ['EVM revert', encodeEvmPayload({ to: undefined, value: 5n, data: initCode(REVERT) })],
  ['EVM invalid', encodeEvmPayload({ to: undefined, value: 5n, data: initCode(INVALID) })],
  ['EVM out of gas', encodeEvmPayload({ to: undefined, value: 5n, data: initCode(LOOP) })],
  [
    'Solana instruction',
    encodeSvmPayload({
      operation: 'invoke',
      program: new Uint8Array(32),
      accounts: [],
      data: new Uint8Array(4).fill(255),
    }),
  ],
  [
    'Bitcoin script',
    encodeBvmPayload({
      operation: 'evaluate',
      rules: 'legacy',
      stack: [],
      script: Uint8Array.of(0),
    }),
  ],
  ['Tron revert', encodeTvmPayload({ to: undefined, value: 0n, data: initCode(REVERT) })],
  ['Tron invalid', encodeTvmPayload({ to: undefined, value: 0n, data: initCode(INVALID) })],
  ['Tron out of gas', encodeTvmPayload({ to: undefined, value: 0n, data: initCode(LOOP) })],
]

/** Nothing: the same sender and nonce, another machine. */
export const NEUTRAL: Uint8Array = encodeNativePayload({
  operation: 'transfer',
  to: mallory.id,
  amount: 0n,
})

/** All three have coin, an account, and their addresses in every machine. */
export function isolationHost(): Host {
  const people = [alice, bob, mallory]
  const host = new Host({
    accounts: people.map(({ id }) => ({ id, balance: 1_000n * COIN })),
    number: 0n,
    timestamp: 1_760_000_000n,
  })
  const receipts = host.run(...people.map((signer) => host.create(signer)))
  if (statuses(receipts).some((status) => status !== 'success'))
    throw new Error(`creation: ${statuses(receipts)}`)
  return host
}

export interface Sent {
  readonly signer: Signer
  readonly payload: Uint8Array
}

/** Envelopes with each sender's nonces in order. */
export function blockOf(host: Host, list: readonly Sent[]): Transaction[] {
  const ahead = new Map<Signer, bigint>()
  return list.map(({ signer, payload }) => {
    const nonceAhead = ahead.get(signer) ?? 0n
    ahead.set(signer, nonceAhead + 1n)
    return host.envelope(signer, payload, { nonceAhead, gasLimit: 300_000n })
  })
}

export function execute(host: Host, transactions: readonly Transaction[]): ExecutedBlock {
  return executeBlockUncommitted(host.state, transactions, {}, { recordChanges: true })
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'bigint') return `${inner}n`
    return inner instanceof Uint8Array ? bytesToHex(inner) : inner
  })

/** Ids under which the values of an account and of its addresses are filed. */
function idsOf(id: Uint8Array): ReadonlySet<string> {
  const namespaces = [Namespace.evm, Namespace.svm, Namespace.bvm, Namespace.tvm]
  const legacy = namespaces.map((namespace) =>
    legacyId(crypto, namespace, deriveAddress(crypto, namespace, id)),
  )
  return new Set([id, ...legacy].map(bytesToHex))
}

/** Everything a block changed, one line each in a fixed order, without what belongs to one account. */
export function changesWithout(diff: StateDiff, id: Uint8Array): string[] {
  const own = idsOf(id)
  const lines: string[] = []
  for (const { id: account, value } of diff.accounts)
    if (!own.has(bytesToHex(account))) lines.push(`account ${text([account, value])}`)
  for (const { machine, id: owner, value } of diff.records)
    if (!own.has(bytesToHex(owner))) lines.push(`record ${text([machine, owner, value])}`)
  for (const { storageId, slots } of diff.storage)
    for (const { key, value } of slots) lines.push(`slot ${text([storageId, key, value])}`)
  for (const { namespace, address, value } of diff.aliases)
    lines.push(`alias ${text([namespace, address, value])}`)
  for (const { type, parts, value } of diff.cells) lines.push(`cell ${text([type, parts, value])}`)
  for (const { hash } of diff.blobs) lines.push(`blob ${text(hash)}`)
  for (const storageId of diff.retired) lines.push(`retired ${text(storageId)}`)
  return lines.sort()
}

/** Receipts but one, without what counts the gas of those before. */
export function receiptsWithout(receipts: readonly Receipt[], index: number): unknown[] {
  return receipts
    .filter((_, i) => i !== index)
    .map(({ cumulativeGasUsed: _gas, ...receipt }) => receipt)
}
