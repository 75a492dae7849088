/** `node scripts/run-twice.mjs FILE.ts`: runs an example twice and fails unless it prints the same bytes both times. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const runner = fileURLToPath(new URL('run-ts.mjs', import.meta.url))

function outputOf(file) {
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 }
  const run = spawnSync(process.execPath, [runner, file], options)
  if (run.status !== 0) {
    process.stdout.write(run.stdout)
    process.exit(run.status ?? 1)
  }
  return run.stdout
}

const file = process.argv[2]
const first = outputOf(file)
process.stdout.write(first)
if (outputOf(file) !== first) {
  console.error(`${file}: two runs printed different bytes`)
  process.exit(1)
}
console.log(`${file}: two runs, the same ${first.length} bytes`)
