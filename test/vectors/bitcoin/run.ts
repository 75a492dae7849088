/** Bitcoin Core's test data, and what bitcore-lib ships of it: every case under the flag rules of Core's own tests. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import type { RunSuite } from '../../../scripts/vector-suite.ts'
import { loadCrypto } from '../../../src/crypto/load.ts'
import type { Crypto } from '../../../src/crypto/types.ts'
import {
  bytesToBigInt,
  bytesToHex,
  concatBytes,
  hexToBytes,
} from '../../../src/primitives/bytes.ts'
import { SCRIPT_FLAGS, SighashCache } from '../../../src/vms/bvm/script/index.ts'
import { checkTransaction, decodeTransaction } from '../../../src/vms/bvm/transaction/index.ts'
import { randomBytes } from '../../support/crypto-samples.ts'
import { runBip340, runBip341 } from './bips.ts'
import {
  ALL_FLAGS,
  type AssetCase,
  type AssetWitness,
  assetSpend,
  fillFlags,
  parseFlags,
  readJson,
  readScriptCases,
  readTransactionCases,
  spendOf,
  type TransactionCase,
  trimFlags,
  verdictOf,
} from './cases.ts'
import { rememberingCrypto } from './memo.ts'

/** Cases of the files, asserted when everything is run. */
const EXPECTED = {
  script_tests: 1222,
  tx_valid: 121,
  tx_invalid: 93,
  sighash: 500,
  // `<success witnesses> + <failure witnesses>` of the objects.
  'taproot-ref': 2648,
  script_assets_test: 3735,
  bip340: 15,
  bip341: 23,
} as const
type Suite = keyof typeof EXPECTED

const MAX_MONEY = 21_000_000n * 100_000_000n
const BITS = Object.values(SCRIPT_FLAGS)

/** Gives the names of what failed; undefined counts as passed. */
type Judge = (failure: string | undefined, name: () => string) => void

/** Sets of flags that may only keep what a verdict is: fewer for a pass, more for a failure. */
function* variations(flags: number, isPass: boolean, random: () => number): Generator<number> {
  const change = (bits: number) =>
    isPass ? trimFlags(flags & ~bits) : fillFlags((flags | bits) & ALL_FLAGS)
  for (const bit of BITS) yield change(bit)
  for (let i = 0; i < 16; i++) yield change(random())
}

/** Every set that lacks one flag of `flags`; with WITNESS goes CLEANSTACK, with P2SH both. */
function withoutOne(flags: number): number[] {
  const { P2SH, WITNESS, CLEANSTACK } = SCRIPT_FLAGS
  const sets = BITS.map((bit) => {
    let out = flags & ~bit
    if ((out & P2SH) === 0) out &= ~WITNESS
    return (out & WITNESS) === 0 ? out & ~CLEANSTACK : out
  })
  return [...new Set(sets.filter((set) => set !== flags))]
}

function addTweak(key: Uint8Array, tweak: Uint8Array): { output: string; parity: number } {
  const point = secp256k1.Point.fromBytes(concatBytes(Uint8Array.of(2), key))
  const bytes = point.add(secp256k1.Point.BASE.multiply(bytesToBigInt(tweak))).toBytes(true)
  return { output: bytesToHex(bytes.subarray(1)), parity: bytes[0]! - 2 }
}

function scriptTests(path: string, crypto: Crypto, random: () => number, judge: Judge): void {
  for (const test of readScriptCases(path, crypto, addTweak)) {
    const { tx, prevouts } = spendOf(test, crypto)
    const flags = fillFlags(test.flags)
    const verdict = verdictOf(tx, 0, prevouts, flags, crypto)
    let failure = verdict === test.expected ? undefined : `got ${verdict}`
    const isPass = test.expected === 'OK'
    for (const other of variations(flags, isPass, random)) {
      if ((verdictOf(tx, 0, prevouts, other, crypto) === 'OK') !== isPass) {
        failure ??= `flags ${other.toString(2)} change the verdict`
      }
    }
    judge(failure, () => test.text)
  }
}

/** Whether the transaction and all its inputs are valid under `flags`. */
function isValid({ tx, prevouts }: TransactionCase, flags: number, crypto: Crypto): boolean {
  return tx.inputs.every((_, i) => verdictOf(tx, i, prevouts, flags, crypto) === 'OK')
}

function txValid(path: string, crypto: Crypto, random: () => number, judge: Judge): void {
  for (const test of readTransactionCases(path, crypto)) {
    const excluded = parseFlags(test.flags)
    const flags = ALL_FLAGS & ~excluded
    let failure = checkTransaction(test.tx, MAX_MONEY) as string | undefined
    if (flags !== fillFlags(flags)) failure ??= 'flags are no valid set'
    if (!isValid(test, flags, crypto)) failure ??= 'refused'
    for (const fewer of variations(flags, true, random)) {
      if (!isValid(test, fewer, crypto)) failure ??= `refused under fewer flags ${fewer}`
    }
    for (const set of withoutOne(excluded)) {
      if (isValid(test, ALL_FLAGS & ~set, crypto)) failure ??= `excludes too much: ${set}`
    }
    judge(failure, () => test.text)
  }
}

