/**
 * The markers of one minute as a set of ids in pages: a binary tree by the bits of the id, most significant first. A leaf
 * is a page of at most 256 markers in ascending order; a page that overflows is cut in two by its next bit. So a
 * block writes a leaf of the state for some of its transactions instead of each, a page never has more than 4 KiB, and
 * whoever grinds ids only makes a path longer, by a bit for twice the work.
 *
 * A marker is the first 16 bytes of an id: to keep a stranger's transaction out by another one takes 2^128 hashes.
 *
 * PERF: a block walks objects; a page is read once a block. Why pages: docs/decisions/0009-markers-in-pages.md.
 */
import { assert } from '../../errors.ts'
import type { Cell } from '../../state/cells.ts'
import type { Journal } from '../../state/journal.ts'
import { IngressCell, ingressCell } from './ingress-cells.ts'

/** Bytes of an id that are kept. */
const MARKER = 16
/** Markers of a full page. */
const PAGE = 256
/** Value of a node that was cut in two. */
const INNER = Uint8Array.of(0)

/** A node of the tree, by the bits that lead to it. Its cell is looked up when it is needed. */
export class MarkerNode {
  /** Number of bits, then the bits, the last byte filled up with zeros. */
  readonly path: Uint8Array
  private readonly bucket: Uint8Array
  private known: Cell | undefined = undefined
  private readonly children: [MarkerNode | undefined, MarkerNode | undefined] = [
    undefined,
    undefined,
  ]

  /** `bucket` is the minute, u64; without `path` it is the root. */
  constructor(bucket: Uint8Array, path: Uint8Array | undefined) {
    this.bucket = bucket
    this.path = path ?? Uint8Array.of(0)
  }

  get depth(): number {
    return this.path[0] as number
  }

  cell(journal: Journal): Cell {
    // Reads that are recorded are the journal's to see.
    if (this.known === undefined || journal.access !== undefined)
      this.known = ingressCell(journal, IngressCell.markerPage, this.bucket, this.path)
    return this.known
  }

  child(bit: 0 | 1): MarkerNode {
    let child = this.children[bit]
    if (child === undefined) {
      const { path, depth } = this
      const longer = new Uint8Array(2 + (depth >> 3))
      longer.set(path)
      longer[0] = depth + 1
      if (bit === 1) longer[1 + (depth >> 3)]! |= 0x80 >> (depth & 7)
      this.children[bit] = child = new MarkerNode(this.bucket, longer)
    }
    return child
  }
}

function bitAt(bytes: Uint8Array, offset: number, depth: number): 0 | 1 {
  return ((bytes[offset + (depth >> 3)]! >> (7 - (depth & 7))) & 1) as 0 | 1
}

/** Order of the markers at `a` in `left` and `b` in `right`. */
function compare(left: Uint8Array, a: number, right: Uint8Array, b: number): number {
  for (let i = 0; i < MARKER; i++) {
    const difference = left[a + i]! - right[b + i]!
    if (difference !== 0) return difference
  }
  return 0
}

/** Whether the tree has the marker of an id. Cost: a look-up a level, less than log2(markers) of them for random ids. */
export function isMarked(journal: Journal, root: MarkerNode, txid: Uint8Array): boolean {
  let node = root
  let page = node.cell(journal).value
  while (page !== undefined && page.length === INNER.length) {
    node = node.child(bitAt(txid, 0, node.depth))
    page = node.cell(journal).value
  }
  if (page === undefined) return false
  let low = 0
  let high = page.length / MARKER
  while (low < high) {
    const middle = (low + high) >> 1
    const order = compare(page, middle * MARKER, txid, 0)
    if (order === 0) return true
    if (order < 0) low = middle + 1
    else high = middle
  }
  return false
}

/** Adds the markers of ids that the tree does not have. Cost: proportional to the pages that they meet. */
export function addMarkers(journal: Journal, root: MarkerNode, txids: readonly Uint8Array[]): void {
  const sorted = [...txids].sort((a, b) => compare(a, 0, b, 0))
  const markers = new Uint8Array(sorted.length * MARKER)
  sorted.forEach((txid, index) => {
    for (let i = 0; i < MARKER; i++) markers[index * MARKER + i] = txid[i]!
  })
  add(journal, root, markers)
}

/** Markers in ascending order, all of them below the node. Not deeper than a marker has bits: they differ. */
function add(journal: Journal, node: MarkerNode, markers: Uint8Array): void {
  if (markers.length === 0) return
  const cell = node.cell(journal)
  const { value } = cell
  if (value === undefined || value.length !== INNER.length) {
    const page = value === undefined ? markers : merge(value, markers)
    if (page.length <= PAGE * MARKER) {
      journal.setCell(cell, page)
      return
    }
    journal.setCell(cell, INNER)
    cut(journal, node, page)
  } else cut(journal, node, markers)
}

/** Hands markers on to both children. */
function cut(journal: Journal, node: MarkerNode, markers: Uint8Array): void {
  const { depth } = node
  assert(depth < 8 * MARKER, 'a page is cut while its markers differ')
  let low = 0
  let high = markers.length / MARKER
  while (low < high) {
    const middle = (low + high) >> 1
    if (bitAt(markers, middle * MARKER, depth) === 0) low = middle + 1
    else high = middle
  }
  add(journal, node.child(0), markers.slice(0, low * MARKER))
  add(journal, node.child(1), markers.slice(low * MARKER))
}

function merge(left: Uint8Array, right: Uint8Array): Uint8Array {
  const out = new Uint8Array(left.length + right.length)
  let a = 0
  let b = 0
  for (let at = 0; at < out.length; at += MARKER) {
    const takesLeft = b === right.length || (a < left.length && compare(left, a, right, b) < 0)
    const source = takesLeft ? left : right
    const from = takesLeft ? a : b
    for (let i = 0; i < MARKER; i++) out[at + i] = source[from + i]!
    if (takesLeft) a += MARKER
    else b += MARKER
  }
  return out
}

/** Removes up to `left` cells of a tree; what is left of the bound, or -1 if there are more. */
export function removeMarkers(journal: Journal, node: MarkerNode, left: number): number {
  const cell = node.cell(journal)
  const { value } = cell
  if (value === undefined) return left
  let rest = left
  if (value.length === INNER.length) {
    rest = removeMarkers(journal, node.child(0), rest)
    if (rest >= 0) rest = removeMarkers(journal, node.child(1), rest)
    if (rest < 0) return rest
  }
  if (rest === 0) return -1
  journal.setCell(cell, undefined)
  return rest - 1
}
