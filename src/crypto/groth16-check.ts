/**
 * What a Groth16 backend has to answer before it is used. The key is one whose secret scalars are known (alpha 2, beta 3,
 * gamma 5, delta 1, input points 10 and -1), so that proofs of anything come by arithmetic, which a test does again: the
 * right ones exercise the equation, the others break one rule each.
 */
import { bn254 } from '@noble/curves/bn254.js'
import { bigIntToBytes, bytesToBigInt, hexToBytes } from '../primitives/bytes.ts'
import { BN254_ORDER, type VerificationKey } from './groth16-key.ts'
import type { Groth16, Groth16Claim } from './types.ts'

/** A key with one signal and no circuit. Not parsed: what is known need not be checked at every start. */
const KEY: VerificationKey = {
  bytes: hexToBytes(
    '030644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd315ed738c0e0a7c92e7845f96b2ae' +
      '9c0a68a6a449e3538fc7ff3ebf7a5a18a2c41014772f57bb9742735191cd5dcfe4ebbc04156b6878a0a7c9824f32' +
      'ffb66e8506064e784db10e9051e52826e192715e8d7e478cb09a5e0012defa0694fbc7f5021e2335f3354bb7922f' +
      'fcc2f38d3323dd9453ac49b55441452aeaca147711b2058e1d5681b5b9e0074b0f9c8d2c68a069b920d74521e797' +
      '65036d57666c55970a09ccf561b55fd99d1c1208dee1162457b57ac5af3759d50671e510e428b2a12e539c423b30' +
      '2d13f4e5773c603948eaf5db5df8ae8a9a9113708390a06410d819b763513924a736e4eebd0d78c91c1bc1d657fe' +
      'e4214057d21414011cfcc7632f8d9f9ab83727c77a2fec063cb7b6e5eb23044ccf535ad49d46d394fb6f6bf6198e' +
      '9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c21800deef121f1e76426a00665e5c4479' +
      '674322d4f75edadd46debd5cd992f6ed090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122' +
      '975b12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa09d3a257b99f1ad804a9e235' +
      '4ea71c72da7fa518f4ca7904c6951d924b4045b4174be12ae3fd899d55d3e487fa103f951a24ca0f670ecae80220' +
      '9b2518ccca6c000000000000000000000000000000000000000000000000000000000000000130644e72e131a029' +
      'b85045b68181585d97816a916871ca8d3c208c16d87cfd45',
  ),
  hash: new Uint8Array(32),
  signals: 1,
}

/** A right proof for the signal 3. */
const RIGHT: Groth16Claim = {
  signals: [3n],
  proof: hexToBytes(
    '0426967d24da411a24d5534814e9cffd5cf7f29d78e98a80ed591f31b7ac681a0b67b4449502c8c6ae26ca3858ef' +
      'd2c17a782a55cb9a2c23551ffb020e68a4792903ba015a9abde26a5d081e84551e63be0fd4516e46ee6d593edeba' +
      '46362455224bdc5d4327fcf8ed702e01de1c2f1657a253ba75e32a89c390142aaa28b30803c8b7cda6b2dedb7aee' +
      'af5fda464ad17036bea1c4e6f7adbaed1ebe0335e0d81d92fff52a265017eeccb372e37d7a7bd431800eca28dfd8' +
      '2e21e8054114233f2faeed8e918ef119b27c88f8baccac70deb4a04db9a3aed8462f111af095614010462d6847a9' +
      'f0389ec9f2b246e4487221556aaee7331568d6da3f4f15d66b8e',
  ),
}

/** One for 10, with which the inputs add up to infinity. */
const INFINITE: Groth16Claim = {
  signals: [10n],
  proof: hexToBytes(
    '0426967d24da411a24d5534814e9cffd5cf7f29d78e98a80ed591f31b7ac681a0b67b4449502c8c6ae26ca3858ef' +
      'd2c17a782a55cb9a2c23551ffb020e68a4792903ba015a9abde26a5d081e84551e63be0fd4516e46ee6d593edeba' +
      '46362455224bdc5d4327fcf8ed702e01de1c2f1657a253ba75e32a89c390142aaa28b30803c8b7cda6b2dedb7aee' +
      'af5fda464ad17036bea1c4e6f7adbaed1ebe0335e0d81d92fff52a265017eeccb372e37d7a7bd431800eca28dfd8' +
      '2e21e8054114233f1d8d0df87c15280406251c949162f2300daeae8355cb665318a633bbf9f929531fa1e1b539fa' +
      '99dab93897e1fa9be63c70696cb73461876e6a385c0f9afd664a',
  ),
}

