/** Bytes of the operation `policy` (0x0D): a sub-operation, then its fields. docs/native.md. */
import { registeredKeyLength } from '../../crypto/algorithms.ts'
import { ACCOUNT_KEYS_MAX } from '../../identity/authority.ts'
import type { PolicyChange } from '../../identity/policy.ts'
import type { ByteReader } from '../../primitives/byte-reader.ts'
import { bigIntToBytes, compareBytes, concatBytes } from '../../primitives/bytes.ts'
import { MAX_U64 } from '../../primitives/u256.ts'
import { malformedPayload, readRegistration, registrationBytes } from './registration.ts'
import { readRestoration, restorationBytes } from './restoration.ts'

const Sub = { threshold: 0x01, expiry: 0x02, replace: 0x03, restore: 0x04 } as const

function count(value: number, field: string): number {
  if (!Number.isInteger(value) || value < 1 || value > ACCOUNT_KEYS_MAX)
    malformedPayload(`${field} expected 1..${ACCOUNT_KEYS_MAX}, got ${value}`)
  return value
}

/** Everything after the opcode. Throws MalformedPayload. */
export function encodePolicy(change: PolicyChange): Uint8Array {
  const sub = Uint8Array.of(Sub[change.kind])
  switch (change.kind) {
    case 'threshold':
      return concatBytes(sub, Uint8Array.of(count(change.threshold, 'threshold')))
    case 'expiry': {
      const { algorithm, key, lastValidBlock } = change
      if (registeredKeyLength(algorithm) !== key.length)
        malformedPayload(`key of algorithm ${algorithm} has ${key.length} bytes`)
      if (lastValidBlock < 0n || lastValidBlock > MAX_U64)
        malformedPayload(`last valid block expected 0..2^64-1, got ${lastValidBlock}`)
      return concatBytes(sub, Uint8Array.of(algorithm), key, bigIntToBytes(lastValidBlock, 8))
    }
    case 'replace': {
      const { threshold, registrations } = change
      checkRising(registrations)
      return concatBytes(
        sub,
        Uint8Array.of(count(threshold, 'threshold'), count(registrations.length, 'key count')),
        ...registrations.map(registrationBytes),
      )
    }
    case 'restore': {
      const { registrations } = change
      checkRising(registrations)
      return concatBytes(
        sub,
        restorationBytes(change),
        Uint8Array.of(count(registrations.length, 'key count')),
        ...registrations.map(registrationBytes),
      )
    }
    default:
      return change satisfies never
  }
}

function checkRising(
  registrations: readonly { readonly algorithm: number; readonly key: Uint8Array }[],
): void {
  for (let i = 1; i < registrations.length; i++) {
    const [a, b] = [registrations[i - 1]!, registrations[i]!]
    if ((a.algorithm - b.algorithm || compareBytes(a.key, b.key)) >= 0)
      malformedPayload('keys expected in rising order of algorithm and key')
  }
}

/** Parses what {@link encodePolicy} makes. Throws MalformedPayload. */
export function readPolicy(reader: ByteReader): PolicyChange {
  const sub = reader.u8('policy operation')
  switch (sub) {
    case Sub.threshold:
      return { kind: 'threshold', threshold: count(reader.u8('threshold'), 'threshold') }
    case Sub.expiry: {
      const algorithm = reader.u8('algorithm')
      const length = registeredKeyLength(algorithm)
      if (length === undefined)
        return malformedPayload(`algorithm expected one with keys, got ${algorithm}`)
      const key = reader.take(length, 'key')
      return { kind: 'expiry', algorithm, key, lastValidBlock: reader.u64('last valid block') }
    }
    case Sub.replace: {
      const threshold = count(reader.u8('threshold'), 'threshold')
      const keys = count(reader.u8('key count'), 'key count')
      const registrations = Array.from({ length: keys }, () => readRegistration(reader))
      checkRising(registrations)
      return { kind: 'replace', threshold, registrations }
    }
    case Sub.restore: {
      const restoration = readRestoration(reader)
      const keys = count(reader.u8('key count'), 'key count')
      const registrations = Array.from({ length: keys }, () => readRegistration(reader))
      checkRising(registrations)
      return { kind: 'restore', ...restoration, registrations }
    }
    default:
      return malformedPayload(`policy operation expected 1..4, got ${sub}`)
  }
}
