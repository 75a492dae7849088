/** Names of token values against the vectors of the reference's formulas, and of the factory's ids. */
import { describe, expect, it } from 'vitest'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import {
  allowanceSlot,
  balanceSlot,
  erc20Address,
  erc20MapSlot,
  mintAuthoritySlot,
  mintSlot,
  tokenId,
  trc20Address,
} from '../../src/token/index.ts'

const filled = (byte: number, length = 32) => new Uint8Array(length).fill(byte)
const [A, B, M] = [filled(0x01), filled(0x02), filled(0x44)]

describe('slots of the reference implementation', () => {
  it.each([
    [
      'mint',
      mintSlot(crypto, M),
      '98d57098da77bab7f8d059121167982a269e1bedc67135207a123e411fc61096',
    ],
    [
      'mint authority',
      mintAuthoritySlot(crypto, M),
      'cbcc025d492507e2db618738e352396c82d524f6abe5ae855263d4c4e640ff42',
    ],
    [
      'balance',
      balanceSlot(crypto, M, A),
      'e16a996c32bf7a4641441df1de073474dfd2b6d6bd00bcd8a3553db569e47a9a',
    ],
    [
      'allowance',
      allowanceSlot(crypto, M, A, B),
      'fee3da90375b71c62b83e8da376a9e82b39acee9dbfe439910c6c8901c6ac1c9',
    ],
  ])('%s', (_name, slot, expected) => {
    expect(bytesToHex(slot)).toBe(expected)
  })

  it('ERC-20 address of a mint', () => {
    expect(bytesToHex(erc20Address(crypto, M))).toBe('d65e3d2635c9c2198a3e5c658a9c886f3539598e')
  })

  it('reverse map of an ERC-20 address', () => {
    const address = erc20Address(crypto, M)
    expect(bytesToHex(erc20MapSlot(crypto, address))).toBe(
      '28d3090a1801839fce8a6720ff8aad2de104c97e0b3b568db44c143589e87abf',
    )
  })
})

describe('names of our own', () => {
  it('derives a factory id from creator and nonce, little-endian', () => {
    const creator = filled(0)
    creator[31] = 1
    expect(bytesToHex(tokenId(crypto, creator, 0n))).toBe(
      '71956ec25fc4df07ee9480b731c525e59e9ef80126b94592b2f890e09db1be3d',
    )
    const ids = [0n, 1n, 256n, 1n << 56n].map((nonce) => bytesToHex(tokenId(crypto, A, nonce)))
    expect(new Set(ids).size).toBe(4)
  })

  it('S10: gives the TRC-20 face a domain of its own', () => {
    expect(trc20Address(crypto, M)).not.toEqual(erc20Address(crypto, M))
    expect(trc20Address(crypto, M)).toHaveLength(20)
  })
})
