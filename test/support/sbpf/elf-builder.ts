/** Builds loadable ELFs from assembled programs: lenient (versions 0-2) with sections and relocations, strict (version 3). */
import { hashSymbol } from '../../../src/vms/svm/sbpf/index.ts'
import type { Assembled } from './assembler.ts'

export interface ElfOptions {
  readonly rodata?: Uint8Array
  /** First slot that runs. */
  readonly entry?: number
  readonly machine?: number
  /** More relocations of the lenient form: type, offset in the text, symbol index. */
  readonly relocations?: readonly { type: number; slot: number; symbol?: number }[]
  /** Symbols besides the syscalls (index follows theirs): name, slot of a function. */
  readonly functions?: readonly { name: string; slot: number }[]
}

const align = (value: number, to: number) => Math.ceil(value / to) * to

/** By version. */
export function buildElf(
  version: number,
  program: Assembled,
  options: ElfOptions = {},
): Uint8Array {
  return version >= 3 ? strict(version, program, options) : lenient(version, program, options)
}

function fileHeader(
  out: DataView,
  f: { machine: number; flags: number; entry: number; phnum: number; shoff: number; shnum: number },
) {
  new Uint8Array(out.buffer).set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  out.setUint16(16, 3, true)
  out.setUint16(18, f.machine, true)
  out.setUint32(20, 1, true)
  out.setBigUint64(24, BigInt(f.entry), true)
  out.setBigUint64(32, 64n, true)
  out.setBigUint64(40, BigInt(f.shoff), true)
  out.setUint32(48, f.flags, true)
  out.setUint16(52, 64, true)
  out.setUint16(54, 56, true)
  out.setUint16(56, f.phnum, true)
  out.setUint16(58, 64, true)
  out.setUint16(60, f.shnum, true)
  out.setUint16(62, f.shnum === 0 ? 0 : f.shnum - 1, true)
}

function programHeader(
  out: DataView,
  at: number,
  p: { type: number; flags: number; offset: number; address: number; size: number },
) {
  out.setUint32(at, p.type, true)
  out.setUint32(at + 4, p.flags, true)
  const words = [p.offset, p.address, p.address, p.size, p.size, 8]
  words.forEach((word, i) => {
    out.setBigUint64(at + 8 + 8 * i, BigInt(word), true)
  })
}

function strict(version: number, program: Assembled, options: ElfOptions): Uint8Array {
  const source = options.rodata ?? new Uint8Array(0)
  const rodata = new Uint8Array(align(source.length, 8))
  rodata.set(source)
  const text = program.text.slice()
  const code = new DataView(text.buffer)
  for (const { slot, name } of program.syscalls) {
    code.setUint32(8 * slot + 4, hashSymbol(name), true)
  }
  const headers = rodata.length > 0 ? 2 : 1
  const start = 64 + 56 * headers
  const bytes = new Uint8Array(start + rodata.length + text.length)
  const out = new DataView(bytes.buffer)
  const base = 0x1_0000_0000
  fileHeader(out, {
    machine: options.machine ?? 247,
    flags: version,
    entry: base + 8 * (options.entry ?? 0),
    phnum: headers,
    shoff: 0,
    shnum: 0,
  })
  let at = 64
  if (rodata.length > 0) {
    programHeader(out, at, { type: 1, flags: 4, offset: start, address: 0, size: rodata.length })
    at += 56
  }
  const textAt = start + rodata.length
  programHeader(out, at, { type: 1, flags: 1, offset: textAt, address: base, size: text.length })
  bytes.set(rodata, start)
  bytes.set(text, textAt)
  return bytes
}

const SECTIONS = ['', '.text', '.rodata', '.dynamic', '.dynsym', '.dynstr', '.rel.dyn', '.shstrtab']

function strings(names: readonly string[]): { bytes: Uint8Array; offsets: number[] } {
  let all = '\0'
  const offsets = names.map((name) => {
    if (name === '') return 0
    const at = all.length
    all += `${name}\0`
    return at
  })
  return { bytes: new TextEncoder().encode(all), offsets }
}

interface Relocation {
  readonly offset: number
  readonly type: number
  readonly symbol: number
}

