/**
 * Stand-alone verifier of state proofs, for light clients: this file and a SHA-256 are all that is needed. It never
 * throws; whatever is malformed is false. Rule S1: the key is derived here from its typed parts, so that a proof
 * cannot choose its path, and no sibling may be the leaf tag, so that a leaf cannot be read as an inner node.
 */

/** Siblings top first, one per level of the path; the leaf at its end, absent if the position is empty. */
export interface TreeProof {
  /** 32 bytes each, at most 256. */
  readonly siblings: readonly Uint8Array[]
  /** 32 bytes each. */
  readonly leaf?: { readonly treeKey: Uint8Array; readonly valueHash: Uint8Array } | undefined
}

type Sha256 = (data: Uint8Array) => Uint8Array

const bit = (key: Uint8Array, depth: number): number =>
  ((key[depth >>> 3] ?? 0) >>> (7 - (depth & 7))) & 1
const isHash = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array && value.length === 32
const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  isHash(a) && isHash(b) && a.every((byte, i) => byte === b[i])
const concat = (...parts: ArrayLike<number>[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => Array.from(part)))
const bigEndian = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** (bytes - 1 - i)) % 256)

function keyOf(type: number, parts: readonly Uint8Array[], sha256: Sha256): Uint8Array | undefined {
  const typed = Number.isInteger(type) && type >= 0 && type <= 0xff
  const fits = parts.every((part) => part instanceof Uint8Array && part.length <= 0xffff)
  if (!typed || !fits) return undefined
  return sha256(concat([type], ...parts.flatMap((part) => [bigEndian(part.length, 2), part])))
}

const tagOf = (sha256: Sha256): Uint8Array =>
  sha256(Uint8Array.from('n-vm:leaf:v1', (char) => char.charCodeAt(0)))

const leafOf = (key: Uint8Array, valueHash: Uint8Array, sha256: Sha256): Uint8Array =>
  sha256(concat(sha256(concat(key, valueHash)), tagOf(sha256)))

/** Type, length and value, filled up with zeros to 64 bytes. */
function valueHashOf(type: number, value: Uint8Array, sha256: Sha256): Uint8Array {
  const filling = new Uint8Array(Math.max(0, 59 - value.length))
  return sha256(concat([type], bigEndian(value.length, 4), value, filling))
}

/** Hashes from the end of the key's path up to the root. */
function leadsTo(
  root: Uint8Array,
  key: Uint8Array,
  end: Uint8Array,
  siblings: readonly Uint8Array[],
  sha256: Sha256,
): boolean {
  const tag = tagOf(sha256)
  const isList: boolean = Array.isArray(siblings)
  if (!isList || siblings.length > 256) return false
  if (siblings.some((sibling) => !isHash(sibling) || equal(sibling, tag))) return false
  // The last node of a path has two children: a leaf alone under it would have moved up.
  if (siblings.at(-1)?.every((byte) => byte === 0)) return false
  let hash = end
  for (let depth = siblings.length - 1; depth >= 0; depth--) {
    const sibling = siblings[depth] as Uint8Array
    hash = sha256(bit(key, depth) === 0 ? concat(hash, sibling) : concat(sibling, hash))
  }
  return equal(hash, root)
}

/**
 * Whether the cell of this type and these key parts has exactly this value under `root`. `root` is 32 bytes, `sha256`
 * a correct SHA-256. About 2 + siblings hashes.
 */
export function verifyInclusion(
  root: Uint8Array,
  type: number,
  parts: readonly Uint8Array[],
  value: Uint8Array,
  proof: TreeProof,
  sha256: Sha256,
): boolean {
  try {
    const key = keyOf(type, parts, sha256)
    const leaf = proof.leaf
    if (key === undefined || !leaf || !(value instanceof Uint8Array)) return false
    const hashed = valueHashOf(type, value, sha256)
    if (!equal(leaf.treeKey, key) || !equal(leaf.valueHash, hashed)) return false
    return leadsTo(root, key, leafOf(key, hashed, sha256), proof.siblings, sha256)
  } catch {
    return false
  }
}

/**
 * Whether there is no cell of this type and these key parts under `root`: its position is empty, or another key's
 * leaf, which shares the whole path, stands there.
 */
export function verifyExclusion(
  root: Uint8Array,
  type: number,
  parts: readonly Uint8Array[],
  proof: TreeProof,
  sha256: Sha256,
): boolean {
  try {
    const key = keyOf(type, parts, sha256)
    const { leaf, siblings } = proof
    if (key === undefined) return false
    if (leaf === undefined) return leadsTo(root, key, new Uint8Array(32), siblings, sha256)
    if (!isHash(leaf.treeKey) || !isHash(leaf.valueHash) || equal(leaf.treeKey, key)) return false
    for (let depth = 0; depth < siblings.length; depth++) {
      if (bit(leaf.treeKey, depth) !== bit(key, depth)) return false
    }
    return leadsTo(root, key, leafOf(leaf.treeKey, leaf.valueHash, sha256), siblings, sha256)
  } catch {
    return false
  }
}
