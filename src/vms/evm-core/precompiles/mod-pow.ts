/** Modular exponentiation from the bytes of the exponent, four bits at a time. */

/** Below this many exponent bytes a table of sixteen powers costs more than it saves. */
const TABLE_FROM_BYTES = 4

/** Bit by bit from the top; `power` starts as one. */
function stepBits(power: bigint, base: bigint, byte: number, modulus: bigint): bigint {
  let result = power
  for (let bit = 7; bit >= 0; bit--) {
    if (result !== 1n) result = (result * result) % modulus
    if (((byte >> bit) & 1) === 1) result = (result * base) % modulus
  }
  return result
}

function powersOf(base: bigint, modulus: bigint): bigint[] {
  const powers = [1n, base]
  for (let i = 2; i < 16; i++) powers.push((powers[i - 1]! * base) % modulus)
  return powers
}

function stepNibble(power: bigint, powers: bigint[], nibble: number, modulus: bigint): bigint {
  let result = power
  if (result !== 1n) {
    result = (result * result) % modulus
    result = (result * result) % modulus
    result = (result * result) % modulus
    result = (result * result) % modulus
  }
  return nibble === 0 ? result : (result * powers[nibble]!) % modulus
}

/**
 * base^exponent mod modulus, for modulus > 1 (even or odd) and base < modulus. The exponent is `exponent` big-endian
 * followed by `zeroBytes` bytes of zero, which are never allocated. PERF: one squaring a bit, bounded by gas.
 */
export function modPow(
  base: bigint,
  exponent: Uint8Array,
  zeroBytes: number,
  modulus: bigint,
): bigint {
  let first = 0
  while (first < exponent.length && exponent[first] === 0) first++
  if (first === exponent.length) return 1n
  if (base <= 1n) return base
  let power = 1n
  if (exponent.length - first < TABLE_FROM_BYTES) {
    for (let i = first; i < exponent.length; i++)
      power = stepBits(power, base, exponent[i]!, modulus)
  } else {
    const powers = powersOf(base, modulus)
    for (let i = first; i < exponent.length; i++) {
      power = stepNibble(power, powers, exponent[i]! >> 4, modulus)
      power = stepNibble(power, powers, exponent[i]! & 15, modulus)
    }
  }
  // Squaring zero or one for the rest of a long exponent changes nothing.
  for (let bit = 0; bit < 8 * zeroBytes && power > 1n; bit++) power = (power * power) % modulus
  return power
}
