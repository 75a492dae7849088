/** Raw Bitcoin transactions: beside bitcoinjs-lib's parser and hashes, and hostile bytes. */
import { createRequire } from 'node:module'
import { Transaction } from 'bitcoinjs-lib'
import { describe, expect, test } from 'vitest'
import { loadCrypto } from '../../src/crypto/load.ts'
import { InvalidTransactionError } from '../../src/errors.ts'
import { concatBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import { CONSENSUS_FLAGS, SighashCache } from '../../src/vms/bvm/script/index.ts'
import {
  checkTransaction,
  decodeTransaction,
  encodeTransaction,
} from '../../src/vms/bvm/transaction/index.ts'
import { makeClassicCase, makeTaprootCase } from '../differential/script-cases.ts'
import { type AssetCase, assetSpend, parseFlags, verdictOf } from '../vectors/bitcoin/cases.ts'

const crypto = await loadCrypto()
const MAX_MONEY = 21_000_000n * 100_000_000n
const CASES = Array.from({ length: 150 }, (_, seed) =>
  seed % 3 === 0 ? makeTaprootCase(seed, crypto) : makeClassicCase(seed, crypto),
)
const fails = (bytes: Uint8Array) => {
  try {
    decodeTransaction(bytes, crypto)
    return 'decoded'
  } catch (error) {
    return error instanceof InvalidTransactionError ? error.codeName : String(error)
  }
}

describe('beside bitcoinjs-lib', () => {
  test('fields, ids and weights', () => {
    for (const { tx } of CASES) {
      const peer = Transaction.fromBuffer(tx.bytes)
      expect(tx.txid).toEqual(Uint8Array.from(peer.getHash()))
      expect(tx.wtxid).toEqual(Uint8Array.from(peer.getHash(true)))
      expect(tx.weight).toBe(peer.weight())
      expect(tx.strippedSize).toBe(peer.byteLength(false))
      expect([tx.version, tx.lockTime]).toEqual([peer.version | 0, peer.locktime])
      expect(
        tx.inputs.map((it) => [it.index, it.sequence, it.scriptSig, it.txid, ...it.witness]),
      ).toEqual(
        peer.ins.map((it) => [
          it.index,
          it.sequence,
          ...[it.script, it.hash, ...it.witness].map((b) => Uint8Array.from(b)),
        ]),
      )
      expect(tx.outputs.map((it) => it.value)).toEqual(peer.outs.map((it) => BigInt(it.value)))
      expect(encodeTransaction(tx)).toEqual(tx.bytes)
    }
  })

  test('signature hashes of every type, for one input and many', () => {
    const script = hexToBytes(`76a914${'11'.repeat(20)}88ac`)
    for (const { tx, prevouts, index } of CASES.slice(0, 60)) {
      const peer = Transaction.fromBuffer(tx.bytes)
      const cache = new SighashCache(tx, prevouts, crypto)
      for (const hashType of [1, 2, 3, 0x81, 0x82, 0x83, 1]) {
        const isBeyond = (hashType & 3) === 3 && index >= tx.outputs.length
        const legacy = Uint8Array.from(peer.hashForSignature(index, script, hashType))
        // The number one is little-endian, as bcoin and Core have it and the peer does not.
        if (isBeyond) legacy.reverse()
        expect(cache.legacy(index, script, hashType)).toEqual(legacy)
        const { value } = prevouts[index]!
        expect(cache.witnessV0(index, script, hashType)).toEqual(
          Uint8Array.from(peer.hashForWitnessV0(index, script, value, hashType)),
        )
        // Its buffer for ANYONECANPAY holds a script of 34 bytes only.
        if (hashType > 0x80 && prevouts[index]!.script.length !== 34) continue
        const spend = { annexHash: undefined, leafHash: undefined, codeSeparator: 0xffff_ffff }
        const scripts = prevouts.map((it) => it.script)
        const values = prevouts.map((it) => it.value)
        const expected = isBeyond
          ? undefined
          : Uint8Array.from(peer.hashForWitnessV1(index, scripts, values, hashType))
        expect(cache.taproot(index, hashType, spend)).toEqual(expected)
      }
    }
  })
})

describe('hostile bytes', () => {
  const { bytes } = CASES.find(({ tx }) => tx.hasWitness)!.tx

  test('every truncation and every addition is malformed', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(fails(bytes.subarray(0, length))).toBe('MalformedTransaction')
    }
    expect(fails(concatBytes(bytes, Uint8Array.of(0)))).toBe('MalformedTransaction')
    expect(fails(bytes)).toBe('decoded')
  })

  test('flipped bits decode to the same bytes again, or are malformed', () => {
    let decoded = 0
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const bent = bytes.slice()
      bent[bit >> 3] = bent[bit >> 3]! ^ (1 << (bit & 7))
      if (fails(bent) !== 'decoded') {
        expect(fails(bent)).toBe('MalformedTransaction')
        continue
      }
      decoded++
      expect(encodeTransaction(decodeTransaction(bent, crypto))).toEqual(bent)
    }
    expect(decoded).toBeGreaterThan(100)
  })

  test('counts that no input can hold are refused before anything is allocated', () => {
    const version = Uint8Array.of(1, 0, 0, 0)
    for (const count of ['feffffffff', 'ffffffffffffffffff', 'fe00000002', 'fdffff']) {
      expect(fails(concatBytes(version, hexToBytes(count), new Uint8Array(200)))).toBe(
        'MalformedTransaction',
      )
    }
  })

  test('compact sizes have one form, witnesses are not superfluous', () => {
    const plain = CASES.find(({ tx }) => !tx.hasWitness && tx.inputs.length === 1)!.tx
    const padded = concatBytes(
      plain.bytes.subarray(0, 4),
      hexToBytes('fd0100'),
      plain.bytes.subarray(5),
    )
    expect(fails(padded)).toBe('MalformedTransaction')
    const empty = concatBytes(
      plain.bytes.subarray(0, 4),
      Uint8Array.of(0, 1),
      plain.bytes.subarray(4, -4),
      Uint8Array.of(0),
      plain.bytes.subarray(-4),
    )
    expect(fails(empty)).toBe('MalformedTransaction')
    empty[5] = 3
    expect(fails(empty)).toBe('MalformedTransaction')
  })

  test('four megabytes decode, and are too much without a witness', () => {
    const input = (size: number, witness: readonly Uint8Array[]) => ({
      txid: new Uint8Array(32).fill(1),
      index: 0,
      scriptSig: new Uint8Array(size),
      sequence: 0,
      witness,
    })
    const make = (size: number, witness: readonly Uint8Array[]) =>
      decodeTransaction(
        encodeTransaction({
          version: 2,
          inputs: [input(size, witness)],
          outputs: [{ value: 0n, script: new Uint8Array(0) }],
          lockTime: 0,
        }),
        crypto,
      )
    const heavy = make(0, [new Uint8Array(3_999_000)])
    expect(checkTransaction(heavy, MAX_MONEY)).toBeUndefined()
    expect(heavy.weight).toBeLessThan(4_000_000)
    expect(checkTransaction(make(4_000_000, []), MAX_MONEY)).toBe('bad-txns-oversize')
  })

  test('amounts, duplicates and null outpoints have names', () => {
    const { tx } = CASES.find((it) => it.tx.inputs.length === 2)!
    const check = (change: object) =>
      checkTransaction(
        decodeTransaction(encodeTransaction({ ...tx, ...change }), crypto),
        MAX_MONEY,
      )
    const output = (value: bigint) => ({ value, script: new Uint8Array(0) })
    const [first, second] = [tx.inputs[0]!, tx.inputs[1]!]
    const none = { ...first, txid: new Uint8Array(32), index: 0xffff_ffff }
    expect(check({})).toBeUndefined()
    expect(check({ outputs: [] })).toBe('bad-txns-vout-empty')
    expect(check({ outputs: [output(-1n)] })).toBe('bad-txns-vout-negative')
    expect(check({ outputs: [output(MAX_MONEY + 1n)] })).toBe('bad-txns-vout-toolarge')
    expect(check({ outputs: [output(MAX_MONEY), output(1n)] })).toBe('bad-txns-txouttotal-toolarge')
    expect(check({ inputs: [first, first] })).toBe('bad-txns-inputs-duplicate')
    expect(check({ inputs: [none, second] })).toBe('bad-txns-prevout-null')
    expect(check({ inputs: [{ ...none, scriptSig: new Uint8Array(1) }] })).toBe('bad-cb-length')
  })
})

test("a slice of Core's script_assets_test: success passes, failure fails", () => {
  const require = createRequire(import.meta.url)
  const all = require('bitcore-lib/test/data/bitcoind/script_assets_test.json') as AssetCase[]
  let failures = 0
  for (const asset of all.filter((_, i) => i % 25 === 0)) {
    const flags = parseFlags(asset.flags) & CONSENSUS_FLAGS
    const good = assetSpend(asset, asset.success, crypto)
    expect(verdictOf(good.tx, asset.index, good.prevouts, flags, crypto), asset.comment).toBe('OK')
    if (asset.failure === undefined) continue
    const bad = assetSpend(asset, asset.failure, crypto)
    expect(verdictOf(bad.tx, asset.index, bad.prevouts, flags, crypto), asset.comment).not.toBe(
      'OK',
    )
    failures++
  }
  expect(failures).toBeGreaterThan(40)
})
