/**
 * The ids of the last 65,536 blocks, in state. Transactions refer to one of them (TaPoS) and BLOCKHASH reads them. The id
 * of the parent hashes chain id, genesis root and state root in (S9, block-context.ts): a transaction signed for another
 * chain refers to a block that is not here.
 */
import type { BlockContext } from '../../block-context.ts'
import type { Crypto } from '../../crypto/types.ts'
import { InvalidTransactionError, NVmError } from '../../errors.ts'
import { bytesToHex, concatBytes, equalBytes, utf8 } from '../../primitives/bytes.ts'
import { bytesToU256, u256ToBytes } from '../../primitives/u256.ts'
import type { Journal } from '../../state/journal.ts'
import { IngressCell, ingressCell, readU64 } from './ingress-cells.ts'

/** Ids that are kept; java-tron's RecentBlockStore. */
const RING = 65_536n
/** Blocks that BLOCKHASH sees. */
const BLOCKHASH_DEPTH = 256n

function ringKey(low16: bigint): Uint8Array {
  return Uint8Array.of(Number((low16 >> 8n) & 0xffn), Number(low16 & 0xffn))
}

/** Id of a recent block, or undefined: older ones that no newer block has overwritten are forgotten as well. */
function idAt(journal: Journal, low16: bigint, current: bigint): Uint8Array | undefined {
  const id = ingressCell(journal, IngressCell.blockId, ringKey(low16)).value
  if (id === undefined) return undefined
  return readU64(id, 0) + RING < current ? undefined : id
}

/** Adds the ids that a block brings. Throws BlockNotAfterParent for one whose place holds a newer block (S8). */
export function recordBlockIds(journal: Journal, block: BlockContext): void {
  for (const id of block.tron.blockIds) {
    const number = readU64(id, 0)
    const cell = ingressCell(journal, IngressCell.blockId, ringKey(number & 0xffffn))
    if (cell.value !== undefined) {
      const known = readU64(cell.value, 0)
      if (known > number || (known === number && !equalBytes(cell.value, id))) {
        throw new NVmError(
          'BlockNotAfterParent',
          `block tron.blockIds expected to bring no other id for block ${known}, got one for ${number}`,
          { number },
        )
      }
    }
    journal.setCell(cell, id)
  }
}

/** What BLOCKHASH reads: the id of one of the last 256 blocks as a word. */
export function blockIdWord(journal: Journal, number: bigint, current: bigint): bigint {
  if (number < 0n || number >= current || number + BLOCKHASH_DEPTH < current) return 0n
  const id = idAt(journal, number & 0xffffn, current)
  return id === undefined || readU64(id, 0) !== number ? 0n : bytesToU256(id)
}

/** TaPoS: the transaction names a recent block of this chain. Throws ReferenceBlockUnknown. */
export function checkReferenceBlock(
  journal: Journal,
  current: bigint,
  reference: { readonly refBlockBytes: Uint8Array; readonly refBlockHash: Uint8Array },
): void {
  const { refBlockBytes, refBlockHash } = reference
  const id =
    refBlockBytes.length === 2 ? idAt(journal, bytesToU256(refBlockBytes), current) : undefined
  if (id !== undefined && equalBytes(id.subarray(8, 16), refBlockHash)) return
  throw new InvalidTransactionError(
    'ReferenceBlockUnknown',
    `reference block expected among the last ${RING} of this chain, got ${bytesToHex(refBlockBytes)} ${bytesToHex(refBlockHash)}`,
    { refBlockBytes: bytesToHex(refBlockBytes), refBlockHash: bytesToHex(refBlockHash) },
  )
}

/** What CHAINID pushes, as a word: java-tron takes it from the id of its genesis block. */
export interface TronChainId {
  /** All 32 bytes: before ids 60 and 71. */
  readonly long: bigint
  /** The last 4 bytes. */
  readonly short: bigint
}

/** Derived from chain id and genesis root; both forms differ from the EVM's CHAINID (S10). */
export function tronChainId(
  crypto: Pick<Crypto, 'sha256'>,
  chainId: bigint,
  genesisRoot: Uint8Array,
): TronChainId {
  const id = concatBytes(utf8('n-vm:tron-chain-id'), u256ToBytes(chainId), genesisRoot)
  for (let hash = crypto.sha256(id); ; hash = crypto.sha256(hash)) {
    const long = bytesToU256(hash)
    const short = long & 0xffffffffn
    // Once in 2^32 chains the last bytes are the EVM's: hash again.
    if (short !== chainId && long !== chainId) return { long, short }
  }
}
