/** Base64 (RFC 4648 with padding), as logs carry bytes. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function base64(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i
    const triple = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    out += ALPHABET[triple >> 18]! + ALPHABET[(triple >> 12) & 63]!
    out += left > 1 ? ALPHABET[(triple >> 6) & 63]! : '='
    out += left > 2 ? ALPHABET[triple & 63]! : '='
  }
  return out
}
