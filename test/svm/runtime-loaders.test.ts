/** The upgradeable loader's instructions on our runtime and on litesvm: deploys, upgrades, closes, and every refusal. */
import { PublicKey, SystemProgram, TransactionInstruction } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { ProgramId, SysvarId } from '../../src/vms/svm/ids.ts'
import { Assembler } from '../support/sbpf/assembler.ts'
import { buildElf } from '../support/sbpf/elf-builder.ts'
import { Pair } from '../support/svm/peer.ts'
import { driverElf, Script, u64s } from '../support/svm/script.ts'
import { funded, keypair, signed } from '../support/svm/wallet.ts'

const LOADER = new PublicKey(ProgramId.upgradeableLoader)
const RENT = new PublicKey(SysvarId.rent)
const CLOCK = new PublicKey(SysvarId.clock)
const LAMPORTS = 10n ** 10n

const pair = new Pair()
const payer = funded(pair, 1)
const authority = funded(pair, 2)
const stranger = funded(pair, 3)
const program = keypair(10)
const [programData] = PublicKey.findProgramAddressSync([program.publicKey.toBytes()], LOADER)
const buffer = keypair(11).publicKey

const ELF = buildElf(0, new Assembler().emit(0xb7, 0, 0, 0, 0).exit().build())
const ELF_3 = buildElf(3, new Assembler().emit(0xb7, 0, 0, 0, 5).exit().build())

const some = (key?: PublicKey) =>
  key === undefined ? [0, ...new Uint8Array(32)] : [1, ...key.toBytes()]
const bufferBytes = (elf: Uint8Array, owner?: PublicKey) =>
  Uint8Array.from([1, 0, 0, 0, ...some(owner), ...elf])
const programBytes = (at: PublicKey) => Uint8Array.from([2, 0, 0, 0, ...at.toBytes()])
const programDataBytes = (elf: Uint8Array, slot: bigint, owner?: PublicKey, room = 0) =>
  Uint8Array.from([3, 0, 0, 0, ...u64s(slot), ...some(owner), ...elf, ...new Uint8Array(room)])

const put = (
  key: PublicKey,
  data: Uint8Array,
  owner = LOADER,
  lamports = LAMPORTS,
  executable = false,
) => pair.put(key.toBytes(), { data, owner: owner.toBytes(), lamports, executable })

type Flag = 's' | 'w' | 'sw' | ''
type Account = readonly [key: PublicKey, flags: Flag]

function instruction(data: Uint8Array, accounts: readonly Account[]): TransactionInstruction {
  return new TransactionInstruction({
    programId: LOADER,
    keys: accounts.map(([pubkey, flags]) => ({
      pubkey,
      isSigner: flags.includes('s'),
      isWritable: flags.includes('w'),
    })),
    data: Buffer.from(data),
  })
}

const KEYPAIRS = [payer, authority, stranger, program]

/** Runs and compares; the peer's answer. */
function run(...instructions: readonly TransactionInstruction[]) {
  const needed = new Set(
    instructions.flatMap(({ keys }) =>
      keys.filter(({ isSigner }) => isSigner).map(({ pubkey }) => pubkey.toBase58()),
    ),
  )
  const signers = KEYPAIRS.filter(
    (pairOf) => pairOf === payer || needed.has(pairOf.publicKey.toBase58()),
  )
  const { own, peer } = pair.run(signed(instructions, signers))
  expect(own).toEqual(peer)
  return peer
}

const u32 = (value: number, ...rest: readonly Uint8Array[]) =>
  Buffer.concat([Uint8Array.of(value & 255, value >> 8, 0, 0), ...rest])

