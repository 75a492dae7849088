/**
 * Links one BPF object into a program that Solana's loaders take, because lld of most distributions does not know the
 * relocations. Version 0: a shared object with a dynamic table, addresses relocated when it is loaded (by 2^32). Version 3:
 * program headers only, addresses final, calls by distance or by the hash of a system call's name.
 */
import { hashSymbol } from '../../src/vms/svm/sbpf/index.ts'
import type { ObjectFile, ObjectRelocation, ObjectSection, ObjectSymbol } from './object.ts'
import { readObject } from './object.ts'
import { writeLenient, writeStrict } from './write.ts'

const PROGRAM = 0x1_0000_0000
const SHF_WRITE = 1
const SHF_ALLOC = 2
const SHF_EXECUTE = 4

/** Relocations of an object. */
const OBJECT_64 = 1
const OBJECT_ABSOLUTE_64 = 2
const OBJECT_CALL = 10
/** Relocations of a loadable program. */
const LOADED_RELATIVE = 8
const LOADED_CALL = 10

const OP_CALL = 0x85
const OP_CALL_REGISTER = 0x8d

export interface DynamicRelocation {
  /** Address of the instruction or the word. */
  readonly address: number
  readonly type: number
  /** System call, for a call. */
  readonly name?: string
}

/** A program laid out: what the writers need. */
export interface Image {
  readonly text: Uint8Array
  readonly textAddress: number
  readonly rodata: Uint8Array
  readonly rodataAddress: number
  /** Byte offset in the text. */
  readonly entry: number
  readonly relocations: readonly DynamicRelocation[]
  /** Functions by byte offset in the text. */
  readonly functions: readonly { readonly name: string; readonly offset: number }[]
}

const align = (value: number, to: number) => Math.ceil(value / to) * to

interface Layout {
  readonly text: ObjectSection
  /** Offset of each read-only section in the image's rodata. */
  readonly places: ReadonlyMap<number, number>
  readonly size: number
}

/** In version 3 rodata begins at address 0, which C takes for no address: nothing may stand there. */
function layOut(object: ObjectFile, version: 0 | 3): Layout {
  const loaded = object.sections.filter(({ flags, data }) => flags & SHF_ALLOC && data.length > 0)
  const writable = loaded.find(({ flags }) => flags & SHF_WRITE)
  if (writable) throw new Error(`${writable.name}: programs have no writable data`)
  const texts = loaded.filter(({ flags }) => flags & SHF_EXECUTE)
  const [text] = texts
  if (texts.length !== 1 || text === undefined) throw new Error('one section of code was expected')
  const places = new Map<number, number>()
  let size = version === 3 ? 16 : 0
  for (const section of loaded) {
    if (section === text) continue
    size = align(size, section.align)
    places.set(section.index, size)
    size += section.data.length
  }
  return { text, places, size: places.size === 0 ? 0 : align(size, 8) }
}

/** Puts the final or the to-be-relocated values in. */
class Relocator {
  readonly relocations: DynamicRelocation[] = []
  readonly text: Uint8Array
  readonly rodata: Uint8Array
  private readonly version: 0 | 3
  private readonly layout: Layout
  private readonly textAddress: number
  private readonly rodataAddress: number

  constructor(
    object: ObjectFile,
    version: 0 | 3,
    layout: Layout,
    addresses: { text: number; rodata: number },
  ) {
    this.version = version
    this.layout = layout
    this.textAddress = addresses.text
    this.rodataAddress = addresses.rodata
    this.text = layout.text.data.slice()
    this.rodata = new Uint8Array(layout.size)
    for (const [index, at] of layout.places) this.rodata.set(object.sections[index]!.data, at)
    const inText = object.relocations.get(layout.text.index) ?? []
    for (const relocation of inText) this.inText(relocation)
    this.calls(new Set(inText.map(({ offset }) => offset)))
    for (const [index, at] of layout.places)
      for (const relocation of object.relocations.get(index) ?? []) this.inData(relocation, at)
  }

  private addressOf(symbol: ObjectSymbol, addend: number): number {
    if (symbol.section === this.layout.text.index) return this.textAddress + symbol.value + addend
    const place = this.layout.places.get(symbol.section)
    if (place === undefined) throw new Error(`${symbol.name}: an address nobody knows`)
    return this.rodataAddress + place + symbol.value + addend
  }

