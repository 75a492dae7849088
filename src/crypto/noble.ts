/**
 * The portable default: audited JavaScript (@noble/hashes, @noble/curves) behind the {@link Crypto} interface.
 * Every other backend is measured against this one and has to answer the same.
 */
import { ripemd160, sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { blake2f } from './blake2f.ts'
import { nobleBls12381 } from './bls12381.ts'
import { nobleBn254 } from './bn254.ts'
import { nobleEd25519Verify } from './ed25519.ts'
import { nobleGroth16 } from './groth16-noble.ts'
import { kzgVerify } from './kzg.ts'
import { mlDsa44Verify } from './ml-dsa.ts'
import { nobleSchnorr } from './schnorr.ts'
import { nobleSecp256k1 } from './secp256k1.ts'
import { nobleSecp256r1Verify } from './secp256r1.ts'
import type { Crypto, Hasher } from './types.ts'

/** SHA-256 of 64-byte messages one after the other, without a batch form. */
export const nobleHasher: Hasher = {
  name: 'noble',
  hash64(input, count, output) {
    for (let i = 0; i < count; i++) {
      output.set(sha256(input.subarray(i * 64, i * 64 + 64)), i * 32)
    }
  },
}

/** Needs nothing but JavaScript. `loadCrypto()` gives a faster value with the same answers. */
export const nobleCrypto: Crypto = {
  name: 'noble',
  keccak256: keccak_256,
  sha256,
  hash256: (data) => sha256(sha256(data)),
  ripemd160,
  sha1,
  blake2f,
  hasher: nobleHasher,
  ...nobleSecp256k1,
  ...nobleSchnorr,
  ed25519Verify: nobleEd25519Verify,
  mlDsa44Verify,
  secp256r1Verify: nobleSecp256r1Verify,
  bn254: nobleBn254,
  bls12381: nobleBls12381,
  groth16: nobleGroth16,
  kzgVerify,
}
