/** Every syscall on our runtime and on litesvm: results, units, faults and logs, in a version 0 and a version 3 program. */
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { bn254 } from '@noble/curves/bn254.js'
import { ed25519, ristretto255 } from '@noble/curves/ed25519.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { TransactionInstruction } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { SysvarId } from '../../src/vms/svm/ids.ts'
import { Pair } from '../support/svm/peer.ts'
import { DRIVEN, driverElf, HEAP, INPUT, Script, u64s } from '../support/svm/script.ts'
import { funded, keypair, signed } from '../support/svm/wallet.ts'

const pair = new Pair()
const payer = funded(pair, 1)
const PROGRAMS = [0, 3].map((version) => {
  const key = keypair(40 + version).publicKey
  pair.install(key.toBytes(), driverElf(version))
  return { version, key }
})
/** Bulk input: account 0, whose data starts here. */
const store = keypair(50).publicKey
const DATA = INPUT + 8n + 88n
const OUT = HEAP + 0x1000n

/** Runs a script in both versions and compares; true if the transaction succeeded. */
function check(script: Uint8Array, data: Uint8Array = new Uint8Array(8)): string[] {
  const errors: string[] = []
  for (const { key } of PROGRAMS) {
    pair.put(store.toBytes(), { data, owner: key.toBytes(), lamports: 10n ** 10n })
    const keys = [{ pubkey: store, isSigner: false, isWritable: true }]
    const instruction = new TransactionInstruction({
      programId: key,
      keys,
      data: Buffer.from(script),
    })
    const { own, peer } = pair.run(signed([instruction], [payer]))
    expect(own).toEqual(peer)
    errors.push(`${peer.error ?? 'ok'} ${peer.returnData.split(' ')[1] ?? ''} ${peer.logs.at(-1)}`)
  }
  return errors
}

const random = (seed: number, length: number) =>
  Uint8Array.from(
    { length },
    (_, i) => ((seed + 1) * 167 + i * 73 + ((i * i * (seed + 3)) >> 3)) & 0xff,
  )

describe('without arguments', () => {
  it.each(DRIVEN)('%s', (name) => {
    check(new Script().call(name).exit())
  })
})

describe('with pointers nowhere', () => {
  const addresses = [1n, 0x1_0000_0000n, HEAP + 0x7ffcn, INPUT - 1n, (1n << 64n) - 8n]
  it.each(DRIVEN)('%s', (name) => {
    for (const at of addresses) check(new Script().call(name, at, at, at, at, at).exit())
    check(new Script().call(name, HEAP, HEAP, HEAP, HEAP, HEAP).exit())
    check(new Script().call(name, HEAP + 1n, 1, HEAP + 1n, 1, HEAP + 1n).exit())
    check(new Script().call(name, 0, HEAP + 1n, HEAP + 3n, HEAP + 5n, HEAP + 7n).exit())
    check(new Script().call(name, HEAP, 2, HEAP + 64n, OUT, OUT + 64n).exit())
  })
})

describe('logs', () => {
  it.each(['plain', 'ünïcode ✓ 🎉', '', '\u{feff}mark', 'x'.repeat(300)])('text %j', (text) => {
    const bytes = Buffer.from(text)
    check(new Script().call('sol_log_', DATA, bytes.length).exit(), bytes)
  })
  it.each([
    [[0xff]],
    [[0x61, 0xc3]],
    [[0xe2, 0x28, 0xa1]],
    [[0xe2, 0x82, 0x28]],
    [[0xed, 0xa0, 0x80]],
    [[0xf0, 0x9f, 0x92]],
    [[0xf4, 0x90, 0x80, 0x80]],
    [[0xf0, 0x90, 0x28, 0xbc]],
    [[0xc0, 0xaf]],
  ])('bytes %j', (bytes) => {
    check(new Script().call('sol_log_', DATA, bytes.length).exit(), Uint8Array.from(bytes))
    check(new Script().call('sol_panic_', DATA, bytes.length, 3, 4).exit(), Uint8Array.from(bytes))
  })
  it('numbers, keys, units, data', () => {
    const slices = u64s(DATA, 3, DATA + 3n, 0, DATA, 5)
    const script = new Script()
      .call('sol_log_64_', 1n << 63n, (1n << 53n) - 1n, 1n << 53n, 0, 17)
      .call('sol_log_pubkey', DATA)
      .call('sol_log_compute_units_')
      .copy(HEAP, slices)
      .call('sol_log_data', HEAP, 3)
      .call('sol_log_data', HEAP, 0)
      .call('sol_panic_', DATA, 4, 1n << 60n, 7)
    check(script.exit(), Buffer.from('panicked with a text of 32 bytes'))
  })
  it('are cut at ten thousand bytes', () => {
    const long = Buffer.alloc(2400, 'y')
    const script = new Script()
    for (let i = 0; i < 6; i++) script.call('sol_log_', DATA, i === 5 ? 3 : long.length)
    check(script.exit(), long)
  })
})

