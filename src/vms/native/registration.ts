/** Bytes of a key registration inside native payloads: algorithm 1, role 1, key, proof of control. */
import { algorithmFacts, registeredKeyLength } from '../../crypto/algorithms.ts'
import { InvalidTransactionError } from '../../errors.ts'
import type { KeyRegistration } from '../../identity/keys.ts'
import type { ByteReader } from '../../primitives/byte-reader.ts'
import { concatBytes } from '../../primitives/bytes.ts'

/** Throws MalformedPayload. */
export function malformedPayload(message: string): never {
  throw new InvalidTransactionError('MalformedPayload', `native payload ${message}`)
}

/** The bytes, if there are as many as expected. */
export function sized(bytes: Uint8Array, length: number, field: string): Uint8Array {
  if (bytes.length !== length)
    malformedPayload(`${field} expected ${length} bytes, got ${bytes.length}`)
  return bytes
}

/** Sizes of an algorithm with keys. Throws MalformedPayload. */
export function keyFacts(algorithm: number) {
  const found = algorithmFacts(algorithm)
  return found ?? malformedPayload(`algorithm expected one with keys, got ${algorithm}`)
}

/** Bytes of what an account may have registered of an algorithm. Throws MalformedPayload. */
export function keyLength(algorithm: number): number {
  const found = registeredKeyLength(algorithm)
  return found ?? malformedPayload(`algorithm expected one with keys, got ${algorithm}`)
}

/** Throws MalformedPayload for sizes that are not the algorithm's. */
export function registrationBytes({
  algorithm,
  key,
  role,
  signature,
}: KeyRegistration): Uint8Array {
  const { keyLength, signatureLength } = keyFacts(algorithm)
  return concatBytes(
    Uint8Array.of(algorithm, role),
    sized(key, keyLength, 'key'),
    sized(signature, signatureLength, 'proof of control'),
  )
}

/** Parses one. Throws MalformedPayload. */
export function readRegistration(reader: ByteReader): KeyRegistration {
  const algorithm = reader.u8('algorithm')
  const { keyLength, signatureLength } = keyFacts(algorithm)
  const role = reader.u8('role')
  if (role !== 0) malformedPayload(`role expected 0, got ${role}`)
  return {
    algorithm,
    role,
    key: reader.take(keyLength, 'key'),
    signature: reader.take(signatureLength, 'proof of control'),
  }
}
