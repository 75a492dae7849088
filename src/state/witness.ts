/**
 * A partial state: proven leaves of one root under the reader's contract. What a proof shows to be absent reads as
 * absent; what no proof speaks of throws MissingState, so that an execution over it is the real one or none.
 */
import type { Crypto } from '../crypto/types.ts'
import { NVmError } from '../errors.ts'
import { bytesToHex, hexToBytes, utf8, wordToKey } from '../primitives/bytes.ts'
import { bytesToU256 } from '../primitives/u256.ts'
import type { AccessSets } from './access.ts'
import type { ChainConfig } from './chain-config.ts'
import { decodeChainConfig } from './chain-config-codec.ts'
import { decodeAccount, decodeAlias } from './codec.ts'
import { CellType } from './keys.ts'
import { type LocationProof, locationKey, type StateLocation, verifyLocation } from './location.ts'
import type { AccountValue, Alias, StateReader } from './reader.ts'
import type { State } from './state.ts'

/** Everything a verifier needs to execute without the state. */
export interface Witness {
  /** Root of the state it is of, 32 bytes. */
  readonly root: Uint8Array
  readonly leaves: readonly LocationProof[]
  /** Contents, found by their Keccak-256 or SHA-256. */
  readonly blobs: readonly Uint8Array[]
}

function nameOf(type: number, parts: readonly Uint8Array[]): string {
  return `${type}${parts.map((part) => `:${bytesToHex(part)}`).join('')}`
}

/** Proven leaves as a base for a journal. */
export class WitnessState implements StateReader {
  readonly #leaves = new Map<string, Uint8Array | undefined>()
  readonly #blobs = new Map<string, Uint8Array>()
  #chain: ChainConfig | undefined

  /** Checks every proof against the root. Throws InvalidProof. O(leaves * depth) hashes. */
  constructor(witness: Witness, crypto: Crypto) {
    const { root } = witness
    const { sha256 } = crypto
    for (const leaf of witness.leaves) {
      const { type, parts, value } = leaf
      if (!verifyLocation(root, leaf, sha256)) {
        throw new NVmError('InvalidProof', `a proof of ${nameOf(type, parts)} expected to hold`)
      }
      this.#leaves.set(nameOf(type, parts), value?.slice())
    }
    for (const bytes of witness.blobs) {
      const copy = bytes.slice()
      this.#blobs.set(wordToKey(crypto.keccak256(copy)), copy)
      this.#blobs.set(wordToKey(sha256(copy)), copy)
    }
  }

  #read(location: StateLocation): Uint8Array | undefined {
    const { type, parts } = locationKey(location)
    const name = nameOf(type, parts)
    const value = this.#leaves.get(name)
    if (value === undefined && !this.#leaves.has(name)) return missing(name)
    return value
  }

  get chain(): ChainConfig {
    if (this.#chain === undefined) {
      const bytes = this.cell(CellType.config, [])
      this.#chain = bytes === undefined ? missing('chain configuration') : decodeChainConfig(bytes)
    }
    return this.#chain
  }

  account(id: Uint8Array): AccountValue | undefined {
    const bytes = this.#read({ kind: 'account', id })
    return bytes === undefined ? undefined : decodeAccount(bytes)
  }

  record(machine: number, id: Uint8Array): Uint8Array | undefined {
    return this.#read({ kind: 'record', machine, id })
  }

  slot(storageId: Uint8Array, key: bigint): bigint {
    const bytes = this.#read({ kind: 'storage', storageId, slot: key })
    return bytes === undefined ? 0n : bytesToU256(bytes)
  }

  /** Proofs of single leaves cannot show that there are no others: always throws MissingState. */
  slotCount(storageId: Uint8Array): number {
    return missing(`all slots of ${bytesToHex(storageId)}`)
  }

  /** As {@link slotCount}. */
  slots(storageId: Uint8Array): readonly (readonly [key: bigint, value: bigint])[] {
    return missing(`all slots of ${bytesToHex(storageId)}`)
  }

  alias(namespace: number, address: Uint8Array): Alias | undefined {
    const bytes = this.#read({ kind: 'alias', namespace, address })
    return bytes === undefined ? undefined : decodeAlias(bytes)
  }

  originId(): undefined {
    return undefined
  }

  cell(type: number, parts: readonly Uint8Array[]): Uint8Array | undefined {
    return this.#read({ kind: 'cell', type, parts })
  }

  blob(hash: Uint8Array): Uint8Array {
    return this.#blobs.get(wordToKey(hash)) ?? missing(`blob ${bytesToHex(hash)}`)
  }
}

function missing(what: string): never {
  throw new NVmError('MissingState', `a partial state expected to hold ${what}`, { what })
}

const split = (text: string): Uint8Array[] => (text === '' ? [] : text.split('.').map(hexToBytes))

/** Location of a name in {@link AccessSets}. */
function locationOf(name: string): StateLocation {
  const [kind, first = '', second = ''] = name.split(':')
  switch (kind) {
    case 'account':
      return { kind, id: hexToBytes(first) }
    case 'record':
      return { kind, machine: Number(first), id: hexToBytes(second) }
    case 'storage':
      return { kind, storageId: hexToBytes(first), slot: BigInt(`0x${second}`) }
    case 'alias':
      return { kind, namespace: Number(first), address: hexToBytes(second) }
    case 'supply':
      return { kind: 'cell', type: CellType.supply, parts: [utf8(name.slice('supply:'.length))] }
    case 'cell':
      return { kind, type: Number(first), parts: split(second) }
    default:
      throw new NVmError('AssertionFailed', `unknown name of a location: ${name}`)
  }
}

/**
 * A witness for transactions whose accesses were recorded over `state`, with the chain configuration, the parent's
 * context and the supply counters, which every execution reads. `blobs` are the contents they used.
 */
export function buildWitness(
  state: State,
  accesses: Iterable<AccessSets>,
  blobs: readonly Uint8Array[] = [],
): Witness {
  const names = new Set([
    `cell:${CellType.config}:`,
    `cell:${CellType.context}:`,
    'supply:issued',
    'supply:burnt',
  ])
  for (const { reads, writes } of accesses) {
    for (const name of reads) names.add(name)
    for (const name of writes) names.add(name)
  }
  const leaves = [...names].map((name) => state.prove(locationOf(name)))
  return { root: state.root, leaves, blobs }
}
