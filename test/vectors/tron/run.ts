/** Tron's vectors: what java-tron's own tests say of its virtual machine, resources and transactions; counts asserted. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunSuite } from '../../../scripts/vector-suite.ts'
import { type AssertionRow, runAssertions } from './assertions.ts'
import { type OperationRow, runOperation } from './operations.ts'
import { type DynamicEnergyVectors, RESOURCE_ROWS, runResources } from './resources.ts'
import { runScenario, type Scenario } from './scenarios.ts'
import { runTransactions, TRANSACTION_ROWS, type TransactionVectors } from './transactions.ts'

/** The file as its parts are used here; others add theirs. */
export interface TronVectors extends TransactionVectors {
  readonly ops: readonly OperationRow[]
  readonly contracts: readonly Scenario[]
  readonly more: readonly AssertionRow[]
  readonly dynamicEnergy: DynamicEnergyVectors
}

/** What one part of the suite reports: undefined for a row that passed, else its difference. */
export type Report = (name: string, difference: string | undefined) => void

/** One part with the number of rows that must have been compared. */
export interface Part {
  readonly name: string
  readonly count: number
  run(vectors: TronVectors, report: Report): void
}

const operations: Part = {
  name: 'opcode rows',
  count: 67,
  run(vectors, report) {
    for (const row of vectors.ops) {
      if (row.note === undefined) report(`${row.test}:${row.line} ${row.code}`, runOperation(row))
    }
  },
}

const energyTotals: Part = {
  name: 'energy totals',
  count: 53,
  run(vectors, report) {
    for (const scenario of vectors.contracts) {
      runScenario(scenario, (step, difference) =>
        report(`${scenario.file} ${scenario.test} step ${step}`, difference),
      )
    }
  },
}

const assertions: Part = {
  name: 'assertions',
  count: 46,
  run(vectors, report) {
    runAssertions(vectors.more, (row, difference) =>
      report(`${row.file} ${row.test} ${row.what}`, difference),
    )
  },
}

const resources: Part = {
  name: 'resource rows',
  count: RESOURCE_ROWS,
  run: (vectors, report) => runResources(vectors.dynamicEnergy, report),
}

const transactions: Part = {
  name: 'addresses and signed transactions',
  count: TRANSACTION_ROWS,
  run: runTransactions,
}

/** In the order they run. */
export const PARTS: readonly Part[] = [
  operations,
  energyTotals,
  assertions,
  resources,
  transactions,
]

/** The vector file under a folder of vectors, or undefined. */
export function loadTronVectors(folder: string): TronVectors | undefined {
  const path = join(folder, 'tron-vectors.json')
  if (!existsSync(path)) return undefined
  return JSON.parse(readFileSync(path, 'utf8')) as TronVectors
}

export const runSuite: RunSuite = (options) => {
  const vectors = loadTronVectors(options.folder)
  if (vectors === undefined)
    return { passed: 0, failed: 0, skipped: [{ name: 'tron-vectors.json', reason: 'absent' }] }
  const ignored = vectors.ops.filter(({ note }) => note !== undefined).length
  const skipped = [
    { name: 'opcode rows', reason: 'of tests that java-tron ignores', count: ignored },
  ]
  let passed = 0
  let failed = 0
  for (const part of PARTS) {
    let seen = 0
    part.run(vectors, (name, difference) => {
      seen++
      if (difference === undefined) passed++
      else {
        failed++
        options.log(`FAILED ${name}: ${difference}`)
      }
    })
    options.log(`${part.name}: ${seen}`)
    if (seen !== part.count) {
      failed++
      options.log(`FAILED count of ${part.name}: expected ${part.count}, ran ${seen}`)
    }
  }
  return { passed, failed, skipped }
}
