/**
 * `npm run fuzz -- [--seed N] [--blocks N] [--fork NAME] [--failures N]`: random multi-transaction blocks here and on
 * @ethereumjs/vm, from seed N on, until so many blocks agree. The first difference is printed with the command that
 * replays it, and fails. `npm run fuzz -- --bytes N [--seed N]`: hostile bytes as transactions. See docs/testing.md.
 */
import { loadCrypto } from '../src/crypto/load.ts'
import type { ForkName } from '../src/vms/evm-core/index.ts'
import { fuzzBytes, newBytesTally } from '../test/differential/bytes.ts'
import { judgeSeed, newTally } from '../test/differential/judge.ts'

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : process.argv[at + 1]
}

function whole(name: string, otherwise: number): number {
  const value = Number(option(name) ?? otherwise)
  if (Number.isSafeInteger(value) && value >= 0) return value
  console.error(`--${name}: expected a whole number, got ${option(name)}`)
  process.exit(2)
}

const table = (map: ReadonlyMap<string, number>) =>
  [...map]
    .sort(([, a], [, b]) => b - a)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ')

async function fuzzBlocks(): Promise<boolean> {
  const first = whole('seed', 1)
  const blocks = whole('blocks', 200)
  const keepGoing = whole('failures', 1)
  const fork = option('fork') as ForkName | undefined
  const crypto = await loadCrypto()
  const tally = newTally()
  const start = performance.now()
  let shown = 0
  let failures = 0
  for (let seed = first; tally.blocks < blocks; seed++) {
    const wrong = await judgeSeed(seed, tally, fork === undefined ? { crypto } : { crypto, fork })
    if (wrong !== undefined) {
      console.log(`FAILED ${wrong}`)
      console.log(
        `replay: npm run fuzz -- --seed ${seed} --blocks 1${fork ? ` --fork ${fork}` : ''}`,
      )
      if (++failures >= keepGoing) break
    }
    const done = Math.floor(tally.blocks / 1000)
    if (done > shown) {
      shown = done
      const rate = tally.blocks / ((performance.now() - start) / 1000)
      console.log(
        `${tally.blocks} blocks, ${tally.transactions} transactions, ${rate.toFixed(1)} blocks/s, seed ${seed}`,
      )
      // The peer waits on microtasks only: let timers and streams run.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const seconds = (performance.now() - start) / 1000
  console.log(
    `fuzz: ${tally.blocks} blocks, ${tally.transactions} transactions agree, ${failures} differences, ${seconds.toFixed(1)} s`,
  )
  console.log(`outcomes: ${table(tally.statuses)}`)
  console.log(`forks: ${table(tally.forks)}`)
  return failures === 0
}

async function fuzzHostileBytes(cases: number): Promise<boolean> {
  const crypto = await loadCrypto()
  const tally = newBytesTally()
  const start = performance.now()
  const perSeed = 5000
  for (let seed = whole('seed', 1); tally.cases < cases; seed++) {
    const wrong = fuzzBytes(seed, Math.min(perSeed, cases - tally.cases), crypto, tally)
    if (wrong !== undefined) {
      console.log(`FAILED ${wrong}`)
      console.log(`replay: npm run fuzz -- --bytes ${perSeed} --seed ${seed}`)
      return false
    }
  }
  const seconds = (performance.now() - start) / 1000
  console.log(`fuzz: ${tally.cases} byte strings behave, ${seconds.toFixed(1)} s`)
  console.log(
    `refused ones cost at most ${tally.hashedPerByte.toFixed(1)} bytes hashed and ${tally.readsPerByte.toFixed(1)} reads a byte, ${tally.curve} curve operations`,
  )
  console.log(`outcomes: ${table(tally.outcomes)}`)
  return true
}

const bytes = whole('bytes', 0)
const good = bytes > 0 ? await fuzzHostileBytes(bytes) : await fuzzBlocks()
process.exitCode = good ? 0 : 1
