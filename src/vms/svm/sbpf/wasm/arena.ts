/**
 * One linear memory for all translated programs of an executor: control words, read-only images that stay, a zone with
 * stack and heap for each depth of nesting, then the inputs. It grows when an input does not fit, which detaches every
 * view: the memory maps of the running invocations are refreshed.
 */
import { Kept, ZeroRanges } from '../marks.ts'
import { MemoryMap, makeRegion, type Region, STACK_SIZE } from '../memory.ts'
import type { Executable } from '../types.ts'
import {
  CONTROL_SIZE,
  COUNTS,
  LOADS,
  MARKED_STORES,
  MARKS,
  REGISTERS,
  SHIFTS,
  STACK_BASE,
  STACK_END,
  STACK_HIGH,
  STORES,
} from './layout.ts'
import { Watch } from './watch.ts'

const PAGE = 65536
const IMAGES_START = PAGE
/** Read-only images kept; when they would exceed this, programs that find no room are interpreted. */
const IMAGES_SIZE = 32 * 1024 * 1024
const ZONES_START = IMAGES_START + IMAGES_SIZE
const HEAP_MAX = 256 * 1024
const ZONE_SIZE = STACK_SIZE + HEAP_MAX
/** Deeper invocations are interpreted; 8 crossings of 5 levels each fit. */
const ZONES = 48
const INPUTS_START = ZONES_START + ZONES * ZONE_SIZE

/** The slice of WebAssembly that is used; absent where the host has none or forbids it. */
export interface WasmApi {
  readonly Memory: new (descriptor: {
    initial: number
  }) => {
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (
    module: object,
    imports: Record<string, Record<string, unknown>>,
  ) => { readonly exports: Record<string, unknown> }
}

/** Where an invocation's regions are in the linear memory. */
export interface Placement {
  readonly image: number
  readonly stack: number
  readonly heap: number
  readonly input: number
  readonly heapSize: number
  readonly inputSize: number
}

/** What is kept of one depth. */
interface Zone {
  readonly stack: Region
  heap: Region
  /** Where the inputs below begin. */
  inputAt: number
  /** Views of inputs by size: transactions of one kind have inputs of one size. */
  readonly inputs: Map<number, Region>
  readonly kept: Kept
  last: Running | undefined
}

const INPUTS_KEPT = 16

/** An invocation. PERF: the next one of the same program with an input of the same size is this object again. */
class Running {
  readonly executable: Executable
  readonly memory: MemoryMap
  /** Where its input ends. */
  readonly end: number

  constructor(executable: Executable, memory: MemoryMap, end: number) {
    this.executable = executable
    this.memory = memory
    this.end = end
  }

  /** Whether the memory has these very regions. */
  isOf({ heap }: Zone, input: Region, image: number, checkAligned: boolean): boolean {
    const { regions, placement, checkAligned: checks } = this.memory
    if (regions[4] !== input || regions[3] !== heap) return false
    return placement?.image === image && checks === checkAligned
  }
}

/** Linear memory and who is where in it. */
export class Arena {
  readonly memory: InstanceType<WasmApi['Memory']>
  private readonly watch: Watch
  /** Views of the control block; renewed when the memory grows. */
  words: Int32Array
  private readonly images = new Map<Executable, number>()
  private imagesEnd = IMAGES_START
  private readonly running: Running[] = []
  private readonly zones: Zone[] = []
  /** Translated runs that have begun and not ended. */
  runs = 0

  constructor(api: WasmApi) {
    this.memory = new api.Memory({ initial: INPUTS_START / PAGE })
    this.words = new Int32Array(this.memory.buffer, 0, CONTROL_SIZE / 4)
    this.watch = new Watch(api, this.memory)
  }

  /** Address of the program's image, copied in at first use; undefined when there is no room. */
  private image(executable: Executable): number | undefined {
    const known = this.images.get(executable)
    if (known !== undefined) return known
    const { rodata } = executable
    if (this.imagesEnd + rodata.length > ZONES_START) {
      // Nothing runs: start over. Otherwise somebody may still be reading his image.
      if (this.running.length > 0 || rodata.length > IMAGES_SIZE) return undefined
      this.images.clear()
      this.imagesEnd = IMAGES_START
    }
    const at = this.imagesEnd
    new Uint8Array(this.memory.buffer, at, rodata.length).set(rodata)
    this.imagesEnd = at + Math.ceil(rodata.length / 16) * 16
    this.images.set(executable, at)
    return at
  }

  /** Memory for one invocation, stack and heap zeroed; undefined when there is no room. */
  enter(
    executable: Executable,
    rodata: Region,
    sizes: { readonly heap: number; readonly input: number },
    checkAligned: boolean,
  ): MemoryMap | undefined {
    const depth = this.running.length
    if (sizes.heap > HEAP_MAX || depth === ZONES) return undefined
    const image = this.image(executable)
    if (image === undefined) return undefined
    const stack = ZONES_START + depth * ZONE_SIZE
    const heap = stack + STACK_SIZE
    const input = this.running.at(-1)?.end ?? INPUTS_START
    const end = input + Math.ceil(sizes.input / 16) * 16
    if (!this.reserve(end)) return undefined
    const zone = this.zone(depth, sizes.heap)
    const region = this.inputRegion(zone, input, sizes.input)
    const last = zone.last
    if (last?.executable === executable && last.isOf(zone, region, image, checkAligned)) {
      last.memory.reuse()
      this.running.push(last)
      return last.memory
    }
    const parts = { rodata, stack: zone.stack, heap: zone.heap, input: region }
    const memory = new MemoryMap(executable.version, parts, checkAligned, zone.kept)
    memory.placement = { image, stack, heap, input, heapSize: sizes.heap, inputSize: sizes.input }
    zone.last = new Running(executable, memory, end)
    this.running.push(zone.last)
    return memory
  }

