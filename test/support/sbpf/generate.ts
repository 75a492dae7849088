/**
 * Random programs for the differential run: registers from edge values, instructions drawn from the version's table with
 * mostly valid operands, memory accesses around every region's borders, calls, callx, syscalls, then an epilogue that
 * returns registers, heap and stack as return data. Some are cut short by a small budget, some are plain bytes.
 */
import { CHECKS, Check } from '../../../src/vms/svm/sbpf/instructions.ts'
import type { Random } from '../../differential/random.ts'
import { Assembler } from './assembler.ts'
import { buildElf } from './elf-builder.ts'

export interface Generated {
  readonly version: number
  readonly elf: Uint8Array
  readonly data: Uint8Array
  readonly units: number
}

const VALUES: readonly bigint[] = [
  0n,
  1n,
  2n,
  7n,
  31n,
  32n,
  63n,
  64n,
  0xffn,
  0x7fffn,
  0x8000n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  0x1_0000_0000n,
  0x1f_ffff_ffff_ffffn,
  0x20_0000_0000_0000n,
  0x7fff_ffff_ffff_ffffn,
  0x8000_0000_0000_0000n,
  0xffff_ffff_ffff_ffffn,
  0xffff_ffff_0000_0000n,
  0x1234_5678_9abc_def0n,
]

const ADDRESSES: readonly bigint[] = [
  0x3_0000_0000n,
  0x3_0000_0100n,
  0x3_0000_0040n,
  0x3_0000_0200n,
  0x3_0000_7ff8n,
  0x3_0000_8000n,
  0x2_0000_0ff0n,
  0x2_0000_0ffcn,
  0x2_0000_1000n,
  0x2_0000_2000n,
  0x2_0000_0000n,
  0x2_0003_fff8n,
  0x2_0004_0000n,
  0x2_0004_1000n,
  0x2_0007_eff8n,
  0x2_0008_0000n,
  0x1_ffff_ff00n,
  0x1_ffff_efffn,
  0x1_0000_0000n,
  0x1_0000_00f0n,
  0x4_0000_0000n,
  0x4_0000_0010n,
  0x4_0000_0030n,
  0x4_ffff_fff0n,
  0x5_0000_0000n,
  0n,
  4n,
  0xffff_ffff_ffff_fff8n,
]

const IMMEDIATES: readonly number[] = [
  0, 1, 2, -1, -2, 7, 31, 32, 63, 64, 127, 255, 0x7fff, -0x8000, 0x7fffffff, -0x80000000,
  0x12345678,
]

function wide(random: Random): bigint {
  if (random.chance(60)) return random.pick(VALUES)
  if (random.chance(50)) return random.pick(ADDRESSES)
  return (BigInt(random.u32()) << 32n) | BigInt(random.u32())
}

function immediate(random: Random): number {
  return random.chance(70) ? random.pick(IMMEDIATES) : random.u32() | 0
}

const LOADS = [
  [0x71, 0x69, 0x61, 0x79],
  [0x2c, 0x3c, 0x8c, 0x9c],
]
const STORES = [
  [0x72, 0x6a, 0x62, 0x7a, 0x73, 0x6b, 0x63, 0x7b],
  [0x27, 0x37, 0x87, 0x97, 0x2f, 0x3f, 0x8f, 0x9f],
]

/** Emits one memory access, mostly at a good address. */
function memory(random: Random, a: Assembler, version: number): void {
  const second = version === 2 ? 1 : 0
  const base = random.below(6)
  const good = random.chance(97)
  const address = good ? random.pick(ADDRESSES.slice(0, 4)) : random.pick(ADDRESSES)
  let off = good ? random.below(128) : random.below(64) - 32
  let register = base
  if (random.chance(25)) {
    // Around the frame pointer.
    register = 10
    off = good ? -8 - random.below(500) : random.below(9000) - 4500
  } else a.constant(version, base, address)
  if (random.chance(50)) a.emit(random.pick(LOADS[second]!), random.below(8), register, off)
  else {
    const op = random.pick(STORES[second]!)
    a.emit(op, register, random.below(10), off, immediate(random))
  }
}

function operands(random: Random, a: Assembler, version: number, op: number, left: number): void {
  const check = CHECKS[version]![op]!
  const dst = random.below(10)
  const src = random.below(11)
  let imm = immediate(random)
  let off = random.chance(5) ? random.below(100) - 50 : 0
  if (check === Check.nonzero && imm === 0) imm = 3
  if (check === Check.shift32) imm &= 31
  if (check === Check.shift64) imm &= 63
  if (check === Check.endian) imm = random.pick([16, 32, 64])
  if (check === Check.jump) off = random.chance(85) ? random.below(left) : -1 - random.below(6)
  a.emit(op, dst, src, off, imm)
}

/** Opcodes that stand alone, by version. */
const PLAIN = [0, 1, 2, 3].map((version) =>
  [...CHECKS[version]!.entries()]
    .filter(([op, check]) => {
      const special = [Check.unknown, Check.lddw, Check.call, Check.callx, Check.store] as number[]
      return !special.includes(check) && op !== 0x95 && !LOADS[version === 2 ? 1 : 0]!.includes(op)
    })
    .map(([op]) => op),
)

