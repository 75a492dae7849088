/** Tron's precompiles (spec sheet 3): where they lie, what they cost and answer, and how a call of one ends (1c). */
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { describe, expect, it } from 'vitest'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { bytesToHex, concatBytes, hexToBytes, utf8 } from '../../src/primitives/bytes.ts'
import { u256ToBytes } from '../../src/primitives/u256.ts'
import type { StakeHost, SwitchName } from '../../src/vms/tvm/vm/index.ts'
import { NO_SWITCHES, SWITCH_NAMES, switchesFrom } from '../../src/vms/tvm/vm/index.ts'
import { tvmPrecompiles } from '../../src/vms/tvm/vm/precompiles/index.ts'
import type { Part } from '../support/evm-dsl.ts'
import {
  CONTRACT,
  OTHER,
  RETURN_TOP,
  run,
  store,
  tron,
  USER,
  without,
} from '../support/tron-dsl.ts'
import { TronWorld } from '../support/tron-host.ts'

const on = switchesFrom(() => 1n)
const table = tvmPrecompiles(on)
const word = (value: bigint | number) => u256ToBytes(BigInt(value))
const addressWord = (address: Uint8Array) => concatBytes(new Uint8Array(12), address)

/** Energy and output of one precompile, outside any frame. */
function ask(
  address: bigint,
  input: Uint8Array,
  options: {
    readonly stakes?: Partial<StakeHost>
    readonly caller?: Uint8Array
    readonly world?: TronWorld
  } = {},
) {
  const precompile = table.get(address)!
  const {
    stakes = {},
    caller = CONTRACT,
    world = new TronWorld({ switches: SWITCH_NAMES, stakes }),
  } = options
  const output = precompile.run({ context: world.context, input, caller })
  return {
    energy: precompile.energy(input),
    output,
    hex: output instanceof Uint8Array ? bytesToHex(output) : output,
  }
}

describe('the table', () => {
  const always = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]
  const gated: readonly (readonly [SwitchName, readonly bigint[]])[] = [
    ['ALLOW_TVM_SOLIDITY_059', [9n, 10n]],
    ['ALLOW_TVM_COMPATIBLE_EVM', [0x20003n, 0x20009n]],
    ['ALLOW_SHIELDED_TRC20_TRANSACTION', [0x1000001n, 0x1000002n, 0x1000003n, 0x1000004n]],
    ['ALLOW_TVM_VOTE', [5n, 6n, 7n, 8n, 9n, 10n].map((n) => 0x1000000n + n)],
    ['UNFREEZE_DELAY_DAYS', Array.from({ length: 11 }, (_, i) => 0x100000bn + BigInt(i))],
  ]

  it('has eight entries on the first day and no others', () => {
    expect([...tvmPrecompiles(NO_SWITCHES).keys()]).toEqual(always)
  })

  it.each(gated)('%s adds its own', (name, addresses) => {
    const one = tvmPrecompiles(switchesFrom((other) => (other === name ? 1n : 0n)))
    expect([...one.keys()]).toEqual([...always, ...addresses])
  })

  it.each([
    [6n, 500, 150, 0],
    [7n, 40_000, 6000, 0],
    [8n, 100_000 + 2 * 80_000, 45_000 + 2 * 34_000, 384],
  ] as const)('%s is cheaper since Istanbul', (address, before, now, length) => {
    const input = new Uint8Array(length)
    expect(tvmPrecompiles(NO_SWITCHES).get(address)!.energy(input)).toBe(before)
    expect(table.get(address)!.energy(input)).toBe(now)
  })
})

