/**
 * The compression function F of BLAKE2b (RFC 7693 section 3.2) with a free number of rounds, for EIP-152. A 64-bit
 * word is two neighbouring Int32 lanes, low half first: BigInt arithmetic is some thirty times slower per round.
 */

const SIGMA = Uint8Array.from([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11,
  7, 5, 3, 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4, 7, 9, 3, 1, 13, 12, 11, 14, 2, 6,
  5, 10, 4, 0, 15, 8, 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13, 2, 12, 6, 10, 0, 11, 8,
  3, 4, 13, 7, 5, 15, 14, 1, 9, 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11, 13, 11, 7, 14,
  12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10, 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5, 10,
  2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
])

/** The eight words of SHA-512's initial value, low half first. */
const IV = Int32Array.from([
  0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a,
  0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
])

const H = new Int32Array(16)
const V = new Int32Array(32)
const M = new Int32Array(32)

/** One mixing step on words a, b, c, d (lane numbers) with message lanes x and y. */
function mix(a: number, b: number, c: number, d: number, x: number, y: number): void {
  let al = V[a]!
  let ah = V[a + 1]!
  let bl = V[b]!
  let bh = V[b + 1]!
  let cl = V[c]!
  let ch = V[c + 1]!
  let dl = V[d]!
  let dh = V[d + 1]!
  // a = a + b + x
  let low = (al >>> 0) + (bl >>> 0) + (M[x]! >>> 0)
  ah = (ah + bh + M[x + 1]! + ((low / 4294967296) | 0)) | 0
  al = low | 0
  // d = rotr(d ^ a, 32)
  let t = dl ^ al
  dl = dh ^ ah
  dh = t
  // c = c + d
  low = (cl >>> 0) + (dl >>> 0)
  ch = (ch + dh + ((low / 4294967296) | 0)) | 0
  cl = low | 0
  // b = rotr(b ^ c, 24)
  bl ^= cl
  bh ^= ch
  t = (bl >>> 24) | (bh << 8)
  bh = (bh >>> 24) | (bl << 8)
  bl = t
  // a = a + b + y
  low = (al >>> 0) + (bl >>> 0) + (M[y]! >>> 0)
  ah = (ah + bh + M[y + 1]! + ((low / 4294967296) | 0)) | 0
  al = low | 0
  // d = rotr(d ^ a, 16)
  dl ^= al
  dh ^= ah
  t = (dl >>> 16) | (dh << 16)
  dh = (dh >>> 16) | (dl << 16)
  dl = t
  // c = c + d
  low = (cl >>> 0) + (dl >>> 0)
  ch = (ch + dh + ((low / 4294967296) | 0)) | 0
  cl = low | 0
  // b = rotr(b ^ c, 63)
  bl ^= cl
  bh ^= ch
  t = (bl << 1) | (bh >>> 31)
  bh = (bh << 1) | (bl >>> 31)
  bl = t
  V[a] = al
  V[a + 1] = ah
  V[b] = bl
  V[b + 1] = bh
  V[c] = cl
  V[c + 1] = ch
  V[d] = dl
  V[d + 1] = dh
}

function round(s: number): void {
  mix(0, 8, 16, 24, SIGMA[s]! << 1, SIGMA[s + 1]! << 1)
  mix(2, 10, 18, 26, SIGMA[s + 2]! << 1, SIGMA[s + 3]! << 1)
  mix(4, 12, 20, 28, SIGMA[s + 4]! << 1, SIGMA[s + 5]! << 1)
  mix(6, 14, 22, 30, SIGMA[s + 6]! << 1, SIGMA[s + 7]! << 1)
  mix(0, 10, 20, 30, SIGMA[s + 8]! << 1, SIGMA[s + 9]! << 1)
  mix(2, 12, 22, 24, SIGMA[s + 10]! << 1, SIGMA[s + 11]! << 1)
  mix(4, 14, 16, 26, SIGMA[s + 12]! << 1, SIGMA[s + 13]! << 1)
  mix(6, 8, 18, 28, SIGMA[s + 14]! << 1, SIGMA[s + 15]! << 1)
}

/**
 * 213 bytes in (rounds u32 big-endian, h 64, m 128, t 16 little-endian, final flag 1), 64 bytes out.
 * Throws RangeError on another length; any flag but 0 counts as 1 (EIP-152 has the caller refuse those).
 * PERF: proportional to the rounds.
 */
export function blake2f(input: Uint8Array): Uint8Array {
  if (input.length !== 213) throw new RangeError(`blake2f expected 213 bytes, got ${input.length}`)
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  const rounds = view.getUint32(0)
  for (let i = 0; i < 16; i++) H[i] = view.getInt32(4 + 4 * i, true)
  for (let i = 0; i < 32; i++) M[i] = view.getInt32(68 + 4 * i, true)
  V.set(H, 0)
  V.set(IV, 16)
  for (let i = 0; i < 4; i++) V[24 + i] = V[24 + i]! ^ view.getInt32(196 + 4 * i, true)
  if (input[212] !== 0) {
    V[28] = ~V[28]!
    V[29] = ~V[29]!
  }
  for (let i = 0, s = 0; i < rounds; i++) {
    round(s)
    s = s === 144 ? 0 : s + 16
  }
  const out = new Uint8Array(64)
  const outView = new DataView(out.buffer)
  for (let i = 0; i < 16; i++) outView.setInt32(4 * i, H[i]! ^ V[i]! ^ V[i + 16]!, true)
  return out
}
