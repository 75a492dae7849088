/** Raw Solana transactions: shortvec of signatures, then the message. At most 1,232 bytes (one IPv6 packet). */
import { InvalidTransactionError } from '../../../errors.ts'
import type { ByteArena } from '../../../primitives/arena.ts'
import { concatBytes } from '../../../primitives/bytes.ts'
import { type KeySource, KnownKey } from '../known-keys.ts'
import { encodeMessage, type KnownMessage, readMessage, type SolanaMessage } from './message.ts'
import { encodeShortvec, WireReader } from './wire-reader.ts'

/** PACKET_DATA_SIZE: 1,280 less 48 bytes of headers. */
export const TRANSACTION_BYTES_MAX = 1232

/** A Solana transaction as its bytes say it. */
export interface SolanaTransaction {
  /** 64 bytes each, in the order of the signing keys. The first one names the transaction. */
  readonly signatures: readonly Uint8Array[]
  readonly message: SolanaMessage
  /** What was signed. */
  readonly messageBytes: Uint8Array
}

/** A transaction that a block runs. */
export interface KnownTransaction extends SolanaTransaction {
  readonly message: KnownMessage
}

function malformed(expectation: string): never {
  throw new InvalidTransactionError(
    'MalformedTransaction',
    `solana transaction expected ${expectation}`,
  )
}

function unsupported(version: number): never {
  throw new InvalidTransactionError(
    'UnsupportedTransactionType',
    `solana transaction expected legacy or version 0, got version ${version}`,
    { version },
  )
}

/** `view` is over all of the buffer of `own`. */
function parse(
  own: Uint8Array,
  view: DataView,
  keys: KeySource,
  copies: boolean,
): KnownTransaction {
  const reader = new WireReader(own, malformed, copies)
  const count = reader.count('signatures', 64)
  const signatures = new Array<Uint8Array>(count)
  for (let i = 0; i < count; i++) signatures[i] = reader.take(64, 'signature')
  const start = reader.offset
  const base = own.byteOffset
  const message = readMessage(reader, { view, base }, keys, unsupported)
  reader.end()
  return { signatures, message, messageBytes: own.subarray(start) }
}

function checkSize(bytes: Uint8Array): void {
  if (bytes.length > TRANSACTION_BYTES_MAX)
    malformed(`at most ${TRANSACTION_BYTES_MAX} bytes, got ${bytes.length}`)
}

/** Keys that share nothing with each other. */
const LONE_KEYS: KeySource = {
  at: (view, at) => new KnownKey(new Uint8Array(view.buffer, view.byteOffset + at, 32).slice(), ''),
}

/** Parses all of the bytes. Throws InvalidTransactionError: MalformedTransaction, UnsupportedTransactionType. */
export function decodeSolanaTransaction(bytes: Uint8Array): SolanaTransaction {
  checkSize(bytes)
  // A copy, and no Buffer: slices of one share its memory.
  const own = new Uint8Array(bytes)
  const { signatures, message, messageBytes } = parse(
    own,
    new DataView(own.buffer),
    LONE_KEYS,
    true,
  )
  const { known: _, ...plain } = message
  return { signatures, message: plain, messageBytes }
}

/**
 * {@link decodeSolanaTransaction} for a block: keys are those of the table, everything else is views of a copy in the
 * arena, so that nothing of it should outlive the block.
 */
export function readTransaction(
  bytes: Uint8Array,
  keys: KeySource,
  arena: ByteArena,
): KnownTransaction {
  checkSize(bytes)
  const own = arena.copy(bytes)
  return parse(own, arena.viewOf(own), keys, false)
}

/** Wire bytes of signatures over a message. */
export function encodeSolanaTransaction(
  message: SolanaMessage,
  signatures: readonly Uint8Array[],
): Uint8Array {
  return concatBytes(encodeShortvec(signatures.length), ...signatures, encodeMessage(message))
}
