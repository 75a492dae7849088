/**
 * The fastest {@link Crypto} this host can have. Loading is the only asynchronous thing (WebAssembly compiles, packages
 * are imported); the result is a value to pass on, never a global.
 */
import {
  loadNativeSecp256k1,
  loadNobleEd25519,
  loadNobleSchnorr,
  loadNobleSecp256k1,
  loadNodeEd25519,
  loadWasmSchnorr,
  loadWasmSecp256k1,
} from './backends-curve.ts'
import {
  type Keccak,
  loadAsSha256,
  loadHashtree,
  loadHashWasmKeccak,
  loadHashWasmRipemd160,
  loadNobleKeccak,
  loadNobleRipemd160,
  loadNobleSha256,
  type Sha256,
} from './backends-hash.ts'
import {
  isRightEd25519,
  isRightKeccak,
  isRightRipemd160,
  isRightSchnorr,
  isRightSecp256k1,
  isRightSha256,
} from './checks.ts'
import { isRightGroth16 } from './groth16-check.ts'
import { loadMclGroth16 } from './groth16-mcl.ts'
import { nobleCrypto } from './noble.ts'
import { chooseBackend } from './optional.ts'
import type { Schnorr } from './schnorr.ts'
import type { Secp256k1 } from './secp256k1.ts'
import type { Crypto, Ed25519Verify, Groth16 } from './types.ts'

/** Which backend does what. Left out means the fastest that is installed; `noble` is always there. */
export interface LoadCryptoOptions {
  /** npm `hash-wasm`. */
  readonly keccak?: 'hash-wasm' | 'noble'
  /** npm `@chainsafe/hashtree` (native) or `@chainsafe/as-sha256` (WebAssembly). */
  readonly sha256?: 'hashtree' | 'as-sha256' | 'noble'
  /** npm `hash-wasm`. */
  readonly ripemd160?: 'hash-wasm' | 'noble'
  /** npm `secp256k1` (native) or `tiny-secp256k1` (WebAssembly). */
  readonly secp256k1?: 'native' | 'wasm' | 'noble'
  /** npm `tiny-secp256k1` (WebAssembly): BIP340 and taproot tweaks. */
  readonly schnorr?: 'wasm' | 'noble'
  /** `node:crypto`. */
  readonly ed25519?: 'node' | 'noble'
  /** npm `mcl-wasm`, which then is BN254's for the whole process. */
  readonly groth16?: 'mcl' | 'noble'
}

function chooseEd25519(named: LoadCryptoOptions['ed25519']) {
  return chooseBackend<Ed25519Verify, 'node' | 'noble'>(
    'ed25519',
    named,
    [
      ['node', loadNodeEd25519],
      ['noble', loadNobleEd25519],
    ],
    isRightEd25519,
  )
}

function chooseGroth16(named: LoadCryptoOptions['groth16']) {
  return chooseBackend<Groth16, 'mcl' | 'noble'>(
    'groth16',
    named,
    [
      ['mcl', loadMclGroth16],
      ['noble', async () => nobleCrypto.groth16],
    ],
    isRightGroth16,
  )
}

/**
 * Answers exactly as `nobleCrypto` does, only faster: a backend is used after it gave the known answers. Throws
 * NVmError UnsupportedCrypto for a named backend that is not installed or answers wrongly; one that was not named is
 * passed over. `name` tells what was chosen.
 */
export async function loadCrypto(options: LoadCryptoOptions = {}): Promise<Crypto> {
  const keccak = await chooseBackend<Keccak, 'hash-wasm' | 'noble'>(
    'keccak',
    options.keccak,
    [
      ['hash-wasm', loadHashWasmKeccak],
      ['noble', loadNobleKeccak],
    ],
    isRightKeccak,
  )
  const sha256 = await chooseBackend<Sha256, 'hashtree' | 'as-sha256' | 'noble'>(
    'sha256',
    options.sha256,
    [
      ['hashtree', loadHashtree],
      ['as-sha256', loadAsSha256],
      ['noble', loadNobleSha256],
    ],
    isRightSha256,
  )
  const ripemd160 = await chooseBackend<Crypto['ripemd160'], 'hash-wasm' | 'noble'>(
    'ripemd160',
    options.ripemd160,
    [
      ['hash-wasm', loadHashWasmRipemd160],
      ['noble', loadNobleRipemd160],
    ],
    isRightRipemd160,
  )
  const secp256k1 = await chooseBackend<Secp256k1, 'native' | 'wasm' | 'noble'>(
    'secp256k1',
    options.secp256k1,
    [
      ['native', loadNativeSecp256k1],
      ['wasm', loadWasmSecp256k1],
      ['noble', loadNobleSecp256k1],
    ],
    isRightSecp256k1,
  )
  const schnorr = await chooseBackend<Schnorr, 'wasm' | 'noble'>(
    'schnorr',
    options.schnorr,
    [
      ['wasm', loadWasmSchnorr],
      ['noble', loadNobleSchnorr],
    ],
    isRightSchnorr,
  )
  const ed25519 = await chooseEd25519(options.ed25519)
  const groth16 = await chooseGroth16(options.groth16)
  const chosen = { keccak, sha256, ripemd160, secp256k1, schnorr, ed25519, groth16 }
  return {
    ...nobleCrypto,
    name: Object.entries(chosen)
      .map(([what, { name }]) => `${what}:${name}`)
      .join(' '),
    keccak256: keccak.backend,
    sha256: sha256.backend.sha256,
    hash256: sha256.backend.hash256,
    hasher: sha256.backend.hasher,
    ripemd160: ripemd160.backend,
    ...secp256k1.backend,
    ...schnorr.backend,
    ed25519Verify: ed25519.backend,
    groth16: groth16.backend,
  }
}
