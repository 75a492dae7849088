/**
 * Reads what export.ts wrote, trusting nothing: order, lengths, canonical forms, blobs against their hashes, the end of
 * the stream and the root. Any other stream throws MalformedExport.
 */
import type { Crypto } from '../crypto/types.ts'
import { NVmError } from '../errors.ts'
import {
  bytesToHex,
  compareBytes,
  equalBytes,
  isZeroBytes,
  wordToKey,
} from '../primitives/bytes.ts'
import { keyParts } from './cell-keys.ts'
import type { ChainConfig } from './chain-config.ts'
import { decodeChainConfig } from './chain-config-codec.ts'
import { decodeAccount, decodeAlias } from './codec.ts'
import { EXPORT_MAGIC, EXPORT_VERSION } from './export.ts'
import type { BlobHashes } from './family.ts'
import { CellType } from './keys.ts'
import { PAGE_BYTES } from './page-cells.ts'
import { State } from './state.ts'

/** How {@link importState} reads. */
export interface ImportOptions {
  readonly crypto: Crypto
  /** The root the state must have; without it the stream's own claim is checked. */
  readonly root?: Uint8Array
  /** Longest value or blob accepted, in bytes. Default 16 MiB. */
  readonly maxValueBytes?: number
  readonly shared?: boolean
  /** With it the stream must hold exactly the blobs that records name. */
  readonly blobHashes?: BlobHashes
}

type Leaf = readonly [type: number, rawKey: Uint8Array, value: Uint8Array]

function malformed(expectation: string): never {
  throw new NVmError('MalformedExport', `a state export expected ${expectation}`)
}

/** Takes counted bytes off a stream of chunks of any size. Never allocates more than has arrived. */
class ChunkReader {
  readonly #chunks: Iterator<Uint8Array>
  #chunk: Uint8Array = new Uint8Array(0)
  #at = 0

