/**
 * What a host knows about a block ({@link BlockInput}) and the same with nothing missing ({@link BlockContext}).
 * Whatever the host leaves out is derived from chain id, number and parent root, so that two hosts that give the
 * same input get the same block.
 */
import type { Crypto } from './crypto/types.ts'
import { NVmError } from './errors.ts'
import { ArgumentCheck } from './primitives/argument.ts'
import { concatBytes, utf8 } from './primitives/bytes.ts'
import { bytesToU256, MAX_U64, MAX_U256, u256ToBytes } from './primitives/u256.ts'

/** EIP-4895. */
export interface Withdrawal {
  /** u64; recorded nowhere. */
  readonly index: bigint
  /** u64; recorded nowhere. */
  readonly validatorIndex: bigint
  /** 20 bytes. */
  readonly address: Uint8Array
  /** Gwei (10^9 base units). */
  readonly amount: bigint
}

/** Hashes of earlier blocks by number; undefined for a number the host does not know. */
export interface BlockHashes {
  /** 32 bytes; undefined for a number that is not known. */
  get(number: bigint): Uint8Array | undefined
}

/** What only a host knows of a block for the Bitcoin machine. */
export interface BitcoinBlock {
  /** Median time past in seconds (BIP 113); must not fall. Default: the median of the last 11 blocks' timestamps. */
  readonly medianTime?: bigint
}

/** What only the host of a Solana chain knows of a block; all of it has a derived default. */
export interface SolanaBlockInput {
  /** Must rise from block to block (S8). Default: one more than the last block's; the first one is the block's number. */
  readonly slot?: bigint
  /**
   * 32 bytes: the newest hash that a transaction of this block may name. On Solana that is the parent block's. A hash
   * that was in the queue before throws RetiredBlockHash (S8). Default: derived (S9).
   */
  readonly blockhash?: Uint8Array
  /** Of the Clock sysvar, i64 seconds. Default: the block's timestamp. */
  readonly unixTimestamp?: bigint
  /** Of the LastRestartSlot sysvar. Default 0. */
  readonly lastRestartSlot?: bigint
}

/** {@link SolanaBlockInput} with nothing missing but the slot, which the machine knows. */
export interface SolanaBlockContext {
  /** Undefined: one more than the last one. */
  readonly slot: bigint | undefined
  /** 32 bytes. */
  readonly blockhash: Uint8Array
  /** Seconds. */
  readonly unixTimestamp: bigint
  /** u64. */
  readonly lastRestartSlot: bigint
}

/** What only the host of a Tron chain knows of a block; all of it has a derived default. */
export interface TronBlockInput {
  /**
   * Ids of earlier blocks that the state does not know yet, 32 bytes each, in rising order of number: the first 8 bytes
   * are the number, big-endian. Transactions refer to them (TaPoS). Default: the parent's, derived (S9).
   */
  readonly blockIds?: readonly Uint8Array[]
}

/** {@link TronBlockInput} with nothing missing. */
export interface TronBlockContext {
  /** 32 bytes each, rising by number. */
  readonly blockIds: readonly Uint8Array[]
  /** Time of the block before this one, seconds; this block's own if it is the first. */
  readonly headTimestamp: bigint
}

/** What makes a session the one it is: its id is a hash of this and of the chain. */
export interface SessionIdentity {
  /** AccountId, 32 bytes. */
  readonly account: Uint8Array
  /** Of the account, when the session was opened. */
  readonly epoch: bigint
  /** To the session's key, 32 bytes. */
  readonly commitment: Uint8Array
}

/** Transactions of one session, which its owner authorises together. */
export interface TransactionList {
  readonly session: SessionIdentity
  /** Envelope nonce of the first transaction, u64; each further one has the next nonce. */
  readonly firstNonce: bigint
  /** Transaction hashes in order of nonce, 32 bytes each; at least one. */
  readonly hashes: readonly Uint8Array[]
}