describe('hashes', () => {
  it.each(['sol_sha256', 'sol_keccak256'])('%s', (name) => {
    const slices = u64s(DATA, 0, DATA, 3, DATA + 7n, 200, DATA, 1000)
    for (const count of [0, 1, 2, 3, 4])
      check(
        new Script().copy(HEAP, slices).call(name, HEAP, count, OUT).give(OUT, 32).exit(),
        random(3, 1000),
      )
    check(new Script().copy(HEAP, slices).call(name, HEAP, 20_001, OUT).exit())
    check(
      new Script()
        .copy(HEAP, slices)
        .call(name, HEAP, 1n << 63n, OUT)
        .exit(),
    )
    // The output is one of the inputs.
    check(new Script().copy(HEAP, u64s(OUT, 32)).call(name, HEAP, 1, OUT).give(OUT, 32).exit())
  })
})

describe('memory', () => {
  it.each([
    ['sol_memcpy_', OUT, DATA, 100],
    ['sol_memcpy_', DATA, OUT, 5000],
    ['sol_memcpy_', OUT, OUT + 8n, 9],
    ['sol_memcpy_', OUT, OUT + 8n, 8],
    ['sol_memcpy_', OUT, OUT, 0],
    ['sol_memcpy_', OUT, DATA, 1n << 40n],
    ['sol_memmove_', OUT, OUT + 8n, 100],
    ['sol_memmove_', OUT + 8n, OUT, 100],
    ['sol_memset_', OUT, 0x1ff, 100],
    ['sol_memset_', OUT, (1n << 64n) - 2n, 3],
    ['sol_memset_', 0x2_0000_0000n, 7, 4096],
    ['sol_memset_', 0x2_0000_0ff0n, 7, 0x20],
    ['sol_memset_', 0x2_0000_1000n, 7, 8],
    ['sol_memset_', 0x1_0000_0000n, 7, 8],
  ] as const)('%s %s %s %s', (name, a, b, c) => {
    check(
      new Script().copy(OUT, random(1, 64)).call(name, a, b, c).give(OUT, 128).exit(),
      random(2, 512),
    )
  })
  it('compares', () => {
    const data = new Uint8Array(64)
    data[20] = 9
    data[52] = 200
    for (const [a, b, n] of [
      [0n, 32n, 20],
      [0n, 32n, 21],
      [32n, 0n, 32],
      [0n, 0n, 64],
    ] as const)
      check(
        new Script()
          .call('sol_memcmp_', DATA + a, DATA + b, n, OUT)
          .give(OUT, 4)
          .exit(),
        data,
      )
    check(new Script().call('sol_memcmp_', DATA, DATA + 8n, 8, OUT + 1n).exit(), data)
  })
  it('allocates', () => {
    const script = new Script()
    for (const size of [1, 7, 8, 0, 1000, 32_768, 1n << 63n, (1n << 64n) - 1n])
      script.call('sol_alloc_free_', size, 0)
    check(script.call('sol_alloc_free_', 1, HEAP).exit())
  })
})

describe('program addresses', () => {
  const seeds = (...lengths: number[]) =>
    u64s(...lengths.flatMap((length, i) => [DATA + BigInt(32 + i), length]))
  it.each([
    [[]],
    [[4]],
    [[4, 0, 32]],
    [[33]],
    [Array<number>(16).fill(1)],
    [Array<number>(17).fill(1)],
    [Array<number>(15).fill(2)],
  ])('seeds of %j', (lengths) => {
    for (const seed of [1, 2, 3]) {
      const script = new Script()
        .copy(HEAP, seeds(...lengths))
        .call('sol_create_program_address', HEAP, lengths.length, DATA, OUT)
        .call('sol_try_find_program_address', HEAP, lengths.length, DATA, OUT + 32n, OUT + 64n)
      check(script.give(OUT, 65).exit(), random(seed, 128))
    }
  })
  it('does not write over its own output', () => {
    const script = new Script().copy(HEAP, seeds(4))
    check(
      script.call('sol_try_find_program_address', HEAP, 1, DATA, OUT, OUT + 31n).exit(),
      random(1, 128),
    )
  })
})

