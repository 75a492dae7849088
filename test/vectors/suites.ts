/**
 * The vector suites whose engine exists. A new suite exports `runSuite: RunSuite` from test/vectors/<name>/run.ts and
 * gets one line here; test data is never copied into this repository.
 */
import type { RunSuite } from '../../scripts/vector-suite.ts'

export const suites: Readonly<Record<string, () => Promise<RunSuite>>> = {
  bitcoin: async () => (await import('./bitcoin/run.ts')).runSuite,
  evm: async () => (await import('./evm/run.ts')).runSuite,
  tron: async () => (await import('./tron/run.ts')).runSuite,
}
