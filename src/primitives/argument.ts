/**
 * Checks of what a host hands over, for hosts without TypeScript or with a slip in it: hex where bytes belong, a number
 * where a bigint belongs. Nothing a transaction can cause is judged here.
 */
import { NVmError, type NVmErrorName } from '../errors.ts'

/** Characters of a text that a message shows. */
const SHOWN = 60
const BYTES_TAG = '[object Uint8Array]'

/** Bytes, also of another realm (a worker's, a test runner's). A Buffer is bytes. */
export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array || Object.prototype.toString.call(value) === BYTES_TAG
}

/** What came, in a few words. */
function described(value: unknown): string {
  if (isBytes(value)) return `${value.length} bytes`
  if (typeof value === 'string') return `text "${value.slice(0, SHOWN)}"`
  if (typeof value === 'number') return `number ${value}`
  if (typeof value === 'bigint') return `${value}`
  if (value === null || value === undefined) return `${value}`
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`
}

/** Throws one error for one subject, e.g. `block`; context: `name` of the field, `expected`, `actual`. */
export class ArgumentCheck {
  private readonly code: NVmErrorName
  private readonly subject: string

  constructor(code: NVmErrorName, subject: string) {
    this.code = code
    this.subject = subject
  }

  /** Throws. */
  refuse(name: string, expected: string, value: unknown): never {
    const actual = described(value)
    const message = `${this.subject} ${name} expected ${expected}, got ${actual}`
    throw new NVmError(this.code, message, { name, expected, actual })
  }

  /** Bytes, of that length if one is named. */
  bytes(name: string, value: unknown, length?: number): void {
    if (isBytes(value) && (length === undefined || value.length === length)) return
    this.refuse(name, length === undefined ? 'a Uint8Array' : `${length} bytes (Uint8Array)`, value)
  }

  /** As {@link bytes}, or undefined. */
  bytesIfGiven(name: string, value: unknown, length?: number): void {
    if (value !== undefined) this.bytes(name, value, length)
  }

  /** A bigint from 0 to `max`; gives it back. */
  integer(name: string, value: unknown, max: bigint): bigint {
    if (typeof value === 'bigint' && value >= 0n && value <= max) return value
    return this.refuse(name, `a bigint of 0..${max}`, value)
  }

  /** As {@link integer}, or undefined. */
  integerIfGiven(name: string, value: unknown, max: bigint): void {
    if (value !== undefined) this.integer(name, value, max)
  }

  /** An array of {@link bytes}, or undefined. */
  eachBytes(name: string, values: readonly unknown[] | undefined, length?: number): void {
    const items = this.list(name, values)
    for (let i = 0; i < items.length; i++) this.bytes(`${name}[${i}]`, items[i], length)
  }

  /** An array of {@link integer}s, or undefined. */
  eachInteger(name: string, values: readonly unknown[] | undefined, max: bigint): void {
    const items = this.list(name, values)
    for (let i = 0; i < items.length; i++) this.integer(`${name}[${i}]`, items[i], max)
  }

  /** An array; gives it back, empty if undefined. */
  list<T>(name: string, value: readonly T[] | undefined): readonly T[] {
    if (value === undefined || Array.isArray(value)) return value ?? []
    return this.refuse(name, 'an array', value)
  }
}
