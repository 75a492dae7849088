/** The whole TransactionTests set, where it is there; a stranger's clone skips it visibly. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runTransactionTests } from './transaction-tests.ts'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const vectors = process.env.N_VM_VECTORS ?? join(repository, '..', 'shared', 'vectors')
const root = join(vectors, 'evm', 'TransactionTests')

/** Files of the set that n-vm is developed with; a silent loss of files is a failure. */
const FILES = 135

describe('ethereum/tests TransactionTests', () => {
  it.skipIf(!existsSync(root))('agrees on every file, in every fork', () => {
    const report = runTransactionTests(root, 'frontier')
    expect(report.failed).toEqual([])
    expect(report.skipped).toEqual([])
    expect(report.files).toBe(FILES)
    expect(report.passed).toBeGreaterThan(0)
  })

  it.skipIf(!existsSync(root))('agrees from London on', () => {
    const report = runTransactionTests(root)
    expect(report.failed).toEqual([])
    expect(report.files).toBe(FILES)
    // London 135, Paris and Shanghai 133 each, Cancun 95.
    expect(report.passed).toBe(496)
  })
})