describe('buffers', () => {
  const init = (accounts: readonly Account[]) => run(instruction(u32(0), accounts))
  it('are initialized once', () => {
    put(buffer, new Uint8Array(100))
    expect(
      init([
        [buffer, 'w'],
        [authority.publicKey, ''],
      ]).error,
    ).toBeUndefined()
    expect(
      init([
        [buffer, 'w'],
        [authority.publicKey, ''],
      ]).error,
    ).toMatch('AccountAlreadyInitialized')
  })
  it('have to be writable, of the loader, long enough', () => {
    put(buffer, new Uint8Array(100))
    init([
      [buffer, ''],
      [authority.publicKey, ''],
    ])
    init([[buffer, 'w']])
    put(buffer, new Uint8Array(36))
    init([
      [buffer, 'w'],
      [authority.publicKey, ''],
    ])
    put(buffer, new Uint8Array(3))
    init([
      [buffer, 'w'],
      [authority.publicKey, ''],
    ])
    put(buffer, new Uint8Array(100), SystemProgram.programId)
    init([
      [buffer, 'w'],
      [authority.publicKey, ''],
    ])
    put(buffer, Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0))
    init([
      [buffer, 'w'],
      [authority.publicKey, ''],
    ])
  })
  it('are written by their authority', () => {
    const write = (offset: number, bytes: Uint8Array, accounts: readonly Account[]) =>
      run(instruction(u32(1, u32(offset), u64s(bytes.length), bytes), accounts))
    const bytes = Uint8Array.of(1, 2, 3, 4, 5)
    const good: readonly Account[] = [
      [buffer, 'w'],
      [authority.publicKey, 's'],
    ]
    put(buffer, bufferBytes(new Uint8Array(20), authority.publicKey))
    expect(write(3, bytes, good).error).toBeUndefined()
    write(15, bytes, good)
    write(16, bytes, good)
    write(0, new Uint8Array(0), good)
    write(0, bytes, [
      [buffer, 'w'],
      [authority.publicKey, ''],
    ])
    write(0, bytes, [
      [buffer, 'w'],
      [stranger.publicKey, 's'],
    ])
    write(0, bytes, [
      [buffer, ''],
      [authority.publicKey, 's'],
    ])
    put(buffer, bufferBytes(new Uint8Array(20)))
    write(0, bytes, good)
    put(buffer, new Uint8Array(57))
    write(0, bytes, good)
  })
  it('instructions that do not parse', () => {
    put(buffer, bufferBytes(new Uint8Array(20), authority.publicKey))
    const good: readonly Account[] = [
      [buffer, 'w'],
      [authority.publicKey, 's'],
    ]
    for (const data of [
      new Uint8Array(0),
      Uint8Array.of(1, 0, 0),
      u32(1),
      u32(1, u32(0), u64s(9), Uint8Array.of(1)),
      u32(1, u32(0), u64s(1n << 40n), Uint8Array.of(1)),
      u32(2, Uint8Array.of(1)),
      u32(6),
      u32(8),
      u32(9),
      u32(10),
      u32(77),
    ])
      run(instruction(data, good))
  })
})

function deployAccounts(change: Partial<Record<number, Account>> = {}): Account[] {
  const accounts: Account[] = [
    [payer.publicKey, 'sw'],
    [programData, 'w'],
    [program.publicKey, 'w'],
    [buffer, 'w'],
    [RENT, ''],
    [CLOCK, ''],
    [SystemProgram.programId, ''],
    [authority.publicKey, 's'],
  ]
  return accounts.map((account, i) => change[i] ?? account)
}

function readyToDeploy(elf: Uint8Array = ELF): void {
  put(payer.publicKey, new Uint8Array(0), SystemProgram.programId, 10n ** 12n)
  pair.put(programData.toBytes(), { lamports: 0n })
  put(program.publicKey, new Uint8Array(36), LOADER, LAMPORTS)
  put(buffer, bufferBytes(elf, authority.publicKey))
}

