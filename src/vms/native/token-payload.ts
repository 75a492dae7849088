/**
 * Bytes of the operation `token` (0x0A): a sub-operation, then its fields in the order of the table, integers big-endian.
 * One encoding each. docs/native.md, "Token operations".
 */
import { InvalidTransactionError } from '../../errors.ts'
import type { ByteReader } from '../../primitives/byte-reader.ts'
import { bigIntToBytes, concatBytes, utf8 } from '../../primitives/bytes.ts'
import { METADATA_MAX, RECIPIENT_MAX } from '../../token/index.ts'

function malformed(message: string): never {
  throw new InvalidTransactionError('MalformedPayload', `native payload ${message}`)
}

/** What a field is in TypeScript. */
interface FieldValue {
  /** 32 bytes: a mint, an AccountId. */
  readonly id: Uint8Array
  readonly optionalId: Uint8Array | undefined
  readonly u8: number
  readonly u16: number
  readonly u32: number
  readonly u64: bigint
  readonly u256: bigint
  readonly flag: boolean
  readonly name: string
  readonly symbol: string
  readonly uri: string
  /** 1 to 64 bytes. */
  readonly recipient: Uint8Array
}

type FieldType = keyof FieldValue

const HOLDING = { mint: 'id', to: 'id', amount: 'u64' } as const
const ALLOWANCE = { mint: 'id', spender: 'id', amount: 'u256' } as const
const METADATA = { name: 'name', symbol: 'symbol', uri: 'uri' } as const

/** Sub-operations: number, and fields in the order of their bytes. Numbers that are not here are reserved. */
export const TOKEN_INSTRUCTIONS = {
  createToken: {
    number: 0x00,
    fields: {
      decimals: 'u8',
      supply: 'u64',
      mintAuthority: 'optionalId',
      freezeAuthority: 'optionalId',
      ...METADATA,
    },
  },
  mintTo: { number: 0x01, fields: HOLDING },
  burn: { number: 0x02, fields: { mint: 'id', amount: 'u64' } },
  transfer: { number: 0x03, fields: HOLDING },
  approve: { number: 0x04, fields: ALLOWANCE },
  increaseAllowance: { number: 0x05, fields: ALLOWANCE },
  decreaseAllowance: { number: 0x06, fields: ALLOWANCE },
  transferFrom: { number: 0x07, fields: { mint: 'id', owner: 'id', to: 'id', amount: 'u64' } },
  freeze: { number: 0x08, fields: { mint: 'id', account: 'id' } },
  thaw: { number: 0x09, fields: { mint: 'id', account: 'id' } },
  setMintAuthority: { number: 0x0a, fields: { mint: 'id', next: 'optionalId' } },
  setFreezeAuthority: { number: 0x0b, fields: { mint: 'id', next: 'optionalId' } },
  setBreakerAuthority: { number: 0x0c, fields: { mint: 'id', next: 'id' } },
  setMetadata: { number: 0x0d, fields: { mint: 'id', ...METADATA } },
  absorb: { number: 0x0e, fields: { mint: 'id', id: 'id' } },
  crossVmTransfer: {
    number: 0x0f,
    fields: { token: 'id', amount: 'u256', destination: 'u8', recipient: 'recipient' },
  },
  setBreaker: {
    number: 0x10,
    fields: {
      mint: 'id',
      window: 'u32',
      holderShare: 'u16',
      mintShare: 'u16',
      pauseShare: 'u16',
    },
  },
  removeBreaker: { number: 0x11, fields: { mint: 'id' } },
  review: { number: 0x12, fields: { mint: 'id' } },
  authoriseBridge: { number: 0x13, fields: { mint: 'id', bridge: 'id', allowed: 'flag' } },
  bridgeMint: { number: 0x14, fields: HOLDING },
  bridgeBurn: { number: 0x15, fields: { mint: 'id', from: 'id', amount: 'u64' } },
} as const satisfies Record<
  string,
  { readonly number: number; readonly fields: Readonly<Record<string, FieldType>> }
>

type Table = typeof TOKEN_INSTRUCTIONS

/** Name of a token sub-operation. */
export type TokenInstructionKind = keyof Table

type Fields<T extends Readonly<Record<string, FieldType>>> = {
  readonly [K in keyof T]: FieldValue[T[K]]
}

/** One token operation, parsed. */
export type TokenInstruction = {
  readonly [K in TokenInstructionKind]: { readonly kind: K } & Fields<Table[K]['fields']>
}[TokenInstructionKind]

interface FieldCodec<T> {
  write(value: T, field: string): Uint8Array
  read(reader: ByteReader, field: string): T
}

const TEXT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function integer(value: bigint, bytes: number, field: string): Uint8Array {
  if (value < 0n || value >> BigInt(8 * bytes) !== 0n)
    malformed(`${field} expected below 2^${8 * bytes}, got ${value}`)
  return bigIntToBytes(value, bytes)
}

