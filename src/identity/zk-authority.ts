/**
 * Authority by ZK-ACE proof (envelope algorithm 4): who proves to know an identity's root acts for it without showing a
 * key. What the proof is about, transaction, domain, nonce or nullifier, comes from the envelope and from state, never from
 * the prover.
 */
import { Algorithm } from '../crypto/algorithms.ts'
import { GROTH16_PROOF_LENGTH } from '../crypto/groth16.ts'
import type { VerificationKey } from '../crypto/groth16-key.ts'
import { verifiedSignatures } from '../crypto/signature-cache.ts'
import type { BlockServices } from '../engine.ts'
import { InvalidTransactionError } from '../errors.ts'
import { ByteReader } from '../primitives/byte-reader.ts'
import {
  bigIntToBytes,
  bytesToBigInt,
  bytesToHex,
  concatBytes,
  EMPTY_BYTES,
} from '../primitives/bytes.ts'
import { machineParameters } from '../state/chain-config.ts'
import type { Journal } from '../state/journal.ts'
import { CellType } from '../state/keys.ts'
import type { StateReader } from '../state/reader.ts'
import type { AuthorisationRequest, Grant } from './authorise.ts'
import type { AuthorityServices, KeyUse } from './keys.ts'
import { authorizeKeys } from './keys.ts'
import { isZkElement, nonceCommitment, zkDomain } from './zk/commitments.ts'
import { zkAceKeyOf } from './zk/keys.ts'
import type { ZkAceClaim, ZkAceMode, ZkAceStatement } from './zk/statement.ts'
import { verifyZkAce } from './zk/statement.ts'

/** Services that verifying a proof needs. */
export type ZkServices = Pick<BlockServices, 'crypto' | 'chain' | 'block' | 'caches' | 'zkKeys'>

/** Verdicts and hashes that a block may have found out ahead: the same as `verifyZkAce` and `nonceCommitment` give. */
export interface ProofVerdicts {
  verify(mode: ZkAceMode, key: VerificationKey, claim: ZkAceClaim): boolean
  nonceCommitment(idCom: Uint8Array, nonce: bigint): Uint8Array
}

/** A credential of algorithm 4. */
export interface ZkCredential {
  readonly mode: ZkAceMode
  /** Commitment that is proved: the AccountId, or one registered for the account; 32 bytes big-endian. */
  readonly idCom: Uint8Array
  /** `zkTarget()` of the key stream that authorises. */
  readonly target: Uint8Array
  /** `nullifierOf()`, 32 bytes; empty in mode `nonce`, where the envelope's nonce says it. */
  readonly nullifier: Uint8Array
  /** 256 bytes. */
  readonly proof: Uint8Array
}

const MODES: readonly ZkAceMode[] = ['nonce', 'nullifier']
/** Bytes of a proof. */
export const ZK_PROOF_LENGTH: number = GROTH16_PROOF_LENGTH

/** What a malformed credential calls; it throws. */
type Fail = (message: string) => never

/**
 * mode 1 || id_com 32 || target 32 || nullifier 32 (mode `nullifier` only) || proof 256: 321 or 353 bytes. Nothing is checked;
 * `attachCredential` does.
 */
export function encodeZkCredential(credential: ZkCredential): Uint8Array {
  const { mode, idCom, target, nullifier, proof } = credential
  return concatBytes(Uint8Array.of(MODES.indexOf(mode)), idCom, target, nullifier, proof)
}

/** Parses {@link encodeZkCredential}; `fail` for another length, mode, or a value that is not a reduced element. */
export function readZkCredential(bytes: Uint8Array, fail: Fail): ZkCredential {
  const reader = new ByteReader(bytes, (message) => fail(`credential ${message}`))
  const mode = MODES[reader.u8('mode')] ?? fail(`credential mode expected 0 or 1, got ${bytes[0]}`)
  const element = (field: string) => {
    const value = reader.take(32, field)
    if (!isZkElement(value)) fail(`credential ${field} expected below the field’s order`)
    return value
  }
  const credential = {
    mode,
    idCom: element('id_com'),
    target: element('target'),
    nullifier: mode === 'nullifier' ? element('nullifier') : EMPTY_BYTES,
    proof: reader.take(ZK_PROOF_LENGTH, 'proof'),
  }
  reader.end()
  return credential
}

/** Domain of a chain, computed once an executor. */
export function domainOf({ chain, block, caches }: ZkServices): Uint8Array {
  const name = `zk-domain:${chain.chainId}:${bytesToHex(block.genesisRoot)}`
  let domain = caches.get(name) as Uint8Array | undefined
  if (domain === undefined) {
    domain = zkDomain({ chainId: chain.chainId, genesisRoot: block.genesisRoot })
    caches.set(name, domain)
  }
  return domain
}

/** The key a chain believes. Throws UnsupportedCredential (invalid) where there is none. */
function keyOf({ chain, zkKeys }: ZkServices, mode: ZkAceMode): VerificationKey {
  const key = zkAceKeyOf(machineParameters(chain, 'native'), mode, zkKeys)
  if (key !== undefined) return key
  throw new InvalidTransactionError(
    'UnsupportedCredential',
    `chain expected to commit to a ZK-ACE key for mode ${mode}`,
  )
}

/**
 * The verdict on one proof, over this chain's domain. Throws UnsupportedCredential (invalid) where the chain commits to no
 * key of the circuit; InvalidVerificationKey where the host has not given the key it commits to. Cost: one Groth16
 * verification, or a look-up if the proof was found right lately. `verdicts` of the block, if there are any.
 */
