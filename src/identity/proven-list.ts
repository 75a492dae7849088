/**
 * Proven lists: the owner of a session authorises the list of transactions that were executed by it, in order, with a
 * proof or a signature that anybody can check (design: "HMAC attestation, made sound"). Only with it are they final.
 */
import type { ProvenList, TransactionList } from '../block-context.ts'
import { checkCredentialForm } from '../crypto/credential.ts'
import type { Crypto } from '../crypto/types.ts'
import { NVmError } from '../errors.ts'
import { ByteReader } from '../primitives/byte-reader.ts'
import { bigIntToBytes, concatBytes, equalBytes, utf8 } from '../primitives/bytes.ts'
import { MAX_U64 } from '../primitives/u256.ts'
import type { ChainBinding } from './keys.ts'
import { sessionId } from './session.ts'

export type { ProvenList, TransactionList } from '../block-context.ts'

const TAG = utf8('n-vm:session-list:')
const VERSION = 1

/** Most transactions of one list. */
export const LIST_MAX = 0xffff_ffff

function invalid(message: string): never {
  throw new NVmError('InvalidProvenList', `proven list ${message}`)
}

function checkList({ session, firstNonce, hashes }: TransactionList): void {
  if (session.account.length !== 32 || session.commitment.length !== 32)
    invalid('expected an account and a commitment of 32 bytes')
  if (session.epoch < 0n || session.epoch > MAX_U64) invalid('epoch expected 0..2^64-1')
  if (hashes.length === 0 || hashes.length > LIST_MAX)
    invalid(`expected 1..${LIST_MAX} transactions, got ${hashes.length}`)
  // 2^64-1 is a nonce nothing can have.
  if (firstNonce < 0n || firstNonce + BigInt(hashes.length) > MAX_U64)
    invalid(`expected nonces below 2^64-1, first ${firstNonce}`)
  for (const hash of hashes)
    if (hash.length !== 32) invalid(`hash expected 32 bytes, got ${hash.length}`)
}

/**
 * 32 bytes that stand for a list: SHA-256("n-vm:session-list:" || session id 32 || first nonce 8 || count 4 || hashes). It is
 * the `txHash` of the proof, or what a key signs; no transaction has it for a hash. Throws InvalidProvenList.
 */
export function listRoot(crypto: Crypto, chain: ChainBinding, list: TransactionList): Uint8Array {
  checkList(list)
  const { session, firstNonce, hashes } = list
  return crypto.sha256(
    concatBytes(
      TAG,
      sessionId(crypto, chain, session),
      bigIntToBytes(firstNonce, 8),
      bigIntToBytes(BigInt(hashes.length), 4),
      ...hashes,
    ),
  )
}

/** Whether a list has a transaction of this hash at this nonce. */
export function lists(list: TransactionList, nonce: bigint, hash: Uint8Array): boolean {
  const at = nonce - list.firstNonce
  if (at < 0n || at >= BigInt(list.hashes.length)) return false
  return equalBytes(list.hashes[Number(at)]!, hash)
}

/** The bytes of a list for the wire; docs/sessions.md, "Proven lists". Throws InvalidProvenList. */
export function encodeProvenList(list: ProvenList): Uint8Array {
  checkList(list)
  checkCredentialForm(list.algorithm, list.credential, invalid)
  const { session, firstNonce, hashes, algorithm, credential } = list
  return concatBytes(
    Uint8Array.of(VERSION),
    session.account,
    bigIntToBytes(session.epoch, 8),
    session.commitment,
    bigIntToBytes(firstNonce, 8),
    bigIntToBytes(BigInt(hashes.length), 4),
    ...hashes,
    Uint8Array.of(algorithm),
    bigIntToBytes(BigInt(credential.length), 2),
    credential,
  )
}

/** Parses {@link encodeProvenList}; the proof is not checked. Throws InvalidProvenList. Cost: proportional to the bytes. */
export function decodeProvenList(bytes: Uint8Array): ProvenList {
  const reader = new ByteReader(bytes, invalid)
  const version = reader.u8('version')
  if (version !== VERSION) invalid(`version expected ${VERSION}, got ${version}`)
  const session = {
    account: reader.take(32, 'account'),
    epoch: reader.u64('epoch'),
    commitment: reader.take(32, 'commitment'),
  }
  const firstNonce = reader.u64('first nonce')
  const count = reader.u32('count')
  if (count * 32 > reader.left) invalid(`expected ${count} hashes, got ${reader.left} bytes`)
  const hashes = Array.from({ length: count }, () => reader.take(32, 'hash'))
  const algorithm = reader.u8('algorithm')
  const credential = reader.take(reader.u16('credential length'), 'credential')
  reader.end()
  checkCredentialForm(algorithm, credential, invalid)
  const list = { session, firstNonce, hashes, algorithm, credential }
  checkList(list)
  return list
}