describe('sysvars', () => {
  const ids = [
    SysvarId.clock,
    SysvarId.epochSchedule,
    SysvarId.epochRewards,
    SysvarId.rent,
    SysvarId.slotHashes,
    SysvarId.stakeHistory,
    SysvarId.lastRestartSlot,
    SysvarId.recentBlockhashes,
    SysvarId.instructions,
    SysvarId.fees,
  ]
  it('structs', () => {
    for (const [name, size] of [
      ['sol_get_clock_sysvar', 40],
      ['sol_get_epoch_schedule_sysvar', 40],
      ['sol_get_rent_sysvar', 24],
      ['sol_get_last_restart_slot', 8],
      ['sol_get_epoch_rewards_sysvar', 96],
    ] as const) {
      check(new Script().copy(OUT, random(1, 96)).call(name, OUT).give(OUT, size).exit())
      check(new Script().call(name, DATA).exit(), new Uint8Array(128))
      for (const off of [4n, 8n]) check(new Script().call(name, OUT + off).exit())
    }
  })
  it('ranges', () => {
    for (const id of ids)
      for (const [offset, length] of [
        [0, 8],
        [4, 13],
        [0, 41],
        [17, 0],
        [18, 0],
        [1n << 63n, 8],
        [(1n << 64n) - 4n, 8],
      ] as const)
        check(
          new Script().call('sol_get_sysvar', DATA, OUT, offset, length).give(OUT, 41).exit(),
          id,
        )
    check(new Script().call('sol_get_sysvar', DATA, DATA, 0, 8).exit(), SysvarId.clock)
  })
  it('stake', () => {
    check(
      new Script().call('sol_get_epoch_stake', 0).call('sol_get_epoch_stake', DATA).exit(),
      random(1, 32),
    )
  })
})

describe('return data', () => {
  it.each([
    [0, 64],
    [1, 64],
    [1024, 64],
    [1025, 64],
    [1024, 1024],
    [300, 0],
    [16, 7],
  ])('%i bytes read into %i', (length, room) => {
    const script = new Script()
      .call('sol_set_return_data', DATA, length)
      .call('sol_get_return_data', OUT, room, OUT + 1024n)
      .load(OUT)
      .load(OUT + 1024n)
    check(script.exit(), random(5, 1100))
  })
  it('outputs apart', () => {
    const script = new Script().call('sol_set_return_data', DATA, 64)
    check(script.call('sol_get_return_data', OUT, 64, OUT + 63n).exit(), random(5, 64))
  })
})

describe('secp256k1', () => {
  const secret = random(9, 32)
  const hash = random(10, 32)
  const signature = secp256k1.sign(hash, secret, { prehash: false, format: 'recovered' })
  const cases: [string, Uint8Array, bigint][] = [0n, 1n, 2n, 3n, 4n, 256n, 1n << 40n].map((id) => [
    `id ${id}`,
    signature.subarray(1),
    id,
  ])
  cases.push(['zero', new Uint8Array(64), 0n], ['ones', new Uint8Array(64).fill(255), 1n])
  it.each(cases)('%s', (_, rs, id) => {
    const script = new Script().call('sol_secp256k1_recover', DATA, id, DATA + 32n, OUT)
    check(script.give(OUT, 64).exit(), Buffer.concat([hash, rs]))
  })
})

const le = (value: bigint, length = 32) =>
  Uint8Array.from({ length }, (_, i) => Number((value >> BigInt(8 * i)) & 255n))
const be = (value: bigint, length = 32) => le(value, length).reverse()

