/** Base58 with Bitcoin's alphabet, as Bitcoin, Tron and Solana write addresses. Cost: square in the length. */
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

const DIGIT: ReadonlyMap<string, number> = new Map([...ALPHABET].map((char, i) => [char, i]))

/** Text of bytes; every leading zero byte is a `1`. */
export function encodeBase58(bytes: Uint8Array): string {
  const digits: number[] = []
  let zeros = 0
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++
  for (let i = zeros; i < bytes.length; i++) {
    let carry = bytes[i]!
    for (let j = 0; j < digits.length; j++) {
      carry += digits[j]! * 256
      digits[j] = carry % 58
      carry = Math.floor(carry / 58)
    }
    for (; carry > 0; carry = Math.floor(carry / 58)) digits.push(carry % 58)
  }
  let out = '1'.repeat(zeros)
  for (let i = digits.length - 1; i >= 0; i--) out += ALPHABET[digits[i]!]
  return out
}

/** Bytes of a text. Throws TypeError on a foreign character, or on a text of more than `limit` characters. */
export function decodeBase58(text: string, limit = 256): Uint8Array {
  if (text.length > limit)
    throw new TypeError(`base58 expected at most ${limit} characters, got ${text.length}`)
  const bytes: number[] = []
  let zeros = 0
  while (zeros < text.length && text[zeros] === '1') zeros++
  for (let i = zeros; i < text.length; i++) {
    const digit = DIGIT.get(text[i]!)
    if (digit === undefined)
      throw new TypeError(
        `base58 expected characters of its alphabet, got ${JSON.stringify(text[i])}`,
      )
    let carry = digit
    for (let j = 0; j < bytes.length; j++) {
      carry += bytes[j]! * 58
      bytes[j] = carry & 0xff
      carry >>= 8
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 0xff)
  }
  const out = new Uint8Array(zeros + bytes.length)
  for (let i = 0; i < bytes.length; i++) out[zeros + i] = bytes[bytes.length - 1 - i]!
  return out
}
