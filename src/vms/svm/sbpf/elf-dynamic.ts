/** Dynamic table of a lenient ELF: where the relocations and the dynamic symbols are (spec sheet section 3). */
import { ElfError } from './elf-error.ts'
import {
  checkedAdd,
  type ElfFile,
  outOfBounds,
  PT_DYNAMIC,
  parseError,
  type SectionHeader,
  SHT_DYNAMIC,
  SHT_DYNSYM,
  SHT_SYMTAB,
  tableAt,
} from './elf-file.ts'

const DYN_SIZE = 16
export const REL_SIZE = 16
export const SYM_SIZE = 24
/** Tags below this are kept; the others are reserved and skipped. */
const DT_NUM = 35
const DT_SYMTAB = 6
const DT_REL = 17
const DT_RELSZ = 18
const DT_RELENT = 19

/** Offset in the file and number of entries. */
export interface Table {
  readonly at: number
  readonly count: number
}

export interface Dynamic {
  readonly relocations: Table | undefined
  readonly symbols: Table | undefined
}

function dynamicTable(elf: ElfFile): Table | undefined {
  const header = elf.programs.find((program) => program.type === PT_DYNAMIC)
  if (header !== undefined) {
    // An invalid PT_DYNAMIC is ignored: old toolchains wrote them.
    try {
      const at = tableAt(elf.bytes, header.offset, header.filesz, DYN_SIZE)
      return { at, count: Number(header.filesz) / DYN_SIZE }
    } catch (error) {
      if (!(error instanceof ElfError)) throw error
    }
  }
  const section = elf.sections.find((candidate) => candidate.type === SHT_DYNAMIC)
  if (section === undefined) return undefined
  try {
    const at = tableAt(elf.bytes, section.offset, section.size, DYN_SIZE)
    return { at, count: Number(section.size) / DYN_SIZE }
  } catch (error) {
    if (error instanceof ElfError) throw parseError('dynamic')
    throw error
  }
}

function relocations(elf: ElfFile, tags: readonly bigint[]): Table | undefined {
  const address = tags[DT_REL]!
  if (address === 0n) return undefined
  const size = tags[DT_RELSZ]!
  if (tags[DT_RELENT] !== BigInt(REL_SIZE) || size === 0n) throw parseError('dynamic')
  const offset = fileOffset(elf, address)
  checkedAdd(offset, size)
  try {
    return { at: tableAt(elf.bytes, offset, size, REL_SIZE), count: Number(size) / REL_SIZE }
  } catch (error) {
    if (error instanceof ElfError) throw parseError('dynamic')
    throw error
  }
}

/** By the segment that holds the address, else by the section that starts there. */
function fileOffset(elf: ElfFile, address: bigint): bigint {
  for (const program of elf.programs) {
    const end = checkedAdd(program.vaddr, program.memsz)
    if (address >= program.vaddr && address < end) {
      return checkedAdd(address - program.vaddr, program.offset)
    }
  }
  const section = elf.sections.find((candidate) => candidate.addr === address)
  if (section === undefined) throw parseError('dynamic')
  return section.offset
}

function symbolTable(elf: ElfFile, section: SectionHeader): Table {
  if (section.type !== SHT_SYMTAB && section.type !== SHT_DYNSYM) throw parseError('section')
  const at = tableAt(elf.bytes, section.offset, section.size, SYM_SIZE)
  return { at, count: Number(section.size) / SYM_SIZE }
}

/** Parses the dynamic table, if there is one. */
export function readDynamic(elf: ElfFile): Dynamic {
  const table = dynamicTable(elf)
  if (table === undefined) return { relocations: undefined, symbols: undefined }
  const tags = new Array<bigint>(DT_NUM).fill(0n)
  for (let i = 0; i < table.count; i++) {
    const at = table.at + i * DYN_SIZE
    const tag = elf.view.getBigUint64(at, true)
    if (tag === 0n) break
    if (tag < BigInt(DT_NUM)) tags[Number(tag)] = elf.view.getBigUint64(at + 8, true)
  }
  const found = relocations(elf, tags)
  const address = tags[DT_SYMTAB]!
  if (address === 0n) return { relocations: found, symbols: undefined }
  const section = elf.sections.find((candidate) => candidate.addr === address)
  if (section === undefined) throw parseError('dynamic')
  return { relocations: found, symbols: symbolTable(elf, section) }
}

/** Functions of `.symtab` by slot, for traces; whatever is broken there is left out. */
export function functionNames(
  elf: ElfFile,
  textAddress: bigint,
  slots: number,
): Map<number, string> {
  const names = new Map<number, string>()
  const section = elf.section('.symtab')
  const strings = elf.section('.strtab')
  if (section === undefined || strings === undefined) return names
  try {
    const table = symbolTable(elf, section)
    for (let i = 0; i < table.count; i++) {
      const at = table.at + i * SYM_SIZE
      if ((elf.bytes[at + 4]! & 0xef) !== 2) continue
      const slot = (elf.view.getBigUint64(at + 8, true) - textAddress) / 8n
      if (slot < 0n || slot >= BigInt(slots)) continue
      const name = elf.string(strings, elf.view.getUint32(at, true), 256)
      names.set(Number(slot), new TextDecoder().decode(name))
    }
  } catch (error) {
    if (!(error instanceof ElfError)) throw error
  }
  return names
}

/** Name of a dynamic symbol; throws the parser's error. */
export function dynamicName(elf: ElfFile, offset: number): Uint8Array {
  const strings = elf.section('.dynstr')
  if (strings === undefined) throw parseError('noDynamicNames')
  return elf.string(strings, offset, 64)
}

/** Four bytes must lie at this offset. */
export function requireWord(bytes: Uint8Array, offset: number): void {
  if (offset + 4 > bytes.length) throw outOfBounds()
}
