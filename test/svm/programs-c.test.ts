/**
 * The C programs of examples/programs on our runtime and on npm litesvm, the same wire bytes on both: every command of
 * the probe with what it can do wrong, nested calls, sizes up to the limits and over; and what the others compute.
 */
import { createHash } from 'node:crypto'
import { ComputeBudgetProgram, PublicKey, TransactionInstruction } from '@solana/web3.js'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { readProgram } from '../../scripts/build-programs.ts'
import { ProgramId } from '../../src/vms/svm/ids.ts'
import { VmPool } from '../../src/vms/svm/sbpf/index.ts'
import { Pair } from '../support/svm/peer.ts'
import { type Call, probe } from '../support/svm/probe.ts'
import { funded, keypair, signed } from '../support/svm/wallet.ts'

const SYSTEM = new PublicKey(ProgramId.system)
const [INPUT, HEAP, STACK, CODE] = [4n << 32n, 3n << 32n, 2n << 32n, 1n << 32n]

/** Places of the accounts that every case has. */
const at = {
  payer: 0,
  owned: 1,
  empty: 2,
  foreign: 3,
  fixed: 4,
  purse: 5,
  system: 6,
  self: 7,
  twin: 8,
  again: 9,
  sysvar: 10,
} as const
const INSTRUCTIONS = new PublicKey('Sysvar1nstructions1111111111111111111111111')

const SELF = keypair(20).publicKey
const TWIN = keypair(21).publicKey
const [PURSE, bump] = PublicKey.findProgramAddressSync([Buffer.from('purse')], SELF)
const SEEDS = [Buffer.from('purse'), Uint8Array.of(bump)]
const OWNED = keypair(3).publicKey
const EMPTY = keypair(4).publicKey
const FOREIGN = keypair(5).publicKey
const FIXED = keypair(6).publicKey

/** All accounts of the caller with its own rights. */
const EVERYONE: Call['accounts'] = [
  [at.payer, 'sw'],
  ...[at.owned, at.empty, at.foreign].map((index) => [index, 'w'] as const),
  [at.fixed, ''],
  [at.purse, 'w'],
  ...[at.system, at.self, at.twin].map((index) => [index, ''] as const),
]

const cat = (...parts: readonly Uint8Array[]) => Buffer.concat(parts)

const transferData = (lamports: bigint) => {
  const data = Buffer.alloc(12)
  data.writeUInt32LE(2)
  data.writeBigUInt64LE(lamports, 4)
  return data
}

const allocateData = (space: bigint) => {
  const data = Buffer.alloc(12)
  data.writeUInt32LE(8)
  data.writeBigUInt64LE(space, 4)
  return data
}

const assignData = (owner: PublicKey) => cat(Buffer.of(1, 0, 0, 0), owner.toBytes())

/** The probe calls a probe with all accounts. */
const nest = (program: number, data: Uint8Array, accounts = EVERYONE) =>
  probe.invoke({ program, accounts, data })

/** Calls itself until `levels` programs stand on each other; each looks around before and after. */
function chain(levels: number, innermost: Uint8Array): Buffer {
  const inner = levels === 1 ? innermost : nest(at.self, chain(levels - 1, innermost))
  return cat(probe.height(), inner, probe.look(at.owned))
}

/** Each level calls itself so many times: 3 calls two levels deep are 12 instructions. */
function tree(levels: number, width: number): Buffer {
  const leaf = cat(probe.log(`leaf ${levels}`), probe.height())
  if (levels === 0) return leaf
  return cat(probe.repeat(width, nest(at.self, tree(levels - 1, width))), leaf)
}

const pay = (from: number, to: number, lamports: bigint, seeds?: readonly Uint8Array[]) =>
  probe.invoke({
    program: at.system,
    accounts: [
      [from, 'sw'],
      [to, 'w'],
    ],
    ...(seeds && { seeds }),
    data: transferData(lamports),
  })

type Case = readonly [name: string, data: Uint8Array]

const ERRORS: readonly Case[] = [
  ...[1n, 255n, 0xffff_ffffn].map((code) => [`own error ${code}`, probe.return(code)] as const),
  ...Array.from({ length: 28 }, (_, i) => {
    const code = BigInt(i) << 32n
    return [`builtin error ${i}`, probe.return(code)] as const
  }),
  ['an error of both halves', probe.return((5n << 32n) | 7n)],
  ['no such builtin error', probe.return(1n << 63n)],
  ['an unknown command', Buffer.of(200)],
  ['a command cut short', probe.logNumbers(1, 2, 3, 4, 5).subarray(0, 20)],
  ['an account that is not there', probe.poke(90, 0, 0)],
  ['nothing', new Uint8Array(0)],
]

