/**
 * Resource arithmetic against 30 numbers of java-tron's own tests: factor and cycle of 11 dynamic-energy rows (they are in
 * tron-vectors.json), six of moving windows (EnergyProcessorTest), two of free bandwidth (BandwidthProcessorTest).
 */
import type { ResourceUsage } from '../../../src/vms/tvm/state/account.ts'
import { tronParameters } from '../../../src/vms/tvm/state/parameters.ts'
import { increase, used } from '../../../src/vms/tvm/state/resources.ts'
import { catchUp } from '../../../src/vms/tvm/vm/index.ts'

/** The part of tron-vectors.json that this reads. */
export interface DynamicEnergyVectors {
  readonly start: {
    readonly energyUsage: number
    readonly energyFactor: number
    readonly updateCycle: number
  }
  /** New cycle, threshold, increase factor, maximum factor, expected factor. */
  readonly rows: readonly (readonly [number, number, number, number, number])[]
}

type Compare = (name: string, difference: string | undefined) => void

/** Counts asserted by the suite. */
export const RESOURCE_ROWS = 30

function compare(report: Compare, name: string, actual: bigint, expected: number): void {
  const equal = actual === BigInt(expected)
  report(name, equal ? undefined : `expected ${expected}, got ${actual}`)
}

function dynamicEnergy({ start, rows }: DynamicEnergyVectors, report: Compare): void {
  const state = {
    energyUsage: BigInt(start.energyUsage),
    energyFactor: BigInt(start.energyFactor),
    updateCycle: BigInt(start.updateCycle),
  }
  for (const [cycle, threshold, increaseFactor, maxFactor, expected] of rows) {
    const next = catchUp(state, BigInt(cycle), {
      threshold: BigInt(threshold),
      increaseFactor: BigInt(increaseFactor),
      maxFactor: BigInt(maxFactor),
    })
    const name = `dynamic energy, cycle ${cycle}, threshold ${threshold}`
    compare(report, `${name}: factor`, next.energyFactor, expected)
    compare(report, `${name}: cycle`, next.updateCycle, cycle)
  }
}

/** EnergyProcessorTest.testUseEnergyInWindowSizeV2: 2,345 energy again and again on top of a short window. */
const BUSY: ResourceUsage = { used: 70_021_176n, time: 9_999n, window: 300n, optimized: false }
const STEP = 2_345n

const WINDOW_ROWS = [
  { name: 'V1', cancel: 0n, uses: 1_001, moves: 0n, used: 72_368_521, window: 300 },
  { name: 'V2', cancel: 1n, uses: 1_001, moves: 0n, used: 72_368_521, window: 1_224_919 },
  { name: 'V2 moving', cancel: 1n, uses: 1_000, moves: 1n, used: 15_844_971, window: 2_086_556 },
] as const

function windows(report: Compare): void {
  for (const row of WINDOW_ROWS) {
    const parameters = tronParameters('mainnet', { ALLOW_CANCEL_ALL_UNFREEZE_V2: row.cancel })
    let usage = BUSY
    for (let i = 0; i < row.uses; i++)
      usage = used(usage, STEP, BUSY.time + row.moves * BigInt(i), parameters)
    compare(report, `window ${row.name}: used`, usage.used, row.used)
    compare(report, `window ${row.name}: window`, usage.window, row.window)
  }
}

/** BandwidthProcessorTest.testFree: a transaction of 122 bytes and 64 for its result, twice, 12 hours apart. */
function freeBandwidth(report: Compare): void {
  const first = 508_882_612n
  const second = first + 14_400n
  const once = increase(0n, 186n, 0n, first)
  compare(report, 'free bandwidth once', once, 186)
  const rest = increase(once, 0n, first, second)
  compare(report, 'free bandwidth twice', increase(rest, 186n, second, second), 61 + 122 + 96)
}

/** Compares all rows; `report` hears of each. */
export function runResources(vectors: DynamicEnergyVectors, report: Compare): void {
  dynamicEnergy(vectors, report)
  windows(report)
  freeBandwidth(report)
}
