/** An event of a running transaction; kept by the journal because a reverted frame takes its events back. */

/** An event, in Ethereum's form; other machines' logs use `data` and an empty topic list. */
export interface Log {
  /** 20 bytes for EVM and TVM, 32 for others. */
  readonly address: Uint8Array
  /** Each 32 bytes. */
  readonly topics: readonly Uint8Array[]
  /** Any length. */
  readonly data: Uint8Array
}
