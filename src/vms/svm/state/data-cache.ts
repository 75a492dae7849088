/**
 * Bytes of programs by their SHA-256, so that a program's data is not put together from its pages for every transaction
 * that names it. A pure function of the hash: shared by all forks of a state, bounded in bytes, oldest out first.
 */
import { wordToKey } from '../../../primitives/bytes.ts'

export class DataCache {
  private readonly entries = new Map<string, Uint8Array>()
  private readonly bytesMax: number
  private bytes = 0

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax
  }

  get(hash: Uint8Array): Uint8Array | undefined {
    return this.entries.get(wordToKey(hash))
  }

  /** Keeps bytes that nobody writes to any more. */
  set(hash: Uint8Array, bytes: Uint8Array): void {
    const key = wordToKey(hash)
    if (bytes.length > this.bytesMax || this.entries.has(key)) return
    this.entries.set(key, bytes)
    this.bytes += bytes.length
    for (const [oldest, value] of this.entries) {
      if (this.bytes <= this.bytesMax) return
      this.entries.delete(oldest)
      this.bytes -= value.length
    }
  }
}
