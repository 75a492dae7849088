/** Blooms, receipts and header roots against @ethereumjs, and the roots of a real mainnet header. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { genRequestsRoot } from '@ethereumjs/block'
import { MerklePatriciaTrie } from '@ethereumjs/mpt'
import { CLRequest } from '@ethereumjs/util'
import { Bloom, encodeReceipt as peerEncodeReceipt } from '@ethereumjs/vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import { encodeRlp, rlpUint } from '../../src/primitives/rlp.ts'
import { BloomBuilder, uniteBloom } from '../../src/vms/evm/receipt/bloom.ts'
import { encodeReceipt, logsHash } from '../../src/vms/evm/receipt/encode.ts'
import {
  receiptsRoot,
  requestsHash,
  transactionsRoot,
  withdrawalsRoot,
} from '../../src/vms/evm/receipt/roots.ts'
import type { EthereumReceipt } from '../../src/vms/evm/receipt/types.ts'
import { decodeTransaction } from '../../src/vms/evm/transaction/decode.ts'
import { encodeTransaction } from '../../src/vms/evm/transaction/encode.ts'
import { recoverSender } from '../../src/vms/evm/transaction/signature.ts'
import type { TransactionFields, TransactionType } from '../../src/vms/evm/transaction/types.ts'

const fixed = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length })
const log = fc.record({
  address: fixed(20),
  topics: fc.array(fixed(32), { maxLength: 4 }),
  data: fc.uint8Array({ maxLength: 80 }),
})
const logs = fc.array(log, { maxLength: 4 })
const receipt = fc.record({
  type: fc.constantFrom(0, 1, 2, 3, 4),
  outcome: fc.oneof(fc.boolean(), fixed(32)),
  // Never 0: every transaction uses gas. (@ethereumjs/vm would write 0 as a zero byte.)
  cumulativeGasUsed: fc.bigInt({ min: 21_000n, max: 1n << 60n }),
  logs,
})

const withBloom = (
  builder: BloomBuilder,
  drawn: Omit<EthereumReceipt, 'logsBloom'>,
): EthereumReceipt => ({
  ...drawn,
  logsBloom: builder.logsBloom(drawn.logs),
})

/** The same receipt as @ethereumjs/vm encodes it. */
function peerReceipt(ours: EthereumReceipt): Uint8Array {
  const common = {
    cumulativeBlockGasUsed: ours.cumulativeGasUsed,
    bitvector: ours.logsBloom,
    logs: ours.logs.map(
      (l) => [l.address, [...l.topics], l.data] as [Uint8Array, Uint8Array[], Uint8Array],
    ),
  }
  const { outcome } = ours
  const head = typeof outcome === 'boolean' ? { status: outcome ? 1 : 0 } : { stateRoot: outcome }
  return peerEncodeReceipt(
    { ...common, ...head } as Parameters<typeof peerEncodeReceipt>[0],
    ours.type as 0,
  )
}

describe('bloom', () => {
  it('sets the bits that @ethereumjs/vm sets, whatever was asked before', () => {
    const builder = new BloomBuilder(nobleCrypto)
    fc.assert(
      fc.property(logs, (drawn) => {
        const peer = new Bloom()
        for (const { address, topics } of drawn) {
          peer.add(address)
          for (const topic of topics) peer.add(topic)
        }
        expect(bytesToHex(builder.logsBloom(drawn))).toBe(bytesToHex(peer.bitvector))
        expect(bytesToHex(builder.logsBloom(drawn))).toBe(bytesToHex(peer.bitvector))
      }),
      { seed: 21, numRuns: 200 },
    )
  })

  it('hashes an item once while it remembers it', () => {
    let hashes = 0
    const counting = {
      keccak256: (data: Uint8Array): Uint8Array => {
        hashes++
        return nobleCrypto.keccak256(data)
      },
    }
    const builder = new BloomBuilder(counting)
    const topic = new Uint8Array(32).fill(9)
    const drawn = [{ address: new Uint8Array(20), topics: [topic, topic], data: topic }]
    const first = builder.logsBloom(drawn)
    const union = builder.logsBloom([])
    uniteBloom(union, builder.logsBloom(drawn))
    expect(union).toEqual(first)
    expect(hashes).toBe(2)
  })
})

describe('receipts', () => {
  const builder = new BloomBuilder(nobleCrypto)

  it('encode as @ethereumjs/vm encodes them, typed and not, by status and by root', () => {
    fc.assert(
      fc.property(receipt, (drawn) => {
        const ours = withBloom(builder, drawn)
        expect(bytesToHex(encodeReceipt(ours))).toBe(bytesToHex(peerReceipt(ours)))
      }),
      { seed: 22, numRuns: 300 },
    )
  })

  it('have the root of a trie over their encodings', async () => {
    const drawn = fc.sample(receipt, { seed: 23, numRuns: 140 }).map((r) => withBloom(builder, r))
    const trie = new MerklePatriciaTrie()
    for (const [i, ours] of drawn.entries())
      await trie.put(encodeRlp(rlpUint(BigInt(i))), peerReceipt(ours))
    expect(bytesToHex(receiptsRoot(nobleCrypto, drawn))).toBe(bytesToHex(trie.root()))
  })

  it('hash an empty list of logs to the hash of the empty list', () => {
    expect(bytesToHex(logsHash(nobleCrypto, []))).toBe(
      '1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347',
    )
  })
})

