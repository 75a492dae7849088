/**
 * The addresses of a block, one object each: a block names the same few accounts and programs in transaction after
 * transaction, and whatever has to be found out about an address (is it reserved, which account does it reach) is found
 * out once and lies on the object from then on.
 */
import { wordToKey } from '../../primitives/bytes.ts'
import { ProgramId, reservedIds, SysvarId } from './ids.ts'
import type { SvmAddress } from './state/accounts.ts'

/** Bits of {@link KnownKey.traits}: what an address is on every Solana chain. */
export const Trait = {
  /** Loaded read-only, whatever a header says. */
  reserved: 1,
  computeBudget: 2,
  /** A program whose instructions get the small default allowance of compute units (SIMD-0170). */
  cheap: 4,
  /** A signature program. */
  signatures: 8,
  upgradeableLoader: 16,
  /** The Instructions sysvar. */
  instructions: 32,
  /** A built-in program or a sysvar, which may not lie in state. */
  fixed: 64,
  system: 128,
} as const

const TRAITS: ReadonlyMap<string, number> = traitTable()

function traitTable(): Map<string, number> {
  const table = new Map<string, number>()
  const add = (trait: number, ids: Iterable<Uint8Array>) => {
    for (const id of ids) table.set(wordToKey(id), (table.get(wordToKey(id)) ?? 0) | trait)
  }
  const { system, computeBudget, upgradeableLoader, loader1, loader2, loader4 } = ProgramId
  const { ed25519, secp256k1, secp256r1 } = ProgramId
  add(Trait.reserved, reservedIds())
  add(Trait.system, [system])
  add(Trait.computeBudget, [computeBudget])
  add(Trait.upgradeableLoader, [upgradeableLoader])
  add(Trait.instructions, [SysvarId.instructions])
  add(Trait.signatures, [ed25519, secp256k1, secp256r1])
  add(Trait.cheap, [system, computeBudget, upgradeableLoader, loader1, loader2, loader4])
  add(Trait.cheap, [secp256k1, ed25519])
  add(Trait.fixed, [system, computeBudget, upgradeableLoader, loader2, loader1])
  add(Trait.fixed, [ed25519, secp256k1, secp256r1, ...Object.values(SysvarId)])
  return table
}

export class KnownKey {
  /** 32 bytes. Nobody writes to them; receipts of the block may show them. */
  readonly bytes: Uint8Array
  /** `wordToKey(bytes)`. */
  readonly id: string
  /** Bits of {@link Trait}. */
  readonly traits: number
  /** Where it leads in state; SvmAccounts keeps it. */
  address: SvmAddress | undefined = undefined

  constructor(bytes: Uint8Array, id: string) {
    this.bytes = bytes
    this.id = id
    this.traits = TRAITS.get(id) ?? 0
  }

  is(trait: number): boolean {
    return (this.traits & trait) !== 0
  }
}

/** Where a decoder gets keys from. */
export interface KeySource {
  /** The key at a place of a view, which has its 32 bytes. */
  at(view: DataView, at: number): KnownKey
}

const SLOT_BITS = 10
/** 2^32 divided by the golden ratio. */
const SPREAD = 0x9e3779b1 | 0

/**
 * PERF: a key among other bytes is found without making anything: a cache with one place for each hash is tried first,
 * and compares all 32 bytes. Keys that push each other out of it cost what everything would without: a string and a
 * look-up in a map, whose hash nobody outside can foresee.
 */
export class KeyTable implements KeySource {
  private readonly byId = new Map<string, KnownKey>()
  private readonly slots: (KnownKey | undefined)[] = new Array(1 << SLOT_BITS).fill(undefined)
  private latestData: Uint8Array | undefined
  private latestAt = 0
  private latestKey: KnownKey | undefined
  /** Words of the keys in the slots. */
  private readonly words = new Int32Array(8 << SLOT_BITS)

  /** The object of an address of 32 bytes, which are copied. */
  of(bytes: Uint8Array): KnownKey {
    const id = wordToKey(bytes)
    let key = this.byId.get(id)
    if (key === undefined) this.byId.set(id, (key = new KnownKey(new Uint8Array(bytes), id)))
    return key
  }

  /**
   * {@link of} the 32 bytes at a place of data that nobody writes to. PERF: transactions one after the other mostly run
   * the same program, whose account names that of its ELF.
   */
  inside(data: Uint8Array, at: number): KnownKey {
    if (data !== this.latestData || at !== this.latestAt) {
      this.latestKey = this.of(data.subarray(at, at + 32))
      this.latestData = data
      this.latestAt = at
    }
    return this.latestKey!
  }

  /** {@link of} the 32 bytes at a place of a view, which has them. */
  at(view: DataView, at: number): KnownKey {
    const a = view.getInt32(at, true)
    const e = view.getInt32(at + 16, true)
    const slot = Math.imul(a ^ (e >>> 7), SPREAD) >>> (32 - SLOT_BITS)
    const { words } = this
    const w = slot << 3
    if (
      words[w] === a &&
      words[w + 1] === view.getInt32(at + 4, true) &&
      words[w + 2] === view.getInt32(at + 8, true) &&
      words[w + 3] === view.getInt32(at + 12, true) &&
      words[w + 4] === e &&
      words[w + 5] === view.getInt32(at + 20, true) &&
      words[w + 6] === view.getInt32(at + 24, true) &&
      words[w + 7] === view.getInt32(at + 28, true)
    ) {
      const known = this.slots[slot]
      // An empty place looks like the key that is all zeros.
      if (known !== undefined) return known
    }
    const key = this.of(new Uint8Array(view.buffer, view.byteOffset + at, 32))
    for (let i = 0; i < 8; i++) words[w + i] = view.getInt32(at + 4 * i, true)
    this.slots[slot] = key
    return key
  }
}