const SAYING: readonly Case[] = [
  ['text', probe.log('grüezi ✓')],
  ['no text', probe.log('')],
  ['text that is none', probe.log(Uint8Array.of(65, 0xff, 0xfe))],
  ['half a letter', probe.log(Uint8Array.of(0xe2, 0x82))],
  ['long text', probe.log('x'.repeat(700))],
  ['numbers', probe.logNumbers(0, 1, -1, 1n << 63n, 0xabc)],
  ['keys', probe.logKeys()],
  ['units', cat(probe.logUnits(), probe.logUnits())],
  ['data', probe.logData('a', '', 'four')],
  ['too much to say', cat(...Array.from({ length: 12 }, () => probe.log('y'.repeat(60))))],
  ['an answer', probe.answer('forty-two')],
  ['an answer of nothing', cat(probe.answer('x'), probe.answer(''))],
  ['the longest answer', probe.setReturnData(1024)],
  ['too long an answer', probe.setReturnData(1025)],
  ['far too long an answer', probe.setReturnData(1n << 40n)],
  ['its own answer', cat(probe.answer('mine'), probe.getReturnData(2), probe.getReturnData(100))],
  ['no answer', probe.getReturnData(10)],
  ['sysvars', probe.sysvars()],
  ['hashes', probe.hash('abc', '')],
  ['hashes of long parts', probe.hash('p'.repeat(300), 'q'.repeat(301))],
  ['an address', probe.derive(Buffer.from('purse'), Buffer.from([1, 2]))],
  ['the address of the purse', probe.derive(Buffer.from('purse'), Uint8Array.of(bump))],
  ['too long a seed', probe.derive(new Uint8Array(33), new Uint8Array(1))],
  ['the tables', cat(...[0, 1, 2].map((i) => probe.table(i, 77n, -3n)))],
  ['height and siblings', cat(probe.height(), probe.sibling(0), probe.sibling(1n << 40n))],
]

const COMPUTING: readonly Case[] = [
  ['a division', probe.divide(-1n, 7n)],
  ['a division by nothing', probe.divide(5, 0)],
  ['a division by nothing below', probe.divide(5n, 1n << 32n)],
  ['arithmetic', probe.arithmetic(0x8000_0000_8000_0001n, -7n)],
  ['more arithmetic', probe.arithmetic(-1n, 63n)],
  ['a descent', probe.descend(20)],
  // entrypoint and do_descend are two of the 64 frames.
  ...[58, 59, 60, 61, 62, 63, 200].map((n) => [`a descent of ${n}`, probe.descend(n)] as const),
  ['a long loop', probe.spin(5000)],
  ['an endless loop', probe.spin(1n << 60n)],
  ['a loop with a promise before', cat(probe.answer('soon'), probe.spin(1n << 60n))],
  ['abort', probe.abort()],
  ['panic', probe.panic('probe.c')],
  ['panic without a file', probe.panic('')],
  ['panic in a strange file', probe.panic(Uint8Array.of(0xc3, 0x28))],
  ['a jump nowhere', probe.jump(0)],
  ['a jump into the heap', probe.jump(HEAP)],
  ['a jump before the code', probe.jump(CODE - 8n)],
  ['a jump far behind the code', probe.jump(CODE + 0x10_0000n)],
]

const ADDRESSES: readonly bigint[] = [
  ...[0n, 1n, 8n, 0xffff_ffffn, -1n, -8n],
  ...[CODE, CODE + 1n, CODE + 0x7000n, CODE - 1n],
  ...[STACK - 0x1000n, STACK - 1n, STACK, STACK + 0x2f_fffcn],
  ...[STACK + 0x1000n, STACK + 0xffcn, STACK + 0x2000n, STACK + 0x3_fffcn, STACK + 0x7_fffcn],
  ...[STACK + 0x4_0000n, STACK + 0x4_1000n, STACK + 0x8_0000n, STACK + 0x9_0000n],
  ...[HEAP + 0x7000n, HEAP + 0x7ffcn, HEAP + 0x8000n, HEAP - 1n, HEAP + 0x1_0000n],
  ...[INPUT, INPUT + 8n, INPUT - 1n, INPUT + 0x10_0000n, 5n << 32n, 1n << 63n],
]
const FAULTS: readonly Case[] = ADDRESSES.flatMap((address) =>
  [1, 8].flatMap((size): Case[] => [
    [`load of ${size} at ${address.toString(16)}`, probe.load(address, size)],
    [`store of ${size} at ${address.toString(16)}`, probe.store(address, size, 0x1122n)],
  ]),
)

