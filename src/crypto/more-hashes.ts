/** Hashes that no backend speeds up: only programs on chains that switch their syscalls on ask for them. */
import { blake3 as nobleBlake3 } from '@noble/hashes/blake3.js'
import { sha512 as nobleSha512 } from '@noble/hashes/sha2.js'

/** BLAKE3 without a key: 32 bytes. */
export function blake3(data: Uint8Array): Uint8Array {
  return nobleBlake3(data)
}

/** SHA-512: 64 bytes. */
export function sha512(data: Uint8Array): Uint8Array {
  return nobleSha512(data)
}