/** Points and scalars of one group for all operations of the curve syscalls. */
function curveCases(
  id: number,
  size: number,
  points: readonly Uint8Array[],
  scalars: readonly Uint8Array[],
) {
  const data = Buffer.concat([...points, ...scalars])
  const point = (i: number) => DATA + BigInt(i * size)
  const scalar = (i: number) => DATA + BigInt(points.length * size + i * 32)
  for (let i = 0; i < points.length; i++) {
    check(new Script().call('sol_curve_validate_point', id, point(i)).exit(), data)
    const j = (i + 1) % points.length
    for (const operation of [0, 1, 3])
      check(
        new Script()
          .call('sol_curve_group_op', id, operation, point(i), point(j), OUT)
          .give(OUT, size)
          .exit(),
        data,
      )
    const k = i % scalars.length
    check(
      new Script()
        .call('sol_curve_group_op', id, 2, scalar(k), point(i), OUT)
        .give(OUT, size)
        .exit(),
      data,
    )
  }
  for (let k = 0; k < scalars.length; k++)
    check(
      new Script()
        .call('sol_curve_group_op', id, 2, scalar(k), point(0), OUT)
        .give(OUT, size)
        .exit(),
      data,
    )
  for (const n of [0, 1, 2, scalars.length, 513])
    check(
      new Script()
        .call('sol_curve_multiscalar_mul', id, scalar(0), point(0), n, OUT)
        .give(OUT, size)
        .exit(),
      data,
    )
}

describe('Curve25519', () => {
  const order = ed25519.Point.Fn.ORDER
  const p = ed25519.Point.Fp.ORDER
  const scalars = [3n, 0n, order - 1n, order, 1n << 250n].map((value) => le(value))
  it('Edwards', () => {
    const base = ed25519.Point.BASE
    const torsion = Buffer.from(
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
      'hex',
    )
    const points = [
      base.toBytes(),
      base.multiply(77n).toBytes(),
      le(1n),
      torsion,
      le(p + 1n),
      Uint8Array.from([...le(1n).subarray(0, 31), 0x80]),
      random(1, 32),
      random(2, 32),
      le(2n),
      new Uint8Array(32).fill(255),
    ]
    curveCases(0, 32, points, scalars)
  })
  it('ristretto', () => {
    const base = ristretto255.Point.BASE
    const points = [
      base.toBytes(),
      base.multiply(77n).toBytes(),
      new Uint8Array(32),
      random(1, 32),
      le(p + 2n),
      le(1n),
    ]
    curveCases(1, 32, points, scalars)
  })
})

const chunks = (bytes: Uint8Array, size: number) => {
  const out = bytes.slice()
  for (let at = 0; at < out.length; at += size) out.subarray(at, at + size).reverse()
  return out
}

describe('BLS12-381', () => {
  const { G1, G2 } = bls12_381
  const order = bls12_381.fields.Fr.ORDER
  const scalars = [3n, 0n, order - 1n, order].map((value) => be(value))
  const g1 = G1.Point.BASE
  const g2 = G2.Point.BASE
  const g1Points = [
    g1.toBytes(false),
    g1.multiply(5n).toBytes(false),
    G1.Point.ZERO.toBytes(false),
    new Uint8Array(96),
    random(1, 96),
    Uint8Array.from([...g1.toBytes(true), ...new Uint8Array(48)]),
    // On the curve, not in the subgroup: x = 4.
    Buffer.concat([be(4n, 48), be(bls12_381.fields.Fp.sqrt(68n), 48)]),
  ]
  const g2Points = [
    g2.toBytes(false),
    g2.multiply(5n).toBytes(false),
    G2.Point.ZERO.toBytes(false),
    new Uint8Array(192),
    random(1, 192),
  ]
  it('G1', () => {
    curveCases(5 | 0x80, 96, g1Points, scalars)
    curveCases(
      5,
      96,
      g1Points.map((point) => chunks(point, 48)),
      scalars.map((s) => chunks(s, 32)),
    )
  })
  it('G2', () => {
    curveCases(6 | 0x80, 192, g2Points, scalars)
    curveCases(
      6,
      192,
      g2Points.map((point) => chunks(point, 96)),
      scalars.map((s) => chunks(s, 32)),
    )
  })
  it('decompression', () => {
    const one = [
      g1.toBytes(true),
      g1.negate().toBytes(true),
      G1.Point.ZERO.toBytes(true),
      random(2, 48),
      g1.toBytes(false).subarray(0, 48),
    ]
    const two = [
      g2.toBytes(true),
      g2.negate().toBytes(true),
      G2.Point.ZERO.toBytes(true),
      random(2, 96),
    ]
    const run = (id: number, bytes: Uint8Array, size: number) =>
      check(new Script().call('sol_curve_decompress', id, DATA, OUT).give(OUT, size).exit(), bytes)
    for (const bytes of one) run(5 | 0x80, bytes, 96)
    for (const bytes of one) run(5, chunks(bytes, 48), 96)
    for (const bytes of two) run(6 | 0x80, bytes, 192)
    for (const bytes of two) run(6, chunks(bytes, 96), 192)
    for (const id of [0, 1, 2, 4, 7, 0x84]) run(id, one[0]!, 96)
  })
  it('pairing', () => {
    const first = [g1, g1.multiply(9n), G1.Point.ZERO]
    const second = [g2, g2.multiply(4n), g2]
    const data = Buffer.concat([
      ...first.map((point) => point.toBytes(false)),
      ...second.map((point) => point.toBytes(false)),
    ])
    const little = Buffer.concat([
      chunks(data.subarray(0, 288), 48),
      chunks(data.subarray(288), 96),
    ])
    for (const n of [0, 1, 2, 3]) {
      const run = (id: number, bytes: Uint8Array) =>
        check(
          new Script()
            .call('sol_curve_pairing_map', id, n, DATA, DATA + 288n, OUT)
            .give(OUT, 576)
            .exit(),
          bytes,
        )
      run(0x84, data)
      run(4, little)
    }
  })
})

