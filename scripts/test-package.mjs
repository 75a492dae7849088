/**
 * `npm run test:package`: packs what would be published, installs the tarball into an empty project outside the
 * repository, and runs test/package/ against it there: the same checks by `import` and by `require`, and the types by
 * tsc under both module systems.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'n-vm-package-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

/** Runs a program in the empty project; its output goes to the terminal, a failure ends this script. */
function run(program, args, cwd = folder) {
  execFileSync(program, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' })
}

writeFileSync(join(folder, 'package.json'), '{ "name": "stranger", "private": true }\n')
run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], root)
const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
run('npm', [
  'install',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
  '--silent',
  join(folder, tarball),
])
cpSync(join(root, 'test/package'), folder, { recursive: true })

/** What a program printed; a failure ends this script. */
function outputOf(script) {
  const stdio = ['ignore', 'pipe', 'inherit']
  return execFileSync(process.execPath, [script], { cwd: folder, encoding: 'utf8', stdio })
}

const byImport = outputOf('import.mjs')
const byRequire = outputOf('require.cjs')
if (byImport !== byRequire) {
  throw new Error(`import and require differ: ${byImport} and ${byRequire}`)
}
console.log(`import and require: the same root ${byImport.trim()}`)
let passed = 2
const tsc = join(root, 'node_modules/typescript/bin/tsc')
for (const file of ['types.mts', 'types.cts']) {
  const flags = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'node16']
  run(process.execPath, [tsc, ...flags, file])
  passed += 1
}
console.log(`packed tarball: ${passed} passed, 0 failed`)