/** A list and what authorises it. */
export interface ProvenList extends TransactionList {
  /** One of `Algorithm` but `session`: `proof`, or that of the account's keys. */
  readonly algorithm: number
  /** As in an envelope: a proof with the list's root for its transaction hash and its first nonce, or key and signature of the root. */
  readonly credential: Uint8Array
}

/** What a host says of a block. Everything has a default, which is a constant or derived from the state (docs/blocks.md). */
export interface BlockInput {
  /** Must rise from block to block (S8). Default: parent's plus one. */
  readonly number?: bigint
  /** Seconds; must not fall (S8). Default: parent's. */
  readonly timestamp?: bigint
  /** Beneficiary of fees as an EVM address, 20 bytes. Default zero. */
  readonly coinbase?: Uint8Array
  /** Shared gas of all transactions of the block. Default 2^63-1. */
  readonly gasLimit?: bigint
  /** Further limits by name of a machine of the chain, shared gas below 2^64. */
  readonly gasLimits?: Readonly<Record<string, bigint>>
  /** Base units per gas (EIP-1559). Default 0. */
  readonly baseFeePerGas?: bigint
  /** Base units per blob gas (EIP-4844). Default 1. */
  readonly blobBaseFee?: bigint
  /** 32 bytes. Default derived. */
  readonly prevRandao?: Uint8Array
  /** Before the merge. Default 0. */
  readonly difficulty?: bigint
  readonly blockHashes?: BlockHashes
  /** 32 bytes; enables the beacon-root system call (EIP-4788). */
  readonly parentBeaconBlockRoot?: Uint8Array
  /** 32 bytes; enables the block-hash system call (EIP-2935). Default: the known hash of number - 1. */
  readonly parentHash?: Uint8Array
  /** Credited after the last transaction (EIP-4895). */
  readonly withdrawals?: readonly Withdrawal[]
  /** Collect withdrawal and consolidation requests by system call (EIP-7002, 7251, 7685). Default false. */
  readonly requests?: boolean
  /** Issued to coinbase after the last transaction, base units. Default 0. */
  readonly reward?: bigint
  /**
   * Lists that authorise transactions of sessions (S17). Of a session that has one here, a transaction is authorised if and
   * only if a list has it at its nonce; its MAC is not looked at. A list is verified before it is used.
   */
  readonly provenLists?: readonly ProvenList[]
  readonly bitcoin?: BitcoinBlock
  readonly solana?: SolanaBlockInput
  readonly tron?: TronBlockInput
}

/** A block with nothing missing, as machines see it. Units as in {@link BlockInput}. */
export interface BlockContext {
  /** u64. */
  readonly number: bigint
  /** Seconds. */
  readonly timestamp: bigint
  /** 20 bytes. */
  readonly coinbase: Uint8Array
  /** Shared gas. */
  readonly gasLimit: bigint
  /** Shared gas by machine name. */
  readonly gasLimits: Readonly<Record<string, bigint>>
  /** Base units per gas. */
  readonly baseFeePerGas: bigint
  /** Base units per blob gas. */
  readonly blobBaseFee: bigint
  /** 32 bytes. */
  readonly prevRandao: Uint8Array
  /** Of a block before the merge. */
  readonly difficulty: bigint
  readonly blockHashes: BlockHashes
  /** 32 bytes; undefined: no system call. */
  readonly parentBeaconBlockRoot: Uint8Array | undefined
  /** 32 bytes; undefined: no system call. */
  readonly parentHash: Uint8Array | undefined
  readonly withdrawals: readonly Withdrawal[]
  readonly requests: boolean
  /** Base units. */
  readonly reward: bigint
  readonly bitcoin?: BitcoinBlock | undefined
  readonly solana: SolanaBlockContext
  readonly tron: TronBlockContext
  /** Root of the genesis state, 32 bytes: binds envelopes to the chain (S9). */
  readonly genesisRoot: Uint8Array
}

/** The parent's facts, committed in state (S8). */
export interface ParentContext {
  /** -1 before any block. */
  readonly number: bigint
  /** Seconds. */
  readonly timestamp: bigint
  /** Root of its state, 32 bytes. */
  readonly root: Uint8Array
  /** 32 bytes. */
  readonly genesisRoot: Uint8Array
  /** u64. */
  readonly chainId: bigint
}

