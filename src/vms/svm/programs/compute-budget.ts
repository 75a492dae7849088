/**
 * The Compute Budget program. Its instructions speak to the transaction as a whole and were read before anything ran
 * (transaction/compute-budget.ts): here they only cost their 150 compute units.
 */
import type { Builtin } from '../runtime/index.ts'

export const computeBudgetProgram: Builtin = {
  units: 150,
  run: () => undefined,
}