const small = (bytes: number, read: (reader: ByteReader, field: string) => number) => ({
  write(value: number, field: string): Uint8Array {
    if (!Number.isInteger(value)) malformed(`${field} expected an integer, got ${value}`)
    return integer(BigInt(value), bytes, field)
  },
  read,
})

const large = (bytes: number, read: (reader: ByteReader, field: string) => bigint) => ({
  write: (value: bigint, field: string) => integer(value, bytes, field),
  read,
})

/** UTF-8 behind its length, u8. */
const text = (max: number): FieldCodec<string> => ({
  write(value, field) {
    const bytes = utf8(value)
    if (bytes.length > max) malformed(`${field} expected at most ${max} bytes, got ${bytes.length}`)
    return concatBytes(Uint8Array.of(bytes.length), bytes)
  },
  read(reader, field) {
    const length = reader.u8(`${field} length`)
    if (length > max) malformed(`${field} expected at most ${max} bytes, got ${length}`)
    try {
      return TEXT.decode(reader.take(length, field))
    } catch (error) {
      if (error instanceof InvalidTransactionError) throw error
      return malformed(`${field} expected valid UTF-8`)
    }
  },
})

function readFlag(reader: ByteReader, field: string): boolean {
  const flag = reader.u8(field)
  if (flag > 1) malformed(`${field} expected 0 or 1, got ${flag}`)
  return flag === 1
}

function idBytes(value: Uint8Array, field: string): Uint8Array {
  if (value.length !== 32) malformed(`${field} expected 32 bytes, got ${value.length}`)
  return value
}

const FIELD_CODECS: { readonly [K in FieldType]: FieldCodec<FieldValue[K]> } = {
  id: { write: idBytes, read: (reader, field) => reader.take(32, field) },
  optionalId: {
    write: (value, field) =>
      value === undefined ? Uint8Array.of(0) : concatBytes(Uint8Array.of(1), idBytes(value, field)),
    read: (reader, field) =>
      readFlag(reader, `${field} flag`) ? reader.take(32, field) : undefined,
  },
  u8: small(1, (reader, field) => reader.u8(field)),
  u16: small(2, (reader, field) => reader.u16(field)),
  u32: small(4, (reader, field) => reader.u32(field)),
  u64: large(8, (reader, field) => reader.u64(field)),
  u256: large(32, (reader, field) => reader.u256(field)),
  flag: { write: (value) => Uint8Array.of(value ? 1 : 0), read: readFlag },
  name: text(METADATA_MAX.name),
  symbol: text(METADATA_MAX.symbol),
  uri: text(METADATA_MAX.uri),
  recipient: {
    write(value, field) {
      if (value.length === 0 || value.length > RECIPIENT_MAX)
        malformed(`${field} expected 1..${RECIPIENT_MAX} bytes, got ${value.length}`)
      return concatBytes(Uint8Array.of(value.length), value)
    },
    read(reader, field) {
      const length = reader.u8(`${field} length`)
      if (length === 0 || length > RECIPIENT_MAX)
        malformed(`${field} expected 1..${RECIPIENT_MAX} bytes, got ${length}`)
      return reader.take(length, field)
    },
  },
}

const BY_NUMBER: ReadonlyMap<number, TokenInstructionKind> = new Map(
  Object.entries(TOKEN_INSTRUCTIONS).map(([kind, { number }]) => [
    number,
    kind as TokenInstructionKind,
  ]),
)

const fieldsOf = (kind: TokenInstructionKind): [string, FieldType][] =>
  Object.entries(TOKEN_INSTRUCTIONS[kind].fields)

/** Everything after the opcode. Throws MalformedPayload. */
export function encodeTokenInstruction(instruction: TokenInstruction): Uint8Array {
  const { kind } = instruction
  const parts: Uint8Array[] = [Uint8Array.of(TOKEN_INSTRUCTIONS[kind].number)]
  const values: Readonly<Record<string, unknown>> = { ...instruction }
  for (const [field, type] of fieldsOf(kind)) {
    const codec = FIELD_CODECS[type] as FieldCodec<unknown>
    parts.push(codec.write(values[field], field))
  }
  return concatBytes(...parts)
}

/** Parses what {@link encodeTokenInstruction} makes. Throws MalformedPayload. */
export function readTokenInstruction(reader: ByteReader): TokenInstruction {
  const number = reader.u8('token operation')
  const kind = BY_NUMBER.get(number)
  if (kind === undefined) return malformed(`token operation expected a known one, got ${number}`)
  const values: Record<string, unknown> = { kind }
  for (const [field, type] of fieldsOf(kind)) values[field] = FIELD_CODECS[type].read(reader, field)
  return values as unknown as TokenInstruction
}
