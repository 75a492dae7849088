/**
 * The hashes of ZK-ACE, as the circuits compute them: Poseidon over BN254's scalar field with circomlib's constants.
 * 256-bit values go in as two limbs of 128 bits, the high one first, so that nothing is ever reduced. Results are 32
 * bytes big-endian. PERF: under a millisecond; the first use of a width up to half a second.
 */

import { BN254_ORDER } from '../../crypto/groth16-key.ts'
import { poseidonBn254 } from '../../crypto/poseidon.ts'
import { bigIntToBytes, bytesToBigInt } from '../../primitives/bytes.ts'
import { MAX_U64 } from '../../primitives/u256.ts'
import type { ChainBinding } from '../keys.ts'

/** Key stream of an identity: which algorithm of which context, docs/zk.md. */
export interface ZkStream {
  /** 0 to 255. */
  readonly algorithm: number
  /** 0 to 2^32-1. */
  readonly index: number
}

function word(bytes: Uint8Array, what: string): Uint8Array {
  if (bytes.length !== 32) throw new RangeError(`${what} expected 32 bytes, got ${bytes.length}`)
  return bytes
}

function limbs(bytes: Uint8Array, what: string): Uint8Array[] {
  const value = bytesToBigInt(word(bytes, what))
  return [bigIntToBytes(value >> 128n, 32), bigIntToBytes(value & ((1n << 128n) - 1n), 32)]
}

function integer(value: bigint | number, maximum: bigint, what: string): Uint8Array {
  const wide = BigInt(value)
  if (wide < 0n || wide > maximum)
    throw new RangeError(`${what} expected 0 to ${maximum}, got ${wide}`)
  return bigIntToBytes(wide, 32)
}

/** Whether 32 bytes are an element of the field: what a public value must be. */
export function isZkElement(bytes: Uint8Array): boolean {
  return bytes.length === 32 && bytesToBigInt(bytes) < BN254_ORDER
}

function element(bytes: Uint8Array, what: string): Uint8Array {
  if (!isZkElement(bytes)) throw new RangeError(`${what} expected 32 bytes below the field's order`)
  return bytes
}

function hash(inputs: readonly Uint8Array[]): Uint8Array {
  return poseidonBn254(inputs)!
}

/**
 * Domain of a chain: Poseidon(chain id, genesis root's limbs). It stands in every value of ZK-ACE, so that neither an
 * identity nor a proof means anything on another chain. Like all values here 32 bytes, big-endian, below the order of BN254;
 * each function throws RangeError for an argument out of range. PERF: some ms a hash.
 */
export function zkDomain({ chainId, genesisRoot }: ChainBinding): Uint8Array {
  return hash([integer(chainId, MAX_U64, 'chainId'), ...limbs(genesisRoot, 'genesisRoot')])
}

/** C1: id_com = Poseidon(REV, salt, domain), the AccountId. `rev` and `salt` are any 32 bytes, and secret. */
export function idCom(rev: Uint8Array, salt: Uint8Array, domain: Uint8Array): Uint8Array {
  return hash([...limbs(rev, 'rev'), ...limbs(salt, 'salt'), element(domain, 'domain')])
}

function streamInputs(rev: Uint8Array, stream: ZkStream, domain: Uint8Array): Uint8Array[] {
  return [
    ...limbs(rev, 'rev'),
    integer(stream.algorithm, 255n, 'algorithm'),
    element(domain, 'domain'),
    integer(stream.index, 0xffff_ffffn, 'index'),
  ]
}

/** C2: target = Poseidon(Poseidon(REV, algorithm, domain, index)), the public name of a key stream. */
export function zkTarget(rev: Uint8Array, stream: ZkStream, domain: Uint8Array): Uint8Array {
  return hash([hash(streamInputs(rev, stream, domain))])
}

/** C3: auth = Poseidon(REV, algorithm, domain, index, tx_hash, domain, nonce); never public. `txHash` is any 32 bytes. */
export function zkAuthorization(
  rev: Uint8Array,
  stream: ZkStream,
  txHash: Uint8Array,
  domain: Uint8Array,
  nonce: bigint,
): Uint8Array {
  return hash([
    ...streamInputs(rev, stream, domain),
    ...limbs(txHash, 'txHash'),
    domain,
    integer(nonce, MAX_U64, 'nonce'),
  ])
}

/** C4 of the nonce registry: rp_com = Poseidon(id_com, nonce). A chain computes it from the nonce it expects. */
export function nonceCommitment(id: Uint8Array, nonce: bigint): Uint8Array {
  return hash([element(id, 'id'), integer(nonce, MAX_U64, 'nonce')])
}

/** C4 of the nullifier set: rp_com = Poseidon(auth, domain). A chain accepts each once. */
export function nullifierOf(authorization: Uint8Array, domain: Uint8Array): Uint8Array {
  return hash([element(authorization, 'authorization'), element(domain, 'domain')])
}