export function verifyProof(
  services: ZkServices,
  mode: ZkAceMode,
  claim: Omit<ZkAceStatement, 'domain'>,
  proof: Uint8Array,
  verdicts?: ProofVerdicts,
): boolean {
  const key = keyOf(services, mode)
  const statement = { ...claim, domain: domainOf(services) }
  if (verdicts !== undefined) return verdicts.verify(mode, key, { statement, proof })
  const keys = { nonce: key, nullifier: key }
  const verified = verifiedSignatures(services.caches)
  return verifyZkAce(services.crypto, keys, mode, statement, proof, verified)
}

function malformed(message: string): never {
  throw new InvalidTransactionError('MalformedTransaction', `envelope ${message}`)
}

/** Throws MalformedTransaction for a credential of algorithm 4 that is not in its one form. */
export function checkZkForm(credential: Uint8Array): void {
  readZkCredential(credential, malformed)
}

/** Whether a credential of algorithm 4 is used up by a nullifier: then the envelope's nonce is free. */
export function usesNullifier(credential: Uint8Array): boolean {
  return MODES[credential[0]!] === 'nullifier'
}

/** Pairing of four (EIP-1108) and six scalar multiplications with additions, at Ethereum's prices. */
export const ZK_PROOF_GAS: bigint = 45_000n + 4n * 34_000n + 6n * (6_000n + 150n)
/** A value where there was none. */
const NULLIFIER_GAS = 22_100n

/** Gas of a credential above the envelope's base. */
export function zkCredentialGas(credential: Uint8Array): bigint {
  return usesNullifier(credential) ? ZK_PROOF_GAS + NULLIFIER_GAS : ZK_PROOF_GAS
}

/** Throws InvalidTransactionError unless who knows the root of `idCom` may act for an account in this block. */
export function authorizeProver(
  services: AuthorityServices,
  id: Uint8Array,
  idCom: Uint8Array,
): void {
  authorizeKeys(services, id, [{ algorithm: Algorithm.proof, publicKey: idCom }])
}

/** The commitment that a credential of algorithm 4 proves, as a key. */
export function proverOf(credential: Uint8Array): KeyUse {
  return { algorithm: Algorithm.proof, publicKey: readZkCredential(credential, malformed).idCom }
}

/** The authoriser of algorithm 4. */
export function byProof(request: AuthorisationRequest): Grant | undefined {
  const { services, envelope, hash, verdicts } = request
  const { journal } = services
  const { sender, nonce, lastValidBlock } = envelope
  const credential = readZkCredential(envelope.credential, malformed)
  const { mode, idCom, target, nullifier, proof } = credential
  keyOf(services, mode)
  authorizeProver(services, sender, idCom)
  if (mode === 'nullifier' && isUsed(journal, nullifier)) {
    throw new InvalidTransactionError(
      'NullifierUsed',
      'nullifier expected not to be used, it was',
      {
        nullifier: bytesToHex(nullifier),
      },
    )
  }
  const commit = () => verdicts?.nonceCommitment(idCom, nonce) ?? nonceCommitment(idCom, nonce)
  const rpCom = mode === 'nullifier' ? nullifier : commit()
  if (!verifyProof(services, mode, { idCom, txHash: hash, target, rpCom }, proof, verdicts)) {
    throw new InvalidTransactionError(
      'InvalidSignature',
      'proof expected to verify for exactly this transaction, it does not',
    )
  }
  if (mode === 'nonce') return undefined
  return { begin: () => consume(journal, nullifier, lastValidBlock) }
}

// ---- nullifier set: one cell each, written when its transaction is included, also if that fails

/** Whether a nullifier, 32 bytes, was used, as a block's journal has it. */
export function isUsed(journal: Journal, nullifier: Uint8Array): boolean {
  return journal.cell(CellType.nullifier, [nullifier]).value !== undefined
}

/** Whether a nullifier, 32 bytes, stands in a state: its transaction was included, and is still remembered. */
export function isNullifierUsed(state: Pick<StateReader, 'cell'>, nullifier: Uint8Array): boolean {
  return state.cell(CellType.nullifier, [nullifier]) !== undefined
}

/** The cell holds the last block that may hold the transaction, u64; 0 = none: then it stays for good (S8). */
function consume(journal: Journal, nullifier: Uint8Array, lastValidBlock: bigint): void {
  journal.setCell(journal.cell(CellType.nullifier, [nullifier]), bigIntToBytes(lastValidBlock, 8))
}

/** Throws NullifierUsed unless a nullifier's transaction can be in no block any more, so that its cell may go. */
export function checkForgettable(
  journal: Journal,
  block: { readonly number: bigint },
  nullifier: Uint8Array,
): void {
  const { value } = journal.cell(CellType.nullifier, [nullifier])
  const last = value === undefined ? 0n : bytesToBigInt(value)
  if (last !== 0n && block.number > last) return
  throw new InvalidTransactionError(
    'NullifierUsed',
    'nullifier expected of a transaction whose last valid block has passed',
    { nullifier: bytesToHex(nullifier) },
  )
}

/** Removes a nullifier that {@link checkForgettable} lets go. */
export function forgetNullifier(journal: Journal, nullifier: Uint8Array): void {
  journal.setCell(journal.cell(CellType.nullifier, [nullifier]), undefined)
}
