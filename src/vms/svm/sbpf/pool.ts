/**
 * Memory for invocations, reused: stacks and heaps are zeroed only as far as they were written. One pool an executor,
 * in its caches; nothing in it reaches consensus. Invocations nest: enter and leave are a stack discipline.
 */
import { MemoryMap, STACK_SIZE } from './memory.ts'
import type { Executable } from './types.ts'

/** Buffers kept for one depth of nesting. */
interface Level {
  readonly stack: Uint8Array
  heap: Uint8Array
  input: Uint8Array
}

/** Inputs above this are not kept. */
const KEPT_INPUT = 4 * 1024 * 1024

function newLevel(): Level {
  return {
    stack: new Uint8Array(STACK_SIZE),
    heap: new Uint8Array(32 * 1024),
    input: new Uint8Array(64 * 1024),
  }
}

/** Gives each invocation its memory. */
export class VmPool {
  private readonly levels: Level[] = []
  private readonly active: { memory: MemoryMap; level: Level }[] = []

  /**
   * Memory for a run of `executable`: zeroed stack and heap, `input` bytes of undefined content, which the caller fills
   * through `memory.input` before the run. Must be given back with {@link leave}, innermost first.
   */
  enter(
    executable: Executable,
    sizes: { readonly heap: number; readonly input: number },
    checkAligned = true,
  ): MemoryMap {
    const level = this.levels.pop() ?? newLevel()
    if (level.heap.length < sizes.heap) level.heap = new Uint8Array(sizes.heap)
    if (level.input.length < sizes.input) level.input = new Uint8Array(roundUp(sizes.input))
    const parts = {
      rodata: executable.rodata,
      stack: level.stack,
      heap: level.heap.subarray(0, sizes.heap),
      input: level.input.subarray(0, sizes.input),
    }
    const memory = new MemoryMap(executable.version, parts, checkAligned)
    this.active.push({ memory, level })
    return memory
  }

  /** Takes the memory back; views of it must not be used any more. */
  leave(memory: MemoryMap): void {
    const top = this.active.pop()
    if (top?.memory !== memory) throw new Error('invocations left out of order')
    const { level } = top
    level.stack.fill(0, 0, memory.stackHigh)
    memory.heap.fill(0)
    if (level.input.length > KEPT_INPUT) level.input = new Uint8Array(64 * 1024)
    this.levels.push(level)
  }
}

function roundUp(size: number): number {
  return Math.ceil(size / 65536) * 65536
}
