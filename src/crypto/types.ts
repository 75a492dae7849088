/**
 * The one interface through which everything else hashes and verifies. Backends differ in speed, never in answers:
 * inputs are made canonical before a backend sees them, and a backend passes known-answer tests when it registers.
 */
import type { VerificationKey } from './groth16-key.ts'

/** SHA-256 of 64-byte blocks, in batches: what the state tree is made of. */
export interface Hasher {
  readonly name: string
  /**
   * Hashes `count` consecutive 64-byte messages of `input` (from its byte 0) into `count` consecutive 32-byte
   * digests of `output`. `output` may not overlap `input`.
   */
  hash64(input: Uint8Array, count: number, output: Uint8Array): void
}

/** alt_bn128 (BN254) on exactly sized inputs. */
export interface Bn254 {
  /** EIP-196 ADD: 128 bytes in, 64 out; undefined if a point is not on the curve. */
  add(input: Uint8Array): Uint8Array | undefined
  /** EIP-196 MUL: 96 bytes in, 64 out. */
  mul(input: Uint8Array): Uint8Array | undefined
  /** EIP-197: a multiple of 192 bytes; undefined if a point is invalid, else whether the product is one. */
  pairing(input: Uint8Array): boolean | undefined
}

/** EIP-2537 operations on exactly encoded inputs; undefined means an invalid point or encoding. */
export interface Bls12381 {
  g1Add(input: Uint8Array): Uint8Array | undefined
  g1Msm(input: Uint8Array): Uint8Array | undefined
  g2Add(input: Uint8Array): Uint8Array | undefined
  g2Msm(input: Uint8Array): Uint8Array | undefined
  pairing(input: Uint8Array): boolean | undefined
  mapFpToG1(input: Uint8Array): Uint8Array | undefined
  mapFp2ToG2(input: Uint8Array): Uint8Array | undefined
}

/** What is claimed, and its Groth16 proof. */
export interface Groth16Claim {
  /** Public signals in the circuit's order. Any that is not below the group order makes the claim false. */
  readonly signals: readonly bigint[]
  /** A 64, B 128, C 64 bytes, uncompressed as in EIP-197: big-endian, imaginary part first. */
  readonly proof: Uint8Array
}

/** Counts the equations that a batch took: what its price is made of besides reading each proof. */
export interface EquationMeter {
  equations: number
}

/** Groth16 over BN254. */
export interface Groth16 {
  /**
   * One verdict for each claim. False for a wrong length, a coordinate or signal that is not reduced, a point that is off its
   * curve, outside the subgroup or at infinity, and an equation that does not hold. A wrong proof passes with probability
   * 2^-128. PERF, portable: some 20 ms for one, 6 ms each in a batch of 64; where all are wrong at most half as much again as
   * one by one. `meter`, if the backend knows it, is counted up.
   */
  verify(key: VerificationKey, claims: readonly Groth16Claim[], meter?: EquationMeter): boolean[]
}

/** Verification of a signature (64 bytes) by a public key (32 bytes). What is malformed is false, nothing throws. */
export interface Ed25519Verify {
  (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean
  /** The same for several signatures by one key, which is read once. Absent where that saves nothing. */
  readonly withKey?: (
    publicKey: Uint8Array,
  ) => (message: Uint8Array, signature: Uint8Array) => boolean
}

/** Every hash and signature scheme of the engines. Synchronous, without state of its own, the same for all backends. */
export interface Crypto {
  readonly name: string
  /** 32 bytes. Cost: proportional to the length, one permutation for each 136 bytes. */
  keccak256(data: Uint8Array): Uint8Array
  /** 32 bytes. Cost: proportional to the length. */
  sha256(data: Uint8Array): Uint8Array
  /** SHA-256 of the SHA-256: Bitcoin's hash. */
  hash256(data: Uint8Array): Uint8Array
  /** 20 bytes. Cost: proportional to the length. */
  ripemd160(data: Uint8Array): Uint8Array
  /** Broken as a hash; an opcode of Bitcoin Script. */
  sha1(data: Uint8Array): Uint8Array
  /** BLAKE2b compression F of EIP-152: exactly 213 bytes in, 64 out. Cost is proportional to the rounds. */
  blake2f(input: Uint8Array): Uint8Array
  readonly hasher: Hasher
  /**
   * Uncompressed public key, 65 bytes (0x04 || x || y), or undefined if there is none.
   * `signature` is r || s, 64 bytes, any s; `hash` is 32 bytes; `recovery` 0 or 1 (2 and 3 are refused).
   */
  secp256k1Recover(
    hash: Uint8Array,
    signature: Uint8Array,
    recovery: number,
  ): Uint8Array | undefined
  /** `signature` r || s, 64 bytes, low s only; `publicKey` 33 bytes compressed. */
  secp256k1Verify(hash: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean
  /**
   * ECDSA as Bitcoin's consensus has it: `signature` r || s, 64 bytes, any s (`parseLaxDer` makes it from DER);
   * `publicKey` 33 bytes compressed, 65 uncompressed, or 65 hybrid (06 or 07 for an even or odd y).
   */
  bitcoinVerify(hash: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean
  /** BIP340: 32-byte message, 64-byte signature, 32-byte key. */
  schnorrVerify(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean
  /**
   * BIP341: whether the 32-byte `internalKey` as a point with even y, plus `tweak` times the generator, is the point with x
   * `outputKey` and the parity of y `parity`. False for a tweak of at least the order and for what is not a point.
   */
  taprootTweakCheck(
    internalKey: Uint8Array,
    tweak: Uint8Array,
    outputKey: Uint8Array,
    parity: number,
  ): boolean
  /** 33 or 65 bytes in, 65 bytes uncompressed out, or undefined if not a point. */
  secp256k1Decompress(publicKey: Uint8Array): Uint8Array | undefined
  /** RFC 8032 with the strict rules of ed25519-dalek `verify_strict`: canonical, no small order, cofactorless. */
  readonly ed25519Verify: Ed25519Verify
  /** ML-DSA-44 (FIPS 204) with the empty context: signature 2,420 bytes, key 1,312. */
  mlDsa44Verify(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean
  /** ECDSA over P-256 (EIP-7951): 32-byte hash, r || s 64 bytes, x || y 64 bytes; any s. */
  secp256r1Verify(hash: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean
  readonly bn254: Bn254
  readonly bls12381: Bls12381
  readonly groth16: Groth16
  /** EIP-4844 point evaluation: commitment and proof 48 bytes, z and y 32 bytes big-endian below the BLS modulus. */
  kzgVerify(commitment: Uint8Array, z: Uint8Array, y: Uint8Array, proof: Uint8Array): boolean
}
