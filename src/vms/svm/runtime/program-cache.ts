/**
 * Verified and decoded programs, shared by all states of an executor: what an ELF means depends on its bytes only.
 * Bounded; found by identity of the bytes first, by their hash second.
 */
import { ByteArena } from '../../../primitives/arena.ts'
import { bytesToKey, wordToKey } from '../../../primitives/bytes.ts'
import { addressText } from '../ids.ts'
import { ElfError, type Executable, VmPool } from '../sbpf/index.ts'
import type { TransactionAccount } from './account.ts'

/** ELF bytes that the cache may stand for. Decoded programs take about ten times as much. */
const ELF_BYTES_MAX = 32 * 1024 * 1024
const TEXTS_MAX = 4096

interface Entry {
  readonly executable: Executable | undefined
  readonly elfBytes: number
}

/** What logs say of a program. */
export class ProgramText {
  /** Base58 of its address. */
  readonly name: string
  readonly success: string
  /** At height 1. */
  readonly invoke: string
  private line = ''
  private executed = -1
  private before = -1

  constructor(name: string) {
    this.name = name
    this.success = `Program ${name} success`
    this.invoke = `Program ${name} invoke [1]`
  }

  /** PERF: one instruction often costs what it cost before: the same line is not made again. */
  consumed(executed: number, before: number): string {
    if (executed !== this.executed || before !== this.before) {
      this.line = `Program ${this.name} consumed ${executed} of ${before} compute units`
      this.executed = executed
      this.before = before
    }
    return this.line
  }
}

/** PERF: the hash of an unknown array costs about 1 ms a 300 KB, decoding some ms; a known array nothing. */
export class ProgramCache {
  /** Memory of running programs and translations of hot ones. */
  readonly pool: VmPool
  /** Where changed data of accounts is copied to; what outlives its block is copied again. */
  readonly copies = new ByteArena()
  private readonly byArray = new WeakMap<Uint8Array, Entry>()
  private readonly answers = new Map<unknown, WeakMap<Uint8Array, unknown>>()
  private readonly byHash = new Map<string, Entry>()
  private readonly texts = new Map<string, ProgramText>()
  private readonly load: (elf: Uint8Array) => Executable
  private readonly sha256: (bytes: Uint8Array) => Uint8Array
  private latestId: string | undefined
  private latestText: ProgramText | undefined
  private latestOwner: Uint8Array | undefined
  private latestOwnerId = ''
  private elfBytes = 0

  /** `load` parses and verifies; throws ElfError for what is no program. */
  constructor(
    load: (elf: Uint8Array) => Executable,
    sha256: (bytes: Uint8Array) => Uint8Array,
    pool = new VmPool(),
  ) {
    this.pool = pool
    this.load = load
    this.sha256 = sha256
  }

  /** What a pure function says of an account's data, asked once for each array and function: arrays never change. */
  remember<T>(data: Uint8Array, question: (data: Uint8Array) => T): T {
    let answers = this.answers.get(question)
    if (answers === undefined) this.answers.set(question, (answers = new WeakMap()))
    const known = answers.get(data)
    if (known !== undefined || answers.has(data)) return known as T
    const answer = question(data)
    answers.set(data, answer)
    return answer
  }

  /** The program whose ELF starts at `offset` of an account's data; undefined if it is none. */
  executable(data: Uint8Array, offset: number): Executable | undefined {
    const known = this.byArray.get(data)
    if (known !== undefined) return known.executable
    const elf = data.subarray(offset)
    const hash = bytesToKey(this.sha256(elf))
    let entry = this.byHash.get(hash)
    if (entry === undefined) {
      entry = { executable: this.tryLoad(elf), elfBytes: elf.length }
      this.elfBytes += elf.length
    } else {
      this.byHash.delete(hash)
    }
    // Re-inserted last: the order of the map is the order of last use by a new array.
    this.byHash.set(hash, entry)
    this.byArray.set(data, entry)
    this.evict()
    return entry.executable
  }

  private tryLoad(elf: Uint8Array): Executable | undefined {
    try {
      return this.load(elf)
    } catch (thrown) {
      if (thrown instanceof ElfError) return undefined
      throw thrown
    }
  }

  private evict(): void {
    for (const [hash, { elfBytes }] of this.byHash) {
      if (this.elfBytes <= ELF_BYTES_MAX || this.byHash.size === 1) return
      this.byHash.delete(hash)
      this.elfBytes -= elfBytes
    }
  }

  /** `wordToKey` of a program's owner: programs one after the other mostly have the same. */
  idOf(owner: Uint8Array): string {
    if (owner !== this.latestOwner) {
      this.latestOwner = owner
      this.latestOwnerId = wordToKey(owner)
    }
    return this.latestOwnerId
  }

  /** A program's address and log lines, remembered: they are needed all the time. */
  linesOf(account: TransactionAccount): ProgramText {
    if (account.id === this.latestId) return this.latestText!
    const known = this.texts.get(account.id)
    if (known !== undefined) {
      this.latestId = account.id
      this.latestText = known
      return known
    }
    const text = new ProgramText(addressText(account.key))
    if (this.texts.size >= TEXTS_MAX) this.texts.clear()
    this.texts.set(account.id, text)
    return text
  }
}
