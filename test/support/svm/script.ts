/**
 * A program that does what its instruction data says: copies bytes, loads and stores words, calls any syscall, exits.
 * So one ELF covers every syscall and every shape of a cross-program invocation; scripts nest as instruction data.
 */
import { SYSCALLS } from '../../../src/vms/svm/runtime/syscalls/table.ts'
import { Assembler } from '../sbpf/assembler.ts'
import { buildElf } from '../sbpf/elf-builder.ts'

export const HEAP = 0x3_0000_0000n
export const INPUT = 0x4_0000_0000n

/** Syscalls the driver calls, in the order of their step numbers; the last ones are off today. */
export const DRIVEN: readonly string[] = [
  ...Object.keys(SYSCALLS),
  'sol_big_mod_exp',
  'sol_get_fees_sysvar',
]
const FIRST_SYSCALL = 16
const Step = { exit: 0, copy: 1, load: 2, store: 3, storeByte: 4, jump: 5 } as const

function advance(asm: Assembler, bytes: number): Assembler {
  return asm.emit(0x07, 6, 0, 0, bytes).jump(0x05, 'loop')
}

/** Writes r0 as a log line of numbers. */
function logResult(asm: Assembler): Assembler {
  asm.emit(0xbf, 1, 0)
  for (const register of [2, 3, 4, 5]) asm.emit(0xb7, register, 0, 0, 0)
  return asm.syscall('sol_log_64_')
}

function steps(asm: Assembler): void {
  asm.jump(0x55, 'copy', 7, 0, Step.exit).emit(0x79, 0, 6, 8).exit()
  asm.label('copy').jump(0x55, 'load', 7, 0, Step.copy)
  asm.emit(0x79, 1, 6, 8).emit(0xbf, 2, 6).emit(0x07, 2, 0, 0, 24).emit(0x79, 3, 6, 16)
  asm.syscall('sol_memcpy_').emit(0x79, 1, 6, 16).emit(0x07, 1, 0, 0, 7).emit(0x57, 1, 0, 0, -8)
  advance(asm.emit(0x0f, 6, 1), 24)
  asm.label('load').jump(0x55, 'store', 7, 0, Step.load)
  asm.emit(0x79, 1, 6, 8).emit(0x79, 0, 1, 0)
  advance(logResult(asm), 16)
  asm.label('store').jump(0x55, 'storeByte', 7, 0, Step.store)
  asm.emit(0x79, 1, 6, 8).emit(0x79, 2, 6, 16).emit(0x7b, 1, 2)
  advance(asm, 24)
  asm.label('storeByte').jump(0x55, 'jump', 7, 0, Step.storeByte)
  asm.emit(0x79, 1, 6, 8).emit(0x79, 2, 6, 16).emit(0x73, 1, 2)
  advance(asm, 24)
  asm.label('jump').jump(0x55, 'call0', 7, 0, Step.jump)
  asm.emit(0x79, 6, 6, 8).jump(0x05, 'loop')
}

/** The driver's ELF. */
export function driverElf(version: number): Uint8Array {
  const asm = new Assembler()
  asm.emit(0xbf, 6, 2).label('loop').emit(0x79, 7, 6, 0)
  steps(asm)
  for (const [i, name] of DRIVEN.entries()) {
    asm.label(`call${i}`).jump(0x55, `call${i + 1}`, 7, 0, FIRST_SYSCALL + i)
    for (const register of [1, 2, 3, 4, 5]) asm.emit(0x79, register, 6, 8 * register)
    asm.syscall(name)
    advance(logResult(asm), 48)
  }
  asm.label(`call${DRIVEN.length}`).emit(0xb7, 0, 0, 0, 99).exit()
  return buildElf(version, asm.build())
}

type Word = number | bigint

function words(...values: readonly Word[]): Uint8Array {
  const out = new Uint8Array(values.length * 8)
  const view = new DataView(out.buffer)
  for (const [i, value] of values.entries())
    view.setBigUint64(i * 8, BigInt.asUintN(64, BigInt(value)), true)
  return out
}

export const u64s = words

/** Little-endian bytes of a script, step after step. */
export class Script {
  private readonly parts: Uint8Array[] = []

  /** Copies the bytes to an address. */
  copy(to: Word, bytes: Uint8Array): this {
    const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8)
    padded.set(bytes)
    this.parts.push(words(Step.copy, to, bytes.length), padded)
    return this
  }

  /** Logs the word at an address. */
  load(from: Word): this {
    this.parts.push(words(Step.load, from))
    return this
  }

  store(to: Word, value: Word): this {
    this.parts.push(words(Step.store, to, value))
    return this
  }

  storeByte(to: Word, value: Word): this {
    this.parts.push(words(Step.storeByte, to, value))
    return this
  }

  /** A script that goes on at an address: for scripts too long for a transaction. */
  static at(address: Word): Uint8Array {
    return words(Step.jump, address)
  }

  /** Calls a syscall and logs what it returns. */
  call(name: string, ...args: readonly Word[]): this {
    const index = DRIVEN.indexOf(name)
    if (index < 0) throw new Error(`no syscall ${name}`)
    this.parts.push(
      words(FIRST_SYSCALL + index, ...Array.from({ length: 5 }, (_, i) => args[i] ?? 0)),
    )
    return this
  }

  /** Returns memory as the program's return data. */
  give(from: Word, length: Word): this {
    return this.call('sol_set_return_data', from, length)
  }

  exit(value: Word = 0): Uint8Array {
    return Buffer.concat([...this.parts, words(Step.exit, value)])
  }
}

/** Addresses of one account in a program's input (loaders 2 and 3). */
export interface AccountAddresses {
  readonly start: bigint
  readonly key: bigint
  readonly owner: bigint
  readonly lamports: bigint
  readonly length: bigint
  readonly data: bigint
}

/** Where accounts with data of those lengths stand; a negative number is a duplicate. */
export function addressesOf(lengths: readonly number[]): AccountAddresses[] {
  let at = INPUT + 8n
  return lengths.map((length) => {
    const start = at
    at += length < 0 ? 8n : BigInt(88 + length + 10_240 + (-length & 7) + 8)
    return {
      start,
      key: start + 8n,
      owner: start + 40n,
      lamports: start + 72n,
      length: start + 80n,
      data: start + 88n,
    }
  })
}
