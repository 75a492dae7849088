/** The whole instruction table against a second one, written from the spec sheet: prices, operands, gates; and CHAINID (S10). */
import { describe, expect, it } from 'vitest'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { hexToBytes } from '../../src/primitives/bytes.ts'
import { tronGenesisId } from '../../src/vms/tvm/block-ids.ts'
import {
  chainIdWord,
  NO_SWITCHES,
  SWITCH_NAMES,
  type SwitchName,
  switchesFrom,
} from '../../src/vms/tvm/vm/index.ts'
import { tvmOpcodes } from '../../src/vms/tvm/vm/opcodes.ts'
import { RETURN_TOP, run, tron, USER, without } from '../support/tron-dsl.ts'

const all = tvmOpcodes(switchesFrom(() => 1n))

/** byte: [pops, pushes, base energy with all switches on]. Ranges are written out below. */
const TABLE: Readonly<Record<number, readonly [number, number, number]>> = {
  ...Object.fromEntries([[0x00, [0, 0, 0]], ...[0x01, 0x03].map((b) => [b, [2, 1, 3]])]),
  ...Object.fromEntries([0x02, 0x04, 0x05, 0x06, 0x07, 0x0b].map((b) => [b, [2, 1, 5]])),
  ...Object.fromEntries([0x08, 0x09].map((b) => [b, [3, 1, 8]])),
  10: [2, 1, 10],
  ...Object.fromEntries(
    [0x10, 0x11, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1a, 0x1b, 0x1c, 0x1d].map((b) => [
      b,
      [2, 1, 3],
    ]),
  ),
  21: [1, 1, 3],
  25: [1, 1, 3],
  32: [2, 1, 30],
  ...Object.fromEntries(
    [0x30, 0x32, 0x33, 0x34, 0x36, 0x38, 0x3a, 0x3d].map((b) => [b, [0, 1, 2]]),
  ),
  49: [1, 1, 20],
  53: [1, 1, 3],
  55: [3, 0, 0],
  57: [3, 0, 0],
  59: [1, 1, 20],
  60: [4, 0, 20],
  62: [3, 0, 0],
  63: [1, 1, 400],
  64: [1, 1, 20],
  ...Object.fromEntries(
    [0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x48, 0x4a].map((b) => [b, [0, 1, 2]]),
  ),
  71: [0, 1, 5],
  73: [1, 1, 3],
  80: [1, 0, 2],
  81: [1, 1, 1],
  82: [2, 0, 1],
  83: [2, 0, 1],
  84: [1, 1, 50],
  85: [2, 0, 0],
  86: [1, 0, 8],
  87: [2, 0, 10],
  ...Object.fromEntries([0x58, 0x59, 0x5a, 0x5f].map((b) => [b, [0, 1, 2]])),
  91: [0, 0, 1],
  92: [1, 1, 100],
  93: [2, 0, 100],
  94: [3, 0, 3],
  ...Object.fromEntries(Array.from({ length: 32 }, (_, i) => [0x60 + i, [0, 1, 3]])),
  ...Object.fromEntries(Array.from({ length: 16 }, (_, i) => [0x80 + i, [i + 1, i + 2, 3]])),
  ...Object.fromEntries(Array.from({ length: 16 }, (_, i) => [0x90 + i, [i + 2, i + 2, 3]])),
  ...Object.fromEntries(Array.from({ length: 5 }, (_, i) => [0xa0 + i, [i + 2, 0, 375 + 375 * i]])),
  208: [8, 1, 0],
  209: [2, 1, 20],
  210: [0, 1, 2],
  211: [0, 1, 2],
  212: [1, 1, 20],
  213: [3, 1, 20_000],
  214: [2, 1, 20_000],
  215: [2, 1, 50],
  216: [4, 1, 30_000],
  217: [0, 1, 20_000],
  218: [2, 1, 10_000],
  219: [2, 1, 10_000],
  220: [0, 1, 10_000],
  221: [0, 1, 10_000],
  222: [3, 1, 10_000],
  223: [3, 1, 10_000],
  240: [3, 1, 0],
  241: [7, 1, 0],
  242: [7, 1, 0],
  243: [2, 0, 0],
  244: [6, 1, 0],
  245: [4, 1, 0],
  250: [6, 1, 0],
  253: [2, 0, 0],
  255: [1, 0, 0],
}

/** By switch, the bytes that exist only with it. */
const GATES: readonly (readonly [SwitchName, readonly number[]])[] = [
  ['ALLOW_TVM_TRANSFER_TRC10', [0xd0, 0xd1, 0xd2, 0xd3]],
  ['ALLOW_TVM_CONSTANTINOPLE', [0x1b, 0x1c, 0x1d, 0x3f, 0xf5]],
  ['ALLOW_TVM_SOLIDITY_059', [0xd4]],
  ['ALLOW_TVM_ISTANBUL', [0x46, 0x47]],
  ['ALLOW_TVM_FREEZE', [0xd5, 0xd6, 0xd7]],
  ['ALLOW_TVM_VOTE', [0xd8, 0xd9]],
  ['ALLOW_TVM_LONDON', [0x48]],
  ['UNFREEZE_DELAY_DAYS', [0xda, 0xdb, 0xdc, 0xdd, 0xde, 0xdf]],
  ['ALLOW_TVM_SHANGHAI', [0x5f]],
  ['ALLOW_TVM_CANCUN', [0x5c, 0x5d, 0x5e]],
  ['ALLOW_TVM_BLOB', [0x49, 0x4a]],
]

