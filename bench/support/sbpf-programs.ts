/** sBPF programs for the benchmark, assembled: a loop over an array, and SHA-256 with its 64 rounds unrolled. */
import { Assembler } from '../../test/support/sbpf/assembler.ts'
import { buildElf } from '../../test/support/sbpf/elf-builder.ts'

const HEAP = 0x3_0000_0000n

/** xorshift64 over 2048 words of the heap; the sum of what it saw is logged. `rounds` steps of 18 instructions. */
export function loopElf(version: number, rounds: number): Uint8Array {
  const a = new Assembler()
  a.lddw(6, HEAP).lddw(7, 0x9e37_79b9_7f4a_7c15n).emit(0xb7, 8).emit(0xb7, 9, 0, 0, rounds)
  a.label('loop')
  for (const [op, by] of [
    [0x67, 13],
    [0x77, 7],
    [0x67, 17],
  ] as const) {
    a.emit(0xbf, 1, 7).emit(op, 1, 0, 0, by).emit(0xaf, 7, 1)
  }
  a.emit(0xbf, 2, 7).emit(0x57, 2, 0, 0, 0x3ff8).emit(0x0f, 2, 6)
  a.emit(0x79, 3, 2).emit(0x0f, 3, 7).emit(0x7b, 2, 3).emit(0x0f, 8, 3)
  a.emit(0x17, 9, 0, 0, 1).jump(0x55, 'loop', 9)
  a.emit(0xbf, 1, 7).emit(0xbf, 2, 8).emit(0xb7, 3).emit(0xb7, 4).emit(0xb7, 5)
  return buildElf(version, a.syscall('sol_log_64_').emit(0xb7).exit().build())
}

/** Fractional parts of roots of the first primes, as FIPS 180-4 defines its constants. */
function fraction(n: number, root: 2 | 3): number {
  // Exact by integers: floor(root(n * 2^(32 * root))) modulo 2^32.
  const scaled = BigInt(n) << BigInt(32 * root)
  let low = 0n
  let high = 1n << 40n
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle ** BigInt(root) <= scaled) low = middle
    else high = middle
  }
  return Number(low & 0xffff_ffffn)
}

function primes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n)
  return found
}

const SCHEDULE = -512
const STATE = -544

/** to = x rotated by each, the last one shifted instead when `shift`. Uses r0 and r1; x is kept. */
function mix(a: Assembler, to: number, x: number, by: readonly number[], shift: boolean): void {
  by.forEach((n, i) => {
    const into = i === 0 ? to : 0
    a.emit(0xbc, into, x).emit(0x74, into, 0, 0, n)
    if (!(shift && i === 2))
      a.emit(0xbc, 1, x)
        .emit(0x64, 1, 0, 0, 32 - n)
        .emit(0x4c, into, 1)
    if (i > 0) a.emit(0xac, to, 0)
  })
}

function round(a: Assembler, t: number, k: number): void {
  // Instead of moving a..h down, their places turn.
  const at = (i: number) => STATE + 4 * ((i - t + 64) % 8)
  a.emit(0x61, 2, 10, at(4))
  mix(a, 3, 2, [6, 11, 25], false)
  a.emit(0x61, 4, 10, at(5)).emit(0x61, 5, 10, at(6))
  a.emit(0xac, 4, 5).emit(0x5c, 4, 2).emit(0xac, 4, 5).emit(0x0c, 3, 4)
  a.emit(0x61, 4, 10, at(7)).emit(0x0c, 3, 4).emit(0x04, 3, 0, 0, k)
  a.emit(0x61, 4, 10, SCHEDULE + 4 * t).emit(0x0c, 3, 4)
  a.emit(0x61, 4, 10, at(3)).emit(0x0c, 4, 3).emit(0x63, 10, 4, at(3))
  a.emit(0x61, 2, 10, at(0))
  mix(a, 4, 2, [2, 13, 22], false)
  a.emit(0x0c, 3, 4).emit(0x61, 4, 10, at(1)).emit(0x61, 5, 10, at(2))
  a.emit(0xbc, 0, 2).emit(0x5c, 0, 4).emit(0x4c, 2, 4).emit(0x5c, 2, 5).emit(0x4c, 2, 0)
  a.emit(0x0c, 3, 2).emit(0x63, 10, 3, at(7))
}

/** SHA-256 of `blocks` zero blocks in the heap; the digest is the return data. */
export function sha256Elf(version: number, blocks: number): Uint8Array {
  const constants = primes(64).map((p) => fraction(p, 3) | 0)
  const initial = primes(8).map((p) => fraction(p, 2) | 0)
  const a = new Assembler()
  const digest = HEAP + 0x7000n
  a.lddw(6, HEAP)
    .emit(0xb7, 7, 0, 0, blocks + 1)
    .lddw(8, digest)
  initial.forEach((h, i) => {
    a.emit(0x62, 8, 0, 4 * i, h)
  })
  a.lddw(1, HEAP + BigInt(64 * blocks)).emit(0x72, 1, 0, 0, 0x80)
  const bits = blocks * 512
  for (let i = 0; i < 4; i++) a.emit(0x72, 1, 0, 60 + i, (bits >>> (24 - 8 * i)) & 255)
  a.label('block')
  for (let t = 0; t < 16; t++) {
    a.emit(0x61, 0, 6, 4 * t)
      .emit(0xdc, 0, 0, 0, 32)
      .emit(0x63, 10, 0, SCHEDULE + 4 * t)
  }
  for (let t = 16; t < 64; t++) {
    const word = (i: number) => SCHEDULE + 4 * (t - i)
    a.emit(0x61, 2, 10, word(15))
    mix(a, 3, 2, [7, 18, 3], true)
    a.emit(0x61, 2, 10, word(2))
    mix(a, 4, 2, [17, 19, 10], true)
    a.emit(0x0c, 3, 4).emit(0x61, 4, 10, word(7)).emit(0x0c, 3, 4)
    a.emit(0x61, 4, 10, word(16))
      .emit(0x0c, 3, 4)
      .emit(0x63, 10, 3, SCHEDULE + 4 * t)
  }
  for (let i = 0; i < 8; i++) a.emit(0x61, 0, 8, 4 * i).emit(0x63, 10, 0, STATE + 4 * i)
  constants.forEach((k, t) => {
    round(a, t, k)
  })
  for (let i = 0; i < 8; i++) {
    a.emit(0x61, 0, 8, 4 * i).emit(0x61, 1, 10, STATE + 4 * i)
    a.emit(0x0c, 0, 1).emit(0x63, 8, 0, 4 * i)
  }
  a.emit(0x07, 6, 0, 0, 64).emit(0x17, 7, 0, 0, 1).emit(0x15, 7, 0, 1).jump(0x05, 'block')
  for (let i = 0; i < 8; i++) {
    a.emit(0x61, 0, 8, 4 * i)
      .emit(0xdc, 0, 0, 0, 32)
      .emit(0x63, 8, 0, 4 * i)
  }
  a.emit(0xbf, 1, 8).emit(0xb7, 2, 0, 0, 32).syscall('sol_set_return_data').emit(0xb7).exit()
  return buildElf(version, a.build())
}
