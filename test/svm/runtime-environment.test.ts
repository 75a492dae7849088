/** What surrounds a program on our runtime and on litesvm: heap frames, the instructions sysvar, many accounts, versions 1 and 2. */
import {
  ComputeBudgetProgram,
  PublicKey,
  SystemProgram,
  TransactionInstruction,
} from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { SysvarId } from '../../src/vms/svm/ids.ts'
import { Assembler } from '../support/sbpf/assembler.ts'
import { buildElf } from '../support/sbpf/elf-builder.ts'
import { Pair } from '../support/svm/peer.ts'
import { addressesOf, driverElf, HEAP, INPUT, Script } from '../support/svm/script.ts'
import { funded, keypair, signed } from '../support/svm/wallet.ts'

const pair = new Pair()
const payer = funded(pair, 1)
const program = keypair(60).publicKey
pair.install(program.toBytes(), driverElf(0))

function call(
  script: Uint8Array,
  keys: readonly PublicKey[] = [],
  writable = false,
): TransactionInstruction {
  return new TransactionInstruction({
    programId: program,
    keys: keys.map((pubkey) => ({ pubkey, isSigner: false, isWritable: writable })),
    data: Buffer.from(script),
  })
}

function run(...instructions: readonly TransactionInstruction[]) {
  const { own, peer } = pair.run(signed(instructions, [payer]))
  expect(own).toEqual(peer)
  return peer
}

describe('heap', () => {
  it.each([32, 33, 64, 255, 256])('%i KiB', (kilobytes) => {
    const bytes = kilobytes * 1024
    const frame = ComputeBudgetProgram.requestHeapFrame({ bytes })
    const end = HEAP + BigInt(bytes)
    run(frame, call(new Script().load(end - 8n).exit()))
    run(frame, call(new Script().load(end - 7n).exit()))
    run(
      frame,
      call(new Script().call('sol_alloc_free_', bytes, 0).call('sol_alloc_free_', 1, 0).exit()),
    )
  })
  it('is paid before the program starts', () => {
    const frame = ComputeBudgetProgram.requestHeapFrame({ bytes: 256 * 1024 })
    for (const units of [300, 355, 356, 357, 400])
      run(ComputeBudgetProgram.setComputeUnitLimit({ units }), frame, call(new Script().exit()))
  })
  it('starts as zeros each time', () => {
    run(call(new Script().store(HEAP + 8n, 5).exit()), call(new Script().load(HEAP + 8n).exit()))
    run(
      call(new Script().store(0x2_0000_0000n, 5).exit()),
      call(new Script().load(0x2_0000_0000n).exit()),
    )
  })
})

describe('the instructions sysvar', () => {
  it('tells the running instruction', () => {
    const sysvar = new PublicKey(SysvarId.instructions)
    // Two instructions of the same shape: its bytes are read through the syscalls of the program.
    const script = (i: number) =>
      new Script()
        .call('sol_log_pubkey', INPUT + 8n + 8n)
        .give(INPUT + 8n + 88n, 200 + i)
        .exit()
    run(call(script(0), [sysvar]))
    run(call(script(1), [sysvar]), call(script(2), [sysvar, program]), call(script(3), [sysvar]))
  })
  it('cannot be written', () => {
    const sysvar = new PublicKey(SysvarId.instructions)
    run(call(new Script().store(INPUT + 8n + 88n, 1).exit(), [sysvar], true))
  })
})

describe('accounts', () => {
  it('many, all the same', () => {
    const key = keypair(70).publicKey
    pair.put(key.toBytes(), { owner: program.toBytes(), data: new Uint8Array(9) })
    for (const count of [1, 200, 255]) {
      const addresses = addressesOf([9, ...Array<number>(count - 1).fill(-1)])
      const last = addresses.at(-1)!.start
      const script = new Script().storeByte(addresses[0]!.data, 3).load(last).load(INPUT)
      run(call(script.exit(), Array<PublicKey>(count).fill(key), true))
    }
  })
  it('of every length modulo 8', () => {
    for (let length = 0; length < 9; length++) {
      const keys = [71, 72].map((byte) => keypair(byte).publicKey)
      for (const key of keys)
        pair.put(key.toBytes(), {
          owner: program.toBytes(),
          data: new Uint8Array(length).fill(length),
        })
      const addresses = addressesOf([length, length])
      const script = new Script()
        .load(addresses[1]!.key)
        .load(addresses[1]!.length)
        .load(addresses[1]!.data - 8n)
      script
        .load(addresses[0]!.data + BigInt(length + 10_240 + (-length & 7)))
        .call('sol_log_compute_units_')
      run(call(script.exit(), keys, true))
    }
  })
})

