/**
 * The address space of one invocation: region = upper half of the address (spec sheet section 2). 0 rodata of version
 * 3, 1 program image of versions 0-2, 2 stack, 3 heap, 4 input. Version 0 stacks have a 4096-byte gap after each
 * frame: addresses are spread over 512 KiB, the 256 KiB behind them are contiguous, and an access that starts in a
 * frame and runs over its end continues in the next frame (as in sbpf).
 */
import { accessViolation, VmFault } from './fault.ts'
import { Kept } from './marks.ts'
import type { Executable } from './types.ts'
import { highHalf, lowHalf, readU64, type U64 } from './u64.ts'
import type { Placement } from './wasm/arena.ts'

export const RODATA_START = 0
export const PROGRAM_START = 0x1_0000_0000
export const STACK_START = 0x2_0000_0000
export const HEAP_START = 0x3_0000_0000
export const INPUT_START = 0x4_0000_0000
/** 64 frames of 4096 bytes. */
export const STACK_SIZE = 64 * 4096
/** Bytes of one stack frame. */
export const FRAME_SIZE = 4096
const TWO_32 = 0x1_0000_0000

/** Bytes behind one region and a view over exactly the same bytes. */
export interface Region {
  bytes: Uint8Array
  view: DataView
  readonly writable: boolean
  /** Offset and size in the linear memory of translated programs, for when it moves. */
  readonly place: { readonly at: number; readonly size: number } | undefined
}

/** A region over all of `bytes`. */
export function makeRegion(
  bytes: Uint8Array,
  writable: boolean,
  place?: { readonly at: number; readonly size: number },
): Region {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return { bytes, view, writable, place }
}

/** Names of the regions in access violations; region 0 exists for version 3 only. */
const REGION_NAMES = ['allocated', 'program', 'stack', 'heap', 'input'] as const

const EMPTY = new Uint8Array(0)
const EMPTY_REGION = makeRegion(EMPTY, false)

/**
 * Memory of one invocation. Slices handed out are live views; one must not be kept across a nested run or a return
 * to the program, because the backing may move.
 */
export class MemoryMap {
  readonly version: number
  /** Indexed by the upper half of an address. */
  readonly regions: readonly [Region, Region, Region, Region, Region]
  /** False for programs of loader 1, whose typed pointers may be unaligned. */
  readonly checkAligned: boolean
  /** Version 0 only. */
  readonly gaps: boolean
  /** Stack bytes below this may have been written; the rest is still zero. */
  stackHigh = 0
  /** Where the regions are in the linear memory of translated programs; undefined: they are on their own. */
  placement: Placement | undefined
  /** Registers, and where heap and input may have been written. */
  readonly kept: Kept
  /** Offset in its region of the last translation. */
  private at = 0

  constructor(
    version: number,
    parts: { rodata: Region; stack: Region; heap: Region; input: Region },
    checkAligned = true,
    kept = new Kept(),
  ) {
    this.kept = kept
    kept.reset(parts.heap.bytes.length, parts.input.bytes.length)
    this.version = version
    this.checkAligned = checkAligned
    this.gaps = version === 0
    const strict = version >= 3
    this.regions = [
      strict ? parts.rodata : EMPTY_REGION,
      strict ? EMPTY_REGION : parts.rodata,
      parts.stack,
      parts.heap,
      parts.input,
    ]
  }

  /** For another run on the same regions. */
  reuse(): void {
    this.stackHigh = 0
    this.kept.reset(this.heap.length, this.input.length)
  }

  /** The serialized parameters, live. */
  get input(): Uint8Array {
    return this.regions[4].bytes
  }

  /** The same object while the memory is in use, wherever its bytes move. */
  get inputRegion(): Region {
    return this.regions[4]
  }

  get heap(): Uint8Array {
    return this.regions[3].bytes
  }

  /**
   * Region of `length` bytes at (lo, hi), whose offset is then {@link offset}; undefined is an access violation.
   * The VM's own accesses come here; syscalls use the typed methods below.
   */
  find(lo: number, hi: number, length: number, store: boolean): Region | undefined {
    const index = hi >>> 0
    if (index > 4 || (index === 0 && this.version < 3)) return undefined
    const found = this.regions[index]!
    if (store && !found.writable) return undefined
    let offset = lo >>> 0
    if (index === 2 && this.gaps) {
      if ((offset & 0x1000) !== 0) return undefined
      offset = ((offset & ~0x1fff) >>> 1) | (offset & 0xfff)
    }
    const end = offset + length
    if (end > found.bytes.length) return undefined
    if (store) this.mark(index, offset, end)
    this.at = offset
    return found
  }

