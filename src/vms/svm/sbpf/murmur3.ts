/** MurmurHash3 x86_32 with seed 0: names of syscalls and slots of functions are called by this hash. */

const C1 = 0xcc9e2d51
const C2 = 0x1b873593

function mix(k: number): number {
  const scaled = Math.imul(k, C1)
  return Math.imul((scaled << 15) | (scaled >>> 17), C2)
}

/** Unsigned 32-bit hash. */
export function murmur3(bytes: Uint8Array): number {
  const whole = bytes.length & ~3
  let hash = 0
  for (let i = 0; i < whole; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    hash ^= mix(word)
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
  }
  let tail = 0
  for (let i = bytes.length - 1; i >= whole; i--) tail = (tail << 8) | bytes[i]!
  if (whole !== bytes.length) hash ^= mix(tail)
  hash ^= bytes.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Hash of an ASCII symbol name. */
export function hashSymbol(name: string): number {
  const bytes = new Uint8Array(name.length)
  for (let i = 0; i < name.length; i++) bytes[i] = name.charCodeAt(i)
  return murmur3(bytes)
}

/** Hash under which an internal function at a slot is called in versions 0-2: of the slot as u64 LE. */
export function hashSlot(slot: number): number {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setUint32(0, slot, true)
  return murmur3(bytes)
}
