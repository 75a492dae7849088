/** Statements of ZK-ACE: that who knows an identity's root authorises one transaction, or one list of them. */
import { Algorithm } from '../../crypto/algorithms.ts'
import type { VerificationKey } from '../../crypto/groth16-key.ts'
import type { SignatureItem, VerifiedSignatures } from '../../crypto/signature-cache.ts'
import type { Crypto, Groth16Claim } from '../../crypto/types.ts'
import { bytesToBigInt, concatBytes } from '../../primitives/bytes.ts'
import { isZkElement } from './commitments.ts'

/** How a statement cannot be used twice: by a nonce the chain expects, or by a nullifier it has not seen. */
export type ZkAceMode = 'nonce' | 'nullifier'

/** What is public. A verifier takes each from its own state, never from the prover, but for `target`. */
export interface ZkAceStatement {
  /** AccountId of the identity, `idCom()`: below the field's order. */
  readonly idCom: Uint8Array
  /** Hash of a transaction, or root of a list: any 32 bytes. */
  readonly txHash: Uint8Array
  /** `zkDomain()` of the chain. */
  readonly domain: Uint8Array
  /** `zkTarget()` of the key stream that authorises. */
  readonly target: Uint8Array
  /** `nonceCommitment()` or `nullifierOf()`, by mode. */
  readonly rpCom: Uint8Array
}

/** Bytes of an encoded statement. */
export const ZK_STATEMENT_LENGTH = 160

/** The keys of a chain's circuits. */
export type ZkAceKeys = Readonly<Record<ZkAceMode, VerificationKey>>

/** id_com || tx_hash || domain || target || rp_com, 32 bytes each. */
export function encodeZkAceStatement(statement: ZkAceStatement): Uint8Array {
  const { idCom, txHash, domain, target, rpCom } = statement
  return concatBytes(idCom, txHash, domain, target, rpCom)
}

/** Public signals in the circuits' order, or undefined if a value is not an element (or, of tx_hash, not 32 bytes). */
export function zkAceSignals(statement: ZkAceStatement): bigint[] | undefined {
  const { idCom, txHash, domain, target, rpCom } = statement
  if (txHash.length !== 32 || ![idCom, domain, target, rpCom].every(isZkElement)) return undefined
  return [idCom, txHash.subarray(0, 16), txHash.subarray(16), domain, target, rpCom].map(
    bytesToBigInt,
  )
}

/** A statement and its proof of 256 bytes. */
export interface ZkAceClaim {
  readonly statement: ZkAceStatement
  /** 256 bytes: A 64, B 128, C 64, big-endian (docs/zk.md). */
  readonly proof: Uint8Array
}

/** A claim as a backend and a cache know it. */
export interface ZkAceItem {
  readonly item: SignatureItem
  readonly claim: Groth16Claim
}

/** What is asked about a claim under a circuit's key; undefined if a value is not an element. */
export function zkAceItem(
  crypto: Pick<Crypto, 'sha256'>,
  key: VerificationKey,
  { statement, proof }: ZkAceClaim,
): ZkAceItem | undefined {
  const signals = zkAceSignals(statement)
  if (signals === undefined) return undefined
  const digest = crypto.sha256(encodeZkAceStatement(statement))
  const item = { algorithm: Algorithm.proof, digest, signature: proof, publicKey: key.hash }
  return { item, claim: { signals, proof } }
}

/**
 * One verdict for each claim, the same whatever else is in the batch. False also for every encoding that is not canonical.
 * Whether the statement says what is wanted (domain, nonce, fresh nullifier) is for the caller. What `verified` holds is not
 * verified again, and what is found right goes in: with `verifiedSignatures(state.caches)`, proofs that came in are verified in
 * batches ahead of their block. PERF: `Groth16.verify`.
 */
export function verifyZkAceBatch(
  crypto: Crypto,
  keys: ZkAceKeys,
  mode: ZkAceMode,
  claims: readonly ZkAceClaim[],
  verified?: VerifiedSignatures,
): boolean[] {
  const key = keys[mode]
  const verdicts = claims.map(() => false)
  const open: (ZkAceItem & { readonly at: number })[] = []
  claims.forEach((each, at) => {
    const asked = zkAceItem(crypto, key, each)
    if (asked === undefined) return
    if (verified?.has(asked.item) === true) verdicts[at] = true
    else open.push({ at, ...asked })
  })
  const found = crypto.groth16.verify(
    key,
    open.map(({ claim }) => claim),
  )
  open.forEach(({ at, item }, i) => {
    if (found[i] !== true) return
    verdicts[at] = true
    verified?.add(item)
  })
  return verdicts
}

/** One claim of {@link verifyZkAceBatch}. */
export function verifyZkAce(
  crypto: Crypto,
  keys: ZkAceKeys,
  mode: ZkAceMode,
  statement: ZkAceStatement,
  proof: Uint8Array,
  verified?: VerifiedSignatures,
): boolean {
  return verifyZkAceBatch(crypto, keys, mode, [{ statement, proof }], verified)[0]!
}
