/** An account while a transaction runs: a private copy whose changes the transaction writes back if it succeeds. */
import { wordToKey } from '../../../primitives/bytes.ts'

/** Solana's highest rent epoch: this account is exempt. All accounts are. */
export const RENT_EPOCH_EXEMPT = 0xffff_ffff_ffff_ffffn

/** Change it through {@link BorrowedAccount} only, which applies the rules. */
export interface TransactionAccount {
  /** 32 bytes. */
  readonly key: Uint8Array
  /** `wordToKey(key)`: for maps and quick comparison. */
  readonly id: string
  /** 64 bits unsigned. */
  lamports: bigint
  /** 32 bytes; replaced, never written in place. */
  owner: Uint8Array
  /** Exactly the account's bytes; belongs to someone else until {@link ownsData}. */
  data: Uint8Array
  /** Whether `data` is this transaction's own copy and may be written in place. */
  ownsData: boolean
  executable: boolean
  rentEpoch: bigint
  /** Whether any rule let something change (Agave's touched flag). */
  touched: boolean
}

/** What state says of an account. */
export type AccountFields = Readonly<
  Pick<TransactionAccount, 'lamports' | 'owner' | 'data' | 'executable'>
>

/** `data` is not copied until something writes to it. */
export function createAccount(fields: {
  readonly key: Uint8Array
  readonly lamports: bigint
  readonly owner: Uint8Array
  readonly data: Uint8Array
  readonly executable?: boolean
}): TransactionAccount {
  const { key, lamports, owner, data, executable = false } = fields
  return {
    key,
    id: wordToKey(key),
    lamports,
    owner,
    data,
    ownsData: false,
    executable,
    rentEpoch: RENT_EPOCH_EXEMPT,
    touched: false,
  }
}

/** {@link createAccount} of a loaded account. */
export function loadedAccount(
  { bytes, id }: { readonly bytes: Uint8Array; readonly id: string },
  loaded: AccountFields,
): TransactionAccount {
  return {
    key: bytes,
    id,
    lamports: loaded.lamports,
    owner: loaded.owner,
    data: loaded.data,
    ownsData: false,
    executable: loaded.executable,
    rentEpoch: RENT_EPOCH_EXEMPT,
    touched: false,
  }
}
