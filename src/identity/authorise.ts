/**
 * Who may authorise an envelope: one function an algorithm. Keys are this room's oldest answer; sessions and proofs are
 * further rows. An authoriser reads state and throws InvalidTransactionError; what it wants to write while the envelope
 * runs, it returns as a {@link Grant}.
 */
import type { KeyCredential } from '../crypto/credential.ts'
import { readSeveral, splitCredential } from '../crypto/credential.ts'
import { verifiedSignatures } from '../crypto/signature-cache.ts'
import type { BlockServices, Settlement } from '../engine.ts'
import type { DecodedEnvelope } from '../envelope.ts'
import { signingDigestOf } from '../envelope.ts'
import { InvalidTransactionError } from '../errors.ts'
import type { Outcome } from '../receipt.ts'
import { authorizeKeys } from './keys.ts'

/** What follows from a credential while its envelope runs; every step is optional. Nothing is called for a rejected envelope. */
export interface Grant {
  /** After fee and nonce were taken, before the machine runs. What it writes stays, also if the machine fails. */
  begin?(): void
  /**
   * After the machine ran. May answer with a failure instead (a spending cap was passed): then what the machine did is
   * rolled back, and fee and nonce stay.
   */
  finish?(outcome: Outcome): Outcome
  /** After the fee was settled. What it writes stays. */
  settle?(outcome: Outcome, settlement: Settlement): void
}

export interface AuthorisationRequest {
  readonly services: BlockServices
  readonly envelope: DecodedEnvelope
  /** Transaction hash, 32 bytes. */
  readonly hash: Uint8Array
}

/** Throws InvalidTransactionError unless the credential authorises the envelope at this point of the block. Changes nothing. */
export type Authoriser = (request: AuthorisationRequest) => Grant | undefined

interface AuthorisationRow {
  readonly authorise: Authoriser
  /** Shared gas above the envelope's base and bytes, for credentials that cost more than one signature. */
  readonly gas: (credential: Uint8Array) => bigint
}

function invalidSignature(): never {
  throw new InvalidTransactionError(
    'InvalidSignature',
    'signature expected to verify under the credential key, it does not',
  )
}

/** One key or several: each must be the account's, together they must reach its threshold, each must have signed. */
function byKeys(
  { services, envelope }: AuthorisationRequest,
  credentials: readonly KeyCredential[],
): undefined {
  const { crypto, caches } = services
  authorizeKeys(services, envelope.sender, credentials)
  const digest = signingDigestOf(crypto, envelope.signedPart)
  const verified = verifiedSignatures(caches)
  for (const { algorithm, signature, publicKey } of credentials) {
    if (!verified.verify(crypto, { algorithm, digest, signature, publicKey })) invalidSignature()
  }
}

function byOneKey(request: AuthorisationRequest): undefined {
  const { algorithm, credential } = request.envelope
  byKeys(request, [{ algorithm, ...splitCredential(algorithm, credential) }])
}

function bySeveralKeys(request: AuthorisationRequest): undefined {
  byKeys(request, readSeveral(request.envelope.credential, unparsed))
}

/** Decoding the envelope has checked the form. */
function unparsed(message: string): never {
  throw new InvalidTransactionError('MalformedTransaction', `envelope ${message}`)
}

function notYet({ envelope }: AuthorisationRequest): never {
  throw new InvalidTransactionError(
    'UnsupportedCredential',
    `credential expected of keys, got algorithm ${envelope.algorithm}`,
    { algorithm: envelope.algorithm },
  )
}

const free = () => 0n

/** One more signature (ECRECOVER). */
const SIGNATURE_GAS = 3_000n

/** The base pays for the first. */
function severalGas(credential: Uint8Array): bigint {
  return SIGNATURE_GAS * BigInt(credential[0]! - 1)
}

const key: AuthorisationRow = { authorise: byOneKey, gas: free }

/** By `Algorithm`; every number that an envelope may name has a row. */
export const AUTHORISERS: readonly AuthorisationRow[] = [
  key, // Ed25519
  key, // secp256k1
  key, // ML-DSA-44
  { authorise: notYet, gas: free }, // session
  { authorise: notYet, gas: free }, // proof
  { authorise: bySeveralKeys, gas: severalGas }, // several keys
]
