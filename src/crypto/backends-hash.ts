/**
 * Faster hashes: hash-wasm's Keccak, as-sha256 (WebAssembly with SIMD), hashtree (native). No types are imported
 * from the packages, so that none has to be there to compile against this library.
 */
import { nobleCrypto, nobleHasher } from './noble.ts'
import { importOptional } from './optional.ts'
import type { Crypto, Hasher } from './types.ts'

/** Keccak-256 as Ethereum has it. */
export type Keccak = Crypto['keccak256']
/** SHA-256 in all of its uses. */
export interface Sha256 {
  readonly sha256: Crypto['sha256']
  readonly hash256: Crypto['hash256']
  readonly hasher: Hasher
}

interface WasmHash {
  init(): WasmHash
  update(data: Uint8Array): WasmHash
  digest(form: 'binary'): Uint8Array
}

/** Longer inputs have a buffer of their own outside V8's heap already, or are worth its making. */
const SHORT = 256

/**
 * A state of hash-wasm as a function. It is shared, but a call never yields, so it cannot be re-entered.
 *
 * PERF: the package makes a view of its input, and a view of a short array moves that array out of V8's heap, 0.9 us and
 * more for the collector. So short inputs are handed over in one buffer, by a view of their length made before.
 */
function wasmHash(state: WasmHash): (data: Uint8Array) => Uint8Array {
  const buffer = new Uint8Array(SHORT)
  const views = Array.from({ length: SHORT + 1 }, (_, length) => buffer.subarray(0, length))
  return (data) => {
    const { length } = data
    const input = views[length] ?? data
    if (input !== data) buffer.set(data)
    return state.init().update(input).digest('binary')
  }
}

/** hash-wasm, about nine times as fast. */
export async function loadHashWasmKeccak(): Promise<Keccak | undefined> {
  const module = await importOptional('hash-wasm')
  const create = module?.createKeccak as ((bits: number) => Promise<WasmHash>) | undefined
  return create === undefined ? undefined : wasmHash(await create(256))
}

interface BatchHash {
  hashInto(input: Uint8Array, output: Uint8Array): void
}

/** The batch call of both packages wants views of the exact lengths. */
function batchHasher(name: string, { hashInto }: BatchHash): Hasher {
  return {
    name,
    hash64(input, count, output) {
      if (count > 0) hashInto(input.subarray(0, 64 * count), output.subarray(0, 32 * count))
    },
  }
}

/** as-sha256: four messages at a time where the host has SIMD. */
export async function loadAsSha256(): Promise<Sha256 | undefined> {
  const module = await importOptional('@chainsafe/as-sha256')
  if (module === undefined) return undefined
  const { digest } = module as unknown as { digest(data: Uint8Array): Uint8Array }
  // A copy: the package cuts digests from a shared pool, and a kept one would keep the pool.
  const sha256 = (data: Uint8Array) => new Uint8Array(digest(data))
  return {
    sha256,
    hash256: (data) => sha256(digest(data)),
    hasher: batchHasher('as-sha256', module as unknown as BatchHash),
  }
}

/** hash-wasm's RIPEMD-160, about four times as fast. */
export async function loadHashWasmRipemd160(): Promise<Crypto['ripemd160'] | undefined> {
  const module = await importOptional('hash-wasm')
  const create = module?.createRIPEMD160 as (() => Promise<WasmHash>) | undefined
  return create === undefined ? undefined : wasmHash(await create())
}

type OneShotHash = (algorithm: string, data: Uint8Array, form: 'utf16le') => string

/** SHA-256 and its double. */
type PlainSha256 = Pick<Sha256, 'sha256' | 'hash256'>

/**
 * Node's own one-shot hash where it has one (20.12 and later). PERF: its digest as a string of 16 characters of two bytes
 * each takes half the time of one as a Buffer, which is an object outside of V8's heap: 0.3 us for 33 bytes, hash-wasm
 * takes 0.5. The inner digest of the double hash goes through one buffer.
 */
async function loadNodeSha256(): Promise<PlainSha256> {
  const node = await importOptional('node:crypto')
  const hash = node?.hash as OneShotHash | undefined
  if (hash === undefined) return nobleCrypto
  const inner = new Uint8Array(32)
  const write = (data: Uint8Array, out: Uint8Array) => {
    const digest = hash('sha256', data, 'utf16le')
    for (let i = 0; i < 16; i++) {
      const pair = digest.charCodeAt(i)
      out[2 * i] = pair
      out[2 * i + 1] = pair >>> 8
    }
    return out
  }
  return {
    sha256: (data) => write(data, new Uint8Array(32)),
    hash256: (data) => write(write(data, inner), new Uint8Array(32)),
  }
}

/** hashtree for the tree, Node's hash for all else. */
export async function loadHashtree(): Promise<Sha256 | undefined> {
  const module = await importOptional('@chainsafe/hashtree')
  if (module === undefined) return undefined
  const hasher = batchHasher('hashtree', module as unknown as BatchHash)
  const { sha256, hash256 } = await loadNodeSha256()
  return { sha256, hash256, hasher }
}

/** The portable Keccak, in the form of a loader. */
export async function loadNobleKeccak(): Promise<Keccak> {
  return nobleCrypto.keccak256
}

/** The portable RIPEMD-160, in the form of a loader. */
export async function loadNobleRipemd160(): Promise<Crypto['ripemd160']> {
  return nobleCrypto.ripemd160
}

/** The portable SHA-256, in the form of a loader. */
export async function loadNobleSha256(): Promise<Sha256> {
  return { sha256: nobleCrypto.sha256, hash256: nobleCrypto.hash256, hasher: nobleHasher }
}
