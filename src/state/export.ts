/**
 * The canonical stream of a state: the same state gives the same bytes, whatever its history. Layout in docs/state.md:
 *
 *   "n-vm-state" || version u8 = 1 || root (32)
 *   leaves, ascending by (type, raw key): type u8 (not 0) || key length u16 || raw key || value length u32 || value
 *   0x00
 *   blobs, ascending by hash: 0x01 || hash (32) || length u32 || bytes
 *   0x00
 */
import { utf8 } from '../primitives/bytes.ts'
import type { State } from './state.ts'

/** First bytes of every export. */
export const EXPORT_MAGIC: Uint8Array = utf8('n-vm-state')
export const EXPORT_VERSION = 1

const CHUNK_BYTES = 65_536

/** Gathers small pieces into chunks of CHUNK_BYTES; the last one is shorter. */
class Chunks {
  #chunk = new Uint8Array(CHUNK_BYTES)
  #used = 0

  rest(): Uint8Array {
    return this.#chunk.slice(0, this.#used)
  }

  *add(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
    for (let from = 0; from < bytes.length; ) {
      const length = Math.min(bytes.length - from, CHUNK_BYTES - this.#used)
      this.#chunk.set(bytes.subarray(from, from + length), this.#used)
      this.#used += length
      from += length
      if (this.#used < CHUNK_BYTES) continue
      yield this.#chunk
      this.#chunk = new Uint8Array(CHUNK_BYTES)
      this.#used = 0
    }
  }
}

function entry(head: number, key: Uint8Array, keyLength: boolean, value: Uint8Array): Uint8Array {
  const at = keyLength ? 3 : 1
  const out = new Uint8Array(at + key.length + 4 + value.length)
  const view = new DataView(out.buffer)
  out[0] = head
  if (keyLength) view.setUint16(1, key.length)
  out.set(key, at)
  view.setUint32(at + key.length, value.length)
  out.set(value, at + key.length + 4)
  return out
}

/**
 * Chunks of at most 64 KiB. The handle may not be released before the last one. Blobs are those that the records name,
 * if the family was given `blobHashes`; else all that the family knows, which then depends on its history.
 * O(cells log cells) before the first leaf.
 */
export function* exportState(state: State): Generator<Uint8Array, void, undefined> {
  const chunks = new Chunks()
  yield* chunks.add(EXPORT_MAGIC)
  yield* chunks.add(Uint8Array.of(EXPORT_VERSION))
  yield* chunks.add(state.root)
  for (const [type, rawKey, value] of state.leaves()) {
    yield* chunks.add(entry(type, rawKey, true, value))
  }
  yield* chunks.add(Uint8Array.of(0))
  for (const [hash, bytes] of state.knownBlobs()) yield* chunks.add(entry(1, hash, false, bytes))
  yield* chunks.add(Uint8Array.of(0))
  yield chunks.rest()
}
