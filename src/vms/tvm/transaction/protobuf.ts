/**
 * Protobuf messages as field tables. Reads what protobuf-java reads: fields in any order, the last value of a repeated
 * scalar wins, messages that come twice merge, unknown fields and known ones of another wire type are skipped, strings are
 * valid UTF-8, integers are cut to their width. Writes with @bufbuild/protobuf.
 *
 * PERF: while a message is read its values stand in an array, by place in the table; objects are made once, at the end.
 */
import { BinaryWriter } from '@bufbuild/protobuf/wire'
import { EMPTY_BYTES } from '../../../primitives/bytes.ts'
import { isLongAddress, longAddress } from '../address.ts'
import { WireError, WireReader, WireType } from './wire-reader.ts'

/** How one field is read and written. */
export interface Field<T> {
  readonly number: number
  readonly wireType: number
  /** Value of an absent field. */
  readonly initial: T
  /** What is known of the value after one more occurrence; `previous` is `initial` at first. */
  read(previous: unknown, reader: WireReader): unknown
  /** Writes it with its tag; proto3 leaves out what equals the default. */
  write(writer: BinaryWriter, value: T): void
  /**
   * The value, once all occurrences are read; `initial` where there was none. Throws WireError for one that may not be.
   * Default: as read.
   */
  finish?(read: unknown): T
}

/** One field for each property. */
export type MessageTable<T> = { readonly [K in keyof T]-?: Field<T[K]> }

/** int64: a negative number takes ten bytes. */
export function int64(number: number): Field<bigint> {
  return {
    number,
    wireType: WireType.varint,
    initial: 0n,
    read: (_, reader) => reader.int64(),
    write(writer, value) {
      if (value !== 0n) writer.tag(number, WireType.varint).int64(value)
    },
  }
}

/** int32 or an enum; numbers an enum does not name are kept (proto3 enums are open). */
export function int32(number: number): Field<number> {
  return {
    number,
    wireType: WireType.varint,
    initial: 0,
    read: (_, reader) => Number(BigInt.asIntN(32, reader.int64())),
    write(writer, value) {
      if (value !== 0) writer.tag(number, WireType.varint).int32(value)
    },
  }
}

export function bool(number: number): Field<boolean> {
  return {
    number,
    wireType: WireType.varint,
    initial: false,
    read: (_, reader) => reader.int64() !== 0n,
    write(writer, value) {
      if (value) writer.tag(number, WireType.varint).bool(true)
    },
  }
}

/** Bytes; a view of the input. */
export function bytes(number: number): Field<Uint8Array> {
  return {
    number,
    wireType: WireType.lengthDelimited,
    initial: EMPTY_BYTES,
    read: (_, reader) => reader.bytes(),
    write(writer, value) {
      if (value.length > 0) writer.tag(number, WireType.lengthDelimited).bytes(value)
    },
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Longer strings are never looked at character by character. */
const SHORT_TEXT = 128

/** proto3 strings are UTF-8: protobuf-java refuses the message otherwise. */
function strictText(reader: WireReader): string {
  const end = reader.lengthDelimited()
  const { input, pos } = reader
  reader.pos = end
  // PERF: type URLs and names are short and ASCII.
  if (end - pos > SHORT_TEXT) return decodeText(input.subarray(pos, end))
  const bytes = input.subarray(pos, end)
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! >= 0x80) return decodeText(bytes)
  return String.fromCharCode.apply(null, bytes as unknown as number[])
}

function decodeText(text: Uint8Array): string {
  try {
    return UTF8.decode(text)
  } catch {
    throw new WireError('string expected in UTF-8')
  }
}

/** An address: 21 bytes from 0x41 on the wire, 20 bytes here. Anything else, also none at all, is malformed. */
export function address(number: number): Field<Uint8Array> {
  return {
    ...bytes(number),
    write: (writer, value) => bytes(number).write(writer, longAddress(value)),
    finish(read) {
      const value = read as Uint8Array
      if (!isLongAddress(value))
        throw new WireError(`address of field ${number} is not 21 bytes from 0x41`)
      return value.slice(1)
    },
  }
}

export function string(number: number): Field<string> {
  return {
    number,
    wireType: WireType.lengthDelimited,
    initial: '',
    read: (_, reader) => strictText(reader),
    write(writer, value) {
      if (value !== '') writer.tag(number, WireType.lengthDelimited).string(value)
    },
  }
}

/**
 * The bytes of a message that is kept as it was sent, undefined if there is none. Occurrences merge, and merging is
 * concatenation; they are collected and joined once, so that n of them cost O(n).
 */
export function rawMessage(number: number): Field<Uint8Array | undefined> {
  return {
    number,
    wireType: WireType.lengthDelimited,
    initial: undefined,
    read: (previous, reader) => pushed(previous, reader.bytes()),
    write(writer, value) {
      if (value !== undefined) writer.tag(number, WireType.lengthDelimited).bytes(value)
    },
    finish: (parts) => (parts === undefined ? undefined : join(parts as Uint8Array[])),
  }
}

/** Only one reader has seen the list: pushing keeps a message of n items at O(n). */
function pushed(previous: unknown, item: unknown): unknown[] {
  if (previous === undefined) return [item]
  const list = previous as unknown[]
  list.push(item)
  return list
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const first = parts[0]
  if (first !== undefined && parts.length === 1) return first
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    out.set(part, offset)
    offset += part.length
  }
  return out
}

