/** Payloads of the TVM engine, opcodes 0x40 to 0x4F: the EVM's layout. Addresses are 20 bytes without 0x41. */
import { InvalidTransactionError } from '../../errors.ts'
import { type Payload, type PayloadFields, payloadCodec } from '../evm-core/payload.ts'

/** First bytes of the engine's payloads. The rest of 0x40..0x4F is reserved. */
export const TvmOpcode = { call: 0x40, create: 0x41, transfer: 0x42 } as const

/** A parsed payload; `value` is in base units, a multiple of 10^12 (one sun). */
export type TvmPayload = Payload

const CODEC = payloadCodec('tvm', TvmOpcode)
/** Base units of one sun. */
const SUN = 10n ** 12n
/** Tron's amounts are int64 sun. */
const VALUE_MAX = ((1n << 63n) - 1n) * SUN

/** Parses a whole payload. Throws InvalidTransactionError: UnknownOpcode, MalformedPayload, AmountOutOfRange. */
export function decodePayload(payload: Uint8Array): TvmPayload {
  const parsed = CODEC.decode(payload)
  const { value } = parsed
  if (value % SUN !== 0n || value > VALUE_MAX) {
    throw new InvalidTransactionError(
      'AmountOutOfRange',
      `value of a tvm payload expected in whole sun (10^12 base units) below 2^63, got ${value}`,
      { value },
    )
  }
  return parsed
}

/** Inverse of {@link decodePayload}. `to` is 20 bytes, `value` base units. A transfer is a call without data. */
export function encodePayload(payload: PayloadFields): Uint8Array {
  return CODEC.encode(payload)
}
