/** Addresses and descriptors beside bitcoinjs-lib, and the examples of BIP 380-386. */
import { networks, payments, address as peer } from 'bitcoinjs-lib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import { addressToScript, hrpParameter, scriptToAddress } from '../../src/vms/bvm/address.ts'
import {
  descriptorChecksum,
  descriptorToScript,
  scriptToDescriptor,
  taprootOutputKey,
} from '../../src/vms/bvm/descriptor.ts'
import { accountScript } from '../../src/vms/bvm/locks.ts'
import { ecc, key, NETWORK, p2pkh, p2shP2wpkh, p2tr, p2wpkh, scriptOf, xOnly } from './support.ts'

const MAINNET = { bech32: 'bc', pubKeyHash: 0, scriptHash: 5 }
const seeds = fc.integer({ min: 1, max: 250 })

describe('addresses', () => {
  it.each([
    ['this chain', NETWORK, NETWORK],
    ['mainnet', MAINNET, networks.bitcoin],
    ['testnet', { bech32: 'tb', pubKeyHash: 0x6f, scriptHash: 0xc4 }, networks.testnet],
  ] as const)("are bitcoinjs-lib's on %s, there and back", (_name, own, theirs) => {
    const run = (seed: number) => {
      const pair = key(seed)
      for (const payment of [p2pkh(pair), p2wpkh(pair), p2shP2wpkh(pair), p2tr(pair)]) {
        const script = scriptOf(payment)
        const address = peer.fromOutputScript(script, theirs)
        expect(scriptToAddress(script, own)).toBe(address)
        expect(addressToScript(address, own)).toEqual(script)
      }
    }
    fc.assert(fc.property(seeds, run), { numRuns: 15, seed: 1 })
  })

  it('name what is wrong with them', () => {
    const script = scriptOf(p2wpkh(key(1)))
    const foreign = scriptToAddress(script, MAINNET)!
    expect(() => addressToScript(foreign, NETWORK)).toThrow(/of this chain/)
    expect(() =>
      addressToScript(scriptToAddress(scriptOf(p2pkh(key(1))), MAINNET)!, NETWORK),
    ).toThrow(/of this chain/)
    expect(() => addressToScript('', NETWORK)).toThrow(TypeError)
    const own = scriptToAddress(script, NETWORK)!
    expect(() => addressToScript(`${own.slice(0, -1)}q`, NETWORK)).toThrow(TypeError)
    expect(scriptToAddress(Uint8Array.of(0x51), NETWORK)).toBeUndefined()
    // A version 0 program of a wrong length cannot be spent.
    expect(() => addressToScript(peer.toBech32(new Uint8Array(21), 0, 'nvm'), NETWORK)).toThrow(
      TypeError,
    )
  })

  it('an account has one too', () => {
    const script = accountScript(nobleCrypto, new Uint8Array(32).fill(7))
    const address = scriptToAddress(script, NETWORK)!
    expect(address.startsWith('nvm1s')).toBe(true)
    expect(addressToScript(address, NETWORK)).toEqual(script)
  })

  it('the human-readable part is a number in the configuration', () => {
    expect(hrpParameter('nvm')).toBe(0x6e766dn)
    expect(() => hrpParameter('NVM')).toThrow(RangeError)
    expect(() => hrpParameter('')).toThrow(RangeError)
  })
})