describe('alt_bn128', () => {
  const { Fp, Fr } = bn254.fields
  const g1 = (k: bigint) => {
    const { x, y } = bn254.G1.Point.BASE.multiply(k).toAffine()
    return Buffer.concat([be(x), be(y)])
  }
  const g2 = (k: bigint) => {
    const { x, y } = bn254.G2.Point.BASE.multiply(k).toAffine()
    return Buffer.concat([be(x.c1), be(x.c0), be(y.c1), be(y.c0)])
  }
  const flagged = (bytes: Uint8Array, at: number, flag: number) => {
    const out = Uint8Array.from(bytes)
    out[at] = out[at]! | flag
    return out
  }
  const run = (op: number, input: Uint8Array, size: number, length = input.length) =>
    check(
      new Script().call('sol_alt_bn128_group_op', op, DATA, length, OUT).give(OUT, size).exit(),
      input.length === 0 ? new Uint8Array(8) : input,
    )
  /** Both endian forms; `run1` and `run2` are the runs that reverse, by length. */
  const both = (
    op: number,
    input: Uint8Array,
    size: number,
    ...runs: (readonly [number, number])[]
  ) => {
    run(op, input, size)
    const parts: Uint8Array[] = []
    let at = 0
    while (at < input.length)
      for (const [length, chunk] of runs) {
        parts.push(chunks(input.subarray(at, at + length), chunk))
        at += length
      }
    run(op | 0x80, Buffer.concat(parts), size)
  }
  const zero1 = new Uint8Array(64)
  const zero2 = new Uint8Array(128)
  it('G1', () => {
    for (const [a, b] of [
      [g1(1n), g1(2n)],
      [g1(5n), zero1],
      [zero1, zero1],
      [g1(3n), g1(Fr.ORDER - 3n)],
      [g1(1n), random(1, 64)],
      [flagged(g1(1n), 32, 0x80), g1(2n)],
      [flagged(g1(1n), 32, 0x40), g1(2n)],
      [flagged(g1(1n), 32, 0xc0), g1(2n)],
      [Buffer.concat([be(Fp.ORDER), be(1n)]), g1(2n)],
    ] as const)
      both(0, Buffer.concat([a, b]), 64, [64, 32])
    for (const k of [0n, 1n, 7n, Fr.ORDER, (1n << 256n) - 1n])
      both(2, Buffer.concat([g1(11n), be(k)]), 64, [96, 32])
    for (const length of [0, 32, 64, 100, 128, 129]) {
      run(0, Buffer.concat([g1(1n), g1(2n), g1(3n)]), 64, length)
      run(2, Buffer.concat([g1(1n), g1(2n), g1(3n)]), 64, length)
    }
  })
  it('G2', () => {
    for (const [a, b] of [
      [g2(1n), g2(2n)],
      [g2(5n), zero2],
      [zero2, zero2],
      [g2(1n), random(1, 128)],
      [flagged(g2(1n), 64, 0x40), g2(2n)],
      [flagged(g2(1n), 64, 0x80), g2(2n)],
    ] as const)
      both(4, Buffer.concat([a, b]), 128, [256, 64])
    for (const k of [0n, 1n, 7n, Fr.ORDER, (1n << 256n) - 1n])
      both(6, Buffer.concat([g2(11n), be(k)]), 128, [128, 64], [32, 32])
    run(4, g2(1n), 128)
    run(6, g2(1n), 128)
  })
  it('pairing', () => {
    both(3, Buffer.concat([g1(2n), g2(3n), g1(Fr.ORDER - 6n), g2(1n)]), 32, [64, 32], [128, 64])
    both(3, Buffer.concat([g1(2n), g2(3n)]), 32, [64, 32], [128, 64])
    both(3, Buffer.concat([zero1, g2(3n)]), 32, [64, 32], [128, 64])
    both(3, Buffer.concat([g1(2n), random(1, 128)]), 32, [64, 32], [128, 64])
    run(3, new Uint8Array(0), 32)
    run(3, g1(1n), 32)
    run(3, Buffer.concat([g1(2n), g2(3n), g1(1n)]), 32)
    for (const op of [1, 5, 7, 0x81, 0x100]) run(op, g1(1n), 32)
  })
  it('compression', () => {
    const { Fp2 } = bn254.fields
    const x = (bytes: Uint8Array, flag: number) => flagged(bytes, 0, flag)
    const inputs: [number, Uint8Array, number, number][] = []
    for (const point of [g1(1n), g1(2n), g1(12n), zero1, random(1, 64), flagged(g1(3n), 32, 0x40)])
      inputs.push([0, point, 32, 32])
    for (const k of [1n, 2n, 12n])
      for (const flag of [0, 0x80, 0x40, 0xc0])
        inputs.push([1, x(g1(k).subarray(0, 32), flag), 64, 32])
    inputs.push(
      [1, new Uint8Array(32), 64, 32],
      [1, be(4n), 64, 32],
      [1, be(Fp.ORDER), 64, 32],
      [1, zero1, 64, 32],
    )
    for (const point of [g2(1n), g2(2n), g2(12n), zero2, random(1, 128)])
      inputs.push([2, point, 64, 64])
    for (const k of [1n, 2n, 12n])
      for (const flag of [0, 0x80, 0x40, 0xc0])
        inputs.push([3, x(g2(k).subarray(0, 64), flag), 128, 64])
    for (let i = 1n; i < 6n; i++) inputs.push([3, Buffer.concat([be(0n), be(i)]), 128, 64])
    expect(Fp2.ORDER).toBeGreaterThan(0n)
    for (const [op, bytes, size, chunk] of inputs) {
      const call = (operation: number, input: Uint8Array) =>
        check(
          new Script()
            .call('sol_alt_bn128_compression', operation, DATA, input.length, OUT)
            .give(OUT, size)
            .exit(),
          input,
        )
      call(op, bytes)
      call(op | 0x80, chunks(bytes, chunk))
    }
  })
})

