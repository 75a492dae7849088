/**
 * C programs brought to a chain as wallets do: the upgradeable loader's transactions, in blocks of ours and on npm
 * litesvm, the same bytes on both; then calls, an upgrade and everything a vault refuses, accounts compared each time.
 */
import { type Keypair, PublicKey, SystemProgram, TransactionInstruction } from '@solana/web3.js'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import {
  createBuffer,
  deploy,
  programDataAddress,
  upgrade,
  writeBuffer,
} from '../../examples/loader.ts'
import { readProgram } from '../../scripts/build-programs.ts'
import { probe } from '../support/svm/probe.ts'
import { keypair, Pair } from './tx-host.ts'

const SOL = 10n ** 9n
const SYSTEM = SystemProgram.programId
const [alice, bob] = [keypair(1), keypair(2)]
const carol = keypair(3).publicKey
/** In alice's purse after the first three tests. */
const LEFT = 3n * SOL - 7n
let compared = 0

/** Both sides, and what goes to both; alice pays. */
class Chain {
  readonly pair = new Pair([
    { key: alice.publicKey.toBytes(), lamports: 1000n * SOL },
    { key: bob.publicKey.toBytes(), lamports: 100n * SOL },
  ])
  private buffers = 40

  send(
    what: string,
    instructions: readonly TransactionInstruction[],
    signers: readonly Keypair[] = [],
  ) {
    this.pair.next()
    const bytes = this.pair.legacy(instructions, [alice, ...signers])
    const { ours, theirs, receipt } = this.pair.send(bytes)
    expect(ours, what).toEqual(theirs)
    compared++
    return { ...theirs, receipt }
  }

  /** A buffer account with the ELF. */
  upload(elf: Uint8Array): PublicKey {
    const buffer = keypair(this.buffers++)
    this.pair.watch(buffer.publicKey.toBytes())
    const made = createBuffer(alice.publicKey, buffer.publicKey, elf.length)
    expect(this.send('buffer', made, [buffer]).error).toBeUndefined()
    for (const piece of writeBuffer(alice.publicKey, buffer.publicKey, elf))
      expect(this.send('piece', [piece]).error).toBeUndefined()
    return buffer.publicKey
  }

  deploy(seed: number, path: string, room = 0): PublicKey {
    const elf = readProgram(path)
    const buffer = this.upload(elf)
    const program = keypair(seed)
    const { publicKey } = program
    this.pair.watch(publicKey.toBytes(), programDataAddress(publicKey).toBytes())
    const made = deploy(alice.publicKey, publicKey, buffer, elf.length + room)
    expect(this.send(`deploy ${path}`, made, [program]).error).toBeUndefined()
    return publicKey
  }

  upgrade(program: PublicKey, path: string): unknown {
    const buffer = this.upload(readProgram(path))
    return this.send(`upgrade to ${path}`, [upgrade(alice.publicKey, program, buffer)]).error
  }
}

type Flag = '' | 's' | 'w' | 'sw'
type Account = readonly [key: PublicKey, flags: Flag]

const instruction = (programId: PublicKey, data: Uint8Array, accounts: readonly Account[]) =>
  new TransactionInstruction({
    programId,
    data: Buffer.from(data),
    keys: accounts.map(([pubkey, flags]) => ({
      pubkey,
      isSigner: flags.includes('s'),
      isWritable: flags.includes('w'),
    })),
  })

function amount(which: number, lamports: bigint): Buffer {
  const data = Buffer.alloc(9)
  data.writeUInt8(which)
  data.writeBigUInt64LE(lamports, 1)
  return data
}

/** A vault's addresses for an owner. */
function vaultOf(program: PublicKey, owner: PublicKey) {
  const find = (seed: string) =>
    PublicKey.findProgramAddressSync([Buffer.from(seed), owner.toBytes()], program)
  const [[record, recordBump], [purse, purseBump]] = [find('record'), find('purse')]
  const me: Account = [owner, 'sw']
  const call = (data: Uint8Array, ...accounts: Account[]) => instruction(program, data, accounts)
  return {
    record,
    purse,
    open: (data: Uint8Array = Uint8Array.of(0, recordBump, purseBump), owner = me) =>
      call(data, owner, [record, 'w'], [SYSTEM, '']),
    deposit: (lamports: bigint, owner = me, into: Account = [purse, 'w']) =>
      call(amount(1, lamports), owner, [record, 'w'], into, [SYSTEM, '']),
    withdraw: (lamports: bigint, to = carol, owner = me) =>
      call(amount(2, lamports), owner, [record, 'w'], [purse, 'w'], [to, 'w'], [SYSTEM, '']),
    close: (owner = me, from: Flag = 'w') =>
      call(Uint8Array.of(3), owner, [record, from], [purse, '']),
    show: () => call(Uint8Array.of(4), [record, '']),
    raw: call,
  }
}

const failed = (name: string | { custom: number }, index = 0) => ({
  name: 'InstructionError',
  index,
  error: name,
})

