/**
 * Execution layer requests (EIP-7685): deposits from the logs of the deposit contract (EIP-6110), withdrawals
 * (EIP-7002) and consolidations (EIP-7251) from system contracts. A list is its type byte and the requests' bytes.
 */
import { bytesToU256 } from '../../primitives/u256.ts'
import type { Log } from '../../state/log.ts'

/** First byte of each list. */
export const RequestType = { deposit: 0x00, withdrawal: 0x01, consolidation: 0x02 } as const

/** keccak256("DepositEvent(bytes,bytes,bytes,bytes,bytes)"): the only topic that makes a deposit. */
const DEPOSIT_TOPIC = 0x649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5n

/** ABI of the event's data: head offsets, then each field as length and padded bytes. Anything else is refused. */
const DEPOSIT_FIELDS: readonly { readonly offset: number; readonly length: number }[] = [
  { offset: 160, length: 48 }, // public key
  { offset: 256, length: 32 }, // withdrawal credentials
  { offset: 320, length: 8 }, // amount in gwei, little-endian
  { offset: 384, length: 96 }, // signature
  { offset: 512, length: 8 }, // index, little-endian
]
const DEPOSIT_DATA_BYTES = 576
const DEPOSIT_REQUEST_BYTES = 192

/** Whether the log is a deposit event; its address is the caller's to compare. */
export function isDepositEvent(log: Log): boolean {
  const topic = log.topics[0]
  return topic !== undefined && bytesToU256(topic) === DEPOSIT_TOPIC
}

/** The 192 bytes of a deposit request, or undefined if the event's data has another layout than EIP-6110's. */
export function parseDeposit(data: Uint8Array): Uint8Array | undefined {
  if (data.length !== DEPOSIT_DATA_BYTES) return undefined
  const out = new Uint8Array(DEPOSIT_REQUEST_BYTES)
  let position = 0
  for (const [index, { offset, length }] of DEPOSIT_FIELDS.entries()) {
    if (bytesToU256(data.subarray(index * 32, index * 32 + 32)) !== BigInt(offset)) return undefined
    if (bytesToU256(data.subarray(offset, offset + 32)) !== BigInt(length)) return undefined
    out.set(data.subarray(offset + 32, offset + 32 + length), position)
    position += length
  }
  return out
}

/** A typed list: the type byte, then the requests one after another. */
export function requestList(type: number, data: readonly Uint8Array[]): Uint8Array {
  let length = 1
  for (const part of data) length += part.length
  const out = new Uint8Array(length)
  out[0] = type
  let position = 1
  for (const part of data) {
    out.set(part, position)
    position += part.length
  }
  return out
}