describe('hashes', () => {
  it('0x03 is SHA-256 of 20 bytes of SHA-256', () => {
    expect(ask(3n, utf8('abc'))).toMatchObject({
      energy: 720,
      hex: '6b6ea134869d649e6f52658be1a5691e37db83c6b8b72b0f1b36d4f849929c9e',
    })
    expect(ask(3n, new Uint8Array(0)).hex).toBe(
      '02d9295ad678c9933a5aee391050c5196cd48d22d10f4ae128a15fb80eea8691',
    )
  })

  it('0x20003 is RIPEMD-160', () => {
    expect(ask(0x20003n, utf8('11'))).toMatchObject({
      energy: 720,
      hex: '000000000000000000000000a76d892cc3522eab763529dfc84b12c080ee1fe8',
    })
  })

  it('0x20009 is BLAKE2 F at a price of its rounds; bad input is free and fails', () => {
    // EIP-152, test vector 5.
    const state =
      '48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5d182e6ad7f520e511f6c3e2b8c68059b6bbd41fbabd9831f79217e1319cde05b'
    const block = `616263${'00'.repeat(125)}`
    const input = hexToBytes(`0000000c${state}${block}03${'00'.repeat(15)}01`)
    expect(ask(0x20009n, input)).toMatchObject({
      energy: 12,
      hex: 'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
    })
    const flagged = Uint8Array.from(input, (byte, i) => (i === 212 ? 2 : byte))
    expect(ask(0x20009n, flagged)).toMatchObject({ energy: 0, output: undefined })
    expect(ask(0x20009n, input.subarray(1))).toMatchObject({ energy: 0, output: undefined })
  })

  it('0x02 and 0x04 are Ethereum’s', () => {
    expect(ask(2n, utf8('abc'))).toMatchObject({
      energy: 72,
      hex: bytesToHex(crypto.sha256(utf8('abc'))),
    })
    expect(ask(4n, utf8('abc'))).toMatchObject({ energy: 18, hex: '616263' })
  })
})

describe('0x05 modexp', () => {
  const input = (base: string, exponent: string, modulus: string) =>
    concatBytes(
      ...[base, exponent, modulus].map((hex) => word(hex.length / 2)),
      hexToBytes(base + exponent + modulus),
    )

  it('costs by EIP-198 with no least price', () => {
    expect(ask(5n, input('03', '05', '07'))).toMatchObject({ energy: 0, hex: '05' })
    // 64 bytes: 4096 * 511 / 20.
    const long = input('ff'.repeat(64), 'ff'.repeat(64), 'fd'.repeat(64))
    expect(ask(5n, long).energy).toBe(Math.floor((4096 * (255 + 8 * 32)) / 20))
  })

  it('answers nothing for a modulus of zero, zeros for one', () => {
    expect(ask(5n, input('03', '05', '0000')).hex).toBe('')
    expect(ask(5n, input('03', '05', '0001')).hex).toBe('0000')
    expect(ask(5n, new Uint8Array(0)).hex).toBe('')
    expect(ask(5n, concatBytes(word(0), word(2n ** 255n), word(0))).hex).toBe('')
  })
})

// ---- signatures

const KEYS = [1, 2, 3, 4, 5, 6].map((n) => word(n))
const addressOf = (key: Uint8Array) =>
  crypto.keccak256(secp256k1.getPublicKey(key, false).subarray(1)).slice(12)
const sign = (hash: Uint8Array, key: Uint8Array, base = 27) => {
  const made = secp256k1.sign(hash, key, { prehash: false, format: 'recovered' })
  return concatBytes(made.subarray(1), Uint8Array.of(base + made[0]!))
}

describe('0x01 ecrecover', () => {
  const hash = crypto.keccak256(utf8('n'))
  const signature = sign(hash, KEYS[0]!)
  const input = concatBytes(hash, word(signature[64]!), signature.subarray(0, 64))

  it('keeps 0x41 before the address', () => {
    expect(ask(1n, input)).toMatchObject({
      energy: 3000,
      hex: `${'00'.repeat(11)}41${bytesToHex(addressOf(KEYS[0]!))}`,
    })
    expect(ask(1n, input.subarray(0, 90)).hex).toBe('')
  })
})

/** `bytes[]` as ABI puts it. */
function bytesArray(items: readonly Uint8Array[]): Uint8Array {
  const heads: Uint8Array[] = []
  const tails: Uint8Array[] = []
  let at = 32 * items.length
  for (const item of items) {
    heads.push(word(at))
    const padded = new Uint8Array(Math.ceil(item.length / 32) * 32)
    padded.set(item)
    tails.push(word(item.length), padded)
    at += 32 + padded.length
  }
  return concatBytes(word(items.length), ...heads, ...tails)
}