function syscall(random: Random, a: Assembler, version: number): void {
  const kind = random.below(5)
  if (kind === 0) a.syscall('sol_log_compute_units_')
  else if (kind === 1) {
    a.constant(version, 1, random.pick(ADDRESSES))
    a.constant(version, 3, BigInt(random.below(300)))
    a.syscall('sol_memset_')
  } else if (kind === 2 && random.chance(20)) a.syscall(random.pick(['abort', 'not_a_syscall']))
  else a.syscall('sol_log_64_')
}

function emitCallx(a: Assembler, version: number, register: number): void {
  if (version === 2) a.emit(0x8d, 0, register)
  else if (version === 3) a.emit(0x8d, register)
  else a.emit(0x8d, 0, 0, 0, register)
}

/** A callx of a function by its address, or to a slot by guess: inside functions, tails of lddw, outside. */
function callx(random: Random, a: Assembler, version: number, functions: number): void {
  const register = random.below(10)
  const base = version === 3 ? 0x1_0000_0000n : 0x1_0000_00e8n
  if (random.chance(70)) {
    a.address(version, register, `f${random.below(functions)}`, base)
  } else {
    const slot = random.chance(85) ? a.length + random.below(60) : random.below(4000) - 1000
    const skew = random.chance(10) ? BigInt(random.below(8)) : 0n
    a.constant(version, register, base + BigInt(8 * slot) + skew)
  }
  emitCallx(a, version, register)
}

/** One random instruction, or a few that belong together. */
function step(
  random: Random,
  a: Assembler,
  version: number,
  left: number,
  functions: number,
): void {
  const kind = random.below(100)
  if (kind < 62) operands(random, a, version, random.pick(PLAIN[version]!), left)
  else if (kind < 82) memory(random, a, version)
  else if (kind < 88) a.constant(version, random.below(10), wide(random))
  else if (kind < 91) a.call(`f${random.below(functions)}`)
  else if (kind < 94) callx(random, a, version, functions)
  else if (kind < 97) syscall(random, a, version)
  else if (kind < 98) a.exit()
  else if ((version === 1 || version === 2) && random.chance(50)) {
    a.emit(0x07, 10, 0, 0, 64 * (random.below(9) - 4))
  } else if (random.chance(10)) a.raw(random.bytes(8))
}

/** Saves the registers and returns 640 bytes of heap: registers, what memory accesses left, a part of the stack. */
function epilogue(a: Assembler, version: number): void {
  const store = version === 2 ? 0x9f : 0x7b
  const load = version === 2 ? 0x9c : 0x79
  a.emit(store, 10, 9, -8)
  a.constant(version, 9, 0x3_0000_0000n)
  for (let i = 0; i < 9; i++) a.emit(store, 9, i, 512 + 8 * i)
  a.emit(load, 1, 10, -8)
  a.emit(store, 9, 1, 584)
  for (let i = 0; i < 6; i++) {
    a.emit(load, 1, 10, -16 - 8 * i)
    a.emit(store, 9, 1, 592 + 8 * i)
  }
  a.emit(0xbf, 1, 9)
  a.constant(version, 2, 640n)
  a.syscall('sol_set_return_data')
  a.constant(version, 0, 0n)
  a.exit()
}

/** Jumps onto the second slot of a lddw go one further, but for a few. */
function avoidTails(text: Uint8Array, version: number): void {
  const view = new DataView(text.buffer)
  const count = text.length / 8
  for (let i = 0; i < count; i++) {
    if (CHECKS[version]![text[8 * i]!] !== Check.jump) continue
    const target = i + 1 + view.getInt16(8 * i + 2, true)
    if (target >= 0 && target < count && text[8 * target] === 0 && (target * 7 + i) % 97 !== 0) {
      view.setInt16(8 * i + 2, target - i, true)
    }
  }
}

/** A program that may fault but is mostly meant to run. */
export function generateProgram(random: Random, version: number): Generated {
  const a = new Assembler()
  const functions = 1 + random.below(3)
  const registers = random.below(10)
  for (let i = 0; i < 10; i++) {
    if (i <= registers || random.chance(50)) a.constant(version, i, wide(random))
  }
  const body = 1 + random.below(random.chance(20) ? 90 : 24)
  for (let i = body; i > 0; i--) step(random, a, version, i, functions)
  epilogue(a, version)
  for (let f = 0; f < functions; f++) {
    a.label(`f${f}`)
    const length = random.below(12)
    for (let i = length; i > 0; i--) step(random, a, version, i, functions)
    if (!random.chance(3)) a.exit()
  }
  const assembled = a.build()
  avoidTails(assembled.text, version)
  const elf = buildElf(version, assembled, { rodata: random.bytes(8 * (1 + random.below(4))) })
  const units = random.chance(30) ? random.below(200) : 3000
  return { version, elf, data: random.bytes(random.below(16)), units }
}

/** Instruction soup: any opcodes, any operands; most are refused by the verifier. */
export function generateSoup(random: Random, version: number): Generated {
  const a = new Assembler()
  const length = 1 + random.below(6)
  for (let i = 0; i < length; i++) {
    const bytes = random.bytes(8)
    if (random.chance(80)) bytes[0] = random.pick(PLAIN[version]!)
    if (random.chance(80)) bytes[1] = random.below(11) | (random.below(11) << 4)
    if (random.chance(80)) bytes.set([0, 0], 2)
    if (random.chance(60)) bytes.set([random.below(70), 0, 0, 0], 4)
    a.raw(bytes)
  }
  a.exit()
  return { version, elf: buildElf(version, a.build()), data: new Uint8Array(0), units: 500 }
}
