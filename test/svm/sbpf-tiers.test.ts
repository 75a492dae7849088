/** The tiers: agreement on memory, nesting, growth of the linear memory, hosts that refuse WebAssembly (S5), tracing. */
import { describe, expect, it } from 'vitest'
import {
  addU64,
  type Executable,
  hashSymbol,
  instructionName,
  type Meter,
  type RunResult,
  run,
  type Syscall,
  type U64,
  VmPool,
  type VmPoolOptions,
} from '../../src/vms/svm/sbpf/index.ts'
import { Assembler } from '../support/sbpf/assembler.ts'
import { buildElf } from '../support/sbpf/elf-builder.ts'
import { loadWith } from '../support/sbpf/own.ts'

interface World {
  readonly pool: VmPool
  readonly meter: Meter
  readonly programs: Record<string, Executable>
  readonly log: string[]
  depth: number
  /** Bytes of input of nested runs. */
  readonly inputs: readonly number[]
}

/** Runs a program on the world's pool; its memory's heap start is returned with the result. */
function invoke(world: World, name: string, inputSize: number): RunResult & { heap: Uint8Array } {
  const { pool, meter } = world
  const executable = world.programs[name]!
  const memory = pool.enter(executable, { heap: 32768, input: inputSize })
  world.depth++
  try {
    memory.input.fill(0)
    memory.input[0] = world.depth
    const result = run(executable, { memory, meter, syscalls: SYSCALLS, host: world, pool })
    return { ...result, heap: memory.heap.slice(0, 64) }
  } finally {
    world.depth--
    pool.leave(memory)
  }
}

const nested: Syscall<World> = (vm, address) => {
  const world = vm.host
  if (world.depth >= 5) return 99
  const name = world.depth % 2 === 0 ? 'a' : 'b'
  const result = invoke(world, name, world.inputs[world.depth] ?? 64)
  if (result.fault !== undefined) throw result.fault
  // The caller's memory may have moved: it is translated after the nested run.
  vm.memory.sliceMut(address, 8).set(result.heap.subarray(0, 8))
  return result.r0
}

const SYSCALLS = new Map<number, Syscall<World>>([
  [hashSymbol('nested'), nested],
  [
    hashSymbol('note'),
    (vm, a, b) => {
      vm.host.log.push(`${vm.host.depth}:${a}:${b}`)
      return addU64(a, 1)
    },
  ],
])

/** Adds up over nested runs: calls itself through the syscall, works on heap, stack and input before and after. */
function worker(version: number): Executable {
  const a = new Assembler()
  const store = 0x7b
  const load = 0x79
  a.emit(0xbf, 6, 1).emit(0x71, 7, 6, 0).emit(store, 10, 7, -8)
  a.lddw(8, 0x3_0000_0000n).emit(store, 8, 7, 0).emit(store, 8, 7, 40)
  a.emit(0xbf, 1, 8).emit(0x07, 1, 0, 0, 16).syscall('nested').emit(store, 8, 0, 24)
  a.emit(load, 2, 8, 16).emit(load, 3, 10, -8).emit(0x71, 4, 6, 0)
  a.emit(0x0f, 2, 3).emit(0x0f, 2, 4).emit(store, 8, 2, 0)
  a.emit(0xbf, 1, 7).call('f').emit(0xbf, 1, 0).emit(load, 2, 8, 24).syscall('note').exit()
  a.label('f').emit(store, 10, 1, -4096).emit(0x27, 1, 0, 0, 3).emit(0xbf, 0, 1).exit()
  return loadWith(buildElf(version, a.build()), SYSCALLS)
}

function play(options: VmPoolOptions, inputs: readonly number[], units = 100_000, rounds = 1) {
  const world: World = {
    pool: new VmPool(options),
    meter: { remaining: units },
    programs: { a: worker(0), b: worker(3) },
    log: [],
    depth: 0,
    inputs,
  }
  const outcomes: unknown[] = []
  for (let i = 0; i < rounds; i++) {
    world.meter.remaining = units
    const { r0, fault, executed, heap } = invoke(world, 'a', 64)
    const { remaining } = world.meter
    outcomes.push({ r0, fault: fault?.message, executed, heap: [...heap], remaining })
  }
  return { outcomes, log: world.log, world }
}

