/** Reading calldata that is as if followed by zeros without end, and the word that pairing checks answer with. */

/** `length` bytes from `offset`, zeros past the end: a view where the input has them all, else a copy. */
export function readPadded(input: Uint8Array, offset: number, length: number): Uint8Array {
  if (offset + length <= input.length) return input.subarray(offset, offset + length)
  const out = new Uint8Array(length)
  if (offset < input.length) out.set(input.subarray(offset))
  return out
}

/** A 32-byte word, one for true and zero for false. */
export function booleanWord(value: boolean): Uint8Array {
  const out = new Uint8Array(32)
  if (value) out[31] = 1
  return out
}
