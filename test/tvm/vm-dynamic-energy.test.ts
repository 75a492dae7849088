/** Dynamic energy (id 72, spec sheet 2d): the factor over maintenance cycles, and what a factor does to a run. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ContractRecord } from '../../src/vms/tvm/vm/index.ts'
import { catchUp, SWITCH_NAMES } from '../../src/vms/tvm/vm/index.ts'
import { penaltyOf } from '../../src/vms/tvm/vm/penalty.ts'
import type { Part } from '../support/evm-dsl.ts'
import {
  big,
  CONTRACT,
  deploys,
  OTHER,
  RETURN_TOP,
  type RunOptions,
  run,
  store,
  tron,
} from '../support/tron-dsl.ts'
import type { TronWorld } from '../support/tron-host.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const folder = process.env.N_VM_VECTORS ?? join(repository, '..', 'shared', 'vectors')

interface FactorVectors {
  readonly start: {
    readonly energyUsage: number
    readonly energyFactor: number
    readonly updateCycle: number
  }
  readonly rows: readonly (readonly [number, number, number, number, number])[]
}

function factorVectors(): FactorVectors | undefined {
  try {
    const text = readFileSync(join(folder, 'tron', 'tron-vectors.json'), 'utf8')
    return (JSON.parse(text) as { dynamicEnergy: FactorVectors }).dynamicEnergy
  } catch {
    return undefined
  }
}

describe('the factor', () => {
  const vectors = factorVectors()
  it.skipIf(vectors === undefined)('follows java-tron over eleven rows', () => {
    const { start, rows } = vectors as FactorVectors
    const state = {
      energyUsage: BigInt(start.energyUsage),
      energyFactor: BigInt(start.energyFactor),
      updateCycle: BigInt(start.updateCycle),
    }
    const got = rows.map(([cycle, threshold, increaseFactor, maxFactor]) =>
      Number(
        catchUp(state, BigInt(cycle), {
          threshold: BigInt(threshold),
          increaseFactor: BigInt(increaseFactor),
          maxFactor: BigInt(maxFactor),
        }).energyFactor,
      ),
    )
    expect(got).toEqual(rows.map((row) => row[4]))
    expect(got).toHaveLength(11)
  })

  it('stays within its bounds, keeps still within a cycle and never rises without use', () => {
    const small = fc.bigInt(0n, 50_000n)
    fc.assert(
      fc.property(
        small,
        small,
        fc.bigInt(1n, 2000n),
        fc.bigInt(0n, 3000n),
        small,
        small,
        small,
        (usage, factor, from, later, threshold, increaseFactor, maxFactor) => {
          const state = {
            energyUsage: usage,
            energyFactor: factor < maxFactor ? factor : maxFactor,
            updateCycle: from,
          }
          const rules = { threshold, increaseFactor: increaseFactor % 10_001n, maxFactor }
          const next = catchUp(state, from + later, rules)
          expect(next.energyFactor >= 0n && next.energyFactor <= maxFactor).toBe(true)
          if (later === 0n) expect(next).toBe(state)
          else expect([next.energyUsage, next.updateCycle]).toEqual([0n, from + later])
          if (usage <= threshold) expect(next.energyFactor <= state.energyFactor).toBe(true)
        },
      ),
      { seed: 72, numRuns: 300 },
    )
  })

  it('is forgotten by a contract from the future', () => {
    const state = { energyUsage: 9n, energyFactor: 9n, updateCycle: 50n }
    const rules = { threshold: 1n, increaseFactor: 1n, maxFactor: 1n }
    expect(catchUp(state, 40n, rules)).toEqual({
      energyUsage: 0n,
      energyFactor: 0n,
      updateCycle: 40n,
    })
  })
})

// ---- runs

const CYCLE = 7n
const factored = (factor: bigint, address = CONTRACT): RunOptions => ({
  switches: SWITCH_NAMES,
  cycle: CYCLE,
  dynamicEnergy: { threshold: 1_000_000n, increaseFactor: 5000n, maxFactor: 30_000n },
  prepare: (world) => setFactor(world, address, factor),
})

function setFactor({ world }: TronWorld, address: Uint8Array, energyFactor: bigint): void {
  world.writeContract(world.resolveBytes(address), { energyFactor, updateCycle: CYCLE })
}

const stateOf = ({ world }: TronWorld, address: Uint8Array): ContractRecord =>
  world.contractOf(world.resolveBytes(address)) as ContractRecord

describe('a run with a factor of one and a half', () => {
  // PUSH1 3, PUSH1 3, SSTORE 20000, STOP: penalties 1, 1, 10000.
  const program = tron(1, 1, 'SSTORE')

  it('pays half as much again, instruction by instruction', () => {
    const { energyUsed, energyPenalty, tron: world } = run(program, factored(5000n))
    expect([energyUsed, energyPenalty]).toEqual([20_006n + 10_002n, 10_002n])
    expect(stateOf(world, CONTRACT).energyUsage).toBe(20_006n)
  })

  it('pays nothing more with a factor of one, and still counts its use', () => {
    const { energyUsed, energyPenalty, tron: world } = run(program, factored(0n))
    expect([energyUsed, energyPenalty]).toEqual([20_006n, 0n])
    expect(stateOf(world, CONTRACT).energyUsage).toBe(20_006n)
  })

  it('counts no use if the frame fails', () => {
    const reverted = run(tron(1, 1, 'SSTORE', 0, 0, 'REVERT'), factored(5000n))
    expect(reverted.energyPenalty).toBe(10_004n)
    expect(stateOf(reverted.tron, CONTRACT).energyUsage).toBe(0n)
  })

  it('shows GAS what is left behind the penalty', () => {
    const { word, energyUsed } = run(tron('GAS', ...RETURN_TOP), {
      ...factored(5000n),
      limit: 1000n,
    })
    expect(word).toBe(1000n - 3n)
    // PUSH1, MSTORE 1 + 3 memory, two PUSH1: 4 + 6 + 4 + 4.
    expect(energyUsed).toBe(3n + 18n)
  })

  it('runs out of energy where the penalty is not covered', () => {
    const { ret, energyUsed } = run(program, { ...factored(5000n), limit: 30_007n })
    expect([ret, energyUsed]).toEqual(['OUT_OF_ENERGY', 30_007n])
    expect(run(program, { ...factored(5000n), limit: 30_008n }).ret).toBe('SUCCESS')
  })

  it('is the same before an inspector', () => {
    const steps: string[] = []
    const watched = run(program, {
      ...factored(5000n),
      inspector: { step: ({ name }) => steps.push(name) },
    })
    expect(watched.energyUsed).toBe(30_008n)
    expect(steps).toEqual(['PUSH1', 'PUSH1', 'SSTORE', 'STOP'])
  })
})

describe('calls under a factor', () => {
  const call = (name: 'CALL' | 'DELEGATECALL', gas: Part): readonly Part[] => [
    ...[0, 0, 0, 0],
    ...(name === 'CALL' ? [0] : []),
    big(OTHER),
    gas,
    name,
  ]
  // Six or seven pushes with 1 of penalty each, and 20 on CALL's own 40.
  const callee = tron(1, 1, 'SSTORE')

  it('put the penalty on the call, not on what it hands on', () => {
    const {
      energyUsed,
      energyPenalty,
      tron: world,
    } = run(tron(...call('CALL', 90_000)), {
      ...factored(5000n),
      contracts: [[OTHER, callee]],
    })
    expect([energyUsed, energyPenalty]).toEqual([21n + 7n + 60n + 20_006n, 27n])
    expect(stateOf(world, CONTRACT).energyUsage).toBe(61n)
    expect(stateOf(world, OTHER).energyUsage).toBe(20_006n)
  })

  it('charge the callee by its own factor, a delegate by its caller’s', () => {
    const own = run(tron(...call('CALL', 90_000)), {
      ...factored(5000n, OTHER),
      contracts: [[OTHER, callee]],
    })
    expect(own.energyPenalty).toBe(10_002n)
    const delegate = run(tron(...call('DELEGATECALL', 90_000)), {
      ...factored(5000n),
      contracts: [[OTHER, callee]],
    })
    expect(delegate.energyPenalty).toBe(6n + 20n + 10_002n)
    expect(stateOf(delegate.tron, CONTRACT).energyUsage).toBe(58n + 20_006n)
    expect(stateOf(delegate.tron, OTHER).energyUsage).toBe(0n)
  })

  it('leave creations alone but for their own price', () => {
    const runtime = tron('STOP')
    const init = deploys(runtime)
    const program = tron(...store(init), init.length, 0, 0, 'CREATE')
    const plain = run(program, factored(0n))
    const dear = run(program, factored(5000n))
    // PUSH32 1, PUSH1 1, MSTORE 4 -> 2, three pushes 3, CREATE 16000.
    expect(dear.energyPenalty).toBe(1n + 1n + 2n + 3n + 16_000n)
    expect(dear.energyUsed - plain.energyUsed).toBe(dear.energyPenalty)
  })

  it('count every unit of use once', () => {
    const { energyUsed, tron: world } = run(tron(...call('CALL', 90_000)), {
      ...factored(0n),
      contracts: [[OTHER, callee]],
    })
    const used = stateOf(world, CONTRACT).energyUsage + stateOf(world, OTHER).energyUsage
    expect(used).toBe(energyUsed)
  })
})

describe('penaltyOf', () => {
  it('is floored and never negative', () => {
    expect([
      penaltyOf(3, 15_000),
      penaltyOf(1, 15_000),
      penaltyOf(0, 44_000),
      penaltyOf(3, 9000),
    ]).toEqual([1, 0, 0, 0])
  })
})
