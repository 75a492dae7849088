/**
 * Payloads of the machines of the EVM's kind: one layout under two ranges of opcodes (paper, equation 15). Gas limit, fees
 * and nonce are the envelope's. docs/protocol.md repeats the layout.
 */
import { InvalidTransactionError } from '../../errors.ts'
import { EMPTY_BYTES } from '../../primitives/bytes.ts'
import { bytesToU256, u256ToBytes } from '../../primitives/u256.ts'

/** A parsed payload. */
export interface Payload {
  readonly opcode: number
  /** 20 bytes; undefined creates a contract. */
  readonly to: Uint8Array | undefined
  /** Base units. */
  readonly value: bigint
  /** Calldata or init code; a view of the payload. */
  readonly data: Uint8Array
}

/** What {@link PayloadCodec.encode} takes: `to` 20 bytes, `value` below 2^256. A transfer is a call without data. */
export type PayloadFields = Partial<Pick<Payload, 'to' | 'value' | 'data'>>

/** First bytes of a machine's payloads. */
export interface PayloadOpcodes {
  readonly call: number
  readonly create: number
  readonly transfer: number
}

/** Both directions of one machine. */
export interface PayloadCodec {
  /** Parses a whole payload. Throws InvalidTransactionError: UnknownOpcode, MalformedPayload. */
  decode(payload: Uint8Array): Payload
  encode(fields: PayloadFields): Uint8Array
}

interface Layout {
  readonly name: string
  /** A 20-byte recipient follows the opcode. */
  readonly hasRecipient: boolean
  /** Calldata or init code follows the value, to the end. */
  readonly hasData: boolean
}

const ADDRESS_BYTES = 20
const VALUE_BYTES = 32

const hex = (byte: number) => `0x${byte.toString(16).padStart(2, '0')}`

/** opcode || recipient 20 bytes, if any || value 32 bytes big-endian || data, if any. */
const layoutsOf = (opcodes: PayloadOpcodes): Readonly<Record<number, Layout>> => ({
  [opcodes.call]: { name: 'call', hasRecipient: true, hasData: true },
  [opcodes.create]: { name: 'create', hasRecipient: false, hasData: true },
  [opcodes.transfer]: { name: 'transfer', hasRecipient: true, hasData: false },
})

function decode(machine: string, layouts: Readonly<Record<number, Layout>>, payload: Uint8Array) {
  const opcode = payload[0] ?? 0
  const layout = layouts[opcode]
  if (layout === undefined) {
    const known = Object.keys(layouts).map((number) => hex(Number(number)))
    throw new InvalidTransactionError(
      'UnknownOpcode',
      `payload of the ${machine} expected to begin with ${known.join(', ')}, got ${hex(opcode)}`,
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

function encode(opcodes: PayloadOpcodes, fields: PayloadFields): Uint8Array {
  const { to, value = 0n, data = EMPTY_BYTES } = fields
  if (to !== undefined && to.length !== ADDRESS_BYTES) {
    throw new RangeError(`"to" expected ${ADDRESS_BYTES} bytes, got ${to.length}`)
  }
  const valueStart = to === undefined ? 1 : 1 + ADDRESS_BYTES
  const out = new Uint8Array(valueStart + VALUE_BYTES + data.length)
  const called = data.length === 0 ? opcodes.transfer : opcodes.call
  out[0] = to === undefined ? opcodes.create : called
  if (to !== undefined) out.set(to, 1)
  out.set(u256ToBytes(value), valueStart)
  out.set(data, valueStart + VALUE_BYTES)
  return out
}

/** The codec of one machine, named in its errors. */
export function payloadCodec(machine: string, opcodes: PayloadOpcodes): PayloadCodec {
  const layouts = layoutsOf(opcodes)
  return {
    decode: (payload) => decode(machine, layouts, payload),
    encode: (fields) => encode(opcodes, fields),
  }
}
