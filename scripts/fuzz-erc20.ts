/**
 * `node scripts/run-ts.mjs --source scripts/fuzz-erc20.ts [--seed N] [--sequences N] [--failures N]`: random call sequences on
 * the ERC-20 face here and on a contract over OpenZeppelin's ERC20Permit in @ethereumjs/vm, from seed N on. The first
 * difference is printed with its seed, and fails. The whole run is 50,000 sequences, the default.
 */
import { loadCrypto } from '../src/crypto/load.ts'
import { FaceJudge, newFaceTally } from '../test/token/face-judge.ts'

function whole(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`)
  const value = Number((at < 0 ? undefined : process.argv[at + 1]) ?? otherwise)
  if (Number.isSafeInteger(value) && value >= 0) return value
  console.error(`--${name}: expected a whole number`)
  process.exit(2)
}

const first = whole('seed', 1)
const sequences = whole('sequences', 50_000)
const most = whole('failures', 1)
const judge = await FaceJudge.create(await loadCrypto())
const tally = newFaceTally()
const start = performance.now()
const seconds = () => ((performance.now() - start) / 1000).toFixed(0)
let failures = 0
for (let seed = first; seed < first + sequences && failures < most; seed++) {
  const wrong = await judge.judge(seed, tally)
  if (wrong !== undefined) {
    failures++
    console.log(`FAILED ${wrong}\nreplay: --seed ${seed} --sequences 1`)
  }
  if ((seed - first + 1) % 2000 === 0) {
    console.log(`${tally.sequences} sequences, ${tally.calls} calls, ${seconds()} s`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
const kinds = [...tally.kinds].sort(([, a], [, b]) => b - a)
console.log(kinds.map(([name, n]) => `  ${n} ${name}`).join('\n'))
console.log(
  `${tally.sequences} sequences, ${tally.calls} calls, ${failures} differences, ${seconds()} s`,
)
process.exit(failures === 0 ? 0 : 1)