  private mark(index: number, start: number, end: number): void {
    if (index === 2) {
      if (end > this.stackHigh) this.stackHigh = end
    } else if (end > start) {
      const marks = index === 3 ? this.kept.heapMarks : this.kept.inputMarks
      marks.add(start, end)
    }
  }

  /** Where the last successful {@link find} begins in its region. */
  get offset(): number {
    return this.at
  }

  /**
   * Region of `length` bytes at `address` for a syscall; throws the access violation. The offset is in
   * {@link offset}. `length` may be above 2^32 (then it never fits).
   */
  translate(address: U64, length: U64, store: boolean): Region {
    const size = typeof length === 'number' ? length : Number(length)
    const found =
      size <= TWO_32 ? this.find(lowHalf(address), highHalf(address), size, store) : undefined
    if (found === undefined) throw this.violation(address, length, store)
    return found
  }

  /** The fault of an access that {@link find} refused. */
  violation(address: U64, length: U64, store: boolean): VmFault {
    const name = this.regionName(address)
    return accessViolation(this.version, address, length, store, name)
  }

  private regionName(address: U64): string {
    const index = highHalf(address) >>> 0
    if (index > 4) return 'unallocated'
    const span = this.regions[index]!.bytes.length * (index === 2 && this.gaps ? 2 : 1)
    return lowHalf(address) >>> 0 < span ? REGION_NAMES[index]! : 'unallocated'
  }

  /** Readable bytes, live; empty (and not translated) when the length is 0. */
  slice(address: U64, length: U64): Uint8Array {
    if (length === 0) return EMPTY
    const found = this.translate(address, length, false)
    return found.bytes.subarray(this.at, this.at + Number(length))
  }

  /** Writable bytes, live; empty (and not translated) when the length is 0. */
  sliceMut(address: U64, length: U64): Uint8Array {
    if (length === 0) return EMPTY
    const found = this.translate(address, length, true)
    return found.bytes.subarray(this.at, this.at + Number(length))
  }

  /** An array of `count` structs of `size` bytes aligned to `align`; alignment is checked after the mapping. */
  structs(address: U64, count: U64, size: number, align: number, store = false): Uint8Array {
    if (count === 0) return EMPTY
    // Rust saturates the product; whatever does not fit in 53 bits never fits a region.
    const total = typeof count === 'number' ? saturate(count * size) : 0xffff_ffff_ffff_ffffn
    const found = this.translate(address, total, store)
    this.aligned(address, align)
    return found.bytes.subarray(this.at, this.at + Number(total))
  }

  /** One struct. */
  struct(address: U64, size: number, align: number, store = false): Uint8Array {
    const found = this.translate(address, size, store)
    this.aligned(address, align)
    return found.bytes.subarray(this.at, this.at + size)
  }

  /** A u64 through an aligned pointer. */
  readU64(address: U64): U64 {
    const found = this.translate(address, 8, false)
    this.aligned(address, 8)
    return readU64(found.view, this.at)
  }

  private aligned(address: U64, align: number): void {
    if (this.checkAligned && (lowHalf(address) & (align - 1)) !== 0) {
      throw new VmFault('syscall', 'Unaligned pointer')
    }
  }
}

function saturate(total: number): U64 {
  return total <= Number.MAX_SAFE_INTEGER ? total : 0xffff_ffff_ffff_ffffn
}

/** Memory of a single run, freshly allocated; engines take it from a `VmPool`. */
export function createMemory(
  executable: Executable,
  sizes: { readonly heap: number; readonly input: Uint8Array },
  checkAligned = true,
): MemoryMap {
  return new MemoryMap(
    executable.version,
    {
      rodata: makeRegion(executable.rodata, false),
      stack: makeRegion(new Uint8Array(STACK_SIZE), true),
      heap: makeRegion(new Uint8Array(sizes.heap), true),
      input: makeRegion(sizes.input, true),
    },
    checkAligned,
  )
}
