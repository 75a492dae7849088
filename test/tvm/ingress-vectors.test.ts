/** The addresses and signed transactions of the Tron vectors, where they are installed (docs/vectors.md). */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  EXPECTED_ADDRESSES,
  EXPECTED_TRANSACTIONS,
  runTransactionVectors,
} from '../vectors/tron/transactions.ts'

const folder = join(process.env.N_VM_VECTORS ?? '../shared/vectors', 'tron')

describe.skipIf(!existsSync(folder))('Tron vectors', () => {
  it('TronWeb signed 17 transactions: ids, signers, sizes and every field; addresses', () => {
    const failures: string[] = []
    const { passed, failed } = runTransactionVectors(folder, (line) => failures.push(line))
    expect(failures).toEqual([])
    expect({ passed, failed }).toEqual({
      passed: EXPECTED_ADDRESSES + EXPECTED_TRANSACTIONS + 1,
      failed: 0,
    })
  })
})