describe('0x09 batchvalidatesign', () => {
  const hash = crypto.keccak256(utf8('batch'))
  const encode = (signatures: readonly Uint8Array[], addresses: readonly Uint8Array[]) => {
    const first = bytesArray(signatures)
    return concatBytes(
      hash,
      word(96),
      word(96 + first.length),
      first,
      word(addresses.length),
      ...addresses.map(addressWord),
    )
  }
  const zeros = '00'.repeat(32)

  it('marks each signature that is its address’s, at 1500 each', () => {
    const signatures = [sign(hash, KEYS[0]!), sign(hash, KEYS[1]!, 0), sign(hash, KEYS[2]!)]
    const addresses = [addressOf(KEYS[0]!), addressOf(KEYS[1]!), addressOf(KEYS[3]!)]
    const { energy, hex } = ask(9n, encode(signatures, addresses))
    expect(hex).toBe(`010100${'00'.repeat(29)}`)
    expect(energy).toBe(1500 * 3)
  })

  it('takes bytes past 65, not fewer, and high s', () => {
    const low = sign(hash, KEYS[0]!)
    const order = secp256k1.Point.CURVE().n
    const s = order - BigInt(`0x${bytesToHex(low.subarray(32, 64))}`)
    const high = concatBytes(low.subarray(0, 32), word(s), Uint8Array.of(low[64]! === 27 ? 28 : 27))
    const signatures = [concatBytes(low, utf8('tail')), low.subarray(0, 64), high]
    const address = addressOf(KEYS[0]!)
    expect(ask(9n, encode(signatures, [address, address, address])).hex).toBe(
      `010001${'00'.repeat(29)}`,
    )
  })

  it.each([
    ['nothing', new Uint8Array(0)],
    ['no signatures', encode([], [])],
    ['more signatures than addresses', encode([sign(hash, KEYS[0]!)], [])],
    [
      'seventeen',
      encode(new Array(17).fill(sign(hash, KEYS[0]!)), new Array(17).fill(addressOf(KEYS[0]!))),
    ],
    ['an offset past the end', concatBytes(hash, word(96), word(2n ** 200n), bytesArray([]))],
    [
      'a length past the end',
      concatBytes(hash, word(96), word(128), word(2n ** 31n - 1n), word(1)),
    ],
  ])('answers zeros for %s', (_, input) => {
    expect(ask(9n, input).hex).toBe(zeros)
  })
})

describe('0x0a validatemultisign', () => {
  const data = crypto.keccak256(utf8('multi'))
  const account = addressOf(KEYS[0]!)
  const hashFor = (id: number) =>
    crypto.sha256(concatBytes(Uint8Array.of(0x41), account, word(id).subarray(28), data))
  const encode = (id: bigint | number, signatures: readonly Uint8Array[]) =>
    concatBytes(addressWord(account), word(id), data, word(128), bytesArray(signatures))
  const world = new TronWorld({ switches: SWITCH_NAMES })
  world.accounts.permissions.set(`${bytesToHex(account)}:2`, {
    threshold: 3n,
    keys: [0, 1, 2].map((n) => ({ address: addressOf(KEYS[n]!), weight: BigInt(n + 1) })),
  })
  const answer = (id: number, signers: readonly number[]) =>
    ask(
      10n,
      encode(
        id,
        signers.map((n) => sign(hashFor(id), KEYS[n]!)),
      ),
      { world },
    ).output

  it('hashes account, permission and data', () => {
    // tron-vectors.json, precompileMisc.
    const hash = crypto.sha256(
      concatBytes(
        hexToBytes('417e5f4552091a69125d5dfcb7b8c2659029395bdf'),
        word(2).subarray(28),
        hexToBytes('11'.repeat(32)),
      ),
    )
    expect(bytesToHex(hash)).toBe(
      'ebb4a94ef217e4c3425ce678c0f033887f93ae6fe85b7e2241bbaac4b5dfb9c0',
    )
  })

  it.each([
    ['enough weight by one key', [2], 1],
    ['enough weight by two', [0, 1], 1],
    ['too little', [1], 0],
    ['a stranger among them', [2, 4], 0],
    ['the same signature twice, counted once', [1, 1], 0],
  ] as const)('%s', (_, signers, expected) => {
    expect(answer(2, signers)).toEqual(word(expected))
  })

  it('knows no other permission, takes at most five signatures', () => {
    expect(answer(3, [2])).toEqual(word(0))
    expect(answer(2, [])).toEqual(word(0))
    expect(answer(2, [2, 2, 2, 2, 2, 2])).toEqual(word(0))
  })

  it('halts the caller for a second signature by the same key, and for an array it cannot read', () => {
    const first = sign(hashFor(2), KEYS[0]!)
    const other = concatBytes(first, Uint8Array.of(9))
    expect(typeof ask(10n, encode(2, [first, other]), { world }).output).toBe('number')
    expect(typeof ask(10n, new Uint8Array(0), { world }).output).toBe('number')
    expect(typeof ask(10n, encode(2, [first]).subarray(0, 170), { world }).output).toBe('number')
  })

  it('costs 1500 a signature', () => {
    expect(
      ask(
        10n,
        encode(
          2,
          [0, 1].map((n) => sign(hashFor(2), KEYS[n]!)),
        ),
        { world },
      ).energy,
    ).toBe(3000)
    expect(ask(10n, new Uint8Array(0), { world }).energy).toBe(0)
  })
})