describe('descriptors', () => {
  const hex = (bytes: Uint8Array) => bytesToHex(bytes)
  const script = (text: string) => descriptorToScript(text, nobleCrypto, NETWORK)

  it('give the scripts of bitcoinjs-lib', () => {
    const run = (a: number, b: number) => {
      const pairs = [key(a), key(b)]
      const keys = pairs.map(({ publicKey }) => Uint8Array.from(publicKey))
      const [first, second] = keys.map(hex)
      const pubkeys = keys
      const p2ms = payments.p2ms({ m: 1, pubkeys, network: NETWORK })
      expect(script(`pkh(${first})`)).toEqual(scriptOf(p2pkh(pairs[0]!)))
      expect(script(`wpkh(${first})`)).toEqual(scriptOf(p2wpkh(pairs[0]!)))
      expect(script(`sh(wpkh(${first}))`)).toEqual(scriptOf(p2shP2wpkh(pairs[0]!)))
      expect(script(`tr(${hex(xOnly(pairs[0]!))})`)).toEqual(scriptOf(p2tr(pairs[0]!)))
      const wsh = payments.p2wsh({ redeem: p2ms, network: NETWORK })
      expect(script(`wsh(multi(1,${first},${second}))`)).toEqual(scriptOf(wsh))
      const nested = payments.p2sh({ redeem: wsh, network: NETWORK })
      expect(script(`sh(wsh(multi(1,${first},${second})))`)).toEqual(scriptOf(nested))
      expect(script(`wsh(sortedmulti(1,${first},${second}))`)).toEqual(
        script(`wsh(sortedmulti(1,${second},${first}))`),
      )
    }
    fc.assert(fc.property(seeds, seeds, run), { numRuns: 15, seed: 2 })
  })

  it("the output key of taproot is tiny-secp256k1's sum of points", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const internal = Uint8Array.from(xOnly(key(seed)))
      const root = new Uint8Array(32).fill(seed)
      const tag = nobleCrypto.sha256(new TextEncoder().encode('TapTweak'))
      const tweak = nobleCrypto.sha256(Uint8Array.of(...tag, ...tag, ...internal, ...root))
      const sum = ecc.xOnlyPointAddTweak(internal, tweak)!
      expect(taprootOutputKey(nobleCrypto, internal, root)).toEqual(
        Uint8Array.from(sum.xOnlyPubkey),
      )
    }
    expect(taprootOutputKey(nobleCrypto, new Uint8Array(32))).toBeUndefined()
  })

  // BIP 380, 381, 385.
  it.each([
    ['raw(deadbeef)#89f8spxm', 'deadbeef'],
    ['raw(deadbeef)', 'deadbeef'],
    [
      'pk(03a34b99f22c790c4e36b2b3c2c35a36db06226e41c692fc82b8b56ac1c540c5bd)',
      '2103a34b99f22c790c4e36b2b3c2c35a36db06226e41c692fc82b8b56ac1c540c5bdac',
    ],
    [
      'pkh(03a34b99f22c790c4e36b2b3c2c35a36db06226e41c692fc82b8b56ac1c540c5bd)',
      '76a9149a1c78a507689f6f54b847ad1cef1e614ee23f1e88ac',
    ],
    [
      'wpkh(03a34b99f22c790c4e36b2b3c2c35a36db06226e41c692fc82b8b56ac1c540c5bd)',
      '00149a1c78a507689f6f54b847ad1cef1e614ee23f1e',
    ],
    [
      'tr(a34b99f22c790c4e36b2b3c2c35a36db06226e41c692fc82b8b56ac1c540c5bd)',
      '512077aab6e066f8a7419c5ab714c12c67d25007ed55a43cadcacb4d7a970a093f11',
    ],
  ])('%s is the script of its BIP', (text, expected) => {
    expect(hex(script(text))).toBe(expected)
  })

  it.each([
    'raw(deadbeef)#',
    'raw(deadbeef)#89f8spxmx',
    'raw(deadbeef)#89f8spx',
    'raw(dedbeef)#89f8spxm',
    'raw(deadbeef)##9f8spxm',
    'raw(Ü)#00000000',
    'wsh(wpkh(03a34b99f22c790c4e36b2b3c2c35a36db06226e41c692fc82b8b56ac1c540c5bd))',
    'wpkh(xpub)',
    'wsh(multi(2,03a34b99f22c790c4e36b2b3c2c35a36db06226e41c692fc82b8b56ac1c540c5bd))',
    'nothing',
  ])('%s is refused', (text) => {
    expect(() => script(text)).toThrow(TypeError)
  })

  it('a script without known keys has one as well', () => {
    const withAddress = scriptToDescriptor(scriptOf(p2wpkh(key(1))), NETWORK)
    expect(script(withAddress)).toEqual(scriptOf(p2wpkh(key(1))))
    expect(withAddress.startsWith('addr(nvm1q')).toBe(true)
    expect(scriptToDescriptor(hexToBytes('deadbeef'), NETWORK)).toBe('raw(deadbeef)#89f8spxm')
    expect(descriptorChecksum('raw(deadbeef)')).toBe('89f8spxm')
  })
})
