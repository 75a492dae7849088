/**
 * What must hold before a transaction may take a fee: its form, signatures, blockhash or nonce, that it is new, and a
 * payer who can pay. Throws InvalidTransactionError and changes nothing; the order is Solana's.
 */
import { assertWalletAuthority } from '../../identity/alias.ts'
import { equalBytes } from '../../primitives/bytes.ts'
import { Namespace } from '../../state/reader.ts'
import type { SvmContext } from './context.ts'
import { ProgramId } from './ids.ts'
import { type KnownKey, Trait } from './known-keys.ts'
import { decodeNonce, durableNonce, encodeNonce, NONCE_BYTES } from './nonce.ts'
import { ADVANCE_NONCE } from './programs/system/instruction.ts'
import { isRentTransitionAllowed, rentMinimum } from './rent.ts'
import type { Signers } from './signers.ts'
import type { SvmAccount } from './state/accounts.ts'
import {
  type ComputeBudget,
  computeBudgetOf,
  feeOf,
  LAMPORTS_PER_SIGNATURE,
  type SolanaFee,
} from './transaction/compute-budget.ts'
import type { KnownTransaction } from './transaction/decode.ts'
import {
  checkLocks,
  hasFlag,
  KeyFlag,
  type LoadedMessage,
  loadMessage,
} from './transaction/loaded-message.ts'
import { resolveLookups } from './transaction/lookup-tables.ts'
import type { KnownMessage } from './transaction/message.ts'
import { refuse } from './transaction/refuse.ts'

/** A durable nonce that a transaction uses up, whether it succeeds or not. */
export interface NonceUse {
  readonly key: KnownKey
  /** Its state once it is advanced, 80 bytes. */
  readonly advanced: Uint8Array
}

/** An admitted transaction. */
export interface Admission {
  readonly message: LoadedMessage
  /** Undefined if it names a recent blockhash. */
  readonly nonce: NonceUse | undefined
}

/** Budget and fee: what the form alone decides. Throws InvalidComputeBudget. */
export function priceOf(message: KnownMessage): { budget: ComputeBudget; fee: SolanaFee } {
  const budget = computeBudgetOf(message)
  return { budget, fee: feeOf(message, budget) }
}

/** Index of the first key whose signature of the message fails under the strict rules; -1 if all have signed. */
export function firstBadSignature(signers: Signers, transaction: KnownTransaction): number {
  const { message, messageBytes, signatures } = transaction
  for (let index = 0; index < signatures.length; index++)
    if (!signers.hasSigned(message.known[index]!, messageBytes, signatures[index]!)) return index
  return -1
}

/** Every signing key has signed the message's bytes; `bad` is {@link firstBadSignature}. Throws InvalidSignature. */
export function checkSignatures(
  context: SvmContext,
  transaction: KnownTransaction,
  bad = firstBadSignature(context.signers, transaction),
): void {
  if (bad >= 0) refuse('SignatureFailure', `a signature of key ${bad} over the message`)
}

/** A wallet whose authority was revoked signs nothing any more, for whatever part it has in a transaction (S11). */
function checkAuthority({ accounts, services }: SvmContext, message: KnownMessage): void {
  for (let index = 0; index < message.header.requiredSignatures; index++) {
    const address = accounts.addressOf(message.known[index]!)
    if (address.aliased) assertWalletAuthority(services.journal, Namespace.svm, address.bytes)
  }
}

/** Index of the nonce account that a message's first instruction advances. */
function nonceIndex(message: KnownMessage): number | undefined {
  const first = message.instructions[0]
  if (first === undefined || first.data.length < 4) return undefined
  if (!message.known[first.program]!.is(Trait.system)) return undefined
  if (
    new DataView(first.data.buffer, first.data.byteOffset, 4).getUint32(0, true) !== ADVANCE_NONCE
  )
    return undefined
  const index = first.accounts[0]
  return index === undefined || index >= message.known.length ? undefined : index
}