const [LOW, HIGH] = [HEAP + 0x6000n, HEAP + 0x7000n]
const MEMORY: readonly Case[] = [
  ['copy', probe.memory('copy', LOW, INPUT, 64)],
  ['copy of nothing from nowhere', probe.memory('copy', 0, 0, 0)],
  ['copy onto itself', probe.memory('copy', LOW, LOW + 8n, 16)],
  ['copy beside', probe.memory('copy', LOW, LOW + 16n, 16)],
  ['copy of too much', probe.memory('copy', HIGH, LOW, 0x1001)],
  ['copy into the code', probe.memory('copy', CODE, LOW, 1)],
  ['copy of the code', probe.memory('copy', LOW, CODE + 0x100n, 8)],
  ['move onto itself', probe.memory('move', LOW, LOW + 8n, 16)],
  ['move from nowhere', probe.memory('move', LOW, 0, 16)],
  ['set', probe.memory('set', LOW, 0x1ffn, 3000)],
  ['set over the end', probe.memory('set', HIGH, 1, 0x1001)],
  ['set of everything', probe.memory('set', LOW, 1, -1n)],
  ['compare', probe.memory('compare', INPUT, INPUT + 1n, 40)],
  ['compare of equals', probe.memory('compare', LOW, HIGH, 4096)],
  ['compare with nothing', probe.memory('compare', LOW, 0, 1)],
]

const CHANGES: readonly Case[] = [
  ['a byte of its own', probe.poke(at.owned, 3, 9)],
  ['a byte of a stranger', probe.poke(at.foreign, 3, 9)],
  ['a byte of a stranger as it was', probe.poke(at.foreign, 3, 6)],
  ['a byte of a fixed account', probe.poke(at.fixed, 0, 9)],
  ['coins of its own', probe.pay(at.owned, at.payer, 5)],
  ['coins to a program', probe.pay(at.owned, at.self, 5)],
  ['coins of a stranger', probe.pay(at.foreign, at.payer, 5)],
  ['coins of the payer', probe.pay(at.payer, at.owned, 5)],
  ['coins to a fixed account', probe.pay(at.owned, at.fixed, 5)],
  ['coins from nothing', probe.mint(at.owned, 1)],
  ['coins from nothing for the payer', probe.mint(at.payer, 1)],
  ['coins into nothing', probe.mint(at.owned, -1n)],
  ['more coins than there are', probe.mint(at.owned, 1n << 63n)],
  ['all coins', probe.pay(at.owned, at.payer, 10n ** 10n)],
  ['nearly all coins', probe.pay(at.owned, at.payer, 10n ** 10n - 5n)],
  ['all coins of an empty account', probe.pay(at.empty, at.payer, 10n ** 10n)],
  ['given away with data', probe.assign(at.owned, at.foreign)],
  ['given away', probe.assign(at.empty, at.foreign)],
  ['given away cleared', cat(probe.fill(at.owned, 0, 24, 0), probe.assign(at.owned, at.payer))],
  ['taken from a stranger', probe.assign(at.foreign, at.self)],
  ['given to itself', probe.assign(at.owned, at.self)],
  ['a fixed account given away', probe.assign(at.fixed, at.payer)],
  ['flags and key overwritten', probe.scribble(at.owned)],
  ['the second view of an account', cat(probe.poke(at.again, 1, 44), probe.look(at.owned))],
]

