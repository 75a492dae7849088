/**
 * A power of a double, rounded once. `**` and Math.pow may differ in the last digit between JavaScript engines, so what
 * reaches state may not come from them; + - * / are exact by IEEE 754.
 */

/** Binary digits of the fixed-point numbers. */
const DIGITS = 192n

/**
 * `base` to the power of `exponent`, as a double; 0 <= base <= 1. Within 2^-100 of the exact value before it is rounded.
 * Cost: logarithmic in the exponent.
 */
export function exactPower(base: number, exponent: bigint): number {
  // Scaling by a power of two is exact; what is below 2^-100 of the base is cut off.
  let square = BigInt(Math.trunc(base * 2 ** 100)) << (DIGITS - 100n)
  let power = 1n << DIGITS
  for (let rest = exponent; rest > 0n && power > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) power = (power * square) >> DIGITS
    square = (square * square) >> DIGITS
  }
  return Number(power) / 2 ** Number(DIGITS)
}
