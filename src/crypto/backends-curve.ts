/** Faster signatures: libsecp256k1 as a native addon or in WebAssembly, and Ed25519 of the platform's own library. */
import { ByteArena } from '../primitives/arena.ts'
import { isStrictEd25519Key, isStrictEd25519Signature, nobleEd25519Verify } from './ed25519.ts'
import { importOptional } from './optional.ts'
import { gateSchnorr, nobleSchnorr, type Schnorr } from './schnorr.ts'
import { gateSecp256k1, isScalarAt, nobleSecp256k1, type Secp256k1 } from './secp256k1.ts'
import type { Ed25519Verify } from './types.ts'

interface NativeSecp256k1 {
  ecdsaRecover(
    sig: Uint8Array,
    recovery: number,
    hash: Uint8Array,
    compress: boolean,
    output: (length: number) => Uint8Array,
  ): Uint8Array
  ecdsaVerify(signature: Uint8Array, hash: Uint8Array, publicKey: Uint8Array): boolean
  publicKeyConvert(publicKey: Uint8Array, compress: boolean): Uint8Array
}

/**
 * Where arguments of the addon are copied to. V8 keeps a small array inside its own heap and moves it out when native code
 * asks for its address: about a microsecond for each new array, which these have behind them.
 */
function slot(length: number): Uint8Array {
  return new Uint8Array(new ArrayBuffer(length))
}

function fill(out: Uint8Array, bytes: Uint8Array): Uint8Array {
  out.set(bytes)
  return out
}

/** npm `secp256k1`, the addon only: its main entry falls back in silence to a slower JavaScript library. */
export async function loadNativeSecp256k1(): Promise<Secp256k1 | undefined> {
  const module = await importOptional('secp256k1/bindings.js')
  if (module === undefined) return undefined
  const native = module as unknown as NativeSecp256k1
  const copies = { hash: slot(32), signature: slot(64), compressed: slot(33), plain: slot(65) }
  // Keys of 65 bytes would each have a buffer of its own outside of V8's heap.
  const keys = new ByteArena()
  const newKey = (length: number) => keys.take(length)
  return gateSecp256k1({
    recover: (hash, signature, recovery) =>
      native.ecdsaRecover(
        fill(copies.signature, signature),
        recovery,
        fill(copies.hash, hash),
        false,
        newKey,
      ),
    verify(hash, signature, publicKey) {
      const key = publicKey.length === 33 ? copies.compressed : copies.plain
      return native.ecdsaVerify(
        fill(copies.signature, signature),
        fill(copies.hash, hash),
        fill(key, publicKey),
      )
    },
    decompress: (publicKey) => native.publicKeyConvert(publicKey, false),
  })
}

interface WasmSecp256k1 {
  recover(h: Uint8Array, sig: Uint8Array, recovery: number, compress: boolean): Uint8Array | null
  verify(h: Uint8Array, publicKey: Uint8Array, signature: Uint8Array, strict: boolean): boolean
  pointCompress(publicKey: Uint8Array, compress: boolean): Uint8Array
}

/** npm `tiny-secp256k1`: libsecp256k1 in WebAssembly, about six times as fast as the portable backend. */
export async function loadWasmSecp256k1(): Promise<Secp256k1 | undefined> {
  const module = await importOptional('tiny-secp256k1')
  if (module === undefined) return undefined
  const wasm = module as unknown as WasmSecp256k1
  return gateSecp256k1({
    recover: (hash, signature, recovery) => wasm.recover(hash, signature, recovery, false),
    verify: (hash, signature, publicKey) => wasm.verify(hash, publicKey, signature, true),
    decompress: (publicKey) => wasm.pointCompress(publicKey, false),
  })
}

interface WasmSchnorr {
  verifySchnorr(message: Uint8Array, publicKey: Uint8Array, signature: Uint8Array): boolean
  xOnlyPointAddTweakCheck(
    point: Uint8Array,
    tweak: Uint8Array,
    result: Uint8Array,
    parity: number,
  ): boolean
}

/** npm `tiny-secp256k1`: BIP340 and the tweak of BIP341. The npm package `secp256k1` has neither. */
export async function loadWasmSchnorr(): Promise<Schnorr | undefined> {
  const module = await importOptional('tiny-secp256k1')
  if (module === undefined) return undefined
  const wasm = module as unknown as WasmSchnorr
  return gateSchnorr({
    verify(message, signature, publicKey) {
      // It refuses an r between the order and the field's size, which is an x like any other.
      return isScalarAt(signature, 0)
        ? wasm.verifySchnorr(message, publicKey, signature)
        : nobleSchnorr.schnorrVerify(message, signature, publicKey)
    },
    tweakCheck: (internalKey, tweak, outputKey, parity) =>
      wasm.xOnlyPointAddTweakCheck(internalKey, tweak, outputKey, parity),
  })
}

/** The portable backend, in the form of a loader. */
export async function loadNobleSchnorr(): Promise<Schnorr> {
  return nobleSchnorr
}

/** The portable backend, in the form of a loader. */
export async function loadNobleSecp256k1(): Promise<Secp256k1> {
  return nobleSecp256k1
}

interface NodeCrypto {
  createPublicKey(options: { key: object; format: 'jwk' }): object
  verify(algorithm: null, message: Uint8Array, key: object, signature: Uint8Array): boolean
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** 32 bytes in the alphabet of RFC 4648 section 5 without padding, as a JSON Web Key wants them. */
function base64url(bytes: Uint8Array): string {
  let out = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 6) {
      bits -= 6
      out += ALPHABET[(held >> bits) & 63]
    }
    held &= (1 << bits) - 1
  }
  return bits === 0 ? out : out + ALPHABET[(held << (6 - bits)) & 63]
}

/** Undefined for bytes that are no key under the strict rules. */
function nodeKey(node: NodeCrypto, publicKey: Uint8Array): object | undefined {
  if (!isStrictEd25519Key(publicKey)) return undefined
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: base64url(publicKey) }
  try {
    return node.createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    return undefined
  }
}

/** OpenSSL's Ed25519 is without the cofactor and lax only where the strict checks have spoken before it. */
export async function loadNodeEd25519(): Promise<Ed25519Verify | undefined> {
  const module = await importOptional('node:crypto')
  if (typeof module?.createPublicKey !== 'function') return undefined
  const node = module as unknown as NodeCrypto
  const verify = (message: Uint8Array, signature: Uint8Array, key: object | undefined): boolean => {
    if (key === undefined || !isStrictEd25519Signature(signature)) return false
    try {
      return node.verify(null, message, key, signature)
    } catch {
      return false
    }
  }
  // PERF: making the key object takes a tenth of a verification, and the collector calls back for each one that ends.
  const withKey = (publicKey: Uint8Array): ReturnType<NonNullable<Ed25519Verify['withKey']>> => {
    const key = nodeKey(node, publicKey)
    return (message, signature) => verify(message, signature, key)
  }
  const once = (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean =>
    verify(message, signature, nodeKey(node, publicKey))
  return Object.assign(once, { withKey })
}

/** The portable backend, in the form of a loader. */
export async function loadNobleEd25519(): Promise<Ed25519Verify> {
  return nobleEd25519Verify
}
