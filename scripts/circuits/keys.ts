/** Between snarkjs's JSON and the encodings of src/crypto/groth16-key.ts. */
import { bigIntToBytes, bytesToHex, concatBytes } from '../../src/primitives/bytes.ts'
import type { SnarkjsKey } from './snarkjs.ts'

type Strings = readonly string[]

function word(text: string | undefined): Uint8Array {
  return bigIntToBytes(BigInt(text!), 32)
}

/** Affine point x || y. */
function g1(point: Strings): Uint8Array {
  return concatBytes(word(point[0]), word(point[1]))
}

/** snarkjs has the real part first, EIP-197 the imaginary one. */
function g2([x, y]: readonly Strings[]): Uint8Array {
  return concatBytes(word(x![1]), word(x![0]), word(y![1]), word(y![0]))
}

/** The bytes of a verification key. */
export function encodeVerificationKey(key: SnarkjsKey): Uint8Array {
  return concatBytes(
    g1(key.vk_alpha_1),
    g2(key.vk_beta_2),
    g2(key.vk_gamma_2),
    g2(key.vk_delta_2),
    ...key.IC.map(g1),
  )
}

function literal(bytes: Uint8Array): string {
  const lines = bytesToHex(bytes).match(/.{1,92}/g)!
  return lines.map((line) => `'${line}'`).join(' +\n  ')
}

/** Source of the module that holds the development keys. */
export function developmentKeysSource(nonce: Uint8Array, nullifier: Uint8Array): string {
  return `/**
 * Verification keys of the development ceremony, made by scripts/build-circuits.ts. One machine made them alone: who kept its
 * randomness could prove anything. For tests and development networks only (docs/zk.md).
 */

/** Of circuits/zkace-nonce.circom, in the encoding of \`parseVerificationKey\`. */
export const DEVELOPMENT_NONCE_KEY: string =
  ${literal(nonce)}

/** Of circuits/zkace-nullifier.circom. */
export const DEVELOPMENT_NULLIFIER_KEY: string =
  ${literal(nullifier)}
`
}