// ---- views

describe('views of votes and stakes', () => {
  const a = addressWord(USER)
  const b = addressWord(OTHER)
  const two = (x: Uint8Array, y: Uint8Array) => concatBytes(x, y)
  const views: readonly (readonly [
    bigint,
    number,
    keyof StakeHost,
    Uint8Array,
    readonly unknown[],
    unknown,
    readonly bigint[],
  ])[] = [
    [0x1000005n, 500, 'rewardBalance', utf8('ignored'), [bytesToHex(CONTRACT)], 7n, [7n]],
    [0x1000006n, 20, 'isWitness', a, [bytesToHex(USER)], true, [1n]],
    [0x1000007n, 500, 'voteCount', two(a, b), [bytesToHex(USER), bytesToHex(OTHER)], 7n, [7n]],
    [0x1000008n, 20, 'usedVoteCount', a, [bytesToHex(USER)], 7n, [7n]],
    [0x1000009n, 20, 'receivedVoteCount', a, [bytesToHex(USER)], 7n, [7n]],
    [0x100000an, 20, 'totalVoteCount', a, [bytesToHex(USER)], 7n, [7n]],
    [0x100000bn, 50, 'chainParameter', word(5), [5n], 14n, [14n]],
    [0x100000cn, 50, 'availableUnfreezeV2Size', a, [bytesToHex(USER)], 32n, [32n]],
    [0x100000dn, 50, 'unfreezableBalanceV2', two(a, word(1)), [bytesToHex(USER), 1n], 7n, [7n]],
    [
      0x100000en,
      50,
      'expireUnfreezeBalanceV2',
      two(a, word(99)),
      [bytesToHex(USER), 99n],
      7n,
      [7n],
    ],
    [0x100000fn, 50, 'delegatableResource', two(a, word(0)), [bytesToHex(USER), 0n], 7n, [7n]],
    [
      0x1000010n,
      50,
      'resourceV2',
      concatBytes(a, b, word(1)),
      [bytesToHex(USER), bytesToHex(OTHER), 1n],
      7n,
      [7n],
    ],
    [
      0x1000011n,
      50,
      'checkUndelegateResource',
      concatBytes(a, word(2n ** 200n), word(1)),
      [bytesToHex(USER), 2n ** 63n - 1n, 1n],
      { clean: 1n, dirty: 2n, restoreSeconds: 3n },
      [1n, 2n, 3n],
    ],
    [
      0x1000012n,
      50,
      'resourceUsage',
      two(a, word(1)),
      [bytesToHex(USER), 1n],
      { used: 4n, restoreSeconds: 5n },
      [4n, 5n],
    ],
    [0x1000013n, 50, 'totalResource', two(a, word(1)), [bytesToHex(USER), 1n], 7n, [7n]],
    [0x1000014n, 50, 'totalDelegatedResource', two(a, word(1)), [bytesToHex(USER), 1n], 7n, [7n]],
    [0x1000015n, 50, 'totalAcquiredResource', two(a, word(1)), [bytesToHex(USER), 1n], 7n, [7n]],
  ]

  it.each(views)(
    '%s costs %s and is %s',
    (address, energy, method, input, expected, answer, words) => {
      const asked: unknown[] = []
      const stakes = {
        [method]: (...values: unknown[]) => {
          asked.push(
            ...values.map((value) => (value instanceof Uint8Array ? bytesToHex(value) : value)),
          )
          return answer
        },
      }
      const result = ask(address, input, { stakes })
      expect(asked).toEqual(expected)
      expect(result).toMatchObject({
        energy,
        hex: words.map((value) => bytesToHex(word(value))).join(''),
      })
      if (address === 0x1000005n) return
      const short = ask(address, input.subarray(1), { stakes })
      expect(short.hex).toBe('00'.repeat(32 * words.length))
    },
  )

  it('0x1000005 asks for the caller: of a DELEGATECALL, its caller', () => {
    const asked: string[] = []
    const stakes: Partial<StakeHost> = {
      rewardBalance: (owner) => {
        asked.push(bytesToHex(owner))
        return 1n
      },
    }
    run(
      tron(0, 0, 0, 0, 0x1000005, 9000, 'STATICCALL', 0, 0, 0, 0, 0x1000005, 9000, 'DELEGATECALL'),
      { stakes },
    )
    expect(asked).toEqual([bytesToHex(CONTRACT), bytesToHex(USER)])
  })
})

