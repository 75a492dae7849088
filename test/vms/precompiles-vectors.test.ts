/** Known answers of the EIPs, and prices of announced lengths that nobody could allocate. */
import { describe, expect, test } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { bytesToHex, concatBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import type { ForkName } from '../../src/vms/evm-core/forks/names.ts'
import { precompilesOf, UNPAYABLE_GAS } from '../../src/vms/evm-core/precompiles/index.ts'
import { word } from '../support/crypto-samples.ts'

function call(fork: ForkName, address: bigint, input: Uint8Array) {
  const precompile = precompilesOf(fork).get(address)!
  const output = precompile.run(nobleCrypto, input)
  return {
    gas: precompile.gas(input),
    output: output === undefined ? undefined : bytesToHex(output),
  }
}

describe('EIP-152, BLAKE2 F', () => {
  const state =
    '48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5' +
    'd182e6ad7f520e511f6c3e2b8c68059b6bbd41fbabd9831f79217e1319cde05b'
  const rest = `${state}616263${'00'.repeat(125)}03${'00'.repeat(15)}`
  const vectors: [string, string][] = [
    [
      `00000000${rest}01`,
      '08c9bcf367e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5' +
        'd282e6ad7f520e511f6c3e2b8c68059b9442be0454267ce079217e1319cde05b',
    ],
    [
      `0000000c${rest}01`,
      'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1' +
        '7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
    ],
    [
      `0000000c${rest}00`,
      '75ab69d3190a562c51aef8d88f1c2775876944407270c42c9844252c26d28752' +
        '98743e7f6d5ea2f2d3e8d226039cd31b4e426ac4f2d3d666a610c2116fde4735',
    ],
    [
      `00000001${rest}01`,
      'b63a380cb2897d521994a85234ee2c181b5f844d2c624c002677e9703449d2fb' +
        'a551b3a8333bcdf5f2f7e08993d53923de3d64fcc68c034e717b9293fed7a421',
    ],
  ]
  test.each(vectors)('%#', (input, output) => {
    const rounds = Number.parseInt(input.slice(0, 8), 16)
    expect(call('istanbul', 9n, hexToBytes(input))).toEqual({ gas: rounds, output })
  })
  test('another length or flag fails', () => {
    expect(call('istanbul', 9n, new Uint8Array(0)).output).toBeUndefined()
    expect(call('istanbul', 9n, hexToBytes(`0000000c${rest}02`)).output).toBeUndefined()
    expect(call('istanbul', 9n, hexToBytes(`0000000c${rest}`)).output).toBeUndefined()
  })
  test('the price of 2^32 - 1 rounds is exact', () => {
    const input = hexToBytes(`ffffffff${rest}01`)
    expect(precompilesOf('istanbul').get(9n)!.gas(input)).toBe(4_294_967_295)
  })
})

describe('EIP-198, modexp', () => {
  const fermat = hexToBytes(
    `${'00'.repeat(31)}01${'00'.repeat(31)}20${'00'.repeat(31)}2003` +
      'fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2e' +
      'fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f',
  )
  test('Fermat: 3^(p-1) mod p, price of each fork', () => {
    const one = bytesToHex(word(1n))
    expect(call('byzantium', 5n, fermat)).toEqual({ gas: 13_056, output: one })
    expect(call('berlin', 5n, fermat)).toEqual({ gas: 1360, output: one })
    expect(call('osaka', 5n, fermat)).toEqual({ gas: 4080, output: one })
  })
  test('an empty base is zero', () => {
    const input = concatBytes(word(0n), word(32n), word(32n), fermat.subarray(97))
    expect(call('byzantium', 5n, input).output).toBe('00'.repeat(32))
  })
  test('a truncated input reads zeros', () => {
    const input = concatBytes(word(1n), word(2n), word(32n), hexToBytes(`03ffff80`))
    const output = '3b01b01ac41f2d6e917c6d6a221ce793802469026d9ab7578fa2e79e4da6aaab'
    expect(call('byzantium', 5n, input).output).toBe(output)
  })
  test('announced lengths are priced, never allocated', () => {
    const huge = (1n << 256n) - 1n
    const lengths: [bigint, bigint, bigint][] = [
      [huge, huge, huge],
      [huge, 1n, 1n],
      [1n, huge, 1n],
      [1n, 1n, huge],
      [0n, huge, 32n],
      [1n << 60n, 0n, 0n],
    ]
    for (const fork of ['byzantium', 'berlin', 'osaka'] as const) {
      const modexp = precompilesOf(fork).get(5n)!
      for (const triple of lengths) {
        const input = concatBytes(...triple.map(word), new Uint8Array(40))
        expect(modexp.gas(input), `${fork} ${triple}`).toBe(UNPAYABLE_GAS)
      }
    }
  })
  test('nothing but a huge exponent length: free, empty, and refused since Osaka', () => {
    const input = concatBytes(word(0n), word((1n << 256n) - 1n), word(0n))
    expect(call('byzantium', 5n, input)).toEqual({ gas: 0, output: '' })
    expect(call('berlin', 5n, input)).toEqual({ gas: 200, output: '' })
    expect(precompilesOf('osaka').get(5n)!.gas(input)).toBe(UNPAYABLE_GAS)
    expect(call('osaka', 5n, input).output).toBeUndefined()
  })
  test('EIP-7823: 1024 bytes pass, 1025 fail', () => {
    for (const at of [0, 1, 2]) {
      const lengths = [1n, 1n, 1n]
      lengths[at] = 1024n
      const fits = concatBytes(...lengths.map(word), new Uint8Array(1026).fill(3))
      lengths[at] = 1025n
      const over = concatBytes(...lengths.map(word), new Uint8Array(1027).fill(3))
      expect(call('osaka', 5n, fits).output).toBeDefined()
      expect(call('osaka', 5n, over).output).toBeUndefined()
      expect(call('prague', 5n, over).output).toBeDefined()
    }
  })
})

describe('ecrecover', () => {
  test('the address that signed', () => {
    const input = hexToBytes(
      '456e9aea5e197a1f1af7a3e85a3212fa4049a3ba34c2289b4c860fc0b0c64ef3' +
        '000000000000000000000000000000000000000000000000000000000000001c' +
        '9242685bf161793cc25603c231bc2f568eb630ea16aa137d2664ac8038825608' +
        '4f8ae3bd7535248d0bd448298cc2e2071e56992d0774dc340c368ae950852ada',
    )
    const output = '0000000000000000000000007156526fbd7a3c72969b54f64e42c10fbb768c8a'
    expect(call('frontier', 1n, input)).toEqual({ gas: 3000, output })
  })
})
