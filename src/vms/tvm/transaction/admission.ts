/**
 * What keeps a transaction out before anything is paid, in java-tron's order behind its reference block (block-ids.ts): size,
 * expiration, repetition, authority, signatures. Reads state, changes nothing.
 */
import type { Crypto } from '../../../crypto/types.ts'
import { InvalidTransactionError } from '../../../errors.ts'
import { assertWalletAuthority } from '../../../identity/alias.ts'
import { equalBytes } from '../../../primitives/bytes.ts'
import { ACCOUNT_LOCKED, Namespace } from '../../../state/reader.ts'
import type { SeenTransactions } from '../seen.ts'
import type { Ledger } from '../state/ledger.ts'
import { isOn } from '../state/parameters.ts'
import { permissionById } from '../state/permissions.ts'
import type { TronTransaction } from './decode.ts'
import { checkSigners, isSignedByOwner } from './permission.ts'
import type { KnownSigner } from './signature.ts'

/** Constant.TRANSACTION_MAX_BYTE_SIZE. */
const SIZE_MAX = 500 * 1_024
/** Milliseconds: Constant.MAXIMUM_TIME_UNTIL_EXPIRATION. */
const LIFETIME_MAX = 24n * 60n * 60n * 1_000n

export interface AdmissionBlock {
  /** Seconds. */
  readonly timestamp: bigint
}

/** What the checks need of the block. */
export interface AdmissionScope {
  readonly ledger: Ledger
  readonly seen: SeenTransactions
}

/**
 * Checks a transaction; `signer` is that of its first signature, where it was recovered before. Throws InvalidTransactionError: TransactionTooLarge, Expired, ExpirationTooFar, DuplicateTransaction, AddressRevoked, AccountLocked, and those of {@link checkSigners}.
 */
export function checkAdmission(
  { ledger, seen }: AdmissionScope,
  crypto: Crypto,
  block: AdmissionBlock,
  tx: TronTransaction,
  signer?: KnownSigner,
): void {
  checkSize(tx)
  checkExpiration(ledger, block, tx.raw.expiration)
  seen.check(tx.txid, tx.raw.expiration)
  checkAuthority(ledger, crypto, tx, signer)
}

function checkSize({ size }: TronTransaction): void {
  if (size <= SIZE_MAX) return
  throw new InvalidTransactionError(
    'TransactionTooLarge',
    `tron transaction expected at most ${SIZE_MAX} bytes, got ${size}`,
    { bytes: size },
  )
}

/** Whether an expiration is one that transactions after a head block may have; all in milliseconds. */
export function livesAfter(headTime: bigint, expiration: bigint): boolean {
  return expiration > headTime && expiration <= headTime + LIFETIME_MAX
}

/**
 * Later than the head block, at most a day later: so long its marker is kept. Since id 88 not before the time of the
 * block it is in.
 */
function checkExpiration(ledger: Ledger, block: AdmissionBlock, expiration: bigint): void {
  const { headTime, parameters } = ledger
  const now = block.timestamp * 1_000n
  const isLate = isOn(parameters, 'CONSENSUS_LOGIC_OPTIMIZATION') && expiration < now
  if (expiration <= headTime || isLate) {
    throw new InvalidTransactionError(
      'Expired',
      `expiration expected after the head block (${headTime} ms), in a block of ${now} ms, got ${expiration}`,
      { headTime, expiration },
    )
  }
  if (expiration > headTime + LIFETIME_MAX) {
    throw new InvalidTransactionError(
      'ExpirationTooFar',
      `expiration expected at most a day after the head block (${headTime} ms), got ${expiration}`,
      { headTime, expiration },
    )
  }
}

/** A revoked wallet signs neither for its own address nor as another account's key (S11). */
function checkAuthority(
  ledger: Ledger,
  crypto: Crypto,
  tx: TronTransaction,
  signer: KnownSigner | undefined,
): void {
  const { journal, parameters } = ledger
  const owner = tx.contract.message.ownerAddress
  const handle = ledger.resolve(owner)
  if (handle.aliased) assertWalletAuthority(journal, Namespace.tvm, owner)
  const { txid, signatures } = tx
  // PERF: most accounts have no permissions of their own and sign with their one key.
  const isPlain =
    tx.entry.permissionId === 0 &&
    ledger.data(handle).permissions === undefined &&
    parameters.TOTAL_SIGN_NUM > 0n &&
    isSignedByOwner(crypto, { owner, txid, signatures, signer })
  if (!isPlain) checkPermissions(ledger, crypto, tx, signer)
  if ((handle.account.flags & ACCOUNT_LOCKED) !== 0) {
    throw new InvalidTransactionError(
      'AccountLocked',
      'owner expected to be free, another machine holds its account: it can pay no fee here',
    )
  }
}

/** The signers against the permission that the transaction names. */
function checkPermissions(
  ledger: Ledger,
  crypto: Crypto,
  tx: TronTransaction,
  signer: KnownSigner | undefined,
): void {
  const { journal, parameters } = ledger
  const owner = tx.contract.message.ownerAddress
  const handle = ledger.resolve(owner)
  const { permissionId } = tx.entry
  const signers = checkSigners(crypto, {
    owner,
    type: tx.contract.type,
    permissionId,
    // Before id 20 there is no other permission than the owner's.
    permission:
      permissionId === 0 || isOn(parameters, 'ALLOW_MULTI_SIGN')
        ? permissionById(ledger, handle, permissionId)
        : undefined,
    txid: tx.txid,
    signatures: tx.signatures,
    signer,
    signaturesMax: parameters.TOTAL_SIGN_NUM,
  })
  for (const signer of signers) {
    if (!equalBytes(signer, owner)) assertWalletAuthority(journal, Namespace.tvm, signer)
  }
}
