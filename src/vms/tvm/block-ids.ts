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

/** What BLOCKHASH reads: the id of one of the last 256 blocks, 32 bytes. */
export function blockIdOf(
  journal: Journal,
  number: bigint,
  current: bigint,
): Uint8Array | undefined {
  if (number < 0n || number >= current || number + BLOCKHASH_DEPTH < current) return undefined
  const id = idAt(journal, number & 0xffffn, current)
  return id === undefined || readU64(id, 0) !== number ? undefined : id
}

/** How a transaction names a block. */
export interface BlockReference {
  /** Low 2 bytes of its number. */
  readonly refBlockBytes: Uint8Array
  /** Bytes 8 to 16 of its id. */
  readonly refBlockHash: Uint8Array
}

/** TaPoS: the transaction names a recent block of this chain. Throws ReferenceBlockUnknown. */
export function checkReferenceBlock(
  journal: Journal,
  current: bigint,
  reference: BlockReference,
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

/**
 * What stands for the id of Tron's genesis block, 32 bytes: CHAINID is its last 4 bytes, or all of it before ids 60 and 71.
 * Derived from chain id and genesis root; both forms differ from the EVM's CHAINID (S10).
 */
export function tronGenesisId(
  crypto: Pick<Crypto, 'sha256'>,
  chainId: bigint,
  genesisRoot: Uint8Array,
): Uint8Array {
  const text = concatBytes(utf8('n-vm:tron-genesis'), u256ToBytes(chainId), genesisRoot)
  for (let id = crypto.sha256(text); ; id = crypto.sha256(id)) {
    // Once in 2^32 chains the last bytes are the EVM's: hash again.
    if (bytesToU256(id.subarray(28)) !== chainId && bytesToU256(id) !== chainId) return id
  }
}
