/** How signatures and keys must be written under the flags (BIP62, BIP66, BIP143, BIP146). */
import { parseLaxDer } from '../../../crypto/der.ts'
import { isLowS, isScalarAt } from '../../../crypto/secp256k1.ts'
import type { ScriptError } from './errors.ts'
import { SCRIPT_FLAGS } from './flags.ts'

const { DERSIG, LOW_S, STRICTENC, WITNESS_PUBKEYTYPE } = SCRIPT_FLAGS
const ANY_DER = DERSIG | LOW_S | STRICTENC

/** Strict DER of BIP66: `30 len 02 lenR R 02 lenS S hashType`, numbers positive and shortest. */
function isStrictDer(signature: Uint8Array): boolean {
  const { length } = signature
  if (length < 9 || length > 73) return false
  if (signature[0] !== 0x30 || signature[1] !== length - 3) return false
  const lengthR = signature[3]!
  if (5 + lengthR >= length) return false
  const lengthS = signature[5 + lengthR]!
  if (lengthR + lengthS + 7 !== length) return false
  return (
    isShortestPositive(signature, 2, lengthR) && isShortestPositive(signature, 4 + lengthR, lengthS)
  )
}

/** The DER integer whose tag is at `at`. */
function isShortestPositive(signature: Uint8Array, at: number, length: number): boolean {
  if (signature[at] !== 2 || length === 0 || (signature[at + 2]! & 0x80) !== 0) return false
  return length === 1 || signature[at + 2] !== 0 || (signature[at + 3]! & 0x80) !== 0
}

/** Of strict DER. Numbers out of range count as low: libsecp256k1 reads them as zero. */
function hasLowS(signature: Uint8Array): boolean {
  const parsed = parseLaxDer(signature, signature.length - 1)
  if (parsed === undefined) return false
  const isValid = isInRange(parsed, 0) && isInRange(parsed, 32)
  return !isValid || isLowS(parsed)
}

/** Below the order; zero is in range here. */
function isInRange(numbers: Uint8Array, at: number): boolean {
  if (isScalarAt(numbers, at)) return true
  for (let i = 0; i < 32; i++) if (numbers[at + i] !== 0) return false
  return true
}

/** Core's `CheckSignatureEncoding`; the empty signature is a well-formed wrong one. */
export function signatureFault(signature: Uint8Array, flags: number): ScriptError | undefined {
  if (signature.length === 0) return undefined
  if ((flags & ANY_DER) !== 0 && !isStrictDer(signature)) return 'SIG_DER'
  if ((flags & LOW_S) !== 0 && !hasLowS(signature)) return 'SIG_HIGH_S'
  if ((flags & STRICTENC) !== 0) {
    const hashType = signature[signature.length - 1]! & 0x7f
    if (hashType < 1 || hashType > 3) return 'SIG_HASHTYPE'
  }
  return undefined
}

function isCompressed(key: Uint8Array): boolean {
  return key.length === 33 && (key[0] === 2 || key[0] === 3)
}

/** Core's `CheckPubKeyEncoding`. */
export function keyFault(
  key: Uint8Array,
  flags: number,
  isWitnessV0: boolean,
): ScriptError | undefined {
  if ((flags & STRICTENC) !== 0 && !isCompressed(key) && !(key.length === 65 && key[0] === 4)) {
    return 'PUBKEYTYPE'
  }
  if (isWitnessV0 && (flags & WITNESS_PUBKEYTYPE) !== 0 && !isCompressed(key)) {
    return 'WITNESS_PUBKEYTYPE'
  }
  return undefined
}
