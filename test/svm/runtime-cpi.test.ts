/** Cross-program invocation on our runtime and on litesvm, in both layouts: privileges, faults, copies, depth, limits. */
import { PublicKey, TransactionInstruction } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { ProgramId } from '../../src/vms/svm/ids.ts'
import { type Info, type Invocation, invoke, type Meta } from '../support/svm/cpi.ts'
import { Pair } from '../support/svm/peer.ts'
import { addressesOf, driverElf, HEAP, Script, u64s } from '../support/svm/script.ts'
import { funded, keypair, signed } from '../support/svm/wallet.ts'

const pair = new Pair()
const payer = funded(pair, 1)
const [P, Q] = [60, 61].map((byte) => {
  const { publicKey } = keypair(byte)
  pair.install(publicKey.toBytes(), driverElf(byte === 60 ? 0 : 3))
  return publicKey
}) as [PublicKey, PublicKey]
const other = keypair(2).publicKey
const owned = keypair(3).publicKey
const foreign = keypair(4).publicKey
const shelf = keypair(5).publicKey
const SYSTEM = new PublicKey(ProgramId.system)
const [derived, bump] = PublicKey.findProgramAddressSync([Buffer.from('seed')], P)
const SEEDS = [Buffer.from('seed'), Uint8Array.of(bump)]

interface Key {
  readonly pubkey: PublicKey
  readonly isSigner: boolean
  readonly isWritable: boolean
}
const key = (pubkey: PublicKey, isSigner = false, isWritable = false): Key => ({
  pubkey,
  isSigner,
  isWritable,
})

/** Accounts as they stand before each case, with their data lengths. */
function reset(): void {
  pair.put(payer.publicKey.toBytes(), { lamports: 10n ** 12n })
  pair.put(other.toBytes(), { lamports: 10n ** 10n })
  pair.put(derived.toBytes(), { lamports: 10n ** 10n })
  pair.put(owned.toBytes(), {
    lamports: 10n ** 10n,
    owner: P.toBytes(),
    data: new Uint8Array(24).fill(5),
  })
  pair.put(foreign.toBytes(), {
    lamports: 10n ** 10n,
    owner: Q.toBytes(),
    data: new Uint8Array(16).fill(6),
  })
}

/** Standard accounts of a case, in this order. */
const KEYS: readonly Key[] = [
  key(payer.publicKey, true, true),
  key(other, false, true),
  key(owned, false, true),
  key(foreign, false, true),
  key(derived, false, true),
  key(SYSTEM),
  key(P),
  key(Q),
]

function layout(keys: readonly Key[]): Info[] {
  const seen = new Map<string, number>()
  const lengths = keys.map(({ pubkey }, i) => {
    const text = pubkey.toBase58()
    if (seen.has(text)) return -1
    seen.set(text, i)
    return pair.read(pubkey.toBytes()).data.length
  })
  const addresses = addressesOf(lengths)
  return keys.map(({ pubkey }, i) => {
    const first = seen.get(pubkey.toBase58())!
    return { ...addresses[first]!, dataLength: lengths[first]!, start: addresses[i]!.start }
  })
}

function check(instructions: readonly TransactionInstruction[]): void {
  const { own, peer } = pair.run(signed(instructions, [payer]))
  expect(own).toEqual(peer)
}

/** An instruction of a script too long for one: it lies in an account behind the others. */
function scripted(
  script: Uint8Array,
  keys: readonly Key[],
  program: PublicKey,
): TransactionInstruction {
  pair.put(shelf.toBytes(), { lamports: 10n ** 11n, owner: foreign.toBytes(), data: script })
  const all = [...keys, key(shelf)]
  const at = layout(all).at(-1)!.data
  return new TransactionInstruction({
    programId: program,
    keys: all,
    data: Buffer.from(Script.at(at)),
  })
}

/** Runs a script as program P over `keys`, and checks. */
function runScript(script: Uint8Array, keys: readonly Key[] = KEYS, program: PublicKey = P): void {
  check([scripted(script, keys, program)])
}

function transferData(lamports: bigint): Uint8Array {
  return Buffer.concat([Uint8Array.of(2, 0, 0, 0), u64s(lamports)])
}

const metaOf = (pubkey: PublicKey, signer = false, writable = false): Meta => ({
  key: pubkey.toBytes(),
  signer,
  writable,
})

type Case = readonly [
  name: string,
  build: (infos: readonly Info[]) => Partial<Invocation>,
  before?: ((script: Script, infos: readonly Info[]) => unknown) | undefined,
  after?: (script: Script, infos: readonly Info[]) => unknown,
]

