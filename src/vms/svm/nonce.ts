/**
 * Durable nonces: accounts of 80 bytes that hold a value to sign instead of a recent blockhash. Layout, little-endian:
 * version u32 (0 legacy, 1 current), state u32 (0 uninitialized, 1 initialized), authority 32, nonce 32, lamports per
 * signature u64.
 */
import type { Crypto } from '../../crypto/types.ts'
import { concatBytes, utf8 } from '../../primitives/bytes.ts'

export const NONCE_BYTES = 80

const DOMAIN = utf8('DURABLE_NONCE')

export interface NonceData {
  readonly authority: Uint8Array
  readonly nonce: Uint8Array
  readonly lamportsPerSignature: bigint
}

/** Versioned state; `data` undefined is uninitialized. */
export interface NonceState {
  /** 0 for accounts from before durable nonces had a domain of their own. */
  readonly version: 0 | 1
  readonly data: NonceData | undefined
}

/** The nonce that an account gets in a block: SHA-256("DURABLE_NONCE" || blockhash). */
export function durableNonce(crypto: Crypto, blockhash: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(DOMAIN, blockhash))
}

/** Undefined if the bytes are not a nonce state. Bytes behind the state are ignored, as bincode does. */
export function decodeNonce(bytes: Uint8Array): NonceState | undefined {
  if (bytes.length < 8) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const version = view.getUint32(0, true)
  const state = view.getUint32(4, true)
  if ((version !== 0 && version !== 1) || state > 1) return undefined
  if (state === 0) return { version, data: undefined }
  if (bytes.length < NONCE_BYTES) return undefined
  return {
    version,
    data: {
      authority: bytes.slice(8, 40),
      nonce: bytes.slice(40, 72),
      lamportsPerSignature: view.getBigUint64(72, true),
    },
  }
}

/** 8 bytes for an uninitialized state, else 80. */
export function encodeNonce({ version, data }: NonceState): Uint8Array {
  const out = new Uint8Array(data === undefined ? 8 : NONCE_BYTES)
  const view = new DataView(out.buffer)
  view.setUint32(0, version, true)
  if (data === undefined) return out
  view.setUint32(4, 1, true)
  out.set(data.authority, 8)
  out.set(data.nonce, 40)
  view.setBigUint64(72, data.lamportsPerSignature, true)
  return out
}