describe('deploy', () => {
  const deploy = (length: number | bigint, accounts: readonly Account[] = deployAccounts()) =>
    run(instruction(u32(2, u64s(length)), accounts))
  it.each([ELF, ELF_3])('a program runs from the next slot on', (elf) => {
    readyToDeploy(elf)
    expect(deploy(elf.length + 50).error).toBeUndefined()
    const call = new TransactionInstruction({
      programId: program.publicKey,
      keys: [],
      data: Buffer.alloc(0),
    })
    pair.nextSlot()
    run(call)
    expect(deploy(elf.length).error).toMatch('AccountAlreadyInitialized')
  })
  it('refuses sizes', () => {
    for (const length of [
      ELF.length - 1,
      0,
      10 * 1024 * 1024 - 45,
      10 * 1024 * 1024 - 44,
      1n << 63n,
    ]) {
      readyToDeploy()
      deploy(length)
    }
    for (const size of [35, 0]) {
      readyToDeploy()
      put(program.publicKey, new Uint8Array(size))
      deploy(ELF.length)
    }
    readyToDeploy(new Uint8Array(0))
    deploy(100)
    readyToDeploy()
    put(program.publicKey, new Uint8Array(36), LOADER, 1000n)
    deploy(ELF.length)
    readyToDeploy()
    put(payer.publicKey, new Uint8Array(0), SystemProgram.programId, 1_000_000n)
    put(buffer, bufferBytes(ELF, authority.publicKey), LOADER, 1n)
    deploy(ELF.length)
  })
  it.each([
    ['another program data', { 1: [stranger.publicKey, 'w'] }],
    ['another rent', { 4: [CLOCK, ''] }],
    ['another clock', { 5: [RENT, ''] }],
    ['an unsigned authority', { 7: [authority.publicKey, ''] }],
    ['another authority', { 7: [stranger.publicKey, 's'] }],
    ['a read-only buffer', { 3: [buffer, ''] }],
    ['a read-only program', { 2: [program.publicKey, ''] }],
    ['a read-only program data', { 1: [programData, ''] }],
    ['a buffer that is the program', { 3: [program.publicKey, 'w'] }],
    ['a buffer that is nothing', { 3: [keypair(77).publicKey, 'w'] }],
  ] as [string, Partial<Record<number, Account>>][])('refuses %s', (_, change) => {
    readyToDeploy()
    deploy(ELF.length, deployAccounts(change))
  })
  it('refuses too few accounts', () => {
    for (let count = 1; count < 8; count++) {
      readyToDeploy()
      deploy(ELF.length, deployAccounts().slice(0, count))
    }
  })
  it('refuses programs that are none', () => {
    const broken = ELF.slice()
    broken[4] = 1
    const invalid = buildElf(0, new Assembler().emit(0x79, 10, 0, 0, 0).emit(0xff).exit().build())
    const unknown = buildElf(0, new Assembler().syscall('sol_unknown_').exit().build())
    const old = buildElf(0, new Assembler().syscall('sol_alloc_free_').exit().build())
    const off = buildElf(0, new Assembler().syscall('sol_blake3').exit().build())
    for (const elf of [broken, invalid, unknown, old, off, ELF.subarray(0, 50), Uint8Array.of(1)]) {
      readyToDeploy(elf)
      expect(deploy(elf.length + 10).error).toMatch('InvalidAccountData')
    }
  })
})

function upgradeAccounts(change: Partial<Record<number, Account>> = {}): Account[] {
  const accounts: Account[] = [
    [programData, 'w'],
    [program.publicKey, 'w'],
    [buffer, 'w'],
    [stranger.publicKey, 'w'],
    [RENT, ''],
    [CLOCK, ''],
    [authority.publicKey, 's'],
  ]
  return accounts.map((account, i) => change[i] ?? account)
}

const SLOT = 1000n

function readyToUpgrade(
  elf: Uint8Array = ELF_3,
  room = 100,
  owner: PublicKey | undefined = authority.publicKey,
  slot = SLOT,
): void {
  put(payer.publicKey, new Uint8Array(0), SystemProgram.programId, 10n ** 12n)
  put(stranger.publicKey, new Uint8Array(0), SystemProgram.programId)
  // The peer compiles a program when its account is set: its data has to be there.
  put(programData, programDataBytes(ELF, slot, owner, room))
  put(program.publicKey, programBytes(programData), LOADER, LAMPORTS, true)
  put(buffer, bufferBytes(elf, authority.publicKey))
  pair.nextSlot()
}

describe('upgrade', () => {
  const upgrade = (accounts: readonly Account[] = upgradeAccounts()) =>
    run(instruction(u32(3), accounts))
  it('replaces the program', () => {
    readyToUpgrade()
    expect(upgrade().error).toBeUndefined()
    expect(upgrade().error).toMatch('instruction')
  })
  it('does not run again in this transaction', () => {
    readyToUpgrade()
    const call = new TransactionInstruction({
      programId: program.publicKey,
      keys: [],
      data: Buffer.alloc(0),
    })
    run(call, instruction(u32(3), upgradeAccounts()), call)
  })
  it('refuses states', () => {
    readyToUpgrade(ELF_3, 0)
    put(programData, programDataBytes(ELF.subarray(0, 40), SLOT, authority.publicKey))
    upgrade()
    readyToUpgrade()
    put(programData, programDataBytes(ELF, SLOT, authority.publicKey, 200), LOADER, 10n)
    put(buffer, bufferBytes(ELF_3, authority.publicKey), LOADER, 10n)
    upgrade()
    readyToUpgrade(ELF_3, 100, undefined)
    upgrade()
    readyToUpgrade(ELF_3, 100, stranger.publicKey)
    upgrade()
    readyToUpgrade(ELF_3, 100, authority.publicKey, pair.peer.getClock().slot + 1n)
    upgrade()
    readyToUpgrade(new Uint8Array(0))
    upgrade()
    readyToUpgrade(Uint8Array.of(1, 2, 3))
    upgrade()
    readyToUpgrade()
    put(program.publicKey, programBytes(stranger.publicKey))
    upgrade()
    readyToUpgrade()
    put(buffer, bufferBytes(ELF_3, stranger.publicKey))
    upgrade()
    readyToUpgrade()
    put(buffer, bufferBytes(ELF_3, authority.publicKey), SystemProgram.programId)
    upgrade()
    readyToUpgrade()
    put(buffer, programDataBytes(ELF_3, SLOT, authority.publicKey))
    upgrade()
    readyToUpgrade()
    put(programData, bufferBytes(ELF_3, authority.publicKey))
    upgrade()
  })
  it.each([
    ['a read-only program', { 1: [program.publicKey, ''] }],
    ['another rent', { 4: [CLOCK, ''] }],
    ['another clock', { 5: [RENT, ''] }],
    ['an unsigned authority', { 6: [authority.publicKey, ''] }],
    ['another authority', { 6: [stranger.publicKey, 's'] }],
    ['a read-only buffer', { 2: [buffer, ''] }],
    ['a read-only program data', { 0: [programData, ''] }],
    ['a read-only spill', { 3: [stranger.publicKey, ''] }],
    ['the buffer as spill', { 3: [buffer, 'w'] }],
    ['the program data as spill', { 3: [programData, 'w'] }],
    ['another program', { 1: [stranger.publicKey, 'w'] }],
  ] as [string, Partial<Record<number, Account>>][])('refuses %s', (_, change) => {
    readyToUpgrade()
    upgrade(upgradeAccounts(change))
  })
})