const GROW = 10_240
const SIZES: readonly Case[] = [
  ...[0, 1, 23, 25, 24 + GROW - 1, 24 + GROW, 24 + GROW + 1, 1 << 24, -1].map(
    (length) => [`resize to ${length}`, probe.resize(at.owned, length)] as const,
  ),
  ['growth and use', cat(probe.resize(at.owned, 4000), probe.fill(at.owned, 24, 3976, 7))],
  ['use without growth', probe.fill(at.owned, 24, 100, 7)],
  ['use and shrink', cat(probe.fill(at.owned, 0, 24, 1), probe.resize(at.owned, 8))],
  ['growth of nothing', cat(probe.resize(at.empty, GROW), probe.poke(at.empty, GROW - 1, 1))],
  ['growth of a stranger', probe.resize(at.foreign, 100)],
  ['growth of the payer', probe.resize(at.payer, 100)],
  ['growth of a fixed account', probe.resize(at.fixed, 100)],
  ['growth over the twin', nest(at.self, probe.resize(at.owned, 24 + GROW))],
  ['growth over the limit below', nest(at.self, probe.resize(at.owned, 25 + GROW))],
  [
    'growth on both levels',
    cat(
      probe.resize(at.owned, 24 + 6000),
      nest(at.self, probe.resize(at.owned, 24 + GROW)),
      probe.look(at.owned),
    ),
  ],
  [
    'growth on both levels over the limit',
    cat(probe.resize(at.owned, 24 + 6000), nest(at.self, probe.resize(at.owned, 25 + GROW))),
  ],
  [
    'shrinking below',
    cat(nest(at.self, probe.resize(at.owned, 5)), probe.look(at.owned), probe.poke(at.owned, 1, 3)),
  ],
  [
    'shrinking below, growing above',
    cat(nest(at.self, probe.resize(at.owned, 5)), probe.resize(at.owned, 30), probe.look(at.owned)),
  ],
  [
    'allocation by the system program',
    cat(
      probe.invoke({
        program: at.system,
        accounts: [[at.purse, 'sw']],
        seeds: SEEDS,
        data: allocateData(500n),
      }),
      probe.look(at.purse),
      probe.invoke({
        program: at.system,
        accounts: [[at.purse, 'sw']],
        seeds: SEEDS,
        data: assignData(SELF),
      }),
      probe.poke(at.purse, 499, 1),
      probe.look(at.purse),
    ),
  ],
  [
    'allocation over the limit',
    probe.invoke({
      program: at.system,
      accounts: [[at.purse, 'sw']],
      seeds: SEEDS,
      data: allocateData(BigInt(GROW) + 1n),
    }),
  ],
]

const CALLS: readonly Case[] = [
  ['a transfer signed by the purse', cat(pay(at.purse, at.payer, 7n, SEEDS), probe.look(at.payer))],
  ['a transfer with wrong seeds', pay(at.purse, at.payer, 7n, [Buffer.from('purse')])],
  ['a transfer with seeds that are no address', pay(at.purse, at.payer, 7n, [])],
  ['a transfer nobody signed', pay(at.foreign, at.payer, 7n)],
  ['a transfer of the payer', pay(at.payer, at.foreign, 7n)],
  ['a transfer of too much', pay(at.payer, at.foreign, 1n << 62n)],
  ['a transfer of owned coins', pay(at.owned, at.foreign, 1n)],
  ...[1, 2, 3, 4, 5, 6].map(
    (levels) => [`${levels} levels`, chain(levels, probe.poke(at.owned, 0, levels))] as const,
  ),
  ['4 levels and the system program', chain(4, pay(at.payer, at.foreign, 1n))],
  ['5 levels and the system program', chain(5, pay(at.payer, at.foreign, 1n))],
  ['4 levels and a purse that signs', chain(4, pay(at.purse, at.payer, 9n, SEEDS))],
  ['a failure four levels down', chain(4, probe.return(77))],
  ['a fault four levels down', chain(4, probe.load(0, 8))],
  ['an endless loop four levels down', chain(4, probe.spin(1n << 60n))],
  ['a tree of 2 x 2 x 2', tree(3, 2)],
  ['a tree of 6 x 6', tree(2, 6)],
  ['a tree of 2 x 2 x 2 x 2', tree(4, 2)],
  ['a tree of 7 x 7', tree(2, 7)],
  ['a tree of 8 x 8, over the trace', tree(2, 8)],
  ['a call often', cat(probe.repeat(63, nest(at.self, new Uint8Array(0), [])), probe.logUnits())],
  ['a call too often', probe.repeat(64, nest(at.self, new Uint8Array(0), []))],
  ['siblings', cat(tree(1, 2), probe.sibling(0), probe.sibling(1), probe.sibling(2))],
  ['the twin', nest(at.twin, cat(probe.height(), probe.logKeys()))],
  ['the twin writes what is not its own', nest(at.twin, probe.poke(at.owned, 0, 1))],
  ['back through the twin', nest(at.twin, nest(at.self, probe.height()))],
  ['the twin answers', cat(nest(at.twin, probe.answer('hello')), probe.getReturnData(64))],
  ['an answer is forgotten', cat(probe.answer('x'), nest(at.self, probe.getReturnData(5)))],
  ['a change seen below', cat(probe.poke(at.owned, 2, 8), nest(at.self, probe.look(at.owned)))],
  ['coins moved below', cat(nest(at.self, probe.pay(at.owned, at.empty, 3)), probe.look(at.owned))],
  ['coins in the air at a call', cat(probe.mint(at.owned, 5), nest(at.self, probe.height()))],
  [
    'a stranger changed at a call',
    cat(probe.poke(at.foreign, 0, 1), nest(at.self, probe.height())),
  ],
  ['given away below', cat(nest(at.self, probe.assign(at.empty, at.twin)), probe.look(at.empty))],
  ['an account that is no program', nest(at.payer, new Uint8Array(0))],
  [
    'more rights than there are',
    nest(at.self, new Uint8Array(0), [
      [at.fixed, 'w'],
      [at.self, ''],
    ]),
  ],
  [
    'a signature that was not given',
    nest(at.self, new Uint8Array(0), [
      [at.owned, 's'],
      [at.self, ''],
    ]),
  ],
  [
    'the same account twice, rights added',
    nest(at.self, cat(probe.logKeys(), probe.poke(1, 0, 3)), [
      [at.owned, ''],
      [at.owned, 'w'],
      [at.self, ''],
    ]),
  ],
  [
    'the program not passed on',
    nest(at.self, nest(1, new Uint8Array(0), []), [
      [at.owned, 'w'],
      [at.empty, ''],
    ]),
  ],
  ...[0, 1, 2, 3, 4].flatMap((which) =>
    [8n, -8n, 1n, 1n << 33n].map(
      (by) =>
        [
          `pointer ${which} bent by ${by}`,
          cat(probe.bend(at.owned, which, by), nest(at.self, new Uint8Array(0))),
        ] as const,
    ),
  ),
  ['key overwritten before a call', cat(probe.scribble(at.owned), nest(at.self, probe.logKeys()))],
  ['the instructions sysvar', probe.look(at.sysvar)],
]

