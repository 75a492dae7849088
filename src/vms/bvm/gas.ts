/** Prices of payloads 0x30 to 0x33 in shared gas. Parts are priced as the EVM prices the like, bytes by weight. */
import type { BvmContext } from './context.ts'
import type { BvmPayload } from './payload.ts'

const PART = {
  /** Envelope signature, nonce, fee and two accounts: what a plain Ethereum transfer costs. */
  base: 21_000n,
  /** A value where there was none, with its first access (SSTORE from zero, cold). */
  newValue: 22_100n,
  /** Coin moved between two accounts (CALL with value), with a cold account. */
  movedCoin: 11_600n,
} as const

/** Weight units of a byte outside a witness (BIP 141). */
const BYTE_WEIGHT = 4n

/** Gas of a payload before it runs, by its kind and length. A spend pays for its signature operations besides. */
export function payloadGas(context: BvmContext, payload: BvmPayload, length: number): bigint {
  const bytes = context.gasOf(BYTE_WEIGHT * BigInt(length))
  switch (payload.operation) {
    case 'lock':
      return PART.base + PART.newValue + bytes
    case 'evaluate':
    case 'spend':
      return PART.base + bytes
    case 'materialise':
      return PART.base + PART.newValue + PART.movedCoin + bytes
    default:
      return payload satisfies never
  }
}
