/** Runner for ethereum/tests TransactionTests: raw bytes, and per fork either hash, sender and gas or a refusal. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nobleCrypto } from '../../../src/crypto/noble.ts'
import { InvalidTransactionError } from '../../../src/errors.ts'
import { bytesToHex, hexToBytes } from '../../../src/primitives/bytes.ts'
import { decodeTransaction } from '../../../src/vms/evm/transaction/decode.ts'
import { checkTransaction } from '../../../src/vms/evm/transaction/rules.ts'
import { recoverSender } from '../../../src/vms/evm/transaction/signature.ts'
import { type ForkName, isAtLeast } from '../../../src/vms/evm-core/forks/names.ts'

/** Fork names of ethereum/tests as ours. */
export const VECTOR_FORKS: Readonly<Record<string, ForkName>> = {
  Frontier: 'frontier',
  Homestead: 'homestead',
  EIP150: 'tangerineWhistle',
  EIP158: 'spuriousDragon',
  Byzantium: 'byzantium',
  Constantinople: 'constantinople',
  ConstantinopleFix: 'petersburg',
  Istanbul: 'istanbul',
  Berlin: 'berlin',
  London: 'london',
  Paris: 'paris',
  Shanghai: 'shanghai',
  Cancun: 'cancun',
  Prague: 'prague',
  Osaka: 'osaka',
}

interface Expected {
  readonly hash?: string
  readonly sender?: string
  readonly intrinsicGas?: string
  readonly exception?: string
}

interface Vector {
  readonly txbytes: string
  readonly result: Readonly<Record<string, Expected>>
}

/** Names are FILE/test@Fork. `skipped` are forks before London, whose transactions nobody sends any more. */
export interface TransactionTestReport {
  readonly files: number
  readonly passed: number
  readonly failed: string[]
  readonly skipped: string[]
}

/** What this fork does with the bytes: undefined if it refuses them. */
function accept(bytes: Uint8Array, fork: ForkName): Expected | undefined {
  try {
    const tx = decodeTransaction(nobleCrypto, bytes)
    const gas = checkTransaction(tx, { fork, chainId: 1n, allowUnprotected: true })
    const sender = recoverSender(nobleCrypto, tx)
    return {
      hash: `0x${bytesToHex(tx.hash)}`,
      sender: `0x${bytesToHex(sender)}`,
      intrinsicGas: gas.intrinsic.toString(),
    }
  } catch (error) {
    if (error instanceof InvalidTransactionError) return undefined
    throw error
  }
}

function difference(expected: Expected, actual: Expected | undefined): string | undefined {
  if (expected.exception !== undefined) {
    return actual === undefined ? undefined : `accepted, expected ${expected.exception}`
  }
  if (actual === undefined) return 'refused, expected to be accepted'
  if (actual.hash !== expected.hash) return `hash ${actual.hash}, expected ${expected.hash}`
  if (actual.sender !== expected.sender)
    return `sender ${actual.sender}, expected ${expected.sender}`
  if (BigInt(actual.intrinsicGas ?? 0) !== BigInt(expected.intrinsicGas ?? 0)) {
    return `intrinsic gas ${actual.intrinsicGas}, expected ${expected.intrinsicGas}`
  }
  return undefined
}

/** Runs every file under `root` (the TransactionTests folder) from fork `since` on. */
export function runTransactionTests(
  root: string,
  since: ForkName = 'london',
): TransactionTestReport {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const files = paths.filter((path) => path.endsWith('.json')).sort()
  const failed: string[] = []
  const skipped: string[] = []
  let passed = 0
  for (const file of files) {
    const tests = JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, Vector>
    for (const [name, vector] of Object.entries(tests)) {
      for (const [forkName, expected] of Object.entries(vector.result)) {
        const title = `${file}/${name}@${forkName}`
        const fork = VECTOR_FORKS[forkName]
        if (fork === undefined || !isAtLeast(fork, since)) {
          skipped.push(title)
          continue
        }
        const wrong = difference(expected, accept(hexToBytes(vector.txbytes), fork))
        if (wrong === undefined) passed++
        else failed.push(`${title}: ${wrong}`)
      }
    }
  }
  return { files: files.length, passed, failed, skipped }
}
