/**
 * What executeBlock takes: an n-vm envelope, or the raw bytes a real wallet signed, tagged with their kind.
 * Kinds are never sniffed. The envelope's codec is in envelope.ts.
 */
import { equalBytes } from './primitives/bytes.ts'

export type RawKind = 'ethereum' | 'solana' | 'bitcoin' | 'tron'

export interface RawTransaction {
  readonly kind: RawKind
  /** Exactly as signed and broadcast on its own chain. */
  readonly bytes: Uint8Array
}

export interface EnvelopeTransaction {
  readonly kind: 'envelope'
  /** docs/protocol.md, "Envelope". */
  readonly bytes: Uint8Array
}

export type Transaction = RawTransaction | EnvelopeTransaction

/** Same kind and same bytes. */
export function sameTransaction(a: Transaction, b: Transaction): boolean {
  return a.kind === b.kind && equalBytes(a.bytes, b.bytes)
}
