/**
 * Protobuf messages as field tables, over the wire reader and writer of @bufbuild/protobuf. Reads what protobuf-java
 * reads: fields in any order, the last value of a repeated scalar wins, messages that come twice merge, unknown fields
 * and known ones of another wire type are skipped, strings are valid UTF-8, integers are cut to their width.
 */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { EMPTY_BYTES } from '../../../primitives/bytes.ts'
import { isLongAddress, longAddress } from '../address.ts'

/** How one field is read and written. */
export interface Field<T> {
  readonly number: number
  readonly wireType: WireType
  /** Value of an absent field; a fresh object where it is filled in place. */
  initial(): T
  /** Value after one more occurrence. */
  read(previous: T, reader: BinaryReader): T
  /** Writes it with its tag; proto3 leaves out what equals the default. */
  write(writer: BinaryWriter, value: T): void
  /** Last word on the value once all occurrences are read; throws Error for one that may not be. Default: as read. */
  finish?(value: T): T
}

/** One field for each property. */
export type MessageTable<T> = { readonly [K in keyof T]-?: Field<T[K]> }

/** A varint cut to 64 bits, as a signed integer. */
function signed64(reader: BinaryReader): bigint {
  return BigInt(reader.int64())
}

/** int64: a negative number takes ten bytes. */
export function int64(number: number): Field<bigint> {
  return {
    number,
    wireType: WireType.Varint,
    initial: () => 0n,
    read: (_, reader) => signed64(reader),
    write(writer, value) {
      if (value !== 0n) writer.tag(number, WireType.Varint).int64(value)
    },
  }
}

/** int32 or an enum; numbers an enum does not name are kept (proto3 enums are open). */
export function int32(number: number): Field<number> {
  return {
    number,
    wireType: WireType.Varint,
    initial: () => 0,
    read: (_, reader) => Number(BigInt.asIntN(32, signed64(reader))),
    write(writer, value) {
      if (value !== 0) writer.tag(number, WireType.Varint).int32(value)
    },
  }
}

export function bool(number: number): Field<boolean> {
  return {
    number,
    wireType: WireType.Varint,
    initial: () => false,
    read: (_, reader) => signed64(reader) !== 0n,
    write(writer, value) {
      if (value) writer.tag(number, WireType.Varint).bool(true)
    },
  }
}

