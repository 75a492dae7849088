/**
 * Payloads of the TVM engine, opcodes 0x40 to 0x4F (paper, equation 15: they are 0x10 to 0x12 with Tron's namespace). The
 * byte layout is the EVM's; docs/protocol.md repeats it. Addresses are 20 bytes without 0x41.
 */
import { InvalidTransactionError } from '../../errors.ts'
import { EMPTY_BYTES } from '../../primitives/bytes.ts'
import { bytesToU256, u256ToBytes } from '../../primitives/u256.ts'

/** First bytes of the engine's payloads. The rest of 0x40..0x4F is reserved. */
export const TvmOpcode = { call: 0x40, create: 0x41, transfer: 0x42 } as const

/** A parsed payload. */
export interface TvmPayload {
  readonly opcode: number
  /** 20 bytes; undefined creates a contract. */
  readonly to: Uint8Array | undefined
  /** Base units; a multiple of 10^12 (one sun). */
  readonly value: bigint
  /** Calldata or init code; a view of the payload. */
  readonly data: Uint8Array
}

interface Layout {
  readonly name: string
  /** A 20-byte recipient follows the opcode. */
  readonly hasRecipient: boolean
  /** Calldata or init code follows the value, to the end. */
  readonly hasData: boolean
}

/** opcode || recipient 20 bytes, if any || value 32 bytes big-endian || data, if any. */
const LAYOUTS: Readonly<Record<number, Layout>> = {
  [TvmOpcode.call]: { name: 'call', hasRecipient: true, hasData: true },
  [TvmOpcode.create]: { name: 'create', hasRecipient: false, hasData: true },
  [TvmOpcode.transfer]: { name: 'transfer', hasRecipient: true, hasData: false },
}

const ADDRESS_BYTES = 20
const VALUE_BYTES = 32

/** Base units of one sun. */
const SUN = 10n ** 12n
/** Tron's amounts are int64 sun. */
const VALUE_MAX = ((1n << 63n) - 1n) * SUN

/** Parses a whole payload. Throws InvalidTransactionError: UnknownOpcode, MalformedPayload, AmountOutOfRange. */
export function decodePayload(payload: Uint8Array): TvmPayload {
  const opcode = payload[0] ?? 0
  const layout = LAYOUTS[opcode]
  if (layout === undefined) {
    throw new InvalidTransactionError(
      'UnknownOpcode',
      `payload of the tvm expected to begin with 0x40, 0x41 or 0x42, got 0x${opcode.toString(16).padStart(2, '0')}`,
      { opcode },
    )
  }
  const valueStart = layout.hasRecipient ? 1 + ADDRESS_BYTES : 1
  const dataStart = valueStart + VALUE_BYTES
  if (payload.length < dataStart || (!layout.hasData && payload.length > dataStart)) {
    const bound = layout.hasData ? 'at least' : 'exactly'
    throw new InvalidTransactionError(
      'MalformedPayload',
      `${layout.name} payload expected ${bound} ${dataStart} bytes, got ${payload.length}`,
      { opcode, expected: dataStart, actual: payload.length },
    )
  }
  const value = bytesToU256(payload.subarray(valueStart, dataStart))
  if (value % SUN !== 0n || value > VALUE_MAX) {
    throw new InvalidTransactionError(
      'AmountOutOfRange',
      `value of a tvm payload expected in whole sun (10^12 base units) below 2^63, got ${value}`,
      { value },
    )
  }
  return {
    opcode,
    to: layout.hasRecipient ? payload.subarray(1, valueStart) : undefined,
    value,
    data: layout.hasData ? payload.subarray(dataStart) : EMPTY_BYTES,
  }
}

/** Inverse of {@link decodePayload}. `to` is 20 bytes, `value` base units. A transfer is a call without data. */
export function encodePayload(payload: {
  readonly to?: Uint8Array | undefined
  readonly value?: bigint
  readonly data?: Uint8Array
}): Uint8Array {
  const { to, value = 0n, data = EMPTY_BYTES } = payload
  if (to !== undefined && to.length !== ADDRESS_BYTES) {
    throw new RangeError(`"to" expected ${ADDRESS_BYTES} bytes, got ${to.length}`)
  }
  const opcode =
    to === undefined ? TvmOpcode.create : data.length === 0 ? TvmOpcode.transfer : TvmOpcode.call
  const valueStart = to === undefined ? 1 : 1 + ADDRESS_BYTES
  const out = new Uint8Array(valueStart + VALUE_BYTES + data.length)
  out[0] = opcode
  if (to !== undefined) out.set(to, 1)
  out.set(u256ToBytes(value), valueStart)
  out.set(data, valueStart + VALUE_BYTES)
  return out
}
