/**
 * DER signatures as Bitcoin parses them. Backends get r || s only, so that how lax a parser is decides nothing: this
 * one takes what Bitcoin's consensus takes before BIP66 (libsecp256k1, contrib/lax_der_parsing.c).
 */

/** What stands behind a tag byte: offset and length, or undefined. */
function integerAt(
  der: Uint8Array,
  at: number,
  end: number,
): { start: number; length: number } | undefined {
  if (der[at] !== 2 || at + 1 >= end) return undefined
  let start = at + 2
  let length = der[at + 1]!
  if ((length & 0x80) !== 0) {
    let width = length - 0x80
    if (width > end - start) return undefined
    while (width > 0 && der[start] === 0) {
      start++
      width--
    }
    if (width >= 4) return undefined
    length = 0
    for (; width > 0; width--) length = length * 256 + der[start++]!
  }
  return length > end - start ? undefined : { start, length }
}

/** Copies the integer to the end of the 32 bytes at `offset`; false if it is longer. */
function copyInteger(der: Uint8Array, start: number, end: number, out: Uint8Array, offset: number) {
  let from = start
  while (from < end && der[from] === 0) from++
  if (end - from > 32) return false
  for (let i = from, to = offset + 32 - (end - from); i < end; i++) out[to++] = der[i]!
  return true
}

/**
 * r || s, 64 bytes big-endian, or undefined if the bytes are no signature even to a lax reader. Lengths and padding
 * may be wrong in the known ways, negative numbers count as positive, what follows s is ignored. A number of more than 32
 * bytes makes both zero, which no key verifies. The signature ends at `end`:
 * what stands behind, as the hash type, is not looked at. `out` is 64 bytes to be filled and returned.
 */
export function parseLaxDer(
  der: Uint8Array,
  end: number = der.length,
  out: Uint8Array = new Uint8Array(64),
): Uint8Array | undefined {
  if (der[0] !== 0x30 || end < 2) return undefined
  let at = 2
  const first = der[1]!
  if ((first & 0x80) !== 0) {
    if (first - 0x80 > end - at) return undefined
    at += first - 0x80
  }
  const r = integerAt(der, at, end)
  if (r === undefined) return undefined
  const s = integerAt(der, r.start + r.length, end)
  if (s === undefined) return undefined
  out.fill(0)
  const fits =
    copyInteger(der, r.start, r.start + r.length, out, 0) &&
    copyInteger(der, s.start, s.start + s.length, out, 32)
  if (!fits) out.fill(0)
  return out
}
