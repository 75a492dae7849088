/**
 * Rent: an account keeps a minimum of lamports, or none. 6,960 lamports a byte of data and of 128 bytes of overhead,
 * threshold 1.0 (deprecate_rent_exemption_threshold).
 */
import { equalBytes } from '../../primitives/bytes.ts'
import { INCINERATOR } from './ids.ts'

export const LAMPORTS_PER_BYTE = 6_960n
/** Bytes of overhead of an account. */
export const ACCOUNT_OVERHEAD = 128

/** Least lamports of an account with that many bytes of data: 6,960 for each of them and of 128 more. */
export function rentMinimum(dataLength: number): bigint {
  if (dataLength >= KNOWN_MINIMA) return minimumOf(dataLength)
  MINIMA[dataLength] ??= minimumOf(dataLength)
  return MINIMA[dataLength]!
}

/** Minima of small accounts, which are nearly all there are. */
const KNOWN_MINIMA = 1024
const MINIMA: (bigint | undefined)[] = new Array(KNOWN_MINIMA).fill(undefined)

function minimumOf(dataLength: number): bigint {
  return BigInt(ACCOUNT_OVERHEAD + dataLength) * LAMPORTS_PER_BYTE
}

export interface RentState {
  readonly lamports: bigint
  readonly dataLength: number
}

export interface OwnedRentState extends RentState {
  readonly owner: Uint8Array
}

function isRentPaying({ lamports, dataLength }: RentState): boolean {
  return lamports > 0n && lamports < rentMinimum(dataLength)
}

/**
 * Whether a fee, or a transaction on a chain without SIMD-0392, may leave an account so: empty or exempt, or still below the
 * minimum with the same size and no more lamports than before. The incinerator is free.
 */
export function isRentTransitionAllowed(
  address: Uint8Array,
  before: RentState,
  after: RentState,
): boolean {
  if (!isRentPaying(after)) return true
  if (equalBytes(address, INCINERATOR)) return true
  return (
    isRentPaying(before) &&
    before.dataLength === after.dataLength &&
    after.lamports <= before.lamports
  )
}

/**
 * Whether a transaction may leave an account so (SIMD-0392): empty, or with the minimum, or with no less than before if it
 * neither grew nor has another owner. The incinerator is free.
 */
export function keepsItsBalance(
  address: Uint8Array,
  before: OwnedRentState,
  after: OwnedRentState,
): boolean {
  if (!isRentPaying(after)) return true
  if (equalBytes(address, INCINERATOR)) return true
  return (
    before.lamports > 0n &&
    after.lamports >= before.lamports &&
    after.dataLength <= before.dataLength &&
    equalBytes(before.owner, after.owner)
  )
}