/** Symbols (syscalls, then functions) and relocations of a lenient ELF whose text starts at `textAt`. */
function dynamicParts(program: Assembled, options: ElfOptions, textAt: number) {
  const syscalls = [...new Set(program.syscalls.map((site) => site.name))]
  const functions = options.functions ?? []
  const names = strings([...syscalls, ...functions.map((f) => f.name)])
  const symbols = new Uint8Array(24 * (1 + names.offsets.length))
  const view = new DataView(symbols.buffer)
  names.offsets.forEach((offset, i) => {
    const at = 24 * (i + 1)
    const target = functions[i - syscalls.length]
    view.setUint32(at, offset, true)
    symbols[at + 4] = target === undefined ? 0x10 : 0x12
    if (target !== undefined) view.setBigUint64(at + 8, BigInt(textAt + 8 * target.slot), true)
  })
  const relocations: Relocation[] = program.syscalls.map((site) => ({
    offset: textAt + 8 * site.slot,
    type: 10,
    symbol: 1 + syscalls.indexOf(site.name),
  }))
  for (const slot of program.rodataSites) {
    relocations.push({ offset: textAt + 8 * slot, type: 8, symbol: 0 })
  }
  for (const extra of options.relocations ?? []) {
    const offset = textAt + 8 * extra.slot
    relocations.push({ offset, type: extra.type, symbol: extra.symbol ?? 0 })
  }
  const table = new Uint8Array(16 * relocations.length)
  const entries = new DataView(table.buffer)
  relocations.forEach((relocation, i) => {
    entries.setBigUint64(16 * i, BigInt(relocation.offset), true)
    entries.setUint32(16 * i + 8, relocation.type, true)
    entries.setUint32(16 * i + 12, relocation.symbol, true)
  })
  return { names: names.bytes, symbols, table }
}

function dynamicTable(at: Record<string, number>, relocations: number): Uint8Array {
  const tags: [number, number][] = relocations
    ? [
        [17, at['.rel.dyn']!],
        [18, relocations],
        [19, 16],
      ]
    : []
  tags.push([6, at['.dynsym']!], [5, at['.dynstr']!], [0, 0])
  const bytes = new Uint8Array(16 * tags.length)
  const view = new DataView(bytes.buffer)
  tags.forEach(([tag, value], i) => {
    view.setBigUint64(16 * i, BigInt(tag), true)
    view.setBigUint64(16 * i + 8, BigInt(value), true)
  })
  return bytes
}

function lenient(version: number, program: Assembled, options: ElfOptions): Uint8Array {
  const rodata = options.rodata ?? new Uint8Array(8)
  const textAt = 64 + 56 * 3
  const text = program.text.slice()
  const code = new DataView(text.buffer)
  const rodataAt = textAt + text.length
  for (const slot of program.rodataSites) {
    code.setUint32(8 * slot + 4, rodataAt + code.getUint32(8 * slot + 4, true), true)
  }
  const parts = dynamicParts(program, options, textAt)
  const names = strings(SECTIONS)
  const at: Record<string, number> = {}
  const contents: Record<string, Uint8Array> = {
    '.text': text,
    '.rodata': rodata,
    '.dynamic': new Uint8Array(parts.table.length > 0 ? 96 : 48),
    '.dynsym': parts.symbols,
    '.dynstr': parts.names,
    '.rel.dyn': parts.table,
    '.shstrtab': names.bytes,
  }
  let end = textAt
  for (const name of SECTIONS.slice(1)) {
    at[name] = end
    end = align(end + contents[name]!.length, 8)
  }
  contents['.dynamic'] = dynamicTable(at, parts.table.length)
  const bytes = new Uint8Array(end + 64 * SECTIONS.length)
  const out = new DataView(bytes.buffer)
  fileHeader(out, {
    machine: options.machine ?? 263,
    flags: version,
    entry: textAt + 8 * (options.entry ?? 0),
    phnum: 3,
    shoff: end,
    shnum: SECTIONS.length,
  })
  const segment = (i: number, type: number, flags: number, from: string, to: string) => {
    const offset = at[from]!
    const size = at[to]! + contents[to]!.length - offset
    programHeader(out, 64 + 56 * i, { type, flags, offset, address: offset, size })
  }
  segment(0, 1, 5, '.text', '.text')
  segment(1, 1, 4, '.rodata', '.rel.dyn')
  segment(2, 2, 4, '.dynamic', '.dynamic')
  const types = [0, 1, 1, 6, 11, 3, 9, 3]
  SECTIONS.forEach((name, i) => {
    const header = end + 64 * i
    out.setUint32(header, names.offsets[i]!, true)
    out.setUint32(header + 4, types[i]!, true)
    if (name === '') return
    out.setBigUint64(header + 8, name === '.shstrtab' ? 0n : 2n, true)
    out.setBigUint64(header + 16, name === '.shstrtab' ? 0n : BigInt(at[name]!), true)
    out.setBigUint64(header + 24, BigInt(at[name]!), true)
    out.setBigUint64(header + 32, BigInt(contents[name]!.length), true)
    bytes.set(contents[name]!, at[name]!)
  })
  return bytes
}
