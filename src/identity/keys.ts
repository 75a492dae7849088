/**
 * Registered keys: who may sign for an account, and how that changes. A change needs two signatures: the envelope's,
 * by a key that the account has, and a proof of control by the new key (S14). An account that has neither a key nor
 * an id that certifies one accepts a key from nobody.
 */
import { Algorithm, algorithmFacts, verifySignature } from '../crypto/algorithms.ts'
import type { Crypto } from '../crypto/types.ts'
import type { BlockServices } from '../engine.ts'
import { assert, InvalidTransactionError } from '../errors.ts'
import { bigIntToBytes, bytesToHex, concatBytes, equalBytes, utf8 } from '../primitives/bytes.ts'
import { MAX_U64 } from '../primitives/u256.ts'
import type { Journal } from '../state/journal.ts'
import type { KeysRecord, RegisteredKey } from './authority.ts'
import { ACCOUNT_KEYS_MAX, compareKeys, KeyRole, readAuthority } from './authority.ts'
import { selfCertifyingId } from './legacy.ts'

/** The chain a proof of control is for (S9, S14). */
export interface ChainBinding {
  /** u64. */
  readonly chainId: bigint
  /** 32 bytes. */
  readonly genesisRoot: Uint8Array
}

/** What a new key signs (S14). */
export interface RegistrationMessage extends ChainBinding {
  /** AccountId, 32 bytes. */
  readonly id: Uint8Array
  /** Epoch in which the key will be valid. */
  readonly epoch: bigint
  /** The account's, u64; 0 for the first key. */
  readonly registrationNonce: bigint
  /** One of `Algorithm`. */
  readonly algorithm: number
  /** In the length of the algorithm. */
  readonly key: Uint8Array
  /** 0, owner; others are reserved. */
  readonly role: number
}

/** A key and its holder's signature of {@link registrationDigest}. */
export interface KeyRegistration {
  /** 0 to 2 of `Algorithm`. */
  readonly algorithm: number
  /** Ed25519 32 bytes, secp256k1 33 (compressed), ML-DSA-44 1,312. */
  readonly key: Uint8Array
  /** 0, owner; others are reserved. */
  readonly role: number
  /** Ed25519 and secp256k1 64 bytes, ML-DSA-44 2,420. */
  readonly signature: Uint8Array
}

const TAG = utf8('n-vm:key-registration:')

/**
 * 32 bytes the new key signs, one SHA-256; docs/protocol.md, "Proof of control". Lengths are not checked: a digest of wrong ones
 * is signed for nothing.
 */
export function registrationDigest(crypto: Crypto, message: RegistrationMessage): Uint8Array {
  return crypto.sha256(
    concatBytes(
      TAG,
      bigIntToBytes(message.chainId, 8),
      message.genesisRoot,
      message.id,
      bigIntToBytes(message.epoch, 8),
      bigIntToBytes(message.registrationNonce, 8),
      Uint8Array.of(message.algorithm),
      bigIntToBytes(BigInt(message.key.length), 2),
      message.key,
      Uint8Array.of(message.role),
    ),
  )
}

/** Throws for an account whose keys do not allow something. */
export function refuseKeys(
  name:
    | 'UnknownSender'
    | 'UnauthorizedKey'
    | 'KeyExpired'
    | 'KeyPolicyViolated'
    | 'SignatureWeightTooLow'
    | 'AccountExists'
    | 'ProofOfControlInvalid',
  id: Uint8Array,
  message: string,
): never {
  throw new InvalidTransactionError(name, message, { id: bytesToHex(id) })
}

/** A key that is to sign. */
export interface KeyUse {
  readonly algorithm: number
  readonly publicKey: Uint8Array
}

/** What the question who may sign for an account depends on. */
export type AuthorityServices = Pick<BlockServices, 'journal' | 'crypto' | 'block'>

/** Whether an id says of itself who speaks for it: it is the hash of the key, or the commitment that is proved. */
function certifies(crypto: Crypto, id: Uint8Array, { algorithm, publicKey }: KeyUse): boolean {
  return equalBytes(
    algorithm === Algorithm.proof ? publicKey : selfCertifyingId(crypto, algorithm, publicKey),
    id,
  )
}

/**
 * Whether keys may sign together for an account in this block: registered at its current epoch, not expired, as many as
 * its threshold; or before the account is created the one key its id certifies. The keys must differ. Throws
 * UnknownSender, UnauthorizedKey, KeyExpired or SignatureWeightTooLow.
 */
