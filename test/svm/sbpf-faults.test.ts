/** Faults, verifier and loader errors: the literal text, and that litesvm says the same with the same units. */
import { describe, expect, it } from 'vitest'
import { hashSymbol, VmPool } from '../../src/vms/svm/sbpf/index.ts'
import { Assembler } from '../support/sbpf/assembler.ts'
import { buildElf, type ElfOptions } from '../support/sbpf/elf-builder.ts'
import { difference, ownLoad, ownRun } from '../support/sbpf/own.ts'
import { newPeer, peerLoads, peerRun } from '../support/sbpf/peer.ts'

const peer = newPeer()
const pool = new VmPool({ translateAfter: 0 })
const VERSIONS = [0, 1, 2, 3] as const
type Build = (a: Assembler, version: number) => Assembler

/** Failure text and units, the same on litesvm and on both tiers. */
function outcome(build: Build, version: number, units = 5000) {
  const elf = buildElf(version, build(new Assembler(), version).build(), {
    rodata: new Uint8Array(16),
  })
  expect(peerLoads(peer, elf)).toBeUndefined()
  const executable = ownLoad(elf)
  if (typeof executable === 'string') throw new Error(executable)
  const theirs = peerRun(peer, new Uint8Array(3), units)
  for (const tier of [undefined, pool]) {
    expect(difference(ownRun(executable, new Uint8Array(3), units, tier), theirs)).toBeUndefined()
  }
  return [theirs.failure, theirs.consumed]
}

const load8 = (version: number) => (version === 2 ? 0x9c : 0x79)
const storeByte = (version: number) => (version === 2 ? 0x2f : 0x73)
const at =
  (address: bigint, store = false): Build =>
  (a, v) => {
    a.constant(v, 1, address)
    return store ? a.emit(storeByte(v), 1, 2).exit() : a.emit(load8(v), 2, 1).exit()
  }

