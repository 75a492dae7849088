/** UTF-8 as Rust checks it, with its error texts: they appear in logs when a program logs other bytes. */

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true })

/** Range of the second byte of a sequence, by its first byte (RFC 3629); undefined is no first byte. */
function secondRange(
  first: number,
): readonly [length: number, low: number, high: number] | undefined {
  if (first >= 0xc2 && first <= 0xdf) return [2, 0x80, 0xbf]
  if (first === 0xe0) return [3, 0xa0, 0xbf]
  if (first === 0xed) return [3, 0x80, 0x9f]
  if (first >= 0xe1 && first <= 0xef) return [3, 0x80, 0xbf]
  if (first === 0xf0) return [4, 0x90, 0xbf]
  if (first >= 0xf1 && first <= 0xf3) return [4, 0x80, 0xbf]
  if (first === 0xf4) return [4, 0x80, 0x8f]
  return undefined
}

function invalid(length: number, at: number): string {
  return `invalid utf-8 sequence of ${length} bytes from index ${at}`
}

/** What is wrong with a sequence of several bytes at `at`, or its length. */
function sequence(bytes: Uint8Array, at: number): number | string {
  const range = secondRange(bytes[at]!)
  if (range === undefined) return invalid(1, at)
  const [length, low, high] = range
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i]
    if (byte === undefined) return `incomplete utf-8 byte sequence from index ${at}`
    if (byte < (i === 1 ? low : 0x80) || byte > (i === 1 ? high : 0xbf)) return invalid(i, at)
  }
  return length
}

/** Text of Rust's Utf8Error, or undefined for valid UTF-8. */
export function utf8Error(bytes: Uint8Array): string | undefined {
  let at = 0
  while (at < bytes.length) {
    if (bytes[at]! < 0x80) {
      at++
      continue
    }
    const step = sequence(bytes, at)
    if (typeof step === 'string') return step
    at += step
  }
  return undefined
}

/** Text of valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  return DECODER.decode(bytes)
}

/** Longest text that {@link asciiText} makes: its bytes become arguments of one call. */
const ASCII_MAX = 256

/** Text of bytes that are all ASCII and few, else undefined. PERF: most log lines; a decoder's call costs more than these. */
export function asciiText(bytes: Uint8Array): string | undefined {
  if (bytes.length > ASCII_MAX) return undefined
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! >= 0x80) return undefined
  return String.fromCharCode.apply(undefined, bytes as unknown as number[])
}