describe('requests (EIP-7685)', () => {
  it('hash as @ethereumjs/block says, empty lists left out', () => {
    const lists = fc.array(fc.uint8Array({ maxLength: 90 }), { maxLength: 4 })
    fc.assert(
      fc.property(lists, (drawn) => {
        const requests = drawn.map((data, type) => Uint8Array.of(type, ...data))
        const peers = drawn.map((data, type) => new CLRequest(type as 0, data))
        expect(bytesToHex(requestsHash(nobleCrypto, requests))).toBe(
          bytesToHex(genRequestsRoot(peers, (data) => nobleCrypto.sha256(data))),
        )
      }),
      { seed: 24, numRuns: 100 },
    )
  })
})

const repository = fileURLToPath(new URL('../..', import.meta.url))
const vectors = process.env.N_VM_VECTORS ?? join(repository, '..', 'shared', 'vectors')
const blockFile = join(vectors, 'evm', 'mainnet', 'block24476005.json')

interface RpcTransaction {
  readonly [field: string]: string | undefined
}
interface RpcBlock {
  readonly transactions: readonly (RpcTransaction & {
    readonly accessList?: readonly { address: string; storageKeys: readonly string[] }[]
    readonly authorizationList?: readonly RpcTransaction[]
    readonly blobVersionedHashes?: readonly string[]
  })[]
  readonly withdrawals: readonly RpcTransaction[]
  readonly transactionsRoot: string
  readonly withdrawalsRoot: string
  readonly requestsHash: string
}

const optional = (hex: string | undefined): bigint | undefined =>
  hex === undefined ? undefined : BigInt(hex)
const bytes = (hex: string | undefined): Uint8Array => hexToBytes(hex ?? '0x')

function fromRpc(tx: RpcBlock['transactions'][number]): Uint8Array {
  const type = Number(tx.type) as TransactionType
  const fields: TransactionFields = {
    type,
    chainId: optional(tx.chainId),
    nonce: BigInt(tx.nonce ?? 0),
    gasLimit: BigInt(tx.gas ?? 0),
    gasPrice: type < 2 ? optional(tx.gasPrice) : undefined,
    maxFeePerGas: optional(tx.maxFeePerGas),
    maxPriorityFeePerGas: optional(tx.maxPriorityFeePerGas),
    to: tx.to ? bytes(tx.to) : undefined,
    value: BigInt(tx.value ?? 0),
    data: bytes(tx.input),
    accessList: (tx.accessList ?? []).map((entry) => ({
      address: bytes(entry.address),
      storageKeys: entry.storageKeys.map(BigInt),
    })),
    maxFeePerBlobGas: optional(tx.maxFeePerBlobGas),
    blobVersionedHashes: (tx.blobVersionedHashes ?? []).map(bytes),
    authorizationList: (tx.authorizationList ?? []).map((a) => ({
      chainId: BigInt(a.chainId ?? 0),
      address: bytes(a.address),
      nonce: BigInt(a.nonce ?? 0),
      yParity: BigInt(a.yParity ?? 0),
      r: BigInt(a.r ?? 0),
      s: BigInt(a.s ?? 0),
    })),
  }
  const v = BigInt(tx.v ?? 0)
  const odd = type === 0 ? v % 2n === 0n : v === 1n
  return encodeTransaction(fields, {
    yParity: odd ? 1 : 0,
    r: BigInt(tx.r ?? 0),
    s: BigInt(tx.s ?? 0),
  })
}

describe('mainnet block 24476005', () => {
  it.skipIf(!existsSync(blockFile))(
    'has the header roots of its transactions and withdrawals',
    () => {
      const block = JSON.parse(readFileSync(blockFile, 'utf8')) as RpcBlock
      const raws = block.transactions.map(fromRpc)
      expect(raws.length).toBe(109)
      for (const [i, raw] of raws.entries()) {
        const tx = decodeTransaction(nobleCrypto, raw)
        expect(`0x${bytesToHex(tx.hash)}`).toBe(block.transactions[i]!.hash)
        expect(`0x${bytesToHex(recoverSender(nobleCrypto, tx))}`).toBe(block.transactions[i]!.from)
      }
      expect(`0x${bytesToHex(transactionsRoot(nobleCrypto, raws))}`).toBe(block.transactionsRoot)
      const withdrawals = block.withdrawals.map((w) => ({
        index: BigInt(w.index ?? 0),
        validatorIndex: BigInt(w.validatorIndex ?? 0),
        address: bytes(w.address),
        amountGwei: BigInt(w.amount ?? 0),
      }))
      expect(`0x${bytesToHex(withdrawalsRoot(nobleCrypto, withdrawals))}`).toBe(
        block.withdrawalsRoot,
      )
      expect(`0x${bytesToHex(requestsHash(nobleCrypto, []))}`).toBe(block.requestsHash)
    },
  )
})