describe('authorities', () => {
  const cases: readonly (readonly [string, () => Uint8Array])[] = [
    ['a buffer', () => bufferBytes(ELF, authority.publicKey)],
    ['a program', () => programDataBytes(ELF, SLOT, authority.publicKey)],
    ['an immutable buffer', () => bufferBytes(ELF)],
    ['an immutable program', () => programDataBytes(ELF, SLOT)],
    ['an empty account', () => new Uint8Array(100)],
    ['a program account', () => programBytes(programData)],
  ]
  it.each(cases)('of %s', (_, bytes) => {
    for (const checked of [4, 7])
      for (const accounts of [
        [
          [buffer, 'w'],
          [authority.publicKey, 's'],
          [stranger.publicKey, 's'],
        ],
        [
          [buffer, 'w'],
          [authority.publicKey, 's'],
          [stranger.publicKey, ''],
        ],
        [
          [buffer, 'w'],
          [authority.publicKey, 's'],
        ],
        [
          [buffer, 'w'],
          [authority.publicKey, ''],
          [stranger.publicKey, ''],
        ],
        [
          [buffer, 'w'],
          [stranger.publicKey, 's'],
          [stranger.publicKey, 's'],
        ],
        [
          [buffer, ''],
          [authority.publicKey, 's'],
          [stranger.publicKey, 's'],
        ],
        [[buffer, 'w']],
      ] as Account[][]) {
        put(buffer, bytes())
        run(instruction(u32(checked), accounts))
      }
  })
})

describe('close', () => {
  const close = (accounts: readonly Account[]) => run(instruction(u32(5), accounts))
  const three: readonly Account[] = [
    [buffer, 'w'],
    [stranger.publicKey, 'w'],
    [authority.publicKey, 's'],
  ]
  it('buffers and empty accounts', () => {
    for (const data of [
      bufferBytes(ELF, authority.publicKey),
      bufferBytes(ELF),
      new Uint8Array(4),
      new Uint8Array(100),
      programBytes(programData),
    ])
      for (const accounts of [
        three,
        three.slice(0, 2),
        [three[0]!, three[1]!, [authority.publicKey, '']],
        [three[0]!, three[1]!, [stranger.publicKey, 's']],
        [three[0]!, three[0]!, three[2]!],
        [[buffer, ''], three[1]!, three[2]!],
        [three[0]!, [stranger.publicKey, ''], three[2]!],
      ] as Account[][]) {
        put(buffer, data)
        close(accounts)
      }
  })
  it('programs', () => {
    const four: readonly Account[] = [
      [programData, 'w'],
      [stranger.publicKey, 'w'],
      [authority.publicKey, 's'],
      [program.publicKey, 'w'],
    ]
    readyToUpgrade()
    expect(close(four).error).toBeUndefined()
    for (const accounts of [
      four.slice(0, 3),
      [...four.slice(0, 3), [program.publicKey, '']],
      [...four.slice(0, 3), [stranger.publicKey, 'w']],
      [...four.slice(0, 3), [buffer, 'w']],
      [four[0]!, four[1]!, [authority.publicKey, ''], four[3]!],
      [four[0]!, four[1]!, [stranger.publicKey, 's'], four[3]!],
    ] as Account[][]) {
      readyToUpgrade()
      close(accounts)
    }
    readyToUpgrade(ELF, 10, undefined)
    close(four)
    readyToUpgrade(ELF, 10, authority.publicKey, pair.peer.getClock().slot + 1n)
    close(four)
    readyToUpgrade()
    put(program.publicKey, programBytes(stranger.publicKey))
    close(four)
  })
})