const metas2 = [metaOf(payer.publicKey, true, true), metaOf(other, false, true)]
const bend = (infos: readonly Info[], i: number, change: Partial<Info>): Info[] =>
  infos.map((info, at) => (at === i ? { ...info, ...change } : info))

const CASES: readonly Case[] = [
  ['a transfer', () => ({})],
  ['too much', () => ({ data: transferData(10n ** 13n) })],
  ['an instruction the callee does not know', () => ({ data: Uint8Array.of(99, 0, 0, 0) })],
  ['no data', () => ({ data: new Uint8Array(0) })],
  [
    'a signature nobody gave',
    () => ({ metas: [metaOf(other, true, true), metaOf(payer.publicKey, false, true)] }),
  ],
  [
    'a derived signature',
    () => ({ metas: [metaOf(derived, true, true), metaOf(other, false, true)], signers: [SEEDS] }),
  ],
  [
    'a derived signature, wrong seeds',
    () => ({
      metas: [metaOf(derived, true, true), metaOf(other, false, true)],
      signers: [[Buffer.from('other')]],
    }),
  ],
  ['a long seed', () => ({ signers: [[Buffer.alloc(33)]] })],
  ['seventeen seeds', () => ({ signers: [Array<Uint8Array>(17).fill(Uint8Array.of(1))] })],
  ['seventeen signers', () => ({ signers: Array<readonly Uint8Array[]>(17).fill(SEEDS) })],
  [
    'two signers',
    () => ({
      metas: [metaOf(derived, true, true), metaOf(other, false, true)],
      signers: [SEEDS, SEEDS],
    }),
  ],
  [
    'a read-only account to be written',
    () => ({ metas: [...metas2, metaOf(SYSTEM, false, true)] }),
  ],
  [
    'flags that are no bools',
    () => ({ metas: [{ key: payer.publicKey.toBytes(), flags: [2, 1] }, metas2[1]!] }),
  ],
  [
    'flags that are no bools',
    () => ({ metas: [{ key: payer.publicKey.toBytes(), flags: [1, 3] }, metas2[1]!] }),
  ],
  [
    'an account the transaction lacks',
    () => ({ metas: [...metas2, metaOf(keypair(90).publicKey)] }),
  ],
  ['an account without info', (infos) => ({ infos: infos.slice(0, 1) })],
  ['no infos', () => ({ infos: [] })],
  ['a program the transaction lacks', () => ({ program: keypair(91).publicKey.toBytes() })],
  ['an account that is no program', () => ({ program: other.toBytes() })],
  [
    'an account twice',
    () => ({ metas: [metas2[0]!, metas2[1]!, metaOf(other), metaOf(payer.publicKey)] }),
  ],
  [
    'an account twice, its rights in two places',
    () => ({ metas: [metaOf(payer.publicKey), metas2[1]!, metas2[0]!] }),
  ],
  ['a loader', () => ({ program: ProgramId.loader2 })],
  ['a loader of the transaction', () => ({ program: ProgramId.upgradeableLoader, data: u64s(0) })],
  ['a loader that may be', () => ({ program: ProgramId.upgradeableLoader, data: u64s(5) })],
  ['a signature program', () => ({ program: ProgramId.ed25519 })],
  ['the native loader', () => ({ program: ProgramId.nativeLoader })],
  ['infos in the input', (infos) => ({ infosAt: infos[2]!.data })],
  ['infos nowhere', () => ({ infosAt: 8n })],
  ['infos unaligned', () => ({ infosAt: HEAP + 1n })],
  ['too many infos', () => ({ infoCount: 256n, infosAt: HEAP })],
  ['far too many infos', () => ({ infoCount: 1n << 60n })],
  ['too many metas', () => ({ metaCount: 256n })],
  ['far too many metas', () => ({ metaCount: 1n << 59n })],
  ['too much data', () => ({ dataLength: 10_241n })],
  ['far too much data', () => ({ dataLength: 1n << 62n })],
  ['another key pointer', (infos) => ({ infos: bend(infos, 1, { key: infos[0]!.key }) })],
  ['another owner pointer', (infos) => ({ infos: bend(infos, 1, { owner: infos[0]!.owner }) })],
  [
    'another lamports pointer',
    (infos) => ({ infos: bend(infos, 1, { lamports: infos[0]!.lamports }) }),
  ],
  ['another data pointer', (infos) => ({ infos: bend(infos, 1, { data: infos[0]!.data }) })],
  ['a null data pointer', (infos) => ({ infos: bend(infos, 1, { data: 0n }) })],
  [
    'data grown by the limit',
    (infos) => ({
      metas: [...metas2, metaOf(owned, false, true)],
      infos: bend(infos, 2, { dataLength: 24 + 10_240 }),
    }),
  ],
  [
    'data grown over the limit',
    (infos) => ({
      metas: [...metas2, metaOf(owned, false, true)],
      infos: bend(infos, 2, { dataLength: 24 + 10_241 }),
    }),
  ],
  [
    'data shrunk',
    (infos) => ({
      metas: [...metas2, metaOf(owned, false, true)],
      infos: bend(infos, 2, { dataLength: 3 }),
    }),
  ],
  [
    'data of another program grown',
    (infos) => ({
      metas: [...metas2, metaOf(foreign, false, true)],
      infos: bend(infos, 3, { dataLength: 17 }),
    }),
  ],
  [
    'data changed before',
    () => ({ metas: [...metas2, metaOf(owned, false, true)] }),
    (script, infos) => script.store(infos[2]!.data, 77),
  ],
  [
    'data changed before, read-only in the callee',
    () => ({ metas: [...metas2, metaOf(owned)] }),
    (script, infos) => script.store(infos[2]!.data, 77),
  ],
  [
    "another's data changed before",
    () => ({ metas: [...metas2, metaOf(foreign, false, true)] }),
    (script, infos) => script.store(infos[3]!.data, 77),
  ],
  [
    'lamports moved before',
    () => ({ metas: [...metas2, metaOf(owned, false, true)] }),
    (script, infos) =>
      script.store(infos[2]!.lamports, 10n ** 10n - 5n).store(infos[1]!.lamports, 10n ** 10n + 5n),
  ],
  [
    'lamports made before',
    () => ({ metas: [...metas2, metaOf(owned, false, true)] }),
    (script, infos) => script.store(infos[2]!.lamports, 10n ** 10n + 5n),
  ],
  [
    "another's lamports taken before",
    () => ({}),
    (script, infos) => script.store(infos[1]!.lamports, 5),
  ],
  [
    'owner changed before, data not zero',
    () => ({ metas: [...metas2, metaOf(owned, false, true)] }),
    (script, infos) => script.store(infos[2]!.owner, 5),
  ],
  [
    'owner changed before, data zero',
    () => ({ metas: [...metas2, metaOf(owned, false, true)] }),
    (script, infos) =>
      script
        .store(infos[2]!.data, 0)
        .store(infos[2]!.data + 8n, 0)
        .store(infos[2]!.data + 16n, 0)
        .store(infos[2]!.owner, 5),
  ],
  [
    'what the caller reads afterwards',
    () => ({}),
    undefined,
    (script, infos) =>
      script.load(infos[0]!.lamports).load(infos[1]!.lamports).load(infos[1]!.owner),
  ],
  [
    'lamports moved afterwards',
    () => ({}),
    undefined,
    (script, infos) =>
      script
        .store(infos[2]!.lamports, 10n ** 10n - 7n)
        .store(infos[1]!.lamports, 10n ** 10n + 1007n),
  ],
  [
    'lamports lost afterwards',
    () => ({}),
    undefined,
    (script, infos) => script.store(infos[2]!.lamports, 10n ** 10n - 7n),
  ],
]

