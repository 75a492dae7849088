/**
 * What the journal asks of the state below it, and what it hands back at the end of a block. Any base that answers
 * these questions can stand under a journal: the head state, a witness that throws MissingState, a test's Map.
 */
import type { ChainConfig } from './chain-config.ts'

/** Address spaces of the machines, as they stand in alias keys and origins. */
export const Namespace = { evm: 1, svm: 2, bvm: 3, tvm: 4 } as const

/** The foreign address a legacy account was first reached by. Lets views name an account whose id is a one-way hash. */
export interface Origin {
  /** One of {@link Namespace}. */
  readonly namespace: number
  /** 20 bytes (EVM, Tron), 32 (Solana) or an output script (Bitcoin). */
  readonly address: Uint8Array
}

/** The machine-independent part of an account. Absent and all-default are the same thing. */
export interface AccountValue {
  /** Base units (10^-18 coin), below 2^256. */
  readonly balance: bigint
  /** Envelope nonce, u64. Ethereum's nonce is in the EVM's sub-record. */
  readonly nonce: bigint
  /** Authority epoch, u64: keys and sessions of an older epoch are void (S14). */
  readonly epoch: bigint
  /** Bit 0: no machine but the SVM may debit it (its SVM owner is not the System program or it has data). */
  readonly flags: number
  readonly origin: Origin | undefined
}

export const ACCOUNT_LOCKED = 1

/** Where an address points when it is not its own legacy id. */
export interface Alias {
  /** 32 bytes. */
  readonly id: Uint8Array
  /** The one address of the account in this machine that shows its balance and holds its record (S13). */
  readonly canonical: boolean
  /** The wallet behind the address has lost its authority (S11); the address keeps forwarding. */
  readonly revoked: boolean
}

/** Encoding of one machine's sub-record; the state never looks inside. `encode` must be canonical. */
export interface RecordCodec<T> {
  /** Stands in the record's key, 0..255, unique per machine. */
  readonly machine: number
  /** The one encoding of a value. */
  encode(value: T): Uint8Array
  /** Throws for bytes that `encode` would not have made. */
  decode(bytes: Uint8Array): T
}

/** Encoding of the cells of one type that are kept decoded. `encode` must be canonical; `parts` is the cell's key. */
export interface CellCodec<T> {
  /** One of CellType. */
  readonly type: number
  encode(value: T): Uint8Array
  decode(bytes: Uint8Array): T
}

/** All methods may throw MissingState when the state is partial. Nothing returned may be written to. */
export interface StateReader {
  readonly chain: ChainConfig
  /** By AccountId, 32 bytes; undefined if all of it is zero. */
  account(id: Uint8Array): AccountValue | undefined
  /** Bytes of a machine's sub-record. `id` is the account's, or for a non-canonical address that address's legacy id. */
  record(machine: number, id: Uint8Array): Uint8Array | undefined
  /** Zero when absent. `storageId` is 16 bytes. */
  slot(storageId: Uint8Array, key: bigint): bigint
  /** Number of non-zero slots. */
  slotCount(storageId: Uint8Array): number
  /** Non-zero slots in ascending order of key. Cost: proportional to their number. */
  slots(storageId: Uint8Array): readonly (readonly [key: bigint, value: bigint])[]
  /** Entry of an address; undefined without one. */
  alias(namespace: number, address: Uint8Array): Alias | undefined
  /** Id of an account known to have this origin: saves the hash; undefined says nothing. */
  originId(namespace: number, address: Uint8Array): Uint8Array | undefined
  /** Small values of other rooms, keyed by {@link CellType} and key parts. */
  cell(type: number, parts: readonly Uint8Array[]): Uint8Array | undefined
  /** Content-addressed bytes (contract code) that a record commits to by hash; undefined if unknown. */
  blob(hash: Uint8Array): Uint8Array | undefined
}

/** Everything a block changed, final values only, in the order of first touch; the state sorts by tree key. */
export interface StateDiff {
  /** Ids of 32 bytes; undefined is a deletion. */
  readonly accounts: readonly {
    readonly id: Uint8Array
    readonly value: AccountValue | undefined
  }[]
  /** Encoded by their machine; undefined is a deletion. */
  readonly records: readonly {
    readonly machine: number
    readonly id: Uint8Array
    readonly value: Uint8Array | undefined
  }[]
  /** Storage ids of 16 bytes, slots and values of 256 bits; zero is a deletion. */
  readonly storage: readonly {
    readonly storageId: Uint8Array
    readonly slots: readonly { readonly key: bigint; readonly value: bigint }[]
  }[]
  /** undefined is a deletion. */
  readonly aliases: readonly {
    readonly namespace: number
    readonly address: Uint8Array
    readonly value: Alias | undefined
  }[]
  /** undefined is a deletion. */
  readonly cells: readonly {
    readonly type: number
    readonly parts: readonly Uint8Array[]
    readonly value: Uint8Array | undefined
  }[]
  /** New contents by their hash of 32 bytes. */
  readonly blobs: readonly { readonly hash: Uint8Array; readonly bytes: Uint8Array }[]
  /** Storage ids whose slots are dead (S3): the state sweeps them, bounded per block. */
  readonly retired: readonly Uint8Array[]
}
