/** The transaction codec against viem (which signs) and @ethereumjs/tx (which decodes and prices the same bytes). */

import { Common, Mainnet } from '@ethereumjs/common'
import { createTxFromRLP } from '@ethereumjs/tx'
import { keccak256, parseTransaction, serializeTransaction, type TransactionSerialized } from 'viem'
import { recoverAuthorizationAddress } from 'viem/utils'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { InvalidTransactionError } from '../../src/errors.ts'
import { bytesToBigInt, bytesToHex, concatBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import { decodeRlp, encodeRlp, type RlpItem, RlpReader, rlpUint } from '../../src/primitives/rlp.ts'
import { decodeTransaction } from '../../src/vms/evm/transaction/decode.ts'
import {
  encodeTransaction,
  encodeUnsignedTransaction,
} from '../../src/vms/evm/transaction/encode.ts'
import { floorGas, intrinsicGas } from '../../src/vms/evm/transaction/intrinsic.ts'
import {
  recoverAuthority,
  recoverSender,
  SECP256K1_ORDER,
} from '../../src/vms/evm/transaction/signature.ts'
import type { EthereumTransaction } from '../../src/vms/evm/transaction/types.ts'
import { type SignedSample, signedSamples } from './support-transactions.ts'

const hex = (bytes: Uint8Array): `0x${string}` => `0x${bytesToHex(bytes)}`
const decode = (raw: Uint8Array): EthereumTransaction => decodeTransaction(nobleCrypto, raw)

/** The same transaction in viem's words, absent and zero alike. */
function inViemWords(tx: EthereumTransaction): Record<string, unknown> {
  return {
    nonce: Number(tx.nonce),
    gas: tx.gasLimit,
    gasPrice: tx.gasPrice ?? 0n,
    maxFeePerGas: tx.maxFeePerGas ?? 0n,
    maxPriorityFeePerGas: tx.maxPriorityFeePerGas ?? 0n,
    to: tx.to === undefined ? undefined : hex(tx.to),
    value: tx.value,
    data: hex(tx.data),
    chainId: tx.chainId === undefined ? undefined : Number(tx.chainId),
    accessList: tx.accessList.map((entry) => ({
      address: hex(entry.address),
      storageKeys: entry.storageKeys.map((key) => `0x${key.toString(16).padStart(64, '0')}`),
    })),
    blobVersionedHashes: tx.blobVersionedHashes.map(hex),
    maxFeePerBlobGas: tx.maxFeePerBlobGas ?? 0n,
    authorizations: tx.authorizationList.map((a) => [hex(a.address), a.chainId, a.nonce]),
  }
}

function asRequested(sample: SignedSample): Record<string, unknown> {
  const r = sample.request
  return {
    nonce: r.nonce,
    gas: r.gas,
    gasPrice: r.gasPrice ?? 0n,
    maxFeePerGas: r.maxFeePerGas ?? 0n,
    maxPriorityFeePerGas: r.maxPriorityFeePerGas ?? 0n,
    to: r.to ?? undefined,
    value: r.value,
    data: r.data,
    chainId: r.chainId,
    accessList: r.accessList ?? [],
    blobVersionedHashes: r.blobVersionedHashes ?? [],
    maxFeePerBlobGas: r.maxFeePerBlobGas ?? 0n,
    authorizations: (r.authorizationList ?? []).map((a) => [
      a.address,
      BigInt(a.chainId),
      BigInt(a.nonce),
    ]),
  }
}

/** Re-encodes with some items of the outer list replaced. */
function withItems(raw: Uint8Array, change: (items: RlpItem[]) => void): Uint8Array {
  const lead = raw[0]! >= 0xc0 ? 0 : 1
  const items = [...(decodeRlp(raw.subarray(lead)) as RlpItem[])]
  change(items)
  return concatBytes(raw.subarray(0, lead), encodeRlp(items))
}

/** A set-code tuple of one byte per integer. */
const rlpTuple: RlpItem = [1n, 0n, 1n, 1n, 1n, 1n].map((value, i) =>
  i === 1 ? new Uint8Array(20) : rlpUint(value),
)

let samples: SignedSample[]
const ofType = (type: string): SignedSample[] => samples.filter((s) => s.request.type === type)

beforeAll(async () => {
  samples = await signedSamples(20_260_701, 240)
})

describe('transactions signed by viem', () => {
  it('come in every type', () => {
    for (const type of ['legacy', 'eip2930', 'eip1559', 'eip4844', 'eip7702']) {
      expect(ofType(type).length).toBeGreaterThan(20)
    }
    expect(ofType('legacy').some((s) => s.request.chainId === undefined)).toBe(true)
  })

  it('decode to what was signed, with hash and sender', () => {
    for (const sample of samples) {
      const tx = decode(sample.raw)
      expect(inViemWords(tx)).toEqual(asRequested(sample))
      expect(hex(tx.hash)).toBe(keccak256(sample.raw))
      expect(hex(recoverSender(nobleCrypto, tx))).toBe(sample.account.address.toLowerCase())
    }
  })

  it('encode back to the same bytes, signed and unsigned', () => {
    for (const sample of samples) {
      const tx = decode(sample.raw)
      expect(hex(encodeTransaction(tx, tx))).toBe(hex(sample.raw))
      const unsigned = encodeUnsignedTransaction(tx)
      expect(hex(unsigned)).toBe(serializeTransaction(sample.request))
      expect(hex(nobleCrypto.keccak256(unsigned))).toBe(hex(tx.signingHash()))
    }
  })

  it('do not change when the caller changes the bytes afterwards', () => {
    const { raw } = samples[0]!
    const handed = raw.slice()
    const tx = decode(handed)
    handed.fill(0)
    expect(hex(tx.raw)).toBe(hex(raw))
    expect(hex(tx.hash)).toBe(keccak256(raw))
  })

  it('recover the authorities of a set-code transaction', async () => {
    for (const sample of ofType('eip7702')) {
      const tx = decode(sample.raw)
      for (const [i, authorization] of (sample.request.authorizationList ?? []).entries()) {
        const expected = await recoverAuthorizationAddress({ authorization })
        const authority = recoverAuthority(nobleCrypto, tx.authorizationList[i]!)
        expect(authority && hex(authority)).toBe(expected.toLowerCase())
      }
    }
  })

  it('cost what @ethereumjs/tx says, in the forks that know them', () => {
    const forks = [
      ['berlin', ['legacy', 'eip2930']],
      ['london', ['legacy', 'eip2930', 'eip1559']],
      ['shanghai', ['legacy', 'eip2930', 'eip1559']],
      ['prague', ['legacy', 'eip2930', 'eip1559', 'eip4844', 'eip7702']],
      ['osaka', ['legacy', 'eip2930', 'eip1559', 'eip4844', 'eip7702']],
    ] as const
    let compared = 0
    for (const [fork, types] of forks) {
      // A blob transaction of the peer wants a KZG to be there; without a sidecar it is never called.
      const common = new Common({
        chain: Mainnet,
        hardfork: fork,
        customCrypto: { kzg: {} as never },
      })
      for (const sample of samples) {
        const chainId = sample.request.chainId ?? 1
        if (!types.some((type) => type === sample.request.type) || chainId !== 1) continue
        const tx = decode(sample.raw)
        // EIP-7825, which the peer checks when it decodes.
        if (fork === 'osaka' && tx.gasLimit > 1n << 24n) continue
        compared++
        const peer = createTxFromRLP(sample.raw, { common, allowUnlimitedInitCodeSize: true })
        expect(BigInt(intrinsicGas(tx, fork))).toBe(peer.getIntrinsicGas())
        expect(hex(tx.hash)).toBe(hex(peer.hash()))
      }
    }
    expect(compared).toBeGreaterThan(200)
  })

  it('pay at least the floor of EIP-7623', () => {
    expect(floorGas({ data: Uint8Array.of(0, 0, 1) })).toBe(21_000 + 10 * (2 + 4))
    expect(floorGas({ data: new Uint8Array(0) })).toBe(21_000)
  })
})

describe('malformed transactions', () => {
  const refusal = (raw: Uint8Array): string => {
    try {
      decode(raw)
    } catch (error) {
      if (error instanceof InvalidTransactionError) return error.codeName
      throw error
    }
    return 'accepted'
  }

  it('are refused by type and form', () => {
    expect(refusal(new Uint8Array(0))).toBe('MalformedTransaction')
    expect(refusal(hexToBytes('c0'))).toBe('MalformedTransaction')
    expect(refusal(hexToBytes('00c0'))).toBe('UnsupportedTransactionType')
    expect(refusal(hexToBytes('05c0'))).toBe('UnsupportedTransactionType')
    expect(refusal(hexToBytes('7fc0'))).toBe('UnsupportedTransactionType')
    const { raw } = ofType('eip1559')[0]!
    expect(refusal(encodeRlp(raw))).toBe('MalformedTransaction')
    expect(refusal(Uint8Array.of(...raw, 0))).toBe('MalformedTransaction')
    expect(refusal(raw.subarray(0, raw.length - 1))).toBe('MalformedTransaction')
  })

  it('are refused if an item is missing or left over, in every type', () => {
    for (const type of ['legacy', 'eip2930', 'eip1559', 'eip4844', 'eip7702']) {
      const { raw } = ofType(type)[0]!
      expect(refusal(withItems(raw, (items) => items.pop()))).toBe('MalformedTransaction')
      expect(refusal(withItems(raw, (items) => items.push(new Uint8Array(0))))).toBe(
        'MalformedTransaction',
      )
    }
  })

  it('are refused if a field is too wide or not minimal', () => {
    const { raw } = ofType('eip7702')[0]!
    // chain id, nonce, priority fee, max fee, gas limit, to, value
    const widths = [32, 8, 32, 32, 8, undefined, 32]
    for (const [i, width] of widths.entries()) {
      if (width === undefined) continue
      const widest = withItems(raw, (items) => (items[i] = new Uint8Array(width).fill(0xff)))
      expect(refusal(widest)).toBe('accepted')
      const wide = withItems(raw, (items) => (items[i] = new Uint8Array(width + 1).fill(0xff)))
      expect(refusal(wide)).toBe('MalformedTransaction')
      expect(refusal(withItems(raw, (items) => (items[i] = Uint8Array.of(0))))).toBe(
        'MalformedTransaction',
      )
    }
    for (const length of [1, 19, 21]) {
      expect(refusal(withItems(raw, (items) => (items[5] = new Uint8Array(length).fill(1))))).toBe(
        'MalformedTransaction',
      )
    }
  })

  it('refuses signatures outside their range', () => {
    for (const type of ['legacy', 'eip1559']) {
      const { raw } = ofType(type)[0]!
      for (const scalar of [0n, SECP256K1_ORDER, SECP256K1_ORDER + 1n]) {
        expect(
          refusal(withItems(raw, (items) => (items[items.length - 1] = rlpUint(scalar)))),
        ).toBe('InvalidSignature')
      }
    }
    const typed = ofType('eip1559')[0]!.raw
    expect(refusal(withItems(typed, (items) => (items[9] = rlpUint(2n))))).toBe('InvalidSignature')
    const legacy = ofType('legacy')[0]!.raw
    for (const v of [0n, 1n, 26n, 29n, 34n]) {
      expect(refusal(withItems(legacy, (items) => (items[6] = rlpUint(v))))).toBe(
        'InvalidSignature',
      )
    }
  })

  it('takes authorizations that will be skipped, but not ones of the wrong widths', () => {
    const { raw } = ofType('eip7702')[0]!
    const tuple = (...values: (bigint | Uint8Array)[]): RlpItem =>
      values.map((value) => (typeof value === 'bigint' ? rlpUint(value) : value))
    const withTuple = (item: RlpItem): string =>
      refusal(withItems(raw, (items) => (items[9] = [item])))
    const address = new Uint8Array(20)
    const max = (bits: bigint): bigint => (1n << bits) - 1n
    const widest = tuple(max(256n), address, max(64n), max(8n), max(256n), max(256n))
    expect(withTuple(widest)).toBe('accepted')
    expect(withTuple(tuple(1n << 256n, address, 0n, 0n, 1n, 1n))).toBe('MalformedTransaction')
    expect(withTuple(tuple(1n, address, 1n << 64n, 0n, 1n, 1n))).toBe('MalformedTransaction')
    expect(withTuple(tuple(1n, address, 0n, 256n, 1n, 1n))).toBe('MalformedTransaction')
    expect(withTuple(tuple(1n, address, 0n, 0n, 1n << 256n, 1n))).toBe('MalformedTransaction')
    expect(withTuple(tuple(1n, address, 0n, 0n, 1n))).toBe('MalformedTransaction')
    expect(withTuple(tuple(1n, address, 0n, 0n, 1n, 1n, 1n))).toBe('MalformedTransaction')
    expect(withTuple(tuple(1n, new Uint8Array(19), 0n, 0n, 1n, 1n))).toBe('MalformedTransaction')
    const authorization = { chainId: 1n, address, nonce: 0n, yParity: 0n, r: 1n, s: 1n }
    for (const bad of [
      { yParity: 2n },
      { r: 0n },
      { s: 0n },
      { r: SECP256K1_ORDER },
      { s: (SECP256K1_ORDER >> 1n) + 1n },
    ]) {
      expect(recoverAuthority(nobleCrypto, { ...authorization, ...bad })).toBeUndefined()
    }
  })

  it('explains that a blob transaction comes without its sidecar', () => {
    const { raw } = ofType('eip4844')[0]!
    const inner = decodeRlp(raw.subarray(1))
    const wrapper = Uint8Array.of(3, ...encodeRlp([inner, [], [], []]))
    expect(() => decode(wrapper)).toThrow(/without its sidecar/)
    expect(refusal(wrapper)).toBe('MalformedTransaction')
  })

  it('never give anything but InvalidTransactionError, and what is accepted is canonical', () => {
    let state = 12345
    const random = (bound: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return Math.floor((state / 4_294_967_296) * bound)
    }
    let accepted = 0
    for (let run = 0; run < 100_000; run++) {
      let input = samples[run % samples.length]!.raw.slice()
      for (let edits = 1 + random(3); edits > 0; edits--) {
        const at = random(input.length)
        const how = random(8)
        if (how < 5) input[at] = random(256)
        else if (how === 5) input = input.subarray(0, at + 1)
        else if (how === 6)
          input = Uint8Array.of(...input.subarray(0, at), random(256), ...input.subarray(at))
        else input = Uint8Array.of(...input.subarray(0, at), ...input.subarray(at + 1), 0x80)
        if (input.length === 0) input = Uint8Array.of(random(256))
      }
      if (run % 4 === 0) input = input.subarray(0, 60).map(() => random(256))
      if (refusal(input) !== 'accepted') continue
      accepted++
      const tx = decode(input)
      expect(bytesToHex(encodeTransaction(tx, tx))).toBe(bytesToHex(input))
    }
    expect(accepted).toBeGreaterThan(15_000)
  })

  it('costs work in proportion to the bytes, however they are nested', () => {
    const calls = { count: 0 }
    const methods = ['enterList', 'leaveList', 'readBytes', 'readUint'] as const
    const spies = methods.map((name) => {
      const original = RlpReader.prototype[name] as (...args: unknown[]) => never
      return vi.spyOn(RlpReader.prototype, name).mockImplementation(function (
        this: RlpReader,
        ...args: unknown[]
      ): never {
        calls.count++
        return original.apply(this, args)
      })
    })
    const { raw } = ofType('eip7702')[0]!
    const lists = (item: RlpItem): RlpItem => new Array(5_000).fill(item)
    const shapes: ((items: RlpItem[]) => void)[] = [
      (items) => (items[8] = lists([new Uint8Array(20), []])),
      (items) => (items[8] = [[new Uint8Array(20), lists(new Uint8Array(32))]]),
      (items) => (items[8] = lists([])),
      (items) => (items[9] = lists(rlpTuple)),
      (items) => (items[7] = new Uint8Array(100_000)),
    ]
    const inputs = shapes.map((shape) => withItems(raw, shape))
    inputs.push(
      new Uint8Array(100_000).fill(0xc0),
      Uint8Array.of(4, ...new Array(9_999).fill(0xc1)),
    )
    for (const input of inputs) {
      calls.count = 0
      refusal(input)
      // Entering and leaving a list are two calls for its one byte, an integer that is no byte is two as well.
      expect(calls.count).toBeLessThanOrEqual(2 * input.length + 2)
    }
    for (const spy of spies) spy.mockRestore()
  })

  it('agrees with viem on the fields of what it accepts', () => {
    for (const { raw } of samples) {
      const parsed = parseTransaction(hex(raw) as TransactionSerialized)
      const tx = decode(raw)
      expect(BigInt(parsed.r ?? 0)).toBe(tx.r)
      expect(BigInt(parsed.s ?? 0)).toBe(tx.s)
      expect(bytesToBigInt(tx.data)).toBe(BigInt(parsed.data ?? 0))
    }
  })
})
