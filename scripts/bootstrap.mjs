/**
 * Makes every npm script work on a fresh clone: runs `npm ci` when node_modules is missing or is not what the lockfile
 * says, else does nothing (a few milliseconds). Node's own modules only, because nothing else is there yet.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, 'node_modules')

/** @returns {string | undefined} why an install is needed */
function reasonToInstall() {
  if (!existsSync(modules)) return 'node_modules is missing'
  const receipt = join(modules, '.package-lock.json')
  if (!existsSync(receipt)) return 'node_modules was not installed by npm'
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const found = JSON.parse(readFileSync(receipt, 'utf8')).packages
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue
    const installed = found[path]
    // Packages for other platforms are optional and rightly absent.
    if (installed === undefined && entry.optional) continue
    if (installed === undefined) return `${path} is missing`
    if (installed.version !== entry.version) return `${path} is not ${entry.version}`
    if (installed.integrity !== entry.integrity) return `${path} has another integrity`
  }
  return undefined
}

const reason = reasonToInstall()
if (reason !== undefined) {
  if (existsSync(modules) && lstatSync(modules).isSymbolicLink()) {
    // A linked folder belongs to another checkout; `npm ci` would empty it.
    console.error(`warning: ${reason}, but node_modules is a link: not touched`)
    process.exit(0)
  }
  console.error(`installing packages: ${reason}`)
  const npm = process.env.npm_execpath
  const flags = ['ci', '--no-audit', '--no-fund']
  // stdout belongs to the command that follows (`npm run --silent bench -- evm --json` is read by programs).
  const options = { cwd: root, stdio: ['ignore', 2, 2] }
  const run =
    npm !== undefined && /\.[cm]?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...flags], options)
      : spawnSync('npm', flags, { ...options, shell: process.platform === 'win32' })
  if (run.status !== 0) {
    console.error('npm ci failed; see above')
    process.exit(run.status ?? 1)
  }
}