/** The nonce that admits a message instead of a recent blockhash, or undefined. */
function nonceUse(context: SvmContext, loaded: LoadedMessage): NonceUse | undefined {
  const { message, keys } = loaded
  const index = nonceIndex(message)
  if (index === undefined || !hasFlag(loaded, index, KeyFlag.writable)) return undefined
  const key = message.known[index]!
  const account = context.loadKnown(key)
  if (account === undefined || !equalBytes(account.owner, ProgramId.system)) return undefined
  const state = account.data.length === NONCE_BYTES ? decodeNonce(account.data) : undefined
  if (state?.version !== 1 || state.data === undefined) return undefined
  const { authority, nonce } = state.data
  if (!equalBytes(nonce, message.blockhash)) return undefined
  const accounts = message.instructions[0]!.accounts
  const signs = (i: number) => hasFlag(loaded, i, KeyFlag.signer)
  if (!accounts.some((i) => signs(i) && equalBytes(keys[i]!, authority))) return undefined
  const next = durableNonce(context.services.crypto, context.blockhash)
  if (equalBytes(nonce, next)) return undefined
  const data = { authority, nonce: next, lamportsPerSignature: LAMPORTS_PER_SIGNATURE }
  return { key, advanced: encodeNonce({ version: 1, data }) }
}

/** Lamports that have to stay, or undefined if the account may pay no fees. */
function keptByPayer(payer: SvmAccount): bigint | undefined {
  if (!equalBytes(payer.owner, ProgramId.system)) return undefined
  if (payer.data.length === 0) return 0n
  if (payer.data.length !== NONCE_BYTES) return undefined
  return decodeNonce(payer.data)?.data === undefined ? undefined : rentMinimum(NONCE_BYTES)
}

/** Throws InvalidFeePayer or InsufficientFunds. */
export function checkFeePayer(context: SvmContext, key: KnownKey, fee: bigint): void {
  const payer = context.loadKnown(key)
  if (payer === undefined) refuse('AccountNotFound', 'a fee payer that exists')
  const kept = keptByPayer(payer)
  if (kept === undefined) refuse('InvalidAccountForFee', 'a plain account or a nonce as fee payer')
  const { lamports, data } = payer
  if (lamports < kept + fee)
    refuse('InsufficientFundsForFee', `${kept + fee} lamports of the fee payer, got ${lamports}`)
  const before = { lamports, dataLength: data.length }
  if (!isRentTransitionAllowed(key.bytes, before, { ...before, lamports: lamports - fee }))
    refuse('InsufficientFundsForRent', 'a fee payer that stays above the rent minimum', 0)
}

/** A nonce, or undefined for a recent blockhash. Throws ReferenceBlockUnknown, DuplicateTransaction. */
function checkAge(
  context: SvmContext,
  loaded: LoadedMessage,
  messageHash: Uint8Array,
): NonceUse | undefined {
  if (context.queue.isRecent(loaded.message.blockhash)) {
    if (context.queue.hasSeen(messageHash))
      refuse('AlreadyProcessed', 'a message that is new under its blockhash')
    return undefined
  }
  const nonce = nonceUse(context, loaded)
  if (nonce === undefined) refuse('BlockhashNotFound', 'a recent blockhash or the value of a nonce')
  return nonce
}

/** Resolves the keys of a sanitized message. Throws AddressLookupFailed, TooManyAccountKeys, DuplicateAccountKeys. */
export function resolveMessage(context: SvmContext, message: KnownMessage): LoadedMessage {
  const loaded = loadMessage(message, resolveLookups(context, message.lookups), context.keys)
  checkLocks(loaded)
  return loaded
}

/**
 * Admits a sanitized transaction into the running block. `badSignature` is {@link firstBadSignature} where it is known.
 * Throws InvalidTransactionError.
 */
export function admit(
  context: SvmContext,
  transaction: KnownTransaction,
  messageHash: Uint8Array,
  fee: bigint,
  badSignature?: number,
): Admission {
  const { message } = transaction
  if (context.options.verifySignatures !== false)
    checkSignatures(context, transaction, badSignature)
  const loaded = resolveMessage(context, message)
  const nonce = checkAge(context, loaded, messageHash)
  checkAuthority(context, message)
  checkFeePayer(context, message.known[0]!, fee)
  return { message: loaded, nonce }
}