export function authorizeKeys(
  { journal, crypto, block }: AuthorityServices,
  id: Uint8Array,
  uses: readonly KeyUse[],
): void {
  const authority = readAuthority(journal, id)
  if (authority === undefined) {
    const [first] = uses
    if (uses.length === 1 && first !== undefined) {
      if (certifies(crypto, id, first)) return
    }
    refuseKeys(
      'UnknownSender',
      id,
      'sender expected to have keys, or an id that certifies the credential key',
    )
  }
  if (authority.kind === 'redirect')
    refuseKeys('UnknownSender', id, 'sender expected to be an account, it redirects to an identity')
  const { epoch } = journal.account(id)
  for (const use of uses) checkUse(id, authority, epoch, block.number, use)
  if (uses.length < authority.threshold) {
    refuseKeys(
      'SignatureWeightTooLow',
      id,
      `credentials expected of at least ${authority.threshold} keys, got ${uses.length}`,
    )
  }
}

const isKey = (entry: RegisteredKey, epoch: bigint, { algorithm, publicKey }: KeyUse): boolean =>
  entry.algorithm === algorithm && entry.epoch === epoch && equalBytes(entry.key, publicKey)

function checkUse(
  id: Uint8Array,
  authority: KeysRecord,
  epoch: bigint,
  number: bigint,
  use: KeyUse,
): void {
  const found = authority.keys.find((entry) => isKey(entry, epoch, use))
  if (found === undefined) {
    refuseKeys(
      'UnauthorizedKey',
      id,
      'credential key expected to be registered at the current epoch, it is not',
    )
  }
  const { lastValidBlock } = found
  if (lastValidBlock !== 0n && number > lastValidBlock)
    refuseKeys(
      'KeyExpired',
      id,
      `credential key expected until block ${lastValidBlock}, now ${number}`,
    )
}

/**
 * Serials of the registrations that keys sign by, for an account whose authority has let them sign in this block. Before
 * it is created that is 0, which the key that its id certifies will have.
 */
export function serialsOf(journal: Journal, id: Uint8Array, uses: readonly KeyUse[]): bigint[] {
  const authority = readAuthority(journal, id)
  if (authority?.kind !== 'keys') return uses.map(() => 0n)
  const { epoch } = journal.account(id)
  return uses.map((use) => {
    const found = authority.keys.find((entry) => isKey(entry, epoch, use))
    assert(found !== undefined, 'keys that were let sign are registered')
    return found.serial
  })
}

/** Whether as many of these registrations of an account, of its current epoch, as its threshold may still sign in this block. */
export function maySignStill(
  {
    journal,
    block,
  }: Pick<AuthorityServices, 'journal'> & { readonly block: { readonly number: bigint } },
  id: Uint8Array,
  serials: readonly bigint[],
): boolean {
  const authority = readAuthority(journal, id)
  if (authority === undefined) return serials.length > 0
  if (authority.kind === 'redirect') return false
  const { epoch } = journal.account(id)
  let left = authority.threshold
  for (const entry of authority.keys) {
    const { lastValidBlock } = entry
    const isInTime = lastValidBlock === 0n || block.number <= lastValidBlock
    if (entry.epoch === epoch && isInTime && serials.includes(entry.serial)) left--
  }
  return left <= 0
}

/** The keys record of a created account. Throws UnknownSender. */
export function keysOf(journal: Journal, id: Uint8Array): KeysRecord {
  const authority = readAuthority(journal, id)
  if (authority?.kind !== 'keys')
    refuseKeys('UnknownSender', id, 'account expected to be created before its keys change')
  return authority
}

/** Next values of an account's authority; applying it is two writes. */
export interface AuthorityChange {
  readonly record: KeysRecord
  readonly epoch: bigint
}

/** The new key, once its holder has signed for this account, epoch and nonce. Throws ProofOfControlInvalid. */
export function provenKey(
  crypto: Crypto,
  chain: ChainBinding,
  at: RegistrationPlace,
  registration: KeyRegistration,
): RegisteredKey {
  const { algorithm, key, role, signature } = registration
  const digest = registrationDigest(crypto, { ...chain, ...at, algorithm, key, role })
  if (role !== KeyRole.owner)
    refuseKeys('ProofOfControlInvalid', at.id, `key role expected 0, got ${role}`)
  if (!verifySignature(crypto, algorithm, digest, signature, key)) {
    refuseKeys(
      'ProofOfControlInvalid',
      at.id,
      `proof of control expected a ${algorithmFacts(algorithm)?.name} signature by the new key`,
    )
  }
  const { epoch, registrationNonce: serial } = at
  return { algorithm, key, role, serial, epoch, lastValidBlock: 0n }
}

