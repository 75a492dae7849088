/** Runs `tsup` when dist/ is missing or older than what it is made from. Examples and package checks start with this. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const inputs = ['src', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsup.config.ts']
// tsup writes types last, so this file is there only after a whole build.
const outputs = ['index', 'verifier', 'wallet'].flatMap((entry) =>
  ['.js', '.cjs', '.d.ts', '.d.cts'].map((end) => `dist/${entry}${end}`),
)

/** Newest modification below `path`, folders included (their time moves when a file is removed). */
function newest(path) {
  const status = statSync(path)
  if (!status.isDirectory()) return status.mtimeMs
  const children = readdirSync(path).map((name) => newest(join(path, name)))
  return Math.max(status.mtimeMs, ...children)
}

const built = outputs.map((path) => join(root, path))
const stale =
  !built.every((path) => existsSync(path)) ||
  Math.max(...inputs.map((path) => newest(join(root, path)))) >
    Math.min(...built.map((path) => statSync(path).mtimeMs))

if (stale) {
  console.error('building dist/ (half a minute or more)')
  const tsup = join(root, 'node_modules/tsup/dist/cli-default.js')
  const run = spawnSync(process.execPath, [tsup, '--silent'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (run.status !== 0) process.exit(run.status ?? 1)
}
