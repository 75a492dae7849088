/**
 * Sessions: what an account lets a symmetric key do for it, for a while (design: "HMAC attestation, made sound"). HMAC is
 * symmetric, so whoever verifies could forge: the key is never in state, only a commitment to it, and the terms bound
 * what a forger could take. Codecs and ids; who may open one and what one may do is session-rules.ts.
 */
import type { SessionIdentity } from '../block-context.ts'
import type { Mac } from '../crypto/hmac.ts'
import { hmacSha256 } from '../crypto/hmac.ts'
import type { Crypto } from '../crypto/types.ts'
import { NVmError } from '../errors.ts'
import { ByteReader } from '../primitives/byte-reader.ts'
import { bigIntToBytes, compareBytes, concatBytes, utf8 } from '../primitives/bytes.ts'
import { u256ToBytes } from '../primitives/u256.ts'
import type { Journal } from '../state/journal.ts'
import { CellType } from '../state/keys.ts'
import type { CellCodec } from '../state/reader.ts'
import { ACCOUNT_KEYS_MAX } from './authority.ts'
import type { ChainBinding } from './keys.ts'

/**
 * How transactions of a session may be authorised: `key` by the MAC where the host holds the key, or by a proven list;
 * `proven` by a proven list only.
 */
export const SessionMode = { key: 0, proven: 1 } as const

/** Bytes of a session key. */
export const SESSION_KEY_LENGTH = 32
/** Mints a session may spend. */
export const SESSION_TOKENS_MAX = 16
/** Bytes of an opcode mask: one bit for each first payload byte. */
export const OPCODE_MASK_LENGTH = 32

/** Most of one mint that a session may spend, in the mint's base units, u64. */
export interface TokenCap {
  /** AccountId of the mint, 32 bytes. */
  readonly mint: Uint8Array
  /** u64. */
  readonly cap: bigint
}

/** What the owner signs when a session is opened. */
export interface SessionTerms {
  /** {@link sessionKeyCommitment}, 32 bytes; in mode `proven`, where no key is needed, any 32 bytes of the owner's choice. */
  readonly commitment: Uint8Array
  /** One of {@link SessionMode}. */
  readonly mode: number
  /** Last block in which it may be used, u64; 0 = none. One of the two limits must be given. */
  readonly lastBlock: bigint
  /** Last block timestamp (seconds) at which it may be used, u64; 0 = none. */
  readonly lastTimestamp: bigint
  /** Most that may leave the account by it: fees and net debits, base units, u256. */
  readonly cap: bigint
  /** {@link opcodeMask}: the first payload bytes it may use. */
  readonly opcodes: Uint8Array
  /** Ascending by mint; no other token may be spent. */
  readonly tokens: readonly TokenCap[]
}

/** A token cap and what was spent of it. */
export interface TokenAllowance extends TokenCap {
  /** u64, in the units of the mint. */
  readonly spent: bigint
}

/** A session in state. */
export interface Session extends Omit<SessionTerms, 'tokens'> {
  /** AccountId, 32 bytes. */
  readonly account: Uint8Array
  /** It is void once the account's epoch differs (S14). */
  readonly epoch: bigint
  /** Serials of the key registrations that opened it, rising: it works while they could open it. */
  readonly openers: readonly bigint[]
  /** Base units spent of the cap. */
  readonly spent: bigint
  readonly tokens: readonly TokenAllowance[]
}

export type { SessionIdentity } from '../block-context.ts'

const ID_TAG = utf8('n-vm:session:')
const KEY_TAG = utf8('n-vm:session-key:')
const MAC_TAG = utf8('n-vm:session-mac:')

/**
 * What state holds of a session key, 32 bytes: SHA-256("n-vm:session-key:" || AccountId 32 || key 32), so that a key serves one
 * account. Throws RangeError for a key of another length.
 */
export function sessionKeyCommitment(
  crypto: Crypto,
  account: Uint8Array,
  key: Uint8Array,
): Uint8Array {
  if (key.length !== SESSION_KEY_LENGTH)
    throw new RangeError(`session key expected ${SESSION_KEY_LENGTH} bytes, got ${key.length}`)
  return crypto.sha256(concatBytes(KEY_TAG, account, key))
}

/**
 * 32 bytes: SHA-256("n-vm:session:" || chain id 8 || genesis root 32 || AccountId 32 || epoch 8 || commitment 32): known before it is
 * opened, and of no other chain, account or epoch. Integers are big-endian.
 */
export function sessionId(
  crypto: Crypto,
  chain: ChainBinding,
  { account, epoch, commitment }: SessionIdentity,
): Uint8Array {
  const { chainId, genesisRoot } = chain
  return crypto.sha256(
    concatBytes(
      ID_TAG,
      bigIntToBytes(chainId, 8),
      genesisRoot,
      account,
      bigIntToBytes(epoch, 8),
      commitment,
    ),
  )
}

/**
 * The MAC of a session's credentials, over the 32-byte transaction hash: HMAC-SHA256 under
 * HMAC-SHA256(key, "n-vm:session-mac:" || session id); key and id are 32 bytes. The id in the key costs nothing per
 * transaction.
 */
export function sessionMac(crypto: Crypto, key: Uint8Array, id: Uint8Array): Mac {
  const own = hmacSha256(crypto, key)(concatBytes(MAC_TAG, id))
  const mac = hmacSha256(crypto, own)
  own.fill(0)
  return mac
}