function txInvalid(path: string, crypto: Crypto, random: () => number, judge: Judge): void {
  for (const test of readTransactionCases(path, crypto)) {
    const fault = checkTransaction(test.tx, MAX_MONEY)
    if (test.flags === 'BADTX' || fault !== undefined) {
      judge(
        fault !== undefined && test.flags === 'BADTX' ? undefined : 'CheckTransaction',
        () => test.text,
      )
      continue
    }
    const flags = parseFlags(test.flags)
    let failure = isValid(test, flags, crypto) ? 'accepted' : undefined
    if (flags !== fillFlags(flags)) failure ??= 'flags are no valid set'
    for (const more of variations(flags, false, random)) {
      if (isValid(test, more, crypto)) failure ??= `accepted under more flags ${more}`
    }
    for (const set of withoutOne(flags)) {
      if (!isValid(test, set, crypto)) failure ??= `needs less than its flags: ${set}`
    }
    judge(failure, () => test.text)
  }
}

function sighashes(path: string, crypto: Crypto, judge: Judge): void {
  const rows = readJson(path) as [string, string, number, number, string][]
  for (const [raw, script, index, hashType, expected] of rows.slice(1)) {
    const tx = decodeTransaction(hexToBytes(raw), crypto)
    const hash = new SighashCache(tx, [], crypto).legacy(index, hexToBytes(script), hashType)
    const shown = bytesToHex(hash!.slice().reverse())
    judge(shown === expected ? undefined : `got ${shown}`, () => raw.slice(0, 80))
  }
}

/** The sets of consensus flags that are rules: P2SH before WITNESS before TAPROOT. */
const CONSENSUS_SETS: readonly number[] = (() => {
  const { P2SH, DERSIG, NULLDUMMY, CHECKLOCKTIMEVERIFY, CHECKSEQUENCEVERIFY, WITNESS, TAPROOT } =
    SCRIPT_FLAGS
  const sets: number[] = []
  for (const base of [0, P2SH, P2SH | WITNESS, P2SH | WITNESS | TAPROOT]) {
    for (let bits = 0; bits < 16; bits++) {
      const rest = [DERSIG, NULLDUMMY, CHECKLOCKTIMEVERIFY, CHECKSEQUENCEVERIFY]
      sets.push(rest.reduce((all, bit, i) => ((bits >> i) & 1 ? all | bit : all), base))
    }
  }
  return sets
})()

/** Core's AssetTest: a success holds for every subset of its flags, a failure for every superset. */
function assetTest(test: AssetCase, crypto: Crypto, judge: Judge): void {
  const flags = parseFlags(test.flags)
  const run = (spend: AssetWitness, isSuccess: boolean): string | undefined => {
    const { tx, prevouts } = assetSpend(test, spend, crypto)
    for (const set of CONSENSUS_SETS) {
      const applies = isSuccess
        ? test.final === true || (set & flags) === set
        : (set & flags) === flags
      if (!applies) continue
      const verdict = verdictOf(tx, test.index, prevouts, set, crypto)
      if ((verdict === 'OK') !== isSuccess) return `${verdict} under flags ${set.toString(2)}`
    }
    return undefined
  }
  judge(run(test.success, true), () => `success ${test.comment}`)
  if (test.failure !== undefined) judge(run(test.failure, false), () => `failure ${test.comment}`)
}

function* taprootFiles(folder: string, slice: number): Generator<AssetCase> {
  for (const [i, name] of readdirSync(folder).sort().entries()) {
    if (i % slice !== 0) continue
    const text = readFileSync(join(folder, name), 'utf8').trim().replace(/,$/, '')
    yield JSON.parse(text) as AssetCase
  }
}

export const runSuite: RunSuite = async ({ folder, slice, log }) => {
  const backend = await loadCrypto()
  const bytes = randomBytes(20_261)
  const random = () => bytes(4).reduce((value, byte) => value * 256 + byte, 0) & ALL_FLAGS
  let passed = 0
  let failed = 0
  const run = (suite: Suite, work: (crypto: Crypto, judge: Judge) => void): void => {
    const start = performance.now()
    const before = { passed, failed }
    work(rememberingCrypto(backend), (failure, name) => {
      if (failure === undefined) passed++
      else {
        failed++
        if (failed - before.failed <= 20) log(`FAILED ${suite}: ${name()}: ${failure}`)
      }
    })
    const count = passed + failed - before.passed - before.failed
    const isSliced = slice !== 1 && (suite === 'taproot-ref' || suite === 'script_assets_test')
    if (count !== EXPECTED[suite] && !isSliced) {
      failed++
      log(`FAILED ${suite}: expected ${EXPECTED[suite]} cases, got ${count}`)
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    log(`${suite}: ${passed - before.passed} of ${count} passed, ${seconds} s`)
  }
  run('script_tests', (crypto, judge) =>
    scriptTests(join(folder, 'script_tests.json'), crypto, random, judge),
  )
  run('tx_valid', (crypto, judge) => txValid(join(folder, 'tx_valid.json'), crypto, random, judge))
  run('tx_invalid', (crypto, judge) =>
    txInvalid(join(folder, 'tx_invalid.json'), crypto, random, judge),
  )
  run('sighash', (crypto, judge) => sighashes(join(folder, 'sighash.json'), crypto, judge))
  run('taproot-ref', (crypto, judge) => {
    for (const test of taprootFiles(join(folder, 'taproot-ref'), slice))
      assetTest(test, crypto, judge)
  })
  run('script_assets_test', (crypto, judge) => {
    const require = createRequire(import.meta.url)
    const path = 'bitcore-lib/test/data/bitcoind/script_assets_test.json'
    const all = require(path) as AssetCase[]
    for (const [i, test] of all.entries()) if (i % slice === 0) assetTest(test, crypto, judge)
  })
  const simple = (judge: Judge) => (name: string, right: boolean) =>
    judge(right ? undefined : 'differs', () => name)
  run('bip340', (crypto, judge) => runBip340(crypto, simple(judge)))
  run('bip341', (crypto, judge) => runBip341(crypto, simple(judge)))
  return { passed, failed, skipped: [] }
}