describe('faults', () => {
  it.each(VERSIONS)('version %i: accesses outside the regions', (version) => {
    const fixed = version === 0 || version === 3
    const read = (address: bigint) => outcome(at(address), version)[0]
    const write = (address: bigint) => outcome(at(address, true), version)[0]
    const violation = (verb: string, bytes: number, address: bigint, name: string) =>
      `Access violation ${verb} ${bytes} bytes at address 0x${address.toString(16)} (in ${name} region)`
    const zero = version === 3 ? undefined : violation('reading', 8, 0n, 'unallocated')
    expect(read(0n)).toBe(zero)
    expect(write(version === 3 ? 8n : 0x1_0000_0008n)).toBe(
      version === 3
        ? violation('writing', 1, 8n, 'allocated')
        : violation('writing', 1, 0x1_0000_0008n, 'program'),
    )
    if (version === 3) {
      expect(read(0x1_0000_0000n)).toBe(violation('reading', 8, 0x1_0000_0000n, 'unallocated'))
    }
    expect(read(0x3_0000_7ffcn)).toBe(violation('reading', 8, 0x3_0000_7ffcn, 'heap'))
    expect(read(0x3_0000_8000n)).toBe(violation('reading', 8, 0x3_0000_8000n, 'unallocated'))
    expect(read(0x4_0000_0030n)).toBe(violation('reading', 8, 0x4_0000_0030n, 'input'))
    expect(read(0x4_ffff_fff0n)).toBe(violation('reading', 8, 0x4_ffff_fff0n, 'unallocated'))
    expect(read(0x5_0000_0000n)).toBe(violation('reading', 8, 0x5_0000_0000n, 'unallocated'))
    const top = 0xffff_ffff_ffff_fff8n
    expect(read(top)).toBe(violation('reading', 8, top, 'unallocated'))
    const frame = (n: number, address: bigint, size: number) =>
      `Access violation in stack frame ${n} at address 0x${address.toString(16)} of size ${size}`
    if (version === 0) expect(write(0x2_0000_1000n)).toBe(frame(1, 0x2_0000_1000n, 1))
    else expect(write(0x2_0000_1000n)).toBeUndefined()
    const below = 0x1_ffff_f000n
    expect(read(below)).toBe(
      fixed ? frame(-1, below, 8) : violation('reading', 8, below, 'unallocated'),
    )
    const above = 0x2_0004_0000n
    const pastStack = version === 0 ? undefined : violation('reading', 8, above, 'unallocated')
    expect(read(above)).toBe(version === 3 ? frame(64, above, 8) : pastStack)
  })

  it('version 0: an access over the end of a frame goes on in the next', () => {
    const build: Build = (a, v) => {
      a.constant(v, 1, 0x2_0000_0ffcn).constant(v, 2, 0x1122_3344_5566_7788n)
      a.emit(0x7b, 1, 2).constant(v, 3, 0x2_0000_2000n).emit(0x61, 1, 3)
      return a.syscall('sol_log_64_').emit(0xb7).exit()
    }
    expect(outcome(build, 0)).toEqual([undefined, 108])
  })

  it.each(VERSIONS)('version %i: division, calls, the meter', (version) => {
    const divide: Build = (a, v) =>
      a
        .emit(0xb7, 1)
        .emit(v === 2 ? 0x5e : 0x3f, 2, 1)
        .exit()
    expect(outcome(divide, version)).toEqual(['divide by zero at BPF instruction', 2])
    const recurse: Build = (a) => a.label('f').emit(0xb7).call('f').exit()
    expect(outcome(recurse, version)).toEqual(['exceeded max BPF to BPF call depth', 128])
    const loop: Build = (a) => a.label('l').emit(0x07, 1, 0, 0, 1).jump(0x05, 'l')
    expect(outcome(loop, version, 777)).toEqual(['exceeded CUs meter at BPF instruction', 777])
    const end: Build = (a) => a.emit(0xb7)
    expect(outcome(end, version)).toEqual([
      'attempted to execute past the end of the text segment at BPF instruction',
      2,
    ])
    const register = (a: Assembler, v: number) =>
      v === 2 ? a.emit(0x8d, 0, 1) : v === 3 ? a.emit(0x8d, 1) : a.emit(0x8d, 0, 0, 0, 1)
    const callx: Build = (a, v) => register(a.constant(v, 1, 0x1_0000_0000n - 8n), v).exit()
    expect(outcome(callx, version)[0]).toBe('callx attempted to call outside of the text segment')
    const unknown: Build = (a) => a.emit(0xb7).syscall('there_is_no_such_call').exit()
    expect(outcome(unknown, version)).toEqual(['unsupported BPF instruction', 2])
  })

  it('version 2: the signed division that overflows', () => {
    const build: Build = (a) =>
      a
        .constant2(1, 1n << 63n)
        .constant2(2, -1n)
        .emit(0xde, 1, 2)
        .exit()
    expect(outcome(build, 2)).toEqual(['division overflow at BPF instruction', 5])
  })

  it.each(VERSIONS)(
    'version %i: 62 nested calls return, the meter is exact at every budget',
    (v) => {
      const build: Build = (a) => {
        a.emit(0xb7, 6, 0, 0, 62).emit(0xbf, 1, 6).call('f').emit(0xb7).exit()
        a.label('f').emit(0x15, 1, 0, 3).emit(0x07, 1, 0, 0, -1).emit(0xbf, 7, 1).call('f')
        return a.exit()
      }
      const [failure, needed] = outcome(build, v) as [undefined, number]
      expect(failure).toBeUndefined()
      for (const units of [0, 1, 2, 3, 7, 100, needed - 1]) {
        expect(outcome(build, v, units)).toEqual(['exceeded CUs meter at BPF instruction', units])
      }
      expect(outcome(build, v, needed)).toEqual([undefined, needed])
    },
  )
})

/** Text with which both refuse. */
function refusal(build: Build, version: number, options: ElfOptions = {}): string | undefined {
  const elf = buildElf(version, build(new Assembler(), version).build(), options)
  return refused(elf)
}

function refused(elf: Uint8Array): string | undefined {
  const theirs = peerLoads(peer, elf)?.replace('Failed to add program: ', '')
  const ours = ownLoad(elf)
  expect(typeof ours === 'string' ? ours : undefined).toBe(theirs)
  return theirs
}

