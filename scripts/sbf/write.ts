/** Writes a program that is laid out as an ELF: with sections and a dynamic table, or with program headers only. */
import type { Image } from './link.ts'

const PROGRAM = 0x1_0000_0000
const PT_LOAD = 1
const PT_DYNAMIC = 2
const [X, W, R] = [1, 2, 4]

const align = (value: number, to: number) => Math.ceil(value / to) * to

interface Header {
  readonly version: number
  readonly entry: number
  readonly programs: number
  readonly sectionsAt: number
  readonly sections: number
}

/** Bytes of a known length, written from above. */
class Writer {
  readonly bytes: Uint8Array
  private readonly view: DataView

  constructor(length: number) {
    this.bytes = new Uint8Array(length)
    this.view = new DataView(this.bytes.buffer)
  }

  header({ version, entry, programs, sectionsAt, sections }: Header): void {
    this.bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
    const halves = [
      [16, 3],
      [18, 247],
      [52, 64],
      [54, 56],
      [56, programs],
      [58, 64],
      [60, sections],
      [62, Math.max(0, sections - 1)],
    ] as const
    for (const [at, value] of halves) this.view.setUint16(at, value, true)
    this.u32(20, 1)
    this.words(24, [entry, 64, sectionsAt])
    this.u32(48, version)
  }

  u32(at: number, value: number): void {
    this.view.setUint32(at, value, true)
  }

  words(at: number, values: readonly number[]): void {
    for (const [i, value] of values.entries())
      this.view.setBigUint64(at + 8 * i, BigInt(value), true)
  }

  /** Program header `index`. */
  program(
    index: number,
    type: number,
    flags: number,
    place: { at: number; size: number; address?: number },
  ): void {
    const at = 64 + 56 * index
    const { size, address = place.at } = place
    this.u32(at, type)
    this.u32(at + 4, flags)
    this.words(at + 8, [place.at, address, address, size, size, 8])
  }
}

/** Version 3. */
export function writeStrict({ text, rodata, entry }: Image): Uint8Array {
  const programs = rodata.length > 0 ? 2 : 1
  const start = 64 + 56 * programs
  const textAt = start + rodata.length
  const out = new Writer(textAt + text.length)
  out.header({ version: 3, entry: PROGRAM + entry, programs, sectionsAt: 0, sections: 0 })
  if (programs === 2) out.program(0, PT_LOAD, R, { at: start, size: rodata.length, address: 0 })
  out.program(programs - 1, PT_LOAD, X, { at: textAt, size: text.length, address: PROGRAM })
  out.bytes.set(rodata, start)
  out.bytes.set(text, textAt)
  return out.bytes
}

/** Names one after the other, each ended by 0, the empty one first. */
class Strings {
  private readonly parts: string[] = ['']
  private length = 1

  add(name: string): number {
    const at = this.length
    this.parts.push(name)
    this.length += name.length + 1
    return at
  }

  get bytes(): Uint8Array {
    return new TextEncoder().encode(`${this.parts.join('\0')}\0`)
  }
}

interface Symbols {
  readonly table: Uint8Array
  readonly names: Uint8Array
}

function symbols(
  list: readonly { name: string; info: number; section: number; value: number }[],
): Symbols {
  const names = new Strings()
  const out = new Writer(24 * (list.length + 1))
  list.forEach(({ name, info, section, value }, i) => {
    const at = 24 * (i + 1)
    out.u32(at, names.add(name))
    out.bytes.set([info, 0, section, 0], at + 4)
    out.words(at + 8, [value])
  })
  return { table: out.bytes, names: names.bytes }
}

interface Section {
  readonly name: string
  readonly type: number
  readonly flags: number
  readonly data: Uint8Array
  readonly link?: number
  readonly info?: number
  readonly entry?: number
}

const GLOBAL_NONE = 0x10
const GLOBAL_FUNCTION = 0x12
const TEXT = 1
/** Sections in order; the index of each stands in links and symbols. */
const ORDER = ['', '.text', '.rodata', '.dynamic', '.dynsym', '.dynstr', '.rel.dyn', '.symtab'] // .strtab, .shstrtab

function relocationTable({ relocations }: Image, names: readonly string[]): Uint8Array {
  const out = new Writer(16 * relocations.length)
  relocations.forEach(({ address, type, name }, i) => {
    out.words(16 * i, [address])
    out.u32(16 * i + 8, type)
    out.u32(16 * i + 12, name === undefined ? 0 : names.indexOf(name) + 1)
  })
  return out.bytes
}