describe('the instruction table', () => {
  it('has every instruction of the sheet and no other, at its price', () => {
    const got = Object.fromEntries(
      all.entries.flatMap((entry, byte) =>
        entry === undefined ? [] : [[byte, [entry.pops, entry.pushes, entry.baseGas]]],
      ),
    )
    expect(got).toEqual(TABLE)
  })

  it.each(GATES)('%s brings its own', (name, bytes) => {
    const off = tvmOpcodes(switchesFrom((other) => (other === name ? 0n : 1n)))
    const gone = all.entries.flatMap((entry, byte) =>
      entry !== undefined && off.entries[byte] === undefined ? [byte] : [],
    )
    expect(gone).toEqual([...bytes])
  })

  it('on the first day has what no switch brings, and free memory access', () => {
    const first = tvmOpcodes(NO_SWITCHES)
    const gated = GATES.flatMap(([, bytes]) => bytes)
    const known = Object.keys(TABLE).map(Number)
    expect(first.entries.flatMap((entry, byte) => (entry ? [byte] : []))).toEqual(
      known.filter((byte) => !gated.includes(byte)),
    )
    expect([0x51, 0x52, 0x53].map((byte) => first.baseGas[byte])).toEqual([0, 0, 0])
    expect(SWITCH_NAMES).toHaveLength(18)
  })
})

describe('what a frame can ask', () => {
  const ask = (name: string, options: Parameters<typeof run>[1] = {}) =>
    run(tron(name, ...RETURN_TOP), options).word
  const who = BigInt(`0x${Buffer.from(USER).toString('hex')}`)
  const witness = hexToBytes('11'.repeat(20))

  it('addresses have 21 bytes before multi-signatures, COINBASE always, CALLER never', () => {
    const old = { switches: without('ALLOW_MULTI_SIGN') }
    const prefix = 0x41n << 160n
    expect([ask('ORIGIN'), ask('ORIGIN', old)]).toEqual([who, who + prefix])
    expect(ask('ADDRESS', old) - ask('ADDRESS')).toBe(prefix)
    expect([ask('CALLER'), ask('CALLER', old)]).toEqual([who, who])
    expect(ask('COINBASE', { witness })).toBe(prefix + BigInt(`0x${'11'.repeat(20)}`))
  })

  it('DIFFICULTY, GASLIMIT and the blob instructions answer 0', () => {
    const words = ['PREVRANDAO', 'GASLIMIT', 'BLOBBASEFEE'].map((name) => ask(name))
    expect([...words, run(tron(5, 'BLOBHASH', ...RETURN_TOP)).word]).toEqual([0n, 0n, 0n, 0n])
  })

  it('GASPRICE is told to version 1 only, BASEFEE to all', () => {
    const energyFee = 210n
    expect(ask('GASPRICE', { energyFee })).toBe(210n)
    expect(ask('GASPRICE', { energyFee, version: 0 })).toBe(0n)
    expect(ask('BASEFEE', { energyFee, version: 0 })).toBe(210n)
  })

  it('time and number are the block’s', () => {
    expect([ask('TIMESTAMP', { timestamp: 77n }), ask('NUMBER', { number: 78n })]).toEqual([
      77n,
      78n,
    ])
  })
})

describe('CHAINID', () => {
  const id = hexToBytes('00000000000000007adbf8dc20423f587a5f3f8ea83e2877e2129c5128c12d1e')

  it('is the end of the genesis block’s id, all of it before ids 60 and 71', () => {
    const short = 0x28c12d1en
    const long = BigInt(`0x${Buffer.from(id).toString('hex')}`)
    expect(run(tron('CHAINID', ...RETURN_TOP), { genesisId: id }).word).toBe(short)
    const none = {
      switches: without('ALLOW_TVM_COMPATIBLE_EVM', 'ALLOW_OPTIMIZED_RETURN_VALUE_OF_CHAIN_ID'),
      genesisId: id,
    }
    expect(run(tron('CHAINID', ...RETURN_TOP), none).word).toBe(long)
    for (const name of ['ALLOW_TVM_COMPATIBLE_EVM', 'ALLOW_OPTIMIZED_RETURN_VALUE_OF_CHAIN_ID']) {
      const one = switchesFrom((other) => (other === name ? 1n : 0n))
      expect(chainIdWord(id, one)).toBe(short)
    }
  })

  it('S10: of a chain of ours differs from the EVM’s, from genesis to genesis and from chain to chain', () => {
    const one = switchesFrom(() => 1n)
    const seen = new Set<bigint>()
    for (const chainId of [1n, 1337n, 0x2b6653dcn]) {
      for (const fill of [0, 1, 2]) {
        const word = chainIdWord(tronGenesisId(crypto, chainId, new Uint8Array(32).fill(fill)), one)
        expect(word).not.toBe(chainId)
        seen.add(word)
      }
    }
    expect(seen.size).toBe(9)
  })
})
