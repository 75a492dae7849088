/**
 * HMAC-SHA256 (RFC 2104, FIPS 198-1) under a key that is used many times. What depends on the key alone is done once:
 * the padded keys, and where SHA-256 is the portable one also their compressions.
 */
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Crypto } from './types.ts'

/** 32 bytes of a message under one key. */
export type Mac = (message: Uint8Array) => Uint8Array

/** Block of SHA-256. */
const BLOCK = 64
/** Longest message that is hashed from a kept buffer. */
const SHORT = 64

/**
 * HMAC-SHA256 under `key`, of any length. What it returns holds values derived from the key: keep it no longer than the
 * key. Not to be called again from within a call. PERF: with a faster SHA-256 two calls of it beat a kept midstate of the
 * portable one (0.8 us against 1.5 us for 32 bytes).
 */
export function hmacSha256(crypto: Pick<Crypto, 'sha256'>, key: Uint8Array): Mac {
  if (crypto.sha256 === sha256) {
    const midstate = hmac.create(sha256, key)
    // PERF: one copy used again and again; a new one has four buffers.
    const running = midstate.clone()
    return (message) => midstate._cloneInto(running).update(message).digest()
  }
  const block = new Uint8Array(BLOCK)
  block.set(key.length > BLOCK ? crypto.sha256(key) : key)
  // RFC 2104: ipad and opad.
  const inner = new Uint8Array(BLOCK + SHORT)
  inner.set(block.map((byte) => byte ^ 0x36))
  const outer = new Uint8Array(BLOCK + 32)
  outer.set(block.map((byte) => byte ^ 0x5c))
  block.fill(0)
  // PERF: a view is dearer than its bytes; messages under one key mostly have one length.
  let first = inner
  return (message) => {
    const length = BLOCK + message.length
    if (message.length > SHORT) {
      first = new Uint8Array(length)
      first.set(inner.subarray(0, BLOCK))
    } else if (first.length !== length) {
      first = inner.subarray(0, length)
    }
    first.set(message, BLOCK)
    outer.set(crypto.sha256(first), BLOCK)
    return crypto.sha256(outer)
  }
}

/** Whether `a` from byte `at` on begins with `b`, in a time that depends on nothing but lengths. */
export function equalSecretAt(a: Uint8Array, at: number, b: Uint8Array): boolean {
  if (a.length < at + b.length) return false
  let difference = 0
  for (let i = 0; i < b.length; i++) difference |= a[at + i]! ^ b[i]!
  return difference === 0
}
