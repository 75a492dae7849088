/**
 * GeneralStateTests and EIP state tests of ethereum/tests and execution-spec-tests: one signed transaction on a
 * fresh state. A subtest passes if state root, logs hash and "is it refused" all agree. Transactions enter as the
 * signed bytes of the file, so the decoder is judged too.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { executeBlock } from '../../../src/block.ts'
import type { Crypto } from '../../../src/crypto/types.ts'
import { createGenesis } from '../../../src/genesis.ts'
import { bytesToHex, hexToBytes, utf8 } from '../../../src/primitives/bytes.ts'
import { blobBaseFee } from '../../../src/vms/evm/fees.ts'
import type { GenesisAlloc } from '../../../src/vms/evm/genesis-alloc.ts'
import { logsHash } from '../../../src/vms/evm/receipt/encode.ts'
import { ethereumStateRoot } from '../../../src/vms/evm/state-root.ts'
import type { ForkName } from '../../../src/vms/evm-core/forks/names.ts'
import { isAtLeast } from '../../../src/vms/evm-core/forks/names.ts'
import { VECTOR_FORKS } from './transaction-tests.ts'

interface PostEntry {
  readonly hash: string
  readonly logs: string
  readonly txbytes: string
  readonly expectException?: string
  readonly indexes: { readonly data: number; readonly gas: number; readonly value: number }
}

interface StateTest {
  readonly env: Readonly<Record<string, string>>
  readonly pre: GenesisAlloc
  readonly post: Readonly<Record<string, readonly PostEntry[]>>
  readonly config?: { readonly chainid?: string }
}

export interface Subtest {
  readonly file: string
  readonly name: string
  readonly fork: string
  readonly index: number
}

export interface SubtestResult extends Subtest {
  readonly passed: boolean
  readonly reason: string
  readonly ms: number
}

export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name))
}

/** BLOCKHASH(n) of the suite is the hash of n in decimal. */
function blockHashes(crypto: Crypto) {
  return { get: (number: bigint) => crypto.keccak256(utf8(number.toString())) }
}

const word = (hex: string | undefined) => hexToBytes((hex ?? '0x').slice(2).padStart(64, '0'))

function blockOf(env: StateTest['env'], fork: ForkName, crypto: Crypto) {
  const merged = isAtLeast(fork, 'paris')
  return {
    number: BigInt(env.currentNumber!),
    timestamp: BigInt(env.currentTimestamp!),
    coinbase: hexToBytes(env.currentCoinbase!),
    gasLimit: BigInt(env.currentGasLimit!),
    difficulty: merged ? 0n : BigInt(env.currentDifficulty ?? '0x0'),
    prevRandao: word(env.currentRandom),
    baseFeePerGas: isAtLeast(fork, 'london') ? BigInt(env.currentBaseFee ?? '0x0a') : 0n,
    blobBaseFee: isAtLeast(fork, 'cancun')
      ? blobBaseFee(BigInt(env.currentExcessBlobGas ?? '0x0'), fork)
      : 1n,
    blockHashes: blockHashes(crypto),
  }
}

function runSubtest(test: StateTest, fork: string, entry: PostEntry, crypto: Crypto): string {
  const rules = VECTOR_FORKS[fork]
  if (rules === undefined) return `unknown fork ${fork}`
  const state = createGenesis({
    chainId: BigInt(test.config?.chainid ?? '0x1'),
    alloc: test.pre,
    evmFork: rules,
    crypto,
    configure: (draft) => {
      draft.machines = ['evm']
      draft.gasRates = { evm: { units: 1n, gas: 1n } }
      draft.allow.unprotectedTransactions = true
      draft.allow.chainIdZeroAuthorizations = true
    },
  })
  const { state: next, receipts } = executeBlock(
    state,
    [{ kind: 'ethereum', bytes: hexToBytes(entry.txbytes) }],
    blockOf(test.env, rules, crypto),
  )
  const receipt = receipts[0]!
  const refused = receipt.status === 'rejected'
  if (refused !== (entry.expectException !== undefined)) {
    return `expected ${entry.expectException ?? 'acceptance'}, got ${receipt.status} ${receipt.error?.message ?? ''}`
  }
  const root = `0x${bytesToHex(ethereumStateRoot(crypto, next))}`
  const logs = `0x${bytesToHex(logsHash(crypto, receipt.logs))}`
  if (logs !== entry.logs)
    return `logs hash expected ${entry.logs}, got ${logs} (${receipt.status} ${receipt.error?.message ?? ''})`
  if (root !== entry.hash) {
    return `state root expected ${entry.hash}, got ${root} (${receipt.status} gas ${receipt.gasUsed} ${receipt.error?.message ?? ''})`
  }
  return ''
}

/** Runs every subtest of a file, or those `accept` takes. */
export function runStateTestFile(
  root: string,
  path: string,
  crypto: Crypto,
  report: (result: SubtestResult) => void,
  accept: (subtest: Subtest) => boolean = () => true,
): void {
  const file = relative(root, path)
  const document = JSON.parse(readFileSync(path, 'utf8')) as Record<string, StateTest>
  for (const [name, test] of Object.entries(document)) {
    for (const [fork, entries] of Object.entries(test.post)) {
      entries.forEach((entry, index) => {
        const subtest = { file, name, fork, index }
        if (!accept(subtest)) return
        const start = performance.now()
        let reason: string
        try {
          reason = runSubtest(test, fork, entry, crypto)
        } catch (error) {
          reason = `threw ${(error as Error).stack ?? String(error)}`.slice(0, 400)
        }
        report({ ...subtest, passed: reason === '', reason, ms: performance.now() - start })
      })
    }
  }
}
