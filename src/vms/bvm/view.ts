/** For wallets: the unspent outputs of a state, and the balance that waits at a script. Indexes nothing and stands outside the root. */
import { ArgumentCheck } from '../../primitives/argument.ts'
import { equalBytes } from '../../primitives/bytes.ts'
import { CellType } from '../../state/keys.ts'
import type { StateLocation } from '../../state/location.ts'
import { type Outpoint, outpointOf } from './outpoint.ts'
import { BVM_CELLS } from './parameters.ts'
import { BvmCell, decodeUtxo, type Utxo, utxoKey } from './utxo.ts'

/** An unspent output and its name. */
export interface ListedUtxo extends Utxo, Outpoint {}

/** A state that can be walked through, as `State` can. */
export interface LeafSource {
  /** All leaves of a type, ascending by raw key. */
  leaves(type?: number): Iterable<readonly [type: number, rawKey: Uint8Array, value: Uint8Array]>
}

/** Bytes of a raw key: length u16 before each of (machine, kind, outpoint). */
const KEY_LENGTH = 3 + 3 + 38

/**
 * Unspent outputs, ascending by outpoint; with `script` only those on it. Cost: proportional to the whole state, so a
 * wallet that asks often keeps an index of its own from receipts.
 */
export function* listUtxos(state: LeafSource, script?: Uint8Array): Generator<ListedUtxo> {
  for (const [, key, value] of state.leaves(CellType.machine)) {
    if (key.length !== KEY_LENGTH || key[2] !== BVM_CELLS || key[5] !== BvmCell.utxo) continue
    const utxo = decodeUtxo(value)
    if (script !== undefined && !equalBytes(utxo.script, script)) continue
    yield { ...outpointOf(key.subarray(8)), ...utxo }
  }
}

/** Where an output lies, for `state.prove`. Throws InvalidArgument for a txid that has not 32 bytes. */
export function utxoLocation(outpoint: Outpoint): StateLocation {
  new ArgumentCheck('InvalidArgument', 'utxoLocation').bytes('txid', outpoint.txid, 32)
  return { kind: 'cell', type: CellType.machine, parts: utxoKey(outpoint) }
}
