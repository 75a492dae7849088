/**
 * What an account's authority cell holds: its registered keys and bound wallets, or, for a legacy id whose address was
 * bound to an identity, a permanent redirect (S11). An account without this cell is obeyed through nothing but its
 * own chain's transactions, or the key that a self-certifying id hashes.
 */
import { registeredKeyLength } from '../crypto/algorithms.ts'
import { NVmError } from '../errors.ts'
import { ByteReader } from '../primitives/byte-reader.ts'
import { bigIntToBytes, compareBytes, concatBytes } from '../primitives/bytes.ts'
import type { Journal } from '../state/journal.ts'
import { CellType } from '../state/keys.ts'
import { Namespace } from '../state/reader.ts'

/** What a key may do. 0 is everything; other numbers are reserved. */
export const KeyRole = { owner: 0 } as const

/** Keys of one account. */
export const ACCOUNT_KEYS_MAX = 8
/** Earlier wallets of one account that may still act. */
export const EARLIER_WALLETS_MAX = 8

export interface RegisteredKey {
  readonly algorithm: number
  readonly key: Uint8Array
  readonly role: number
  /** Registration nonce that its proof of control named: no other registration of the account has it. */
  readonly serial: bigint
  /** The key is void once the account's epoch differs (S14). */
  readonly epoch: bigint
  /** Last block number in which the key signs; 0 = it does not expire. */
  readonly lastValidBlock: bigint
}

/** A wallet's address bound to the account: its canonical one in that namespace. */
export interface BoundAddress {
  readonly namespace: number
  readonly address: Uint8Array
}

export interface KeysRecord {
  readonly kind: 'keys'
  /** Rises with every registration of a key or address; part of each proof of control (S14). */
  readonly registrationNonce: bigint
  /** Keys that must sign together, 1 to 8; as many keys at least stay valid without an expiry. */
  readonly threshold: number
  /** Ascending by algorithm, then by key. */
  readonly keys: readonly RegisteredKey[]
  /** At most one a namespace, ascending. */
  readonly bound: readonly BoundAddress[]
  /**
   * Wallets bound before those that may act still and whose chains let control of them change hands, ascending by
   * namespace, then address. Their holders are asked when keys come back (restore.ts).
   */
  readonly earlier: readonly BoundAddress[]
}

export interface RedirectRecord {
  readonly kind: 'redirect'
  readonly target: Uint8Array
}

export type Authority = KeysRecord | RedirectRecord

// 1 and 3 were keys records before thresholds, and before serials; no chain has them any more.
const REDIRECT = 2
const KEYS = 4
const NAMESPACES = Object.keys(Namespace).length

export function compareKeys(a: RegisteredKey, b: RegisteredKey): number {
  return a.algorithm - b.algorithm || compareBytes(a.key, b.key)
}

export function compareAddresses(a: BoundAddress, b: BoundAddress): number {
  return a.namespace - b.namespace || compareBytes(a.address, b.address)
}

function addressBytes(list: readonly BoundAddress[]): Uint8Array[] {
  const parts = list.map(({ namespace, address }) => [
    Uint8Array.of(namespace, address.length),
    address,
  ])
  return [Uint8Array.of(list.length), ...parts.flat()]
}

/** Canonical: sorted lists, big-endian integers; docs/identity.md, "Authority cell". */
export function encodeAuthority(authority: Authority): Uint8Array {
  if (authority.kind === 'redirect') return concatBytes(Uint8Array.of(REDIRECT), authority.target)
  const parts = [
    Uint8Array.of(KEYS),
    bigIntToBytes(authority.registrationNonce, 8),
    Uint8Array.of(authority.threshold, authority.keys.length),
  ]
  for (const { algorithm, role, serial, epoch, lastValidBlock, key } of authority.keys) {
    parts.push(
      Uint8Array.of(algorithm, role),
      bigIntToBytes(serial, 8),
      bigIntToBytes(epoch, 8),
      bigIntToBytes(lastValidBlock, 8),
      bigIntToBytes(BigInt(key.length), 2),
      key,
    )
  }
  return concatBytes(...parts, ...addressBytes(authority.bound), ...addressBytes(authority.earlier))
}