  private inText({ offset, type, symbol }: ObjectRelocation): void {
    const view = new DataView(this.text.buffer)
    if (type === OBJECT_CALL) {
      this.call(view, offset, symbol)
      return
    }
    if (type !== OBJECT_64) throw new Error(`relocation ${type} of code is not known`)
    const address = this.addressOf(symbol, view.getInt32(offset + 4, true))
    view.setUint32(offset + 4, address % PROGRAM, true)
    view.setUint32(offset + 12, Math.floor(address / PROGRAM), true)
    if (this.version === 0) this.relocate(this.textAddress + offset, LOADED_RELATIVE)
  }

  private call(view: DataView, offset: number, symbol: ObjectSymbol): void {
    if (symbol.section !== 0) {
      if (symbol.section !== this.layout.text.index) throw new Error(`${symbol.name} is no code`)
      // Against the section the target stands in the instruction already, as slots from the section's start.
      const inside = symbol.kind === 3 ? 8 * (view.getInt32(offset + 4, true) + 1) : 0
      view.setInt32(offset + 4, (symbol.value + inside - offset) / 8 - 1, true)
      return
    }
    if (this.version === 3) {
      this.text[offset + 1] = 0
      view.setUint32(offset + 4, hashSymbol(symbol.name), true)
      return
    }
    view.setInt32(offset + 4, -1, true)
    this.relocations.push({
      address: this.textAddress + offset,
      type: LOADED_CALL,
      name: symbol.name,
    })
  }

  /** What is left: calls inside the code are marked as such, and version 3 has the register of `callx` elsewhere. */
  private calls(relocated: ReadonlySet<number>): void {
    const view = new DataView(this.text.buffer)
    for (let at = 0; at < this.text.length; at += this.text[at] === 0x18 ? 16 : 8) {
      const operation = this.text[at]!
      if (operation === OP_CALL_REGISTER && this.version === 3) {
        this.text[at + 1] = view.getInt32(at + 4, true)
        view.setInt32(at + 4, 0, true)
      }
      if (operation !== OP_CALL || relocated.has(at)) continue
      // -1 would be read as a call that waits for a relocation.
      if (view.getInt32(at + 4, true) === -1) throw new Error('a call that calls itself')
      this.text[at + 1] = 0x10
    }
  }

  private inData({ offset, type, symbol }: ObjectRelocation, place: number): void {
    if (type !== OBJECT_ABSOLUTE_64) throw new Error(`relocation ${type} of data is not known`)
    const at = place + offset
    const view = new DataView(this.rodata.buffer)
    const address = BigInt(this.addressOf(symbol, Number(view.getBigInt64(at, true))))
    if (this.version === 3) {
      view.setBigUint64(at, address, true)
      return
    }
    // The loader takes the upper half for the address, and writes all of it.
    view.setBigUint64(at, address << 32n, true)
    this.relocate(this.rodataAddress + at, LOADED_RELATIVE)
  }

  private relocate(address: number, type: number): void {
    this.relocations.push({ address, type })
  }
}

/** A loadable program of an sBPF version. The same object gives the same bytes. Throws an Error for what it cannot link. */
export function link(bytes: Uint8Array, version: 0 | 3, entryName = 'entrypoint'): Uint8Array {
  const object = readObject(bytes)
  const layout = layOut(object, version)
  // Version 0: file offsets, which are its addresses, behind the file header and four program headers.
  const first = 64 + 4 * 56
  const after = align(first + layout.text.data.length, 16)
  const addresses = version === 3 ? { text: PROGRAM, rodata: 0 } : { text: first, rodata: after }
  const { text, rodata, relocations } = new Relocator(object, version, layout, addresses)
  const functions = object.symbols
    .filter(({ kind, section }) => kind === 2 && section === layout.text.index)
    .map(({ name, value }) => ({ name, offset: value }))
    .sort((a, b) => a.offset - b.offset)
  const entry = functions.find(({ name }) => name === entryName)
  if (entry === undefined) throw new Error(`no function ${entryName}`)
  const image: Image = {
    text,
    textAddress: addresses.text,
    rodata,
    rodataAddress: addresses.rodata,
    entry: entry.offset,
    relocations,
    functions,
  }
  return version === 3 ? writeStrict(image) : writeLenient(image)
}