describe.each(['c', 'rust'] as const)('invocation (%s)', (abi) => {
  for (const [name, build, before, after] of CASES) {
    it(name, () => {
      reset()
      const infos = layout(KEYS)
      const script = new Script()
      before?.(script, infos)
      const base = { program: SYSTEM.toBytes(), metas: metas2, data: transferData(1000n), infos }
      invoke(script, abi, { ...base, ...build(infos) })
      after?.(script, infos)
      runScript(script.exit())
    })
  }

  it('read-only pointers: the length field of an info in the program', () => {
    reset()
    const infos = layout(KEYS)
    const script = new Script()
    invoke(script, abi, {
      program: SYSTEM.toBytes(),
      metas: metas2,
      data: transferData(1n),
      infos,
      infosAt: 0x1_0000_0000n,
    })
    runScript(script.exit())
  })

  it('every account with its own units, whole budgets', () => {
    for (const units of [100, 500, 950, 1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800]) {
      reset()
      const infos = layout(KEYS)
      const script = new Script()
      invoke(script, abi, {
        program: SYSTEM.toBytes(),
        metas: metas2,
        data: transferData(1n),
        infos,
      })
      const limit = Buffer.concat([Uint8Array.of(2), new Uint8Array(4)])
      limit.writeUInt32LE(units, 1)
      check([
        new TransactionInstruction({
          programId: new PublicKey(ProgramId.computeBudget),
          keys: [],
          data: limit,
        }),
        scripted(script.exit(), KEYS, P),
      ])
    }
  })
})