export function message<T extends object>(
  number: number,
  table: MessageTable<T>,
): Field<T | undefined> {
  const plan = planOf(table)
  return {
    number,
    wireType: WireType.lengthDelimited,
    initial: undefined,
    read: (previous, reader) =>
      readNested(plan, (previous as Values | undefined) ?? plan.initial.slice(), reader),
    write(writer, value) {
      if (value === undefined) return
      writer.tag(number, WireType.lengthDelimited).fork()
      writeFields(table, value, writer)
      writer.join()
    },
    finish: (values) => (values === undefined ? undefined : finished<T>(plan, values as Values)),
  }
}

/** Any number of items, each a field of its own. */
function repeated<T>(
  item: Pick<Field<unknown>, 'number' | 'wireType'>,
  read: (reader: WireReader) => unknown,
  write: (writer: BinaryWriter, value: T) => void,
  finish: (items: readonly unknown[]) => readonly T[],
): Field<readonly T[]> {
  return {
    number: item.number,
    wireType: item.wireType,
    initial: NO_ITEMS,
    read: (previous, reader) => pushed(previous === NO_ITEMS ? undefined : previous, read(reader)),
    write(writer, values) {
      for (const value of values) write(writer, value)
    },
    finish: (items) => finish(items as readonly unknown[]),
  }
}

const NO_ITEMS: readonly never[] = Object.freeze([])

export function repeatedBytes(number: number): Field<readonly Uint8Array[]> {
  return repeated(
    bytes(number),
    (reader) => reader.bytes(),
    (writer, value) => writer.tag(number, WireType.lengthDelimited).bytes(value),
    (items) => items as readonly Uint8Array[],
  )
}

export function repeatedMessage<T extends object>(
  number: number,
  table: MessageTable<T>,
): Field<readonly T[]> {
  const item = message(number, table)
  const plan = planOf(table)
  return repeated<T>(
    item,
    (reader) => item.read(undefined, reader),
    (writer, value) => item.write(writer, value),
    (items) => items.map((values) => finished<T>(plan, values as Values)),
  )
}

type Fields = Record<string, unknown>
/** What is known of each field while a message is read, by place in the table. */
type Values = unknown[]

/** A table in the form that reading wants. */
interface Plan {
  readonly names: readonly string[]
  readonly fields: readonly Field<unknown>[]
  readonly initial: readonly unknown[]
  /** Place of each field by its number. */
  readonly places: readonly (number | undefined)[]
}

const PLANS = new WeakMap<object, Plan>()

function planOf(table: object): Plan {
  let plan = PLANS.get(table)
  if (plan === undefined) {
    const fields = Object.values<Field<unknown>>(table as Record<string, Field<unknown>>)
    const places: (number | undefined)[] = []
    fields.forEach(({ number }, place) => {
      // Numbers are small: no holes.
      while (places.length <= number) places.push(undefined)
      places[number] = place
    })
    plan = {
      names: Object.keys(table),
      fields,
      initial: fields.map(({ initial }) => initial),
      places,
    }
    PLANS.set(table, plan)
  }
  return plan
}

/** Reads a message that lies in the one that is being read. */
function readNested(plan: Plan, values: Values, reader: WireReader): Values {
  const { end } = reader
  reader.end = reader.lengthDelimited()
  readInto(plan, values, reader)
  reader.end = end
  return values
}

/** Reads to the end of the message. */
function readInto({ fields, places }: Plan, values: Values, reader: WireReader): void {
  while (reader.pos < reader.end) {
    const tag = reader.tag()
    const place = places[tag >>> 3]
    const field = place === undefined ? undefined : fields[place]
    if (place === undefined || field === undefined || field.wireType !== (tag & 7)) reader.skip(tag)
    else values[place] = field.read(values[place], reader)
  }
}

function finished<T extends object>({ names, fields }: Plan, values: Values): T {
  const out: Fields = {}
  for (let place = 0; place < names.length; place++) {
    const field = fields[place]!
    const value = values[place]
    out[names[place]!] = field.finish === undefined ? value : field.finish(value)
  }
  return out as T
}

/** Parses a message; what is malformed goes to `fail`. Cost: proportional to the bytes. */
export function decodeMessage<T extends object>(
  table: MessageTable<T>,
  input: Uint8Array,
  fail: (reason: string) => never,
): T {
  try {
    const plan = planOf(table)
    const values = plan.initial.slice()
    readInto(plan, values, new WireReader(input))
    return finished<T>(plan, values)
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return fail(error.message)
  }
}

function writeFields<T extends object>(
  table: MessageTable<T>,
  value: T,
  writer: BinaryWriter,
): void {
  const { names, fields } = planOf(table)
  for (const [place, name] of names.entries()) fields[place]?.write(writer, (value as Fields)[name])
}

/** Inverse of {@link decodeMessage}, in the order of the table; the canonical encoding if that is by number. */
export function encodeMessage<T extends object>(table: MessageTable<T>, value: T): Uint8Array {
  const writer = new BinaryWriter()
  writeFields(table, value, writer)
  return writer.finish()
}