describe('versions', () => {
  it.each([0, 1, 2, 3])('%i', (version) => {
    const key = keypair(100 + version).publicKey
    const asm = new Assembler()
      .emit(0xbf, 1, 10)
      .emit(0xb7, 2, 0, 0, 1)
      .emit(0xbf, 3, 2)
      .emit(0xb7, 4, 0, 0, 0)
    asm.emit(0xb7, 5, 0, 0, 0).syscall('sol_log_64_').emit(0xb7, 0, 0, 0, version).exit()
    pair.install(key.toBytes(), buildElf(version, asm.build()))
    run(new TransactionInstruction({ programId: key, keys: [], data: Buffer.alloc(0) }))
  })
  it('a program that another upgrade replaced is the new one', () => {
    const key = keypair(110).publicKey
    for (const value of [3, 4]) {
      pair.install(
        key.toBytes(),
        buildElf(0, new Assembler().emit(0xb7, 0, 0, 0, value).exit().build()),
      )
      const answer = run(
        new TransactionInstruction({ programId: key, keys: [], data: Buffer.alloc(0) }),
      )
      expect(answer.error).toBe(`instruction 0 Custom ${value}`)
    }
  })
})

describe('sizes', () => {
  const MOST = 10 * 1024 * 1024
  const fresh = [70, 71, 72].map((byte) => keypair(byte))
  const allocate = (index: number, space: number) =>
    SystemProgram.allocate({ accountPubkey: fresh[index]!.publicKey, space })
  /** Empty accounts that can pay for 10 MiB, allocated in one transaction. */
  function errorOf(...spaces: readonly number[]) {
    for (const { publicKey } of fresh) pair.put(publicKey.toBytes(), { lamports: 10n ** 11n })
    const list = spaces.map((space, i) => allocate(i, space))
    const { own, peer } = pair.run(signed(list, [payer, ...fresh.slice(0, spaces.length)]))
    expect(own).toEqual(peer)
    return own.error
  }
  it('an account has at most 10 MiB', () => {
    expect(errorOf(MOST)).toBeUndefined()
    expect(pair.read(fresh[0]!.publicKey.toBytes()).data.length).toBe(MOST)
    // SystemError::InvalidAccountDataLength.
    expect(errorOf(MOST + 1)).toBe('instruction 0 Custom 3')
  })
  it('accounts grow by at most 20 MiB in a transaction', () => {
    expect(errorOf(MOST, MOST)).toBeUndefined()
    expect(errorOf(MOST, MOST - 8, 8)).toBeUndefined()
    const error = 'instruction 2 MaxAccountsDataAllocationsExceeded'
    expect(errorOf(MOST, MOST, 1)).toBe(error)
    expect(errorOf(MOST, MOST - 8, 9)).toBe(error)
  })
  it('a program may grow its account by what is left of them', () => {
    const owned = keypair(73).publicKey
    const write = (length: number) => {
      pair.put(owned.toBytes(), { lamports: 10n ** 11n, owner: program.toBytes() })
      for (const { publicKey } of fresh) pair.put(publicKey.toBytes(), { lamports: 10n ** 11n })
      const script = new Script().store(addressesOf([0])[0]!.length, length).exit()
      const { own, peer } = pair.run(
        signed(
          [allocate(0, MOST), allocate(1, MOST - 100), call(script, [owned], true)],
          [payer, ...fresh.slice(0, 2)],
        ),
      )
      expect(own).toEqual(peer)
      return own.error
    }
    expect(write(100)).toBeUndefined()
    expect(write(101)).toMatch(/instruction 2 (InvalidRealloc|MaxAccountsData)/)
  })
})
