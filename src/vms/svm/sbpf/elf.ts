/**
 * Loading an ELF: the version is in e_flags; versions 0-2 load leniently (sections, relocations, an image with holes),
 * version 3 strictly (program headers only). Facts: spec sheet section 3. Cost: linear in the file.
 */
import { decode } from './decode.ts'
import { functionNames, readDynamic } from './elf-dynamic.ts'
import { ElfError } from './elf-error.ts'
import {
  ElfFile,
  outOfBounds,
  type SectionHeader,
  SHT_NOBITS,
  saturatingAdd,
  viewOf,
} from './elf-file.ts'
import { loadStrict } from './elf-strict.ts'
import { applyRelocations, FunctionRegistry, hashCalls, type TextRange } from './relocate.ts'
import type { Executable, LoadOptions, SbpfVersion } from './types.ts'

const PROGRAM = 1n << 32n
const STACK = 2n << 32n
const EM_BPF = 247
const EM_SBPF = 263
const ET_DYN = 3
const SHF_WRITE_ALLOC = 3n
const READ_ONLY = ['.text', '.rodata', '.data.rel.ro', '.eh_frame']

/** Loads a program; throws ElfError. It is not verified yet (see `verify`). */
export function loadElf(bytes: Uint8Array, options: LoadOptions): Executable {
  if (bytes.length < 52) throw outOfBounds()
  const flags = viewOf(bytes).getUint32(48, true)
  if (flags < (options.minVersion ?? 0) || flags > (options.maxVersion ?? 3) || flags > 3) {
    throw new ElfError('Detected sbpf_version required by the executable which are not enabled')
  }
  const version = flags as SbpfVersion
  return version === 3 ? loadStrict(bytes) : loadLenient(bytes, version, options)
}

function loadLenient(bytes: Uint8Array, version: SbpfVersion, options: LoadOptions): Executable {
  const elf = new ElfFile(bytes)
  const dynamic = readDynamic(elf)
  const section = validate(elf)
  const text = textRange(section)
  const broken = options.deployment === true && section.addr !== section.offset
  if (broken || saturatingAdd(section.addr, PROGRAM) > STACK) throw outOfBounds()
  const relocated = new Uint8Array(bytes)
  const registry = new FunctionRegistry(options)
  hashCalls(relocated, text, registry)
  applyRelocations(elf, dynamic, relocated, text, registry, options)
  const entryOffset = elf.header.entry - section.addr
  if (entryOffset % 8n !== 0n) throw new ElfError('Invalid entrypoint')
  const entry = Number(entryOffset / 8n)
  registry.functions.delete(0x71e3cf81)
  registry.register(entry, true)
  const rodata = readOnlyImage(elf, relocated, options.deployment === true)
  const code = relocated.slice(text.start, text.start + text.length)
  const slots = Math.floor(code.length / 8)
  return {
    version,
    text: code,
    textAddress: Number(section.addr + PROGRAM),
    entry,
    functions: registry.functions,
    rodata,
    symbols: functionNames(elf, section.addr, slots),
    elfBytes: bytes.length,
    decoded: decode(code, version, registry.functions),
  }
}

function textRange(section: SectionHeader): TextRange {
  if (section.type === SHT_NOBITS) return { section, start: 0, length: 0 }
  return { section, start: Number(section.offset), length: Number(section.size) }
}

/** ABI, machine, type, sections, entry; returns the text section. */
function validate(elf: ElfFile): SectionHeader {
  if (elf.bytes[7] !== 0) throw new ElfError('Incompatible ELF: wrong ABI')
  if (elf.header.machine !== EM_BPF && elf.header.machine !== EM_SBPF) {
    throw new ElfError('Incompatible ELF: wrong machine')
  }
  if (elf.header.type !== ET_DYN) throw new ElfError('Incompatible ELF: wrong type')
  if (elf.names.filter((name) => name === '.text').length !== 1) {
    throw new ElfError(
      'Multiple or no text sections, consider removing llc option: -function-sections',
    )
  }
  elf.sections.forEach((section, i) => {
    const name = elf.names[i]!
    const writable = (section.flags & SHF_WRITE_ALLOC) === SHF_WRITE_ALLOC
    const data = writable && name.startsWith('.data') && !name.startsWith('.data.rel')
    if (name.startsWith('.bss') || data) {
      throw new ElfError(`Found writable section (${name}) in ELF, read-write data not supported`)
    }
  })
  for (const section of elf.sections) {
    if (section.offset + section.size > BigInt(elf.bytes.length)) throw outOfBounds()
  }
  const text = elf.section('.text')!
  const end = saturatingAdd(text.addr, text.size)
  if (elf.header.entry < text.addr || elf.header.entry >= end) {
    throw new ElfError('Entrypoint out of bounds')
  }
  return text
}

/** Read-only sections at their addresses from 0 to the highest end, zeros between. */
function readOnlyImage(elf: ElfFile, bytes: Uint8Array, deployment: boolean): Uint8Array {
  let lowest = (1n << 64n) - 1n
  let highest = 0n
  let filled = 0n
  let moved = false
  const parts: { address: bigint; data: Uint8Array }[] = []
  elf.sections.forEach((section, i) => {
    if (!READ_ONLY.includes(elf.names[i]!)) return
    moved ||= section.addr !== section.offset
    if ((deployment && moved) || saturatingAdd(section.addr, PROGRAM) > STACK) throw outOfBounds()
    const start = section.type === SHT_NOBITS ? 0 : Number(section.offset)
    const length = section.type === SHT_NOBITS ? 0 : Number(section.size)
    const data = bytes.subarray(start, start + length)
    if (section.addr < lowest) lowest = section.addr
    const end = saturatingAdd(section.addr, BigInt(length))
    if (end > highest) highest = end
    filled += BigInt(length)
    parts.push({ address: section.addr, data })
  })
  if (deployment && lowest + filled > highest) throw outOfBounds()
  if (highest > BigInt(bytes.length)) throw outOfBounds()
  const image = new Uint8Array(Number(highest))
  for (const part of parts) image.set(part.data, Number(part.address))
  return image
}