const DEFAULT_GAS_LIMIT = (1n << 63n) - 1n

const check = new ArgumentCheck('InvalidBlockContext', 'block')

/** 32 bytes that stand for a value the host did not give: SHA-256(tag || chain id || genesis root || number || parent root). */
export function derivedWord(
  crypto: Crypto,
  tag: string,
  parent: ParentContext,
  number: bigint,
): Uint8Array {
  return crypto.sha256(
    concatBytes(
      utf8(tag),
      u256ToBytes(parent.chainId),
      parent.genesisRoot,
      u256ToBytes(number),
      parent.root,
    ),
  )
}

/** What needs no other field to be judged. Ranges of a proven list are judged where it is used. */
function checkFields(input: BlockInput, machines: readonly string[]): void {
  check.bytesIfGiven('coinbase', input.coinbase, 20)
  check.bytesIfGiven('prevRandao', input.prevRandao, 32)
  check.bytesIfGiven('parentBeaconBlockRoot', input.parentBeaconBlockRoot, 32)
  check.bytesIfGiven('parentHash', input.parentHash, 32)
  check.list('withdrawals', input.withdrawals).forEach((withdrawal, i) => {
    const name = `withdrawals[${i}]`
    check.integer(`${name}.index`, withdrawal.index, MAX_U64)
    check.integer(`${name}.validatorIndex`, withdrawal.validatorIndex, MAX_U64)
    check.bytes(`${name}.address`, withdrawal.address, 20)
    check.integer(`${name}.amount`, withdrawal.amount, MAX_U64)
  })
  for (const [machine, limit] of Object.entries(input.gasLimits ?? {})) {
    if (!machines.includes(machine)) {
      throw new NVmError(
        'UnknownMachine',
        `block gasLimits expected machines of this chain (${machines.join(', ')}), got ${machine}`,
        { name: machine },
      )
    }
    check.integer(`gasLimits.${machine}`, limit, MAX_U64)
  }
  check.list('provenLists', input.provenLists).forEach(({ session, firstNonce }, i) => {
    const name = `provenLists[${i}]`
    if (typeof firstNonce !== 'bigint') check.refuse(`${name}.firstNonce`, 'a bigint', firstNonce)
    const { epoch } = session
    if (typeof epoch !== 'bigint') check.refuse(`${name}.session.epoch`, 'a bigint', epoch)
  })
  check.integerIfGiven('bitcoin.medianTime', input.bitcoin?.medianTime, MAX_U64)
}

/**
 * Fills in what the host left out and refuses a block that does not follow its parent (S8). Throws BlockNotAfterParent;
 * InvalidBlockContext for a field of another type, length or range; UnknownMachine for a gas limit of no machine here.
 */
export function resolveBlock(
  crypto: Crypto,
  input: BlockInput,
  parent: ParentContext,
  machines: readonly string[],
): BlockContext {
  const number = check.integer('number', input.number ?? parent.number + 1n, MAX_U64)
  const timestamp = check.integer('timestamp', input.timestamp ?? parent.timestamp, MAX_U64)
  if (number <= parent.number) {
    throw new NVmError(
      'BlockNotAfterParent',
      `block number expected above ${parent.number}, got ${number}`,
      { number },
    )
  }
  if (timestamp < parent.timestamp) {
    throw new NVmError(
      'BlockNotAfterParent',
      `block timestamp expected at least ${parent.timestamp}, got ${timestamp}`,
      {
        timestamp,
      },
    )
  }
  checkFields(input, machines)
  const blockHashes = input.blockHashes ?? {
    get: (n: bigint) =>
      n === number - 1n ? derivedWord(crypto, 'n-vm:block-hash', parent, n) : undefined,
  }
  return {
    number,
    timestamp,
    coinbase: input.coinbase ?? new Uint8Array(20),
    gasLimit: check.integer('gasLimit', input.gasLimit ?? DEFAULT_GAS_LIMIT, MAX_U64),
    gasLimits: input.gasLimits ?? {},
    baseFeePerGas: check.integer('baseFeePerGas', input.baseFeePerGas ?? 0n, MAX_U256),
    blobBaseFee: check.integer('blobBaseFee', input.blobBaseFee ?? 1n, MAX_U256),
    prevRandao: input.prevRandao ?? derivedWord(crypto, 'n-vm:randao', parent, number),
    difficulty: check.integer('difficulty', input.difficulty ?? 0n, MAX_U256),
    blockHashes,
    parentBeaconBlockRoot: input.parentBeaconBlockRoot,
    parentHash: input.parentHash ?? blockHashes.get(number - 1n),
    withdrawals: input.withdrawals ?? [],
    requests: input.requests ?? false,
    reward: check.integer('reward', input.reward ?? 0n, MAX_U256),
    bitcoin: input.bitcoin,
    solana: resolveSolana(crypto, input.solana ?? {}, parent, { number, timestamp }),
    tron: resolveTron(crypto, input.tron ?? {}, parent, { number, timestamp }),
    genesisRoot: parent.genesisRoot,
  }
}

