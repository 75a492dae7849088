/** Merkle trees of scripts under a taproot output key (BIP341). */
import type { Crypto } from '../../../crypto/types.ts'
import { compareBytes, concatBytes } from '../../../primitives/bytes.ts'
import { scratch } from './preimage.ts'
import { TAG_PREFIX, taggedHash } from './tagged.ts'

/** Leaf version of tapscript (BIP342). */
export const TAPSCRIPT_LEAF = 0xc0
const CONTROL_BASE = 33
const CONTROL_NODE = 32
const MAX_DEPTH = 128

/** Tagged hash of version, length and script. */
export function tapLeafHash(crypto: Crypto, leafVersion: number, script: Uint8Array): Uint8Array {
  const out = scratch.reset().raw(TAG_PREFIX.leaf).u8(leafVersion).string(script)
  return crypto.sha256(out.done())
}

/** Tagged hash of two nodes, the smaller first. */
export function tapBranchHash(crypto: Crypto, a: Uint8Array, b: Uint8Array): Uint8Array {
  return compareBytes(a, b) < 0
    ? taggedHash(crypto, 'branch', a, b)
    : taggedHash(crypto, 'branch', b, a)
}

/** What the internal key is tweaked by; `root` is absent for a key without scripts. */
export function tapTweak(crypto: Crypto, internalKey: Uint8Array, root?: Uint8Array): Uint8Array {
  return root === undefined
    ? taggedHash(crypto, 'tweak', internalKey)
    : taggedHash(crypto, 'tweak', internalKey, root)
}

/** 33 bytes and up to 128 nodes of 32. */
export function isControlSize(size: number): boolean {
  const nodes = size - CONTROL_BASE
  return nodes >= 0 && nodes <= CONTROL_NODE * MAX_DEPTH && nodes % CONTROL_NODE === 0
}

/** Whether the control block leads from the leaf to the output key. Cost: a hash a node and one point addition. */
export function isCommitted(
  crypto: Crypto,
  control: Uint8Array,
  outputKey: Uint8Array,
  leafHash: Uint8Array,
): boolean {
  let node = leafHash
  for (let at = CONTROL_BASE; at < control.length; at += CONTROL_NODE) {
    node = tapBranchHash(crypto, node, control.subarray(at, at + CONTROL_NODE))
  }
  const internalKey = control.subarray(1, CONTROL_BASE)
  const tweak = tapTweak(crypto, internalKey, node)
  return crypto.taprootTweakCheck(internalKey, tweak, outputKey, control[0]! & 1)
}

/** Digest of the annex as signatures commit to it: of its compact size and bytes. */
export function annexDigest(crypto: Crypto, annex: Uint8Array): Uint8Array {
  return crypto.sha256(scratch.reset().string(annex).done())
}

/** The control block of a leaf. `path` are the siblings from the leaf up. */
export function controlBlock(
  leafVersion: number,
  parity: number,
  internalKey: Uint8Array,
  path: readonly Uint8Array[],
): Uint8Array {
  return concatBytes(Uint8Array.of(leafVersion | parity), internalKey, ...path)
}
