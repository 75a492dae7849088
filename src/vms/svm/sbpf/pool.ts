/**
 * What an executor keeps between runs: memory of invocations, zeroed only as far as it was written, and translations of
 * the programs that have run long enough. Nothing in it reaches consensus: every tier gives the same results. Where the
 * host has no WebAssembly, forbids it or runs out of memory for it, programs are interpreted.
 */
import { Kept } from './marks.ts'
import { MemoryMap, makeRegion, type Region, STACK_SIZE } from './memory.ts'
import type { Executable } from './types.ts'
import { Arena, type WasmApi } from './wasm/arena.ts'
import { translate } from './wasm/module.ts'
import { Translated } from './wasm/translated.ts'

/** Buffers kept for one depth of nesting. */
interface Level {
  readonly stack: Region
  heap: Region
  input: Uint8Array
  readonly kept: Kept
}

/** Inputs above this are not kept. */
const KEPT_INPUT = 4 * 1024 * 1024
/**
 * Units interpreted before a program is translated, per slot of its text: translating a slot takes some 1.5 us, so that
 * nobody buys much more translation than interpretation. At least {@link TRANSLATE_AFTER_LEAST}.
 */
const TRANSLATE_AFTER_PER_SLOT = 60
const TRANSLATE_AFTER_LEAST = 100_000
/** Translations kept, by bytes of the ELFs they stand for. */
const TRANSLATED_BYTES_MAX = 16 * 1024 * 1024

export interface VmPoolOptions {
  /** Units a program executes before it is translated; Infinity: never. Default: by the size of its text. */
  readonly translateAfter?: number
  /** For tests and for hosts that bring their own; default the global one, `undefined` if there is none. */
  readonly wasm?: WasmApi | undefined
}

function newLevel(): Level {
  return {
    stack: makeRegion(new Uint8Array(STACK_SIZE), true),
    heap: makeRegion(new Uint8Array(32 * 1024), true),
    input: new Uint8Array(64 * 1024),
    kept: new Kept(),
  }
}

function hostWasm(): WasmApi | undefined {
  return (globalThis as { WebAssembly?: WasmApi }).WebAssembly
}

/** Gives each invocation its memory and hot programs their translation. One an executor, in its caches. */
export class VmPool {
  private readonly levels: Level[] = []
  private readonly active: { memory: MemoryMap; level: Level | undefined }[] = []
  private readonly images = new WeakMap<Executable, Region>()
  private readonly units = new WeakMap<Executable, number>()
  /** In order of translation; undefined: cannot be translated. */
  private readonly programs = new Map<Executable, Translated | undefined>()
  /** The last one that was asked for, as {@link programs} has it. */
  private latest:
    | { readonly executable: Executable; readonly translated: Translated | undefined }
    | undefined
  private translatedBytes = 0
  private readonly translateAfter: number | undefined
  private readonly wasm: WasmApi | undefined
  private arena: Arena | undefined

  constructor(options: VmPoolOptions = {}) {
    this.translateAfter = options.translateAfter
    this.wasm = 'wasm' in options ? options.wasm : hostWasm()
  }

  /**
   * Memory for a run of `executable`: zeroed stack and heap, `input` bytes of undefined content, which the caller fills
   * through `memory.input` before the run. Must be given back with {@link leave}, innermost first, whatever happens.
   */
  enter(
    executable: Executable,
    sizes: { readonly heap: number; readonly input: number },
    checkAligned = true,
  ): MemoryMap {
    if (this.translated(executable) !== undefined) {
      const memory = this.arena?.enter(executable, this.image(executable), sizes, checkAligned)
      if (memory !== undefined) {
        this.active.push({ memory, level: undefined })
        return memory
      }
    }
    const level = this.levels.pop() ?? newLevel()
    if (level.heap.bytes.length !== sizes.heap) {
      level.heap = makeRegion(new Uint8Array(sizes.heap), true)
    }
    if (level.input.length < sizes.input) level.input = new Uint8Array(roundUp(sizes.input))
    const parts = {
      rodata: this.image(executable),
      stack: level.stack,
      heap: level.heap,
      input: makeRegion(level.input.subarray(0, sizes.input), true),
    }
    const memory = new MemoryMap(executable.version, parts, checkAligned, level.kept)
    this.active.push({ memory, level })
    return memory
  }

  private image(executable: Executable): Region {
    const known = this.images.get(executable)
    if (known !== undefined) return known
    const made = makeRegion(executable.rodata, false)
    this.images.set(executable, made)
    return made
  }

  /** Takes the memory back; views of it must not be used any more. */
  leave(memory: MemoryMap): void {
    const top = this.active.pop()
    if (top?.memory !== memory) throw new Error('invocations left out of order')
    const { level } = top
    if (level === undefined) {
      this.arena!.leave(memory)
      return
    }
    level.stack.bytes.fill(0, 0, memory.stackHigh)
    level.kept.heapMarks.clear(memory.heap)
    if (level.input.length > KEPT_INPUT) level.input = new Uint8Array(64 * 1024)
    this.levels.push(level)
  }

  /** Counts a finished run. */
  ran(executable: Executable, units: number): void {
    if (executable === this.latest?.executable || this.programs.has(executable)) return
    this.units.set(executable, (this.units.get(executable) ?? 0) + units)
  }

  /** The translation, made when the program has become hot; undefined: interpret. */
  translated(executable: Executable): Translated | undefined {
    if (executable === this.latest?.executable) return this.latest.translated
    if (this.programs.has(executable)) {
      const translated = this.programs.get(executable)
      this.latest = { executable, translated }
      return translated
    }
    if (this.wasm === undefined) return undefined
    if ((this.units.get(executable) ?? 0) < this.threshold(executable)) return undefined
    const made = this.translate(this.wasm, executable)
    this.programs.set(executable, made)
    this.translatedBytes += executable.elfBytes
    this.evict(executable)
    return made
  }

  private threshold(executable: Executable): number {
    const bySize = TRANSLATE_AFTER_PER_SLOT * executable.decoded.count
    return this.translateAfter ?? Math.max(TRANSLATE_AFTER_LEAST, bySize)
  }

  private translate(wasm: WasmApi, executable: Executable): Translated | undefined {
    const translation = translate(executable)
    if (translation === undefined) return undefined
    try {
      this.arena ??= new Arena(wasm)
      return new Translated(wasm, this.arena, executable, translation)
    } catch {
      // S5: whatever the host refuses (policy, size, memory) is no outcome of the program; it is interpreted.
      return undefined
    }
  }

  /** Drops the oldest translations; those programs count again from zero. */
  private evict(newest: Executable): void {
    for (const oldest of this.programs.keys()) {
      if (this.translatedBytes <= TRANSLATED_BYTES_MAX || oldest === newest) return
      this.programs.delete(oldest)
      this.latest = undefined
      this.units.delete(oldest)
      this.translatedBytes -= oldest.elfBytes
    }
  }
}

function roundUp(size: number): number {
  return Math.ceil(size / 65536) * 65536
}