const MAX_I64 = (1n << 63n) - 1n

function resolveSolana(
  crypto: Crypto,
  input: SolanaBlockInput,
  parent: ParentContext,
  block: { readonly number: bigint; readonly timestamp: bigint },
): SolanaBlockContext {
  check.bytesIfGiven('solana.blockhash', input.blockhash, 32)
  const clamped = block.timestamp > MAX_I64 ? MAX_I64 : block.timestamp
  const unixTimestamp = check.integer(
    'solana.unixTimestamp',
    input.unixTimestamp ?? clamped,
    MAX_I64,
  )
  return {
    slot: input.slot === undefined ? undefined : check.integer('solana.slot', input.slot, MAX_U64),
    blockhash:
      input.blockhash ?? derivedWord(crypto, 'n-vm:solana-blockhash', parent, block.number),
    unixTimestamp,
    lastRestartSlot: check.integer('solana.lastRestartSlot', input.lastRestartSlot ?? 0n, MAX_U64),
  }
}

/** Ids of one block's transactions can refer to: the ring of Tron's recent blocks. */
const TRON_RING = 65_536

/**
 * Id of the block behind `parent` as Tron writes it, 32 bytes: number u64 big-endian, then 24 bytes of a hash over chain id,
 * genesis root and state root (S9). The genesis counts as block 0.
 */
export function derivedTronBlockId(crypto: Crypto, parent: ParentContext): Uint8Array {
  const number = parent.number < 0n ? 0n : parent.number
  const id = Uint8Array.from(derivedWord(crypto, 'n-vm:tron-block-id', parent, number))
  new DataView(id.buffer).setBigUint64(0, number)
  return id
}

function resolveTron(
  crypto: Crypto,
  input: TronBlockInput,
  parent: ParentContext,
  block: { readonly number: bigint; readonly timestamp: bigint },
): TronBlockContext {
  const ids = input.blockIds
  const headTimestamp = parent.number < 0n ? block.timestamp : parent.timestamp
  if (ids === undefined) {
    const blockIds = block.number === 0n ? [] : [derivedTronBlockId(crypto, parent)]
    return { blockIds, headTimestamp }
  }
  const count = BigInt(check.list('tron.blockIds', ids).length)
  check.integer('tron.blockIds count', count, BigInt(TRON_RING))
  let least = -1n
  for (const id of ids) {
    check.bytes('tron.blockIds', id, 32)
    const number = new DataView(id.buffer, id.byteOffset, 8).getBigUint64(0)
    if (number <= least || number >= block.number) {
      throw new NVmError(
        'InvalidBlockContext',
        `block tron.blockIds expected rising numbers below ${block.number}, got ${number}`,
        { number },
      )
    }
    least = number
  }
  return { blockIds: ids.map((id) => Uint8Array.from(id)), headTimestamp }
}

/** DIFFICULTY or PREVRANDAO as a word. */
export function randaoWord(block: BlockContext): bigint {
  return bytesToU256(block.prevRandao)
}