const GROUPS: readonly (readonly [string, readonly Case[]])[] = [
  ['errors', ERRORS],
  ['what it says', SAYING],
  ['what it computes', COMPUTING],
  ['faults', FAULTS],
  ['memory calls', MEMORY],
  ['changes of accounts', CHANGES],
  ['sizes', SIZES],
  ['calls', CALLS],
]

let compared = 0
/** What the peer answered: errors of transactions, and the texts programs failed with. */
const answers = new Set<string>()

const TIERS = [
  ['interpreted', Number.POSITIVE_INFINITY],
  ['translated', 0],
] as const
const FILES = [
  ['sBPF 0', 'so'],
  ['sBPF 3', 'v3.so'],
] as const

/** Both sides with the C programs installed. */
function setUp(file: string, translateAfter: number) {
  const pair = new Pair(new VmPool({ translateAfter }))
  const payer = funded(pair, 1)
  const install = (key: PublicKey, path: string) => pair.install(key.toBytes(), readProgram(path))
  install(SELF, `probe/probe.${file}`)
  install(TWIN, `probe/probe.${file === 'so' ? 'v3.so' : 'so'}`)
  const reset = () => {
    const put = (key: PublicKey, owner: PublicKey, data = new Uint8Array(0)) =>
      pair.put(key.toBytes(), { lamports: 10n ** 10n, owner: owner.toBytes(), data })
    put(payer.publicKey, SYSTEM)
    put(OWNED, SELF, new Uint8Array(24).fill(5))
    put(EMPTY, SELF)
    put(FOREIGN, TWIN, new Uint8Array(16).fill(6))
    put(FIXED, SELF, new Uint8Array(8).fill(7))
    put(PURSE, SYSTEM)
  }
  const key = (pubkey: PublicKey, isWritable = false, isSigner = false) => ({
    pubkey,
    isWritable,
    isSigner,
  })
  const keys = [
    key(payer.publicKey, true, true),
    ...[OWNED, EMPTY, FOREIGN].map((account) => key(account, true)),
    key(FIXED),
    key(PURSE, true),
    ...[SYSTEM, SELF, TWIN].map((account) => key(account)),
    key(OWNED, true),
    key(INSTRUCTIONS),
  ]
  const instruction = (data: Uint8Array, programId = SELF) =>
    new TransactionInstruction({ programId, keys, data: Buffer.from(data) })
  /** Runs both and compares; what the peer said. */
  const run = (instructions: readonly TransactionInstruction[], what: string) => {
    const { own, peer } = pair.run(signed(instructions, [payer]))
    expect(own, what).toEqual(peer)
    compared++
    answers.add(peer.error ?? 'success')
    for (const line of peer.logs) answers.add(/ failed: (.*)$/.exec(line)?.[1] ?? '')
    return peer
  }
  return { pair, reset, instruction, run, install }
}

