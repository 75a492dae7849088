/** A Bitcoin transaction as its bytes say it. Every byte string is a view into `bytes`, which the value owns. */

/** What an input spends and how it proves that it may. */
export interface BitcoinInput {
  /** Id of the spent transaction, 32 bytes in internal order (explorers show the reverse). */
  readonly txid: Uint8Array
  /** Index of the spent output, 0 to 2^32-1. */
  readonly index: number
  /** Empty for a native segwit output. */
  readonly scriptSig: Uint8Array
  /** 0 to 2^32-1: BIP68 relative lock time, and whether `lockTime` counts. */
  readonly sequence: number
  /** Stack of BIP141, bottom first; empty without a witness. */
  readonly witness: readonly Uint8Array[]
}

/** What an output is worth and who may spend it. */
export interface BitcoinOutput {
  /** Satoshi. A signed 64-bit number in the bytes; `checkTransaction` refuses what is out of range. */
  readonly value: bigint
  /** The scriptPubKey. */
  readonly script: Uint8Array
}

/** What `encodeTransaction` needs. */
export interface TransactionFields {
  /** Signed 32-bit number. */
  readonly version: number
  readonly inputs: readonly BitcoinInput[]
  readonly outputs: readonly BitcoinOutput[]
  /** Height below 500,000,000, else seconds since 1970. */
  readonly lockTime: number
}

/** Where the parts lie in `bytes`: signature hashes are made of ranges of them. */
export interface TransactionLayout {
  /** Offset of each input (its txid). */
  readonly inputs: readonly number[]
  /** First byte after the count of outputs. */
  readonly outputsStart: number
  /** First byte after the last output. */
  readonly outputsEnd: number
}

/** Made by `decodeTransaction` only. */
export interface BitcoinTransaction extends TransactionFields {
  /** The one serialisation, with witness if it has one. */
  readonly bytes: Uint8Array
  /** hash256 of the bytes without witness, 32 bytes in internal order. PERF: hashed on first use. */
  readonly txid: Uint8Array
  /** hash256 of `bytes` (BIP141). PERF: hashed on first use. */
  readonly wtxid: Uint8Array
  /** Bytes without witness, marker and flag. */
  readonly strippedSize: number
  /** BIP141: 3 x strippedSize + size. */
  readonly weight: number
  readonly hasWitness: boolean
  readonly layout: TransactionLayout
}

/** A spent output, as the verification of scripts wants it. */
export type Prevout = BitcoinOutput