  constructor(chunks: Iterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.iterator]()
  }

  /** Makes sure that a byte is left in the chunk; false at the end of the stream. */
  #fill(): boolean {
    while (this.#at === this.#chunk.length) {
      const next = this.#chunks.next()
      if (next.done === true) return false
      this.#chunk = next.value
      this.#at = 0
    }
    return true
  }

  take(length: number): Uint8Array {
    const parts: Uint8Array[] = []
    let left = length
    while (left > 0) {
      if (!this.#fill()) malformed('more bytes')
      const part = this.#chunk.subarray(this.#at, this.#at + left)
      this.#at += part.length
      left -= part.length
      parts.push(part)
    }
    const out = new Uint8Array(length)
    let at = 0
    for (const part of parts) {
      out.set(part, at)
      at += part.length
    }
    return out
  }

  integer(bytes: number): number {
    let value = 0
    for (const byte of this.take(bytes)) value = value * 256 + byte
    return value
  }

  end(): void {
    if (this.#fill()) malformed('no bytes after its end')
  }
}

/** Throws unless the value is one that the state itself would have written. */
function checkValue(type: number, parts: readonly Uint8Array[], value: Uint8Array): void {
  switch (type) {
    case CellType.account:
      decodeAccount(value)
      return
    case CellType.alias:
      decodeAlias(value)
      return
    case CellType.storage:
      if (value.length !== 32 || isZeroBytes(value))
        malformed('slots of 32 bytes that are not zero')
      return
    case CellType.page:
      checkPage(parts, value)
      return
    case CellType.sweep:
      checkSweep(parts, value)
      return
    case CellType.config:
      if (parts.length > 0) malformed('one chain configuration')
      return
    default:
  }
}

function checkPage(parts: readonly Uint8Array[], value: Uint8Array): void {
  const [dataId, number] = parts
  if (dataId?.length !== 16 || parts.length > 2) malformed('pages of data ids of 16 bytes')
  if (number === undefined) {
    if (value.length !== 16) malformed('lengths of 16 bytes')
  } else if (number.length !== 4 || value.length > PAGE_BYTES || (value.at(-1) ?? 0) === 0) {
    malformed('pages of 1 to 4,096 bytes without trailing zeros')
  }
}

function checkSweep(parts: readonly Uint8Array[], value: Uint8Array): void {
  const [number] = parts
  if (number === undefined) {
    if (value.length !== 16 || compareBytes(value.subarray(0, 8), value.subarray(8)) >= 0) {
      malformed('a sweep queue whose head is before its tail')
    }
    return
  }
  const length = value[0] === 1 ? 17 : value[0] === 2 ? 25 : 0
  if (parts.length > 1 || number.length !== 8 || value.length !== length) {
    malformed('entries of the sweep queue')
  }
}

function* readLeaves(reader: ChunkReader, maxBytes: number): Generator<Leaf, void, undefined> {
  let lastType = 0
  let lastKey: Uint8Array = new Uint8Array(0)
  for (let type = reader.integer(1); type !== 0; type = reader.integer(1)) {
    const rawKey = reader.take(reader.integer(2))
    const order = type - lastType || compareBytes(rawKey, lastKey)
    if (order <= 0) malformed('leaves in ascending order, each once')
    const parts = keyParts(type, rawKey)
    if (parts === undefined) malformed(`a well-formed key of type ${type}`)
    const length = reader.integer(4)
    if (length > maxBytes) malformed(`values of at most ${maxBytes} bytes`)
    const value = reader.take(length)
    checkValue(type, parts, value)
    yield [type, rawKey, value]
    lastType = type
    lastKey = rawKey
  }
}

function readHeader(reader: ChunkReader): Uint8Array {
  if (!equalBytes(reader.take(EXPORT_MAGIC.length), EXPORT_MAGIC)) malformed('its magic')
  if (reader.integer(1) !== EXPORT_VERSION) malformed(`version ${EXPORT_VERSION}`)
  return reader.take(32)
}

/** The configuration is the first leaf, as its type is the lowest. */
function readConfig(first: IteratorResult<Leaf, void>): ChainConfig {
  if (first.done === true || first.value[0] !== CellType.config) malformed('a chain configuration')
  try {
    return decodeChainConfig(first.value[2])
  } catch (error) {
    return malformed(`a sound chain configuration: ${error instanceof Error ? error.message : ''}`)
  }
}

function readBlobs(
  reader: ChunkReader,
  crypto: Crypto,
  maxBytes: number,
): (readonly [Uint8Array, Uint8Array])[] {
  const blobs: (readonly [Uint8Array, Uint8Array])[] = []
  let last: Uint8Array | undefined
  for (let mark = reader.integer(1); mark !== 0; mark = reader.integer(1)) {
    if (mark !== 1) malformed('a blob or the end')
    const hash = reader.take(32)
    if (last !== undefined && compareBytes(hash, last) <= 0) malformed('blobs in ascending order')
    const length = reader.integer(4)
    if (length > maxBytes) malformed(`blobs of at most ${maxBytes} bytes`)
    const bytes = reader.take(length)
    // Machines name content by one of these; whichever it is, nobody can put other bytes under the hash.
    const isContent =
      equalBytes(crypto.keccak256(bytes), hash) || equalBytes(crypto.sha256(bytes), hash)
    if (!isContent) malformed('blobs that have their hash')
    blobs.push([hash, bytes])
    last = hash
  }
  return blobs
}

function checkBlobs(
  state: State,
  blobHashes: BlobHashes,
  blobs: readonly (readonly [Uint8Array, Uint8Array])[],
): void {
  const named = new Set<string>()
  for (const [, rawKey, value] of state.leaves(CellType.record)) {
    for (const hash of blobHashes(rawKey[0]!, value)) named.add(wordToKey(hash))
  }
  const isExact = blobs.length === named.size && blobs.every(([hash]) => named.has(wordToKey(hash)))
  if (!isExact) malformed('exactly the blobs that records name')
}

/** A state from the chunks of an export, however they are cut. Throws MalformedExport. O(bytes). */
export function importState(chunks: Iterable<Uint8Array>, options: ImportOptions): State {
  const reader = new ChunkReader(chunks)
  const { crypto, maxValueBytes = 2 ** 24, blobHashes } = options
  const root = readHeader(reader)
  if (options.root !== undefined && !equalBytes(options.root, root)) {
    malformed(`root ${bytesToHex(options.root)}, got ${bytesToHex(root)}`)
  }
  const leaves = readLeaves(reader, maxValueBytes)
  const first = leaves.next()
  const chain = readConfig(first)
  const empty = State.empty({ chain, crypto, blobHashes, shared: options.shared ?? false })
  function* all(): Generator<Leaf, void, undefined> {
    if (first.done !== true) yield first.value
    yield* leaves
  }
  const state = empty.applyRaw(all())
  empty.release()
  const blobs = readBlobs(reader, crypto, maxValueBytes)
  reader.end()
  if (!equalBytes(state.root, root)) {
    malformed(`root ${bytesToHex(root)} of its leaves, got ${bytesToHex(state.root)}`)
  }
  if (blobHashes !== undefined) checkBlobs(state, blobHashes, blobs)
  state.addBlobs(blobs)
  return state
}
