/** Names of single values of a state, for proofs and witnesses. */
import { assert, NVmError } from '../errors.ts'
import { u256ToBytes } from '../primitives/u256.ts'
import { isGenericType } from './cell-keys.ts'
import { CellType } from './keys.ts'
import { type TreeProof, verifyExclusion, verifyInclusion } from './verifier.ts'

/** One leaf, present or absent. */
export type StateLocation =
  | { readonly kind: 'account'; readonly id: Uint8Array }
  | { readonly kind: 'record'; readonly machine: number; readonly id: Uint8Array }
  | { readonly kind: 'storage'; readonly storageId: Uint8Array; readonly slot: bigint }
  | { readonly kind: 'alias'; readonly namespace: number; readonly address: Uint8Array }
  | { readonly kind: 'cell'; readonly type: number; readonly parts: readonly Uint8Array[] }

/** Type and key parts of a location, as the verifier takes them. */
export function locationKey(location: StateLocation): {
  readonly type: number
  readonly parts: readonly Uint8Array[]
} {
  switch (location.kind) {
    case 'account':
      return { type: CellType.account, parts: [location.id] }
    case 'record':
      return { type: CellType.record, parts: [Uint8Array.of(location.machine), location.id] }
    case 'storage':
      return { type: CellType.storage, parts: [location.storageId, u256ToBytes(location.slot)] }
    case 'alias':
      return { type: CellType.alias, parts: [Uint8Array.of(location.namespace), location.address] }
    case 'cell':
      assert(
        isGenericType(location.type),
        'accounts, records, storage and aliases have locations of their own',
      )
      return { type: location.type, parts: location.parts }
    default:
      throw new NVmError(
        'AssertionFailed',
        `unknown location ${JSON.stringify(location satisfies never)}`,
      )
  }
}

/** A value with a proof against the root; `value` undefined means proven absent. */
export interface LocationProof {
  /** One of `CellType`. */
  readonly type: number
  /** Key parts, as in a leaf. */
  readonly parts: readonly Uint8Array[]
  /** As in a leaf. */
  readonly value: Uint8Array | undefined
  readonly proof: TreeProof
}

/** Whether a location has the proof's value (or is absent, as the proof says) under `root`. Never throws. */
export function verifyLocation(
  root: Uint8Array,
  location: LocationProof,
  sha256: (data: Uint8Array) => Uint8Array,
): boolean {
  const { type, parts, value, proof } = location
  return value === undefined
    ? verifyExclusion(root, type, parts, proof, sha256)
    : verifyInclusion(root, type, parts, value, proof, sha256)
}