describe.each(['so', 'v3.so'])('a vault deployed from vault.%s', (file) => {
  const chain = new Chain()
  // Enough for the second release of either version, not for the probe.
  const program = chain.deploy(10, `vault/vault.${file}`, 3000)
  const mine = vaultOf(program, alice.publicKey)
  const theirs = vaultOf(program, bob.publicKey)
  for (const { record, purse } of [mine, theirs])
    chain.pair.watch(record.toBytes(), purse.toBytes())
  chain.pair.watch(carol.toBytes())
  const send = (what: string, ...instructions: TransactionInstruction[]) =>
    chain.send(what, instructions)

  it('opens, takes, gives back', () => {
    expect(send('open', mine.open()).error).toBeUndefined()
    const deposit = send('deposit', mine.deposit(5n * SOL))
    expect(deposit.error).toBeUndefined()
    expect(deposit.inner).toHaveLength(1)
    expect(Buffer.from(deposit.returnData, 'hex').readBigUInt64LE()).toBe(5n * SOL)
    expect(send('withdraw', mine.withdraw(2n * SOL)).error).toBeUndefined()
    expect(chain.pair.ours.account(carol.toBytes())?.lamports).toBe(2n * SOL)
    const both = send('two at once', mine.deposit(1n), mine.withdraw(7n))
    expect(both.error).toBeUndefined()
  })

  it('refuses what it has to refuse', () => {
    const me: Account = [alice.publicKey, 'w']
    const steps: readonly [string, TransactionInstruction, unknown][] = [
      ['open again', mine.open(), failed('AccountAlreadyInitialized')],
      ['no data', mine.raw(new Uint8Array(0)), failed('InvalidInstructionData')],
      ['unknown', mine.raw(Uint8Array.of(99)), failed('InvalidInstructionData')],
      ['no accounts', mine.raw(amount(1, 1n)), failed('NotEnoughAccountKeys')],
      [
        'cut short',
        mine.raw(
          Uint8Array.of(1, 2),
          [alice.publicKey, 's'],
          [mine.record, 'w'],
          [mine.purse, 'w'],
          [SYSTEM, ''],
        ),
        failed('InvalidInstructionData'),
      ],
      ['nothing paid in', mine.deposit(0n), failed({ custom: 3 })],
      ['nothing taken', mine.withdraw(0n), failed({ custom: 3 })],
      ['too much', mine.withdraw(1000n * SOL), failed('InsufficientFunds')],
      ['deposit of more than there is', mine.deposit(10n ** 15n), failed({ custom: 1 })],
      ['another purse', mine.deposit(1n, undefined, [theirs.purse, 'w']), failed('InvalidSeeds')],
      [
        'a purse that may not be written',
        mine.deposit(1n, undefined, [mine.purse, '']),
        failed('PrivilegeEscalation'),
      ],
      ['close with coins', mine.close(), failed({ custom: 2 })],
      [
        'a record that is none',
        theirs.deposit(1n, [alice.publicKey, 'sw']),
        failed('InvalidAccountOwner'),
      ],
      [
        'wrong bumps',
        theirs.open(Uint8Array.of(0, 1, 2), [alice.publicKey, 'sw']),
        failed('InvalidSeeds'),
      ],
      ['show in release 1', mine.show(), failed('InvalidInstructionData')],
      // alice signs as the payer anyway: bob's vault has an owner who does not.
      [
        'no signature',
        theirs.open(undefined, [bob.publicKey, 'w']),
        failed('MissingRequiredSignature'),
      ],
      ['with the rights of the transaction', mine.withdraw(1n, carol, me), undefined],
    ]
    for (const [what, one, error] of steps) expect(send(what, one).error, what).toEqual(error)
  })

  it('belongs to its owner', () => {
    const asBob = [bob]
    expect(chain.send('open', [theirs.open()], asBob).error).toBeUndefined()
    expect(chain.send('deposit', [theirs.deposit(SOL)], asBob).error).toBeUndefined()
    const stolen = theirs.withdraw(SOL, alice.publicKey, [alice.publicKey, 'sw'])
    expect(chain.send('theft', [stolen]).error).toEqual(failed({ custom: 1 }))
    const rest = theirs.withdraw(1000n)
    expect(chain.send('dust would stay', [rest], asBob).error).toBeUndefined()
    const most = theirs.withdraw(SOL - 1000n - 5n)
    const rent = chain.send('a purse that would pay rent', [most], asBob)
    expect(rent.error).toMatchObject({ name: 'InsufficientFundsForRent' })
  })

  it('is upgraded, and the second release finds the records', () => {
    expect(chain.upgrade(program, `vault/vault-2.${file}`)).toBeUndefined()
    const shown = send('show', mine.show())
    expect(shown.error).toBeUndefined()
    expect(Buffer.from(shown.returnData, 'hex').readBigUInt64LE()).toBe(LEFT)
    // To the other version of sBPF, and back.
    const other = file === 'so' ? 'v3.so' : 'so'
    for (const next of [other, file]) {
      expect(chain.upgrade(program, `vault/vault-2.${next}`)).toBeUndefined()
      expect(send(`show from ${next}`, mine.show()).error).toBeUndefined()
    }
    expect(chain.upgrade(program, 'probe/probe.so')).toEqual(failed('AccountDataTooSmall'))
  })

  it('closes', () => {
    expect(send('all coins', mine.withdraw(LEFT)).error).toBeUndefined()
    const fixed = send('a record that may not be written', mine.close(undefined, ''))
    expect(fixed.error).toEqual(failed('ReadonlyLamportChange'))
    expect(send('close', mine.close()).error).toBeUndefined()
    expect(chain.pair.ours.account(mine.record.toBytes())).toBeUndefined()
    expect(send('closed', mine.deposit(1n)).error).toEqual(failed('InvalidAccountOwner'))
    expect(send('open anew', mine.open()).error).toBeUndefined()
  })
})

