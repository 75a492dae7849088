/** What all benchmarks of blocks share: clocks, medians, rows. */
import { executeBlock } from '../../src/block.ts'
import type { State } from '../../src/state/state.ts'
import type { Comparison } from '../comparison.ts'

export const BLOCK_SIZE = 1000

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

export function seconds(work: () => unknown): number {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}

/** CPU seconds of this process, all its threads: what others do on the machine counts less than by the clock. */
export function cpuSeconds(work: () => unknown): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

export async function secondsAsync(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

export function expectGas(ours: bigint, peer: bigint, what: string): void {
  if (ours !== peer) throw new Error(`${what}: gas ours ${ours}, peer ${peer}`)
}

export function faster(
  name: string,
  ours: number,
  peer: number | null,
  unit: string,
  note: string,
): Comparison {
  return { name, ours, peer, ratio: peer === null ? null : ours / peer, unit, note }
}

/**
 * Makes a state the newest version again, untimed. A repetition starts from the same state as the one before; a chain goes
 * forward and never pays for the way back (docs/decisions/0002-old-versions-point-forward.md).
 */
export function comeBack(state: State): void {
  executeBlock(state, [], { number: 1_000_000n }).state.release()
}