  private zone(depth: number, heapSize: number): Zone {
    const stackAt = ZONES_START + depth * ZONE_SIZE
    const at = (start: number, size: number) => placed(this.memory.buffer, start, size)
    let zone = this.zones[depth]
    if (zone === undefined) {
      zone = {
        stack: at(stackAt, STACK_SIZE),
        heap: at(stackAt + STACK_SIZE, heapSize),
        inputAt: 0,
        inputs: new Map(),
        // Only the outermost inputs begin at one place, and nothing else is ever written there.
        kept: depth === 0 ? new Kept(new ZeroRanges(), this.watch) : new Kept(),
        last: undefined,
      }
      this.zones[depth] = zone
    } else if (zone.heap.bytes.length !== heapSize) zone.heap = at(stackAt + STACK_SIZE, heapSize)
    return zone
  }

  private inputRegion(zone: Zone, at: number, size: number): Region {
    const { inputs } = zone
    if (zone.inputAt !== at || inputs.size > INPUTS_KEPT) inputs.clear()
    zone.inputAt = at
    let region = inputs.get(size)
    if (region === undefined) inputs.set(size, (region = placed(this.memory.buffer, at, size)))
    return region
  }

  private reserve(end: number): boolean {
    const missing = Math.ceil((end - this.memory.buffer.byteLength) / PAGE)
    if (missing <= 0) return true
    try {
      this.memory.grow(missing)
    } catch {
      // The host has no more: this program is interpreted in memory of its own.
      return false
    }
    this.words = new Int32Array(this.memory.buffer, 0, CONTROL_SIZE / 4)
    this.watch.renew(this.memory.buffer)
    for (const { stack, heap, inputs } of this.zones) {
      renew(stack, this.memory.buffer)
      renew(heap, this.memory.buffer)
      inputs.clear()
    }
    for (const { memory } of this.running) renew(memory.regions[4], this.memory.buffer)
    return true
  }

  /** Gives the newest invocation's memory back. What was used of stack and heap is zeroed for the next. */
  leave(memory: MemoryMap): void {
    const top = this.running.pop()
    if (top?.memory !== memory) throw new Error('invocations left out of order')
    memory.regions[2].bytes.fill(0, 0, memory.stackHigh)
    const { heapMarks, inputMarks, zeros } = memory.kept
    heapMarks.clear(memory.heap)
    zeros?.clear(memory.input, inputMarks)
  }

  /** Makes the control words those of an invocation that starts. */
  activate(executable: Executable, memory: MemoryMap, placement: Placement): void {
    const { words } = this
    words[STACK_BASE / 4] = placement.stack
    words[STACK_END / 4] = placement.stack + STACK_SIZE
    words[STACK_HIGH / 4] = Math.max(placement.stack + 4096, placement.stack + memory.stackHigh)
    const strict = executable.version >= 3
    const imageSize = executable.rodata.length
    this.entry(0, strict ? imageSize : 0, 0, placement.image)
    this.entry(1, strict ? 0 : imageSize, 0, placement.image)
    // Version 0 stacks have gaps: both kinds of access take the slow path.
    this.entry(2, executable.version === 0 ? 0 : STACK_SIZE, 0, placement.stack)
    // The first stores to heap and input take the slow path, which marks where they go.
    this.entry(3, placement.heapSize, 0, placement.heap)
    this.entry(4, placement.inputSize, 0, placement.input)
    const { heapMarks, inputMarks } = memory.kept
    words.fill(0, MARKS / 4, MARKS / 4 + 4)
    words[SHIFTS / 4] = heapMarks.shift
    words[SHIFTS / 4 + 1] = inputMarks.shift
    words.fill(MARKED_STORES, COUNTS / 4, COUNTS / 4 + 2)
    // r0 and r6-r9 start as zero.
    words.fill(0, REGISTERS / 4, REGISTERS / 4 + 20)
  }

  /** Takes over the marks of a run that ends. */
  collect({ kept }: MemoryMap): void {
    const { words } = this
    const at = MARKS / 4
    kept.heapMarks.merge(words[at]!, words[at + 1]!)
    kept.inputMarks.merge(words[at + 2]!, words[at + 3]!)
  }

  private entry(index: number, readable: number, writable: number, address: number): void {
    const { words } = this
    words[LOADS / 4 + 4 * index] = readable
    words[LOADS / 4 + 4 * index + 2] = address
    words[STORES / 4 + 4 * index] = writable
    words[STORES / 4 + 4 * index + 2] = address
  }
}

function placed(buffer: ArrayBuffer, at: number, size: number): Region {
  return makeRegion(new Uint8Array(buffer, at, size), true, { at, size })
}

/** Detached views have no length: the place is kept apart. */
function renew(region: Region, buffer: ArrayBuffer): void {
  const { at, size } = region.place!
  region.bytes = new Uint8Array(buffer, at, size)
  region.view = new DataView(buffer, at, size)
}
