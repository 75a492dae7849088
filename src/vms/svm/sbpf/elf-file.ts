/**
 * Headers, sections and the dynamic table of an ELF64 file, with the checks, the order and the texts of sbpf's parser
 * (spec sheet section 3). Fields that may hold any u64 are bigints: a hostile file must get the same verdict as on
 * Solana, overflow included. Work is bounded by the file: table entries lie inside it.
 */
import { ElfError } from './elf-error.ts'

export const SHT_NULL = 0
export const SHT_STRTAB = 3
export const SHT_SYMTAB = 2
export const SHT_DYNAMIC = 6
export const SHT_NOBITS = 8
export const SHT_DYNSYM = 11
export const PT_LOAD = 1
export const PT_DYNAMIC = 2
const TWO_64 = 1n << 64n
const EHDR_SIZE = 64
export const PHDR_SIZE = 56
export const SHDR_SIZE = 64

export interface FileHeader {
  readonly type: number
  readonly machine: number
  readonly version: number
  readonly entry: bigint
  readonly phoff: bigint
  readonly shoff: bigint
  readonly flags: number
  readonly ehsize: number
  readonly phentsize: number
  readonly phnum: number
  readonly shentsize: number
  readonly shnum: number
  readonly shstrndx: number
}

export interface ProgramHeader {
  readonly type: number
  readonly flags: number
  readonly offset: bigint
  readonly vaddr: bigint
  readonly paddr: bigint
  readonly filesz: bigint
  readonly memsz: bigint
}

export interface SectionHeader {
  readonly name: number
  readonly type: number
  readonly flags: bigint
  readonly addr: bigint
  readonly offset: bigint
  readonly size: bigint
}

/** Error texts of the parser by the name sbpf gives them. */
const PARSE_TEXT = {
  header: 'invalid file header',
  section: 'invalid section header',
  size: 'invalid size',
  overlap: 'values overlap',
  order: 'sections not in ascending order',
  noNames: 'no section name string table found',
  dynamic: 'invalid dynamic section table',
  alignment: 'invalid alignment',
  noDynamicNames: 'no dynamic string table',
} as const

/** A parser error. */
export function parseError(which: keyof typeof PARSE_TEXT): ElfError {
  return new ElfError(`Failed to parse ELF file: ${PARSE_TEXT[which]}`)
}

export function outOfBounds(): ElfError {
  return new ElfError('Offset or value is out of bounds')
}

export function invalidProgramHeader(): ElfError {
  return new ElfError('Invalid ELF program header')
}

/** Sum that must fit 64 bits. */
export function checkedAdd(a: bigint, b: bigint): bigint {
  const sum = a + b
  if (sum >= TWO_64) throw outOfBounds()
  return sum
}

/** Sum capped at 2^64-1. */
export function saturatingAdd(a: bigint, b: bigint): bigint {
  const sum = a + b
  return sum < TWO_64 ? sum : TWO_64 - 1n
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

export function readFileHeader(bytes: Uint8Array): FileHeader {
  if (bytes.length < EHDR_SIZE) throw outOfBounds()
  const view = viewOf(bytes)
  const half = (at: number) => view.getUint16(at, true)
  return {
    type: half(16),
    machine: half(18),
    version: view.getUint32(20, true),
    entry: view.getBigUint64(24, true),
    phoff: view.getBigUint64(32, true),
    shoff: view.getBigUint64(40, true),
    flags: view.getUint32(48, true),
    ehsize: half(52),
    phentsize: half(54),
    phnum: half(56),
    shentsize: half(58),
    shnum: half(60),
    shstrndx: half(62),
  }
}

/** Magic, class 64, little endian, version 1. */
export function identOk(bytes: Uint8Array): boolean {
  const expected = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]
  return expected.every((byte, i) => bytes[i] === byte)
}

/** Offset of a table of `size` bytes at `offset`: whole entries, inside the file, aligned to 8. */
export function tableAt(bytes: Uint8Array, offset: bigint, size: bigint, entry: number): number {
  if (size % BigInt(entry) !== 0n) throw parseError('size')
  const end = checkedAdd(offset, size)
  if (end > BigInt(bytes.length)) throw outOfBounds()
  if (offset % 8n !== 0n) throw parseError('alignment')
  return Number(offset)
}

export function readProgramHeader(view: DataView, at: number): ProgramHeader {
  return {
    type: view.getUint32(at, true),
    flags: view.getUint32(at + 4, true),
    offset: view.getBigUint64(at + 8, true),
    vaddr: view.getBigUint64(at + 16, true),
    paddr: view.getBigUint64(at + 24, true),
    filesz: view.getBigUint64(at + 32, true),
    memsz: view.getBigUint64(at + 40, true),
  }
}

function readSectionHeader(view: DataView, at: number): SectionHeader {
  return {
    name: view.getUint32(at, true),
    type: view.getUint32(at + 4, true),
    flags: view.getBigUint64(at + 8, true),
    addr: view.getBigUint64(at + 16, true),
    offset: view.getBigUint64(at + 24, true),
    size: view.getBigUint64(at + 32, true),
  }
}