/** One for the largest signal. */
const LARGE: Groth16Claim = {
  signals: [BN254_ORDER - 1n],
  proof: hexToBytes(
    '1936f7b07be20ac4b7faac53aba252c44112b369f437c12d75b8157882b390aa055c38c27b1dc7fbbdfbb7b4795e' +
      '92d0d838126c25b6771908f9a23c35c8921a20c916922d0081711efbd6a258d7a525dc9435c5a5bb95605014fffd' +
      '2ecc3291231608aaa7acf23291bc4fad7e154953b66f62df40fe7e9950d30d5bca688d000cfc07ee7b60164af896' +
      '3e273c7e4d96c932cbc4c63ad7b12959db79206e8f051534de2f76f749d694361ac1209cd66f22878fd1f5f5ff92' +
      'f54884a5b603498e2fcc8e0cc87623f63f289a48fab24ee7b0a05e0b8de002acda43e523ca996aa5144485c108cd' +
      '1bbc0d89b68b5f470f21d46bfb62239c495031d049d9a5420385',
  ),
}

/** The point of the twist with x = 1: not in the subgroup. */
export const OFF_SUBGROUP: Uint8Array = hexToBytes(
  `${'00'.repeat(63)}01` +
    '2351dcdda257b62181cbd745dfee16d5fdf4eb185bbcf33c20a0fe6eaa9cb4a3' +
    '07fb3d558dafafb6bf6dd326a5fefe0beca3f9ac3bd999a390d504fad34b0b8c',
)

function withBytes({ signals, proof }: Groth16Claim, at: number, bytes: Uint8Array): Groth16Claim {
  const changed = new Uint8Array(proof)
  changed.set(bytes, at)
  return { signals, proof: changed }
}

/** The key of the known answers. */
export function knownKey(): VerificationKey {
  return KEY
}

/** Claims under it, and what is right about them. */
export function knownCases(): readonly (readonly [Groth16Claim, boolean])[] {
  const x = bytesToBigInt(RIGHT.proof.subarray(0, 32))
  return [
    [RIGHT, true],
    [INFINITE, true],
    [{ ...RIGHT, signals: [4n] }, false],
    [LARGE, true],
    [{ ...RIGHT, signals: [3n + BN254_ORDER] }, false],
    [withBytes(RIGHT, 0, bigIntToBytes(x + bn254.fields.Fp.ORDER, 32)), false],
    [withBytes(RIGHT, 0, new Uint8Array(64)), false],
    [withBytes(RIGHT, 192, new Uint8Array(64)), false],
    [withBytes(RIGHT, 64, new Uint8Array(128)), false],
    [withBytes(RIGHT, 64, OFF_SUBGROUP), false],
    [withBytes(RIGHT, 96, RIGHT.proof.subarray(64, 96)), false],
    [withBytes(RIGHT, 32, RIGHT.proof.subarray(0, 32)), false],
    [withBytes(RIGHT, 192, RIGHT.proof.subarray(0, 64)), false],
    [{ ...RIGHT, proof: RIGHT.proof.subarray(1) }, false],
  ]
}

/** Whether a backend finds exactly the right claims, in a batch and alone. PERF: 60 ms with mcl-wasm. */
export function isRightGroth16(backend: Groth16): boolean {
  const cases = knownCases()
  const verdicts = backend.verify(
    KEY,
    cases.map(([claim]) => claim),
  )
  if (verdicts.length !== cases.length) return false
  if (cases.some(([, expected], i) => verdicts[i] !== expected)) return false
  return cases.slice(0, 3).every(([claim, expected]) => {
    const alone = backend.verify(KEY, [claim])
    return alone.length === 1 && alone[0] === expected
  })
}
