import { createHash } from 'node:crypto'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import { CellType, LEAF_TAG, leafHash, treeKey, valueHash } from '../../src/state/keys.ts'
import { noble } from './tree-model.ts'

const crypto = { sha256 }
const digest = (hex: string) => createHash('sha256').update(hex, 'hex').digest('hex')

describe('typed keys', () => {
  it('hash type, lengths and parts as documented', () => {
    const key = treeKey(
      crypto,
      CellType.storage,
      hexToBytes('aabb'),
      hexToBytes(''),
      hexToBytes('cc'),
    )
    expect(bytesToHex(key)).toBe(digest('120002aabb00000001cc'))
    expect(bytesToHex(treeKey(crypto, 0x03))).toBe(digest('03'))
    const long = new Uint8Array(0x0203).fill(7)
    expect(bytesToHex(treeKey(crypto, 1, long))).toBe(digest(`010203${'07'.repeat(0x203)}`))
    expect(bytesToHex(valueHash(crypto, 0x15, hexToBytes('010203')))).toBe(
      digest(`1500000003010203${'00'.repeat(56)}`),
    )
    for (const length of [58, 59, 60]) {
      const filling = '00'.repeat(Math.max(0, 59 - length))
      expect(bytesToHex(valueHash(crypto, 0x15, new Uint8Array(length).fill(8)))).toBe(
        digest(`15000000${length.toString(16)}${'08'.repeat(length)}${filling}`),
      )
    }
    const page = new Uint8Array(0x010203).fill(9)
    expect(bytesToHex(valueHash(crypto, 0x15, page))).toBe(
      digest(`1500010203${'09'.repeat(0x10203)}`),
    )
  })

  it('hash a leaf twice, over the tag', () => {
    expect(bytesToHex(LEAF_TAG)).toBe(createHash('sha256').update('n-vm:leaf:v1').digest('hex'))
    const inner = digest('11'.repeat(32) + '22'.repeat(32))
    const leaf = leafHash(noble, new Uint8Array(32).fill(0x11), new Uint8Array(32).fill(0x22))
    expect(bytesToHex(leaf)).toBe(digest(inner + bytesToHex(LEAF_TAG)))
  })

  it('refuse what has no encoding', () => {
    expect(() => treeKey(crypto, 256)).toThrow(/one byte/)
    expect(() => treeKey(crypto, 1.5)).toThrow(/one byte/)
    expect(() => valueHash(crypto, -1, new Uint8Array(0))).toThrow(/one byte/)
    expect(() => treeKey(crypto, 1, new Uint8Array(65_536))).toThrow(/65,535/)
    expect(() => leafHash(noble, new Uint8Array(31), new Uint8Array(32))).toThrow(/32 bytes/)
  })

  it('S1: no two typed keys or values share a preimage', () => {
    const text = (value: string) => new TextEncoder().encode(value)
    const keys = [
      treeKey(crypto, 1, text('ab'), text('c')),
      treeKey(crypto, 1, text('a'), text('bc')),
      treeKey(crypto, 1, text('abc')),
      treeKey(crypto, 1, text('abc'), text('')),
      treeKey(crypto, 2, text('ab'), text('c')),
      valueHash(crypto, 1, text('abc')),
      valueHash(crypto, 2, text('abc')),
      valueHash(crypto, 1, text('abc\0')),
    ]
    expect(new Set(keys.map(bytesToHex)).size).toBe(keys.length)
  })
})