const INTERPRETED: VmPoolOptions = { translateAfter: Number.POSITIVE_INFINITY }
const TRANSLATED: VmPoolOptions = { translateAfter: 0 }
const SMALL = [0, 64, 64, 64, 64]
const GROWING = [0, 100_000, 3_000_000, 20_000_000, 40_000_000]

describe('nested programs', () => {
  it('give the same on both tiers and mixed, also when the linear memory grows underneath', () => {
    const expected = play(INTERPRETED, SMALL, 100_000, 3)
    expect(expected.log.length).toBe(15)
    expect(expected.outcomes[0]).toMatchObject({ fault: undefined })
    for (const inputs of [SMALL, GROWING]) {
      const translated = play(TRANSLATED, inputs, 100_000, 3)
      expect(translated.outcomes).toEqual(expected.outcomes)
      expect(translated.log).toEqual(expected.log)
    }
    // Some units in: the programs become hot between the rounds.
    const mixed = play({ translateAfter: 150 }, SMALL, 100_000, 3)
    expect(mixed.outcomes).toEqual(expected.outcomes)
  })

  it('end at the same unit for every third budget', () => {
    const full = play(INTERPRETED, SMALL).outcomes[0] as { executed: number }
    for (let units = 0; units <= full.executed; units += 3) {
      const interpreted = play(INTERPRETED, SMALL, units)
      const translated = play(TRANSLATED, SMALL, units)
      expect(translated.outcomes, `budget ${units}`).toEqual(interpreted.outcomes)
      expect(translated.log).toEqual(interpreted.log)
    }
  })

  it('memory comes back zeroed', () => {
    for (const options of [INTERPRETED, TRANSLATED]) {
      const { world } = play(options, SMALL, 100_000, 2)
      for (const name of ['a', 'b']) {
        const memory = world.pool.enter(world.programs[name]!, { heap: 32768, input: 8 })
        for (const index of [2, 3] as const) {
          expect(memory.regions[index].bytes.every((byte) => byte === 0)).toBe(true)
        }
        world.pool.leave(memory)
      }
    }
  })

  it('memory is given back in order', () => {
    const { world } = play(INTERPRETED, SMALL)
    const program = world.programs.a!
    const outer = world.pool.enter(program, { heap: 32768, input: 8 })
    world.pool.enter(program, { heap: 32768, input: 8 })
    expect(() => world.pool.leave(outer)).toThrow('out of order')
  })
})

describe('S5: a host that refuses WebAssembly', () => {
  const expected = play(INTERPRETED, SMALL, 100_000, 2)
  const real = (globalThis as unknown as { WebAssembly: NonNullable<VmPoolOptions['wasm']> })
    .WebAssembly
  class Refusing {
    constructor() {
      throw new RangeError('WebAssembly.Module(): out of memory')
    }
  }
  const NoGrowth = new Proxy(real.Memory, {
    construct(target, parameters) {
      const memory = Reflect.construct(target, parameters)
      return Object.assign(memory, {
        grow: () => {
          throw new RangeError('WebAssembly.Memory.grow(): failed to grow')
        },
      })
    },
  })
  const api = (parts: object): VmPoolOptions => ({
    translateAfter: 0,
    wasm: { Memory: real.Memory, Module: real.Module, Instance: real.Instance, ...parts } as never,
  })

  it.each([
    ['none', { translateAfter: 0, wasm: undefined }, SMALL],
    ['no module', api({ Module: Refusing }), SMALL],
    ['no instance', api({ Instance: Refusing }), SMALL],
    ['no memory', api({ Memory: Refusing }), SMALL],
    ['no growth', api({ Memory: NoGrowth }), GROWING],
  ] as [string, VmPoolOptions, number[]][])(
    '%s: programs are interpreted',
    (_, options, inputs) => {
      const got = play(options, inputs, 100_000, 2)
      expect(got.outcomes).toEqual(expected.outcomes)
      expect(got.log).toEqual(expected.log)
    },
  )

  it('a host exception inside a syscall passes through and is no outcome', () => {
    for (const options of [INTERPRETED, TRANSLATED]) {
      const { world } = play(options, SMALL)
      const program = world.programs.a!
      const memory = world.pool.enter(program, { heap: 32768, input: 64 })
      const failing = new Map(SYSCALLS).set(hashSymbol('nested'), () => {
        throw new RangeError('Maximum call stack size exceeded')
      })
      const { pool, meter } = world
      const start = () => run(program, { memory, meter, syscalls: failing, host: world, pool })
      expect(start).toThrow(RangeError)
      world.pool.leave(memory)
      // The pool is still whole.
      expect(invoke(world, 'a', 64).fault).toBeUndefined()
    }
  })
})

