/**
 * The n-vm envelope: one canonical binary encoding, byte by byte in docs/protocol.md, "Envelope". Hash and signed
 * digest cover everything but the credential's bytes, under different tags, so that neither can stand for the other.
 */
import type { Credential, KeyCredential } from './crypto/credential.ts'
import {
  checkCredentialForm,
  encodeSeveral,
  isCredentialAlgorithm,
  joinCredential,
} from './crypto/credential.ts'
import type { Crypto } from './crypto/types.ts'
import { InvalidTransactionError } from './errors.ts'
import { ByteArena } from './primitives/arena.ts'
import { ByteReader } from './primitives/byte-reader.ts'
import { bigIntToBytes, concatBytes, EMPTY_BYTES, utf8 } from './primitives/bytes.ts'
import { MAX_U64, MAX_U256, u256ToBytes } from './primitives/u256.ts'
import type { ChainLimits } from './state/chain-config.ts'

/** First byte of every envelope. */
export const ENVELOPE_VERSION = 1

/** Longest acting address in bytes: Bitcoin output scripts fit. */
export const ACTING_ADDRESS_MAX = 64

/** What a sender signs. */
export interface UnsignedEnvelope {
  /** First byte is the opcode; at least one byte. */
  readonly payload: Uint8Array
  /** AccountId, 32 bytes. */
  readonly sender: Uint8Array
  /** Address of the sender in the target machine, 0..64 bytes; empty means the canonical one (S13). */
  readonly actingAddress: Uint8Array
  /** The account's own nonce, u64. */
  readonly nonce: bigint
  /** Shared gas, u64. */
  readonly gasLimit: bigint
  /** Base units per gas, u256. */
  readonly maxFeePerGas: bigint
  /** Base units per gas above the base fee, u256. */
  readonly maxPriorityFeePerGas: bigint
  /** u64. */
  readonly chainId: bigint
  /** 32 bytes (S9). */
  readonly genesisRoot: Uint8Array
  /** Last block number that may hold it, u64; 0 = none. */
  readonly lastValidBlock: bigint
  /** 16 bytes, free for the sender; shards route by it. */
  readonly contextTag: Uint8Array
  /** One of {@link Algorithm}. */
  readonly algorithm: number
}

/** A signed envelope; its fields in the order of the bytes (docs/protocol.md). */
export interface Envelope extends UnsignedEnvelope {
  /** Bytes of the credential, in the form of the envelope's algorithm: key and signature, session and MAC, proof, several. */
  readonly credential: Uint8Array
}

/** An envelope as {@link decodeEnvelope} reads it from its bytes. */
export interface DecodedEnvelope extends Envelope {
  /** The encoding up to and including the algorithm: what hash and signature cover. */
  readonly signedPart: Uint8Array
}

// Same length, different last words: no message under one tag is a message under the other.
const HASH_TAG = utf8('n-vm:envelope:hash:')
const SIGN_TAG = utf8('n-vm:envelope:sign:')

/** Of envelopes. Views of a copy keep its chunk alive: what outlives a block is copied again, senders here, the rest by codecs. */
const COPIES = new ByteArena()

function malformed(message: string): never {
  throw new InvalidTransactionError('MalformedTransaction', `envelope ${message}`)
}

function expectLength(bytes: Uint8Array, length: number, field: string): Uint8Array {
  if (bytes.length !== length) malformed(`${field} expected ${length} bytes, got ${bytes.length}`)
  return bytes
}

function integer(value: bigint, max: bigint, length: number, field: string): Uint8Array {
  if (value < 0n || value > max) malformed(`${field} expected 0..2^${8 * length}-1, got ${value}`)
  return max === MAX_U256 ? u256ToBytes(value) : bigIntToBytes(value, length)
}

const u64 = (value: bigint, field: string) => integer(value, MAX_U64, 8, field)

/** The signed part. Throws MalformedTransaction for a field out of range. */
export function encodeUnsignedEnvelope(envelope: UnsignedEnvelope): Uint8Array {
  const { payload, actingAddress, algorithm } = envelope
  if (payload.length === 0) malformed('payload expected at least an opcode, got nothing')
  if (actingAddress.length > ACTING_ADDRESS_MAX) {
    malformed(
      `acting address expected at most ${ACTING_ADDRESS_MAX} bytes, got ${actingAddress.length}`,
    )
  }
  if (!isCredentialAlgorithm(algorithm))
    malformed(`algorithm expected a supported number, got ${algorithm}`)
  return concatBytes(
    Uint8Array.of(ENVELOPE_VERSION),
    bigIntToBytes(BigInt(payload.length), 4),
    payload,
    expectLength(envelope.sender, 32, 'sender'),
    Uint8Array.of(actingAddress.length),
    actingAddress,
    u64(envelope.nonce, 'nonce'),
    u64(envelope.gasLimit, 'gasLimit'),
    integer(envelope.maxFeePerGas, MAX_U256, 32, 'maxFeePerGas'),
    integer(envelope.maxPriorityFeePerGas, MAX_U256, 32, 'maxPriorityFeePerGas'),
    u64(envelope.chainId, 'chainId'),
    expectLength(envelope.genesisRoot, 32, 'genesisRoot'),
    u64(envelope.lastValidBlock, 'lastValidBlock'),
    expectLength(envelope.contextTag, 16, 'contextTag'),
    Uint8Array.of(algorithm),
  )
}

/** Bytes under a tag that are short enough are put together here: a buffer of their own costs as much as their hash. */
const tagged = new Uint8Array(1024)

