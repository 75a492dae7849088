/**
 * The one binary form of a state proof:
 *
 *   kind     u8: 0 the position is empty, 1 a leaf stands there
 *   depth    u16 big-endian, 0 to 256: number of siblings
 *   bitmap   ceil(depth / 8) bytes: bit i, most significant first, set if sibling i (top first) is not zero; rest 0
 *   siblings 32 bytes for every set bit, in order, none of them zero
 *   leaf     only for kind 1: tree key (32), value hash (32)
 *
 * Every proof has exactly one encoding: anything else, trailing bytes included, is refused with InvalidProof.
 */

import { NVmError } from '../errors.ts'
import type { TreeProof } from './verifier.ts'

const MAX_DEPTH = 256
const HEADER = 3

function invalid(expectation: string): NVmError {
  return new NVmError('InvalidProof', `a state proof expected ${expectation}`)
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0)
}

function assertHash(bytes: Uint8Array): void {
  if (bytes.length !== 32) throw invalid(`hashes of 32 bytes, got ${bytes.length}`)
}

/** Encodes a proof. Throws InvalidProof on more than 256 siblings or a hash that is not 32 bytes. */
export function encodeProof(proof: TreeProof): Uint8Array {
  const { siblings, leaf } = proof
  const depth = siblings.length
  if (depth > MAX_DEPTH) throw invalid(`at most ${MAX_DEPTH} siblings, got ${depth}`)
  for (const sibling of siblings) assertHash(sibling)
  const present = siblings.filter((sibling) => !isZero(sibling)).length
  const bitmap = Math.ceil(depth / 8)
  const out = new Uint8Array(HEADER + bitmap + 32 * present + (leaf === undefined ? 0 : 64))
  out[0] = leaf === undefined ? 0 : 1
  out[1] = depth >>> 8
  out[2] = depth
  let offset = HEADER + bitmap
  siblings.forEach((sibling, i) => {
    if (isZero(sibling)) return
    out[HEADER + (i >>> 3)]! |= 0x80 >>> (i & 7)
    out.set(sibling, offset)
    offset += 32
  })
  if (leaf === undefined) return out
  assertHash(leaf.treeKey)
  assertHash(leaf.valueHash)
  out.set(leaf.treeKey, offset)
  out.set(leaf.valueHash, offset + 32)
  return out
}

/** Decodes a proof; the result shares nothing with `bytes`. Throws InvalidProof on any byte too few, many or odd. */
export function decodeProof(bytes: Uint8Array): TreeProof {
  if (bytes.length < HEADER) throw invalid(`a header of ${HEADER} bytes, got ${bytes.length}`)
  const kind = bytes[0]!
  if (kind > 1) throw invalid(`kind 0 or 1, got ${kind}`)
  const depth = bytes[1]! * 256 + bytes[2]!
  if (depth > MAX_DEPTH) throw invalid(`at most ${MAX_DEPTH} siblings, got ${depth}`)
  let offset = HEADER + Math.ceil(depth / 8)
  const take = (): Uint8Array => {
    if (offset + 32 > bytes.length) throw invalid(`more than ${bytes.length} bytes`)
    offset += 32
    return new Uint8Array(bytes.subarray(offset - 32, offset))
  }
  if (offset > bytes.length) throw invalid('a whole bitmap')
  if (depth % 8 !== 0 && (bytes[offset - 1]! & (0xff >>> (depth % 8))) !== 0) {
    throw invalid('zero bits after the last sibling')
  }
  const siblings: Uint8Array[] = []
  for (let i = 0; i < depth; i++) {
    const present = (bytes[HEADER + (i >>> 3)]! & (0x80 >>> (i & 7))) !== 0
    const sibling = present ? take() : new Uint8Array(32)
    if (present && isZero(sibling)) throw invalid('zero siblings to be left out')
    siblings.push(sibling)
  }
  const leaf = kind === 1 ? { treeKey: take(), valueHash: take() } : undefined
  if (offset !== bytes.length) throw invalid(`${offset} bytes, got ${bytes.length}`)
  return leaf === undefined ? { siblings } : { siblings, leaf }
}