/** A script that calls `program` with `inner` as its data and the keys at those positions; programs need no infos. */
function calling(
  abi: 'c' | 'rust',
  program: PublicKey,
  inner: Uint8Array,
  passed: readonly number[] = [],
  infos: readonly Info[] = [],
): Script {
  const metas = passed.map((i) => ({
    key: KEYS[i]!.pubkey.toBytes(),
    signer: KEYS[i]!.isSigner,
    writable: KEYS[i]!.isWritable,
  }))
  return invoke(new Script(), abi, { program: program.toBytes(), metas, data: inner, infos })
}

describe('trees', () => {
  const abis = ['c', 'rust'] as const
  it('a program calls itself', () => {
    for (let depth = 1; depth <= 5; depth++) {
      reset()
      let script = new Script().call('sol_get_stack_height').exit()
      // Each level needs itself among its accounts.
      for (let i = 0; i < depth; i++)
        script = calling(abis[i % 2]!, P, script, [6])
          .call('sol_get_stack_height')
          .exit()
      runScript(script)
    }
  })
  it('a program calls itself through another', () => {
    reset()
    runScript(calling('c', Q, calling('rust', P, new Script().exit()).exit(), [6, 7]).exit())
  })
  it('return data, siblings, failures', () => {
    const inner = [
      new Script()
        .copy(HEAP, u64s(1, 2, 3))
        .give(HEAP, 24)
        .exit(),
      new Script().exit(42),
      new Script().exit(1n << 32n),
      new Script().exit(7n << 32n),
      new Script().exit((2n << 32n) | 1n),
      new Script().exit(99n << 32n),
      new Script().load(0).exit(),
      new Script().call('abort').exit(),
      new Script()
        .call('sol_get_processed_sibling_instruction', 0, HEAP, 0, 0, 0)
        .load(HEAP)
        .load(HEAP + 8n)
        .exit(),
    ]
    for (const data of inner)
      for (const abi of abis) {
        reset()
        const script = calling(abi, Q, data, [2, 3], layout(KEYS))
        script
          .call('sol_get_return_data', HEAP, 64, HEAP + 64n)
          .load(HEAP)
          .load(HEAP + 64n)
        runScript(script.exit())
      }
  })
  it('siblings of the same parent', () => {
    reset()
    const infos = layout(KEYS)
    const script = new Script()
    for (const data of [new Script().exit(), new Script().call('sol_get_stack_height').exit()])
      invoke(script, 'c', {
        program: Q.toBytes(),
        metas: [metaOf(owned), metaOf(foreign, false, true)],
        data,
        infos,
      })
    const probe = new Script()
      .call('sol_get_processed_sibling_instruction', 1, HEAP, HEAP + 64n, HEAP + 128n, HEAP + 512n)
      .call('sol_get_processed_sibling_instruction', 0, HEAP, HEAP + 64n, HEAP + 128n, HEAP + 512n)
      .call('sol_get_processed_sibling_instruction', 0, HEAP, HEAP + 64n, HEAP + 128n, HEAP + 512n)
      .call('sol_get_processed_sibling_instruction', 0, HEAP, HEAP + 8n, HEAP + 128n, HEAP + 512n)
      .exit()
    invoke(script, 'c', { program: Q.toBytes(), metas: [], data: probe, infos: [] })
    runScript(script.exit())
  })
  it('top-level siblings', () => {
    reset()
    const plain = (program: PublicKey, script: Uint8Array) =>
      new TransactionInstruction({
        programId: program,
        keys: [key(owned, false, true)],
        data: Buffer.from(script),
      })
    const probe = (i: number) =>
      new Script()
        .call(
          'sol_get_processed_sibling_instruction',
          i,
          HEAP,
          HEAP + 64n,
          HEAP + 128n,
          HEAP + 512n,
        )
        .load(HEAP)
        .call(
          'sol_get_processed_sibling_instruction',
          i,
          HEAP,
          HEAP + 64n,
          HEAP + 128n,
          HEAP + 512n,
        )
        .give(HEAP + 64n, 128)
        .exit()
    check([
      plain(P, new Script().exit()),
      plain(Q, new Script().load(HEAP).exit()),
      plain(P, probe(0)),
      plain(P, probe(1)),
      plain(P, probe(5)),
    ])
  })
  it('at most 64 instructions', () => {
    for (const [count, others] of [
      [62, 0],
      [63, 0],
      [64, 0],
      [60, 3],
      [61, 3],
      [61, 2],
    ] as const) {
      reset()
      const infos = layout(KEYS)
      const script = new Script()
      invoke(script, 'c', {
        program: SYSTEM.toBytes(),
        metas: metas2,
        data: transferData(1n),
        infos,
      })
      // The layout stays in the heap: only the call, 48 bytes before the end, is repeated.
      const bytes = script.exit()
      const call = bytes.subarray(bytes.length - 64, bytes.length - 16)
      const repeated = [
        bytes.subarray(0, bytes.length - 16),
        ...Array<Uint8Array>(count - 1).fill(call),
      ]
      const plain = new TransactionInstruction({
        programId: Q,
        keys: [],
        data: Buffer.from(new Script().exit()),
      })
      const extra = Array<TransactionInstruction>(others).fill(plain)
      check([scripted(Buffer.concat([...repeated, u64s(0, 0)]), KEYS, P), ...extra])
    }
  })
})

