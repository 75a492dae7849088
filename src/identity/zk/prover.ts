/**
 * Proving is outside the synchronous core and outside this package: who wants proofs installs a prover and passes it in.
 * Witnesses are made here; randomness is the prover's own.
 */
import { bytesToBigInt } from '../../primitives/bytes.ts'
import {
  idCom,
  nonceCommitment,
  nullifierOf,
  type ZkStream,
  zkAuthorization,
  zkTarget,
} from './commitments.ts'
import type { ZkAceClaim, ZkAceMode, ZkAceStatement } from './statement.ts'

/** What the owner of an identity knows and wants. */
export interface ZkAceSecret {
  /** Root entropy value, 32 bytes. */
  readonly rev: Uint8Array
  /** 32 bytes. */
  readonly salt: Uint8Array
  /** `zkDomain()` of the chain. */
  readonly domain: Uint8Array
  readonly stream: ZkStream
  /** Hash of a transaction, or root of a list: 32 bytes. */
  readonly txHash: Uint8Array
  /** u64: what the chain's registry expects, or any value for a nullifier. */
  readonly nonce: bigint
}

/** Values of a circuit's input signals by name, in decimal. Some of them are secret. */
export type ZkInputs = Readonly<Record<string, string | readonly string[]>>

/** Makes Groth16 proofs, in the encoding of {@link ZkAceClaim}. Rejects when the inputs satisfy no witness. */
export interface ZkProver {
  /** The 256 bytes of a proof. */
  prove(mode: ZkAceMode, inputs: ZkInputs): Promise<Uint8Array>
}

function decimal(bytes: Uint8Array): string {
  return bytesToBigInt(bytes).toString()
}

function limbs(bytes: Uint8Array): string[] {
  return [decimal(bytes.subarray(0, 16)), decimal(bytes.subarray(16))]
}

/** The statement that `secret` can prove. Throws RangeError for a value out of range. PERF: five hashes, some ms. */
export function zkAceStatement(mode: ZkAceMode, secret: ZkAceSecret): ZkAceStatement {
  const { rev, salt, domain, stream, txHash, nonce } = secret
  const id = idCom(rev, salt, domain)
  const authorization = zkAuthorization(rev, stream, txHash, domain, nonce)
  return {
    idCom: id,
    txHash,
    domain,
    target: zkTarget(rev, stream, domain),
    rpCom: mode === 'nonce' ? nonceCommitment(id, nonce) : nullifierOf(authorization, domain),
  }
}

/** Input signals of circuits/zkace.circom for a statement and the secret behind it. */
export function zkAceInputs(statement: ZkAceStatement, secret: ZkAceSecret): ZkInputs {
  return {
    id_com: decimal(statement.idCom),
    tx_hash: limbs(statement.txHash),
    domain: decimal(statement.domain),
    target: decimal(statement.target),
    rp_com: decimal(statement.rpCom),
    rev: limbs(secret.rev),
    salt: limbs(secret.salt),
    alg_id: secret.stream.algorithm.toString(),
    ctx_domain: decimal(secret.domain),
    index: secret.stream.index.toString(),
    nonce: secret.nonce.toString(),
  }
}

/** Proves that the owner of `secret` authorises its transaction or list. PERF: about a second with snarkjs. */
export async function proveZkAce(
  prover: ZkProver,
  mode: ZkAceMode,
  secret: ZkAceSecret,
): Promise<ZkAceClaim> {
  const statement = zkAceStatement(mode, secret)
  return { statement, proof: await prover.prove(mode, zkAceInputs(statement, secret)) }
}
