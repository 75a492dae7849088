/**
 * What executeBlock takes: an n-vm envelope, or the raw bytes a real wallet signed, tagged with their kind.
 * Kinds are never sniffed. The envelope's codec is in envelope.ts.
 */
import { equalBytes } from './primitives/bytes.ts'

/** Chains whose wallets' transactions are taken as they are. */
export type RawKind = 'ethereum' | 'solana' | 'bitcoin' | 'tron'

/** What a wallet of another chain signed. */
export interface RawTransaction {
  readonly kind: RawKind
  /** Exactly as signed and broadcast on its own chain. */
  readonly bytes: Uint8Array
}

/** The n-vm's own envelope. */
export interface EnvelopeTransaction {
  readonly kind: 'envelope'
  /** docs/protocol.md, "Envelope". */
  readonly bytes: Uint8Array
}

/** What a block takes. The kind is never guessed from the bytes. */
export type Transaction = RawTransaction | EnvelopeTransaction

/** Same kind and same bytes. */
export function sameTransaction(a: Transaction, b: Transaction): boolean {
  return a.kind === b.kind && equalBytes(a.bytes, b.bytes)
}