describe('verifier', () => {
  const cases: [name: string, build: Build, text: string, versions?: number[]][] = [
    ['opcode', (a) => a.exit().emit(0xff), 'unknown eBPF opcode 0xff (insn #1)'],
    [
      'opcode of another version',
      (a) => a.emit(0x18).emit(0),
      'unknown eBPF opcode 0x18 (insn #0)',
      [2],
    ],
    ['jump32', (a) => a.emit(0x16).exit(), 'unknown eBPF opcode 0x16 (insn #0)', [0, 1, 2]],
    ['division', (a, v) => a.emit(v === 2 ? 0x46 : 0x34), 'division by 0 (insn #0)'],
    [
      'shift',
      (a) => a.emit(0x67, 1, 0, 0, 64),
      'Shift with overflow of 64-bit value by 64 (insn #0)',
    ],
    [
      'shift 32',
      (a) => a.emit(0xc4, 1, 0, 0, 32),
      'Shift with overflow of 32-bit value by 32 (insn #0)',
    ],
    ['width', (a) => a.emit(0xdc, 1, 0, 0, 8), 'unsupported argument for LE/BE (insn #0)'],
    ['jump', (a) => a.emit(0x05, 0, 0, 1), 'jump out of code to #2 (insn #0)'],
    ['back', (a) => a.emit(0x05, 0, 0, -2), 'jump out of code to #18446744073709551615 (insn #0)'],
    ['tail', (a) => a.emit(0x05, 0, 0, 1).lddw(1, 1n), 'jump to middle of LD_DW at #2 (insn #0)'],
    ['r10', (a) => a.emit(0xb7, 10), 'cannot write into register r10 (insn #0)'],
    [
      'frame',
      (a) => a.emit(0x07, 10, 0, 0, 64),
      'cannot write into register r10 (insn #0)',
      [0, 3],
    ],
    ['unaligned', (a) => a.emit(0x07, 10, 0, 0, 65), 'Unaligned immediate (insn #0)', [1, 2]],
    ['source', (a) => a.emit(0xbf, 1, 11), 'invalid source register (insn #0)'],
    ['target', (a) => a.emit(0xbf, 11, 1), 'invalid destination register (insn #0)'],
    ['last', (a) => a.emit(0x18), 'LD_DW instruction cannot be last in program', [0, 1, 3]],
    ['half', (a) => a.emit(0x18).exit(), 'incomplete LD_DW instruction (insn #0)', [0, 1, 3]],
    ['callx', (a) => a.emit(0x8d, 10, 10, 0, 10), 'Invalid register specified at instruction 0'],
    ['order', (a) => a.emit(0xb7, 11, 11).emit(0xff), 'invalid source register (insn #0)'],
  ]
  it.each(cases)('%s', (_, build, text, versions = [0, 1, 2, 3]) => {
    for (const version of versions) {
      expect(refusal(build, version)).toBe(`Verifier error: ${text}`)
    }
  })
})