/** Bytes; a view of the input. */
export function bytes(number: number): Field<Uint8Array> {
  return {
    number,
    wireType: WireType.LengthDelimited,
    initial: () => EMPTY_BYTES,
    read: (_, reader) => reader.bytes(),
    write(writer, value) {
      if (value.length > 0) writer.tag(number, WireType.LengthDelimited).bytes(value)
    },
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** proto3 strings are UTF-8: protobuf-java refuses the message otherwise. */
function strictText(text: Uint8Array): string {
  try {
    return UTF8.decode(text)
  } catch {
    throw new Error('string expected in UTF-8')
  }
}

/** An address: 21 bytes from 0x41 on the wire, 20 bytes here. Anything else, also none at all, is malformed. */
export function address(number: number): Field<Uint8Array> {
  return {
    ...bytes(number),
    write: (writer, value) => bytes(number).write(writer, longAddress(value)),
    finish(value) {
      if (!isLongAddress(value))
        throw new Error(`address of field ${number} is not 21 bytes from 0x41`)
      return value.slice(1)
    },
  }
}

export function string(number: number): Field<string> {
  return {
    number,
    wireType: WireType.LengthDelimited,
    initial: () => '',
    read: (_, reader) => strictText(reader.bytes()),
    write(writer, value) {
      if (value !== '') writer.tag(number, WireType.LengthDelimited).string(value)
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
    wireType: WireType.LengthDelimited,
    initial: () => undefined,
    read: (previous, reader) => collect(previous, reader.bytes()),
    write(writer, value) {
      if (value !== undefined) writer.tag(number, WireType.LengthDelimited).bytes(value)
    },
    finish: (value) => (value === undefined ? undefined : join(value as unknown as Uint8Array[])),
  }
}

type Parts = Uint8Array | undefined

/** While a message is read the field holds a list of parts. */
function collect(previous: Parts, part: Uint8Array): Parts {
  const parts = (previous ?? []) as unknown as Uint8Array[]
  parts.push(part)
  return parts as unknown as Uint8Array
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
  return {
    number,
    wireType: WireType.LengthDelimited,
    initial: () => undefined,
    read: (previous, reader) =>
      readInto(table, previous ?? emptyMessage(table), new BinaryReader(reader.bytes())),
    write(writer, value) {
      if (value === undefined) return
      writer.tag(number, WireType.LengthDelimited).fork()
      writeFields(table, value, writer)
      writer.join()
    },
    finish: (value) => (value === undefined ? undefined : finishFields(table, value)),
  }
}

/** Any number of items, each a field of its own. */
function repeated<T>(
  item: Pick<Field<unknown>, 'number' | 'wireType'>,
  read: (reader: BinaryReader) => T,
  write: (writer: BinaryWriter, value: T) => void,
  finish?: (value: T) => T,
): Field<readonly T[]> {
  return {
    number: item.number,
    wireType: item.wireType,
    initial: () => [],
    read(previous, reader) {
      // Only this reader has seen the array: pushing keeps a message of n items at O(n).
      ;(previous as T[]).push(read(reader))
      return previous
    },
    write(writer, values) {
      for (const value of values) write(writer, value)
    },
    ...(finish === undefined ? {} : { finish: (values) => values.map(finish) }),
  }
}

export function repeatedBytes(number: number): Field<readonly Uint8Array[]> {
  return repeated(
    bytes(number),
    (reader) => reader.bytes(),
    (writer, value) => writer.tag(number, WireType.LengthDelimited).bytes(value),
  )
}

export function repeatedMessage<T extends object>(
  number: number,
  table: MessageTable<T>,
): Field<readonly T[]> {
  const item = message(number, table)
  return repeated(
    item,
    (reader) => readInto(table, emptyMessage(table), new BinaryReader(reader.bytes())),
    (writer, value) => item.write(writer, value),
    (value) => finishFields(table, value),
  )
}

type Fields = Record<string, unknown>

/** A table in the form that reading wants: property names and fields side by side, and each field's place by its number. */
interface Plan {
  readonly names: readonly string[]
  readonly fields: readonly Field<unknown>[]
  readonly places: ReadonlyMap<number, number>
  /** Places of the fields with a last word. */
  readonly finishing: readonly number[]
}

const PLANS = new WeakMap<object, Plan>()

function planOf<T extends object>(table: MessageTable<T>): Plan {
  let plan = PLANS.get(table)
  if (plan === undefined) {
    const fields = Object.values<Field<unknown>>(table)
    plan = {
      names: Object.keys(table),
      fields,
      places: new Map(fields.map((field, place) => [field.number, place])),
      finishing: fields.flatMap((field, place) => (field.finish === undefined ? [] : [place])),
    }
    PLANS.set(table, plan)
  }
  return plan
}

function emptyMessage<T extends object>(table: MessageTable<T>): T {
  const { names, fields } = planOf(table)
  const out: Fields = {}
  for (let place = 0; place < names.length; place++)
    out[names[place] as string] = (fields[place] as Field<unknown>).initial()
  return out as T
}

function readInto<T extends object>(table: MessageTable<T>, into: T, reader: BinaryReader): T {
  const { names, fields, places } = planOf(table)
  const out = into as Fields
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag()
    const place = places.get(number)
    const field = place === undefined ? undefined : fields[place]
    if (field !== undefined && field.wireType === wireType) {
      const name = names[place as number] as string
      out[name] = field.read(out[name], reader)
    } else if (wireType === WireType.Varint) signed64(reader)
    else reader.skip(wireType, number)
  }
  return into
}

function finishFields<T extends object>(table: MessageTable<T>, value: T): T {
  const { names, fields, finishing } = planOf(table)
  const out = value as Fields
  for (const place of finishing) {
    const name = names[place] as string
    out[name] = fields[place]?.finish?.(out[name])
  }
  return value
}

/** Errors of the wire reader and of {@link strictText}; its RangeError is told from the host's own (S5). */
function isWireError(error: unknown): error is Error {
  if (error instanceof RangeError) return error.message === 'premature EOF'
  return error instanceof Error && error.constructor === Error
}

/** Parses a message; what is malformed goes to `fail`. Cost: proportional to the bytes. */
export function decodeMessage<T extends object>(
  table: MessageTable<T>,
  input: Uint8Array,
  fail: (reason: string) => never,
): T {
  try {
    return finishFields(table, readInto(table, emptyMessage(table), new BinaryReader(input)))
  } catch (error) {
    if (!isWireError(error)) throw error
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
