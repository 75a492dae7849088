/**
 * Who may authorise an envelope: one function an algorithm. Keys are this room's oldest answer; sessions and proofs are
 * further rows. An authoriser reads state and throws InvalidTransactionError; what it wants to write while the envelope
 * runs, it returns as a {@link Grant}.
 */
import { verifySignature } from '../crypto/algorithms.ts'
import { splitCredential } from '../crypto/credential.ts'
import type { BlockServices, Settlement } from '../engine.ts'
import type { DecodedEnvelope } from '../envelope.ts'
import { signingDigestOf } from '../envelope.ts'
import { InvalidTransactionError } from '../errors.ts'
import type { Outcome } from '../receipt.ts'
import { authorizeKey } from './keys.ts'

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

function byKey({ services, envelope }: AuthorisationRequest): undefined {
  const { journal, crypto } = services
  const { sender, algorithm, credential, signedPart } = envelope
  const { publicKey, signature } = splitCredential(algorithm, credential)
  authorizeKey(journal, crypto, sender, algorithm, publicKey)
  const digest = signingDigestOf(crypto, signedPart)
  if (!verifySignature(crypto, algorithm, digest, signature, publicKey)) invalidSignature()
}

function notYet({ envelope }: AuthorisationRequest): never {
  throw new InvalidTransactionError(
    'UnsupportedCredential',
    `credential algorithm expected 0 to 2, got ${envelope.algorithm}`,
    { algorithm: envelope.algorithm },
  )
}

const free = () => 0n
const key: AuthorisationRow = { authorise: byKey, gas: free }

/** By `Algorithm`; every number that an envelope may name has a row. */
export const AUTHORISERS: readonly AuthorisationRow[] = [
  key, // Ed25519
  key, // secp256k1
  key, // ML-DSA-44
  { authorise: notYet, gas: free }, // session
  { authorise: notYet, gas: free }, // proof
  { authorise: notYet, gas: free }, // several keys
]