describe('extend', () => {
  const extend = (bytes: number, accounts: readonly Account[]) =>
    run(instruction(u32(6, u32(bytes)), accounts))
  const four: readonly Account[] = [
    [programData, 'w'],
    [program.publicKey, 'w'],
    [SystemProgram.programId, ''],
    [payer.publicKey, 'sw'],
  ]
  it('grows', () => {
    readyToUpgrade()
    put(programData, programDataBytes(ELF, SLOT, authority.publicKey), LOADER, 1_000_000n)
    expect(extend(10_240, four).error).toBeUndefined()
    readyToUpgrade()
    expect(extend(10_240, four.slice(0, 2)).error).toBeUndefined()
    expect(extend(10_240, four.slice(0, 2)).error).toMatch('InvalidArgument')
  })
  it('refuses', () => {
    for (const bytes of [0, 1, 10_239, 0xffff]) {
      readyToUpgrade()
      extend(bytes, four)
    }
    for (const accounts of [
      [[programData, ''], four[1]!, four[2]!, four[3]!],
      [four[0]!, [program.publicKey, ''], four[2]!, four[3]!],
      [four[0]!, four[0]!, four[2]!, four[3]!],
      [[stranger.publicKey, 'w'], four[1]!, four[2]!, four[3]!],
      [four[0]!, [stranger.publicKey, 'w'], four[2]!, four[3]!],
      [four[0]!, [buffer, 'w'], four[2]!, four[3]!],
      [[buffer, 'w'], four[1]!, four[2]!, four[3]!],
      four.slice(0, 1),
      [],
    ] as Account[][]) {
      readyToUpgrade()
      extend(10_240, accounts)
    }
    readyToUpgrade(ELF, 10, undefined)
    extend(10_240, four)
    readyToUpgrade(ELF, 10, authority.publicKey, pair.peer.getClock().slot + 1n)
    extend(10_240, four)
    readyToUpgrade()
    put(programData, programDataBytes(ELF, SLOT, authority.publicKey), LOADER, 1_000_000n)
    extend(10_240, four.slice(0, 3))
    readyToUpgrade()
    put(programData, programDataBytes(Uint8Array.of(1), SLOT, authority.publicKey))
    extend(10_240, four)
  })
})

describe('other loaders', () => {
  it('take no instructions', () => {
    for (const loader of [ProgramId.loader1, ProgramId.loader2])
      run(
        new TransactionInstruction({
          programId: new PublicKey(loader),
          keys: [],
          data: Buffer.from(u32(0)),
        }),
      )
  })
  it('run their programs', () => {
    for (const [i, loader] of [ProgramId.loader1, ProgramId.loader2].entries()) {
      const key = keypair(80 + i).publicKey
      pair.peer.addProgramWithLoader(key.toBytes(), driverElf(0), loader)
      pair.nextSlot()
      const mine = keypair(90 + i).publicKey
      // Unaligned inputs of loader 1: signer, writable, key, lamports, length, data, owner.
      const at = 0x4_0000_0000n + 8n + 3n + 32n + 8n + 8n
      const scripts = [
        new Script()
          .load(at)
          .call('sol_log_pubkey', at - 48n)
          .call('sol_memcmp_', at, at, 8, 0x3_0000_0001n)
          .exit(),
        new Script().storeByte(at, 9).exit(),
        new Script().store(at - 8n, 100).exit(),
        new Script().store(at - 16n, 5).exit(),
        new Script().call('sol_get_clock_sysvar', 0x3_0000_0001n).load(0x3_0000_0001n).exit(),
        new Script().call('sol_alloc_free_', 3, 0).call('sol_alloc_free_', 3, 0).exit(),
      ]
      for (const script of scripts) {
        put(mine, new Uint8Array(24).fill(3), key)
        run(
          new TransactionInstruction({
            programId: key,
            keys: [
              { pubkey: mine, isSigner: false, isWritable: true },
              { pubkey: mine, isSigner: false, isWritable: true },
              { pubkey: payer.publicKey, isSigner: true, isWritable: false },
            ],
            data: Buffer.from(script),
          }),
        )
      }
    }
  })
})

it('all cases were compared', () => {
  console.info(`loaders: ${pair.compared} transactions compared with litesvm`)
  expect(pair.compared).toBe(257)
})
