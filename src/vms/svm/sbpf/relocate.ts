/** Calls and relocations of a lenient ELF (versions 0-2), written into a copy of its bytes. */
import { type Dynamic, dynamicName, REL_SIZE, requireWord, SYM_SIZE } from './elf-dynamic.ts'
import { ElfError } from './elf-error.ts'
import { type ElfFile, outOfBounds, type SectionHeader, saturatingAdd, viewOf } from './elf-file.ts'
import { hashSlot, hashSymbol, murmur3 } from './murmur3.ts'
import type { LoadOptions } from './types.ts'
import { approximate, readU64 } from './u64.ts'

const CALL = 0x85
const PROGRAM = 1n << 32n
const R_BPF_64_64 = 1
const R_BPF_64_RELATIVE = 8
const R_BPF_64_32 = 10
const STT_FUNC = 2

/** Functions by hash; a hash that means two things is refused. */
export class FunctionRegistry {
  readonly functions = new Map<number, number>()
  private readonly options: LoadOptions

  constructor(options: LoadOptions) {
    this.options = options
  }

  register(slot: number, entrypoint: boolean): number {
    const hash = entrypoint ? hashSymbol('entrypoint') : hashSlot(slot)
    const known = this.functions.get(hash)
    if (this.options.syscalls.has(hash) || (known !== undefined && known !== slot)) {
      throw new ElfError(`Symbol hash collision 0x${hash.toString(16)}`)
    }
    this.functions.set(hash, slot)
    return hash
  }
}

/** Start and length of the text in the file. */
export interface TextRange {
  readonly section: SectionHeader
  readonly start: number
  readonly length: number
}

/** Step 1: relative calls become hashes of their targets. */
export function hashCalls(bytes: Uint8Array, text: TextRange, registry: FunctionRegistry): void {
  const view = viewOf(bytes)
  const count = Math.floor(text.length / 8)
  for (let i = 0; i < count; i++) {
    const at = text.start + 8 * i
    if (bytes[at] !== CALL) continue
    const offset = view.getInt32(at + 4, true)
    if (offset === -1) continue
    const target = i + 1 + offset
    if (target < 0 || target >= count) {
      throw new ElfError(`Relative jump out of bounds at instruction #${i}`)
    }
    view.setUint32(at + 4, registry.register(target, false), true)
  }
}

interface Site {
  readonly elf: ElfFile
  readonly dynamic: Dynamic
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly text: TextRange
  readonly registry: FunctionRegistry
  readonly options: LoadOptions
}

/** Step 2: the relocation entries, in order. */
export function applyRelocations(
  elf: ElfFile,
  dynamic: Dynamic,
  bytes: Uint8Array,
  text: TextRange,
  registry: FunctionRegistry,
  options: LoadOptions,
): void {
  const table = dynamic.relocations
  if (table === undefined) return
  const site: Site = { elf, dynamic, bytes, view: viewOf(bytes), text, registry, options }
  for (let i = 0; i < table.count; i++) {
    const at = table.at + i * REL_SIZE
    // Beyond 2^53 the offset is rounded, and out of bounds either way.
    const offset = approximate(readU64(elf.view, at))
    const type = elf.view.getUint32(at + 8, true)
    const symbol = elf.view.getUint32(at + 12, true)
    if (type === R_BPF_64_64) relocateAddress(site, offset, symbol)
    else if (type === R_BPF_64_RELATIVE) relocateRelative(site, offset)
    else if (type === R_BPF_64_32) relocateCall(site, offset, symbol)
    else throw new ElfError(`Relocation failed, unknown type ${type}`)
  }
}

function symbolAt(site: Site, index: number): number {
  const table = site.dynamic.symbols
  if (table === undefined || index >= table.count) {
    throw new ElfError(`Unknown symbol with index ${index}`)
  }
  return table.at + index * SYM_SIZE
}

function writeAddress(site: Site, offset: number, address: bigint): void {
  const placed = address < PROGRAM ? address + PROGRAM : address
  requireWord(site.bytes, offset + 4)
  site.view.setUint32(offset + 4, Number(placed & 0xffff_ffffn), true)
  requireWord(site.bytes, offset + 12)
  site.view.setUint32(offset + 12, Number(placed >> 32n), true)
}

/** lddw of a symbol: its value plus the low immediate. */
function relocateAddress(site: Site, offset: number, symbol: number): void {
  requireWord(site.bytes, offset + 4)
  const addend = BigInt(site.view.getUint32(offset + 4, true))
  const at = symbolAt(site, symbol)
  const value = site.elf.view.getBigUint64(at + 8, true)
  writeAddress(site, offset, saturatingAdd(value, addend))
}

/** lddw of a link-time address in the text; a pointer outside it. */
function relocateRelative(site: Site, offset: number): void {
  const { text, bytes, view } = site
  requireWord(bytes, offset + 4)
  const low = view.getUint32(offset + 4, true)
  if (offset >= text.start && offset < text.start + text.length) {
    requireWord(bytes, offset + 12)
    const address = (BigInt(view.getUint32(offset + 12, true)) << 32n) | BigInt(low)
    if (address === 0n) {
      throw new ElfError('Relocation failed, invalid referenced virtual address 0x0')
    }
    writeAddress(site, offset, address)
    return
  }
  view.setUint32(offset, low, true)
  view.setUint32(offset + 4, 1, true)
}

/** Call of a symbol: a function of the text, else a syscall by the hash of its name. */
function relocateCall(site: Site, offset: number, symbol: number): void {
  const { elf, text, registry, options } = site
  const at = symbolAt(site, symbol)
  const nameOffset = elf.view.getUint32(at, true)
  let name: Uint8Array
  try {
    name = dynamicName(elf, nameOffset)
  } catch (error) {
    if (error instanceof ElfError) throw new ElfError(`Unknown symbol with index ${nameOffset}`)
    throw error
  }
  const value = elf.view.getBigUint64(at + 8, true)
  let key: number
  if ((elf.bytes[at + 4]! & 0xf) === STT_FUNC && value !== 0n) {
    const end = saturatingAdd(text.section.addr, text.section.size)
    if (value < text.section.addr || value >= end) throw outOfBounds()
    const slot = Number((value - text.section.addr) / 8n)
    key = registry.register(slot, new TextDecoder().decode(name) === 'entrypoint')
  } else {
    key = murmur3(name)
    if (options.deployment === true && !options.syscalls.has(key)) {
      const shown = new TextDecoder().decode(name)
      const slot = Math.floor(offset / 8)
      throw new ElfError(
        `Unresolved symbol (${shown}) at instruction #${slot} (ELF file offset 0x${offset.toString(16)})`,
      )
    }
  }
  requireWord(site.bytes, offset + 4)
  site.view.setUint32(offset + 4, key, true)
}