describe('resize', () => {
  /** Q's account, to be resized by Q as P's callee. */
  const resized = (length: number) => {
    const [info] = addressesOf([16])
    return new Script().store(info!.length, length).exit()
  }
  it.each([0, 1, 15, 17, 1000, 16 + 10_240, 16 + 10_241])(
    'a callee makes it %i bytes',
    (length) => {
      for (const abi of ['c', 'rust'] as const) {
        reset()
        const infos = layout(KEYS)
        const script = invoke(new Script(), abi, {
          program: Q.toBytes(),
          metas: [metaOf(foreign, false, true)],
          data: resized(length),
          infos,
        })
        runScript(
          script
            .load(infos[3]!.length)
            .load(infos[3]!.data)
            .load(infos[3]!.data + 8n)
            .exit(),
        )
      }
    },
  )
  it.each([0, 23, 25, 24 + 10_240, 24 + 10_241, 1n << 40n])(
    'the program itself makes it %s bytes',
    (length) => {
      reset()
      const infos = layout(KEYS)
      runScript(new Script().store(infos[2]!.length, length).exit())
      reset()
      runScript(new Script().store(infos[3]!.length, length).exit())
    },
  )
})

describe('account rules after an instruction', () => {
  const readonlyKeys = KEYS.map((entry) => ({ ...entry, isWritable: false }))
  const changes: readonly [string, (script: Script, infos: readonly Info[]) => unknown][] = [
    ['own data', (s, infos) => s.storeByte(infos[2]!.data, 9)],
    ["another's data", (s, infos) => s.storeByte(infos[3]!.data, 9)],
    [
      'own lamports away',
      (s, infos) =>
        s.store(infos[2]!.lamports, 10n ** 10n - 9n).store(infos[3]!.lamports, 10n ** 10n + 9n),
    ],
    ["another's lamports away", (s, infos) => s.store(infos[3]!.lamports, 9)],
    ['lamports from nothing', (s, infos) => s.store(infos[2]!.lamports, 10n ** 10n + 9n)],
    [
      'all lamports away',
      (s, infos) => s.store(infos[2]!.lamports, 0).store(infos[3]!.lamports, 2n * 10n ** 10n),
    ],
    [
      'most lamports away',
      (s, infos) => s.store(infos[2]!.lamports, 5).store(infos[3]!.lamports, 2n * 10n ** 10n - 5n),
    ],
    ['own owner, data not zero', (s, infos) => s.store(infos[2]!.owner, 9)],
    [
      'own owner, data zero',
      (s, infos) =>
        s
          .store(infos[2]!.data, 0)
          .store(infos[2]!.data + 8n, 0)
          .store(infos[2]!.data + 16n, 0)
          .store(infos[2]!.owner, 9),
    ],
    ["another's owner", (s, infos) => s.store(infos[3]!.owner, 9)],
    [
      'flags and key',
      (s, infos) =>
        s
          .storeByte(infos[2]!.start, 3)
          .storeByte(infos[2]!.start + 1n, 1)
          .storeByte(infos[2]!.start + 2n, 0)
          .storeByte(infos[2]!.start + 3n, 1)
          .store(infos[2]!.key, 1),
    ],
    [
      'both lamports and data of an account that is passed twice',
      (s, infos) => s.storeByte(infos[2]!.data, 1).storeByte(infos[8]!.start, 2),
    ],
  ]
  it.each(changes)('%s', (_, change) => {
    for (const base of [KEYS, readonlyKeys]) {
      reset()
      const keys = [...base, base[2]!, base[1]!]
      const script = new Script()
      change(script, layout(keys))
      runScript(script.exit(), keys)
    }
  })
})

it('all cases were compared', () => {
  console.info(`cpi: ${pair.compared} transactions compared with litesvm`)
  expect(pair.compared).toBe(216)
})
