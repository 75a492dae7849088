/** Vectors of the reference sheet, section 11: an independent implementation's results. */
import { describe, expect, it } from 'vitest'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import {
  deriveAddress,
  deriveBvmAddress,
  deriveEvmAddress,
  deriveNativeAddress,
  deriveSvmAddress,
  deriveTvmAddress,
} from '../../src/identity/derive.ts'
import {
  legacyBitcoinKeyId,
  legacyId,
  selfCertifyingId,
  walletFingerprintId,
} from '../../src/identity/legacy.ts'
import { bytesToHex, concatBytes, hexToBytes, utf8 } from '../../src/primitives/bytes.ts'
import { Namespace } from '../../src/state/reader.ts'

const fill = (byte: number, length: number) => new Uint8Array(length).fill(byte)
const A = fill(1, 32)

describe('derived addresses', () => {
  it.each([
    ['evm', deriveEvmAddress(crypto, A), '719b599193eb0d1111f8cfbe4f37ebd11eceaaae'],
    ['tron', deriveTvmAddress(crypto, A), '72c1e0da9e4b7c880082d1d943fbc36b640b9d26'],
    [
      'svm',
      deriveSvmAddress(crypto, A),
      '08d52192c58c61e3d90c33d44449ecfd96277c4afcb73ddf405cff9dbed22db7',
    ],
  ])('%s of 01*32', (_name, address, expected) => {
    expect(bytesToHex(address)).toBe(expected)
  })

  it('bvm is SHA-256("bvm:" || id), native is the id', () => {
    const expected = crypto.sha256(concatBytes(utf8('bvm:'), A))
    expect(deriveBvmAddress(crypto, A)).toEqual(expected)
    expect(deriveNativeAddress(A)).toEqual(A)
  })

  it('refuses a namespace it does not know', () => {
    expect(() => deriveAddress(crypto, 9, A)).toThrow(RangeError)
    expect(() => legacyId(crypto, 0, A)).toThrow(RangeError)
  })
})

describe('legacy ids', () => {
  it.each([
    [
      'legacy_evm(aa*20)',
      legacyId(crypto, Namespace.evm, fill(0xaa, 20)),
      'bd1c19ee867e04de200cd30472d93a624a8062b25fc73ae540d0be08ba5e1381',
    ],
    [
      'legacy_tron(aa*20)',
      legacyId(crypto, Namespace.tvm, fill(0xaa, 20)),
      '4118fc313a5745b049f0a139881290a69a01e1f5abb632f700251ee834a8f146',
    ],
    [
      'legacy_sol(01*32)',
      legacyId(crypto, Namespace.svm, A),
      '87130b3ee708e8a32b5b5e7b364a24cc0f11d0fe0fb5a12d81920b611899f750',
    ],
    [
      'legacy_btc_script(0014aa*20)',
      legacyId(
        crypto,
        Namespace.bvm,
        concatBytes(hexToBytes('0014'), new Uint8Array(20).fill(0xaa)),
      ),
      'bfccf38d94c2c75fb053c8ecea0e3472d27a97d3baefaaae8216c72b640d396c',
    ],
    [
      'legacy_btc(02||bb*32)',
      legacyBitcoinKeyId(crypto, concatBytes(Uint8Array.of(2), fill(0xbb, 32))),
      'ecf3189ab5791f3378824e2db57cb448d883e9dafba3087d5e3f9e453dd1a161',
    ],
    [
      'idcom_xid(01*32)',
      walletFingerprintId(crypto, A),
      '9c0fe79cfb717a5cf2b47615e31ce4efe492d846fc3c1964792488ce32fe3622',
    ],
  ])('%s', (_name, id, expected) => {
    expect(bytesToHex(id)).toBe(expected)
  })

  it('a self-certifying id hashes algorithm and key', () => {
    const key = fill(7, 32)
    const expected = crypto.sha256(concatBytes(utf8('n-vm-key:'), Uint8Array.of(0), key))
    expect(selfCertifyingId(crypto, 0, key)).toEqual(expected)
    expect(selfCertifyingId(crypto, 1, key)).not.toEqual(expected)
  })
})