describe('Poseidon', () => {
  const order = bn254.fields.Fr.ORDER
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])('%i inputs', (count) => {
    const values = Array.from({ length: count }, (_, i) =>
      be(BigInt(i * i) * 12345678901234567890n + BigInt(i)),
    )
    const slices = u64s(...values.flatMap((_, i) => [DATA + BigInt(32 * i), 32]))
    for (const [endian, data] of [
      [0, Buffer.concat(values)],
      [1, Buffer.concat(values.map((value) => value.slice().reverse()))],
    ] as const)
      check(
        new Script()
          .copy(HEAP, slices)
          .call('sol_poseidon', 0, endian, HEAP, count, OUT)
          .give(OUT, 32)
          .exit(),
        data.length === 0 ? new Uint8Array(8) : data,
      )
  })
  it('refuses', () => {
    const data = Buffer.concat([be(order), be(order - 1n), be(1n)])
    const slices = u64s(DATA, 32, DATA + 32n, 32, DATA + 32n, 31, DATA + 64n, 0, DATA + 64n, 33)
    for (let i = 0n; i < 5n; i++)
      check(
        new Script()
          .copy(HEAP, slices)
          .call('sol_poseidon', 0, 0, HEAP + 16n * i, 1, OUT)
          .give(OUT, 32)
          .exit(),
        data,
      )
    check(new Script().call('sol_poseidon', 1, 0, HEAP, 1, OUT).exit())
    check(new Script().call('sol_poseidon', 0, 2, HEAP, 1, OUT).exit())
  })
})

it('all cases were compared', () => {
  console.info(`syscalls: ${pair.compared} transactions compared with litesvm`)
  expect(pair.compared).toBe(2226)
})
