/**
 * `node scripts/run-ts.mjs --source scripts/fuzz-script.ts [--suite classic|taproot] [--seed N] [--cases N]
 * [--failures N]`: random spends here and on bcoin (everything before taproot) or bitcore-lib (taproot), from seed N on. A
 * difference that no known defect of the peer explains is printed with its seed, and fails. See docs/bvm-script.md.
 */
import { hasBcoin, loadBcoin, loadBitcore, type Peer } from '../bench/support/bitcoin-peers.ts'
import { loadCrypto } from '../src/crypto/load.ts'
import { judgeSeed, newTally, type Suite } from '../test/differential/script.ts'

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

const crypto = await loadCrypto()

function peerOf(suite: Suite): Peer | undefined {
  if (suite === 'taproot') return loadBitcore()
  if (!hasBcoin()) {
    console.log('classic: skipped, `npm ci --ignore-scripts` in bench/peers/bcoin installs bcoin')
    return undefined
  }
  const peer = loadBcoin()
  // Its rules are compared, not its curve: backends are compared elsewhere.
  peer.use((hash, signature, key) => crypto.bitcoinVerify(hash, signature, key))
  return peer
}

const table = (map: ReadonlyMap<string, number>) =>
  [...map]
    .sort(([, a], [, b]) => b - a)
    .map(([name, n]) => `  ${n} ${name}`)
    .join('\n')

function run(suite: Suite, cases: number): boolean {
  const peer = peerOf(suite)
  if (peer === undefined) return true
  const first = whole('seed', 1)
  const most = whole('failures', 1)
  const tally = newTally()
  const start = performance.now()
  let failures = 0
  for (let seed = first; seed < first + cases && failures < most; seed++) {
    const wrong = judgeSeed(seed, suite, peer, crypto, tally)
    if (wrong === undefined) continue
    failures++
    console.log(`FAILED ${wrong}`)
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(
    `${suite}: ${tally.cases} cases beside ${peer.name}, ${tally.accepted} valid, ${failures} differences, ${seconds} s`,
  )
  console.log(`kinds:\n${table(tally.kinds)}`)
  console.log(`verdicts:\n${table(tally.verdicts)}`)
  console.log(`explained:\n${table(tally.explained)}`)
  return failures === 0
}

const asked = option('suite') as Suite | undefined
const suites: readonly Suite[] = asked === undefined ? ['classic', 'taproot'] : [asked]
const good = suites.map((suite) => run(suite, whole('cases', suite === 'classic' ? 10_000 : 1000)))
process.exitCode = good.every(Boolean) ? 0 : 1
