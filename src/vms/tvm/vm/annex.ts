/** What Tron's machine keeps of a frame besides what the core keeps. */
import type { Frame } from '../../evm-core/frame.ts'

/** A factor of dynamic energy that changes nothing; also its decimal. */
export const FACTOR_ONE = 10_000

export class TvmAnnex {
  /** TRC-10 that came with the call; 0 and 0 for none. */
  readonly tokenId: bigint
  readonly tokenValue: bigint
  /** Of the contract whose code runs: 1 has the 63/64 rule and GASPRICE. */
  readonly version: number
  /** Dynamic energy of the contract in scope, 10,000 for none (id 72). */
  factor: number = FACTOR_ONE
  /** Penalty this frame paid. */
  penalty = 0
  /** Energy it began with. */
  start = 0
  /** Energy this frame gave to others and did not get back. */
  foreign = 0
  /** Position of the frame's own entry in the list of internal transactions, and where its descendants' begin. */
  internalFrom: number
  /** Hash that its internal transactions name as their parent. */
  parentHash: Uint8Array
  /** Runs a precompile: its output is delivered in full. */
  isPrecompile = false
  /** CREATE2 leaves the return data of the call before it (4.8.0). */
  keepsReturnData = false

  constructor(
    version: number,
    internalFrom: number,
    parentHash: Uint8Array,
    tokenId: bigint = 0n,
    tokenValue: bigint = 0n,
  ) {
    this.version = version
    this.internalFrom = internalFrom
    this.parentHash = parentHash
    this.tokenId = tokenId
    this.tokenValue = tokenValue
  }
}

/** The annex of a frame of this machine. */
export function annexOf(frame: Frame): TvmAnnex {
  return frame.annex as TvmAnnex
}
