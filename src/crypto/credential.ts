/**
 * What a credential looks like on the wire, by algorithm: sizes, the one form, and its keys and signatures. Nothing here
 * knows an account or verifies anything.
 */
import { ByteReader } from '../primitives/byte-reader.ts'
import { bigIntToBytes, compareBytes, concatBytes } from '../primitives/bytes.ts'
import { Algorithm, algorithmFacts } from './algorithms.ts'

/** A key and its signature, in the sizes of an algorithm that has keys. */
export interface Credential {
  /** Ed25519 32 bytes, secp256k1 33 (compressed), ML-DSA-44 1,312. */
  readonly publicKey: Uint8Array
  /** Ed25519 and secp256k1 (r || s, big-endian, low s) 64 bytes, ML-DSA-44 2,420. */
  readonly signature: Uint8Array
}

/** One of several credentials. */
export interface KeyCredential extends Credential {
  /** 0 to 2 of `Algorithm`. */
  readonly algorithm: number
}

/** Session id and MAC. */
export const SESSION_CREDENTIAL = { idLength: 32, macLength: 32 } as const
/** Longest ZK-ACE proof with its public inputs. */
export const PROOF_CREDENTIAL_MAX = 2_048
/** Credentials of one envelope of algorithm 5: at least two, else the one algorithm is its only form. */
export const SEVERAL_CREDENTIALS = { min: 2, max: 8 } as const

/** What a malformed credential calls; it throws. */
type Fail = (message: string) => never

interface CredentialForm {
  readonly name: string
  readonly minLength: number
  readonly maxLength: number
}

const session = SESSION_CREDENTIAL.idLength + SESSION_CREDENTIAL.macLength
// As many as there may be, all of the largest scheme.
const largestKey = algorithmFacts(Algorithm.mlDsa44)!
const severalMax =
  1 + SEVERAL_CREDENTIALS.max * (1 + largestKey.keyLength + largestKey.signatureLength)

function formOf(algorithm: number): CredentialForm | undefined {
  const facts = algorithmFacts(algorithm)
  if (facts !== undefined) {
    const length = facts.keyLength + facts.signatureLength
    return { name: facts.name, minLength: length, maxLength: length }
  }
  switch (algorithm) {
    case Algorithm.session:
      return { name: 'session', minLength: session, maxLength: session }
    case Algorithm.proof:
      return { name: 'proof', minLength: 1, maxLength: PROOF_CREDENTIAL_MAX }
    case Algorithm.several:
      return { name: 'several keys', minLength: 1, maxLength: severalMax }
    default:
      return undefined
  }
}

const FORMS: readonly (CredentialForm | undefined)[] = Array.from({ length: 6 }, (_, i) =>
  formOf(i),
)

/** Whether an envelope may name this algorithm. */
export function isCredentialAlgorithm(algorithm: number): boolean {
  return FORMS[algorithm] !== undefined
}

/** Calls `fail` unless the bytes can be a credential of the algorithm, in its only form. Cost: one pass over the bytes at most. */
export function checkCredentialForm(algorithm: number, bytes: Uint8Array, fail: Fail): void {
  const form = FORMS[algorithm]
  if (form === undefined) return fail(`algorithm expected a supported number, got ${algorithm}`)
  const { name, minLength, maxLength } = form
  if (bytes.length < minLength || bytes.length > maxLength) {
    const expected = minLength === maxLength ? `${minLength}` : `${minLength} to ${maxLength}`
    fail(`credential of ${name} expected ${expected} bytes, got ${bytes.length}`)
  }
  if (algorithm === Algorithm.several) readSeveral(bytes, fail)
}

/** Key and signature of a well-formed credential of an algorithm with keys; both are views. */
export function splitCredential(algorithm: number, bytes: Uint8Array): Credential {
  const { keyLength } = algorithmFacts(algorithm)!
  return { publicKey: bytes.subarray(0, keyLength), signature: bytes.subarray(keyLength) }
}

/** Bytes of a key and a signature; `fail` for lengths that do not fit. */
export function joinCredential(
  algorithm: number,
  { publicKey, signature }: Credential,
  fail: Fail,
): Uint8Array {
  const facts = algorithmFacts(algorithm)
  if (facts === undefined) return fail(`algorithm expected one with keys, got ${algorithm}`)
  const { keyLength, signatureLength } = facts
  if (publicKey.length !== keyLength)
    fail(`public key expected ${keyLength} bytes, got ${publicKey.length}`)
  if (signature.length !== signatureLength)
    fail(`signature expected ${signatureLength} bytes, got ${signature.length}`)
  return concatBytes(publicKey, signature)
}

/** By algorithm, then by key: the order of several credentials, and of an account's keys. */
export function compareKeyed(
  a: { readonly algorithm: number; readonly publicKey: Uint8Array },
  b: { readonly algorithm: number; readonly publicKey: Uint8Array },
): number {
  return a.algorithm - b.algorithm || compareBytes(a.publicKey, b.publicKey)
}

/**
 * Bytes of several credentials: count 1 || (algorithm 1 || key || signature)*, strictly ascending by algorithm, then key.
 * Sorts them; `fail` for a key that comes twice, a wrong size, or a number of them outside 2 to 8.
 */
export function encodeSeveral(credentials: readonly KeyCredential[], fail: Fail): Uint8Array {
  const parts = [bigIntToBytes(BigInt(credentials.length & 0xff), 1)]
  for (const credential of [...credentials].sort(compareKeyed)) {
    const { algorithm } = credential
    parts.push(Uint8Array.of(algorithm), joinCredential(algorithm, credential, fail))
  }
  const bytes = concatBytes(...parts)
  checkCredentialForm(Algorithm.several, bytes, fail)
  return bytes
}

/** Parses {@link encodeSeveral}; `fail` for anything that it would not have made. */
export function readSeveral(bytes: Uint8Array, fail: Fail): KeyCredential[] {
  const reader = new ByteReader(bytes, (message) => fail(`credential ${message}`))
  const count = reader.u8('count')
  const { min, max } = SEVERAL_CREDENTIALS
  if (count < min || count > max) fail(`credentials expected ${min} to ${max}, got ${count}`)
  const credentials: KeyCredential[] = []
  for (let left = count; left > 0; left--) {
    const algorithm = reader.u8('algorithm')
    const facts = algorithmFacts(algorithm)
    if (facts === undefined) return fail(`algorithm expected one with keys, got ${algorithm}`)
    const publicKey = reader.take(facts.keyLength, 'public key')
    const signature = reader.take(facts.signatureLength, 'signature')
    const credential = { algorithm, publicKey, signature }
    const previous = credentials.at(-1)
    if (previous !== undefined && compareKeyed(previous, credential) >= 0)
      fail('credentials expected in rising order of algorithm and key')
    credentials.push(credential)
  }
  reader.end()
  return credentials
}
