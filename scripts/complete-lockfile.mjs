/**
 * `npm run lockfile`, after `npm install`: makes package-lock.json whole for every platform. npm leaves an optional
 * package out when the registry in use does not serve it (mirrors often lack other platforms' binaries), and `npm ci`
 * then refuses the lockfile, everywhere. This adds the missing entries, with the platform that their name states, so that
 * npm skips or fetches them as it should.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const path = fileURLToPath(new URL('../package-lock.json', import.meta.url))
const lock = JSON.parse(readFileSync(path, 'utf8'))
const packages = lock.packages

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony']
systems.push('sunos', 'win32')
const processors = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'x64',
]

/** Whether a package at `from` would find `name` by Node's search through parent folders. */
function isLocked(from, name) {
  const own = from === '' ? '' : `${from}/`
  if (packages[`${own}node_modules/${name}`] !== undefined) return true
  if (from === '') return false
  const parent = from.lastIndexOf('/node_modules/')
  return isLocked(parent === -1 ? '' : from.slice(0, parent), name)
}

function entryFor(name, version, dev) {
  const words = name.split(/[/-]/)
  const os = systems.filter((word) => words.includes(word))
  const cpu = processors.filter((word) => words.includes(word))
  if (os.length === 0 && cpu.length === 0)
    throw new Error(`${name}: expected a platform in its name`)
  const musl = words.some((word) => word.startsWith('musl'))
  const glibc = words.some((word) => word.startsWith('gnu'))
  const libc = os.includes('linux') ? [...(musl ? ['musl'] : []), ...(glibc ? ['glibc'] : [])] : []
  return {
    version,
    ...(cpu.length > 0 && { cpu }),
    ...(dev && { dev }),
    ...(libc.length > 0 && { libc }),
    optional: true,
    ...(os.length > 0 && { os }),
  }
}

const added = []
for (const [from, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(from, name) || !/^\d+\.\d+\.\d+$/.test(version)) continue
    packages[`node_modules/${name}`] = entryFor(name, version, entry.dev === true)
    added.push(name)
  }
}
const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
lock.packages = Object.fromEntries(sorted)
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`package-lock.json: ${added.length} optional packages added`)
