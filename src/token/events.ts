/** What token operations did, for faces to show in their own form (ERC-20 logs, receipts of native operations). */

export type TokenEvent =
  | {
      readonly kind: 'transfer'
      readonly mint: Uint8Array
      /** AccountId; undefined for newly minted units. */
      readonly from: Uint8Array | undefined
      /** AccountId; undefined for burnt units. */
      readonly to: Uint8Array | undefined
      readonly amount: bigint
    }
  | {
      readonly kind: 'approval'
      readonly mint: Uint8Array
      readonly owner: Uint8Array
      readonly spender: Uint8Array
      /** The allowance from now on. */
      readonly amount: bigint
    }
  | {
      readonly kind: 'created' | 'paused' | 'reviewed'
      readonly mint: Uint8Array
    }
  | {
      readonly kind: 'frozen' | 'thawed'
      readonly mint: Uint8Array
      readonly account: Uint8Array
    }
