/**
 * What the owner of an identity proves: one envelope, the list of a session, control of a commitment. Asynchronous and off
 * the critical path; the prover is the caller's, and so is all entropy.
 */
import { Algorithm } from '../crypto/algorithms.ts'
import type { Crypto } from '../crypto/types.ts'
import type { UnsignedEnvelope } from '../envelope.ts'
import { attachCredential, envelopeHash } from '../envelope.ts'
import { EMPTY_BYTES } from '../primitives/bytes.ts'
import { KeyRole } from './authority.ts'
import type { ChainBinding, RegistrationPlace } from './keys.ts'
import { registrationDigest } from './keys.ts'
import type { ProvenList, TransactionList } from './proven-list.ts'
import { listRoot } from './proven-list.ts'
import type { ZkStream } from './zk/commitments.ts'
import { idCom, zkDomain } from './zk/commitments.ts'
import type { ZkProver } from './zk/prover.ts'
import { proveZkAce } from './zk/prover.ts'
import type { ProvenCommitment } from './zk-accounts.ts'
import { encodeZkCredential } from './zk-authority.ts'

/** What the owner of an identity knows. Secret but for the stream. */
export interface ZkOwner {
  /** Root entropy value, 32 bytes. */
  readonly rev: Uint8Array
  /** 32 bytes. */
  readonly salt: Uint8Array
  /** The key stream that authorises. */
  readonly stream: ZkStream
}

/** The owner's commitment on a chain: the AccountId it can create there, 32 bytes big-endian. PERF: some ms. */
export function identityOf(owner: Pick<ZkOwner, 'rev' | 'salt'>, chain: ChainBinding): Uint8Array {
  return idCom(owner.rev, owner.salt, zkDomain(chain))
}

/**
 * An envelope of algorithm 4 with its proof: the wire bytes. In mode `nullifier` the envelope's nonce is not looked at, and
 * `nonce` is any u64 of the caller's; the same one gives the same nullifier, so that proving again, or a replacement with
 * the same last valid block, does not authorise again. Rejects with what the prover rejects with. PERF: about a second with snarkjs.
 */
export async function proveEnvelope(
  prover: ZkProver,
  crypto: Crypto,
  owner: ZkOwner,
  envelope: Omit<UnsignedEnvelope, 'algorithm'>,
  replay: { readonly mode: 'nonce' } | { readonly mode: 'nullifier'; readonly nonce: bigint },
): Promise<Uint8Array> {
  const unsigned = { ...envelope, algorithm: Algorithm.proof }
  const domain = zkDomain(envelope)
  const nonce = replay.mode === 'nonce' ? envelope.nonce : replay.nonce
  const secret = { ...owner, domain, txHash: envelopeHash(crypto, unsigned), nonce }
  const { statement, proof } = await proveZkAce(prover, replay.mode, secret)
  const credential = encodeZkCredential({
    mode: replay.mode,
    idCom: statement.idCom,
    target: statement.target,
    nullifier: replay.mode === 'nullifier' ? statement.rpCom : EMPTY_BYTES,
    proof,
  })
  return attachCredential(unsigned, credential)
}

/** The owner's authorisation of a session's list: what makes its transactions final for those without the key. */
export async function proveList(
  prover: ZkProver,
  crypto: Crypto,
  owner: ZkOwner,
  chain: ChainBinding,
  list: TransactionList,
): Promise<ProvenList> {
  const txHash = listRoot(crypto, chain, list)
  const secret = { ...owner, domain: zkDomain(chain), txHash, nonce: list.firstNonce }
  const { statement, proof } = await proveZkAce(prover, 'nonce', secret)
  const { target } = statement
  const parts = { mode: 'nonce', target, nullifier: EMPTY_BYTES, proof } as const
  const credential = encodeZkCredential({ ...parts, idCom: statement.idCom })
  const { session, firstNonce, hashes } = list
  return { session, firstNonce, hashes, algorithm: Algorithm.proof, credential }
}

/**
 * Proof of control of a commitment: for creating the account of that id (epoch and registration nonce 0), or for
 * registering it as a key of another account.
 */
export async function proveCommitment(
  prover: ZkProver,
  crypto: Crypto,
  owner: ZkOwner,
  chain: ChainBinding,
  at: RegistrationPlace,
): Promise<ProvenCommitment> {
  const domain = zkDomain(chain)
  const key = idCom(owner.rev, owner.salt, domain)
  const message = { ...chain, ...at, algorithm: Algorithm.proof, key, role: KeyRole.owner }
  const txHash = registrationDigest(crypto, message)
  const secret = { ...owner, domain, txHash, nonce: at.registrationNonce }
  const { statement, proof } = await proveZkAce(prover, 'nonce', secret)
  return { idCom: statement.idCom, target: statement.target, proof }
}
