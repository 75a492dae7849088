/**
 * What token cells hold, and their canonical bytes: one leaf a record, an "exists" byte first, so that a mint with
 * decimals 0 and supply 0 exists (H6). Integers are big-endian; docs/token.md has the layouts.
 */
import { NVmError } from '../errors.ts'
import { ByteReader } from '../primitives/byte-reader.ts'
import { bigIntToBytes, concatBytes, utf8 } from '../primitives/bytes.ts'
import { u256ToBytes } from '../primitives/u256.ts'
import { CellType } from '../state/keys.ts'
import type { CellCodec } from '../state/reader.ts'

/** Who may do something with a mint. */
export interface TokenAuthority {
  /** AccountId, 32 bytes. Whoever answers for it (S11) is the authority. */
  readonly id: Uint8Array
  /** The Solana address it was given as, 32 bytes, for the bytes of the mint account; undefined if it was given as an id. */
  readonly address: Uint8Array | undefined
}

/** What the ledger keeps of a mint. */
export interface MintRecord {
  /** Below 2^64: sum of all holders' and auxiliary accounts' units. Always 0 for the native mint. */
  readonly supply: bigint
  /** 0..255. */
  readonly decimals: number
  readonly mintAuthority: TokenAuthority | undefined
  readonly freezeAuthority: TokenAuthority | undefined
  /** Face that created it: 0 native, else one of Namespace. */
  readonly face: number
  /** Solana's native mint: its token accounts hold coin, not units of this ledger. */
  readonly isNative: boolean
  /** There is a breaker cell. */
  readonly hasBreaker: boolean
  readonly isPaused: boolean
}

/** Texts of a mint, UTF-8, at most {@link METADATA_MAX} bytes each. */
export interface MintMetadata {
  readonly name: string
  readonly symbol: string
  readonly uri: string
}

/** Of (mint, AccountId). Absent: nothing and not frozen. */
export interface HolderRecord {
  /** Below 2^64. */
  readonly balance: bigint
  /** A flag of the pair, whether or not anything is held (S18). */
  readonly isFrozen: boolean
}

/**
 * A Solana token account. The alias of its owner's balance (the ATA of the canonical Solana address) keeps no units of
 * its own; every other one is auxiliary and does.
 */
export interface TokenAccountRecord {
  readonly mint: Uint8Array
  /** Solana address of the owner, as in the account's bytes. */
  readonly owner: Uint8Array
  /** AccountId of the owner when the account was made; follow redirects. */
  readonly holder: Uint8Array
  readonly isAlias: boolean
  /** Units of an auxiliary account, below 2^64; 0 for an alias. */
  readonly amount: bigint
  /** Of an auxiliary account; an alias shows the flag of (mint, holder). */
  readonly isFrozen: boolean
  readonly delegate: Uint8Array | undefined
  readonly delegatedAmount: bigint
  readonly closeAuthority: Uint8Array | undefined
  /** Rent-exempt reserve in lamports; present if the account is of the native mint. */
  readonly nativeReserve: bigint | undefined
}

/** Limits a mint's authority opted into, and their counters. Shares are in 1/10,000 of the supply. */
export interface BreakerRecord {
  readonly authority: Uint8Array
  /** Seconds of block time, 1..2^32-1; windows begin at its multiples. */
  readonly window: number
  /** Net outflow of one holder, 1..10,000. */
  readonly holderShare: number
  /** Sum of all holders' net outflows, 0 = no limit. */
  readonly mintShare: number
  /** Sum from which on the mint pauses, 0 = never. */
  readonly pauseShare: number
  /** Rises with every review: counters of an older round are void. */
  readonly round: number
  /** Window of `outflow`: timestamp / window. */
  readonly period: bigint
  /** Sum of the holders' positive net outflows in the period. */
  readonly outflow: bigint
}

/** Net outflow of one holder. */
export interface FlowRecord {
  readonly period: bigint
  readonly round: number
  /** Units out minus units in, may be negative. */
  readonly net: bigint
}

const EXISTS = Uint8Array.of(1)
const NONE = new Uint8Array(0)
const TEXT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function corrupt(message: string): never {
  throw new NVmError('MalformedExport', `token cell ${message}`)
}

function open(bytes: Uint8Array): ByteReader {
  const reader = new ByteReader(bytes, corrupt)
  if (reader.u8('exists byte') !== 1) corrupt('exists byte expected 1')
  return reader
}

function codec<T>(
  write: (value: T) => readonly Uint8Array[],
  read: (reader: ByteReader) => T,
): CellCodec<T> {
  return {
    type: CellType.token,
    encode: (value) => concatBytes(EXISTS, ...write(value)),
    decode: (bytes) => {
      const reader = open(bytes)
      const value = read(reader)
      reader.end()
      return value
    },
  }
}

const u64 = (value: bigint) => bigIntToBytes(value, 8)

function flagsOf(...flags: readonly boolean[]): Uint8Array {
  let out = 0
  for (let i = 0; i < flags.length; i++) if (flags[i] === true) out |= 1 << i
  return Uint8Array.of(out)
}

function readFlags(reader: ByteReader, count: number): (bit: number) => boolean {
  const flags = reader.u8('flags')
  if (flags >> count !== 0) corrupt(`flags expected below ${1 << count}`)
  return (bit) => ((flags >> bit) & 1) !== 0
}

const authorityBytes = (authority: TokenAuthority | undefined) =>
  authority === undefined ? NONE : concatBytes(authority.id, authority.address ?? NONE)

function readAuthority(
  reader: ByteReader,
  present: boolean,
  hasAddress: boolean,
): TokenAuthority | undefined {
  if (!present) {
    if (hasAddress) corrupt('address of an authority expected with the authority')
    return undefined
  }
  const id = reader.take(32, 'authority')
  return { id, address: hasAddress ? reader.take(32, 'authority address') : undefined }
}