function sectionsOf(image: Image): Section[] {
  const calls = [...new Set(image.relocations.flatMap(({ name }) => name ?? []))]
  const dynamic = symbols(calls.map((name) => ({ name, info: GLOBAL_NONE, section: 0, value: 0 })))
  const value = (offset: number) => image.textAddress + offset
  const all = symbols(
    image.functions.map(({ name, offset }) => ({
      name,
      info: GLOBAL_FUNCTION,
      section: TEXT,
      value: value(offset),
    })),
  )
  const index = (name: string) => ORDER.indexOf(name)
  const relocations = relocationTable(image, calls)
  const empty = new Uint8Array(0)
  return [
    { name: '', type: 0, flags: 0, data: empty },
    { name: '.text', type: 1, flags: 6, data: image.text },
    { name: '.rodata', type: 1, flags: 2, data: image.rodata },
    {
      name: '.dynamic',
      type: 6,
      flags: 3,
      data: new Uint8Array(16 * 7),
      link: index('.dynstr'),
      entry: 16,
    },
    {
      name: '.dynsym',
      type: 11,
      flags: 2,
      data: dynamic.table,
      link: index('.dynstr'),
      info: 1,
      entry: 24,
    },
    { name: '.dynstr', type: 3, flags: 2, data: dynamic.names },
    { name: '.rel.dyn', type: 9, flags: 2, data: relocations, link: index('.dynsym'), entry: 16 },
    { name: '.symtab', type: 2, flags: 0, data: all.table, link: ORDER.length, info: 1, entry: 24 },
    { name: '.strtab', type: 3, flags: 0, data: all.names },
  ]
}

/** Tags of the dynamic table, in order: symbols, names and their size, relocations, their size and that of one; the end. */
function dynamicTable(places: ReadonlyMap<string, { at: number; size: number }>): number[] {
  const of = (name: string) => places.get(name)!
  const { at, size } = of('.rel.dyn')
  return [
    ...[6, of('.dynsym').at, 5, of('.dynstr').at, 10, of('.dynstr').size],
    ...(size === 0 ? [0, 0, 0, 0, 0, 0] : [17, at, 18, size, 19, 16]),
    ...[0, 0],
  ]
}

/** Version 0: addresses are file offsets. */
export function writeLenient(image: Image): Uint8Array {
  const names = new Strings()
  const sections = sectionsOf(image)
  const nameAt = [...sections.map(({ name }) => (name === '' ? 0 : names.add(name)))]
  nameAt.push(names.add('.shstrtab'))
  sections.push({ name: '.shstrtab', type: 3, flags: 0, data: names.bytes })
  const places = new Map<string, { at: number; size: number }>()
  let end = image.textAddress
  for (const { name, data } of sections) {
    if (name === '') continue
    const at = align(end, name === '.rodata' ? 16 : 8)
    places.set(name, { at, size: data.length })
    end = at + data.length
  }
  const sectionsAt = align(end, 8)
  const out = new Writer(sectionsAt + 64 * sections.length)
  const entry = image.textAddress + image.entry
  out.header({ version: 0, entry, programs: 4, sectionsAt, sections: sections.length })
  const of = (name: string) => places.get(name)!
  const dynamicEnd = of('.rel.dyn').at + of('.rel.dyn').size
  out.program(0, PT_LOAD, R | X, of('.text'))
  out.program(1, PT_LOAD, R, of('.rodata'))
  out.program(2, PT_LOAD, R | W, { at: of('.dynamic').at, size: dynamicEnd - of('.dynamic').at })
  out.program(3, PT_DYNAMIC, R | W, of('.dynamic'))
  sections.forEach(({ name, type, flags, data, link = 0, info = 0, entry: size = 0 }, i) => {
    const at = sectionsAt + 64 * i
    if (i === 0) return
    const place = of(name)
    out.bytes.set(data, place.at)
    out.u32(at, nameAt[i]!)
    out.u32(at + 4, type)
    out.words(at + 8, [flags, flags & 2 ? place.at : 0, place.at, data.length])
    out.u32(at + 40, link)
    out.u32(at + 44, info)
    out.words(at + 48, [type === 3 ? 1 : 8, size])
  })
  out.words(of('.dynamic').at, dynamicTable(places))
  return out.bytes
}
