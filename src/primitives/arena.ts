/**
 * Copies of many short byte strings in few buffers.
 *
 * PERF: a Uint8Array of more than 64 bytes has a buffer of its own outside the heap, which costs more to make and to collect
 * than the bytes cost to copy. A view keeps its whole chunk alive, so the owner of an arena lives about as long as
 * its copies: a block, not a cache.
 */
const CHUNK = 32 * 1024

/** Longer strings get buffers of their own. */
const LONGEST = 1024

export class ByteArena {
  #chunk = new Uint8Array(0)
  #used = 0

  /** A copy that nobody else writes to. Cost: proportional to its length. */
  copy(bytes: Uint8Array): Uint8Array {
    if (bytes.length > LONGEST) return new Uint8Array(bytes)
    const copy = this.take(bytes.length)
    copy.set(bytes)
    return copy
  }

  /** That many zeros that nobody else writes to. */
  take(length: number): Uint8Array {
    if (length > LONGEST) return new Uint8Array(length)
    if (this.#used + length > this.#chunk.length) {
      this.#chunk = new Uint8Array(CHUNK)
      this.#used = 0
    }
    const start = this.#used
    this.#used = start + length
    return this.#chunk.subarray(start, this.#used)
  }
}
