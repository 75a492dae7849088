/**
 * Ethereum transactions as records. Integers are bigint because the protocol makes them 64 or 256 bits wide;
 * byte strings are views of the decoded bytes, which nobody changes.
 */

/** EIP-2718 types: 0 legacy, 1 access list (EIP-2930), 2 fee market (1559), 3 blob (4844), 4 set code (7702). */
export type TransactionType = 0 | 1 | 2 | 3 | 4

/** What a transaction declares to touch (EIP-2930). */
export interface AccessListEntry {
  /** 20 bytes. */
  readonly address: Uint8Array
  /** Below 2^256. */
  readonly storageKeys: readonly bigint[]
}

/**
 * One EIP-7702 authorization. Only the widths are checked when decoding: a tuple whose signature is no signature
 * is skipped when the transaction runs, it does not make the transaction invalid.
 */
export interface Authorization {
  /** Below 2^256; 0 is valid on every chain. */
  readonly chainId: bigint
  /** Whose code the authority takes, 20 bytes. */
  readonly address: Uint8Array
  /** Below 2^64. */
  readonly nonce: bigint
  /** Below 256. */
  readonly yParity: bigint
  /** Below 2^256. */
  readonly r: bigint
  /** Below 2^256. */
  readonly s: bigint
}

/** What a transaction asks for, without who signed it. Amounts in wei, gas in gas. */
export interface TransactionFields {
  readonly type: TransactionType
  /** Undefined only for a legacy transaction signed without EIP-155. */
  readonly chainId: bigint | undefined
  /** Below 2^64. */
  readonly nonce: bigint
  /** Below 2^64. */
  readonly gasLimit: bigint
  /** Types 0 and 1, else undefined. */
  readonly gasPrice: bigint | undefined
  /** Types 2 to 4, else undefined. */
  readonly maxFeePerGas: bigint | undefined
  /** Types 2 to 4, else undefined. */
  readonly maxPriorityFeePerGas: bigint | undefined
  /** 20 bytes; undefined creates a contract. */
  readonly to: Uint8Array | undefined
  readonly value: bigint
  readonly data: Uint8Array
  readonly accessList: readonly AccessListEntry[]
  /** Type 3, else undefined. */
  readonly maxFeePerBlobGas: bigint | undefined
  /** 32 bytes each; empty but for type 3. */
  readonly blobVersionedHashes: readonly Uint8Array[]
  /** Empty but for type 4. */
  readonly authorizationList: readonly Authorization[]
}

/** An ECDSA signature over secp256k1. */
export interface TransactionSignature {
  readonly yParity: 0 | 1
  readonly r: bigint
  readonly s: bigint
}

/** A decoded, signed transaction. */
export interface EthereumTransaction extends TransactionFields, TransactionSignature {
  /** The signed encoding, as in a block's transaction list. */
  readonly raw: Uint8Array
  /** r and s, 32 bytes each, big-endian. */
  readonly signature: Uint8Array
  /** keccak256 of `raw`, 32 bytes, computed when first asked for. */
  readonly hash: Uint8Array
  /** What the sender signed, 32 bytes. PERF: one keccak256 of about the transaction's length per call. */
  signingHash(): Uint8Array
}

/** The one hash the codec needs. */
export type Keccak256 = (data: Uint8Array) => Uint8Array
