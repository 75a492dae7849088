/** `npm run examples`: runs every runnable file of examples/ twice; each must exit with 0 and print the same bytes. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('../examples/', import.meta.url)
const root = fileURLToPath(new URL('..', import.meta.url))
const runTwice = fileURLToPath(new URL('run-twice.mjs', import.meta.url))
/** Parts that other examples import. */
const parts = new Set(
  ['cluster', 'compile', 'loader', 'start', 'support', 'table', 'token-world'].map(
    (name) => `${name}.ts`,
  ),
)

const names = readdirSync(folder).filter((name) => name.endsWith('.ts') && !parts.has(name))
const failed = names.filter((name) => {
  console.log(`\n-- examples/${name}`)
  const file = `examples/${name}`
  return spawnSync(process.execPath, [runTwice, file], { cwd: root, stdio: 'inherit' }).status !== 0
})
for (const name of failed) console.error(`examples/${name} failed`)
console.log(`\nexamples: ${names.length - failed.length} passed, ${failed.length} failed`)
if (failed.length > 0) process.exit(1)
