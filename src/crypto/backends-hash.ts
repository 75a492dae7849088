/**
 * Faster hashes: hash-wasm's Keccak, as-sha256 (WebAssembly with SIMD), hashtree (native). No types are imported
 * from the packages, so that none has to be there to compile against this library.
 */
import { nobleCrypto, nobleHasher } from './noble.ts'
import { importOptional } from './optional.ts'
import type { Crypto, Hasher } from './types.ts'
import { loadShortSha256 } from './wasm-sha256.ts'

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

/** hash-wasm, about nine times as fast. Its state is shared but a call never yields, so it cannot be re-entered. */
export async function loadHashWasmKeccak(): Promise<Keccak | undefined> {
  const module = await importOptional('hash-wasm')
  const create = module?.createKeccak as ((bits: number) => Promise<WasmHash>) | undefined
  if (create === undefined) return undefined
  const state = await create(256)
  return (data) => state.init().update(data).digest('binary')
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
  return {
    // A copy: the package cuts digests from a shared pool, and a kept one would keep the pool.
    ...withShort((data) => new Uint8Array(digest(data)), { once: 4096, twice: 4096 }),
    hasher: batchHasher('as-sha256', module as unknown as BatchHash),
  }
}

/** Most bytes of the messages that the assembled WebAssembly hashes faster than what is beside it. */
interface Bounds {
  readonly once: number
  readonly twice: number
}

/** `long`, and for what is short the WebAssembly of our own where the host has any. */
function withShort(long: Crypto['sha256'], bounds: Bounds): Omit<Sha256, 'hasher'> {
  const short = loadShortSha256()
  if (short === undefined) return { sha256: long, hash256: (data) => long(long(data)) }
  return {
    sha256: (data) => (data.length <= bounds.once ? short.once(data) : long(data)),
    hash256: (data) => (data.length <= bounds.twice ? short.twice(data) : short.once(long(data))),
  }
}

/** hash-wasm's RIPEMD-160, about four times as fast. */
export async function loadHashWasmRipemd160(): Promise<Crypto['ripemd160'] | undefined> {
  const module = await importOptional('hash-wasm')
  const create = module?.createRIPEMD160 as (() => Promise<WasmHash>) | undefined
  if (create === undefined) return undefined
  const state = await create()
  return (data) => state.init().update(data).digest('binary')
}

type OneShotHash = (algorithm: string, data: Uint8Array, form: 'buffer') => Uint8Array

/**
 * hashtree for 64-byte messages; for other short ones WebAssembly of our own; for the rest Node's own one-shot hash where it
 * has one (20.12 and later).
 */
export async function loadHashtree(): Promise<Sha256 | undefined> {
  const module = await importOptional('@chainsafe/hashtree')
  if (module === undefined) return undefined
  const node = await importOptional('node:crypto')
  const hash = node?.hash as OneShotHash | undefined
  const hasher = batchHasher('hashtree', module as unknown as BatchHash)
  const long: Crypto['sha256'] =
    hash === undefined
      ? nobleCrypto.sha256
      : (data) => new Uint8Array(hash('sha256', data, 'buffer'))
  // 0.5 us against 0.6 us for 119 bytes; twice 0.9 us against 1.0 us for 182.
  const { sha256, hash256 } = withShort(long, { once: 119, twice: 247 })
  return {
    sha256(data) {
      if (data.length !== 64) return sha256(data)
      const out = new Uint8Array(32)
      hasher.hash64(data, 1, out)
      return out
    },
    hash256,
    hasher,
  }
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