/** Mask of first payload bytes, 32 bytes: bit `opcode & 7` of byte `opcode >> 3`. Throws RangeError outside 0..255. */
export function opcodeMask(opcodes: Iterable<number>): Uint8Array {
  const mask = new Uint8Array(OPCODE_MASK_LENGTH)
  for (const opcode of opcodes) {
    if (!Number.isInteger(opcode) || opcode < 0 || opcode > 0xff)
      throw new RangeError(`opcode expected 0..255, got ${opcode}`)
    mask[opcode >> 3]! |= 1 << (opcode & 7)
  }
  return mask
}

/** Whether a mask has an opcode. */
export function masks(mask: Uint8Array, opcode: number): boolean {
  return ((mask[opcode >> 3]! >> (opcode & 7)) & 1) === 1
}

/** What a malformed value calls; it throws. */
type Fail = (message: string) => never

/** Bytes of the terms; docs/sessions.md. The caller has checked their ranges with {@link checkTerms}. */
export function encodeTerms(terms: SessionTerms): Uint8Array {
  const { commitment, mode, lastBlock, lastTimestamp, cap, opcodes, tokens } = terms
  return concatBytes(
    commitment,
    Uint8Array.of(mode),
    bigIntToBytes(lastBlock, 8),
    bigIntToBytes(lastTimestamp, 8),
    u256ToBytes(cap),
    opcodes,
    Uint8Array.of(tokens.length),
    ...tokens.flatMap((token) => [token.mint, bigIntToBytes(token.cap, 8)]),
  )
}

/** Calls `fail` for terms that nobody may sign: no limit in time, an unknown mode, mints out of order. */
export function checkTerms(terms: SessionTerms, fail: Fail): void {
  const { commitment, mode, lastBlock, lastTimestamp, opcodes, tokens } = terms
  if (commitment.length !== 32) fail(`commitment expected 32 bytes, got ${commitment.length}`)
  if (mode !== SessionMode.key && mode !== SessionMode.proven)
    fail(`mode expected 0 or 1, got ${mode}`)
  if (lastBlock === 0n && lastTimestamp === 0n)
    fail('expected a last block, a last timestamp or both')
  if (opcodes.length !== OPCODE_MASK_LENGTH)
    fail(`opcode mask expected ${OPCODE_MASK_LENGTH} bytes, got ${opcodes.length}`)
  if (tokens.length > SESSION_TOKENS_MAX)
    fail(`mints expected at most ${SESSION_TOKENS_MAX}, got ${tokens.length}`)
  tokens.forEach(({ mint }, i) => {
    if (mint.length !== 32) fail(`mint expected 32 bytes, got ${mint.length}`)
    if (i > 0 && compareBytes(tokens[i - 1]!.mint, mint) >= 0)
      fail('mints expected in rising order')
  })
}

/** Parses {@link encodeTerms}. */
export function readTerms(reader: ByteReader, fail: Fail): SessionTerms {
  const terms = {
    commitment: reader.take(32, 'commitment'),
    mode: reader.u8('mode'),
    lastBlock: reader.u64('last block'),
    lastTimestamp: reader.u64('last timestamp'),
    cap: reader.u256('cap'),
    opcodes: reader.take(OPCODE_MASK_LENGTH, 'opcode mask'),
    tokens: Array.from({ length: reader.u8('token count') }, () => ({
      mint: reader.take(32, 'mint'),
      cap: reader.u64('token cap'),
    })),
  }
  checkTerms(terms, fail)
  return terms
}

/** Bytes of a session cell: account 32 || epoch 8 || count 1 || serial 8 each || spent 32 || terms || for each mint spent 8. */
export function encodeSession(session: Session): Uint8Array {
  return concatBytes(
    session.account,
    bigIntToBytes(session.epoch, 8),
    Uint8Array.of(session.openers.length),
    ...session.openers.map((serial) => bigIntToBytes(serial, 8)),
    u256ToBytes(session.spent),
    encodeTerms(session),
    ...session.tokens.map(({ spent }) => bigIntToBytes(spent, 8)),
  )
}

function corrupt(message: string): never {
  throw new NVmError('MalformedExport', `session cell ${message}`)
}

/** Parses a cell. Throws MalformedExport for bytes that encode would not have made. */
export function decodeSession(bytes: Uint8Array): Session {
  const reader = new ByteReader(bytes, corrupt)
  const account = reader.take(32, 'account')
  const epoch = reader.u64('epoch')
  const openers = Array.from({ length: reader.u8('opener count') }, () => reader.u64('opener'))
  if (openers.length === 0 || openers.length > ACCOUNT_KEYS_MAX)
    corrupt(`openers expected 1..${ACCOUNT_KEYS_MAX}, got ${openers.length}`)
  if (openers.some((serial, i) => i > 0 && serial <= openers[i - 1]!))
    corrupt('openers expected in rising order')
  const spent = reader.u256('spent')
  const terms = readTerms(reader, corrupt)
  const tokens = terms.tokens.map((token) => ({ ...token, spent: reader.u64('token spent') }))
  reader.end()
  return { ...terms, account, epoch, openers, spent, tokens }
}

const SESSION_CODEC: CellCodec<Session> = {
  type: CellType.session,
  encode: encodeSession,
  decode: decodeSession,
}

/** The session of an id, or undefined if it was never opened or is closed. */
export function readSession(journal: Journal, id: Uint8Array): Session | undefined {
  return journal.liveCell(SESSION_CODEC, [id]).value
}

/** Writes a session, or with `undefined` removes it. PERF: encoded once a block, however many transactions use it. */
export function writeSession(journal: Journal, id: Uint8Array, session: Session | undefined): void {
  journal.setLiveCell(journal.liveCell(SESSION_CODEC, [id]), session)
}
