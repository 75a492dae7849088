/** Reads one relocatable object of `clang -target bpf -c`: sections, symbols, relocations (ELF64, little endian, REL). */

export interface ObjectSection {
  readonly index: number
  readonly name: string
  readonly type: number
  readonly flags: number
  readonly align: number
  readonly info: number
  readonly data: Uint8Array
}

export interface ObjectSymbol {
  readonly name: string
  /** STT_ number: 0 none, 1 object, 2 function, 3 section. */
  readonly kind: number
  /** Section it stands in; 0: none, it is a system call. */
  readonly section: number
  readonly value: number
}

export interface ObjectRelocation {
  readonly offset: number
  readonly type: number
  readonly symbol: ObjectSymbol
}

export interface ObjectFile {
  readonly sections: readonly ObjectSection[]
  readonly symbols: readonly ObjectSymbol[]
  /** By the index of the section they change. */
  readonly relocations: ReadonlyMap<number, readonly ObjectRelocation[]>
}

const SHT_SYMTAB = 2
const SHT_RELA = 4
const SHT_NOBITS = 8
const SHT_REL = 9

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

function text(bytes: Uint8Array, at: number): string {
  return new TextDecoder().decode(bytes.subarray(at, bytes.indexOf(0, at)))
}

/** Throws an Error if it is not such an object. */
export function readObject(bytes: Uint8Array): ObjectFile {
  const view = viewOf(bytes)
  const isObject = view.getUint32(0) === 0x7f454c46 && view.getUint16(16, true) === 1
  if (!isObject || view.getUint16(18, true) !== 247) throw new Error('a BPF object was expected')
  const u64 = (at: number) => Number(view.getBigUint64(at, true))
  const [start, count] = [u64(40), view.getUint16(60, true)]
  const headers = Array.from({ length: count }, (_, index) => {
    const at = start + 64 * index
    const type = view.getUint32(at + 4, true)
    const [offset, size] = [u64(at + 24), type === SHT_NOBITS ? 0 : u64(at + 32)]
    return {
      nameAt: view.getUint32(at, true),
      link: view.getUint32(at + 40, true),
      section: {
        index,
        type,
        flags: u64(at + 8),
        info: view.getUint32(at + 44, true),
        align: Math.max(1, u64(at + 48)),
        data: bytes.subarray(offset, offset + size),
      },
    }
  })
  const names = headers[view.getUint16(62, true)]!.section.data
  const sections = headers.map(({ nameAt, section }) => ({ ...section, name: text(names, nameAt) }))
  const table = headers.find(({ section }) => section.type === SHT_SYMTAB)
  if (table === undefined) throw new Error('a symbol table was expected')
  const symbols = readSymbols(table.section.data, headers[table.link]!.section.data)
  return { sections, symbols, relocations: readRelocations(sections, symbols) }
}

function readSymbols(data: Uint8Array, names: Uint8Array): ObjectSymbol[] {
  const view = viewOf(data)
  return Array.from({ length: data.length / 24 }, (_, i) => ({
    name: text(names, view.getUint32(24 * i, true)),
    kind: data[24 * i + 4]! & 15,
    section: view.getUint16(24 * i + 6, true),
    value: Number(view.getBigUint64(24 * i + 8, true)),
  }))
}

function readRelocations(sections: readonly ObjectSection[], symbols: readonly ObjectSymbol[]) {
  const lists = new Map<number, ObjectRelocation[]>()
  for (const { type, info, data } of sections) {
    if (type === SHT_RELA) throw new Error('relocations with addends were not expected')
    if (type !== SHT_REL) continue
    const view = viewOf(data)
    const list = Array.from({ length: data.length / 16 }, (_, i) => ({
      offset: Number(view.getBigUint64(16 * i, true)),
      type: view.getUint32(16 * i + 8, true),
      symbol: symbols[view.getUint32(16 * i + 12, true)]!,
    }))
    lists.set(info, list)
  }
  return lists
}
