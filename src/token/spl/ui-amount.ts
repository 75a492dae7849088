/** Amounts as people write them: digits with a point that is `decimals` places from the right. */
import { MAX_U64 } from '../../primitives/u256.ts'
import { DIGITS_MAX } from './ui-units.ts'

/** An amount of base units as text, without zeros behind the point. */
export function amountToText(amount: bigint, decimals: number): string {
  const digits = amount.toString()
  if (decimals === 0) return digits
  const padded = digits.padStart(decimals + 1, '0')
  const text = `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`
  return text.replace(/0+$/, '').replace(/\.$/, '')
}

/** Base units of a text, or undefined where it is not an amount with at most that many decimals below 2^64. */
export function textToAmount(text: string, decimals: number): bigint | undefined {
  const parts = text.split('.')
  const [whole, fraction = ''] = [parts[0]!, parts[1]?.replace(/0+$/, '')]
  const length = new TextEncoder().encode(whole).length
  const fractionLength = new TextEncoder().encode(fraction).length
  if (whole === '' && fraction === '') return undefined
  if (parts.length > 2 || fractionLength > decimals) return undefined
  if (length + decimals > DIGITS_MAX) return undefined
  const digits = whole + fraction + '0'.repeat(decimals - fractionLength)
  // As Rust's parse: one plus sign may stand in front.
  const match = /^\+?([0-9]+)$/.exec(digits)
  if (match === null) return undefined
  const amount = BigInt(match[1]!)
  return amount > MAX_U64 ? undefined : amount
}
