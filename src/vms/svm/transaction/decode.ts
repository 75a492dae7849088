/** Raw Solana transactions: shortvec of signatures, then the message. At most 1,232 bytes (one IPv6 packet). */
import { InvalidTransactionError } from '../../../errors.ts'
import { concatBytes } from '../../../primitives/bytes.ts'
import { encodeMessage, readMessage, type SolanaMessage } from './message.ts'
import { encodeShortvec, WireReader } from './wire-reader.ts'

/** PACKET_DATA_SIZE: 1,280 less 48 bytes of headers. */
export const TRANSACTION_BYTES_MAX = 1232

export interface SolanaTransaction {
  /** 64 bytes each, in the order of the signing keys. The first one names the transaction. */
  readonly signatures: readonly Uint8Array[]
  readonly message: SolanaMessage
  /** What was signed. */
  readonly messageBytes: Uint8Array
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

/** Parses all of the bytes. Throws InvalidTransactionError: MalformedTransaction, UnsupportedTransactionType. */
export function decodeSolanaTransaction(bytes: Uint8Array): SolanaTransaction {
  if (bytes.length > TRANSACTION_BYTES_MAX)
    malformed(`at most ${TRANSACTION_BYTES_MAX} bytes, got ${bytes.length}`)
  // A copy, and no Buffer: slices of one share its memory.
  const own = new Uint8Array(bytes)
  const reader = new WireReader(own, malformed)
  const signatures = reader.list('signatures', 64, () => reader.take(64, 'signature'))
  const start = reader.offset
  const message = readMessage(reader, unsupported)
  reader.end()
  return { signatures, message, messageBytes: own.subarray(start) }
}

/** Wire bytes of signatures over a message. */
export function encodeSolanaTransaction(
  message: SolanaMessage,
  signatures: readonly Uint8Array[],
): Uint8Array {
  return concatBytes(encodeShortvec(signatures.length), ...signatures, encodeMessage(message))
}