// ---- calls of precompiles

describe('a call of a precompile', () => {
  const call = (target: Part, gas: Part, value: Part = 0, outLength = 0): readonly Part[] => [
    ...[outLength, 0, 3, 0, value, target, gas],
    'CALL',
  ]

  it('is known by the whole word: 0x41..02 and 2^160 + 2 are plain accounts', () => {
    const size = (target: bigint) =>
      run(tron(...call(target, 9000), 'POP', 'RETURNDATASIZE', ...RETURN_TOP)).word
    expect([size(2n), size(2n + (0x41n << 160n)), size(2n + (1n << 160n))]).toEqual([32n, 0n, 0n])
  })

  it('writes its whole output, whatever was asked for, into memory nobody pays for', () => {
    const program = tron(...call(2, 9000), 'POP', 'MSIZE', ...RETURN_TOP)
    const { word: size, energyUsed } = run(program)
    expect(size).toBe(32n)
    expect(energyUsed).toBe(BigInt(21 + 40 + 3 + 72 + 2 + 2 + 3 + 1 + 6))
  })

  it('counts as no operation of the transaction', () => {
    expect(run(tron(...call(2, 9000))).internalTransactions).toEqual([])
  })

  it('without enough energy, or refused, pushes 0 and takes what it was given', () => {
    const short = run(tron(...call(2, 71), ...RETURN_TOP))
    expect([short.word, short.energyUsed]).toEqual([0n, BigInt(21 + 40 + 3 + 71 + 10)])
    const refused = run(tron(...call(0x20009, 500), ...RETURN_TOP))
    expect([refused.word, refused.energyUsed]).toEqual([0n, BigInt(21 + 40 + 3 + 500 + 10)])
  })

  it('with a value to an account that is missing is an exception', () => {
    const { ret, energyUsed } = run(tron(...call(2, 9000, 1)), { balance: 5n, limit: 70_000n })
    expect([ret, energyUsed]).toEqual(['UNKNOWN', 70_000n])
  })

  it('that has no energy for more frames is refused at depth 64 like any other', () => {
    const recurse = tron(...call(2, 100), 1, 'SSTORE', 0, 0, 0, 0, 0, 'ADDRESS', 2n ** 200n, 'CALL')
    const { tron: world } = run(recurse, { limit: 90_000_000n })
    expect(world.world.slot(world.world.resolveBytes(CONTRACT), 1n).value).toBe(0n)
  })

  it.each([1, 2, 3, 4])('shielded 0x100000%s halts its caller and says why', (n) => {
    const switches = [...without(), 'ALLOW_SHIELDED_TRC20_TRANSACTION'] as const
    const { ret, message, energyUsed } = run(tron(...call(0x1000000 + n, 300_000)), {
      switches,
      limit: 400_000n,
    })
    expect([ret, energyUsed]).toEqual(['UNKNOWN', 400_000n])
    expect(message).toContain('Shielded')
    const off = run(tron(...call(0x1000000 + n, 300_000), ...RETURN_TOP), { limit: 400_000n })
    expect([off.ret, off.word]).toEqual(['SUCCESS', 1n])
  })

  it('reads input from memory', () => {
    const program = tron(
      ...store(utf8('abc')),
      32,
      0,
      3,
      0,
      0,
      2,
      9000,
      'CALL',
      'POP',
      32,
      0,
      'RETURN',
    )
    expect(bytesToHex(run(program).output)).toBe(bytesToHex(crypto.sha256(utf8('abc'))))
  })
})