function corrupt(message: string): never {
  throw new NVmError('MalformedExport', `authority cell ${message}`)
}

function rising<T>(items: readonly T[], compare: (a: T, b: T) => number, what: string): void {
  for (let i = 1; i < items.length; i++) {
    if (compare(items[i - 1]!, items[i]!) >= 0) corrupt(`${what} expected in rising order`)
  }
}

function readAddresses(reader: ByteReader, max: number): BoundAddress[] {
  const count = reader.u8('address count')
  if (count > max) corrupt(`addresses expected at most ${max}, got ${count}`)
  return Array.from({ length: count }, () => ({
    namespace: reader.u8('namespace'),
    address: reader.take(reader.u8('address length'), 'address'),
  }))
}

/** Parses a cell. Throws MalformedExport for bytes that encode would not have made. */
export function decodeAuthority(bytes: Uint8Array): Authority {
  const reader = new ByteReader(bytes, corrupt)
  const kind = reader.u8('kind')
  if (kind === REDIRECT) {
    const target = reader.take(32, 'target')
    reader.end()
    return { kind: 'redirect', target }
  }
  if (kind !== KEYS) corrupt(`kind expected 2 or 4, got ${kind}`)
  const registrationNonce = reader.u64('registration nonce')
  const threshold = reader.u8('threshold')
  if (threshold === 0 || threshold > ACCOUNT_KEYS_MAX)
    corrupt(`threshold expected 1..${ACCOUNT_KEYS_MAX}, got ${threshold}`)
  const keys: RegisteredKey[] = []
  for (let left = reader.u8('key count'); left > 0; left--) {
    const algorithm = reader.u8('algorithm')
    const role = reader.u8('role')
    const serial = reader.u64('serial')
    const epoch = reader.u64('epoch')
    const lastValidBlock = reader.u64('last valid block')
    const length = reader.u16('key length')
    if (registeredKeyLength(algorithm) !== length)
      corrupt(`key of algorithm ${algorithm} has length ${length}`)
    keys.push({ algorithm, role, serial, epoch, lastValidBlock, key: reader.take(length, 'key') })
  }
  rising(keys, compareKeys, 'keys')
  const bound = readAddresses(reader, NAMESPACES)
  rising(bound, (a, b) => a.namespace - b.namespace, 'namespaces')
  const earlier = readAddresses(reader, EARLIER_WALLETS_MAX)
  rising(earlier, compareAddresses, 'earlier wallets')
  reader.end()
  return { kind: 'keys', registrationNonce, threshold, keys, bound, earlier }
}

// A pure function of bytes that are never written to; an active sender's cell is parsed once, not per transaction.
const decoded = new WeakMap<Uint8Array, Authority>()

/** The authority of an id, or undefined if it has none. */
export function readAuthority(journal: Journal, id: Uint8Array): Authority | undefined {
  const bytes = journal.cell(CellType.authority, [id]).value
  if (bytes === undefined) return undefined
  let authority = decoded.get(bytes)
  if (authority === undefined) {
    authority = decodeAuthority(bytes)
    decoded.set(bytes, authority)
  }
  return authority
}

export function writeAuthority(journal: Journal, id: Uint8Array, authority: Authority): void {
  journal.setCell(journal.cell(CellType.authority, [id]), encodeAuthority(authority))
}

/** The id that answers for `id`: itself, or the identity a bound wallet's legacy id redirects to (S11). One hop by construction. */
export function redirected(journal: Journal, id: Uint8Array): Uint8Array {
  const authority = readAuthority(journal, id)
  return authority?.kind === 'redirect' ? authority.target : id
}
