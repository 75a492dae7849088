/**
 * What `npm run test:vectors` asks of a suite. test/vectors/<suite>/run.ts exports `runSuite: RunSuite`; the script gives
 * it the folder and prints the last line, so every suite is counted and reported alike.
 */

export interface VectorSuiteOptions {
  /** The suite's own folder, for example `<N_VM_VECTORS>/evm`. It exists. */
  readonly folder: string
  /** Run only every n-th file (1 = all). Expected counts are asserted by the suite only when it is 1. */
  readonly slice: number
  /** Prints one line of progress or of a failure. */
  log(line: string): void
}

export interface VectorSuiteResult {
  readonly passed: number
  readonly failed: number
  /** Every skip has a name and a reason; `count` is how many subtests it stands for (default 1). */
  readonly skipped: readonly { readonly name: string; readonly reason: string; count?: number }[]
}

export type RunSuite = (
  options: VectorSuiteOptions,
) => VectorSuiteResult | Promise<VectorSuiteResult>