/** First key of a self-certifying account: its id is the key's hash, so nobody else can take it (H9). */
export function planCreation(
  journal: Journal,
  crypto: Crypto,
  chain: ChainBinding,
  id: Uint8Array,
  registration: KeyRegistration,
): AuthorityChange {
  if (readAuthority(journal, id) !== undefined)
    refuseKeys('AccountExists', id, 'account expected not to exist, it does')
  if (!equalBytes(selfCertifyingId(crypto, registration.algorithm, registration.key), id)) {
    refuseKeys(
      'ProofOfControlInvalid',
      id,
      'id expected to be the hash of the key; other ids cannot be created yet',
    )
  }
  const epoch = journal.account(id).epoch
  const key = provenKey(crypto, chain, { id, epoch, registrationNonce: 0n }, registration)
  const record: KeysRecord = {
    kind: 'keys',
    registrationNonce: 1n,
    threshold: 1,
    keys: [key],
    bound: [],
    earlier: [],
  }
  return { record, epoch }
}

/** `set` replaces the keys of the new key's algorithm, `add` adds to them, `rotate` voids every key before (epoch + 1). */
export type KeyChange = 'set' | 'add' | 'rotate'

/** A further key of an existing account. The envelope's signature has been checked: it is the authorisation. */
export function planRegistration(
  journal: Journal,
  crypto: Crypto,
  chain: ChainBinding,
  id: Uint8Array,
  change: KeyChange,
  registration: KeyRegistration,
): AuthorityChange {
  return planRegistrationOf(journal, id, change, (at) => provenKey(crypto, chain, at, registration))
}

/** Account, epoch and registration nonce that a proof of control names. */
export interface RegistrationPlace {
  readonly id: Uint8Array
  readonly epoch: bigint
  readonly registrationNonce: bigint
}

/** The same of any kind of key; `prove` gives it once its holder has proved control, or throws. */
export function planRegistrationOf(
  journal: Journal,
  id: Uint8Array,
  change: KeyChange,
  prove: (at: RegistrationPlace) => RegisteredKey,
): AuthorityChange {
  const record = keysOf(journal, id)
  const account = journal.account(id)
  if (change === 'rotate' && account.epoch === MAX_U64)
    refuseKeys('UnauthorizedKey', id, 'epoch expected below 2^64-1')
  const epoch = change === 'rotate' ? account.epoch + 1n : account.epoch
  const { registrationNonce } = record
  const key = prove({ id, epoch, registrationNonce })
  const kept = record.keys.filter((entry) => keeps(change, entry, key))
  if (kept.some((entry) => compareKeys(entry, key) === 0))
    refuseKeys('UnauthorizedKey', id, 'key expected not to be registered, it is')
  if (kept.length >= ACCOUNT_KEYS_MAX)
    refuseKeys('UnauthorizedKey', id, `account expected at most ${ACCOUNT_KEYS_MAX} keys`)
  const keys = [...kept, key].sort(compareKeys)
  return openable(id, {
    record: { ...record, registrationNonce: registrationNonce + 1n, keys },
    epoch,
  })
}

/**
 * The change, unless it would lock the account out: as many keys as the threshold are valid at the new epoch and never
 * expire. Throws KeyPolicyViolated.
 */
export function openable(id: Uint8Array, change: AuthorityChange): AuthorityChange {
  const { record, epoch } = change
  // A proof is a credential of its own: it cannot be one of several.
  const lasting = record.keys.filter(
    (entry) =>
      entry.epoch === epoch &&
      entry.lastValidBlock === 0n &&
      (record.threshold === 1 || entry.algorithm !== Algorithm.proof),
  ).length
  if (lasting < record.threshold) {
    refuseKeys(
      'KeyPolicyViolated',
      id,
      `keys without expiry expected at least ${record.threshold}, the threshold, ${lasting} would be left`,
    )
  }
  return change
}

function keeps(change: KeyChange, entry: RegisteredKey, key: RegisteredKey): boolean {
  switch (change) {
    case 'set':
      return entry.algorithm !== key.algorithm && entry.epoch === key.epoch
    case 'add':
      return entry.epoch === key.epoch
    case 'rotate':
      return false
    default:
      return change satisfies never
  }
}

/** Removes one key; as many as the threshold stay, or nobody could act for the account again. */
export function planRemoval(
  journal: Journal,
  id: Uint8Array,
  algorithm: number,
  key: Uint8Array,
): AuthorityChange {
  const record = keysOf(journal, id)
  const epoch = journal.account(id).epoch
  const valid = record.keys.filter((entry) => entry.epoch === epoch)
  const keys = valid.filter((entry) => entry.algorithm !== algorithm || !equalBytes(entry.key, key))
  if (keys.length === valid.length)
    refuseKeys('UnauthorizedKey', id, 'key expected to be registered, it is not')
  return openable(id, { record: { ...record, keys }, epoch })
}