type Span = readonly [start: bigint, end: bigint]

function refuseOverlap(a: Span, b: Span): void {
  if (!(a[1] <= b[0] || b[1] <= a[0])) throw parseError('overlap')
}

/** Section and symbol names are shown as UTF-8, invalid bytes replaced. */
function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

/** A parsed ELF: what the lenient loader reads. */
export class ElfFile {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly header: FileHeader
  readonly programs: readonly ProgramHeader[]
  readonly sections: readonly SectionHeader[]
  /** Names of the sections, same order. */
  readonly names: readonly string[]

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = viewOf(bytes)
    this.header = readFileHeader(bytes)
    checkHeader(bytes, this.header)
    const tables = this.tables()
    this.programs = tables.programs
    this.sections = tables.sections
    this.checkLayout(tables.spans)
    this.names = this.sectionNames()
  }

  private tables() {
    const { header, bytes, view } = this
    const head: Span = [0n, BigInt(EHDR_SIZE)]
    const programSize = BigInt(PHDR_SIZE * header.phnum)
    const program: Span = [header.phoff, checkedAdd(programSize, header.phoff)]
    refuseOverlap(head, program)
    const programAt = tableAt(bytes, header.phoff, programSize, PHDR_SIZE)
    const sectionSize = BigInt(SHDR_SIZE * header.shnum)
    const section: Span = [header.shoff, checkedAdd(sectionSize, header.shoff)]
    refuseOverlap(head, section)
    refuseOverlap(program, section)
    const sectionAt = tableAt(bytes, header.shoff, sectionSize, SHDR_SIZE)
    const programs: ProgramHeader[] = []
    for (let i = 0; i < header.phnum; i++) {
      programs.push(readProgramHeader(view, programAt + i * PHDR_SIZE))
    }
    const sections: SectionHeader[] = []
    for (let i = 0; i < header.shnum; i++) {
      sections.push(readSectionHeader(view, sectionAt + i * SHDR_SIZE))
    }
    return { programs, sections, spans: [head, program, section] as const }
  }

  private checkLayout(spans: readonly Span[]): void {
    if (this.sections[0]?.type !== SHT_NULL) throw parseError('section')
    const length = BigInt(this.bytes.length)
    let vaddr = 0n
    for (const program of this.programs) {
      if (program.type !== PT_LOAD) continue
      if (program.vaddr < vaddr) throw invalidProgramHeader()
      if (checkedAdd(program.offset, program.filesz) > length) throw outOfBounds()
      vaddr = program.vaddr
    }
    let offset = 0n
    for (const section of this.sections) {
      if (section.type === SHT_NOBITS) continue
      const span: Span = [section.offset, checkedAdd(section.offset, section.size)]
      for (const other of spans) refuseOverlap(span, other)
      if (span[0] < offset) throw parseError('order')
      offset = span[1]
      if (offset > length) throw outOfBounds()
    }
  }

  private sectionNames(): string[] {
    const { shstrndx } = this.header
    const strings = shstrndx === 0 ? undefined : this.sections[shstrndx]
    if (strings === undefined) throw parseError('noNames')
    const seen = new Set<string>()
    return this.sections.map((section) => {
      const name = text(this.string(strings, section.name, 16))
      if (['.symtab', '.strtab', '.dynstr'].includes(name)) {
        if (seen.has(name)) throw parseError('section')
        seen.add(name)
      }
      return name
    })
  }

  /** Zero-terminated string of fewer than `most` bytes in a string table. */
  string(section: SectionHeader, offset: number, most: number): Uint8Array {
    if (section.type !== SHT_STRTAB) throw parseError('section')
    const start = checkedAdd(section.offset, BigInt(offset))
    const tableEnd = checkedAdd(section.offset, section.size)
    const limit = checkedAdd(start, BigInt(most))
    const end = tableEnd < limit ? tableEnd : limit
    if (start > end || end > BigInt(this.bytes.length)) throw outOfBounds()
    const bytes = this.bytes.subarray(Number(start), Number(end))
    const length = bytes.indexOf(0)
    if (length >= 0) return bytes.subarray(0, length)
    const shown = text(bytes)
    throw new ElfError(
      `Failed to parse ELF file: Section or symbol name \`${shown}\` is longer than \`${most}\` bytes`,
    )
  }

  /** First section of a name. */
  section(name: string): SectionHeader | undefined {
    const index = this.names.indexOf(name)
    return index < 0 ? undefined : this.sections[index]
  }
}

function checkHeader(bytes: Uint8Array, header: FileHeader): void {
  const ok =
    identOk(bytes) &&
    header.version === 1 &&
    header.ehsize === EHDR_SIZE &&
    header.phentsize === PHDR_SIZE &&
    header.shentsize === SHDR_SIZE &&
    header.shstrndx < header.shnum
  if (!ok) throw parseError('header')
}