export const MINT_CODEC: CellCodec<MintRecord> = codec(
  (mint) => [
    flagsOf(
      mint.mintAuthority !== undefined,
      mint.mintAuthority?.address !== undefined,
      mint.freezeAuthority !== undefined,
      mint.freezeAuthority?.address !== undefined,
      mint.isNative,
      mint.hasBreaker,
      mint.isPaused,
    ),
    u64(mint.supply),
    Uint8Array.of(mint.decimals, mint.face),
    authorityBytes(mint.mintAuthority),
    authorityBytes(mint.freezeAuthority),
  ],
  (reader) => {
    const flag = readFlags(reader, 7)
    const supply = reader.u64('supply')
    const decimals = reader.u8('decimals')
    const face = reader.u8('face')
    return {
      supply,
      decimals,
      face,
      mintAuthority: readAuthority(reader, flag(0), flag(1)),
      freezeAuthority: readAuthority(reader, flag(2), flag(3)),
      isNative: flag(4),
      hasBreaker: flag(5),
      isPaused: flag(6),
    }
  },
)

function readText(reader: ByteReader, length: number, field: string): string {
  try {
    return TEXT.decode(reader.take(length, field))
  } catch {
    return corrupt(`${field} expected valid UTF-8`)
  }
}

function textBytes(text: string, lengthBytes: 1 | 2): Uint8Array {
  const bytes = utf8(text)
  return concatBytes(bigIntToBytes(BigInt(bytes.length), lengthBytes), bytes)
}

export const METADATA_CODEC: CellCodec<MintMetadata> = codec(
  ({ name, symbol, uri }) => [textBytes(name, 1), textBytes(symbol, 1), textBytes(uri, 2)],
  (reader) => ({
    name: readText(reader, reader.u8('name length'), 'name'),
    symbol: readText(reader, reader.u8('symbol length'), 'symbol'),
    uri: readText(reader, reader.u16('uri length'), 'uri'),
  }),
)

export const HOLDER_CODEC: CellCodec<HolderRecord> = codec(
  ({ balance, isFrozen }) => [flagsOf(isFrozen), u64(balance)],
  (reader) => {
    const flag = readFlags(reader, 1)
    return { isFrozen: flag(0), balance: reader.u64('balance') }
  },
)

export const ACCOUNT_CODEC: CellCodec<TokenAccountRecord> = codec(
  (account) => [
    flagsOf(
      account.isAlias,
      account.isFrozen,
      account.delegate !== undefined,
      account.closeAuthority !== undefined,
      account.nativeReserve !== undefined,
    ),
    account.mint,
    account.owner,
    account.holder,
    u64(account.amount),
    account.delegate ?? NONE,
    u64(account.delegatedAmount),
    account.closeAuthority ?? NONE,
    account.nativeReserve === undefined ? NONE : u64(account.nativeReserve),
  ],
  (reader) => {
    const flag = readFlags(reader, 5)
    return {
      isAlias: flag(0),
      isFrozen: flag(1),
      mint: reader.take(32, 'mint'),
      owner: reader.take(32, 'owner'),
      holder: reader.take(32, 'holder'),
      amount: reader.u64('amount'),
      delegate: flag(2) ? reader.take(32, 'delegate') : undefined,
      delegatedAmount: reader.u64('delegated amount'),
      closeAuthority: flag(3) ? reader.take(32, 'close authority') : undefined,
      nativeReserve: flag(4) ? reader.u64('native reserve') : undefined,
    }
  },
)

export const BREAKER_CODEC: CellCodec<BreakerRecord> = codec(
  (breaker) => [
    breaker.authority,
    bigIntToBytes(BigInt(breaker.window), 4),
    bigIntToBytes(BigInt(breaker.holderShare), 2),
    bigIntToBytes(BigInt(breaker.mintShare), 2),
    bigIntToBytes(BigInt(breaker.pauseShare), 2),
    bigIntToBytes(BigInt(breaker.round), 4),
    u64(breaker.period),
    bigIntToBytes(breaker.outflow, 16),
  ],
  (reader) => ({
    authority: reader.take(32, 'authority'),
    window: reader.u32('window'),
    holderShare: reader.u16('holder share'),
    mintShare: reader.u16('mint share'),
    pauseShare: reader.u16('pause share'),
    round: reader.u32('round'),
    period: reader.u64('period'),
    outflow: (reader.u64('outflow') << 64n) | reader.u64('outflow'),
  }),
)

export const FLOW_CODEC: CellCodec<FlowRecord> = codec(
  ({ period, round, net }) => [
    flagsOf(net < 0n),
    u64(period),
    bigIntToBytes(BigInt(round), 4),
    bigIntToBytes(net < 0n ? -net : net, 16),
  ],
  (reader) => {
    const flag = readFlags(reader, 1)
    const period = reader.u64('period')
    const round = reader.u32('round')
    const size = (reader.u64('net') << 64n) | reader.u64('net')
    return { period, round, net: flag(0) ? -size : size }
  },
)

/** The mint behind an address. */
export const MINT_ID_CODEC: CellCodec<Uint8Array> = codec(
  (mint) => [mint],
  (reader) => reader.take(32, 'mint'),
)

/** Allowances; zero is absent. */
export const U256_CODEC: CellCodec<bigint> = codec(
  (value) => [u256ToBytes(value)],
  (reader) => reader.u256('value'),
)

/** Counters; zero is absent. */
export const U64_CODEC: CellCodec<bigint> = codec(
  (value) => [u64(value)],
  (reader) => reader.u64('value'),
)

/** A fact that holds while the cell is there. */
export const FACT_CODEC: CellCodec<true> = codec(
  () => [],
  () => true,
)
