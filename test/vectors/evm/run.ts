/** The EVM's vector suites: state tests, transaction tests and a mainnet block, each with its count asserted. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RunSuite, VectorSuiteOptions } from '../../../scripts/vector-suite.ts'
import { executeBlock } from '../../../src/block.ts'
import { loadCrypto } from '../../../src/crypto/load.ts'
import type { Crypto } from '../../../src/crypto/types.ts'
import { bytesToHex } from '../../../src/primitives/bytes.ts'
import { ethereumLogsBloom, ethereumReceiptsRoot } from '../../../src/vms/evm/ethereum-receipt.ts'
import { loadMainnetBlock } from './mainnet.ts'
import { DRAFT_SUBTESTS } from './prague-draft.ts'
import { listFiles, runStateTestFile } from './state-tests.ts'
import { runTransactionTests } from './transaction-tests.ts'

interface Tally {
  passed: number
  failed: number
  readonly skipped: { name: string; reason: string; count?: number }[]
}

/** Too slow for anyone's CI (spec sheet: 133 s a subtest in the peer; 4.3e9 rounds). `--by-hand` in the name runs them. */
const BY_HAND = ['loopMul.json', 'CALLBlake2f_MaxRounds.json']

/** Subtests per fork of the GeneralStateTests folder without the files by hand. Asserted when every file is run. */
const EXPECTED = { Cancun: 13_985, Shanghai: 131, older: 190 } as const
const EXPECTED_TRANSACTION_FILES = 135

function stateTests(options: VectorSuiteOptions, crypto: Crypto, tally: Tally): void {
  const root = join(options.folder, 'GeneralStateTests')
  if (!existsSync(root)) {
    tally.skipped.push({ name: 'GeneralStateTests', reason: 'folder absent' })
    return
  }
  const counts = { Cancun: 0, Shanghai: 0, older: 0 }
  const files = listFiles(root).filter((_, index) => index % options.slice === 0)
  const byHand = process.env.N_VM_VECTORS_BY_HAND === '1'
  for (const file of files) {
    if (!byHand && BY_HAND.some((name) => file.endsWith(name))) {
      tally.skipped.push({
        name: file.slice(root.length + 1),
        reason: 'by hand only (N_VM_VECTORS_BY_HAND=1): minutes a subtest',
      })
      continue
    }
    runStateTestFile(root, file, crypto, (result) => {
      if (result.fork === 'Cancun') counts.Cancun++
      else if (result.fork === 'Shanghai') counts.Shanghai++
      else counts.older++
      if (result.passed) tally.passed++
      else {
        tally.failed++
        options.log(
          `FAILED ${result.file} ${result.name} ${result.fork}/${result.index}: ${result.reason}`,
        )
      }
      if (result.ms > 5000)
        options.log(
          `slow ${result.file} ${result.fork}/${result.index}: ${Math.round(result.ms)} ms`,
        )
    })
  }
  options.log(
    `GeneralStateTests: Cancun ${counts.Cancun}, Shanghai ${counts.Shanghai}, older forks ${counts.older}`,
  )
  if (options.slice !== 1 || byHand) return
  for (const [fork, count] of Object.entries(counts)) {
    const expected = EXPECTED[fork as keyof typeof EXPECTED]
    if (count !== expected) {
      tally.failed++
      options.log(`FAILED count of ${fork} subtests: expected ${expected}, ran ${count}`)
    }
  }
}

function pragueTests(options: VectorSuiteOptions, crypto: Crypto, tally: Tally): void {
  const root = join(options.folder, 'state_tests_prague')
  if (!existsSync(root)) {
    tally.skipped.push({ name: 'state_tests_prague', reason: 'folder absent' })
    return
  }
  let draft = 0
  const files = listFiles(root).filter((_, index) => index % options.slice === 0)
  for (const file of files) {
    runStateTestFile(root, file, crypto, (result) => {
      const id = `${result.name}#${result.fork}/${result.index}`
      if (DRAFT_SUBTESTS.has(id)) draft++
      else if (result.passed) tally.passed++
      else {
        tally.failed++
        options.log(`FAILED ${result.file} ${id}: ${result.reason}`)
      }
    })
  }
  if (draft > 0) {
    tally.skipped.push({
      name: 'state_tests_prague',
      reason: 'of a draft that changed before Prague was final (prague-draft.ts)',
      count: draft,
    })
  }
  if (options.slice === 1 && draft !== DRAFT_SUBTESTS.size) {
    tally.failed++
    options.log(`FAILED count of draft subtests: expected ${DRAFT_SUBTESTS.size}, met ${draft}`)
  }
}

function transactionTests(options: VectorSuiteOptions, tally: Tally): void {
  const root = join(options.folder, 'TransactionTests')
  if (!existsSync(root)) {
    tally.skipped.push({ name: 'TransactionTests', reason: 'folder absent' })
    return
  }
  const report = runTransactionTests(root)
  tally.passed += report.passed
  tally.failed += report.failed.length
  for (const name of report.failed) options.log(`FAILED TransactionTests ${name}`)
  options.log(`TransactionTests: ${report.files} files, ${report.passed} results from London on`)
  tally.skipped.push({
    name: 'TransactionTests',
    reason: 'forks before London',
    count: report.skipped.length,
  })
  if (report.files !== EXPECTED_TRANSACTION_FILES) {
    tally.failed++
    options.log(
      `FAILED count of TransactionTests files: expected ${EXPECTED_TRANSACTION_FILES}, got ${report.files}`,
    )
  }
}

function mainnetBlock(options: VectorSuiteOptions, crypto: Crypto, tally: Tally): void {
  const folder = join(options.folder, 'mainnet')
  if (!existsSync(folder)) {
    tally.skipped.push({ name: 'mainnet block 24476005', reason: 'folder absent' })
    return
  }
  const { header, state, transactions, block } = loadMainnetBlock(folder, crypto)
  const result = executeBlock(state, transactions, block, { crypto })
  const checks: [string, string, string][] = [
    ['gasUsed', header.gasUsed, `0x${result.gasUsed.toString(16)}`],
    [
      'receiptsRoot',
      header.receiptsRoot,
      `0x${bytesToHex(ethereumReceiptsRoot(crypto, result.receipts))}`,
    ],
    ['logsBloom', header.logsBloom, `0x${bytesToHex(ethereumLogsBloom(crypto, result.receipts))}`],
    [
      'hashes',
      header.transactions.map((tx) => tx.hash).join(),
      result.receipts.map((r) => `0x${bytesToHex(r.hash)}`).join(),
    ],
  ]
  for (const [name, expected, got] of checks) {
    if (expected === got) tally.passed++
    else {
      tally.failed++
      options.log(
        `FAILED mainnet ${name}: expected ${expected.slice(0, 80)}, got ${got.slice(0, 80)}`,
      )
    }
  }
  options.log(`mainnet block 24476005: ${transactions.length} transactions, gas ${result.gasUsed}`)
}

export const runSuite: RunSuite = async (options) => {
  const crypto = await loadCrypto()
  const tally: Tally = { passed: 0, failed: 0, skipped: [] }
  mainnetBlock(options, crypto, tally)
  transactionTests(options, tally)
  pragueTests(options, crypto, tally)
  stateTests(options, crypto, tally)
  return tally
}
