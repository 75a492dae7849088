/**
 * A Solana message, legacy or version 0, and its bytes. Layout: for version 0 the byte 0x80; header of three bytes;
 * shortvec of keys; blockhash; shortvec of instructions (program index u8, shortvec of account indexes, shortvec of
 * data); for version 0 a shortvec of lookups (table key, shortvec of writable and of read-only indexes).
 */
import { concatBytes } from '../../../primitives/bytes.ts'
import type { KeySource, KnownKey } from '../known-keys.ts'
import { encodeShortvec, type WireReader } from './wire-reader.ts'

export interface MessageHeader {
  readonly requiredSignatures: number
  /** The last ones of the signing keys. */
  readonly readonlySigned: number
  /** The last ones of the other static keys. */
  readonly readonlyUnsigned: number
}

export interface CompiledInstruction {
  /** Index into the keys. */
  readonly program: number
  /** Indexes into the keys. */
  readonly accounts: Uint8Array
  readonly data: Uint8Array
}

export interface AddressTableLookup {
  /** 32 bytes. */
  readonly table: Uint8Array
  /** Indexes into the table. */
  readonly writable: Uint8Array
  readonly readonly: Uint8Array
}

/** What the signers of a Solana transaction agreed to. */
export interface SolanaMessage {
  readonly version: 'legacy' | 0
  readonly header: MessageHeader
  /** 32 bytes each. */
  readonly staticKeys: readonly Uint8Array[]
  /** A recent blockhash, or the value of a durable nonce. */
  readonly blockhash: Uint8Array
  readonly instructions: readonly CompiledInstruction[]
  /** Empty in a legacy message. */
  readonly lookups: readonly AddressTableLookup[]
}

/** A message whose static keys are those of a block. */
export interface KnownMessage extends SolanaMessage {
  /** By index of the static keys. */
  readonly known: readonly KnownKey[]
}

/** First byte of a message with a version; the other seven bits are the version. */
const VERSION_FLAG = 0x80

function readInstructions(reader: WireReader): CompiledInstruction[] {
  const count = reader.count('instructions', 3)
  const instructions = new Array<CompiledInstruction>(count)
  for (let i = 0; i < count; i++) {
    const program = reader.u8('program index')
    const accounts = reader.take(reader.shortvec('number of accounts'), 'account indexes')
    const data = reader.take(reader.shortvec('length of data'), 'instruction data')
    instructions[i] = { program, accounts, data }
  }
  return instructions
}

function readLookups(reader: WireReader): AddressTableLookup[] {
  const lookups: AddressTableLookup[] = []
  for (let left = reader.count('lookups', 34); left > 0; left--) {
    const table = reader.take(32, 'lookup table')
    const writable = reader.take(reader.shortvec('number of writable indexes'), 'writable indexes')
    const count = reader.shortvec('number of read-only indexes')
    lookups.push({ table, writable, readonly: reader.take(count, 'read-only indexes') })
  }
  return lookups
}

const NO_LOOKUPS: readonly AddressTableLookup[] = []

/**
 * Reads one message; `unsupported` is called for a version other than 0. `place` is where the reader's bytes begin in a view; static keys
 * and blockhash become those of `keys`.
 */
export function readMessage(
  reader: WireReader,
  { view, base }: { readonly view: DataView; readonly base: number },
  keys: KeySource,
  unsupported: (version: number) => never,
): KnownMessage {
  const first = reader.u8('message header')
  const versioned = (first & VERSION_FLAG) !== 0
  if (versioned && first !== VERSION_FLAG) unsupported(first & 0x7f)
  const header = {
    requiredSignatures: versioned ? reader.u8('required signatures') : first,
    readonlySigned: reader.u8('read-only signed keys'),
    readonlyUnsigned: reader.u8('read-only unsigned keys'),
  }
  const count = reader.count('keys', 32)
  const known = new Array<KnownKey>(count)
  const staticKeys = new Array<Uint8Array>(count)
  for (let i = 0; i < count; i++) {
    const key = keys.at(view, base + reader.skip(32, 'key'))
    known[i] = key
    staticKeys[i] = key.bytes
  }
  const blockhash = keys.at(view, base + reader.skip(32, 'blockhash')).bytes
  const instructions = readInstructions(reader)
  const lookups = versioned ? readLookups(reader) : NO_LOOKUPS
  const version = versioned ? 0 : 'legacy'
  return { version, header, staticKeys, blockhash, instructions, lookups, known }
}

function sized(bytes: Uint8Array): Uint8Array {
  return concatBytes(encodeShortvec(bytes.length), bytes)
}

/** Inverse of {@link readMessage}: what the signers sign. */
export function encodeMessage(message: SolanaMessage): Uint8Array {
  const { version, header, staticKeys, blockhash, instructions, lookups } = message
  const parts: Uint8Array[] = version === 0 ? [Uint8Array.of(VERSION_FLAG)] : []
  const { requiredSignatures, readonlySigned, readonlyUnsigned } = header
  parts.push(Uint8Array.of(requiredSignatures, readonlySigned, readonlyUnsigned))
  parts.push(encodeShortvec(staticKeys.length), ...staticKeys, blockhash)
  parts.push(encodeShortvec(instructions.length))
  for (const { program, accounts, data } of instructions)
    parts.push(Uint8Array.of(program), sized(accounts), sized(data))
  if (version === 0) {
    parts.push(encodeShortvec(lookups.length))
    for (const { table, writable, readonly } of lookups)
      parts.push(table, sized(writable), sized(readonly))
  }
  return concatBytes(...parts)
}
