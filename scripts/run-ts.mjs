/**
 * `node [node flags] scripts/run-ts.mjs [--source] FILE.ts [arguments]`: runs a TypeScript file of this repository on any
 * supported Node, with the same node flags.
 *
 * The file and what it imports from the repository are bundled by esbuild into .cache/run and started there. Unlike a
 * transpiling loader this adds no helper calls to hot code, so what bench/ and the vector suites time is what a user
 * gets. Packages stay external, and so does `n-vm` itself, which Node resolves to dist/ by self-reference; with --source
 * `n-vm` is src/index.ts, so that a file may import internals beside it and still have every class once.
 * `import.meta.url` keeps meaning the source file.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const fromSource = process.argv[2] === '--source'
const [file, ...args] = process.argv.slice(fromSource ? 3 : 2)
if (file === undefined) {
  console.error('usage: node scripts/run-ts.mjs [--source] FILE.ts [arguments]')
  process.exit(2)
}

const keepImportMeta = {
  name: 'keep-import-meta',
  setup(setup) {
    setup.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path)),
      loader: 'ts',
    }))
  },
}

const cache = join(root, '.cache/run')
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'x-'))
const remove = () => rmSync(folder, { recursive: true, force: true })
process.on('exit', remove)

const entry = resolve(file)
await build({
  absWorkingDir: root,
  entryPoints: [entry],
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  entryNames: '[name]',
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: 'inline',
  logLevel: 'warning',
  ...(fromSource && { alias: { 'n-vm': join(root, 'src/index.ts') } }),
  // Without the `paths` of tsconfig.json, which would make `n-vm` the source for everyone.
  tsconfigRaw: { compilerOptions: { target: 'ES2022', verbatimModuleSyntax: true } },
  plugins: [keepImportMeta],
})

const script = join(folder, `${basename(entry, '.ts')}.mjs`)
const child = spawn(process.execPath, [...process.execArgv, script, ...args], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1))