describe('S5: the deepest legal nest', () => {
  it('8 crossings of 5 levels, 62 calls deep each, fit the default stack translated', () => {
    const pool = new VmPool(TRANSLATED)
    let depth = 0
    let deepest = 0
    const syscalls = new Map<number, Syscall<undefined>>([
      [hashSymbol('nested'), () => (depth < 40 ? go() : 7)],
    ])
    const a = new Assembler().emit(0xb7, 1, 0, 0, 61).call('f').exit().label('f')
    for (let i = 6; i < 10; i++) a.emit(0x79, i, 10, -8 * i)
    a.emit(0x15, 1, 0, 3).emit(0x07, 1, 0, 0, -1).call('f').jump(0x05, 'end').syscall('nested')
    a.label('end')
    for (let i = 6; i < 10; i++) a.emit(0x0f, 0, i)
    const program = loadWith(buildElf(0, a.exit().build()), syscalls)
    const meter = { remaining: 1_000_000 }
    function go(): U64 {
      const memory = pool.enter(program, { heap: 32768, input: 64 })
      deepest = Math.max(deepest, ++depth)
      try {
        const result = run(program, { memory, meter, syscalls, host: undefined, pool })
        expect(result.fault).toBeUndefined()
        return result.r0
      } finally {
        depth--
        pool.leave(memory)
      }
    }
    expect(go()).toBe(7)
    expect(deepest).toBe(40)
  })
})

describe('tracing', () => {
  it('shows every instruction with its registers, units unchanged', () => {
    const { world, outcomes } = play(TRANSLATED, SMALL)
    const program = world.programs.a!
    const memory = world.pool.enter(program, { heap: 32768, input: 64 })
    memory.input.fill(0)
    world.depth = 5
    const steps: number[] = []
    const left: number[] = []
    const trace = (vm: { registers: Int32Array; meter: Meter }, slot: number) => {
      steps.push(slot)
      left.push(vm.meter.remaining)
      if (slot === 1) expect(vm.registers[12]).toBe(0)
      if (slot === 1) expect(vm.registers[13]).toBe(4)
    }
    const meter = { remaining: 1000 }
    const { pool } = world
    const result = run(program, { memory, meter, syscalls: SYSCALLS, host: world, pool, trace })
    expect(result.fault).toBeUndefined()
    expect(steps.length).toBe(result.executed)
    expect(steps.slice(0, 5)).toEqual([0, 1, 2, 3, 5])
    expect(left).toEqual(steps.map((_, i) => 1000 - i))
    const names = steps.slice(0, 5).map((slot) => instructionName(program, slot))
    expect(names).toEqual(['mov64', 'ldxb', 'stxdw', 'lddw', 'stxdw'])
    expect(instructionName(program, program.decoded.count)).toBe('')
    expect(outcomes.length).toBe(1)
    world.pool.leave(memory)
  })
})
