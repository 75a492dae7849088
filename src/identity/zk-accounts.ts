/**
 * Accounts that a proof speaks for: their id, or a registered key of theirs, is a commitment id_com, and whoever proves to
 * know its root acts. Nobody can take an id before its holder: creation is a proof of knowledge over this chain and id (H9).
 */
import { Algorithm } from '../crypto/algorithms.ts'
import type { KeysRecord, RegisteredKey } from './authority.ts'
import { KeyRole, readAuthority } from './authority.ts'
import type {
  AuthorityChange,
  AuthorityServices,
  ChainBinding,
  KeyChange,
  RegistrationPlace,
} from './keys.ts'
import { planRegistrationOf, refuseKeys, registrationDigest } from './keys.ts'
import { nonceCommitment } from './zk/commitments.ts'
import type { ZkServices } from './zk-authority.ts'
import { verifyProof } from './zk-authority.ts'

/** A commitment and the proof, in mode `nonce`, that the sender of the operation knows its root. */
export interface ProvenCommitment {
  /** `idCom()`, 32 bytes. */
  readonly idCom: Uint8Array
  /** `zkTarget()` of the key stream that authorises. */
  readonly target: Uint8Array
  /** 256 bytes. */
  readonly proof: Uint8Array
}

/**
 * The proof is of the same message that a new key signs, `registrationDigest` with algorithm 4 and the commitment for the
 * key, as its transaction hash; its nonce is the registration nonce. Throws ProofOfControlInvalid.
 */
export function provenCommitment(
  services: ZkServices,
  chain: ChainBinding,
  at: RegistrationPlace,
  { idCom, target, proof }: ProvenCommitment,
): RegisteredKey {
  const key = { algorithm: Algorithm.proof, key: idCom, role: KeyRole.owner }
  const txHash = registrationDigest(services.crypto, { ...chain, ...at, ...key })
  const rpCom = nonceCommitment(idCom, at.registrationNonce)
  if (!verifyProof(services, 'nonce', { idCom, txHash, target, rpCom }, proof))
    refuseKeys('ProofOfControlInvalid', at.id, 'proof expected to know the commitment’s root')
  const { epoch, registrationNonce: serial } = at
  return { ...key, serial, epoch, lastValidBlock: 0n }
}

/** First key of the account whose id is the commitment: the commitment itself. Cost: one Groth16 verification. */
export function planIdentity(
  services: AuthorityServices & ZkServices,
  chain: ChainBinding,
  commitment: ProvenCommitment,
): AuthorityChange {
  const { journal } = services
  const id = commitment.idCom
  if (readAuthority(journal, id) !== undefined)
    refuseKeys('AccountExists', id, 'account expected not to exist, it does')
  const { epoch } = journal.account(id)
  const key = provenCommitment(services, chain, { id, epoch, registrationNonce: 0n }, commitment)
  const record: KeysRecord = {
    kind: 'keys',
    registrationNonce: 1n,
    threshold: 1,
    keys: [key],
    bound: [],
    earlier: [],
  }
  return { record, epoch }
}

/** A commitment as a further key of an existing account. Cost: one Groth16 verification. */
export function planCommitment(
  services: AuthorityServices & ZkServices,
  chain: ChainBinding,
  id: Uint8Array,
  change: KeyChange,
  commitment: ProvenCommitment,
): AuthorityChange {
  return planRegistrationOf(services.journal, id, change, (at) =>
    provenCommitment(services, chain, at, commitment),
  )
}
