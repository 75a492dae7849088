/**
 * `node scripts/run-ts.mjs scripts/fuzz-sbpf.ts [--seed N] [--programs N] [--failures N]`: generated sBPF programs of versions 0 to 3
 * here (every tier) and on npm litesvm, from seed N on; every result, unit, log, return datum and fault text must agree.
 * The first difference is printed with the command that replays it, and fails.
 */
import { VmPool } from '../src/vms/svm/sbpf/index.ts'
import { judge, newTally } from '../test/support/sbpf/judge.ts'
import { newPeer } from '../test/support/sbpf/peer.ts'

function whole(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`)
  const value = at < 0 ? otherwise : Number(process.argv[at + 1])
  if (Number.isSafeInteger(value) && value >= 0) return value
  console.error(`--${name}: expected a whole number`)
  process.exit(2)
}

const first = whole('seed', 1)
const programs = whole('programs', 10_000)
const failures = whole('failures', 1)
const tally = newTally()
let wrong = 0
let peer = newPeer()
let pool = new VmPool({ translateAfter: 0 })
for (let seed = first; tally.cases < programs; seed++) {
  // The peer keeps what it compiled: a new one now and then bounds its memory.
  if (tally.cases % 5000 === 4999) {
    peer = newPeer()
    pool = new VmPool({ translateAfter: 0 })
  }
  const found = judge(peer, seed, tally, [undefined, pool])
  if (found !== undefined) {
    console.log(`FAILED seed ${seed}\n${found}`)
    console.log(`replay: node scripts/run-ts.mjs scripts/fuzz-sbpf.ts --seed ${seed} --programs 1`)
    if (++wrong >= failures) break
  }
  if (tally.cases % 20_000 === 0) console.log(`${tally.cases} programs, seed ${seed}`)
}
console.log(`fuzz-sbpf: ${tally.cases} programs, ${wrong} differences`)
for (const [name, n] of [...tally.outcomes].sort(([, a], [, b]) => b - a))
  console.log(`${n} ${name}`)
process.exit(wrong === 0 ? 0 : 1)
