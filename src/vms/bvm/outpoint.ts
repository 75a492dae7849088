/** Names of outputs: 36 bytes, txid in internal byte order and output index u32 little-endian, as transactions have them. */
import type { Crypto } from '../../crypto/types.ts'
import { bigIntToBytes, bytesToHex, concatBytes, hexToBytes, utf8 } from '../../primitives/bytes.ts'

/** Which output of which transaction. */
export interface Outpoint {
  /** 32 bytes, internal order: as hashed and as in transactions, the reverse of what explorers print. */
  readonly txid: Uint8Array
  /** u32. */
  readonly index: number
}

/** 36 bytes. */
export function outpointBytes(outpoint: Outpoint): Uint8Array {
  const bytes = new Uint8Array(36)
  bytes.set(outpoint.txid)
  new DataView(bytes.buffer).setUint32(32, outpoint.index, true)
  return bytes
}

/** The inverse of {@link outpointBytes}. */
export function outpointOf(bytes: Uint8Array): Outpoint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return { txid: bytes.slice(0, 32), index: view.getUint32(32, true) }
}

/** As explorers and wallets print a txid: bytes reversed, in hex. */
export function txidToHex(txid: Uint8Array): string {
  return bytesToHex(txid.slice().reverse())
}

/** The inverse of {@link txidToHex}. Throws TypeError for anything but 64 hex digits. */
export function txidFromHex(hex: string): Uint8Array {
  const bytes = hexToBytes(hex)
  if (bytes.length !== 32) throw new TypeError(`txid expected 64 hex digits, got ${hex.length}`)
  return bytes.reverse()
}

const TAG = utf8('n-vm:bitcoin-outputs:')
/** How a set of outputs that no Bitcoin transaction made came to be. */
const Maker = { genesis: 0, envelope: 1, crossing: 2 } as const

/** The chain an id is bound to (S9). */
interface Chain {
  readonly chainId: bigint
  /** 32 bytes. */
  readonly genesisRoot: Uint8Array
}

function idOf(crypto: Crypto, chain: Chain, maker: number, ...rest: Uint8Array[]): Uint8Array {
  return crypto.sha256(
    concatBytes(
      TAG,
      bigIntToBytes(chain.chainId, 8),
      chain.genesisRoot,
      Uint8Array.of(maker),
      ...rest,
    ),
  )
}

/**
 * Txid, 32 bytes in internal order, of what an envelope's payload 0x30 or 0x33 makes. The sender knows it before signing; it cannot come again,
 * because a nonce is used once. No Bitcoin transaction can have it: a txid is SHA-256 of 32 bytes, this one of more.
 */
export function envelopeTxid(
  crypto: Crypto,
  chain: Chain,
  sender: Uint8Array,
  nonce: bigint,
): Uint8Array {
  return idOf(crypto, chain, Maker.envelope, sender, bigIntToBytes(nonce, 8))
}

/** The same for a call from another machine, whose sender's nonce does not move: named by its place in the chain. */
export function crossingTxid(
  crypto: Crypto,
  chain: Chain,
  sender: Uint8Array,
  at: { readonly block: bigint; readonly transaction: number; readonly creation: number },
): Uint8Array {
  return idOf(
    crypto,
    chain,
    Maker.crossing,
    sender,
    bigIntToBytes(at.block, 8),
    bigIntToBytes(BigInt(at.transaction), 4),
    bigIntToBytes(BigInt(at.creation), 4),
  )
}

/**
 * Txid of a genesis's outputs. `genesisRoot` is the root of the same genesis without them, and `outputs` their
 * encodings: two chains share the id only if they share everything they begin with.
 */
export function genesisTxid(
  crypto: Crypto,
  chain: Chain,
  outputs: readonly Uint8Array[],
): Uint8Array {
  return idOf(crypto, chain, Maker.genesis, crypto.sha256(concatBytes(...outputs)))
}
