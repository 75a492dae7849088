/** Addresses derived from seeds: owned by a program because no key can exist for them. */
import { isEdwardsPoint } from '../../../crypto/curve25519.ts'
import type { Crypto } from '../../../crypto/types.ts'
import { concatBytes, utf8 } from '../../../primitives/bytes.ts'

/** Seeds of one address, the bump included. */
export const SEEDS_MAX = 16
/** Bytes of one seed. */
export const SEED_LENGTH_MAX = 32

const MARKER = utf8('ProgramDerivedAddress')

/** Texts of solana-pubkey. */
export const ADDRESS_ERROR_TEXT = {
  MaxSeedLengthExceeded: 'Length of the seed is too long for address generation',
  InvalidSeeds: 'Provided seeds do not result in a valid address',
  IllegalOwner: 'Provided owner is not allowed',
} as const
export type AddressError = keyof typeof ADDRESS_ERROR_TEXT

/** sha256(seeds || program || marker) when it is no point of the curve. PERF: about 50 us. */
export function createProgramAddress(
  crypto: Crypto,
  seeds: readonly Uint8Array[],
  program: Uint8Array,
): Uint8Array | AddressError {
  if (seeds.length > SEEDS_MAX || seeds.some(({ length }) => length > SEED_LENGTH_MAX))
    return 'MaxSeedLengthExceeded'
  const hash = crypto.sha256(concatBytes(...seeds, program, MARKER))
  return isEdwardsPoint(hash) ? 'InvalidSeeds' : hash
}

/** The first address, and its bump, counted down from 255 to 1; undefined if there is none. */
export function findProgramAddress(
  crypto: Crypto,
  seeds: readonly Uint8Array[],
  program: Uint8Array,
): { readonly address: Uint8Array; readonly bump: number } | undefined {
  for (let bump = 255; bump > 0; bump--) {
    const address = createProgramAddress(crypto, [...seeds, Uint8Array.of(bump)], program)
    if (typeof address !== 'string') return { address, bump }
  }
  return undefined
}