describe.each(FILES)('the probe, %s', (_version, file) => {
  describe.each(TIERS)('%s', (_tier, translateAfter) => {
    const { pair, reset, instruction, run } = setUp(file, translateAfter)
    beforeEach(reset)

    it.each(GROUPS)('%s', (_group, cases) => {
      for (const [name, data] of cases) {
        // A case starts from the same accounts, whatever the one before did.
        reset()
        run([instruction(data)], name)
      }
    })

    it('runs several instructions, one after the other', () => {
      const grow = instruction(probe.resize(at.owned, 24 + 9000))
      const more = instruction(probe.resize(at.owned, 24 + 18_000))
      const look = instruction(cat(probe.look(at.owned), probe.sibling(0), probe.sibling(1)))
      expect(run([grow, more, look], 'growth in steps').error).toBeUndefined()
      const back = instruction(cat(probe.resize(at.owned, 3), probe.return(9)))
      expect(run([grow, back, look], 'a failure in the middle').error).toBe(
        'instruction 1 Custom 9',
      )
    })

    it('stops wherever its units end', () => {
      const work = cat(probe.log('a'), probe.descend(3), nest(at.self, probe.hash('b', 'c')))
      const data = cat(work, nest(at.twin, work), pay(at.payer, at.foreign, 3n), probe.answer('z'))
      let ended = 0
      for (let units = 150; units < 9500; units += 173) {
        reset()
        const limit = ComputeBudgetProgram.setComputeUnitLimit({ units })
        const { error } = run([limit, instruction(data)], `${units} units`)
        if (error === 'instruction 1 ProgramFailedToComplete') ended++
      }
      expect(ended).toBeGreaterThan(20)
    })

    it('has the heap that the transaction asks for', () => {
      for (const bytes of [32 * 1024, 33 * 1024, 64 * 1024, 256 * 1024]) {
        const heap = ComputeBudgetProgram.requestHeapFrame({ bytes })
        const end = HEAP + BigInt(bytes)
        const use = (address: bigint) => cat(probe.store(address, 8, 5n), probe.load(address, 8))
        const last = run([heap, instruction(use(end - 8n))], `end of ${bytes}`)
        expect(last.error).toBeUndefined()
        const over = run([heap, instruction(use(end - 7n))], `over the end of ${bytes}`)
        expect(over.error).toBe('instruction 1 ProgramFailedToComplete')
        const below = cat(use(end - 8n), nest(at.self, use(end - 8n)), probe.load(end - 8n, 8))
        run([heap, instruction(below)], `a heap of ${bytes} for each call`)
      }
    })

    it.runIf(file === 'so')('grows an account to 10 MiB and not beyond', () => {
      const most = 10 * 1024 * 1024
      const data = new Uint8Array(most - 3).fill(1)
      const sizes = [
        [most, undefined],
        [most + 1, 'instruction 0 InvalidRealloc'],
      ] as const
      for (const [size, error] of sizes) {
        reset()
        pair.put(OWNED.toBytes(), { lamports: 10n ** 12n, owner: SELF.toBytes(), data })
        const grow = cat(probe.poke(at.owned, most - 4, 9), probe.resize(at.owned, size))
        expect(run([instruction(grow)], `${size} bytes`).error).toBe(error)
      }
    })

    it('does the same under any sequence of commands', () => {
      const account = fc.constantFrom(at.payer, at.owned, at.empty, at.foreign, at.fixed, at.purse)
      const amount = fc.constantFrom(0n, 1n, 7n, 10n ** 9n, 10n ** 10n)
      const length = fc.constantFrom(0, 1, 24, 100, GROW, 24 + GROW, 25 + GROW)
      const simple = fc.oneof(
        fc.tuple(account, account, amount).map(([a, b, n]) => probe.pay(a, b, n)),
        fc.tuple(account, length).map(([a, n]) => probe.resize(a, n)),
        fc.tuple(account, fc.nat(30)).map(([a, i]) => probe.poke(a, i, i)),
        account.map((a) => probe.look(a)),
        fc.tuple(account, account).map(([a, b]) => probe.assign(a, b)),
        fc.constantFrom('one', 'two').map((text) => probe.answer(text)),
        fc.constant(probe.getReturnData(32)),
        fc.tuple(account, amount).map(([a, n]) => pay(at.purse, a, n, SEEDS)),
        fc.tuple(account, account, amount).map(([a, b, n]) => pay(a, b, n)),
        fc.nat(3).map((index) => probe.sibling(index)),
      )
      const sequence = fc.array(simple, { minLength: 1, maxLength: 5 }).map((list) => cat(...list))
      const nested = fc
        .tuple(sequence, sequence, sequence, fc.constantFrom(at.self, at.twin))
        .map(([a, b, c, program]) => cat(a, nest(program, b), c))
      fc.assert(
        fc.property(fc.oneof(sequence, nested), (data) => {
          fc.pre(data.length < 700)
          reset()
          run([instruction(data)], data.toString('hex'))
        }),
        { seed: 41, numRuns: 60 },
      )
    })

    it('computes SHA-256 in C', () => {
      const key = keypair(30).publicKey
      pair.install(key.toBytes(), readProgram(`sha256/sha256.${file}`))
      for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 500]) {
        const message = Buffer.from(Array.from({ length }, (_, i) => (i * 7 + length) & 255))
        const rounds = length % 5 === 0 ? 3 : 1
        const data = cat(Buffer.of(rounds), message)
        const { returnData } = run([instruction(data, key)], `${length} bytes`)
        let digest = createHash('sha256').update(message).digest()
        for (let i = 1; i < rounds; i++) digest = createHash('sha256').update(digest).digest()
        expect(returnData).toBe(`${key.toBase58()} ${digest.toString('hex')}`)
      }
    })

    it.each(['loop', 'walk'])('runs the %s to its end or to the end of its units', (name) => {
      const key = keypair(31).publicKey
      pair.install(key.toBytes(), readProgram(`${name}/${name}.${file}`))
      const rounds = (count: number) => {
        const data = Buffer.alloc(4)
        data.writeUInt32LE(count)
        return instruction(data, key)
      }
      for (const count of [0, 1, 2, 100, 3000]) run([rounds(count)], `${count} rounds`)
      expect(run([rounds(1 << 30)], 'too many rounds').error).toBe(
        'instruction 0 ProgramFailedToComplete',
      )
      run([instruction(new Uint8Array(3), key)], 'no rounds')
    })
  })
})

