/**
 * `npm run test:vectors [-- evm|bitcoin|tron ...]`: other people's test data, suite by suite. The data is not in this
 * repository: N_VM_VECTORS names the folder (default ../shared/vectors from the project's root). N_VM_VECTORS_SLICE=6
 * runs every sixth file. Ends with `NAME: N passed, N failed, N skipped` for each suite, and fails if anything did.
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suites } from '../test/vectors/suites.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const names = ['evm', 'bitcoin', 'tron']
const vectors = resolve(root, process.env.N_VM_VECTORS ?? '../shared/vectors')

function readSlice(): number {
  const slice = Number(process.env.N_VM_VECTORS_SLICE ?? 1)
  if (Number.isInteger(slice) && slice >= 1) return slice
  throw new Error(`N_VM_VECTORS_SLICE: expected a whole number from 1, got ${slice}`)
}

function countFiles(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  ).length
}

/** Returns whether the suite is without failures. */
async function runOne(name: string, slice: number): Promise<boolean> {
  const folder = join(vectors, name)
  if (!existsSync(folder)) {
    console.log(`${name}: no vectors at N_VM_VECTORS/${name}; see docs/vectors.md`)
    console.log(`${name}: 0 passed, 0 failed, 0 skipped`)
    return true
  }
  const load = suites[name]
  if (load === undefined) {
    const files = countFiles(folder)
    console.log(`${name}: all ${files} files skipped: the library has no ${name} engine yet`)
    console.log(`${name}: 0 passed, 0 failed, ${files} skipped`)
    return true
  }
  const runSuite = await load()
  const result = await runSuite({ folder, slice, log: (line) => console.log(line) })
  let skipped = 0
  for (const skip of result.skipped) {
    const count = skip.count ?? 1
    skipped += count
    console.log(`${name}: skipped ${skip.name} (${count}): ${skip.reason}`)
  }
  if (slice !== 1) console.log(`${name}: every ${slice}th file only (N_VM_VECTORS_SLICE)`)
  console.log(`${name}: ${result.passed} passed, ${result.failed} failed, ${skipped} skipped`)
  return result.failed === 0
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`unknown suite ${unknown.join(', ')}; expected ${names.join(', ')}`)
  process.exit(2)
}
let good = true
const slice = readSlice()
for (const name of asked.length > 0 ? asked : names) {
  good = (await runOne(name, slice)) && good
}
process.exitCode = good ? 0 : 1
