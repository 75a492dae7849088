/**
 * Who may sign a transaction: java-tron's rules for permissions, keys and weights. The checks come in its order, each with
 * an error of its own.
 */
import type { Crypto } from '../../../crypto/types.ts'
import { InvalidTransactionError } from '../../../errors.ts'
import { bytesToHex, equalBytes } from '../../../primitives/bytes.ts'
import { ContractType, type ContractTypeName } from '../actuators/messages.ts'
import type { Permission } from '../state/account.ts'
import { type KnownSigner, recoverSigner } from './signature.ts'

/** Type of a permission that may be used by its id. */
const ACTIVE = 2

/** What is signed, and by which authority. */
export interface SignedContract {
  /** 20 bytes. */
  readonly owner: Uint8Array
  readonly type: ContractTypeName
  readonly permissionId: number
  /** The owner's permission of that id; undefined if it has none. */
  readonly permission: Permission | undefined
  readonly txid: Uint8Array
  readonly signatures: readonly Uint8Array[]
  /** Of the first signature, where it was recovered before. */
  readonly signer: KnownSigner | undefined
  /** Most signatures a transaction may have (TOTAL_SIGN_NUM). */
  readonly signaturesMax: bigint
}

/**
 * Recovers and weighs the signers; their addresses, 20 bytes each. Throws InvalidTransactionError: InvalidSignature, TooManySignatures, PermissionDenied,
 * SignerNotPermitted, DuplicateSigner, SignatureWeightTooLow. Cost: one recovery a signature.
 */
export function checkSigners(crypto: Crypto, signed: SignedContract): readonly Uint8Array[] {
  const { signatures, signaturesMax, txid } = signed
  if (signatures.length === 0) {
    throw new InvalidTransactionError('InvalidSignature', 'tron transaction expected a signature')
  }
  if (BigInt(signatures.length) > signaturesMax) tooMany(signaturesMax, signatures.length)
  const permission = checkPermission(signed)
  if (signatures.length > permission.keys.length)
    tooMany(BigInt(permission.keys.length), signatures.length)
  const seen: Uint8Array[] = []
  let weight = 0n
  for (const [i, signature] of signatures.entries()) {
    const signer =
      i === 0 ? firstSigner(crypto, signed, signature) : recoverSigner(crypto, txid, signature)
    weight += weightOf(permission, signer)
    if (seen.some((other) => equalBytes(other, signer))) {
      throw new InvalidTransactionError(
        'DuplicateSigner',
        `signers expected to differ, ${bytesToHex(signer)} signed twice`,
      )
    }
    seen.push(signer)
  }
  if (weight < permission.threshold) {
    throw new InvalidTransactionError(
      'SignatureWeightTooLow',
      `signatures expected a weight of at least ${permission.threshold}, got ${weight}`,
      { expected: permission.threshold, actual: weight },
    )
  }
  return seen
}

function firstSigner(
  crypto: Crypto,
  { txid, signer }: Pick<SignedContract, 'txid' | 'signer'>,
  signature: Uint8Array,
): Uint8Array {
  if (signer === undefined) return recoverSigner(crypto, txid, signature)
  if (signer instanceof InvalidTransactionError) throw signer
  return signer
}

/**
 * Whether the one signature of a transaction is its owner's own, which is all that an account asks for which has set no
 * permissions. False says nothing: {@link checkSigners} then says what is wrong.
 */
export function isSignedByOwner(
  crypto: Crypto,
  signed: Pick<SignedContract, 'owner' | 'txid' | 'signatures' | 'signer'>,
): boolean {
  const { owner, signatures } = signed
  const signature = signatures[0]
  return (
    signature !== undefined &&
    signatures.length === 1 &&
    equalBytes(firstSigner(crypto, signed, signature), owner)
  )
}

function tooMany(expected: bigint, actual: number): never {
  throw new InvalidTransactionError(
    'TooManySignatures',
    `signatures expected at most ${expected}, got ${actual}`,
    { expected, actual },
  )
}

/** Key's weight. java-tron refuses a signer without one before it looks for repetitions. */
function weightOf(permission: Permission, signer: Uint8Array): bigint {
  const key = permission.keys.find(({ address }) => equalBytes(address, signer))
  if (key !== undefined) return key.weight
  throw new InvalidTransactionError(
    'SignerNotPermitted',
    `signer expected among the ${permission.keys.length} keys of permission ${permission.id}, got ${bytesToHex(signer)}`,
    { signer: bytesToHex(signer), permission: permission.id },
  )
}

/** The owner permission may do everything; another one must be an active one that allows the contract's type. */
function checkPermission(signed: SignedContract): Permission {
  const { permission, permissionId, type, owner } = signed
  const denied = (expected: string): never => {
    throw new InvalidTransactionError(
      'PermissionDenied',
      `permission ${permissionId} of ${bytesToHex(owner)} expected ${expected}`,
      { permission: permissionId },
    )
  }
  if (permission === undefined) return denied('to exist')
  if (permissionId === 0) return permission
  if (permission.type !== ACTIVE) return denied('to be an active one')
  if (!allows(permission.operations, ContractType[type])) return denied(`to allow ${type}`)
  return permission
}

/** Bit of a contract type in a mask of 32 bytes, least significant bit of byte 0 first. */
function allows(operations: Uint8Array, type: number): boolean {
  return ((operations[type >> 3] ?? 0) & (1 << (type & 7))) !== 0
}
