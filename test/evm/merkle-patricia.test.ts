/** Roots against @ethereumjs/mpt, which keeps a database and inserts one key after another. */

import { MerklePatriciaTrie } from '@ethereumjs/mpt'
import { createAccount, hexToBytes as peerHex } from '@ethereumjs/util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import { encodeRlp, rlpUint } from '../../src/primitives/rlp.ts'
import { u256ToBytes } from '../../src/primitives/u256.ts'
import {
  accountTrieValue,
  merklePatriciaRoot,
  stateTrieRoot,
  storageTrieRoot,
} from '../../src/vms/evm/merkle-patricia.ts'
import { trieRoot } from '../../src/vms/evm/receipt/roots.ts'

const keccak256 = (data: Uint8Array): Uint8Array => nobleCrypto.keccak256(data)

async function peerRoot(entries: readonly (readonly [Uint8Array, Uint8Array])[]): Promise<string> {
  const trie = new MerklePatriciaTrie()
  for (const [key, value] of entries) await trie.put(key, value)
  return bytesToHex(trie.root())
}

/** Few distinct nibbles make shared paths, short keys make values inside branches. */
const narrowByte = fc.constantFrom(0x00, 0x01, 0x10, 0x11, 0xf0, 0xff)
const key = fc.oneof(
  fc.array(narrowByte, { minLength: 1, maxLength: 4 }).map((bytes) => Uint8Array.from(bytes)),
  fc.array(narrowByte, { minLength: 32, maxLength: 32 }).map((bytes) => Uint8Array.from(bytes)),
)
const value = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 3 }),
  fc.uint8Array({ minLength: 1, maxLength: 70 }),
)

describe('merklePatriciaRoot', () => {
  it('is keccak256 of the empty string for no entries', () => {
    expect(bytesToHex(merklePatriciaRoot(keccak256, []))).toBe(
      '56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
    )
  })

  it('agrees with @ethereumjs/mpt on crowded keys of many lengths', async () => {
    const entries = fc.uniqueArray(fc.tuple(key, value), {
      maxLength: 40,
      selector: ([k]) => bytesToHex(k),
    })
    await fc.assert(
      fc.asyncProperty(entries, async (drawn) => {
        const root = bytesToHex(merklePatriciaRoot(keccak256, drawn))
        expect(root).toBe(await peerRoot(drawn))
      }),
      { seed: 11, numRuns: 300 },
    )
  })

  it('does not depend on the order of the entries, and refuses what is no map', () => {
    const entries = Array.from({ length: 50 }, (_, i) => {
      return [keccak256(Uint8Array.of(i)), Uint8Array.of(i + 1)] as const
    })
    const root = merklePatriciaRoot(keccak256, entries)
    expect(merklePatriciaRoot(keccak256, entries.toReversed())).toEqual(root)
    expect(() => merklePatriciaRoot(keccak256, [...entries, entries[3]!])).toThrow(RangeError)
    expect(() => merklePatriciaRoot(keccak256, [[Uint8Array.of(1), new Uint8Array(0)]])).toThrow(
      RangeError,
    )
    expect(() => merklePatriciaRoot(keccak256, [[new Uint8Array(33), Uint8Array.of(1)]])).toThrow(
      RangeError,
    )
  })

  it('gives the roots of lists of every length around the changes of the index', async () => {
    for (const length of [0, 1, 2, 16, 17, 127, 128, 129, 255, 256, 257, 300]) {
      const items = Array.from({ length }, (_, i) => new Uint8Array(1 + (i % 40)).fill(i))
      const entries = items.map((item, i) => [encodeRlp(rlpUint(BigInt(i))), item] as const)
      expect(bytesToHex(trieRoot(nobleCrypto, items))).toBe(await peerRoot(entries))
    }
  })
})

describe('stateTrieRoot', () => {
  const word = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n })
  const account = fc.record({
    address: fc.uint8Array({ minLength: 20, maxLength: 20 }),
    nonce: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
    balance: fc.oneof(fc.constant(0n), word),
    codeHash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    storage: fc.uniqueArray(fc.tuple(word, fc.oneof(fc.constant(0n), fc.constant(7n), word)), {
      maxLength: 6,
      selector: ([slot]) => slot,
    }),
  })
  const accounts = fc.uniqueArray(account, {
    maxLength: 12,
    selector: (a) => bytesToHex(a.address),
  })

  it('agrees with tries of @ethereumjs/mpt over accounts of @ethereumjs/util', async () => {
    await fc.assert(
      fc.asyncProperty(accounts, async (drawn) => {
        const state = new MerklePatriciaTrie({ useKeyHashing: true })
        for (const { address, nonce, balance, codeHash, storage } of drawn) {
          const trie = new MerklePatriciaTrie({ useKeyHashing: true })
          for (const [slot, stored] of storage) {
            if (stored !== 0n) await trie.put(u256ToBytes(slot), encodeRlp(rlpUint(stored)))
          }
          expect(bytesToHex(storageTrieRoot(keccak256, storage))).toBe(bytesToHex(trie.root()))
          const peer = createAccount({ nonce, balance, codeHash, storageRoot: trie.root() })
          const ours = accountTrieValue(nonce, balance, trie.root(), codeHash)
          expect(bytesToHex(ours)).toBe(bytesToHex(peer.serialize()))
          await state.put(address, peer.serialize())
        }
        expect(bytesToHex(stateTrieRoot(nobleCrypto, drawn))).toBe(bytesToHex(state.root()))
      }),
      { seed: 12, numRuns: 60 },
    )
  })

  it('hashes the empty state to the empty root', () => {
    expect(stateTrieRoot(nobleCrypto, [])).toEqual(
      peerHex('0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'),
    )
  })
})
