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
  #view = new DataView(this.#chunk.buffer)
  #used = 0

  /** A copy that nobody else writes to. Cost: proportional to its length. */
  copy(bytes: Uint8Array): Uint8Array {
    if (bytes.length > LONGEST) return new Uint8Array(bytes)
    const copy = this.take(bytes.length)
    copy.set(bytes)
    return copy
  }

  /** A view over the latest copy, or over more: the copy's `byteOffset` counts from its beginning. Makes none for short copies. */
  viewOf(copy: Uint8Array): DataView {
    return copy.buffer === this.#view.buffer ? this.#view : new DataView(copy.buffer)
  }

  /** That many zeros that nobody else writes to. */
  take(length: number): Uint8Array {
    if (length > LONGEST) return new Uint8Array(length)
    const start = this.#reserve(length)
    return this.#chunk.subarray(start, start + length)
  }

  /** {@link copy} of a piece of a view, which has it. PERF: makes no view of the piece, which would cost what the copy does. */
  copyOf(view: DataView, start: number, length: number): Uint8Array {
    if (length > LONGEST)
      return new Uint8Array(view.buffer, view.byteOffset + start, length).slice()
    const at = this.#reserve(length)
    const chunk = this.#view
    let i = 0
    for (; i + 4 <= length; i += 4) chunk.setInt32(at + i, view.getInt32(start + i, true), true)
    for (; i < length; i++) chunk.setUint8(at + i, view.getUint8(start + i))
    return this.#chunk.subarray(at, at + length)
  }

  /** Offset in the chunk of that many bytes. */
  #reserve(length: number): number {
    if (this.#used + length > this.#chunk.length) {
      this.#chunk = new Uint8Array(CHUNK)
      this.#view = new DataView(this.#chunk.buffer)
      this.#used = 0
    }
    const start = this.#used
    this.#used = start + length
    return start
  }
}