describe('lenient ELF', () => {
  const good = () => buildElf(0, new Assembler().syscall('sol_log_64_').exit().build())
  const patched = (change: (bytes: Uint8Array, view: DataView, sections: number) => void) => {
    const bytes = good()
    const view = new DataView(bytes.buffer)
    change(bytes, view, Number(view.getBigUint64(40, true)))
    return refused(bytes)
  }
  const section = (sections: number, i: number, field: number) => sections + 64 * i + field

  it('refuses headers', () => {
    expect(refused(good())).toBeUndefined()
    expect(refused(new Uint8Array(51))).toBe('Offset or value is out of bounds')
    expect(refused(new Uint8Array(52))).toBe('Offset or value is out of bounds')
    expect(patched((b) => b.fill(9, 0, 1))).toBe('Failed to parse ELF file: invalid file header')
    expect(patched((b) => b.fill(1, 4, 5))).toBe('Failed to parse ELF file: invalid file header')
    expect(patched((b) => b.fill(1, 7, 8))).toBe('Incompatible ELF: wrong ABI')
    expect(patched((_, v) => v.setUint16(16, 2, true))).toBe('Incompatible ELF: wrong type')
    expect(patched((_, v) => v.setUint16(18, 62, true))).toBe('Incompatible ELF: wrong machine')
    expect(patched((_, v) => v.setUint32(48, 4, true))).toBe(
      'Detected sbpf_version required by the executable which are not enabled',
    )
    expect(patched((_, v) => v.setBigUint64(24, 0n, true))).toBe('Entrypoint out of bounds')
    expect(patched((_, v) => v.setBigUint64(24, 236n, true))).toBe('Invalid entrypoint')
    expect(patched((_, v) => v.setBigUint64(32, 0n, true))).toBe(
      'Failed to parse ELF file: values overlap',
    )
    expect(patched((_, v, s) => v.setBigUint64(40, BigInt(s + 4), true))).toBe(
      'Offset or value is out of bounds',
    )
  })

  it('refuses sections', () => {
    expect(patched((_, v, s) => v.setUint32(section(s, 0, 4), 1, true))).toBe(
      'Failed to parse ELF file: invalid section header',
    )
    expect(patched((_, v, s) => v.setBigUint64(section(s, 2, 24), 64n, true))).toBe(
      'Failed to parse ELF file: values overlap',
    )
    expect(patched((_, v, s) => v.setBigUint64(section(s, 2, 24), 232n, true))).toBe(
      'Failed to parse ELF file: sections not in ascending order',
    )
    expect(patched((_, v, s) => v.setUint32(section(s, 1, 0), 0, true))).toBe(
      'Multiple or no text sections, consider removing llc option: -function-sections',
    )
    expect(patched((_, v) => v.setUint16(62, 0, true))).toBe(
      'Failed to parse ELF file: no section name string table found',
    )
    const rename = (name: string, flags: bigint) =>
      patched((bytes, v, s) => {
        const strings = Number(v.getBigUint64(section(s, 7, 24), true))
        const at = strings + v.getUint32(section(s, 2, 0), true)
        bytes.set(new TextEncoder().encode(name), at)
        v.setBigUint64(section(s, 2, 8), flags, true)
      })
    const writable = (name: string) =>
      `Found writable section (${name}) in ELF, read-write data not supported`
    expect(rename('.bss\0..', 2n)).toBe(writable('.bss'))
    expect(rename('.data\0.', 3n)).toBe(writable('.data'))
    expect(rename('.data\0.', 2n)).toBeUndefined()
  })

  it('refuses relocations and symbols', () => {
    const a: Build = (x) => x.lddw(1, 0n).exit()
    expect(refusal(a, 0, { relocations: [{ type: 2, slot: 0 }] })).toBe(
      'Relocation failed, unknown type 2',
    )
    expect(refusal(a, 0, { relocations: [{ type: 8, slot: 0 }] })).toBe(
      'Relocation failed, invalid referenced virtual address 0x0',
    )
    expect(refusal(a, 0, { relocations: [{ type: 1, slot: 0, symbol: 7 }] })).toBe(
      'Unknown symbol with index 7',
    )
    const functions = [{ name: 'entrypoint', slot: 2 }]
    const relocations = [{ type: 10, slot: 3, symbol: 1 }]
    const two: Build = (x) => x.exit().exit().exit().emit(0x85, 0, 1, 0, -1).exit()
    expect(refusal(two, 0, { functions, relocations })).toBeUndefined()
    const again = [
      { name: 'entrypoint', slot: 2 },
      { name: 'entrypoint', slot: 1 },
    ]
    const both = [...relocations, { type: 10, slot: 3, symbol: 2 }]
    expect(refusal(two, 0, { functions: again, relocations: both })).toBe(
      'Symbol hash collision 0x71e3cf81',
    )
    expect(refusal((x) => x.emit(0x85, 0, 1, 0, 7).exit(), 0)).toBe(
      'Relative jump out of bounds at instruction #0',
    )
  })

  it('refuses unresolved symbols and moved sections at deployment only', () => {
    const elf = buildElf(0, new Assembler().syscall('sol_nothing').exit().build())
    expect(typeof ownLoad(elf, false)).toBe('object')
    expect(ownLoad(elf, true)).toBe(
      'Unresolved symbol (sol_nothing) at instruction #29 (ELF file offset 0xe8)',
    )
    const bytes = good()
    expect(typeof ownLoad(bytes, true)).toBe('object')
    const view = new DataView(bytes.buffer)
    const sections = Number(view.getBigUint64(40, true))
    view.setBigUint64(section(sections, 1, 16), 240n, true)
    view.setBigUint64(24, 240n, true)
    expect(ownLoad(bytes, true)).toBe('Offset or value is out of bounds')
  })
})

describe('strict ELF', () => {
  const patched = (change: (view: DataView, bytes: Uint8Array) => void) => {
    const bytes = buildElf(3, new Assembler().exit().build(), { rodata: new Uint8Array(8) })
    change(new DataView(bytes.buffer), bytes)
    return refused(bytes)
  }
  const header = 'Failed to parse ELF file: invalid file header'
  const program = 'Invalid ELF program header'

  it('demands exact headers', () => {
    expect(patched(() => {})).toBeUndefined()
    expect(patched((v) => v.setUint16(18, 263, true))).toBe(header)
    expect(patched((_, b) => b.fill(1, 12, 13))).toBe(header)
    expect(patched((v) => v.setBigUint64(24, 0x1_0000_0004n, true))).toBe(header)
    expect(patched((v) => v.setBigUint64(24, 0x1_0000_0008n, true))).toBe(header)
    expect(patched((v) => v.setBigUint64(32, 72n, true))).toBe(header)
    expect(patched((v) => v.setUint32(68, 5, true))).toBe(program)
    expect(patched((v) => v.setBigUint64(64 + 40, 16n, true))).toBe(program)
    expect(patched((v) => v.setBigUint64(64 + 56 + 8, 176n, true))).toBe(program)
    expect(patched((v) => v.setBigUint64(64 + 56 + 16, 0n, true))).toBe(program)
  })

  it('keeps the hashes of the sheet', () => {
    expect(hashSymbol('entrypoint')).toBe(0x71e3cf81)
    expect(hashSymbol('sol_log_')).toBe(0x207559bd)
    expect(hashSymbol('sol_memcpy_')).toBe(0x717cc4a3)
    expect(hashSymbol('abort')).toBe(0xb6fc1a11)
  })
})
