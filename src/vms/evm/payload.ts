/** Payloads of the EVM engine, opcodes 0x10 to 0x1F: what an envelope, or a call from another machine, asks of it. */
import { type Payload, type PayloadFields, payloadCodec } from '../evm-core/payload.ts'

/** First bytes of the engine's payloads. The rest of 0x10..0x1F is reserved. */
export const EvmOpcode = { call: 0x10, create: 0x11, transfer: 0x12 } as const

/** A parsed payload; `value` is in wei. */
export type EvmPayload = Payload

const CODEC = payloadCodec('evm', EvmOpcode)

/** Parses a whole payload. Throws InvalidTransactionError: UnknownOpcode, MalformedPayload. */
export function decodePayload(payload: Uint8Array): EvmPayload {
  return CODEC.decode(payload)
}

/**
 * Inverse of {@link decodePayload}. `to` is 20 bytes, `value` base units below 2^256, big-endian in the bytes. A transfer is a
 * call without data; without `to` it is a creation.
 */
export function encodePayload(payload: PayloadFields): Uint8Array {
  return CODEC.encode(payload)
}
