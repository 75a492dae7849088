/** Bytes of the operation `session` (0x0B): a sub-operation, then its fields. docs/sessions.md. */
import type { SessionTerms } from '../../identity/session.ts'
import { checkTerms, encodeTerms, readTerms } from '../../identity/session.ts'
import type { ByteReader } from '../../primitives/byte-reader.ts'
import { concatBytes } from '../../primitives/bytes.ts'
import { MAX_U64, MAX_U256 } from '../../primitives/u256.ts'
import { malformedPayload, sized } from './registration.ts'

/** Opens or ends a session (docs/sessions.md). */
export type SessionChange =
  /** A new session of the sender. */
  | { readonly kind: 'open'; readonly terms: SessionTerms }
  /** Ends a session of the sender, or removes any that is void. `session` is its id, 32 bytes. */
  | { readonly kind: 'close'; readonly session: Uint8Array }

const Sub = { open: 0x01, close: 0x02 } as const

function checkRanges({ lastBlock, lastTimestamp, cap, tokens }: SessionTerms): void {
  const u64s = [lastBlock, lastTimestamp, ...tokens.map((token) => token.cap)]
  if (u64s.some((value) => value < 0n || value > MAX_U64))
    malformedPayload('limits in time and token caps expected 0..2^64-1')
  if (cap < 0n || cap > MAX_U256) malformedPayload(`cap expected 0..2^256-1, got ${cap}`)
}

/** Everything after the opcode. Throws MalformedPayload. */
export function encodeSessionChange(change: SessionChange): Uint8Array {
  const sub = Uint8Array.of(Sub[change.kind])
  switch (change.kind) {
    case 'open':
      checkRanges(change.terms)
      checkTerms(change.terms, malformedPayload)
      return concatBytes(sub, encodeTerms(change.terms))
    case 'close':
      return concatBytes(sub, sized(change.session, 32, 'session id'))
    default:
      return change satisfies never
  }
}

/** Parses what {@link encodeSessionChange} makes. Throws MalformedPayload. */
export function readSessionChange(reader: ByteReader): SessionChange {
  const sub = reader.u8('session operation')
  switch (sub) {
    case Sub.open:
      return { kind: 'open', terms: readTerms(reader, malformedPayload) }
    case Sub.close:
      return { kind: 'close', session: reader.take(32, 'session id') }
    default:
      return malformedPayload(`session operation expected 1 or 2, got ${sub}`)
  }
}
