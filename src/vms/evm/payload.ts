/**
 * Payloads of the EVM engine, opcodes 0x10 to 0x1F: what an envelope, or a call from another machine, asks of it.
 * Gas limit, fees and nonce are the envelope's. The byte layout is a table; docs/protocol.md repeats it.
 */
import { InvalidTransactionError } from '../../errors.ts'
import { EMPTY_BYTES } from '../../primitives/bytes.ts'
import { bytesToU256, u256ToBytes } from '../../primitives/u256.ts'

/** First bytes of the engine's payloads. The rest of 0x10..0x1F is reserved. */
export const EvmOpcode = { call: 0x10, create: 0x11, transfer: 0x12 } as const

/** A parsed payload. */
export interface EvmPayload {
  readonly opcode: number
  /** 20 bytes; undefined creates a contract. */
  readonly to: Uint8Array | undefined
  /** Base units (wei). */
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
  [EvmOpcode.call]: { name: 'call', hasRecipient: true, hasData: true },
  [EvmOpcode.create]: { name: 'create', hasRecipient: false, hasData: true },
  [EvmOpcode.transfer]: { name: 'transfer', hasRecipient: true, hasData: false },
}

const ADDRESS_BYTES = 20
const VALUE_BYTES = 32

/** Parses a whole payload. Throws InvalidTransactionError: UnknownOpcode, MalformedPayload. */
export function decodePayload(payload: Uint8Array): EvmPayload {
  const opcode = payload[0] ?? 0
  const layout = LAYOUTS[opcode]
  if (layout === undefined) {
    throw new InvalidTransactionError(
      'UnknownOpcode',
      `payload of the evm expected to begin with 0x10, 0x11 or 0x12, got 0x${opcode.toString(16).padStart(2, '0')}`,
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
  return {
    opcode,
    to: layout.hasRecipient ? payload.subarray(1, valueStart) : undefined,
    value: bytesToU256(payload.subarray(valueStart, dataStart)),
    data: layout.hasData ? payload.subarray(dataStart) : EMPTY_BYTES,
  }
}

/** Inverse of {@link decodePayload}. `to` is 20 bytes, `value` below 2^256. A transfer is a call without data. */
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
    to === undefined ? EvmOpcode.create : data.length === 0 ? EvmOpcode.transfer : EvmOpcode.call
  const valueStart = to === undefined ? 1 : 1 + ADDRESS_BYTES
  const out = new Uint8Array(valueStart + VALUE_BYTES + data.length)
  out[0] = opcode
  if (to !== undefined) out.set(to, 1)
  out.set(u256ToBytes(value), valueStart)
  out.set(data, valueStart + VALUE_BYTES)
  return out
}
