/**
 * Who may authorise an envelope: one function an algorithm. Keys are this room's oldest answer; sessions and proofs are
 * further rows. An authoriser reads state and throws InvalidTransactionError; what it wants to write while the envelope
 * runs, it returns as a {@link Grant}.
 */
import { Algorithm } from '../crypto/algorithms.ts'
import type { BlockServices, Settlement } from '../engine.ts'
import type { DecodedEnvelope } from '../envelope.ts'
import { signingDigestOf } from '../envelope.ts'
import type { Outcome } from '../receipt.ts'
import type { Attestations } from './attestation.ts'
import { authorizeDigest, keyCredentials } from './authorise-keys.ts'
import type { KeyUse } from './keys.ts'
import { bySession } from './session-rules.ts'
import type { ProofVerdicts } from './zk-authority.ts'
import { byProof, checkZkForm, proverOf, usesNullifier, zkCredentialGas } from './zk-authority.ts'

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
  /** Base units: the highest fee at the block's price, and the value that leaves with the call. */
  readonly cost: { readonly fee: bigint; readonly value: bigint }
  readonly attestations: Attestations
  /** Of the block, where it looks ahead. */
  readonly verdicts: ProofVerdicts | undefined
}

/** Throws InvalidTransactionError unless the credential authorises the envelope at this point of the block. Changes nothing. */
export type Authoriser = (request: AuthorisationRequest) => Grant | undefined

interface AuthorisationRow {
  readonly authorise: Authoriser
  /** Shared gas above the envelope's base and bytes, for credentials that cost more than one signature. */
  readonly gas: (credential: Uint8Array) => bigint
  /** What decoding leaves to be checked of the credential's form; throws MalformedTransaction. */
  readonly checkForm?: (credential: Uint8Array) => void
  /** Whether the envelope's nonce may be any number, because the credential is used up some other way. */
  readonly hasFreeNonce?: (credential: Uint8Array) => boolean
}

/** One key or several. */
function byKeys({ services, envelope }: AuthorisationRequest): undefined {
  const { sender, algorithm, credential, signedPart } = envelope
  const digest = signingDigestOf(services.crypto, signedPart)
  authorizeDigest(services, sender, algorithm, credential, digest)
}

/** Keys that a credential names. A session's names none. */
export function signersOf(algorithm: number, credential: Uint8Array): readonly KeyUse[] {
  if (algorithm === Algorithm.session) return []
  return algorithm === Algorithm.proof
    ? [proverOf(credential)]
    : keyCredentials(algorithm, credential)
}

const free = () => 0n

/** One more signature (ECRECOVER). */
const SIGNATURE_GAS = 3_000n

/** The base pays for the first. */
function severalGas(credential: Uint8Array): bigint {
  return SIGNATURE_GAS * BigInt(credential[0]! - 1)
}

const key: AuthorisationRow = { authorise: byKeys, gas: free }

/** By `Algorithm`; every number that an envelope may name has a row. */
export const AUTHORISERS: readonly AuthorisationRow[] = [
  key, // Ed25519
  key, // secp256k1
  key, // ML-DSA-44
  { authorise: bySession, gas: free }, // session
  // proof
  {
    authorise: byProof,
    gas: zkCredentialGas,
    checkForm: checkZkForm,
    hasFreeNonce: usesNullifier,
  },
  { authorise: byKeys, gas: severalGas }, // several keys
]
