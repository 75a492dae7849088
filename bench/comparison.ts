/**
 * What a benchmark hands back. bench/NAME.ts exports `run(): Promise<Comparison[]>`, or `parts`, functions by name that
 * bench/run.ts runs in a process each, so that what the compiler learnt from one does not slow the next.
 */
export interface Comparison {
  /** What was done, for example `ETH transfer, no signatures`. */
  readonly name: string
  /** Our figure, in `unit`. */
  readonly ours: number
  /** The peer's figure on the same input in the same run; null where there is no peer (a landmark of our own). */
  readonly peer: number | null
  /** How many times better ours is than the peer's: above 1 is better, whatever the unit's direction. */
  readonly ratio: number | null
  /** For example `tx/s`, `Mgas/s`, `bytes/account`. */
  readonly unit: string
  /** Who the peer is, or a goal; printed in the table only. */
  readonly note?: string
}