describe('a probe deployed by transactions', () => {
  const chain = new Chain()
  const program = chain.deploy(11, 'probe/probe.so')
  const purse = PublicKey.findProgramAddressSync([Buffer.from('purse')], program)
  const SEEDS = [Buffer.from('purse'), Uint8Array.of(purse[1])]
  const store = keypair(12)
  chain.pair.watch(purse[0].toBytes(), store.publicKey.toBytes())
  const call = (data: Uint8Array) =>
    instruction(program, data, [
      [alice.publicKey, 'sw'],
      [store.publicKey, 'w'],
      [purse[0], 'w'],
      [SYSTEM, ''],
      [program, ''],
      [bob.publicKey, 'w'],
    ])
  const self = (data: Uint8Array) =>
    probe.invoke({
      program: 4,
      accounts: [
        [0, 'sw'],
        [1, 'w'],
        [2, 'w'],
        [3, ''],
        [4, ''],
        [5, 'w'],
      ],
      data,
    })
  const transfer = (from: number, to: number, lamports: bigint, seeds?: Uint8Array[]) => {
    const data = Buffer.alloc(12)
    data.writeUInt32LE(2)
    data.writeBigUInt64LE(lamports, 4)
    const accounts = [
      [from, 'sw'],
      [to, 'w'],
    ] as const
    return probe.invoke({ program: 3, accounts, data, ...(seeds && { seeds }) })
  }

  it('gets an account of its own', () => {
    const made = SystemProgram.createAccount({
      fromPubkey: alice.publicKey,
      newAccountPubkey: store.publicKey,
      lamports: Number(SOL),
      space: 32,
      programId: program,
    })
    expect(chain.send('store', [made], [store]).error).toBeUndefined()
    expect(chain.send('coins for the purse', [call(transfer(0, 2, SOL))]).error).toBeUndefined()
  })

  it('does the same under any sequence of commands, over a state that lives on', () => {
    const account = fc.constantFrom(0, 1, 2, 5)
    const lamports = fc.constantFrom(0n, 1n, 1000n, 890_880n, 10n ** 8n)
    const step = fc.oneof(
      fc.tuple(account, account, lamports).map(([a, b, n]) => probe.pay(a, b, n)),
      fc.nat(12_000).map((n) => probe.resize(1, n)),
      fc.tuple(fc.nat(31), fc.nat(255)).map(([i, v]) => probe.poke(1, i, v)),
      fc.tuple(account, account, lamports).map(([a, b, n]) => transfer(a, b, n)),
      fc.tuple(account, lamports).map(([a, n]) => transfer(2, a, n, SEEDS)),
      account.map((a) => probe.look(a)),
      fc.constantFrom('yes', 'no').map((text) => probe.answer(text)),
      fc.nat(40).map((n) => probe.descend(n)),
      fc.nat(60).map((n) => probe.spin(n)),
      fc.nat(5).map((code) => (code === 0 ? probe.return(7) : probe.height())),
    )
    const steps = fc.array(step, { minLength: 1, maxLength: 4 }).map((list) => Buffer.concat(list))
    const nested = fc.tuple(steps, steps, steps).map(([a, b, c]) => Buffer.concat([a, self(b), c]))
    fc.assert(
      fc.property(fc.array(fc.oneof(steps, nested), { minLength: 1, maxLength: 2 }), (list) => {
        fc.pre(list.reduce((sum, data) => sum + data.length, 0) < 600)
        const { receipt } = chain.send(
          list.map((data) => data.toString('hex')).join(' '),
          list.map((data) => call(data)),
        )
        expect(receipt.status).not.toBe('rejected')
      }),
      { seed: 7, numRuns: 300, endOnFailure: true },
    )
  })
})

afterAll(() => {
  console.log(`C programs in blocks beside litesvm: ${compared} transactions, 0 differences`)
  expect(compared).toBeGreaterThan(400)
})