/** Answers that the cases are there for: a case that no longer reaches its fault would be worth nothing. */
const REACHED = [
  ...['CallDepth', 'ComputationalBudgetExceeded', 'ExternalAccountDataModified'],
  ...['ExternalAccountLamportSpend', 'InvalidRealloc', 'MaxInstructionTraceLengthExceeded'],
  ...['MissingAccount', 'ModifiedProgramId', 'PrivilegeEscalation', 'ReadonlyDataModified'],
  ...['ReadonlyLamportChange', 'ReentrancyNotAllowed', 'UnbalancedInstruction'],
  ...['UnsupportedProgramId', 'Custom 1', 'InvalidError'],
].map((name) => `instruction 0 ${name}`)
const REACHED_TEXTS = [
  'divide by zero at BPF instruction',
  'exceeded max BPF to BPF call depth',
  'exceeded CUs meter at BPF instruction',
  'callx attempted to call outside of the text segment',
  'SBF program panicked',
  'SBF program Panicked in probe.c at 12:34',
  'Overlapping copy',
  'Invalid pointer',
  'Return data too large (1025 > 1024)',
  'Access violation reading 8 bytes at address 0x0 (in unallocated region)',
  'Access violation writing 1 bytes at address 0x100000000 (in program region)',
  'Access violation reading 8 bytes at address 0x300007ffc (in heap region)',
]

afterAll(() => {
  console.log(`C programs beside litesvm: ${compared} transactions compared, 0 differences`)
  expect(compared).toBeGreaterThan(1700)
  expect([...answers]).toEqual(expect.arrayContaining([...REACHED, ...REACHED_TEXTS]))
  expect(answers).toContain('TransactionErrorInsufficientFundsForRent')
})