/** `tag || part`, until the next call. */
function underTag(tag: Uint8Array, part: Uint8Array): Uint8Array {
  const length = tag.length + part.length
  if (length > tagged.length) return concatBytes(tag, part)
  tagged.set(tag)
  tagged.set(part, tag.length)
  return tagged.subarray(0, length)
}

/** 32 bytes a host signs with the envelope's key. Never equal to the hash. */
export function envelopeSigningDigest(crypto: Crypto, envelope: UnsignedEnvelope): Uint8Array {
  return signingDigestOf(crypto, encodeUnsignedEnvelope(envelope))
}

/** The same of a decoded envelope's signed part. */
export function signingDigestOf(crypto: Crypto, signedPart: Uint8Array): Uint8Array {
  return crypto.sha256(underTag(SIGN_TAG, signedPart))
}

/** Transaction hash, 32 bytes; the same whatever the credential bytes are. */
export function envelopeHash(crypto: Crypto, envelope: UnsignedEnvelope): Uint8Array {
  return envelopeHashOf(crypto, encodeUnsignedEnvelope(envelope))
}

/** The same of a decoded envelope's signed part. */
export function envelopeHashOf(crypto: Crypto, signedPart: Uint8Array): Uint8Array {
  return crypto.sha256(underTag(HASH_TAG, signedPart))
}

function isSeveral(
  credential: Credential | readonly KeyCredential[],
): credential is readonly KeyCredential[] {
  return Array.isArray(credential)
}

/**
 * The wire bytes of an unsigned envelope and its credential: key and signature of {@link envelopeSigningDigest}, a list of
 * them in any order (algorithm 5), or the credential's bytes. Throws MalformedTransaction for what is not the form of the
 * envelope's algorithm.
 */
export function attachCredential(
  envelope: UnsignedEnvelope,
  credential: Credential | readonly KeyCredential[] | Uint8Array,
): Uint8Array {
  const signedPart = encodeUnsignedEnvelope(envelope)
  const { algorithm } = envelope
  let bytes: Uint8Array
  if (credential instanceof Uint8Array) bytes = credential
  else if (isSeveral(credential)) bytes = encodeSeveral(credential, malformed)
  else bytes = joinCredential(algorithm, credential, malformed)
  checkCredentialForm(algorithm, bytes, malformed)
  return concatBytes(signedPart, bigIntToBytes(BigInt(bytes.length), 2), bytes)
}

/** The wire bytes. Throws MalformedTransaction. */
export function encodeEnvelope(envelope: Envelope): Uint8Array {
  return attachCredential(envelope, envelope.credential)
}

/** From the end of the acting address to the algorithm: nonce, gas limit, fees, chain id, genesis root, last block, tag. */
const FIELDS_LENGTH = 8 + 8 + 32 + 32 + 8 + 32 + 8 + 16

/** The algorithm that bytes name if they are an envelope, without parsing them; undefined where they are too short. */
export function algorithmAt(bytes: Uint8Array): number | undefined {
  const [, a = 0, b = 0, c = 0, d = 0] = bytes
  const actingAt = 5 + (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) + 32
  return bytes[actingAt + 1 + (bytes[actingAt] ?? 0) + FIELDS_LENGTH]
}

/**
 * Parses wire bytes; encoding the result gives the same bytes. Throws MalformedTransaction for anything else, before
 * work beyond the chain's limits is done.
 */
export function decodeEnvelope(
  bytes: Uint8Array,
  limits: Pick<ChainLimits, 'transactionBytes' | 'payloadBytes'>,
): DecodedEnvelope {
  if (bytes.length > limits.transactionBytes) {
    malformed(`expected at most ${limits.transactionBytes} bytes, got ${bytes.length}`)
  }
  const own = COPIES.copy(bytes)
  const reader = new ByteReader(own, malformed)
  const version = reader.u8('version')
  if (version !== ENVELOPE_VERSION)
    malformed(`version expected ${ENVELOPE_VERSION}, got ${version}`)
  const payloadLength = reader.u32('payload length')
  if (payloadLength === 0 || payloadLength > limits.payloadBytes) {
    malformed(`payload expected 1..${limits.payloadBytes} bytes, got ${payloadLength}`)
  }
  const payload = reader.view(payloadLength, 'payload')
  const sender = reader.take(32, 'sender')
  const actingLength = reader.u8('acting address length')
  if (actingLength > ACTING_ADDRESS_MAX)
    malformed(`acting address expected at most ${ACTING_ADDRESS_MAX} bytes, got ${actingLength}`)
  const envelope = {
    payload,
    sender,
    actingAddress: reader.view(actingLength, 'acting address'),
    nonce: reader.u64('nonce'),
    gasLimit: reader.u64('gasLimit'),
    maxFeePerGas: reader.u256('maxFeePerGas'),
    maxPriorityFeePerGas: reader.u256('maxPriorityFeePerGas'),
    chainId: reader.u64('chainId'),
    genesisRoot: reader.view(32, 'genesisRoot'),
    lastValidBlock: reader.u64('lastValidBlock'),
    contextTag: reader.view(16, 'contextTag'),
    algorithm: reader.u8('algorithm'),
    signedPart: own.subarray(0, reader.offset),
    credential: EMPTY_BYTES,
  }
  if (!isCredentialAlgorithm(envelope.algorithm))
    malformed(`algorithm expected a supported number, got ${envelope.algorithm}`)
  envelope.credential = reader.view(reader.u16('credential length'), 'credential')
  reader.end()
  checkCredentialForm(envelope.algorithm, envelope.credential, malformed)
  return envelope
}
